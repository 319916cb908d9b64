// Batches of papers between a desk and those who decide: what may stand in one, who gives and receives, what a bar-code reader types. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/types.h"
#include "dossiers/life/dossier.h"
#include "kit/base/result.h"

namespace lt::dossiers::batches {

inline constexpr std::size_t kMostLines = 200;

// Dossiers go from the agency that received them to the one that decides; results come back.
enum class Kind : std::uint8_t { dossiers, results };
std::string_view to_text(Kind kind);
std::optional<Kind> kind_from(std::string_view text);
const char* words_of(Kind kind);  // "Bàn giao hồ sơ"

// The desk gives dossiers and takes results; all others of the one-stop mechanism the other way round.
Kind given_by(directory::Role role);
Kind received_by(directory::Role role);
bool hands_over(directory::Role role);  // has anything to do with batches at all

// Whether papers of a dossier in this state go this way.
bool fits(Kind kind, State state);

// "12/BGHS", "12/BGKQ".
std::string notation(Kind kind, std::int64_t number);

// The papers of a dossier.
struct PaperCounts {
    int originals = 0;
    int certified = 0;
    int copies = 0;

    bool operator==(const PaperCounts&) const = default;
};
// "2 bản chính, 1 bản sao": what slip and line say of them, in Vietnamese.
std::string to_words(const PaperCounts& papers);
// Back from there, so that a page says them in the language of its reader; nothing for other words.
std::optional<PaperCounts> papers_from(std::string_view words);

// What a reader types: codes, or the addresses in the QR codes of receipts ("https://…/tra-cuu/H05.1-261120-0001"), apart by white space. Each
// once, in their order.
std::vector<std::string> codes_in(std::string_view typed);

// What the receiver says of one line.
struct Verdict {
    bool taken = false;
    std::string remark{};
};
// invalid, at "remark_N": what is not taken goes back with a reason; remarks have an end.
base::Result<base::Done> check(const std::vector<Verdict>& verdicts);

}  // namespace lt::dossiers::batches
