// Acts that were wrong are taken back: nothing is left of them but the history.
#include "dossiers/fixture_dbtest.h"
#include "dossiers/undoing.h"

namespace lt::dossiers {
namespace {

using std::chrono::hours;

class TakingBackTest : public DossiersTest {
protected:
    enum class Ran : std::uint8_t { on, anew };  // its process

    // All rows of the dossier, but what counts its acts and says since when it stands where it stands. Files that left it are none of it any more.
    std::string rows(const std::string& uid, Ran ran = Ran::on)
    {
        const std::string columns = std::string("to_jsonb(d) - 'version' - 'state_at'") +
                                    (ran == Ran::anew ? " - 'instance_uid'" : "");
        std::string out =
            database.value("SELECT (" + columns + ")::text FROM dossiers d WHERE uid = '" + uid + "'");
        for (const char* table : {"dossier_papers", "dossier_fees", "dossier_results", "dossier_returns",
                                  "dossier_waived_results", "dossier_drafts", "dossier_documents",
                                  "dossier_components", "dossier_digitisations"}) {
            const std::string key = std::string(table) == "dossier_components" ? "parent_id" : "dossier_id";
            out +=
                std::string("\n") + table + " " +
                database.value(
                    "SELECT coalesce(string_agg(to_jsonb(x)::text, E'\\n' ORDER BY to_jsonb(x)::text), '') FROM " +
                    std::string(table) + " x JOIN dossiers d ON d.id = x." + key + " WHERE d.uid = '" + uid +
                    "'");
        }
        return out + "\nfiles " +
               database.value(
                   "SELECT coalesce(string_agg(to_jsonb(f)::text, E'\\n' ORDER BY f.id), '') FROM dossier_files f "
                   "JOIN dossiers d ON d.id = f.dossier_id WHERE f.replaced_at IS NULL AND d.uid = '" +
                   uid + "'");
    }
    // What its process waits for, and whether the clock runs there.
    std::string work_of(const std::string& uid)
    {
        return database.value(
            "SELECT coalesce(string_agg(w.element || (w.paused_at IS NOT NULL)::text, ' ' ORDER BY w.no), '') FROM process_waits w "
            "JOIN dossiers d ON d.instance_uid = w.instance_uid WHERE w.kind = 'task' AND d.uid = '" +
            uid + "'");
    }

    std::string fresh() { return received(a_reception()).uid; }
    // Costs something.
    std::string charged()
    {
        Reception reception = a_reception("2.000815");
        reception.answers = R"({"documents": [{"name": "Bằng tốt nghiệp", "pages": 3, "copies": 2}]})";
        return received(reception).uid;
    }
    std::string lodged()
    {
        Reception reception = a_reception();
        reception.way = Way::online;
        return received(reception).uid;
    }
    std::string with(const std::string& uid, const Actor& actor, Deed deed)
    {
        const auto done = acted(actor, uid, std::move(deed));
        EXPECT_TRUE(done) << (done ? "" : done.error().message.str());
        return uid;
    }
    std::string supplement_asked()
    {
        return with(fresh(), commune.desk,
                    {.kind = ActKind::ask_supplement, .missing = {{0, "Bản chụp bị mờ"}}});
    }
    std::string with_results()
    {
        const std::string uid = fresh();
        work_to_the_end(commune, uid);
        record_results(commune, uid);
        return uid;
    }
    std::vector<std::int64_t> due_of(const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        std::vector<std::int64_t> out;
        for (const Fee& fee : store::fees(tx, the(uid).id))
            if (fee.state == "due") out.push_back(fee.no);
        return out;
    }
    void pay(const std::string& uid)
    {
        EXPECT_TRUE(take_payment(services, commune.desk, uid,
                                 {.fees = due_of(uid), .means = "cash", .receipt = "0001234"}));
    }
    NewFile a_file(const std::string& content, int paper)
    {
        return {.paper = paper, .name = content + ".pdf", .blob = blobs.put("%PDF-1.4 " + content)};
    }
    std::string money(const std::string& uid) { return the(uid).money; }
};

struct Case {
    ActKind kind;
    const Actor* actor;
    Deed deed;
    std::function<std::string()> before;
    bool ends_process = false;
};

TEST_F(TakingBackTest, EveryActThatIsTakenBackLeavesAllRowsAsTheyWere)
{
    const Actor platform{.agency = commune.agency};
    std::vector<Case> cases{
        {ActKind::reject, &commune.desk, {}, [&] { return lodged(); }},
        {ActKind::ask_supplement,
         &commune.specialist,
         {.missing = {{0, "Bản chụp bị mờ"}}},
         [&] { return fresh(); }},
        {ActKind::supplemented,
         &commune.desk,
         {.papers = {{0, {.originals = 2, .certified = 1, .copies = 3}}},
          .files = {a_file("bản chụp lại", 0), a_file("đơn giải trình", -1)}},
         [&] { return supplement_asked(); }},
        {ActKind::ask_payment, &commune.leader, {}, [&] { return fresh(); }},
        {ActKind::paid,
         &commune.leader,
         {},
         [&] { return with(fresh(), commune.leader, {.kind = ActKind::ask_payment}); }},
        {ActKind::extend,
         &commune.leader,
         {.basis = "Nghị định 118/2025/NĐ-CP", .more = {2, calendar::Unit::working_days}},
         [&] { return fresh(); }},
        {ActKind::verify,
         &platform,
         {.limit = calendar::Limit{.duration = {23, calendar::Unit::working_days}, .basis = "Điều 22"}},
         [&] { return fresh(); }},
        {ActKind::withdraw, &commune.desk, {}, [&] { return fresh(); }, true},
        {ActKind::stop, &commune.leader, {}, [&] { return supplement_asked(); }, true},
        {ActKind::resolve, &commune.leader, {}, [&] { return fresh(); }},
        {ActKind::hand_over,
         &commune.desk,
         {.given = {.taken_by = "Nguyễn Thị Ánh", .means = Delivery::post, .proof = "EMS1"}},
         [&] { return with_results(); }}};
    std::set<ActKind> tested;
    for (Case& one : cases) {
        SCOPED_TRACE(std::string(to_text(one.kind)));
        tested.insert(one.kind);
        const std::string uid = one.before();
        clock->advance(std::chrono::minutes(10));
        const Ran ran = one.ends_process ? Ran::anew : Ran::on;
        const std::string was = rows(uid, ran);
        const std::string waits = work_of(uid);
        one.deed.kind = one.kind;
        with(uid, *one.actor, one.deed);
        ASSERT_NE(rows(uid, ran), was) << "or this table tests nothing";
        clock->advance(std::chrono::minutes(10));
        const auto done = take_back(services, commune.leader, uid, 0, "Nhầm hồ sơ");
        ASSERT_TRUE(done) << done.error().message;
        run_jobs();
        EXPECT_EQ(rows(uid, ran), was);
        if (!one.ends_process) {
            EXPECT_EQ(work_of(uid), waits);
        }
        // Both stand in the history, and it goes on as if nothing had been.
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        const auto history = store::events(tx, the(uid).id);
        EXPECT_EQ(history.back().act, ActKind::take_back);
        EXPECT_EQ(history.back().reason, "Nhầm hồ sơ");
        EXPECT_EQ(history[history.size() - 2].act, one.kind);
    }

    // The others stay, and say what to do instead.
    for (int k = 0; k <= static_cast<int>(ActKind::take_back); ++k) {
        const ActKind kind = static_cast<ActKind>(k);
        EXPECT_NE(tested.contains(kind), why_not_taken_back(kind) != nullptr) << to_text(kind);
    }
    const auto refused = [&](const std::string& uid, const char* words) {
        const auto done = take_back(services, commune.leader, uid, 0, "Nhầm");
        ASSERT_FALSE(done) << words;
        EXPECT_EQ(done.error().fault, base::Fault::conflict);
        EXPECT_NE(done.error().message.str().find(words), std::string::npos) << done.error().message;
    };
    refused(lodged(), "Từ chối tiếp nhận");
    refused(fresh(), "đã vào quy trình xử lý");
    Reception waiting = a_reception();
    waiting.begin = false;
    refused(received(waiting).uid, "Giấy tiếp nhận và hẹn trả đã giao");
    Reception rejected = a_reception();
    rejected.rejected = "Không thuộc thẩm quyền";
    refused(received(rejected).uid, "hồ sơ mới");
    const std::string twice = with(fresh(), commune.leader, {.kind = ActKind::ask_payment});
    ASSERT_TRUE(take_back(services, commune.leader, twice, 0, "Nhầm"));
    with(twice, commune.desk, {.kind = ActKind::note});
    refused(twice, "đã được lấy lại");
}

TEST_F(TakingBackTest, APaymentIsTakenBackByWhoTookItAndGivenBackOnceTheDossierEnded)
{
    using What = UndonePayment::What;
    const std::string uid = charged();
    const auto fees = due_of(uid);
    ASSERT_FALSE(fees.empty());
    const std::string unpaid = rows(uid);
    const auto undone = [&](const Actor& actor, What what, const std::string& reason = "Nhầm") {
        return undo_payment(services, actor, uid, {.what = what, .fees = fees, .reason = reason});
    };
    EXPECT_EQ(undone(commune.desk, What::not_taken).error().field, "fees") << "nothing was taken";
    pay(uid);
    EXPECT_EQ(undone(commune.desk, What::not_taken, " ").error().field, "reason");
    for (const Actor* nobody : {&commune.specialist, &other.desk, &other.leader})
        EXPECT_FALSE(undone(*nobody, What::not_taken));
    Actor colleague = commune.desk;
    colleague.official = commune.clerk.official;  // at the same desk
    EXPECT_EQ(undone(colleague, What::not_taken).error().fault, base::Fault::forbidden);
    EXPECT_EQ(undone(commune.desk, What::given_back).error().fault, base::Fault::conflict)
        << "it is worked on";
    ASSERT_TRUE(undone(commune.desk, What::not_taken));
    EXPECT_EQ(rows(uid), unpaid);
    EXPECT_EQ(database.value(
                  "SELECT detail -> 'fees' -> 0 ->> 'receipt' FROM dossier_events ORDER BY no DESC LIMIT 1"),
              "0001234")
        << "what stood there is kept";

    // Given back at the end; due again where the end was a mistake.
    pay(uid);
    ASSERT_TRUE(acted(commune.leader, uid, {.kind = ActKind::stop}));
    ASSERT_TRUE(undone(commune.desk, What::given_back, "Dừng giải quyết"));
    EXPECT_EQ(money(uid), "refunded");
    EXPECT_FALSE(undone(commune.desk, What::given_back)) << "once";
    ASSERT_TRUE(take_back(services, commune.leader, uid, 0, "Dừng nhầm"));
    run_jobs();
    EXPECT_EQ(money(uid), "due");

    // What was handed over rests on it.
    work_to_the_end(commune, uid);
    record_results(commune, uid);
    pay(uid);
    ASSERT_TRUE(acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "A"}}));
    const auto late = undone(commune.leader, What::not_taken);
    ASSERT_FALSE(late);
    EXPECT_NE(late.error().message.str().find("Lấy lại việc trả kết quả trước"), std::string::npos);
    ASSERT_TRUE(take_back(services, commune.desk, uid, 0, "Trả nhầm"));
    EXPECT_TRUE(undone(commune.leader, What::not_taken)) << "a leader takes back what another one took";
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(action || ' ' || n, ', ' ORDER BY action) FROM (SELECT action, count(*) AS n FROM "
            "audit_events WHERE action LIKE 'dossier.fees%back' GROUP BY action) a"),
        "dossier.fees_given_back 1, dossier.fees_taken_back 2");
}

TEST_F(TakingBackTest, AResultAndAFileThatDoNotBelongThereLeaveTheDossier)
{
    const std::string uid = fresh();
    work_to_the_end(commune, uid);
    const std::string without = rows(uid);
    NewOutcome outcome = on_paper("", "Bản sao chứng thực", "15/BS");
    outcome.file = a_file("kết quả của người khác", -1);
    ASSERT_TRUE(add_outcome(services, commune.specialist, uid, outcome));
    const Undone reason{.reason = "Của hồ sơ khác"};
    EXPECT_EQ(undo_outcome(services, commune.specialist, uid, 0, {}).error().field, "reason");
    EXPECT_EQ(undo_outcome(services, commune.specialist, uid, 7, reason).error().fault,
              base::Fault::not_found);
    EXPECT_EQ(undo_outcome(services, commune.desk, uid, 0, reason).error().fault, base::Fault::forbidden);
    EXPECT_EQ(undo_outcome(services, other.leader, uid, 0, reason).error().fault, base::Fault::not_found);
    std::string file;
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        file = store::outcomes(tx, the(uid).id).front().file;
        EXPECT_TRUE(store::find_file(tx, the(uid).id, file));
    }
    ASSERT_TRUE(undo_outcome(services, commune.specialist, uid, 0, reason));
    run_jobs();
    EXPECT_EQ(rows(uid), without);
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_FALSE(store::find_file(tx, the(uid).id, file)) << "somebody else's: nobody opens it here";
    }
    // What was signed here has its number and is no matter of a line that is struck out, though it has the place of one.
    database.execute(
        "INSERT INTO dossier_results (dossier_id, no, name, number) SELECT id, n, 'Ký số', '9/QĐ' FROM dossiers, "
        "unnest(ARRAY[0, 5]) n WHERE uid = '" +
        uid + "'");
    for (const int no : {0, 5})
        for (const Actor* actor : {&commune.leader, &commune.specialist})
            EXPECT_EQ(undo_outcome(services, *actor, uid, no, reason).error().fault, base::Fault::conflict)
                << no;
    database.execute("DELETE FROM dossier_results");

    ASSERT_TRUE(attach(services, commune.desk, uid, {a_file("giấy của người khác", 0)}));
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        file = store::files(tx, the(uid).id).back().uid;
    }
    EXPECT_EQ(undo_file(services, commune.desk, uid, file, {}).error().field, "reason");
    EXPECT_EQ(undo_file(services, commune.specialist, uid, file, reason).error().fault,
              base::Fault::forbidden);
    EXPECT_EQ(undo_file(services, other.leader, uid, file, reason).error().fault, base::Fault::not_found);
    EXPECT_EQ(undo_file(services, commune.desk, uid, base::new_uid(clock->now()), reason).error().fault,
              base::Fault::not_found);
    ASSERT_TRUE(undo_file(services, commune.leader, uid, file, reason));
    EXPECT_EQ(rows(uid), without);
    EXPECT_EQ(undo_file(services, commune.leader, uid, file, reason).error().fault, base::Fault::not_found);
    EXPECT_EQ(database.value("SELECT detail ->> 'undone_file' FROM dossier_events ORDER BY no DESC LIMIT 1"),
              file);

    // Of what is over nothing is taken out; first its end.
    ASSERT_TRUE(attach(services, commune.desk, uid, {a_file("thêm", 0)}));
    record_results(commune, uid);
    ASSERT_TRUE(acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "A"}}));
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        file = store::files(tx, the(uid).id).back().uid;
    }
    for (const auto& late : {undo_file(services, commune.leader, uid, file, reason),
                             undo_outcome(services, commune.leader, uid, 0, reason)}) {
        ASSERT_FALSE(late);
        EXPECT_NE(late.error().message.str().find("Lấy lại thao tác kết thúc"), std::string::npos);
    }
}

}  // namespace
}  // namespace lt::dossiers
