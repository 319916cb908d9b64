// What the province adds to a procedure so that dossiers of it can be received and handled: the process, the form, the decisions, rules of
// time, kinds of papers and of results. Values only; kept as one JSON text beside the record.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/deadline.h"

namespace lt::procedures {

// How the times of the record are counted.
struct TimeRules {
    int received_by =
        15;  // hour of the day: what is received later counts from the next working day; 0: no such rule
    calendar::AfterPause after_supplement = calendar::AfterPause::starts_anew;
    int most_extensions = 1;
    int accept_within = 8;       // working hours within which an online dossier is accepted or refused
    int supplement_within = 30;  // days that the citizen has to supplement; 0: as long as it takes
    bool no_due = false;         // the law fixes no time: nobody is promised one
    std::string basis{};         // the text that says so

    bool operator==(const TimeRules&) const = default;
};

// A procedure that a linked one consists of: a dossier of its own, made from the parent's answers.
struct Child {
    std::string code{};
    std::string name{};
    // Identity code of the agency that decides it; empty: as deciding_agency() says of its code, else the agency that decides the parent.
    std::string decides{};
    std::string after{};      // code of the child whose result it needs first; empty: begins at once
    std::string condition{};  // FEEL, as of a paper: whether it is wanted at all; empty: always
    // What its dossier takes over, and nothing else: answers by their names, papers of the parent by their codes.
    std::vector<std::string> answers{};
    std::vector<std::string> papers{};
    // Codes of those results of the parent's version that it leads to, where that version handles it; empty: all.
    std::vector<std::string> results{};
    // How it is handled where the catalogue has no runnable procedure of its code; 0 and empty: not at all.
    int days = 0;           // working days
    std::string process{};  // key

    bool operator==(const Child&) const = default;
};

// What is handed back at the end.
struct ResultKind {
    std::string code{};
    std::string name{};
    bool is_signed = true;    // needs the digital signature of a leader
    bool is_sealed = true;    // and the seal of the agency
    std::string notation{};   // of its number: "GPXD-UBND"; empty: it has no number of its own
    bool required = true;     // the dossier is not handed over without it
    std::string condition{};  // FEEL over the answers: when it is due at all; empty: always

    bool operator==(const ResultKind&) const = default;
};

enum class PaperForm : std::uint8_t { original, certified_copy, copy, electronic };
inline constexpr std::array kPaperForms{PaperForm::original, PaperForm::certified_copy, PaperForm::copy,
                                        PaperForm::electronic};
std::string_view to_text(PaperForm form);
std::optional<PaperForm> paper_form_from(std::string_view text);
const char* name_of(PaperForm form);  // "Bản chính": as shown

// More about a paper of the record, by its code; one of which nothing is said is required, in any form.
struct PaperKind {
    std::string code{};
    std::string type{};  // in the data vault, so that one that is there already is not asked for again
    bool required = true;
    std::string condition{};  // FEEL over the answers: when it is needed at all; empty: always
    std::vector<PaperForm> accepted{};
    std::string hint{};  // for the citizen, one sentence

    bool operator==(const PaperKind&) const = default;
};

struct Ready {
    std::string process{};  // key of the BPMN process that handles it; empty: dossiers are not received here
    std::string fees{};  // decision that computes what is paid, "key#decision"; empty: the fees of the record
    std::string time{};  // decision that computes the time; empty: the times of the record
    std::string form{};  // JSON Schema; empty: nothing is asked but who and what
    TimeRules times{};
    bool anywhere = false;  // received without regard to where the citizen lives
    // FEEL over the answers: the commune, or one of several, whose agency decides. Empty: the nearest that decides.
    std::string place{};
    bool post_return = false;  // the result may come by public post
    std::vector<Child> children{};
    std::vector<ResultKind> results{};
    std::vector<PaperKind> papers{};
    std::vector<std::string> nicknames{};  // as people call it: "khai sinh"
    std::string source{};                  // where the facts are from, and their limits
    std::string
        files{};  // SHA-256 of the release's process and decisions that it came with; empty: made here

    const PaperKind* paper(std::string_view code) const;  // nullptr: nothing is said of it
    bool operator==(const Ready&) const = default;
};

// One JSON text, the same for the same values; what is as by default is left out.
std::string to_json(const Ready& ready);

// Of what to_json() wrote, "{}" included; anything else throws base::Bug.
Ready ready_from_json(std::string_view json);

}  // namespace lt::procedures
