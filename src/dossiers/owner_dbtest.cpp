// What is kept of a citizen does not change because the next desk spells it otherwise; it is corrected with a reason, which is kept.
#include "dossiers/owner.h"

#include "dossiers/fixture_dbtest.h"
#include "dossiers/store.h"

namespace lt::dossiers {
namespace {

using std::chrono::year;

class OwnerTest : public DossiersTest {
protected:
    // The same number at another desk, under another name.
    Reception spelt(const std::string& name)
    {
        Reception out = a_reception();
        out.owner.name = name;
        return out;
    }
    std::string kept(const std::string& column = "name")
    {
        return database.value("SELECT " + column + " FROM citizens WHERE number = '027190001234'");
    }
    std::string owner_of(const std::string& uid)
    {
        return database.value("SELECT owner_name FROM dossiers WHERE uid = '" + uid + "'");
    }
};

TEST_F(OwnerTest, TheDeskIsAskedWhichNameIsRight)
{
    received(a_reception());
    const auto refused = receive(services, other.desk, spelt("Nguyễn Thị Anh"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "owner_kept");
    EXPECT_FALSE(says(refused.error().message.str(), "Ánh"))
        << "the name is shown by who looks it up, which leaves a trace";
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "1");
    EXPECT_EQ(database.value("SELECT coalesce(max(last), 0) FROM dossier_series WHERE agency_id = 3"), "0")
        << "no number is lost";

    Reception stays = spelt("Nguyễn Thị Anh");
    stays.kept = Kept::stays;
    const auto done = receive(services, other.desk, stays);
    ASSERT_TRUE(done);
    EXPECT_EQ(kept(), "Nguyễn Thị Ánh");
    EXPECT_EQ(owner_of(done->uid), "Nguyễn Thị Anh");
    EXPECT_EQ(database.value("SELECT count(*) FROM citizen_corrections"), "0");
}

TEST_F(OwnerTest, ACorrectionHasAReasonAndIsKept)
{
    const Received first = received(a_reception());
    Reception corrects = spelt("Nguyễn Thị Ánh Tuyết");
    corrects.kept = Kept::is_corrected;
    corrects.correction = "  ";
    const auto without = receive(services, other.desk, corrects);
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().field, "correction");
    corrects.correction = std::string(1001, 'x');
    EXPECT_EQ(receive(services, other.desk, corrects).error().field, "correction");
    EXPECT_EQ(kept(), "Nguyễn Thị Ánh");

    corrects.correction = "Theo thẻ căn cước";
    const auto done = receive(services, other.desk, corrects);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(kept(), "Nguyễn Thị Ánh Tuyết");
    EXPECT_EQ(
        database.value(
            "SELECT agency_id || ' ' || official_id || ' ' || (before ->> 'name') || ' ' || (after ->> 'name') || ' ' || "
            "reason FROM citizen_corrections"),
        "3 31 Nguyễn Thị Ánh Nguyễn Thị Ánh Tuyết Theo thẻ căn cước");
    EXPECT_EQ(
        database.value(
            "SELECT detail -> 'corrected' ->> 'reason' FROM dossier_events WHERE act = 'receive' AND agency_id = 3"),
        "Theo thẻ căn cước");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'citizen.corrected'"), "1");
    // Each dossier keeps the name that it was received under.
    EXPECT_EQ(owner_of(first.uid), "Nguyễn Thị Ánh");
    EXPECT_EQ(owner_of(done->uid), "Nguyễn Thị Ánh Tuyết");
    // The next desk sees the corrected one, and is asked nothing.
    EXPECT_TRUE(receive(services, commune.desk, spelt("NGUYỄN THỊ ÁNH TUYẾT")));
    EXPECT_EQ(kept(), "Nguyễn Thị Ánh Tuyết");
}

TEST_F(OwnerTest, ADayOfBirthIsWhoSomebodyIsAndATelephoneIsNot)
{
    received(a_reception());
    Reception moved = a_reception();
    moved.owner.phone = "0987 654 321";
    moved.owner.address = "Số 7 đường Lý Thái Tổ";
    moved.owner.born_on.reset();
    ASSERT_TRUE(receive(services, other.desk, moved));
    EXPECT_EQ(kept("phone"), "0987 654 321");
    EXPECT_EQ(kept("address"), "Số 7 đường Lý Thái Tổ");
    EXPECT_EQ(kept("born_on"), "1990-05-06");
    Reception older = a_reception();
    older.owner.born_on = year(1990) / 6 / 5;
    EXPECT_EQ(receive(services, other.desk, older).error().field, "owner_kept");
    older.kept = Kept::is_corrected;
    older.correction = "Nhầm ngày và tháng";
    ASSERT_TRUE(receive(services, other.desk, older));
    EXPECT_EQ(kept("born_on"), "1990-06-05");
}

TEST_F(OwnerTest, NobodyIsAskedForWhatIsRefusedOrComesFromElsewhere)
{
    received(a_reception());
    Reception rejected = spelt("Ai Đó Khác");
    rejected.rejected = "Không thuộc thẩm quyền";
    EXPECT_TRUE(receive(services, other.desk, rejected));
    Reception online = spelt("Nguyen Thi Anh");
    online.way = Way::online;
    EXPECT_TRUE(receive(services, Actor{.agency = other.agency}, online));
    EXPECT_EQ(kept(), "Nguyễn Thị Ánh");
}

TEST_F(OwnerTest, NoSessionReadsOrWritesCorrections)
{
    const Received done = received(a_reception());
    const auto run = [&](const Actor& actor, const db::Query<0>& query) {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return tx.run(query);
    };
    EXPECT_THROW(run(commune.desk, {"test.corrections", "SELECT * FROM citizen_corrections"}),
                 db::QueryError);
    EXPECT_THROW(run(commune.desk, {"test.correct", "UPDATE citizens SET name = 'x'"}), db::QueryError);
    // Nor does another agency correct by a dossier that is not its own.
    db::Transaction tx = database.pool().begin(scope_of(other.desk));
    EXPECT_THROW(store::correct_citizen(tx, the(done.uid), "x", clock->now()), base::Bug);
    EXPECT_EQ(kept(), "Nguyễn Thị Ánh");
}

}  // namespace
}  // namespace lt::dossiers
