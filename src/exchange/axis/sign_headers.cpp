#include "exchange/axis/sign_headers.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"

namespace lt::axis {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHeaderPrefix = "XroadVnpt-";
constexpr std::string_view kLowerHeaderPrefix = "xroadvnpt-";
constexpr std::chrono::hours kTimestampZone{7};

char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower_letters(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), &lower_letter);
    return out;
}

// HTTP drops blanks around a value on its way.
std::string_view without_outer_blanks(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The number of `count` digits at the front, or -1; moves the text on.
int take_timestamp_digits(std::string_view& text, std::size_t count)
{
    if (text.size() < count) return -1;
    int value = 0;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take_timestamp_mark(std::string_view& text, char mark)
{
    if (text.empty() || text.front() != mark) return false;
    text.remove_prefix(1);
    return true;
}

// Takes the signed object apart as it is read, because a parsed one no longer shows that a name stood there twice.
class SignedObject : public nlohmann::json_sax<Json> {
public:
    std::map<std::string, std::string> values{};
    std::string twice{};  // the name that was given twice

    bool start_object(std::size_t) override { return ++depth_ == 1; }
    bool key(std::string& name) override
    {
        name_ = lower_letters(name);
        if (name_.starts_with(kLowerHeaderPrefix)) name_.erase(0, kLowerHeaderPrefix.size());
        if (!values.contains(name_)) return true;
        twice = name_;
        return false;
    }
    bool string(std::string& value) override { return put(value); }
    bool number_integer(std::int64_t value) override { return put(std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) override { return put(std::to_string(value)); }
    bool end_object() override { return true; }

    bool null() override { return false; }
    bool boolean(bool) override { return false; }
    bool number_float(double, const std::string&) override { return false; }
    bool binary(Json::binary_t&) override { return false; }
    bool start_array(std::size_t) override { return false; }
    bool end_array() override { return false; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override
    {
        return false;
    }

private:
    bool put(const std::string& value)
    {
        if (depth_ != 1) return false;
        values[name_] = value;
        return true;
    }
    std::string name_{};
    int depth_ = 0;
};

// Takes a value out of the map; "" when it is missing.
std::string take_value(std::map<std::string, std::string>& values, const std::string& name)
{
    const auto node = values.extract(name);
    return node ? node.mapped() : std::string();
}

base::Error unclear_call(base::Message message) { return base::forbidden(std::move(message)); }

}  // namespace

std::string format_timestamp(base::Time time)
{
    const auto local = std::chrono::floor<std::chrono::milliseconds>(time + kTimestampZone);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(local - day);
    char text[80];
    std::snprintf(text, sizeof text, "%02u%02u%04dT%02d%02d%02d+%04d", unsigned(date.day()),
                  unsigned(date.month()), int(date.year()), int(clock.hours().count()),
                  int(clock.minutes().count()), int(clock.seconds().count()),
                  int(clock.subseconds().count()));
    return text;
}

std::optional<base::Time> parse_timestamp(std::string_view text)
{
    const int day = take_timestamp_digits(text, 2);
    const int month = take_timestamp_digits(text, 2);
    const int year = take_timestamp_digits(text, 4);
    if (day < 0 || month < 0 || year < 0 || !take_timestamp_mark(text, 'T')) return std::nullopt;
    const int hour = take_timestamp_digits(text, 2);
    const int minute = take_timestamp_digits(text, 2);
    const int second = take_timestamp_digits(text, 2);
    if (hour < 0 || minute < 0 || second < 0 || !take_timestamp_mark(text, '+')) return std::nullopt;
    if (text.empty() || text.size() > 4) return std::nullopt;
    const int milliseconds = take_timestamp_digits(text, text.size());
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                           std::chrono::day(unsigned(day))};
    if (milliseconds < 0 || !date.ok() || year < 1900 || year > 2199 || hour > 23 || minute > 59 ||
        second > 59)
        return std::nullopt;
    return base::Time(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + std::chrono::milliseconds(milliseconds) - kTimestampZone;
}

bool is_header_text(std::string_view text)
{
    return base::is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

Headers sign(const Call& call, std::string_view secret, base::Time now)
{
    Headers signed_ones = call.parameters;
    signed_ones.emplace_back("timestamp", format_timestamp(now));
    signed_ones.emplace_back("systemid", call.system_id);
    signed_ones.emplace_back("Content-Type", call.content_type);

    Headers out;
    std::string names;
    Json object = Json::object();
    for (const auto& [name, value] : signed_ones) {
        CHECK(!name.empty() && is_header_text(name) && is_header_text(value));
        const std::string header = std::string(kHeaderPrefix) + name;
        CHECK(!object.contains(header));
        object[header] = value;
        names += (names.empty() ? "" : ";") + name;
        out.emplace_back(header, value);
    }
    std::string text = object.dump(-1, ' ', true);
    out.emplace_back("Content-Type", call.content_type);
    out.emplace_back("XroadVnpt-sign-header-key", std::move(names));
    out.emplace_back("XroadVnpt-hash-header", base::to_hex(crypto::hmac_sha256(secret, text)));
    out.emplace_back("XroadVnpt-sign-header", std::move(text));
    out.emplace_back("User-Agent", kUserAgent);
    out.emplace_back("XroadVnpt-version", kProtocolVersion);
    return out;
}

const std::string& Claim::parameter(const std::string& name) const
{
    static const std::string none;
    const auto found = parameters.find(name);
    return found == parameters.end() ? none : found->second;
}

base::Result<Claim> read_headers(const HeaderLookup& header)
{
    Claim claim;
    claim.text = header("xroadvnpt-sign-header");
    claim.hash = header("xroadvnpt-hash-header");
    if (claim.text.empty() || claim.hash.empty())
        return unclear_call("Thiếu XroadVnpt-sign-header hoặc XroadVnpt-hash-header.");
    if (claim.text.size() > kMostSignedText) return unclear_call("XroadVnpt-sign-header dài quá 8 KB.");

    SignedObject object;
    const bool read = base::is_utf8(claim.text) && Json::sax_parse(claim.text, &object);
    if (!object.twice.empty())
        return unclear_call({"XroadVnpt-sign-header có “{{name}}” hai lần.", {{"name", object.twice}}});
    if (!read) return unclear_call("XroadVnpt-sign-header không phải là một đối tượng JSON gồm các chuỗi.");

    for (const auto& [name, value] : object.values) {
        const std::string given = header(std::string(kLowerHeaderPrefix) + name);
        if (!given.empty() && without_outer_blanks(given) != without_outer_blanks(value))
            return unclear_call(
                {"XroadVnpt-{{name}} khác với giá trị đã ký trong XroadVnpt-sign-header.", {{"name", name}}});
    }
    claim.system_id = take_value(object.values, "systemid");
    if (claim.system_id.empty()) return unclear_call("XroadVnpt-sign-header thiếu “systemid”.");
    const std::optional<base::Time> at = parse_timestamp(take_value(object.values, "timestamp"));
    if (!at)
        return unclear_call(
            "XroadVnpt-sign-header thiếu “timestamp” hoặc thời điểm không theo mẫu ddMMyyyy'T'HHmmss+SSSS.");
    claim.at = *at;
    claim.parameters = std::move(object.values);
    return claim;
}

bool hash_fits(const Claim& claim, std::string_view secret)
{
    const std::string right = base::to_hex(crypto::hmac_sha256(secret, claim.text));
    return crypto::equal_constant_time(lower_letters(without_outer_blanks(claim.hash)), right);
}

}  // namespace lt::axis
