// The pages as a browser gets them, without the server: forms are filled in and sent, pages read.
#include <array>
#include <cstring>

#include <gtest/gtest.h>

#include "documents/fixture_dbtest.h"
#include "documents/pages/call.h"

namespace lt::documents::pages {
namespace {

class PagesTest : public DocumentsTest {
protected:
    PagesTest()
        : templates({.resources = base::find_resources(), .reload = true}), the_pages(templates, {}),
          page_services{services, the_pages, [this](const http::Request&, const std::vector<std::string>& ids) {
                            return take(ids);
                        }}
    {
        add_routes(router, std::make_shared<const PageServices>(page_services));
    }

    // Stands for the application's: "bad" is an executable.
    base::Result<std::vector<NewFile>> take(const std::vector<std::string>& ids)
    {
        std::vector<NewFile> files;
        for (const std::string& id : ids) {
            if (id == "bad") return base::invalid("files", "Tệp này là chương trình, không phải văn bản.");
            files.push_back({id + ".pdf", blobs.put("%PDF-1.4 " + id)});
        }
        return files;
    }

    http::Response send(const Actor& actor, http::Method method, const std::string& target, const http::Form& form = {},
                        const std::string& accept = "text/html")
    {
        auto me = std::make_shared<accounts::Me>();
        me->agency = actor.agency;
        me->official = actor.official;
        me->unit = actor.unit;
        me->role = actor.role;
        me->official_name = actor.name;
        me->csrf = "token";
        http::Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (const auto question = target.find('?'); question != std::string::npos) read(target.substr(question + 1), request.query);
        request.form = form;
        request.headers["accept"] = accept;
        request.user = me;
        const auto match = router.match(method, request.path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << target;
            return {};
        }
        EXPECT_EQ(match.route->access.check(me.get()), http::Verdict::allow) << target;
        request.params = match.params;
        return match.route->handler(request);
    }
    http::Response get(const Actor& actor, const std::string& target) { return send(actor, http::Method::get, target); }
    View json(const Actor& actor, const std::string& target)
    {
        return View::parse(send(actor, http::Method::get, target, {}, "application/json").body);
    }
    http::Response post(const Actor& actor, const std::string& target,
                        const std::vector<std::pair<std::string, std::string>>& fields)
    {
        http::Form form;
        form.add("_csrf", "token");
        for (const auto& [name, value] : fields) form.add(name, value);
        return send(actor, http::Method::post, target, form);
    }
    static void read(const std::string& query, http::Form& into)
    {
        for (std::size_t at = 0; at < query.size();) {
            const std::size_t end = std::min(query.find('&', at), query.size());
            const std::size_t equal = query.find('=', at);
            into.add(query.substr(at, equal - at), query.substr(equal + 1, end - equal - 1));
            at = end + 1;
        }
    }
    static std::string location(const http::Response& response)
    {
        for (const auto& [name, value] : response.headers) {
            if (name == "Location") return value;
        }
        return {};
    }
    // The value of an option or radio whose label holds `words`.
    static std::string option(const View& field, const std::string& words)
    {
        for (const View& one : field["options"]) {
            if (one["label"].get<std::string>().find(words) != std::string::npos) return one["value"];
        }
        return {};
    }
    std::vector<std::pair<std::string, std::string>> draft_fields(const std::string& subject)
    {
        const View form = json(office.specialist, "/outgoing/new");
        return {{"key", form["key"]},
                {"kind", "official_letter"},
                {"subject", subject},
                {"urgency", "very_urgent"},
                {"secrecy", "thường"},
                {"signer", option(form["fields"]["signer"], "Người 12")},
                {"upload", "scan"}};
    }

    html::Templates templates;
    page::Pages the_pages;
    PageServices page_services;
    http::Router router;
};

bool contains(const http::Response& response, const std::string& words)
{
    return response.body.find(words) != std::string::npos;
}

TEST_F(PagesTest, JourneyThroughTheForms)
{
    // Draft, sign, issue.
    auto fields = draft_fields("Cử đại biểu <dự họp>");
    fields.insert(fields.end(), {{"recipient", "H05.09187"}, {"recipient", "H05.07507"}, {"then", "submit"}});
    auto answer = post(office.specialist, "/outgoing", fields);
    ASSERT_EQ(answer.status, 303) << answer.body;
    const std::string path = location(answer).substr(0, location(answer).find('?'));
    EXPECT_TRUE(location(answer).ends_with("?done=submitted"));
    answer = get(office.leader, path);
    EXPECT_TRUE(contains(answer, "Cử đại biểu &lt;dự họp&gt;"));
    EXPECT_FALSE(contains(answer, "<dự họp>"));
    EXPECT_TRUE(contains(answer, "Duyệt ký"));
    EXPECT_EQ(post(office.leader, path + "/approval", {}).status, 303);
    EXPECT_TRUE(contains(get(office.clerk, path + "/issue"), "Phát hành đến 2 nơi nhận?"));
    answer = post(office.clerk, path + "/issue", {});
    EXPECT_EQ(location(answer), path + "?done=issued");
    EXPECT_TRUE(contains(get(office.clerk, location(answer)), "Đã phát hành 01/UBND-VX đến 2 nơi nhận."));
    // A second click changes nothing and shows the same.
    EXPECT_EQ(location(post(office.clerk, path + "/issue", {})), path + "?done=issued");
    EXPECT_EQ(json(office.clerk, path)["recipient_count"], "2");

    // Receive, submit, assign.
    const View tray = json(kinh_bac.clerk, "/incoming?view=waiting");
    ASSERT_EQ(tray["rows"].size(), 1U);
    EXPECT_EQ(tray["rows"][0]["notation"], "01/UBND-VX");
    const std::string in = "/incoming/" + tray["rows"][0]["uid"].get<std::string>();
    const View page = json(kinh_bac.clerk, in);
    const std::string leader = option(page["fields"]["leader"], "Người 22");
    ASSERT_FALSE(leader.empty());
    answer = post(kinh_bac.clerk, in + "/acceptance", {{"leader", leader}, {"note", "Kính trình"}});
    EXPECT_EQ(location(answer), in + "?done=accepted");
    EXPECT_TRUE(contains(get(kinh_bac.clerk, location(answer)), "Đã tiếp nhận, số đến 1, và trình Người 22"));
    EXPECT_EQ(json(kinh_bac.leader, "/incoming?view=to_assign")["rows"].size(), 1U);

    const View form = json(kinh_bac.leader, in + "/assignments");
    std::string lead;
    for (const View& row : form["roles"]["rows"]) {
        if (row["label"] == "Người 23") lead = row["name"];
    }
    ASSERT_FALSE(lead.empty());
    answer = post(kinh_bac.leader, in + "/assignments",
                  {{lead, "lead"}, {"instruction", "Tham mưu"}, {"due", "24/11/2026 16:00"}});
    ASSERT_EQ(location(answer), in + "?done=assigned") << answer.body;
    EXPECT_TRUE(contains(get(kinh_bac.leader, location(answer)), "Đã phân công cho 1 người. Chủ trì: Người 23."));

    // Work, report, complete.
    EXPECT_TRUE(contains(get(kinh_bac.specialist, in), "Bắt đầu xử lý"));
    EXPECT_EQ(post(kinh_bac.specialist, in + "/start", {}).status, 303);
    EXPECT_EQ(location(post(kinh_bac.specialist, in + "/report", {{"report", "Đã cử hai người"}, {"complete", "1"}})),
              in + "?done=completed");
    EXPECT_TRUE(contains(get(office.clerk, path + "/recipients?state=done"), "UBND phường Kinh Bắc"));

    // The other recipient refuses; the sender reads why.
    const std::string other = "/incoming/" + json(deo_gia.clerk, "/incoming?view=waiting")["rows"][0]["uid"].get<std::string>();
    answer = post(deo_gia.clerk, other + "/refusal", {{"reason", ""}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "href=\"#reason\""));
    EXPECT_EQ(post(deo_gia.clerk, other + "/refusal", {{"reason", "Tệp gửi thiếu Phụ lục II."}}).status, 303);
    EXPECT_TRUE(contains(get(office.clerk, path), "Tệp gửi thiếu Phụ lục II."));

    // Recall.
    EXPECT_TRUE(contains(get(office.clerk, path + "/recall"), "Thu hồi 01/UBND-VX ở 1 nơi nhận?"));
    EXPECT_EQ(post(office.clerk, path + "/recall", {{"reason", "Sai ngày họp"}}).status, 303);
    EXPECT_TRUE(contains(get(kinh_bac.clerk, in), "Sai ngày họp"));
    EXPECT_EQ(post(kinh_bac.clerk, in + "/recall-answer", {{"reason", ""}}).status, 422);
    EXPECT_EQ(location(post(kinh_bac.clerk, in + "/recall-answer", {{"answer", "agree"}})), in + "?done=recall_agreed");
    EXPECT_TRUE(contains(get(kinh_bac.clerk, in), "Văn bản đã được lấy lại nên tệp đã đóng."));
}

TEST_F(PagesTest, NothingTypedIsLost)
{
    auto fields = draft_fields("");
    fields.insert(fields.end(), {{"recipient", "H05.07507"}, {"reply_due", "hôm kia"}});
    const auto answer = post(office.specialist, "/outgoing", fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Chưa lưu được, cần sửa 2 chỗ"));
    EXPECT_TRUE(contains(answer, "href=\"#subject\""));
    EXPECT_TRUE(contains(answer, "value=\"hôm kia\""));
    EXPECT_TRUE(contains(answer, "scan.pdf"));
    EXPECT_TRUE(contains(answer, "name=\"upload\" value=\"scan\" checked"));
    EXPECT_TRUE(contains(answer, "value=\"H05.07507\" checked"));
    EXPECT_TRUE(contains(answer, "value=\"very_urgent\" checked"));
    EXPECT_TRUE(contains(answer, "value=\"" + fields[0].second + "\""));  // the same key: sent twice, stored once
}

TEST_F(PagesTest, SecrecyAndExecutablesAreRefused)
{
    auto fields = draft_fields("Việc mật");
    fields[4].second = "mật";
    EXPECT_TRUE(contains(post(office.specialist, "/outgoing", fields), "bí mật nhà nước"));
    fields = draft_fields("Tệp lạ");
    fields[6].second = "bad";
    const auto answer = post(office.specialist, "/outgoing", fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Tệp này là chương trình"));
    EXPECT_EQ(json(office.specialist, "/outgoing")["rows"].size(), 0U);
}

TEST_F(PagesTest, DraftSavedButNotReadyOpensAgain)
{
    auto fields = draft_fields("Chưa có nơi nhận");
    fields.emplace_back("then", "submit");
    const auto answer = post(office.specialist, "/outgoing", fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Chọn ít nhất một nơi nhận trước khi trình."));
    const View drafts = json(office.specialist, "/outgoing?view=drafts");
    ASSERT_EQ(drafts["rows"].size(), 1U);
    // The form that came back changes that draft: it makes no second one.
    const std::string edit = "/outgoing/" + drafts["rows"][0]["uid"].get<std::string>() + "/edit";
    EXPECT_TRUE(contains(answer, "action=\"" + edit + "\""));
    const View form = json(office.specialist, edit);
    ASSERT_EQ(form["kept_files"].size(), 1U);
    fields.insert(fields.end(), {{"recipient", "H05.07507"},
                                 {"version", form["version"]},
                                 {"keep", form["kept_files"][0]["uid"]}});
    fields[6].second = "second";
    EXPECT_TRUE(location(post(office.specialist, edit, fields)).ends_with("?done=submitted"));
    EXPECT_EQ(document(services, office.specialist, drafts["rows"][0]["uid"])->files.size(), 2U);
}

TEST_F(PagesTest, RecipientsByLevelAndNarrowedWithoutScript)
{
    auto fields = draft_fields("Gửi mọi xã");
    fields.emplace_back("group", "level:commune");
    const auto answer = post(office.specialist, "/outgoing", fields);
    ASSERT_EQ(answer.status, 303) << answer.body;
    const std::string uid = location(answer).substr(10, 36);
    EXPECT_EQ(document(services, office.specialist, uid)->chosen_recipients.size(), 2U);

    fields = draft_fields("Giữ nguyên chữ đã gõ");
    fields.insert(fields.end(), {{"recipient", "H05.07507"}, {"find", "H05.09187"}, {"narrow", "1"}});
    const auto narrowed = post(office.specialist, "/outgoing", fields);
    EXPECT_EQ(narrowed.status, 200);
    EXPECT_TRUE(contains(narrowed, "Giữ nguyên chữ đã gõ"));
    EXPECT_TRUE(contains(narrowed, "value=\"H05.07507\" checked"));
}

TEST_F(PagesTest, PaperDocumentWithWarningOfADouble)
{
    const auto fields = [&] {
        const View form = json(kinh_bac.clerk, "/incoming/new");
        return std::vector<std::pair<std::string, std::string>>{
            {"key", form["key"]},         {"kind", "official_letter"}, {"number", "12"},     {"notation", "CV-HTX"},
            {"issuer", "Hợp tác xã A"},   {"issued_on", "19/11/2026"}, {"subject", "Xin lối"}, {"secrecy", "thường"},
            {"urgency", "normal"},        {"upload", "scan"}};
    };
    EXPECT_FALSE(contains(get(kinh_bac.clerk, "/incoming/new"), "name=\"confirm\""));
    EXPECT_TRUE(location(post(kinh_bac.clerk, "/incoming", fields())).ends_with("?done=registered"));
    while (queue.run_due() > 0) {}  // the index knows it now
    auto again = fields();
    auto answer = post(kinh_bac.clerk, "/incoming", again);
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(contains(answer, "name=\"confirm\""));
    again.emplace_back("confirm", "1");
    answer = post(kinh_bac.clerk, "/incoming", again);
    EXPECT_TRUE(location(answer).ends_with("?done=registered")) << answer.body;
}

TEST_F(PagesTest, AssigningShowsWhatIsWrong)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, ""));
    const std::string path = "/incoming/" + uid + "/assignments";
    std::vector<std::pair<std::string, std::string>> two_leads;
    const View form = json(kinh_bac.leader, path);
    for (const View& row : form["roles"]["rows"]) {
        if (row["label"] == "Người 23" || row["label"] == "Người 24") two_leads.emplace_back(row["name"], "lead");
    }
    two_leads.emplace_back("due", "19/11/2026 17:00");
    const auto answer = post(kinh_bac.leader, path, two_leads);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Chưa phân công được, cần sửa 3 chỗ"));
    EXPECT_TRUE(contains(answer, "lt-wrong"));
    EXPECT_TRUE(contains(answer, "Nhập ý kiến chỉ đạo."));
    EXPECT_TRUE(contains(answer, "value=\"19/11/2026 17:00\""));
    // A sample sentence fills the field and keeps the rest.
    two_leads.emplace_back("instruction", "");
    two_leads.emplace_back("phrase", "2");
    const auto filled = post(kinh_bac.leader, path, two_leads);
    EXPECT_EQ(filled.status, 200);
    EXPECT_TRUE(contains(filled, "Xem để biết, báo cáo nếu có việc liên quan."));
    EXPECT_TRUE(contains(filled, "value=\"19/11/2026 17:00\""));
}

TEST_F(PagesTest, SeveralAtOnce)
{
    const std::string first = issued(draft_to({kinh_bac.agency}));
    const std::string second = issued(draft_to({kinh_bac.agency}));
    auto answer = post(kinh_bac.clerk, "/incoming/bulk", {{"action", "accept"}, {"back", "/incoming?view=waiting"}});
    EXPECT_EQ(location(answer), "/incoming?view=waiting&done=none_chosen");
    answer = post(kinh_bac.clerk, "/incoming/bulk",
                  {{"action", "accept"}, {"document", first}, {"document", second}, {"back", "https://elsewhere.vn"}});
    EXPECT_EQ(location(answer), "/incoming?done=bulk_accepted&count=2&failed=0");
    EXPECT_TRUE(contains(get(kinh_bac.clerk, location(answer)), "Đã tiếp nhận 2 văn bản."));
}

TEST_F(PagesTest, FilesOnlyForThoseWhoMayReadThem)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    const std::string href = json(kinh_bac.clerk, "/incoming/" + uid)["file"]["href"];
    const auto answer = get(kinh_bac.clerk, href);
    ASSERT_TRUE(answer.content);
    std::array<std::byte, 8> head{};
    EXPECT_EQ(answer.content->read(0, head), 8U);
    EXPECT_EQ(std::memcmp(head.data(), "%PDF-1.4", 8), 0);
    EXPECT_EQ(get(deo_gia.clerk, href).status, 404);
    EXPECT_EQ(get(deo_gia.clerk, "/incoming/" + uid).status, 404);
    EXPECT_EQ(get(kinh_bac.clerk, "/incoming/nonsense").status, 404);
}

TEST_F(PagesTest, HomeSearchAndEmptyLists)
{
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/incoming?view=overdue"), "Không có văn bản nào quá hạn"));
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/"), "Không có việc nào đang chờ"));
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    EXPECT_EQ(json(kinh_bac.clerk, "/")["later"][0]["uid"], uid);
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    const View home = json(kinh_bac.clerk, "/");
    EXPECT_EQ(home["day"], "Thứ Sáu, 20/11/2026");
    EXPECT_EQ(home["facts"][0]["value"], "1");
    EXPECT_EQ(home["facts"][2]["value"], "1");
    EXPECT_EQ(json(office.clerk, "/")["facts"][1]["value"], "1");
    EXPECT_EQ(get(kinh_bac.specialist, "/").status, 200);
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/search"), "name=\"q\""));
    EXPECT_EQ(get(kinh_bac.clerk, "/search?q=khongco").status, 200);
    EXPECT_EQ(get(kinh_bac.clerk, "/shortcuts").status, 200);
    EXPECT_EQ(get(kinh_bac.clerk, "/events").events, "agency/2");
    EXPECT_EQ(get(kinh_bac.leader, "/incoming?view=to_assign").status, 200);
    EXPECT_EQ(get(office.clerk, "/outgoing?view=issued").status, 200);
}

}  // namespace
}  // namespace lt::documents::pages
