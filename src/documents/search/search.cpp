// Search over number, subject, issuer and the text of files. The form of the statement depends on how frequent the
// words are: walking by date is fast for common words and terrible for rare ones, fetching all hits the opposite
// (docs/adr, the search lexemes).
#include "documents/lists/rows.h"
#include "documents/queries.h"
#include "kit/base/text.h"

namespace lt::documents {

namespace {

// Above this number of expected hits the walk by date wins (measured: they cross near 2,000 in a million). Of several words
// only the rarest is counted, and together they hit far less.
constexpr std::int64_t kManyHits = 2000;
constexpr std::int64_t kManyHitsOfSeveral = 10000;
// A limited official's walk goes by assignments and looks each document up, which costs twice as much a step.
constexpr std::int64_t kLimitedFactor = 2;

// Sorts behind everything that may follow in a key (the last code point there is).
constexpr const char* kLast = "\xF4\x8F\xBF\xBF";

// "1234", "1234/UB", "05/QĐ-UBND": begins with a digit and has no space.
bool looks_like_number(const std::string& key, std::string_view typed)
{
    return !key.empty() && key[0] >= '0' && key[0] <= '9' && typed.find(' ') == std::string_view::npos;
}

SearchPage to_page(const db::Rows& rows, int limit)
{
    SearchPage page;
    for (const db::Row row : rows) {
        if (static_cast<int>(page.hits.size()) == limit) {
            page.more = true;
            break;
        }
        page.hits.push_back(
            {.uid = row["uid"].str(),
             .outgoing = row["own"].boolean(),
             .subject = row["subject"].str(),
             .notation = full_notation(row["number_text"].str_or(""), row["notation"].str_or("")),
             .issuer_name = row["issuer_name"].str(),
             .issued_on = row["issued_on"].opt_day(),
             .urgency = urgency_of(row),
             .key = {row["sorted_at"].time(), row["id"].int64()}});
    }
    return page;
}

}  // namespace

SearchPage search(Services& services, const Actor& actor, const std::string& typed_raw,
                  std::optional<PageKey> after, int limit)
{
    const std::string typed = base::normalise(typed_raw);
    const PageKey key = after.value_or(newest());
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const bool limited = scope_of(actor).reach == db::Reach::assigned;
    if (const std::string number = notation_key(typed); looks_like_number(number, typed)) {
        const auto& statement = limited ? sql::search_notation_limited : sql::search_notation;
        return to_page(tx.run(statement, number, actor.agency, key.time, key.id, limit + 1, number + kLast),
                       limit);
    }
    const std::string query = base::to_tsquery(typed);
    if (query.empty()) return {};
    std::vector<std::string> accented = base::accented_words(typed);
    for (std::string& word : accented) word = '%' + word + '%';
    const std::vector<std::string> lexemes = base::lexemes(typed);
    const std::int64_t frequency = tx.run(sql::lexeme_frequency, lexemes)[0]["least"].opt_int64().value_or(0);
    const bool many =
        frequency > (lexemes.size() > 3 ? kManyHitsOfSeveral : kManyHits) * (limited ? kLimitedFactor : 1);
    if (limited) {
        if (many)
            return to_page(tx.run(sql::search_common_limited, query, actor.agency, key.time, key.id,
                                  limit + 1, accented, actor.official),
                           limit);
        return to_page(
            tx.run(sql::search_rare_limited, query, actor.agency, key.time, key.id, limit + 1, accented),
            limit);
    }
    if (many)
        return to_page(tx.run(sql::search_common, query, actor.agency, key.time, key.id, limit + 1, accented),
                       limit);
    return to_page(tx.run(sql::search_rare, query, actor.agency, key.time, key.id, limit + 1, accented),
                   limit);
}

}  // namespace lt::documents
