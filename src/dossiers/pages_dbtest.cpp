// The pages of the desk as a browser gets them, without the server.
#include <fstream>

#include "dossiers/pages/call.h"
#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/paper_keys.h"
#include "dossiers/reception.h"
#include "dossiers/store.h"
#include "kit/text/text.h"

namespace lt::dossiers {
namespace {

class DossierPagesTest : public PagesTest {
protected:
    // The form as far as the procedure is chosen, with all papers ticked.
    Fields filled(const std::string& code = "2.000908")
    {
        Fields out{{"key", base::new_uid(clock->now())},
                   {"procedure", version_uid(code)},
                   {"owner_kind", "person"},
                   {"owner_number", "027190001234"},
                   {"owner_name", "Nguyễn Thị Ánh"},
                   {"dossier_way", "counter"},
                   {"delivery", "desk"},
                   {"begin", "1"}};
        for (const auto& [name, value] :
             std::map<std::string, std::string>{{"applicant.full_name", "Nguyễn Thị Ánh"},
                                                {"applicant.identity_number", "027190001234"},
                                                {"applicant.phone", "0912345678"},
                                                {"applicant.residence.province", "24"},
                                                {"applicant.residence.commune", "09187"},
                                                {"applicant.residence.detail", "Số 5 đường Nguyễn Trãi"},
                                                {"relation", "self"},
                                                {"original.name", "Bằng tốt nghiệp"},
                                                {"original.holder", "Nguyễn Thị Ánh"},
                                                {"copies", "2"}})
            out.emplace_back(name, value);
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto version = procedures::find_version(tx, out[1].second);
        const auto keys = keys_of(needed_papers(services, *version, 0, Way::counter, "{}"));
        for (std::size_t no = 0; no < keys.size(); ++no) {
            out.emplace_back("paper_" + std::to_string(no), keys[no]);
            out.emplace_back("originals_" + std::to_string(no), "1");
        }
        return out;
    }
    // The form of the reception, sent by the desk.
    http::Response received_by_form(const Fields& fields, const std::string& action)
    {
        Fields all = fields;
        all.emplace_back("action", action);
        return post(commune.desk, "/dossiers/new", all);
    }
};

TEST_F(DossierPagesTest, TheDeskFindsAProcedureByWordsWithoutAccents)
{
    EXPECT_TRUE(says(page(commune.desk, "/dossiers/new"), "Đăng ký khai sinh"));
    const auto found =
        received_by_form({{"key", base::new_uid(clock->now())}, {"procedure_words", "ket hon"}}, "find");
    EXPECT_TRUE(says(found.body, "Đăng ký kết hôn"));
    EXPECT_FALSE(says(found.body, "Đăng ký khai tử"));
    const auto none =
        received_by_form({{"key", base::new_uid(clock->now())}, {"procedure_words", "xyzzy"}}, "find");
    EXPECT_TRUE(says(none.body, "Không có thủ tục nào khớp"));
}

TEST_F(DossierPagesTest, FromTheNumberToTheReceipt)
{
    const Fields fields = filled();
    const auto shown = received_by_form(fields, "find");
    EXPECT_EQ(shown.status, 200);
    EXPECT_FALSE(says(shown.body, "vì tờ khai chưa đủ")) << "all is answered";
    EXPECT_TRUE(says(shown.body, "Tiếp nhận và in giấy hẹn"));
    EXPECT_TRUE(says(shown.body, "Lần đầu làm thủ tục"));
    const auto sent = received_by_form(fields, "receive");
    const std::string to = location(sent);
    ASSERT_TRUE(to.starts_with("/dossiers/")) << sent.body.substr(0, 4000);
    run_jobs();
    const std::string dossier = page(commune.desk, to);
    EXPECT_TRUE(says(dossier, "H05.26.1-261120-0001"));
    EXPECT_TRUE(says(dossier, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"));
    const View view = json(commune.desk, to);
    const auto slip = send(commune.desk, http::Method::get, view["slips"][0]["href"]);
    EXPECT_TRUE(slip.body.starts_with("%PDF-"));
    // The next time the citizen is known.
    EXPECT_TRUE(says(received_by_form({{"key", base::new_uid(clock->now())},
                                       {"owner_kind", "person"},
                                       {"owner_number", "027190001234"}},
                                      "find")
                         .body,
                     "Nguyễn Thị Ánh"));
    EXPECT_EQ(database.value("SELECT string_agg(reason, ' ' ORDER BY reason) FROM dossier_looks"),
              "desk desk slip");
    // Sent once more, the same form leads to the same dossier.
    EXPECT_EQ(location(received_by_form(fields, "receive")), to.substr(0, to.find('?')) + "?done=again");
}

TEST_F(DossierPagesTest, ErrorsStandAtTheirFieldsAndNothingTypedIsLost)
{
    Fields fields = filled();
    for (auto& [name, value] : fields) {
        if (name == "owner_number") value = "123";
        if (name.starts_with("originals_")) value = "0";
    }
    fields.emplace_back("dossier_note", "Gọi trước khi trả");
    fields.emplace_back("owner_born_on", "32/13/1990");
    const auto refused = received_by_form(fields, "receive");
    EXPECT_EQ(refused.status, 422);
    for (const char* words :
         {"Số định danh có 12 chữ số", "Nhập ngày/tháng/năm", "Gọi trước khi trả", "Nguyễn Thị Ánh"})
        EXPECT_TRUE(says(refused.body, words)) << words;
    EXPECT_LT(refused.body.find("Số định danh có 12 chữ số"), refused.body.find("Nhập ngày/tháng/năm"))
        << "in the order of the form";
    const auto unreasoned = received_by_form(fields, "reject");
    EXPECT_EQ(unreasoned.status, 422);
    EXPECT_TRUE(says(unreasoned.body, "Nhập lý do từ chối."));
    EXPECT_FALSE(says(unreasoned.body, "Còn thiếu:")) << "what is refused may lack papers";
}

TEST_F(DossierPagesTest, EveryActHasItsPageAndIsDoneByIt)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid;
    for (const char* act :
         {"ask_supplement", "supplemented", "extend", "hand_over", "withdraw", "stop", "note", "take_back",
          "paid", "ask_payment", "resolve", "reject", "receive", "begin"})
        EXPECT_EQ(send(commune.leader, http::Method::get, path + "/acts/" + act).status, 200) << act;
    const std::string version = std::to_string(the(done.uid).version);
    EXPECT_EQ(
        send(commune.desk, http::Method::post, path + "/acts/ask_supplement", {{"version", version}}).status,
        422);
    const auto asked =
        send(commune.desk, http::Method::post, path + "/acts/ask_supplement",
             {{"version", version}, {"reason", "Thiếu bản chính"}, {"missing_0", "Nộp bản chính"}});
    EXPECT_EQ(location(asked), path + "?done=ask_supplement");
    run_jobs();
    EXPECT_TRUE(says(page(commune.desk, path), "Nộp bản chính"));
    EXPECT_TRUE(says(page(commune.desk, path + "/acts/supplemented"), "Nộp bản chính"));
    EXPECT_EQ(location(send(commune.desk, http::Method::post, path + "/acts/supplemented",
                            {{"originals_0", "1"}, {"upload_scan_0", "quet"}})),
              path + "?done=supplemented");
    run_jobs();
    EXPECT_TRUE(says(page(commune.desk, path), "quet.pdf"));
    EXPECT_EQ(
        location(send(
            commune.leader, http::Method::post, path + "/acts/extend",
            {{"reason", "Chờ xác minh"}, {"amount", "1,5"}, {"unit", "working_days"}, {"basis", "NĐ 118"}})),
        path + "?done=extend");
    EXPECT_EQ(send(commune.leader, http::Method::get, path + "/acts/lodge").status, 404);
    EXPECT_EQ(send(other.leader, http::Method::get, path).status, 404);
}

TEST_F(DossierPagesTest, ResultsFilesAndRegister)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid;
    EXPECT_EQ(send(commune.specialist, http::Method::get, path + "/results/new").status, 200);
    const View form = json(commune.specialist, path + "/results/new");
    const std::string kind =
        form["fields"].contains("kind") ? form["fields"]["kind"]["options"][0]["value"] : "";
    EXPECT_EQ(location(send(commune.specialist, http::Method::post, path + "/results",
                            {{"kind", kind},
                             {"name", "Bản sao"},
                             {"number", "15/BS"},
                             {"issued_on", "20/11/2026"},
                             {"paper_why", "Lãnh đạo ký trên giấy"},
                             {"upload_result", "kq"}})),
              path + "?done=result");
    const View shown = json(commune.specialist, path);
    const auto file = send(commune.specialist, http::Method::get, shown["results"][0]["href"]);
    EXPECT_TRUE(file.content);
    EXPECT_EQ(send(commune.specialist, http::Method::get, path + "/files/new").status, 200);
    EXPECT_EQ(
        location(send(commune.specialist, http::Method::post, path + "/files", {{"upload_files", "anh"}})),
        path + "?done=files");
    EXPECT_EQ(send(commune.specialist, http::Method::post, path + "/files").status, 422);
    EXPECT_EQ(send(commune.desk, http::Method::get, "/dossiers/register").status, 200);
    EXPECT_TRUE(
        page(commune.desk, "/dossiers/register/file?from=01/11/2026&to=30/11/2026").starts_with("%PDF-"));
    EXPECT_TRUE(page(commune.desk, path + "/control-slip").starts_with("%PDF-"));
    EXPECT_EQ(send(commune.desk, http::Method::get, "/dossiers/register/file?from=x").status, 422);
}

TEST_F(DossierPagesTest, FeesOfCertifiedCopies)
{
    Reception reception = a_reception("2.000815");
    reception.answers = R"({"documents": [{"name": "Bằng", "pages": 3, "copies": 2}]})";
    const Received done = received(reception);
    const std::string path = "/dossiers/" + done.uid;
    const View form = json(commune.desk, path + "/payment");
    ASSERT_FALSE(form["fields"]["fees"]["options"].empty());
    EXPECT_EQ(json(commune.desk, path + "/acts/hand_over")["fees_due"]["href"], path + "/payment");
    EXPECT_EQ(send(commune.desk, http::Method::post, path + "/payment", {{"means", "cash"}}).status, 422);
    EXPECT_EQ(location(send(commune.desk, http::Method::post, path + "/payment",
                            {{"fees", form["fields"]["fees"]["options"][0]["value"]}, {"means", "cash"}})),
              path + "?done=paid");
    EXPECT_EQ(json(commune.desk, path + "/acts/hand_over")["fees_due"], false);
}

TEST_F(DossierPagesTest, ListsOfEachRole)
{
    const Received done = received(a_reception());
    EXPECT_TRUE(says(page(commune.desk, "/dossiers"), done.code));
    EXPECT_TRUE(says(page(commune.leader, "/dossiers?view=working"), done.code));
    EXPECT_TRUE(says(page(commune.specialist, "/dossiers"), done.code));
    EXPECT_TRUE(says(page(commune.desk, "/dossiers?q=anh"), done.code));
    EXPECT_TRUE(says(page(commune.desk, "/dossiers?view=all"), done.code));
    EXPECT_TRUE(says(page(commune.desk, "/dossiers?view=late"), "Không có hồ sơ nào quá hạn"));
    EXPECT_FALSE(says(page(other.desk, "/dossiers?view=all"), done.code));
    EXPECT_FALSE(says(page(other.desk, "/dossiers?q=anh"), done.code));
}

TEST_F(DossierPagesTest, WhoHasTheCodeGetsTheAnswerFirstAndNoName)
{
    const Received done = received(a_reception());
    const std::string body = page({}, "/tra-cuu/" + done.code);
    EXPECT_TRUE(says(body, "Có kết quả trước"));
    EXPECT_FALSE(says(body, "Ánh"));
    EXPECT_FALSE(says(body, "027190001234"));
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu/H05.26.1-261120-9999").status, 404);
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu").status, 200);
    clock->advance(std::chrono::hours(24 * 30));
    EXPECT_TRUE(says(page({}, "/tra-cuu?code=" + done.code), "quá hẹn trả"));
    // Codes follow one another: whoever tries them all has to wait, and whoever comes later does not.
    int answered = 0;
    while (send({}, http::Method::get, "/tra-cuu/" + done.code).status == 200 && answered < 200) ++answered;
    EXPECT_GT(answered, 30);
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu/" + done.code).status, 429);
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu").status, 200);
    clock->advance(std::chrono::minutes(1));
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu/" + done.code).status, 200);
}

TEST_F(DossierPagesTest, BothNamesAreShownAndOneIsChosen)
{
    received(a_reception());
    Fields fields = filled();
    for (auto& [name, value] : fields)
        if (name == "owner_name") value = "Nguyễn Thị Anh";
    const auto found = received_by_form(fields, "find");
    EXPECT_TRUE(says(found.body, "Nguyễn Thị Ánh, 06/05/1990"));
    EXPECT_TRUE(says(found.body, "name=\"owner_kept\""));
    EXPECT_FALSE(says(received_by_form(filled(), "find").body, "name=\"owner_kept\"")) << "they are the same";
    const auto asked = received_by_form(fields, "receive");
    EXPECT_EQ(asked.status, 422);
    EXPECT_TRUE(says(asked.body, "Chọn giữ hay sửa"));
    EXPECT_TRUE(says(asked.body, "Nguyễn Thị Anh"));
    // Whoever sees the name has looked the citizen up.
    EXPECT_EQ(database.value("SELECT count(*) FROM citizen_looks"), "3");
    fields.emplace_back("owner_kept", "corrected");
    EXPECT_TRUE(says(received_by_form(fields, "receive").body, "Nhập lý do sửa"));
    fields.emplace_back("correction", "Theo thẻ căn cước");
    const std::string to = location(received_by_form(fields, "receive"));
    ASSERT_TRUE(to.starts_with("/dossiers/"));
    run_jobs();
    const std::string dossier = page(commune.desk, to);
    EXPECT_TRUE(says(dossier,
                     "Sửa thông tin đang lưu của công dân: Nguyễn Thị Ánh, 06/05/1990 thành Nguyễn Thị Anh"));
    EXPECT_TRUE(says(dossier, "Theo thẻ căn cước"));
}

TEST_F(DossierPagesTest, ANoticeNamesTheActThatWasDone)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid;
    const auto told = [&](const Actor& actor, const std::string& act, const Fields& fields) {
        const std::string to = location(post(actor, path + "/acts/" + act, fields));
        EXPECT_TRUE(to.starts_with(path + "?done=")) << act << " " << to;
        run_jobs();
        const std::string body = page(actor, to);
        EXPECT_FALSE(says(body, "Đã thực hiện."));
        return body;
    };
    EXPECT_TRUE(says(told(commune.desk, "note", {{"reason", "Đã gọi"}}), "Đã thêm ghi chú."));
    const std::string asked =
        told(commune.desk, "ask_supplement", {{"reason", "Thiếu bản chính"}, {"missing_0", "Nộp bản chính"}});
    EXPECT_TRUE(says(asked, "Đã yêu cầu bổ sung."));
    EXPECT_TRUE(says(asked, "In phiếu yêu cầu bổ sung"));
    EXPECT_TRUE(says(asked, "data-print-now"));
    EXPECT_TRUE(says(told(commune.desk, "supplemented", {{"originals_0", "1"}}), "Đã nhận giấy tờ bổ sung."));
    EXPECT_TRUE(says(told(commune.leader, "stop", {{"reason", "Hồ sơ giả"}}), "Đã dừng giải quyết."));
    EXPECT_EQ(json(commune.leader, path + "/acts/take_back")["title"], "Lấy lại “Dừng giải quyết”");
}

TEST_F(DossierPagesTest, CodesAreKeptWhole)
{
    for (const char* code : {"H05.26.1-261120-0001", "000.17.22.H56-210531-0001", "15/BS", "1.001193"})
        EXPECT_TRUE(pages::is_code(code)) << code;
    for (const char* text : {"", "Nguyễn Thị Ánh", "20/11/2026 09:00", "UBND", "H05-", "Số 5",
                             "A-COMPANY-WITH-A-VERY-LONG-NAME-OF-2026"})
        EXPECT_FALSE(pages::is_code(text)) << text;
    const Received done = received(a_reception());
    const std::string code = "<span class=\"lt-number\">" + done.code + "</span>";
    EXPECT_TRUE(says(page(commune.desk, "/dossiers/" + done.uid + "/files/new"), code));
    EXPECT_TRUE(says(page(commune.desk, "/dossiers/" + done.uid + "/acts/note"), code));
    // Also within the sentences of the history.
    const View pieces = pages::pieces_of("Xem " + done.code + ", số 15/BS; (M-2).");
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_EQ(pieces[0]["before"], "Xem ");
    EXPECT_EQ(pieces[0]["code"], done.code);
    EXPECT_EQ(pieces[1]["before"], ", số 15/BS; (M-2).");
    EXPECT_EQ(pieces[1]["code"], false);
    EXPECT_EQ(pages::pieces_of("").size(), 1u);
    const auto note = [&](const std::string& text) {
        ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::note, .reason = text}));
    };
    note("Trùng <" + done.code + ".");
    EXPECT_TRUE(says(page(commune.desk, "/dossiers/" + done.uid), "Trùng &lt;" + done.code + "."))
        << "what is no code is text";
    note("Trùng " + done.code + ".");
    EXPECT_TRUE(says(page(commune.desk, "/dossiers/" + done.uid), "Trùng " + code + "."));
}

TEST_F(DossierPagesTest, EnglishSaysDossierCodeAndNo)
{
    language = "en";
    const std::string follow = page({}, "/tra-cuu");
    EXPECT_TRUE(says(follow, "Dossier code"));
    EXPECT_FALSE(says(follow, "Case number"));
    EXPECT_EQ(templates.translate("Không", "en"), "No");
}

TEST_F(DossierPagesTest, TheReceiptHasTheWholeNameAndNoBrokenCode)
{
    const auto printed = [&](const std::string& site) {
        services.site = site;
        const Received done = received(a_reception());
        const View view = json(commune.desk, "/dossiers/" + done.uid);
        const auto text = text::extract(get(commune.desk, view["slips"][0]["href"]).body, "application/pdf");
        EXPECT_TRUE(text);
        return text ? *text : std::string();
    };
    const std::string with = printed("https://lienthong.example.vn");
    EXPECT_TRUE(says(with, "UỶ BAN NHÂN DÂN")) << with;
    EXPECT_TRUE(says(with, "PHƯỜNG KINH BẮC"));
    EXPECT_TRUE(says(with, "Uỷ ban nhân dân phường Kinh Bắc"));
    EXPECT_FALSE(says(with, "UBND"));
    EXPECT_TRUE(says(with, "Quét mã để tra cứu"));
    // No address is configured: a code would lead to nowhere.
    const std::string without = printed("");
    EXPECT_FALSE(says(without, "Quét mã"));
    EXPECT_TRUE(says(without, "Tra cứu bằng mã hồ sơ"));
    EXPECT_TRUE(says(without, "H05.26.1-261120-0002"));
}

}  // namespace
}  // namespace lt::dossiers
