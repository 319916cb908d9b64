// What the agency knows apart from any case: looked at, and set by hand where no program and no process does it.
#include "process/facts.h"

#include "decisions/feel/expression.h"
#include "process/pages/call.h"

namespace lt::process::pages {
namespace {

using page::msg;

constexpr const char* kFacts = "/admin/process-facts";

// A name that conditions can read without being told of it.
bool is_readable(const std::string& name)
{
    const feel::Compiled compiled = feel::compile(name);
    const auto* expression = std::get_if<feel::Expression>(&compiled);
    return expression != nullptr && expression->reads() == std::vector<std::string>{name};
}

http::Response facts_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const Facts facts = facts_of(tx, call.me().agency);
    html::View rows = html::View::array();
    for (const feel::Entry& fact : facts.values.entries())
        rows.push_back({{"name", fact.key}, {"value", feel::to_text(fact.value)}});
    html::View view{{"title", call.tr("Dữ kiện của cơ quan")},
                    {"has_rows", !rows.empty()},
                    {"rows", std::move(rows)},
                    {"changed", facts.changed_at ? html::View(base::format_vietnam(*facts.changed_at))
                                                 : html::View(false)},
                    {"may_act", call.may_act()},
                    {"action", kFacts}};
    view["columns"] = {column(call.tr("Tên")), column(call.tr("Giá trị"))};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("name", call.tr("Tên"), "", {{"width", 20}, {"nospell", true}});
    form.field(
        "value", call.tr("Giá trị"), "",
        {{"width", 20},
         {"nospell", true},
         {"optional", true},
         {"hint", call.tr("Số, true, false, \"chữ\" hoặc biểu thức FEEL. Để trống: bỏ dữ kiện này.")}});
    add_flash(view, call);
    return call.show("process/facts", std::move(view), error);
}

base::Result<feel::Value> typed_value(const std::string& typed, base::Time now)
{
    const feel::Compiled compiled = feel::compile(typed);
    const auto* expression = std::get_if<feel::Expression>(&compiled);
    if (expression == nullptr)
        return base::invalid("value", msg("Nhập một biểu thức FEEL, ví dụ \"A\", 12, true hoặc [1, 2]."));
    const feel::Outcome outcome =
        feel::evaluate(*expression, feel::ContextScope(feel::Value::context({})), {.steps = 100'000}, now);
    if (outcome.refused()) return base::invalid("value", feel::message_of(outcome.exceeded));
    if (outcome.value.is_null() && !outcome.warnings.empty())
        return base::invalid("value", outcome.warnings.front().message);
    return outcome.value;
}

// What was typed, as the change of one fact.
base::Result<feel::Value> typed_fact(const Call& call)
{
    const std::string name = call.request.form.get("name"), typed = call.request.form.get("value");
    base::Wrong wrong;
    if (!is_readable(name))
        wrong.emplace_back("name",
                           msg("Nhập tên liền một chữ, như so_ho_so_cho, không dùng từ riêng của FEEL."));
    feel::Value value;
    if (typed.find_first_not_of(' ') != std::string::npos) {
        auto read = typed_value(typed, call.now);
        if (read)
            value = *std::move(read);
        else
            wrong.emplace_back("value", read.error().message);
    }
    if (auto error = base::invalid(std::move(wrong))) return *error;
    return feel::Value::context({{name, std::move(value)}});
}

}  // namespace

http::Response facts_show(const Call& call) { return facts_page(call, nullptr); }

http::Response facts_set(const Call& call)
{
    const auto change = typed_fact(call);
    if (!change) return facts_page(call, &change.error());
    {
        db::Transaction tx = call.begin();
        if (const auto done = set_facts(tx, call.process(), call.actor(), *change); !done) {
            const base::Error error = base::invalid("value", done.error().message);
            return facts_page(call, &error);
        }
        tx.commit();
    }
    return http::redirect(std::string(kFacts) + "?done=facts");
}

}  // namespace lt::process::pages
