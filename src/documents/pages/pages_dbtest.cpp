// One document through all forms, from draft to recall.
#include "documents/pages/pages_fixture_dbtest.h"

namespace lt::documents::pages {

TEST_F(PagesTest, JourneyThroughTheForms)
{
    // Draft, sign, issue.
    auto fields = draft_fields("Cử đại biểu <dự họp>");
    fields.insert(fields.end(), {{"recipient", "H05.09187"}, {"recipient", "H05.07507"}, {"then", "submit"}});
    auto answer = post(office.specialist, "/outgoing", fields);
    ASSERT_EQ(answer.status, 303) << answer.body;
    const std::string path = location(answer).substr(0, location(answer).find('?'));
    EXPECT_TRUE(location(answer).ends_with("?done=submitted"));
    EXPECT_EQ(location(post(office.specialist, "/outgoing", fields)),
              path + "?done=submitted");  // twice: one document
    EXPECT_EQ(json(office.specialist, "/outgoing?view=review")["rows"].size(), 1U);
    answer = get(office.leader, path);
    EXPECT_TRUE(contains(answer, "Cử đại biểu &lt;dự họp&gt;"));
    EXPECT_FALSE(contains(answer, "<dự họp>"));
    EXPECT_TRUE(contains(answer, "Duyệt ký"));
    EXPECT_EQ(post(office.leader, path + "/approval", {}).status, 422) << "it must say what was read";
    const std::string version =
        std::to_string(json(office.leader, path)["todo"]["post"]["version"].get<int>());
    EXPECT_EQ(post(office.leader, path + "/approval", {{"version", version}}).status, 303);
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
    EXPECT_TRUE(
        contains(get(kinh_bac.leader, location(answer)), "Đã phân công cho 1 người. Chủ trì: Người 23."));

    // Work, report, complete.
    EXPECT_TRUE(contains(get(kinh_bac.specialist, in), "Bắt đầu xử lý"));
    EXPECT_EQ(post(kinh_bac.specialist, in + "/start", {}).status, 303);
    EXPECT_EQ(location(post(kinh_bac.specialist, in + "/report",
                            {{"report", "Đã cử hai người"}, {"complete", "1"}})),
              in + "?done=completed");
    EXPECT_TRUE(contains(get(office.clerk, path + "/recipients?state=done"), "UBND phường Kinh Bắc"));

    // The other recipient refuses; the sender reads why.
    const std::string other =
        "/incoming/" + json(deo_gia.clerk, "/incoming?view=waiting")["rows"][0]["uid"].get<std::string>();
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
    EXPECT_EQ(location(post(kinh_bac.clerk, in + "/recall-answer", {{"answer", "agree"}})),
              in + "?done=recall_agreed");
    EXPECT_TRUE(contains(get(kinh_bac.clerk, in), "Văn bản đã được lấy lại nên tệp đã đóng."));
}

}  // namespace lt::documents::pages
