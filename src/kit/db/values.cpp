// Values to and from PostgreSQL's text format. Sessions run with ISO dates in UTC, so one shape of each is
// read.
#include <array>
#include <charconv>
#include <cstring>

#include <postgresql/libpq-fe.h>

#include "kit/base/result.h"
#include "kit/db/db.h"

namespace lt::db {
namespace {

const PGresult* raw(const void* result) { return static_cast<const PGresult*>(result); }

template <class T>
std::string number_text(T value)
{
    std::array<char, 40> buffer;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    CHECK(error == std::errc());
    return std::string(buffer.data(), end);
}

template <class T>
T parse_number(std::string_view text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    CHECK(error == std::errc() && end == text.data() + text.size());
    return value;
}

int digits(std::string_view text, std::size_t at, std::size_t count)
{
    CHECK(text.size() >= at + count);
    return parse_number<int>(text.substr(at, count));
}

base::Day parse_iso_day(std::string_view text)
{
    CHECK(text.size() >= 10 && text[4] == '-' && text[7] == '-');
    const std::chrono::year_month_day date{std::chrono::year(digits(text, 0, 4)),
                                           std::chrono::month(unsigned(digits(text, 5, 2))),
                                           std::chrono::day(unsigned(digits(text, 8, 2)))};
    CHECK(date.ok());
    return base::Day(date);
}

// "2026-11-20 02:42:07.1234+00"
base::Time parse_iso_time(std::string_view text)
{
    CHECK(text.size() >= 19 && text[10] == ' ' && text[13] == ':' && text[16] == ':');
    base::Time time = parse_iso_day(text) + std::chrono::hours(digits(text, 11, 2)) +
                      std::chrono::minutes(digits(text, 14, 2)) + std::chrono::seconds(digits(text, 17, 2));
    text.remove_prefix(19);
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        int micros = 0;
        int scale = 100'000;
        for (; !text.empty() && text.front() >= '0' && text.front() <= '9';
             text.remove_prefix(1), scale /= 10) {
            micros += (text.front() - '0') * scale;
        }
        time += std::chrono::microseconds(micros);
    }
    CHECK(text.empty() || text == "+00");
    return time;
}

// The elements of an array literal of one dimension: {1,2} or {"a","b \"c\""}.
std::vector<std::string> parse_array(std::string_view text)
{
    CHECK(text.size() >= 2 && text.front() == '{' && text.back() == '}');
    text = text.substr(1, text.size() - 2);
    std::vector<std::string> out;
    while (!text.empty()) {
        std::string& element = out.emplace_back();
        if (text.front() == '"') {
            text.remove_prefix(1);
            for (;;) {
                CHECK(!text.empty());
                char c = text.front();
                text.remove_prefix(1);
                if (c == '"') break;
                if (c == '\\') {
                    CHECK(!text.empty());
                    c = text.front();
                    text.remove_prefix(1);
                }
                element += c;
            }
        } else {
            const std::size_t end = std::min(text.find(','), text.size());
            element = text.substr(0, end);
            CHECK(element != "NULL" && element.find('{') == std::string::npos);
            text.remove_prefix(end);
        }
        if (text.empty()) break;
        CHECK(text.front() == ',' && text.size() > 1);
        text.remove_prefix(1);
    }
    return out;
}

}  // namespace

Param::Param(bool value) : text_(value ? "t" : "f"), null_(false) {}
Param::Param(int value) : text_(number_text(value)), null_(false) {}
Param::Param(std::int64_t value) : text_(number_text(value)), null_(false) {}
Param::Param(double value) : text_(number_text(value)), null_(false) {}
Param::Param(base::Time value) : text_(base::format_iso(value)), null_(false) {}
Param::Param(base::Day value) : text_(base::format_iso(value)), null_(false) {}

Param::Param(std::span<const std::byte> bytes)
    : text_(reinterpret_cast<const char*>(bytes.data()), bytes.size()), null_(false), binary_(true)
{
}

Param::Param(const std::vector<std::int64_t>& values) : text_("{"), null_(false)
{
    for (const std::int64_t value : values) {
        if (text_.size() > 1) text_ += ',';
        text_ += number_text(value);
    }
    text_ += '}';
}

Param::Param(const std::vector<std::string>& values) : text_("{"), null_(false)
{
    for (const std::string& value : values) {
        if (text_.size() > 1) text_ += ',';
        text_ += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\') text_ += '\\';
            text_ += c;
        }
        text_ += '"';
    }
    text_ += '}';
}

std::string_view Value::text() const
{
    if (null_) throw base::Bug(std::string("the column is NULL: ") + column_);
    return {data_, size_};
}

std::int64_t Value::int64() const { return parse_number<std::int64_t>(text()); }
int Value::int32() const { return parse_number<int>(text()); }

bool Value::boolean() const
{
    CHECK(text() == "t" || text() == "f");
    return text() == "t";
}

base::Time Value::time() const { return parse_iso_time(text()); }

base::Day Value::day() const
{
    CHECK(text().size() == 10);
    return parse_iso_day(text());
}

std::string Value::bytes() const
{
    std::string_view hex = text();
    CHECK(hex.starts_with("\\x") && hex.size() % 2 == 0);
    const auto nibble = [](char c) {
        CHECK((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        return c <= '9' ? c - '0' : c - 'a' + 10;
    };
    std::string out;
    out.reserve(hex.size() / 2 - 1);
    for (std::size_t i = 2; i < hex.size(); i += 2) {
        out += static_cast<char>(static_cast<unsigned char>(nibble(hex[i]) << 4 | nibble(hex[i + 1])));
    }
    return out;
}

std::vector<std::int64_t> Value::int64s() const
{
    std::vector<std::int64_t> out;
    for (const std::string& element : parse_array(text())) out.push_back(parse_number<std::int64_t>(element));
    return out;
}

std::vector<std::string> Value::texts() const { return parse_array(text()); }

std::optional<std::string> Value::opt_str() const { return null_ ? std::nullopt : std::optional(str()); }
std::optional<std::int64_t> Value::opt_int64() const { return null_ ? std::nullopt : std::optional(int64()); }
std::optional<base::Time> Value::opt_time() const { return null_ ? std::nullopt : std::optional(time()); }
std::optional<base::Day> Value::opt_day() const { return null_ ? std::nullopt : std::optional(day()); }

Value Row::operator[](int column) const
{
    const PGresult* result = raw(result_);
    CHECK(column >= 0 && column < PQnfields(result));
    return {PQgetvalue(result, row_, column), static_cast<std::size_t>(PQgetlength(result, row_, column)),
            PQgetisnull(result, row_, column) == 1, PQfname(result, column)};
}

Value Row::operator[](const char* column) const
{
    const PGresult* result = raw(result_);
    const int count = PQnfields(result);
    for (int i = 0; i < count; ++i) {
        if (std::strcmp(PQfname(result, i), column) == 0) return (*this)[i];
    }
    throw base::Bug(std::string("the result has no column ") + column);
}

Rows::Rows(std::shared_ptr<void> result) : result_(std::move(result))
{
    size_ = static_cast<std::size_t>(PQntuples(raw(result_.get())));
}

std::size_t Rows::affected() const
{
    if (result_ == nullptr) return 0;
    const std::string_view count = PQcmdTuples(static_cast<PGresult*>(result_.get()));
    return count.empty() ? 0 : parse_number<std::size_t>(count);
}

Row Rows::operator[](std::size_t row) const
{
    CHECK(row < size_);
    return {result_.get(), static_cast<int>(row)};
}

}  // namespace lt::db
