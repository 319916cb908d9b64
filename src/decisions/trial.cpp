#include "decisions/trial.h"

#include <algorithm>

#include "decisions/feel/expression.h"
#include "kit/base/text.h"

namespace lt::decisions {
namespace {

using base::msg;
using feel::Kind;
using feel::Value;

base::Error wrong(const char* what) { return base::invalid("input", what); }

base::Result<Value> number(std::string text)
{
    std::replace(text.begin(), text.end(), ',', '.');
    const auto number = feel::Number::parse(text);
    if (!number) return wrong(msg("Nhập một số, ví dụ 12 hoặc 1500,5."));
    return Value::number(*number);
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

base::Result<Value> read_typed(Asked asked, std::string_view typed, base::Time now)
{
    switch (asked) {
    case Asked::number: return number(std::string(typed));
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
    if (const auto whole = value.as_number().to_int64()) return base::group_thousands(*whole);
    std::string text = value.as_number().str();
    std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

}  // namespace lt::decisions
