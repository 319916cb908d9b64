// Drawings: the list, one of them with what its history says, a new version.
#include <cmath>

#include <nlohmann/json.hpp>

#include "decisions/api.h"
#include "kit/page/form_file.h"
#include "process/deploy.h"
#include "process/pages/call.h"
#include "process/statistics.h"

namespace lt::process::pages {
namespace {

using page::msg;

constexpr std::chrono::days kPeriod{90};
constexpr int kVariants = 10;
constexpr std::size_t kLargest = std::size_t{4} << 20;  // of a drawing

std::string path_of(const DefinitionRow& row) { return std::string(kDefinitions) + "/" + row.uid; }

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
            marks.push_back({one.element, "heat-" + std::to_string(shade), took(call.tr, one.median),
                             call.tr("Trung vị {{median}}, 90% trong {{ninetieth}}",
                                     {{"median", took(call.tr, one.median)},
                                      {"ninetieth", took(call.tr, one.ninetieth)}})});
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
             {"late", one.late},
             {"open", one.open},
             {"overdue", one.overdue > 0 ? html::View(std::to_string(one.overdue)) : html::View(false)}});
    }
    return rows;
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

html::View finding_rows(const std::vector<bpmn::Finding>& findings, const Call& call)
{
    html::View rows = html::View::array();
    for (const bpmn::Finding& one : findings)
        rows.push_back({{"error", one.severity == bpmn::Severity::error},
                        {"line", one.line},
                        {"rule", one.rule},
                        {"element", one.element},
                        {"text", call.tr(one.message)}});
    return rows;
}

// What a new drawing begins with: the version that it comes after, or the template of this release.
std::string first_source(const Call& call)
{
    const std::string from = call.request.query.get("from");
    if (!from.empty()) {
        db::Transaction tx = call.begin();
        if (find_definition(tx, from)) return *source_of(tx, from);
    }
    return read_template();
}

http::Response form_page(const Call& call, const std::string& source,
                         const std::vector<bpmn::Finding>& findings, const base::Error* error)
{
    html::View view{
        {"title", call.tr("Vẽ quy trình")}, {"action", kDefinitions}, {"cancel_href", kDefinitions}};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("source", call.tr("Sơ đồ BPMN 2.0"), source, {{"rows", 16}, {"value", source}});
    form.field(
        "file", call.tr("Hoặc chọn tệp .bpmn"), "",
        {{"optional", true}, {"hint", call.tr("Vẽ bằng công cụ khác cũng được; có tệp thì dùng tệp.")}});
    form.field("note", call.tr("Phiên bản này có gì mới"), "", {{"optional", true}, {"width", 60}});
    view["findings"] = finding_rows(findings, call);
    view["has_findings"] = !findings.empty();
    nlohmann::json marks = nlohmann::json::array();
    for (const bpmn::Finding& one : findings)
        marks.push_back({{"id", one.element},
                         {"severity", one.severity == bpmn::Severity::error ? "error" : "warning"},
                         {"text", call.tr(one.message)}});
    view["_findings_json"] = marks.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return call.services.pages.show(call.request, "process/modeller", std::move(view),
                                    error != nullptr ? 422 : 200);
}

}  // namespace

http::Response definitions(const Call& call)
{
    std::vector<DefinitionRow> found;
    {
        db::Transaction tx = call.begin();
        found = definition_rows(tx, "");
    }
    html::View rows = html::View::array();
    for (const DefinitionRow& row : found)
        rows.push_back(
            {{"name", row.name},
             {"href", path_of(row)},
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

http::Response definition_new(const Call& call) { return form_page(call, first_source(call), {}, nullptr); }

http::Response definition_create(const Call& call)
{
    std::string source = call.request.form.get("source");
    const auto& files = call.request.files;
    if (std::any_of(files.begin(), files.end(),
                    [](const auto& file) { return file.refused || file.size > 0; })) {
        auto file =
            page::take_file(call.request, call.services.uploads, call.services.blobs,
                            {"file", kLargest, msg("Chọn tệp .bpmn."), msg("Tệp sơ đồ lớn hơn 4 MB.")});
        if (!file) {
            const base::Error error = file.error();
            return form_page(call, source, {}, &error);
        }
        source = std::move(*file);
    }
    db::Transaction tx =
        call.is_operator() ? call.begin() : call.process().pool.begin(scope_of(call.actor()));
    const std::optional<std::int64_t> agency =
        call.is_operator() ? std::nullopt : std::optional(call.me().agency);
    auto done = deploy(tx, call.process(), agency, source, call.request.form.get("note"));
    if (!done) {
        base::Error error = done.error();
        if (error.field.empty() || error.field != "note") error.field = "source";
        return form_page(call, source, {}, &error);
    }
    if (done->processes.empty()) {
        const base::Error error =
            base::invalid("source", msg("Sơ đồ có lỗi, chưa triển khai. Xem danh sách lỗi bên dưới."));
        return form_page(call, source, done->findings, &error);
    }
    tx.commit();
    const Deployed& first = done->processes.front();
    const bool lacks = std::any_of(done->findings.begin(), done->findings.end(),
                                   [](const bpmn::Finding& one) { return one.rule == "LT.decision"; });
    return http::redirect(std::string(kDefinitions) + "/" + first.uid + "?done=" +
                          (!first.added ? "same"
                           : lacks      ? "deployed-lacking"
                                        : "deployed"));
}

http::Response definition_show(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto row = find_definition(tx, call.request.param("uid"));
    if (!row) return call.nothing();
    const std::string source = *source_of(tx, row->uid);
    const auto figures = step_figures(tx, row->id, call.now - kPeriod, call.now);
    const auto ways = variants(tx, row->id, call.now - kPeriod, call.now, kVariants);
    const auto versions = definition_rows(tx, row->key);
    const auto names = names_in(source);
    html::View view{
        {"title", row->name},
        {"uid", row->uid},
        {"path", path_of(*row)},
        {"_marks", marks_json(heat(call, figures))},
        {"for_agency", !call.is_operator()},
        {"may_draw", call.may_act()},
        {"instances_href", std::string(kInstances) + "?definition=" + row->uid},
        {"may_start", !call.is_operator() && call.may_act() && !row->retired_at},
        {"may_retire",
         !row->retired_at && (call.is_operator() ? !row->agency : row->agency == call.me().agency)}};
    view["facts"] = {
        fact(call.tr("Phiên bản"), std::to_string(row->version)),
        fact(call.tr("Của"), row->agency ? call.agency_name(*row->agency) : call.tr("Dùng chung toàn tỉnh")),
        fact(call.tr("Triển khai"), base::format_vietnam(row->deployed_at)),
        fact(call.tr("Đang chạy"), std::to_string(row->open))};
    if (!row->note.empty()) view["facts"].push_back(fact(call.tr("Có gì mới"), row->note));
    if (row->retired_at)
        view["facts"].push_back(fact(call.tr("Ngừng dùng từ"), base::format_vietnam(*row->retired_at)));
    view["steps"] = step_rows(call, figures, names);
    view["has_steps"] = !figures.empty();
    view["decisions"] = decision_rows(call, tx, *row);
    view["has_decisions"] = !view["decisions"].empty();
    view["variants"] = variant_rows(call, ways, names);
    view["has_variants"] = !ways.empty();
    view["versions"] = html::View::array();
    for (const DefinitionRow& one : versions)
        view["versions"].push_back({{"href", path_of(one)},
                                    {"text", version_text(call, one)},
                                    {"at", base::format_vietnam(one.deployed_at)},
                                    {"note", one.note},
                                    {"open", one.open},
                                    {"retired", one.retired_at.has_value()},
                                    {"here", one.uid == row->uid}});
    add_flash(view, call);
    return call.show("process/definition", std::move(view));
}

http::Response definition_source(const Call& call)
{
    db::Transaction tx = call.begin();
    const std::string uid = call.request.param("uid");
    // An instance shows its drawing to the operator, too, whoever's it is.
    if (!call.is_operator() && !find_definition(tx, uid)) return call.nothing();
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
