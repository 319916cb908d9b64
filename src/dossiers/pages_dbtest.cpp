// The pages of the desk as a browser gets them, without the server.
#include <fstream>

#include <nlohmann/json.hpp>

#include "dossiers/fixture_dbtest.h"
#include "dossiers/routes.h"
#include "dossiers/store.h"

namespace lt::dossiers {
namespace {

using html::View;
using Fields = std::vector<std::pair<std::string, std::string>>;

class DossierPagesTest : public DossiersTest {
protected:
    DossierPagesTest()
        : templates({.resources = base::find_resources(), .reload = true}), pages(templates, {}),
          lists(std::make_shared<const forms::Lists>(forms::Lists::load(base::find_resources() / "data")))
    {
        const TakeFiles take = [this](const http::Request&, const std::vector<std::string>& ids) {
            std::vector<NewFile> files;
            for (const std::string& id : ids) {
                const blob::Blob blob = blobs.put("%PDF-1.4 " + id);
                database.execute(
                    "INSERT INTO uploads (id, owner, name, length, received, blob_sha256, media_type, expires_at) VALUES ('" +
                    id + "', '', '', 1, 1, '" + blob.sha256 +
                    "', 'application/pdf', 'infinity') ON CONFLICT DO NOTHING");
                files.push_back({.name = id + ".pdf", .blob = blob, .upload = id});
            }
            return base::Result<std::vector<NewFile>>(files);
        };
        add_routes(router, std::make_shared<const PageServices>(PageServices{services, pages, take, lists}));
    }

    http::Response send(const Actor& actor, http::Method method, const std::string& target,
                        const Fields& fields = {}, const std::string& accept = "text/html")
    {
        http::Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (const auto question = target.find('?'); question != std::string::npos) {
            const std::string query = target.substr(question + 1);
            for (std::size_t at = 0; at < query.size();) {
                const std::size_t end = std::min(query.find('&', at), query.size());
                const std::size_t equal = query.find('=', at);
                request.query.add(query.substr(at, equal - at), query.substr(equal + 1, end - equal - 1));
                at = end + 1;
            }
        }
        for (const auto& [name, value] : fields) request.form.add(name, value);
        request.headers["accept"] = accept;
        std::shared_ptr<accounts::Me> me;
        if (actor.official != 0) {
            me = std::make_shared<accounts::Me>();
            me->agency = actor.agency;
            me->official = actor.official;
            me->role = actor.role;
            me->official_name = actor.name;
            me->post_title = actor.title;
            me->csrf = "token";
            request.user = me;
        }
        const auto match = router.match(method, request.path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << target;
            return {};
        }
        EXPECT_EQ(match.route->access.check(me.get()), http::Verdict::allow) << target;
        request.params = match.params;
        return match.route->handler(request);
    }
    View json(const Actor& actor, const std::string& target)
    {
        return View::parse(send(actor, http::Method::get, target, {}, "application/json").body);
    }
    std::string page(const Actor& actor, const std::string& target)
    {
        return send(actor, http::Method::get, target).body;
    }
    static std::string location(const http::Response& response)
    {
        for (const auto& [name, value] : response.headers)
            if (name == "Location") return value;
        return {};
    }
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
        for (int no = 0; no < 10; ++no) out.emplace_back("originals_" + std::to_string(no), "1");
        return out;
    }
    http::Response post(const Fields& fields, const std::string& action)
    {
        Fields all = fields;
        all.emplace_back("action", action);
        return send(commune.desk, http::Method::post, "/dossiers/new", all);
    }

    html::Templates templates;
    page::Pages pages;
    std::shared_ptr<const forms::Lists> lists;
    http::Router router;
};

bool has(const std::string& body, const std::string& words) { return body.find(words) != std::string::npos; }

TEST_F(DossierPagesTest, TheDeskFindsAProcedureByWordsWithoutAccents)
{
    EXPECT_TRUE(has(page(commune.desk, "/dossiers/new"), "Đăng ký khai sinh"));
    const auto found = post({{"key", base::new_uid(clock->now())}, {"procedure_words", "ket hon"}}, "find");
    EXPECT_TRUE(has(found.body, "Đăng ký kết hôn"));
    EXPECT_FALSE(has(found.body, "Đăng ký khai tử"));
    const auto none = post({{"key", base::new_uid(clock->now())}, {"procedure_words", "xyzzy"}}, "find");
    EXPECT_TRUE(has(none.body, "Không có thủ tục nào khớp"));
}

TEST_F(DossierPagesTest, FromTheNumberToTheReceipt)
{
    const Fields fields = filled();
    const auto shown = post(fields, "find");
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(has(shown.body, "Tiếp nhận và in giấy hẹn"));
    EXPECT_TRUE(has(shown.body, "Lần đầu làm thủ tục"));
    const auto sent = post(fields, "receive");
    const std::string to = location(sent);
    ASSERT_TRUE(to.starts_with("/dossiers/")) << sent.body.substr(0, 4000);
    run_jobs();
    const std::string dossier = page(commune.desk, to);
    EXPECT_TRUE(has(dossier, "H05.26.1-261120-0001"));
    EXPECT_TRUE(has(dossier, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"));
    const View view = json(commune.desk, to);
    const auto slip = send(commune.desk, http::Method::get, view["slips"][0]["href"]);
    EXPECT_TRUE(slip.body.starts_with("%PDF-"));
    // The next time the citizen is known.
    EXPECT_TRUE(has(post({{"key", base::new_uid(clock->now())},
                          {"owner_kind", "person"},
                          {"owner_number", "027190001234"}},
                         "find")
                        .body,
                    "Nguyễn Thị Ánh"));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_looks"), "2");
    // Sent once more, the same form leads to the same dossier.
    EXPECT_EQ(location(post(fields, "receive")), to.substr(0, to.find('?')) + "?done=again");
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
    const auto refused = post(fields, "receive");
    EXPECT_EQ(refused.status, 422);
    for (const char* words :
         {"Số định danh có 12 chữ số", "Nhập ngày/tháng/năm", "Gọi trước khi trả", "Nguyễn Thị Ánh"})
        EXPECT_TRUE(has(refused.body, words)) << words;
    const auto unreasoned = post(filled(), "reject");
    EXPECT_EQ(unreasoned.status, 422);
    EXPECT_TRUE(has(unreasoned.body, "Nhập lý do từ chối."));
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
    EXPECT_EQ(location(asked), path + "?done=acted");
    run_jobs();
    EXPECT_TRUE(has(page(commune.desk, path), "Nộp bản chính"));
    EXPECT_TRUE(has(page(commune.desk, path + "/acts/supplemented"), "Nộp bản chính"));
    EXPECT_EQ(location(send(commune.desk, http::Method::post, path + "/acts/supplemented",
                            {{"originals_0", "1"}, {"upload_scan_0", "quet"}})),
              path + "?done=acted");
    run_jobs();
    EXPECT_TRUE(has(page(commune.desk, path), "quet.pdf"));
    EXPECT_EQ(
        location(send(
            commune.leader, http::Method::post, path + "/acts/extend",
            {{"reason", "Chờ xác minh"}, {"amount", "1,5"}, {"unit", "working_days"}, {"basis", "NĐ 118"}})),
        path + "?done=acted");
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
    EXPECT_EQ(send(commune.desk, http::Method::post, path + "/payment", {{"means", "cash"}}).status, 422);
    EXPECT_EQ(location(send(commune.desk, http::Method::post, path + "/payment",
                            {{"fees", form["fields"]["fees"]["options"][0]["value"]}, {"means", "cash"}})),
              path + "?done=paid");
}

TEST_F(DossierPagesTest, ListsOfEachRole)
{
    const Received done = received(a_reception());
    EXPECT_TRUE(has(page(commune.desk, "/dossiers"), done.code));
    EXPECT_TRUE(has(page(commune.leader, "/dossiers?view=working"), done.code));
    EXPECT_TRUE(has(page(commune.specialist, "/dossiers"), done.code));
    EXPECT_TRUE(has(page(commune.desk, "/dossiers?q=anh"), done.code));
    EXPECT_TRUE(has(page(commune.desk, "/dossiers?view=all"), done.code));
    EXPECT_TRUE(has(page(commune.desk, "/dossiers?view=late"), "Không có hồ sơ nào quá hạn"));
    EXPECT_FALSE(has(page(other.desk, "/dossiers?view=all"), done.code));
    EXPECT_FALSE(has(page(other.desk, "/dossiers?q=anh"), done.code));
}

TEST_F(DossierPagesTest, WhoHasTheCodeGetsTheAnswerFirstAndNoName)
{
    const Received done = received(a_reception());
    const std::string body = page({}, "/tra-cuu/" + done.code);
    EXPECT_TRUE(has(body, "Có kết quả trước"));
    EXPECT_FALSE(has(body, "Ánh"));
    EXPECT_FALSE(has(body, "027190001234"));
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu/H05.26.1-261120-9999").status, 404);
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu").status, 200);
    clock->advance(std::chrono::hours(24 * 30));
    EXPECT_TRUE(has(page({}, "/tra-cuu?code=" + done.code), "quá hẹn trả"));
    // Codes follow one another: whoever tries them all has to wait, and whoever comes later does not.
    int answered = 0;
    while (send({}, http::Method::get, "/tra-cuu/" + done.code).status == 200 && answered < 200) ++answered;
    EXPECT_GT(answered, 30);
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu/" + done.code).status, 429);
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu").status, 200);
    clock->advance(std::chrono::minutes(1));
    EXPECT_EQ(send({}, http::Method::get, "/tra-cuu/" + done.code).status, 200);
}

}  // namespace
}  // namespace lt::dossiers
