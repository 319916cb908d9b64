// Rows of acts in and out. Inside acts only.
#pragma once

#include <optional>
#include <span>

#include "signing/acts.h"

namespace lt::signing::act_rows {

struct Stored {
    std::int64_t id = 0;
    Act act{};
    std::string key{};          // uid
    std::string transaction{};  // at the service; "" while it has not answered
    std::vector<ActFile> files{};
};

// The files of one item stand together.
std::vector<std::span<const ActFile>> by_item(const std::vector<ActFile>& files);

std::int64_t add(db::Transaction& tx, const Act& act, const std::string& key,
                 const std::vector<ActFile>& files, base::Time now);
// Of the acting official; nothing otherwise.
std::optional<Stored> find(db::Transaction& tx, const std::string& uid);
std::vector<OpenAct> open(db::Transaction& tx, const std::vector<std::string>& purposes);
void note(db::Transaction& tx, const char* action, const Act& act, base::Time now);

// True for the first who ends it. The files with their holes may go then.
bool end(db::Transaction& tx, const Stored& stored, const std::vector<std::string>& from, ActState state,
         base::Time now, const base::Message& why);
// Likewise as its items ended: done when one of them was signed, otherwise undone, for `why` or for what was wrong with the last of them.
bool end_by_items(db::Transaction& tx, const Stored& stored, const std::vector<std::string>& from,
                  base::Time now, const base::Message& why);

std::string to_json(const base::Message& message);

}  // namespace lt::signing::act_rows
