// See reception_step.h.
#include "dossiers/pages/reception_step.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "dossiers/pages/first_answers.h"
#include "forms/view/view.h"
#include "kit/base/ids.h"

namespace lt::dossiers::pages {
namespace {

constexpr const char* kStep = "step";
// Of one sending only.
constexpr std::array kOfSending{"action", "step", "_csrf", "_once", "_add", "_remove", "_communes"};
constexpr std::string_view kUploads = "upload_scan";

bool is_pressed(const http::Form& form)
{
    return form.has("_add") || form.has("_remove") || form.has("_communes");
}

// Everything but the questions of the step.
View carried(const http::Form& form, const forms::Step& step, const FormFiles& sent, const std::string& marks)
{
    View out = View::array();
    const auto carry = [&](const std::string& name, const std::string& value) {
        out.push_back({{"name", name}, {"value", value}});
    };
    for (const auto& [name, value] : form.fields()) {
        const std::string root = name.substr(0, name.find('.'));
        const bool stays = std::ranges::find(step.fields, root) != step.fields.end() ||
                           std::ranges::find(kOfSending, name) != kOfSending.end() ||
                           name.starts_with(kUploads) || name == FirstAnswers::kField;
        if (!stays) carry(name, value);
    }
    // A file that came with this sending is an upload from now on.
    for (const NewFile& file : sent.good)
        carry(std::string(kUploads) + (file.paper < 0 ? "" : "_" + std::to_string(file.paper)), file.upload);
    carry(FirstAnswers::kField, marks);
    return out;
}

struct Steps {
    const Call& call;
    const procedures::Version& version;
    const forms::Schema& schema;
    const FormFiles& sent;

    std::size_t count() const { return schema.steps().size(); }
    std::string answers(const http::Form& typed) const
    {
        return forms::take(schema, typed.fields(), {.lists = *call.services.lists, .today = call.today()})
            .answers;
    }

    std::optional<base::Error> wrong(const http::Form& typed, std::size_t step) const
    {
        return forms::take(schema, typed.fields(),
                           {.lists = *call.services.lists,
                            .today = call.today(),
                            .step = step,
                            .before = answers(typed)})
            .error();
    }

    http::Response show(const http::Form& typed, std::size_t at, const base::Error* error) const
    {
        const Person owner = owner_in(typed);
        const std::optional<Person> nobody;
        const FirstAnswers first(call, version, typed, owner, nobody);
        const forms::Step& step = schema.steps()[at];
        const forms::Typed fields = first.form().fields();
        View view{{"title", step.title},
                  {"caption",
                   call.tr("{{name}}: bước {{number}} trên {{count}}", {{"name", schema.title()},
                                                                        {"number", std::to_string(at + 1)},
                                                                        {"count", std::to_string(count())}})},
                  {"step", std::to_string(at)},
                  {"is_last", at + 1 == count()},
                  {"is_first", at == 0},
                  {"carried", carried(first.form(), step, sent, first.marks())}};
        forms::draw(view, {.schema = schema,
                           .lists = *call.services.lists,
                           .today = call.today(),
                           .words = call.tr,
                           .step = at,
                           .answers = answers(first.form()),
                           .typed = &fields,
                           .error = error,
                           .filled = first.hints()});
        return call.show("dossiers/reception-step", std::move(view), error);
    }
};

}  // namespace

std::optional<http::Response> reception_step(const Call& call, http::Form& form, const FormFiles& sent)
{
    const std::string action = form.get("action");
    const bool begins = action == "steps";
    if (!begins && !form.has(kStep)) return std::nullopt;
    const auto number = form.integer(kStep);
    http::Form whole;
    for (const auto& [name, value] : form.fields())
        if (name != kStep) whole.add(name, value);
    form = whole;

    const std::string chosen = form.get("procedure");
    VersionPtr version;
    if (base::is_uid(chosen)) {
        db::Transaction tx = call.begin();
        version = version_of(call.dossiers(), tx, chosen);
    }
    if (!version || version->ready.form.empty()) return std::nullopt;
    const auto schema = forms::read(version->ready.form);
    if (!schema) throw base::Bug("the form of an approved procedure can't be read: " + version->code);
    const Steps steps{call, *version, *schema, sent};
    if (begins) return steps.show(form, 0, nullptr);

    const auto at = static_cast<std::size_t>(
        std::clamp<std::int64_t>(number.value_or(0), 0, static_cast<std::int64_t>(steps.count()) - 1));
    if (action == "step_leave" || (action == "step_back" && at == 0)) return std::nullopt;
    if (action == "step_back") return steps.show(form, at - 1, nullptr);
    if (is_pressed(form)) return steps.show(form, at, nullptr);
    if (const auto error = steps.wrong(form, at)) return steps.show(form, at, &*error);
    if (at + 1 == steps.count()) return std::nullopt;
    return steps.show(form, at + 1, nullptr);
}

}  // namespace lt::dossiers::pages
