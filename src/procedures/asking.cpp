// What a version says of one dossier: what its decisions see, which papers it needs, how long it takes.
#include "procedures/asking.h"

#include "decisions/feel/expression.h"
#include "kit/base/text.h"
#include "procedures/store.h"

namespace lt::procedures {
namespace {

using base::msg;

// The one time of the way that is for this case; nullptr when there is none, or several that the case does not tell apart.
const Duration* duration_for(const Version& version, int case_no, Way way)
{
    const std::string wanted = case_key(case_name(version, case_no));
    const Duration* general = nullptr;
    const Duration* own = nullptr;
    int generals = 0;
    for (const Channel& channel : version.procedure.channels) {
        if (channel.way != way) continue;
        for (const Term& term : channel.terms) {
            if (term.state != TimeState::stated) continue;
            for (const Duration& one : term.durations) {
                if (one.condition.empty()) {
                    if (general == nullptr || *general != one) ++generals;
                    general = &one;
                } else if (!wanted.empty() && case_key(one.condition) == wanted) {
                    own = &one;
                }
            }
        }
    }
    if (own != nullptr) return own;
    return generals == 1 ? general : nullptr;
}

// A month has thirty days (Civil Code 2015, article 146). Hours of the clock that make whole days are those days.
std::optional<calendar::Duration> counted(int amount, TimeUnit unit)
{
    switch (unit) {
    case TimeUnit::unstated: return std::nullopt;
    case TimeUnit::minutes: return calendar::Duration{amount / 60.0, calendar::Unit::working_hours};
    case TimeUnit::hours:
        if (amount % 24 == 0) return calendar::Duration{amount / 24.0, calendar::Unit::calendar_days};
        [[fallthrough]];
    case TimeUnit::working_hours:
        return calendar::Duration{static_cast<double>(amount), calendar::Unit::working_hours};
    case TimeUnit::days:
        return calendar::Duration{static_cast<double>(amount), calendar::Unit::calendar_days};
    case TimeUnit::working_days:
        return calendar::Duration{static_cast<double>(amount), calendar::Unit::working_days};
    case TimeUnit::months: return calendar::Duration{amount * 30.0, calendar::Unit::calendar_days};
    case TimeUnit::same_day: break;
    }
    // Over when the day closes on which it begins to count.
    return calendar::Duration{0, calendar::Unit::calendar_days};
}

std::optional<calendar::Limit> limit_with(const Version& version, int amount, TimeUnit unit, int cutoff_hour,
                                          const std::string& basis)
{
    const auto duration = counted(amount, unit);
    if (!duration) return std::nullopt;
    const TimeRules& rules = version.ready.times;
    const int hour = cutoff_hour > 0 ? cutoff_hour : rules.received_by;
    calendar::Limit limit{.duration = *duration};
    if (hour > 0) limit.received_by = hour * 60;
    limit.after_pause = rules.after_supplement;
    limit.most_extensions = rules.most_extensions;
    limit.basis = basis.empty() ? rules.basis : basis;
    return limit;
}

base::Error no_time(const Version& version)
{
    return base::conflict({"Mô hình “{{model}}” không cho ra một thời hạn giải quyết hợp lệ.",
                           {{"model", version.ready.time}}});
}

std::optional<TimeUnit> unit_from(std::string_view text)
{
    if (text == "working_days") return TimeUnit::working_days;
    if (text == "working_hours") return TimeUnit::working_hours;
    if (text == "days") return TimeUnit::days;
    if (text == "same_day") return TimeUnit::same_day;
    return std::nullopt;
}

}  // namespace

std::optional<base::Time> followed_at(db::Transaction& tx, const std::string& uid)
{
    return store::followed_at(tx, uid);
}

std::string case_key(std::string_view name)
{
    std::string key = base::fold(name);
    for (const std::string_view opening : {"- ", "doi voi ", "truong hop "})
        if (key.starts_with(opening)) key.erase(0, opening.size());
    while (key.ends_with(':') || key.ends_with('.') || key.ends_with(' ')) key.pop_back();
    return key;
}

std::string case_name(const Version& version, int case_no)
{
    const auto& cases = version.procedure.cases;
    const auto no = static_cast<std::size_t>(case_no);
    return case_no >= 0 && no < cases.size() ? cases[no].name : std::string();
}

feel::Value inputs_of(const Version& version, const Asked& asked)
{
    const bool given = asked.answers.is(feel::Kind::context);
    const feel::Value answers = given ? asked.answers : feel::Value::context({});
    const auto text = [](std::string_view value) { return feel::Value::string(std::string(value)); };
    std::vector<feel::Entry> entries;
    for (const feel::Entry& answer : answers.entries()) entries.push_back(answer);
    // Behind the answers, so that none of them is taken for it.
    entries.push_back(
        {"dossier", feel::Value::context({{"procedure", text(version.code)},
                                          {"case", text(case_name(version, asked.case_no))},
                                          {"way", text(to_text(asked.way))},
                                          {"online", feel::Value::boolean(asked.way == Way::online)},
                                          {"verified", feel::Value::boolean(asked.verified)},
                                          {"answers", answers}})});
    return feel::Value::context(std::move(entries));
}

base::Result<decisions::Decided> decide(db::Transaction& tx, decisions::Decisions& decisions,
                                        const std::string& name, std::int64_t model, const Version& version,
                                        const Asked& asked)
{
    const feel::Value inputs = inputs_of(version, asked);
    const auto named = decisions::parse_name(name);
    const auto by = model != 0 && named ? decisions.get(tx, model) : nullptr;
    return by ? decisions::decide(by, named->decision, asked.at, inputs)
              : decisions.decide(tx, asked.agency, name, asked.at, inputs);
}

bool holds(std::string_view condition, const feel::Value& inputs, base::Time now)
{
    if (condition.empty()) return true;
    const feel::Compiled compiled = feel::compile(condition);
    const auto* expression = std::get_if<feel::Expression>(&compiled);
    if (expression == nullptr) return true;
    const feel::Outcome outcome = feel::evaluate(*expression, feel::ContextScope(inputs), {}, now);
    return outcome.refused() || !(outcome.value.is_false() || outcome.value.is_null());
}

std::vector<NeededPaper> papers_of(const Version& version, const Asked& asked)
{
    std::vector<NeededPaper> out;
    const auto no = static_cast<std::size_t>(asked.case_no);
    if (asked.case_no < 0 || no >= version.procedure.cases.size()) return out;
    const feel::Value inputs = inputs_of(version, asked);
    for (const Paper& paper : version.procedure.cases[no].papers) {
        const PaperKind* kind = version.ready.paper(paper.code);
        NeededPaper needed{.paper = paper, .kind = kind ? *kind : PaperKind{.code = paper.code}};
        if (holds(needed.kind.condition, inputs, asked.at)) out.push_back(std::move(needed));
    }
    return out;
}

std::vector<ResultKind> results_due(const Version& version, const Asked& asked)
{
    std::vector<ResultKind> out;
    const feel::Value inputs = inputs_of(version, asked);
    for (const ResultKind& kind : version.ready.results)
        if (kind.required && holds(kind.condition, inputs, asked.at)) out.push_back(kind);
    return out;
}

std::vector<Child> children_of(const Version& version, const Asked& asked)
{
    std::vector<Child> out;
    const feel::Value inputs = inputs_of(version, asked);
    for (const Child& child : version.ready.children)
        if (holds(child.condition, inputs, asked.at)) out.push_back(child);
    return out;
}

std::optional<calendar::Limit> limit_of(const Version& version, int case_no, Way way)
{
    if (version.ready.times.no_due) return std::nullopt;
    const Duration* const duration = duration_for(version, case_no, way);
    if (duration == nullptr) return std::nullopt;
    return limit_with(version, duration->amount, duration->unit, duration->cutoff_hour, "");
}

base::Result<std::optional<calendar::Limit>> limit_by(db::Transaction& tx, decisions::Decisions& decisions,
                                                      const Version& version, const Asked& asked)
{
    if (version.ready.times.no_due) return std::optional<calendar::Limit>();
    if (version.ready.time.empty()) return limit_of(version, asked.case_no, asked.way);
    const auto decided = decide(tx, decisions, version.ready.time, asked.time_model, version, asked);
    if (!decided) return decided.error();
    if (decided->value.is_null()) return std::optional<calendar::Limit>();
    if (!decided->value.is(feel::Kind::context)) return no_time(version);
    const feel::Value* unit = decided->value.find("unit");
    const feel::Value* amount = decided->value.find("amount");
    const feel::Value* basis = decided->value.find("basis");
    const auto in =
        unit != nullptr && unit->is(feel::Kind::string) ? unit_from(unit->as_string()) : std::nullopt;
    if (!in) return no_time(version);
    std::optional<std::int64_t> number = 0;
    if (*in != TimeUnit::same_day) {
        if (amount == nullptr || !amount->is(feel::Kind::number)) return no_time(version);
        number = amount->as_number().to_int64();
    }
    if (!number || *number < 0 || *number > 10'000) return no_time(version);
    const bool said = basis != nullptr && basis->is(feel::Kind::string);
    return limit_with(version, static_cast<int>(*number), *in, 0, said ? basis->as_string() : "");
}

}  // namespace lt::procedures
