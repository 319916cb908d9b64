// See store.h.
#include "calendar/calendars/store.h"

#include "calendar/calendars/queries.h"

namespace lt::calendars::store {
namespace {

std::optional<std::int64_t> or_null(std::int64_t agency)
{
    return agency == 0 ? std::nullopt : std::optional(agency);
}

// As it was checked when it was entered.
calendar::Shifts read_shifts(std::string_view text)
{
    auto shifts = calendar::parse_shifts(text);
    CHECK(shifts);
    return *std::move(shifts);
}

void read_note(Note& note, const db::Row& row)
{
    note.uid = row["uid"].str();
    note.agency = row["agency_id"].opt_int64().value_or(0);
    note.entered_at = row["entered_at"].time();
    note.entered_by = row["entered_by"].str();
    note.withdrawn_at = row["withdrawn_at"].opt_time();
    note.withdrawn_by = row["withdrawn_by"].str_or("");
    note.withdrawn_why = row["withdrawn_why"].str_or("");
}

EnteredWeek read_week(const db::Row& row)
{
    EnteredWeek out;
    read_note(out, row);
    out.week.from = row["valid_from"].day();
    out.week.basis = row["basis"].str();
    if (row["shifts"].null()) return out;
    const auto texts = row["shifts"].texts();
    out.week.week.emplace();
    for (std::size_t i = 0; i < texts.size(); ++i) out.week.week->at(i) = read_shifts(texts[i]);
    return out;
}

EnteredDays read_days(const db::Row& row)
{
    EnteredDays out;
    read_note(out, row);
    out.days = {.first = row["first_day"].day(),
                .last = row["last_day"].day(),
                .kind = row["kind"].text() == "off" ? calendar::DayKind::off : calendar::DayKind::worked,
                .shifts = read_shifts(row["shifts"].text()),
                .instead_of = row["instead_of"].opt_day(),
                .name = row["name"].str(),
                .basis = row["basis"].str()};
    return out;
}

}  // namespace

Entered load(db::Transaction& tx)
{
    Entered out;
    for (const db::Row row : tx.run(sql::all_weeks)) out.weeks.push_back(read_week(row));
    for (const db::Row row : tx.run(sql::all_days)) out.days.push_back(read_days(row));
    return out;
}

void insert(db::Transaction& tx, const EnteredWeek& week, std::int64_t official)
{
    std::optional<std::vector<std::string>> shifts;
    if (week.week.week) {
        shifts.emplace();
        for (const calendar::Shifts& one : *week.week.week) shifts->push_back(calendar::format_shifts(one));
    }
    tx.run(sql::insert_week, week.uid, or_null(week.agency), week.week.from, shifts, week.week.basis,
           week.entered_at, official);
}

void insert(db::Transaction& tx, const EnteredDays& entered, std::int64_t official)
{
    const calendar::SpecialDays& days = entered.days;
    tx.run(sql::insert_days, entered.uid, or_null(entered.agency), days.first, days.last,
           days.kind == calendar::DayKind::off ? "off" : "worked", days.instead_of,
           calendar::format_shifts(days.shifts), days.name, days.basis, entered.entered_at, official);
}

bool withdraw_week(db::Transaction& tx, const Withdrawal& w)
{
    return !tx.run(sql::withdraw_week, w.uid, or_null(w.agency), w.at, w.official, w.why).empty();
}

bool withdraw_days(db::Transaction& tx, const Withdrawal& w)
{
    return !tx.run(sql::withdraw_days, w.uid, or_null(w.agency), w.at, w.official, w.why).empty();
}

base::Error explain(const db::ConstraintViolation& violation)
{
    if (violation.constraint == "working_weeks_day_key")
        return base::invalid(
            "valid_from", "Đã có tuần làm việc bắt đầu từ ngày này. Bỏ tuần ấy trước, hoặc chọn ngày khác.");
    if (violation.constraint == "special_days_once_key")
        return base::invalid(
            "first", "Lịch này đã ghi một hoặc nhiều ngày trong khoảng ấy. Sửa hoặc bỏ ngày đã ghi trước.");
    throw violation;
}

}  // namespace lt::calendars::store
