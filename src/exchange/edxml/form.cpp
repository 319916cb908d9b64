#include "exchange/edxml/form.h"

#include <limits>

#include "exchange/edxml/collector.h"
#include "kit/base/text.h"

namespace lt::edxml {
namespace {

// What the reader takes of one field at most, at four bytes a character.
constexpr std::size_t kMostCharacters = 16'000;

// "2026/11/20" of "2026-11-20".
std::string slashed(base::Day day)
{
    std::string text = base::format_iso(day);
    text[4] = text[7] = '/';
    return text;
}

bool is_day_of_the_format(base::Day day)
{
    const int year = int(std::chrono::year_month_day(day).year());
    return year >= 1900 && year < 2200;
}

std::string two_digits(std::int64_t number)
{
    std::string text = std::to_string(number);
    if (text.size() < 2) text.insert(text.begin(), '0');
    return text;
}

// Char of XML 1.0, 2.2.
bool is_xml_character(char32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code != 0xFFFE && code != 0xFFFF);
}

}  // namespace

void Form::begin(std::string_view element, std::size_t number)
{
    std::string shown(element);
    if (number > 0) shown += "[" + std::to_string(number) + "]";
    open_.push_back({std::string(prefix_).append(element), std::move(shown)});
}

void Form::open(std::string_view element, std::size_t number) { begin(element, number); }

void Form::open_kept(std::string_view element, std::size_t number)
{
    begin(element, number);
    write_open_blocks();
}

void Form::close()
{
    CHECK(!open_.empty());
    if (open_.back().is_written) out_.close();
    open_.pop_back();
}

void Form::write_open_blocks()
{
    for (Block& block : open_) {
        if (!block.is_written) out_.open(block.name);
        block.is_written = true;
    }
}

void Form::leaf(std::string_view element, std::string_view value)
{
    write_open_blocks();
    text_bytes_ += value.size();
    out_.leaf(std::string(prefix_).append(element), value);
}

void Form::fixed(std::string_view element, std::string_view value) { leaf(element, value); }

std::string Form::path(std::string_view element) const
{
    std::string all;
    for (const Block& block : open_) all += block.shown + "/";
    return all.append(element);
}

void Form::refuse(Label label, base::Message message, base::Fault fault) const
{
    message.values.push_back({"field", label.words, true});
    message.values.push_back({"element", path(label.element)});
    throw Refusal({fault, path(label.element), std::move(message), {}});
}

void Form::require(bool present, Label label, Need need) const
{
    if (present || need == Need::optional || (need == Need::by_standard && !is_own())) return;
    refuse(label, "Thông điệp thiếu {{field}} ({{element}}). Bổ sung rồi gửi lại.");
}

void Form::check_count(const char* element, std::size_t count, std::size_t limit) const
{
    if (count <= limit) return;
    refuse(
        {element, element},
        {"Thông điệp có {{count}} mục {{element}}, nhiều nhất là {{limit}}. Chia thành nhiều thông điệp rồi gửi.",
         {{"count", base::group_thousands(std::int64_t(count))},
          {"limit", base::group_thousands(std::int64_t(limit))}}},
        base::Fault::too_large);
}

void Form::check_characters(Label label, std::string_view value) const
{
    bool good = base::is_utf8(value);
    if (good) {
        for (const char32_t code : base::code_points(value)) good = good && is_xml_character(code);
    }
    if (good) return;
    refuse(label,
           "Trường {{field}} ({{element}}) có ký tự mà thông điệp không được chứa (ký tự điều khiển hoặc sai "
           "bảng mã). Xoá ký tự đó rồi gửi lại.");
}

void Form::check_length(Label label, std::string_view value, std::size_t limit) const
{
    if (!is_own()) limit = kMostCharacters;
    const std::size_t length = base::length(value);
    if (length <= limit) return;
    refuse(
        label,
        {"Trường {{field}} ({{element}}) dài {{length}} ký tự, nhiều nhất là {{limit}}. Rút gọn rồi gửi lại.",
         {{"length", base::group_thousands(std::int64_t(length))},
          {"limit", base::group_thousands(std::int64_t(limit))}}});
}

void Form::text(Label label, std::string_view value, std::size_t limit, Need need)
{
    check_characters(label, value);
    const std::string words = base::normalise(value);
    require(!words.empty(), label, need);
    check_length(label, words, limit);
    if (!words.empty()) leaf(label.element, words);
}

void Form::id(Label label, std::string_view value, std::size_t limit, Need need)
{
    check_characters(label, value);
    value = trim(value);
    require(!value.empty(), label, need);
    check_length(label, value, limit);
    if (!value.empty()) leaf(label.element, value);
}

void Form::number(Label label, std::optional<int> value, int to_by_standard, Need need)
{
    require(value.has_value(), label, need);
    if (!value) return;
    const int to = is_own() ? to_by_standard : std::numeric_limits<int>::max();
    if (*value < 0 || *value > to) {
        refuse(label, {"Trường {{field}} ({{element}}) phải là số từ 0 đến {{limit}}.",
                       {{"limit", std::to_string(to)}}});
    }
    leaf(label.element, std::to_string(*value));
}

void Form::day(Label label, std::optional<base::Day> value, Need need)
{
    require(value.has_value(), label, need);
    if (!value) return;
    if (!is_day_of_the_format(*value))
        refuse(label, "Trường {{field}} ({{element}}) phải là ngày của các năm 1900 đến 2199.");
    leaf(label.element, slashed(*value));
}

void Form::time(Label label, std::optional<base::Time> value, Need need)
{
    require(value.has_value(), label, need);
    if (!value) return;
    using namespace std::chrono;
    const base::Day today = base::vietnam_day(*value);
    if (!is_day_of_the_format(today))
        refuse(label, "Trường {{field}} ({{element}}) phải là ngày của các năm 1900 đến 2199.");
    const hh_mm_ss clock(floor<seconds>(*value + hours(7)) - today);
    leaf(label.element, slashed(today) + " " + two_digits(clock.hours().count()) + ":" +
                            two_digits(clock.minutes().count()) + ":" + two_digits(clock.seconds().count()));
}

}  // namespace lt::edxml
