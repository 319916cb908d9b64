// Each form by itself: what is wrong is said, nothing typed is lost, nothing is done twice.
#include <array>
#include <cstring>

#include "documents/pages/pages_fixture_dbtest.h"

namespace lt::documents::pages {

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
    EXPECT_TRUE(
        contains(answer, "value=\"" + fields[0].second + "\""));  // the same key: sent twice, stored once
}

TEST_F(PagesTest, SecrecyAndExecutablesAreRefused)
{
    auto fields = draft_fields("Việc mật");
    fields[4].second = "mật";
    EXPECT_TRUE(contains(post(office.specialist, "/outgoing", fields), "bí mật nhà nước"));
    EXPECT_EQ(dropped, std::vector<std::string>{"scan"}) << "its file is forgotten";
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'document.secret_refused'"),
              "1");
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
    fields.insert(
        fields.end(),
        {{"recipient", "H05.07507"}, {"version", form["version"]}, {"keep", form["kept_files"][0]["uid"]}});
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
            {"key", form["key"]},   {"kind", "official_letter"}, {"number", "12"},
            {"notation", "CV-HTX"}, {"issuer", "Hợp tác xã A"},  {"issued_on", "19/11/2026"},
            {"subject", "Xin lối"}, {"secrecy", "thường"},       {"urgency", "normal"},
            {"upload", "scan"}};
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
        if (row["label"] == "Người 23" || row["label"] == "Người 24")
            two_leads.emplace_back(row["name"], "lead");
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
    auto answer =
        post(kinh_bac.clerk, "/incoming/bulk", {{"action", "accept"}, {"back", "/incoming?view=waiting"}});
    EXPECT_EQ(location(answer), "/incoming?view=waiting&done=none_chosen");
    answer = post(kinh_bac.clerk, "/incoming/bulk", {{"action", "accept"}, {"document", "nonsense"}});
    EXPECT_EQ(location(answer), "/incoming?done=bulk_accepted&count=0&failed=1");
    answer = post(
        kinh_bac.clerk, "/incoming/bulk",
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

}  // namespace lt::documents::pages
