// See rules.h.
#include "dossiers/figures/rules.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "kit/base/result.h"

namespace lt::dossiers {

namespace {

struct Named {
    Measure measure{};
    std::string_view text{};
    Counted counted{};
};
constexpr std::array kNames{
    Named{Measure::none, "", Counted::nothing},
    Named{Measure::on_time, "on_time", Counted::dossiers},
    Named{Measure::online, "online", Counted::dossiers},
    Named{Measure::paid_online, "paid_online", Counted::dossiers},
    Named{Measure::electronic_result, "electronic_result", Counted::dossiers},
    Named{Measure::digitised, "digitised", Counted::dossiers},
    Named{Measure::reused, "reused", Counted::dossiers},
    Named{Measure::synced, "synced", Counted::dossiers},
    Named{Measure::certified, "certified", Counted::dossiers},
    Named{Measure::from_store, "from_store", Counted::dossiers},
    Named{Measure::identified, "identified", Counted::dossiers},
    Named{Measure::pleased, "pleased", Counted::dossiers},
    Named{Measure::rated, "rated", Counted::dossiers},
    Named{Measure::identifying, "identifying", Counted::procedures},
    Named{Measure::whole, "whole", Counted::procedures},
    Named{Measure::offered_online, "offered_online", Counted::procedures},
    Named{Measure::used_online, "used_online", Counted::procedures},
    Named{Measure::fees_payable_online, "fees_payable_online", Counted::procedures},
    Named{Measure::fees_paid_online, "fees_paid_online", Counted::procedures},
    Named{Measure::decided_in_time, "decided_in_time", Counted::publications},
    Named{Measure::listed_in_time, "listed_in_time", Counted::publications},
    Named{Measure::answered_in_time, "answered_in_time", Counted::petitions},
    Named{Measure::answer_liked, "answer_liked", Counted::petitions},
};
static_assert(kNames.size() == kMeasures);

const Named& named_of(Measure measure) { return kNames[static_cast<std::size_t>(measure)]; }

}  // namespace

std::optional<Measure> measure_from(std::string_view text)
{
    const auto found = std::ranges::find(kNames, text, &Named::text);
    if (found == kNames.end() || found->measure == Measure::none) return std::nullopt;
    return found->measure;
}

std::string_view to_text(Measure measure) { return named_of(measure).text; }

Counted counted_by(Measure measure) { return named_of(measure).counted; }

const Component* IndexRules::find(std::string_view id) const
{
    for (const ComponentGroup& group : groups)
        for (const Component& component : group.components)
            if (component.id == id) return &component;
    return nullptr;
}

int IndexRules::days_of(Measure measure) const
{
    for (const ComponentGroup& group : groups)
        for (const Component& component : group.components)
            if (component.measure == measure) return component.days;
    return 0;
}

int IndexRules::most() const
{
    int sum = 0;
    for (const ComponentGroup& group : groups) sum += group.most;
    return sum;
}

int IndexRules::counted_most() const
{
    int sum = 0;
    for (const ComponentGroup& group : groups)
        for (const Component& component : group.components)
            if (component.measure != Measure::none) sum += component.most;
    return sum;
}

const std::string& IndexRules::class_of(std::int64_t hundredths) const
{
    for (const IndexClass& one : classes)
        if (hundredths >= one.from * 100) return one.name;
    return classes.back().name;
}

std::int64_t score_of(const Component& component, std::int64_t numerator, std::int64_t denominator)
{
    const std::int64_t full = component.most * 100;
    if (denominator <= 0) return component.full_of_nothing ? full : 0;
    if (component.all_or_none) return numerator == denominator ? full : 0;
    const std::int64_t whole = denominator * component.threshold;
    return std::min(full, (2 * full * 100 * numerator + whole) / (2 * whole));
}

std::string format_score(std::int64_t hundredths)
{
    const std::string cents = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + "," + std::string(2 - cents.size(), '0') + cents;
}

IndexRuleBook::IndexRuleBook(std::vector<IndexRules> rules) : rules_(std::move(rules))
{
    if (rules_.empty()) throw std::runtime_error("there are no rules of any index");
    std::ranges::sort(rules_, {}, &IndexRules::valid_from);
}

const IndexRules& IndexRuleBook::on(base::Day day) const
{
    const IndexRules* found = &rules_.front();
    for (const IndexRules& one : rules_)
        if (one.valid_from <= day) found = &one;
    return *found;
}

const IndexRules& IndexRuleBook::named(std::string_view name, base::Day day) const
{
    const auto found = std::ranges::find(rules_, name, &IndexRules::name);
    return found == rules_.end() ? on(day) : *found;
}

}  // namespace lt::dossiers
