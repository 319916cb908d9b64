// How an act goes on. Inside acts only.
#pragma once

#include "kit/crypto/remote_signing.h"
#include "signing/acts/rows.h"

namespace lt::signing {

// not_found for somebody else's, and for what is none of the subject's; forbidden in another post than the one that began it.
base::Result<act_rows::Stored> find_stored(Services&, ActSubject&, const std::string& uid);

// The key that the act began with; nothing when it has ended meanwhile.
std::optional<Key> key_of_act(Services&, ActSubject&, const act_rows::Stored&);

crypto::RemoteTransaction transaction_of(const Services&, const Key&, const act_rows::Stored&);

// This item of the act was signed with it.
void note_closed(Services&, ActSubject&, const act_rows::Stored&, const std::string& item);
// Why it was not.
void note_why(Services&, ActSubject&, const act_rows::Stored&, const std::string& item,
              const base::Message& why);

// Ends it without a signature; false when it is in none of the states. Items are as they were.
bool undo(Services&, ActSubject&, const act_rows::Stored&, const std::vector<std::string>& from,
          const base::Message& why);

// Of an act that the plug-in signs: closes the items whose files have all come, and ends the act when none is left; with `why` also when
// some are, which stay as they were.
void end_plugin(Services&, ActSubject&, const act_rows::Stored&, const base::Message& why);

extern const char* const kActKeyEnded;  // why an act stops whose key is no more

}  // namespace lt::signing
