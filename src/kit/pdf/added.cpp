#include "kit/pdf/added.h"

#include <algorithm>

#include "kit/pdf/verify/history.h"

namespace lt::pdf {
namespace {

Change judged(const std::string& bytes, std::size_t length)
{
    Source source(bytes);
    const auto history = History::read(source);
    if (!history || history->loose_tail()) return Change::undefined;
    const std::vector<Revision>& all = history->revisions();
    // The last revision of what was given away. White space may follow it there; the line end behind its mark may have come later.
    const auto was_there = [&](const Revision& one) {
        return bytes.find_last_not_of("\r\n", one.end() - 1) < length;
    };
    auto at = std::find_if(all.rbegin(), all.rend(), was_there);
    if (at == all.rend()) return Change::undefined;
    Change worst = Change::none;
    ChangeJudge judge(*at);
    for (auto before = at.base() - 1; before + 1 != all.end(); ++before)
        worst =
            std::max(worst, judge.step(*before, fields_of(*before), before[1], fields_of(before[1])).change);
    return worst;
}

}  // namespace

Change changes_behind(const std::string& bytes, std::size_t length)
{
    try {
        return judged(bytes, length);
    } catch (const TooComplex&) {
        return Change::undefined;
    }
}

}  // namespace lt::pdf
