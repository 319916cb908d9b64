// Keys on PKCS#11 tokens that the server reaches.
//
// A few wrong PINs lock a token for good, so nobody gets near one that is not his. Whoever prepares the tokens says by their labels
// whose they are: "H05.01" holds the keys of the agency with this identity code, "H05.01 an.nv" those of its official with this login.
#pragma once

#include <string>
#include <vector>

#include "kit/crypto/pkcs11.h"
#include "signing/api.h"

namespace lt::signing {

struct OfferedKey {
    std::string place{};
    crypto::TokenKey key;
};
// Keys on the token with this label; none when there is no such token. `unavailable` without a driver that works.
base::Result<std::vector<OfferedKey>> keys_on_token(Services&, const std::string& label);

// `unavailable` when the token is not there, `conflict` when it holds another certificate by now.
base::Result<std::unique_ptr<crypto::Signer>> open_token(Services&, const Key&, base::Secret pin,
                                                         base::Time now);

}  // namespace lt::signing
