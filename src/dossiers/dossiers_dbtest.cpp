// Dossiers from reception to the result, on the procedures of the release.
#include <thread>

#include "dossiers/fixture_dbtest.h"
#include "dossiers/given_slips.h"
#include "dossiers/register.h"

namespace lt::dossiers {
namespace {

using std::chrono::hours;

TEST_F(DossiersTest, ReceptionGivesCodeDueTimeAndReceiptAndBeginsTheProcess)
{
    const Received done = received(a_reception());
    EXPECT_EQ(done.code, "H05.26.1-261120-0001");
    ASSERT_TRUE(done.due_at);
    const Dossier dossier = the(done.uid);
    EXPECT_EQ(dossier.life.state, State::processing);
    EXPECT_EQ(dossier.first_due_at, done.due_at);
    EXPECT_EQ(dossier.decides, commune.agency);
    EXPECT_FALSE(dossier.instance.empty());
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const auto history = store::events(tx, dossier.id);
    ASSERT_EQ(history.size(), 2u);
    EXPECT_EQ(history[0].act, ActKind::receive);
    EXPECT_EQ(history[1].act, ActKind::begin);
    ASSERT_EQ(store::slips(tx, dossier.id).size(), 1u);
    EXPECT_EQ(lists::tasks_of(tx, dossier.instance).size(), 1u);
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.receive'"), "1");
}

TEST_F(DossiersTest, AFormSentTwiceMakesOneDossier)
{
    const Reception reception = a_reception();
    const Received first = received(reception);
    const auto again = receive(services, commune.desk, reception);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->again);
    EXPECT_EQ(again->code, first.code);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "1");
    // Another agency can't claim it, nor learn of it.
    const auto stranger = receive(services, other.desk, reception);
    ASSERT_FALSE(stranger);
}

TEST_F(DossiersTest, TwoDesksAtOnceMakeCodesWithoutGapOrDouble)
{
    constexpr int kEach = 15;
    std::vector<Reception> receptions;
    for (int i = 0; i < 2 * kEach; ++i) receptions.push_back(a_reception());
    std::atomic<int> failed = 0;
    const auto work = [&](int from) {
        for (int i = from; i < 2 * kEach; i += 2)
            if (!receive(services, commune.desk, receptions[static_cast<std::size_t>(i)])) ++failed;
    };
    std::thread one(work, 0);
    std::thread two(work, 1);
    one.join();
    two.join();
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(
        database.value("SELECT count(DISTINCT code) || ' ' || min(code) || ' ' || max(code) FROM dossiers"),
        "30 H05.26.1-261120-0001 H05.26.1-261120-0030");
}

TEST_F(DossiersTest, CodesCountAnewEachDayAndAcrossTheYearsEnd)
{
    received(a_reception());
    clock->advance(hours(24 * 3));
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-261123-0001");
    clock->set(std::chrono::sys_days{std::chrono::year{2026} / 12 / 31} + hours(16));  // 23:00 in Vietnam
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-261231-0001");
    clock->advance(hours(2));
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-270101-0001");
}

TEST_F(DossiersTest, ADossierOverTetIsDueAfterIt)
{
    const auto at = [](std::chrono::sys_days day, int hour, int minute) {
        return base::Time(day) + hours(hour - 7) + std::chrono::minutes(minute);
    };
    // Friday 1 January 2027 is a holiday; what comes after 15:00 on the last day of the year counts from the Monday after it.
    using std::chrono::year;
    clock->set(at(year{2026} / 12 / 31, 15, 30));
    const Received last = received(a_reception());
    EXPECT_EQ(last.code, "H05.26.1-261231-0001");
    EXPECT_EQ(last.due_at, at(year{2027} / 1 / 4, 17, 0));
    clock->set(at(year{2027} / 1 / 4, 8, 0));
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-270104-0001");

    // Tết of 2027: days off from Thursday 4 to Wednesday 10 February. One working day is eight hours of working time.
    clock->set(at(year{2027} / 2 / 3, 10, 0));
    EXPECT_EQ(received(a_reception()).due_at, at(year{2027} / 2 / 11, 10, 0));
    clock->set(at(year{2027} / 2 / 3, 15, 30));
    const Received late = received(a_reception());
    EXPECT_EQ(late.due_at, at(year{2027} / 2 / 11, 17, 0));
    clock->set(at(year{2027} / 2 / 9, 9, 0));
    EXPECT_EQ(the(late.uid).due_at, late.due_at);
    EXPECT_EQ(process.distance(commune.agency, *late.due_at, clock->now()).late, false);
    // An extension by three days during the holidays runs from the due time on.
    ASSERT_TRUE(acted(commune.leader, late.uid,
                      {.kind = ActKind::extend,
                       .basis = "Nghị định 118/2025/NĐ-CP",
                       .more = {3, calendar::Unit::working_days}}));
    EXPECT_EQ(the(late.uid).due_at, at(year{2027} / 2 / 16, 17, 0));
}

TEST_F(DossiersTest, ATemplateOfTheAgencyCountsBeforeTheProvinces)
{
    database.execute(
        "INSERT INTO dossier_code_templates (agency_id, template, valid_from) VALUES (1, '{agency}/{yyyymmdd}/{seq:6}', "
        "'2026-11-01')");
    EXPECT_EQ(received(a_reception()).code, "H05.26.1/20261120/000001");
}

TEST_F(DossiersTest, WrongInputIsToldAtItsField)
{
    Reception bad = a_reception("1.013225");
    bad.owner.name = " ";
    bad.owner.number = "12345";
    bad.owner.phone = "abc";
    bad.sets = 0;
    bad.papers.assign(20, {});
    bad.delivery = Delivery::post;
    const auto refused = receive(services, commune.desk, bad);
    ASSERT_FALSE(refused);
    std::set<std::string> fields{refused.error().field};
    for (const auto& [field, message] : refused.error().more) fields.insert(field);
    for (const char* field :
         {"owner_name", "owner_number", "owner_phone", "dossier_sets", "papers", "delivery_to"})
        EXPECT_TRUE(fields.contains(field)) << field;
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_series"), "0");

    bad = a_reception("1.013225");
    bad.papers.assign(20, {});
    bad.incomplete_anyway = true;
    EXPECT_TRUE(receive(services, commune.desk, bad));
    EXPECT_FALSE(receive(services, commune.specialist, a_reception()));
    EXPECT_FALSE(receive(services, department.desk, a_reception()));  // nobody decides it for them
}

TEST_F(DossiersTest, ARefusedOneGetsTheFormAndNoDueTime)
{
    Reception reception = a_reception();
    reception.rejected = "Không thuộc thẩm quyền của phường";
    const Dossier dossier = the(received(reception).uid);
    EXPECT_EQ(dossier.life.state, State::rejected);
    EXPECT_FALSE(dossier.due_at);
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const auto slips = store::slips(tx, dossier.id);
    ASSERT_EQ(slips.size(), 1u);
    EXPECT_EQ(slips[0].kind, "refusal");
    EXPECT_EQ(slips[0].number, 1);
}

TEST_F(DossiersTest, TheWholeWayToTheResult)
{
    const Received done = received(a_reception());
    const auto titles = work_to_the_end(commune, done.uid);
    EXPECT_GE(titles.size(), 2u);
    Dossier dossier = the(done.uid);
    EXPECT_EQ(dossier.life.state, State::resolved);
    EXPECT_EQ(dossier.delivery_state, "waiting");
    const store::Return taken{.taken_by = "Nguyễn Thị Ánh"};
    const auto without = acted(commune.desk, done.uid, {.kind = ActKind::hand_over, .given = taken});
    ASSERT_FALSE(without) << "there is no result";
    EXPECT_EQ(without.error().field, "outstanding");
    EXPECT_EQ(without.error().fault, base::Fault::invalid);
    record_results(commune, done.uid);
    const auto nameless = acted(commune.desk, done.uid, {.kind = ActKind::hand_over});
    ASSERT_FALSE(nameless);
    EXPECT_EQ(nameless.error().field, "taken_by");
    ASSERT_TRUE(
        acted(commune.desk, done.uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
    dossier = the(done.uid);
    EXPECT_EQ(dossier.life.state, State::returned);
    EXPECT_EQ(dossier.delivery_state, "delivered");
    EXPECT_FALSE(acted(commune.desk, done.uid, {.kind = ActKind::stop}));
    // Handed to the wrong person: taken back, nothing is left of it but the history.
    ASSERT_TRUE(take_back(services, commune.desk, done.uid, 0, "Trả nhầm người"));
    EXPECT_EQ(the(done.uid).life.state, State::resolved);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_returns"), "0");
}

TEST_F(DossiersTest, FeesAreTakenOnceAndBeforeTheResultIsHandedOver)
{
    // A late birth registration costs something.
    Reception reception = a_reception("2.000815");
    reception.answers = R"({"documents": [{"name": "Bằng tốt nghiệp", "pages": 3, "copies": 2}]})";
    const Received done = received(reception);
    Dossier dossier = the(done.uid);
    std::vector<std::int64_t> numbers;
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        for (const Fee& fee : store::fees(tx, dossier.id)) numbers.push_back(fee.no);
    }
    ASSERT_FALSE(numbers.empty()) << dossier.money;
    EXPECT_EQ(dossier.money, "due");
    work_to_the_end(commune, done.uid);
    record_results(commune, done.uid);
    const auto unpaid =
        acted(commune.desk, done.uid, {.kind = ActKind::hand_over, .given = {.taken_by = "A"}});
    ASSERT_FALSE(unpaid);
    EXPECT_EQ(unpaid.error().field, "fees");
    EXPECT_FALSE(take_payment(services, commune.specialist, done.uid, {.fees = numbers, .means = "cash"}));
    EXPECT_FALSE(take_payment(services, commune.desk, done.uid, {.fees = {}, .means = "cash"}));
    EXPECT_FALSE(take_payment(services, commune.desk, done.uid, {.fees = numbers, .means = "gold"}));
    ASSERT_TRUE(take_payment(services, commune.desk, done.uid,
                             {.fees = numbers, .means = "cash", .receipt = "0001234"}));
    const auto again = take_payment(services, commune.desk, done.uid, {.fees = numbers, .means = "cash"});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().field, "fees");
    EXPECT_EQ(the(done.uid).money, "paid");
    EXPECT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::hand_over, .given = {.taken_by = "A"}}));
}

TEST_F(DossiersTest, ASupplementStopsTheClocksOfDossierAndProcess)
{
    const Received done = received(a_reception());
    clock->advance(hours(1));
    ASSERT_TRUE(acted(
        commune.desk, done.uid,
        {.kind = ActKind::ask_supplement, .reason = "Thiếu giấy tờ", .missing = {{0, "Nộp bản chính"}}}));
    Dossier dossier = the(done.uid);
    EXPECT_EQ(dossier.life.state, State::supplement);
    EXPECT_FALSE(dossier.due_at);
    EXPECT_TRUE(dossier.supplement_by);
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        for (const auto& task : lists::tasks_of(tx, dossier.instance)) EXPECT_TRUE(task.paused_at);
        EXPECT_EQ(store::papers(tx, dossier.id)[0].missing, "Nộp bản chính");
    }
    clock->advance(hours(24 * 5));
    ASSERT_TRUE(
        acted(commune.desk, done.uid, {.kind = ActKind::supplemented, .papers = {{0, {.originals = 1}}}}));
    dossier = the(done.uid);
    EXPECT_EQ(dossier.life.state, State::processing);
    ASSERT_TRUE(dossier.due_at);
    EXPECT_GT(*dossier.due_at, *done.due_at);
    EXPECT_EQ(dossier.first_due_at, done.due_at);
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    for (const auto& task : lists::tasks_of(tx, dossier.instance)) EXPECT_FALSE(task.paused_at);
    EXPECT_EQ(store::papers(tx, dossier.id)[0].originals, 2);
}

TEST_F(DossiersTest, StoppingEndsTheProcessAndTakingItBackBeginsAnother)
{
    const Received done = received(a_reception());
    const std::string first = the(done.uid).instance;
    EXPECT_FALSE(acted(commune.desk, done.uid, {.kind = ActKind::stop}));  // not the desk's
    ASSERT_TRUE(acted(commune.leader, done.uid, {.kind = ActKind::stop}));
    EXPECT_EQ(database.value("SELECT status FROM process_instances WHERE uid = '" + first + "'"),
              "terminated");
    EXPECT_FALSE(take_back(services, commune.desk, done.uid, 0, "Nhầm"));
    EXPECT_FALSE(take_back(services, commune.leader, done.uid, 0, ""));
    ASSERT_TRUE(take_back(services, commune.leader, done.uid, 0, "Nhầm hồ sơ"));
    run_jobs();
    const Dossier dossier = the(done.uid);
    EXPECT_EQ(dossier.life.state, State::processing);
    EXPECT_EQ(dossier.due_at, done.due_at);
    EXPECT_NE(dossier.instance, first);
    EXPECT_FALSE(take_back(services, commune.leader, done.uid, 0, "Lần nữa"));
    EXPECT_EQ(work_to_the_end(commune, done.uid).empty(), false);
}

TEST_F(DossiersTest, WhoSawAnOlderStateIsToldAndChangesNothing)
{
    const Received done = received(a_reception());
    const int seen = the(done.uid).version;
    ASSERT_TRUE(
        acted(commune.desk, done.uid, {.kind = ActKind::note, .version = seen, .reason = "Đã gọi điện"}));
    const auto late = acted(commune.leader, done.uid, {.kind = ActKind::stop, .version = seen});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().fault, base::Fault::conflict);
    EXPECT_EQ(the(done.uid).life.state, State::processing);
}

TEST_F(DossiersTest, OnlyWhoTakesPartSeesIt)
{
    const Received done = received(a_reception());
    const auto sees = [&](const Actor& actor) {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return store::find(tx, done.uid).has_value();
    };
    EXPECT_TRUE(sees(commune.desk));
    EXPECT_TRUE(sees(commune.leader));
    EXPECT_TRUE(sees(commune.specialist));  // has its task
    EXPECT_FALSE(sees(commune.clerk));      // nobody does it yet, but it is not for this role
    database.execute("UPDATE posts SET valid_to = '2025-12-31' WHERE official_id = " +
                     std::to_string(commune.specialist.official));
    EXPECT_FALSE(sees(commune.specialist));  // nor for who had the role once
    database.execute("UPDATE posts SET valid_to = NULL WHERE official_id = " +
                     std::to_string(commune.specialist.official));
    EXPECT_FALSE(sees(other.desk));
    EXPECT_FALSE(sees(other.leader));
    EXPECT_FALSE(sees(department.leader));
    EXPECT_FALSE(acted(other.leader, done.uid, {.kind = ActKind::stop}));
    work_to_the_end(commune, done.uid);
    EXPECT_TRUE(sees(commune.specialist));  // did it
    Actor colleague = commune.specialist;
    colleague.official = 19;
    EXPECT_FALSE(sees(colleague));  // never had anything to do with it
}

TEST_F(DossiersTest, ACitizenIsKnownTheNextTimeAndEveryLookLeavesATrace)
{
    received(a_reception());
    db::Transaction tx = database.pool().begin(scope_of(other.desk));
    const auto known = store::find_citizen(tx, OwnerKind::person, "027190001234", "reception", clock->now());
    ASSERT_TRUE(known);
    EXPECT_EQ(known->name, "Nguyễn Thị Ánh");
    EXPECT_FALSE(store::find_citizen(tx, OwnerKind::person, "027190001235", "reception", clock->now()));
    tx.commit();
    EXPECT_EQ(database.value("SELECT agency_id || ' ' || official_id || ' ' || reason FROM citizen_looks"),
              "3 31 reception");
    db::Transaction direct = database.pool().begin(scope_of(other.desk));
    constexpr db::Query<0> all{"test.citizens", "SELECT name FROM citizens"};
    EXPECT_THROW(direct.run(all), db::QueryError);
}

TEST_F(DossiersTest, SlipsAreNumberedAndStayAsTheyWerePrinted)
{
    const Received done = received(a_reception());
    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::ask_supplement, .reason = "Thiếu giấy tờ"}));
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const auto dossier = store::find(tx, done.uid);
    const auto slips = store::slips(tx, dossier->id);
    ASSERT_EQ(slips.size(), 2u);
    for (const store::Slip& slip : slips) {
        const std::string file = slip_file(services, tx, *dossier, slip);
        EXPECT_TRUE(file.starts_with("%PDF-"));
        const auto kept = store::find_slip(tx, dossier->id, slip.uid);
        EXPECT_EQ(kept->sha256.size(), 64u);
        EXPECT_EQ(slip_file(services, tx, *dossier, *kept), file);
    }
    EXPECT_EQ(slips[1].kind, "supplement");
    EXPECT_EQ(slips[1].number, 1);
    EXPECT_EQ(control_slip(services, tx, commune.desk, *dossier, clock->now()).number,
              1);  // slips_dbtest.cpp
}

TEST_F(DossiersTest, ListsShowWhatIsDueAndFindWhatIsAskedFor)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const lists::Open wish{.states = {State::processing}, .limit = 1};
    auto page = lists::open(tx, 1, lists::Side::received, wish);
    ASSERT_EQ(page.size(), 1u);
    EXPECT_EQ(page[0].uid, first.uid);
    EXPECT_FALSE(page[0].step.empty());
    lists::Open next = wish;
    next.after = page[0].id;
    next.after_due = page[0].due_at;
    page = lists::open(tx, 1, lists::Side::decided, next);
    ASSERT_EQ(page.size(), 1u);
    EXPECT_EQ(page[0].uid, second.uid);
    using enum lists::Numbers;
    using directory::Role;
    const auto in_a_day = clock->now() + hours(24);
    EXPECT_EQ(lists::work(tx, Role::desk_staff, clock->now(), in_a_day, all).working, 2);
    EXPECT_EQ(lists::work(tx, Role::leader, clock->now() + hours(24 * 30), in_a_day, all).late, 2);
    EXPECT_EQ(lists::found(tx, "nguyen thi anh", 0, 10).size(), 2u);
    EXPECT_EQ(lists::found(tx, "0912 345 678", 0, 10).size(), 2u);
    EXPECT_EQ(lists::found(tx, first.code, 0, 10).size(), 1u);
    EXPECT_EQ(lists::newest(tx, 1, lists::Side::received, 0, 10).size(), 2u);
    EXPECT_EQ(lists::newest(tx, 1, lists::Side::decided, 0, 1).size(), 1u);
    EXPECT_EQ(lists::of_owner(tx, OwnerKind::person, "027190001234", 0, 10).size(), 2u);
    db::Transaction theirs = database.pool().begin(scope_of(commune.specialist));
    EXPECT_EQ(lists::mine(theirs, 1, "specialist", commune.specialist.official, {.limit = 10}).size(), 2u);
}

TEST_F(DossiersTest, WhoHasTheCodeLearnsWhereItStandsAndNoName)
{
    const Received done = received(a_reception());
    db::Transaction tx = database.pool().begin({});
    const auto followed = lists::follow(tx, done.code);
    ASSERT_TRUE(followed);
    EXPECT_EQ(followed->state, State::processing);
    EXPECT_EQ(followed->due_at, done.due_at);
    EXPECT_FALSE(lists::follow(tx, "H05.26.1-261120-9999"));
}

TEST_F(DossiersTest, FilesComeWithPapersAndAreFoundAgain)
{
    Reception reception = a_reception();
    reception.files.push_back({.paper = 0, .name = "to-khai.pdf", .blob = blobs.put("%PDF-1.4 x")});
    const Received done = received(reception);
    ASSERT_TRUE(attach(services, commune.specialist, done.uid,
                       {{.paper = -1, .name = "anh.png", .blob = blobs.put("png")}}));
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const auto dossier = store::find_by_code(tx, done.code);
    ASSERT_TRUE(dossier);
    const auto files = store::files(tx, dossier->id);
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].paper, 0);
    EXPECT_EQ(store::find_file(tx, dossier->id, files[1].uid)->name, "anh.png");
    EXPECT_FALSE(store::find_file(tx, dossier->id, base::new_uid(clock->now())));
}

TEST_F(DossiersTest, WhatADossierHoldsIsNeverSweptAndServesNoOtherOne)
{
    const blob::Blob scan = blobs.put("%PDF-1.4 x");
    const blob::Blob idle = blobs.put("idle");
    database.execute(
        "INSERT INTO uploads (id, owner, name, length, received, blob_sha256, media_type, expires_at) VALUES ('u', '', '', 1, 1, '" +
        scan.sha256 + "', 'application/pdf', 'infinity')");
    Reception reception = a_reception();
    reception.files.push_back({.paper = 0, .name = "a.pdf", .blob = scan, .upload = "u"});
    const Received done = received(reception);
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        blob::remember(tx, idle);
        const auto dossier = store::find(tx, done.uid);
        const auto slip = store::slips(tx, dossier->id).front();
        slip_file(services, tx, *dossier, slip);
        // What was printed can't be exchanged for something else.
        store::keep_slip(tx, slip.uid, idle.sha256);
        tx.commit();
    }
    EXPECT_NE(database.value("SELECT sha256 FROM dossier_slips"), idle.sha256);
    EXPECT_EQ(database.value("SELECT count(*) FROM uploads WHERE used_at IS NULL"), "0");
    Reception second = a_reception();
    second.files = reception.files;
    const auto refused = receive(services, commune.desk, second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "files");
    database.execute("DELETE FROM uploads");
    database.execute("UPDATE blobs SET created_at = '2020-01-01'");
    database.execute("SELECT lt_forget_blobs(ARRAY(SELECT sha256 FROM blobs), '2026-01-01')");
    EXPECT_EQ(database.value("SELECT count(*) FROM blobs WHERE sha256 = '" + idle.sha256 + "'"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM blobs"), "2");
}

TEST_F(DossiersTest, ALawThatChangesMeanwhileChangesNoDossierThatBegan)
{
    const Received done = received(a_reception());
    const Dossier before = the(done.uid);
    database.execute("UPDATE procedure_versions SET valid_to = '2026-11-20' WHERE uid = '" +
                     before.version_uid + "'");
    clock->advance(hours(24 * 3));
    const auto refused = receive(services, commune.desk, [&] {
        Reception reception{.key = base::new_uid(clock->now()), .version = before.version_uid};
        reception.owner.name = "A";
        return reception;
    }());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "version");
    EXPECT_FALSE(work_to_the_end(commune, done.uid).empty());
    EXPECT_EQ(the(done.uid).version_uid, before.version_uid);
    EXPECT_EQ(the(done.uid).life.state, State::resolved);
}

}  // namespace
}  // namespace lt::dossiers
