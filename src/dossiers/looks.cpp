// See looks.h.
#include "dossiers/looks.h"

#include "dossiers/queries.h"
#include "kit/base/text.h"
#include "kit/db/db.h"

namespace lt::dossiers::looks {
namespace {

constexpr std::size_t kLongestWords = 500;

std::optional<base::Time> time_of(const std::optional<Behind>& behind)
{
    return behind ? std::optional(behind->at) : std::nullopt;
}

std::vector<Look> read(const db::Rows& rows)
{
    std::vector<Look> out;
    for (const db::Row row : rows)
        out.push_back({.agency = row["agency_id"].int64(),
                       .official = row["official_id"].int64(),
                       .what = row["reason"].str(),
                       .at = row["at"].time()});
    return out;
}

}  // namespace

void note_many(db::Transaction& tx, std::string_view what, const std::string& words, base::Time now)
{
    tx.send(sql::list_look_insert, what, base::shorten(words, kLongestWords), now);
}

std::vector<Look> of_dossier(db::Transaction& tx, std::int64_t dossier, const std::optional<Behind>& behind,
                             int limit)
{
    return read(
        tx.run(sql::looks_of_dossier, dossier, time_of(behind), behind ? behind->official : 0, limit));
}

std::vector<Look> of_citizen(db::Transaction& tx, OwnerKind kind, const std::string& number,
                             const std::optional<Behind>& behind, int limit, base::Time now)
{
    return read(tx.run(sql::looks_of_citizen, to_text(kind), number, now, time_of(behind),
                       behind ? behind->official : 0, limit));
}

std::vector<Look> of_agency(db::Transaction& tx, std::int64_t behind, int limit)
{
    std::vector<Look> out;
    for (const db::Row row : tx.run(sql::list_looks, behind, limit))
        out.push_back({.id = row["id"].int64(),
                       .agency = row["agency_id"].int64(),
                       .official = row["official_id"].int64(),
                       .what = row["what"].str(),
                       .words = row["words"].str(),
                       .at = row["at"].time()});
    return out;
}

}  // namespace lt::dossiers::looks
