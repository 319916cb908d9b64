#include "process/deciding.h"

#include "decisions/api.h"
#include "decisions/feel/json.h"

namespace lt::process {
namespace {

// As JSON. What a case holds in all is bounded, too, but a refusal there would be nobody's incident.
constexpr std::size_t kLargestValue = std::size_t{1} << 20;

class InputSight final : public engine::Sight {
public:
    explicit InputSight(const feel::Value& inputs) : inputs_(inputs) {}
    std::optional<engine::Value> find(std::string_view name) const override
    {
        const feel::Value* found = inputs_.find(name);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }

private:
    const feel::Value& inputs_;
};

// The day that lt:asOf gives, or the moment; the moment of the act without one.
base::Result<base::Time> moment_of(const Work& work)
{
    if (!work.decision->as_of) return work.at;
    const auto given = work.decision->as_of->evaluate(InputSight(work.inputs), work.at);
    if (!given) return given.error();
    std::optional<base::Time> moment;
    if (given->is(feel::Kind::date)) moment = feel::to_time({.date = given->as_date()});
    if (given->is(feel::Kind::date_time)) moment = feel::to_time(given->as_date_time());
    if (!moment)
        return base::invalid("asOf",
                             base::msg("Biểu thức về ngày áp dụng quyết định không cho ra một ngày."));
    return *moment;
}

base::Result<Answer> answer_of(const DecisionRules& rules, const decisions::Decided& decided)
{
    if (feel::to_json(decided.value).size() > kLargestValue)
        return base::conflict({base::msg("Quyết định “{{decision}}” cho ra kết quả quá lớn (hơn 1 MB)."),
                               {{"decision", decided.decision.name}}});
    Answer answer{.record = decisions::to_record(decided)};
    if (!rules.result.empty()) {
        answer.variables = feel::Value::context({{rules.result, decided.value}});
        return answer;
    }
    if (decided.value.is_null())
        return base::conflict(
            {base::msg("Quyết định “{{decision}}” không cho ra giá trị nào: không dòng nào của bảng khớp."),
             {{"decision", decided.decision.name}}});
    if (!decided.value.is(feel::Kind::context))
        return base::conflict(
            {base::msg(
                 "Quyết định “{{decision}}” không cho ra một bộ biến: đặt tên biến nhận kết quả (result) ở bước này."),
             {{"decision", decided.decision.name}}});
    answer.variables = decided.value;
    return answer;
}

}  // namespace

Inside decider(const Services& services)
{
    return [all = services.decisions](db::Transaction& tx, const Work& work) -> base::Result<Answer> {
        if (work.decision == nullptr)
            return base::invalid("decision", base::msg("Bước này không nói gọi quyết định nào."));
        const auto moment = moment_of(work);
        if (!moment) return moment.error();
        const auto decided = all->decide(tx, work.agency, work.decision->decision, *moment, work.inputs);
        if (!decided) return decided.error();
        return answer_of(*work.decision, *decided);
    };
}

std::vector<bpmn::Finding> lacking_decisions(db::Transaction& tx, const Services& services,
                                             std::int64_t agency, const Definition& definition)
{
    std::vector<bpmn::Finding> found;
    if (services.decisions == nullptr) return found;
    const base::Day today = base::vietnam_day(services.clock->now());
    for (const auto& [node, rules] : definition.decisions) {
        const auto named = decisions::parse_name(rules->decision);
        CHECK(named);  // as the definition was read
        const auto model = services.decisions->valid(tx, agency, named->key, today);
        std::optional<base::Message> lack;
        if (model == nullptr)
            lack = base::Message(base::msg("Chưa có mô hình quyết định “{{key}}” có hiệu lực hôm nay."),
                                 {{"key", named->key}});
        else
            lack = decisions::lacks(*model, named->decision);
        if (lack)
            found.push_back({.severity = bpmn::Severity::warning,
                             .rule = "LT.decision",
                             .element = definition.graph.id_of(node),
                             .tag = "businessRuleTask",
                             .line = rules->line,
                             .message = std::move(*lack)});
    }
    return found;
}

}  // namespace lt::process
