// Drawings: the list, and one of them with what its history says.
#include <cmath>

#include <nlohmann/json.hpp>

#include "decisions/api.h"
#include "kit/base/text.h"
#include "process/deploy.h"
#include "process/migrating.h"
#include "process/pages/call.h"
#include "process/statistics.h"

namespace lt::process::pages {
namespace {

using page::msg;

constexpr std::chrono::days kPeriod{90};
constexpr int kVariants = 10;
constexpr std::size_t kLongestKey = 60;

std::string version_text(const Call& call, const DefinitionRow& row)
{
    return call.tr("Phiên bản {{version}}", {{"version", std::to_string(row.version)}});
}

// What of the drawing is slow: five shades between the fastest and the slowest step.
std::vector<Mark> heat(const Call& call, const std::vector<StepFigures>& figures)
{
    std::chrono::seconds most{1};
    for (const StepFigures& one : figures) most = std::max(most, one.median);
    std::vector<Mark> marks;
    for (const StepFigures& one : figures) {
        if (one.kind == "incident") continue;
        if (one.done > 0) {
            const double share =
                std::sqrt(static_cast<double>(one.median.count()) / static_cast<double>(most.count()));
            const int shade = std::clamp(1 + static_cast<int>(share * 4.999), 1, 5);
            std::string title =
                call.tr("Trung vị {{median}}, 90% trong {{ninetieth}}",
                        {{"median", took(call.tr, one.median)}, {"ninetieth", took(call.tr, one.ninetieth)}});
            if (one.worked_median)
                title += "; " + call.tr("giờ làm việc: {{median}}, 90% trong {{ninetieth}}",
                                        {{"median", worked(call.tr, *one.worked_median)},
                                         {"ninetieth", worked(call.tr, *one.worked_ninetieth)}});
            marks.push_back({one.element, "heat-" + std::to_string(shade), took(call.tr, one.median), title});
        }
        if (one.open > 0)
            marks.push_back(
                {one.element, one.overdue > 0 ? "trouble" : "now", std::to_string(one.open),
                 call.tr("{{count}} đang ở đây, {{late}} quá hạn",
                         {{"count", std::to_string(one.open)}, {"late", std::to_string(one.overdue)}})});
    }
    return marks;
}

html::View step_rows(const Call& call, const std::vector<StepFigures>& figures,
                     const std::map<std::string, std::string>& names)
{
    html::View rows = html::View::array();
    for (const StepFigures& one : figures) {
        const auto name = names.find(one.element);
        const bool done = one.done > 0;
        rows.push_back(
            {{"name", name == names.end() ? one.element : name->second},
             {"kind", call.tr(kind_words(one.kind))},
             {"done", one.done},
             {"median", done ? took(call.tr, one.median) : "–"},
             {"ninetieth", done ? took(call.tr, one.ninetieth) : "–"},
             {"worked_median",
              one.worked_median ? html::View(worked(call.tr, *one.worked_median)) : html::View(false)},
             {"worked_ninetieth",
              one.worked_ninetieth ? html::View(worked(call.tr, *one.worked_ninetieth)) : html::View(false)},
             {"late", one.late},
             {"open", one.open},
             {"overdue", one.overdue > 0 ? html::View(std::to_string(one.overdue)) : html::View(false)}});
    }
    return rows;
}

// The operator's transaction sees no instance: what runs comes as figures.
void count_everywhere(const Call& call, db::Transaction& tx, std::vector<DefinitionRow>& rows)
{
    if (!call.is_operator()) return;
    const auto running = running_everywhere(tx);
    for (DefinitionRow& row : rows)
        if (const auto found = running.find(row.id); found != running.end()) {
            row.open = found->second.open;
            row.troubles = found->second.troubles;
        }
}

html::View variant_rows(const Call& call, const std::vector<Variant>& found,
                        const std::map<std::string, std::string>& names)
{
    html::View rows = html::View::array();
    for (const Variant& one : found) {
        std::string way;
        for (const std::string& element : one.elements) {
            const auto name = names.find(element);
            way += (way.empty() ? "" : " → ") + (name == names.end() ? element : name->second);
        }
        rows.push_back({{"way", way.empty() ? call.tr("Không dừng ở bước nào") : way},
                        {"instances", one.instances},
                        {"median", took(call.tr, one.median)}});
    }
    return rows;
}

// Decisions that the drawing calls, each with the model that it comes from today, or that there is none.
html::View decision_rows(const Call& call, db::Transaction& tx, const DefinitionRow& row)
{
    html::View rows = html::View::array();
    const DefinitionPtr definition = call.process().definitions->get(tx, row.id);
    const auto& all = call.process().decisions;
    if (all == nullptr) return rows;
    const std::int64_t agency = call.is_operator() ? row.agency.value_or(0) : call.me().agency;
    for (const auto& [node, rules] : definition->decisions) {
        const auto named = decisions::parse_name(rules->decision);
        const auto model = all->valid(tx, agency, named->key, base::vietnam_day(call.now));
        const engine::Node& task = definition->graph.nodes[node];
        rows.push_back(
            {{"task", task.name.empty() ? task.id : task.name},
             {"decision", rules->decision},
             {"name", model ? model->version.name : ""},
             {"href", model ? html::View("/admin/decisions/" + model->version.uid) : html::View(false)}});
    }
    return rows;
}

html::View usage_rows(const Call& call, const std::vector<Usage>& found)
{
    html::View rows = html::View::array();
    for (const Usage& one : found)
        rows.push_back({{"agency", call.agency_name(one.agency)},
                        {"open", one.open},
                        {"ended", one.ended},
                        {"median", one.ended > 0 ? took(call.tr, one.median) : "–"},
                        {"ninetieth", one.ended > 0 ? took(call.tr, one.ninetieth) : "–"},
                        {"overdue", one.overdue},
                        {"troubles", one.troubles}});
    return rows;
}

}  // namespace

http::Response definitions(const Call& call)
{
    std::vector<DefinitionRow> found;
    {
        db::Transaction tx = call.begin();
        found = definition_rows(tx, "");
        count_everywhere(call, tx, found);
    }
    html::View rows = html::View::array();
    for (const DefinitionRow& row : found)
        rows.push_back(
            {{"name", row.name},
             {"href", definition_path(row)},
             {"version", version_text(call, row)},
             {"key", row.key},
             {"owner", row.agency ? call.agency_name(*row.agency) : call.tr("Dùng chung toàn tỉnh")},
             {"open", row.open},
             {"troubles", row.troubles > 0 ? html::View(row.troubles) : html::View(false)},
             {"retired", row.retired_at.has_value()}});
    html::View view{{"title", call.tr("Quy trình")},
                    {"has_rows", !found.empty()},
                    {"rows", rows},
                    {"for_agency", !call.is_operator()},
                    {"may_draw", call.may_act()}};
    view["columns"] = {column(call.tr("Quy trình")), column(call.tr("Phiên bản")),
                       column(call.tr("Đang chạy"), "govuk-table__header--numeric"),
                       column(call.tr("Sự cố"), "govuk-table__header--numeric")};
    if (found.empty())
        view["empty"] = {
            {"title", call.tr("Chưa có quy trình nào")},
            {"text", call.tr("Vẽ quy trình đầu tiên, hoặc tải lên tệp BPMN đã vẽ ở nơi khác.")},
            {"href", call.may_act() ? html::View(std::string(kDefinitions) + "/new") : html::View(false)},
            {"link", call.tr("Vẽ quy trình")}};
    add_flash(view, call);
    return call.show("process/definitions", std::move(view));
}

namespace {

html::View version_rows(const std::vector<DefinitionRow>& versions, const DefinitionRow& here,
                        const Call& call)
{
    html::View rows = html::View::array();
    for (const DefinitionRow& one : versions)
        rows.push_back({{"href", definition_path(one)},
                        {"text", version_text(call, one)},
                        {"at", base::format_vietnam(one.deployed_at)},
                        {"note", one.note},
                        {"open", one.open},
                        {"retired", one.retired_at.has_value()},
                        {"here", one.uid == here.uid}});
    return rows;
}

html::View migration_rows(const Call& call, const std::vector<MigrationRow>& found)
{
    html::View rows = html::View::array();
    for (const MigrationRow& one : found)
        rows.push_back(
            {{"href", std::string(kMigrations) + "/" + one.uid},
             {"text", call.tr("Sang phiên bản {{version}}", {{"version", std::to_string(one.to_version)}})},
             {"at", base::format_vietnam(one.started_at)},
             {"moved", one.moved},
             {"held_back", one.held_back},
             {"waiting", one.waiting > 0 ? html::View(one.waiting) : html::View(false)}});
    return rows;
}

// Calls that would be incidents now, and starts that never come: the deployment warned, and what was missing then may be there by now.
html::View lacking_rows(const Call& call, db::Transaction& tx, const DefinitionRow& row,
                        const std::map<std::string, std::string>& names)
{
    html::View rows = html::View::array();
    const DefinitionPtr definition = call.process().definitions->get(tx, row.id);
    const std::int64_t agency = row.agency.value_or(call.is_operator() ? 0 : call.me().agency);
    auto lacking = lacking_processes(tx, agency, *definition, {});
    for (bpmn::Finding& one : lacking_beginnings(*definition, row.agency, call.now))
        lacking.push_back(std::move(one));
    for (const bpmn::Finding& one : lacking) {
        const auto name = names.find(one.element);
        rows.push_back(
            {{"name", name == names.end() ? one.element : name->second}, {"text", call.tr(one.message)}});
    }
    return rows;
}

// `error`: of the form that starts a case.
http::Response show_definition(const Call& call, const std::string& uid, const base::Error* error)
{
    db::Transaction tx = call.begin();
    std::vector<DefinitionRow> rows;
    if (auto found = find_definition(tx, uid)) rows.push_back(std::move(*found));
    if (rows.empty()) return call.nothing();
    count_everywhere(call, tx, rows);
    const DefinitionRow& row = rows.front();
    const std::string source = *source_of(tx, row.uid);
    const auto figures = step_figures(tx, row.id, call.now - kPeriod, call.now);
    const auto ways = variants(tx, row.id, call.now - kPeriod, call.now, kVariants);
    auto versions = definition_rows(tx, row.key);
    count_everywhere(call, tx, versions);
    const auto names = names_in(source);
    const bool own = !call.is_operator();
    const bool later = std::any_of(versions.begin(), versions.end(), [&](const DefinitionRow& one) {
        return one.deployed_at > row.deployed_at && !one.retired_at;
    });
    html::View view{{"title", row.name},
                    {"uid", row.uid},
                    {"path", definition_path(row)},
                    {"_marks", marks_json(heat(call, figures))},
                    {"for_agency", own},
                    {"may_draw", call.may_act()},
                    {"instances_href", std::string(kInstances) + "?definition=" + row.uid},
                    {"may_start", own && call.may_act() && !row.retired_at},
                    {"may_migrate", own && call.may_act() && row.open > 0 && later},
                    {"may_retire", !row.retired_at && (own ? row.agency == call.me().agency : !row.agency)}};
    view["facts"] = {
        fact(call.tr("Phiên bản"), std::to_string(row.version)),
        fact(call.tr("Của"), row.agency ? call.agency_name(*row.agency) : call.tr("Dùng chung toàn tỉnh")),
        fact(call.tr("Triển khai"), base::format_vietnam(row.deployed_at)),
        fact(call.tr("Đang chạy"), std::to_string(row.open))};
    if (!row.note.empty()) view["facts"].push_back(fact(call.tr("Có gì mới"), row.note));
    if (row.retired_at)
        view["facts"].push_back(fact(call.tr("Ngừng dùng từ"), base::format_vietnam(*row.retired_at)));
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("key", call.tr("Mã hồ sơ"), "", {{"width", 20}, {"optional", true}});
    view["steps"] = step_rows(call, figures, names);
    view["has_steps"] = !figures.empty();
    view["decisions"] = decision_rows(call, tx, row);
    view["has_decisions"] = !view["decisions"].empty();
    view["variants"] = variant_rows(call, ways, names);
    view["has_variants"] = !ways.empty();
    view["versions"] = version_rows(versions, row, call);
    view["usage"] = html::View::array();
    if (!own) view["usage"] = usage_rows(call, usage(tx, row.id, call.now - kPeriod, call.now));
    view["has_usage"] = !view["usage"].empty();
    view["migrations"] = html::View::array();
    if (own) view["migrations"] = migration_rows(call, migrations_from(tx, row.id));
    view["has_migrations"] = !view["migrations"].empty();
    view["lacking"] = lacking_rows(call, tx, row, names);
    view["has_lacking"] = !view["lacking"].empty();
    add_flash(view, call);
    return call.show("process/definition", std::move(view), error);
}

}  // namespace

http::Response definition_show(const Call& call)
{
    return show_definition(call, call.request.param("uid"), nullptr);
}

http::Response instance_start(const Call& call)
{
    const std::string definition = call.request.form.get("definition"), key = call.request.form.get("key");
    if (base::length(key) > kLongestKey) {
        const base::Error error = base::invalid("key", msg("Mã hồ sơ dài quá 60 chữ. Nhập mã ngắn hơn."));
        return show_definition(call, definition, &error);
    }
    db::Transaction tx = call.begin();
    const auto row = find_definition(tx, definition);
    if (!row) return call.nothing();
    const auto uid = start(tx, call.process(), call.actor(), {.key = row->key, .business_key = key});
    if (!uid) return call.refuse(uid.error());
    tx.commit();
    return http::redirect(std::string(kInstances) + "/" + *uid + "?done=started");
}

http::Response definition_source(const Call& call)
{
    db::Transaction tx = call.begin();
    const std::string uid = call.request.param("uid");
    if (!find_definition(tx, uid)) return call.nothing();
    auto source = source_of(tx, uid);
    if (!source) return call.nothing();
    http::Response answer{
        .status = 200, .headers = {{"Content-Type", "application/xml"}}, .body = std::move(*source)};
    answer.header("Content-Disposition", "attachment; filename=\"so-do.bpmn\"");
    return answer;
}

http::Response definition_svg(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto row = find_definition(tx, call.request.param("uid"));
    if (!row) return call.nothing();
    return svg_of(call, *source_of(tx, row->uid),
                  heat(call, step_figures(tx, row->id, call.now - kPeriod, call.now)));
}

http::Response definition_retire(const Call& call)
{
    db::Transaction tx = call.begin();
    const std::string uid = call.request.param("uid");
    if (const auto done = retire(tx, call.process(), uid); !done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(std::string(kDefinitions) + "/" + uid + "?done=retired");
}

}  // namespace lt::process::pages
