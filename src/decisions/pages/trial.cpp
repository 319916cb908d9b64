// The box to try a decision out in: its inputs, what came of them.
#include "decisions/trial.h"

#include <nlohmann/json.hpp>

#include "decisions/dmn/allowed.h"
#include "decisions/pages/call.h"

namespace lt::decisions::pages {
namespace {

using html::View;
using page::msg;

std::string hint_of(const Call& call, const dmn::Model::Entry& input, Asked asked)
{
    if (input.type != nullptr)
        if (const auto* allowed = dynamic_cast<const dmn::AllowedValues*>(input.type->allowed.get()))
            return call.tr("Giá trị cho phép: {{values}}", {{"values", allowed->tests().expression.text()}});
    if (asked == Asked::expression) return call.tr("Biểu thức FEEL, ví dụ [1, 2] hoặc date(\"2026-11-23\")");
    return {};
}

constexpr std::size_t kMostFields = 200;

// Fields are called by the place of their input: names of inputs may hold anything.
std::string field_of(std::size_t input) { return "input-" + std::to_string(input + 1); }

void add_fields(View& view, const Call& call, const std::vector<dmn::Model::Entry>& inputs,
                const base::Error* error)
{
    page::FormView form(view, call.request.query, error, call.tr);
    View rows = View::array();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const std::string name = field_of(i);
        const Asked asked = asked_for(inputs[i].type);
        const std::string hint = hint_of(call, inputs[i], asked);
        View extra{{"hint", hint.empty() ? View(false) : View(hint)}};
        if (asked == Asked::number) extra.update({{"width", 10}, {"inputmode", "decimal"}});
        const char* kind = asked == Asked::yes_no ? "radios" : asked == Asked::date ? "date" : "input";
        if (asked == Asked::yes_no)
            form.choices(name, inputs[i].name,
                         {{"yes", call.tr("Có"), {}, false}, {"no", call.tr("Không"), {}, false}},
                         {{"inline", true}});
        else
            form.field(name, inputs[i].name, "", extra);
        rows.push_back({{kind, view["fields"][name]}});
    }
    view["trial"]["rows"] = std::move(rows);
}

View result_view(const Call& call, const Decided& decided)
{
    View values = View::array();
    const auto add = [&](const std::string& name, const feel::Value& value) {
        values.push_back({{"name", name},
                          {"value", value.is(feel::Kind::boolean) ? call.tr(shown(value)) : shown(value)}});
    };
    if (decided.value.is(feel::Kind::context))
        for (const feel::Entry& entry : decided.value.entries()) add(entry.key, entry.value);
    else
        add(decided.decision.name, decided.value);
    return {{"values", std::move(values)}, {"none", decided.value.is_null()}};
}

base::Result<Decided> attempt(const Call& call, const CompiledPtr& model, const std::string& decision,
                              const std::vector<dmn::Model::Entry>& inputs)
{
    std::vector<feel::Entry> entries;
    base::Wrong wrong;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        auto value = read_typed(asked_for(inputs[i].type), call.request.query.get(field_of(i)), call.now);
        if (value)
            entries.push_back({inputs[i].name, *std::move(value)});
        else
            wrong.emplace_back(field_of(i), value.error().message);
    }
    if (auto error = base::invalid(std::move(wrong))) return *error;
    return decide(model, decision, call.now, feel::Value::context(std::move(entries)));
}

}  // namespace

std::vector<dmn::Hit> add_trial(View& view, const Call& call, const CompiledPtr& compiled)
{
    const dmn::Model& model = *compiled->model;
    const auto all = model.decisions();
    const auto main = model.main_decision();
    std::string chosen = call.request.query.get("decision");
    if (!model.has(chosen)) chosen = main ? main->id : all.front().id;
    View options = View::array();
    for (const dmn::Model::Entry& one : all)
        options.push_back({{"value", one.id}, {"label", one.name}, {"selected", one.id == chosen}});
    const auto inputs = model.inputs_of(chosen);
    view["trial"] = {{"decision", chosen},
                     {"several", all.size() > 1},
                     {"options", std::move(options)},
                     {"too_many", inputs.size() > kMostFields},
                     {"problem", false},
                     {"result", false}};
    if (inputs.size() > kMostFields) return {};
    const bool is_asked = call.request.query.has("try");
    std::optional<base::Result<Decided>> decided;
    if (is_asked) decided.emplace(attempt(call, compiled, chosen, inputs));
    const bool failed = decided && !*decided;
    add_fields(view, call, inputs, failed ? &decided->error() : nullptr);
    // Said here, too: the page is shown from the box on.
    if (failed && decided->error().field.empty())
        view["trial"]["problem"] = call.tr(decided->error().message);
    if (!decided || failed) return {};
    view["trial"]["result"] = result_view(call, **decided);
    return (*decided)->hits;
}

}  // namespace lt::decisions::pages
