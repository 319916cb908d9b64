// What procedures, decisions that announced them, and petitions count for, without a database.
#include "dossiers/figures/shares.h"

#include <gtest/gtest.h>

#include "calendar/read.h"
#include "dossiers/figures/publications.h"

namespace lt::dossiers {
namespace {

using namespace std::chrono;
using std::chrono::hours;

base::Day share_day(int y, unsigned m, unsigned d) { return sys_days{year(y) / month(m) / d}; }
// By the clock of Vietnam.
base::Time share_time(int y, unsigned m, unsigned d, int hour)
{
    return base::Time(share_day(y, m, d)) + hours(hour - 7);
}

const Judging kInNovember{*period_from("2026-11"), share_time(2026, 12, 1, 0)};

TEST(SharesTest, ProceduresCountForWhoReceivesAndWhoDecidesThem)
{
    Shares shares;
    EXPECT_FALSE(shares.any());
    shares.add(TracedProcedure{.decides = true, .is_whole = true, .has_online = true, .has_fees = true});
    EXPECT_EQ(shares.of(Measure::whole), (Share{1, 1}));
    EXPECT_EQ(shares.of(Measure::offered_online), (Share{0, 0}));
    shares.add(TracedProcedure{
        .receives = true, .has_online = true, .has_fees = true, .payable_online = true, .used_online = true});
    shares.add(TracedProcedure{.receives = true, .payable_online = true});
    shares.add(TracedProcedure{.receives = true, .decides = true, .has_fees = true, .paid_online = true});
    EXPECT_EQ(shares.of(Measure::whole), (Share{1, 2}));
    EXPECT_EQ(shares.of(Measure::offered_online), (Share{1, 3}));
    EXPECT_EQ(shares.of(Measure::used_online), (Share{1, 1}));
    EXPECT_EQ(shares.of(Measure::fees_payable_online), (Share{1, 2}))
        << "without fees there is nothing to pay";
    EXPECT_EQ(shares.of(Measure::fees_paid_online), (Share{1, 2}));
    EXPECT_TRUE(shares.any());
    EXPECT_EQ(shares.dossiers(), 0);
}

TEST(SharesTest, ProceduresWithIdentifiedDossiersAreCountedOnce)
{
    Shares shares;
    for (const auto& [procedure, identified] :
         std::vector<std::pair<std::int64_t, bool>>{{1, false}, {1, true}, {1, false}, {2, false}})
        shares.add(Judged{.identified = identified, .procedure = procedure});
    EXPECT_EQ(shares.of(Measure::identifying), (Share{1, 2}));
    EXPECT_EQ(shares.of(Measure::identified), (Share{1, 4}));
}

TEST(SharesTest, ADecisionCountsInItsMonthAndItsPublicationInTheMonthOfItsTerm)
{
    const auto november = [](const Publication& one, const Judging& judging = kInNovember) {
        Shares shares;
        shares.add(one, judging);
        return std::pair{shares.of(Measure::decided_in_time), shares.of(Measure::listed_in_time)};
    };
    Publication one{.decided_on = share_day(2026, 11, 10),
                    .decide_by = share_day(2026, 11, 10),
                    .published_on = share_day(2026, 11, 17),
                    .publish_by = share_day(2026, 11, 17)};
    EXPECT_EQ(november(one), (std::pair{Share{1, 1}, Share{1, 1}}));
    one.decide_by = share_day(2026, 11, 9);
    one.published_on = share_day(2026, 11, 18);
    EXPECT_EQ(november(one), (std::pair{Share{0, 1}, Share{0, 1}}));
    one.published_on.reset();
    EXPECT_EQ(november(one).second, (Share{0, 1}));
    // Its term ends in the next month: there it counts, whenever it was published.
    one.publish_by = share_day(2026, 12, 1);
    one.published_on = share_day(2026, 11, 30);
    EXPECT_EQ(november(one).second, (Share{0, 0}));
    EXPECT_EQ(november(one, {*period_from("2026-12"), share_time(2027, 1, 1, 0)}),
              (std::pair{Share{0, 0}, Share{1, 1}}));
    EXPECT_EQ(november(one, {*period_from("2026-Q4"), share_time(2027, 1, 1, 0)}),
              (std::pair{Share{0, 1}, Share{1, 1}}));
    // In the midst of the month: what is to come neither helps nor harms.
    one.publish_by = share_day(2026, 11, 17);
    one.published_on = share_day(2026, 11, 12);
    const auto until = [&](unsigned day) {
        return Judging{*period_from("2026-11"), share_time(2026, 11, day, 12)};
    };
    EXPECT_EQ(november(one, until(9)), (std::pair{Share{0, 0}, Share{0, 0}}));
    EXPECT_EQ(november(one, until(11)), (std::pair{Share{0, 1}, Share{0, 0}}));
    EXPECT_EQ(november(one, until(12)).second, (Share{1, 1}));
    one.published_on = share_day(2026, 11, 20);
    EXPECT_EQ(november(one, until(16)).second, (Share{0, 0}));
    EXPECT_EQ(november(one, until(17)).second, (Share{0, 1}));
}

TEST(SharesTest, APetitionCountsOnceWhereItWasAnsweredInTimeOrBecameLate)
{
    const auto in = [](const TracedPetition& one, const char* month) {
        const IndexPeriod period = *period_from(month);
        Shares shares;
        shares.add(one, {period, period.until()});
        return shares.of(Measure::answered_in_time);
    };
    TracedPetition one{.due_at = share_time(2026, 11, 20, 9)};
    EXPECT_EQ(in(one, "2026-10"), (Share{0, 0}));
    EXPECT_EQ(in(one, "2026-11"), (Share{0, 1}));
    EXPECT_EQ(in(one, "2026-12"), (Share{0, 0}));
    one.answered_at = one.due_at;
    EXPECT_EQ(in(one, "2026-11"), (Share{1, 1}));
    one.answered_at = share_time(2026, 10, 31, 23);
    EXPECT_EQ(in(one, "2026-10"), (Share{1, 1}));
    EXPECT_EQ(in(one, "2026-11"), (Share{0, 0}));
    one.answered_at = share_time(2026, 12, 3, 9);
    EXPECT_EQ(in(one, "2026-11"), (Share{0, 1}));
    EXPECT_EQ(in(one, "2026-12"), (Share{0, 0}));
    one.due_at = share_time(2026, 12, 1, 0);
    one.answered_at.reset();
    EXPECT_EQ(in(one, "2026-11"), (Share{0, 0}));
}

TEST(SharesTest, APetitionForwardedOnceItWasLateIsLateForWhoForwardedIt)
{
    const auto in = [](const TracedPetition& one, const char* month) {
        const IndexPeriod period = *period_from(month);
        Shares shares;
        shares.add(one, {period, period.until()});
        return shares.of(Measure::answered_in_time);
    };
    TracedPetition one{.missed = {share_time(2026, 11, 20, 9)}};
    EXPECT_EQ(in(one, "2026-10"), (Share{0, 0}));
    EXPECT_EQ(in(one, "2026-11"), (Share{0, 1}));
    EXPECT_EQ(in(one, "2026-12"), (Share{0, 0}));
    // It came back and is answered in time now: once a month, and late in the first.
    one.due_at = share_time(2026, 12, 10, 9);
    one.answered_at = share_time(2026, 12, 3, 9);
    EXPECT_EQ(in(one, "2026-11"), (Share{0, 1}));
    EXPECT_EQ(in(one, "2026-12"), (Share{1, 1}));
    one.answered_at = share_time(2026, 11, 28, 9);
    EXPECT_EQ(in(one, "2026-11"), (Share{0, 1}));
    EXPECT_EQ(in(one, "2026-12"), (Share{0, 0}));
    one.missed.push_back(share_time(2026, 11, 25, 9));
    EXPECT_EQ(in(one, "2026-11"), (Share{0, 1}));
}

TEST(SharesTest, TheLastWordOnAnAnswerCounts)
{
    const base::Time answered = share_time(2026, 11, 20, 9);
    TracedPetition one{.due_at = answered,
                       .answered_at = answered,
                       .marks = {{answered + hours(1), false}, {answered + hours(2), true}}};
    Shares shares;
    shares.add(one, kInNovember);
    EXPECT_EQ(shares.of(Measure::answer_liked), (Share{1, 1}));
    one.marks = {{share_time(2026, 11, 30, 23), true}, {share_time(2026, 12, 1, 0), false}};
    shares.add(one, kInNovember);
    EXPECT_EQ(shares.of(Measure::answer_liked), (Share{2, 2}));
    Shares december;
    december.add(one, {*period_from("2026-12"), share_time(2027, 1, 1, 0)});
    EXPECT_EQ(december.of(Measure::answer_liked), (Share{0, 1}));
}

TEST(PublicationsTest, TermsAreCountedInWorkingDaysWithoutTheFirstOne)
{
    const calendar::Calendar calendar = calendar::read_calendar();
    // Friday 20 November; the 24th is a holiday.
    EXPECT_EQ(working_day_after(calendar, share_day(2026, 11, 20), 5), share_day(2026, 11, 30));
    EXPECT_EQ(working_day_after(calendar, share_day(2026, 11, 20), 1), share_day(2026, 11, 23));
    EXPECT_EQ(working_day_after(calendar, share_day(2026, 11, 21), 1), share_day(2026, 11, 23))
        << "a Saturday";
    EXPECT_EQ(working_day_before(calendar, share_day(2026, 11, 30), 5), share_day(2026, 11, 20));
    EXPECT_EQ(working_day_before(calendar, share_day(2026, 11, 30), 0), share_day(2026, 11, 30));
    EXPECT_FALSE(working_day_after(calendar, share_day(2099, 12, 30), 5));
    EXPECT_FALSE(working_day_before(calendar, share_day(2000, 1, 2), 5));
}

}  // namespace
}  // namespace lt::dossiers
