// What stands in the legal forms, put together from a dossier as it is while an act gives them out. Reads only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/given_slips.h"
#include "slips/api.h"

namespace lt::dossiers {

inline constexpr const char* kFormsBasis = "Thông tư số 03/2025/TT-VPCP";

struct SlipKind {
    std::string_view key;
    const char* title;
    const char* file;      // first part of the file's name
    const char* form;      // "Mẫu số 01"; "" for what no text prescribes
    const char* notation;  // behind its number; "" for a kind without one
};
const SlipKind& slip_kind(std::string_view key);  // of a slip that there is; else throws base::Bug

// Who gives a form out, and with which number.
struct Stamp {
    std::string kind{};
    std::int64_t number = 0;    // 0: none
    std::int64_t agency = 0;    // whose number it is, and whose letterhead
    std::int64_t official = 0;  // 0: the platform
    std::string name{};
    std::string title{};  // of the post
    int event_no = 0;     // of the act
    base::Time at{};
};
slips::Content compose_slip(Services& services, db::Transaction& tx, const Dossier& dossier,
                            const SlipFacts& facts, const Stamp& stamp);

// Form 06: who had the dossier from when to when, of all agencies, and who gave the papers to whom (control_steps.cpp).
slips::ControlSlip control_slip_of(Services& services, db::Transaction& tx, const Dossier& dossier,
                                   const Stamp& stamp);

// Parts that other printed papers of a dossier have, too.
slips::Heading heading_of(Services& services, const Stamp& stamp);
slips::Dossier facts_of(const Dossier& dossier);
// As texts name it: "Uỷ ban nhân dân phường Kinh Bắc"; "" for 0.
std::string whole_agency_name(Services& services, std::int64_t agency);

}  // namespace lt::dossiers
