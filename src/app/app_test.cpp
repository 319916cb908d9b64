// How many connections an address may have; the demo's own small parts: office hours, what it reads from pages, its phrases, the letters that it draws.
#include <gtest/gtest.h>

#include "app/application.h"
#include "app/demo/form.h"
#include "app/demo/letter.h"
#include "app/demo/material.h"
#include "app/demo/timeline.h"
#include "kit/pdf/places.h"

using namespace lt;
using namespace lt::app::demo;

namespace {

base::Time at(const char* vietnam_time) { return *base::parse_vietnam_time(vietnam_time); }

TEST(Connections, of_one_address_are_few_where_clients_connect_directly)
{
    base::Config direct;
    direct.listen_address = "10.0.0.5";
    EXPECT_EQ(app::connections_per_address(direct, 10000), 200U);
    direct.listen_address = "0.0.0.0";
    EXPECT_EQ(app::connections_per_address(direct, 10000), 200U);
    direct.secure_cookies = true;
    direct.tls_certificate = "cert.pem";
    EXPECT_EQ(app::connections_per_address(direct, 10000), 200U);
    // Behind a proxy all come from its address; so do all on this machine.
    direct.tls_certificate = "";
    EXPECT_EQ(app::connections_per_address(direct, 10000), 10000U);
    EXPECT_EQ(app::connections_per_address({}, 10000), 10000U);
}

TEST(OfficeHours, leave_working_time_alone)
{
    EXPECT_EQ(office_hours(at("20/11/2026 09:42")), at("20/11/2026 09:42"));
    EXPECT_EQ(office_hours(at("20/11/2026 13:00")), at("20/11/2026 13:00"));
}

TEST(OfficeHours, open_next_after_noon_evening_and_weekend)
{
    EXPECT_EQ(office_hours(at("20/11/2026 05:00")), at("20/11/2026 07:30"));
    EXPECT_EQ(office_hours(at("20/11/2026 12:15")), at("20/11/2026 13:00"));
    EXPECT_EQ(base::vietnam_day(office_hours(at("20/11/2026 17:00"))),
              *base::parse_day("23/11/2026"));  // Friday
    EXPECT_EQ(base::vietnam_day(office_hours(at("22/11/2026 10:00"))), *base::parse_day("23/11/2026"));
}

TEST(OfficeHours, count_working_days)
{
    EXPECT_EQ(end_of_working_day(at("20/11/2026 09:00"), 1), at("23/11/2026 17:00"));
    EXPECT_EQ(end_of_working_day(at("20/11/2026 09:00"), 6), at("30/11/2026 17:00"));
}

TEST(Timeline, runs_in_order_of_time_and_stops_at_the_end)
{
    auto clock = std::make_shared<base::VirtualClock>(at("20/11/2026 08:00"));
    Timeline timeline(clock, at("20/11/2026 10:00"));
    std::string seen;
    timeline.later(std::chrono::minutes(60), [&] {
        seen += "b";
        timeline.later(std::chrono::minutes(10), [&] { seen += "c"; });
        timeline.later(std::chrono::minutes(61), [&] { seen += "too late"; });
    });
    timeline.later(std::chrono::minutes(30), [&] { seen += "a"; });
    while (timeline.step()) {}
    EXPECT_EQ(seen, "abc");
    EXPECT_EQ(clock->now(), at("20/11/2026 09:10"));
}

const std::string kPage = R"(<html><main><form action="/tim"><input name="q"></form>
<form method="post" action="/outgoing/7/issue" novalidate><input type="hidden" name="_csrf" value="a&amp;b">
<select id="s" name="kind"><option value="cv">Công văn</option><option value="qd" selected>Quyết định</option></select>
<select name="signer"><option value="">Chưa chọn</option><option value="u1">Nguyễn Văn A, Chủ tịch</option></select>
<textarea name="subject" rows="2">Họp &lt;gấp&gt;</textarea>
<input type="radio" name="urgency" value="normal" checked><input type="radio" name="urgency" value="urgent">
<input type="checkbox" name="group" value="xa"><input type="file" name="files"><button name="then" value="x">Gửi</button>
</form></main></html>)";

TEST(Form, holds_what_a_browser_would_send)
{
    const Form form = form_to({.status = 200, .body = kPage, .path = "/x"}, "/issue");
    EXPECT_EQ(form.action, "/outgoing/7/issue");
    const Fields expected{
        {"_csrf", "a&b"}, {"kind", "qd"}, {"signer", ""}, {"subject", "Họp <gấp>"}, {"urgency", "normal"}};
    EXPECT_EQ(form.fields, expected);
}

TEST(Form, is_filled_only_with_what_is_there)
{
    Form form = form_to({.status = 200, .body = kPage, .path = "/x"}, "/issue");
    form.choose("signer", "Nguyễn Văn A");
    form.set("urgency", "urgent");
    form.check("group", "xa");
    const Fields end(form.fields.end() - 3, form.fields.end());
    EXPECT_EQ(end, (Fields{{"signer", "u1"}, {"urgency", "urgent"}, {"group", "xa"}}));
    EXPECT_THROW(form.set("nothing", "x"), std::runtime_error);
    EXPECT_THROW(form.check("group", "so"), std::runtime_error);
    EXPECT_THROW(form.choose("signer", "Trần"), std::runtime_error);
    EXPECT_THROW(form_to({.status = 404, .body = kPage, .path = "/x"}, "/recall"), std::runtime_error);
}

TEST(Text, is_that_of_the_main_part)
{
    EXPECT_EQ(text_of("<p>no</p><main><h1>Văn  bản</h1>\n<p>a &amp; b</p></main><p>no</p>"),
              "Văn bản a & b ");
    EXPECT_EQ(
        links_of(R"(<a href="/incoming/1">x</a><a href="/incoming/1">y</a><a href="/b">z</a>)", "/incoming/"),
        std::vector<std::string>{"/incoming/1"});
}

TEST(Material, fills_in_every_place)
{
    EXPECT_EQ(filled("{month}/{year} và {month}", {{"month", "11"}, {"year", "2026"}}), "11/2026 và 11");
}

TEST(Letter, shows_where_number_date_and_signatures_go)
{
    const std::string letter = draw({.superior = "UBND TỈNH BẮC NINH",
                                     .issuer = "SỞ NỘI VỤ",
                                     .notation = "Số:          /SNV-VP",
                                     .place_and_date = "Bắc Ninh, ngày       tháng       năm 2026",
                                     .subject = "V/v họp giao ban",
                                     .paragraphs = {"Một.", "Hai."},
                                     .recipients = {"Như trên;", "Lưu: VT."},
                                     .signer_title = "GIÁM ĐỐC",
                                     .signer = "Nguyễn Văn Đức"});
    const auto file = pdf::File::open(letter);
    ASSERT_TRUE(file);
    const auto places = pdf::find_places(*file, {.name = "Nguyễn Văn Đức", .titles = {"GIÁM ĐỐC"}});
    ASSERT_TRUE(places);
    EXPECT_FALSE(places->written.number);
    EXPECT_EQ(places->written.year, 2026);
    for (const auto& place : {places->number, places->day, places->month}) {
        ASSERT_TRUE(place);
        EXPECT_EQ(place->certainty, pdf::Certainty::found);
    }
    EXPECT_EQ(places->leader.certainty, pdf::Certainty::found);
}

}  // namespace
