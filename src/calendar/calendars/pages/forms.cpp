// Entering, correcting and withdrawing days and weeks.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "calendar/calendars/pages/call.h"

namespace lt::calendars::pages {
namespace {

using base::Error;
using http::Response;
using page::msg;

constexpr std::array kWeekdayFields{"monday", "tuesday",  "wednesday", "thursday",
                                    "friday", "saturday", "sunday"};

// A page with one form: its fields in their order, shown again with what is wrong.
class OneForm {
public:
    OneForm(const Call& call, std::string title, const Error* error)
        : call_(call), view_{{"title", std::move(title)}, {"intro", false}, {"rows", html::View::array()}},
          form_(view_, call.request.form, error, call.tr),
          status_(error ? http::status_of(error->fault) : 200)
    {
    }
    void input(const char* name, const std::string& label, const std::string& value, html::View extra = {})
    {
        form_.field(name, label, value, std::move(extra));
        add("input", name);
    }
    void text(const char* name, const std::string& label, const std::string& value, html::View extra = {})
    {
        form_.field(name, label, value, std::move(extra));
        add("textarea", name);
    }
    void date(const char* name, const std::string& label, const std::string& value, html::View extra = {})
    {
        form_.field(name, label, value, std::move(extra));
        add("date", name);
    }
    void select(const char* name, const std::string& label, const std::vector<page::Choice>& choices)
    {
        form_.choices(name, label, choices);
        add("select", name);
    }
    void intro(const std::string& text) { view_["intro"] = text; }
    void warning() { view_["warning"] = true; }
    Response show(const std::string& action, const std::string& button)
    {
        view_["action"] = action;
        view_["button"] = button;
        view_["cancel_href"] = call_.path();
        return call_.services.pages.show(call_.request, "calendar/calendars/form", std::move(view_), status_);
    }

private:
    // Moved out of "fields", so that the page's JSON has each field once.
    void add(const char* kind, const char* name)
    {
        view_["rows"].push_back({{kind, std::move(view_["fields"][name])}});
        view_["fields"].erase(name);
    }
    const Call& call_;
    html::View view_;
    page::FormView form_;
    int status_;
};

DaysForm typed_days(const http::Request& request)
{
    const auto get = [&](const char* name) { return request.form.get(name); };
    return {.first = get("first"),
            .last = get("last"),
            .kind = get("kind"),
            .instead_of = get("instead_of"),
            .shifts = get("shifts"),
            .name = get("name"),
            .basis = get("basis")};
}

// The fields of days; `days`: what is corrected.
void add_days(OneForm& form, const Call& call, const calendar::SpecialDays* days)
{
    const auto& tr = call.tr;
    const bool is_worked = days != nullptr && days->kind == calendar::DayKind::worked;
    form.select("kind", tr("Ghi ngày"),
                {{"off", tr("Nghỉ"), {}, !is_worked},
                 {"worked", tr("Làm việc (làm bù, hoặc không nghỉ theo lịch cấp trên)"), {}, is_worked}});
    form.date("first", tr("Từ ngày"), days ? base::format_day(days->first) : "");
    form.date("last", tr("Đến hết ngày"),
              days && days->last != days->first ? base::format_day(days->last) : "",
              {{"optional", true}, {"hint", tr("Để trống nếu chỉ một ngày")}});
    form.input("name", tr("Nội dung"), days ? days->name : "",
               {{"hint", tr("Ví dụ: Nghỉ Quốc khánh; Làm bù cho ngày 31/08/2026")}});
    form.text("basis", tr("Căn cứ pháp lý"), days ? days->basis : "",
              {{"rows", 2}, {"hint", tr("Số, ký hiệu, ngày của văn bản cho nghỉ hoặc cho làm bù")}});
    form.date(
        "instead_of", tr("Làm bù cho ngày nghỉ"),
        days && days->instead_of ? base::format_day(*days->instead_of) : "",
        {{"optional", true}, {"hint", tr("Chỉ cho ngày làm bù: làm theo các ca của ngày được nghỉ ấy")}});
    form.input("shifts", tr("Các ca, nếu khác thường lệ"), days ? calendar::format_shifts(days->shifts) : "",
               {{"optional", true}, {"hint", tr("Chỉ cho ngày làm việc, ví dụ 07:30-11:30")}});
}

void add_why(OneForm& form, const Call& call)
{
    form.text("why", call.tr("Lý do"), "",
              {{"rows", 2}, {"hint", call.tr("Ở lại trong lịch sử cùng nội dung cũ")}});
}

Response days_form(const Call& call, const EnteredDays* entered, const Error* error)
{
    const auto& tr = call.tr;
    OneForm form(call,
                 entered ? tr("Sửa “{{name}}”", {{"name", entered->days.name}})
                         : tr("Thêm ngày nghỉ, ngày làm bù"),
                 error);
    form.intro(call.agency ? tr("Thay đổi lịch của {{agency}} và của các cơ quan trực thuộc không ghi khác.",
                                {{"agency", call.agency->name}})
                           : tr("Thay đổi lịch của mọi cơ quan trong tỉnh không ghi khác."));
    add_days(form, call, entered ? &entered->days : nullptr);
    if (entered == nullptr) return form.show(call.path("/days"), tr("Thêm vào lịch"));
    add_why(form, call);
    return form.show(call.path("/days/" + entered->uid), tr("Lưu thay đổi"));
}

// Runs the act, then shows the year, or the form with what is wrong.
template <class Act, class Again>
Response run(const Call& call, const char* notice, const std::string& year, Act act, Again again)
{
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    const base::Result<base::Done> done = act(tx, call.work());
    if (!done && done.error().fault == base::Fault::invalid) return again(done.error());
    if (!done) return call.refuse(done.error());
    tx.commit();
    call.services.calendars.refresh();
    return http::redirect(call.path(std::string("?done=") + notice + (year.empty() ? "" : "&year=" + year)));
}

std::string year_of(const std::string& typed)
{
    const auto day = base::parse_day(typed);
    return day ? std::to_string(int(std::chrono::year_month_day(*day).year())) : "";
}

// The entry of the path, if it counts and is this calendar's own.
template <class Entry>
const Entry* own(const Call& call, const std::vector<Entry>& entries)
{
    const std::string uid = call.request.param("uid");
    const auto found = std::ranges::find_if(entries, [&](const Entry& one) {
        return one.uid == uid && one.agency == call.owner() && !one.withdrawn_at;
    });
    return found == entries.end() ? nullptr : &*found;
}

Response no_entry(const Call& call)
{
    return call.refuse(base::not_found(msg("Lịch này không có mục ấy, hoặc mục ấy đã bị bỏ.")));
}

Response removal_form(const Call& call, const std::string& title, const std::string& below,
                      const Error* error)
{
    OneForm form(call, title, error);
    form.intro(
        call.tr("Nội dung cũ vẫn xem được trong mục đã bỏ. Hạn đang chạy được tính lại theo lịch mới."));
    add_why(form, call);
    form.warning();
    return form.show(call.path(below), call.tr("Bỏ khỏi lịch"));
}

Response days_removal(const Call& call, const EnteredDays& entered, const Error* error)
{
    return removal_form(call, call.tr("Bỏ “{{name}}” khỏi lịch?", {{"name", entered.days.name}}),
                        "/days/" + entered.uid + "/removal", error);
}

Response week_removal(const Call& call, const EnteredWeek& entered, const Error* error)
{
    return removal_form(
        call,
        call.tr("Bỏ tuần làm việc từ {{day}} khỏi lịch?", {{"day", base::format_day(entered.week.from)}}),
        "/weeks/" + entered.uid + "/removal", error);
}

Response week_form(const Call& call, const Error* error)
{
    const auto& tr = call.tr;
    OneForm form(call, tr("Thay đổi tuần làm việc"), error);
    form.intro(call.owner_name() + ". " +
               tr("Tuần mới có hiệu lực từ ngày được ghi. Những ngày trước đó vẫn theo tuần cũ."));
    const base::Day today = base::vietnam_day(call.now);
    const Stack stack = stack_of(*call.entered, *call.directory, call.owner());
    const calendar::Week& now = *calendar::week_of(stack.layers, today).week->week;
    form.date("valid_from", tr("Có hiệu lực từ ngày"), "");
    form.select("kind", tr("Giờ làm việc"),
                {{"own", tr("Theo các ca ghi dưới đây"), {}, true},
                 {"inherited",
                  call.agency ? tr("Trở lại theo lịch cấp trên") : tr("Trở lại theo giờ mặc định"),
                  {},
                  false}});
    for (std::size_t i = 0; i < kWeekdayFields.size(); ++i)
        form.input(kWeekdayFields[i], tr(weekday_name(i)), calendar::format_shifts(now[i]),
                   i == 0 ? html::View{{"hint", tr("Ví dụ 07:30-11:30, 13:00-17:00. Để trống là ngày nghỉ.")},
                                       {"width", 20}}
                          : html::View{{"width", 20}});
    form.text("basis", tr("Căn cứ pháp lý"), "",
              {{"rows", 2}, {"hint", tr("Số, ký hiệu, ngày của quyết định về giờ làm việc")}});
    return form.show(call.path("/weeks"), tr("Lưu tuần làm việc"));
}

}  // namespace

Response days_new(const Call& call) { return days_form(call, nullptr, nullptr); }

Response days_enter(const Call& call)
{
    const DaysForm form = typed_days(call.request);
    return run(
        call, "days", year_of(form.first),
        [&](auto& tx, const Work& work) { return enter_days(tx, work, form); },
        [&](const Error& error) { return days_form(call, nullptr, &error); });
}

Response days_edit(const Call& call)
{
    const EnteredDays* entered = own(call, call.entered->days);
    return entered ? days_form(call, entered, nullptr) : no_entry(call);
}

Response days_correct(const Call& call)
{
    const EnteredDays* entered = own(call, call.entered->days);
    if (entered == nullptr) return no_entry(call);
    const DaysForm form = typed_days(call.request);
    return run(
        call, "corrected", year_of(form.first),
        [&](auto& tx, const Work& work) {
            return correct_days(tx, work, entered->uid, form, call.request.form.get("why"));
        },
        [&](const Error& error) { return days_form(call, entered, &error); });
}

Response days_ask(const Call& call)
{
    const EnteredDays* entered = own(call, call.entered->days);
    return entered ? days_removal(call, *entered, nullptr) : no_entry(call);
}

Response days_remove(const Call& call)
{
    const EnteredDays* entered = own(call, call.entered->days);
    if (entered == nullptr) return no_entry(call);
    return run(
        call, "removed", year_of(base::format_day(entered->days.first)),
        [&](auto& tx, const Work& work) {
            return withdraw_days(tx, work, entered->uid, call.request.form.get("why"));
        },
        [&](const Error& error) { return days_removal(call, *entered, &error); });
}

Response week_new(const Call& call) { return week_form(call, nullptr); }

Response week_enter(const Call& call)
{
    const auto& typed = call.request.form;
    WeekForm form{
        .valid_from = typed.get("valid_from"), .kind = typed.get("kind"), .basis = typed.get("basis")};
    for (std::size_t i = 0; i < kWeekdayFields.size(); ++i) form.shifts[i] = typed.get(kWeekdayFields[i]);
    return run(
        call, "week", {}, [&](auto& tx, const Work& work) { return enter_week(tx, work, form); },
        [&](const Error& error) { return week_form(call, &error); });
}

Response week_ask(const Call& call)
{
    const EnteredWeek* entered = own(call, call.entered->weeks);
    return entered ? week_removal(call, *entered, nullptr) : no_entry(call);
}

Response week_remove(const Call& call)
{
    const EnteredWeek* entered = own(call, call.entered->weeks);
    if (entered == nullptr) return no_entry(call);
    return run(
        call, "removed", {},
        [&](auto& tx, const Work& work) {
            return withdraw_week(tx, work, entered->uid, call.request.form.get("why"));
        },
        [&](const Error& error) { return week_removal(call, *entered, &error); });
}

}  // namespace lt::calendars::pages
