#include <gtest/gtest.h>

#include "documents/pages/flash.h"
#include "documents/pages/listing.h"
#include "documents/pages/marks.h"
#include "kit/base/config.h"

namespace lt::documents::pages {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const base::Time kNow = *base::parse_vietnam_time("20/11/2026 09:42");
const Words kVietnamese;

TEST(Marks, StatesHaveTheWordsAndShapesOfTheLook)
{
    EXPECT_EQ(incoming_state(kVietnamese, DeliveryState::arrived, false),
              (View{{"label", "Chờ đăng ký"}, {"colour", "grey"}, {"shape", "todo"}}));
    EXPECT_EQ(incoming_state(kVietnamese, DeliveryState::accepted, false)["label"], "Chờ trình");
    // Orange: it waits for a leader.
    EXPECT_EQ(incoming_state(kVietnamese, DeliveryState::accepted, true),
              (View{{"label", "Chờ phân công"}, {"colour", "orange"}, {"shape", "todo"}}));
    EXPECT_EQ(incoming_state(kVietnamese, DeliveryState::refused, false)["label"], "Từ chối tiếp nhận");
    EXPECT_EQ(recipient_state(kVietnamese, DeliveryState::refused)["label"], "Từ chối tiếp nhận");
    EXPECT_EQ(recipient_state(kVietnamese, DeliveryState::recalled)["label"], "Đã thu hồi");
    EXPECT_EQ(outgoing_state(kVietnamese, DocumentState::issued, false)["shape"], "done");
    EXPECT_EQ(outgoing_state(kVietnamese, DocumentState::issued, true)["label"], "Đề nghị thu hồi");
}

TEST(Marks, AFileThatIsTooLargeIsNotSaidToBeWaiting)
{
    FileRow file{.size = 100ULL << 20};
    EXPECT_EQ(unjudged_view(kVietnamese, file)["label"], "Đang kiểm tra chữ ký số");
    EXPECT_EQ(unjudged_view(kVietnamese, file)["headline"], false);
    ++file.size;
    EXPECT_EQ(unjudged_view(kVietnamese, file)["label"], "Không kiểm tra chữ ký số: tệp quá lớn");
    EXPECT_NE(unjudged_view(kVietnamese, file)["lines"][0]["text"].get<std::string>().find("100 MB"),
              std::string::npos);
}

TEST(Marks, DueTimes)
{
    calendar::Rules rules;
    rules.week.fill({{0, 24 * 60}});
    const calendar::Calendar every_hour(rules);
    EXPECT_TRUE(due_mark(kVietnamese, every_hour, std::nullopt, kNow).is_null());
    View due = due_mark(kVietnamese, every_hour, kNow + hours(50), kNow);
    EXPECT_EQ(due["relative"], "còn 2 ngày");
    EXPECT_EQ(due["soon"], false);
    due = due_mark(kVietnamese, every_hour, kNow + hours(7), kNow);
    EXPECT_EQ(due["relative"], "còn 7 giờ");
    EXPECT_EQ(due["at"], "20/11/2026 16:42");
    EXPECT_EQ(due["soon"], true);
    due = due_mark(kVietnamese, every_hour, kNow - minutes(42), kNow);
    EXPECT_EQ(due["relative"], "quá hạn 42 phút");
    EXPECT_EQ(due["late"], true);
    // Finished in time: counted at the moment it was finished, however long ago that is.
    due = due_mark(kVietnamese, every_hour, kNow - hours(100), kNow, kNow - hours(130));
    EXPECT_EQ(due["relative"], "trước hạn 1 ngày");
    EXPECT_EQ(due["late"], false);
    EXPECT_EQ(due["at"], "xong 14/11 23:42");
    due = due_mark(kVietnamese, every_hour, kNow - hours(100), kNow, kNow - hours(97));
    EXPECT_EQ(due["relative"], "quá hạn 3 giờ");
}

TEST(Marks, TimesAndCounts)
{
    EXPECT_EQ(short_time(kNow, kNow), "20/11 09:42");
    EXPECT_EQ(short_time(*base::parse_vietnam_time("31/12/2025 23:59"), kNow), "31/12/2025 23:59");
    EXPECT_EQ(count_label(0), "");
    EXPECT_EQ(count_label(37), "37");
    EXPECT_EQ(count_label(1000), "999+");
    EXPECT_EQ(long_day(kVietnamese, base::vietnam_day(kNow)), "Thứ Sáu, 20/11/2026");
}

TEST(Marks, HistoryInWords)
{
    EventRow issued{.at = kNow, .action = "issued", .detail = "113", .official_name = "Lê C", .own = true};
    EventRow refused{
        .at = kNow, .action = "refused", .detail = "Thiếu phụ lục", .agency_name = "UBND xã Đèo Gia"};
    const View log = log_of(kVietnamese, {issued, refused});
    EXPECT_EQ(log["items"][0]["text"], "Phát hành đến 113 nơi nhận");
    EXPECT_EQ(log["items"][0]["by"], "Lê C");
    EXPECT_EQ(log["items"][0]["note"], false);
    EXPECT_EQ(log["items"][1]["text"], "Từ chối tiếp nhận");
    EXPECT_EQ(log["items"][1]["by"], "UBND xã Đèo Gia");
    EXPECT_EQ(log["items"][1]["note"], "“Thiếu phụ lục”");
}

TEST(Marks, OnlyHarmlessFilesAreShownInThePage)
{
    FileRow file{
        .uid = "u", .name = "công văn.pdf", .media_type = "application/pdf", .size = 319488, .sha256 = {}};
    EXPECT_EQ(file_view(kVietnamese, file)["href"], "/files/u/c%C3%B4ng%20v%C4%83n.pdf");
    EXPECT_EQ(file_view(kVietnamese, file)["facts"], "PDF · 312 KB");
    for (const char* type : {"image/svg+xml", "text/html", "application/octet-stream"}) {
        file.media_type = type;
        EXPECT_EQ(file_view(kVietnamese, file)["href"], false) << type;
    }
}

std::size_t items_of(const View& menu)
{
    std::size_t count = 0;
    for (const View& group : menu) count += group["items"].size();
    return count;
}

std::string current_of(const View& menu)
{
    std::string found;
    for (const View& group : menu) {
        for (const View& item : group["items"]) {
            if (item["current"].get<bool>()) found += item["href"].get<std::string>() + ";";
        }
    }
    return found;
}

TEST(Menu, EachRoleHasItsOwnAndAtMostTwelveItems)
{
    for (const directory::Role role : directory::all_roles()) {
        Actor actor;
        actor.role = role;
        const View menu = menu_of(actor, {}, "/");
        EXPECT_LE(items_of(menu), 12U);
        EXPECT_LE(menu.size(), 3U);
        EXPECT_EQ(current_of(menu), "/;");
    }
}

TEST(Menu, MarksExactlyOneItem)
{
    Actor clerk;
    clerk.role = directory::Role::registry_clerk;
    EXPECT_EQ(current_of(menu_of(clerk, {}, "/incoming")), "/incoming;");
    EXPECT_EQ(current_of(menu_of(clerk, {}, "/incoming?view=waiting&rows=30")), "/incoming?view=waiting;");
    EXPECT_EQ(current_of(menu_of(clerk, {}, "/incoming?rows=30&view=done")), "/incoming;");
    EXPECT_EQ(current_of(menu_of(clerk, {}, "/incoming/0192/refusal")), "/incoming;");
    EXPECT_EQ(current_of(menu_of(clerk, {}, "/account")), "");
}

TEST(Menu, ShowsCounts)
{
    Actor leader;
    leader.role = directory::Role::leader;
    Counts counts;
    counts.to_assign = 6;
    counts.to_sign = 1000;
    const View menu = menu_of(leader, counts, "/");
    EXPECT_EQ(menu[1]["items"][0]["label"], "Chờ phân công");
    EXPECT_EQ(menu[1]["items"][0]["count"], "6");
    EXPECT_EQ(menu[1]["items"][1]["count"], "999+");
}

TEST(Menu, WhatALeaderIsShownTwiceIsAddedOnce)
{
    Actor leader;
    leader.role = directory::Role::leader;
    const Counts counts{.overdue = 4, .to_assign = 6, .reminded = 3, .only_reminded = 1, .only_to_assign = 2};
    const View items = menu_of(leader, counts, "/")[1]["items"];
    EXPECT_EQ(items[0]["count"], "6");
    EXPECT_EQ(items[0]["adds"], "2");
    EXPECT_FALSE(items[2].contains("adds")) << "of what is overdue all";
    EXPECT_EQ(items[3]["count"], "3");
    EXPECT_EQ(items[3]["adds"], "1");
    EXPECT_EQ(live_counts(counts)[items[3]["adds_live"].get<std::string>()], 1);
}

TEST(Listing, LinksKeepTheFiltersAndBeginAnew)
{
    http::Form form;
    form.add("view", "done");
    form.add("sender", "H05.01");
    form.add("urgency", "very_urgent");
    form.add("from", "1/11/2026");
    form.add("rows", "30");
    form.add("after", "1-2");
    const ListQuery query = list_query(form, "/incoming", "open");
    EXPECT_EQ(query.link("view", "open"),
              "/incoming?view=open&sender=H05.01&urgency=very_urgent&from=01%2F11%2F2026&rows=30");
    EXPECT_TRUE(query.next({kNow, 7}).ends_with("&after=" + to_text(PageKey{kNow, 7})));
    EXPECT_EQ(query.active(), 3);
}

TEST(Listing, WrongParametersAreLeftOut)
{
    http::Form form;
    form.add("urgency", "<b>");
    form.add("from", "31/02/2026");
    form.add("rows", "100000");
    const ListQuery query = list_query(form, "/incoming", "open");
    EXPECT_EQ(query.view, "open");
    EXPECT_EQ(query.active(), 0);
    EXPECT_EQ(query.rows, 15);
}

// Every view of the house can be read: partials exist, sections are closed.
TEST(Views, Compile)
{
    const html::Templates templates({.resources = base::find_resources(), .reload = true});
    const auto names = templates.names();
    for (const char* view :
         {"home", "incoming", "incoming_document", "assign", "confirm", "recall_answer", "paper", "outgoing",
          "outgoing_document", "recipients", "choose_recipients", "draft", "search", "shortcuts"}) {
        EXPECT_NE(std::find(names.begin(), names.end(), std::string("documents/") + view), names.end())
            << view;
    }
}

}  // namespace
}  // namespace lt::documents::pages
