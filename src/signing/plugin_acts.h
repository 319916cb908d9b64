// Acts that the plug-in on the signer's machine signs (vgca.h), file by file: what it is given, what it brings back. It comes without a
// session of its own; whoever calls has read its ticket and found who is acting.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signing/acts.h"

namespace lt::signing {

// A file of an act, as it was given out.
struct GivenFile {
    std::string act{};  // uid
    int position = 0;   // in the act
    std::string sha256{};
};

// What is to be signed next, and what the plug-in must be told of it.
struct NextFile {
    GivenFile given{};
    PluginOrder order{};
    std::string name{};    // of the item
    std::size_t done = 0;  // files of the act before it
    std::size_t all = 0;
    base::Time until{};  // end of the act
};
// Nothing when the act has ended. Items that have changed since are told on the way and passed over. Faults as find_act.
base::Result<std::optional<NextFile>> next_file(Services&, ActSubject&, const std::string& act);

// Address in the blob store, while the act waits for this file. Faults as find_act; conflict when it does not.
base::Result<std::string> file_to_fetch(Services&, ActSubject&, const GivenFile&);

// The file comes back signed: kept once, while `session` (hash) is logged in and the item is still the one that was given out; with the
// last of its files the item is signed. Refused, and nothing kept: what is not the given file with one good signature by the act's
// certificate (delivered.h), `invalid` at "uploadfile"; what comes late, twice or for a changed item, conflict.
base::Result<base::Done> deliver_file(Services&, ActSubject&, const GivenFile&, std::string_view session,
                                      const std::string& content);

}  // namespace lt::signing
