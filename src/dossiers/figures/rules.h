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

// How a component is counted in a period. `as stored` names are those of the database's functions (migration 0038).
enum class Measure : std::uint8_t {
    none,  // there is no data for it here: it gets nothing, and pages say so
    // Of the dossiers that were received in the period.
    on_time,            // judged on time, of all
    online,             // came online, of all; one that is finished needs an electronic result
    paid_online,        // paid something online, of those that owe something
    electronic_result,  // with an electronic result, of those that are finished
    digitised,          // with a scanned paper, or one from a store of data, of all
    reused,             // with a paper from the citizen's data vault, of all
    synced,             // told to the national portal, of all
    certified,          // finished with an electronic result, of those of a procedure that certifies copies
    from_store,         // with a paper from the national portal's store, of all
    identified,  // by an account of electronic identity, or with data of the population database, of all
    pleased,     // on time, without petition and without a rating "not satisfied", of all
    rated,       // nobody was not satisfied, of those that were rated
    // Of procedures.
    identifying,          // with such a dossier, of those with a dossier in the period
    whole,                // with all seven parts, of those that the agency decides
    offered_online,       // with an online way, of those that it receives
    used_online,          // with a dossier that came online in the period, of those with an online way
    fees_payable_online,  // whose fees can be paid online there, of those with fees
    fees_paid_online,     // with a fee that was paid online in the period, of those with fees
    // Of decisions that announced procedures which the agency decides.
    decided_in_time,  // of those of the period
    listed_in_time,  // in the national database, of those whose publication was due in the period or done before that
    // Of petitions about the dossiers that it decides.
    answered_in_time,  // of those that were answered in the period, or became late in it
    answer_liked,      // of those whose answer the citizen judged in the period
};
inline constexpr std::size_t kMeasures = static_cast<std::size_t>(Measure::answer_liked) + 1;
std::optional<Measure> measure_from(std::string_view text);
std::string_view to_text(Measure measure);  // "on_time": as stored

// What stands behind the numbers of a measure.
enum class Counted : std::uint8_t { nothing, dossiers, procedures, publications, petitions };
Counted counted_by(Measure measure);

struct Component {
    std::string id{};              // "2.1"
    std::string name{};            // as the decision calls it
    std::string rule{};            // what counts, in a sentence or two
    int most = 0;                  // points; 0: shown, and gives none
    int threshold = 100;           // percent from which on there are all points
    bool all_or_none = false;      // one that is missing costs all points
    bool full_of_nothing = false;  // all points where there was nothing to count
    int days = 0;                  // working days of the time limit that it is about
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
    std::vector<std::string> certifying{};  // codes of the procedures that certify copies
    std::vector<std::string>
        population{};  // codes of the population database, as the national portal has them
    std::vector<ComponentGroup> groups{};
    std::vector<IndexClass> classes{};  // the highest first

    const Component* find(std::string_view id) const;  // nullptr: there is none
    int days_of(Measure measure) const;                // of the time limit that the measure is about; 0: none
    int most() const;                                  // of all groups
    int counted_most() const;                          // of the components that there is data for
    const std::string& class_of(std::int64_t hundredths) const;
};

// Points in hundredths, rounded half up: most × share, or most × share / threshold up to most. Of nothing: 0, or as the component says.
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
