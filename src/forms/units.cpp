// See units.h.
#include "forms/units.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "kit/base/text.h"

namespace lt::forms {
namespace {

constexpr std::size_t kProvinceDigits = 2;
constexpr std::size_t kCommuneDigits = 5;

[[noreturn]] void complain(std::size_t line, const std::string& words)
{
    throw std::runtime_error("units.tsv:" + std::to_string(line) + ": " + words);
}

// Between blanks, so that " phuong kinh" is found at the beginning of a word only.
std::string searchable(std::string_view text)
{
    std::string out = " ";
    for (const char c : base::fold(text)) {
        const bool word =
            static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word)
            out += c;
        else if (out.back() != ' ')
            out += ' ';
    }
    return out;
}

std::vector<std::string> words_in(std::string_view text)
{
    std::vector<std::string> words;
    std::istringstream in(searchable(text));
    for (std::string word; in >> word;) words.push_back(" " + word);
    return words;
}

bool has_all(const std::string& text, const std::vector<std::string>& words)
{
    return std::all_of(words.begin(), words.end(),
                       [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

// Who types accents means them.
bool has_accents_of(std::string_view name, const std::vector<std::string>& accented)
{
    if (accented.empty()) return true;
    const std::string lowered = base::lower(name);
    return std::all_of(accented.begin(), accented.end(),
                       [&](const std::string& word) { return lowered.find(word) != std::string::npos; });
}

}  // namespace

Units Units::parse(std::string_view text)
{
    Units units;
    std::size_t line = 0;
    while (!text.empty()) {
        ++line;
        const std::string_view row = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), row.size() + 1));
        if (row.empty() || row.front() == '#') continue;
        if (!base::is_utf8(row)) complain(line, "not UTF-8");
        const std::size_t first = row.find('\t');
        if (first == std::string_view::npos) complain(line, "a code, a tab and a name are needed");
        const std::size_t second = row.find('\t', first + 1);
        const std::string code(row.substr(0, first));
        std::string name = base::normalise(
            row.substr(first + 1, second == std::string_view::npos ? second : second - first - 1));
        std::string was =
            second == std::string_view::npos ? std::string() : base::normalise(row.substr(second + 1));
        const bool digits =
            std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (name.empty()) complain(line, "no name");
        if (digits && code.size() == kProvinceDigits) {
            if (!units.province_by_code_.emplace(code, units.provinces_.size()).second)
                complain(line, "code " + code + " stands twice");
            units.provinces_.push_back({code, std::move(name), std::move(was), units.communes_.size(), 0});
        } else if (digits && code.size() == kCommuneDigits) {
            if (units.provinces_.empty()) complain(line, "a commune before the first province");
            if (!units.commune_by_code_.emplace(code, units.communes_.size()).second)
                complain(line, "code " + code + " stands twice");
            units.folded_.push_back(searchable(name));
            units.folded_was_.push_back(searchable(was));
            units.communes_.push_back({code, std::move(name), units.provinces_.back().code, std::move(was)});
            ++units.provinces_.back().count;
        } else {
            complain(line, "a code has two digits (province) or five (commune)");
        }
    }
    return units;
}

Units Units::load(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return parse(text.str());
}

std::span<const Commune> Units::communes(std::string_view province) const
{
    const Province* found = this->province(province);
    if (!found) return {};
    return std::span<const Commune>(communes_).subspan(found->first, found->count);
}

const Province* Units::province(std::string_view code) const
{
    const auto found = province_by_code_.find(code);
    return found == province_by_code_.end() ? nullptr : &provinces_[found->second];
}

const Commune* Units::commune(std::string_view code) const
{
    const auto found = commune_by_code_.find(code);
    return found == commune_by_code_.end() ? nullptr : &communes_[found->second];
}

std::string Units::address(std::string_view province, std::string_view commune, std::string_view detail) const
{
    std::string out(detail);
    const auto add = [&](const std::string& name) {
        if (!out.empty()) out += ", ";
        out += name;
    };
    if (const Commune* found = this->commune(commune)) add(found->name);
    if (const Province* found = this->province(province)) add(found->name);
    return out;
}

std::vector<Found> Units::search(std::string_view words, std::string_view province, std::size_t limit) const
{
    std::vector<Found> found;
    const std::vector<std::string> folded = words_in(words);
    if (folded.empty()) return found;
    const std::vector<std::string> accented = base::accented_words(words);
    for (const bool old : {false, true}) {
        const auto& names = old ? folded_was_ : folded_;
        for (std::size_t i = 0; i < communes_.size() && found.size() < limit; ++i) {
            const Commune& commune = communes_[i];
            if (!province.empty() && commune.province != province) continue;
            if (!has_all(names[i], folded) || !has_accents_of(old ? commune.was : commune.name, accented))
                continue;
            // Found by its present name already.
            if (old && has_all(folded_[i], folded) && has_accents_of(commune.name, accented)) continue;
            found.push_back({&commune, old});
        }
    }
    return found;
}

}  // namespace lt::forms
