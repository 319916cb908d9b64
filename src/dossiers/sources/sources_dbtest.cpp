// Papers that a connected database holds, against a store that works, is away, is slow, refuses and answers nonsense.
#include "dossiers/sources/sources.h"

#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/portal/national_store.h"
#include "dossiers/portal/settings.h"
#include "dossiers/queries.h"
#include "kit/base/stand_in_testing.h"
#include "kit/fetch/fetch.h"
#include "kit/http/ascii.h"

namespace lt::dossiers {
namespace {

using namespace std::chrono_literals;

constexpr const char* kOwner = "027190001234";
constexpr const char* kFound =
    "Dùng lại bản ở kho ngoài: Thẻ căn cước, số 027190001234 (Kho số hoá của Cổng Dịch vụ công quốc gia)";
const std::string kFile = "%PDF-1.4 the can cuoc";

// tests/portal/store.py
class StoreProcess {
    using View = nlohmann::json;

public:
    StoreProcess() { process_.start("tests/portal/store.py", {}); }
    std::string url() const { return process_.url(); }
    void mode(const char* mode) { ask("/control", View{{"mode", mode}}); }
    // A card of an owner; where its file lies.
    void hold(const std::string& owner, const std::string& place, const std::string& base64)
    {
        ask("/hold", View{{"owner", owner},
                          {"paper",
                           {{"MaKetQua", "CCCD"},
                            {"TenGiayTo", "Thẻ căn cước"},
                            {"SoKyHieu", owner},
                            {"CoQuanChuQuan", "Bộ Công an"},
                            {"DanhSachTepDinhKem", {{{"TenTep", "the.pdf"}, {"DuongDan", place}}}}}}});
        ask("/file", View{{"DuongDan", place}, {"base64", base64}});
    }
    View asked() { return View::parse(ask("/asked", nullptr)); }
    std::size_t asked(const std::string& path)
    {
        std::size_t out = 0;
        for (const View& one : asked()) out += one["path"] == path;
        return out;
    }

private:
    std::string ask(const std::string& path, const View& body)
    {
        const auto got = fetcher_.ask({.url = url() + path,
                                       .content_type = body.is_null() ? "" : "application/json",
                                       .body = body.is_null() ? "" : body.dump(),
                                       .limit = 64U << 20U});
        if (!got) throw std::runtime_error(got.error().message.str());
        return got->body;
    }
    fetch::HttpFetcher fetcher_{{.allow_private = true}};
    base::StandIn process_{};
};

class SourcesTest : public PagesTest {
protected:
    SourcesTest()
    {
        services.sources.push_back(std::make_shared<portal::NationalStore>(
            database.pool(), fetcher, portal::StoreTimes{.connect = 2000ms, .find = 2000ms, .file = 2000ms}));
        store.hold(kOwner, "/the/1", http::base64_encode(kFile));
        store.hold("027085004321", "/the/2", http::base64_encode("%PDF-1.4 cua nguoi khac"));
    }

    void configure()
    {
        const auto as_it_is = [](std::string_view text) { return std::string(text); };
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        const auto done = portal::change(tx, {.seal = as_it_is, .unseal = as_it_is},
                                         {.adapter = store.url() + "/VXPAdapter/RestService/forward",
                                          .auth = "/mapi/login",
                                          .integration = "/mapi/g",
                                          .username = "tinh",
                                          .destination = "VN:GOV:000.00.00.G22:vpcpdvcqg",
                                          .member = "000.00.00.H05",
                                          .since = "01/11/2026",
                                          .password = secret("mat-khau"),
                                          .store_search = "/kho/tra-cuu",
                                          .store_file = "/kho/tep",
                                          .store_destination = "VN:GOV:000.00.00.G22:khosohoa"},
                                         clock->now());
        ASSERT_TRUE(done) << done.error().field << done.error().message;
        tx.commit();
    }
    // The citizen signs the slip for a form.
    void agrees(const Actor& desk, const Reception& reception, const std::string& source = "dvcqg")
    {
        db::Transaction tx = database.pool().begin(scope_of(desk));
        const auto asked =
            consent::ask(tx, desk, question(reception, source), consent::By::slip, clock->now());
        ASSERT_TRUE(asked) << asked.error().message;
        consent::print_slip(services, tx, *consent::find(tx, *asked));
        ASSERT_TRUE(consent::take_slip(tx, desk, *asked, clock->now()));
        tx.commit();
    }
    static consent::Question question(const Reception& reception, const std::string& source = "dvcqg")
    {
        return {.form = reception.key,
                .owner = reception.owner,
                .purpose = "2.000908",
                .purpose_name = "Cấp bản sao từ sổ gốc",
                .papers = {"Thẻ căn cước"},
                .types = {"CCCD"},
                .sources = {source}};
    }
    Reception nothing_brought()
    {
        Reception out = a_reception();
        out.papers.assign(20, {});
        return out;
    }
    std::string pressed(const Actor& desk, const Reception& reception, const char* action)
    {
        const auto page = post(desk, "/dossiers/new",
                               {{"key", reception.key},
                                {"procedure", reception.version},
                                {"owner_kind", "person"},
                                {"owner_number", reception.owner.number},
                                {"owner_name", "Đã nhập tên"},
                                {"action", action}});
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(says(page.body, "Đã nhập tên")) << "nothing that was typed is lost";
        return page.body;
    }
    // What the desk finds for a form, the citizen having agreed; uids.
    std::vector<std::string> found(const Actor& desk, const Reception& reception)
    {
        agrees(desk, reception);
        const auto looked = sources::look(services, desk, question(reception));
        EXPECT_TRUE(looked) << looked.error().message;
        std::vector<std::string> out;
        db::Transaction tx = database.pool().begin(scope_of(desk));
        for (const auto& one : sources::held_by(tx, *consent::last_of(tx, question(reception))))
            out.push_back(one.uid);
        return out;
    }
    std::string refused(const Actor& desk, const Reception& reception)
    {
        const auto done = receive(services, desk, reception);
        EXPECT_FALSE(done);
        return done ? "" : done.error().field;
    }
    std::string count(const std::string& from) { return database.value("SELECT count(*) FROM " + from); }

    StoreProcess store;
    fetch::HttpFetcher fetcher{{.allow_private = true}};
};

TEST_F(SourcesTest, APaperIsFoundBehindConsentTakenOnceAndNoMoreShownOnceItIsWithdrawn)
{
    Reception reception = nothing_brought();
    EXPECT_FALSE(says(pressed(other.desk, reception, "find_held"), "Kho số hoá của Cổng"));
    agrees(other.desk, reception);
    EXPECT_FALSE(says(pressed(other.desk, reception, "find_held"), "Kho số hoá của Cổng"))
        << "not configured";
    EXPECT_EQ(count("source_looks"), "0");
    configure();
    Reception unasked = nothing_brought();
    EXPECT_FALSE(says(pressed(other.desk, unasked, "find_held"), "Kho số hoá của Cổng")) << "no consent";
    EXPECT_FALSE(sources::look(services, other.desk, question(unasked)));
    // He agreed to the vault alone: that does not reach further, and he can be asked anew.
    agrees(other.desk, unasked, "khac");
    const std::string narrow = pressed(other.desk, unasked, "find_held");
    EXPECT_FALSE(says(narrow, "Tìm ở Kho số hoá"));
    EXPECT_TRUE(says(narrow, "Lập phiếu đồng ý"));
    EXPECT_EQ(store.asked().size(), 0u);
    EXPECT_EQ(count("source_looks"), "0");
    pressed(other.desk, unasked, "ask_slip");
    const std::string slip = "/dossiers/vault-consents/" +
                             database.value("SELECT uid FROM vault_asks ORDER BY id DESC LIMIT 1") + "/slip";
    EXPECT_EQ(get(other.desk, slip).status, 200);
    EXPECT_TRUE(says(pressed(other.desk, unasked, "slip_signed"), "Tìm ở Kho số hoá"));

    const std::string before = pressed(other.desk, reception, "find");
    EXPECT_TRUE(says(before, "Tìm ở Kho số hoá của Cổng Dịch vụ công quốc gia"));
    EXPECT_EQ(store.asked().size(), 0u) << "only when the desk presses";
    EXPECT_TRUE(says(pressed(other.desk, reception, "find_held"), kFound));
    EXPECT_TRUE(says(pressed(other.desk, reception, "find_held"), kFound));
    const View body = store.asked()[0]["body"];
    EXPECT_EQ(body["SoDinhDanhChuSoHuu"], kOwner);
    EXPECT_EQ(body["MaThuTuc"], "2.000908");
    EXPECT_EQ(body["HoTenNguoiYeuCau"], other.desk.name);
    EXPECT_EQ(body["DanhSachDanhMucKetQua"], (View{{{"MaKetQua", "CCCD"}, {"SoKyHieu", ""}}}));
    EXPECT_EQ(count("source_looks WHERE agency_id = 3 AND official_id = 31 AND source = 'dvcqg'"), "2");
    EXPECT_EQ(count("audit_events WHERE action = 'source.asked'"), "2");
    EXPECT_EQ(count("held_papers"), "1") << "asked twice, and not what is another owner's";

    const std::string card = database.value("SELECT uid FROM held_papers");
    reception.held = {{0, card}, {0, card}};  // a form that names it twice
    const auto taken = receive(services, other.desk, reception);
    ASSERT_TRUE(taken) << taken.error().field << taken.error().message;
    const auto again = receive(services, other.desk, reception);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->again);
    EXPECT_EQ(store.asked("/kho/tep"), 1u);
    run_jobs();
    EXPECT_EQ(
        database.value(
            "SELECT source FROM dossier_papers p JOIN dossiers d ON d.id = p.dossier_id WHERE d.uid = '" +
            taken->uid + "' AND no = 0"),
        "database");
    EXPECT_EQ(
        count(
            "held_papers h JOIN vault_asks a ON a.id = h.ask_id WHERE h.taken_by = 31 AND h.paper_no = 0 AND "
            "a.answer = 'agreed' AND a.purpose = '2.000908' AND a.form = '" +
            taken->uid + "'"),
        "1");
    EXPECT_EQ(count("audit_events WHERE action = 'source.paper_taken' AND subject = '" + card + "'"), "1");

    const std::string path = "/dossiers/" + taken->uid;
    EXPECT_TRUE(says(page(other.desk, path), path + "/held/" + card));
    const auto file = get(other.desk, path + "/held/" + card);
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(content(file), kFile);
    EXPECT_NE(database.value("SELECT count(*) FROM dossier_looks WHERE reason = 'file'"), "0");
    EXPECT_EQ(get(commune.desk, path + "/held/" + card).status, 404) << "of another agency";
    Reception second = nothing_brought();
    agrees(other.desk, second);
    second.held = {{0, card}};
    EXPECT_EQ(refused(other.desk, second), "papers") << "what another dossier took";

    {
        db::Transaction tx = database.pool().begin(scope_of(other.desk));
        ASSERT_TRUE(consent::withdraw(tx, other.desk, taken->uid, clock->now()));
        tx.commit();
    }
    const std::string after = page(other.desk, path);
    EXPECT_TRUE(says(after, "công dân đã rút lại sự đồng ý"));
    EXPECT_FALSE(says(after, path + "/held/" + card));
    EXPECT_EQ(get(other.desk, path + "/held/" + card).status, 404);
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        tx.run(sql::consent_forget, clock->now() + 24h * 90);
        tx.commit();
    }
    EXPECT_EQ(count("held_papers"), "1") << "what a dossier took stays";
    EXPECT_EQ(count("source_looks"), "2");
}

TEST_F(SourcesTest, AStoreThatIsAwayOrAnswersBadlyIsSaidAndReceptionGoesOn)
{
    configure();
    Reception reception = nothing_brought();
    agrees(other.desk, reception);
    for (const auto& [mode, words] :
         {std::pair("down", "trả lời lỗi 502"), std::pair("nonsense", "trả lời không đọc được"),
          std::pair("large", "trả lời quá lớn"), std::pair("refuse", "từ chối (mã 12). không có quyền"),
          std::pair("slow", "không trả lời"), std::pair("others", "Ở đó chưa có giấy tờ nào")}) {
        store.mode(mode);
        EXPECT_TRUE(says(pressed(other.desk, reception, "find_held"), words)) << mode;
    }
    EXPECT_EQ(count("held_papers"), "0");

    store.mode("good");
    EXPECT_TRUE(says(pressed(other.desk, reception, "find_held"), kFound));
    reception.held = {{0, database.value("SELECT uid FROM held_papers")}};
    for (const char* mode : {"down", "nonsense", "slow", "refuse", "large"}) {
        store.mode(mode);
        EXPECT_EQ(refused(other.desk, reception), "papers") << mode;
    }
    store.mode("good");
    for (const std::string& bad :
         {std::string("khong phai base64!"), std::string(),
          http::base64_encode("<html>day khong phai giay to</html>"),
          http::base64_encode(std::string(sources::kLargestFile + (1U << 20U), 'x'))}) {
        store.hold("0", "/the/1", bad);
        EXPECT_EQ(refused(other.desk, reception), "papers") << bad.size();
    }
    EXPECT_EQ(count("dossiers"), "0");
    EXPECT_EQ(count("held_papers WHERE sha256 IS NOT NULL"), "0");
    // The desk unticks it and takes what the citizen brought; or the store is there again.
    Reception brought = nothing_brought();
    brought.papers[0].originals = 1;
    EXPECT_TRUE(receive(services, other.desk, brought));
    store.hold("0", "/the/1", http::base64_encode(kFile));
    EXPECT_TRUE(receive(services, other.desk, reception));
}

TEST_F(SourcesTest, NothingIsTakenOfAnotherOwnerFormAgencyOrType)
{
    configure();
    Reception own = nothing_brought();
    const auto mine = found(other.desk, own);
    ASSERT_EQ(mine.size(), 1u);

    Reception stranger = nothing_brought();
    stranger.key = own.key;  // the form, filled anew with somebody else
    stranger.owner.number = "027085004321";
    stranger.owner.name = "Người Khác";
    stranger.owner.sex = "male";
    stranger.owner.born_on = std::chrono::sys_days(std::chrono::year(1985) / 3 / 4);
    stranger.held = {{0, mine[0]}};
    EXPECT_EQ(refused(other.desk, stranger), "vault_agree") << "he has not agreed";
    agrees(other.desk, stranger);
    EXPECT_EQ(refused(other.desk, stranger), "papers") << "the other owner's";
    EXPECT_EQ(store.asked("/kho/tep"), 0u) << "nor is its file fetched";

    Reception elsewhere = nothing_brought();
    agrees(commune.desk, elsewhere);
    elsewhere.held = {{0, mine[0]}};
    EXPECT_EQ(refused(commune.desk, elsewhere), "papers") << "of another agency and form";
    Reception misplaced = own;
    misplaced.held = {{7, mine[0]}};
    EXPECT_EQ(refused(other.desk, misplaced), "papers") << "no such paper";
    Reception unknown = own;
    unknown.held = {{0, base::new_uid(clock->now())}};
    EXPECT_EQ(refused(other.desk, unknown), "papers");
    EXPECT_EQ(count("dossiers"), "0");

    // Past all of this program's checks the database refuses: no look without consent, nothing of a type that was not asked about, nothing
    // taken into another dossier.
    const auto tries = [&](const Actor& actor, const auto& run) {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        EXPECT_THROW(run(tx), db::QueryError);
    };
    const std::int64_t ask = std::stoll(database.value("SELECT ask_id FROM held_papers"));
    const std::int64_t look = std::stoll(database.value("SELECT id FROM source_looks"));
    tries(commune.desk, [&](db::Transaction& tx) {
        tx.run(sql::source_look_add, ask, commune.agency, commune.desk.official, "dvcqg", clock->now());
    });
    tries(other.desk, [&](db::Transaction& tx) {
        tx.run(sql::source_look_add, ask, other.agency, other.desk.official, "dvcqg", clock->now() + 25h);
    });
    tries(other.desk, [&](db::Transaction& tx) {
        tx.run(sql::source_look_add, ask, other.agency, other.desk.official, "khac", clock->now());
    });
    tries(other.desk, [&](db::Transaction& tx) {
        tx.run(sql::held_add, base::new_uid(clock->now()), look, ask, other.agency, "dvcqg", "GKS", "x", "",
               "", "x", "/x");
    });
    Reception foreign = nothing_brought();
    const auto dossier = receive(services, other.desk, foreign);
    ASSERT_TRUE(dossier);
    EXPECT_EQ(count("held_papers WHERE sha256 IS NOT NULL"), "1") << "of the paper that was misplaced";
    tries(other.desk, [&](db::Transaction& tx) {
        tx.run(sql::held_take, mine[0], dossier->dossier.id, 0, other.desk.official, clock->now());
    });
    {
        db::Transaction tx = database.pool().begin(scope_of(other.desk));
        ASSERT_TRUE(consent::withdraw(tx, other.desk, own.key, clock->now()));
        tx.commit();
    }
    own.held = {{0, mine[0]}};
    EXPECT_EQ(refused(other.desk, own), "vault_agree") << "withdrawn";
    EXPECT_EQ(count("held_papers WHERE dossier_id IS NOT NULL"), "0");
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        tx.run(sql::consent_forget, clock->now() + 24h * 90);
        tx.commit();
    }
    EXPECT_EQ(count("held_papers"), "0") << "what nobody took is not kept for nothing";
}

// A source whose answers take long enough for the citizen to withdraw.
class Slow final : public sources::Source {
public:
    explicit Slow(std::function<void()> meanwhile) : meanwhile_(std::move(meanwhile)) {}
    const char* code() const override { return "thu"; }
    const char* name() const override { return "Kho thử"; }
    bool is_connected(db::Transaction&) override { return true; }
    base::Result<std::vector<sources::Holding>> find(const sources::Wanted&) override
    {
        meanwhile_();
        return std::vector<sources::Holding>{{.type = "CCCD", .name = "Thẻ", .file_name = "x", .place = "x"}};
    }
    base::Result<std::string> file(const sources::Holding&) override
    {
        meanwhile_();
        return kFile;
    }

private:
    std::function<void()> meanwhile_;
};

TEST_F(SourcesTest, NoTransactionWaitsForASourceAndAWithdrawalMeanwhileCounts)
{
    Reception reception = nothing_brought();
    std::string waiting;
    bool withdraws = false;
    services.sources = {std::make_shared<Slow>([&] {
        waiting = count(
            "pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'");
        if (!withdraws) return;
        db::Transaction tx = database.pool().begin(scope_of(other.desk));
        EXPECT_TRUE(consent::withdraw(tx, other.desk, reception.key, clock->now()));
        tx.commit();
    })};
    withdraws = true;
    agrees(other.desk, reception, "thu");
    const auto looked = sources::look(services, other.desk, question(reception, "thu"));
    ASSERT_FALSE(looked);
    EXPECT_EQ(looked.error().field, "vault_agree");
    EXPECT_EQ(waiting, "0");
    EXPECT_EQ(count("source_looks"), "1") << "that it was asked stays written";
    EXPECT_EQ(count("held_papers"), "0");

    withdraws = false;
    agrees(other.desk, reception, "thu");
    ASSERT_TRUE(sources::look(services, other.desk, question(reception, "thu")));
    reception.held = {{0, database.value("SELECT uid FROM held_papers")}};
    withdraws = true;
    waiting.clear();
    EXPECT_EQ(refused(other.desk, reception), "vault_agree");
    EXPECT_EQ(waiting, "0");
    EXPECT_EQ(count("held_papers WHERE sha256 IS NOT NULL"), "0");
}

}  // namespace
}  // namespace lt::dossiers
