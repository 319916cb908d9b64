#include "kit/pdf/added.h"

#include <algorithm>

#include "kit/pdf/verify/history.h"

namespace lt::pdf {
namespace {

bool is_refilled(const Revision& before, const Revision& after, Budget& budget)
{
    const std::vector<Field> now = fields_of(after);
    return std::ranges::any_of(fields_of(before), [&](const Field& was) {
        if (was.type == "Sig") return false;
        const auto is = std::ranges::find(now, was.name, &Field::name);
        return is == now.end() || !same(was.value, is->value, budget);
    });
}

Added judged(const std::string& bytes, std::size_t length)
{
    Source source(bytes);
    const auto history = History::read(source);
    if (!history || history->loose_tail()) return {};
    const std::vector<Revision>& all = history->revisions();
    // The last revision of what was given away. White space may follow it there; the line end behind its mark may have come later.
    const auto was_there = [&](const Revision& one) {
        return bytes.find_last_not_of("\r\n", one.end() - 1) < length;
    };
    auto at = std::find_if(all.rbegin(), all.rend(), was_there);
    if (at == all.rend()) return {};
    Added out{.change = Change::none};
    ChangeJudge judge(*at);
    for (auto before = at.base() - 1; before + 1 != all.end(); ++before)
        out.change = std::max(
            out.change, judge.step(*before, fields_of(*before), before[1], fields_of(before[1])).change);
    out.refilled = is_refilled(*at, all.back(), source.budget());
    return out;
}

}  // namespace

Added added_behind(const std::string& bytes, std::size_t length)
{
    try {
        return judged(bytes, length);
    } catch (const TooComplex&) {
        return {};
    }
}

}  // namespace lt::pdf
