// Work lists: what there is to do in processes for the agency, and one task.
#include "process/tasks.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "decisions/api.h"
#include "kit/base/ids.h"
#include "process/pages/call.h"

namespace lt::process::pages {
namespace {

using page::msg;

// Leaders and clerks see what the whole agency has to do, others what is for their role.
std::string role_of(const Call& call)
{
    const directory::Role role = call.me().role;
    const bool all = role == directory::Role::leader || role == directory::Role::agency_administrator;
    return all && call.request.query.get("view") != "mine" ? "" : std::string(directory::to_text(role));
}

std::string path_of(const Task& task)
{
    return std::string(kTasks) + "/" + task.instance + "/" + std::to_string(task.wait);
}

Task task_of(const Call& call)
{
    return {call.request.param("uid"), std::atoi(call.request.param("wait").c_str())};
}

std::string left_words(const Call& call, const calendar::Distance& left)
{
    using In = calendar::Distance::In;
    const page::Words::Values count{{"count", std::to_string(left.amount)}};
    switch (left.in) {
    case In::days:
        return left.late ? call.tr("quá hạn {{count}} ngày", count) : call.tr("còn {{count}} ngày", count);
    case In::hours:
        return left.late ? call.tr("quá hạn {{count}} giờ", count) : call.tr("còn {{count}} giờ", count);
    case In::minutes:
        return left.late ? call.tr("quá hạn {{count}} phút", count) : call.tr("còn {{count}} phút", count);
    }
    CHECK(false);
}

// What marks/due reads, in the working time of who performs it; of a clock that stands still as it stood then.
html::View due_view(const Call& call, const TaskRow& row)
{
    html::View view{{"due", nullptr}, {"paused", row.paused_at.has_value()}, {"late", false}};
    if (!row.due_at) return view;
    const calendar::Distance left =
        call.process().distance(call.me().agency, *row.due_at, row.paused_at.value_or(call.now));
    const bool runs = !row.paused_at;
    view["late"] = left.late && runs;
    view["due"] = {{"relative", left_words(call, left)},
                   {"at", base::format_vietnam(*row.due_at)},
                   {"soon", !left.late && runs && left.in != calendar::Distance::In::days},
                   {"late", left.late && runs}};
    return view;
}

std::optional<TaskRow> find(const Call& call)
{
    db::Transaction tx = call.process().pool.begin(scope_of(call.actor()));
    auto row = find_task(tx, task_of(call));
    if (row) row->asks = asks_of(tx, call.process(), *row);
    return row;
}

bool may_do(const Call& call, const TaskRow& row)
{
    return row.role.empty() || row.role == directory::to_text(call.me().role);
}

// Activities that the official may start, where the task is about choosing them.
void add_choices(html::View& view, const Call& call, const TaskRow& row)
{
    db::Transaction tx = call.process().pool.begin(scope_of(call.actor()));
    const Choices choices = choices_of(tx, call.process(), row);
    view["choices"] = html::View::array();
    for (const auto& [element, name] : choices.activities)
        view["choices"].push_back({{"element", element}, {"name", name}});
    view["chooses"] = !choices.activities.empty();
    view["withdraws"] = choices.withdraws;
}

Performer performer_of(const Call& call)
{
    return {call.me().agency, call.me().official, std::string(directory::to_text(call.me().role))};
}

http::Response show(const Call& call, const TaskRow& row, const base::Error* error)
{
    html::View view = due_view(call, row);
    view["may"] = may_do(call, row) && (!row.assignee || row.assignee == call.me().official);
    view["title"] = row.title.empty() ? row.element : row.title;
    view["path"] = path_of(row.task);
    view["mine"] = row.assignee == call.me().official;
    view["free"] = may_do(call, row) && !row.assignee.has_value();
    view["taken"] = row.assignee && row.assignee != call.me().official;
    view["trouble"] = row.trouble.empty() ? html::View(false) : html::View(row.trouble);
    view["facts"] = {
        fact(call.tr("Hồ sơ"), row.business_key.empty() ? call.tr("Chưa có mã") : row.business_key),
        fact(call.tr("Quy trình"), row.process), fact(call.tr("Của"), call.agency_name(row.agency)),
        fact(call.tr("Đến bước này lúc"), base::format_vietnam(row.opened_at)),
        fact(call.tr("Hạn"), row.due_at ? view["due"]["at"].get<std::string>() + " (" +
                                              view["due"]["relative"].get<std::string>() + ")"
                                        : call.tr("Không có hạn"))};
    view["facts"][0]["whole"] = !row.business_key.empty();  // no line breaks a code
    page::FormView form(view, call.request.form, error, call.tr);
    view["asks"] = html::View::array();
    for (const Ask& ask : row.asks) {
        if (ask.is_number)
            form.field(ask.variable, ask.question, "", {{"width", 10}, {"inputmode", "decimal"}});
        else
            form.choices(ask.variable, ask.question,
                         {{"yes", call.tr("Có"), {}, false}, {"no", call.tr("Không"), {}, false}});
        view["asks"].push_back({{ask.is_number ? "number" : "choice", view["fields"][ask.variable]}});
    }
    form.field("comment", call.tr("Nhận xét"), "", {{"rows", 3}, {"optional", true}});
    add_choices(view, call, row);
    add_flash(view, call);
    return call.show("process/task", std::move(view), error);
}

}  // namespace

http::Response tasks(const Call& call)
{
    const auto query = [&](const char* name) { return call.request.query.get(name); };
    TaskFilter filter{
        .role = role_of(call), .official = query("view") == "mine" ? call.me().official : 0, .limit = 26};
    filter.after = {query("after"), static_cast<int>(call.request.query.integer("wait").value_or(0))};
    if (!base::is_uid(filter.after.instance)) filter.after = {};
    if (const auto due = call.request.query.integer("due"))
        filter.after_due = base::Time(std::chrono::microseconds(*due));
    db::Transaction tx = call.process().pool.begin(scope_of(call.actor()));
    auto found = process::tasks(tx, filter);
    const bool more = std::ssize(found) == filter.limit;
    if (more) found.pop_back();
    html::View rows = html::View::array();
    for (const TaskRow& row : found) {
        html::View view = due_view(call, row);
        view["href"] = path_of(row.task);
        view["title"] = row.title.empty() ? row.element : row.title;
        view["key"] = row.business_key;
        view["process"] = row.process;
        view["agency"] =
            row.agency == call.me().agency ? html::View(false) : html::View(call.agency_name(row.agency));
        view["mine"] = row.assignee == call.me().official;
        view["taken"] = row.assignee && row.assignee != call.me().official;
        view["trouble"] = !row.trouble.empty();
        rows.push_back(std::move(view));
    }
    html::View view{{"title", call.tr("Việc theo quy trình")}, {"has_rows", !found.empty()}, {"rows", rows}};
    view["columns"] = {column(call.tr("Việc")), column(call.tr("Hồ sơ")), column(call.tr("Hạn"))};
    view["views"] = {
        {"items",
         {tab(call.tr("Của cơ quan"), kTasks, query("view") != "mine"),
          tab(call.tr("Của tôi"), std::string(kTasks) + "?view=mine", query("view") == "mine")}}};
    view["next_href"] = false;
    if (more) {
        const TaskRow& last = found.back();
        view["next_href"] =
            std::string(kTasks) + "?view=" + query("view") + "&after=" + last.task.instance +
            "&wait=" + std::to_string(last.task.wait) +
            (last.due_at ? "&due=" + std::to_string(last.due_at->time_since_epoch().count()) : "");
    }
    if (found.empty())
        view["empty"] = {{"title", call.tr("Không có việc nào đang chờ")},
                         {"text", call.tr("Việc mới hiện ở đây ngay khi hồ sơ đến bước của cơ quan.")},
                         {"href", false}};
    add_flash(view, call);
    return call.show("process/tasks", std::move(view));
}

http::Response task_show(const Call& call)
{
    const auto row = find(call);
    return row ? show(call, *row, nullptr) : call.nothing();
}

http::Response task_complete(const Call& call)
{
    const Task task = task_of(call);
    const auto row = find(call);
    if (!row) return call.nothing();
    // What the drawing has the task ask for, and nothing else that a form might send.
    std::vector<feel::Entry> entries;
    const std::string comment = call.request.form.get("comment");
    if (!comment.empty()) entries.push_back({"nhan_xet", feel::Value::string(comment)});
    base::Wrong wrong;
    for (const Ask& ask : row->asks) {
        const std::string answer = call.request.form.get(ask.variable);
        if (ask.is_number) {
            auto number = decisions::read_number(answer);
            if (number)
                entries.push_back({ask.variable, *std::move(number)});
            else
                wrong.emplace_back(ask.variable, number.error().message);
            continue;
        }
        if (answer != "yes" && answer != "no") wrong.emplace_back(ask.variable, msg("Chọn có hoặc không."));
        entries.push_back({ask.variable, feel::Value::boolean(answer == "yes")});
    }
    if (const auto error = base::invalid(std::move(wrong))) return show(call, *row, &*error);
    const Actor actor = call.actor(row->agency);
    db::Transaction tx = call.process().pool.begin(scope_of(actor));
    const auto done = complete_by(tx, call.process(), actor, performer_of(call), task,
                                  feel::Value::context(std::move(entries)));
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(std::string(kTasks) + "?done=completed");
}

http::Response task_choose(const Call& call)
{
    const auto row = find(call);
    if (!row) return call.nothing();
    const Actor actor = call.actor(row->agency);
    db::Transaction tx = call.process().pool.begin(scope_of(actor));
    const auto done =
        choose_by(tx, call.process(), actor, performer_of(call), row->task, call.request.form.get("element"));
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(path_of(row->task) + "?done=chosen");
}

http::Response task_take(const Call& call)
{
    db::Transaction tx = call.process().pool.begin(scope_of(call.actor()));
    const auto row = find_task(tx, task_of(call));
    if (!row || !may_do(call, *row)) return call.nothing();
    const auto done = take(tx, call.actor(), task_of(call));
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(path_of(task_of(call)) + "?done=taken");
}

http::Response task_give_back(const Call& call)
{
    db::Transaction tx = call.process().pool.begin(scope_of(call.actor()));
    const auto done = give_back(tx, call.actor(), task_of(call));
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(std::string(kTasks) + "?done=given-back");
}

}  // namespace lt::process::pages
