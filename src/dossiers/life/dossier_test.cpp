#include "dossiers/life/dossier.h"

#include <gtest/gtest.h>

#include "calendar/samples.h"

namespace lt::dossiers {
namespace {

using calendar::AfterPause;
using calendar::Unit;

// Calendar A works 07:30-11:30 and 13:00-17:00, Monday to Friday.
base::Time at(const char* minute) { return *calendar::parse_minute(minute); }

class LifeTest : public testing::Test {
protected:
    calendar::Calendar calendar = *calendar::sample_calendar("A");
    calendar::Limit limit{.duration = {3, Unit::working_days}, .received_by = 15 * 60, .most_extensions = 1};

    base::Result<Life> do_act(const Life& life, ActKind kind, const char* minute, Act more = {})
    {
        more.kind = kind;
        more.at = at(minute);
        if (needs_reason(kind) && more.reason.empty()) more.reason = "Vì có lý do";
        return act(life, more, limit, calendar);
    }
    Life must(base::Result<Life> life)
    {
        EXPECT_TRUE(life) << (life ? "" : life.error().message.str());
        return life ? *life : Life{};
    }
    Life processing(const char* received = "2025-03-03T09:00")
    {
        return must(do_act(must(do_act({}, ActKind::receive, received)), ActKind::begin, received));
    }
};

TEST_F(LifeTest, EveryActFitsTheStatesOfTheExchangeAndNoOther)
{
    // Of the exchange: 1→2|3|5|7; 2→4|5|6|7|8; 4→5|6|7|8|9; 5→4|2|7|8; 6→4|7|8|9; 9→10. It has no 5→1, which we add: what an online
    // dossier lacked before it was received has come, and the desk still has to receive it (or refuse it), with its own clock and receipt.
    const std::map<int, std::set<int>> allowed{{1, {2, 3, 5, 7}},    {2, {4, 5, 6, 7, 8}},
                                               {4, {5, 6, 7, 8, 9}}, {5, {1, 2, 4, 7, 8}},
                                               {6, {4, 7, 8, 9}},    {9, {10}}};
    for (int s = 0; s < 10; ++s) {
        const State state = static_cast<State>(s);
        for (int k = 0; k <= static_cast<int>(ActKind::take_back); ++k) {
            const ActKind kind = static_cast<ActKind>(k);
            // They leave the state as it is.
            if (kind == ActKind::extend || kind == ActKind::verify || kind == ActKind::note) continue;
            Life life{.state = state, .before = State::received};
            if (state == State::supplement) life.before = State::processing;
            const auto after =
                act(life, {.kind = kind, .at = at("2025-03-03T09:00"), .reason = "x"}, {}, calendar);
            EXPECT_EQ(bool(after), fits(state, kind)) << to_text(state) << " " << to_text(kind);
            if (!after) continue;
            const auto it = allowed.find(national_code(state));
            ASSERT_NE(it, allowed.end()) << to_text(state) << " " << to_text(kind);
            EXPECT_TRUE(it->second.contains(national_code(after->state)))
                << to_text(state) << " " << to_text(kind);
        }
    }
}

TEST_F(LifeTest, WhatComesAfterThreeCountsFromTheNextDay)
{
    EXPECT_EQ(due_of(processing("2025-03-03T09:00"), calendar), at("2025-03-06T09:00"));
    EXPECT_EQ(due_of(processing("2025-03-03T15:30"), calendar), at("2025-03-06T17:00"));
}

TEST_F(LifeTest, ASupplementStopsTheClockAndIsAskedForOnce)
{
    Life life = must(do_act(processing(), ActKind::ask_supplement, "2025-03-04T09:00"));
    EXPECT_EQ(life.state, State::supplement);
    EXPECT_FALSE(due_of(life, calendar));
    life = must(do_act(life, ActKind::supplemented, "2025-03-10T09:00"));
    EXPECT_EQ(life.state, State::processing);
    EXPECT_EQ(due_of(life, calendar), at("2025-03-12T09:00"));  // two days were left

    const auto again = do_act(life, ActKind::ask_supplement, "2025-03-11T09:00");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().field, "basis");
    EXPECT_TRUE(do_act(life, ActKind::ask_supplement, "2025-03-11T09:00", {.basis = "Luật X, Điều 1"}));
}

TEST_F(LifeTest, TheClockBeginsAnewAfterASupplementWhereTheLawSaysSoButNeverAfterAPayment)
{
    limit.after_pause = AfterPause::starts_anew;
    Life life = must(do_act(processing(), ActKind::ask_supplement, "2025-03-05T09:00"));
    life = must(do_act(life, ActKind::supplemented, "2025-03-10T09:00"));
    EXPECT_EQ(due_of(life, calendar), at("2025-03-13T09:00"));
    life = must(do_act(life, ActKind::ask_payment, "2025-03-12T09:00"));
    EXPECT_EQ(life.state, State::payment);
    life = must(do_act(life, ActKind::paid, "2025-03-20T09:00"));
    EXPECT_EQ(due_of(life, calendar), at("2025-03-21T09:00"));  // one day was left
}

TEST_F(LifeTest, WhatAnOnlineDossierLacksBeforeItIsReceivedIsNotTheSupplementOfTheLaw)
{
    Life life = must(do_act({}, ActKind::ask_supplement, "2025-03-03T09:00"));
    life = must(do_act(life, ActKind::supplemented, "2025-03-04T09:00"));
    EXPECT_EQ(life.state, State::registered);
    EXPECT_EQ(life.supplements, 0);
    life = must(do_act(life, ActKind::receive, "2025-03-04T10:00"));
    EXPECT_EQ(due_of(life, calendar), at("2025-03-07T10:00"));
}

TEST_F(LifeTest, AnExtensionComesBeforeTheDueTimeAndOnce)
{
    const Act more{.reason = "Chờ ý kiến", .basis = "NĐ 118/2025", .more = {2, Unit::working_days}};
    const auto late = do_act(processing(), ActKind::extend, "2025-03-07T09:00", more);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().fault, base::Fault::conflict);
    const Life life = must(do_act(processing(), ActKind::extend, "2025-03-05T09:00", more));
    EXPECT_EQ(due_of(life, calendar), at("2025-03-10T09:00"));
    EXPECT_FALSE(do_act(life, ActKind::extend, "2025-03-06T09:00", more));
    const auto unfounded =
        do_act(processing(), ActKind::extend, "2025-03-05T09:00", {.reason = "x", .more = more.more});
    ASSERT_FALSE(unfounded);
    EXPECT_EQ(unfounded.error().field, "basis");
}

TEST_F(LifeTest, AVerificationTakesTheLongerTimeOfTheLawFromTheReceptionOn)
{
    const Life before = processing();
    EXPECT_EQ(due_of(before, calendar), at("2025-03-06T09:00"));
    const calendar::Limit three = limit;
    limit = {.duration = {10, Unit::calendar_days}, .most_extensions = 1, .basis = "Luật X, Điều 1"};
    const Life life = must(do_act(before, ActKind::verify, "2025-03-05T09:00"));
    EXPECT_EQ(life.state, State::processing);
    EXPECT_EQ(due_of(life, calendar), at("2025-03-13T17:00"));
    EXPECT_EQ(life_from_json(to_json(life)), life);
    // It is none of the extensions that the law counts, and gives nothing a second time.
    EXPECT_FALSE(do_act(life, ActKind::verify, "2025-03-06T09:00"));
    EXPECT_TRUE(do_act(life, ActKind::extend, "2025-03-10T09:00",
                       {.reason = "x", .basis = "y", .more = {2, Unit::calendar_days}}));
    // Whoever is late stays late; a shorter time takes nothing away.
    EXPECT_FALSE(do_act(before, ActKind::verify, "2025-03-06T09:01"));
    limit = {.duration = {1, Unit::working_days}};
    EXPECT_FALSE(do_act(before, ActKind::verify, "2025-03-05T09:00"));
    EXPECT_FALSE(
        act(before, {.kind = ActKind::verify, .at = at("2025-03-05T09:00"), .reason = "x"}, {}, calendar))
        << "no time at all";
    limit = three;
    const Life waiting = must(do_act(before, ActKind::ask_supplement, "2025-03-04T09:00"));
    EXPECT_FALSE(do_act(waiting, ActKind::verify, "2025-03-04T10:00"));
    EXPECT_EQ(must(take_back(ActKind::verify, before, {.kind = ActKind::take_back, .reason = "Nhầm"})),
              before);
}

TEST_F(LifeTest, AReasonIsNeededWhereSomebodyIsAffected)
{
    for (const ActKind kind :
         {ActKind::ask_supplement, ActKind::withdraw, ActKind::stop, ActKind::ask_payment}) {
        const auto refused =
            act(processing(), {.kind = kind, .at = at("2025-03-04T09:00"), .reason = " \n"}, {}, calendar);
        ASSERT_FALSE(refused) << to_text(kind);
        EXPECT_EQ(refused.error().field, "reason") << to_text(kind);
    }
}

TEST_F(LifeTest, WhatIsTakenBackIsAsIfItHadNeverBeen)
{
    const Life before = processing();
    const Life stopped = must(do_act(before, ActKind::stop, "2025-03-04T09:00"));
    EXPECT_TRUE(is_over(stopped.state));
    EXPECT_FALSE(do_act(stopped, ActKind::resolve, "2025-03-04T10:00"));
    const auto again = take_back(ActKind::stop, before, {.kind = ActKind::take_back, .reason = "Nhầm hồ sơ"});
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, before);
    EXPECT_FALSE(take_back(ActKind::stop, before, {.kind = ActKind::take_back}));
    for (const ActKind kind : {ActKind::lodge, ActKind::receive, ActKind::begin, ActKind::take_back})
        EXPECT_FALSE(take_back(kind, before, {.kind = ActKind::take_back, .reason = "x"})) << to_text(kind);
}

TEST_F(LifeTest, LifeIsKeptWholeAsJson)
{
    Life life =
        must(do_act(processing(), ActKind::extend, "2025-03-05T09:00",
                    {.by = 7, .reason = "Chờ \"ý kiến\"", .basis = "NĐ", .more = {0.5, Unit::working_days}}));
    life = must(do_act(life, ActKind::ask_payment, "2025-03-05T10:00"));
    EXPECT_EQ(life_from_json(to_json(life)), life);
    EXPECT_EQ(life_from_json(to_json(Life{})), Life{});
    EXPECT_THROW(life_from_json("[]"), base::Bug);
}

TEST_F(LifeTest, TimelinessGoesByTheDay)
{
    const auto due = at("2025-03-06T09:00");
    EXPECT_EQ(timeliness(due, at("2025-03-05T16:00")), Timeliness::early);
    EXPECT_EQ(timeliness(due, at("2025-03-06T08:59")), Timeliness::on_time);
    EXPECT_EQ(timeliness(due, at("2025-03-06T09:01")), Timeliness::late);
    EXPECT_EQ(timeliness({}, at("2025-03-06T09:01")), Timeliness::on_time);
}

}  // namespace
}  // namespace lt::dossiers
