// The kinds of documents. Every form and every list names them, so they are kept in memory.
#include <algorithm>

#include "documents/lists.h"
#include "documents/queries.h"

namespace lt::documents {

namespace {

std::vector<Kind> read_kinds(Services& services)
{
    std::vector<Kind> out;
    db::Transaction tx = services.pool.begin({});
    for (const db::Row row : tx.run(sql::document_kinds_all))
        out.push_back({row["code"].str(), row["name"].str(), row["abbreviation"].str(),
                       row["own_series"].boolean(), row["copy_form"].str()});
    services.known_kinds->with([&](std::vector<Kind>& known) { known = out; });
    return out;
}

}  // namespace

std::vector<Kind> kinds(Services& services)
{
    std::vector<Kind> known = services.known_kinds->with([](const std::vector<Kind>& all) { return all; });
    return known.empty() ? read_kinds(services) : known;
}

Kind kind_of(Services& services, const std::string& code)
{
    const auto find = [&](const std::vector<Kind>& all) {
        const auto kind =
            std::find_if(all.begin(), all.end(), [&](const Kind& one) { return one.code == code; });
        return kind != all.end() ? std::optional(*kind) : std::nullopt;
    };
    if (auto kind = find(kinds(services))) return *kind;
    // A server of a newer release has added it meanwhile.
    auto kind = find(read_kinds(services));
    CHECK(kind.has_value());
    return *kind;
}

}  // namespace lt::documents
