#include "documents/field_places.h"

#include <cmath>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lt::documents {
namespace {

const std::vector<PageArea> kPages{{210, 297}, {297, 210}};

FieldPlace signature()
{
    return {.field = "ky_lanhdao", .page = 1, .left = 120, .top = 200, .width = 50, .height = 25};
}

std::vector<std::string> wrong_fields(const FieldPlace& place)
{
    std::vector<std::string> fields;
    const auto error = check_places({place}, kPages);
    if (!error) return fields;
    EXPECT_EQ(error->fault, base::Fault::invalid);
    fields.push_back(error->field);
    for (const auto& [field, message] : error->more) fields.push_back(field);
    return fields;
}

using Fields = std::vector<std::string>;

TEST(FieldPlaces, OnThePageIsRight)
{
    EXPECT_EQ(wrong_fields(signature()), Fields{});
    FieldPlace at_the_edge = signature();
    at_the_edge.left = 160;
    at_the_edge.top = 272;
    EXPECT_EQ(wrong_fields(at_the_edge), Fields{});
    at_the_edge.page = 2;
    EXPECT_EQ(wrong_fields(at_the_edge), Fields{"ky_lanhdao_top"}) << "a page that lies across";
}

TEST(FieldPlaces, EachWrongValueIsSaidAtItsField)
{
    const auto with = [](auto change) {
        FieldPlace place = signature();
        change(place);
        return wrong_fields(place);
    };
    EXPECT_EQ(with([](FieldPlace& p) { p.page = 3; }), Fields{"ky_lanhdao_page"});
    EXPECT_EQ(with([](FieldPlace& p) { p.page = 0; }), Fields{"ky_lanhdao_page"});
    EXPECT_EQ(with([](FieldPlace& p) { p.width = 0; }), Fields{"ky_lanhdao_width"});
    EXPECT_EQ(with([](FieldPlace& p) { p.height = -5; }), Fields{"ky_lanhdao_height"});
    EXPECT_EQ(with([](FieldPlace& p) { p.left = -1; }), Fields{"ky_lanhdao_left"});
    EXPECT_EQ(with([](FieldPlace& p) { p.left = 161; }), Fields{"ky_lanhdao_left"});
    EXPECT_EQ(with([](FieldPlace& p) { p.top = 290; }), Fields{"ky_lanhdao_top"});
    EXPECT_EQ(with([](FieldPlace& p) { p.left = p.top = 1e300; }),
              (Fields{"ky_lanhdao_left", "ky_lanhdao_top"}));
    EXPECT_EQ(with([](FieldPlace& p) { p.width = std::nan(""); }),
              (Fields{"ky_lanhdao_width", "ky_lanhdao_left"}));
    FieldPlace number = signature();
    number.field = "so";
    number.width = 4;
    EXPECT_EQ(wrong_fields(number), Fields{"so_width"}) << "four figures would not fit";
    number.in_text = true;
    number.page = 99;
    EXPECT_EQ(wrong_fields(number), Fields{}) << "not needed, so it does not count";
    const auto error = check_places({[] {
                                        FieldPlace place = signature();
                                        place.left = 161;
                                        return place;
                                    }()},
                                    kPages);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message,
              "Chữ ký của lãnh đạo ra ngoài mép phải của trang rộng 210 mm. Giảm khoảng cách đến mép "
              "trái hoặc bề rộng.");
}

TEST(FieldPlaces, AreStoredInPointsFromTheLowerLeft)
{
    FieldPlace number{.field = "so", .page = 2, .left = 25.4, .top = 10, .width = 12.7, .height = 5};
    const FieldPlace day{.field = "ngay", .in_text = true};
    const auto stored = nlohmann::json::parse(to_stored({number, day, signature()}, kPages));
    EXPECT_TRUE(stored.at("ngay").is_null());
    EXPECT_EQ(stored.at("so").at("page"), 2);
    EXPECT_NEAR(stored.at("so").at("left").get<double>(), 72, 0.001);
    EXPECT_NEAR(stored.at("so").at("right").get<double>(), 108, 0.001);
    EXPECT_NEAR(stored.at("so").at("top").get<double>(), 200 / 25.4 * 72, 0.001);
    EXPECT_NEAR(stored.at("so").at("bottom").get<double>(), 195 / 25.4 * 72, 0.001);
    EXPECT_EQ(stored.at("so").at("size"), 13);
    EXPECT_FALSE(stored.at("ky_lanhdao").contains("size"));
}

TEST(FieldPlaces, MillimetresAreShownToATenth)
{
    EXPECT_EQ(format_millimetres(210), "210");
    EXPECT_EQ(format_millimetres(12.45), "12,5");
    EXPECT_EQ(format_millimetres(-0.3), "-0,3");
    EXPECT_EQ(format_millimetres(0.04), "0");
}

}  // namespace
}  // namespace lt::documents
