// A new version of a drawing: drawn in the page or uploaded, checked, deployed.
#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "kit/page/form_file.h"
#include "process/deploy.h"
#include "process/pages/call.h"

namespace lt::process::pages {
namespace {

using page::msg;

constexpr std::size_t kLargest = std::size_t{4} << 20;  // of a drawing
constexpr std::size_t kLongestNote = 300;

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
    const std::string note = call.request.form.get("note");
    base::Wrong wrong;
    if (source.size() > kLargest) wrong.emplace_back("source", msg("Sơ đồ lớn hơn 4 MB."));
    if (base::length(note) > kLongestNote)
        wrong.emplace_back("note", msg("Ghi chú dài quá 300 chữ. Viết ngắn lại."));
    if (const auto error = base::invalid(std::move(wrong))) return form_page(call, source, {}, &*error);
    db::Transaction tx = call.begin();
    const std::optional<std::int64_t> agency =
        call.is_operator() ? std::nullopt : std::optional(call.me().agency);
    auto done = deploy(tx, call.process(), agency, source, note);
    if (!done) {
        base::Error error = done.error();
        if (error.field != "note") error.field = "source";
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

}  // namespace lt::process::pages
