// What dossiers cost, and times that are decided.
#include "procedures/release_fixture_dbtest.h"

namespace lt::procedures {
namespace {

class ChargesTest : public ReleaseDb {
protected:
    // "LP-KS 5000, PHI-BSTL 16000"
    std::string charged(const std::string& code, const std::string& answers, Way way = Way::counter,
                        int case_no = 0)
    {
        db::Transaction tx = database.pool().begin({});
        const auto version = find_in_force(tx, code, today());
        if (!version) return "no version";
        const auto all = charges(
            tx, *services.decisions, *version,
            {.case_no = case_no, .way = way, .answers = value(answers), .at = clock->now(), .agency = 1});
        if (!all) return all.error().message.str();
        std::string out;
        for (const Charge& one : *all) {
            EXPECT_FALSE(one.name.empty());
            EXPECT_FALSE(one.basis.empty()) << one.code;
            out += (out.empty() ? "" : ", ") + one.code + " " + std::to_string(one.amount);
        }
        return out;
    }
};

TEST_F(ChargesTest, ChargesComeFromTheTables)
{
    load();
    EXPECT_EQ(charged("1.001193", R"({"child": {"birth_date": "2026-11-01"}, "copies": 2})"),
              "LP-KS 0, PHI-BSTL 16000");
    EXPECT_EQ(charged("1.001193", R"({"child": {"birth_date": "2026-09-20"}})"), "LP-KS 5000") << "61 days";
    EXPECT_EQ(charged("1.001193", R"({"child": {"birth_date": "2026-09-21"}})"), "LP-KS 0") << "60 days";
    EXPECT_EQ(charged("1.001193", R"({"child": {"birth_date": "2026-01-01"}, "exemption": "poor"})"),
              "LP-KS 0");
    EXPECT_EQ(charged("1.000656", R"({"deceased": {"death_date": "2026-11-05"}, "copies": 0})"), "LP-KT 0");
    EXPECT_EQ(charged("1.000656", R"({"deceased": {"death_date": "2026-11-04"}, "copies": 1})"),
              "LP-KT 5000, PHI-BSTL 8000");
    EXPECT_EQ(charged("1.000894", R"({"copies": 1})"), "LP-KH 0, PHI-BSTL 8000");
    EXPECT_EQ(charged("1.004873", R"({"certificates": 2, "exemption": "none"})"), "LP-TTHN 30000");
    EXPECT_EQ(charged("2.000815", R"({"documents": [{"pages": 3, "copies": 2}]})"), "PHI-CTBS 10000");
    EXPECT_EQ(
        charged("2.000815", R"({"documents": [{"pages": 240, "copies": 1}, {"pages": 1, "copies": 1}]})"),
        "PHI-CTBS 202000");
    EXPECT_EQ(charged("1.001612", "{}", Way::online), "LP-HKD 0");
    EXPECT_EQ(charged("1.001612", "{}", Way::counter), "LP-HKD 100000");
    EXPECT_EQ(charged("1.013225", "{}", Way::counter, 0), "LP-GPXD 50000");
    EXPECT_EQ(charged("1.013225", "{}", Way::counter, 1), "LP-GPXD 100000");
    EXPECT_EQ(charged("1.012783", R"({"parcel": {"in_ward": true}})"), "LP-GCN 28000");
    EXPECT_EQ(charged("3.000347", "{}", Way::online), "LP-GPLX 115000");
    EXPECT_EQ(charged("2.000908", "{}"), "") << "nothing is paid, by the record";
    EXPECT_EQ(charged("3.000722", R"({"child": {"birth_date": "2026-11-01"}, "copies": 0})"), "LP-KS 0");
    EXPECT_EQ(charged("2.002913", R"({"deceased": {"death_date": "2026-11-19"}, "copies": 0})"), "LP-KT 0");
}

TEST_F(ChargesTest, ChargesOfARecordArePlainAmountsOrRefused)
{
    load();
    db::Transaction tx = database.pool().begin({});
    Version version = *find_in_force(tx, "1.001612", today());
    const auto amount = [&](Way way) {
        const auto all = charges(tx, *services.decisions, version, {.way = way, .at = clock->now()});
        return all ? (all->empty() ? 0 : all->front().amount) : -1;
    };
    version.ready.fees = "";
    EXPECT_EQ(amount(Way::counter), 100000);
    EXPECT_EQ(amount(Way::online), 0);
    version.procedure.channels[0].terms[0].fees[0].per = "trang";
    EXPECT_EQ(amount(Way::counter), -1) << "per page: nobody can say how much that is";
    version.ready.fees = "le_phi_ho_kinh_doanh#muc_thu";
    EXPECT_EQ(amount(Way::counter), -1) << "a decision that gives no list of charges";
    version.ready.fees = "khong_co";
    EXPECT_EQ(charges(tx, *services.decisions, version, {.at = clock->now()}).error().fault,
              base::Fault::not_found);
}

TEST_F(ChargesTest, ATimeCanBeDecidedToo)
{
    load();
    db::Transaction tx = database.pool().begin({});
    Version version = *find_in_force(tx, "2.000815", today());
    const auto limit = [&](const std::string& answers) {
        const auto decided =
            limit_by(tx, *services.decisions, version, {.answers = value(answers), .at = clock->now()});
        EXPECT_TRUE(decided) << decided.error().message;
        return decided ? *decided : std::nullopt;
    };
    EXPECT_EQ(limit(R"({"documents": [{"pages": 3, "copies": 2}]})")->duration,
              (calendar::Duration{0, calendar::Unit::calendar_days}));
    const auto many = limit(R"({"documents": [{"pages": 101, "copies": 2}]})");
    EXPECT_EQ(many->duration, (calendar::Duration{2, calendar::Unit::working_days}));
    EXPECT_EQ(many->basis, "NĐ 23/2015/NĐ-CP, Điều 21");
    EXPECT_EQ(many->received_by, 15 * 60);
    version.ready.time = "phi_chung_thuc_ho_so#muc_thu";
    EXPECT_EQ(limit_by(tx, *services.decisions, version, {.at = clock->now()}).error().fault,
              base::Fault::conflict);
    version.ready.time = "";
    EXPECT_TRUE(limit("{}")) << "the time of the record";
    version.ready.times.no_due = true;
    EXPECT_FALSE(limit("{}"));
}

}  // namespace
}  // namespace lt::procedures
