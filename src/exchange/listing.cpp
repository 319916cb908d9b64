// See listing.h.
#include "exchange/listing.h"

#include <sstream>

#include <nlohmann/json.hpp>

#include "exchange/queries.h"
#include "kit/base/log.h"
#include "kit/base/text.h"

namespace lt::exchange {

std::vector<std::string> search_words(std::string_view text)
{
    std::string folded = base::fold(text);
    for (char& c : folded) {
        const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || (c & 0x80) != 0;
        if (!is_word) c = ' ';
    }
    std::vector<std::string> out;
    std::istringstream words(folded);
    for (std::string word; words >> word;) {
        // A dot joins the groups of a code; elsewhere it ends something.
        const std::size_t from = word.find_first_not_of('.');
        if (from == std::string::npos) continue;
        out.push_back(word.substr(from, word.find_last_not_of('.') + 1 - from));
    }
    return out;
}

std::vector<Listed> search_listed(db::Transaction& tx, std::string_view typed, int limit)
{
    const std::vector<std::string> words = search_words(typed);
    std::vector<Listed> out;
    if (words.empty()) return out;
    for (const db::Row row : tx.run(sql::listed_search, words, limit))
        out.push_back({.code = row["code"].str(),
                       .name = row["name"].str(),
                       .above = row["above"].str(),
                       .carrier = row["carrier"].str()});
    return out;
}

void take_in(Services& services, const std::vector<std::string>& codes)
{
    for (const std::string& code : codes) {
        const auto snapshot = services.directory.snapshot();
        if (snapshot->find_code(code) != nullptr) continue;
        db::Transaction tx = services.pool.begin({});
        const db::Rows rows = tx.run(sql::listed_by_code, code);
        if (rows.empty()) continue;
        const db::Row row = rows[0];
        // The directory may have it by the other code.
        bool is_here = false;
        for (const char* column : {"wire", "code", "alias"})
            is_here = is_here || snapshot->find_code(row[column].text()) != nullptr;
        if (is_here) continue;
        const std::string own = row["code"].str();
        const std::string other = row["alias"].text().empty() ? row["wire"].str() : row["alias"].str();
        const auto made =
            directory::add_elsewhere(tx, *snapshot, {.code = own, .alias = other, .name = row["name"].str()},
                                     row["system_id"].int64(), services.clock->now());
        if (made) {
            tx.run(sql::listed_ours, row["system_id"].int64(), row["wire"].text(), *made);
            tx.commit();
        } else {
            // Somebody else has just done the same, or the operator has given its older code to another one.
            base::log(base::Level::info, "agency_not_taken_in",
                      {{"code", code}, {"why", made.error().message.str()}});
        }
        services.directory.refresh();
    }
}

std::optional<Addressee> find_listed(db::Transaction& tx, std::string_view code)
{
    const db::Rows rows = tx.run(sql::listed_by_code, code);
    if (rows.empty()) return std::nullopt;
    return Addressee{
        .code = rows[0]["code"].str(), .name = rows[0]["name"].str(), .system = rows[0]["system_id"].int64()};
}

std::string code_at(db::Transaction& tx, std::int64_t system, const directory::Agency& agency)
{
    const db::Rows rows = tx.run(sql::listed_wire, system, agency.code, agency.alias);
    return rows.empty() ? agency.code : rows[0]["wire"].str();
}

std::string code_at(db::Transaction& tx, std::int64_t system, const std::string& code)
{
    const db::Rows rows = tx.run(sql::listed_wire, system, code, "");
    return rows.empty() ? code : rows[0]["wire"].str();
}

std::vector<std::string> listing_axes(db::Transaction& tx)
{
    std::vector<std::string> out;
    for (const db::Row row : tx.run(sql::system_lists)) out.push_back(row["name"].str());
    return out;
}

std::map<std::int64_t, std::string> system_names(db::Transaction& tx)
{
    std::map<std::int64_t, std::string> out;
    for (const db::Row row : tx.run(sql::system_names)) out.emplace(row["id"].int64(), row["name"].str());
    return out;
}

ListingState listing_state(db::Transaction& tx, std::int64_t system)
{
    const db::Rows state = tx.run(sql::system_listing, system);
    CHECK(state.size() == 1);
    const db::Rows count = tx.run(sql::listed_count, system);
    return {.at = state[0]["listed_at"].opt_time(),
            .why = state[0]["listing_why"].str(),
            .agencies = count[0]["listed"].int64(),
            .offered = count[0]["offered"].int64()};
}

void enqueue_listing(db::Transaction& tx, Services& services, const System& system)
{
    CHECK(system.kind == SystemKind::axis);
    jobs::enqueue(tx, services.queue, "exchange.list", nlohmann::json{{"system", system.code}}.dump());
}

}  // namespace lt::exchange
