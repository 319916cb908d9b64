// The canonical form of events and seals.
#include "kit/audit/chain.h"

#include "kit/crypto/digest.h"

namespace lt::audit {
namespace {

// Adds a field with its length (8 bytes, little-endian), so that no two lists of fields read the same.
void add(crypto::Sha256& digest, std::string_view field)
{
    std::string length(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<char>(field.size() >> (8 * i) & 0xffU);
    digest.update(length);
    digest.update(field);
}

std::string number_text(std::int64_t number) { return std::to_string(number); }
std::string time_text(base::Time time) { return std::to_string(time.time_since_epoch().count()); }

}  // namespace

std::string hash_of_event(const db::Row& row)
{
    crypto::Sha256 digest;
    add(digest, "lt-audit-event-1");
    add(digest, number_text(row["id"].int64()));
    add(digest, time_text(row["at"].time()));
    add(digest, number_text(row["agency_id"].int64()));
    add(digest, number_text(row["official_id"].int64()));
    for (const char* column : {"request_id", "action", "subject", "detail"}) add(digest, row[column].text());
    return digest.finish();
}

std::string begin_of_chain(int year)
{
    crypto::Sha256 digest;
    add(digest, "lt-audit-chain-1");
    add(digest, number_text(year));
    return digest.finish();
}

std::string hash_of_seal(std::string_view previous, int year, std::int64_t number,
                         std::string_view row_hashes, base::Time sealed_at)
{
    crypto::Sha256 digest;
    add(digest, "lt-audit-seal-1");
    add(digest, previous);
    add(digest, number_text(year));
    add(digest, number_text(number));
    add(digest, row_hashes);
    add(digest, time_text(sealed_at));
    return digest.finish();
}

int year_of(base::Time at)
{
    return static_cast<int>(std::chrono::year_month_day(base::vietnam_day(at)).year());
}

base::Time begin_of(int year)
{
    const base::Day first = std::chrono::year(year) / std::chrono::January / 1;
    return base::Time(first) - std::chrono::hours(7);
}

}  // namespace lt::audit
