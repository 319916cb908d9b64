// See batch.h.
#include "dossiers/batches/batch.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kit/base/text.h"

namespace lt::dossiers::batches {

using base::msg;
using directory::Role;

namespace {

constexpr std::size_t kLongestRemark = 300;
constexpr std::string_view kFollowPath = "/tra-cuu/";

struct PaperWord {
    int PaperCounts::*count;
    std::string_view word;
};
constexpr std::array kPaperWords{PaperWord{&PaperCounts::originals, "bản chính"},
                                 PaperWord{&PaperCounts::certified, "bản chứng thực"},
                                 PaperWord{&PaperCounts::copies, "bản sao"}};

}  // namespace

std::string_view to_text(Kind kind) { return kind == Kind::dossiers ? "dossiers" : "results"; }

std::optional<Kind> kind_from(std::string_view text)
{
    if (text == "dossiers") return Kind::dossiers;
    if (text == "results") return Kind::results;
    return std::nullopt;
}

const char* words_of(Kind kind)
{
    return kind == Kind::dossiers ? msg("Bàn giao hồ sơ") : msg("Bàn giao kết quả");
}

Kind given_by(Role role) { return role == Role::desk_staff ? Kind::dossiers : Kind::results; }
Kind received_by(Role role) { return role == Role::desk_staff ? Kind::results : Kind::dossiers; }

bool hands_over(Role role)
{
    switch (role) {
    case Role::desk_staff:
    case Role::leader:
    case Role::specialist:
    case Role::registry_clerk: return true;
    case Role::agency_administrator:
    case Role::platform_operator: break;
    }
    return false;
}

bool fits(Kind kind, State state)
{
    switch (state) {
    case State::received:
    case State::processing:
    case State::supplement:
    case State::payment: return kind == Kind::dossiers;
    case State::resolved: return kind == Kind::results;
    case State::registered:
    case State::rejected:
    case State::withdrawn:
    case State::stopped:
    case State::returned: break;
    }
    return false;
}

std::string notation(Kind kind, std::int64_t number)
{
    return std::to_string(number) + (kind == Kind::dossiers ? "/BGHS" : "/BGKQ");
}

std::string to_words(const PaperCounts& papers)
{
    std::string out;
    for (const PaperWord& one : kPaperWords)
        if (papers.*one.count > 0)
            out +=
                (out.empty() ? "" : ", ") + std::to_string(papers.*one.count) + " " + std::string(one.word);
    return out;
}

std::optional<PaperCounts> papers_from(std::string_view words)
{
    PaperCounts out;
    for (std::size_t at = 0; at < words.size();) {
        const std::string_view part = words.substr(at, words.find(", ", at) - at);
        at += part.size() + 2;
        int count = 0;
        const char* const end = std::from_chars(part.data(), part.data() + part.size(), count).ptr;
        for (const PaperWord& one : kPaperWords)
            if (part.ends_with(one.word) && end != part.data()) out.*one.count = count;
    }
    return to_words(out) == words ? std::optional(out) : std::nullopt;
}

std::vector<std::string> codes_in(std::string_view typed)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at < typed.size();) {
        const std::size_t end = std::min(typed.find_first_of(" \t\r\n,;", at), typed.size());
        std::string_view code = typed.substr(at, end - at);
        at = end + 1;
        if (const auto path = code.rfind(kFollowPath); path != std::string_view::npos)
            code = code.substr(path + kFollowPath.size());
        code = code.substr(0, code.find_first_of("?#"));
        std::string upper = base::upper(code);
        if (!upper.empty() && std::ranges::find(out, upper) == out.end()) out.push_back(std::move(upper));
    }
    return out;
}

base::Result<base::Done> check(const std::vector<Verdict>& verdicts)
{
    base::Wrong wrong;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const std::string field = "remark_" + std::to_string(i + 1);
        const std::string& remark = verdicts[i].remark;
        if (!verdicts[i].taken && remark.find_first_not_of(" \t\r\n") == std::string::npos)
            wrong.emplace_back(
                field, base::Message(msg("Dòng {{no}} không nhận: ghi lý do, ví dụ thiếu giấy tờ nào."),
                                     {{"no", std::to_string(i + 1)}}));
        if (base::length(remark) > kLongestRemark)
            wrong.emplace_back(field, msg("Ghi chú dài quá 300 ký tự."));
    }
    if (auto error = base::invalid(std::move(wrong))) return *error;
    return base::Done{};
}

}  // namespace lt::dossiers::batches
