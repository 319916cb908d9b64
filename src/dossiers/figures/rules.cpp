// See rules.h.
#include "dossiers/figures/rules.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "kit/base/result.h"

namespace lt::dossiers {

std::optional<Measure> measure_from(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, Measure>, 7> kNames{{
        {"on_time", Measure::on_time},
        {"online", Measure::online},
        {"paid_online", Measure::paid_online},
        {"electronic_result", Measure::electronic_result},
        {"digitised", Measure::digitised},
        {"reused", Measure::reused},
        {"synced", Measure::synced},
    }};
    for (const auto& [name, measure] : kNames)
        if (name == text) return measure;
    return std::nullopt;
}

const Component* IndexRules::find(std::string_view id) const
{
    for (const ComponentGroup& group : groups)
        for (const Component& component : group.components)
            if (component.id == id) return &component;
    return nullptr;
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
    if (denominator <= 0) return 0;
    const std::int64_t full = component.most * 100;
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
