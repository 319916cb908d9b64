// See actions.h.
#include "calendar/calendars/actions.h"

#include <algorithm>

#include "calendar/calendars/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::calendars {
namespace {

using base::Done;
using base::msg;
using base::Result;
using calendar::DayKind;

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestBasis = 300;
constexpr std::chrono::days kLongest{30};

// Every wrong field of one form.
class Checks {
public:
    void require(bool right, const char* field, base::Message message)
    {
        if (!right) wrong_.emplace_back(field, std::move(message));
    }
    void text(const std::string& value, const char* field, const char* missing, std::size_t limit)
    {
        require(value.find_first_not_of(" \t\r\n") != std::string::npos, field, missing);
        require(base::length(value) <= limit, field,
                {msg("Nhập tối đa {{limit}} ký tự."), {{"limit", std::to_string(limit)}}});
    }
    base::Day day(const std::string& typed, const char* field)
    {
        const auto day = base::parse_day(typed);
        const bool is_known = day && *day >= calendar::kFirstDay && *day <= calendar::kLastDay;
        require(is_known, field, msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
        return is_known ? *day : calendar::kFirstDay;
    }
    calendar::Shifts shifts(const std::string& typed, const char* field)
    {
        auto shifts = calendar::parse_shifts(typed);
        calendar::Week week;
        if (shifts) week[0] = *shifts;
        require(shifts && (shifts->empty() || calendar::check(week)), field,
                msg("Nhập giờ của từng ca theo thứ tự, ví dụ 07:30-11:30, 13:00-17:00."));
        return shifts.value_or(calendar::Shifts());
    }
    std::optional<base::Error> error() { return base::invalid(std::move(wrong_)); }
    bool any() const { return !wrong_.empty(); }

private:
    base::Wrong wrong_{};
};

bool is_off(const Work& work, base::Day day)
{
    const Stack stack = stack_of(work.entered, work.directory, work.agency);
    return !calendar::Calendar(calendar::merge(stack.layers)).works_on(day);
}

Result<calendar::SpecialDays> check(const Work& work, const DaysForm& form)
{
    Checks checks;
    calendar::SpecialDays days{.name = form.name, .basis = form.basis};
    checks.require(form.kind == "off" || form.kind == "worked", "kind", msg("Chọn nghỉ hay làm việc."));
    days.kind = form.kind == "worked" ? DayKind::worked : DayKind::off;
    days.first = checks.day(form.first, "first");
    days.last = form.last.empty() ? days.first : checks.day(form.last, "last");
    if (!checks.any() && days.last < days.first)
        checks.require(false, "last", msg("Ngày cuối phải từ ngày đầu trở đi."));
    if (!checks.any() && days.last - days.first > kLongest)
        checks.require(false, "last", msg("Một lần ghi tối đa 31 ngày liền nhau."));
    if (days.kind == DayKind::worked) {
        checks.require(days.last == days.first, "last", msg("Ghi từng ngày làm việc một."));
        days.shifts = checks.shifts(form.shifts, "shifts");
        if (!form.instead_of.empty()) {
            days.instead_of = checks.day(form.instead_of, "instead_of");
            if (!checks.any())
                checks.require(
                    is_off(work, *days.instead_of), "instead_of",
                    {msg("{{day}} là ngày làm việc. Ghi ngày ấy là ngày nghỉ trước, rồi ghi ngày làm bù."),
                     {{"day", base::format_day(*days.instead_of)}}});
        }
    } else {
        checks.require(form.instead_of.empty(), "instead_of",
                       msg("Chỉ ngày làm việc mới làm bù cho ngày khác. Xoá ô này."));
        checks.require(form.shifts.empty(), "shifts", msg("Ngày nghỉ không có ca làm việc. Xoá ô này."));
    }
    checks.text(form.name, "name", msg("Nhập tên ngày nghỉ hoặc lý do làm việc."), kLongestName);
    checks.text(form.basis, "basis", msg("Nhập căn cứ pháp lý: số, ký hiệu, ngày của văn bản."),
                kLongestBasis);
    if (auto error = checks.error()) return *error;
    return days;
}

void note(db::Transaction& tx, const Work& work, const char* action, const std::string& uid)
{
    audit::record(tx,
                  {.action = action, .subject = uid, .detail = "{}", .at = work.now, .agency = work.agency});
}

template <class Statements>
Result<Done> attempt(Statements statements)
{
    try {
        statements();
        return Done{};
    } catch (const db::ConstraintViolation& violation) {
        return store::explain(violation);
    }
}

void insert(db::Transaction& tx, const Work& work, calendar::SpecialDays days)
{
    EnteredDays entered;
    entered.uid = base::new_uid(work.now);
    entered.agency = work.agency;
    entered.entered_at = work.now;
    entered.days = std::move(days);
    store::insert(tx, entered, work.official);
    note(tx, work, "special_days.entered", entered.uid);
}

std::optional<base::Error> wrong_reason(const std::string& why)
{
    Checks checks;
    checks.text(why, "why", msg("Nhập lý do. Lý do ở lại trong lịch sử của lịch."), kLongestBasis);
    return checks.error();
}

base::Error gone() { return base::not_found(msg("Không có ngày này trong lịch, hoặc đã bị bỏ.")); }

Result<Done> withdraw(db::Transaction& tx, const Work& work, const std::string& uid, const std::string& why)
{
    if (auto error = wrong_reason(why)) return *error;
    if (!base::is_uid(uid) || !store::withdraw_days(tx, {uid, work.agency, work.now, work.official, why}))
        return gone();
    note(tx, work, "special_days.withdrawn", uid);
    return Done{};
}

}  // namespace

Result<Done> enter_days(db::Transaction& tx, const Work& work, const DaysForm& form)
{
    auto days = check(work, form);
    if (!days) return days.error();
    return attempt([&] { insert(tx, work, *std::move(days)); });
}

Result<Done> correct_days(db::Transaction& tx, const Work& work, const std::string& uid, const DaysForm& form,
                          const std::string& why)
{
    // What is corrected does not count for the check of the new one.
    Entered entered = work.entered;
    std::erase_if(entered.days, [&](const EnteredDays& one) { return one.uid == uid; });
    make_layers(entered);
    auto days = check({entered, work.directory, work.agency, work.official, work.now}, form);
    const auto reason = wrong_reason(why);
    if (!days && reason) {
        base::Error both = days.error();
        both.more.emplace_back(reason->field, reason->message);
        return both;
    }
    if (!days) return days.error();
    if (reason) return *reason;
    if (auto done = withdraw(tx, work, uid, why); !done) return done;
    return attempt([&] { insert(tx, work, *std::move(days)); });
}

Result<Done> withdraw_days(db::Transaction& tx, const Work& work, const std::string& uid,
                           const std::string& why)
{
    return withdraw(tx, work, uid, why);
}

Result<Done> enter_week(db::Transaction& tx, const Work& work, const WeekForm& form)
{
    constexpr std::array kFields{"monday", "tuesday",  "wednesday", "thursday",
                                 "friday", "saturday", "sunday"};
    Checks checks;
    EnteredWeek entered;
    entered.uid = base::new_uid(work.now);
    entered.agency = work.agency;
    entered.entered_at = work.now;
    entered.week.from = checks.day(form.valid_from, "valid_from");
    entered.week.basis = form.basis;
    checks.require(form.kind == "own" || form.kind == "inherited", "kind", msg("Chọn một cách."));
    if (form.kind == "own") {
        entered.week.week.emplace();
        for (std::size_t i = 0; i < kFields.size(); ++i)
            entered.week.week->at(i) = checks.shifts(form.shifts[i], kFields[i]);
        if (!checks.any())
            checks.require(static_cast<bool>(calendar::check(*entered.week.week)), "monday",
                           msg("Nhập ca làm việc của ít nhất một ngày trong tuần."));
    }
    checks.text(form.basis, "basis", msg("Nhập căn cứ pháp lý: số, ký hiệu, ngày của văn bản."),
                kLongestBasis);
    if (auto error = checks.error()) return *error;
    return attempt([&] {
        store::insert(tx, entered, work.official);
        note(tx, work, "working_week.entered", entered.uid);
    });
}

Result<Done> withdraw_week(db::Transaction& tx, const Work& work, const std::string& uid,
                           const std::string& why)
{
    if (auto error = wrong_reason(why)) return *error;
    if (!base::is_uid(uid) || !store::withdraw_week(tx, {uid, work.agency, work.now, work.official, why}))
        return base::not_found(msg("Không có tuần làm việc này trong lịch, hoặc đã bị bỏ."));
    note(tx, work, "working_week.withdrawn", uid);
    return Done{};
}

}  // namespace lt::calendars
