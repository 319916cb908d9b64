// See shares.h.
#include "dossiers/figures/shares.h"

#include <algorithm>

namespace lt::dossiers {

bool Judging::holds(base::Time time) const
{
    return time >= period.from() && time < std::min(period.until(), as_of);
}

bool Judging::holds(base::Day day) const
{
    return day >= period.first && day < period.behind && day <= last_day();
}

base::Day Judging::last_day() const { return base::vietnam_day(as_of - std::chrono::microseconds(1)); }

void Shares::count(Measure measure, bool good)
{
    Share& share = shares_[static_cast<std::size_t>(measure)];
    ++share.denominator;
    share.numerator += good;
}

void Shares::add(const Judged& judged)
{
    for (std::size_t i = 0; i < kMeasures; ++i) {
        const auto measure = static_cast<Measure>(i);
        if (const auto good = good_for(measure, judged)) count(measure, *good);
    }
    bool& identified = identifying_[judged.procedure];
    identified = identified || judged.identified;
}

void Shares::add(const TracedProcedure& procedure)
{
    if (procedure.decides) count(Measure::whole, procedure.is_whole);
    if (!procedure.receives) return;
    count(Measure::offered_online, procedure.has_online);
    if (procedure.has_online) count(Measure::used_online, procedure.used_online);
    if (!procedure.has_fees) return;
    count(Measure::fees_payable_online, procedure.payable_online);
    count(Measure::fees_paid_online, procedure.paid_online);
}

void Shares::add(const Publication& publication, const Judging& judging)
{
    if (judging.holds(publication.decided_on))
        count(Measure::decided_in_time, publication.decided_on <= publication.decide_by);
    const bool is_out = publication.published_on && *publication.published_on <= judging.last_day();
    const bool is_due_there =
        publication.publish_by >= judging.period.first && publication.publish_by < judging.period.behind;
    if (is_due_there && (is_out || publication.publish_by <= judging.last_day()))
        count(Measure::listed_in_time, is_out && *publication.published_on <= publication.publish_by);
}

void Shares::add(const TracedPetition& petition, const Judging& judging)
{
    const bool missed =
        std::ranges::any_of(petition.missed, [&](base::Time due) { return judging.holds(due); });
    bool handled = missed;
    bool in_time = false;
    if (petition.due_at) {
        const bool is_answered = petition.answered_at && *petition.answered_at < judging.as_of;
        const base::Time counts_at =
            is_answered ? std::min(*petition.answered_at, *petition.due_at) : *petition.due_at;
        in_time = is_answered && *petition.answered_at <= *petition.due_at;
        handled = handled || judging.holds(counts_at);
    }
    if (handled) count(Measure::answered_in_time, in_time && !missed);
    std::optional<bool> last;
    for (const auto& [at, liked] : petition.marks)
        if (judging.holds(at)) last = liked;
    if (last) count(Measure::answer_liked, *last);
}

Share Shares::of(Measure measure) const
{
    if (measure != Measure::identifying) return shares_[static_cast<std::size_t>(measure)];
    return {std::ranges::count_if(identifying_, [](const auto& one) { return one.second; }),
            std::ssize(identifying_)};
}

bool Shares::any() const
{
    return !identifying_.empty() ||
           std::ranges::any_of(shares_, [](const Share& share) { return share.denominator > 0; });
}

}  // namespace lt::dossiers
