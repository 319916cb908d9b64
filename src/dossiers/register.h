// The register of dossiers (form 07): what an agency received in a span of days. What is printed is numbered and kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/services.h"

namespace lt::dossiers {

struct KeptRegister {
    std::string uid{};
    int year = 0;
    std::int64_t number = 0;
    base::Day from{};
    base::Day to{};
    std::int64_t rows = 0;   // dossiers in it
    std::string content{};   // SHA-256 of what stands in the rows
    std::string sha256{};    // of the file
    std::string official{};  // who printed it
    base::Time at{};
};

// The days are included. As long as the same stands in it, it is the one that was printed before for these days; else a new one with the next
// number. Throws NotPrinted where its file can't be made or stored.
KeptRegister print_register(Services& services, db::Transaction& tx, const Actor& actor, base::Day from,
                            base::Day to, base::Time now);
std::string register_bytes(Services& services, const KeptRegister& kept);

// Those of the agency in whose scope it is, the newest first, behind this one.
struct BehindRegister {
    base::Time at{};
    std::int64_t number = 0;
};
std::vector<KeptRegister> kept_registers(db::Transaction& tx, const std::optional<BehindRegister>& behind,
                                         int limit);
std::optional<KeptRegister> find_register(db::Transaction& tx, const std::string& uid);

// "15/STD".
std::string register_number(const KeptRegister& kept);

}  // namespace lt::dossiers
