// Petitions that are taken over, forwarded, refused; and those who may not, or come too late.
#include "dossiers/linked/moves.h"
#include "dossiers/satisfaction/satisfaction_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class PetitionActsTest : public SatisfactionTest {
protected:
    std::string uid_of(const Staff& staff)
    {
        return database.value("SELECT uid FROM agencies WHERE id = " + std::to_string(staff.agency));
    }
    std::string lodged(const Received& dossier)
    {
        const auto done = petition(Actor{.agency = commune.agency}, dossier.uid, "Chờ quá lâu");
        EXPECT_TRUE(done) << done.error().message;
        return done ? *done : "";
    }
    base::Result<base::Done> forward(const Actor& actor, const std::string& uid, const Staff& to,
                                     const std::string& why = "Thuộc thẩm quyền của Sở")
    {
        return forward_petition(services, rules, actor, uid, uid_of(to), why);
    }
    std::vector<PetitionAct> trail(const Actor& actor, const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        const auto found = find_petition(tx, uid);
        return found ? acts_on(tx, *found) : std::vector<PetitionAct>{};
    }
    std::optional<Petition> seen(const Actor& actor, const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return find_petition(tx, uid);
    }
    Actor second_leader() const
    {
        Actor out = commune.leader;
        out.official = 19;
        return out;
    }
};

TEST_F(PetitionActsTest, ARefusalNeedsAReasonOfTheLawAndWordsForTheCitizen)
{
    const Received dossier = received(a_reception());
    const std::string uid = lodged(dossier);
    for (const Actor* actor : {&commune.desk, &commune.specialist, &other.leader, &department.leader})
        EXPECT_FALSE(refuse_petition(services, *actor, uid, "complaint", "Gửi theo Luật Tố cáo"))
            << actor->name;
    const auto none = refuse_petition(services, commune.leader, uid, "because", "");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().field, "refusal");
    ASSERT_EQ(none.error().more.size(), 1u);
    EXPECT_EQ(none.error().more[0].first, "refusal_words");
    EXPECT_EQ(refuse_petition(services, commune.leader, uid, "complaint", "").error().field, "refusal_words");
    EXPECT_EQ(
        refuse_petition(services, commune.leader, uid, "complaint", std::string(kLongestPetition + 1, 'a'))
            .error()
            .field,
        "refusal_words");
    ASSERT_TRUE(refuse_petition(services, commune.leader, uid, "complaint", "Gửi theo Luật Tố cáo"));
    const auto after = seen(commune.desk, uid);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->refusal, Refusal::complaint);
    EXPECT_EQ(after->answer, "Gửi theo Luật Tố cáo");
    EXPECT_EQ(answer_petition(services, commune.leader, uid, "Trả lời").error().fault, base::Fault::conflict);
    EXPECT_EQ(refuse_petition(services, commune.leader, uid, "scope", "Lần nữa").error().fault,
              base::Fault::conflict);
    EXPECT_EQ(forward(commune.leader, uid, department).error().fault, base::Fault::conflict);
    EXPECT_EQ(take_petition(services, commune.leader, uid).error().fault, base::Fault::conflict);
    EXPECT_TRUE(petition(Actor{.agency = commune.agency}, dossier.uid, "Việc khác"));
    EXPECT_EQ(acts_in_journal(), "petition.lodged petition.refused petition.lodged");
    EXPECT_THROW(database.execute("UPDATE dossier_petitions SET refusal = NULL WHERE uid = '" + uid + "'"),
                 db::ConstraintViolation);
}

TEST_F(PetitionActsTest, AForwardedOneIsDueAnewThereAndBothSeeItsTrail)
{
    const Received dossier = received(a_reception());
    const std::string uid = lodged(dossier);
    EXPECT_FALSE(seen(department.leader, uid));
    EXPECT_FALSE(forward(commune.desk, uid, department));
    EXPECT_FALSE(forward(department.leader, uid, other));
    EXPECT_EQ(forward(commune.leader, uid, commune).error().field, "agency");
    EXPECT_EQ(forward_petition(services, rules, commune.leader, uid, "no agency", "Vì").error().field,
              "agency");
    EXPECT_EQ(forward(commune.leader, uid, department, "").error().field, "why");
    ASSERT_TRUE(take_petition(services, commune.leader, uid));
    advance(hours(24 * 7));
    ASSERT_TRUE(forward(commune.leader, uid, department));

    const auto there = seen(department.leader, uid);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->content, "Chờ quá lâu");
    EXPECT_EQ(there->code, dossier.code);
    EXPECT_EQ(there->holder, department.agency);
    EXPECT_FALSE(there->sees_dossier);
    EXPECT_EQ(there->taken_by, 0) << "nobody handles it there yet";
    const IndexRules& of_day = rules.on(base::vietnam_day(clock->now()));
    EXPECT_EQ(there->due_at, petition_due(services, of_day, department.agency, clock->now()));
    {
        db::Transaction tx = database.pool().begin(scope_of(department.leader));
        EXPECT_FALSE(store::find(tx, dossier.uid)) << "the petition, not the dossier";
        EXPECT_EQ(open_petitions(tx, 0, 9).size(), 1u);
    }
    EXPECT_FALSE(seen(other.leader, uid));
    EXPECT_FALSE(seen(department.specialist, uid));
    // Who forwarded it sees it, and does nothing with it any more.
    ASSERT_TRUE(seen(commune.leader, uid));
    EXPECT_TRUE(seen(commune.leader, uid)->sees_dossier);
    const auto late = answer_petition(services, commune.leader, uid, "Trả lời");
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().fault, base::Fault::conflict);
    EXPECT_TRUE(says(late.error().message.str(), "Sở Xây dựng"));
    ASSERT_TRUE(answer_petition(services, department.leader, uid, "Sở đã kiểm tra."));
    for (const Actor* actor : {&commune.leader, &commune.desk, &department.leader}) {
        const auto acts = trail(*actor, uid);
        ASSERT_EQ(acts.size(), 3u) << actor->name;
        EXPECT_EQ(acts[0].kind, PetitionActKind::taken);
        EXPECT_EQ(acts[1].kind, PetitionActKind::forwarded);
        EXPECT_EQ(acts[1].to, department.agency);
        EXPECT_EQ(acts[1].words, "Thuộc thẩm quyền của Sở");
        EXPECT_EQ(acts[2].kind, PetitionActKind::answered);
        EXPECT_EQ(acts[2].agency, department.agency);
    }
    EXPECT_TRUE(mark_answer(services, place_of(dossier), uid, true));
}

TEST_F(PetitionActsTest, PassingItThereAndBackWinsNobodyTime)
{
    const std::string uid = lodged(received(a_reception()));
    const std::string path = "/dossiers/petitions/" + uid;
    const auto due = [&] { return seen(commune.leader, uid)->due_at; };
    const base::Time first = due();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(forward(commune.leader, uid, department));
        ASSERT_TRUE(forward(department.leader, uid, commune));
        EXPECT_EQ(due(), first) << "no more than it had";
    }
    EXPECT_TRUE(says(page(commune.leader, path), "thời hạn tính tiếp phần còn lại"));
    const auto calendar = services.calendars->of(commune.agency);
    const auto there = services.calendars->of(department.agency);
    advance(hours(24 * 7));
    const base::Time left_at = clock->now();
    ASSERT_TRUE(forward(commune.leader, uid, department));
    EXPECT_TRUE(says(page(department.leader, path), "thời hạn tính tiếp phần còn lại")) << "it had it, too";
    const base::Time due_there = due();
    advance(hours(24 * 6));
    ASSERT_TRUE(forward(department.leader, uid, commune));
    EXPECT_GT(due(), first) << "what the other one used is not its own";
    EXPECT_EQ(calendar->between(clock->now(), due()), calendar->between(left_at, first));
    // Nor does a third one between them.
    const auto left = calendar->between(clock->now(), due());
    const auto left_there = there->between(clock->now(), due_there);
    ASSERT_TRUE(forward(commune.leader, uid, other));
    EXPECT_FALSE(says(page(other.leader, path), "thời hạn tính tiếp phần còn lại"));
    advance(hours(24 * 4));
    ASSERT_TRUE(forward(other.leader, uid, department));
    EXPECT_EQ(there->between(clock->now(), due()), left_there);
    ASSERT_TRUE(forward(department.leader, uid, commune));
    EXPECT_EQ(calendar->between(clock->now(), due()), left);
    // What was over stays over.
    const base::Time before = due();
    clock->set(before + hours(1));
    ASSERT_TRUE(forward(commune.leader, uid, department));
    advance(hours(24));
    ASSERT_TRUE(forward(department.leader, uid, commune));
    EXPECT_EQ(due(), before);
}

TEST_F(PetitionActsTest, NobodyWritesIntoATrailThatIsNotHis)
{
    const std::string uid = lodged(received(a_reception()));
    constexpr db::Query<0> add{
        "test.forge_act",
        "INSERT INTO dossier_petition_acts (petition_id, kind, at, agency_id, official_id, due_at) SELECT id, 'taken', now(), "
        "current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, now() FROM dossier_petitions"};
    const auto forge = [&](const Actor& actor) {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        tx.run(add);
        tx.commit();
    };
    forge(department.leader);  // sees none, so that there is nothing to write about
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_petition_acts"), "0");
    ASSERT_TRUE(forward(commune.leader, uid, department));
    EXPECT_THROW(forge(commune.leader), db::QueryError) << "it holds the petition no more";
    constexpr db::Query<0> steal{
        "test.steal_petition",
        "UPDATE dossier_petitions SET holder_id = current_setting('lt.agency')::bigint, held_by = held_by || "
        "current_setting('lt.agency')::bigint"};
    for (const Actor* actor : {&commune.leader, &other.leader}) {
        db::Transaction tx = database.pool().begin(scope_of(*actor));
        EXPECT_EQ(tx.run(steal).affected(), 0u) << actor->name;
    }
    constexpr db::Query<0> remove{"test.remove_act", "DELETE FROM dossier_petition_acts"};
    db::Transaction tx = database.pool().begin(scope_of(department.leader));
    EXPECT_THROW(tx.run(remove), db::QueryError);
    EXPECT_THROW(database.execute("UPDATE dossier_petitions SET held_by = '{}', holder_id = NULL"),
                 db::ConstraintViolation)
        << "who held it stays written";
}

TEST_F(PetitionActsTest, OfTwoLeadersTheSecondIsToldAndNothingIsWrittenOver)
{
    const std::string uid = lodged(received(a_reception()));
    ASSERT_TRUE(take_petition(services, commune.leader, uid));
    ASSERT_TRUE(take_petition(services, commune.leader, uid)) << "once more changes nothing";
    const auto second = answer_petition(services, second_leader(), uid, "Trả lời của người thứ hai");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, base::Fault::conflict);
    EXPECT_TRUE(says(second.error().message.str(), "Nhận xử lý thay"));
    ASSERT_TRUE(take_petition(services, second_leader(), uid));
    EXPECT_EQ(answer_petition(services, commune.leader, uid, "Trả lời của người thứ nhất").error().fault,
              base::Fault::conflict);
    ASSERT_TRUE(answer_petition(services, second_leader(), uid, "Trả lời của người thứ hai"));
    EXPECT_EQ(seen(commune.leader, uid)->answer, "Trả lời của người thứ hai");
    EXPECT_EQ(trail(commune.leader, uid).size(), 3u);

    // At the same moment: one of them has it, the other one is told; never both, never an error of the database.
    const std::string again = lodged(received(a_reception()));
    std::optional<base::Result<base::Done>> answered;
    std::optional<base::Result<base::Done>> forwarded;
    std::thread one([&] { answered = answer_petition(services, commune.leader, again, "Đã xin lỗi"); });
    std::thread two([&] { forwarded = forward(second_leader(), again, department); });
    one.join();
    two.join();
    ASSERT_TRUE(answered && forwarded);
    EXPECT_NE(static_cast<bool>(*answered), static_cast<bool>(*forwarded));
    const auto& lost = *answered ? *forwarded : *answered;
    EXPECT_EQ(lost.error().fault, base::Fault::conflict);
    EXPECT_EQ(trail(commune.leader, again).size(), 1u);
}

TEST_F(PetitionActsTest, AnAgencyThatIsGoneLeavesWhatWasForwardedToItsSuccessor)
{
    const std::string uid = lodged(received(a_reception()));
    ASSERT_TRUE(forward(commune.leader, uid, department));
    const base::Time due = seen(commune.leader, uid)->due_at;
    dissolve(department.agency, {other.agency});
    advance(hours(1));
    linked::move_dissolved(services);
    const auto there = seen(other.leader, uid);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->holder, other.agency);
    EXPECT_EQ(there->due_at, due);
    EXPECT_EQ(trail(commune.leader, uid).size(), 2u);
    linked::move_dissolved(services);
    EXPECT_EQ(trail(commune.leader, uid).size(), 2u);
    EXPECT_TRUE(answer_petition(services, other.leader, uid, "Đã xử lý"));
}

// ---- Pages ----------------------------------------------------------------------------------------------------------------

TEST_F(PetitionActsTest, ThePageForwardsAndTheCitizenSeesWhereItIs)
{
    const Received dossier = received(a_reception());
    const std::string uid = lodged(dossier);
    const std::string path = "/dossiers/petitions/" + uid;
    const std::string follow = "/tra-cuu/" + dossier.code;
    EXPECT_TRUE(says(page({}, follow), "đang ở UBND phường Kinh Bắc, có trả lời trước"));
    EXPECT_EQ(location(post(commune.leader, path + "/taking")), path + "?done=taken");
    EXPECT_FALSE(says(page(commune.leader, path), "Nhận xử lý thay"));
    EXPECT_TRUE(says(page(second_leader(), path), "Nhận xử lý thay"));
    EXPECT_TRUE(says(page(second_leader(), path), "đã nhận xử lý lúc"));
    // The second leader comes too late; what he wrote stands in the part of the form that is open.
    auto answer = post(second_leader(), path + "/forwarding",
                       {{"agency", uid_of(department)}, {"why", "Theo phân cấp"}});
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(says(answer.body, "Theo phân cấp"));
    EXPECT_TRUE(says(answer.body, "<details class=\"govuk-details\" open>"));
    // He takes it over with what he wrote, which stays; so does the first one, who had written nothing.
    answer = post(second_leader(), path + "/taking", {{"why", "Theo phân cấp"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(says(answer.body, "Theo phân cấp"));
    EXPECT_TRUE(says(answer.body, "còn ở dưới, chưa gửi"));
    EXPECT_FALSE(says(answer.body, "Nhận xử lý thay"));
    EXPECT_EQ(location(post(commune.leader, path + "/taking")), path + "?done=taken");
    answer = post(commune.leader, path + "/forwarding", {{"agency", ""}, {"why", "Việc của Sở"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(says(answer.body, "Chọn cơ quan có thẩm quyền trả lời."));
    EXPECT_TRUE(says(answer.body, "Việc của Sở")) << "nothing that was typed is lost";
    answer =
        post(commune.leader, path + "/forwarding", {{"agency", uid_of(department)}, {"why", "Việc của Sở"}});
    EXPECT_EQ(location(answer), path + "?done=forwarded");
    EXPECT_TRUE(says(page({}, follow), "đã chuyển đến Sở Xây dựng tỉnh Bắc Ninh lúc"));
    EXPECT_TRUE(says(page(commune.leader, "/dossiers/petitions"), "Sở Xây dựng"));

    const std::string there = page(department.leader, path);
    EXPECT_TRUE(says(there, "Chờ quá lâu"));
    EXPECT_TRUE(says(there, "Việc của Sở"));
    EXPECT_FALSE(says(there, "/dossiers/" + dossier.uid)) << "no way to a dossier that is not theirs";
    EXPECT_FALSE(says(there, commune.leader.name)) << "no name of an official of another agency";
    // Too late: what was written is shown again.
    answer = post(commune.leader, path + "/answer", {{"answer", "Câu trả lời rất dài"}});
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(says(answer.body, "Câu trả lời rất dài"));
    EXPECT_TRUE(says(answer.body, "chưa gửi"));
    answer = post(department.leader, path + "/refusal", {{"refusal", "nameless"}});
    EXPECT_EQ(answer.status, 422);
    answer = post(department.leader, path + "/refusal",
                  {{"refusal", "nameless"}, {"refusal_words", "Bổ sung địa chỉ rồi gửi lại."}});
    EXPECT_EQ(location(answer), path + "?done=refused");
    EXPECT_TRUE(says(page(commune.leader, path), "Không xử lý"));
    EXPECT_TRUE(says(page({}, follow), "Sở Xây dựng tỉnh Bắc Ninh không xử lý"));
    answer = post({}, follow + "/petitions/answers", {{"digits", "1234"}});
    EXPECT_TRUE(says(answer.body, "Bổ sung địa chỉ rồi gửi lại."));
    EXPECT_FALSE(says(answer.body, "/mark")) << "a refusal is no answer to judge";
    EXPECT_EQ(mark_answer(services, place_of(dossier), uid, true).error().fault, base::Fault::conflict);
    EXPECT_EQ(get(other.leader, path).status, 404);
}

TEST_F(PetitionActsTest, ThePageSaysUntilWhenItIsRefusedOrForwarded)
{
    const std::string uid = lodged(received(a_reception()));
    const std::string path = "/dossiers/petitions/" + uid;
    const auto until = [&](const Staff& staff, base::Time from) {
        return base::format_vietnam(turn_back_by(services, staff.agency, from));
    };
    const std::string first = until(commune, clock->now());
    EXPECT_TRUE(says(page(commune.leader, path), "trước " + first + ": 2 ngày làm việc"));
    EXPECT_FALSE(says(page(commune.desk, path), "2 ngày làm việc")) << "who may do neither";
    advance(hours(24 * 7));
    const std::string late = page(commune.leader, path);
    EXPECT_TRUE(says(late, "là " + first + ": 2 ngày làm việc") && says(late, "Quá hạn vẫn từ chối"));
    // Late, and not locked; there it begins anew.
    ASSERT_TRUE(forward(commune.leader, uid, department));
    EXPECT_TRUE(says(page(department.leader, path), "trước " + until(department, clock->now()) + ": 2 ngày"));
    advance(hours(24 * 7));
    ASSERT_TRUE(refuse_petition(services, department.leader, uid, "scope", "Không phải phản ánh về thủ tục"));
    EXPECT_FALSE(says(page(department.leader, path), "2 ngày làm việc"));
}

}  // namespace
}  // namespace lt::dossiers
