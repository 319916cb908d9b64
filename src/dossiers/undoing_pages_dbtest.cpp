// What was added by mistake is taken back on its page, and the history shows both beside the steps of the process.
#include "dossiers/pages_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

class UndoingPagesTest : public PagesTest {
protected:
    http::Response undo(const Actor& actor, const std::string& path, Fields fields, const std::string& reason)
    {
        fields.emplace_back("reason", reason);
        auto response = post(actor, path + "/undo", fields);
        run_jobs();
        return response;
    }
    // Lines of the history, the newest first.
    std::vector<std::string> history(const Actor& actor, const std::string& path)
    {
        std::vector<std::string> out;
        const View page = json(actor, path);
        for (const View& item : page["log"]["items"]) out.push_back(item["text"]);
        return out;
    }
};

TEST_F(UndoingPagesTest, PaymentsResultsAndFilesAreTakenBackOnTheirPages)
{
    Reception reception = a_reception("2.000815");
    reception.answers = R"({"documents": [{"name": "Bằng tốt nghiệp", "pages": 3, "copies": 2}]})";
    const std::string uid = received(reception).uid;
    const std::string path = "/dossiers/" + uid;
    Fields fees;
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        for (const Fee& fee : store::fees(tx, the(uid).id))
            if (fee.state == "due") fees.emplace_back("fees", std::to_string(fee.no));
    }
    ASSERT_FALSE(fees.empty());
    Fields paid = fees;
    paid.insert(paid.end(), {{"means", "cash"}, {"receipt", "0001234"}});
    const std::string payment = path + "/payment";
    EXPECT_FALSE(says(page(commune.desk, path), payment + "/undo"));
    EXPECT_EQ(get(commune.desk, payment + "/undo").status, 409) << "nothing was taken";
    EXPECT_EQ(location(post(commune.desk, payment, paid)), path + "?done=paid");
    EXPECT_TRUE(says(page(commune.desk, path), payment + "/undo"));
    EXPECT_FALSE(says(page(commune.specialist, path), payment + "/undo"));
    EXPECT_TRUE(says(page(commune.desk, payment + "/undo"), "0001234"));
    Fields wrong = fees;
    wrong.emplace_back("what", "not_taken");
    const auto silent = undo(commune.desk, payment, wrong, "");
    EXPECT_EQ(silent.status, 422);
    EXPECT_TRUE(says(silent.body, "Nhập lý do."));
    EXPECT_EQ(location(undo(commune.desk, payment, wrong, "Ghi nhầm hồ sơ")), path + "?done=unpaid");
    EXPECT_EQ(the(uid).money, "due");
    EXPECT_TRUE(says(page(commune.desk, path), "Ghi nhầm hồ sơ"));
    // Its note is of no worth any more; that of the right payment, of the same second, is.
    clock->advance(std::chrono::milliseconds(1));
    EXPECT_EQ(location(post(commune.desk, payment, paid)), path + "?done=paid");
    std::vector<bool> taken_back;
    for (const View whole = json(commune.desk, path); const View& slip : whole["slips"])
        if (slip["label"].get<std::string>().starts_with("Phiếu thu"))
            taken_back.push_back(slip["taken_back"].is_string());
    EXPECT_EQ(taken_back, (std::vector<bool>{true, false}));
    EXPECT_EQ(location(undo(commune.desk, payment, wrong, "Ghi nhầm lần nữa")), path + "?done=unpaid");

    ASSERT_TRUE(attach(services, commune.desk, uid,
                       {{.paper = 0, .name = "cua-nguoi-khac.pdf", .blob = blobs.put("%PDF-1.4 x")}}));
    const std::string file =
        path + "/files/" + database.value("SELECT uid FROM dossier_files WHERE name = 'cua-nguoi-khac.pdf'");
    EXPECT_TRUE(says(page(commune.desk, path), file + "/undo"));
    EXPECT_FALSE(says(page(commune.specialist, path), file + "/undo"));
    EXPECT_TRUE(says(page(commune.desk, file + "/undo"), "cua-nguoi-khac.pdf"));
    EXPECT_EQ(undo(commune.desk, file, {}, " ").status, 422);
    EXPECT_EQ(location(undo(commune.desk, file, {}, "Của hồ sơ khác")), path + "?done=unfiled");
    EXPECT_EQ(get(commune.desk, file).status, 404) << "nobody opens it from here any more";
    EXPECT_FALSE(says(page(commune.desk, path), file));

    ASSERT_TRUE(add_outcome(services, commune.specialist, uid, on_paper("", "Bản sao", "7/BS")));
    const std::string result = path + "/results/0";
    EXPECT_TRUE(says(page(commune.specialist, path), result + "/undo"));
    EXPECT_TRUE(says(page(commune.leader, path), result + "/undo"));
    EXPECT_FALSE(says(page(commune.desk, path), result + "/undo"));
    EXPECT_EQ(get(commune.desk, path + "/results/none-such/undo").status, 404);
    EXPECT_EQ(undo(commune.desk, result, {}, "x").status, 403);
    EXPECT_EQ(location(undo(commune.specialist, result, {}, "Ghi nhầm số")), path + "?done=unresulted");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "0");
    EXPECT_TRUE(history(commune.desk, path).front().starts_with("Lấy lại việc ghi kết quả “Bản sao”"));
}

TEST_F(UndoingPagesTest, StepsOfTheProcessStandInTheHistoryAndTheCitizenSeesWhereItIs)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid;
    clock->advance(std::chrono::minutes(30));
    const std::string first = work(commune, done.uid, yes_to_all(commune, done.uid));
    ASSERT_FALSE(first.empty());
    EXPECT_EQ(history(commune.desk, path).front(), first);
    const View item = json(commune.desk, path)["log"]["items"][0];
    EXPECT_TRUE(item["by"].get<std::string>().starts_with("Người 1")) << item;
    EXPECT_TRUE(item["note"].get<std::string>().starts_with("Bước xử lý, nhận")) << item;
    // Its next step, for everybody who has the code: whose it is, and no official.
    const std::string next =
        database.value("SELECT title FROM process_waits WHERE kind = 'task' ORDER BY no LIMIT 1");
    const std::string followed = page(Actor{}, "/tra-cuu/" + done.code);
    EXPECT_TRUE(says(followed, "Đang ở bước"));
    EXPECT_TRUE(says(followed, next)) << next;
    EXPECT_TRUE(says(followed, "UBND phường Kinh Bắc, từ"));
    EXPECT_FALSE(says(followed, "Người 1"));
    EXPECT_FALSE(says(followed, "Nguyễn Thị Ánh"));
    work_to_the_end(commune, done.uid);
    EXPECT_FALSE(says(page(Actor{}, "/tra-cuu/" + done.code), "Đang ở bước"));
    EXPECT_GE(history(commune.desk, path).size(), 5U);
}

}  // namespace
}  // namespace lt::dossiers
