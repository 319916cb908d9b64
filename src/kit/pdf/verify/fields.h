// The form of a revision (ISO 32000-1, 12.7): its fields with their full names.
#pragma once

#include <string>
#include <vector>

#include "kit/pdf/verify/revision.h"

namespace lt::pdf {

struct Field {
    std::string name{};  // with those of the groups that it is in: "a.b"
    std::string type{};  // "Tx", "Btn", "Ch", "Sig"; inherited
    int object = 0;      // 0 for one that stands in the list itself
    const Dictionary* dictionary = nullptr;
    Value value{};               // /V, resolved and inherited
    int value_object = 0;        // its number; 0 where it is direct
    bool grouped = false;        // inside another one
    bool group = false;          // has fields below it
    std::vector<int> widgets{};  // objects of its own widgets that are not the field itself

    bool is_signed() const { return type == "Sig" && value.dictionary() != nullptr; }
};

// Every field once, groups too. What is read stays the revision's.
std::vector<Field> fields_of(const Revision& revision);

// UTF-8 of a text string (7.9.2.2).
std::string utf8_of(const Text& text);

}  // namespace lt::pdf
