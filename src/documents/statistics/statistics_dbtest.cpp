// Figures over a made-up set: at midnights of Vietnam, over a year's border, and never another agency's.
#include "documents/statistics/statistics.h"

#include "documents/pages/pages_fixture_dbtest.h"
#include "documents/statistics/progress.h"

namespace lt::documents::pages {
namespace {

class StatisticsTest : public PagesTest {
protected:
    struct Made {
        std::int64_t sender = 0;  // 0: from outside
        std::int64_t receiver = 0;
        std::string state{};
        std::string at{};   // issued and arrived, "2026-01-01 00:00+07"
        std::string due{};  // "" without
        std::string closed{};
        std::string issuer = "Bộ Nội vụ";
    };
    void make(const Made& one)
    {
        const std::string id = std::to_string(++last_);
        const auto time = [](const std::string& text) { return text.empty() ? "NULL" : "'" + text + "'"; };
        const bool outside = one.sender == 0;
        database.execute(
            "INSERT INTO documents (id, uid, agency_id, origin, state, kind_code, subject, urgency, issued_at, "
            "issuer_name, reply_due_at, created_at, changed_at) VALUES (" +
            id + ", '" + base::new_uid(clock->now()) + "', " +
            (outside ? "NULL" : std::to_string(one.sender)) + ", '" + (outside ? "axis" : "own") +
            "', 'issued', 'official_letter', 'Trích yếu kín', 'normal', '" + one.at + "', '" + one.issuer +
            "', " + time(one.due) + ", '" + one.at + "', '" + one.at + "')");
        database.execute(
            "INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at) VALUES (" +
            id + ", " + id + ", " + (outside ? "NULL" : std::to_string(one.sender)) + ", " +
            std::to_string(one.receiver) + ", '" + one.state + "', '" + one.at + "', '" +
            (one.closed.empty() ? one.at : one.closed) + "')");
        if (one.due.empty() && one.closed.empty()) return;
        database.execute(
            "INSERT INTO incoming_entries (delivery_id, document_id, agency_id, year, arrival_number, "
            "registered_at, registered_by, due_at, closed_at) VALUES (" +
            id + ", " + id + ", " + std::to_string(one.receiver) + ", 2026, " + id + ", '" + one.at +
            "', 1, " + time(one.due) + ", " + time(one.closed) + ")");
    }
    // Kinh Bắc received ten, three of them in 2025; Đèo Gia two of its own. Now is 20/11/2026 09:00 in Vietnam.
    void make_all()
    {
        make({1, 2, "arrived", "2025-12-31 23:59:59.999999+07"});
        make({1, 2, "done", "2025-12-31 00:00+07", "2026-01-05 17:00+07", "2026-01-05 17:00+07"});
        make({0, 2, "refused", "2025-12-30 23:59+07"});
        make({1, 2, "arrived", "2026-01-01 00:00+07"});
        make({1, 2, "done", "2026-01-31 23:59+07", "2026-02-02 17:00+07", "2026-02-02 17:01+07"});
        make({3, 2, "in_progress", "2026-02-01 00:00+07", "2026-11-20 08:59+07"});
        make({3, 2, "assigned", "2026-11-01 00:00+07", "2026-11-20 09:01+07"});
        make({0, 2, "recalled", "2026-11-02 10:00+07", "2026-11-03 17:00+07", "2026-11-09 17:00+07"});
        make({0, 2, "done", "2026-11-03 10:00+07", "", "2026-11-04 17:00+07", "=Sở \"A\""});
        make({0, 2, "accepted", "2026-11-04 10:00+07", "", "",
              "UBND tỉnh Bắc Ninh"});  // on paper, from one here
        make({1, 3, "refused", "2026-11-04 10:00+07"});
        make({2, 3, "accepted", "2026-11-05 10:00+07"});
    }
    Figures figures(const Actor& actor, bool in, const std::string& from, const std::string& to,
                    int most = 50)
    {
        const auto period = period_of(from, to, base::vietnam_day(clock->now()));
        db::Transaction tx = services.pool.begin(scope_of(actor));
        return in ? received(tx, actor.agency, *period, clock->now(), most)
                  : sent(tx, actor.agency, *period, clock->now(), most);
    }
    static std::string numbers(const Counted& c)
    {
        std::string text;
        for (const auto n : {c.total, c.not_arrived, c.waiting, c.in_hand, c.done, c.refused, c.recalled,
                             c.in_time, c.late, c.overdue})
            text += (text.empty() ? "" : " ") + std::to_string(n);
        return text;
    }
    static std::string header(const http::Response& response, const std::string& name)
    {
        std::string all;
        for (const auto& [key, value] : response.headers)
            if (key == name) all += (all.empty() ? "" : ", ") + value;
        return all;
    }
    http::Response visit(const std::string& target, const std::string& accept = "text/html")
    {
        http::Request request;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (const auto question = target.find('?'); question != std::string::npos)
            read(target.substr(question + 1), request.query);
        request.headers["accept"] = accept;
        const auto match = router.match(http::Method::get, request.path);
        EXPECT_EQ(match.route->access.check(nullptr), http::Verdict::allow);
        return match.route->handler(request);
    }
    std::string row_of(const View& page, const std::string& name)
    {
        for (const View& row : page["rows"]) {
            if (row["name"] != name) continue;
            std::string text;
            for (const char* key : {"received", "on_time", "late", "in_progress", "percent"})
                text += (text.empty() ? "" : "|") + row[key].get<std::string>();
            return text;
        }
        return {};
    }

private:
    std::int64_t last_ = 1000;
};

}  // namespace

TEST_F(StatisticsTest, CountsBySenderAndStateWithinThePeriodExactly)
{
    make_all();
    // total, not arrived, waiting, in hand, done, refused, recalled, in time, late, overdue
    const Figures year = figures(kinh_bac.clerk, true, "01/01/2026", "31/12/2026");
    EXPECT_EQ(numbers(year.all), "7 0 1 3 2 0 1 0 1 1");
    ASSERT_EQ(year.agencies.size(), 4U);
    EXPECT_EQ(year.agencies[0].name, "UBND tỉnh Bắc Ninh") << "on paper or not";
    EXPECT_EQ(numbers(year.agencies[0].counted), "3 0 1 1 1 0 0 0 1 0");
    EXPECT_EQ(year.agencies[1].name, "UBND xã Đèo Gia");
    EXPECT_EQ(numbers(year.agencies[1].counted), "2 0 0 2 0 0 0 0 0 1");
    EXPECT_EQ(numbers(year.rest), "0 0 0 0 0 0 0 0 0 0");
    ASSERT_EQ(year.parts.size(), 12U);
    EXPECT_EQ(year.parts[0].total, 2) << "from the first to the last minute of January";
    EXPECT_EQ(year.parts[1].total, 1);
    EXPECT_EQ(year.parts[9].total, 0);
    EXPECT_EQ(year.parts[10].total, 4);

    EXPECT_EQ(numbers(figures(kinh_bac.leader, true, "31/12/2025", "31/12/2025").all), "2 0 1 0 1 0 0 1 0 0");
    EXPECT_EQ(numbers(figures(kinh_bac.leader, true, "01/01/2026", "01/01/2026").all), "1 0 1 0 0 0 0 0 0 0");
    const Figures across = figures(kinh_bac.clerk, true, "30/12/2025", "01/01/2026");
    ASSERT_EQ(across.parts.size(), 3U);
    EXPECT_EQ(across.parts[0].total, 1);
    EXPECT_EQ(across.parts[1].total, 2);
    EXPECT_EQ(across.parts[2].total, 1);
}

TEST_F(StatisticsTest, CountsByReceiverAgainstTheAnswerThatWasAskedFor)
{
    make_all();
    make({1, 3, "sent", "2026-11-06 10:00+07", "2026-11-07 17:00+07"});
    const Figures year = figures(office.clerk, false, "01/01/2026", "31/12/2026");
    EXPECT_EQ(numbers(year.all), "4 1 1 0 1 1 0 0 1 1");
    ASSERT_EQ(year.agencies.size(), 2U);
    EXPECT_EQ(year.agencies[0].name, "UBND phường Kinh Bắc");
    EXPECT_EQ(numbers(year.agencies[0].counted), "2 0 1 0 1 0 0 0 1 0");
    EXPECT_EQ(numbers(year.agencies[1].counted), "2 1 0 0 0 1 0 0 0 1");
    EXPECT_EQ(year.parts[10].total, 2);
    EXPECT_EQ(numbers(figures(office.clerk, false, "31/12/2025", "31/12/2025").all), "2 0 1 0 1 0 0 1 0 0");
}

TEST_F(StatisticsTest, TheMostFirstAndTheRestTogether)
{
    make_all();
    const Figures one = figures(kinh_bac.clerk, true, "30/12/2025", "31/12/2026", 1);
    ASSERT_EQ(one.agencies.size(), 1U);
    EXPECT_EQ(one.agencies[0].counted.total, 5);
    EXPECT_EQ(one.all.total, 10);
    EXPECT_EQ(one.rest.total, 5);
    EXPECT_EQ(one.rest.refused, 1);
    EXPECT_EQ(one.rest.recalled, 1);
}

TEST_F(StatisticsTest, AnotherAgencysNumbersNeverAppear)
{
    make_all();
    // Whoever asks for another agency's figures in the own transaction gets none.
    const auto period = period_of("01/12/2025", "", base::vietnam_day(clock->now()));
    db::Transaction tx = services.pool.begin(scope_of(deo_gia.clerk));
    EXPECT_EQ(received(tx, kinh_bac.agency, *period, clock->now(), 50).all.total, 0);
    EXPECT_EQ(sent(tx, office.agency, *period, clock->now(), 50).all.total, 0);
    const Figures own = received(tx, deo_gia.agency, *period, clock->now(), 50);
    EXPECT_EQ(numbers(own.all), "2 0 0 1 0 1 0 0 0 0");
    EXPECT_EQ(sent(tx, deo_gia.agency, *period, clock->now(), 50).all.total, 2);
}

TEST_F(StatisticsTest, PageAndFiles)
{
    make_all();
    const std::string year = "?from=01/01/2026&to=20/11/2026";
    const http::Response page = get(kinh_bac.leader, "/statistics" + year);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(contains(page, "UBND xã Đèo Gia"));
    EXPECT_TRUE(contains(page, "Theo tháng"));
    EXPECT_TRUE(contains(page, "11/2026: 4 nhận, 1 gửi"));
    EXPECT_FALSE(contains(page, "Trích yếu kín"));
    EXPECT_TRUE(contains(get(office.clerk, "/statistics"), "Theo ngày")) << "this month";

    const http::Response file = get(kinh_bac.clerk, "/statistics/received.csv" + year);
    EXPECT_EQ(header(file, "Content-Type"), "text/csv; charset=utf-8; header=present");
    EXPECT_EQ(header(file, "Content-Disposition"),
              "attachment; filename=\"van-ban-nhan-2026-01-01-2026-11-20.csv\"");
    EXPECT_EQ(file.body,
              "\xEF\xBB\xBFNơi gửi,Tổng số,Chờ tiếp nhận,Đang xử lý,Hoàn thành,Từ chối,Thu hồi,Xong đúng "
              "hạn,Xong quá hạn,Đang quá hạn\r\n"
              "UBND tỉnh Bắc Ninh,3,1,1,1,0,0,0,1,0\r\n"
              "UBND xã Đèo Gia,2,0,2,0,0,0,0,0,1\r\n"
              "\"'=Sở \"\"A\"\"\",1,0,0,1,0,0,0,0,0\r\n"
              "Bộ Nội vụ,1,0,0,0,0,1,0,0,0\r\n"
              "Tổng cộng,7,1,3,2,0,1,0,1,1\r\n");
    EXPECT_EQ(get(kinh_bac.clerk, "/statistics/sent.csv" + year).body,
              "\xEF\xBB\xBFNơi nhận,Tổng số,Chưa đến,Đã đến,Đang xử lý,Hoàn thành,Từ chối,Thu hồi,Xong đúng "
              "hạn,Xong quá hạn,Đang quá hạn\r\n"
              "UBND xã Đèo Gia,1,0,0,1,0,0,0,0,0,0\r\nTổng cộng,1,0,0,1,0,0,0,0,0,0\r\n");
}

TEST_F(StatisticsTest, EmptyAndWrongPeriods)
{
    const http::Response empty = get(kinh_bac.clerk, "/statistics");
    EXPECT_TRUE(contains(empty, "Không nhận văn bản nào trong khoảng thời gian này."));
    EXPECT_FALSE(contains(empty, "<svg class=\"lt-chart\""));
    EXPECT_FALSE(contains(empty, "sent.csv"));
    EXPECT_TRUE(
        get(kinh_bac.clerk, "/statistics/sent.csv").body.ends_with("Tổng cộng,0,0,0,0,0,0,0,0,0,0\r\n"));
    const http::Response wrong = get(kinh_bac.clerk, "/statistics?from=31/02/2026&to=<b>");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(contains(wrong, "href=\"#from\""));
    EXPECT_TRUE(contains(wrong, "&lt;b&gt;")) << "what was typed is still there";
    EXPECT_EQ(get(kinh_bac.clerk, "/statistics/sent.csv?from=x").status, 422);
    http::Request request;
    for (const char* path : {"/statistics", "/statistics/received.csv", "/statistics/sent.csv"}) {
        accounts::Me specialist;
        specialist.role = directory::Role::specialist;
        EXPECT_EQ(router.match(http::Method::get, path).route->access.check(&specialist),
                  http::Verdict::forbid);
        EXPECT_EQ(router.match(http::Method::get, path).route->access.check(nullptr), http::Verdict::log_in);
    }
}

TEST_F(StatisticsTest, ProgressForEverybody)
{
    make_all();
    EXPECT_TRUE(contains(visit("/progress"), "Chưa có văn bản nào trong kỳ này."));
    EXPECT_EQ(queue.run_due() > 0, true) << "the job counts";
    const http::Response page = visit("/progress");
    EXPECT_EQ(header(page, "Cache-Control"), "public, max-age=300");
    EXPECT_EQ(header(page, "Vary"), "Accept, Cookie");
    EXPECT_TRUE(contains(page, "tháng 11/2026, tính đến 20/11/2026 09:00"));
    for (const char* closed : {"Trích yếu kín", "Bộ Nội vụ", "Sở"})
        EXPECT_FALSE(contains(page, closed)) << "of a document, not of an agency";

    // received, on time, late, in progress, share
    View month = View::parse(visit("/progress", "application/json").body);
    EXPECT_EQ(row_of(month, "UBND phường Kinh Bắc"), "3|1|0|2|100,0 %");
    EXPECT_EQ(row_of(month, "UBND xã Đèo Gia"), "1|0|0|1|");
    View year = View::parse(visit("/progress?period=year", "application/json").body);
    EXPECT_EQ(row_of(year, "UBND phường Kinh Bắc"), "6|1|2|3|33,3 %") << "nothing of 2025";
    EXPECT_EQ(year["all"]["received"], "7");

    // A minute later one more is overdue; the job has to run again.
    clock->advance(std::chrono::minutes(2));
    EXPECT_EQ(row_of(View::parse(visit("/progress", "application/json").body), "UBND phường Kinh Bắc"),
              "3|1|0|2|100,0 %");
    count_progress(services);
    EXPECT_EQ(row_of(View::parse(visit("/progress", "application/json").body), "UBND phường Kinh Bắc"),
              "3|1|1|1|50,0 %");

    // The year turns at midnight of Vietnam.
    clock->set(*base::parse_vietnam_time("31/12/2026 23:59"));
    count_progress(services);
    EXPECT_TRUE(contains(visit("/progress?period=year"), "năm 2026"));
    make({1, 2, "arrived", "2027-01-01 00:00+07"});
    clock->set(*base::parse_vietnam_time("01/01/2027 00:00"));
    count_progress(services);
    year = View::parse(visit("/progress?period=year", "application/json").body);
    EXPECT_EQ(year["period"], "năm 2027");
    EXPECT_EQ(year["rows"].size(), 1U);
    EXPECT_EQ(row_of(year, "UBND phường Kinh Bắc"), "1|0|0|1|");
}

TEST_F(StatisticsTest, AgenciesElsewhereAndNoneOfTheProvinceAreLeftOut)
{
    make_all();
    database.execute("UPDATE agencies SET level = 'central' WHERE id = 3");
    count_progress(services);
    View page = View::parse(visit("/progress", "application/json").body);
    EXPECT_EQ(page["rows"].size(), 1U);
    database.execute(
        "INSERT INTO connected_systems (uid, code, name, kind, secret, rate, largest, created_at, secret_at) VALUES "
        "('0192f0c4-0000-7000-8000-000000000001', 'x', 'X', 'client', '', 60, 1048576, now(), now())");
    database.execute("UPDATE agencies SET system_id = (SELECT id FROM connected_systems) WHERE id = 2");
    count_progress(services);
    page = View::parse(visit("/progress", "application/json").body);
    EXPECT_EQ(page["rows"].size(), 0U);
}

TEST_F(StatisticsTest, OnlyTheServerCountsAndNobodyWrites)
{
    make_all();
    count_progress(services);
    const auto attempt = [&](const db::Scope& scope, const auto& query, const auto&... arguments) {
        try {
            services.pool.begin(scope).run_and_commit(query, arguments...);
        } catch (const db::QueryError& error) {
            return error.sqlstate;
        }
        return std::string("done");
    };
    constexpr db::Query<3> count{"test.count", "SELECT lt_count_progress($1, $2, $3)"};
    const base::Time now = clock->now();
    EXPECT_EQ(attempt(scope_of(kinh_bac.clerk), count, now, now, now), "42501");
    EXPECT_EQ(attempt({.official = 21, .reach = db::Reach::platform}, count, now, now, now), "42501");
    constexpr db::Query<0> add{"test.add",
                               "INSERT INTO progress_figures VALUES (1,'month',now(),1,1,0,0,now())"};
    constexpr db::Query<0> change{"test.change", "UPDATE progress_figures SET late = 0"};
    constexpr db::Query<0> remove{"test.remove", "DELETE FROM progress_figures"};
    for (const auto* query : {&add, &change, &remove}) {
        EXPECT_EQ(attempt({}, *query), "42501");
        EXPECT_EQ(attempt(scope_of(kinh_bac.clerk), *query), "42501");
    }
    // Nothing in the table but numbers, times and the name of the period.
    EXPECT_EQ(database.value(
                  "SELECT string_agg(column_name, ',' ORDER BY column_name) FROM "
                  "information_schema.columns WHERE table_name = 'progress_figures' AND data_type = 'text'"),
              "period");
}

}  // namespace lt::documents::pages
