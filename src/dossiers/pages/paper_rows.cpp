// See paper_rows.h.
#include "dossiers/pages/paper_rows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>

#include "dossiers/paper_keys.h"

namespace lt::dossiers::pages {

using base::msg;

namespace {

constexpr std::string_view kKey = "paper_";
constexpr std::string_view kFile = "scan_";
constexpr std::array<std::string_view, 6> kHolding{"originals_",   "certified_", "copies_",
                                                   "upload_scan_", "reuse_",     "held_"};

std::optional<int> number_in(std::string_view digits)
{
    int no = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), no);
    if (error != std::errc() || end != digits.data() + digits.size() || no < 0 || no >= kMostPapers)
        return std::nullopt;
    return no;
}

std::optional<int> row_of(std::string_view field, std::string_view prefix)
{
    return field.starts_with(prefix) ? number_in(field.substr(prefix.size())) : std::nullopt;
}

// "3:giay.pdf" is of the third row.
std::optional<int> row_of_scan(std::string_view field, std::string_view choice)
{
    const std::size_t colon = choice.find(':');
    if (field != "scanned" || colon == choice.npos) return std::nullopt;
    return number_in(choice.substr(0, colon));
}

struct Row {
    std::string key{};
    bool holds = false;
};
std::map<int, Row> rows_of(const http::Request& request)
{
    std::map<int, Row> out;
    for (const auto& [name, value] : request.form.fields()) {
        if (const auto no = row_of(name, kKey)) out[*no].key = value;
        for (const std::string_view prefix : kHolding)
            if (const auto no = row_of(name, prefix))
                if (Row& row = out[*no]; !value.empty() && value != "0") row.holds = true;
        if (const auto no = row_of_scan(name, value)) out[*no].holds = true;
    }
    for (const http::UploadedFile& file : request.files)
        if (const auto no = row_of(file.field, kFile)) out[*no].holds = true;
    return out;
}

// From the number that a row was sent with to the one it gets.
using Places = std::map<int, int>;
Places places_of(const std::map<int, Row>& sent, const std::vector<std::string>& keys, PaperRows& rows)
{
    Places out;
    std::vector<bool> taken(keys.size());
    std::size_t behind = keys.size();
    for (const auto& [no, row] : sent) {
        const auto key = std::ranges::find(keys, row.key);
        const auto place = static_cast<std::size_t>(key - keys.begin());
        if (key != keys.end() && !taken[place]) {
            out[no] = static_cast<int>(place);
            taken[place] = true;
        } else if (row.holds && behind < kMostPapers) {
            (key == keys.end() ? rows.left : rows.twice).push_back(row.key);
            out[no] = static_cast<int>(behind++);
        }
    }
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (!taken[i]) rows.added.push_back(keys[i]);
    return out;
}

// The field's name in its new row; nothing: the row falls away.
std::optional<std::string> renamed(std::string_view prefix, int no, const Places& places)
{
    const auto place = places.find(no);
    if (place == places.end()) return std::nullopt;
    return std::string(prefix) + std::to_string(place->second);
}

http::Form arranged(const http::Form& form, const Places& places)
{
    http::Form out;
    for (const auto& [name, value] : form.fields()) {
        std::optional<std::string> to = name;
        std::string content = value;
        if (const auto no = row_of(name, kKey)) to = renamed(kKey, *no, places);
        for (const std::string_view prefix : kHolding)
            if (const auto no = row_of(name, prefix)) to = renamed(prefix, *no, places);
        if (const auto no = row_of_scan(name, value))
            content = renamed("", *no, places).value_or("-1") + value.substr(value.find(':'));
        if (to) out.add(*std::move(to), std::move(content));
    }
    return out;
}

std::string names_of(const std::vector<std::string>& keys, const procedures::Version& version)
{
    std::string out;
    for (const std::string& key : keys)
        out += (out.empty() ? "" : "; ") + (key.empty() ? "?" : name_of_paper(version, key));
    return out;
}

}  // namespace

PaperRows arrange_papers(http::Request& request, const std::vector<std::string>& keys)
{
    PaperRows rows{.needed = keys.size()};
    const Places places = places_of(rows_of(request), keys, rows);
    request.form = arranged(request.form, places);
    for (http::UploadedFile& file : request.files)
        if (const auto no = row_of(file.field, kFile))
            file.field = renamed(kFile, *no, places).value_or("scan");
    return rows;
}

base::Wrong wrong_papers(const PaperRows& rows, const procedures::Version& version)
{
    base::Wrong out;
    const auto tell = [&](const std::vector<std::string>& keys, const char* words) {
        if (!keys.empty())
            out.emplace_back("papers", base::Message(words, {{"papers", names_of(keys, version)}}));
    };
    tell(rows.added, msg("Thành phần hồ sơ đã đổi theo câu trả lời, có thêm: {{papers}}. Xem lại giấy tờ rồi "
                         "tiếp nhận."));
    tell(rows.left,
         msg("Theo câu trả lời, hồ sơ không cần: {{papers}}. Xoá số bản và bỏ tệp của giấy tờ này, "
             "hoặc sửa lại câu trả lời."));
    tell(rows.twice, msg("Biểu mẫu ghi hai lần giấy tờ: {{papers}}. Xem lại số bản và tệp rồi tiếp nhận."));
    return out;
}

}  // namespace lt::dossiers::pages
