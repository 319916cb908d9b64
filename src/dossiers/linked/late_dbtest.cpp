// A birth over three agencies of which one is late: what the pages and the figures say of each.
#include "dossiers/figures/indices.h"
#include "dossiers/figures/report.h"
#include "dossiers/linked/linked_fixture_dbtest.h"

namespace lt::dossiers::linked {
namespace {

class LateTest : public LinkedTest {
protected:
    // Whom a page with the dossier's components calls late, of those without a result.
    std::string late_agencies(const Actor& actor, const std::string& target)
    {
        std::string out;
        for (const View whole = json(actor, target); const View& one : whole["components"])
            if (one["due"].is_object() && one["due"]["late"].get<bool>()) out += one["agency"];
        return out;
    }
    // What a page says of a component, to the end of its row.
    std::string row(const Actor& actor, const std::string& target, const std::string& name,
                    const std::string& end)
    {
        const std::string body = page(actor, target);
        const std::size_t at = body.find(">" + name + "<");
        EXPECT_NE(at, std::string::npos) << name;
        return at == std::string::npos ? "" : body.substr(at, body.find(end, at) - at);
    }
    // Of II.06a of November and December.
    std::string reported(const Staff& staff, ReportColumn column)
    {
        const View page = json(staff.leader, "/dossiers/statistics?from=01/11/2026&to=31/12/2026");
        return page["table"]["total"][static_cast<std::size_t>(column)]["number"];
    }
    // A component of the year's index.
    View indexed(const Staff& staff, const std::string& id)
    {
        for (const View whole = json(staff.leader, "/dossiers/indices?period=2026");
             const View& group : whole["groups"])
            for (const View& one : group["components"])
                if (one["id"] == id) return one;
        ADD_FAILURE() << "no component " << id;
        return {};
    }
    std::string share(const Staff& staff)
    {
        const View on_time = indexed(staff, "2.1");
        return on_time["numerator"]["number"].get<std::string>() + "/" +
               on_time["denominator"]["number"].get<std::string>();
    }
};

TEST_F(LateTest, PagesAndFiguresSayWhoIsLateAndOfNobodyElse)
{
    const std::string uid = begun();
    const std::string dossier = "/dossiers/" + uid;
    const std::string followed = "/tra-cuu/" + the(uid).code;
    register_birth(part(uid, 0).child);  // on the same day, as it must be
    clock->advance(hours(72));           // Monday
    const std::string residence = part(uid, 1).child, code = part(uid, 1).child_code;
    ASSERT_TRUE(add_outcome(services, insurance.specialist, part(uid, 2).child, a_card()));
    decide(insurance, part(uid, 2).child);
    EXPECT_EQ(late_agencies(commune.desk, dossier), "");
    EXPECT_EQ(late_agencies({}, followed), "");

    clock->advance(hours(24 * 10));  // the day behind the due time of the police
    EXPECT_EQ(late_agencies(commune.desk, dossier), "Công an tỉnh");
    EXPECT_EQ(late_agencies({}, followed), "Công an tỉnh");
    EXPECT_TRUE(says(row(commune.desk, dossier, "Đăng ký thường trú", "</tr>"), "lt-due--late"));
    const std::string told = row({}, followed, "Đăng ký thường trú", "</dd>");
    EXPECT_TRUE(says(told, "Công an tỉnh") && says(told, "Quá hạn")) << told;
    for (const char* name : {"Đăng ký khai sinh", "Cấp thẻ bảo hiểm y tế"})
        EXPECT_FALSE(says(row({}, followed, name, "</dd>"), "Quá hạn")) << name;
    EXPECT_TRUE(says(page(police.leader, "/dossiers?view=late"), code));
    EXPECT_FALSE(says(page(commune.leader, "/dossiers?view=late"), "H05.26.1-26"));
    EXPECT_EQ(reported(police, ReportColumn::open_late), "1");
    EXPECT_EQ(reported(commune, ReportColumn::open_late), "0");

    // What came late stays late, of the police alone.
    ASSERT_TRUE(
        add_outcome(services, police.specialist, residence, on_paper("KQ.G01.000065", "Thông báo cư trú")));
    decide(police, residence);
    clock->advance(hours(1));  // what happens at the edge of a report belongs to the next one
    const std::string done = row(commune.desk, dossier, "Đăng ký thường trú", "</tr>");
    EXPECT_TRUE(says(done, "có kết quả") && says(done, "Quá hạn")) << done;
    EXPECT_EQ(reported(police, ReportColumn::late), "1");
    EXPECT_EQ(reported(insurance, ReportColumn::late), "0");
    EXPECT_EQ(reported(insurance, ReportColumn::solved), "1");
    EXPECT_EQ(reported(commune, ReportColumn::received), "2") << "the linked one and the registration";
    EXPECT_EQ(reported(commune, ReportColumn::late), "0");

    count_indices(database.pool(), shipped_index_rules(), *period_from("2026"), clock->now());
    EXPECT_EQ(share(police), "0/1");
    EXPECT_EQ(share(insurance), "1/1");
    EXPECT_EQ(share(commune), "2/2");
    EXPECT_TRUE(says(page(police.leader, indexed(police, "2.1")["rest"]["href"]), code));
}

}  // namespace
}  // namespace lt::dossiers::linked
