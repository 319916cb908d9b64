#include "decisions/trial.h"

#include <algorithm>

#include "decisions/api.h"
#include "decisions/feel/expression.h"
#include "kit/base/text.h"

namespace lt::decisions {
namespace {

using base::msg;
using feel::Kind;
using feel::Value;

base::Error wrong(const char* what) { return base::invalid("input", what); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1.500" and "-12.000.000": a group of up to three digits that does not begin with 0, then groups of three.
bool is_grouped(std::string_view whole)
{
    if (whole.starts_with('-')) whole.remove_prefix(1);
    if (whole.starts_with('0')) return false;
    for (bool first = true; !whole.empty(); first = false) {
        const std::size_t end = std::min(whole.find('.'), whole.size());
        const std::string_view group = whole.substr(0, end);
        const bool fits = first ? !group.empty() && group.size() <= 3 : group.size() == 3;
        if (!fits || !std::all_of(group.begin(), group.end(), is_digit)) return false;
        if (end == whole.size()) return true;
        whole.remove_prefix(end + 1);
    }
    return false;  // a dot at its end
}

// "1234.50" to "1.234,5".
std::string shown_number(const feel::Number& number)
{
    std::string text = number.without_trailing_zeros().str();
    if (text.find('E') != std::string::npos) return text;
    const std::size_t dot = std::min(text.find('.'), text.size());
    if (dot < text.size()) text[dot] = ',';
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    for (std::size_t at = dot; at > first + 3;) text.insert(at -= 3, 1, '.');
    return text;
}

base::Result<Value> date(std::string_view text)
{
    const auto day = base::parse_day(text);
    if (!day) return wrong(msg("Nhập ngày/tháng/năm, ví dụ 23/11/2026."));
    const std::chrono::year_month_day date(*day);
    return Value::date({.year = int(date.year()),
                        .month = static_cast<std::uint8_t>(unsigned(date.month())),
                        .day = static_cast<std::uint8_t>(unsigned(date.day()))});
}

class Nothing final : public feel::Scope {
public:
    std::optional<Value> find(std::string_view) const override { return std::nullopt; }
};

base::Result<Value> expression(std::string_view text, base::Time now)
{
    const feel::Compiled compiled = feel::compile(text);
    if (std::get_if<feel::SyntaxError>(&compiled) != nullptr)
        return wrong(msg("Nhập một biểu thức FEEL, ví dụ \"A\", 12, true hoặc [1, 2]."));
    const feel::Outcome outcome =
        feel::evaluate(std::get<feel::Expression>(compiled), Nothing(), {.steps = 100'000}, now);
    if (outcome.refused()) return base::invalid("input", feel::message_of(outcome.exceeded));
    if (outcome.value.is_null() && !outcome.warnings.empty())
        return base::invalid("input", outcome.warnings.front().message);
    return outcome.value;
}

}  // namespace

Asked asked_for(const feel::TypeRef& type)
{
    if (type == nullptr || type->form != feel::Type::Form::scalar) return Asked::expression;
    if (type->kind == Kind::number) return Asked::number;
    if (type->kind == Kind::string) return Asked::text;
    if (type->kind == Kind::boolean) return Asked::yes_no;
    if (type->kind == Kind::date) return Asked::date;
    return Asked::expression;
}

base::Result<Value> read_number(std::string_view typed)
{
    const std::size_t comma = std::min(typed.find(','), typed.size());
    std::string text(typed.substr(0, comma)), rest(typed.substr(comma));
    if (text.find('.') != std::string::npos || rest.find('.') != std::string::npos) {
        if (!is_grouped(text) || rest.find('.') != std::string::npos)
            return wrong(msg("Viết 1500 hoặc 1.500 cho một nghìn năm trăm, 1,5 cho một phẩy năm."));
        std::erase(text, '.');
    }
    if (!rest.empty()) rest[0] = '.';
    const auto number = feel::Number::parse(text + rest);
    if (!number) return wrong(msg("Nhập một số, ví dụ 12 hoặc 1500,5."));
    return Value::number(*number);
}

base::Result<Value> read_typed(Asked asked, std::string_view typed, base::Time now)
{
    switch (asked) {
    case Asked::number: return read_number(typed);
    case Asked::text: return Value::string(std::string(typed));
    case Asked::yes_no:
        if (typed != "yes" && typed != "no") return wrong(msg("Chọn có hoặc không."));
        return Value::boolean(typed == "yes");
    case Asked::date: return date(typed);
    case Asked::expression: return expression(typed, now);
    }
    CHECK(false);
}

std::string shown(const Value& value)
{
    if (value.is_null()) return "–";
    if (value.is(Kind::boolean)) return value.is_true() ? msg("có") : msg("không");
    if (value.is(Kind::date)) {
        const feel::Date date = value.as_date();
        if (date.year >= 0 && date.year <= 9999)
            return base::format_day(std::chrono::year(date.year) / date.month / date.day);
    }
    if (!value.is(Kind::number)) return feel::to_text(value);
    return shown_number(value.as_number());
}

}  // namespace lt::decisions
