// A loaded driver and where its tokens are. Inside kit/crypto only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kit/base/locked.h"
#include "kit/crypto/pkcs11_session.h"

namespace lt::crypto {

struct TokenPlace {
    CK_SLOT_ID slot = 0;
    Token token{};
    CK_TOKEN_INFO info{};
};

struct Pkcs11State {
    TokenFunctions* functions = nullptr;
    bool started = false;
    base::Locked<std::set<std::string>> in_use{};  // tokens with a signer, by serial number and label

    CK_RV slots(std::vector<CK_SLOT_ID>& found) const;
    base::Result<TokenPlace> find(const std::string& token) const;
    base::Result<TokenSession> session(const TokenPlace& place) const;
};

}  // namespace lt::crypto
