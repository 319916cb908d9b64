// The citizen's own word about his data vault, on the tablet: asked, given, declined; and every way to get around him.
#include "dossiers/consent/consent.h"

#include "dossiers/queries.h"
#include "dossiers/satisfaction/satisfaction_fixture_dbtest.h"
#include "vault/api.h"

namespace lt::dossiers {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class ConsentTest : public SatisfactionTest {
protected:
    std::string opened(const Actor& official)
    {
        db::Transaction tx = database.pool().begin(scope_of(official));
        const auto secret =
            open_screen(tx, official, "Máy quầy " + std::to_string(official.official), clock->now());
        EXPECT_TRUE(secret);
        tx.commit();
        return secret ? *secret : "";
    }
    consent::Question question(const std::string& number = "027190001234")
    {
        return {.form = base::new_uid(clock->now()),
                .owner = {.number = number, .name = "Nguyễn Thị Ánh"},
                .purpose = "2.000908",
                .purpose_name = "Cấp bản sao từ sổ gốc",
                .papers = {"Thẻ căn cước"},
                .types = {"CCCD"}};
    }
    std::string asked(const Actor& official, const consent::Question& about,
                      consent::By by = consent::By::tablet)
    {
        db::Transaction tx = database.pool().begin(scope_of(official));
        const auto uid = consent::ask(tx, official, about, by, clock->now());
        EXPECT_TRUE(uid) << uid.error().message;
        tx.commit();
        return uid ? *uid : "";
    }
    consent::State state(const consent::Question& about)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto last = consent::last_of(tx, about);
        EXPECT_TRUE(last);
        return last ? consent::state_of(*last, clock->now()) : consent::State::expired;
    }
    http::Response says_on_tablet(const std::string& ask, const std::string& answer)
    {
        return on_tablet(http::Method::post, "/danh-gia/consent", {{"ask", ask}, {"answer", answer}});
    }
    vault::Agreed agreed(const Actor& official, const consent::Question& about)
    {
        db::Transaction tx = database.pool().begin(scope_of(official));
        return vault::agree(tx, {about.form, "person", about.owner.number, about.purpose}, clock->now());
    }
    // The citizen is known here.
    void known() { received(a_reception()); }
};

TEST_F(ConsentTest, TheDeskAsksAndTheCitizenTouchesTheTablet)
{
    known();
    Reception reception = a_reception();
    Fields form{{"key", reception.key},           {"procedure", reception.version}, {"owner_kind", "person"},
                {"owner_number", "027190001234"}, {"owner_name", "Nguyễn Ánh"},     {"action", "ask_tablet"}};
    auto page = post(commune.desk, "/dossiers/new", form);
    EXPECT_TRUE(says(page.body, "Bạn chưa mở máy tính bảng nào."));
    EXPECT_TRUE(says(page.body, "Nguyễn Ánh")) << "nothing that was typed is lost";
    EXPECT_EQ(database.value("SELECT count(*) FROM vault_asks"), "0");
    tablet_secret = opened(commune.desk);
    page = post(commune.desk, "/dossiers/new", form);
    EXPECT_TRUE(says(page.body, "Đang hỏi công dân trên máy tính bảng, đến 20/11/2026 09:05."));
    EXPECT_TRUE(says(page.body, "Xem câu trả lời"));

    const std::string tablet = on_tablet(http::Method::get, "/danh-gia").body;
    EXPECT_TRUE(says(tablet, commune.desk.name));
    EXPECT_TRUE(says(tablet, "UBND phường Kinh Bắc"));
    EXPECT_TRUE(says(tablet, "Chỉ để làm thủ tục:"));
    EXPECT_TRUE(says(tablet, "Tôi không đồng ý"));
    EXPECT_FALSE(says(tablet, "Ánh")) << "no name of the citizen";
    EXPECT_FALSE(says(tablet, "027190")) << "no number either";
    const std::string ask = database.value("SELECT uid FROM vault_asks");
    EXPECT_TRUE(says(tablet, ask));
    EXPECT_EQ(location(says_on_tablet(ask, "perhaps")), "/danh-gia");
    EXPECT_EQ(location(says_on_tablet(ask, "agreed")), "/danh-gia?said=agreed");
    EXPECT_TRUE(says(on_tablet(http::Method::get, "/danh-gia?said=agreed").body, "Đã ghi bạn đồng ý"));
    EXPECT_FALSE(says(on_tablet(http::Method::get, "/danh-gia").body, ask));
    form.back().second = "find";
    page = post(commune.desk, "/dossiers/new", form);
    EXPECT_TRUE(says(page.body, "Công dân đã tự chạm đồng ý lúc 20/11/2026 09:00 trên máy “Máy quầy 11”."));
    EXPECT_TRUE(says(page.body, "Tìm trong kho dữ liệu"));
    // Said once.
    EXPECT_EQ(location(says_on_tablet(ask, "declined")), "/danh-gia");
    EXPECT_EQ(database.value("SELECT answer FROM vault_asks"), "agreed");
    EXPECT_EQ(database.value(
                  "SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE action LIKE 'vault.%'"),
              "vault.asked vault.agreed");
    // Withdrawn before the dossier is there.
    form.back().second = "consent_withdraw";
    page = post(commune.desk, "/dossiers/new", form);
    EXPECT_TRUE(says(page.body, "và rút lại lúc"));
    EXPECT_TRUE(says(page.body, "Hỏi trên máy tính bảng"));
}

TEST_F(ConsentTest, WhoDeclinesIsNotLookedUp)
{
    known();
    tablet_secret = opened(commune.desk);
    const auto about = question();
    EXPECT_EQ(location(says_on_tablet(asked(commune.desk, about), "declined")), "/danh-gia?said=declined");
    EXPECT_EQ(state(about), consent::State::declined);
    EXPECT_EQ(agreed(commune.desk, about), vault::Agreed::none);
    EXPECT_EQ(database.value("SELECT count(*) FROM vault_consents"), "0");
    // Asked anew he may say otherwise.
    says_on_tablet(asked(commune.desk, about), "agreed");
    EXPECT_EQ(agreed(commune.desk, about), vault::Agreed::given);
    says_on_tablet(asked(commune.desk, about), "declined");
    EXPECT_EQ(agreed(commune.desk, about), vault::Agreed::none) << "the last word counts";
}

TEST_F(ConsentTest, AConsentIsForOneFormOneProcedureOneOwnerAndOneAgency)
{
    known();
    tablet_secret = opened(commune.desk);
    const auto about = question();
    says_on_tablet(asked(commune.desk, about), "agreed");
    ASSERT_EQ(agreed(commune.desk, about), vault::Agreed::given);
    auto changed = about;
    changed.form = base::new_uid(clock->now());
    EXPECT_EQ(agreed(commune.desk, changed), vault::Agreed::none) << "another form";
    changed = about;
    changed.purpose = "1.001193";
    EXPECT_EQ(agreed(commune.desk, changed), vault::Agreed::none) << "another procedure";
    changed = about;
    changed.owner.number = "027085004321";
    EXPECT_EQ(agreed(commune.desk, changed), vault::Agreed::none) << "another owner";
    EXPECT_EQ(agreed(other.desk, about), vault::Agreed::none) << "another agency";
    // Which asks for the same form: what is agreed to there is not the first one's, and what is declined there takes nothing away here.
    tablet_secret = opened(other.desk);
    says_on_tablet(asked(other.desk, about), "declined");
    EXPECT_EQ(agreed(other.desk, about), vault::Agreed::none);
    EXPECT_EQ(agreed(commune.desk, about), vault::Agreed::given);
    // Nor is it kept for later: a form that nobody received looks nothing up the day after.
    const Fields form{{"key", about.form},
                      {"procedure", version_uid("2.000908")},
                      {"owner_kind", "person"},
                      {"owner_number", "027190001234"},
                      {"action", "find"}};
    EXPECT_TRUE(says(post(commune.desk, "/dossiers/new", form).body, "Công dân rút lại sự đồng ý"));
    advance(consent::kGivenFor + minutes(1));
    EXPECT_EQ(agreed(commune.desk, about), vault::Agreed::none);
    const auto later = post(commune.desk, "/dossiers/new", form);
    EXPECT_TRUE(says(later.body, "Hỏi trên máy tính bảng"));
    EXPECT_FALSE(says(later.body, "Công dân rút lại sự đồng ý"));
}

TEST_F(ConsentTest, AnExpiredQuestionIsNotAnswered)
{
    tablet_secret = opened(commune.desk);
    const auto about = question();
    const std::string ask = asked(commune.desk, about);
    advance(consent::kAskedFor + minutes(1));
    EXPECT_EQ(state(about), consent::State::expired);
    EXPECT_FALSE(says(on_tablet(http::Method::get, "/danh-gia").body, ask));
    EXPECT_EQ(location(says_on_tablet(ask, "agreed")), "/danh-gia");
    EXPECT_EQ(state(about), consent::State::expired);
    const auto slip = question("027085004321");
    const std::string paper = asked(commune.desk, slip, consent::By::slip);
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    (void)consent::print_slip(services, tx, *consent::find(tx, paper));
    EXPECT_FALSE(consent::take_slip(tx, commune.desk, paper, clock->now() + consent::kSlipFor + minutes(1)));
    EXPECT_FALSE(consent::take_slip(tx, commune.leader, paper, clock->now()));
    EXPECT_FALSE(consent::take_slip(tx, commune.desk, "no slip", clock->now()));
    EXPECT_TRUE(consent::take_slip(tx, commune.desk, paper, clock->now()));
    EXPECT_FALSE(consent::take_slip(tx, commune.desk, paper, clock->now())) << "once";
}

TEST_F(ConsentTest, OfTwoQuestionsAtATabletTheLastOneStands)
{
    tablet_secret = opened(commune.desk);
    const auto first = question();
    const auto second = question("027085004321");
    const std::string before = asked(commune.desk, first);
    const std::string now = asked(commune.desk, second);
    EXPECT_EQ(state(first), consent::State::replaced);
    EXPECT_EQ(location(says_on_tablet(before, "agreed")), "/danh-gia") << "a touch meant for the first one";
    EXPECT_EQ(state(first), consent::State::replaced);
    EXPECT_EQ(state(second), consent::State::open);
    EXPECT_TRUE(says(on_tablet(http::Method::get, "/danh-gia").body, now));
    constexpr db::Query<0> revive{"test.revive_ask", "UPDATE vault_asks SET replaced = false"};
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_THROW(tx.run(revive), db::ConstraintViolation);
    }
    says_on_tablet(now, "agreed");
    EXPECT_EQ(state(second), consent::State::agreed);
}

TEST_F(ConsentTest, AnAgentDoesNotTouchTheTabletForTheOwner)
{
    known();
    tablet_secret = opened(commune.desk);
    Reception reception = a_reception();
    const Fields form{{"key", reception.key},   {"procedure", reception.version},
                      {"owner_kind", "person"}, {"owner_number", "027190001234"},
                      {"agent", "1"},           {"action", "ask_tablet"}};
    EXPECT_TRUE(
        says(post(commune.desk, "/dossiers/new", form).body, "Người nộp thay không trả lời thay chủ hồ sơ"));
    EXPECT_EQ(database.value("SELECT count(*) FROM vault_asks"), "0");
    // Also where it is said only once the tablet has answered.
    auto about = question();
    about.form = reception.key;
    says_on_tablet(asked(commune.desk, about), "agreed");
    reception.agent = Person{.number = "027085004321", .name = "Trần Văn Bình"};
    reception.reused = {{0, base::new_uid(clock->now())}};
    const auto refused = receive(services, commune.desk, reception);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "vault_agree");
    reception.agent.reset();
    EXPECT_EQ(receive(services, commune.desk, reception).error().field, "papers") << "there is no such item";
}

TEST_F(ConsentTest, WhatAnOfficialWroteDownForHimBeforeIsWithdrawnToo)
{
    const Received dossier = received(a_reception());
    database.execute(
        "INSERT INTO vault_consents (form, citizen_id, purpose, agency_id, official_id, at) SELECT uid, citizen_id, '2.000908', 1, 11, "
        "now() FROM dossiers");
    const std::string path = "/tra-cuu/" + dossier.code;
    ASSERT_TRUE(says(page({}, path), path + "/vault-consent"));
    {
        db::Transaction tx = database.pool().begin(scope_of(other.desk));
        EXPECT_FALSE(consent::withdraw(tx, other.desk, dossier.uid, clock->now())) << "another agency";
    }
    EXPECT_EQ(location(post({}, path + "/vault-consent", {{"digits", "1234"}})), path + "?done=withdrawn");
    EXPECT_EQ(database.value("SELECT count(*) FROM vault_consents WHERE withdrawn_at IS NOT NULL"), "1");
    EXPECT_FALSE(says(page({}, path), path + "/vault-consent"));
}

TEST_F(ConsentTest, NothingIsOfferedOfATypeThatWasNotAskedFor)
{
    const Received from = received(a_reception());
    std::vector<std::string> items;
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        for (const char* type : {"CCCD", "GKS"}) {
            const blob::Blob blob = blobs.put(std::string("%PDF-1.4 ") + type);
            blob::remember(tx, blob);
            const auto kept = vault::keep(tx,
                                          {.uid = base::new_uid(clock->now()),
                                           .dossier = from.uid,
                                           .no = static_cast<int>(items.size()),
                                           .paper = {.code = type, .name = type, .number = "N1"},
                                           .file_name = "the.pdf",
                                           .blob = blob,
                                           .signature = "signed"},
                                          clock->now());
            ASSERT_TRUE(kept);
            items.push_back(kept->uid);
        }
        tx.commit();
    }
    tablet_secret = opened(commune.desk);
    const Reception reception = a_reception();
    auto about = question();
    about.form = reception.key;
    says_on_tablet(asked(commune.desk, about), "agreed");
    ASSERT_EQ(agreed(commune.desk, about), vault::Agreed::given);
    auto wider = about;
    wider.types.emplace_back("GKS");
    const Received dossier = received(reception);
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    EXPECT_TRUE(consent::covers(*consent::last_of(tx, about), about));
    EXPECT_FALSE(consent::covers(*consent::last_of(tx, about), wider));
    const vault::Consent given{about.form, "person", about.owner.number, about.purpose};
    EXPECT_EQ(vault::agree(tx, given, clock->now()), vault::Agreed::given);
    const auto offers = vault::offers(tx, given, wider.types, clock->now());
    ASSERT_EQ(offers.size(), 1u);
    EXPECT_EQ(offers[0].uid, items[0]);
    EXPECT_FALSE(vault::use(tx, dossier.uid, items[1], 1, clock->now()));
    EXPECT_TRUE(vault::use(tx, dossier.uid, items[0], 0, clock->now()));
}

TEST_F(ConsentTest, AWithdrawalInTheSameMomentComesBeforeOrAfterALook)
{
    known();
    tablet_secret = opened(commune.desk);
    Reception reception = a_reception();
    auto about = question();
    about.form = reception.key;
    says_on_tablet(asked(commune.desk, about), "agreed");
    std::atomic<bool> done = false;
    const auto wait_for_the_other = [&] {
        while (!done && database.value("SELECT count(*) FROM pg_locks WHERE NOT granted") == "0")
            std::this_thread::yield();
        EXPECT_FALSE(done) << "it waits";
    };
    // First the look, which goes on as it began.
    {
        db::Transaction looking = database.pool().begin(scope_of(commune.desk));
        consent::keep_said(looking, about.form);
        const vault::Consent given{about.form, "person", about.owner.number, about.purpose};
        ASSERT_EQ(vault::agree(looking, given, clock->now()), vault::Agreed::given);
        std::thread withdrawing([&] {
            db::Transaction tx = database.pool().begin(scope_of(commune.desk));
            EXPECT_TRUE(consent::withdraw(tx, commune.desk, about.form, clock->now()));
            done = true;
        });
        wait_for_the_other();
        EXPECT_NO_THROW((void)vault::offers(looking, given, about.types, clock->now()));
        looking.commit();
        withdrawing.join();  // and is not committed
    }
    ASSERT_EQ(state(about), consent::State::agreed);
    // Then the withdrawal: the look finds it and says so.
    done = false;
    reception.reused = {{0, base::new_uid(clock->now())}};
    db::Transaction withdrawing = database.pool().begin(scope_of(commune.desk));
    ASSERT_TRUE(consent::withdraw(withdrawing, commune.desk, about.form, clock->now()));
    std::optional<base::Result<Received>> result;
    std::thread receiving([&] {
        result = receive(services, commune.desk, reception);
        done = true;
    });
    wait_for_the_other();
    withdrawing.commit();
    receiving.join();
    ASSERT_TRUE(result && !*result);
    EXPECT_EQ(result->error().field, "vault_agree");
    EXPECT_TRUE(says(result->error().message.str(), "Sự đồng ý đã được rút lại")) << result->error().message;
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers WHERE uid = '" + about.form + "'"), "0");
}

TEST_F(ConsentTest, ATabletThatIsRevokedInTheSameMomentAnswersNothing)
{
    const std::string secret = opened(commune.desk);
    const auto about = question();
    const std::string ask = asked(commune.desk, about);
    ScreenOwner owner;
    {
        db::Transaction tx = database.pool().begin({});
        owner = *screen_owner(tx, secret);
    }
    database.execute("UPDATE rating_screens SET revoked_at = now()");
    const auto said = consent::answer(services, owner, ask, true);
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().fault, base::Fault::conflict);
    EXPECT_EQ(state(about), consent::State::open);
}

TEST_F(ConsentTest, NoOtherTabletAndNoOfficialAnswersForHim)
{
    opened(commune.desk);
    const auto about = question();
    const std::string ask = asked(commune.desk, about);
    Actor neighbour = commune.desk;  // at the next desk of the same agency
    neighbour.official = 18;
    for (const Actor& official : {neighbour, other.desk}) {
        tablet_secret = opened(official);
        EXPECT_FALSE(says(on_tablet(http::Method::get, "/danh-gia").body, ask));
        says_on_tablet(ask, "agreed");
        EXPECT_EQ(state(about), consent::State::open);
    }
    tablet_secret = "";
    EXPECT_EQ(says_on_tablet(ask, "agreed").status, 403);
    // The right secret, in the browser that the official works in.
    tablet_secret = opened(commune.desk);
    const auto himself = on_tablet(http::Method::post, "/danh-gia/consent",
                                   {{"ask", ask}, {"answer", "agreed"}}, commune.desk);
    EXPECT_EQ(himself.status, 403);
    EXPECT_TRUE(says(himself.body, "đang đăng nhập tài khoản cán bộ"));
    EXPECT_EQ(state(about), consent::State::open);
    // Nor by what the application's role may write.
    const std::string own = database.value("SELECT min(id) FROM rating_screens WHERE official_id = 11");
    const std::string next = database.value("SELECT id FROM rating_screens WHERE official_id = 18");
    constexpr db::Query<2> forge{
        "test.forge_answer",
        "UPDATE vault_asks SET answer = 'agreed', answered_at = $2::timestamptz, screen_id = $1::bigint"};
    const auto forged = [&](const Actor& actor, const std::string& screen) {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return tx.run(forge, std::int64_t{std::stoll(screen)}, clock->now()).affected();
    };
    EXPECT_THROW(forged(commune.desk, own), db::ConstraintViolation) << "the official himself";
    EXPECT_THROW(forged(Actor{.agency = commune.agency}, next), db::ConstraintViolation) << "another tablet";
    EXPECT_EQ(forged(other.desk, next), 0u);
    constexpr db::Query<1> sign{
        "test.forge_slip",
        "UPDATE vault_asks SET way = 'slip', answer = 'agreed', answered_at = $1::timestamptz"};
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_THROW(tx.run(sign, clock->now()), db::QueryError);
    }
    constexpr db::Query<1> insert{
        "test.forge_ask",
        "INSERT INTO vault_asks (uid, agency_id, official_id, official_name, form, owner_kind, owner_number, owner_name, purpose, "
        "purpose_name, papers, types, way, asked_at, expires_at, answer, answered_at, taken_by, slip_sha256) SELECT gen_random_uuid(), 1, 11, 'x', "
        "gen_random_uuid(), 'person', '1', 'x', 'x', 'x', '{x}', '{x}', 'slip', $1::timestamptz, $1::timestamptz, 'agreed', $1::timestamptz, 11, 'x'"};
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_THROW(tx.run(insert, clock->now()), db::QueryError) << "no answer without a question";
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM vault_asks WHERE answer IS NOT NULL"), "0");
}

TEST_F(ConsentTest, QuestionsThatLedToNothingAreForgottenAfterAMonth)
{
    known();
    tablet_secret = opened(commune.desk);
    asked(commune.desk, question());
    // By this one somebody could have looked: it stays, as the proof of that.
    const consent::Question given = question();
    const std::string ask = asked(commune.desk, given);
    EXPECT_EQ(location(says_on_tablet(ask, "agreed")), "/danh-gia?said=agreed");
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        ASSERT_EQ(vault::agree(tx, {given.form, "person", given.owner.number, given.purpose}, clock->now()),
                  vault::Agreed::given);
        tx.commit();
    }
    const auto count_after = [&](std::chrono::days time) {
        clock->advance(time);
        db::Transaction tx = database.pool().begin({});
        tx.run(sql::consent_forget, clock->now() - consent::kKeptFor);
        tx.commit();
        return database.value("SELECT count(*) FROM vault_asks");
    };
    EXPECT_EQ(count_after(std::chrono::days(29)), "2");
    EXPECT_EQ(count_after(std::chrono::days(2)), "1");
    EXPECT_EQ(count_after(std::chrono::days(365)), "1");
    // Nobody but the server itself forgets.
    asked(commune.desk, question());
    clock->advance(hours(24 * 365));
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    EXPECT_EQ(tx.run(sql::consent_forget, clock->now())[0]["gone"].int64(), 0);
}

TEST_F(ConsentTest, TheCitizenWithdrawsByFourDigits)
{
    tablet_secret = opened(commune.desk);
    Reception reception = a_reception();
    consent::Question about = question();
    about.form = reception.key;
    says_on_tablet(asked(commune.desk, about), "agreed");
    const Received dossier = received(reception);
    const std::string path = "/tra-cuu/" + dossier.code;
    ASSERT_TRUE(says(page({}, path), path + "/vault-consent"));
    EXPECT_TRUE(says(page(commune.leader, "/dossiers/" + dossier.uid), "Đồng ý dùng kho dữ liệu"));
    EXPECT_TRUE(says(page({}, path + "/vault-consent"), "bốn số cuối") ||
                says(page({}, path + "/vault-consent"), "Bốn số cuối"));
    EXPECT_EQ(post({}, path + "/vault-consent", {{"digits", "4321"}}).status, 422);
    EXPECT_EQ(state(about), consent::State::agreed);
    constexpr db::Query<0> pretend{
        "test.pretend_withdrawal",
        "UPDATE vault_asks SET withdrawn_at = answered_at, withdrawn_by = 0 WHERE answer = 'agreed'"};
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_THROW(tx.run(pretend), db::ConstraintViolation) << "an official in the citizen's name";
    }
    EXPECT_EQ(location(post({}, path + "/vault-consent", {{"digits", "1234"}})), path + "?done=withdrawn");
    EXPECT_EQ(state(about), consent::State::withdrawn);
    EXPECT_EQ(database.value("SELECT withdrawn_by FROM vault_asks"), "0");
    EXPECT_FALSE(says(page({}, path), path + "/vault-consent"));
    EXPECT_EQ(agreed(commune.desk, about), vault::Agreed::none);
    EXPECT_TRUE(says(page(commune.leader, "/dossiers/" + dossier.uid), "đã rút lại"));
    // It stays withdrawn.
    EXPECT_THROW(database.execute("UPDATE vault_asks SET withdrawn_at = NULL, withdrawn_by = NULL"),
                 db::ConstraintViolation);
}

}  // namespace
}  // namespace lt::dossiers
