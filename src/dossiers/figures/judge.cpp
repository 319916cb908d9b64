// See judge.h.
#include "dossiers/figures/judge.h"

#include <algorithm>
#include <map>

namespace lt::dossiers {
namespace {

using std::chrono::microseconds;

// The acts that count: before the moment, without remarks and without what was taken back.
std::vector<Traced::Step> standing(const Traced& traced, base::Time as_of)
{
    std::vector<Traced::Step> out;
    for (const Traced::Step& step : traced.history) {
        if (step.at >= as_of || step.act == ActKind::note) continue;
        if (step.act != ActKind::take_back)
            out.push_back(step);
        else if (!out.empty())
            out.pop_back();
    }
    return out;
}

// A stretch in which the citizen has something to do.
struct Pause {
    ActKind why{};
    base::Time from{};
    std::optional<base::Time> to{};  // nothing: it lasts

    microseconds until(base::Time end) const
    {
        return std::max(microseconds(0), std::min(to.value_or(end), end) - from);
    }
};

// Walks along the acts; what comes before the reception is no matter of the agency's time.
class Walk {
public:
    explicit Walk(const std::vector<Traced::Step>& steps)
    {
        for (const Traced::Step& step : steps) take(step);
    }

    bool finished() const { return resolved_ || returned_; }
    std::ptrdiff_t supplements() const
    {
        return std::ranges::count(pauses_, ActKind::ask_supplement, &Pause::why);
    }
    const Pause* supplement() const
    {
        const auto found = std::ranges::find(pauses_, ActKind::ask_supplement, &Pause::why);
        return found == pauses_.end() ? nullptr : &*found;
    }
    base::Time end(base::Time as_of) const
    {
        if (resolved_) return *resolved_;
        if (returned_) return *returned_;
        if (ended_) return *ended_;
        if (const Pause* asked = supplement(); asked != nullptr && !asked->to) return asked->from;
        return as_of;
    }
    // Time of the pauses that begin in [from, to), up to `to`.
    microseconds paused(base::Time from, base::Time to) const
    {
        microseconds sum{0};
        for (const Pause& pause : pauses_)
            if (pause.from >= from && pause.from < to) sum += pause.until(to);
        return sum;
    }

private:
    void take(const Traced::Step& step)
    {
        if (!pauses_.empty() && !pauses_.back().to) pauses_.back().to = step.at;
        switch (step.act) {
        case ActKind::receive:
            pauses_.clear();
            received_ = true;
            return;
        case ActKind::ask_supplement:
        case ActKind::ask_payment:
            if (received_) pauses_.push_back({.why = step.act, .from = step.at, .to = {}});
            return;
        case ActKind::resolve: resolved_ = step.at; return;
        case ActKind::hand_over: returned_ = step.at; return;
        case ActKind::reject:
        case ActKind::withdraw:
        case ActKind::stop: ended_ = step.at; return;
        case ActKind::lodge:
        case ActKind::begin:
        case ActKind::supplemented:
        case ActKind::paid:
        case ActKind::extend:
        case ActKind::verify:
        case ActKind::note:
        case ActKind::take_back: return;
        }
    }

    bool received_ = false;
    std::vector<Pause> pauses_{};
    std::optional<base::Time> resolved_{}, returned_{}, ended_{};
};

bool is_on_time(const Traced& traced, const Walk& walk, base::Time as_of)
{
    if (walk.supplements() > 1) return false;
    if (!traced.promised) return true;
    const base::Time end = walk.end(as_of);
    const Pause* supplement = walk.supplement();
    if (supplement == nullptr || !supplement->to || !traced.begins_anew)
        return end - walk.paused(base::Time::min(), end) <= *traced.promised;
    // The time begins anew with the supplement; but a promise that was broken before it was asked for stays broken.
    const base::Time anew = *supplement->to;
    if (supplement->from - walk.paused(base::Time::min(), supplement->from) > *traced.promised) return false;
    return end - (anew - traced.received) - walk.paused(anew, end) <= *traced.promised;
}

bool any_before(const std::vector<base::Time>& times, base::Time as_of)
{
    return std::ranges::any_of(times, [&](base::Time time) { return time < as_of; });
}

}  // namespace

Judged judge(const Traced& traced, base::Time as_of)
{
    const Walk walk(standing(traced, as_of));
    const bool electronic = any_before(traced.result_files, as_of);
    const bool paid = any_before(traced.paid_online, as_of) || traced.paid_when_lodged;
    std::map<std::string, bool> said;  // by way: whether the last word is a dislike
    for (const Traced::Rating& rating : traced.ratings)
        if (rating.at < as_of) said[rating.way] = rating.is_dislike;
    return {.on_time = is_on_time(traced, walk, as_of),
            .finished = walk.finished(),
            .online = traced.online && (!walk.finished() || electronic),
            .with_result = walk.finished() && electronic,
            .digitised = any_before(traced.scans, as_of) || traced.from_vault || traced.from_database,
            .reused = traced.from_vault,
            .owes = traced.owes,
            .paid_online = traced.owes && paid,
            .synced = any_before(traced.told, as_of),
            .from_store = traced.from_store,
            .identified = traced.identified,
            .complained = any_before(traced.petitions, as_of),
            .rated = !said.empty(),
            .disliked = std::ranges::any_of(said, [](const auto& word) { return word.second; }),
            .certifies = traced.certifies,
            .procedure = traced.procedure};
}

std::optional<bool> good_for(Measure measure, const Judged& judged)
{
    const auto among = [](bool asked, bool good) { return asked ? std::optional(good) : std::nullopt; };
    switch (measure) {
    case Measure::on_time: return judged.on_time;
    case Measure::online: return judged.online;
    case Measure::paid_online: return among(judged.owes, judged.paid_online);
    case Measure::electronic_result: return among(judged.finished, judged.with_result);
    case Measure::digitised: return judged.digitised;
    case Measure::reused: return judged.reused;
    case Measure::synced: return judged.synced;
    case Measure::certified: return among(judged.finished && judged.certifies, judged.with_result);
    case Measure::from_store: return judged.from_store;
    case Measure::identified: return judged.identified;
    case Measure::pleased: return judged.on_time && !judged.complained && !judged.disliked;
    case Measure::rated: return among(judged.rated, !judged.disliked);
    case Measure::none:
    case Measure::identifying:
    case Measure::whole:
    case Measure::offered_online:
    case Measure::used_online:
    case Measure::fees_payable_online:
    case Measure::fees_paid_online:
    case Measure::decided_in_time:
    case Measure::listed_in_time:
    case Measure::answered_in_time:
    case Measure::answer_liked: break;
    }
    return std::nullopt;
}

}  // namespace lt::dossiers
