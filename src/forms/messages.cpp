// See messages.h.
#include "forms/messages.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "forms/group_reader.h"

namespace lt::forms {
namespace {

using base::msg;
using Value = base::Message::Value;

struct Sentence {
    Flaw flaw;
    const char* name;
    const char* text;
};

constexpr std::array kSentences{
    Sentence{Flaw::missing, "missing", msg("Nhập {{what}}")},
    Sentence{Flaw::unreadable, "unreadable", msg("Nhập lại {{what}}: có ký tự không đọc được")},
    Sentence{Flaw::too_short, "too_short",
             msg("{{title}} có ít nhất {{least}} ký tự, đang có {{actual}}. Nhập đủ {{what}}")},
    Sentence{Flaw::too_long, "too_long",
             msg("{{title}} có nhiều nhất {{most}} ký tự, đang có {{actual}}. Bớt {{over}} ký tự")},
    Sentence{Flaw::pattern, "pattern", msg("Nhập {{what}} đúng dạng: {{hint}}")},
    Sentence{Flaw::name_letters, "name_letters",
             msg("{{title}} chỉ có chữ cái và khoảng trắng. Nhập {{what}} như trong giấy tờ")},
    Sentence{Flaw::identity_digits, "identity_digits",
             msg("{{title}} chỉ có chữ số. Nhập 12 chữ số như trên thẻ căn cước")},
    Sentence{Flaw::identity_length, "identity_length",
             msg("{{title}} có 12 chữ số, đang có {{actual}}. Xem lại trên thẻ căn cước")},
    Sentence{Flaw::identity_place, "identity_place",
             msg("{{title}} bắt đầu bằng {{place}}, không phải mã của tỉnh nào. Xem lại trên thẻ căn cước")},
    Sentence{Flaw::identity_future, "identity_future",
             msg("{{title}} này là của người sinh năm {{year}}, năm chưa tới. Xem lại trên thẻ căn cước")},
    Sentence{
        Flaw::identity_year, "identity_year",
        msg("{{title}} này là của người sinh năm {{year}}, ngày sinh đã nhập là {{date}}. Sửa một trong hai")},
    Sentence{
        Flaw::identity_sex, "identity_sex",
        msg("{{title}} này là của {{number_sex}}, giới tính đã chọn là {{chosen_sex}}. Sửa một trong hai")},
    Sentence{Flaw::phone, "phone",
             msg("{{title}} có 10 chữ số và bắt đầu bằng 0, ví dụ 0912345678. Nhập lại {{what}}")},
    Sentence{Flaw::email, "email", msg("Nhập {{what}} theo dạng ten@vidu.vn")},
    Sentence{Flaw::uri, "uri", msg("Nhập {{what}} bắt đầu bằng https://")},
    Sentence{Flaw::date_form, "date_form", msg("Nhập {{what}} theo dạng ngày/tháng/năm, ví dụ 23/11/2026")},
    Sentence{Flaw::date_none, "date_none", msg("Không có ngày {{actual}}. Nhập lại {{what}}")},
    Sentence{Flaw::date_after, "date_after",
             msg("{{title}} không thể sau hôm nay, {{today}}, đang là {{actual}}")},
    Sentence{Flaw::date_before, "date_before",
             msg("{{title}} không thể trước hôm nay, {{today}}, đang là {{actual}}")},
    Sentence{Flaw::integer_form, "integer_form", msg("Nhập {{what}} bằng chữ số, ví dụ 2")},
    Sentence{Flaw::number_form, "number_form", msg("Nhập {{what}} bằng chữ số, ví dụ 1,5")},
    Sentence{Flaw::too_small, "too_small",
             msg("{{title}} ít nhất là {{least}}, đang là {{actual}}. Nhập số lớn hơn")},
    Sentence{Flaw::too_large, "too_large",
             msg("{{title}} nhiều nhất là {{most}}, đang là {{actual}}. Nhập số nhỏ hơn")},
    Sentence{Flaw::not_listed, "not_listed", msg("Chọn {{what}} có trong danh sách")},
    Sentence{Flaw::elsewhere, "elsewhere", msg("{{place}} không thuộc {{province}}. Chọn lại {{what}}")},
    Sentence{Flaw::few_rows, "few_rows",
             msg("Thêm {{row_title}}: cần ít nhất {{least}}, đang có {{actual}}")},
    Sentence{Flaw::many_rows, "many_rows", msg("Bớt {{row_title}}: nhiều nhất {{most}}, đang có {{actual}}")},
    Sentence{Flaw::wrong_type, "wrong_type", msg("Giá trị phải có kiểu {{type}}")},
    Sentence{Flaw::unknown, "unknown", msg("Biểu mẫu không có câu hỏi này")},
};

std::string number_text(double number)
{
    std::array<char, 40> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.15g", number);
    std::string text = buffer.data();
    for (char& c : text)
        if (c == '.') c = ',';
    return text;
}

const char* type_of(Kind kind)
{
    switch (kind) {
    case Kind::integer: return "integer";
    case Kind::number: return "number";
    case Kind::boolean: return "boolean";
    case Kind::rows: return "array";
    case Kind::group:
    case Kind::address: return "object";
    case Kind::text:
    case Kind::full_name:
    case Kind::identity_number:
    case Kind::phone:
    case Kind::email:
    case Kind::uri:
    case Kind::date:
    case Kind::choice:
    case Kind::people:
    case Kind::religion:
    case Kind::province:
    case Kind::commune: return "string";
    }
    return "";
}

// What is asked for where nothing was answered.
const char* missing(const Field& field)
{
    // A title that asks is no name of what is asked for.
    if (field.kind != Kind::boolean && field.title.ends_with('?')) return msg("Trả lời câu “{{title}}”");
    switch (field.kind) {
    case Kind::boolean:
        return field.must_be_true ? msg("Đánh dấu vào ô “{{title}}” để tiếp tục")
                                  : msg("Chọn Có hoặc Không cho câu “{{title}}”");
    case Kind::choice:
    case Kind::people:
    case Kind::religion:
    case Kind::province:
    case Kind::commune: return msg("Chọn {{what}}");
    case Kind::text:
    case Kind::full_name:
    case Kind::identity_number:
    case Kind::phone:
    case Kind::email:
    case Kind::uri:
    case Kind::date:
    case Kind::integer:
    case Kind::number:
    case Kind::address:
    case Kind::group:
    case Kind::rows: break;
    }
    return msg("Nhập {{what}}");
}

std::string with_row(std::string text, const std::vector<Value>& dynamic)
{
    for (const Value& value : dynamic)
        if (value.name == "row") return base::fill(text, {{"row", value.text}});
    return text;
}

}  // namespace

const std::vector<std::string_view>& dynamic_places()
{
    static const std::vector<std::string_view> all{"actual", "over",     "place",      "year",      "date",
                                                   "row",    "province", "number_sex", "chosen_sex"};
    return all;
}

std::vector<Flaw> flaws_of(const Field& field)
{
    std::vector<Flaw> flaws;
    // Anything but yes and no is no answer to a question of yes or no, whether it must be answered or not.
    const bool truth = field.kind == Kind::boolean;
    if (truth || (!field.required.empty() && !field.holds_fields())) flaws.push_back(Flaw::missing);
    const auto add = [&](std::initializer_list<Flaw> more) { flaws.insert(flaws.end(), more); };
    if (field.minimum_length.value_or(0) > 0) add({Flaw::too_short});
    if (field.maximum_length) add({Flaw::too_long});
    if (field.pattern) add({Flaw::pattern});
    if (field.minimum) add({Flaw::too_small});
    if (field.maximum) add({Flaw::too_large});
    switch (field.kind) {
    case Kind::full_name: add({Flaw::name_letters}); break;
    case Kind::identity_number:
        add({Flaw::identity_digits, Flaw::identity_length, Flaw::identity_place, Flaw::identity_future,
             Flaw::identity_year, Flaw::identity_sex});
        break;
    case Kind::phone: add({Flaw::phone}); break;
    case Kind::email: add({Flaw::email}); break;
    case Kind::uri: add({Flaw::uri}); break;
    case Kind::date:
        add({Flaw::date_form, Flaw::date_none});
        if (field.days == Days::up_to_today) add({Flaw::date_after});
        if (field.days == Days::from_today) add({Flaw::date_before});
        break;
    case Kind::integer: add({Flaw::integer_form}); break;
    case Kind::number: add({Flaw::number_form}); break;
    case Kind::choice: add({Flaw::not_listed}); break;
    case Kind::rows: add({Flaw::few_rows, Flaw::many_rows}); break;
    case Kind::text:
    case Kind::boolean:
    case Kind::people:
    case Kind::religion:
    case Kind::province:
    case Kind::commune:
    case Kind::address:
    case Kind::group: break;
    }
    return flaws;
}

const char* name_of(Flaw flaw)
{
    for (const Sentence& one : kSentences)
        if (one.flaw == flaw) return one.name;
    return "";
}

base::Message sentence(Flaw flaw, const Field& field, base::Day today, std::vector<Value> dynamic)
{
    const char* text = missing(field);
    for (const Sentence& one : kSentences)
        if (one.flaw == flaw && flaw != Flaw::missing) text = one.text;
    const bool rows = field.kind == Kind::rows;
    const std::string least = rows            ? std::to_string(std::max<std::size_t>(1, field.minimum_rows))
                              : field.minimum ? number_text(*field.minimum)
                                              : std::to_string(field.minimum_length.value_or(0));
    const std::string most = rows            ? std::to_string(field.maximum_rows)
                             : field.maximum ? number_text(*field.maximum)
                                             : std::to_string(field.maximum_length.value_or(0));
    std::vector<Value> values = dynamic;
    const auto add = [&](const char* name, std::string value) {
        values.push_back({name, std::move(value), false});
    };
    add("what", with_row(lower_first(field.title) + field.of, dynamic));
    add("title", field.title);
    add("least", least);
    add("most", most);
    add("hint", field.pattern_hint);
    add("today", base::format_day(today));
    add("row_title", lower_first(field.row_title));
    add("type", type_of(field.kind));
    return {text, std::move(values)};
}

}  // namespace lt::forms
