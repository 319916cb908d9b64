// What the pages say of agencies elsewhere: when they are chosen, while a document is on its way, when one came from there.
#include "documents/outside/outside_fixture_dbtest.h"
#include "documents/pages/pages_fixture_dbtest.h"

namespace lt::documents::pages {
namespace {

class OutsidePagesTest : public PagesTest {
protected:
    OutsidePagesTest()
    {
        database.execute(
            "INSERT INTO connected_systems (id, uid, code, name, kind, secret, rate, largest, created_at, secret_at) "
            "OVERRIDING SYSTEM VALUE VALUES (1,'" +
            base::new_uid(clock->now()) +
            "','vxp.saas.02','Phần mềm xã','client','x',600,10485760,now(),now())");
        database.execute("UPDATE agencies SET system_id = 1 WHERE id = 3");
        database.execute("UPDATE directory_version SET version = version + 1");
        directory_.refresh();
    }
    void work()
    {
        while (queue.run_due() > 0) {}
    }
    // A parent axis, and what it lists: a department beyond it, a hub, and an agency that works here.
    void list_agencies()
    {
        database.execute("SELECT setval(pg_get_serial_sequence('agencies', 'id'), 100)");
        database.execute(
            "INSERT INTO connected_systems (id, uid, code, name, kind, secret, rate, largest, created_at, secret_at, listed_at) "
            "OVERRIDING SYSTEM VALUE VALUES (2,'" +
            base::new_uid(clock->now()) +
            "','00.05.W00','Trục liên thông văn bản quốc gia','axis','x',600,10485760,now(),now(),now())");
        const auto list = [&](const std::string& wire, const std::string& code, const std::string& name,
                              const std::string& above, const std::string& folded, bool offered) {
            database.execute(
                "INSERT INTO axis_agencies (system_id, wire, code, alias, name, above, folded, offered, first_seen, last_seen) VALUES (2,'" +
                wire + "','" + code + "','" + wire + "','" + name + "','" + above + "','" + folded + "'," +
                (offered ? "true" : "false") + ",now(),now())");
        };
        list("000.00.13.H41", "H41.13", "Sở Y tế", "UBND tỉnh Nghệ An", "so y te h41.13 000.00.13.h41", true);
        list("00.41.W00", "W00.41.00", "Trục tỉnh Nghệ An", "", "truc tinh nghe an so y te 00.41.w00", false);
        list("000.01.87.H05", "H05.09187", "Sở Y tế có trong danh bạ", "",
             "so y te co trong danh ba h05.09187", true);
    }
};

}  // namespace

TEST_F(OutsidePagesTest, TheSenderSeesHowFarItIs)
{
    EXPECT_TRUE(contains(get(office.specialist, "/outgoing/new"), "UBND xã Đèo Gia (qua Phần mềm xã)"));
    EXPECT_FALSE(contains(get(office.specialist, "/outgoing/new"), "UBND phường Kinh Bắc (qua"));
    const std::string uid = issued(draft_to({kinh_bac.agency, deo_gia.agency}));
    const std::string path = "/outgoing/" + uid;
    work();
    EXPECT_TRUE(contains(get(office.clerk, path + "/recipients"), "Đã gửi, chờ hệ thống nhận"));
    EXPECT_EQ(json(office.clerk, path + "/recipients?state=sent")["recipients"].size(), 1U);
    EXPECT_FALSE(contains(get(office.clerk, "/"), "Đã ký chưa gửi"));

    database.execute("UPDATE axis_items SET state = 'fail', why = 'Hệ thống bên nhận không trả lời.'");
    EXPECT_TRUE(contains(get(office.clerk, path + "/recipients"), "Hệ thống bên nhận không trả lời."));
    EXPECT_TRUE(contains(get(office.clerk, path + "/recipients"), "Chưa chuyển được</strong>"));
    const auto home = get(office.clerk, "/");
    EXPECT_TRUE(contains(home, "Đã ký chưa gửi"));
    EXPECT_TRUE(contains(home, "/outgoing?view=unsent"));
    EXPECT_TRUE(contains(get(office.clerk, "/outgoing?view=unsent"), "1 nơi chưa nhận được"));
    // Nobody elsewhere hears a reminder.
    EXPECT_FALSE(contains(get(office.clerk, path + "/reminders"), "UBND xã Đèo Gia"));
}

TEST_F(OutsidePagesTest, AnAgencyThatAParentAxisListsIsFoundAndSentTo)
{
    EXPECT_FALSE(contains(get(office.specialist, "/outgoing/new"), "Tìm cơ quan trên"));
    list_agencies();
    EXPECT_TRUE(contains(get(office.specialist, "/outgoing/new"),
                         "Tìm cơ quan trên Trục liên thông văn bản quốc gia"));
    auto fields = draft_fields("Gửi Sở Y tế Nghệ An");
    fields.insert(fields.end(), {{"find", "sở y TẾ"}, {"narrow", "1"}});
    const auto found = post(office.specialist, "/outgoing", fields);
    EXPECT_TRUE(
        contains(found, "Sở Y tế, UBND tỉnh Nghệ An [H41.13] (qua Trục liên thông văn bản quốc gia)"));
    EXPECT_FALSE(contains(found, "Trục tỉnh Nghệ An")) << "a hub is nobody to write to";
    EXPECT_FALSE(contains(found, "Sở Y tế có trong danh bạ")) << "it works here";
    fields = draft_fields("Gửi Sở Y tế Nghệ An");
    fields.insert(fields.end(), {{"find", "không có đâu"}, {"narrow", "1"}});
    EXPECT_TRUE(
        contains(post(office.specialist, "/outgoing", fields), "Không có cơ quan nào ngoài danh bạ khớp"));

    fields = draft_fields("Gửi Sở Y tế Nghệ An");
    fields.insert(fields.end(),
                  {{"recipient", "H41.13"}, {"recipient", "W00.41.00"}, {"recipient", "H99.9"}});
    const auto saved = post(office.specialist, "/outgoing", fields);
    ASSERT_EQ(saved.status, 303) << saved.body;
    const std::string uid = location(saved).substr(10, 36);
    const auto chosen = document(services, office.specialist, uid)->chosen_recipients;
    ASSERT_EQ(chosen.size(), 1U);
    const auto* agency = directory_.snapshot()->find(chosen[0]);
    EXPECT_EQ(agency->code + " " + agency->alias + " " + agency->name, "H41.13 000.00.13.H41 Sở Y tế");
    EXPECT_EQ(agency->system, 2);
    const auto again = get(office.specialist, "/outgoing/" + uid + "/edit");
    EXPECT_TRUE(contains(again, "value=\"H41.13\" checked"));
    EXPECT_TRUE(contains(again, "Sở Y tế (qua Trục liên thông văn bản quốc gia)"));
    // A whole level is the own province: not whom an axis reaches.
    EXPECT_FALSE(contains(again, "Mọi cơ quan cấp tỉnh"));

    EXPECT_TRUE(submit_draft(services, office.specialist, uid));
    EXPECT_TRUE(approve(office.leader, uid));
    ASSERT_TRUE(issue(services, office.clerk, uid));
    work();
    EXPECT_EQ(database.value("SELECT to_code || ' ' || system_id || ' ' || state FROM axis_items"),
              "H41.13 2 initial");
    const std::string bytes = blobs.get(database.value("SELECT sha256 FROM axis_messages"), 1 << 20);
    EXPECT_NE(bytes.find("<edXML:OrganId>000.00.13.H41</edXML:OrganId>"), std::string::npos)
        << "as the axis calls it: " << bytes.substr(0, 1500);
}

TEST_F(OutsidePagesTest, TheRecipientSeesHowItCame)
{
    edxml::Message letter;
    letter.from = {.organ_id = "H05.07507", .name = "UBND xã Đèo Gia"};
    letter.to = {{.organ_id = "H05.09187", .name = "UBND phường Kinh Bắc"}};
    letter.document_id = "H05.07507,2026/11/18,7/UBND-VP";
    letter.code_number = "7";
    letter.code_notation = "UBND-VP";
    letter.promulgation_date = base::Day(std::chrono::year(2026) / 11 / 18);
    letter.type_name = "Công văn";
    letter.subject = "Phối hợp quản lý đê";
    const auto arrives = [&] {
        const auto bytes = edxml::write_bytes(letter, {}, {.rules = edxml::Rules::passed_on});
        ASSERT_TRUE(bytes);
        db::Transaction tx = database.pool().begin({});
        exchange::post(tx, exchange_services,
                       {.kind = edxml::Kind::edoc,
                        .system = 1,
                        .from_code = letter.from.organ_id,
                        .from_name = letter.from.name,
                        .document_id = letter.document_id,
                        .business = letter.business.type.value_or(edxml::BusinessType::create),
                        .bytes = blobs.put(*bytes)},
                       {{"H05.09187", "UBND phường Kinh Bắc", 0}});
        tx.commit();
        work();
    };
    const auto newest = [&] {
        return "/incoming/" +
               json(kinh_bac.clerk, "/incoming?view=waiting")["rows"][0]["uid"].get<std::string>();
    };
    arrives();
    const std::string first = newest();
    auto page = get(kinh_bac.clerk, first);
    EXPECT_TRUE(contains(page, "Qua trục liên thông"));
    EXPECT_TRUE(contains(page, "Phần mềm xã"));
    EXPECT_FALSE(contains(page, "Chữ ký của thông điệp")) << "it has none";

    letter.business.type = edxml::BusinessType::update;
    letter.business.reason = "Bổ sung phụ lục II";
    clock->advance(std::chrono::minutes(1));
    arrives();
    page = get(kinh_bac.clerk, newest());
    EXPECT_TRUE(contains(page, "Cập nhật văn bản"));
    EXPECT_TRUE(contains(page, "href=\"" + first + "\""));
    EXPECT_TRUE(contains(page, "Bổ sung phụ lục II"));
    database.execute(
        "UPDATE axis_arrivals SET signature = 'not_verifiable', signature_why = 'Không kiểm tra được: hệ "
        "thống trung chuyển đã ghi lại thông điệp.'");
    EXPECT_TRUE(contains(get(kinh_bac.clerk, newest()), "hệ thống trung chuyển đã ghi lại thông điệp"));
}

}  // namespace lt::documents::pages
