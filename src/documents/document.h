// What a document is and what may be done with it. Pure: no database, no HTTP, no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/api.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::documents {

enum class Origin : std::uint8_t { own, paper, axis };
enum class DocumentState : std::uint8_t { draft, review, approved, issued };
enum class Urgency : std::uint8_t { normal, urgent, very_urgent, immediate };

std::string_view to_text(Origin);
std::string_view to_text(DocumentState);
std::string_view to_text(Urgency);
std::optional<DocumentState> document_state(std::string_view text);
std::optional<Urgency> urgency(std::string_view text);

// A kind of administrative document (ND 30/2020, art. 7). `abbreviation` is empty for công văn.
struct Kind {
    std::string code{};
    std::string name{};
    std::string abbreviation{};
    bool own_series = false;  // numbered by itself, unless the agency has chosen otherwise
    // "SAO Y", "SAO LỤC", "TRÍCH SAO": a copy that the agency certifies (art. 25). "" for what is written and signed.
    std::string copy_form{};
};

// The book of numbers for an outgoing document of this kind. All copies of an agency share one.
std::string usual_book(const Kind& kind);

// Công văn: by far the most frequent kind, so forms begin with it.
constexpr const char* kUsualKind = "official_letter";

// The notation behind the number: "QĐ-UBND" for a named kind, "UBND-VX" for a công văn drafted by unit VX
// (ND 30/2020, Annex I, part I.II.3).
std::string notation_of(const Kind& kind, std::string_view agency_abbreviation,
                        std::string_view unit_short_name);

// A number as printed: a leading zero below 10.
std::string number_text(int number);

// "1234/UBND-VX"; empty without a number.
std::string full_notation(std::string_view number_text, std::string_view notation);

// The form that searches compare: folded, without spaces.
std::string notation_key(std::string_view full_notation);

// What a specialist fills in. Checked by `check_draft`, which finds every wrong field at once.
struct Draft {
    std::string kind_code{};
    std::string subject{};
    Urgency urgency = Urgency::normal;
    std::string secrecy{};  // anything but "" or "thường" is refused
    std::optional<base::Time> reply_due_at{};
    std::int64_t signer = 0;                 // official who is asked to sign
    std::vector<std::int64_t> recipients{};  // agencies, each once
    std::int64_t in_reply_to = 0;            // document id
};
std::optional<base::Error> check_draft(const Draft& draft, const std::vector<Kind>& kinds, base::Time now);

// True for a secrecy mark that means "not secret". State secrets must not enter this network (Law 117/2025/QH15).
bool is_not_secret(std::string_view mark);
base::Error secret_refused();

// Steps of a draft. Each returns the state after it, or why it can't be done.
// `place`: where number, date and signatures go in the file.
enum class DraftStep : std::uint8_t { edit, place, submit, take_back, approve, give_back, issue };
base::Result<DocumentState> after(DocumentState state, DraftStep step);

// Whether a person in this role may take the step on a document of the own agency. `drafter` and `signer`: it is his.
bool may(directory::Role role, DraftStep step, bool drafter, bool signer);

// Whether a person in this role may remind the recipients of an issued document: the registry, and whoever wrote it.
bool may_remind(directory::Role role, bool drafter);

// The detail of an act on several recipients: how many, and what was said to them, if anything.
struct Counted {
    std::string count{};
    std::string note{};
};
std::string to_detail(std::size_t count, std::string_view note);
Counted counted(std::string_view detail);

// A word to the other side that may be left out: at most 500 characters. `field` names the form field.
std::optional<base::Error> check_note(std::string_view note, const std::string& field);

}  // namespace lt::documents
