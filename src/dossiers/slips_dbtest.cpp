// What the legal forms of real dossiers say, read in their PDF; and that they say it later, too.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "dossiers/given_slips.h"
#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/prints.h"
#include "dossiers/register.h"

namespace lt::dossiers {
namespace {

using std::chrono::hours;

class SlipsTest : public PagesTest {
protected:
    // The text of a PDF as one line, in the order of the file.
    std::string words(const std::string& pdf)
    {
        const std::string file = (folder / "said.pdf").string();
        std::ofstream(file, std::ios::binary) << pdf;
        FILE* pipe = ::popen(("pdftotext -raw " + file + " -").c_str(), "r");
        std::string out;
        std::array<char, 4096> part{};
        while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe))
            out.append(part.data(), got);
        ::pclose(pipe);
        std::ranges::replace(out, '\n', ' ');
        std::ranges::replace(out, '\f', ' ');
        return out;
    }
    // The first of the words that does not come after those before it; "" when all come in this order.
    static std::string out_of_order(const std::string& text, const std::vector<std::string>& all)
    {
        std::size_t at = 0;
        for (const std::string& one : all) {
            at = text.find(one, at);
            if (at == std::string::npos) return one;
            at += one.size();
        }
        return "";
    }
    // The newest form of the kind.
    store::Slip newest(const Actor& actor, const std::string& uid, const std::string& kind)
    {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        const auto dossier = store::find(tx, uid);
        EXPECT_TRUE(dossier);
        store::Slip out;
        for (const store::Slip& one : store::slips(tx, dossier ? dossier->id : 0))
            if (one.kind == kind) out = one;
        EXPECT_EQ(out.kind, kind);
        return out;
    }
    http::Response printed(const Actor& actor, const std::string& uid, const std::string& kind)
    {
        return get(actor, "/dossiers/" + uid + "/slips/" + newest(actor, uid, kind).uid);
    }
    std::string read(const Actor& actor, const std::string& uid, const std::string& kind)
    {
        return words(printed(actor, uid, kind).body);
    }
    // A permit to build: the application on paper, the drawings as a file, the land paper lacks.
    Received permit()
    {
        Reception reception = a_reception("1.013225");
        reception.papers.assign(20, {});
        reception.papers[0].originals = 1;
        reception.files.push_back({.paper = 2, .name = "ban-ve.pdf", .blob = blobs.put("%PDF-1.4 drawings")});
        reception.incomplete_anyway = true;
        return received(reception);
    }
    // A dossier with fees that were paid.
    Received paid_one()
    {
        Reception reception = a_reception("2.000815");
        reception.answers = R"({"documents": [{"name": "Bằng tốt nghiệp", "pages": 3, "copies": 2}]})";
        const Received done = received(reception);
        std::vector<std::int64_t> numbers;
        for (const Fee& fee : done.fees) numbers.push_back(fee.no);
        EXPECT_TRUE(take_payment(services, commune.desk, done.uid,
                                 {.fees = numbers, .means = "cash", .receipt = "0001234"}));
        return done;
    }
    // Nothing can be stored any more: where the folder of the files was lies a file.
    void break_store()
    {
        std::filesystem::rename(folder / "blobs", folder / "away");
        std::ofstream(folder / "blobs") << "full";
    }
    void mend_store()
    {
        std::filesystem::remove(folder / "blobs");
        std::filesystem::rename(folder / "away", folder / "blobs");
    }
};

TEST_F(SlipsTest, TheReceiptSaysWhatCameInAndStaysAsItWasGiven)
{
    const Received done = permit();
    const Received first = paid_one();
    // What comes later, and what the agency is called later, is not what was given then.
    ASSERT_TRUE(acted(commune.desk, done.uid,
                      {.kind = ActKind::ask_supplement, .reason = "Thiếu", .missing = {{1, "Chưa nộp"}}}));
    ASSERT_TRUE(
        acted(commune.desk, done.uid, {.kind = ActKind::supplemented, .papers = {{1, {.copies = 1}}}}));
    database.execute("UPDATE agencies SET name = 'UBND phường Khác', place = 'Nơi khác' WHERE id = 1");
    database.execute("UPDATE dossier_fees SET amount = 99000, state = 'waived'");
    directory.refresh();
    const std::string text = read(commune.desk, done.uid, "receipt");
    EXPECT_EQ(out_of_order(text, {"Mẫu số 01", "PHƯỜNG KINH BẮC", "Bắc Ninh, ngày 20 tháng 11 năm 2026",
                                  "GIẤY TIẾP NHẬN HỒ SƠ", "Mã hồ sơ: " + done.code, "Nguyễn Thị Ánh",
                                  "Đơn đề nghị cấp giấy phép", "01", "Hai bộ bản vẽ", "Bản điện tử",
                                  "Thời gian trả kết quả", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Người 11"}),
              "")
        << text;
    EXPECT_FALSE(says(text, "Giấy tờ hợp pháp về đất đai")) << "it came later";
    EXPECT_FALSE(says(text, "Khác")) << text;
    EXPECT_TRUE(says(read(commune.desk, first.uid, "receipt"), "Thu trước") ||
                says(read(commune.desk, first.uid, "receipt"), "Thu khi trả kết quả"));
    EXPECT_FALSE(says(read(commune.desk, first.uid, "receipt"), "99.000"));
    EXPECT_EQ(printed(commune.desk, done.uid, "receipt").body,
              printed(commune.leader, done.uid, "receipt").body);
    EXPECT_EQ(out_of_order(read(commune.desk, first.uid, "fees"), {"Người 11"}), "");
    // One that was given out before all of it was kept is still printed, from what is known.
    database.execute(
        R"(UPDATE dossier_slips SET sha256 = NULL, content = '{"reason": "", "act": "", "official": "Người 11", "title": "x", "papers": [], "due_before": null}' WHERE kind = 'receipt')");
    EXPECT_TRUE(says(read(commune.desk, done.uid, "receipt"), "Giấy tờ hợp pháp về đất đai"));
}

TEST_F(SlipsTest, AnOnlineDossiersReceiptListsItsElectronicPapers)
{
    Reception reception = a_reception("1.013225");
    reception.way = Way::online;
    reception.papers.assign(20, {});
    for (int i = 0; i < 3; ++i)
        reception.files.push_back(
            {.paper = i, .name = "a.pdf", .blob = blobs.put("%PDF-1.4 " + std::to_string(i))});
    reception.incomplete_anyway = true;
    const Received done = received(reception);
    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::receive}));
    const std::string text = read(commune.desk, done.uid, "receipt");
    EXPECT_FALSE(says(text, "Không có giấy tờ kèm theo"));
    EXPECT_EQ(out_of_order(text, {"Đơn đề nghị", "Bản điện tử", "Giấy tờ hợp pháp", "Bản điện tử",
                                  "Hai bộ bản vẽ", "Bản điện tử"}),
              "")
        << text;
}

TEST_F(SlipsTest, SupplementSaysWhyOfEachPaperAndIsMarkedOnceItIsTakenBack)
{
    database.execute("UPDATE officials SET phone = '0222 3822 111' WHERE id = 11");
    const Received done = permit();
    ASSERT_TRUE(acted(commune.desk, done.uid,
                      {.kind = ActKind::ask_supplement,
                       .reason = "Hồ sơ chưa đủ",
                       .missing = {{0, "Thiếu chữ ký"}, {1, "Chưa có bản sao"}}}));
    const std::string path = "/dossiers/" + done.uid;
    const std::string before = printed(commune.desk, done.uid, "supplement").body;
    const std::string text = words(before);
    EXPECT_EQ(out_of_order(text, {"Mẫu số 02", "Số: 1/HDHS", "Đơn đề nghị", "Hoàn thiện, nộp lại",
                                  "Thiếu chữ ký", "Giấy tờ hợp pháp", "Nộp bổ sung", "Chưa có bản sao",
                                  "Hồ sơ chưa đủ", "Thời hạn bổ sung", "Người 11", "0222 3822 111"}),
              "")
        << text;
    EXPECT_FALSE(says(text, "THU HỒI"));
    ASSERT_TRUE(take_back(services, commune.desk, done.uid, 0, "Ghi nhầm"));
    run_jobs();
    const std::string after = printed(commune.desk, done.uid, "supplement").body;
    EXPECT_TRUE(says(words(after), "ĐÃ THU HỒI lúc")) << words(after);
    EXPECT_EQ(printed(commune.leader, done.uid, "supplement").body, after);
    EXPECT_TRUE(says(page(commune.desk, path), "Đã thu hồi"));
    // What was kept of it is still what was given.
    EXPECT_EQ(newest(commune.desk, done.uid, "supplement").sha256, crypto::sha256_hex(before));
    // Asked for once more: another number, and no mark.
    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::ask_supplement, .reason = "Đúng lần này"}));
    const std::string second = read(commune.desk, done.uid, "supplement");
    EXPECT_TRUE(says(second, "Số: 2/HDHS"));
    EXPECT_FALSE(says(second, "THU HỒI"));
}

TEST_F(SlipsTest, RefusalNamesTheReasonAndTheDesk)
{
    Reception reception = a_reception();
    reception.rejected = "Không thuộc thẩm quyền của phường";
    const Received done = received(reception);
    const std::string text = read(commune.desk, done.uid, "refusal");
    EXPECT_EQ(
        out_of_order(text, {"Mẫu số 03", "Số: 1/TCHS", "Uỷ ban nhân dân phường Kinh Bắc tiếp nhận yêu cầu",
                            "Nguyễn Thị Ánh", "Không thuộc thẩm quyền của phường", "Người 11"}),
        "")
        << text;
}

TEST_F(SlipsTest, ApologyHasLimitHistoryBasisAndTheLetterheadOfItsNumber)
{
    const Received done = permit();
    database.execute(
        "UPDATE dossiers SET life = replace(life::text, '\"most_extensions\":1', '\"most_extensions\":2')::json");
    const auto extend = [&](const Actor& leader, const std::string& reason) {
        return carry_out(services, leader, done.uid,
                         {.kind = ActKind::extend,
                          .reason = reason,
                          .basis = "Nghị định 118/2025/NĐ-CP",
                          .more = {5, the(done.uid).life.clock->limit.duration.unit}});
    };
    const auto first = extend(commune.leader, "Chờ ý kiến");
    ASSERT_TRUE(first) << first.error().message;
    const std::string text = read(commune.leader, done.uid, "apology");
    EXPECT_EQ(out_of_order(text, {"Mẫu số 04", "Số: 1/PXL", "Lý do: Chờ ý kiến",
                                  "Căn cứ gia hạn: Nghị định 118/2025/NĐ-CP",
                                  "Giới hạn gia hạn: Tối đa 02 lần", "CHỦ TỊCH", "Người 12"}),
              "")
        << text;
    EXPECT_FALSE(says(text, "Các lần gia hạn trước"));
    // The agency that decides it now numbers in its own series, under its own head.
    clock->advance(hours(1));
    database.execute("UPDATE dossiers SET decides_id = 2");
    const auto second = extend(department.leader, "Chờ thẩm định");
    ASSERT_TRUE(second) << second.error().message;
    const std::string theirs = read(department.leader, done.uid, "apology");
    EXPECT_EQ(out_of_order(theirs, {"SỞ XÂY DỰNG TỈNH BẮC NINH", "Số: 1/PXL",
                                    "Uỷ ban nhân dân phường Kinh Bắc tiếp nhận hồ sơ", "Chờ thẩm định",
                                    "Thời gian hẹn trả ban đầu", "Các lần gia hạn trước", "Chờ ý kiến",
                                    "Nghị định", "Người 22"}),
              "")
        << theirs;
    EXPECT_FALSE(says(theirs, "PHƯỜNG KINH BẮC"));
}

TEST_F(SlipsTest, WhatTheDecidingAgencyLacksIsAskedForByTheDesk)
{
    const Received done = permit();
    database.execute("UPDATE dossiers SET decides_id = 2");
    const auto asked = carry_out(
        services, department.leader, done.uid,
        {.kind = ActKind::ask_supplement, .reason = "Bản vẽ chưa đủ", .missing = {{1, "Chưa có bản sao"}}});
    ASSERT_TRUE(asked) << asked.error().message;
    // Read by who decides before the desk prints and keeps it.
    EXPECT_TRUE(says(read(department.leader, done.uid, "supplement"), "Số: 1/HDHS"));
    EXPECT_EQ(newest(commune.desk, done.uid, "supplement").sha256, "");
    const std::string text = read(commune.desk, done.uid, "supplement");
    EXPECT_EQ(out_of_order(text, {"Số: 1/HDHS", "Chưa có bản sao", "Bản vẽ chưa đủ", "Người 22 (Sở"}), "")
        << text;
    EXPECT_TRUE(says(text, "PHƯỜNG KINH BẮC"));
    EXPECT_FALSE(says(text, "SỞ XÂY DỰNG"));
    EXPECT_NE(newest(commune.desk, done.uid, "supplement").sha256, "");
    // The printer is offered to the desk alone.
    const std::string asked_now = "/dossiers/" + done.uid + "?done=ask_supplement";
    EXPECT_FALSE(says(page(department.leader, asked_now), "data-print-now"));
    EXPECT_TRUE(says(page(commune.desk, asked_now), "data-print-now"));
    // The next one of the desk itself follows in the same book.
    const Received second = received(a_reception());
    ASSERT_TRUE(acted(commune.desk, second.uid, {.kind = ActKind::ask_supplement, .reason = "Thiếu"}));
    EXPECT_TRUE(says(read(commune.desk, second.uid, "supplement"), "Số: 2/HDHS"));
    // Nobody else takes numbers of a desk.
    const Dossier dossier = the(done.uid);
    db::Transaction tx = database.pool().begin(scope_of(other.leader));
    EXPECT_THROW(store::take_desk_number(tx, dossier, "2026"), db::QueryError);
}

TEST_F(SlipsTest, StopNamesStageMoneyPapersAndWhoSigns)
{
    const Received done = paid_one();
    ASSERT_TRUE(acted(commune.leader, done.uid, {.kind = ActKind::stop, .reason = "Người nộp đã mất"}));
    const std::string text = read(commune.leader, done.uid, "stop");
    EXPECT_EQ(out_of_order(
                  text, {"Mẫu số 05", "Số: 1/TBDHS", "Lý do: Người nộp đã mất",
                         "Giai đoạn giải quyết: Đang xử lý; bước: ", "Nội dung quyết định: Dừng giải quyết",
                         "chưa có quyết định giải quyết hồ sơ", "Đã thu ", " đồng (biên lai số 0001234)",
                         "Trả lại người nộp hồ sơ: 01 bản chính", "CHỦ TỊCH", "Người 12"}),
              "")
        << text;
    // The process refuses: it is signed by the leader who made it do so, or is left to be signed.
    for (const std::int64_t official : {commune.leader.official, std::int64_t{0}}) {
        const Received refused = received(a_reception());
        {
            db::Transaction tx = database.pool().begin(
                {.agency = 1, .official = official, .reach = db::Reach::agency, .request_id = "test"});
            auto dossier = store::find(tx, refused.uid, store::Lock::for_update);
            ASSERT_TRUE(dossier);
            ASSERT_TRUE(carry_out_inside(services, tx, Actor{.agency = 1}, *dossier,
                                         {.kind = ActKind::stop, .reason = "Không đủ điều kiện"}));
            tx.commit();
        }
        run_jobs();
        const std::string said = read(commune.leader, refused.uid, "stop");
        EXPECT_EQ(out_of_order(said, official == 0 ? std::vector<std::string>{"THỦ TRƯỞNG CƠ QUAN"}
                                                   : std::vector<std::string>{"CHỦ TỊCH", "Người 12"}),
                  "")
            << said;
    }
    const Received lacking = permit();
    EXPECT_EQ(work(commune, lacking.uid, R"({"du_dieu_kien": false})"), "Thẩm định hồ sơ, kiểm tra thực địa");
    work(commune, lacking.uid);
    EXPECT_EQ(work(commune, lacking.uid), "Ký văn bản từ chối");
    EXPECT_EQ(the(lacking.uid).life.state, State::stopped);
    const std::string told = read(commune.leader, lacking.uid, "stop");
    EXPECT_EQ(out_of_order(
                  told, {"Số: 4/TBDHS", "Không đủ điều kiện giải quyết", "Giai đoạn giải quyết: Đang xử lý",
                         "Trả lại người nộp hồ sơ: 01 bản chính Đơn đề nghị", "CHỦ TỊCH", "Người 12"}),
              "")
        << told;
    // As the applicant asks; who handed nothing in on paper gets nothing back.
    Reception reception = a_reception();
    reception.papers.clear();
    const Received withdrawn = received(reception);
    ASSERT_TRUE(acted(commune.desk, withdrawn.uid, {.kind = ActKind::withdraw, .reason = "Đổi ý"}));
    const std::string asked = read(commune.desk, withdrawn.uid, "stop");
    EXPECT_EQ(
        out_of_order(asked, {"Ông/Bà đề nghị dừng", "Đồng ý dừng theo đề nghị",
                             "Phí, lệ phí, nghĩa vụ tài chính: Không thu", "Không có bản giấy phải trả lại"}),
        "")
        << asked;
}

TEST_F(SlipsTest, ControlSlipHasEveryStepOfEveryAgencyAndIsNumberedAndKept)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid + "/control-slip";
    const std::string before = get(commune.desk, path).body;
    EXPECT_TRUE(says(words(before), "Số: 1/KSHS"));
    EXPECT_EQ(get(commune.desk, path).body, before) << "nothing happened meanwhile";
    // Stopped after the first step, and taken up again: what was done before stays in it.
    const auto later = [this] { clock->advance(std::chrono::minutes(5)); };
    later();
    const std::string begun = work(commune, done.uid, yes_to_all(commune, done.uid));
    later();
    ASSERT_TRUE(acted(commune.leader, done.uid, {.kind = ActKind::stop}));
    later();
    ASSERT_TRUE(take_back(services, commune.leader, done.uid, 0, "Nhầm hồ sơ"));
    run_jobs();
    later();
    const auto titles = work_to_the_end(commune, done.uid);
    ASSERT_GE(titles.size(), 2u);
    // The department gave its opinion.
    database.execute(
        "INSERT INTO process_steps (instance_id, no, agency_id, definition_id, performer_id, kind, element, official_id, outcome, "
        "opened_at, due_at, ended_at) SELECT instance_id, 900, agency_id, definition_id, 2, 'task', 'gop_y', 23, 'done', opened_at, "
        "opened_at, ended_at + interval '1 second' FROM process_steps WHERE kind = 'task' ORDER BY ended_at DESC LIMIT 1");
    const std::string after = get(commune.desk, path).body;
    const std::string text = words(after);
    EXPECT_TRUE(says(text, "Số: 2/KSHS")) << text;
    EXPECT_EQ(out_of_order(text, {"Mẫu số 06", done.code, "Tiếp nhận"}), "") << text;
    for (const std::string& title : titles) EXPECT_TRUE(says(text, title)) << title << "\n" << text;
    EXPECT_EQ(out_of_order(text, {begun, "Dừng", "Lấy lại", begun}), "") << text;
    EXPECT_EQ(out_of_order(text, {"Giao: Sở Xây dựng tỉnh Bắc Ninh", "Người 23"}), "") << text;
    EXPECT_TRUE(says(text, "Người 13") && says(text, "Người giao") && says(text, "Nhận ")) << text;
    EXPECT_EQ(get(commune.leader, path).body, after);
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(number || ' ' || length(sha256), ', ' ORDER BY number) FROM dossier_slips "
            "WHERE kind = 'control'"),
        "1 64, 2 64");
    EXPECT_EQ(
        database.value(
            "SELECT count(*) FROM dossier_prints p JOIN dossier_slips s ON s.uid = p.slip_uid WHERE s.kind = "
            "'control'"),
        "4");
    // The first one is still what it was; its steps are nobody else's business.
    const std::string first =
        database.value("SELECT uid FROM dossier_slips WHERE kind = 'control' AND number = 1");
    EXPECT_EQ(get(commune.desk, "/dossiers/" + done.uid + "/slips/" + first).body, before);
    EXPECT_EQ(get(other.desk, path).status, 404);
    db::Transaction tx = database.pool().begin(scope_of(other.leader));
    constexpr db::Query<1> steps{"test.steps", "SELECT * FROM lt_dossier_steps($1::bigint)"};
    EXPECT_TRUE(tx.run(steps, the(done.uid).id).empty());
}

TEST_F(SlipsTest, TheRegisterIsKeptAsItWasPrintedAndAnewOnlyWhenItSaysSomethingElse)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/register/file?from=01/11/2026&to=30/11/2026";
    const std::string first = get(commune.desk, path).body;
    const std::string text = words(first);
    EXPECT_EQ(out_of_order(text, {"Mẫu số 07", "Số: 1/STD", "SỔ THEO DÕI HỒ SƠ", "Nguyễn Thị Ánh"}), "")
        << text;
    EXPECT_TRUE(says(text, "Người lập sổ: Người 11"));
    clock->advance(hours(1));
    EXPECT_EQ(get(commune.leader, path).body, first);
    received(a_reception());
    EXPECT_TRUE(says(words(get(commune.leader, path).body), "Số: 2/STD"));
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(concat_ws(' ', number, rows, official, length(sha256)), ', ' ORDER BY number) "
            "FROM dossier_registers"),
        "1 1 Người 11 64, 2 2 Người 12 64");
    const View form = json(commune.desk, "/dossiers/register");
    ASSERT_EQ(form["kept"].size(), 2u);
    EXPECT_EQ(get(commune.desk, form["kept"][1]["href"]).body, first);
    EXPECT_EQ(get(other.desk, form["kept"][1]["href"]).status, 404);
    EXPECT_TRUE(json(other.desk, "/dossiers/register")["kept"].empty());
    // What a desk printed long ago is still found, page by page.
    database.execute(
        "INSERT INTO dossier_registers SELECT gen_random_uuid(), agency_id, year, 100 + n, from_day, to_day, rows, content, sha256, "
        "official_id, official, at + interval '1 hour' FROM dossier_registers, generate_series(1, 50) n WHERE number = 2");
    const View newest = json(commune.desk, "/dossiers/register");
    EXPECT_EQ(newest["kept"].size(), 50u);
    const View oldest = json(commune.desk, newest["next_href"]);
    ASSERT_EQ(oldest["kept"].size(), 2u);
    EXPECT_EQ(oldest["kept"], form["kept"]);
    EXPECT_EQ(oldest["next_href"], false);
    database.execute("DELETE FROM dossier_registers WHERE number > 100");
    // It is never swept, nor changed.
    database.execute("UPDATE blobs SET created_at = '2020-01-01'");
    database.execute("SELECT lt_forget_blobs(ARRAY(SELECT sha256 FROM blobs), '2026-01-01')");
    EXPECT_EQ(database.value("SELECT count(*) FROM blobs b JOIN dossier_registers r USING (sha256)"), "2");
    db::Transaction tx = database.pool().begin(scope_of(commune.leader));
    constexpr db::Query<0> change{"test.register", "UPDATE dossier_registers SET rows = 0"};
    EXPECT_THROW(tx.run(change), db::QueryError);
}

TEST_F(SlipsTest, WhereNothingCanBeStoredThePrinterIsToldAndTheReceiptIsSafe)
{
    const Received done = received(a_reception());
    const std::string href =
        "/dossiers/" + done.uid + "/slips/" + newest(commune.desk, done.uid, "receipt").uid;
    break_store();
    const auto failed = get(commune.desk, href);
    EXPECT_EQ(failed.status, 503);
    EXPECT_TRUE(says(failed.body, "Chưa in được")) << failed.body;
    EXPECT_TRUE(says(failed.body, "href=\"" + href + "\"")) << "In lại";
    const auto no_register = get(commune.desk, "/dossiers/register/file?from=01/11/2026&to=30/11/2026");
    EXPECT_EQ(no_register.status, 503);
    EXPECT_EQ(get(commune.desk, "/dossiers/" + done.uid + "/control-slip").status, 503);
    mend_store();
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_prints"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_registers"), "0");
    EXPECT_EQ(database.value("SELECT string_agg(kind, ',') FROM dossier_slips"), "receipt");
    const std::string receipt = get(commune.desk, href).body;
    EXPECT_TRUE(receipt.starts_with("%PDF-"));
    EXPECT_EQ(get(commune.desk, href).body, receipt);
    // The kept file is gone: made again it is the same, or it would not be handed out.
    break_store();
    EXPECT_EQ(get(commune.desk, href).body, receipt);
    database.execute(
        "UPDATE dossier_slips SET content = replace(content::text, 'Người 11', 'Kẻ khác')::json");
    EXPECT_EQ(get(commune.desk, href).status, 503);
    mend_store();
    EXPECT_EQ(get(commune.desk, href).body, receipt);
}

}  // namespace
}  // namespace lt::dossiers
