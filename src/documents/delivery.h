// A document seen from one recipient: its states, who may do what, what the sender is told. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/api.h"
#include "directory/api.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::documents {

// In the order of a document's life; the sender is told each (edXML status 01 to 06; recalled answers 13 with 15). `sent`: on its way
// to an agency elsewhere.
enum class DeliveryState : std::uint8_t {
    sent,
    arrived,
    refused,
    accepted,
    assigned,
    in_progress,
    done,
    recalled
};
std::string_view to_text(DeliveryState);
std::optional<DeliveryState> delivery_state(std::string_view text);
std::string_view status_code(DeliveryState);                          // "01" … "06", "15"; "" for sent
std::optional<DeliveryState> state_of_status(std::string_view code);  // of "01" … "06"

// Whether a status that an agency elsewhere sends says something new. They come late, twice and out of order: a state never goes
// back, and what was done, refused or given back stays so.
bool is_news(DeliveryState now, DeliveryState told);

enum class DeliveryStep : std::uint8_t {
    accept,
    refuse,
    submit,
    assign,
    start,
    report,
    complete,
    agree_recall
};
base::Result<DeliveryState> after(DeliveryState state, DeliveryStep step);
bool may(directory::Role role, DeliveryStep step);

// Whether somebody in this role can be given work on a document; administrators of accounts can't.
bool works_on_documents(directory::Role role);

enum class AssignmentRole : std::uint8_t { lead, support, informed };
std::string_view to_text(AssignmentRole);
std::optional<AssignmentRole> assignment_role(std::string_view text);

struct Assignee {
    std::int64_t official = 0;
    std::int64_t unit = 0;
    std::string name{};  // for messages: "Phòng Văn hoá – Xã hội"
    AssignmentRole role = AssignmentRole::informed;
};

// A leader's decision. Exactly one lead, an instruction, a due time in the future (or none).
struct Assigning {
    std::vector<Assignee> assignees{};
    std::string instruction{};
    std::optional<base::Time> due_at{};
    bool due_given = false;  // something was typed
};
std::optional<base::Error> check_assigning(const Assigning& assigning, base::Time now);

// A reason that the other side can act on: 5 to 500 characters. `field` names the form field.
std::optional<base::Error> check_reason(std::string_view reason, const std::string& field);
// A clerk's words to the leader, field "note": none are needed.
std::optional<base::Error> check_note(std::string_view note);

// How much time is left, in the words of lists: "còn 2 ngày", "còn 7 giờ", "quá hạn 3 giờ"; of working time where it is due in it.
struct DueWords {
    std::string words{};
    std::string level{};  // "", "soon" or "late"
};
DueWords due_words(const calendar::Calendar& calendar, base::Time due, base::Time now);

}  // namespace lt::documents
