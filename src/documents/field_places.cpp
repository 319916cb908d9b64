#include "documents/field_places.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace lt::documents {
namespace {

constexpr double kPoints = 72 / 25.4;  // a millimetre
constexpr double kRounding = 0.1;      // forms show tenths; an edge of the page may lie between two
constexpr double kLeastSignature = 5;
constexpr double kLeastTextHeight = 3;  // a line of 8 points

// As much as two figures, or four, need at 8 points.
double least_width(std::string_view field)
{
    if (!is_text_field(field)) return kLeastSignature;
    return field == "ngay" || field == "thang" ? 2.5 : 5;
}

void check_place(const FieldPlace& place, const std::vector<PageArea>& pages, base::Wrong& wrong)
{
    const auto say = [&](const char* part, const char* text, std::vector<base::Message::Value> values = {}) {
        values.push_back({"name", field_name(place.field), true});
        wrong.emplace_back(place.field + part, base::Message(text, std::move(values)));
    };
    if (place.page < 1 || place.page > static_cast<int>(pages.size())) {
        say("_page", base::msg("{{name}}: tệp có {{count}} trang. Nhập số trang từ 1 đến {{count}}."),
            {{"count", std::to_string(pages.size())}});
        return;
    }
    const PageArea& page = pages[static_cast<std::size_t>(place.page - 1)];
    const double width = least_width(place.field);
    const double height = is_text_field(place.field) ? kLeastTextHeight : kLeastSignature;
    // Written so that what is no number fails, too.
    if (!(place.width >= width))
        say("_width", base::msg("{{name}}: nhập bề rộng từ {{least}} mm trở lên."),
            {{"least", format_millimetres(width)}});
    if (!(place.height >= height))
        say("_height", base::msg("{{name}}: nhập chiều cao từ {{least}} mm trở lên."),
            {{"least", format_millimetres(height)}});
    if (!(place.left >= 0))
        say("_left", base::msg("{{name}}: nhập khoảng cách đến mép trái từ 0 trở lên."));
    else if (!(place.left + place.width <= page.width + kRounding))
        say("_left",
            base::msg(
                "{{name}} ra ngoài mép phải của trang rộng {{size}} mm. Giảm khoảng cách đến mép trái hoặc bề rộng."),
            {{"size", format_millimetres(page.width)}});
    if (!(place.top >= 0))
        say("_top", base::msg("{{name}}: nhập khoảng cách đến mép trên từ 0 trở lên."));
    else if (!(place.top + place.height <= page.height + kRounding))
        say("_top",
            base::msg(
                "{{name}} ra ngoài mép dưới của trang cao {{size}} mm. Giảm khoảng cách đến mép trên hoặc chiều cao."),
            {{"size", format_millimetres(page.height)}});
}

}  // namespace

bool is_text_field(std::string_view field) { return field != "ky_lanhdao" && field != "ky_coquan"; }

bool may_be_in_text(std::string_view field) { return is_text_field(field) && field != "so"; }

std::optional<base::Error> check_places(const std::vector<FieldPlace>& places,
                                        const std::vector<PageArea>& pages)
{
    base::Wrong wrong;
    for (const FieldPlace& place : places)
        if (!place.in_text) check_place(place, pages, wrong);
    return base::invalid(std::move(wrong));
}

std::string to_stored(const std::vector<FieldPlace>& places, const std::vector<PageArea>& pages)
{
    nlohmann::json stored = nlohmann::json::object();
    for (const FieldPlace& place : places) {
        if (place.in_text) {
            CHECK(may_be_in_text(place.field));
            stored[place.field] = nullptr;
            continue;
        }
        const PageArea& page = pages.at(static_cast<std::size_t>(place.page - 1));
        const double right = std::min(place.left + place.width, page.width);
        const double under = std::min(place.top + place.height, page.height);
        nlohmann::json& box = stored[place.field];
        box = {{"page", place.page},
               {"left", place.left * kPoints},
               {"bottom", (page.height - under) * kPoints},
               {"right", right * kPoints},
               {"top", (page.height - place.top) * kPoints}};
        // Letters as high as the box: from the descent to the ascent of the font (kit/pdf/blanks.cpp).
        if (is_text_field(place.field))
            box["size"] = std::clamp(std::round(place.height * kPoints / 1.107 * 2) / 2, 8.0, 14.0);
    }
    return stored.dump();
}

std::string format_millimetres(double value)
{
    const auto tenths = std::llround(value * 10);
    const std::string sign = tenths < 0 ? "-" : "";
    const auto all = std::llabs(tenths);
    return sign + std::to_string(all / 10) + (all % 10 == 0 ? "" : "," + std::to_string(all % 10));
}

const char* field_name(std::string_view field)
{
    if (field == "so") return base::msg("Số văn bản");
    if (field == "ngay") return base::msg("Ngày ban hành");
    if (field == "thang") return base::msg("Tháng ban hành");
    if (field == "nam") return base::msg("Năm ban hành");
    if (field == "ky_lanhdao") return base::msg("Chữ ký của lãnh đạo");
    return base::msg("Dấu của cơ quan");
}

}  // namespace lt::documents
