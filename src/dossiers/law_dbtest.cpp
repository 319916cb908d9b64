// The law changes in the middle of a dossier, and gives more time where something must be verified.
#include <fstream>

#include "dossiers/fixture_dbtest.h"
#include "process/timers.h"

namespace lt::dossiers {
namespace {

namespace fs = std::filesystem;

using std::chrono::hours;

// In Vietnam.
base::Time at(int month, int day, int hour, int minute = 0)
{
    return base::Time(std::chrono::sys_days{std::chrono::year{2026} / month / day}) + hours(hour - 7) +
           std::chrono::minutes(minute);
}

class LawTest : public DossiersTest {
protected:
    Reception marital(const std::function<void(Reception&)>& change = {})
    {
        Reception out = a_reception("1.004873");
        out.answers = R"({"certificates": 1, "exemption": "none"})";
        if (change) change(out);
        return out;
    }

    // The next release says otherwise of marital status: other time, fee, papers, form, drawing.
    void load_version_two()
    {
        const fs::path data = base::find_resources() / "data";
        const fs::path copy = folder / "release";
        fs::create_directories(copy);
        for (const char* part : {"procedures", "processes", "decisions"})
            fs::copy(data / part, copy / part, fs::copy_options::recursive);
        const auto change = [&](const std::string& name, const std::string& from, const std::string& to) {
            std::ifstream in(copy / name);
            std::string text{std::istreambuf_iterator<char>(in), {}};
            const auto found = text.find(from);
            ASSERT_NE(found, std::string::npos) << name << " does not say " << from;
            std::ofstream(copy / name) << text.replace(found, from.size(), to);
        };
        const std::string fees = "decisions/le_phi_tinh_trang_hon_nhan.dmn";
        change(fees, "15000", "20000");
        change(fees, "validFrom=\"2020-01-13\"", "validFrom=\"2026-11-21\"");
        const std::string time = "decisions/thoi_han_tinh_trang_hon_nhan.dmn";
        change(time, "<text>3</text>", "<text>5</text>");
        change(time, "validFrom=\"2016-01-01\"", "validFrom=\"2026-11-21\"");
        change("processes/ho_so_tinh_trang_hon_nhan.bpmn", "Kiểm tra, tra cứu tình trạng hôn nhân",
               "Kiểm tra theo luật mới");
        change(
            "procedures/1.004873.toml", "[[way]]",
            "[[case.paper]]\ncode = \"1.004873.05\"\nname = \"Giấy tờ theo luật mới\"\noriginals = 1\n\n[[way]]");
        change("procedures/forms/1.004873.json", "\"title\": \"", "\"title\": \"luật mới: ");
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        const auto counts = procedures::load(tx, process, {copy / "procedures" / "1.004873.toml"},
                                             clock->now(), [](const std::string&) {});
        EXPECT_EQ(counts.approved, 1u);
        tx.commit();
    }

    // Which version of the drawing handles it.
    std::string drawing(const std::string& uid)
    {
        return database.value(
            "SELECT d.version FROM process_instances i JOIN process_definitions d ON d.id = "
            "i.definition_id WHERE i.uid = '" +
            instance_of(uid) + "'");
    }
    // "15000 1, 20000 2": what is to be paid, and which papers it was received with.
    std::string received_with(const std::string& uid)
    {
        const std::string of = " WHERE dossier_id = (SELECT id FROM dossiers WHERE uid = '" + uid + "')";
        return database.value("SELECT sum(amount) FROM dossier_fees" + of) + " " +
               database.value("SELECT count(*) FROM dossier_papers" + of + " AND code = '1.004873.05'");
    }
    bool has_new_form(const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        return procedures::find_version(tx, the(uid).version_uid)->ready.form.find("luật mới") !=
               std::string::npos;
    }
    // Through the process without any verification, and into the hands of the citizen.
    void finish(const std::string& uid)
    {
        while (
            !work(commune, uid, R"({"du_dieu_kien": true, "can_xac_minh": false, "dong_y": true})").empty()) {
        }
        EXPECT_EQ(the(uid).life.state, State::resolved);
        record_results(commune, uid);
        ASSERT_TRUE(
            take_payment(services, commune.desk, uid, {.fees = {0}, .means = "cash", .receipt = "0001234"}));
        const auto given =
            acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}});
        EXPECT_TRUE(given) << given.error().message;
        EXPECT_EQ(the(uid).life.state, State::returned);
    }
};

TEST_F(LawTest, ADossierKeepsAllOfTheVersionThatItBeganWith)
{
    const std::string waits = received(marital([](Reception& it) { it.begin = false; })).uid;
    const std::string runs = received(marital()).uid;
    const std::string online = received(marital([](Reception& it) { it.way = Way::online; })).uid;
    clock->advance(hours(1));
    load_version_two();
    // It is approved, and comes into force tomorrow.
    clock->advance(hours(1));
    const std::string last = received(marital()).uid;
    EXPECT_EQ(drawing(last), "1") << "what was lodged before it is in force has none of it";
    EXPECT_EQ(received_with(last), "15000 0");

    clock->set(at(11, 23, 9));
    const auto fresh = received(marital());
    EXPECT_EQ(fresh.code, "H05.26.1-261123-0001");
    EXPECT_EQ(fresh.due_at, at(12, 1, 9)) << "five working days, the 24th is a holiday";
    EXPECT_EQ(received_with(fresh.uid), "20000 1");
    EXPECT_EQ(drawing(fresh.uid), "2");
    EXPECT_TRUE(has_new_form(fresh.uid));

    // Received, and begun under the new law.
    ASSERT_TRUE(acted(commune.desk, waits, {.kind = ActKind::begin}));
    EXPECT_EQ(drawing(waits), "1");
    EXPECT_EQ(the(waits).due_at, at(11, 26, 9));
    EXPECT_EQ(received_with(waits), "15000 0");
    EXPECT_FALSE(has_new_form(waits));
    // Lodged, and accepted under it.
    ASSERT_TRUE(acted(commune.desk, online, {.kind = ActKind::receive}));
    ASSERT_TRUE(acted(commune.desk, online, {.kind = ActKind::begin}));
    EXPECT_EQ(the(online).due_at, at(11, 27, 9)) << "three working days";
    EXPECT_EQ(drawing(online), "1");
    // Stopped by mistake: it begins again, on its own drawing.
    const std::string before = instance_of(runs);
    ASSERT_TRUE(acted(commune.leader, runs, {.kind = ActKind::stop}));
    ASSERT_TRUE(take_back(services, commune.leader, runs, 0, "Nhầm hồ sơ"));
    run_jobs();
    EXPECT_NE(instance_of(runs), before);
    EXPECT_EQ(drawing(runs), "1");
    ASSERT_TRUE(acted(commune.leader, runs,
                      {.kind = ActKind::extend,
                       .basis = "Nghị định 118/2025/NĐ-CP",
                       .more = {1, calendar::Unit::working_days}}));
    EXPECT_EQ(the(runs).due_at, at(11, 27, 9));
    // Supplemented: its own time begins anew.
    ASSERT_TRUE(acted(commune.specialist, waits, {.kind = ActKind::ask_supplement}));
    clock->set(at(11, 25, 9));
    ASSERT_TRUE(acted(commune.desk, waits, {.kind = ActKind::supplemented}));
    EXPECT_EQ(the(waits).due_at, at(11, 30, 9));
    EXPECT_EQ(received_with(waits), "15000 0");

    EXPECT_EQ(work(commune, waits, R"({"du_dieu_kien": true, "can_xac_minh": false})"),
              "Kiểm tra, tra cứu tình trạng hôn nhân");
    EXPECT_EQ(work(commune, fresh.uid, R"({"du_dieu_kien": true, "can_xac_minh": false})"),
              "Kiểm tra theo luật mới");
    for (const std::string& uid : {waits, runs, online, last, fresh.uid}) finish(uid);
    EXPECT_EQ(database.value(
                  "SELECT string_agg(DISTINCT amount::text, ' ') FROM dossier_fees WHERE state = 'paid'"),
              "15000 20000");

    // A table of the agency's own counts for its dossiers, and for those of nobody else.
    database.execute(
        "INSERT INTO decision_models (uid, agency_id, key, version, name, sha256, source, valid_from, basis, deployed_at, "
        "deployed_by) SELECT gen_random_uuid(), 1, key, 1, name, repeat('1', 64), convert_to(replace(convert_from(source, "
        "'UTF8'), '20000', '21000'), 'UTF8'), valid_from, basis, deployed_at, deployed_by FROM decision_models WHERE key = "
        "'le_phi_tinh_trang_hon_nhan' ORDER BY version DESC LIMIT 1");
    EXPECT_EQ(received_with(received(marital()).uid), "21000 1");
    const auto elsewhere = receive(services, other.desk, marital());
    ASSERT_TRUE(elsewhere) << elsewhere.error().message;
    EXPECT_EQ(received_with(elsewhere->uid), "20000 1");

    // A drawing that is retired since is still that of what was lodged while it was used.
    const std::string late = received(marital([](Reception& it) { it.begin = false; })).uid;
    clock->advance(hours(1));
    database.execute("UPDATE process_definitions SET retired_at = '" + base::format_iso(clock->now()) +
                     "' WHERE key = 'ho_so_tinh_trang_hon_nhan'");
    ASSERT_TRUE(acted(commune.desk, late, {.kind = ActKind::begin}));
    EXPECT_EQ(drawing(late), "2");
}

class VerificationTest : public LawTest {
protected:
    // Every step of all dossiers at the last moment that it has, all that is asked answered with yes; until each has its result.
    void work_at_the_last_moments()
    {
        const std::string next = " FROM process_waits w JOIN dossiers d ON d.instance_uid = w.instance_uid "
                                 "WHERE w.due_at IS NOT NULL ORDER BY w.due_at, d.id LIMIT 1";
        for (int i = 0; i < 60; ++i) {
            const std::string uid = database.value("SELECT coalesce((SELECT d.uid::text" + next + "), '')");
            if (uid.empty()) return;
            clock->set(base::Time(std::chrono::seconds(
                std::stoll(database.value("SELECT extract(epoch FROM w.due_at)::bigint" + next)))));
            if (process::fire_due(process) > 0)
                run_jobs();
            else
                work(commune, uid, yes_to_all(commune, uid));
        }
        FAIL() << "it goes round and round";
    }
    std::string told(const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        std::string out;
        const auto dossier = store::find(tx, uid);
        for (const Event& event : store::events(tx, dossier->id))
            if (event.act == ActKind::verify) out += event.reason;
        for (const store::Slip& slip : store::slips(tx, dossier->id))
            if (slip.kind == "apology") out += " " + std::to_string(slip.number);
        return out;
    }
};

TEST_F(VerificationTest, WhatMustBeVerifiedHasTheLongerTimeOfTheLawAndIsNotLate)
{
    struct One {
        const char* code;
        const char* answers;
        base::Time promised, due;
        const char* told;
        Way way = Way::counter;
        int case_no = 0;
    };
    const One all[] = {
        {"1.001193", R"({"child": {"birth_date": "2026-11-01"}})", at(11, 20, 17), at(11, 27, 9),
         "Phải xác minh tình trạng hôn nhân của cha mẹ. 1"},
        {"1.000656", R"({"deceased": {"death_date": "2026-11-15"}})", at(11, 20, 17), at(11, 26, 9),
         "Phải xác minh sự kiện chết. 2"},
        {"1.000894", "{}", at(11, 23, 9), at(11, 30, 9), "Phải xác minh tình trạng hôn nhân của hai bên. 3"},
        {"1.004873", R"({"certificates": 1, "exemption": "none"})", at(11, 26, 9), at(12, 14, 17),
         "Phải xác minh với nơi đã từng thường trú. 5"},
        {"1.012783", R"({"parcel": {"in_ward": true}})", at(11, 30, 9), at(12, 7, 9),
         "Phải đo đạc, xác minh thửa đất. 6"},
        // Whoever lodged online has a day to confirm the form, also of a child that was found.
        {"1.001193", R"({"child": {"birth_date": "2026-11-01"}})", at(11, 20, 17), at(11, 30, 9),
         "Phải xác minh tình trạng hôn nhân của cha mẹ. 4", Way::online, 1},
    };
    std::vector<std::string> uids;
    for (const One& one : all) {
        Reception reception = a_reception(one.code);
        reception.answers = one.answers;
        reception.way = one.way;
        reception.case_no = one.case_no;
        uids.push_back(received(reception).uid);
        if (one.way == Way::online) {
            ASSERT_TRUE(acted(commune.desk, uids.back(), {.kind = ActKind::receive}));
            ASSERT_TRUE(acted(commune.desk, uids.back(), {.kind = ActKind::begin}));
        }
        EXPECT_EQ(the(uids.back()).due_at, one.promised) << one.code;
    }
    work_at_the_last_moments();
    for (std::size_t i = 0; i < uids.size(); ++i) {
        SCOPED_TRACE(all[i].code);
        const Dossier dossier = the(uids[i]);
        EXPECT_EQ(dossier.due_at, all[i].due);
        EXPECT_EQ(dossier.first_due_at, all[i].promised) << "what the receipt says stays";
        EXPECT_EQ(told(uids[i]), all[i].told);
        ASSERT_EQ(dossier.life.state, State::resolved);
        EXPECT_NE(timeliness(dossier.due_at, *dossier.life.resolved_at), Timeliness::late)
            << "all steps together take no longer than the law gives";
    }
}

TEST_F(VerificationTest, ItIsSaidOnceAndHelpsNobodyWhoIsLate)
{
    const std::string uid = received(marital()).uid;
    const std::string ask = R"({"du_dieu_kien": true, "can_xac_minh": true})";
    work(commune, uid, ask);
    const base::Time due = *the(uid).due_at;
    // Asked for once more, after the leader sent it back; the province has corrected the words of its table meanwhile.
    database.execute(
        "INSERT INTO decision_models (uid, agency_id, key, version, name, sha256, source, valid_from, basis, deployed_at, "
        "deployed_by) SELECT gen_random_uuid(), agency_id, key, version + 1, name, repeat('2', 64), convert_to(replace(convert_from("
        "source, 'UTF8'), 'Điều 22: phải', 'khoản 2 Điều 22: phải'), 'UTF8'), valid_from, basis, deployed_at, deployed_by "
        "FROM decision_models WHERE key = 'thoi_han_tinh_trang_hon_nhan'");
    work(commune, uid);
    work(commune, uid);
    work(commune, uid, R"({"dong_y": false})");
    work(commune, uid, ask);
    EXPECT_EQ(the(uid).due_at, due);
    EXPECT_EQ(told(uid), "Phải xác minh với nơi đã từng thường trú. 1");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_waits WHERE kind = 'incident'"), "0");
    // The one extension of the law is still there.
    ASSERT_TRUE(
        acted(commune.leader, uid,
              {.kind = ActKind::extend, .basis = "NĐ 118/2025", .more = {2, calendar::Unit::calendar_days}}));
    EXPECT_EQ(the(uid).due_at, at(12, 15, 17));

    const std::string late = received(marital()).uid;
    const base::Time promised = *the(late).due_at;
    clock->set(promised + hours(1));
    work(commune, late, ask);
    EXPECT_EQ(the(late).due_at, promised);
    EXPECT_EQ(told(late), "");
    EXPECT_EQ(database.value("SELECT reason FROM dossier_events WHERE act = 'note'"),
              "Phải xác minh với nơi đã từng thường trú. Hẹn trả đã qua nên thời hạn không được kéo dài.");
    // Nobody does it by hand; who said it by mistake or a leader takes it back.
    EXPECT_FALSE(acted(commune.leader, late, {.kind = ActKind::verify, .limit = calendar::Limit{}}));
    const std::string wrong = received(marital()).uid;
    const base::Time first = *the(wrong).due_at;
    work(commune, wrong, ask);
    EXPECT_GT(*the(wrong).due_at, first);
    EXPECT_FALSE(take_back(services, commune.desk, wrong, 0, "Nhầm"));
    const auto back = take_back(services, commune.leader, wrong, 0, "Đánh dấu nhầm");
    EXPECT_TRUE(back) << back.error().message;
    EXPECT_EQ(the(wrong).due_at, first);
}

}  // namespace
}  // namespace lt::dossiers
