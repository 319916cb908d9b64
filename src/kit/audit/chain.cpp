// The form in which events and seals are hashed, computed apart from the database that did it first.
#include "kit/audit/chain.h"

#include "kit/crypto/digest.h"

namespace lt::audit {
namespace {

// A row as PostgreSQL's wire protocol sends it: the number of columns, then the type, the length and the bytes of each,
// all numbers with the highest byte first. The types 17, 20, 23 and 1184 are bytea, bigint, integer and timestamptz.
class WireRow {
public:
    explicit WireRow(std::uint32_t columns) { put<4>(columns); }
    WireRow& bytes(std::string_view value)
    {
        begin(17, value.size());
        out_ += value;
        return *this;
    }
    WireRow& int4(std::int32_t value) { return begin(23, 4).put<4>(static_cast<std::uint32_t>(value)); }
    WireRow& int8(std::int64_t value) { return begin(20, 8).put<8>(static_cast<std::uint64_t>(value)); }
    WireRow& time(base::Time value)
    {
        constexpr base::Day kEpoch = std::chrono::year(2000) / std::chrono::January / 1;
        const std::chrono::microseconds since = value - kEpoch;
        return begin(1184, 8).put<8>(static_cast<std::uint64_t>(since.count()));
    }
    std::string sha256() const { return crypto::sha256(out_); }

private:
    WireRow& begin(std::uint32_t type, std::size_t length) { return put<4>(type).put<4>(length); }
    template <int Bytes>
    WireRow& put(std::uint64_t number)
    {
        char bytes[Bytes];
        for (int i = 0; i < Bytes; ++i) bytes[i] = static_cast<char>(number >> (8 * (Bytes - 1 - i)) & 0xffU);
        out_.append(bytes, Bytes);
        return *this;
    }
    std::string out_{};
};

}  // namespace

std::string hash_of_event(const db::Row& row)
{
    WireRow wire(9);
    wire.bytes("lt-audit-event-1").int8(row["id"].int64()).time(row["at"].time());
    wire.int8(row["agency_id"].int64()).int8(row["official_id"].int64());
    for (const char* column : {"request_id", "action", "subject", "detail"}) wire.bytes(row[column].text());
    return wire.sha256();
}

std::string begin_of_chain(int year) { return WireRow(2).bytes("lt-audit-chain-1").int4(year).sha256(); }

std::string hash_of_seal(std::string_view previous, int year, std::int64_t number,
                         std::string_view row_hashes, base::Time sealed_at)
{
    WireRow wire(6);
    wire.bytes("lt-audit-seal-1").bytes(previous).int4(year).int8(number).bytes(row_hashes).time(sealed_at);
    return wire.sha256();
}

base::Time begin_of(int year)
{
    const base::Day first = std::chrono::year(year) / std::chrono::January / 1;
    return base::Time(first) - std::chrono::hours(7);
}

}  // namespace lt::audit
