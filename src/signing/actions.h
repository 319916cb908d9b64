// What people do with their keys and with the agency's: permission, rule, rows and journal in one transaction each.
#pragma once

#include <string>
#include <string_view>

#include "directory/types.h"
#include "signing/api.h"
#include "signing/remote.h"
#include "signing/tokens.h"

namespace lt::signing {

struct Actor {
    db::Scope scope{};
    directory::Role role{};
    std::string login{};  // of the official: names the tokens that are his
};

// An official's own keys, or those of the agency: its seal.
enum class Whose : std::uint8_t { own, agency };
// Leaders, clerks, specialists and the desk look after their own keys; the agency's is in the hands of its administrator and its registry.
bool may_manage(directory::Role, Whose);

// Each of these refuses whoever may not manage these keys (forbidden), and keys that are somebody else's or ended (not_found).

// A PKCS#12 file as it came, opened once with its password; the password is not kept. Gives the key's uid. Faults: invalid at "file",
// "pin".
base::Result<std::string> add_file(Services&, const Actor&, Whose, std::string_view file,
                                   const base::Secret& password);
// A key on the official's own machine, reached by the desktop plug-in: only the certificate is known here (PEM or DER).
base::Result<std::string> add_plugin(Services&, const Actor&, Whose, std::string_view file);

// A key on a token at the server, by the place that `offered` gave. The PIN is asked for with each signature.
base::Result<std::string> add_token(Services&, const Actor&, Whose, const std::string& place);
// What may be added from there; `label` is of the token.
struct Offer {
    std::string label{};
    std::vector<OfferedKey> keys{};
};
base::Result<Offer> offered(Services&, const Actor&, Whose);

// A key at a remote service, by the place that `offered_by` gave. The user confirms each signature there.
base::Result<std::string> add_remote(Services&, const Actor&, Whose, const RemoteUser& user,
                                     const std::string& place);
base::Result<std::vector<OfferedCredential>> offered_by(Services&, const Actor&, Whose,
                                                        const RemoteUser& user);

// It signs no more; a PKCS#12 file goes from the disk.
base::Result<base::Done> end_key(Services&, const Actor&, Whose, const std::string& uid);

// PNG: the handwritten signature, or the seal. "" takes the picture away. Fault: invalid at "picture".
base::Result<base::Done> put_picture(Services&, const Actor&, Whose, const std::string& uid,
                                     std::string_view png);

std::vector<Key> keys_of(Services&, const Actor&, Whose);
base::Result<Key> key_of(Services&, const Actor&, Whose, const std::string& uid);

}  // namespace lt::signing
