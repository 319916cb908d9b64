// See values.h. web/islands/form_rules.js judges by the same rules.
#include "forms/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "forms/identity/number.h"
#include "forms/pattern.h"
#include "kit/base/text.h"

namespace lt::forms {
namespace {

using nlohmann::json;

constexpr std::size_t kTypedBytes = 100'000;  // more can't be a right answer to anything
constexpr std::size_t kDigits = 15;           // exact in a double

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

Wrongness wrong(Flaw flaw) { return {flaw, {}}; }
Wrongness wrong(Flaw flaw, std::string actual) { return {flaw, {{"actual", std::move(actual), false}}}; }

// What people put between digits: "024 190 001 234", "0912.345.678".
std::string without_separators(std::string_view text)
{
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '.' && c != '-') out += c;
    return out;
}

// "1.478.927" → "1478927"; nothing when the groups are not of three.
std::optional<std::string> without_groups(std::string_view text)
{
    if (text.find('.') == std::string_view::npos) return std::string(text);
    std::string out;
    std::size_t group = 0;
    bool first = true;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != '.') {
            out += text[i];
            ++group;
            continue;
        }
        if (first ? group < 1 || group > 3 : group != 3) return std::nullopt;
        first = false;
        group = 0;
    }
    return out;
}

// "1.234,5", "1234.5", "-3": decimals after a comma, or after a single point that is not one between groups.
std::optional<double> parse_number(std::string_view text, bool whole)
{
    std::string compact;
    for (const char c : text)
        if (c != ' ') compact += c;
    const bool negative = !compact.empty() && compact.front() == '-';
    if (negative) compact.erase(0, 1);
    std::string decimals;
    std::size_t mark = compact.find(',');
    if (mark == std::string::npos && std::count(compact.begin(), compact.end(), '.') == 1 &&
        !without_groups(compact))
        mark = compact.find('.');
    if (mark != std::string::npos) {
        decimals = compact.substr(mark + 1);
        compact.erase(mark);
        if (whole || decimals.empty()) return std::nullopt;
    }
    const auto digits = without_groups(compact);
    if (!digits || digits->empty() || !all_digits(*digits) || !all_digits(decimals)) return std::nullopt;
    if (digits->size() + decimals.size() > kDigits) return std::nullopt;
    const std::string exact = *digits + "." + (decimals.empty() ? "0" : decimals);
    double number = 0;
    std::from_chars(exact.data(), exact.data() + exact.size(), number);
    return negative ? -number : number;
}

// In fifteen digits, without an exponent, with a comma.
std::string shown(double number)
{
    std::array<char, 40> rounded{};
    std::snprintf(rounded.data(), rounded.size(), "%.15g", number);
    std::from_chars(rounded.data(), rounded.data() + std::string_view(rounded.data()).size(), number);
    std::array<char, 1100> fixed{};
    const auto [end, error] =
        std::to_chars(fixed.data(), fixed.data() + fixed.size(), number, std::chars_format::fixed);
    CHECK(error == std::errc());
    std::string text(fixed.data(), end);
    std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

// Whether it looks like a date, so that what is wrong is the day itself.
bool has_date_form(std::string_view text)
{
    std::size_t marks = 0;
    for (const char c : text) {
        if (c == '/' || c == '-')
            ++marks;
        else if (!is_digit(c))
            return false;
    }
    return marks == 2 && text.size() >= 8 && text.size() <= 10 && is_digit(text.front()) &&
           is_digit(text.back());
}

bool is_email(std::string_view text)
{
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos)
        return false;
    const auto bad = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == ',' || c == ';' || c == '<' || c == '>' ||
               c == '"';
    };
    if (std::any_of(text.begin(), text.end(), bad)) return false;
    const std::string_view domain = text.substr(at + 1);
    const std::size_t dot = domain.rfind('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < domain.size() && domain.front() != '.' &&
           domain.find("..") == std::string_view::npos;
}

bool is_uri(std::string_view text)
{
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (text.substr(0, scheme.size()) == scheme)
            return text.size() > scheme.size() && text.find(' ') == std::string_view::npos;
    }
    return false;
}

// Ten digits, eleven of the fixed network, or a foreign number.
bool is_phone(std::string_view text)
{
    if (!text.empty() && text.front() == '+')
        return all_digits(text.substr(1)) && text.size() >= 9 && text.size() <= 16;
    return all_digits(text) && !text.empty() && text.front() == '0' &&
           (text.size() == 10 || (text.size() == 11 && text[1] == '2'));
}

// Any letter of any script with what stands between names.
bool is_person_name(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) &&
               std::string_view(" '.-").find(c) == std::string_view::npos;
    });
}

std::optional<Wrongness> judge_text(const Field& field, const std::string& text)
{
    const std::size_t length = base::length(text);
    if (field.maximum_length && length > *field.maximum_length) {
        Wrongness too_long = wrong(Flaw::too_long, std::to_string(length));
        too_long.dynamic.push_back({"over", std::to_string(length - *field.maximum_length), false});
        return too_long;
    }
    if (field.minimum_length && length < *field.minimum_length)
        return wrong(Flaw::too_short, std::to_string(length));
    if (field.pattern && !field.pattern->fits(text)) return wrong(Flaw::pattern);
    return std::nullopt;
}

std::optional<Wrongness> judge_number(const Field& field, double number)
{
    if (field.minimum && number < *field.minimum) return wrong(Flaw::too_small, typed_of(field, number));
    if (field.maximum && number > *field.maximum) return wrong(Flaw::too_large, typed_of(field, number));
    return std::nullopt;
}

std::optional<Wrongness> judge_date(const Field& field, const std::string& text, base::Day today)
{
    const auto day = base::parse_day(text);
    if (!day || base::format_iso(*day) != text) return wrong(Flaw::date_form);
    if (field.days == Days::up_to_today && *day > today)
        return wrong(Flaw::date_after, base::format_day(*day));
    if (field.days == Days::from_today && *day < today)
        return wrong(Flaw::date_before, base::format_day(*day));
    return std::nullopt;
}

bool listed(const std::vector<Option>& options, const std::string& value)
{
    return std::any_of(options.begin(), options.end(),
                       [&](const Option& option) { return option.value == value; });
}

}  // namespace

std::string tidy(std::string_view text, bool lines)
{
    std::string clean = base::normalise(text);
    // Pasted text has blanks that don't break.
    constexpr std::string_view kHardBlank = "\xC2\xA0";
    for (std::size_t at = clean.find(kHardBlank); at != std::string::npos; at = clean.find(kHardBlank, at))
        clean.replace(at, kHardBlank.size(), " ");
    std::string out;
    bool blank = false;
    for (const char c : clean) {
        if (c == '\n' && lines) {
            blank = false;
            out += c;
        } else if (c == ' ' || c == '\t' || c == '\n') {
            blank = !out.empty() && out.back() != '\n';
        } else {
            if (blank) out += ' ';
            blank = false;
            out += c;
        }
    }
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

bool parse(const Field& field, std::string_view typed, json& into, std::optional<Wrongness>& wrongness)
{
    if (typed.size() > kTypedBytes || !base::is_utf8(typed)) {
        wrongness = wrong(Flaw::unreadable);
        return false;
    }
    const std::string text = tidy(typed, field.kind == Kind::text && field.lines > 1);
    if (text.empty()) return false;
    switch (field.kind) {
    case Kind::identity_number: into = without_separators(text); return true;
    case Kind::phone: {
        std::string number = without_separators(text);
        if (number.rfind("+84", 0) == 0) number = "0" + number.substr(3);
        into = std::move(number);
        return true;
    }
    case Kind::date: {
        const auto day = base::parse_day(text);
        if (day)
            into = base::format_iso(*day);
        else
            wrongness = has_date_form(text) ? wrong(Flaw::date_none, text) : wrong(Flaw::date_form);
        return day.has_value();
    }
    case Kind::integer:
    case Kind::number: {
        const bool whole = field.kind == Kind::integer;
        const auto number = parse_number(text, whole);
        if (!number)
            wrongness = wrong(whole ? Flaw::integer_form : Flaw::number_form);
        else if (whole)
            into = static_cast<std::int64_t>(*number);
        else
            into = *number;
        return number.has_value();
    }
    case Kind::boolean:
        // An unchecked box sends nothing; "no" comes from a pair of choices.
        if (text == "no" && field.must_be_true) return false;
        if (text == "yes" || text == "no")
            into = text == "yes";
        else
            wrongness = wrong(Flaw::missing);
        return !wrongness;
    case Kind::text:
    case Kind::full_name:
    case Kind::email:
    case Kind::uri:
    case Kind::choice:
    case Kind::people:
    case Kind::religion:
    case Kind::province:
    case Kind::commune: into = text; return true;
    case Kind::address:
    case Kind::group:
    case Kind::rows: break;
    }
    return false;
}

std::optional<Wrongness> judge_value(const Field& field, const json& value, const Lists& lists,
                                     base::Day today)
{
    switch (field.kind) {
    case Kind::integer:
    case Kind::number: return judge_number(field, value.get<double>());
    case Kind::boolean:
        return field.must_be_true && !value.get<bool>() ? std::optional(wrong(Flaw::missing)) : std::nullopt;
    case Kind::text:
    case Kind::full_name:
    case Kind::identity_number:
    case Kind::phone:
    case Kind::email:
    case Kind::uri:
    case Kind::date:
    case Kind::choice:
    case Kind::people:
    case Kind::religion:
    case Kind::province:
    case Kind::commune:
    case Kind::address:
    case Kind::group:
    case Kind::rows: break;
    }
    const auto& text = value.get_ref<const std::string&>();
    if (auto found = judge_text(field, text)) return found;
    const auto unless = [](bool right, Flaw flaw) {
        return right ? std::nullopt : std::optional(wrong(flaw));
    };
    if (field.kind == Kind::full_name) return unless(is_person_name(text), Flaw::name_letters);
    if (field.kind == Kind::identity_number) return judge_identity(text, "", "", today);
    if (field.kind == Kind::phone) return unless(is_phone(text), Flaw::phone);
    if (field.kind == Kind::email) return unless(is_email(text), Flaw::email);
    if (field.kind == Kind::uri) return unless(is_uri(text), Flaw::uri);
    if (field.kind == Kind::date) return judge_date(field, text, today);
    if (field.kind == Kind::choice) return unless(listed(field.options, text), Flaw::not_listed);
    if (field.kind == Kind::people) return unless(listed(lists.peoples, text), Flaw::not_listed);
    if (field.kind == Kind::religion) return unless(listed(lists.religions, text), Flaw::not_listed);
    if (field.kind == Kind::province) return unless(lists.units.province(text) != nullptr, Flaw::not_listed);
    if (field.kind == Kind::commune) return unless(lists.units.commune(text) != nullptr, Flaw::not_listed);
    return std::nullopt;
}

std::optional<Wrongness> judge_identity(std::string_view number, std::string_view birth_date,
                                        std::string_view sex, base::Day today)
{
    const std::optional<base::Day> born = base::parse_day(birth_date);
    const auto found = identity::judge(number, born, sex, today);
    if (!found) return std::nullopt;
    const auto word = [](bool female) { return female ? base::msg("nữ") : base::msg("nam"); };
    const base::Message::Value year{"year", std::to_string(found->year), false};
    switch (found->flaw) {
    case identity::Flaw::digits: return wrong(Flaw::identity_digits);
    case identity::Flaw::length: return wrong(Flaw::identity_length, std::to_string(number.size()));
    case identity::Flaw::place:
        return Wrongness{Flaw::identity_place, {{"place", std::string(number.substr(0, 3)), false}}};
    case identity::Flaw::future: return Wrongness{Flaw::identity_future, {year}};
    case identity::Flaw::year:
        return Wrongness{Flaw::identity_year, {year, {"date", base::format_day(*born), false}}};
    case identity::Flaw::sex: break;
    }
    return Wrongness{Flaw::identity_sex,
                     {{"number_sex", word(found->female), true}, {"chosen_sex", word(!found->female), true}}};
}

std::string typed_of(const Field& field, const json& value)
{
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
    if (value.is_number()) return shown(value.get<double>());
    if (!value.is_string()) return {};
    const auto& text = value.get_ref<const std::string&>();
    if (field.kind == Kind::date)
        if (const auto day = base::parse_day(text)) return base::format_day(*day);
    return text;
}

}  // namespace lt::forms
