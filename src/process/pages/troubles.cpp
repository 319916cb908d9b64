// For the operator: what got stuck in any agency, tried again or passed over in that agency's journal. The page knows the trouble and no more
// of the case.
#include "process/troubles.h"

#include <nlohmann/json.hpp>

#include "process/operator.h"
#include "process/pages/call.h"

namespace lt::process::pages {
namespace {

using page::msg;

constexpr int kMost = 100;

std::string path_of(const Task& task, const char* act)
{
    return std::string(kTroubles) + "/" + task.instance + "/" + std::to_string(task.wait) + "/" + act;
}

std::string trouble_words(const Call& call, const TroubleRow& row)
{
    return row.kind == "stuck"
               ? call.tr("Các token chờ nhau, không đi tiếp được. Quản trị của cơ quan chuyển bước.")
               : row.trouble;
}

// Names of the steps of each drawing that the rows are about.
class StepNames {
public:
    explicit StepNames(db::Transaction& tx) : tx_(tx) {}
    std::string of(const std::string& definition, const std::string& element)
    {
        auto [found, is_new] = names_.try_emplace(definition);
        if (is_new) found->second = names_in(source_of(tx_, definition).value_or(""));
        const auto name = found->second.find(element);
        return name == found->second.end() ? element : name->second;
    }

private:
    db::Transaction& tx_;
    std::map<std::string, std::map<std::string, std::string>> names_{};
};

// What the operator may do about a trouble.
struct Remedy {
    const char* name;
    const char* title;
    const char* button;
    const char* notice;
    bool warning;
};
constexpr Remedy kRemedies[] = {
    {"retry", msg("Chạy lại bước này?"), msg("Chạy lại"), "retried", false},
    {"skip", msg("Bỏ qua bước này, coi như đã xong?"), msg("Bỏ qua"), "skipped", true},
};
const Remedy* remedy_of(const Call& call)
{
    for (const Remedy& one : kRemedies)
        if (call.request.param("act") == one.name) return &one;
    return nullptr;
}

Task task_meant(const Call& call)
{
    return {call.request.param("uid"), std::atoi(call.request.param("wait").c_str())};
}

std::optional<std::int64_t> agency_meant(const Call& call)
{
    db::Transaction tx = call.begin();
    return agency_in_trouble(tx, task_meant(call).instance);
}

http::Response ask_remedy(const Call& call, db::Transaction& tx, const Remedy& remedy, const TroubleRow& row,
                          const base::Error* error)
{
    html::View view{{"title", call.tr(remedy.title)},
                    {"intro", call.agency_name(row.agency) + " · " + row.process + " · " +
                                  StepNames(tx).of(row.definition, row.element) + ": " +
                                  trouble_words(call, row)},
                    {"action", call.request.path},
                    {"cancel_href", kTroubles},
                    {"button", call.tr(remedy.button)},
                    {"warning", remedy.warning}};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("reason", call.tr("Lý do"), "",
               {{"rows", 3}, {"hint", call.tr("Được ghi vào lịch sử và nhật ký của cơ quan này.")}});
    view["rows"] = html::View::array();
    view["rows"].push_back({{"textarea", view["fields"]["reason"]}});
    return call.show("process/act", std::move(view), error);
}

}  // namespace

http::Response troubles(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto found = process::troubles(tx, kMost + 1);
    StepNames names(tx);
    html::View rows = html::View::array();
    for (const TroubleRow& row : found) {
        if (std::ssize(rows) == kMost) break;
        const bool may = row.task.wait > 0;
        rows.push_back(
            {{"agency", call.agency_name(row.agency)},
             {"process", row.process},
             {"version", std::to_string(row.version)},
             {"element",
              row.element.empty() ? call.tr("Cả quy trình") : names.of(row.definition, row.element)},
             {"kind", row.kind == "stuck" ? html::View(false) : html::View(call.tr(kind_words(row.kind)))},
             {"trouble", trouble_words(call, row)},
             {"since", base::format_vietnam(row.since)},
             {"retry_href", may ? html::View(path_of(row.task, "retry")) : html::View(false)},
             {"skip_href", may ? html::View(path_of(row.task, "skip")) : html::View(false)}});
    }
    html::View view{{"title", call.tr("Sự cố quy trình")},
                    {"has_rows", !found.empty()},
                    {"more", std::ssize(found) > kMost},
                    {"rows", rows}};
    view["columns"] = {column(call.tr("Cơ quan")), column(call.tr("Quy trình, bước")),
                       column(call.tr("Sự cố")), column(call.tr("Từ lúc"))};
    if (found.empty())
        view["empty"] = {{"title", call.tr("Không có sự cố nào")},
                         {"text", call.tr("Mọi quy trình của các cơ quan đều tự chạy tiếp được.")},
                         {"href", false}};
    add_flash(view, call);
    return call.show("process/troubles", std::move(view));
}

http::Response trouble_ask(const Call& call)
{
    const Remedy* remedy = remedy_of(call);
    const auto agency = agency_meant(call);
    if (remedy == nullptr || !agency) return call.nothing();
    db::Transaction tx = call.process().pool.begin(scope_of(call.actor(*agency)));
    const auto row = find_trouble(tx, task_meant(call));
    return row ? ask_remedy(call, tx, *remedy, *row, nullptr) : call.nothing();
}

http::Response trouble_do(const Call& call)
{
    const Remedy* remedy = remedy_of(call);
    const auto agency = agency_meant(call);
    if (remedy == nullptr || !agency) return call.nothing();
    const Actor actor = call.actor(*agency);
    const Task task = task_meant(call);
    const std::string reason = call.request.form.get("reason");
    db::Transaction tx = call.process().pool.begin(scope_of(actor));
    const auto row = find_trouble(tx, task);
    if (!row) return call.nothing();
    const auto notice = std::string_view(remedy->name) == "retry"
                            ? retried(retry(tx, call.process(), actor, task, reason))
                            : noticed(skip(tx, call.process(), actor, task, reason), remedy->notice);
    if (!notice) {
        const base::Error& error = notice.error();
        return error.field.empty() ? call.refuse(error) : ask_remedy(call, tx, *remedy, *row, &error);
    }
    tx.commit();
    return http::redirect(std::string(kTroubles) + "?done=" + *notice);
}

}  // namespace lt::process::pages
