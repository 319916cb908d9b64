// What travels between nodes beside the bytes of a message: the note of its sender, the receipt of its receiver. Both are JSON, signed
// as they stand. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"

namespace lt::exchange::nodes {

// What a node sends: these bytes for these agencies.
struct Note {
    std::string dispatch{};  // uid; the same for every try
    std::string message{};   // uid of the sender's queue
    std::string kind{};      // "edoc", "status"
    std::string document_id{};
    std::string sha256{};
    std::uint64_t size = 0;
    std::string sender{};  // codes of nodes
    std::string receiver{};
    std::vector<std::string> to{};  // identity codes of agencies
};
std::string to_json(const Note& note);
// Nothing when a member is missing, wrong or empty.
std::optional<Note> read_note(std::string_view json);

// What a node has received, when, and for whom. Agencies that it could not take the message for stand in `refused`, with the axis's error
// code (18: not known) and words.
struct Refusal {
    std::string code{};
    int reason = 0;
    std::string words{};
};
struct Receipt {
    std::string dispatch{};
    std::string message{};
    std::string sha256{};  // of what arrived
    std::uint64_t size = 0;
    base::Time received_at{};  // to the second
    std::string sender{};
    std::string receiver{};
    std::vector<std::string> agencies{};
    std::vector<Refusal> refused{};
};
std::string to_json(const Receipt& receipt);
std::optional<Receipt> read_receipt(std::string_view json);

}  // namespace lt::exchange::nodes
