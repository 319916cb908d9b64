// What an agency has of each measure in a period, added up one thing after the other: dossiers, procedures, decisions that announced them,
// petitions. Pure. The database adds up with statements of migrations 0031, 0036 and 0038; this is the other way.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "dossiers/figures/judge.h"
#include "dossiers/figures/period.h"

namespace lt::dossiers {

struct Share {
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    bool operator==(const Share&) const = default;
};

// A span that is judged by what had happened before the moment.
struct Judging {
    IndexPeriod period{};
    base::Time as_of{};

    bool holds(base::Time time) const;  // in the span, and before the moment
    bool holds(base::Day day) const;    // in the span, and not after last_day()
    base::Day last_day() const;         // that had begun before the moment
};

// A procedure as an agency offers it.
struct TracedProcedure {
    bool receives = false;
    bool decides = false;
    bool is_whole = false;
    bool has_online = false;
    bool has_fees = false;
    bool payable_online = false;  // somebody wrote down that its fees can be paid online there
    bool used_online = false;     // a dossier that the agency received in the period came online
    bool paid_online = false;
};

// A decision that announced a procedure, as it was written down last.
struct Publication {
    base::Day decided_on{};
    base::Day decide_by{};
    std::optional<base::Day> published_on{};
    base::Day publish_by{};
};

// At one agency.
struct TracedPetition {
    std::optional<base::Time> due_at{};  // where the agency has to answer
    std::optional<base::Time> answered_at{};
    std::vector<base::Time> missed{};  // due then, and forwarded only later
    std::vector<std::pair<base::Time, bool>>
        marks{};  // whether the answer was liked, in the order in which it was said
};

class Shares {
public:
    void add(const Judged& judged);
    void add(const TracedProcedure& procedure);
    void add(const Publication& publication, const Judging& judging);
    void add(const TracedPetition& petition, const Judging& judging);

    Share of(Measure measure) const;
    bool any() const;  // something was counted
    std::int64_t dossiers() const { return of(Measure::on_time).denominator; }

private:
    void count(Measure measure, bool good);

    std::array<Share, kMeasures> shares_{};
    std::map<std::int64_t, bool> identifying_{};  // procedures with dossiers
};

}  // namespace lt::dossiers
