// Every type of parameter and value makes the way through the server and back.
#include "kit/base/result.h"
#include "kit/db/testing.h"

namespace lt::db {
namespace {

using std::chrono::microseconds;

constexpr Query<1> kText{"values.text", "SELECT $1::text AS v"};
constexpr Query<1> kInt{"values.int", "SELECT $1::int AS v"};
constexpr Query<1> kBigint{"values.bigint", "SELECT $1::bigint AS v"};
constexpr Query<1> kBool{"values.bool", "SELECT $1::bool AS v"};
constexpr Query<1> kDouble{"values.double", "SELECT $1::float8 AS v"};
constexpr Query<1> kTime{"values.time", "SELECT $1::timestamptz AS v"};
constexpr Query<1> kDay{"values.day", "SELECT $1::date AS v"};
constexpr Query<1> kBytes{"values.bytes", "SELECT $1::bytea AS v, length($1::bytea) AS size"};
constexpr Query<1> kBigints{"values.bigints", "SELECT $1::bigint[] AS v, cardinality($1::bigint[]) AS size"};
constexpr Query<1> kTexts{"values.texts", "SELECT $1::text[] AS v, cardinality($1::text[]) AS size"};
constexpr Query<0> kThree{"values.three", "SELECT n AS a, n * n AS b FROM generate_series(1, 3) n"};
constexpr Query<0> kOddArray{"values.odd_array", "SELECT ARRAY['a', NULL] AS v, 'infinity'::date AS day"};

class Values : public testing::Test {
protected:
    template <class A>
    Rows send(const Query<1>& query, const A& value)
    {
        return tx_.run(query, value);
    }
    TestDatabase database_{Schema::empty};
    Transaction tx_ = database_.pool().begin({});
};

TEST_F(Values, texts)
{
    for (const char* text : {"", "Đường 'x' \"y\" \\ {a,b} NULL", "$1", "\t\n"}) {
        EXPECT_EQ(send(kText, text)[0]["v"].str(), text);
        EXPECT_EQ(send(kText, std::string(text))[0]["v"].str(), text);
        EXPECT_EQ(send(kText, std::string_view(text))[0]["v"].str(), text);
    }
    const std::string large(3'000'000, 'x');
    EXPECT_EQ(send(kText, large)[0]["v"].text(), large);
    EXPECT_THROW(send(kText, std::string("a\0b", 3)), base::Bug);
}

TEST_F(Values, numbers)
{
    for (const int value : {0, -1, INT32_MAX, INT32_MIN}) EXPECT_EQ(send(kInt, value)[0]["v"].int32(), value);
    for (const std::int64_t value : {std::int64_t(0), INT64_MAX, INT64_MIN}) {
        EXPECT_EQ(send(kBigint, value)[0]["v"].int64(), value);
    }
    EXPECT_THROW(static_cast<void>(send(kBigint, INT64_MAX)[0]["v"].int32()), base::Bug);
    EXPECT_THROW(static_cast<void>(send(kText, "1x")[0]["v"].int64()), base::Bug);
    EXPECT_TRUE(send(kBool, true)[0]["v"].boolean());
    EXPECT_FALSE(send(kBool, false)[0]["v"].boolean());
    EXPECT_THROW(static_cast<void>(send(kText, "yes")[0]["v"].boolean()), base::Bug);
    EXPECT_EQ(send(kDouble, 0.1)[0]["v"].str(), "0.1");
}

TEST_F(Values, times_keep_their_microseconds)
{
    const base::Day day{std::chrono::year(2026) / 11 / 20};
    for (const base::Time time :
         {base::Time(day), base::Time(day) + microseconds(1), base::Time(day) + microseconds(120'000),
          base::Time(day) + std::chrono::hours(23) + microseconds(59'999'999),
          base::Time(base::Day(std::chrono::year(1945) / 9 / 2)) + microseconds(7)}) {
        EXPECT_EQ(send(kTime, time)[0]["v"].time(), time);
        EXPECT_EQ(send(kTime, time)[0]["v"].opt_time(), time);
    }
    EXPECT_EQ(send(kDay, day)[0]["v"].day(), day);
    EXPECT_EQ(send(kDay, day)[0]["v"].opt_day(), day);
    EXPECT_THROW(static_cast<void>(tx_.run(kOddArray)[0]["day"].day()), base::Bug);
}

TEST_F(Values, bytes_are_not_text)
{
    const std::string bytes("\x00\xff\\x00'\xc4", 8);
    const Rows rows = send(kBytes, std::as_bytes(std::span(bytes)));
    EXPECT_EQ(rows[0]["v"].bytes(), bytes);
    EXPECT_EQ(rows[0]["size"].int32(), 8);
    EXPECT_EQ(send(kBytes, std::span<const std::byte>())[0]["v"].bytes(), "");
}

TEST_F(Values, arrays)
{
    using Ints = std::vector<std::int64_t>;
    using Texts = std::vector<std::string>;
    for (const Ints& value : {Ints{}, Ints{7}, Ints{INT64_MIN, 0, INT64_MAX}}) {
        EXPECT_EQ(send(kBigints, value)[0]["v"].int64s(), value);
    }
    for (const Texts& value : {Texts{}, Texts{""}, Texts{"a", "", "NULL", "null"},
                               Texts{"b,c", "{d}", "\"e\"", "\\", " f "}, Texts{"Đường", "x y"}}) {
        const Rows rows = send(kTexts, value);
        EXPECT_EQ(rows[0]["v"].texts(), value);
        EXPECT_EQ(rows[0]["size"].int64(), static_cast<std::int64_t>(value.size()));
    }
    EXPECT_THROW(static_cast<void>(tx_.run(kOddArray)[0]["v"].texts()), base::Bug);
}

TEST_F(Values, null_is_read_on_purpose_only)
{
    const Rows rows = send(kText, nullptr);
    const Value value = rows[0]["v"];
    EXPECT_TRUE(value.null());
    EXPECT_EQ(value.opt_str(), std::nullopt);
    EXPECT_EQ(value.opt_int64(), std::nullopt);
    EXPECT_EQ(value.opt_time(), std::nullopt);
    EXPECT_EQ(value.opt_day(), std::nullopt);
    EXPECT_EQ(value.str_or("-"), "-");
    EXPECT_THROW(static_cast<void>(value.str()), base::Bug);
    EXPECT_THROW(static_cast<void>(value.int64()), base::Bug);
    EXPECT_FALSE(send(kText, "")[0]["v"].null());
    EXPECT_TRUE(send(kBigint, std::optional<std::int64_t>())[0]["v"].null());
    EXPECT_EQ(send(kBigint, std::optional<std::int64_t>(5))[0]["v"].opt_int64(), 5);
    EXPECT_TRUE(send(kText, std::nullopt)[0]["v"].null());
}

TEST_F(Values, rows_and_columns)
{
    const Rows rows = tx_.run(kThree);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_FALSE(rows.empty());
    std::int64_t sum = 0;
    for (const Row row : rows) sum += row["b"].int64();
    EXPECT_EQ(sum, 14);
    EXPECT_EQ(rows[2][0].int64(), 3);
    EXPECT_THROW(static_cast<void>(rows[3]), base::Bug);
    EXPECT_THROW(static_cast<void>(rows[0]["c"]), base::Bug);
    EXPECT_THROW(static_cast<void>(rows[0][2]), base::Bug);
    EXPECT_TRUE(Rows().empty());
    EXPECT_EQ(Rows().affected(), 0u);
}

}  // namespace
}  // namespace lt::db
