// See code.h.
#include "dossiers/life/code.h"

#include <algorithm>

namespace lt::dossiers {
namespace {

using base::msg;

bool may_stand(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '/';
}

std::string digits(std::int64_t number, int width)
{
    std::string out = std::to_string(number);
    if (out.size() < static_cast<std::size_t>(width))
        out.insert(0, static_cast<std::size_t>(width) - out.size(), '0');
    return out;
}

struct Date {
    int year = 0;
    int month = 0;
    int day = 0;
};
Date date_of(base::Day day)
{
    const std::chrono::year_month_day date(day);
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

base::Error wrong(const char* why) { return base::invalid("template", why); }

}  // namespace

CodeTemplate::Part CodeTemplate::part_of(std::string_view name)
{
    if (name == "agency") return {Place::agency};
    if (name == "alias") return {Place::alias};
    if (name == "yymmdd") return {Place::yymmdd};
    if (name == "yyyymmdd") return {Place::yyyymmdd};
    if (name == "yy") return {Place::yy};
    if (name == "yyyy") return {Place::yyyy};
    if (name.size() == 5 && name.starts_with("seq:") && name[4] >= '1' && name[4] <= '9')
        return {Place::number, {}, name[4] - '0'};
    return {Place::text};
}

base::Result<CodeTemplate> CodeTemplate::parse(std::string_view text)
{
    CodeTemplate out;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '{') {
            if (!may_stand(text[at]))
                return wrong(msg("Mẫu mã hồ sơ chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch ngang."));
            if (out.parts_.empty() || out.parts_.back().place != Place::text)
                out.parts_.push_back({Place::text});
            out.parts_.back().text += text[at++];
            continue;
        }
        const std::size_t end = text.find('}', at);
        Part part = part_of(text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1));
        if (end == std::string_view::npos || part.place == Place::text)
            return wrong(msg("Mẫu mã hồ sơ có chỗ không hiểu được. Dùng {agency}, {yymmdd}, {seq:4}."));
        out.parts_.push_back(std::move(part));
        at = end + 1;
    }
    const auto has = [&](Place place) { return std::ranges::count(out.parts_, place, &Part::place); };
    if (has(Place::number) != 1) return wrong(msg("Mẫu mã hồ sơ phải có đúng một số thứ tự, ví dụ {seq:4}."));
    if (has(Place::yymmdd) + has(Place::yyyymmdd) + has(Place::yy) + has(Place::yyyy) == 0)
        return wrong(msg("Mẫu mã hồ sơ phải có ngày hoặc năm, ví dụ {yymmdd}."));
    if (has(Place::agency) + has(Place::alias) == 0)
        return wrong(msg("Mẫu mã hồ sơ phải có mã cơ quan: {agency} hoặc {alias}."));
    return out;
}

std::string CodeTemplate::format(const Codes& codes, base::Day day, std::int64_t number) const
{
    const auto [year, month, day_of_month] = date_of(day);
    const std::string month_and_day = digits(month, 2) + digits(day_of_month, 2);
    std::string out;
    for (const Part& part : parts_) {
        switch (part.place) {
        case Place::text: out += part.text; break;
        case Place::agency: out += codes.agency; break;
        case Place::alias: out += codes.alias.empty() ? codes.agency : codes.alias; break;
        case Place::yymmdd: out += digits(year % 100, 2) + month_and_day; break;
        case Place::yyyymmdd: out += digits(year, 4) + month_and_day; break;
        case Place::yy: out += digits(year % 100, 2); break;
        case Place::yyyy: out += digits(year, 4); break;
        case Place::number: out += digits(number, part.width); break;
        }
    }
    return out;
}

std::string CodeTemplate::period(base::Day day) const
{
    const auto [year, month, day_of_month] = date_of(day);
    const bool daily = std::ranges::any_of(parts_, [](const Part& part) {
        return part.place == Place::yymmdd || part.place == Place::yyyymmdd;
    });
    if (!daily) return digits(year, 4);
    return digits(year, 4) + digits(month, 2) + digits(day_of_month, 2);
}

}  // namespace lt::dossiers
