// What comes after the first copy: another scan of the same paper, a result that is taken back, a file for a paper that is not there.
#include "dossiers/consent/consent.h"
#include "dossiers/digitise/digitise.h"
#include "dossiers/results/results_fixture_dbtest.h"
#include "kit/print/print.h"
#include "vault/store.h"

namespace lt::dossiers {
namespace {

class LaterTest : public ResultsTest {
protected:
    NewFile scan(const std::string& words, int paper = 0)
    {
        print::Document sheet({.title = "x", .size = 14});
        sheet.add(print::Paragraph{words, {.below = 8}});
        NewFile out{.paper = paper, .name = words + ".pdf", .blob = blobs.put(sheet.finish())};
        out.blob.media_type = "application/pdf";
        return out;
    }
    std::string file_of(const std::string& name)
    {
        return database.value("SELECT uid FROM dossier_files WHERE name = '" + name + ".pdf'");
    }
    base::Result<std::string> confirm(const std::string& dossier, const std::string& file,
                                      const std::string& key = "")
    {
        return confirm_copy(services, commune.desk, dossier, file,
                            {.paper = {.name = "Thẻ căn cước", .number = "027190001234"},
                             .key = key,
                             .pin = secret(key.empty() ? "" : "mật khẩu")});
    }
    std::vector<vault::OfDossier> kept(const std::string& dossier)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        return vault::of_dossier(tx, dossier);
    }
    std::string count(const std::string& from) { return database.value("SELECT count(*) FROM " + from); }
};

TEST_F(LaterTest, ASignedCopyStaysUntilTheNextScanIsSignedToo)
{
    Reception reception = a_reception();
    reception.files = {scan("cu")};
    const std::string uid = received(reception).uid;
    const std::string key = key_of(commune.desk);
    const auto first = confirm(uid, file_of("cu"), key);
    ASSERT_TRUE(first) << first.error().field << first.error().message;
    const std::string path = "/dossiers/" + uid;
    EXPECT_FALSE(says(page(commune.desk, path), "/digitise/")) << "there is nothing to do";
    clock->advance(std::chrono::hours(1));
    ASSERT_TRUE(attach(services, commune.desk, uid, {scan("moi")}));
    const std::string later = file_of("moi");
    EXPECT_TRUE(says(page(commune.desk, path), path + "/digitise/" + later));
    EXPECT_TRUE(says(page(commune.desk, path + "/digitise/" + later), "Kho đang giữ bản đã ký số"));

    const auto unsigned_one = confirm(uid, later);
    ASSERT_FALSE(unsigned_one);
    EXPECT_EQ(unsigned_one.error().field, "key");
    const auto sent = post(commune.desk, path + "/digitise/" + later,
                           {{"action", "keep"}, {"name", "Thẻ căn cước mới"}, {"number", "0271"}});
    EXPECT_EQ(sent.status, 422);
    EXPECT_TRUE(says(sent.body, "Thẻ căn cước mới"));
    // Not by another way either.
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto again = vault::keep(tx,
                                       {.uid = base::new_uid(clock->now()),
                                        .dossier = uid,
                                        .no = 0,
                                        .paper = {.code = "CCCD", .name = "x"},
                                        .file_name = "x.pdf",
                                        .blob = scan("khac").blob,
                                        .signature = "unsigned"},
                                       clock->now());
        ASSERT_TRUE(again);
        EXPECT_FALSE(again->is_new);
        EXPECT_EQ(again->uid, *first);
        tx.commit();
    }
    ASSERT_EQ(kept(uid).size(), 1u);
    EXPECT_EQ(kept(uid).front().uid, *first);
    EXPECT_EQ(kept(uid).front().signature, "total-passed");

    const auto second = confirm(uid, later, key);
    ASSERT_TRUE(second) << second.error().field << second.error().message;
    ASSERT_EQ(kept(uid).size(), 1u);
    EXPECT_EQ(kept(uid).front().uid, *second);
    EXPECT_EQ(count("vault_items WHERE ended = 'replaced'"), "1");
    EXPECT_FALSE(says(page(commune.desk, path), "/digitise/"));
}

TEST_F(LaterTest, AResultThatIsTakenBackIsOfferedToNobodyUntilItIsThereAgain)
{
    const std::string uid = in_the_making();
    const auto made = draft_result(services, commune.specialist, uid, a_wish());
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_TRUE(submit_result(services, commune.specialist, *made, 1, true));
    ASSERT_TRUE(sign_result(services, commune.leader, {*made, 0}, leader));
    ASSERT_TRUE(seal_result(services, commune.clerk, {*made, 0}, seal));
    run_jobs();
    ASSERT_EQ(the(uid).life.state, State::resolved);
    ASSERT_EQ(count("vault_items WHERE ended_at IS NULL"), "1");
    // A job that was on its way when it is taken back puts nothing in again.
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        keep_results_later(services, tx, *store::find(tx, uid));
        tx.commit();
    }
    ASSERT_TRUE(take_back(services, commune.leader, uid, 0, "Ghi sai năm sinh"));
    EXPECT_EQ(
        database.value(
            "SELECT ended || ' ' || ended_by || ' ' || (ended_why LIKE '%Ghi sai năm sinh%') FROM vault_items"),
        "withdrawn 12 true");
    EXPECT_EQ(count("audit_events WHERE action = 'vault.item_withdrawn'"), "1");
    run_jobs();
    EXPECT_EQ(count("vault_items"), "1");
    {
        db::Transaction tx = database.pool().begin(scope_of(other.desk));
        const vault::Consent given{base::new_uid(clock->now()), "person", "027190001234", "2.000908"};
        const auto asked = consent::ask(tx, other.desk,
                                        {.form = given.form,
                                         .owner = {.number = given.number, .name = "x"},
                                         .purpose = given.purpose,
                                         .purpose_name = "x",
                                         .papers = {"x"},
                                         .types = {"KQ.G15.000020"}},
                                        consent::By::slip, clock->now());
        ASSERT_TRUE(asked) << asked.error().message;
        (void)consent::print_slip(services, tx, *consent::find(tx, *asked));
        ASSERT_TRUE(consent::take_slip(tx, other.desk, *asked, clock->now()));
        EXPECT_EQ(vault::agree(tx, given, clock->now()), vault::Agreed::given);
        EXPECT_TRUE(vault::offers(tx, given, {"KQ.G15.000020"}, clock->now()).empty());
        // Who does not handle the dossier takes nothing out.
        EXPECT_THROW((void)vault::withdraw_results(tx, uid, "x", clock->now()), db::QueryError);
    }
    ASSERT_TRUE(acted(commune.leader, uid, {.kind = ActKind::resolve}));
    EXPECT_EQ(count("vault_items WHERE ended_at IS NULL"), "1");
    EXPECT_EQ(count("vault_items"), "2");
    // The hand-over that is taken back leaves the result where it is.
    ASSERT_TRUE(acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Ánh"}}));
    ASSERT_TRUE(take_back(services, commune.desk, uid, 0, "Trả nhầm người"));
    EXPECT_EQ(count("vault_items WHERE ended_at IS NULL"), "1");
}

TEST_F(LaterTest, AFileForAPaperThatTheDossierDoesNotHaveIsNotKept)
{
    Reception reception = a_reception();
    reception.files = {scan("la", 57)};
    const auto refused = receive(services, commune.desk, reception);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "files");
    EXPECT_EQ(count("dossiers"), "0");

    const std::string uid = received(a_reception()).uid;
    const std::string path = "/dossiers/" + uid;
    EXPECT_EQ(attach(services, commune.desk, uid, {scan("la", 57)}).error().field, "files");
    const auto forged = post(commune.desk, path + "/files", {{"upload_files_57", "gia"}});
    EXPECT_EQ(forged.status, 422);
    EXPECT_TRUE(says(forged.body, "giấy tờ mà hồ sơ không có"));
    EXPECT_EQ(count("dossier_files"), "0");
    EXPECT_EQ(location(post(commune.desk, path + "/files", {{"upload_files_0", "that"}})),
              path + "?done=files");
    EXPECT_EQ(count("dossier_files"), "1");
}

}  // namespace
}  // namespace lt::dossiers
