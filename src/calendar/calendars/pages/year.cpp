// The year of a calendar: its week, its months, what is unlike the week and who says so.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "calendar/calendars/pages/call.h"
#include "kit/page/notice.h"

namespace lt::calendars::pages {
namespace {

using calendar::DayKind;
using html::View;
using page::msg;
using std::chrono::days;

constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2099;

constexpr std::array kNotices{
    page::Notice{"days", msg("Đã thêm vào lịch.")},
    page::Notice{"corrected", msg("Đã lưu thay đổi. Nội dung cũ ở trong mục đã bỏ.")},
    page::Notice{"removed", msg("Đã bỏ khỏi lịch.")},
    page::Notice{"week", msg("Đã lưu tuần làm việc.")},
};

struct Year {
    const Call& call;
    const calendar::Calendar& calendar;
    Stack stack;
    int number;
    base::Day first{std::chrono::year(number) / 1 / 1};
    base::Day last{std::chrono::year(number) / 12 / 31};
};

int year_at_hand(const Call& call)
{
    const auto typed = call.request.query.integer("year");
    if (typed && *typed >= kFirstYear && *typed <= kLastYear) return static_cast<int>(*typed);
    return int(std::chrono::year_month_day(base::vietnam_day(call.now)).year());
}

// Whose a layer is, in the words of the page.
std::string source_of(const Call& call, std::int64_t owner)
{
    if (owner == kShipped) return call.tr("Lịch chung cả nước");
    if (owner == call.owner()) return call.agency ? call.tr("Riêng của cơ quan") : call.tr("Của tỉnh");
    if (owner == 0) return call.tr("Lịch của tỉnh");
    return call.tr("Lịch của {{agency}}", {{"agency", call.directory->short_name(owner)}});
}

bool is_inherited(const Year& year, std::int64_t owner)
{
    return std::ranges::find(year.stack.owners, owner) != year.stack.owners.end();
}

std::string dates_of(const calendar::SpecialDays& entry)
{
    const std::string first = base::format_day(entry.first);
    return entry.first == entry.last ? first : first + " – " + base::format_day(entry.last);
}

std::string entered_words(const Call& call, const Note& note)
{
    return call.tr("{{name}} ghi lúc {{at}}",
                   {{"name", note.entered_by}, {"at", base::format_vietnam(note.entered_at)}});
}

std::string withdrawn_words(const Call& call, const Note& note)
{
    return call.tr("{{name}} bỏ lúc {{at}}: {{why}}", {{"name", note.withdrawn_by},
                                                       {"at", base::format_vietnam(*note.withdrawn_at)},
                                                       {"why", note.withdrawn_why}});
}

// ---- The week ------------------------------------------------------------------------------------------------------

void add_week(View& view, const Year& year)
{
    const Call& call = year.call;
    const base::Day today = base::vietnam_day(call.now);
    const calendar::SaidWeek said = calendar::week_of(year.stack.layers, today);
    View rows = View::array();
    for (std::size_t i = 0; i < said.week->week->size(); ++i) {
        const std::string shifts = calendar::format_shifts(said.week->week->at(i));
        rows.push_back({{"day", call.tr(weekday_name(i))}, {"shifts", shifts}, {"off", shifts.empty()}});
    }
    const std::int64_t owner = year.stack.owners[said.layer];
    view["week"] = rows;
    view["week_source"] =
        owner == kShipped ? call.tr("Giờ mặc định, khi tỉnh chưa quy định") : source_of(call, owner);
    view["week_basis"] = said.week->basis;
    view["weeks"] = View::array();
    for (const EnteredWeek& one : call.entered->weeks) {
        const bool is_own = one.agency == call.owner();
        if (one.withdrawn_at || !(is_own || is_inherited(year, one.agency))) continue;
        std::string hours = call.tr("Trở lại theo lịch cấp trên");
        if (one.week.week) hours = calendar::format_shifts(one.week.week->front());
        view["weeks"].push_back(
            {{"from", base::format_day(one.week.from)},
             {"hours", hours},
             {"is_week", one.week.week.has_value()},
             {"source", source_of(call, one.agency)},
             {"basis", one.week.basis},
             {"entered", entered_words(call, one)},
             {"removal_href", is_own ? View(call.path("/weeks/" + one.uid + "/removal")) : View(false)}});
    }
    view["has_weeks"] = !view["weeks"].empty();
}

// ---- The months ----------------------------------------------------------------------------------------------------

// One day of a month: "off" and "worked" are unlike the week, "free" is the week's own day off.
View cell(const Year& year, base::Day day)
{
    const bool works = year.calendar.works_on(day);
    const auto said = calendar::said_of(year.stack.layers, day);
    const bool is_today = day == base::vietnam_day(year.call.now);
    return {{"day", std::to_string(unsigned(std::chrono::year_month_day(day).day()))},
            {"off", said && said->days->kind == DayKind::off},
            {"worked", said && said->days->kind == DayKind::worked && works},
            {"free", !said && !works},
            {"today", is_today}};
}

// Before the first and after the last day of a month.
View no_day() { return {{"day", false}, {"off", false}, {"worked", false}, {"free", false}}; }

View month_of(const Year& year, unsigned month)
{
    const auto first = std::chrono::year(year.number) / static_cast<int>(month) / 1;
    const base::Day begin = first;
    const base::Day end =
        base::Day((std::chrono::year(year.number) / std::chrono::month(month)) / std::chrono::last) + days(1);
    View weeks = View::array();
    View row = View::array();
    int worked = 0;
    for (unsigned i = 1; i < std::chrono::weekday(begin).iso_encoding(); ++i) row.push_back(no_day());
    for (base::Day day = begin; day < end; day += days(1)) {
        row.push_back(cell(year, day));
        worked += year.calendar.works_on(day) ? 1 : 0;
        if (row.size() < 7) continue;
        weeks.push_back({{"cells", std::move(row)}});
        row = View::array();
    }
    while (!row.empty() && row.size() < 7) row.push_back(no_day());
    if (!row.empty()) weeks.push_back({{"cells", std::move(row)}});
    return {{"name", year.call.tr("Tháng {{month}}", {{"month", std::to_string(month)}})},
            {"count", worked},
            {"weeks", std::move(weeks)}};
}

void add_months(View& view, const Year& year)
{
    view["_months"] = View::array();
    int worked = 0;
    for (unsigned month = 1; month <= 12; ++month) {
        view["_months"].push_back(month_of(year, month));
        worked += view["_months"].back()["count"].get<int>();
    }
    view["working_days"] =
        year.call.tr("Năm {{year}} có {{count}} ngày làm việc.",
                     {{"year", std::to_string(year.number)}, {"count", std::to_string(worked)}});
    view["weekdays"] = View::array();
    static constexpr std::array<const char*, 7> kShort{msg("T2"), msg("T3"), msg("T4"), msg("T5"),
                                                       msg("T6"), msg("T7"), msg("CN")};
    for (std::size_t i = 0; i < kShort.size(); ++i)
        view["weekdays"].push_back(
            {{"short", year.call.tr(kShort[i])}, {"long", year.call.tr(weekday_name(i))}});
}

// ---- What is unlike the week ---------------------------------------------------------------------------------------

// No layer nearer says something else of all its days. Within a layer the first day tells one entry from another.
bool is_in_force(const Year& year, const calendar::SpecialDays& entry, std::int64_t owner)
{
    for (base::Day day = entry.first; day <= entry.last; day += days(1)) {
        const auto said = calendar::said_of(year.stack.layers, day);
        if (said && year.stack.owners[said->layer] == owner && said->days->first == entry.first) return true;
    }
    return false;
}

std::string what_of(const Call& call, const calendar::SpecialDays& entry)
{
    std::string out = entry.name;
    if (entry.instead_of && out.find(base::format_day(*entry.instead_of)) == std::string::npos) {
        const std::string words =
            call.tr("Làm bù cho ngày {{day}}", {{"day", base::format_day(*entry.instead_of)}});
        out += (out.empty() ? "" : ". ") + words;
    }
    if (!entry.shifts.empty()) out += " (" + calendar::format_shifts(entry.shifts) + ")";
    return out;
}

View row_of(const Year& year, const calendar::SpecialDays& entry, std::int64_t owner)
{
    const Call& call = year.call;
    return {{"dates", dates_of(entry)},
            {"what", what_of(call, entry)},
            {"off", entry.kind == DayKind::off},
            {"expected", entry.expected},
            {"overruled", !is_in_force(year, entry, owner)},
            {"basis", entry.basis},
            {"source", source_of(call, owner)},
            {"entered", false},
            {"edit_href", false},
            {"removal_href", false}};
}

bool touches(const Year& year, const calendar::SpecialDays& entry)
{
    return entry.first <= year.last && entry.last >= year.first;
}

void add_entries(View& view, const Year& year)
{
    const Call& call = year.call;
    std::vector<std::pair<base::Day, View>> rows;
    for (const calendar::SpecialDays& entry : call.entered->shipped.days)
        if (touches(year, entry)) rows.emplace_back(entry.first, row_of(year, entry, kShipped));
    view["withdrawn"] = View::array();
    for (const EnteredDays& one : call.entered->days) {
        const bool is_own = one.agency == call.owner();
        if (!touches(year, one.days) || (!is_own && (one.withdrawn_at || !is_inherited(year, one.agency))))
            continue;
        View row = row_of(year, one.days, one.agency);
        row["entered"] = entered_words(call, one);
        if (one.withdrawn_at) {
            row["withdrawn"] = withdrawn_words(call, one);
            view["withdrawn"].push_back(std::move(row));
            continue;
        }
        if (is_own) {
            row["edit_href"] = call.path("/days/" + one.uid);
            row["removal_href"] = call.path("/days/" + one.uid + "/removal");
        }
        rows.emplace_back(one.days.first, std::move(row));
    }
    for (const EnteredWeek& one : call.entered->weeks) {
        if (!one.withdrawn_at || one.agency != call.owner()) continue;
        view["withdrawn"].push_back({{"dates", base::format_day(one.week.from)},
                                     {"what", call.tr("Tuần làm việc từ ngày này")},
                                     {"basis", one.week.basis},
                                     {"entered", entered_words(call, one)},
                                     {"withdrawn", withdrawn_words(call, one)}});
    }
    std::ranges::stable_sort(rows, {}, &std::pair<base::Day, View>::first);
    view["rows"] = View::array();
    for (auto& [day, row] : rows) view["rows"].push_back(std::move(row));
    view["has_rows"] = !view["rows"].empty();
    view["has_withdrawn"] = !view["withdrawn"].empty();
    const auto column = [](const std::string& label, const char* width) {
        return View{{"label", label},
                    {"class", *width == '\0' ? View(false) : View(width)},
                    {"sorted", false},
                    {"href", false},
                    {"mark", false}};
    };
    const auto& tr = call.tr;
    view["columns"] = View::array({column(tr("Ngày"), "lt-w-18"), column(tr("Nội dung"), ""),
                                   column(tr("Căn cứ"), "lt-w-24"), column(tr("Lịch"), "lt-w-18"),
                                   column(tr("Thay đổi"), "lt-w-9")});
}

// ---- Whose, and which year -----------------------------------------------------------------------------------------

void add_choices(View& view, const Call& call, int number)
{
    view["year"] = number;
    view["agency_uid"] = false;
    view["owners"] = false;
    const auto link = [&](int other) {
        if (other < kFirstYear || other > kLastYear) return View(false);
        const std::string text = std::to_string(other);
        return View{{"href", call.path("?year=" + text)}, {"year", text}};
    };
    view["previous"] = link(number - 1);
    view["next"] = link(number + 1);
    if (accounts::me(call.request).role != directory::Role::platform_operator) return;
    if (call.agency) view["agency_uid"] = call.agency->uid;
    View options =
        View::array({{{"value", ""}, {"label", call.tr("Cả tỉnh")}, {"selected", call.agency == nullptr}}});
    for (const directory::Agency* agency : call.directory->agencies()) {
        if (agency->valid.to && agency != call.agency) continue;
        options.push_back(
            {{"value", agency->uid}, {"label", agency->name}, {"selected", agency == call.agency}});
    }
    view["owners"] = {{"options", std::move(options)}};
}

}  // namespace

http::Response year(const Call& call)
{
    const auto calendar = call.services.calendars.of(call.owner());
    const int number = year_at_hand(call);
    const Year year{.call = call,
                    .calendar = *calendar,
                    .stack = stack_of(*call.entered, *call.directory, call.owner()),
                    .number = number};
    View view{{"title", call.tr("Lịch làm việc")},
              {"owner", call.owner_name()},
              {"new_href", call.path("/days/new")},
              {"week_href", call.path("/weeks/new")}};
    add_choices(view, call, number);
    add_week(view, year);
    add_months(view, year);
    add_entries(view, year);
    add_trial(view, call, *calendar);
    page::add_notice(view, call.request, kNotices, call.tr);
    return call.services.pages.show(call.request, "calendar/calendars/year", std::move(view));
}

}  // namespace lt::calendars::pages
