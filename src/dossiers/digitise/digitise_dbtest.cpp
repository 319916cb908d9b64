// Scans become electronic copies in the vault, and are used again instead of asked for.
#include "dossiers/digitise/digitise.h"

#include "dossiers/acts.h"
#include "dossiers/consent/consent.h"
#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/pdf/sign.h"
#include "kit/print/print.h"
#include "kit/text/child.h"
#include "signing/sign.h"
#include "vault/store.h"

namespace lt::dossiers {
namespace {

constexpr const char* kWhy = "Kiểm tra định kỳ";

class DigitiseTest : public PagesTest {
protected:
    static std::string printed(const std::vector<std::string>& lines)
    {
        print::Document paper({.title = "x", .size = 14});
        for (const std::string& line : lines) paper.add(print::Paragraph{line, {.below = 8}});
        return paper.finish();
    }
    // A photograph of the paper: nothing in it is text.
    static std::string photographed(std::string pdf)
    {
        const char* const argv[] = {"/usr/bin/pdftoppm", "-png", "-r", "200", "-singlefile", "-", nullptr};
        std::string_view rest = pdf;
        const auto got = text::run_program(argv,
                                           [&](std::span<std::byte> into) {
                                               const std::size_t size = rest.copy(
                                                   reinterpret_cast<char*>(into.data()), into.size());
                                               rest.remove_prefix(size);
                                               return size;
                                           },
                                           {.text = 64U << 20});
        EXPECT_TRUE(got.is_complete);
        return got.output;
    }
    NewFile scan(const std::string& bytes, const std::string& name, int paper = 0)
    {
        return {.paper = paper, .name = name, .blob = blobs.put(bytes)};
    }
    using hours = std::chrono::hours;

    std::string scan_of(const std::string& dossier)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto found = store::find(tx, dossier);
        const auto files = store::files(tx, found->id);
        return files.empty() ? "" : files.front().uid;
    }
    Digitisation digitisation(const std::string& dossier, const std::string& file)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        return store::find_digitisation(tx, store::find(tx, dossier)->id, file);
    }
    std::vector<vault::OfDossier> vault_of(const Actor& who, const std::string& dossier)
    {
        db::Transaction tx = database.pool().begin(scope_of(who));
        return vault::of_dossier(tx, dossier);
    }
    // A signed identity card of the owner of `dossier`, valid until a day.
    std::string kept_card(const std::string& dossier, std::optional<base::Day> until, int no)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const blob::Blob blob = blobs.put("%PDF-1.4 card " + std::to_string(no));
        blob::remember(tx, blob);
        const auto kept = vault::keep(tx,
                                      {.uid = base::new_uid(clock->now()),
                                       .dossier = dossier,
                                       .no = no,
                                       .paper = {.code = "CCCD",
                                                 .name = "Thẻ căn cước",
                                                 .number = "027190001234",
                                                 .issued_on = std::chrono::year(2024) / 1 / 5,
                                                 .valid_to = until},
                                       .file_name = "the.pdf",
                                       .blob = blob,
                                       .signature = "signed"},
                                      clock->now());
        EXPECT_TRUE(kept);
        tx.commit();
        return kept ? kept->uid : "";
    }
    // The citizen signs the slip for a form.
    void agrees(const Actor& desk, const Reception& reception)
    {
        db::Transaction tx = database.pool().begin(scope_of(desk));
        const auto asked = consent::ask(tx, desk,
                                        {.form = reception.key,
                                         .owner = reception.owner,
                                         .purpose = "2.000908",
                                         .purpose_name = "Cấp bản sao từ sổ gốc",
                                         .papers = {"Thẻ căn cước"},
                                         .types = {"CCCD"}},
                                        consent::By::slip, clock->now());
        ASSERT_TRUE(asked) << asked.error().message;
        EXPECT_TRUE(consent::print_slip(services, tx, *consent::find(tx, *asked)).starts_with("%PDF"));
        ASSERT_TRUE(consent::take_slip(tx, desk, *asked, clock->now()));
        tx.commit();
    }
    std::string count(const std::string& from) { return database.value("SELECT count(*) FROM " + from); }
};

TEST_F(DigitiseTest, AScanIsReadCorrectedSignedAndKept)
{
    Reception reception = a_reception();
    reception.files = {
        scan(photographed(printed({"CĂN CƯỚC CÔNG DÂN", "Số: 027190001234", "Họ và tên: NGUYỄN THỊ ÁNH",
                                   "Ngày sinh: 06/05/1990", "Nơi thường trú: Số 5 đường Nguyễn Trãi",
                                   "Có giá trị đến: 06/05/2030"})),
             "the.png")};
    const std::string uid = received(reception).uid;
    const std::string file = scan_of(uid);

    EXPECT_EQ(begin_reading(services, other.desk, uid, file).error().fault, base::Fault::not_found);
    EXPECT_EQ(begin_reading(services, commune.desk, uid, uid).error().fault, base::Fault::not_found);
    ASSERT_TRUE(begin_reading(services, commune.desk, uid, file));
    EXPECT_EQ(begin_reading(services, commune.desk, uid, file).error().fault, base::Fault::conflict);
    run_jobs();
    const Digitisation read = digitisation(uid, file);
    EXPECT_EQ(read.state, "read") << read.message;
    EXPECT_EQ(read.found.identity_number, "027190001234");
    EXPECT_TRUE(read.found.full_name.starts_with("NGUY")) << read.found.full_name;
    EXPECT_EQ(read.found.valid_to, std::chrono::sys_days(std::chrono::year(2030) / 5 / 6));
    const auto shown = send(commune.desk, http::Method::get, "/dossiers/" + uid + "/digitise/" + file);
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(says(shown.body, "027190001234"));
    EXPECT_TRUE(says(shown.body, "Bạn chưa có chứng thư số"));
    EXPECT_EQ(send(other.desk, http::Method::get, "/dossiers/" + uid + "/digitise/" + file).status, 404);
    EXPECT_EQ(
        send(commune.desk, http::Method::get, "/dossiers/" + uid + "/digitise/" + file + "/copy").status,
        200);

    // Nothing that was typed is lost; without a key it is kept, but for nobody to use.
    const auto wrong =
        send(commune.desk, http::Method::post, "/dossiers/" + uid + "/digitise/" + file,
             {{"action", "keep"}, {"name", ""}, {"number", "0271"}, {"issued_on", "31/02/2024"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(says(wrong.body, "Nhập tên giấy tờ") && says(wrong.body, "31/02/2024"));
    const auto kept =
        confirm_copy(services, commune.desk, uid, file,
                     {.paper = {.name = "Thẻ căn cước", .number = "027190001234"}, .found = read.found});
    ASSERT_TRUE(kept) << kept.error().message;
    ASSERT_EQ(vault_of(commune.desk, uid).size(), 1u);
    EXPECT_EQ(vault_of(commune.desk, uid).front().signature, "unsigned");
    EXPECT_TRUE(vault_of(other.desk, uid).empty());

    // Later, with a key: the signed copy takes the place of the other one.
    const std::string key = key_of(commune.desk);
    const auto sign = [&](const std::string& pin) {
        return confirm_copy(services, commune.desk, uid, file,
                            {.paper = {.name = "Thẻ căn cước", .number = "027190001234"},
                             .found = read.found,
                             .key = key,
                             .pin = secret(pin)});
    };
    EXPECT_EQ(sign("sai").error().field, "pin");
    const auto signed_item = sign("mật khẩu");
    ASSERT_TRUE(signed_item) << signed_item.error().field << signed_item.error().message;
    const auto now_kept = vault_of(commune.desk, uid);
    ASSERT_EQ(now_kept.size(), 1u);
    EXPECT_EQ(now_kept.front().uid, *signed_item);
    EXPECT_EQ(now_kept.front().signature, "signed");
    EXPECT_EQ(now_kept.front().paper.code, "CCCD");
    const auto pdf_file = pdf::File::open(blobs.get(now_kept.front().sha256, 1 << 24));
    ASSERT_TRUE(pdf_file);
    EXPECT_TRUE(pdf::claims_signatures(*pdf_file));
    EXPECT_EQ(count("vault_items WHERE ended = 'replaced'"), "1");
    EXPECT_EQ(sign("mật khẩu").error().fault, base::Fault::conflict);
    EXPECT_EQ(begin_reading(services, commune.desk, uid, file).error().fault, base::Fault::conflict);
    EXPECT_EQ(count("audit_events WHERE action = 'dossier.paper_digitised'"), "2");
    EXPECT_TRUE(
        says(send(commune.desk, http::Method::get, "/dossiers/" + uid).body, "Bản điện tử trong kho"));

    // The file is for who handles the dossier; each look stays.
    const std::string open = "/dossiers/" + uid + "/vault/" + *signed_item;
    EXPECT_EQ(send(commune.desk, http::Method::get, open).status, 200);
    EXPECT_EQ(send(other.desk, http::Method::get, open).status, 404);
    EXPECT_EQ(count("vault_looks WHERE agency_id = 1 AND official_id = 11"), "1");
}

TEST_F(DigitiseTest, WhoTypesSignsWithoutAnyReading)
{
    Reception reception = a_reception();
    reception.files = {scan(photographed(printed({"CĂN CƯỚC CÔNG DÂN"})), "the.png")};
    const std::string uid = received(reception).uid;
    const std::string file = scan_of(uid);
    const std::string path = "/dossiers/" + uid + "/digitise/" + file;
    const std::string key = key_of(commune.desk);
    EXPECT_TRUE(says(page(commune.desk, path), "hoặc tự nhập"));
    const Fields typed{{"action", "sign"},
                       {"name", "Thẻ căn cước"},
                       {"number", "027190001234"},
                       {"full_name", "Nguyễn Thị Ánh"},
                       {"key", key},
                       {"pin", "mật khẩu"}};
    EXPECT_EQ(location(post(commune.desk, path, typed)), path + "?done=signed");
    const auto kept = vault_of(commune.desk, uid);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept.front().signature, "signed");
    const auto signed_file = pdf::File::open(blobs.get(kept.front().sha256, 1 << 24));
    ASSERT_TRUE(signed_file);
    EXPECT_TRUE(pdf::claims_signatures(*signed_file));
    EXPECT_EQ(digitisation(uid, file).found.full_name, "Nguyễn Thị Ánh");
    EXPECT_EQ(begin_reading(services, commune.desk, uid, file).error().fault, base::Fault::conflict);
    // Where too many are converted the form stays as it was typed.
    Reception next = a_reception();
    next.files = {scan(photographed(printed({"GIẤY KHAI SINH"})), "khai-sinh.png")};
    const std::string other_uid = received(next).uid;
    const std::string other_path = "/dossiers/" + other_uid + "/digitise/" + scan_of(other_uid);
    services.conversions = scans::Conversions(1);
    {
        auto slow = services.conversions.begin();
        ASSERT_TRUE(slow.next());
        const auto busy = post(commune.desk, other_path, typed);
        EXPECT_EQ(busy.status, 422);
        EXPECT_TRUE(says(busy.body, "Máy chủ đang chuyển nhiều bản quét") &&
                    says(busy.body, "Nguyễn Thị Ánh"));
    }
    EXPECT_EQ(location(post(commune.desk, other_path, typed)), other_path + "?done=signed");
}

TEST_F(DigitiseTest, WhoTypesDoesNotWaitForAReadingThatRuns)
{
    Reception reception = a_reception();
    reception.files = {
        scan(photographed(printed({"Số: 027190009999", "Họ và tên: TRẦN VĂN BÌNH"})), "the.png")};
    const std::string uid = received(reception).uid;
    const std::string file = scan_of(uid);
    const std::string path = "/dossiers/" + uid + "/digitise/" + file;
    const std::string key = key_of(commune.desk);
    ASSERT_TRUE(begin_reading(services, commune.desk, uid, file));
    const auto header_of = [](const http::Response& response, const std::string& name) {
        for (const auto& [known, value] : response.headers)
            if (known == name) return value;
        return std::string();
    };
    const auto waiting = get(commune.desk, path);
    EXPECT_NE(header_of(waiting, "Refresh"), "");
    EXPECT_FALSE(says(waiting.body, "name=\"full_name\""));
    EXPECT_TRUE(says(waiting.body, path + "?typed"));
    const auto typing = get(commune.desk, path + "?typed");
    EXPECT_EQ(header_of(typing, "Refresh"), "") << "nothing that is typed is lost";
    EXPECT_TRUE(says(typing.body, "name=\"full_name\""));
    const auto wrong =
        post(commune.desk, path,
             {{"action", "sign"}, {"name", ""}, {"full_name", "Bình"}, {"key", key}, {"pin", "x"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(header_of(wrong, "Refresh"), "");
    EXPECT_TRUE(says(wrong.body, "value=\"Bình\""));
    const auto kept = confirm_copy(
        services, commune.desk, uid, file,
        {.paper = {.name = "Thẻ căn cước", .number = "027190001234"}, .key = key, .pin = secret("mật khẩu")});
    ASSERT_TRUE(kept) << kept.error().message;
    run_jobs();
    const Digitisation after = digitisation(uid, file);
    EXPECT_EQ(after.state, "confirmed");
    EXPECT_EQ(after.item, *kept);
    EXPECT_EQ(after.found.number, "027190001234") << "what the machine read since changes nothing";
    EXPECT_EQ(count("vault_items WHERE ended_at IS NULL AND signature = 'signed'"), "1");
}

TEST_F(DigitiseTest, WhatNoMachineReadsIsTyped)
{
    Reception reception = a_reception();
    reception.owner.number.clear();
    reception.files = {scan("II*\0 no picture at all", "hong.tif")};
    reception.files.front().blob.media_type = "image/tiff";
    const std::string uid = received(reception).uid;
    const std::string file = scan_of(uid);
    ASSERT_TRUE(begin_reading(services, commune.desk, uid, file));
    run_jobs();
    const Digitisation failed = digitisation(uid, file);
    EXPECT_EQ(failed.state, "failed");
    EXPECT_FALSE(failed.message.empty());
    EXPECT_EQ(failed.found, vault::Found{});
    EXPECT_EQ(confirm_copy(services, commune.desk, uid, file,
                           {.paper = {.name = "x"}, .key = "x", .pin = secret("x")})
                  .error()
                  .field,
              "key")
        << "there is no PDF to sign";
    const auto nobodys = confirm_copy(services, commune.desk, uid, file, {.paper = {.name = "x"}});
    ASSERT_FALSE(nobodys);
    EXPECT_EQ(nobodys.error().fault, base::Fault::conflict) << "an owner without a number";
    EXPECT_EQ(count("vault_items"), "0");
}

TEST_F(DigitiseTest, APaperThatTheVaultHoldsIsUsedOnlyWithConsent)
{
    const std::string first = received(a_reception()).uid;
    const std::string card = kept_card(first, std::chrono::sys_days(std::chrono::year(2030) / 1 / 1), 0);
    const std::string expired = kept_card(first, std::chrono::sys_days(std::chrono::year(2025) / 1 / 1), 1);

    // The desk of another agency sees nothing before the citizen agrees, and then what is valid.
    Reception reception = a_reception();
    reception.papers.assign(20, {});
    std::vector<std::pair<std::string, std::string>> form{{"key", reception.key},
                                                          {"procedure", reception.version},
                                                          {"owner_kind", "person"},
                                                          {"owner_number", "027190001234"},
                                                          {"action", "find"}};
    const auto before = send(other.desk, http::Method::post, "/dossiers/new", form);
    EXPECT_TRUE(says(before.body, "Hỏi trên máy tính bảng"));
    EXPECT_FALSE(says(before.body, "đã có trong kho"));
    EXPECT_EQ(count("vault_consents"), "0");
    EXPECT_EQ(count("vault_looks"), "0");
    reception.reused = {{0, card}};
    const auto without = receive(services, other.desk, reception);
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().field, "vault_agree");
    const auto pressed = [&](const char* action) {
        form.back().second = action;
        return send(other.desk, http::Method::post, "/dossiers/new", form);
    };
    EXPECT_TRUE(says(pressed("slip_signed").body, "Phiếu này không còn hiệu lực")) << "there is none";
    EXPECT_TRUE(says(pressed("ask_slip").body, "Công dân đã ký phiếu"));
    EXPECT_TRUE(says(pressed("slip_signed").body, "Phiếu chưa được in"));
    EXPECT_FALSE(receive(services, other.desk, reception)) << "asked is not agreed";
    const std::string slip =
        "/dossiers/vault-consents/" + database.value("SELECT uid FROM vault_asks") + "/slip";
    EXPECT_EQ(send(commune.desk, http::Method::get, slip).status, 404) << "of another agency";
    EXPECT_EQ(send(other.desk, http::Method::get, slip).status, 200);
    EXPECT_EQ(count("vault_looks"), "0");
    const auto after = pressed("slip_signed");
    EXPECT_TRUE(
        says(after.body, "Dùng lại bản đã có trong kho: Thẻ căn cước, số 027190001234, ngày 05/01/2024"));
    EXPECT_TRUE(says(after.body, card));
    EXPECT_FALSE(says(after.body, expired));
    EXPECT_EQ(count("vault_consents WHERE agency_id = 3 AND purpose = '2.000908'"), "1");
    EXPECT_EQ(count("vault_looks WHERE agency_id = 3 AND reason LIKE 'offer%'"), "1");

    // Not what has expired, not by what was agreed to for another form, not another one's.
    reception.reused = {{0, expired}};
    EXPECT_EQ(receive(services, other.desk, reception).error().field, "papers");
    reception.reused = {{0, card}};
    Reception stranger = reception;
    stranger.key = base::new_uid(clock->now());
    stranger.owner.number = "027085004321";
    stranger.owner.name = "Người Khác";
    stranger.owner.sex = "male";
    stranger.owner.born_on = std::chrono::sys_days(std::chrono::year(1985) / 3 / 4);
    EXPECT_EQ(receive(services, other.desk, stranger).error().field, "vault_agree");
    agrees(other.desk, stranger);
    const auto others = receive(services, other.desk, stranger);
    ASSERT_FALSE(others);
    EXPECT_EQ(others.error().field, "papers") << others.error().message;
    EXPECT_EQ(count("vault_uses"), "0");

    reception.reused = {{0, card}, {0, card}};  // a form that names it twice
    const auto taken = receive(services, other.desk, reception);
    ASSERT_TRUE(taken) << taken.error().field << taken.error().message;
    run_jobs();
    EXPECT_EQ(
        database.value(
            "SELECT source FROM dossier_papers p JOIN dossiers d ON d.id = p.dossier_id WHERE d.uid = '" +
            taken->uid + "' AND no = 0"),
        "vault");
    EXPECT_EQ(count("vault_uses WHERE agency_id = 3 AND official_id = 31"), "1");
    const auto page = send(other.desk, http::Method::get, "/dossiers/" + taken->uid);
    EXPECT_TRUE(says(page.body, "Lấy từ kho: Thẻ căn cước"));
    EXPECT_EQ(send(other.desk, http::Method::get, "/dossiers/" + taken->uid + "/vault/" + card).status, 200);
    EXPECT_EQ(send(other.desk, http::Method::get, "/dossiers/" + taken->uid + "/vault/" + expired).status,
              404);
    EXPECT_EQ(send(department.desk, http::Method::get, "/dossiers/" + taken->uid + "/vault/" + card).status,
              404);

    // Who put it in sees who used it, with a reason only; the other agency finds nothing by the first dossier's code.
    const std::string code = the(first).code;
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        const auto found = vault::store::find(tx, code, kWhy, clock->now());
        ASSERT_EQ(found.size(), 2u);
        EXPECT_EQ(found.back().uses, 1);
        const auto history = vault::store::history(tx, card, 10);
        ASSERT_FALSE(history.empty());
        EXPECT_TRUE(
            std::ranges::any_of(history, [&](const auto& one) { return one.used && one.agency == 3; }));
        const auto figures =
            vault::store::figures(tx, commune.agency, kStart - hours(720), kStart + hours(720));
        ASSERT_EQ(figures.size(), 1u);
        EXPECT_EQ(figures.front().received, 1);
        EXPECT_EQ(figures.front().digitised, 1);
        EXPECT_EQ(figures.front().reusable, 0) << "what came with it is nothing that was there before";
        EXPECT_FALSE(vault::store::oversees_all(tx));
        tx.commit();
    }
    {
        db::Transaction tx = database.pool().begin(scope_of(other.leader));
        EXPECT_TRUE(vault::store::find(tx, code, kWhy, clock->now()).empty());
        EXPECT_FALSE(vault::store::find_one(tx, card, kWhy, clock->now()));
        EXPECT_TRUE(vault::store::history(tx, card, 10).empty());
        EXPECT_FALSE(vault::store::revoke(tx, card, "x", clock->now()));
        const auto figures =
            vault::store::figures(tx, other.agency, kStart - hours(720), kStart + hours(720));
        ASSERT_EQ(figures.size(), 1u);
        EXPECT_EQ(figures.front().reusable, 1);
        EXPECT_EQ(figures.front().reused, 1);
        EXPECT_EQ(figures.front().digitised, 1) << "its only paper came from the vault";
    }
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        EXPECT_THROW((void)vault::store::find(tx, code, "", clock->now()), db::QueryError);
    }
    {
        db::Transaction tx = database.pool().begin(scope_of(other.desk));
        EXPECT_THROW((void)vault::offers(tx,
                                         {base::new_uid(clock->now()), "person", "027190001234", "2.000908"},
                                         {"CCCD"}, clock->now()),
                     db::QueryError);
    }

    // Once it is called back nobody takes it any more; the dossier that used it still shows it.
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        EXPECT_TRUE(vault::store::revoke(tx, card, "Thẻ bị thu hồi", clock->now()));
        tx.commit();
    }
    Reception late = reception;
    late.key = base::new_uid(clock->now());
    EXPECT_EQ(receive(services, other.desk, late).error().field, "vault_agree");
    agrees(other.desk, late);
    EXPECT_EQ(receive(services, other.desk, late).error().field, "papers");
    EXPECT_EQ(send(other.desk, http::Method::get, "/dossiers/" + taken->uid + "/vault/" + card).status, 200);

    // The signed slip is scanned later; withdrawn, the dossier opens nothing from the vault any more, and what was done stays.
    const std::string consents = "/dossiers/" + taken->uid + "/vault-consent";
    EXPECT_TRUE(says(send(other.desk, http::Method::get, consents).body, "chưa có bản quét chữ ký"));
    EXPECT_EQ(send(department.desk, http::Method::get, consents).status, 404);
    ASSERT_TRUE(
        consent::keep_scan(services, other.desk, taken->uid, scan("%PDF-1.4 signed slip", "phieu.pdf", -1)));
    EXPECT_EQ(consent::keep_scan(services, other.desk, taken->uid, scan("%PDF-1.4 again", "phieu.pdf", -1))
                  .error()
                  .fault,
              base::Fault::conflict);
    EXPECT_TRUE(says(send(other.desk, http::Method::get, consents).body, "Mở bản quét"));
    const auto gone = send(other.desk, http::Method::post, consents + "/withdrawal");
    EXPECT_EQ(location(gone), consents + "?done=withdrawn");
    EXPECT_TRUE(says(send(other.desk, http::Method::get, consents).body, "và rút lại lúc"));
    EXPECT_EQ(send(other.desk, http::Method::get, "/dossiers/" + taken->uid + "/vault/" + card).status, 404);
    const auto shown = send(other.desk, http::Method::get, "/dossiers/" + taken->uid).body;
    EXPECT_TRUE(says(shown, "Lấy từ kho: Thẻ căn cước"));
    EXPECT_TRUE(says(shown, "công dân đã rút lại sự đồng ý"));
    EXPECT_FALSE(says(shown, "/vault/" + card)) << "no way to what can't be opened";
    for (const vault::OfDossier& item : vault_of(other.desk, taken->uid)) {
        EXPECT_TRUE(item.withdrawn);
        EXPECT_EQ(item.paper.number, "");
        EXPECT_FALSE(item.paper.issued_on || item.paper.valid_to);
    }
    EXPECT_EQ(count("vault_uses"), "1");
    EXPECT_EQ(send(other.desk, http::Method::post, consents + "/withdrawal").status, 404) << "once";
}

TEST_F(DigitiseTest, SignedResultsGoIntoTheVaultOnce)
{
    // Signed as an electronic copy is: what counts is that a signature is there.
    const std::string key = key_of(commune.leader);
    auto hand =
        signing::take_up(signing, scope_of(commune.leader), key, commune.leader.official, secret("mật khẩu"));
    ASSERT_TRUE(hand) << hand.error().message;
    const auto plain = pdf::File::open(printed({"BẢN SAO TRÍCH LỤC"}));
    ASSERT_TRUE(plain);
    auto open = pdf::begin_text_signature(
        *plain,
        {.lines = {"x"}, .font = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf", .at = kStart});
    ASSERT_TRUE(open) << open.error().message;
    const auto bytes = signing::put_signature(signing, *std::move(open), *hand);
    ASSERT_TRUE(bytes) << bytes.error().message;

    const std::string uid = received(a_reception()).uid;
    const auto add = [&](const std::string& number, const std::string& content) {
        const auto added =
            add_outcome(services, commune.leader, uid,
                        {.outcome = {.no = -1, .code = "KQ.G15.000040", .name = "Bản sao", .number = number},
                         .file = NewFile{.name = "ket-qua.pdf", .blob = blobs.put(content)}});
        EXPECT_TRUE(added) << added.error().message;
    };
    add("12/TL", *bytes);
    add("13/TL", printed({"không ký"}));
    EXPECT_EQ(count("vault_items"), "0") << "not before it is resolved";
    ASSERT_TRUE(acted(commune.leader, uid, {.kind = ActKind::resolve}));
    ASSERT_EQ(count("vault_items"), "1");
    EXPECT_EQ(
        database.value("SELECT code || ' ' || number || ' ' || source || ' ' || signature FROM vault_items"),
        "KQ.G15.000040 12/TL result signed");
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        const auto dossier = store::find(tx, uid);
        keep_results_later(services, tx, *dossier);
        keep_results_later(services, tx, *dossier);
        tx.commit();
    }
    run_jobs();
    EXPECT_EQ(count("vault_items"), "1");
    EXPECT_EQ(count("audit_events WHERE action = 'dossier.result_kept'"), "1");
    db::Transaction tx = database.pool().begin(scope_of(commune.leader));
    const auto figures = vault::store::figures(tx, commune.agency, kStart - hours(720), kStart + hours(720));
    ASSERT_EQ(figures.size(), 1u);
    EXPECT_EQ(figures.front().resolved, 1);
    EXPECT_EQ(figures.front().with_result, 1);
}

}  // namespace
}  // namespace lt::dossiers
