// See deadline.h. The acts cut time into stretches in which the limit runs; each is counted on the calendar, and what is left when the last
// one begins tells the due time.
#include "calendar/deadline.h"

#include <algorithm>
#include <cmath>

namespace lt::calendar {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr double kMostAmount = 1e6;

struct Stretch {
    base::Time from{};
    std::optional<base::Time> to{};  // nothing: it goes on
    bool anew = false;               // what was counted before does not count any more
};

bool counts_days(const Limit& limit) { return limit.duration.unit == Unit::calendar_days; }

seconds length_of(const Limit& limit, const Duration& duration)
{
    const seconds one = duration.unit == Unit::working_hours ? seconds(3600) : limit.working_day;
    return seconds(std::llround(duration.amount * static_cast<double>(one.count())));
}

// With all extensions; in seconds of working time or in days.
seconds working_total(const Deadline& deadline)
{
    seconds total = length_of(deadline.limit, deadline.limit.duration);
    for (const Act& act : deadline.acts)
        if (act.kind == ActKind::extend) total += length_of(deadline.limit, act.more);
    return total;
}
int days_total(const Deadline& deadline)
{
    double total = std::ceil(deadline.limit.duration.amount);
    for (const Act& act : deadline.acts)
        if (act.kind == ActKind::extend) total += std::ceil(act.more.amount);
    return static_cast<int>(std::min(total, kMostAmount));
}

// In which the limit runs up to `until`, or on and on; nothing where the calendar does not know the receipt.
std::optional<std::vector<Stretch>> stretches(const Calendar& calendar, const Deadline& deadline)
{
    const auto begin = counts_from(calendar, deadline.limit, deadline.received);
    if (!begin) return std::nullopt;
    std::vector<Stretch> out{{.from = *begin}};
    bool goes_on = false;
    for (const Act& act : deadline.acts) {
        if (act.kind == ActKind::pause) {
            out.back().to = act.at;
            goes_on = act.goes_on;
        }
        if (act.kind != ActKind::resume) continue;
        const bool anew = deadline.limit.after_pause == AfterPause::starts_anew && !goes_on;
        const auto again = anew ? counts_from(calendar, deadline.limit, act.at) : std::optional(act.at);
        if (!again) return std::nullopt;
        // A pause before the first counted moment moves nothing but what lies behind that moment.
        out.push_back({.from = std::max(*again, *begin), .anew = anew});
    }
    return out;
}

// Days of a stretch: the first is not counted.
int days_in(base::Time from, base::Time to)
{
    return static_cast<int>(
        std::max<std::int64_t>((base::vietnam_day(to) - base::vietnam_day(from)).count(), 0));
}

std::optional<base::Time> due_in_days(const Calendar& calendar, const Deadline& deadline,
                                      const std::vector<Stretch>& all)
{
    int left = days_total(deadline);
    for (const Stretch& stretch : all) {
        if (stretch.anew) left = days_total(deadline);
        const auto due = calendar.close_of(base::vietnam_day(stretch.from) + days(std::max(left, 0)));
        if (!due || !stretch.to || *due <= *stretch.to) return due;
        left -= days_in(stretch.from, *stretch.to);
    }
    return std::nullopt;
}

std::optional<base::Time> due_in_working_time(const Calendar& calendar, const Deadline& deadline,
                                              const std::vector<Stretch>& all)
{
    seconds left = working_total(deadline);
    for (const Stretch& stretch : all) {
        if (stretch.anew) left = working_total(deadline);
        const auto due = calendar.after(stretch.from, left);
        if (!due || !stretch.to || *due <= *stretch.to) return due;
        left -= calendar.between(stretch.from, *stretch.to);
    }
    return std::nullopt;
}

// Acts are written down in their order.
base::Result<Deadline> add(Deadline deadline, Act act)
{
    const base::Time last = deadline.acts.empty() ? deadline.received : deadline.acts.back().at;
    if (act.at < last) return base::conflict("Thời điểm phải sau lần thay đổi gần nhất của thời hạn.");
    deadline.acts.push_back(std::move(act));
    return deadline;
}

// An ended one stands still from then on.
base::Time stopped_by(const Deadline& deadline, base::Time now)
{
    return run_of(deadline) == Run::ended ? std::min(deadline.acts.back().at, now) : now;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

base::Error ended() { return base::conflict("Thời hạn đã kết thúc, không thay đổi được nữa."); }

}  // namespace

Run run_of(const Deadline& deadline)
{
    Run run = Run::running;
    for (const Act& act : deadline.acts) {
        switch (act.kind) {
        case ActKind::pause: run = Run::paused; break;
        case ActKind::resume: run = Run::running; break;
        case ActKind::extend: break;
        case ActKind::end: run = Run::ended; break;
        }
    }
    return run;
}

std::optional<base::Time> counts_from(const Calendar& calendar, const Limit& limit, base::Time received)
{
    if (!limit.received_by) return calendar.opening(received);
    const base::Day day = base::vietnam_day(received);
    const base::Time latest =
        base::Time(day) - std::chrono::hours(7) + std::chrono::minutes(*limit.received_by);
    if (!calendar.works_on(day) || received <= latest) return calendar.opening(received);
    return calendar.opening(base::Time(day + days(1)) - std::chrono::hours(7));
}

base::Result<Deadline> pause(Deadline deadline, Act act)
{
    if (run_of(deadline) == Run::ended) return ended();
    if (run_of(deadline) == Run::paused) return base::conflict("Thời hạn đang tạm dừng.");
    if (is_blank(act.reason)) return base::invalid("reason", "Nhập lý do tạm dừng.");
    act.kind = ActKind::pause;
    return add(std::move(deadline), std::move(act));
}

base::Result<Deadline> resume(Deadline deadline, Act act)
{
    if (run_of(deadline) == Run::ended) return ended();
    if (run_of(deadline) == Run::running) return base::conflict("Thời hạn không tạm dừng.");
    act.kind = ActKind::resume;
    return add(std::move(deadline), std::move(act));
}

base::Result<Deadline> extend(Deadline deadline, Act act)
{
    if (run_of(deadline) == Run::ended) return ended();
    const auto extensions = std::ranges::count(deadline.acts, ActKind::extend, &Act::kind);
    const auto most = deadline.limit.most_extensions;
    if (most && extensions >= *most)
        return base::conflict(
            {"Đã gia hạn {{count}} lần, không gia hạn thêm được.", {{"count", std::to_string(extensions)}}});
    base::Wrong wrong;
    if (!(act.more.amount > 0 && act.more.amount <= kMostAmount))
        wrong.emplace_back("more", base::msg("Nhập thời gian gia hạn, lớn hơn 0."));
    if ((act.more.unit == Unit::calendar_days) != counts_days(deadline.limit))
        wrong.emplace_back("more", base::msg("Gia hạn theo cùng cách tính với thời hạn: ngày, hoặc giờ và "
                                             "ngày làm việc."));
    if (is_blank(act.reason)) wrong.emplace_back("reason", base::msg("Nhập lý do gia hạn."));
    if (is_blank(act.basis)) wrong.emplace_back("basis", base::msg("Nhập căn cứ gia hạn."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    act.kind = ActKind::extend;
    return add(std::move(deadline), std::move(act));
}

base::Result<Deadline> end(Deadline deadline, Act act)
{
    if (run_of(deadline) == Run::ended) return ended();
    act.kind = ActKind::end;
    return add(std::move(deadline), std::move(act));
}

std::optional<base::Time> due_of(const Calendar& calendar, const Deadline& deadline)
{
    const auto all = stretches(calendar, deadline);
    const double amount = deadline.limit.duration.amount;
    if (!all || !(amount >= 0 && amount <= kMostAmount)) return std::nullopt;
    return counts_days(deadline.limit) ? due_in_days(calendar, deadline, *all)
                                       : due_in_working_time(calendar, deadline, *all);
}

Left left_of(const Calendar& calendar, const Deadline& deadline, base::Time at)
{
    const base::Time now = stopped_by(deadline, at);
    const auto due = due_of(calendar, deadline);
    const auto all = stretches(calendar, deadline);
    if (!all || (due && *due <= now)) return {};
    seconds working = working_total(deadline);
    int whole = days_total(deadline);
    for (const Stretch& stretch : *all) {
        if (stretch.anew) working = working_total(deadline);
        if (stretch.anew) whole = days_total(deadline);
        if (stretch.from >= now) break;
        const base::Time to = std::min(stretch.to.value_or(now), now);
        working -= calendar.between(stretch.from, to);
        whole -= days_in(stretch.from, to);
    }
    if (counts_days(deadline.limit)) return {.days = std::max(whole, 0)};
    return {.working = std::max(working, seconds(0))};
}

seconds lateness_of(const Calendar& calendar, const Deadline& deadline, base::Time now)
{
    const auto due = due_of(calendar, deadline);
    return due ? calendar.between(*due, stopped_by(deadline, now)) : seconds(0);
}

bool is_late(const Calendar& calendar, const Deadline& deadline, base::Time now)
{
    const auto due = due_of(calendar, deadline);
    return due && *due < stopped_by(deadline, now);
}

}  // namespace lt::calendar
