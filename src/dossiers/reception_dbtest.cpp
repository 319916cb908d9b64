// The reception where the list of papers changes with the answers, at the desk and by other systems of the same rule.
#include "dossiers/reception.h"

#include <atomic>
#include <thread>

#include "dossiers/pages/call.h"
#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/paper_keys.h"

namespace lt::dossiers {
namespace {

class ReceptionTest : public PagesTest {
protected:
    static void set(Fields& fields, const std::string& name, const std::string& value)
    {
        for (auto& [known, text] : fields)
            if (known == name) {
                text = value;
                return;
            }
        fields.emplace_back(name, value);
    }
    // A copy from the original register; the owner asks for his own, and the card is the only paper.
    Fields for_himself()
    {
        return {{"key", base::new_uid(clock->now())},
                {"procedure", version_uid("2.000908")},
                {"questions_shown", version_uid("2.000908")},
                {"owner_kind", "person"},
                {"owner_number", "027190001234"},
                {"owner_name", "Nguyễn Thị Ánh"},
                {"applicant.full_name", "Nguyễn Thị Ánh"},
                {"applicant.identity_number", "027190001234"},
                {"applicant.phone", "0912345678"},
                {"applicant.residence.province", "24"},
                {"applicant.residence.commune", "09187"},
                {"applicant.residence.detail", "Số 5"},
                {"relation", "self"},
                {"original.name", "Bằng tốt nghiệp"},
                {"original.holder", "Nguyễn Thị Ánh"},
                {"copies", "2"},
                {"dossier_way", "counter"},
                {"delivery", "desk"},
                {"begin", "1"},
                {"paper_0", "2.000908.01"},
                {"originals_0", "1"},
                {"upload_scan_0", "the-can-cuoc"}};
    }
    View sent(const Fields& fields, const std::string& action, int status)
    {
        Fields all = fields;
        all.emplace_back("action", action);
        const auto answer = send(commune.desk, http::Method::post, "/dossiers/new", all, "application/json");
        EXPECT_EQ(answer.status, status) << answer.body.substr(0, 2000);
        return View::parse(answer.body, nullptr, false);
    }
    // "code originals scan; …" of the rows of a page.
    static std::string rows(const View& page)
    {
        std::string out;
        for (const View& row : page["papers"]) {
            out += (out.empty() ? "" : "; ") + row["key"].get<std::string>() + " " +
                   row["originals"]["value"].get<std::string>();
            for (const View& upload : row["scan"]["uploads"])
                out += " " + upload["upload"].get<std::string>();
        }
        return out;
    }
    // "code originals file; …" of the only dossier.
    std::string kept()
    {
        return database.value(
            "SELECT string_agg(p.code || ' ' || p.originals || coalesce(' ' || f.name, ''), '; ' ORDER BY p.no) FROM dossier_papers p "
            "LEFT JOIN dossier_files f ON f.dossier_id = p.dossier_id AND f.paper_no = p.no");
    }
};

TEST_F(ReceptionTest, APaperMoreIsToldAndWhatWasTickedStaysAtItsPaper)
{
    Fields fields = for_himself();
    EXPECT_EQ(rows(sent(fields, "find", 200)), "2.000908.01 1 the-can-cuoc");
    set(fields, "relation", "heir");
    const View told = sent(fields, "receive", 422);
    EXPECT_EQ(rows(told), "2.000908.01 1 the-can-cuoc; 2.000908.02 ");
    EXPECT_TRUE(says(told["papers_problem"], "có thêm: Giấy tờ chứng minh quan hệ"));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "0");
    set(fields, "paper_1", "2.000908.02");
    set(fields, "originals_1", "1");
    EXPECT_EQ(sent(fields, "receive", 303).is_discarded(), true);
    EXPECT_EQ(kept(), "2.000908.01 1 the-can-cuoc.pdf; 2.000908.02 1");
}

TEST_F(ReceptionTest, APaperLessIsRecordedForNoOther)
{
    Fields fields = for_himself();
    set(fields, "relation", "heir");
    set(fields, "paper_1", "2.000908.02");
    set(fields, "originals_1", "1");
    set(fields, "upload_scan_1", "giay-khai-sinh");
    set(fields, "relation", "self");
    View told = sent(fields, "receive", 422);
    EXPECT_EQ(rows(told), "2.000908.01 1 the-can-cuoc; 2.000908.02 1 giay-khai-sinh");
    EXPECT_TRUE(says(told["papers_problem"], "không cần: Giấy tờ chứng minh quan hệ"));
    // Looked up once more, nothing is lost; sent once more as it is, nothing is recorded.
    EXPECT_EQ(rows(sent(fields, "find", 200)), rows(told));
    sent(fields, "receive", 422);
    // Two rows of one paper, a paper that there is not, and a row that names none.
    for (const char* key : {"2.000908.01", "9.9", ""}) {
        set(fields, "paper_1", key);
        sent(fields, "receive", 422);
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "0");
    set(fields, "paper_1", "2.000908.02");
    set(fields, "originals_1", "0");
    std::erase_if(fields, [](const auto& field) { return field.first == "upload_scan_1"; });
    sent(fields, "receive", 303);
    EXPECT_EQ(kept(), "2.000908.01 1 the-can-cuoc.pdf");
}

TEST_F(ReceptionTest, ARefusedOneKeepsItsFilesWhateverTheListIs)
{
    Fields fields = for_himself();
    set(fields, "paper_1", "2.000908.02");
    set(fields, "upload_scan_1", "giay-khai-sinh");
    set(fields, "reject_reason", "Không thuộc thẩm quyền");
    sent(fields, "reject", 303);
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(name || coalesce(' ' || paper_no, ''), '; ' ORDER BY name) FROM dossier_files"),
        "giay-khai-sinh.pdf; the-can-cuoc.pdf 0");
}

TEST_F(ReceptionTest, RowsMoveWithTheirPapersWhereOthersComeBetween)
{
    Fields fields{{"key", base::new_uid(clock->now())},
                  {"procedure", version_uid("1.001193")},
                  {"questions_shown", version_uid("1.001193")},
                  {"birth_proof", "certificate"},
                  {"paper_0", "1.001193.01"},
                  {"originals_0", "1"},
                  {"upload_scan_0", "chung-sinh"},
                  {"paper_1", "1.001193.06"},
                  {"originals_1", "2"},
                  {"upload_scan_1", "can-cuoc"},
                  {"paper_2", "1.001193.07"},
                  {"originals_2", ""}};
    EXPECT_EQ(rows(sent(fields, "find", 200)),
              "1.001193.01 1 chung-sinh; 1.001193.06 2 can-cuoc; 1.001193.07 ");
    set(fields, "surrogacy", "yes");
    EXPECT_EQ(rows(sent(fields, "receive", 422)),
              "1.001193.01 1 chung-sinh; 1.001193.04 ; 1.001193.06 2 can-cuoc; 1.001193.07 ");
    // The certificate of birth is never taken for the pledge that is asked for instead.
    set(fields, "birth_proof", "pledge");
    EXPECT_EQ(rows(sent(fields, "receive", 422)),
              "1.001193.03 ; 1.001193.04 ; 1.001193.06 2 can-cuoc; 1.001193.07 ; 1.001193.01 1 chung-sinh");
}

TEST_F(ReceptionTest, WhatIsTickedForOnePaperIsNeverWrittenDownForAnother)
{
    Reception reception = a_reception();
    reception.papers = {{.originals = 1, .key = "2.000908.02"}};
    const auto wrong = receive(services, commune.desk, reception);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().field, "papers");
    reception.papers = {{.originals = 1, .key = "2.000908.01"}, {.originals = 1, .key = "2.000908.02"}};
    EXPECT_FALSE(receive(services, commune.desk, reception)) << "one too many";
    reception.papers.pop_back();
    EXPECT_TRUE(receive(services, commune.desk, reception));
}

// ---- Where it is received, and who decides ------------------------------------------------------------------------------------

class AnywhereTest : public ReceptionTest {
protected:
    AnywhereTest()
    {
        far = add_agency(4, "H05.09169", "UBND phường Vũ Ninh", "commune");
        centre = add_agency(5, "H05.15", "Trung tâm Phục vụ hành chính công tỉnh", "province");
        directory.refresh();
        database.execute(
            "INSERT INTO procedure_agencies SELECT id, 4, s FROM procedures, unnest(ARRAY['receives', 'decides']) s");
        database.execute("INSERT INTO procedure_agencies SELECT id, 5, 'receives' FROM procedures");
    }
    // The copy from the register belongs to the commune of the applicant.
    void make(const std::string& anywhere, const std::string& place = "applicant.residence.commune")
    {
        database.execute("ALTER TABLE procedure_versions DISABLE TRIGGER procedure_versions_kept");
        database.execute(
            "UPDATE procedure_versions SET ready = (ready::jsonb || '{\"anywhere\": " + anywhere +
            ", \"place\": \"" + place + "\"}')::json WHERE uid = '" + version_uid("2.000908") + "'");
    }
    Reception of(const std::string& commune_code)
    {
        Reception out = a_reception();
        out.answers = R"({"applicant": {"residence": {"commune": ")" + commune_code + R"("}}})";
        return out;
    }
    bool sees(const Actor& actor, const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return store::find(tx, uid).has_value();
    }
    Staff far, centre;
};

TEST_F(AnywhereTest, AWardReceivesForAnotherWardAndHandsTheResultBack)
{
    make("true");
    // The other ward is closed until Monday; its calendar says when it is due.
    database.execute(
        "INSERT INTO special_days (uid, agency_id, first_day, last_day, kind, shifts, name, basis, entered_at, entered_by) VALUES "
        "(gen_random_uuid(), 4, '2026-11-20', '2026-11-23', 'off', '', 'Nghỉ', 'x', now(), 42)");
    const Received own = received(of("99999"));
    const Received done = received(of("09169"));
    const Dossier dossier = the(done.uid);
    EXPECT_EQ(dossier.agency, commune.agency);
    EXPECT_EQ(dossier.decides, far.agency);
    EXPECT_TRUE(dossier.code.starts_with("H05.26.1-")) << "the code is the receiver's";
    ASSERT_TRUE(done.due_at && own.due_at);
    EXPECT_GT(*done.due_at, *own.due_at);
    EXPECT_TRUE(sees(far.specialist, done.uid));
    EXPECT_TRUE(sees(far.leader, done.uid));
    EXPECT_FALSE(sees(other.leader, done.uid));
    EXPECT_FALSE(sees(centre.desk, done.uid));
    EXPECT_EQ(
        database.value(
            "SELECT min(performer_id) || ' ' || max(performer_id) FROM process_waits WHERE kind = 'task' AND instance_uid = '" +
            instance_of(done.uid) + "'"),
        "4 4");
    EXPECT_GE(work_to_the_end(far, done.uid).size(), 2U);
    record_results(far, done.uid);
    const Deed give{.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}};
    EXPECT_FALSE(acted(far.desk, done.uid, give)) << "it was not received there";
    EXPECT_TRUE(acted(commune.desk, done.uid, give));
}

TEST_F(AnywhereTest, TheCentreReceivesForAWardAndTheDeskMayChoose)
{
    make("true");
    const auto decides = [&](const Actor& desk, const Reception& reception) -> std::string {
        const auto done = receive(services, desk, reception);
        if (!done) return done.error().field + ": " + done.error().message.str();
        EXPECT_EQ(done->dossier.agency, desk.agency);
        return std::to_string(done->dossier.decides);
    };
    EXPECT_EQ(decides(centre.desk, of("09169")), "4");
    EXPECT_TRUE(says(decides(centre.desk, of("99999")), "decides: Chưa rõ cơ quan nào giải quyết"));
    Reception chosen = of("99999");
    chosen.decides = other.agency;
    EXPECT_EQ(decides(centre.desk, chosen), "3");
    chosen = of("09169");
    chosen.decides = other.agency;
    EXPECT_EQ(decides(commune.desk, chosen), "3");
    chosen = of("09169");
    chosen.decides = department.agency;
    EXPECT_TRUE(says(decides(commune.desk, chosen), "decides: Sở Xây dựng tỉnh Bắc Ninh không giải quyết"));
    Reception known = of("99999");
    known.owner.commune = "09169";
    EXPECT_EQ(decides(centre.desk, known), "4");
    EXPECT_TRUE(says(decides(department.desk, of("09169")), "không tiếp nhận")) << "it receives nothing";

    // The page offers those who decide, and says what the chosen one's reception gives.
    Fields fields = for_himself();
    View page = sent(fields, "find", 200);
    EXPECT_TRUE(page["has_deciders"].get<bool>());
    EXPECT_EQ(page["fields"]["decides"]["options"].size(), 4U) << "none, and three wards";
    EXPECT_EQ(page["decides"], "UBND phường Kinh Bắc");
    set(fields, "decides", "H05.26.2");
    EXPECT_EQ(sent(fields, "find", 200)["decides"], "UBND phường Vũ Ninh");
    set(fields, "decides", "H05.77");
    sent(fields, "receive", 422);
    set(fields, "decides", "H05.26.2");
    sent(fields, "receive", 303);
    EXPECT_EQ(database.value("SELECT agency_id || ' ' || decides_id FROM dossiers WHERE uid = '" +
                             fields[0].second + "'"),
              "1 3");
}

TEST_F(AnywhereTest, ThePageShowsWhoDecidesByTheOwnersCommuneAsTheReceptionWill)
{
    make("true", "");
    Fields fields = for_himself();
    set(fields, "applicant.residence.commune", "09169");
    const auto found = [&](const std::string& action) {
        Fields all = fields;
        all.emplace_back("action", action);
        return send(centre.desk, http::Method::post, "/dossiers/new", all, "application/json");
    };
    View page = View::parse(found("find").body);
    EXPECT_EQ(page["decides"], "UBND phường Vũ Ninh");
    EXPECT_EQ(page["not_here"], false);
    EXPECT_EQ(found("receive").status, 303);
    EXPECT_EQ(database.value("SELECT agency_id || ' ' || decides_id FROM dossiers"), "5 4");
    // Where somebody else lives says nothing.
    set(fields, "key", base::new_uid(clock->now()));
    set(fields, "applicant.identity_number", "027085004321");
    page = View::parse(found("find").body);
    EXPECT_EQ(page["decides"], false);
    EXPECT_TRUE(says(page["not_here"].get<std::string>(), "Chưa rõ cơ quan nào giải quyết"));
}

TEST_F(AnywhereTest, WhatIsNotReceivedAnywhereIsSentToItsDesk)
{
    make("false");
    const auto refused = [&](const Actor& desk, const Reception& reception) {
        const auto done = receive(services, desk, reception);
        EXPECT_FALSE(done);
        return done ? std::string() : done.error().field + ": " + done.error().message.str();
    };
    EXPECT_EQ(refused(commune.desk, of("09169")),
              "decides: Thủ tục này chỉ tiếp nhận ở nơi có thẩm quyền. Nơi tiếp nhận: UBND phường Vũ Ninh.");
    const Actor administrator{4, 42, directory::Role::agency_administrator, "Người 42", "", "test"};
    EXPECT_EQ(
        location(
            post(administrator, "/admin/desk",
                 {{"action", "place"}, {"address", "Số 1 đường Trần Hưng Đạo"}, {"phone", "0222 3888 888"}})),
        "/admin/desk?done=place");
    EXPECT_TRUE(says(refused(commune.desk, of("09169")), "UBND phường Vũ Ninh, Số 1 đường Trần Hưng Đạo."));
    EXPECT_TRUE(says(refused(centre.desk, of("09169")), "Số 1 đường Trần Hưng Đạo"));
    EXPECT_TRUE(says(refused(centre.desk, of("99999")), "không có thẩm quyền"));
    Reception chosen = of("09187");
    chosen.decides = other.agency;
    EXPECT_TRUE(says(refused(commune.desk, chosen), "UBND phường Vũ Ninh")) << "no desk chooses another here";
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_series"), "0");
    // Refused on paper, with form 03, it may be: that is what the form is for.
    Reception rejected = of("09169");
    rejected.rejected = "Thuộc thẩm quyền UBND phường Vũ Ninh";
    EXPECT_TRUE(receive(services, commune.desk, rejected));
    EXPECT_TRUE(receive(services, commune.desk, of("99999"))) << "no agency of the province has that commune";
}

// ---- Two at once ---------------------------------------------------------------------------------------------------------

TEST_F(ReceptionTest, TwoDesksThatAcceptTheSameOnlineDossierMakeOneReception)
{
    for (const bool knows_version : {true, false}) {
        Reception online = a_reception();
        online.way = Way::online;
        online.begin = false;
        const std::string uid = received(online).uid;
        ASSERT_EQ(the(uid).life.state, State::registered);
        const int version = knows_version ? the(uid).version : 0;
        std::vector<base::Result<base::Done>> answers(2, base::Done{});
        std::atomic<int> ready = 0;
        const auto accept = [&](std::size_t who) {
            const Actor desk{1,
                             who == 0 ? commune.desk.official : commune.clerk.official,
                             directory::Role::desk_staff,
                             "Người",
                             "Công chức một cửa",
                             "test"};
            ++ready;
            while (ready < 2) std::this_thread::yield();
            answers[who] = carry_out(services, desk, uid, {.kind = ActKind::receive, .version = version});
        };
        std::thread one(accept, 0), two(accept, 1);
        one.join();
        two.join();
        run_jobs();
        ASSERT_NE(static_cast<bool>(answers[0]), static_cast<bool>(answers[1])) << "one of them wins";
        const base::Error& lost = answers[0] ? answers[1].error() : answers[0].error();
        EXPECT_EQ(lost.fault, base::Fault::conflict);
        EXPECT_TRUE(says(lost.message.str(), knows_version ? "Hồ sơ vừa có thay đổi do người khác thực hiện"
                                                           : "không thực hiện được “Tiếp nhận”"))
            << lost.message;
        const Dossier dossier = the(uid);
        EXPECT_EQ(dossier.life.state, State::received);
        EXPECT_EQ(dossier.received_by, answers[0] ? commune.desk.official : commune.clerk.official);
        const std::string its = " WHERE dossier_id = (SELECT id FROM dossiers WHERE uid = '" + uid + "')";
        EXPECT_EQ(database.value("SELECT count(*) FROM dossier_events" + its + " AND act = 'receive'"), "1");
        EXPECT_EQ(database.value("SELECT count(*) FROM dossier_slips" + its + " AND kind = 'receipt'"), "1");
        EXPECT_EQ(database.value(
                      "SELECT count(*) FROM audit_events WHERE action = 'dossier.receive' AND subject = '" +
                      uid + "'"),
                  "1");
    }
}

// ---- A supplement that never comes ---------------------------------------------------------------------------------------------

TEST_F(ReceptionTest, WhoseTimeToSupplementIsOverIsOnAShelfAndIsStopped)
{
    std::vector<std::string> uids;
    for (int i = 0; i < 2; ++i) {
        uids.push_back(received(a_reception()).uid);
        ASSERT_TRUE(acted(commune.desk, uids.back(), {.kind = ActKind::ask_supplement, .reason = "Thiếu"}));
        clock->advance(std::chrono::hours(1));
    }
    const auto shelf = [&](const Actor& actor) {
        std::string out;
        for (const View whole = json(actor, "/dossiers?view=expired"); const View& row : whole["rows"])
            out += (out.empty() ? "" : " ") + row["uid"].get<std::string>();
        return out;
    };
    EXPECT_EQ(shelf(commune.desk), "");
    EXPECT_EQ(send(commune.leader, http::Method::get, "/dossiers/" + uids[0] + "/acts/stop")
                  .body.find("Đã quá thời hạn"),
              std::string::npos);
    clock->advance(std::chrono::hours(24 * 40));
    EXPECT_EQ(shelf(commune.desk), uids[0] + " " + uids[1]) << "the longest over first";
    EXPECT_EQ(shelf(commune.leader), uids[0] + " " + uids[1]);
    EXPECT_EQ(shelf(other.desk), "");
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto first = lists::expired(tx, 1, clock->now(), std::nullopt, 0, 1);
        ASSERT_EQ(first.size(), 1U);
        const auto next = lists::expired(tx, 1, clock->now(), first[0].supplement_by, first[0].id, 5);
        ASSERT_EQ(next.size(), 1U);
        EXPECT_EQ(next[0].uid, uids[1]);
    }
    // The leader ends it, with the reason at hand; what comes late before that is taken all the same.
    EXPECT_TRUE(
        says(page(commune.leader, "/dossiers/" + uids[0] + "/acts/stop"), "Đã quá thời hạn bổ sung giấy tờ"));
    EXPECT_FALSE(acted(commune.desk, uids[0], {.kind = ActKind::stop}));
    EXPECT_TRUE(acted(commune.leader, uids[0], {.kind = ActKind::stop}));
    EXPECT_FALSE(
        acted(commune.desk, uids[1], {.kind = ActKind::supplemented, .papers = {{9, {.originals = 1}}}}))
        << "a paper that the dossier does not have";
    EXPECT_TRUE(
        acted(commune.desk, uids[1], {.kind = ActKind::supplemented, .papers = {{0, {.originals = 1}}}}));
    EXPECT_EQ(shelf(commune.desk), "");
}

// ---- Codes by template -----------------------------------------------------------------------------------------------------

TEST_F(ReceptionTest, TheAdministratorChangesHowCodesLookFromTheNextOneOn)
{
    const Actor administrator{1, 12, directory::Role::agency_administrator, "Người 12", "", "test"};
    const auto sent_with = [&](const Actor& actor, const std::string& action, const std::string& text) {
        return post(actor, "/admin/desk",
                    {{"action", action}, {"template", text}, {"basis", "Quyết định 1"}});
    };
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-261120-0001");
    EXPECT_TRUE(says(page(administrator, "/admin/desk"), "{agency}-{yymmdd}-{seq:4}"));
    // The same period goes on with its numbers, another one begins at one.
    EXPECT_TRUE(says(sent_with(administrator, "preview", "{agency}-{yyyymmdd}-{seq:6}").body,
                     "H05.26.1-20261120-000002"));
    EXPECT_TRUE(
        says(sent_with(administrator, "preview", "{agency}-{yyyy}-{seq:5}").body, "H05.26.1-2026-00001"));
    EXPECT_EQ(sent_with(administrator, "", "{agency}-{yyyy}-{seq:5}").status, 200);
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-261120-0002") << "looking changes nothing";
    for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{
             {"", "đúng một số thứ tự"},
             {"{agency}-{yymmdd}", "đúng một số thứ tự"},
             {"{agency}-{seq:4}", "ngày hoặc năm"},
             {"{yymmdd}-{seq:4}", "mã cơ quan"},
             {"{agency}-{yymmdd}{seq:4}", "cách nhau"},
             {"{agency}1-{yymmdd}-{seq:4}", "cách nhau"},
             {"{agency}-{ngay}-{seq:4}", "không hiểu được"},
             {"{agency}-{yymmdd}-{seq:4}<b>", "chỉ gồm chữ không dấu"},
             {"{agency}/{yyyy}/{seq:5}", "Bỏ chữ thường và dấu gạch chéo"},
             {"hs-{agency}-{yymmdd}-{seq:4}", "Bỏ chữ thường và dấu gạch chéo"},
             {"{agency}-HO.SO.MOT.CUA.DIEN.TU-{yymmdd}-{seq:4}", "34 ký tự"}}) {
        const auto answer = sent_with(administrator, "template", text);
        EXPECT_EQ(answer.status, 422) << text;
        EXPECT_TRUE(says(answer.body, why)) << text;
    }
    EXPECT_EQ(location(sent_with(administrator, "template", "{agency}-{yyyymmdd}-{seq:6}")),
              "/admin/desk?done=template");
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-20261120-000003") << "no gap";
    // Changed once more on the same day, and back.
    EXPECT_EQ(location(sent_with(administrator, "template", "{agency}-{yyyy}-{seq:5}")),
              "/admin/desk?done=template");
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-2026-00001");
    EXPECT_EQ(location(sent_with(administrator, "template", "{agency}-{yymmdd}-{seq:4}")),
              "/admin/desk?done=template");
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-261120-0004");
    EXPECT_EQ(database.value(
                  "SELECT count(*) || ' ' || min(detail::json ->> 'basis') FROM audit_events WHERE action = "
                  "'desk.code_template_changed'"),
              "3 Quyết định 1");
    // It is the agency's own: no other's code changes, and nobody else may change it.
    EXPECT_EQ(receive(services, other.desk, a_reception())->code, "H05.26.2-261120-0001");
    const auto match = router.match(http::Method::post, "/admin/desk");
    ASSERT_TRUE(match.route);
    for (const directory::Role role : {directory::Role::desk_staff, directory::Role::leader,
                                       directory::Role::specialist, directory::Role::registry_clerk}) {
        accounts::Me me;
        me.role = role;
        EXPECT_NE(match.route->access.check(&me), http::Verdict::allow);
    }
    db::Transaction tx = database.pool().begin(scope_of(administrator));
    EXPECT_THROW(
        tx.run(db::Query<0>{
            "test.foreign_template",
            "INSERT INTO dossier_code_templates (agency_id, template, valid_from) VALUES (3, 'x', '2026-11-20')"}),
        std::exception);
}

TEST_F(ReceptionTest, TheOperatorChangesTheProvincesTemplateForWhoHasNone)
{
    add_agency(7, "H05.26.1.02.03.04.05", "Trung tâm có mã dài", "commune");
    directory.refresh();
    database.execute(
        "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE VALUES "
        "(25, gen_random_uuid(), 2, 'Người 25', now(), 'x', 'x')");
    database.execute("INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES "
                     "(gen_random_uuid(), 25, 2, 'Vận hành', 'platform_operator', '2025-07-01')");
    const Actor administrator{1, 12, directory::Role::agency_administrator, "Người 12", "", "test"};
    const Actor platform{2, 25, directory::Role::platform_operator, "Người 25", "Vận hành", "test"};
    const auto sent_with = [&](const Actor& actor, const std::string& action, const std::string& text) {
        return post(actor, "/admin/desk", {{"action", action}, {"template", text}, {"address", "Số 1"}});
    };
    EXPECT_EQ(location(sent_with(administrator, "template", "{agency}-{yyyymmdd}-{seq:6}")),
              "/admin/desk?done=template");
    const auto answer = sent_with(platform, "template", "{agency}-{yyyymmdd}-{seq:6}");
    EXPECT_EQ(answer.status, 422) << "it would be too long for one of those that use it";
    EXPECT_TRUE(says(answer.body, "34 ký tự"));
    // Twice: what is new on a day overwrites what was new on it.
    for (const char* text : {"{agency}-{yy}-{seq:6}", "{agency}-{yyyy}-{seq:5}"})
        EXPECT_EQ(location(sent_with(platform, "template", text)), "/admin/desk?done=template");
    EXPECT_EQ(receive(services, other.desk, a_reception())->code, "H05.26.2-2026-00001");
    EXPECT_EQ(received(a_reception()).code, "H05.26.1-20261120-000001") << "its own counts";
    EXPECT_EQ(sent_with(platform, "place", "").status, 200);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_desks"), "0") << "the operator has no desk";
    db::Transaction tx = database.pool().begin(scope_of(administrator));
    EXPECT_THROW(
        tx.run(db::Query<0>{
            "test.province_template",
            "INSERT INTO dossier_code_templates (agency_id, template, valid_from) VALUES (NULL, 'x', '2026-11-19')"}),
        std::exception);
}

}  // namespace
}  // namespace lt::dossiers
