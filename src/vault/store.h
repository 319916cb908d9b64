// Items as the agency that put them in sees them, and figures. In the caller's transaction.
#pragma once

#include "vault/api.h"

namespace lt::vault::store {

Source read_source(std::string_view text);

struct Item {
    std::string uid{};
    std::string dossier{};  // uid
    std::string dossier_code{};
    std::string owner{};  // name
    Source source = Source::paper;
    Paper paper{};
    std::string signature{};
    base::Time kept_at{};
    std::int64_t kept_by = 0;
    std::string ended{};  // "", "replaced", "revoked", "withdrawn"
    std::string ended_why{};
    std::optional<base::Time> ended_at{};
    std::int64_t uses = 0;
};
// Of the own agency, of the dossier with this code. The reason must not be empty; each item that is shown is a look.
std::vector<Item> find(db::Transaction& tx, const std::string& dossier_code, const std::string& why,
                       base::Time now);
std::optional<Item> find_one(db::Transaction& tx, const std::string& uid, const std::string& why,
                             base::Time now);

// A use, or a look.
struct Trace {
    bool used = false;
    std::int64_t agency = 0;
    std::int64_t official = 0;
    std::string reason{};        // of a use: the procedure's code
    std::string dossier_code{};  // "": of none
    base::Time at{};
};
std::vector<Trace> history(db::Transaction& tx, const std::string& uid, int limit);

bool revoke(db::Transaction& tx, const std::string& uid, const std::string& why, base::Time now);

struct Figures {
    std::int64_t agency = 0;
    base::Day month{};
    std::int64_t received = 0;   // with papers
    std::int64_t digitised = 0;  // all of whose papers are
    std::int64_t resolved = 0;
    std::int64_t with_result = 0;  // electronic and signed
    std::int64_t reusable = 0;     // papers that the vault held when the dossier came
    std::int64_t reused = 0;
};
// `agency` 0: all, which the scope must oversee.
std::vector<Figures> figures(db::Transaction& tx, std::int64_t agency, base::Time from, base::Time to);
bool oversees_all(db::Transaction& tx);

}  // namespace lt::vault::store
