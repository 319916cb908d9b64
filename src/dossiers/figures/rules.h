// The rules of the index of service quality as data: groups and components with their maxima, thresholds and how each is counted, and the
// classes of the total. Pure but for reading the files of data/indices.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"

namespace lt::dossiers {

// How a component is counted over the dossiers that were received in a period.
enum class Measure : std::uint8_t {
    none,               // there is no data for it here: it gets nothing, and pages say so
    on_time,            // judged on time, of all
    online,             // came online, of all; one that is finished needs an electronic result
    paid_online,        // paid something online, of those that owe something
    electronic_result,  // with an electronic result, of those that are finished
    digitised,          // with a scanned paper, or one from a store of data, of all
    reused,             // with a paper from the citizen's data vault, of all
    synced,             // told to the national portal, of all
};
std::optional<Measure> measure_from(std::string_view text);

struct Component {
    std::string id{};     // "2.1"
    std::string name{};   // as the decision calls it
    std::string rule{};   // what counts, in a sentence or two
    int most = 0;         // points
    int threshold = 100;  // percent from which on there are all points
    Measure measure = Measure::none;
    bool uncertain = false;  // maximum or threshold are not confirmed by the decision's text
};
struct ComponentGroup {
    std::string name{};
    int most = 0;
    std::vector<Component> components{};
};
struct IndexClass {
    int from = 0;  // points
    std::string name{};
};

struct IndexRules {
    std::string name{};  // "766/QĐ-TTg": kept with what was scored by it
    std::string title{};
    std::string basis{};
    base::Day valid_from{};
    std::vector<ComponentGroup> groups{};
    std::vector<IndexClass> classes{};  // the highest first

    const Component* find(std::string_view id) const;  // nullptr: there is none
    int most() const;                                  // of all groups
    int counted_most() const;                          // of the components that there is data for
    const std::string& class_of(std::int64_t hundredths) const;
};

// Points in hundredths, rounded half up: most × share, or most × share / threshold up to most. Of nothing: 0.
std::int64_t score_of(const Component& component, std::int64_t numerator, std::int64_t denominator);
std::string format_score(std::int64_t hundredths);  // "18,25"

// Several decisions, each from its day on.
class IndexRuleBook {
public:
    explicit IndexRuleBook(std::vector<IndexRules> rules);
    const IndexRules& on(base::Day day) const;  // the earliest one for a day before all
    const IndexRules& named(std::string_view name, base::Day day) const;  // else those of the day

private:
    std::vector<IndexRules> rules_{};  // by day
};

// Throws std::runtime_error with file and line for what is wrong, or does not add up.
IndexRules read_index_rules(const std::filesystem::path& file);
IndexRuleBook shipped_index_rules();

}  // namespace lt::dossiers
