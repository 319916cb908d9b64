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

// Puts the signed files of one document in its place and takes the step that the signature is for.
base::Result<base::Done> close_document(Services&, const Actor&, Purpose, std::span<const act_rows::File>,
                                        const std::vector<std::string>& contents);
// Why this document of the act was not signed.
void note_why(Services&, const Actor&, const act_rows::Stored&, const std::string& document,
              const base::Message& why);

// Ends it without a signature; false when it is in none of the states. Documents are as they were.
bool undo(Services&, const Actor&, const act_rows::Stored&, const std::vector<std::string>& from,
          const base::Message& why);

// Has the job look after the act when it has run out.
void enqueue_act(db::Transaction& tx, Services&, const Actor&, const std::string& uid,
                 std::chrono::seconds lifetime);

inline constexpr const char* kKeyEnded =
    "Khoá của lần ký này đã ngừng dùng. Văn bản giữ nguyên; chọn khoá khác để ký.";

}  // namespace lt::documents
