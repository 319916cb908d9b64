// What the pages of online payments share.
#pragma once

#include "dossiers/figures/call.h"
#include "dossiers/figures/online_payments.h"

namespace lt::dossiers::pages {

inline constexpr int kPaymentsPage = 200;  // procedures

// For whom it is written down: "province", or the uid of an agency.
struct Payer {
    std::int64_t agency = 0;  // 0: the whole province
    std::string of{};
    std::string name{};
};
base::Result<Payer> payer_of(const FigureCall& figures, const std::string& of);  // not_found
std::string payer_path(const std::string& of);

}  // namespace lt::dossiers::pages
