// What a supplement asked for, and what came with it, as the history of a dossier knows it. Pure.
#pragma once

#include <string>
#include <vector>

#include "dossiers/portal/record.h"

namespace lt::dossiers::portal {

// Acts that were taken back: nobody needs to know of them.
bool is_taken_back(const Facts& facts, int no);

struct Supplement {
    const Event* asked = nullptr;
    const Event* came = nullptr;  // nullptr: it is still waited for
    bool has_come = false;        // by the act up to which they are told
};
// Those that were asked for up to an act, in their order.
std::vector<Supplement> supplements_of(const Facts& facts, int up_to);

// A paper that was asked for, or came unasked.
struct Supplemented {
    std::string code{};
    std::string name{};
    std::string why{};                 // it was asked for; "": it came unasked
    int count = 0;                     // that came on paper
    std::vector<const File*> files{};  // that came of it
};
// In the order of the dossier's papers; behind them what came and belongs to none.
std::vector<Supplemented> papers_of(const Facts& facts, const Supplement& supplement);
// Fees that were paid while it was waited for.
bool is_paid_with(const Fee& fee, const Supplement& supplement);

}  // namespace lt::dossiers::portal
