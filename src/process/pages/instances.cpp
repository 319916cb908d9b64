// What runs in the agency: the list, one instance with its tokens on the drawing and its history, and what an administrator does with it.
#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "kit/http/ascii.h"
#include "process/operator.h"
#include "process/pages/call.h"

namespace lt::process::pages {
namespace {

using page::msg;

std::string path_of(const std::string& uid) { return std::string(kInstances) + "/" + uid; }

std::vector<Mark> marks_of(const Call& call, const std::vector<StepRow>& steps,
                           const std::vector<ActRow>& acts)
{
    std::map<std::string, std::pair<int, std::string>> open;  // by element: how many, what is wrong
    std::vector<Mark> marks;
    for (const StepRow& step : steps) {
        if (!step.outcome.empty()) continue;
        auto& [count, trouble] = open[step.element];
        ++count;
        if (!step.trouble.empty()) trouble = step.trouble;
    }
    for (const auto& [element, state] : open)
        marks.push_back({element, state.second.empty() ? "now" : "trouble", std::to_string(state.first),
                         state.second.empty() ? call.tr("Đang ở bước này") : state.second});
    std::map<std::string, int> past;
    for (const ActRow& act : acts)
        for (const auto& event : nlohmann::json::parse(act.events)) {
            const std::string kind = event.value("kind", "");
            if (kind == "taken") ++past[event.value("flow", "")];
            if (kind == "left") ++past[event.value("node", "")];
        }
    for (const auto& [id, count] : past)
        if (!open.contains(id))
            marks.push_back({id, "past", count > 1 ? std::to_string(count) : "",
                             call.tr("Đã qua {{count}} lần", {{"count", std::to_string(count)}})});
    return marks;
}

html::View step_view(const Call& call, const StepRow& step, const std::map<std::string, std::string>& names,
                     const std::string& uid)
{
    const auto name = names.find(step.element);
    const base::Time end = step.ended_at.value_or(call.now);
    const bool late = step.due_at && end > *step.due_at && !step.paused_at;
    html::View view{
        {"name", name == names.end() ? step.element : name->second},
        {"kind", call.tr(kind_words(step.kind))},
        {"performer", call.agency_name(step.performer)},
        {"opened", base::format_vietnam(step.opened_at)},
        {"due", step.due_at ? html::View(base::format_vietnam(*step.due_at)) : html::View(false)},
        {"late", late},
        {"paused", step.paused_at.has_value()},
        {"took", took(call.tr, std::chrono::duration_cast<std::chrono::seconds>(end - step.opened_at))},
        {"trouble", step.trouble.empty() ? html::View(false) : html::View(step.trouble)},
        {"open", step.outcome.empty()},
        {"may_act", step.outcome.empty() && call.may_act()},
        {"withdrawn", step.outcome == "withdrawn"},
        {"skipped", step.outcome == "skipped"}};
    const std::string act = path_of(uid) + "/waits/" + std::to_string(step.no) + "/";
    view["retry_href"] =
        step.outcome.empty() && !step.trouble.empty() ? html::View(act + "retry") : html::View(false);
    view["skip_href"] = act + "skip";
    view["move_href"] = act + "move";
    const bool task = step.outcome.empty() && step.kind == "task";
    view["clock_href"] = task ? html::View(act + (step.paused_at ? "resume" : "pause")) : html::View(false);
    view["extend_href"] = task && step.due_at ? html::View(act + "extend") : html::View(false);
    return view;
}

const char* act_words(const std::string& act)
{
    static const std::map<std::string, const char*> words{
        {"started", msg("Bắt đầu")},           {"called", msg("Được quy trình khác gọi")},
        {"completed", msg("Xong việc")},       {"worked", msg("Việc tự động xong")},
        {"failed", msg("Việc tự động lỗi")},   {"chosen", msg("Chọn việc")},
        {"fired", msg("Đến giờ hẹn")},         {"received", msg("Nhận thông điệp")},
        {"signalled", msg("Nhận tín hiệu")},   {"returned", msg("Quy trình được gọi trả về")},
        {"changed", msg("Đổi dữ liệu")},       {"paused", msg("Dừng đồng hồ")},
        {"resumed", msg("Đồng hồ chạy tiếp")}, {"extended", msg("Đổi hạn")},
        {"retried", msg("Chạy lại")},          {"skipped", msg("Bỏ qua bước")},
        {"moved", msg("Chuyển bước")},         {"cancelled", msg("Huỷ")},
        {"assigned", msg("Giao lại việc")},    {"compensated", msg("Hoàn tác")},
        {"migrated", msg("Chuyển phiên bản")}};
    const auto found = words.find(act);
    return found == words.end() ? "" : found->second;
}

html::View log_items(const Call& call, const std::vector<ActRow>& acts,
                     const std::map<std::string, std::string>& names,
                     const std::map<std::int64_t, std::string>& people)
{
    html::View items = html::View::array();
    for (const ActRow& one : acts) {
        std::string text = call.tr(act_words(one.act));
        // The step that the act was about is the first that its history names.
        if (one.act != "started" && one.act != "called")
            for (const auto& event : nlohmann::json::parse(one.events))
                if (const auto name = names.find(event.value("node", "")); name != names.end()) {
                    text += ": " + name->second;
                    break;
                }
        const auto who = people.find(one.official);
        items.push_back(
            {{"text", text},
             {"href", false},
             {"at", base::format_vietnam(one.at)},
             {"by", who == people.end() ? html::View(false) : html::View(who->second)},
             {"note", one.detail.empty() ? html::View(false) : html::View("“" + one.detail + "”")}});
        for (const auto& event : nlohmann::ordered_json::parse(one.events))
            if (event.contains("record"))
                items.push_back(decision_item(call, event["record"].dump(), one.at));
    }
    return items;
}

// What an administrator may do at a wait, and what the form asks.
struct Deed {
    const char* name;
    const char* title;
    const char* button;
    const char* notice;
    bool warning;
};
constexpr Deed kDeeds[] = {
    {"retry", msg("Chạy lại bước này?"), msg("Chạy lại"), "retried", false},
    {"skip", msg("Bỏ qua bước này, coi như đã xong?"), msg("Bỏ qua"), "skipped", true},
    {"move", msg("Chuyển sang bước khác"), msg("Chuyển bước"), "moved", true},
    {"pause", msg("Dừng đồng hồ của bước này?"), msg("Dừng đồng hồ"), "paused", false},
    {"resume", msg("Cho đồng hồ chạy tiếp?"), msg("Chạy tiếp"), "resumed", false},
    {"extend", msg("Đổi hạn của bước này"), msg("Đổi hạn"), "extended", false},
    {"cancel", msg("Huỷ quy trình này?"), msg("Huỷ quy trình"), "cancelled", true},
};
const Deed* deed_of(const std::string& name)
{
    for (const Deed& one : kDeeds)
        if (name == one.name) return &one;
    return nullptr;
}

http::Response ask(const Call& call, const Deed& deed, const std::string& uid, const base::Error* error)
{
    html::View view{{"title", call.tr(deed.title)},
                    {"action", call.request.path},
                    {"cancel_href", path_of(uid)},
                    {"button", call.tr(deed.button)},
                    {"warning", deed.warning}};
    page::FormView form(view, call.request.form, error, call.tr);
    view["rows"] = html::View::array();
    const auto add = [&](const char* kind, const char* name) {
        view["rows"].push_back({{kind, view["fields"][name]}});
    };
    if (std::string_view(deed.name) == "move") {
        db::Transaction tx = call.begin();
        const auto row = find_instance(tx, uid);
        if (!row) return call.nothing();
        std::vector<page::Choice> choices;
        for (const auto& [id, name] : steps_in(*source_of(tx, row->definition)))
            choices.push_back({id, name == id ? id : name + " (" + id + ")", {}, false});
        form.choices("element", call.tr("Chuyển đến bước"), choices);
        add("select", "element");
    }
    if (std::string_view(deed.name) == "extend") {
        form.field("due", call.tr("Hạn mới"), "",
                   {{"hint", call.tr("Ví dụ 31/12/2026 17:00")}, {"width", 20}});
        add("input", "due");
    }
    if (std::string_view(deed.name) != "resume") {
        form.field("reason", call.tr("Lý do"), "",
                   {{"rows", 3}, {"hint", call.tr("Được ghi vào lịch sử và nhật ký.")}});
        add("textarea", "reason");
    }
    return call.show("process/act", std::move(view), error);
}

base::Result<base::Done> act(const Call& call, db::Transaction& tx, const Actor& actor,
                             const std::string& name, const Task& wait)
{
    const std::string reason = call.request.form.get("reason");
    Services& services = call.process();
    if (name == "skip") return skip(tx, services, actor, wait, reason);
    if (name == "move")
        return move_token(tx, services, actor, wait, call.request.form.get("element"), reason);
    if (name == "pause") return pause(tx, services, actor, wait, reason);
    if (name == "resume") return resume(tx, services, actor, wait);
    if (name == "cancel") return cancel(tx, services, actor, wait.instance, reason);
    const auto due = base::parse_vietnam_time(call.request.form.get("due"));
    if (!due) return base::invalid("due", msg("Nhập ngày giờ, ví dụ 31/12/2026 17:00."));
    return extend(tx, services, actor, wait, *due, reason);
}

std::string deed_name(const Call& call)
{
    return call.request.params.contains("act") ? call.request.param("act") : "cancel";
}

}  // namespace

http::Response instances(const Call& call)
{
    const auto query = [&](const char* name) { return call.request.query.get(name); };
    InstanceFilter filter{.definition = base::is_uid(query("definition")) ? query("definition") : "",
                          .state = query("state"),
                          .key = query("key"),
                          .before = call.request.query.integer("before").value_or(0)};
    db::Transaction tx = call.begin();
    ++filter.limit;
    auto found = instances(tx, filter);
    const bool more = std::ssize(found) == filter.limit;
    if (more) found.pop_back();
    html::View rows = html::View::array();
    for (const InstanceRow& row : found) {
        const StatusWords words = words_of(row.status, row.trouble);
        rows.push_back({{"href", path_of(row.uid)},
                        {"name", row.business_key.empty() ? row.process : row.business_key},
                        {"process", row.process},
                        {"version", std::to_string(row.version)},
                        {"status", call.tr(words.text)},
                        {"css", words.css},
                        {"waits_at", row.waits_at},
                        {"started", base::format_vietnam(row.started_at)}});
    }
    html::View view{{"title", call.tr("Hồ sơ theo quy trình")},
                    {"has_rows", !found.empty()},
                    {"rows", rows},
                    {"key", filter.key},
                    {"definition", filter.definition},
                    {"state", filter.state}};
    view["columns"] = {column(call.tr("Hồ sơ")), column(call.tr("Trạng thái")), column(call.tr("Đang ở")),
                       column(call.tr("Bắt đầu"))};
    const auto link = [&](const std::string& state) {
        return std::string(kInstances) + "?state=" + http::percent_encode(state) +
               (filter.definition.empty() ? "" : "&definition=" + filter.definition) +
               (filter.key.empty() ? "" : "&key=" + http::percent_encode(filter.key));
    };
    html::View tabs = html::View::array();
    for (const auto& [state, label] : {std::pair<const char*, const char*>{"", msg("Tất cả")},
                                       {"open", msg("Đang chạy")},
                                       {"trouble", msg("Có sự cố")},
                                       {"ended", msg("Đã kết thúc")}})
        tabs.push_back(tab(call.tr(label), link(state), filter.state == state));
    view["views"] = {{"items", std::move(tabs)}};
    view["next_href"] = more ? html::View(link(filter.state) + "&before=" + std::to_string(found.back().id))
                             : html::View(false);
    if (found.empty())
        view["empty"] = {{"title", call.tr("Không có hồ sơ nào")},
                         {"text", call.tr("Không có hồ sơ nào khớp với cách lọc này.")},
                         {"href", false}};
    return call.show("process/instances", std::move(view));
}

http::Response instance_show(const Call& call)
{
    const std::string uid = call.request.param("uid");
    db::Transaction tx = call.begin();
    const auto row = find_instance(tx, uid);
    if (!row) return call.nothing();
    const std::string source = *source_of(tx, row->definition);
    const auto names = names_in(source);
    const auto steps = steps_of(tx, row->id);
    const auto acts = acts_of(tx, row->id);
    const StatusWords words = words_of(row->status, row->trouble);
    html::View view{{"title", row->business_key.empty() ? row->process : row->business_key},
                    {"path", path_of(uid)},
                    {"source_path", std::string(kDefinitions) + "/" + row->definition + "/drawing.bpmn"},
                    {"_marks", marks_json(marks_of(call, steps, acts))},
                    {"status", call.tr(words.text)},
                    {"css", words.css},
                    {"is_open", !row->ended_at && call.may_act()}};
    view["facts"] = {fact(call.tr("Quy trình"),
                          row->process + ", " +
                              call.tr("phiên bản {{version}}", {{"version", std::to_string(row->version)}}),
                          std::string(kDefinitions) + "/" + row->definition),
                     fact(call.tr("Của"), call.agency_name(call.me().agency)),
                     fact(call.tr("Bắt đầu"), base::format_vietnam(row->started_at))};
    if (row->ended_at)
        view["facts"].push_back(fact(call.tr("Kết thúc"), base::format_vietnam(*row->ended_at)));
    view["steps"] = html::View::array();
    for (const StepRow& step : steps) view["steps"].push_back(step_view(call, step, names, uid));
    view["log"] = {{"items", log_items(call, acts, names, names_of_people(tx, call.me().agency, call.now))},
                   {"more_href", false}};
    add_flash(view, call);
    return call.show("process/instance", std::move(view));
}

http::Response instance_svg(const Call& call)
{
    const std::string uid = call.request.param("uid");
    db::Transaction tx = call.begin();
    const auto row = find_instance(tx, uid);
    if (!row) return call.nothing();
    return svg_of(call, *source_of(tx, row->definition),
                  marks_of(call, steps_of(tx, row->id), acts_of(tx, row->id)));
}

http::Response act_ask(const Call& call)
{
    const Deed* deed = deed_of(deed_name(call));
    const std::string uid = call.request.param("uid");
    if (deed == nullptr) return call.nothing();
    return ask(call, *deed, uid, nullptr);
}

http::Response act_do(const Call& call)
{
    const Deed* deed = deed_of(deed_name(call));
    const std::string uid = call.request.param("uid");
    if (deed == nullptr) return call.nothing();
    const int wait = call.request.params.contains("wait") ? std::atoi(call.request.param("wait").c_str()) : 0;
    db::Transaction tx = call.begin();
    const Task task{uid, wait};
    const auto notice =
        std::string_view(deed->name) == "retry"
            ? retried(retry(tx, call.process(), call.actor(), task, call.request.form.get("reason")))
            : noticed(act(call, tx, call.actor(), deed->name, task), deed->notice);
    if (!notice) {
        const base::Error& error = notice.error();
        return error.field.empty() ? call.refuse(error) : ask(call, *deed, uid, &error);
    }
    tx.commit();
    return http::redirect(path_of(uid) + "?done=" + *notice);
}

}  // namespace lt::process::pages
