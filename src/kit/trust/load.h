// Whom this installation believes, read from folders of reviewed files: the product's data/trust and the operator's own.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "kit/crypto/trust.h"

namespace lt::trust {

// A file that can't be used; what() is "FILE:LINE: why", in English, for the operator.
struct WrongFile : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A root that the law names and whose certificate somebody has to bring: [[wanted]].
struct Wanted {
    std::string name{};
    std::string scope{};
    std::string publisher{};  // whose word on the certificate counts
    std::string basis{};
};

struct Folders {
    crypto::TrustStore store;
    std::vector<Wanted> wanted{};
};

// Reads each folder in its order; one that is not there is empty. In a folder count
// - *.toml: [[anchor]] name, scope, from, until, basis, and `file` (beside it) or `sha256` (of a certificate that lies beside it), or
//   both; [[wanted]]; [[digest]] name, not_from, basis; [[key]] kind ("rsa", "ec"), below, not_from, basis. A rule on the same digest
//   or the same kind and size as one of an earlier folder takes its place.
// - *.pem, *.crt, *.cer, *.der: certificates in PEM or DER. A root that no [[anchor]] names is believed as long as it is valid itself,
//   with the scope "other"; all others help to find ways to the roots.
// - *.crl: revocation lists, PEM or DER.
// Files beginning with a dot are passed over. Throws WrongFile.
Folders load_folders(const std::vector<std::filesystem::path>& folders);
crypto::TrustStore load_trust(const std::filesystem::path& folder);

// Puts a root into the operator's folder: the certificate as FINGERPRINT.crt and its [[anchor]] as FINGERPRINT.toml. The days are
// "yyyy-mm-dd"; empty ones are the certificate's own. Refused: what is no root, or is there already.
struct NewAnchor {
    std::string scope{};
    std::string from{};
    std::string until{};
    std::string basis{};
};
base::Result<crypto::Anchor> add_anchor(const std::filesystem::path& folder, std::string_view file,
                                        const NewAnchor& wish);

}  // namespace lt::trust
