// Batches between desk and units, by their pages and acts; what is printed; what the scan folder shows on a page.
#include <fstream>
#include <thread>

#include "dossiers/batches/batches_fixture_dbtest.h"
#include "dossiers/given_slips.h"

namespace lt::dossiers::batches {
namespace {

TEST_F(BatchesTest, FromTheDeskToTheUnitAndBack)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    const Received third = received(a_reception());
    const int before = the(second.uid).version;
    EXPECT_TRUE(says(get(commune.desk, "/dossiers/batches").body, "3 hồ sơ"));
    const std::string form = "/dossiers/batches/new?kind=dossiers&to=" + agency_uid(commune);
    const View shown = json(commune.desk, form);
    ASSERT_EQ(shown["rows"].size(), 3u);
    EXPECT_TRUE(shown["rows"][0]["checked"]);
    EXPECT_TRUE(says(shown["rows"][0]["contents"], "bản chính"));

    // By a reader: the address of the receipt's code. A code that nobody knows is told, and nothing is lost.
    const Fields head{{"batch", base::new_uid(clock->now())},
                      {"kind", "dossiers"},
                      {"to", agency_uid(commune)},
                      {"span", "codes"},
                      {"shown", agency_uid(commune) + "  codes"}};
    Fields fields = head;
    fields.insert(fields.end(), {{"action", "add"}, {"code", services.site + "/tra-cuu/" + first.code}});
    EXPECT_TRUE(says(post(commune.desk, "/dossiers/batches/new", fields).body,
                     "value=\"" + first.uid + "\" checked"));
    fields = head;
    fields.insert(fields.end(),
                  {{"line", first.uid}, {"code", second.code + " H05.26.1-261120-9999"}, {"action", "add"}});
    const auto partly = post(commune.desk, "/dossiers/batches/new", fields);
    EXPECT_EQ(partly.status, 422);
    for (const std::string& uid : {first.uid, second.uid})
        EXPECT_TRUE(says(partly.body, "value=\"" + uid + "\" checked"));
    EXPECT_TRUE(says(partly.body, "Không tìm thấy hồ sơ H05.26.1-261120-9999"));

    fields = head;
    fields.insert(fields.end(), {{"line", first.uid}, {"line", second.uid}, {"action", "give"}});
    const std::string to = location(post(commune.desk, "/dossiers/batches/new", fields));
    ASSERT_TRUE(to.ends_with("?done=given")) << to;
    const std::string path = to.substr(0, to.find('?'));
    EXPECT_EQ(location(post(commune.desk, "/dossiers/batches/new", fields)), path + "?done=again");
    EXPECT_EQ(database.value("SELECT count(*) || ' ' || max(number) FROM hand_over_batches"), "1 1");
    // What lies in a batch goes into no other one, and the list has only the third.
    const auto twice = give(services, commune.desk, giving({first.uid, third.uid}));
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().field, "lines");
    EXPECT_TRUE(says(twice.error().message.str(), "1 dòng không bàn giao được")) << twice.error().message;
    EXPECT_EQ(json(commune.desk, form)["rows"].size(), 1u);
    EXPECT_EQ(get(commune.desk, "/dossiers/batches?view=way").status, 200);

    // The specialist of the agency takes one, the other goes back.
    EXPECT_TRUE(says(get(commune.specialist, "/dossiers/batches").body, "1/BGHS"));
    language = "en";
    const std::string contents = json(commune.specialist, path)["rows"][0]["contents"];
    EXPECT_TRUE(contents.starts_with("originals: "))
        << "in the reader's language, as in the form: " << contents;
    language = "vi";
    EXPECT_TRUE(says(json(commune.specialist, path)["rows"][0]["contents"], "bản chính"));
    EXPECT_EQ(get(other.specialist, path).status, 404);
    EXPECT_EQ(
        post(other.leader, path + "/receipt", {{"take", "1"}, {"remark_1", ""}, {"remark_2", ""}}).status,
        404);
    EXPECT_EQ(
        post(commune.desk, path + "/receipt", {{"take", "1"}, {"remark_1", ""}, {"remark_2", ""}}).status,
        403);
    EXPECT_EQ(post(commune.specialist, path + "/receipt", {{"take", "1"}, {"remark_1", ""}}).status, 409);
    const auto bare =
        post(commune.specialist, path + "/receipt", {{"take", "1"}, {"remark_1", "Đủ"}, {"remark_2", ""}});
    EXPECT_EQ(bare.status, 422);
    EXPECT_TRUE(says(bare.body, "Dòng 2 không nhận"));
    EXPECT_TRUE(says(bare.body, "value=\"Đủ\""));
    const Fields verdict{{"take", "1"}, {"remark_1", "Đủ"}, {"remark_2", "Thiếu tờ khai"}};
    EXPECT_EQ(location(post(commune.specialist, path + "/receipt", verdict)), path + "?done=received");
    const auto late = post(commune.specialist, path + "/receipt", verdict);
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(says(history(first.uid), "Bàn giao hồ sơ theo phiếu 1/BGHS cho UBND phường Kinh Bắc."));
    EXPECT_TRUE(says(history(first.uid), "Đã nhận bàn giao theo phiếu 1/BGHS. Đủ"));
    EXPECT_TRUE(says(history(second.uid), "Trả lại khi bàn giao theo phiếu 1/BGHS: Thiếu tờ khai"));
    EXPECT_EQ(the(second.uid).version, before + 2);  // given and refused
    clock->advance(std::chrono::hours(24));          // also on another day
    EXPECT_TRUE(says(get(commune.desk, form).body, "Thiếu tờ khai"));
    EXPECT_TRUE(says(get(commune.desk, "/dossiers/batches?view=done").body, "1/BGHS"));

    // Both sides get the same files from then on, whatever the record says: without a key they say that nobody signed.
    for (const char* file : {"/slip", "/record"}) {
        const std::string paper = content(get(commune.specialist, path + file));
        EXPECT_TRUE(paper.starts_with("%PDF-")) << file;
        EXPECT_EQ(content(get(commune.desk, path + file)), paper);
        EXPECT_TRUE(says(said("pdftotext -raw", paper, "-"), "không ký số")) << file;
        EXPECT_TRUE(says(said("pdfsig", paper), "does not contain any signatures")) << file;
    }
    EXPECT_TRUE(says(get(commune.desk, path).body, "Không ký số: xác nhận bằng tên và thời điểm"));
    for (const char* change : {"sha256 = NULL", "slip_sha256 = NULL", "giver_certificate = 'x'",
                               "closer_certificate = 'x'", "refused = 0"})
        EXPECT_THROW(database.execute(std::string("UPDATE hand_over_batches SET ") + change),
                     db::ConstraintViolation)
            << change;
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_EQ(passings(tx, the(first.uid).id).size(), 1u);
        const Dossier dossier = the(first.uid);
        EXPECT_TRUE(
            slip_file(services, tx, dossier, control_slip(services, tx, commune.desk, dossier, clock->now()))
                .starts_with("%PDF-"));
    }
    database.execute("UPDATE blobs SET created_at = '2020-01-01'");
    database.execute("SELECT lt_forget_blobs(ARRAY(SELECT sha256 FROM blobs), '2026-01-01')");
    EXPECT_EQ(count("blobs b JOIN hand_over_batches h ON b.sha256 IN (h.sha256, h.slip_sha256)"), "2");

    // Taken back before it is received: only by who gave it. Its number is not used again.
    const std::string uid = given(giving({second.uid, third.uid}));
    const std::string back = "/dossiers/batches/" + uid + "/withdrawal";
    EXPECT_EQ(get(commune.desk, back).status, 200);
    EXPECT_EQ(post(commune.leader, back, {}).status, 403);
    EXPECT_EQ(location(post(commune.desk, back, {})), "/dossiers/batches/" + uid + "?done=withdrawn");
    EXPECT_EQ(receive(services, commune.specialist, uid, {{true, ""}, {true, ""}}).error().fault,
              base::Fault::conflict);
    given(giving({third.uid}));
    EXPECT_EQ(
        database.value("SELECT string_agg(number || state, ' ' ORDER BY number) FROM hand_over_batches"),
        "1received 2withdrawn 3given");
    EXPECT_FALSE(give(services, commune.specialist, giving({second.uid})));  // dossiers are the desk's
}

TEST_F(BatchesTest, ToAnotherAgencyItsUnitAndResultsBack)
{
    const Received done = received(a_reception());
    database.execute("UPDATE dossiers SET decides_id = 2");
    database.execute(
        "INSERT INTO units (uid, agency_id, code, name, short_name, valid_from) SELECT gen_random_uuid(), 2, x, 'Phòng ' || x, x, "
        "'2025-07-01' FROM unnest(ARRAY['QLN', 'QHKT']) x");
    database.execute(
        "UPDATE posts SET unit_id = (SELECT id FROM units WHERE code = 'QHKT') WHERE official_id IN (23, 24)");
    database.execute("UPDATE directory_version SET version = version + 1");
    directory.refresh();
    Giving wish = giving({done.uid}, 2);
    wish.unit = std::stoll(database.value("SELECT id FROM units WHERE code = 'QLN'"));
    EXPECT_FALSE(give(services, commune.desk, giving({done.uid}, 3)));  // it decides nothing of this
    const std::string uid = given(wish);
    // Of another unit: the batch is no secret, whose papers lie in it is.
    const View seen = json(department.specialist, "/dossiers/batches/" + uid);
    EXPECT_TRUE(seen["rows"].empty());
    EXPECT_TRUE(seen["hidden_lines"]);
    EXPECT_EQ(get(department.specialist, "/dossiers/batches/" + uid + "/slip").status, 403);
    EXPECT_EQ(receive(services, department.specialist, uid, {{true, ""}}).error().fault,
              base::Fault::forbidden);
    database.execute(
        "UPDATE posts SET unit_id = (SELECT id FROM units WHERE code = 'QLN') WHERE official_id = 23");
    const auto sees = [&] {
        db::Transaction tx = database.pool().begin(scope_of(department.specialist));
        return dossiers::store::find(tx, done.uid).has_value();
    };
    EXPECT_FALSE(sees());
    EXPECT_EQ(json(department.specialist, "/dossiers/batches/" + uid)["rows"].size(), 1u);
    ASSERT_TRUE(receive(services, department.specialist, uid, {{true, ""}}));
    EXPECT_TRUE(sees());  // whoever holds the papers takes part
    // The next one of this procedure is offered to the same unit, and not to the other.
    const Received next = received(a_reception());
    database.execute("UPDATE dossiers SET decides_id = 2");
    for (const auto& [code, count] : {std::pair("QLN", 1u), std::pair("QHKT", 0u)})
        EXPECT_EQ(
            json(commune.desk,
                 "/dossiers/batches/new?to=" + agency_uid(department) + "&span=all&unit=" +
                     database.value(std::string("SELECT uid FROM units WHERE code = '") + code + "'"))["rows"]
                .size(),
            count)
            << code;

    // The result goes back to the desk.
    database.execute(
        "UPDATE dossiers SET state = 'resolved', resolved_at = now(), life = (life::jsonb || '{\"state\":\"resolved\"}')::json "
        "WHERE uid = '" +
        done.uid + "'");
    database.execute(
        "INSERT INTO dossier_results (dossier_id, no, name, number) SELECT id, 0, 'x', '15/QĐ' FROM dossiers WHERE uid = '" +
        done.uid + "'");
    EXPECT_TRUE(says(get(department.specialist, "/dossiers/batches?view=give").body, "1 kết quả"));
    const auto results = give(
        services, department.specialist,
        {.batch = base::new_uid(clock->now()), .kind = Kind::results, .receiver = 1, .dossiers = {done.uid}});
    ASSERT_TRUE(results) << results.error().message;
    EXPECT_EQ(results->number, 1);
    EXPECT_TRUE(says(get(commune.desk, "/dossiers/batches/" + results->uid).body, "15/QĐ"));
    ASSERT_TRUE(receive(services, commune.desk, results->uid, {{true, ""}}));
    EXPECT_TRUE(says(get(commune.desk, "/dossiers/" + done.uid).body, "Đã nhận bàn giao theo phiếu 1/BGKQ."));
}

TEST_F(BatchesTest, TwoDesksAtOnceAndAWholePage)
{
    const Received done = received(a_reception());
    std::array<std::optional<base::Result<Given>>, 2> both;
    {
        const Giving one = giving({done.uid});
        const Giving two = giving({done.uid});
        std::jthread left([&] { both[0] = give(services, commune.desk, one); });
        std::jthread right([&] { both[1] = give(services, commune.desk, two); });
    }
    EXPECT_NE(static_cast<bool>(*both[0]), static_cast<bool>(*both[1]));
    const base::Error& refused = (*both[0] ? both[1] : both[0])->error();
    EXPECT_EQ(refused.field, "lines");
    EXPECT_EQ(database.value("SELECT max(number) FROM hand_over_batches"), "1");

    database.execute(
        "INSERT INTO dossiers (uid, agency_id, decides_id, code, version_id, procedure_id, case_no, way, state, state_at, life, owner, "
        "owner_kind, owner_name, subject, lodged_at, received_at, money, delivery, lex) SELECT gen_random_uuid(), agency_id, decides_id, "
        "'M-' || i, version_id, procedure_id, 0, 'counter', 'received', now(), life, owner, owner_kind, owner_name, subject, lodged_at, "
        "received_at, money, delivery, '' FROM dossiers, generate_series(1, 250) i");
    const View page = json(commune.desk, "/dossiers/batches/new?span=all");
    ASSERT_EQ(page["rows"].size(), kMostLines);
    std::vector<std::string> uids;
    for (const View& row : page["rows"]) uids.push_back(row["uid"]);
    const std::string uid = given(giving(uids));
    EXPECT_EQ(json(commune.specialist, "/dossiers/batches/" + uid)["rows"].size(), kMostLines);
    ASSERT_TRUE(receive(services, commune.specialist, uid, std::vector<Verdict>(kMostLines, {true, ""})));
    uids.push_back(done.uid);
    EXPECT_EQ(give(services, commune.desk, giving(uids)).error().field, "lines");
    EXPECT_EQ(give(services, commune.desk, giving({})).error().field, "lines");
}

TEST_F(BatchesTest, AFormThatIsSentTwiceAtOnceMakesOneBatch)
{
    const Giving again = giving({received(a_reception()).uid});
    std::array<std::optional<base::Result<Given>>, 2> both;
    {
        std::jthread left([&] { both[0] = give(services, commune.desk, again); });
        std::jthread right([&] { both[1] = give(services, commune.desk, again); });
    }
    ASSERT_TRUE(*both[0] && *both[1]) << "both answers lead to it";
    EXPECT_EQ((**both[0]).uid, (**both[1]).uid);
    EXPECT_NE((**both[0]).again, (**both[1]).again);
    EXPECT_EQ(count("hand_over_batches"), "1");
}

TEST_F(BatchesTest, WhatIsPrintedIsWrittenDownAndIsTheSame)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid;
    const View page = json(commune.desk, path + "?done=received");
    EXPECT_EQ(page["print_now"]["href"], page["slips"][0]["href"]);
    EXPECT_FALSE(json(commune.desk, path)["print_now"]);
    const std::string first = get(commune.desk, page["slips"][0]["href"]).body;
    EXPECT_EQ(get(commune.leader, page["slips"][0]["href"]).body, first);
    EXPECT_EQ(
        database.value(
            "SELECT count(*) || ' ' || count(DISTINCT sha256) || ' ' || string_agg(official_id::text, ',' ORDER BY official_id) "
            "FROM dossier_prints"),
        "2 1 11,12");
    EXPECT_TRUE(says(get(commune.desk, path).body, "đã mở để in 2 lần"));
    // A form of the agency that received it, which who decides opens first: written down, and not kept for the other one.
    const Received second = received(a_reception());
    const std::string its = "'" + second.uid + "'";
    database.execute("UPDATE dossiers SET decides_id = 2 WHERE uid = " + its);
    const std::string form = json(department.leader, "/dossiers/" + second.uid)["slips"][0]["href"];
    EXPECT_TRUE(get(department.leader, form).body.starts_with("%PDF-"));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_prints WHERE agency_id = 2"), "1");
    EXPECT_EQ(
        database.value(
            "SELECT count(sha256) FROM dossier_slips WHERE dossier_id = (SELECT id FROM dossiers WHERE uid = " +
            its + ")"),
        "0");
}

TEST_F(BatchesTest, TheScanFolderIsOnThePagesThatTakeFiles)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid + "/files";
    EXPECT_FALSE(says(get(commune.desk, path + "/new").body, "Tệp trong thư mục quét"));
    services.scan_folder = {.root = folder / "scans"};
    std::filesystem::create_directories(folder / "scans" / "H05.26.1");
    std::ofstream(folder / "scans" / "H05.26.1" / "to-khai.pdf") << "%PDF-1.4 x";
    std::ofstream(folder / "scans" / "H05.26.1" / "gia.pdf") << "text";
    EXPECT_TRUE(says(get(commune.desk, path + "/new").body, "0:to-khai.pdf"));
    const auto again =
        post(commune.desk, path, {{"action", "find"}, {"scanned", "0:to-khai.pdf"}, {"scanned", ""}});
    EXPECT_TRUE(says(again.body, "value=\"0:to-khai.pdf\" selected"));
    const auto fake = post(commune.desk, path, {{"scanned", "0:gia.pdf"}});
    EXPECT_EQ(fake.status, 422);
    EXPECT_TRUE(says(fake.body, "scanned-error"));
    for (const char* forged : {"0:../H05.26.1/to-khai.pdf", "0:/etc/passwd"})
        EXPECT_EQ(post(commune.desk, path, {{"scanned", forged}}).status, 422) << forged;
    EXPECT_EQ(location(post(commune.desk, path, {{"scanned", "0:to-khai.pdf"}})),
              "/dossiers/" + done.uid + "?done=files");
    EXPECT_TRUE(says(get(commune.desk, "/dossiers/" + done.uid).body, "to-khai.pdf"));
    EXPECT_EQ(post(commune.desk, path, {{"scanned", "0:to-khai.pdf"}}).status, 422);
    const Fields fields{
        {"key", base::new_uid(clock->now())}, {"procedure", version_uid("2.000908")}, {"action", "find"}};
    EXPECT_TRUE(says(post(commune.desk, "/dossiers/new", fields).body, "gia.pdf"));
}

}  // namespace
}  // namespace lt::dossiers::batches
