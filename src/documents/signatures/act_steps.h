// How an act goes on. Inside signatures only.
#pragma once

#include "documents/signatures/act_rows.h"
#include "kit/crypto/remote_signing.h"

namespace lt::documents {

// not_found for somebody else's, and for what is none; forbidden in another post than the one that began it.
base::Result<act_rows::Stored> find_stored(Services&, const Actor&, const std::string& uid);

// The key that the act began with; nothing when it has ended meanwhile.
std::optional<signing::Key> key_of_act(Services&, const Actor&, const act_rows::Stored&);

crypto::RemoteTransaction transaction_of(const Services&, const signing::Key&, const act_rows::Stored&);

// Ends it without a signature; false when it is in none of the states. Documents are as they were.
bool undo(Services&, const Actor&, const act_rows::Stored&, const std::vector<std::string>& from,
          const base::Message& why);

// Has the job look after the act when it has run out.
void enqueue_act(db::Transaction& tx, Services&, const Actor&, const std::string& uid,
                 std::chrono::seconds lifetime);

}  // namespace lt::documents
