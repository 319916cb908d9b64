// Work lists of desk, specialists and leaders.
#include <array>

#include <nlohmann/json.hpp>

#include "dossiers/batches/pages.h"
#include "dossiers/looks.h"
#include "dossiers/pages/call.h"
#include "dossiers/work.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"

namespace lt::dossiers::pages {
namespace {

constexpr int kPage = 30;
constexpr std::int64_t kLatest =
    253'402'300'799'000'000;  // microseconds until the year 10000, the last that a link may say

// A view over the open dossiers: its states, whether lateness narrows it, and how many there are.
struct Shelf {
    std::string_view key;
    const char* label;
    std::vector<State> states;
    std::int64_t lists::Work::*count;  // nullptr: it is not counted
    enum class Due : std::uint8_t { any, late, today, expired } due = Due::any;
};
const std::vector<Shelf>& shelves()
{
    using lists::Work;
    static const std::vector<Shelf> all{
        {"working",
         msg("Đang giải quyết"),
         {State::received, State::processing, State::payment},
         &Work::working},
        {"today",
         msg("Đến hạn hôm nay"),
         {State::received, State::processing},
         &Work::today,
         Shelf::Due::today},
        {"late", msg("Quá hạn"), {State::received, State::processing}, &Work::late, Shelf::Due::late},
        {"waiting", msg("Chờ bổ sung"), {State::supplement}, &Work::waiting},
        {"expired", msg("Quá hạn bổ sung"), {State::supplement}, nullptr, Shelf::Due::expired},
        {"new", msg("Chờ tiếp nhận"), {State::registered}, &Work::fresh},
        {"results", msg("Chờ trả kết quả"), {State::resolved}, &Work::results},
    };
    return all;
}

base::Time end_of_day(base::Day day)
{
    return base::Time(day + std::chrono::days(1)) - std::chrono::hours(7);
}

// Desk and leaders see the whole agency; what is late and due today is for everybody else what he has to do himself.
bool sees_all(const Call& call) { return scope_of(call.actor).reach == db::Reach::agency; }

// "" where no index gives the number: of what somebody sees who sees only what is his.
std::string count_of(const Call& call, const lists::Work& work, const Shelf& shelf)
{
    if (shelf.count == nullptr) return "";
    if (sees_all(call)) return base::group_thousands(work.*shelf.count);
    if (shelf.due == Shelf::Due::any) return "";
    return base::group_thousands(shelf.due == Shelf::Due::late ? work.mine_late : work.mine_today);
}

lists::Side side_of(const Call& call)
{
    return call.actor.role == directory::Role::desk_staff ? lists::Side::received : lists::Side::decided;
}

View row_view(const Call& call, const lists::Row& row, const std::map<std::int64_t, std::string>& people)
{
    View view{{"href", path_of(row.uid)},
              {"uid", row.uid},
              {"code", row.code},
              {"owner", row.owner},
              {"procedure", row.procedure},
              {"state", state_view(call.tr, row.state)},
              {"due", due_of(call, row)},
              {"received", row.received_at ? base::format_vietnam(*row.received_at)
                                           : base::format_vietnam(row.lodged_at)},
              {"way", call.tr(words_of(row.way))}};
    std::string holder = row.step;
    if (row.assignee && people.contains(*row.assignee))
        holder += " · " + people.at(*row.assignee);
    else if (row.performer != 0 && row.performer != call.actor.agency)
        holder += " · " + call.agency_name(row.performer);
    view["holder"] = holder.empty() ? View(false) : View(holder);
    view["no_due"] = view["due"].is_null();
    return view;
}

View empty_of(const Call& call, std::string_view shelf)
{
    if (shelf == "found")
        return {{"title", call.tr("Không tìm thấy hồ sơ nào")},
                {"text", call.tr("Tìm theo mã hồ sơ, họ tên, số định danh hoặc số điện thoại.")},
                {"href", false}};
    if (shelf == "late")
        return {{"title", call.tr("Không có hồ sơ nào quá hạn")}, {"text", false}, {"href", false}};
    View out{{"title", call.tr("Không có hồ sơ nào ở đây")}, {"text", false}, {"href", false}};
    if (call.actor.role == directory::Role::desk_staff) {
        out["href"] = "/dossiers/new";
        out["link"] = call.tr("Tiếp nhận hồ sơ");
    }
    return out;
}

std::string first_href(const std::string& shelf, const std::string& words)
{
    return std::string(kDossiers) + "?view=" + shelf +
           (words.empty() ? "" : "&q=" + http::percent_encode(words));
}

// Behind the last row, by what its list is ordered by.
std::string next_href(const std::string& shelf, const std::string& words, const lists::Row& last)
{
    std::string out = first_href(shelf, words);
    const auto due = shelf == "expired" && words.empty() ? last.supplement_by
                     : last.task                         ? last.task->due_at
                                                         : last.due_at;
    if (due) out += "&due=" + std::to_string(due->time_since_epoch().count());
    if (last.task) return out + "&task=" + last.task->instance + "&after=" + std::to_string(last.task->no);
    return out + "&after=" + std::to_string(last.id);
}

std::vector<lists::Row> rows_of(const Call& call, db::Transaction& tx, const http::Form& asked,
                                const std::string& shelf_key, const std::string& words)
{
    const std::int64_t after = asked.integer("after").value_or(0);
    if (!words.empty()) return lists::found(tx, words, after, kPage + 1);
    if (shelf_key == "all") return lists::newest(tx, call.actor.agency, side_of(call), after, kPage + 1);
    const auto shelf = std::ranges::find(shelves(), shelf_key, &Shelf::key);
    const Shelf::Due narrowed = shelf == shelves().end() ? Shelf::Due::any : shelf->due;
    lists::Open wish{.after = after, .limit = kPage + 1};
    if (const auto due = asked.integer("due"); due && *due >= 0 && *due < kLatest)
        wish.after_due = base::Time(std::chrono::microseconds(*due));
    if (narrowed == Shelf::Due::expired)
        return lists::expired(tx, call.actor.agency, call.now, wish.after_due, after, kPage + 1);
    if (narrowed == Shelf::Due::late) wish.due_before = call.now;
    if (narrowed == Shelf::Due::today) {
        wish.due_from = call.now;
        wish.due_before = end_of_day(call.today());
    }
    if (shelf != shelves().end() && (sees_all(call) || narrowed == Shelf::Due::any)) {
        wish.states = shelf->states;
        return lists::open(tx, call.actor.agency, side_of(call), wish);
    }
    lists::Mine tasks{.due_before = wish.due_before, .due_from = wish.due_from, .limit = wish.limit};
    if (const std::string task = asked.get("task"); base::is_uid(task))
        tasks.after = lists::Row::Task{wish.after_due, task, static_cast<int>(after)};
    return lists::mine(tx, call.actor.agency, directory::to_text(call.actor.role), call.actor.official,
                       tasks);
}

// Whether papers of dossiers on this shelf go from the reader's side to the other one.
bool goes_from_here(const Call& call, const std::string& shelf)
{
    if (shelf == "all" || shelf == "found") return true;
    if (shelf == "results") return batches::given_by(call.actor.role) == batches::Kind::results;
    return shelf != "new" && shelf != "mine" && shelf != "expired" &&
           batches::given_by(call.actor.role) == batches::Kind::dossiers;
}

// What is done with many dossiers at once (together/, batches/), by who can do it on this shelf.
void add_bar(View& view, const Call& call, const http::Form& asked, const std::string& shelf)
{
    const bool leads = call.actor.role == directory::Role::leader;
    const bool waits = (leads || call.actor.role == directory::Role::specialist) && shelf != "new" &&
                       shelf != "waiting" && shelf != "expired" && shelf != "results";
    view["keep"] = View::array();
    for (const char* name : {"view", "q", "after", "due", "task"})
        if (const std::string value = asked.get(name); !value.empty())
            view["keep"].push_back({{"name", name}, {"value", value}});
    const auto act = [&](const char* key, const char* label, const View& formaction = false) {
        return View{{"name", "act"}, {"value", key}, {"formaction", formaction}, {"label", call.tr(label)}};
    };
    view["bar"] = {{"checked", ""}, {"actions", View::array()}};
    View& actions = view["bar"]["actions"];
    if (waits) actions.push_back(act("complete", msg("Hoàn thành bước đang chờ")));
    if (waits && leads) actions.push_back(act("extend", msg("Xin lỗi và gia hạn")));
    if (goes_from_here(call, shelf)) actions.push_back(act("hand_over", msg("Bàn giao"), kBatchChosen));
    view["pick"] = !actions.empty();
    view["range"] = call.tr("{{count}} hồ sơ ở trang này", {{"count", std::to_string(view["rows"].size())}});
}

http::Response list_page(const Call& call, const http::Form& asked, const base::Error* error)
{
    const std::string words = asked.get("q");
    const bool handles = call.actor.role != directory::Role::desk_staff;
    std::string shelf = asked.get("view");
    const bool known = shelf == "all" || shelf == "mine" ||
                       std::ranges::any_of(shelves(), [&](const Shelf& one) { return one.key == shelf; });
    if (!known) shelf = handles ? "mine" : "working";

    db::Transaction tx = call.begin();
    const lists::Work work = work_for(call.dossiers(), tx, call.actor, lists::Numbers::all);
    auto rows = rows_of(call, tx, asked, shelf, words);
    if (!words.empty()) looks::note_many(tx, "search", words, call.now);
    const auto people = names_of_people(call, tx, call.actor.agency);
    tx.commit();

    View view{{"title", call.tr("Hồ sơ một cửa")},
              {"rows", View::array()},
              {"next_href", false},
              {"first_href", false}};
    if (std::ssize(rows) > kPage) {
        rows.pop_back();
        view["next_href"] = next_href(shelf, words, rows.back());
    }
    view[kMenuCounts] = menu_counts(work, call.actor.role);
    if (asked.has("after")) view["first_href"] = first_href(shelf, words);
    for (const lists::Row& row : rows) {
        view["rows"].push_back(row_view(call, row, people));
        view["rows"].back()["_first"] = view["rows"].size() == 1;
    }
    View items = View::array();
    if (handles)
        items.push_back({{"label", call.tr("Việc của tôi")},
                         {"href", "/dossiers?view=mine"},
                         {"count", work.mine == 0 ? "0" : count_label(work.mine)},
                         {"current", words.empty() && shelf == "mine"}});
    for (const Shelf& one : shelves())
        items.push_back({{"label", call.tr(one.label)},
                         {"href", "/dossiers?view=" + std::string(one.key)},
                         {"count", count_of(call, work, one)},
                         {"current", words.empty() && shelf == one.key}});
    items.push_back({{"label", call.tr("Tất cả")},
                     {"href", "/dossiers?view=all"},
                     {"count", ""},
                     {"current", words.empty() && shelf == "all"}});
    view["views"] = {{"items", std::move(items)}};
    view["filters"] = {{"action", kDossiers},
                       {"active", false},
                       {"find",
                        {{"id", "tim"},
                         {"name", "q"},
                         {"label", call.tr("Tìm mã hồ sơ, họ tên, số định danh")},
                         {"value", words}}},
                       {"clear_href", words.empty() ? View(false) : View(kDossiers)}};
    view["columns"] = {column(call.tr("Hồ sơ")), column(call.tr("Thủ tục")), column(call.tr("Trạng thái")),
                       column(call.tr("Hạn"))};
    view["_can_receive"] = !handles;
    add_bar(view, call, asked, words.empty() ? shelf : "found");
    page::FormView form(view, asked, error, call.tr);
    const std::string nothing = form.error("dossier");
    view["_nothing_chosen"] = nothing.empty() ? View(false) : View(nothing);
    if (rows.empty()) view["empty"] = empty_of(call, words.empty() ? std::string_view(shelf) : "found");
    return call.show("dossiers/list", std::move(view), error);
}

}  // namespace

http::Response list(const Call& call) { return list_page(call, call.request.query, nullptr); }
http::Response list_again(const Call& call, const base::Error& error)
{
    return list_page(call, call.request.form, &error);
}

}  // namespace lt::dossiers::pages
