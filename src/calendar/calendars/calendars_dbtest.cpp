// Calendars in the database: what is inherited, what a correction leaves behind, who may write what, and when a process sees it.
#include <gtest/gtest.h>

#include "calendar/calendars/actions.h"
#include "calendar/calendars/api.h"
#include "calendar/calendars/store.h"
#include "calendar/read.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"

namespace lt::calendars {
namespace {

using namespace std::chrono_literals;
using base::Day;

Day on(int year, int month, int day) { return std::chrono::year(year) / month / day; }

// The province's office (1) above a department (2) above its branch (3); a ward (4) beside them. Officials 11 … 14 administer them, 19 the
// platform.
class CalendarsDb : public testing::Test {
protected:
    CalendarsDb()
    {
        for (const auto& [id, parent] : {std::pair(1, "NULL"), {2, "1"}, {3, "2"}, {4, "NULL"}}) {
            const std::string text = std::to_string(id);
            database_.execute(
                "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, parent_id, place, valid_from, "
                "folded) OVERRIDING SYSTEM VALUE VALUES (" +
                text + ", gen_random_uuid(), 'H05." + text + "', 'Cơ quan " + text +
                "', 'CQ', 'CQ', 'province', 'government', " + parent + ", 'Bắc Ninh', '2025-07-01', 'x')");
        }
        for (const int id : {11, 12, 13, 14, 19}) {
            const std::string text = std::to_string(id);
            const std::string agency = id == 19 ? "1" : std::to_string(id - 10);
            database_.execute(
                "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM "
                "VALUE VALUES (" +
                text + ", gen_random_uuid(), " + agency + ", 'Người " + text + "', now(), 'x', 'x')");
            database_.execute(
                "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (gen_random_uuid(), " +
                text + ", " + agency + ", 'x', '" +
                (id == 19 ? "platform_operator" : "agency_administrator") + "', '2025-07-01')");
        }
        calendars_.refresh();
    }

    db::Transaction begin(std::int64_t agency, std::int64_t official)
    {
        if (official == 19) return database_.pool().begin({.official = official});
        return database_.pool().begin({.agency = agency, .official = official, .reach = db::Reach::agency});
    }
    // Runs the act for the agency by its administrator, or for the province (0) by the operator, and commits.
    template <class Act>
    base::Result<base::Done> act(std::int64_t agency, Act&& work)
    {
        const std::int64_t official = agency == 0 ? 19 : 10 + agency;
        const auto entered = calendars_.entered();
        const auto snapshot = directory_.snapshot();
        db::Transaction tx = begin(agency, official);
        const base::Result<base::Done> done =
            work(tx, Work{*entered, *snapshot, agency, official, clock_->now()});
        if (!done) return done;
        tx.commit();
        calendars_.refresh();
        return done;
    }
    base::Result<base::Done> enter(std::int64_t agency, const DaysForm& form)
    {
        return act(agency, [&](auto& tx, const Work& work) { return enter_days(tx, work, form); });
    }
    base::Result<base::Done> enter(std::int64_t agency, const WeekForm& form)
    {
        return act(agency, [&](auto& tx, const Work& work) { return enter_week(tx, work, form); });
    }
    std::string shifts(std::int64_t agency, Day day)
    {
        return calendar::format_shifts(calendars_.of(agency)->shifts_of(day));
    }
    std::string uid_of(const std::string& table)
    {
        return database_.value("SELECT uid FROM " + table +
                               " WHERE withdrawn_at IS NULL ORDER BY id DESC LIMIT 1");
    }

    db::TestDatabase database_{};
    std::shared_ptr<base::VirtualClock> clock_ =
        std::make_shared<base::VirtualClock>(base::Time(on(2026, 11, 20)) + 2h);
    directory::Directory directory_{database_.pool(), clock_};
    Calendars calendars_{database_.pool(), directory_, calendar::shipped_layer()};
};

const DaysForm kFlood{.first = "01/12/2026",
                      .last = "02/12/2026",
                      .kind = "off",
                      .instead_of = {},
                      .shifts = {},
                      .name = "Nghỉ phòng, chống bão",
                      .basis = "Công điện 15/CĐ-UBND ngày 30/11/2026"};

WeekForm week(const std::string& from, const std::string& weekdays, const std::string& saturday = "")
{
    return {.valid_from = from,
            .kind = "own",
            .shifts = {weekdays, weekdays, weekdays, weekdays, weekdays, saturday, ""},
            .basis = "Quyết định 12/2026/QĐ-UBND"};
}

TEST_F(CalendarsDb, EachAgencyInheritsWhatItHasNotEntered)
{
    const auto shipped = calendars_.of(4);
    EXPECT_EQ(shifts(4, on(2026, 12, 1)), "07:30-11:30, 13:00-17:00");
    EXPECT_FALSE(shipped->works_on(on(2026, 11, 24)));
    EXPECT_EQ(calendars_.of(1), shipped) << "one for all";
    EXPECT_EQ(calendars_.of(0), shipped);
    EXPECT_EQ(calendars_.of(999), shipped);

    ASSERT_TRUE(enter(0, week("01/12/2026", "7:00-11:30, 13:30-17:00")));
    ASSERT_TRUE(enter(2, kFlood));
    ASSERT_TRUE(enter(3, week("07/12/2026", "8:00-12:00, 13:00-17:00", "8:00-12:00")));
    EXPECT_EQ(shifts(4, on(2026, 12, 1)), "07:00-11:30, 13:30-17:00") << "the province's week";
    EXPECT_EQ(shifts(1, on(2026, 12, 1)), "07:00-11:30, 13:30-17:00");
    EXPECT_EQ(shifts(2, on(2026, 12, 1)), "");
    EXPECT_EQ(shifts(3, on(2026, 12, 1)), "") << "its superior's days off";
    EXPECT_EQ(shifts(2, on(2026, 12, 12)), "");
    EXPECT_EQ(shifts(3, on(2026, 12, 12)), "08:00-12:00");
    EXPECT_EQ(shifts(3, on(2026, 11, 24)), "") << "a holiday of the release";
    EXPECT_EQ(calendars_.of(1), calendars_.of(4)) << "both have the province's";
    EXPECT_NE(calendars_.of(2), calendars_.of(3));

    WeekForm back = week("01/01/2027", "");
    back.kind = "inherited";
    ASSERT_TRUE(enter(3, back));
    EXPECT_EQ(shifts(3, on(2027, 1, 5)), "07:00-11:30, 13:30-17:00");
    // The tree moves: the branch goes to the ward.
    database_.execute("UPDATE agencies SET parent_id = 4 WHERE id = 3");
    calendars_.refresh();
    EXPECT_EQ(shifts(3, on(2026, 12, 1)), "07:00-11:30, 13:30-17:00") << "no days off of the old superior";
}

TEST_F(CalendarsDb, ACorrectionLeavesWhatWasThere)
{
    ASSERT_TRUE(enter(2, kFlood));
    const std::string first = uid_of("special_days");
    DaysForm longer = kFlood;
    longer.last = "03/12/2026";
    ASSERT_FALSE(
        act(2, [&](auto& tx, const Work& work) { return correct_days(tx, work, first, longer, " "); }));
    ASSERT_TRUE(act(2, [&](auto& tx, const Work& work) {
        return correct_days(tx, work, first, longer, "Ghi thiếu một ngày");
    }));
    EXPECT_EQ(shifts(2, on(2026, 12, 3)), "");
    EXPECT_EQ(database_.value("SELECT count(*) FROM special_days"), "2");
    const std::string second = uid_of("special_days");
    ASSERT_TRUE(
        act(2, [&](auto& tx, const Work& work) { return withdraw_days(tx, work, second, "Bão tan sớm"); }));
    EXPECT_NE(shifts(2, on(2026, 12, 1)), "");
    for (const std::string& uid : {first, second})
        EXPECT_EQ(act(2, [&](auto& tx, const Work& work) { return withdraw_days(tx, work, uid, "lại"); })
                      .error()
                      .fault,
                  base::Fault::not_found);
    const auto entered = calendars_.entered();
    ASSERT_EQ(entered->days.size(), 2u);
    EXPECT_EQ(entered->days[1].withdrawn_why, "Bão tan sớm");
    EXPECT_EQ(entered->days[1].withdrawn_by, "Người 12");
    EXPECT_EQ(entered->days[1].entered_by, "Người 12");
    EXPECT_EQ(
        database_.value("SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE agency_id = 2"),
        "special_days.entered special_days.withdrawn special_days.entered special_days.withdrawn");

    ASSERT_TRUE(enter(2, week("01/12/2026", "8:00-12:00")));
    EXPECT_EQ(enter(2, week("01/12/2026", "8:00-12:00")).error().field, "valid_from");
    ASSERT_TRUE(act(2, [&](auto& tx, const Work& work) {
        return withdraw_week(tx, work, uid_of("working_weeks"), "Nhầm giờ");
    }));
    EXPECT_TRUE(enter(2, week("01/12/2026", "8:00-12:00")));
}

TEST_F(CalendarsDb, RefusesWithEveryWrongField)
{
    const auto wrong = [&](auto change) {
        DaysForm form = kFlood;
        change(form);
        const auto done = enter(2, form);
        EXPECT_FALSE(done);
        if (done) return std::string();
        std::string fields = done.error().field;
        for (const auto& [field, message] : done.error().more) fields += " " + field;
        return fields;
    };
    EXPECT_EQ(wrong([](DaysForm& f) { f = {}; }), "kind first name basis");
    EXPECT_EQ(wrong([](DaysForm& f) { f.last = "30/11/2026"; }), "last");
    EXPECT_EQ(wrong([](DaysForm& f) { f.last = "02/01/2027"; }), "last");
    EXPECT_EQ(wrong([](DaysForm& f) { f.first = "01/12/1999"; }), "first");
    EXPECT_EQ(wrong([](DaysForm& f) { f.kind = "worked"; }), "last");
    EXPECT_EQ(wrong([](DaysForm& f) { f.shifts = "8:00-9:00"; }), "shifts");
    EXPECT_EQ(wrong([](DaysForm& f) { f.instead_of = "01/12/2026"; }), "instead_of");
    EXPECT_EQ(wrong([](DaysForm& f) { f.name = std::string(101, 'x'); }), "name");
    const DaysForm made_up{.first = "05/12/2026",
                           .last = {},
                           .kind = "worked",
                           .instead_of = "01/12/2026",
                           .shifts = {},
                           .name = "Làm bù",
                           .basis = "x"};
    EXPECT_EQ(wrong([&](DaysForm& f) { f = made_up; }), "instead_of") << "not off yet";
    ASSERT_TRUE(enter(2, kFlood));
    ASSERT_TRUE(enter(2, made_up));
    EXPECT_EQ(shifts(2, on(2026, 12, 5)), "07:30-11:30, 13:00-17:00");
    EXPECT_EQ(wrong([&](DaysForm& f) {
                  f.first = "02/12/2026";
                  f.last = "04/12/2026";
              }),
              "first")
        << "overlaps";
    EXPECT_EQ(wrong([&](DaysForm& f) {
                  f = made_up;
                  f.first = "06/12/2026";
                  f.shifts = "9:00-8:00";
              }),
              "shifts");
    EXPECT_TRUE(enter(4, kFlood)) << "another agency's day";

    WeekForm empty = week("01/12/2026", "");
    EXPECT_EQ(enter(2, empty).error().field, "monday");
    empty.kind = "";
    EXPECT_EQ(enter(2, empty).error().field, "kind");
    EXPECT_EQ(enter(2, week("01/12/2026", "8:00-12:00, 11:00-13:00")).error().more.size(), 4u);
}

TEST_F(CalendarsDb, NobodyWritesInAnothersCalendar)
{
    ASSERT_TRUE(enter(2, kFlood));
    ASSERT_TRUE(enter(0, week("01/12/2026", "8:00-12:00")));
    const std::string days = uid_of("special_days");
    const auto refused = [&](std::int64_t agency, std::int64_t official, auto work) {
        db::Transaction tx = begin(agency, official);
        try {
            return !work(tx);
        } catch (const db::QueryError& error) {
            return error.sqlstate == "42501";
        }
    };
    EnteredDays forged;
    forged.uid = base::new_uid(clock_->now());
    forged.days = {.first = on(2027, 3, 1),
                   .last = on(2027, 3, 1),
                   .kind = calendar::DayKind::off,
                   .name = "x",
                   .basis = "x"};
    forged.entered_at = clock_->now();
    const auto insert = [&](std::int64_t owner, std::int64_t by) {
        return [&, owner, by](db::Transaction& tx) {
            forged.agency = owner;
            store::insert(tx, forged, by);
            return true;
        };
    };
    EXPECT_TRUE(refused(4, 14, insert(2, 14))) << "another agency's";
    EXPECT_TRUE(refused(4, 14, insert(0, 14))) << "the province's";
    EXPECT_TRUE(refused(4, 14, insert(4, 12))) << "in another one's name";
    EXPECT_FALSE(refused(4, 14, insert(4, 14)));
    EXPECT_FALSE(refused(0, 19, insert(0, 19)));
    const auto withdraw = [&](std::int64_t owner, std::int64_t by) {
        return [&, owner, by](db::Transaction& tx) {
            return store::withdraw_days(tx, {days, owner, clock_->now(), by, "x"});
        };
    };
    EXPECT_TRUE(refused(4, 14, withdraw(2, 14)));
    EXPECT_TRUE(refused(2, 12, withdraw(2, 14))) << "in another one's name";
    EXPECT_FALSE(refused(2, 12, withdraw(2, 12)));
    for (const char* sql :
         {"UPDATE special_days SET basis = 'x'", "UPDATE special_days SET first_day = last_day",
          "DELETE FROM special_days", "UPDATE working_weeks SET shifts = NULL", "DELETE FROM working_weeks",
          "UPDATE special_days SET entered_by = 12", "UPDATE special_days SET agency_id = 4"}) {
        const db::Query<0> query{sql, sql};
        EXPECT_TRUE(refused(2, 12, [&](db::Transaction& tx) { return tx.run(query).affected() > 0; })) << sql;
    }
}

TEST_F(CalendarsDb, AnotherProcessSeesAChangeWithinTwoSeconds)
{
    directory::Directory other_directory(database_.pool(), clock_);
    Calendars other(database_.pool(), other_directory, calendar::shipped_layer());
    EXPECT_TRUE(other.of(2)->works_on(on(2026, 12, 1)));
    const auto held = other.of(2);
    ASSERT_TRUE(enter(2, kFlood));
    EXPECT_FALSE(calendars_.of(2)->works_on(on(2026, 12, 1))) << "the own process at once";
    EXPECT_TRUE(other.of(2)->works_on(on(2026, 12, 1)));
    clock_->advance(2s);
    EXPECT_FALSE(other.of(2)->works_on(on(2026, 12, 1)));
    EXPECT_TRUE(held->works_on(on(2026, 12, 1))) << "who holds one keeps it";
}

}  // namespace
}  // namespace lt::calendars
