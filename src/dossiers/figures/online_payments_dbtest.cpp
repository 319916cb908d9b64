// What is written down of fees that can be paid online: who may, what is refused, that it stays, and how 3.5a is counted from it.
#include "dossiers/figures/online_payments.h"

#include "dossiers/figures/figures_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

class OnlinePaymentsTest : public FiguresTest {
protected:
    OnlinePaymentsTest() { clock->set(vietnam(12, 10, 9)); }

    NewOnlinePayments two_codes(std::int64_t agency, base::Day since)
    {
        return {.agency = agency,
                .codes = {"1.001193", "2.000815"},
                .way = PaymentWay::national,
                .since = since,
                .basis = "1234/UBND-KSTT"};
    }
    base::Result<std::size_t> record(const NewOnlinePayments& payments)
    {
        db::Transaction tx = as_operator();
        auto done = record_online_payments(services, tx, payments);
        if (done) tx.commit();
        return done;
    }
    base::Result<std::size_t> end(std::int64_t agency, const std::string& code, base::Day until,
                                  const std::string& reason = "Cổng thanh toán dừng")
    {
        std::vector<std::int64_t> ids;
        {
            db::Transaction tx = as_operator();
            for (const OnlinePayment& one : online_payments(tx, {.agency = agency}, 99))
                if (one.code == code) ids.push_back(one.id);
        }
        db::Transaction tx = as_operator();
        auto done = end_online_payments(
            services, tx, {.agency = agency, .payments = ids, .until = until, .reason = reason});
        if (done) tx.commit();
        return done;
    }
    // "codes: …" of what was refused; "" where it was not.
    static std::string refused(const base::Result<std::size_t>& done)
    {
        if (done) return "";
        std::string out = done.error().field + ": " + done.error().message.str();
        for (const auto& [field, message] : done.error().more) out += " | " + field + ": " + message.str();
        return out;
    }
    std::string share(std::int64_t agency, const std::string& first_day)
    {
        return database.value(
            "SELECT numerator || '/' || denominator || ' ' || score FROM index_results WHERE period = 'month' AND component = '3.5a' AND "
            "agency_id = " +
            std::to_string(agency) + " AND starts_on = '" + first_day + "'");
    }
    void expect_consistent()
    {
        for (const char* key : {"2026-11", "2026-12"}) {
            const Recounted found = recount(database.pool(), *directory.snapshot(), rules, *period_from(key));
            EXPECT_FALSE(found.first) << key << ": " << words_of(*found.first);
        }
        db::Transaction tx = as(commune.leader);
        const Share kept = kept_index(tx, month_of_november(), 1)->components.at("3.5a").share;
        const auto behind = [&](behind::Part part) {
            return rows_behind_index(tx, 1, Measure::fees_payable_online, part);
        };
        EXPECT_EQ(behind(behind::Part::numerator), kept.numerator);
        EXPECT_EQ(behind(behind::Part::denominator), kept.denominator);
        EXPECT_EQ(behind(behind::Part::rest), kept.denominator - kept.numerator);
    }
    // A statement of the application's role in a scope: the rows that it changed, none where it was refused.
    std::size_t changed(const db::Scope& scope, const std::string& sql)
    {
        const std::string name = "test." + base::random_hex(8);
        const db::Query<0> query{name.c_str(), sql.c_str()};
        try {
            db::Transaction tx = database.pool().begin(scope);
            return tx.run(query).affected();
        } catch (const db::QueryError&) {
            return 0;
        }
    }
};

TEST_F(OnlinePaymentsTest, TheStateAtTheEndOfAPeriodCounts)
{
    add_figure_jobs(services);
    for (const char* key : {"2026-10", "2026-11", "2026-12", "2026"})
        count_indices(database.pool(), rules, *period_from(key), clock->now());
    EXPECT_EQ(share(1, "2026-11-01"), "0/11 0.00");
    const auto done = record(two_codes(commune.agency, day_of(11, 10)));
    ASSERT_TRUE(done) << refused(done);
    EXPECT_EQ(*done, 2u);
    auto everywhere = two_codes(0, day_of(12, 5));
    everywhere.codes = {"1.004873"};
    ASSERT_TRUE(record(everywhere));
    // Those that were over before are left alone, and each of the others is counted once for both acts.
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(payload, ' ' ORDER BY payload COLLATE \"C\") FROM jobs WHERE kind = 'dossiers.count_indices'"),
        R"({"period":"2026"} {"period":"2026-11"} {"period":"2026-12"})");
    run_jobs();
    EXPECT_EQ(share(1, "2026-10-01"), "") << "nobody offered a procedure yet";
    EXPECT_EQ(share(1, "2026-11-01"), "2/11 0.45");  // 2 × 2/11 / 0,8
    EXPECT_EQ(share(3, "2026-11-01"), "0/11 0.00");
    EXPECT_EQ(share(1, "2026-12-01"), "3/11 0.68");
    EXPECT_EQ(share(3, "2026-12-01"), "1/11 0.23") << "what is said of the whole province";
    expect_consistent();
    // It ends with the first day without it; what was a mistake never was.
    ASSERT_TRUE(end(commune.agency, "1.001193", day_of(12, 1)));
    run_jobs();
    EXPECT_EQ(share(1, "2026-11-01"), "2/11 0.45");
    EXPECT_EQ(share(1, "2026-12-01"), "2/11 0.45");
    ASSERT_TRUE(end(commune.agency, "2.000815", day_of(11, 10), "Ghi nhầm"));
    run_jobs();
    EXPECT_EQ(share(1, "2026-11-01"), "1/11 0.23");
    EXPECT_EQ(share(1, "2026-12-01"), "1/11 0.23");
    expect_consistent();
    // What the list behind says of one: the way, since when, and by which letter.
    db::Transaction tx = as(commune.leader);
    const auto rows = behind::procedures_of_index(
        tx, 1,
        {month_of_november(), vietnam(12, 1, 0), Measure::fees_payable_online, behind::Part::numerator},
        rules.on(day_of(11, 1)), "", 9);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].code, "1.001193");
    ASSERT_EQ(rows[0].payable.size(), 1u);
    EXPECT_EQ(rows[0].payable[0].since, day_of(11, 10));
    EXPECT_EQ(rows[0].payable[0].basis, "1234/UBND-KSTT");
    EXPECT_FALSE(rows[0].payable[0].everywhere);
}

TEST_F(OnlinePaymentsTest, WhatIsWrongIsToldAtItsField)
{
    EXPECT_EQ(
        refused(record({})),
        "codes: Chọn thủ tục trong danh sách, hoặc nhập mã thủ tục. | way: Chọn cách thanh toán. | since: "
        "Nhập ngày bắt đầu thanh toán trực tuyến, ví dụ 02/09/2026. | basis: Nhập số, ký hiệu công văn "
        "hoặc quyết định, ví dụ 1234/UBND-KSTT.");
    auto wrong = two_codes(commune.agency, day_of(12, 11));
    wrong.codes = {"9.999999", "2.000908", "2.000815"};
    wrong.basis = std::string(101, 'x');
    EXPECT_EQ(
        refused(record(wrong)),
        "codes: Danh mục không có thủ tục mang mã 9.999999. | codes: Thủ tục không có phí, lệ phí: "
        "2.000908. | since: Ngày chưa đến. Ghi khi thủ tục đã thanh toán trực tuyến được. | basis: Nhập tối "
        "đa 100 ký tự.");
    wrong = two_codes(department.agency, day_of(11, 10));
    EXPECT_EQ(refused(record(wrong)), "codes: Cơ quan không tiếp nhận thủ tục 1.001193, 2.000815.");
    wrong.codes.assign(501, "1.001193");
    EXPECT_EQ(refused(record(wrong)), "codes: Nhập tối đa 500 mã mỗi lần.");
    EXPECT_EQ(database.value("SELECT count(*) FROM procedure_online_payments"), "0");

    // Nothing twice, at once or a part of it; another way, another agency and what is over are something else.
    ASSERT_TRUE(record(two_codes(commune.agency, day_of(11, 10))));
    auto again = two_codes(commune.agency, day_of(12, 1));
    again.codes = {"1.004873", "2.000815"};
    const std::string doubled =
        "codes: Đã ghi cách thanh toán này cho 2.000815 (10/11/2026). Bỏ chọn các thủ tục đó, hoặc thôi bản ghi cũ "
        "trước.";
    EXPECT_EQ(refused(record(again)), doubled);
    again.since = day_of(11, 1);
    EXPECT_EQ(refused(record(again)), doubled) << "it would reach into the other one";
    again.way = PaymentWay::own;
    EXPECT_EQ(refused(record(again)), "");
    EXPECT_EQ(refused(record(two_codes(other.agency, day_of(11, 10)))), "");
    ASSERT_TRUE(end(commune.agency, "1.001193", day_of(12, 1)));
    again = two_codes(commune.agency, day_of(12, 1));
    again.codes = {"1.001193"};
    EXPECT_EQ(refused(record(again)), "");
    // What is said of the whole province is said of each agency, from its day on.
    auto everywhere = two_codes(0, day_of(12, 5));
    everywhere.codes = {"1.000894"};
    EXPECT_EQ(refused(record(everywhere)), "");
    everywhere.agency = commune.agency;
    EXPECT_TRUE(says(refused(record(everywhere)), "1.000894 (05/12/2026)"));
    everywhere.since = day_of(12, 1);
    EXPECT_EQ(refused(record(everywhere)), "") << "it was earlier there";
}

TEST_F(OnlinePaymentsTest, AnEndIsWrittenDownOnceWithItsReason)
{
    ASSERT_TRUE(record(two_codes(commune.agency, day_of(11, 10))));
    EXPECT_EQ(
        refused(end(commune.agency, "9.999999", day_of(12, 11), "")),
        "payments: Chọn ít nhất một thủ tục. | until: Ngày chưa đến. Ghi khi đã thôi thanh toán trực tuyến. | "
        "reason: Nhập lý do, căn cứ thôi thanh toán trực tuyến.");
    EXPECT_EQ(
        refused(end(commune.agency, "2.000815", day_of(11, 9))),
        "until: Ngày thôi trước ngày bắt đầu của một thủ tục đã chọn. Ghi nhầm thì nhập đúng ngày bắt đầu.");
    EXPECT_EQ(refused(end(commune.agency, "2.000815", day_of(12, 1), std::string(501, 'x'))),
              "reason: Nhập tối đa 500 ký tự.");
    ASSERT_TRUE(end(commune.agency, "2.000815", day_of(12, 1)));
    const std::string ended = "payments: Có thủ tục đã chọn đã thôi trước đó. Xem lại danh sách.";
    EXPECT_EQ(refused(end(commune.agency, "2.000815", day_of(12, 2))), ended);
    // All or none: one of them had ended.
    std::vector<std::int64_t> both;
    {
        db::Transaction tx = as_operator();
        for (const OnlinePayment& one : online_payments(tx, {}, 99)) both.push_back(one.id);
        ASSERT_EQ(both.size(), 2u);
        EXPECT_EQ(refused(end_online_payments(
                      services, tx,
                      {.agency = commune.agency, .payments = both, .until = day_of(12, 2), .reason = "x"})),
                  ended);
        // Not as if it were another one's.
        EXPECT_EQ(
            refused(end_online_payments(
                services, tx,
                {.agency = other.agency, .payments = {both[0]}, .until = day_of(12, 2), .reason = "x"})),
            ended);
    }
    db::Transaction tx = as_operator();
    const auto gone = online_payments(tx, {.agency = commune.agency, .goes_on = false}, 99);
    ASSERT_EQ(gone.size(), 1u);
    EXPECT_EQ(gone[0].until, day_of(12, 1));
    EXPECT_EQ(gone[0].end_reason, "Cổng thanh toán dừng");
    EXPECT_EQ(gone[0].ended_by, "Người 54");
    EXPECT_EQ(gone[0].ended_at, clock->now());
    EXPECT_EQ(online_payments(tx, {.agency = commune.agency, .goes_on = true}, 99).size(), 1u);
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(action || ' ' || agency_id || ' ' || official_id || ' ' || (detail->>'procedures'), ', ' "
            "ORDER BY id) FROM audit_events WHERE action LIKE 'procedure.online_payment%'"),
        "procedure.online_payment_recorded 1 54 2, procedure.online_payment_ended 1 54 1");
}

TEST_F(OnlinePaymentsTest, NobodyChangesOrDeletesWhatIsWrittenDown)
{
    ASSERT_TRUE(record(two_codes(commune.agency, day_of(11, 10))));
    ASSERT_TRUE(end(commune.agency, "2.000815", day_of(12, 1)));
    const db::Scope by_operator{.official = 54, .reach = db::Reach::platform};
    const std::string put =
        "INSERT INTO procedure_online_payments (procedure_id, agency_id, way, since, basis, "
        "entered_at, entered_by) SELECT id, 1, 'own', '2026-11-01', 'x', now(), ";
    const std::string of_one = " FROM procedures WHERE code = '2.000815'";
    const std::string end_it =
        "UPDATE procedure_online_payments SET until = since, end_reason = 'x', ended_at = "
        "now(), ended_by = ";
    const auto all = [&] {
        return database.value("SELECT string_agg(x::text, ' ' ORDER BY id) FROM procedure_online_payments x");
    };
    const std::string before = all();
    for (const char* sql :
         {"DELETE FROM procedure_online_payments", "TRUNCATE procedure_online_payments",
          "UPDATE procedure_online_payments SET since = '2026-01-01'",
          "UPDATE procedure_online_payments SET basis = 'x'",
          "UPDATE procedure_online_payments SET entered_by = 12",
          "UPDATE procedure_online_payments SET agency_id = NULL",
          "UPDATE procedure_online_payments SET end_reason = 'x' WHERE until IS NOT NULL",
          "UPDATE procedure_online_payments SET until = NULL, end_reason = NULL, ended_at = NULL, "
          "ended_by = NULL WHERE until IS NOT NULL"})
        EXPECT_EQ(changed(by_operator, sql), 0u) << sql;
    EXPECT_EQ(changed(by_operator, put + "12" + of_one), 0u) << "in the name of another official";
    EXPECT_EQ(changed(by_operator, end_it + "12 WHERE until IS NULL"), 0u)
        << "in the name of another official";
    for (const Actor* actor : {&commune.leader, &commune.desk, &office.leader}) {
        const std::string own = std::to_string(actor->official);
        EXPECT_EQ(changed(scope_of(*actor), put + own + of_one), 0u) << actor->title;
        EXPECT_EQ(changed(scope_of(*actor), end_it + own + " WHERE until IS NULL"), 0u) << actor->title;
        const db::Scope pretends{.official = actor->official, .reach = db::Reach::platform};
        EXPECT_EQ(changed(pretends, put + own + of_one), 0u) << actor->title;
        EXPECT_EQ(changed(pretends, end_it + own + " WHERE until IS NULL"), 0u) << actor->title;
    }
    EXPECT_EQ(all(), before);
    EXPECT_EQ(changed(by_operator, put + "54" + of_one), 1u);
}

TEST_F(OnlinePaymentsTest, TwoWhoWriteTheSameDownAtOnceMakeItOnce)
{
    // Another operator's record that is there a moment before.
    database.execute(
        "CREATE FUNCTION cut_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN IF pg_trigger_depth() = 1 THEN INSERT "
        "INTO procedure_online_payments (procedure_id, agency_id, way, since, basis, entered_at, entered_by) VALUES (NEW.procedure_id, "
        "NEW.agency_id, NEW.way, NEW.since + 3, 'x', now(), 54); END IF; RETURN NEW; END $$");
    database.execute("CREATE TRIGGER cut_in BEFORE INSERT ON procedure_online_payments FOR EACH ROW EXECUTE "
                     "FUNCTION cut_in()");
    EXPECT_EQ(
        refused(record(two_codes(commune.agency, day_of(11, 10)))),
        "codes: Người khác vừa ghi cách thanh toán này cho một thủ tục đã chọn. Mở lại trang rồi chọn lại.");
    EXPECT_EQ(refused(record(two_codes(0, day_of(11, 10)))).substr(0, 5), "codes");
    EXPECT_EQ(database.value("SELECT count(*) FROM procedure_online_payments"), "0");
}

TEST_F(OnlinePaymentsTest, TheRecountFindsARowThatWasChanged)
{
    ASSERT_TRUE(record(two_codes(commune.agency, day_of(11, 10))));
    const auto expect_found = [&](const std::string& sql, const std::string& words) {
        count_indices(database.pool(), rules, month_of_november(), clock->now());
        EXPECT_EQ(difference(), "") << "before " << sql;
        database.execute(sql);
        EXPECT_EQ(difference(), "UBND phường Kinh Bắc, 3.5a: " + words) << sql;
    };
    const std::string first = " WHERE id = (SELECT min(id) FROM procedure_online_payments)";
    expect_found("UPDATE procedure_online_payments SET since = '2026-12-01'" + first,
                 "2/11 (0,45) is kept, 1/11 (0,23) is counted");
    expect_found("UPDATE procedure_online_payments SET since = '2026-11-30'" + first,
                 "1/11 (0,23) is kept, 2/11 (0,45) is counted");
    expect_found(
        "UPDATE procedure_online_payments SET until = '2026-11-30', end_reason = 'x', ended_at = now(), ended_by = 54" +
            first,
        "2/11 (0,45) is kept, 1/11 (0,23) is counted");
    expect_found("UPDATE procedure_online_payments SET until = '2026-12-01'" + first,
                 "1/11 (0,23) is kept, 2/11 (0,45) is counted");
    expect_found("UPDATE procedure_online_payments SET agency_id = 3" + first,
                 "2/11 (0,45) is kept, 1/11 (0,23) is counted");
    expect_found("UPDATE procedure_online_payments SET agency_id = NULL" + first,
                 "1/11 (0,23) is kept, 2/11 (0,45) is counted");
    expect_found("DELETE FROM procedure_online_payments", "2/11 (0,45) is kept, 0/11 (0,00) is counted");
}

TEST_F(OnlinePaymentsTest, WhatIsMissingIsListedByAgency)
{
    ASSERT_TRUE(record(two_codes(commune.agency, day_of(11, 10))));
    auto everywhere = two_codes(0, day_of(12, 5));
    everywhere.codes = {"1.004873"};
    ASSERT_TRUE(record(everywhere));
    db::Transaction tx = as_operator();
    const auto counts = payable_counts(tx, day_of(12, 10));
    ASSERT_EQ(counts.size(), 3u) << "both communes, and the province";
    EXPECT_EQ(counts.at(0), (PayableCount{11, 1}));
    EXPECT_EQ(counts.at(1), (PayableCount{11, 3}));
    EXPECT_EQ(counts.at(3), (PayableCount{11, 1}));
    for (const auto& [agency, count] : counts) {
        // Page after page.
        std::string after;
        std::int64_t rows = 0;
        for (auto page = unpayable(tx, agency, day_of(12, 10), after, 2); !page.empty();
             page = unpayable(tx, agency, day_of(12, 10), after, 2)) {
            rows += std::ssize(page);
            after = page.back().code;
        }
        EXPECT_EQ(rows, count.procedures - count.payable) << agency;
    }
    EXPECT_EQ(unpayable(tx, 1, day_of(12, 4), "", 99).size(), 9u) << "the day before the province's";
    EXPECT_TRUE(unpayable(tx, department.agency, day_of(12, 10), "", 99).empty());
    const auto first = online_payments(tx, {.agency = 1}, 1);
    ASSERT_EQ(first.size(), 1u);
    const auto rest =
        online_payments(tx, {.agency = 1, .after_code = first[0].code, .after_id = first[0].id}, 99);
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].code, "2.000815");
    EXPECT_EQ(online_payments(tx, {}, 99).size(), 3u);
}

}  // namespace
}  // namespace lt::dossiers
