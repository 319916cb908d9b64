// Two versions of a draft side by side.
#include "documents/pages/draft_differences.h"

#include <algorithm>
#include <set>

#include "directory/api.h"
#include "documents/pages/marks.h"

namespace lt::documents::pages {
namespace {

std::string words_of(const std::optional<base::Time>& time)
{
    return time ? base::format_vietnam(*time) : std::string();
}

// "3 nơi: a; b": what one list of recipients has and the other has not.
std::string names_of(const Call& call, const std::vector<std::int64_t>& agencies,
                     const std::vector<std::int64_t>& others)
{
    constexpr std::size_t kNamed = 5;
    const auto directory = call.documents().directory.snapshot();
    std::string names = call.tr("{{count}} nơi", {{"count", std::to_string(agencies.size())}});
    std::size_t named = 0;
    for (const std::int64_t agency : agencies) {
        if (std::find(others.begin(), others.end(), agency) != others.end()) continue;
        if (named == kNamed) return names + "…";
        names += (named++ == 0 ? ": " : "; ") + directory->name(agency);
    }
    return names;
}

}  // namespace

View differences_of(const Call& call, const DocumentView& stored, const Draft& typed)
{
    const Words& tr = call.tr;
    View rows = View::array();
    const auto add = [&](const std::string& label, const std::string& before, const std::string& now) {
        if (before == now) return;
        const auto shown = [&](const std::string& text) { return text.empty() ? tr("(trống)") : text; };
        rows.push_back({{"label", label}, {"stored", shown(before)}, {"typed", shown(now)}});
    };
    std::string kind = typed.kind_code;
    for (const Kind& one : kinds(call.documents())) {
        if (one.code == typed.kind_code) kind = one.name;
    }
    add(tr("Loại văn bản"), stored.kind_name, kind);
    add(tr("Trích yếu"), stored.subject, typed.subject);
    add(tr("Độ khẩn"), urgency_label(tr, stored.urgency), urgency_label(tr, typed.urgency));
    if (stored.signer != typed.signer) {
        std::string signer;
        for (const directory::Person& person : people_of(call, directory::Role::leader)) {
            if (person.official == typed.signer) signer = person.name;
        }
        add(tr("Người ký"), stored.signer_name, signer);
    }
    add(tr("Hạn trả lời"), words_of(stored.reply_due_at), words_of(typed.reply_due_at));
    const std::set<std::int64_t> before(stored.chosen_recipients.begin(), stored.chosen_recipients.end());
    if (before != std::set<std::int64_t>(typed.recipients.begin(), typed.recipients.end())) {
        add(tr("Nơi nhận"), names_of(call, stored.chosen_recipients, typed.recipients),
            names_of(call, typed.recipients, stored.chosen_recipients));
    }
    return rows;
}

}  // namespace lt::documents::pages
