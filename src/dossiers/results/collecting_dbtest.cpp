// Who takes the electronic copies of a result, what it proves, and who gets none.
#include "dossiers/results/collecting.h"

#include "dossiers/results/delivery.h"
#include "dossiers/results/results_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

class CollectingTest : public ResultsTest {};

TEST_F(CollectingTest, TheHolderOfTheReceiptTakesTheElectronicCopyAndThatIsProof)
{
    const Received done = received(a_reception());
    work_to_the_end(commune, done.uid);
    const store::Return electronic{.taken_by = "Nguyễn Thị Ánh", .means = Delivery::electronic};
    NewOutcome outcome = on_paper("KQ.G15.000020", "Bản sao", "15/BS");
    outcome.file = NewFile{.name = "kq.pdf", .blob = blobs.put("%PDF-1.4 đã ký")};
    outcome.file->blob.media_type = "application/pdf";
    ASSERT_TRUE(add_outcome(services, commune.specialist, done.uid, outcome));
    record_results(commune, done.uid);
    const std::string secret =
        database.value("SELECT content ->> 'collect' FROM dossier_slips WHERE kind = 'receipt'");
    ASSERT_EQ(secret.size(), 8U);
    const std::string door = "/tra-cuu/" + done.code + "/results";
    const Fields right{{"digits", "1234"}, {"secret", secret.substr(0, 4) + "-" + secret.substr(4)}};
    EXPECT_EQ(post({}, door, right).status, 409) << "not handed over yet";
    store::Return given = electronic;
    given.taken_number = the(done.uid).owner.number;
    given.originals_taken = "Giấy cũ số 0123";
    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::hand_over, .given = given}));
    EXPECT_EQ(the(done.uid).delivery_state, "sent");
    EXPECT_NE(database.value("SELECT content::text FROM dossier_slips WHERE kind = 'return'")
                  .find(given.originals_taken),
              std::string::npos);
    EXPECT_EQ(database.value(
                  "SELECT (content -> 'dossier' ->> 'due_at' IS NOT NULL) || ' ' || (content -> 'receiver' "
                  "->> 'phone') FROM dossier_slips WHERE kind = 'return'"),
              "true " + the(done.uid).owner.phone)
        << "what was promised, and where the owner is found";

    // Neither the digits nor the receipt alone, nor another's receipt; which of them is wrong is not told.
    const Received another = received(a_reception());
    const std::string foreign = database.value(
        "SELECT content ->> 'collect' FROM dossier_slips s JOIN dossiers d ON d.id = s.dossier_id WHERE kind = 'receipt' "
        "AND d.code = '" +
        another.code + "'");
    ASSERT_NE(foreign, secret);
    const auto wrong_digits = open_results(services, done.code, "0000", secret);
    const auto wrong_secret = open_results(services, done.code, "1234", foreign);
    EXPECT_EQ(wrong_digits.error().message.str(),
              open_results(services, done.code, "1234", "AAAAAAAA").error().message.str());
    EXPECT_EQ(wrong_secret.error().field, "digits");
    for (const char* none : {"", "7K2M", "7K2M-9QXU", "7K2M9QX\xff", "7K2M 9QX1 1", "ĐĐĐĐ"})
        EXPECT_EQ(open_results(services, done.code, "1234", none).error().field, "secret") << "costs no try";
    EXPECT_EQ(collect_code_of(" 7k2m-9qlO"), "7K2M9Q10");
    EXPECT_EQ(database.value("SELECT tries FROM dossier_tries"), "3");

    const http::Response list = post({}, door, right);
    EXPECT_EQ(list.status, 200);
    EXPECT_NE(PagesTest::content(list).find("Tải về"), std::string::npos);
    EXPECT_EQ(the(done.uid).delivery_state, "sent") << "looking is not taking";
    const std::string no = database.value("SELECT no FROM dossier_results WHERE file_uid IS NOT NULL");
    EXPECT_EQ(post({}, door + "/999", right).status, 404);
    EXPECT_EQ(PagesTest::content(post({}, door + "/" + no, right)), "%PDF-1.4 đã ký");
    EXPECT_EQ(the(done.uid).delivery_state, "delivered");
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_NE(settled_of(tx, the(done.uid).id).words.find("Bản sao"), std::string::npos);
    }
    EXPECT_EQ(post({}, door + "/" + no, right).status, 200) << "as often as he likes";
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.result_collected'"),
              "1");

    EXPECT_FALSE(open_results(services, done.code, "9999", secret));
    EXPECT_FALSE(open_results(services, done.code, "9998", secret));
    EXPECT_EQ(open_results(services, done.code, "1234", secret).error().field, "digits")
        << "five wrong tries";
}

TEST_F(CollectingTest, TakingTheElectronicCopyIsNoProofThatAParcelCameAndEndsWithTheHandOver)
{
    const Received done = received(a_reception());
    work_to_the_end(commune, done.uid);
    NewOutcome outcome = on_paper("KQ.G15.000020", "Bản sao", "15/BS");
    outcome.file = NewFile{.name = "kq.pdf", .blob = blobs.put("%PDF-1.4 đã ký")};
    outcome.file->blob.media_type = "application/pdf";
    ASSERT_TRUE(add_outcome(services, commune.specialist, done.uid, outcome));
    record_results(commune, done.uid);
    ASSERT_TRUE(acted(commune.desk, done.uid,
                      {.kind = ActKind::hand_over,
                       .given = {.taken_by = "Nguyễn Thị Ánh", .means = Delivery::post, .proof = "EB1VN"}}));
    const std::string secret =
        database.value("SELECT content ->> 'collect' FROM dossier_slips WHERE kind = 'receipt'");
    const int no = std::stoi(database.value("SELECT no FROM dossier_results WHERE file_uid IS NOT NULL"));
    const auto place = open_results(services, done.code, "1234", secret);
    ASSERT_TRUE(place);
    ASSERT_TRUE(collect(services, *place, no));
    EXPECT_EQ(the(done.uid).delivery_state, "sent") << "the post still owes its proof";
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.result_collected'"),
              "1");
    const int version = the(done.uid).version;
    ASSERT_TRUE(collect(services, *place, no));
    EXPECT_EQ(the(done.uid).version, version) << "the history says it once";
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.result_collected'"),
              "2");
    EXPECT_EQ(collect(services, *place, 999).error().fault, base::Fault::not_found);

    // Whoever has the door open still takes nothing of what the desk has taken back.
    ASSERT_TRUE(take_back(services, commune.desk, done.uid, 0, "Gửi nhầm"));
    EXPECT_EQ(collect(services, *place, no).error().fault, base::Fault::conflict);
    EXPECT_EQ(open_results(services, done.code, "1234", secret).error().fault, base::Fault::conflict);
}

TEST_F(CollectingTest, NothingIsSentElectronicallyThatIsOnPaper)
{
    const Received done = received(a_reception());
    work_to_the_end(commune, done.uid);
    record_results(commune, done.uid);
    const auto sent = acted(
        commune.desk, done.uid,
        {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh", .means = Delivery::electronic}});
    EXPECT_EQ(sent.error().field, "means");
}

}  // namespace
}  // namespace lt::dossiers
