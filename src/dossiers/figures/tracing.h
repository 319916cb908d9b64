// Reads for the recount: row by row, each agency in its own sight, and adds up what every agency had.
#pragma once

#include <map>
#include <set>
#include <utility>

#include "dossiers/figures/shares.h"
#include "kit/db/fwd.h"

namespace lt::dossiers {

class Tracing {
public:
    Tracing(db::Pool& pool, const IndexRules& rules, const Judging& judging);

    // The dossiers that the agency decides or received, and the petitions about them. Each counts for the agency that had it then.
    void read_agency(std::int64_t agency);
    // After all agencies: the petitions, the procedures that they offered then, and the decisions that announced them.
    void read_catalogue();

    const Shares& of(std::int64_t agency) { return shares_[agency]; }

private:
    struct Used {
        bool online = false;
        bool paid = false;
    };
    using Offered = std::pair<std::int64_t, std::int64_t>;  // agency, procedure
    void read_dossiers(db::Transaction& tx, std::int64_t agency);
    void read_petitions(db::Transaction& tx, std::int64_t agency);
    std::map<Offered, TracedProcedure> offered(db::Transaction& tx) const;
    std::set<Offered> payable(db::Transaction& tx) const;  // agency 0: everywhere
    void add_publications(db::Transaction& tx, const std::map<Offered, TracedProcedure>& offers);

    db::Pool& pool_;
    const IndexRules& rules_;
    Judging judging_;
    std::set<std::int64_t> certifying_{};  // procedures
    std::map<std::int64_t, Shares> shares_{};
    std::map<Offered, Used> used_{};  // by who received dossiers
    std::map<std::pair<std::int64_t, std::int64_t>, TracedPetition>
        petitions_{};  // by who had them, and their id
};

}  // namespace lt::dossiers
