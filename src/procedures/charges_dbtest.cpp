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

TEST_F(ChargesTest, AReliefOfSomeMonthsCountsOnItsDaysAndOnlyThen)
{
    using std::chrono::year;
    const auto on = [&](base::Day day, const std::string& code, const std::string& answers, Way way) {
        clock->set(base::Time(day) + std::chrono::hours(3));
        db::Transaction tx = database.pool().begin({});
        const auto all = charges(
            tx, *services.decisions,
            *find_version(
                tx,
                database.value(
                    "SELECT v.uid FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id WHERE p.code = '" +
                    code + "'")),
            {.way = way, .answers = value(answers), .at = clock->now(), .agency = 1});
        EXPECT_TRUE(all) << all.error().message;
        for (const Charge& one : *all)
            if (one.code == "PHI-BSTL") return std::to_string(one.amount) + " " + one.basis.substr(0, 26);
        return std::string("none");
    };
    load();
    const std::string paid = "8000 Thông tư 281/2016/TT-BTC";
    const std::string free = "0 Thông tư 117/2026/TT-BTC";
    const std::pair<const char*, const char*> all[] = {
        {"1.001193", R"({"child": {"birth_date": "2026-08-01"}, "copies": 1})"},
        {"1.000656", R"({"deceased": {"death_date": "2026-08-13"}, "copies": 1})"},
        {"1.000894", R"({"copies": 1})"},
    };
    for (const auto& [code, answers] : all) {
        EXPECT_EQ(on(year{2026} / 8 / 14, code, answers, Way::online), paid) << code << ": before";
        EXPECT_EQ(on(year{2026} / 8 / 15, code, answers, Way::online), free) << code << ": the first day";
        EXPECT_EQ(on(year{2026} / 8 / 15, code, answers, Way::counter), paid) << code << ": at the counter";
        EXPECT_EQ(on(year{2027} / 2 / 28, code, answers, Way::online), free) << code << ": the last day";
        EXPECT_EQ(on(year{2027} / 3 / 1, code, answers, Way::online), paid) << code << ": after";
    }
    // Two procedures name the model, and two files are of it.
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(version || ' ' || valid_from, ', ' ORDER BY version) FROM decision_models "
            "WHERE key = 'le_phi_khai_sinh'"),
        "1 2020-01-13, 2 2026-08-15");
}

TEST_F(ChargesTest, EveryTimeIsDecidedByATableThatSaysWhatTheRecordSays)
{
    load();
    db::Transaction tx = database.pool().begin({});
    const std::string few = R"({"documents": [{"pages": 3, "copies": 2}]})";
    std::map<std::string, std::string> longer;
    for (const fs::path& path : procedure_files(folder())) {
        const Version version = *find_in_force(tx, path.stem().string(), today());
        ASSERT_FALSE(version.ready.time.empty()) << version.code;
        for (const Channel& channel : version.procedure.channels)
            for (int no = 0; no < static_cast<int>(version.procedure.cases.size()); ++no) {
                const std::string where =
                    version.code + " " + std::string(to_text(channel.way)) + " " + std::to_string(no);
                Asked asked{.case_no = no, .way = channel.way, .answers = value(few), .at = clock->now()};
                const auto decided = limit_by(tx, *services.decisions, version, asked);
                ASSERT_TRUE(decided && *decided) << where;
                EXPECT_EQ((*decided)->duration, limit_of(version, no, channel.way)->duration) << where;
                EXPECT_FALSE((*decided)->basis.empty()) << where;
                asked.verified = true;
                const auto then = limit_by(tx, *services.decisions, version, asked);
                ASSERT_TRUE(then && *then) << where;
                if ((*then)->duration == (*decided)->duration) continue;
                EXPECT_NE((*then)->basis, (*decided)->basis) << where;
                longer[where] = std::to_string(static_cast<int>((*then)->duration.amount)) +
                                ((*then)->duration.unit == calendar::Unit::working_days ? " wd" : " d");
            }
    }
    std::map<std::string, std::string> lawful;
    for (const char* way : {" counter ", " online ", " post "}) {
        // Whoever lodged a birth online has a day to confirm the form, of either case.
        for (const char* no : {"0", "1"})
            lawful["1.001193" + std::string(way) + no] = way == std::string(" online ") ? "5 wd" : "4 wd";
        lawful["1.000656" + std::string(way) + "0"] = "3 wd";
        lawful["1.000894" + std::string(way) + "0"] = "5 wd";
        lawful["1.004873" + std::string(way) + "0"] = "23 d";
        lawful["1.012783" + std::string(way) + "0"] = "10 wd";
    }
    EXPECT_EQ(longer, lawful) << "what must be verified has more time, and nothing else";
    // Every table names its law and its first day.
    EXPECT_EQ(
        database.value("SELECT count(*) FROM decision_models WHERE basis = '' OR valid_from > '2026-08-15'"),
        "0");
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
