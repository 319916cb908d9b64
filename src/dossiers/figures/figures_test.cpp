// The rules of the figures without a database: periods, scores, and how one dossier counts.
#include <fstream>

#include <gtest/gtest.h>

#include "dossiers/figures/indices.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"

namespace lt::dossiers {
namespace {

using namespace std::chrono;
using std::chrono::hours;

base::Day figure_day(int y, unsigned m, unsigned d) { return sys_days{year(y) / month(m) / d}; }
// By the clock of Vietnam.
base::Time in_vietnam(int y, unsigned m, unsigned d, int hour, int minute = 0)
{
    return base::Time(figure_day(y, m, d)) + hours(hour - 7) + minutes(minute);
}

IndexRules shipped() { return read_index_rules(base::find_resources() / "data" / "indices" / "766.toml"); }

TEST(IndexRulesTest, TheDecisionHasSixGroupsOfTogetherAHundredPoints)
{
    const IndexRules rules = shipped();
    ASSERT_EQ(rules.groups.size(), 6u);
    const std::array most{18, 20, 12, 10, 22, 18};
    for (std::size_t i = 0; i < most.size(); ++i)
        EXPECT_EQ(rules.groups[i].most, most[i]) << rules.groups[i].name;
    EXPECT_EQ(rules.most(), 100);
    EXPECT_EQ(rules.counted_most(), 100) << "there is data for every component";
    EXPECT_EQ(rules.find("3.5a")->measure, Measure::fees_payable_online);
    EXPECT_EQ(rules.find("3.5a")->most, 2);
    EXPECT_EQ(rules.find("3.5a")->threshold, 80);
    IndexRules without = rules;
    without.groups[3].components[0].measure = Measure::none;
    EXPECT_EQ(without.counted_most(), 98) << "a component that there is no data for gives nothing";
    EXPECT_EQ(rules.days_of(Measure::decided_in_time), 5);
    EXPECT_EQ(rules.days_of(Measure::answered_in_time), 15);
    EXPECT_EQ(rules.days_of(Measure::on_time), 0);
    EXPECT_EQ(rules.find("5.4")->most, 0);
    EXPECT_EQ(rules.certifying, std::vector<std::string>{"2.000815"});
    ASSERT_NE(rules.find("2.1"), nullptr);
    EXPECT_EQ(rules.find("2.1")->measure, Measure::on_time);
    EXPECT_EQ(rules.find("3.3")->threshold, 50);
    EXPECT_EQ(rules.find("1.4")->measure, Measure::synced);
    EXPECT_EQ(rules.find("9.9"), nullptr);
}

TEST(IndexRulesTest, AClassBeginsWithItsPoints)
{
    const IndexRules rules = shipped();
    EXPECT_EQ(rules.class_of(10000), "Xuất sắc");
    EXPECT_EQ(rules.class_of(9000), "Xuất sắc");
    EXPECT_EQ(rules.class_of(8999), "Tốt");
    EXPECT_EQ(rules.class_of(8000), "Tốt");
    EXPECT_EQ(rules.class_of(7999), "Khá");
    EXPECT_EQ(rules.class_of(6999), "Trung bình");
    EXPECT_EQ(rules.class_of(5000), "Trung bình");
    EXPECT_EQ(rules.class_of(4999), "Yếu");
    EXPECT_EQ(rules.class_of(0), "Yếu");
}

TEST(IndexRulesTest, PointsAreTheShareOfTheMaximum)
{
    const Component whole{.id = "2.1", .most = 20};
    EXPECT_EQ(score_of(whole, 0, 0), 0);  // of nothing
    EXPECT_EQ(score_of(whole, 0, 7), 0);
    EXPECT_EQ(score_of(whole, 7, 7), 2000);
    EXPECT_EQ(score_of(whole, 1, 3), 667);   // 6,666…
    EXPECT_EQ(score_of(whole, 2, 3), 1333);  // 13,333…
    EXPECT_EQ(score_of(whole, 1, 1600), 1);  // 0,0125
    EXPECT_EQ(score_of(whole, 1, 800), 3);   // 0,025: half up
    const Component half{.id = "3.3", .most = 4, .threshold = 50};
    EXPECT_EQ(score_of(half, 1, 4), 200);
    EXPECT_EQ(score_of(half, 2, 4), 400);
    EXPECT_EQ(score_of(half, 3, 4), 400);  // never more than all
    const Component most{.id = "4.2", .most = 4, .threshold = 80};
    EXPECT_EQ(score_of(most, 1, 3), 167);  // 4 × 0,333 / 0,8
    // One that is late costs all; nothing to answer is all.
    const Component all{.id = "1.2", .most = 4, .all_or_none = true};
    EXPECT_EQ(score_of(all, 2, 3), 0);
    EXPECT_EQ(score_of(all, 3, 3), 400);
    EXPECT_EQ(score_of(all, 0, 0), 0);
    const Component petitions{.id = "5.1", .most = 6, .full_of_nothing = true};
    EXPECT_EQ(score_of(petitions, 0, 0), 600);
    EXPECT_EQ(score_of(petitions, 0, 1), 0);
    EXPECT_EQ(score_of({.id = "5.4", .most = 0}, 3, 4), 0);
    EXPECT_EQ(format_score(0), "0,00");
    EXPECT_EQ(format_score(1805), "18,05");
}

TEST(IndexRulesTest, AFileThatDoesNotAddUpIsRefusedWithItsPlace)
{
    const auto file = std::filesystem::temp_directory_path() / ("lt-rules-" + base::random_hex(8) + ".toml");
    const auto why = [&](const std::string& text) -> std::string {
        std::ofstream(file) << text;
        try {
            read_index_rules(file);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "";
    };
    const std::string head = "name='x'\ntitle='x'\nbasis='x'\nvalid_from=2022-06-23\n";
    const std::string classes = "[[class]]\nfrom=0\nname='a'\n";
    const auto group = [](const std::string& points, const std::string& more = "") {
        return "[[group]]\nname='g'\nmax=100\n[[group.component]]\nid='1'\nname='n'\nrule='r'\nmax=" +
               points + "\n" + more;
    };
    EXPECT_EQ(why(head + classes + group("100")), "");
    EXPECT_NE(why(head + classes + group("99")).find("line 8: the components have 99 points, the group 100"),
              std::string::npos);
    EXPECT_NE(why(head + classes + group("100", "measure='speed'\n")).find("measure is none that there is"),
              std::string::npos);
    EXPECT_NE(why(head + classes + group("100", "threshold=0\n")).find("threshold is a number from 1"),
              std::string::npos);
    EXPECT_NE(why(head + "population=7\n" + classes + group("100")).find("population is a list of words"),
              std::string::npos);
    EXPECT_NE(why(head + "population=[7]\n" + classes + group("100")).find("population is a list of words"),
              std::string::npos);
    EXPECT_NE(why(head + classes + group("100", "days=0\n")).find("days is a number from 1"),
              std::string::npos);
    EXPECT_NE(why(head + group("100")).find("[[class]]"), std::string::npos);
    EXPECT_NE(why("name='x'\n").find("title is missing"), std::string::npos);
    EXPECT_NE(why("name=\n").find("line 1"), std::string::npos);
    std::filesystem::remove(file);
}

TEST(IndexRulesTest, MeasuresHaveNamesAndThingsBehindThem)
{
    for (std::size_t i = 1; i < kMeasures; ++i) {
        const auto measure = static_cast<Measure>(i);
        EXPECT_EQ(measure_from(to_text(measure)), measure) << to_text(measure);
        EXPECT_NE(counted_by(measure), Counted::nothing) << to_text(measure);
    }
    EXPECT_FALSE(measure_from(""));
    EXPECT_FALSE(measure_from("speed"));
    EXPECT_EQ(counted_by(Measure::none), Counted::nothing);
}

TEST(IndexRulesTest, LaterRulesCountFromTheirDay)
{
    IndexRules later = shipped();
    later.name = "later";
    later.valid_from = figure_day(2027, 1, 1);
    const IndexRuleBook book({later, shipped()});
    EXPECT_EQ(book.on(figure_day(2026, 12, 31)).name, "766/QĐ-TTg");
    EXPECT_EQ(book.on(figure_day(2027, 1, 1)).name, "later");
    EXPECT_EQ(book.on(figure_day(2000, 1, 1)).name, "766/QĐ-TTg");
    EXPECT_EQ(book.named("766/QĐ-TTg", figure_day(2027, 5, 1)).name, "766/QĐ-TTg");
}

TEST(IndexPeriodTest, KeysNameMonthsQuartersAndYears)
{
    const auto month_of = period_from("2026-11");
    ASSERT_TRUE(month_of);
    EXPECT_EQ(month_of->first, figure_day(2026, 11, 1));
    EXPECT_EQ(month_of->behind, figure_day(2026, 12, 1));
    EXPECT_EQ(month_of->from(), in_vietnam(2026, 11, 1, 0));
    EXPECT_EQ(words_of(*month_of), "tháng 11/2026");
    const auto quarter = period_from("2026-Q4");
    ASSERT_TRUE(quarter);
    EXPECT_EQ(quarter->first, figure_day(2026, 10, 1));
    EXPECT_EQ(quarter->behind, figure_day(2027, 1, 1));
    EXPECT_EQ(words_of(*quarter), "quý IV/2026");
    EXPECT_EQ(words_of(*period_from("2026-Q1")), "quý I/2026");
    const auto whole_year = period_from("2026");
    ASSERT_TRUE(whole_year);
    EXPECT_EQ(words_of(*whole_year), "năm 2026");
    for (const char* key : {"2026-11", "2026-01", "2026-Q1", "2026-Q4", "2026"})
        EXPECT_EQ(period_from(key)->key(), key);
    for (const char* wrong : {"", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "26-11", "2026-1", "2026/11",
                              "1999", "2026-+1", "abcd"})
        EXPECT_FALSE(period_from(wrong)) << wrong;
    EXPECT_EQ(period_before(*period_from("2026-01")).key(), "2025-12");
    EXPECT_EQ(period_before(*period_from("2026-Q1")).key(), "2025-Q4");
    EXPECT_EQ(period_at(PeriodKind::quarter, figure_day(2026, 9, 30)).key(), "2026-Q3");
}

TEST(ReportSpanTest, SpansAreWholeDaysAndWrongOnesAreToldAtTheirField)
{
    const base::Day today = figure_day(2026, 11, 20);
    const auto usual = span_of("", "", today);
    ASSERT_TRUE(usual);
    EXPECT_EQ(usual->first, figure_day(2026, 11, 1));
    EXPECT_EQ(usual->last, today);
    const auto october = span_of("01/10/2026", "31/10/2026", today);
    ASSERT_TRUE(october);
    EXPECT_EQ(october->from(), in_vietnam(2026, 10, 1, 0));
    EXPECT_EQ(october->until(), in_vietnam(2026, 11, 1, 0));
    const base::Time now = in_vietnam(2026, 11, 20, 9);
    EXPECT_EQ(october->edge(now), october->until());
    EXPECT_EQ(usual->edge(now), now);
    EXPECT_EQ(span_of("31/02/2026", "", today).error().field, "from");
    EXPECT_EQ(span_of("20/11/2026", "19/11/2026", today).error().field, "to");
    EXPECT_EQ(span_of("21/11/2026", "22/11/2026", today).error().field, "from");
    EXPECT_EQ(span_of("01/01/2020", "01/11/2026", today).error().field, "to");
}

// ---- One dossier ---------------------------------------------------------------------------------------------------

const base::Time kReceived = in_vietnam(2026, 11, 2, 8);
const base::Time kPromised = in_vietnam(2026, 11, 6, 17);
const base::Time kEndOfMonth = in_vietnam(2026, 12, 1, 0);

Traced received_one(std::vector<Traced::Step> more = {})
{
    Traced out{.received = kReceived, .promised = kPromised};
    out.history = {{ActKind::receive, kReceived}, {ActKind::begin, kReceived}};
    out.history.insert(out.history.end(), more.begin(), more.end());
    return out;
}
bool on_time(const Traced& traced, base::Time as_of = kEndOfMonth) { return judge(traced, as_of).on_time; }

TEST(JudgeTest, TheResultCountsBeforeTheHandOver)
{
    EXPECT_TRUE(
        on_time(received_one({{ActKind::resolve, kPromised}, {ActKind::hand_over, kPromised + hours(100)}})));
    EXPECT_FALSE(on_time(received_one({{ActKind::resolve, kPromised + microseconds(1)}})));
    // Without a result of its own it is the hand-over.
    EXPECT_TRUE(on_time(received_one({{ActKind::hand_over, kPromised}})));
    EXPECT_FALSE(on_time(received_one({{ActKind::hand_over, kPromised + hours(1)}})));
    EXPECT_TRUE(judge(received_one({{ActKind::hand_over, kPromised}}), kEndOfMonth).finished);
}

TEST(JudgeTest, StoppedOrWithdrawnItEndsThen)
{
    for (const ActKind act : {ActKind::stop, ActKind::withdraw, ActKind::reject}) {
        EXPECT_TRUE(on_time(received_one({{act, kPromised}}))) << to_text(act);
        EXPECT_FALSE(on_time(received_one({{act, kPromised + hours(1)}}))) << to_text(act);
        EXPECT_FALSE(judge(received_one({{act, kPromised}}), kEndOfMonth).finished);
    }
}

TEST(JudgeTest, UnfinishedItIsJudgedAtTheEndOfThePeriod)
{
    EXPECT_FALSE(on_time(received_one()));
    EXPECT_TRUE(on_time(received_one(), kPromised));  // the period ends with the promise
    EXPECT_FALSE(on_time(received_one(), kPromised + hours(1)));
    // What happens later counts nowhere.
    EXPECT_TRUE(on_time(received_one({{ActKind::resolve, kPromised + hours(50)}}), kPromised));
    EXPECT_FALSE(judge(received_one({{ActKind::resolve, kPromised}}), kPromised).finished);
}

TEST(JudgeTest, WithoutAPromiseNothingIsLate)
{
    Traced one = received_one({{ActKind::resolve, kPromised + hours(1000)}});
    one.promised.reset();
    EXPECT_TRUE(on_time(one));
}

TEST(JudgeTest, WhatTheCitizenTakesDoesNotCount)
{
    const base::Time asked = in_vietnam(2026, 11, 3, 8);
    const base::Time came = asked + days(4);
    // Four days later than promised is on time, and a moment more is not.
    EXPECT_TRUE(on_time(received_one({{ActKind::ask_supplement, asked},
                                      {ActKind::supplemented, came},
                                      {ActKind::resolve, kPromised + days(4)}})));
    EXPECT_FALSE(on_time(received_one({{ActKind::ask_supplement, asked},
                                       {ActKind::supplemented, came},
                                       {ActKind::resolve, kPromised + days(4) + microseconds(1)}})));
    // A payment likewise, several of them together.
    EXPECT_TRUE(on_time(received_one({{ActKind::ask_payment, asked},
                                      {ActKind::paid, asked + days(1)},
                                      {ActKind::ask_payment, asked + days(2)},
                                      {ActKind::paid, asked + days(4)},
                                      {ActKind::resolve, kPromised + days(3)}})));
    EXPECT_FALSE(on_time(received_one({{ActKind::ask_payment, asked},
                                       {ActKind::paid, asked + days(1)},
                                       {ActKind::resolve, kPromised + days(1) + hours(1)}})));
    // While he is at it, the period may end.
    EXPECT_TRUE(on_time(received_one({{ActKind::ask_payment, asked}})));
    // An extension with an apology moves no promise.
    EXPECT_FALSE(on_time(received_one({{ActKind::extend, asked}, {ActKind::resolve, kPromised + hours(1)}})));
}

TEST(JudgeTest, WhileTheOnlySupplementIsWaitedForItsRequestCounts)
{
    EXPECT_TRUE(on_time(received_one({{ActKind::ask_supplement, kPromised}})));
    EXPECT_FALSE(on_time(received_one({{ActKind::ask_supplement, kPromised + hours(1)}})));
    // Once it has come the work goes on: the end of the period, without the days of waiting.
    const base::Time asked = in_vietnam(2026, 11, 3, 8);
    EXPECT_FALSE(
        on_time(received_one({{ActKind::ask_supplement, asked}, {ActKind::supplemented, asked + days(2)}})));
}

TEST(JudgeTest, ASecondSupplementIsLate)
{
    const base::Time asked = in_vietnam(2026, 11, 3, 8);
    EXPECT_FALSE(on_time(received_one({{ActKind::ask_supplement, asked},
                                       {ActKind::supplemented, asked + hours(1)},
                                       {ActKind::ask_supplement, asked + hours(2)},
                                       {ActKind::supplemented, asked + hours(3)},
                                       {ActKind::resolve, asked + hours(4)}})));
    // What an online dossier lacked before it was received is none of the two.
    Traced online{.received = kReceived, .promised = kPromised, .online = true};
    online.history = {{ActKind::lodge, kReceived - hours(9)},
                      {ActKind::ask_supplement, kReceived - hours(8)},
                      {ActKind::supplemented, kReceived - hours(2)},
                      {ActKind::receive, kReceived},
                      {ActKind::begin, kReceived},
                      {ActKind::ask_supplement, asked},
                      {ActKind::supplemented, asked + hours(1)},
                      {ActKind::resolve, kPromised + hours(1)}};
    EXPECT_TRUE(on_time(online));
}

TEST(JudgeTest, ATimeThatBeginsAnewLeavesOutAllBeforeTheSupplement)
{
    const base::Time asked = kPromised - hours(1);
    const base::Time came = asked + days(10);
    const auto resolved = [&](base::Time at, base::Time asked_at) {
        Traced one = received_one(
            {{ActKind::ask_supplement, asked_at}, {ActKind::supplemented, came}, {ActKind::resolve, at}});
        one.begins_anew = true;
        return one;
    };
    EXPECT_TRUE(on_time(resolved(came + (kPromised - kReceived), asked)));
    EXPECT_FALSE(on_time(resolved(came + (kPromised - kReceived) + microseconds(1), asked)));
    // Where the time goes on, an hour was left.
    Traced goes_on = resolved(came + hours(1), asked);
    goes_on.begins_anew = false;
    EXPECT_TRUE(on_time(goes_on));
    goes_on.history.back().at += microseconds(1);
    EXPECT_FALSE(on_time(goes_on));
    // A promise that was broken before stays broken.
    EXPECT_FALSE(on_time(resolved(came + hours(1), kPromised + hours(1))));
    // A payment before the supplement is not left out twice, one after it is left out as well.
    Traced paid = received_one({{ActKind::ask_payment, kReceived + hours(1)},
                                {ActKind::paid, kReceived + days(2)},
                                {ActKind::ask_supplement, kPromised + days(1)},
                                {ActKind::supplemented, came},
                                {ActKind::ask_payment, came + hours(1)},
                                {ActKind::paid, came + days(1)},
                                {ActKind::resolve, came + (kPromised - kReceived) + hours(23)}});
    paid.begins_anew = true;
    EXPECT_TRUE(on_time(paid));
    paid.history.back().at += microseconds(1);
    EXPECT_FALSE(on_time(paid));
}

TEST(JudgeTest, WhatWasTakenBackNeverWas)
{
    const base::Time asked = in_vietnam(2026, 11, 3, 8);
    EXPECT_FALSE(
        judge(received_one({{ActKind::resolve, asked}, {ActKind::take_back, asked + hours(1)}}), kEndOfMonth)
            .finished);
    EXPECT_TRUE(on_time(received_one({{ActKind::ask_supplement, asked},
                                      {ActKind::note, asked},
                                      {ActKind::take_back, asked + hours(1)},
                                      {ActKind::ask_supplement, asked + hours(2)},
                                      {ActKind::supplemented, asked + hours(3)},
                                      {ActKind::resolve, kPromised}})));
    // Until it is taken back, it stands.
    EXPECT_TRUE(
        judge(received_one({{ActKind::resolve, asked}, {ActKind::take_back, asked + days(40)}}), kEndOfMonth)
            .finished);
}

TEST(JudgeTest, FilesPapersAndFeesCountByWhatThereWasInTime)
{
    Traced one = received_one({{ActKind::resolve, kPromised}});
    one.online = true;
    EXPECT_EQ(judge(one, kEndOfMonth),
              (Judged{.on_time = true, .finished = true}));  // online, but the result is on paper only
    one.result_files = {kPromised};
    one.scans = {kReceived};
    one.owes = true;
    one.paid_online = {kEndOfMonth};
    EXPECT_EQ(judge(one, kEndOfMonth), (Judged{.on_time = true,
                                               .finished = true,
                                               .online = true,
                                               .with_result = true,
                                               .digitised = true,
                                               .owes = true}));
    one.paid_online = {kPromised};
    one.from_vault = true;
    one.told = {kEndOfMonth};
    EXPECT_FALSE(judge(one, kEndOfMonth).synced);
    one.told.push_back(kPromised);
    const Judged all = judge(one, kEndOfMonth);
    EXPECT_TRUE(all.paid_online && all.reused && all.synced);
    Traced open = received_one();
    open.online = true;
    EXPECT_TRUE(judge(open, kEndOfMonth).online);
    open.from_database = true;
    EXPECT_TRUE(judge(open, kEndOfMonth).digitised);
    EXPECT_FALSE(judge(open, kEndOfMonth).reused);

    Shares shares;
    shares.add(all);
    shares.add(judge(open, kEndOfMonth));
    EXPECT_EQ(shares.of(Measure::on_time), (Share{1, 2}));
    EXPECT_EQ(shares.of(Measure::online), (Share{2, 2}));
    EXPECT_EQ(shares.of(Measure::paid_online), (Share{1, 1}));
    EXPECT_EQ(shares.of(Measure::electronic_result), (Share{1, 1}));
    EXPECT_EQ(shares.of(Measure::digitised), (Share{2, 2}));
    EXPECT_EQ(shares.of(Measure::reused), (Share{1, 2}));
    EXPECT_EQ(shares.of(Measure::synced), (Share{1, 2}));
    EXPECT_EQ(shares.of(Measure::none), (Share{}));
}

TEST(JudgeTest, WhatCitizensSayCountsByTheLastWordOfEachWay)
{
    Traced one = received_one({{ActKind::resolve, kPromised}});
    const auto pleased = [&] { return good_for(Measure::pleased, judge(one, kEndOfMonth)); };
    EXPECT_EQ(pleased(), true);
    EXPECT_EQ(good_for(Measure::rated, judge(one, kEndOfMonth)), std::nullopt);
    one.ratings = {{"page", kPromised, true}, {"page", kPromised + hours(1), false}};
    EXPECT_EQ(pleased(), true) << "taken back";
    EXPECT_EQ(good_for(Measure::rated, judge(one, kEndOfMonth)), true);
    EXPECT_EQ(good_for(Measure::pleased, judge(one, kPromised + minutes(30))), false) << "not taken back yet";
    one.ratings.push_back({"desk", kPromised, true});
    EXPECT_EQ(pleased(), false);
    EXPECT_EQ(good_for(Measure::rated, judge(one, kEndOfMonth)), false);
    one.ratings = {{"desk", kEndOfMonth, true}};
    EXPECT_EQ(pleased(), true) << "said later";
    one.petitions = {kEndOfMonth};
    EXPECT_EQ(pleased(), true);
    one.petitions.push_back(kPromised);
    EXPECT_EQ(pleased(), false);
    Traced late = received_one({{ActKind::resolve, kPromised + hours(1)}});
    EXPECT_EQ(good_for(Measure::pleased, judge(late, kEndOfMonth)), false);
}

TEST(JudgeTest, HowItCameCountsAsItWasTold)
{
    Traced one = received_one({{ActKind::resolve, kPromised}});
    EXPECT_EQ(good_for(Measure::from_store, judge(one, kEndOfMonth)), false);
    EXPECT_EQ(good_for(Measure::certified, judge(one, kEndOfMonth)), std::nullopt);
    one.from_store = one.identified = one.certifies = one.paid_when_lodged = true;
    EXPECT_EQ(good_for(Measure::from_store, judge(one, kEndOfMonth)), true);
    EXPECT_EQ(good_for(Measure::identified, judge(one, kEndOfMonth)), true);
    EXPECT_EQ(good_for(Measure::paid_online, judge(one, kEndOfMonth)), std::nullopt) << "it owes nothing";
    one.owes = true;
    EXPECT_EQ(good_for(Measure::paid_online, judge(one, kEndOfMonth)), true);
    EXPECT_EQ(good_for(Measure::certified, judge(one, kEndOfMonth)), false);
    one.result_files = {kPromised};
    EXPECT_EQ(good_for(Measure::certified, judge(one, kEndOfMonth)), true);
}

TEST(RankingTest, TheSameTotalSharesARankAndWhoHadNothingHasNone)
{
    const auto with = [](std::int64_t agency, std::int64_t score, std::int64_t dossiers = 5) {
        AgencyIndex one{.agency = agency};
        one.components["2.1"] = {{dossiers, dossiers}, score};
        return one;
    };
    // Of no dossiers there are points, too: of procedures, and of petitions that nobody made.
    const auto rows = ranked({with(1, 1500), with(2, 2000), with(3, 2000), with(4, 1400, 0), with(5, 100)},
                             {2, 6, 4}, shipped());
    ASSERT_EQ(rows.size(), 6u);
    const std::array<std::pair<std::int64_t, int>, 6> expected{
        {{2, 1}, {3, 1}, {1, 3}, {5, 4}, {6, 0}, {4, 0}}};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].agency, expected[i].first);
        EXPECT_EQ(rows[i].rank, expected[i].second);
        EXPECT_EQ(rows[i].tied, i < 2);
    }
}

}  // namespace
}  // namespace lt::dossiers
