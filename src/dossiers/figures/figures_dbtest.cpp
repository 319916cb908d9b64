// Reports, board, index and recount on dossiers of two months.
#include <numeric>

#include <nlohmann/json.hpp>

#include "dossiers/figures/figures_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

ReportCells all_of(const std::vector<ReportRow>& rows)
{
    ReportCells sum{};
    for (const ReportRow& row : rows) add(sum, row.cells);
    return sum;
}
BoardCells all_of(const std::vector<BoardRow>& rows)
{
    BoardCells sum{};
    for (const BoardRow& row : rows)
        for (std::size_t i = 0; i < kBoardColumns; ++i) sum[i] += row.cells[i];
    return sum;
}
// Page after page, two rows each.
template <class Read>
std::vector<std::string> uids_by_pages(Read read)
{
    std::vector<std::string> out;
    behind::After after;
    while (true) {
        const std::vector<behind::Row> rows = read(after, 2);
        for (const behind::Row& row : rows) out.push_back(row.uid);
        if (rows.size() < 2) return out;
        after = {rows.back().received_at, rows.back().id};
    }
}

TEST_F(FiguresTest, EveryNumberOfTheReportsIsAsCountedByHand)
{
    two_months();
    db::Transaction tx = as(commune.leader);
    // What came on 24 November, a holiday, is due on the 25th.
    //                                              received online direct carried  solved early on_time late  open in_time late
    EXPECT_EQ(all_of(count_report(tx, 1, november(), clock->now())),
              (ReportCells{7, 1, 6, 0, 5, 3, 1, 1, 2, 2, 0}));
    EXPECT_EQ(all_of(count_report(tx, 1, december(), clock->now())),
              (ReportCells{4, 0, 2, 2, 2, 1, 0, 1, 2, 1, 1}));
    // What is there at the end of a month is carried into the next one.
    EXPECT_EQ(all_of(count_report(tx, 1, {day_of(10, 1), day_of(10, 31)}, clock->now())), ReportCells{});
    // One day: what came, and what was solved, on it.
    EXPECT_EQ(all_of(count_report(tx, 1, {day_of(11, 23), day_of(11, 23)}, clock->now())),
              (ReportCells{4, 1, 0, 3, 2, 1, 1, 0, 2, 2, 0}));
    EXPECT_EQ(all_of(count_report(tx, 1, {day_of(11, 24), day_of(11, 24)}, vietnam(11, 24, 8))),
              (ReportCells{2, 0, 0, 2, 0, 0, 0, 0, 2, 1, 1}));
    const auto fields = by_field(count_report(tx, 1, november(), clock->now()));
    ASSERT_EQ(fields.size(), 1u);  // both procedures are of one field
    EXPECT_NE(fields[0].field, 0);
}

TEST_F(FiguresTest, EachNumberHasAsManyDossiersBehindIt)
{
    two_months();
    db::Transaction tx = as(commune.leader);
    for (const ReportSpan& span : {november(), december()}) {
        const auto rows = count_report(tx, 1, span, clock->now());
        const ReportCells cells = all_of(rows);
        for (std::size_t i = 0; i < kReportColumns; ++i) {
            const auto column = static_cast<ReportColumn>(i);
            for (const std::optional<std::int64_t>& field :
                 {std::optional<std::int64_t>(), std::optional(rows[0].field)}) {
                const auto uids = uids_by_pages([&](const behind::After& after, int limit) {
                    return behind::of_report(tx, 1, {span, column, field}, clock->now(), after, limit);
                });
                EXPECT_EQ(std::ssize(uids), cells[i]) << to_text(column);
                EXPECT_EQ(std::set(uids.begin(), uids.end()).size(), uids.size());
            }
            EXPECT_EQ(behind::of_report(tx, 1, {span, column, 0}, clock->now(), {}, 9).size(), 0u);
        }
    }
    const auto behind_late =
        behind::of_report(tx, 1, {november(), ReportColumn::late, {}}, clock->now(), {}, 9);
    ASSERT_EQ(behind_late.size(), 1u);
    EXPECT_EQ(behind_late[0].uid, late);
    EXPECT_EQ(behind_late[0].owner, "Nguyễn Thị Ánh");
}

TEST_F(FiguresTest, TheBoardCountsWhatIsOpenNow)
{
    two_months();
    db::Transaction tx = as(commune.leader);
    const BoardTime time = board_time(clock->now());
    //                                            working today late supplement waiting results
    EXPECT_EQ(all_of(count_board(tx, 1, time)), (BoardCells{1, 0, 1, 1, 1, 6}));
    // On the day that it is due, before and behind the moment.
    EXPECT_EQ(all_of(count_board(tx, 1, board_time(vietnam(12, 4, 8)))), (BoardCells{1, 1, 0, 1, 1, 6}));
    EXPECT_EQ(all_of(count_board(tx, 1, board_time(vietnam(12, 4, 16)))), (BoardCells{1, 0, 1, 1, 1, 6}));
    for (const BoardTime& at_time : {time, board_time(vietnam(12, 4, 8))}) {
        const auto rows = count_board(tx, 1, at_time);
        const BoardCells cells = all_of(rows);
        for (std::size_t i = 0; i < kBoardColumns; ++i) {
            const auto column = static_cast<BoardColumn>(i);
            for (const std::optional<std::int64_t>& field :
                 {std::optional<std::int64_t>(), std::optional(rows[0].field)})
                EXPECT_EQ(std::ssize(uids_by_pages([&](const behind::After& after, int limit) {
                              return behind::of_board(tx, 1, column, at_time, field, after, limit);
                          })),
                          cells[i])
                    << to_text(column);
        }
    }
}

TEST_F(FiguresTest, TheIndexIsKeptWithItsSharesAndTheListsBehindThem)
{
    two_months();
    // The portal took one of them within the month, one after it, and did not take another one.
    database.execute(
        "INSERT INTO dossier_syncs (dossier_id, event_no, place, service, dossier_uid, code, agency_id, state, due_at, changed_at) SELECT d.id, "
        "1, 0, 'DongBoHoSoMC', d.uid, d.code, 1, CASE n WHEN 3 THEN 'failed' ELSE 'sent' END, now(), CASE n WHEN 2 THEN '2026-12-01 "
        "00:00+07'::timestamptz ELSE '2026-11-30 23:59+07' END FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM dossiers WHERE "
        "received_at >= '2026-11-01 00:00+07') d WHERE n <= 3");
    // Both communes offer procedures; one of them had dossiers.
    EXPECT_EQ(count_indices(database.pool(), rules, month_of_november(), clock->now()), 2u);
    db::Transaction tx = as(commune.leader);
    const auto count = kept_count(tx, month_of_november());
    ASSERT_TRUE(count);
    EXPECT_EQ(count->as_of, vietnam(12, 1, 0));
    EXPECT_EQ(count->rules, "766/QĐ-TTg");
    const auto index = kept_index(tx, month_of_november(), 1);
    ASSERT_TRUE(index);
    const std::map<std::string, std::array<std::int64_t, 3>> expected{
        {"1.1", {0, 0, 0}},     {"1.2", {0, 0, 0}},    {"1.3", {12, 12, 200}},
        {"1.4", {1, 7, 86}},    // 6 × 1/7
        {"2.1", {5, 7, 1429}},  // late: the one of the 24th, and the one over the month's end
        {"3.1", {11, 12, 400}}, {"3.2", {1, 11, 36}},                         // 4 × 1/11
        {"3.3", {1, 7, 114}},                                                 // 4 × 1/7 / 0,5
        {"3.5a", {0, 11, 0}},   {"3.5b", {1, 11, 23}},                        // 2 × 1/11 / 0,8
        {"3.6", {1, 1, 600}},   {"4.1", {1, 5, 120}},  {"4.2", {2, 7, 143}},  // 4 × 2/7 / 0,8
        {"4.2b", {0, 1, 0}},    {"4.3", {1, 7, 36}},                          // 2 × 1/7 / 0,8
        {"4.4", {0, 7, 0}},     {"4.5a", {0, 2, 0}},   {"4.5b", {0, 7, 0}},
        {"5.1", {0, 0, 600}},   {"5.2", {0, 0, 600}},  {"5.3", {5, 7, 476}},  // 6 × 5/7 / 0,9
        {"5.4", {0, 0, 0}}};
    ASSERT_EQ(index->components.size(), expected.size());
    for (const auto& [id, numbers] : expected) {
        const KeptScore& kept = index->components.at(id);
        EXPECT_EQ(kept.share, (Share{numbers[0], numbers[1]})) << id;
        EXPECT_EQ(kept.score, numbers[2]) << id;
        const Measure measure = rules.on(day_of(11, 1)).find(id)->measure;
        EXPECT_EQ(rows_behind_index(tx, 1, measure, behind::Part::numerator), numbers[0]) << id;
        EXPECT_EQ(rows_behind_index(tx, 1, measure, behind::Part::denominator), numbers[1]) << id;
        EXPECT_EQ(rows_behind_index(tx, 1, measure, behind::Part::rest), numbers[1] - numbers[0]) << id;
    }
    EXPECT_EQ(index->total(), 4777 + 86);
    const IndexRules& in_force = rules.on(day_of(11, 1));
    EXPECT_EQ(index->dossiers(in_force), 7);
    // Without a dossier: every component that there is data for, nothing left blank.
    db::Transaction foreign = as(other.leader);
    const auto idle = kept_index(foreign, month_of_november(), 3);
    ASSERT_TRUE(idle);
    EXPECT_EQ(idle->components.size(), expected.size());
    EXPECT_EQ(idle->dossiers(in_force), 0);
    EXPECT_EQ(idle->components.at("2.1").share, (Share{0, 0}));
    EXPECT_EQ(idle->components.at("1.3").share, (Share{12, 12}));
    EXPECT_EQ(idle->total(), 200 + 400 + 600 + 600);
    // Counted again it is the same; a quarter and a year have their own ends.
    EXPECT_EQ(count_indices(database.pool(), rules, *period_from("2026-Q4"), clock->now()), 2u);
    EXPECT_EQ(count_indices(database.pool(), rules, *period_from("2026"), clock->now()), 2u);
    EXPECT_EQ(kept_index(tx, *period_from("2026-Q4"), 1)->components.at("2.1").share, (Share{6, 9}));
}

TEST_F(FiguresTest, TheRecountFindsTheSameUntilARowIsChanged)
{
    two_months();
    const auto directory_now = directory.snapshot();
    EXPECT_FALSE(recount(database.pool(), *directory_now, rules, month_of_november()).counted_before);
    for (const char* key : {"2026-11", "2026-12", "2026-Q4", "2026"}) {
        count_indices(database.pool(), rules, *period_from(key), clock->now());
        const Recounted same = recount(database.pool(), *directory_now, rules, *period_from(key));
        EXPECT_TRUE(same.counted_before);
        EXPECT_FALSE(same.first) << key << ": " << words_of(*same.first);
        EXPECT_EQ(same.components, same.agencies * 22) << key;
    }
    const Recounted same = recount(database.pool(), *directory_now, rules, month_of_november());
    EXPECT_EQ(to_json(same, month_of_november()),
              R"({"period":"2026-11","agencies":2,"dossiers":7,"components":44})");

    const std::string of_november =
        " WHERE period = 'month' AND starts_on = '2026-11-01' AND agency_id = 1 AND component = ";
    database.execute("UPDATE index_results SET numerator = 4" + of_november + "'2.1'");
    EXPECT_EQ(difference(), "UBND phường Kinh Bắc, 2.1: 4/7 (14,29) is kept, 5/7 (14,29) is counted");
    database.execute("UPDATE index_results SET numerator = 5" + of_november + "'2.1'");
    EXPECT_EQ(difference(), "");
    database.execute("UPDATE index_results SET score = 1" + of_november + "'4.1'");
    EXPECT_EQ(difference(), "UBND phường Kinh Bắc, 4.1: 1/5 (1,00) is kept, 1/5 (1,20) is counted");
    count_indices(database.pool(), rules, month_of_november(), clock->now());
    EXPECT_EQ(difference(), "");
    // A history that was changed behind the program's back.
    database.execute(
        "UPDATE dossier_events SET at = at + interval '30 days' WHERE act = 'resolve' AND dossier_id = (SELECT id FROM dossiers "
        "WHERE uid = '" +
        same_day + "')");
    EXPECT_EQ(difference(), "UBND phường Kinh Bắc, 2.1: 5/7 (14,29) is kept, 4/7 (11,43) is counted");
    count_indices(database.pool(), rules, month_of_november(), clock->now());
    database.execute("DELETE FROM index_results" + of_november + "'3.6'");
    EXPECT_EQ(difference(), "UBND phường Kinh Bắc, 3.6: nothing is kept, 1/1 (6,00) is counted");
}

TEST_F(FiguresTest, NobodySeesTheFiguresOfAnotherAgency)
{
    two_months();
    count_indices(database.pool(), rules, month_of_november(), clock->now());
    for (const Actor* actor : {&other.leader, &department.leader, &office.desk, &commune.specialist}) {
        if (actor != &commune.specialist) {
            db::Transaction tx = as(*actor);
            EXPECT_FALSE(oversees_province(tx));
            EXPECT_FALSE(kept_index(tx, month_of_november(), 1));
            EXPECT_EQ(behind::of_report(tx, 1, {november(), ReportColumn::received, {}}, clock->now(), {}, 9)
                          .size(),
                      0u);
            EXPECT_EQ(behind::of_board(tx, 1, BoardColumn::late, board_time(clock->now()), {}, {}, 9).size(),
                      0u);
            EXPECT_EQ(behind::of_index(tx,
                                       {month_of_november(), vietnam(12, 1, 0), Measure::on_time,
                                        behind::Part::denominator},
                                       rules.on(day_of(11, 1)), {}, 9)
                          .size(),
                      0u);
        }
        const auto refused = [&](auto work) {
            db::Transaction tx = as(*actor);
            EXPECT_THROW(work(tx), db::QueryError) << actor->title;
        };
        refused([&](db::Transaction& tx) { count_report(tx, 1, november(), clock->now()); });
        refused([&](db::Transaction& tx) { count_report(tx, 0, november(), clock->now()); });
        refused([&](db::Transaction& tx) { count_board(tx, 1, board_time(clock->now())); });
        refused([&](db::Transaction& tx) { count_board(tx, 0, board_time(clock->now())); });
        refused([&](db::Transaction& tx) { province_indices(tx, month_of_november()); });
        refused([&](db::Transaction& tx) { rows_behind_index(tx, 1, Measure::whole, behind::Part::rest); });
        refused([&](db::Transaction& tx) {
            rows_behind_index(tx, 1, Measure::decided_in_time, behind::Part::rest);
        });
    }
    // Only the server counts for all, and only it keeps.
    constexpr db::Query<0> count_all{
        "test.count_all",
        "SELECT * FROM lt_count_indices('2026-11-01', '2026-12-01', '2026-12-01', '{}', '{}')"};
    db::Transaction leader = as(office.leader);
    EXPECT_THROW(leader.run(count_all), db::QueryError);
    constexpr db::Query<0> write{"test.write", "DELETE FROM index_results"};
    db::Transaction commune_leader = as(commune.leader);
    EXPECT_EQ(commune_leader.run(write).affected(), 0u);
}

TEST_F(FiguresTest, TheOfficeAndTheOperatorSeeNumbersOfAllAndNoDossier)
{
    two_months();
    count_indices(database.pool(), rules, *period_from("2026-12"), clock->now());
    const auto check = [&](db::Transaction tx) {
        EXPECT_TRUE(oversees_province(tx));
        const auto rows = by_agency(count_report(tx, 0, december(), clock->now()));
        ASSERT_EQ(rows.size(), 2u);
        EXPECT_EQ(rows[0].agency, 1);
        EXPECT_EQ(at(rows[0].cells, ReportColumn::received), 4);
        EXPECT_EQ(rows[1].agency, 3);
        EXPECT_EQ(at(rows[1].cells, ReportColumn::received), 1);
        EXPECT_EQ(all_of(count_report(tx, 1, december(), clock->now())), rows[0].cells);
        EXPECT_EQ(by_agency(count_board(tx, 0, board_time(clock->now()))).size(), 2u);
        const auto indices = province_indices(tx, *period_from("2026-12"));
        ASSERT_EQ(indices.size(), 2u);
        const auto ranks = ranked(indices, deciding_agencies(tx), rules.on(day_of(12, 1)));
        ASSERT_EQ(ranks.size(), 2u);
        EXPECT_EQ(ranks[0].rank, 1);
        EXPECT_EQ(
            behind::of_report(tx, 1, {december(), ReportColumn::received, {}}, clock->now(), {}, 9).size(),
            0u);
        EXPECT_EQ(behind::of_board(tx, 1, BoardColumn::late, board_time(clock->now()), {}, {}, 9).size(), 0u);
    };
    check(as(office.leader));
    check(as(province.leader));
    check(as_operator());
}

TEST_F(FiguresTest, TheJobClosesMonthsQuartersAndYears)
{
    two_months();
    close_indices(database.pool(), rules, clock->now());
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(period || ' ' || starts_on, ', ' ORDER BY period, starts_on) FROM index_counts"),
        "month 2026-11-01, month 2026-12-01, quarter 2026-07-01, year 2025-01-01");
    // The running month is not counted again within the day, and what is closed stays.
    const auto when = [&] {
        return database.value("SELECT as_of FROM index_counts WHERE starts_on = '2026-12-01'");
    };
    const std::string before = when();
    close_indices(database.pool(), rules, clock->now() + std::chrono::hours(3));
    EXPECT_EQ(when(), before);
    close_indices(database.pool(), rules, clock->now() + std::chrono::hours(25));
    EXPECT_NE(when(), before);
    // After midnight of the new year December is closed, with its quarter and year.
    close_indices(database.pool(), rules, vietnam(12, 31, 24, 5));
    EXPECT_EQ(
        database.value(
            "SELECT count(*) FROM index_counts WHERE as_of = '2027-01-01 00:00+07' AND starts_on IN ('2026-12-01', "
            "'2026-10-01', '2026-01-01')"),
        "3");
    add_figure_jobs(services);
    db::Transaction tx = database.pool().begin({});
    jobs::enqueue(tx, queue, kCountIndices, R"({"period": "2026-10"})");
    tx.commit();
    run_jobs();
    EXPECT_EQ(database.value(
                  "SELECT count(*) FROM index_counts WHERE starts_on = '2026-10-01' AND period = 'month'"),
              "1");
}

TEST_F(FiguresTest, ProceduresAreCountedByWhoDecidesThem)
{
    db::Transaction tx = as(office.leader);
    const auto rows = count_catalogue(tx, 0, day_of(11, 20));
    ASSERT_EQ(rows.size(), 2u);  // both communes
    EXPECT_EQ(rows[0].agency, 1);
    EXPECT_EQ(rows[0].decided, 12);
    EXPECT_EQ(rows[0].at_desks, 12);
    EXPECT_EQ(rows[0].at_province_desks, 0);
    EXPECT_EQ(rows[0].at_commune_desks, 12);
    EXPECT_EQ(rows[0].with_process, 12);
    for (const CatalogueColumn column :
         {CatalogueColumn::decided, CatalogueColumn::at_desks, CatalogueColumn::at_province_desks,
          CatalogueColumn::at_commune_desks, CatalogueColumn::with_process}) {
        const auto behind = procedures_behind(tx, 1, day_of(11, 20), column, "", 50);
        EXPECT_EQ(behind.size(), column == CatalogueColumn::at_province_desks ? 0u : 12u) << to_text(column);
    }
    const auto some = procedures_behind(tx, 1, day_of(11, 20), CatalogueColumn::decided, "2.000", 50);
    ASSERT_FALSE(some.empty());
    EXPECT_EQ(some[0].code, "2.000815");
    EXPECT_TRUE(count_catalogue(tx, 0, day_of(1, 1) - std::chrono::days(9000)).empty());
}

}  // namespace
}  // namespace lt::dossiers
