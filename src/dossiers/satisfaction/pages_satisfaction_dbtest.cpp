// The pages of ratings and petitions: those of citizens, the tablet at the desk, and those of officials.
#include "dossiers/satisfaction/satisfaction_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST_F(SatisfactionTest, TheCitizenRatesOnThePageForEverybody)
{
    const Received open = received(a_reception());
    EXPECT_FALSE(says(page({}, "/tra-cuu/" + open.code), "/rating"));
    EXPECT_EQ(get({}, "/tra-cuu/" + open.code + "/rating").status, 409);
    EXPECT_EQ(get({}, "/tra-cuu/H05.26.1-000000-0001/rating").status, 404);

    const Received done = ended();
    const std::string path = "/tra-cuu/" + done.code;
    EXPECT_TRUE(says(page({}, path), "Đánh giá việc giải quyết hồ sơ"));
    const std::string form = page({}, path + "/rating");
    EXPECT_TRUE(says(form, "Rất hài lòng"));
    EXPECT_FALSE(says(form, "Nguyễn Thị Ánh")) << "no name without the digits, and none with them";
    auto answer = post({}, path + "/rating", {{"digits", "1234"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(says(answer.body, "Chọn một mức hài lòng."));
    answer = post({}, path + "/rating", {{"level", "unsatisfied"}, {"digits", "0000"}});
    EXPECT_TRUE(says(answer.body, "Chọn ít nhất một điều chưa hài lòng"));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_tries"), "0")
        << "what is wrong elsewhere costs no try";
    answer = post(
        {}, path + "/rating",
        {{"level", "unsatisfied"}, {"reasons", "waiting"}, {"remark", "Chờ hai giờ"}, {"digits", "0000"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(says(answer.body, "Chờ hai giờ")) << "nothing that was typed is lost";
    EXPECT_TRUE(says(answer.body, "không khớp"));
    answer = post(
        {}, path + "/rating",
        {{"level", "unsatisfied"}, {"reasons", "waiting"}, {"remark", "Chờ hai giờ"}, {"digits", "1234"}});
    EXPECT_EQ(location(answer), path + "?done=rated");
    const std::string after = page({}, path + "?done=rated");
    EXPECT_TRUE(says(after, "Đã ghi đánh giá của bạn. Cảm ơn bạn."));
    EXPECT_TRUE(says(after, "Sửa đánh giá"));
    EXPECT_FALSE(says(after, "Chờ hai giờ"));
    advance(hours(25));
    EXPECT_FALSE(says(page({}, path), "Sửa đánh giá"));
    const std::string dossier = page(commune.leader, "/dossiers/" + done.uid);
    EXPECT_TRUE(says(dossier, "Không hài lòng"));
    EXPECT_TRUE(says(dossier, "Phải chờ lâu ở nơi tiếp nhận. Chờ hai giờ"));
}

TEST_F(SatisfactionTest, APetitionGoesFromThePageToTheLeaderAndBack)
{
    const Received dossier = received(a_reception());
    const std::string path = "/tra-cuu/" + dossier.code;
    EXPECT_TRUE(says(page({}, path), path + "/petitions/new"));
    const std::string key = base::new_uid(clock->now());
    auto answer = post({}, path + "/petitions", {{"key", key}, {"digits", "1234"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(says(answer.body, "Viết điều phản ánh, kiến nghị."));
    answer = post({}, path + "/petitions",
                  {{"key", key}, {"content", "Không ai trả lời điện thoại"}, {"digits", "1234"}});
    EXPECT_EQ(location(answer), path + "?done=petitioned");
    std::string body = page({}, path);
    EXPECT_TRUE(says(body, "có trả lời trước 14/12/2026 09:00"));
    EXPECT_FALSE(says(body, "Không ai trả lời điện thoại"));
    EXPECT_FALSE(says(body, path + "/petitions/new"));

    body = page(commune.leader, "/dossiers/petitions");
    EXPECT_TRUE(says(body, "Không ai trả lời điện thoại"));
    EXPECT_TRUE(says(page(commune.desk, "/dossiers/petitions/" + key), "Không ai trả lời điện thoại"));
    EXPECT_FALSE(says(page(commune.desk, "/dossiers/petitions/" + key), "Trả lời người dân"));
    EXPECT_EQ(get(other.leader, "/dossiers/petitions/" + key).status, 404);
    EXPECT_TRUE(
        says(page(other.leader, "/dossiers/petitions"), "Không có phản ánh, kiến nghị nào chờ trả lời"));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_looks WHERE reason = 'petition'"), "2");
    answer = post(commune.leader, "/dossiers/petitions/" + key + "/answer", {{"answer", " "}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(says(answer.body, "Viết câu trả lời."));
    answer = post(commune.leader, "/dossiers/petitions/" + key + "/answer",
                  {{"answer", "Đã bố trí cán bộ trực điện thoại."}});
    EXPECT_EQ(location(answer), "/dossiers/petitions/" + key + "?done=answered");
    EXPECT_TRUE(says(page(commune.leader, "/dossiers/petitions?view=answered"), "Đã trả lời"));

    EXPECT_TRUE(says(page({}, path), "đã trả lời 20/11/2026 09:00"));
    EXPECT_TRUE(says(page({}, path + "/petitions/answers"), "bốn số cuối"));
    answer = post({}, path + "/petitions/answers", {{"digits", "4321"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_FALSE(says(answer.body, "trực điện thoại"));
    answer = post({}, path + "/petitions/answers", {{"digits", "1234"}});
    EXPECT_TRUE(says(answer.body, "Đã bố trí cán bộ trực điện thoại."));
    EXPECT_FALSE(says(answer.body, "Nguyễn Thị Ánh"));
    const std::string mark = path + "/petitions/" + key + "/mark";
    EXPECT_TRUE(says(answer.body, mark));
    EXPECT_EQ(post({}, mark, {{"digits", "4321"}, {"mark", "like"}}).status, 422);
    EXPECT_EQ(post({}, mark, {{"digits", "1234"}, {"mark", "?"}}).status, 409);
    EXPECT_EQ(location(post({}, mark, {{"digits", "1234"}, {"mark", "like"}})), path + "?done=judged");
    EXPECT_TRUE(says(page(commune.leader, "/dossiers/petitions/" + key), "Hài lòng"));
}

TEST_F(SatisfactionTest, TheDeskHasAFormForPetitions)
{
    const Received dossier = received(a_reception());
    const std::string path = "/dossiers/" + dossier.uid;
    EXPECT_TRUE(says(page(commune.desk, path), path + "/petitions/new"));
    EXPECT_FALSE(says(page(commune.leader, path), path + "/petitions/new"));
    EXPECT_TRUE(says(page(commune.desk, path + "/petitions/new"), "0912 345 678"));
    EXPECT_EQ(get(other.desk, path + "/petitions/new").status, 404);
    const std::string key = base::new_uid(clock->now());
    auto answer = post(commune.desk, path + "/petitions", {{"key", key}});
    EXPECT_EQ(answer.status, 422);
    answer = post(commune.desk, path + "/petitions", {{"key", key}, {"content", "Thiếu hướng dẫn"}});
    EXPECT_EQ(location(answer), "/dossiers/petitions/" + key + "?done=lodged");
    EXPECT_TRUE(says(page(commune.desk, path), "Chờ trả lời"));
}

TEST_F(SatisfactionTest, TheTabletShowsWhatWasJustHandedOverAndForgetsIt)
{
    EXPECT_EQ(get({}, "/danh-gia").status, 403) << "no tablet that somebody opened";
    auto answer = post(commune.desk, "/dossiers/rating-screens", {{"name", ""}});
    EXPECT_EQ(answer.status, 422);
    answer = post(commune.desk, "/dossiers/rating-screens", {{"name", "Máy tính bảng quầy 2"}});
    const std::string before = "/danh-gia?may=";
    ASSERT_TRUE(says(answer.body, before));
    tablet_secret = answer.body.substr(answer.body.find(before) + before.size(), 48);
    EXPECT_FALSE(says(page(commune.desk, "/dossiers/rating-screens"), tablet_secret)) << "shown once";
    EXPECT_EQ(database.value("SELECT count(*) FROM rating_screens WHERE secret = '" + tablet_secret + "'"),
              "0");
    EXPECT_EQ(location(on_tablet(http::Method::get, before + tablet_secret)), "/danh-gia");
    EXPECT_EQ(on_tablet(http::Method::get, before + std::string(48, 'a')).status, 403);

    EXPECT_TRUE(says(on_tablet(http::Method::get, "/danh-gia").body, "mời bạn đánh giá ở đây"));
    const Received first = handed_over();
    const std::string body = on_tablet(http::Method::get, "/danh-gia").body;
    EXPECT_TRUE(says(body, first.code));
    EXPECT_FALSE(says(body, "Nguyễn Thị Ánh"));
    EXPECT_EQ(uid_on_tablet(body), first.uid);
    answer = on_tablet(http::Method::post, "/danh-gia", {{"dossier", first.uid}, {"level", "unsatisfied"}});
    EXPECT_EQ(location(answer), "/danh-gia?why=1");
    EXPECT_TRUE(says(on_tablet(http::Method::get, "/danh-gia?why=1").body, "Phải chờ lâu ở nơi tiếp nhận"));
    answer =
        on_tablet(http::Method::post, "/danh-gia/reasons", {{"dossier", first.uid}, {"reasons", "waiting"}});
    EXPECT_EQ(location(answer), "/danh-gia?done=1");
    EXPECT_TRUE(says(on_tablet(http::Method::get, "/danh-gia?done=1").body, "Cảm ơn bạn đã đánh giá"));
    EXPECT_TRUE(says(on_tablet(http::Method::get, "/danh-gia").body, "mời bạn đánh giá ở đây"));
    const auto rated = ratings_seen_by(commune.leader, first);
    ASSERT_EQ(rated.size(), 1u);
    EXPECT_EQ(rated[0].way, RatedAt::desk);
    EXPECT_EQ(rated[0].rating.reasons, std::vector{Displeasure::waiting});

    // Another one meanwhile: a press that was meant for the first one is none for the second.
    advance(minutes(1));
    const Received second = handed_over();
    answer =
        on_tablet(http::Method::post, "/danh-gia", {{"dossier", first.uid}, {"level", "very_satisfied"}});
    EXPECT_EQ(location(answer), "/danh-gia");
    EXPECT_EQ(ratings_seen_by(commune.leader, first)[0].rating.level, Level::unsatisfied);
    advance(kShownFor + minutes(1));
    EXPECT_FALSE(says(on_tablet(http::Method::get, "/danh-gia").body, second.code))
        << "who has gone does not rate";
    on_tablet(http::Method::post, "/danh-gia", {{"dossier", second.uid}, {"level", "satisfied"}});
    EXPECT_TRUE(ratings_seen_by(commune.leader, second).empty());

    const std::string uid = database.value("SELECT uid FROM rating_screens");
    EXPECT_EQ(post(other.desk, "/dossiers/rating-screens/" + uid + "/revocation").status, 404);
    EXPECT_EQ(location(post(commune.desk, "/dossiers/rating-screens/" + uid + "/revocation")),
              "/dossiers/rating-screens?done=revoked");
    EXPECT_EQ(on_tablet(http::Method::get, "/danh-gia").status, 403);
    EXPECT_TRUE(says(acts_in_journal(), "rating_screen.opened"));
    EXPECT_TRUE(says(acts_in_journal(), "rating_screen.revoked"));
}

TEST_F(SatisfactionTest, TheTabletOfAnotherOfficialShowsNothing)
{
    const auto secret = [&] {
        db::Transaction tx = database.pool().begin(scope_of(other.desk));
        auto opened = open_screen(tx, other.desk, "Máy khác", clock->now());
        tx.commit();
        return opened;
    }();
    ASSERT_TRUE(secret);
    tablet_secret = *secret;
    const Received done = handed_over();
    EXPECT_FALSE(says(on_tablet(http::Method::get, "/danh-gia").body, done.code));
}

}  // namespace
}  // namespace lt::dossiers
