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

TEST_F(PagesTest, ADraftSavedInAnotherWindowLosesNothingHere)
{
    auto fields = draft_fields("Trích yếu đầu tiên");
    fields.emplace_back("recipient", "H05.09187");
    const std::string path = location(post(office.specialist, "/outgoing", fields)).substr(0, 46);
    const View form = json(office.specialist, path + "/edit");
    EXPECT_EQ(form["newer"], false);
    const auto window = [&](const std::string& subject, const std::string& upload, const View& from) {
        auto typed = fields;
        typed[2].second = subject;
        typed[6].second = upload;
        typed.emplace_back("version", from["version"]);
        for (const View& file : from["kept_files"]) {
            typed.emplace_back("known", file["uid"]);
            typed.emplace_back("keep", file["uid"]);
        }
        return typed;
    };
    clock->advance(std::chrono::minutes(10));
    ASSERT_EQ(post(office.specialist, path + "/edit", window("Của cửa sổ thứ nhất", "first", form)).status,
              303);
    clock->advance(std::chrono::minutes(5));
    auto second = window("Của cửa sổ thứ hai", "second", form);
    second.emplace_back("recipient", "H05.07507");
    auto answer = post(office.specialist, path + "/edit", second);
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(contains(answer, "Chưa lưu: dự thảo đã có bản mới hơn"));
    EXPECT_TRUE(contains(answer, "Bạn đã lưu bản khác lúc 20/11/2026 09:10")) << answer.body;
    EXPECT_FALSE(contains(answer, "href=\"#version\"")) << "no field to go to";
    // Everything typed stands there still, what the other window added is not dropped, and both ways are open.
    EXPECT_TRUE(contains(answer, "\nCủa cửa sổ thứ hai</textarea>"));
    EXPECT_TRUE(contains(answer, "value=\"H05.07507\" checked"));
    EXPECT_TRUE(contains(answer, "name=\"upload\" value=\"second\" checked"));
    const View newer = json(office.specialist, path + "/edit");
    for (const View& file : newer["kept_files"]) {
        const std::string uid = file["uid"];
        EXPECT_TRUE(contains(answer, "name=\"keep\" type=\"checkbox\" value=\"" + uid + "\" checked"))
            << file["name"];
    }
    EXPECT_TRUE(contains(answer, "Của cửa sổ thứ nhất"));
    EXPECT_TRUE(contains(answer, "2 nơi: UBND xã Đèo Gia"));
    EXPECT_TRUE(contains(answer, "Lưu đè bản đã lưu"));
    EXPECT_TRUE(contains(answer, "href=\"" + path + "/edit\""));
    EXPECT_EQ(json(office.specialist, path)["subject"], "Của cửa sổ thứ nhất") << "nothing was saved";

    // Saving over it is a choice: the form that came back does.
    auto over = window("Của cửa sổ thứ hai", "second", newer);
    EXPECT_EQ(location(post(office.specialist, path + "/edit", over)), path + "?done=edited");
    EXPECT_EQ(json(office.specialist, path)["subject"], "Của cửa sổ thứ hai");

    // Submitted in another window: it can't be saved any more, but what was typed is not thrown away with the page.
    const View last = json(office.specialist, path + "/edit");
    ASSERT_EQ(post(office.specialist, path + "/submission", {}).status, 303);
    answer = post(office.specialist, path + "/edit", window("Viết thêm", "third", last));
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(contains(answer, "Văn bản đang chờ ký."));
    EXPECT_TRUE(contains(answer, "\nViết thêm</textarea>"));
    // Given back meanwhile: somebody else changed it, and is named.
    ASSERT_EQ(post(office.leader, path + "/return", {{"reason", "Ghi rõ thời hạn"}}).status, 303);
    answer = post(office.specialist, path + "/edit", window("Viết thêm", "third", last));
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(contains(answer, "Người 12 đã đổi dự thảo lúc 20/11/2026 09:15 (trả lại dự thảo)"))
        << answer.body;
}

TEST_F(PagesTest, FurtherRecipientsThroughTheForm)
{
    const std::string path = "/outgoing/" + issued(draft_to({kinh_bac.agency}));
    const std::string form_path = path + "/further-recipients";
    EXPECT_TRUE(contains(get(office.clerk, path), "href=\"" + form_path + "\""));
    EXPECT_FALSE(contains(get(office.specialist, path), "href=\"" + form_path + "\""));
    EXPECT_EQ(get(office.specialist, form_path).status, 403);
    auto answer = get(office.clerk, form_path);
    EXPECT_TRUE(contains(answer, "value=\"H05.07507\""));
    EXPECT_FALSE(contains(answer, "value=\"H05.09187\"")) << "has it already";
    EXPECT_FALSE(contains(answer, "value=\"H05\"")) << "the sender itself";
    answer = post(office.clerk, form_path, {{"reason", "Bổ sung theo đề nghị"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "href=\"#recipients\">Chọn ít nhất một nơi nhận để gửi bổ sung."));
    EXPECT_TRUE(contains(answer, "Bổ sung theo đề nghị</textarea>"));
    answer = post(office.clerk, form_path, {{"find", "đèo gia"}, {"narrow", "1"}, {"reason", "Giữ nguyên"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(contains(answer, "Giữ nguyên</textarea>"));
    // A whole level: whoever has it is passed over.
    answer = post(office.clerk, form_path, {{"group", "level:commune"}, {"reason", "Bổ sung theo đề nghị"}});
    EXPECT_EQ(location(answer), path + "?done=recipients_added");
    answer = get(office.clerk, location(answer));
    EXPECT_TRUE(contains(answer, "Đã gửi bổ sung 01/UBND-VX đến 1 nơi nhận."));
    EXPECT_TRUE(contains(answer, "Gửi bổ sung 1 nơi nhận"));
    EXPECT_TRUE(contains(answer, "“Bổ sung theo đề nghị”"));
    answer = post(office.clerk, form_path, {{"group", "level:commune"}});
    EXPECT_EQ(location(answer), path + "?done=recipients_had_it");
    EXPECT_TRUE(contains(get(office.clerk, location(answer)), "đều có văn bản này rồi"));
    EXPECT_EQ(json(deo_gia.clerk, "/incoming?view=waiting")["rows"].size(), 1U);
    ASSERT_EQ(post(office.clerk, path + "/recall", {{"reason", "Sai ngày họp"}}).status, 303);
    EXPECT_FALSE(contains(get(office.clerk, path), "href=\"" + form_path + "\""));
    EXPECT_EQ(get(office.clerk, form_path).status, 409);
}

TEST_F(PagesTest, RemindersThroughTheForm)
{
    const std::string uid = issued(draft_to({kinh_bac.agency, deo_gia.agency}));
    const std::string path = "/outgoing/" + uid;
    const std::string form_path = path + "/reminders";
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    for (const Actor& who : {office.clerk, office.specialist})
        EXPECT_TRUE(contains(get(who, path), "href=\"" + form_path + "\"")) << who.name;
    EXPECT_FALSE(contains(get(office.colleague, path), "href=\"" + form_path + "\""));
    EXPECT_EQ(get(office.colleague, form_path).status, 403);
    auto answer = get(office.clerk, form_path);
    EXPECT_TRUE(contains(answer, "value=\"H05.09187\" checked"));
    EXPECT_TRUE(contains(answer, "value=\"H05.07507\" checked"));
    answer = get(office.clerk, form_path + "?state=arrived");
    EXPECT_FALSE(contains(answer, "value=\"H05.09187\" checked"));
    EXPECT_TRUE(contains(answer, "value=\"H05.07507\" checked"));
    EXPECT_TRUE(contains(get(office.clerk, path + "/recipients?state=arrived"),
                         "href=\"" + form_path + "?state=arrived\""));

    answer = post(office.specialist, form_path, {{"note", "Đề nghị báo cáo trước 17:00"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "href=\"#recipients\">Chọn ít nhất một nơi nhận để đôn đốc."));
    EXPECT_TRUE(contains(answer, "Đề nghị báo cáo trước 17:00</textarea>"));
    EXPECT_FALSE(contains(answer, "value=\"H05.07507\" checked")) << "as it was sent";
    answer =
        post(office.specialist, form_path, {{"group", "arrived"}, {"note", "Đề nghị báo cáo trước 17:00"}});
    EXPECT_EQ(location(answer), path + "?done=reminded");
    answer = get(office.specialist, location(answer));
    EXPECT_TRUE(contains(answer, "Đã đôn đốc 1 nơi nhận."));
    EXPECT_TRUE(contains(answer, "đã đôn đốc 20/11 09:00"));
    answer = post(office.clerk, form_path, {{"recipient", "H05.07507"}});
    EXPECT_EQ(location(answer), path + "?done=reminded_none");
    EXPECT_FALSE(contains(get(office.clerk, form_path), "value=\"H05.07507\"")) << "reminded today";

    // The recipient: menu and home page, list, page of the document.
    EXPECT_EQ(json(deo_gia.clerk, "/incoming?view=reminded")["rows"][0]["reminded"], true);
    EXPECT_TRUE(contains(get(deo_gia.clerk, "/incoming"), "lt-reminded"));
    EXPECT_FALSE(contains(get(kinh_bac.clerk, "/incoming"), "lt-reminded"));
    EXPECT_TRUE(contains(get(deo_gia.clerk, "/"), "Được đôn đốc"));
    answer = get(deo_gia.clerk, "/incoming/" + uid);
    EXPECT_TRUE(
        contains(answer, "UBND tỉnh Bắc Ninh đôn đốc lúc 20/11/2026 09:00. “Đề nghị báo cáo trước 17:00”"))
        << answer.body;
    EXPECT_TRUE(contains(answer, "Nơi gửi đôn đốc"));
    ASSERT_EQ(post(office.clerk, form_path, {{"recipient", "H05.09187"}}).status, 303);
    EXPECT_EQ(get(office.clerk, form_path).status, 409) << "nobody is left for today";
    EXPECT_FALSE(contains(get(office.clerk, path), "href=\"" + form_path + "\""));
    clock->advance(std::chrono::hours(24));
    ASSERT_EQ(post(office.clerk, form_path, {{"group", "arrived"}}).status, 303);
    EXPECT_TRUE(
        contains(get(deo_gia.clerk, "/incoming/" + uid), "đôn đốc 2 lần, lần cuối lúc 21/11/2026 09:00"));
}

TEST_F(PagesTest, ListsByHolder)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    issued(draft_to({kinh_bac.agency}));
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, ""));
    const auto select = [](const View& page, const std::string& id) {
        for (const View& one : page["filters"]["selects"]) {
            if (one["id"] == id) return one;
        }
        return View(nullptr);
    };
    const View all = json(kinh_bac.clerk, "/incoming");
    EXPECT_EQ(all["rows"].size(), 2U);
    const std::string leader = option(select(all, "f-holder"), "Người 22");
    ASSERT_FALSE(leader.empty());
    const View held = json(kinh_bac.clerk, "/incoming?holder=" + leader);
    ASSERT_EQ(held["rows"].size(), 1U);
    EXPECT_EQ(held["rows"][0]["uid"], uid);
    EXPECT_EQ(held["filters"]["active"], "1");
    EXPECT_EQ(json(kinh_bac.clerk, "/incoming?holder=nonsense")["rows"].size(), 0U);
    EXPECT_TRUE(select(json(kinh_bac.clerk, "/incoming?view=waiting"), "f-holder").is_null())
        << "the registry holds what is not registered";
    EXPECT_TRUE(select(json(kinh_bac.specialist, "/incoming"), "f-holder").is_null());
    EXPECT_TRUE(json(kinh_bac.clerk, "/incoming?view=recalls&holder=" + leader)["filters"].is_null());
    const auto count = [](const View& page, const std::string& label) {
        for (const View& item : page["views"]["items"]) {
            if (item["label"] == label) return item["count"].get<std::string>();
        }
        return std::string("no such view");
    };
    EXPECT_EQ(count(all, "Tất cả"), "2");
    EXPECT_EQ(count(all, "Hoàn thành"), "");

    ASSERT_EQ(post(office.specialist, "/outgoing", draft_fields("Một dự thảo")).status, 303);
    const View out = json(office.clerk, "/outgoing");
    EXPECT_EQ(count(out, "Dự thảo"), "1");
    EXPECT_EQ(count(out, "Đang soạn, chờ phát hành"), "1");
    const std::string drafter = option(select(out, "f-holder"), "Người 13");
    EXPECT_EQ(json(office.clerk, "/outgoing?holder=" + drafter)["rows"].size(), 1U);
    EXPECT_EQ(
        json(office.clerk, "/outgoing?holder=" + option(select(out, "f-holder"), "Người 14"))["rows"].size(),
        0U);
    EXPECT_TRUE(select(json(office.clerk, "/outgoing?view=issued"), "f-holder").is_null());
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
    auto again = fields();
    auto answer = post(kinh_bac.clerk, "/incoming", again);
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(contains(answer, "name=\"confirm\""));
    again.emplace_back("confirm", "1");
    answer = post(kinh_bac.clerk, "/incoming", again);
    EXPECT_TRUE(location(answer).ends_with("?done=registered")) << answer.body;
}

TEST_F(PagesTest, WhoIsNoLeaderGetsNoPaperDocument)
{
    const View form = json(kinh_bac.clerk, "/incoming/new");
    std::vector<std::pair<std::string, std::string>> fields{
        {"key", form["key"]},        {"kind", "official_letter"}, {"issuer", "Hợp tác xã A"},
        {"issued_on", "19/11/2026"}, {"subject", "Xin lối"},      {"secrecy", "thường"},
        {"urgency", "normal"},       {"upload", "scan"},          {"leader", ""}};
    const auto uid_of = [&](const Actor& who) {
        return database.value("SELECT uid FROM officials WHERE id = " + std::to_string(who.official));
    };
    // Nobody knows this one; a specialist; a leader of another agency.
    for (const std::string& wrong :
         {key(), uid_of(kinh_bac.specialist), uid_of(office.leader), std::string("x")}) {
        fields.back().second = wrong;
        const auto answer = post(kinh_bac.clerk, "/incoming", fields);
        EXPECT_EQ(answer.status, 422) << wrong;
        EXPECT_TRUE(contains(answer, "href=\"#leader\"")) << wrong;
        EXPECT_TRUE(contains(answer, "không còn là lãnh đạo của cơ quan")) << wrong;
        EXPECT_TRUE(contains(answer, "name=\"upload\" value=\"scan\" checked")) << wrong;
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM documents"), "0");
    fields.back().second = uid_of(kinh_bac.leader);
    EXPECT_TRUE(location(post(kinh_bac.clerk, "/incoming", fields)).ends_with("?done=registered"));
    EXPECT_EQ(database.value("SELECT leader_id FROM incoming_entries"), "22");
}

TEST_F(PagesTest, APaperFormNamesAllThatIsWrongAtOnce)
{
    const View form = json(kinh_bac.clerk, "/incoming/new");
    std::vector<std::pair<std::string, std::string>> fields{
        {"key", form["key"]},  {"kind", "official_letter"}, {"issued_on", "32/13/2026"},
        {"secrecy", "thường"}, {"reply_due", "mai"},        {"leader", "x"},
        {"upload", "bad"}};
    auto answer = post(kinh_bac.clerk, "/incoming", fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Chưa đăng ký được, cần sửa 6 chỗ"));
    std::size_t at = 0;
    for (const char* field : {"files", "issued_on", "issuer", "subject", "reply_due", "leader"}) {
        const std::size_t found = answer.body.find("href=\"#" + std::string(field) + "\"", at);
        ASSERT_NE(found, std::string::npos) << field << ", in the order of the form";
        at = found;
    }
    // From one of a pile to the next without the mouse.
    fields = {{"key", form["key"]},  {"kind", "official_letter"}, {"issued_on", "19/11/2026"},
              {"issuer", "Sở Y tế"}, {"subject", "Xin ý kiến"},   {"secrecy", "thường"},
              {"urgency", "normal"}, {"upload", "scan"}};
    answer = get(kinh_bac.clerk, location(post(kinh_bac.clerk, "/incoming", fields)));
    EXPECT_TRUE(contains(answer, "href=\"/incoming/new?next=1\" autofocus>"));
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/incoming/new?next=1"), "type=\"file\" autofocus"));
    answer = get(kinh_bac.clerk, "/incoming/new");
    EXPECT_FALSE(contains(answer, "autofocus"));
    EXPECT_TRUE(contains(answer, "list=\"issuers\""));
    EXPECT_TRUE(contains(answer, "<option value=\"UBND tỉnh Bắc Ninh\">"));
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
    // What is wrong is said at its field, on the same list, and what was chosen stays.
    auto answer = post(kinh_bac.clerk, "/incoming/bulk",
                       {{"action", "accept"}, {"leader", ""}, {"back", "/incoming?view=waiting&rows=30"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "href=\"#document\">Chưa chọn văn bản nào."));
    EXPECT_TRUE(contains(answer, "id=\"document-error\""));
    EXPECT_TRUE(contains(answer, "value=\"/incoming?view=waiting&amp;rows=30\""));
    answer =
        post(kinh_bac.clerk, "/incoming/bulk",
             {{"action", "submit"}, {"leader", ""}, {"document", second}, {"back", "/incoming?view=open"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "href=\"#leader\">Chọn lãnh đạo để trình."));
    EXPECT_TRUE(contains(answer, "id=\"leader-error\""));
    EXPECT_TRUE(contains(answer, "value=\"" + second + "\" checked"));
    EXPECT_FALSE(contains(answer, "value=\"" + first + "\" checked"));
    answer =
        post(kinh_bac.clerk, "/incoming/bulk", {{"action", "submit"}, {"leader", "x"}, {"document", second}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Người này không còn là lãnh đạo của cơ quan. Chọn người khác."));
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
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/"), "Không có văn bản nào đang chờ"));
    {
        // Nothing is late: the list says what is due first.
        Draft draft = draft_to({deo_gia.agency});
        draft.reply_due_at = clock->now() + std::chrono::hours(2);
        const std::string next = issued(draft);
        ASSERT_TRUE(accept(services, deo_gia.clerk, next, 0, ""));
        const auto empty = get(deo_gia.clerk, "/incoming?view=overdue");
        EXPECT_TRUE(contains(empty, "Gần hạn nhất: 01/UBND-VX của UBND tỉnh Bắc Ninh, còn 2 giờ."));
        EXPECT_TRUE(contains(empty, "href=\"/incoming/" + next + "\""));
    }
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    EXPECT_EQ(json(kinh_bac.clerk, "/")["later"][0]["uid"], uid);
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    const View home = json(kinh_bac.clerk, "/");
    EXPECT_EQ(home["day"], "Thứ Sáu, 20/11/2026");
    EXPECT_EQ(home["facts"][0]["value"], "1");
    EXPECT_EQ(home["facts"][2]["value"], "1");
    EXPECT_EQ(json(office.clerk, "/")["facts"][1]["value"], "2");
    EXPECT_EQ(get(kinh_bac.specialist, "/").status, 200);
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/search"), "name=\"q\""));
    EXPECT_EQ(get(kinh_bac.clerk, "/search?q=khongco").status, 200);
    EXPECT_EQ(get(kinh_bac.clerk, "/shortcuts").status, 200);
    EXPECT_EQ(get(kinh_bac.clerk, "/events").events, "agency/2");
    EXPECT_EQ(get(kinh_bac.leader, "/incoming?view=to_assign").status, 200);
    EXPECT_EQ(get(office.clerk, "/outgoing?view=issued").status, 200);
}

TEST_F(PagesTest, HomeShowsWhatOtherFeaturesHaveForWhoeverWorks)
{
    int asked = 0;
    PageServices with_more = page_services;
    with_more.other_work = [&](const http::Request&, View& page) -> View {
        ++asked;
        page["_left_for_the_menu"] = true;
        View tile{{"href", "/dossiers?view=late"},
                  {"number", "3"},
                  {"label", "Hồ sơ quá hạn"},
                  {"note", "làm trước"},
                  {"live", false},
                  {"late", true},
                  {"soon", false}};
        return {{"heading", "Hồ sơ một cửa"}, {"tiles", {{"items", View::array({tile})}}}};
    };
    router = http::Router();
    add_routes(router, std::make_shared<const PageServices>(with_more));
    const auto home = get(kinh_bac.leader, "/");
    EXPECT_TRUE(contains(home, "Hồ sơ một cửa"));
    EXPECT_TRUE(contains(home, "href=\"/dossiers?view=late\"><strong>3</strong><span>Hồ sơ quá hạn</span>"));
    EXPECT_FALSE(json(kinh_bac.leader, "/").contains("_left_for_the_menu"));
    EXPECT_EQ(asked, 2);
}

TEST_F(PagesTest, TheActOfAnotherFeatureIsTheFirstButtonOfItsOfficials)
{
    PageServices with_act = page_services;
    with_act.other_work = [&](const http::Request&, View& page) -> View {
        page["_other_act"] = {{"href", "/dossiers/new"}, {"label", "Tiếp nhận hồ sơ"}};
        return nullptr;
    };
    const std::string receiving = "<a class=\"govuk-button\" href=\"/dossiers/new\">Tiếp nhận hồ sơ</a>";
    const std::string drafting = "href=\"/outgoing/new\">Soạn văn bản đi</a>";
    const std::string alone = "<a class=\"govuk-button\" " + drafting;
    EXPECT_TRUE(contains(get(kinh_bac.specialist, "/"), alone));
    router = http::Router();
    add_routes(router, std::make_shared<const PageServices>(with_act));
    Actor desk = kinh_bac.specialist;
    desk.role = directory::Role::desk_staff;
    const auto home = get(desk, "/");
    EXPECT_TRUE(contains(home, receiving + "<a class=\"govuk-button govuk-button--secondary\" " + drafting));
    EXPECT_FALSE(contains(home, alone)) << "one first button a page";
    const auto leaders = get(kinh_bac.leader, "/");
    EXPECT_TRUE(contains(leaders, receiving + "</div>")) << "who drafts nothing has the other one alone";
}

}  // namespace lt::documents::pages
