#include "dossiers/linked/turns.h"

#include <gtest/gtest.h>

namespace lt::dossiers::linked {
namespace {

using namespace std::chrono_literals;

const base::Time kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + 2h;

std::vector<Component> birth()
{
    return {{.no = 0, .code = "birth"},
            {.no = 1, .code = "residence", .after = "birth"},
            {.no = 2, .code = "insurance", .after = "birth"},
            {.no = 3, .code = "card", .after = "residence"}};
}
std::string turns(const std::vector<Component>& all)
{
    constexpr std::string_view letters = "wbnodf";
    std::string out;
    for (const Component& one : all) out += letters[static_cast<std::size_t>(turn_of(one, all))];
    return out;
}

TEST(Turns, go_by_the_order_of_the_record)
{
    auto all = birth();
    EXPECT_EQ(turns(all), "bwww");
    all[0].state = State::processing;
    EXPECT_EQ(turns(all), "owww");
    all[0].state = State::resolved;
    EXPECT_EQ(turns(all), "dbbw") << "both at once";
    all[1].state = State::stopped;
    all[2].state = State::returned;
    EXPECT_EQ(turns(all), "dfdn");
    EXPECT_FALSE(all_done(all));
    all[1].state = all[3].state = State::resolved;
    EXPECT_TRUE(all_done(all));
    EXPECT_TRUE(all_done({}));
}

TEST(Turns, do_not_wait_for_what_nobody_wants_nor_in_a_circle)
{
    EXPECT_EQ(turns({{.code = "residence", .after = "birth"}}), "b");
    EXPECT_EQ(turns({{.code = "a", .after = "b"}, {.code = "b", .after = "a"}}), "ww");
}

TEST(Turns, tell_what_the_parent_has_to_know_and_who_is_late)
{
    Component one{.due_at = kNow};
    EXPECT_EQ(telling_of(one), "");
    EXPECT_FALSE(is_late(one, kNow + 1h)) << "not begun";
    one.state = State::payment;
    EXPECT_EQ(telling_of(one), "processing");
    EXPECT_FALSE(is_late(one, kNow));
    EXPECT_TRUE(is_late(one, kNow + 1s));
    one.state = State::returned;
    one.resolved_at = kNow;
    EXPECT_EQ(telling_of(one), "resolved");
    EXPECT_FALSE(is_late(one, kNow + 1h));
    one.resolved_at = kNow + 1h;
    EXPECT_TRUE(is_late(one, kNow));
    one.told = "resolved";
    EXPECT_TRUE(told_all_done({one}));
    one.told = "";
    EXPECT_FALSE(told_all_done({one}));
}

}  // namespace
}  // namespace lt::dossiers::linked
