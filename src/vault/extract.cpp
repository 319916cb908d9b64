// See extract.h.
#include "vault/extract.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "vault/lines.h"

namespace lt::vault {
namespace {

constexpr std::size_t kLongestValue = 200;

// Labels that end a value which stands before them on the same line.
constexpr std::array kStops{"gioi tinh",      "quoc tich",  "dan toc",        "ngay sinh", "nam sinh",
                            "ngay thang nam", "ngay cap",   "noi cap",        "noi sinh",  "que quan",
                            "so dinh danh",   "noi cu tru", "noi thuong tru", "so cccd",   "co gia tri",
                            "que quan",       "dia chi"};

std::string rest_of(const Line& line, std::size_t from)
{
    // "Họ và tên / Full name: …"
    if (from < line.size() && line[from].text.starts_with('/'))
        while (from < line.size() && !line[from++].text.ends_with(':')) {}
    std::size_t end = line.size();
    for (const char* stop : kStops)
        if (const auto place = find_label(line, stop, from)) end = std::min(end, place->begin);
    std::string out;
    for (std::size_t i = from; i < end; ++i) out += (out.empty() ? "" : " ") + line[i].text;
    return base::shorten(cut_marks(std::move(out)), kLongestValue);
}

// What stands behind one of the labels, on its line or, where nothing does, on the next one. Labels in the order of their worth.
std::string value_of(const std::vector<Line>& lines, const std::vector<const char*>& labels)
{
    for (const char* label : labels)
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto place = find_label(lines[i], label);
            if (!place) continue;
            std::string value = rest_of(lines[i], place->end);
            if (value.empty() && i + 1 < lines.size()) value = rest_of(lines[i + 1], 0);
            if (!value.empty()) return value;
        }
    return "";
}

std::optional<base::Day> labelled_day(const std::vector<Line>& lines, const std::vector<const char*>& labels)
{
    for (const char* label : labels)
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto place = find_label(lines[i], label);
            if (!place) continue;
            std::string rest;
            for (std::size_t at = place->end; at < lines[i].size(); ++at) rest += lines[i][at].text + " ";
            if (auto day = day_in(rest)) return day;
            if (i + 1 < lines.size())
                if (auto day = day_in(line_text(lines[i + 1]))) return day;
        }
    return std::nullopt;
}

// "Bắc Ninh, ngày 05 tháng 11 năm 2024" on a line of its own.
std::optional<base::Day> place_and_day(const std::vector<Line>& lines)
{
    for (const Line& line : lines) {
        const auto day = find_label(line, "ngay");
        if (!day || day->begin > 6 || !find_label(line, "thang", day->end) ||
            !find_label(line, "nam", day->end))
            continue;
        std::string rest;
        for (std::size_t at = day->end; at < line.size(); ++at) rest += line[at].text + " ";
        if (auto found = day_in(rest)) return found;
    }
    return std::nullopt;
}

// Twelve digits that begin with 0, with blanks and a few wrong letters between them.
std::string identity_in(const Line& line, std::size_t from)
{
    std::string run;
    int real = 0;
    const auto whole = [&] { return run.size() == 12 && run[0] == '0' && real >= 9; };
    for (std::size_t i = from; i < line.size(); ++i) {
        const std::string word = cut_marks(line[i].text);
        const bool fits = !word.empty() &&
                          std::ranges::all_of(word, [](char c) { return is_digit(as_digit(c)); }) &&
                          std::ranges::any_of(word, is_digit);
        if (!fits || run.size() + word.size() > 12) {
            if (whole()) return run;
            run.clear();
            real = 0;
            if (!fits || word.size() > 12) continue;
        }
        for (const char c : word) {
            real += is_digit(c);
            run += as_digit(c);
        }
        if (whole()) return run;
    }
    return "";
}

std::string identity_number(const std::vector<Line>& lines)
{
    for (const char* label :
         {"so dinh danh ca nhan", "so dinh danh", "can cuoc cong dan", "so can cuoc", "cccd", "so"})
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (const auto place = find_label(lines[i], label)) {
                std::string found = identity_in(lines[i], place->end);
                if (found.empty() && i + 1 < lines.size()) found = identity_in(lines[i + 1], 0);
                if (!found.empty()) return found;
            }
    for (const Line& line : lines)
        if (auto found = identity_in(line, 0); !found.empty()) return found;
    return "";
}

// "Số: 123/2024", "Số 05/QĐ-UBND": the first word behind it that has a digit.
std::string paper_number(const std::vector<Line>& lines, const std::vector<const char*>& labels)
{
    for (const char* label : labels)
        for (const Line& line : lines) {
            const auto place = find_label(line, label);
            if (!place) continue;
            for (std::size_t i = place->end; i < line.size() && i < place->end + 3; ++i) {
                std::string word = cut_marks(line[i].text);
                if (word.empty()) continue;
                if (std::ranges::any_of(word, is_digit) && identity_in(line, i).empty()) return word;
                break;
            }
        }
    return "";
}

// A name is written without digits; what a machine read beside it is not part of it.
std::string as_name(std::string text)
{
    const std::size_t end = text.find_first_of("0123456789:/()");
    if (end != std::string::npos) text.resize(end);
    return cut_marks(std::move(text));
}

// The head of the paper, where no label says who issued it.
std::string issuer_in_head(const std::vector<Line>& lines)
{
    constexpr std::size_t kHead = 8;
    for (std::size_t i = 0; i < lines.size() && i < kHead; ++i) {
        const auto place = find_label(lines[i], "uy ban nhan dan");
        if (!place) continue;
        std::string out = line_text(lines[i]);
        // The State's name stands beside it on the same height.
        for (const char* state : {"cong hoa", "doc lap"})
            if (const auto other = find_label(lines[i], state)) {
                Line own(lines[i].begin(), lines[i].begin() + static_cast<std::ptrdiff_t>(other->begin));
                out = line_text(own);
            }
        return base::shorten(cut_marks(std::move(out)), kLongestValue);
    }
    return "";
}

struct Labels {
    std::vector<const char*> number{}, name{}, born{}, issued{}, until{}, issuer{}, address{};
};

const Labels& labels_of(Shape shape)
{
    static const std::array<Labels, 7> kAll = [] {
        const Labels usual{
            .number = {"so"},
            .name = {"ho chu dem ten khai sinh", "ho chu dem ten", "ho va ten", "ho ten", "ong ba"},
            .born = {"ngay thang nam sinh", "ngay sinh", "sinh ngay", "nam sinh"},
            .issued = {"ngay thang nam cap", "ngay cap", "cap ngay"},
            .until = {"co gia tri den", "co gia tri den ngay", "gia tri den", "thoi han den", "den ngay"},
            .issuer = {"noi cap", "co quan cap"},
            .address = {"noi thuong tru", "noi cu tru", "dia chi"}};
        std::array<Labels, 7> all;
        all.fill(usual);
        Labels& card = all[static_cast<std::size_t>(Shape::identity_card)];
        card.number.clear();  // it is the identity number itself
        Labels& birth = all[static_cast<std::size_t>(Shape::birth)];
        birth.issued = {"ngay thang nam dang ky", "ngay dang ky", "dang ky ngay"};
        birth.issuer = {"noi dang ky khai sinh", "noi dang ky"};
        birth.address = {"noi sinh"};
        Labels& marriage = all[static_cast<std::size_t>(Shape::marriage)];
        marriage.issued = birth.issued;
        marriage.issuer = {"noi dang ky ket hon", "noi dang ky"};
        Labels& death = all[static_cast<std::size_t>(Shape::death)];
        death.issued = birth.issued;
        death.issuer = {"noi dang ky khai tu", "noi dang ky"};
        Labels& land = all[static_cast<std::size_t>(Shape::land)];
        land.number = {"so phat hanh", "so vao so cap gcn", "so vao so", "so"};
        land.name = {"nguoi su dung dat", "ong", "ba", "ho va ten"};
        land.address = {"dia chi thua dat", "thua dat so", "dia chi"};
        return all;
    }();
    return kAll[static_cast<std::size_t>(shape)];
}

}  // namespace

Shape shape_of(std::string_view paper_name)
{
    const std::string name = base::fold(paper_name);
    const auto says = [&](const char* words) { return name.find(words) != std::string::npos; };
    if (says("khai sinh")) return Shape::birth;
    if (says("khai tu") || says("bao tu")) return Shape::death;
    if (says("ket hon") || says("tinh trang hon nhan")) return Shape::marriage;
    if (says("quyen su dung dat") || says("quyen so huu nha")) return Shape::land;
    if (says("can cuoc") || says("ho chieu") || says("chung minh")) return Shape::identity_card;
    if (says("quyet dinh") || says("giay phep") || says("giay chung nhan")) return Shape::decision;
    return Shape::other;
}

Found extract(std::string_view text, Shape shape)
{
    const std::vector<Line> lines = lines_of(text);
    const Labels& labels = labels_of(shape);
    Found out;
    out.identity_number = identity_number(lines);
    out.number = shape == Shape::identity_card ? out.identity_number : paper_number(lines, labels.number);
    out.full_name = as_name(value_of(lines, labels.name));
    out.born_on = labelled_day(lines, labels.born);
    out.issued_on = labelled_day(lines, labels.issued);
    if (!out.issued_on) out.issued_on = place_and_day(lines);
    out.valid_to = labelled_day(lines, labels.until);
    out.issuer = value_of(lines, labels.issuer);
    if (out.issuer.empty()) out.issuer = issuer_in_head(lines);
    out.address = value_of(lines, labels.address);
    return out;
}

std::string to_json(const Found& found)
{
    nlohmann::json out = nlohmann::json::object();
    const auto text = [&](const char* name, const std::string& value) {
        if (!value.empty()) out[name] = value;
    };
    const auto day = [&](const char* name, const std::optional<base::Day>& value) {
        if (value) out[name] = base::format_day(*value);
    };
    text("number", found.number);
    text("issuer", found.issuer);
    day("issued_on", found.issued_on);
    day("valid_to", found.valid_to);
    text("identity_number", found.identity_number);
    text("full_name", found.full_name);
    day("born_on", found.born_on);
    text("address", found.address);
    return out.dump();
}

Found found_from_json(std::string_view json)
{
    const nlohmann::json in = nlohmann::json::parse(json);
    const auto text = [&](const char* name) { return in.value(name, std::string()); };
    const auto day = [&](const char* name) { return base::parse_day(text(name)); };
    return {.number = text("number"),
            .issuer = text("issuer"),
            .issued_on = day("issued_on"),
            .valid_to = day("valid_to"),
            .identity_number = text("identity_number"),
            .full_name = text("full_name"),
            .born_on = day("born_on"),
            .address = text("address")};
}

}  // namespace lt::vault
