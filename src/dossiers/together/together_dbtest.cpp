// One act on many dossiers, as the pages do it: what is asked once, what stands apart, and what a second sending finds.
#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/together/actions.h"

namespace lt::dossiers::together {
namespace {

class TogetherTest : public PagesTest {
protected:
    http::Response posted_as(const Actor& actor, const Fields& fields, const std::string& accept)
    {
        auto response = send(actor, http::Method::post, "/dossiers/together", fields, accept);
        run_jobs();
        return response;
    }
    http::Response posted_form(const Actor& actor, const Fields& fields)
    {
        return posted_as(actor, fields, "text/html");
    }
    View posted(const Actor& actor, const Fields& fields)
    {
        const auto response = posted_as(actor, fields, "application/json");
        EXPECT_EQ(response.status, 200);
        return View::parse(response.body);
    }
    // The form of the page that asks, with these dossiers chosen.
    View asked(const Actor& actor, const std::string& act, const std::vector<std::string>& uids)
    {
        Fields fields{{"act", act}};
        for (const std::string& uid : uids) fields.emplace_back("dossier", uid);
        return posted(actor, fields);
    }
    static Fields sending(const std::string& act, const View& lines)
    {
        Fields fields{{"act", act}, {"confirmed", "1"}};
        for (const View& line : lines) fields.emplace_back("line", line["line"]);
        return fields;
    }
    static std::string why(const View& page, const std::string& code)
    {
        for (const View& one : page["apart"])
            if (one["code"] == code) return one["why"];
        return "";
    }
    std::string theirs()
    {
        const auto done = receive(services, other.desk, a_reception());
        EXPECT_TRUE(done);
        run_jobs();
        return done ? done->uid : "";
    }
};

TEST_F(TogetherTest, ALeaderCompletesTenAtOnceAndWhatIsRefusedStopsNoOther)
{
    std::vector<std::string> uids;
    for (int i = 0; i < 11; ++i) uids.push_back(received(a_reception()).uid);
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(work(commune, uids[static_cast<std::size_t>(i)], R"({"con_trong_so":true})"), "Tra sổ gốc");
        work(commune, uids[static_cast<std::size_t>(i)]);
    }
    const std::string foreign = theirs();
    std::vector<std::string> wanted = uids;
    wanted.insert(wanted.end(), {foreign, "no uid"});

    const View list = json(commune.leader, "/dossiers?view=mine");
    EXPECT_EQ(list["pick"], true);
    EXPECT_EQ(list["bar"]["actions"].size(), 2u);
    EXPECT_EQ(json(commune.desk, "/dossiers")["bar"]["actions"].size(), 1u);  // hands over, and that is all
    EXPECT_EQ(json(commune.desk, "/dossiers?view=new")["pick"], false);

    const View form = asked(commune.leader, "complete", wanted);
    ASSERT_EQ(form["groups"].size(), 1u);
    const View& group = form["groups"][0];
    EXPECT_EQ(group["step"], "Ký bản sao");
    ASSERT_EQ(group["lines"].size(), 10u);
    ASSERT_EQ(group["asks"].size(), 1u);
    const std::string question = group["asks"][0]["choice"]["name"];
    ASSERT_EQ(form["apart"].size(), 3u);
    EXPECT_EQ(why(form, the(uids[10]).code), "Bước “Tra sổ gốc” đang chờ người khác.");
    EXPECT_FALSE(says(form.dump(), foreign));

    Fields fields = sending("complete", group["lines"]);
    const auto unanswered = posted_form(commune.leader, fields);
    EXPECT_EQ(unanswered.status, 422);
    EXPECT_TRUE(says(unanswered.body, "Chọn có hoặc không."));
    EXPECT_EQ(database.value("SELECT count(*) FROM process_waits WHERE element = 'ky'"), "10");

    // One has changed since the page was shown; two were never on it.
    ASSERT_TRUE(acted(commune.desk, uids[0], {.kind = ActKind::note, .reason = "Người dân gọi"}));
    fields.emplace_back(question, "yes");
    fields.emplace_back("line", to_text(Line{foreign, 2, 3}));
    fields.emplace_back("line", to_text(Line{uids[10], the(uids[10]).version, 99}));
    const View done = posted(commune.leader, fields);
    EXPECT_EQ(done["title"], "Đã hoàn thành bước của 9 hồ sơ");
    ASSERT_EQ(done["apart"].size(), 3u);
    EXPECT_TRUE(says(why(done, the(uids[0]).code), "vừa có thay đổi"));
    EXPECT_EQ(why(done, the(uids[10]).code), "Bước này đã xong hoặc không còn nữa.");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_waits WHERE element = 'ky'"), "1");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_waits WHERE element = 'dong_dau'"), "9");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_acts WHERE act = 'completed' AND official_id = " +
                             std::to_string(commune.leader.official)),
              "9");

    // Sent twice, by somebody else's hands, by another agency: nothing is done, and all is told.
    const View again = posted(commune.leader, fields);
    EXPECT_EQ(again["title"], "Đã hoàn thành bước của 0 hồ sơ");
    EXPECT_EQ(why(again, the(uids[1]).code), "Bước này đã xong hoặc không còn nữa.");
    const View form_now = asked(commune.leader, "complete", uids);
    Fields last = sending("complete", form_now["groups"][0]["lines"]);
    last.emplace_back(question, "yes");
    for (const Actor& who : {commune.specialist, other.leader, other.specialist})
        EXPECT_EQ(posted(who, last)["title"], "Đã hoàn thành bước của 0 hồ sơ");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_waits WHERE element = 'ky'"), "1");
    EXPECT_EQ(posted(commune.leader, last)["title"], "Đã hoàn thành bước của 1 hồ sơ");
}

TEST_F(TogetherTest, SpecialistsStepsAreGroupedAndStoppedClocksAreLeftAlone)
{
    const std::string first = received(a_reception()).uid;
    const std::string second = received(a_reception()).uid;
    const std::string stopped = received(a_reception()).uid;
    const std::string taken = received(a_reception()).uid;
    ASSERT_EQ(work(commune, second, R"({"con_trong_so":true})"), "Tra sổ gốc");
    ASSERT_TRUE(acted(commune.desk, stopped, {.kind = ActKind::ask_supplement}));
    database.execute("UPDATE process_waits SET assignee_id = 12 WHERE instance_uid = '" + instance_of(taken) +
                     "'");

    const View form = asked(commune.specialist, "complete", {first, second, stopped, taken, first});
    ASSERT_EQ(form["groups"].size(), 2u);
    EXPECT_EQ(form["groups"][0]["lines"].size() + form["groups"][1]["lines"].size(), 2u);
    EXPECT_TRUE(says(why(form, the(stopped).code), "đang dừng: Yêu cầu bổ sung giấy tờ."));

    // A line that was not offered is refused by the rule, too; the other groups are done with their own answers.
    Fields fields{{"act", "complete"}, {"confirmed", "1"}};
    for (const View& group : form["groups"]) {
        for (const View& line : group["lines"]) fields.emplace_back("line", line["line"]);
        for (const View& ask : group["asks"]) fields.emplace_back(ask["choice"]["name"], "no");
    }
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.specialist));
        for (const Chosen& one : chosen(tx, {stopped}))
            fields.emplace_back("line", to_text(Line{one.uid, one.version, one.steps[0].no}));
    }
    const View done = posted(commune.specialist, fields);
    EXPECT_EQ(done["title"], "Đã hoàn thành bước của 2 hồ sơ");
    EXPECT_TRUE(says(why(done, the(stopped).code), "đang dừng"));
    EXPECT_EQ(work(commune, first), "Soạn văn bản trả lời không có trong sổ gốc");
    EXPECT_EQ(work(commune, second, R"({"dong_y":true})"), "Ký bản sao");

    // What is no choice at all.
    const auto nothing = posted_form(commune.specialist, {{"act", "complete"}, {"view", "mine"}});
    EXPECT_EQ(nothing.status, 422);
    EXPECT_TRUE(says(nothing.body, "Chọn ít nhất một hồ sơ."));
    Fields many{{"act", "complete"}};
    for (std::size_t i = 0; i <= kMost; ++i) many.emplace_back("dossier", base::new_uid(clock->now()));
    EXPECT_TRUE(says(posted_form(commune.specialist, many).body, "Chọn tối đa 100 hồ sơ mỗi lần."));
    EXPECT_EQ(
        posted_form(commune.specialist, {{"act", "complete"}, {"confirmed", "1"}, {"line", "x:1:1"}}).status,
        422);
    for (const char* text : {"", ":1:1", "x", "x:1:1", "x:0:1", "x:-1:1"}) EXPECT_FALSE(line_from(text));
    const Line line{first, 7, 3};
    EXPECT_EQ(to_text(*line_from(to_text(line))), to_text(line));
    EXPECT_FALSE(line_from(to_text(line) + "0:"));
    EXPECT_FALSE(line_from(first + ":0:3"));
}

TEST_F(TogetherTest, SeveralAreExtendedWithOneReasonAndALateOneIsRefused)
{
    const std::string late = received(a_reception()).uid;
    clock->advance(std::chrono::hours(24 * 3 + 2));
    const std::string first = received(a_reception()).uid;
    const std::string second = received(a_reception()).uid;
    const std::string foreign = theirs();
    const auto due = the(first).due_at;

    const View form = asked(commune.leader, "extend", {late, first, second, foreign});
    ASSERT_EQ(form["lines"].size(), 2u);
    ASSERT_EQ(form["apart"].size(), 2u);
    EXPECT_TRUE(says(why(form, the(late).code), "Hẹn trả đã qua."));

    Fields fields = sending("extend", form["lines"]);
    fields.emplace_back("line", to_text(Line{late, the(late).version, 0}));
    fields.emplace_back("reason", "Hệ thống tra cứu tạm ngừng");
    fields.emplace_back("basis", "Nghị định 118/2025/NĐ-CP");
    const auto wrong = posted_form(commune.leader, fields);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(says(wrong.body, "Nhập số ngày làm việc"));
    EXPECT_TRUE(says(wrong.body, "Hệ thống tra cứu tạm ngừng"));
    EXPECT_EQ(the(first).due_at, due);

    fields.emplace_back("amount", "2");
    // Not by whom it is no right, nor by another agency's leader.
    for (const Actor& who : {commune.specialist, other.leader})
        EXPECT_EQ(posted(who, fields)["title"], "Đã xin lỗi và gia hạn 0 hồ sơ");
    EXPECT_TRUE(asked(commune.specialist, "extend", {first})["lines"].empty());

    const View done = posted(commune.leader, fields);
    EXPECT_EQ(done["title"], "Đã xin lỗi và gia hạn 2 hồ sơ");
    EXPECT_TRUE(says(why(done, the(late).code), "Hẹn trả đã qua."));
    const Dossier extended = the(first);
    EXPECT_GT(*extended.due_at, *due + std::chrono::hours(24));
    EXPECT_EQ(extended.first_due_at, due);
    EXPECT_EQ(database.value("SELECT string_agg(number::text, ',' ORDER BY number) FROM dossier_slips WHERE "
                             "kind = 'apology'"),
              "1,2");
    EXPECT_EQ(
        database.value("SELECT count(*) FROM dossier_events WHERE act = 'extend' AND reason = 'Hệ thống "
                       "tra cứu tạm ngừng' AND official_id = " +
                       std::to_string(commune.leader.official)),
        "2");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.extend'"), "2");

    const View again = posted(commune.leader, fields);
    EXPECT_EQ(again["title"], "Đã xin lỗi và gia hạn 0 hồ sơ");
    EXPECT_TRUE(says(why(again, extended.code), "vừa có thay đổi"));
    EXPECT_EQ(the(first).due_at, extended.due_at);
}

}  // namespace
}  // namespace lt::dossiers::together
