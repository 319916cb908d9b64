// What stands on the printed form, from top to bottom. Values only: kit/print turns them into pages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "forms/answers.h"

namespace lt::forms {

struct Block {
    enum class Kind : std::uint8_t {
        title,      // of the form
        addressee,  // "Kính gửi: …"
        heading,    // of a step, a group or a row
        row,        // label and value; an unanswered question has an empty value, to be written by hand
        paragraph,
        signatures,  // side by side
    };
    Kind kind = Kind::paragraph;
    // Of a heading: 1 a step, 2 a group, 3 a row of a list, more for groups in them. A row is deeper than the heading it belongs to.
    int level = 0;
    std::string text{};
    std::string value{};
    std::vector<Signature> signatures{};  // `name` is the name itself here
    bool needed = false;                  // of a row: it has to be answered, as the other answers are
    // Of a row whose few answers are printed as boxes, to be ticked by hand where nothing is chosen.
    struct Box {
        std::string label{};
        bool chosen = false;
    };
    std::vector<Box> boxes{};
};

// Questions that don't apply are left out, and statements that the closing says anyway.
std::vector<Block> print(const Schema& schema, std::string_view answers, const Lists& lists);

}  // namespace lt::forms
