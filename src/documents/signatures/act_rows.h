// Rows of acts in and out. Inside signatures only.
#pragma once

#include <optional>
#include <span>

#include "documents/signatures/acts.h"

namespace lt::documents::act_rows {

// A file of an act, as it is stored.
struct File {
    std::string document{};  // uid
    int version = 0;         // of the document
    std::string name{};      // of the document
    std::string file{};      // uid
    std::string before{};    // SHA-256 of the content that is signed
    std::string content{};   // SHA-256 of it with the hole; "" when the act has ended
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string digest{};     // SHA-256 of what the service signs, 32 raw bytes; "" where a plug-in signs
    std::string delivered{};  // SHA-256 of it as a plug-in brought it back; "" while it has not
    bool closed = false;      // its document was signed with it
    bool failed = false;      // its document can't be signed any more

    bool is_over() const { return closed || failed; }
};

struct Stored {
    std::int64_t id = 0;
    Act act{};
    std::string key{};          // uid
    std::string transaction{};  // at the service; "" while it has not answered
    std::vector<File> files{};
};

// The files of one document stand together.
std::vector<std::span<const File>> by_document(const std::vector<File>& files);

std::int64_t add(db::Transaction& tx, const Act& act, const std::string& key, const std::vector<File>& files,
                 base::Time now);
// Of the acting official; nothing otherwise.
std::optional<Stored> find(db::Transaction& tx, const std::string& uid);
std::vector<OpenAct> open(db::Transaction& tx);
void note(db::Transaction& tx, const char* action, const Act& act, base::Time now);

// True for the first who ends it. The files with their holes may go then.
bool end(db::Transaction& tx, const Stored& stored, const std::vector<std::string>& from, ActState state,
         base::Time now, const base::Message& why);

std::string to_json(const base::Message& message);

}  // namespace lt::documents::act_rows
