// One answer: from what was typed to a value, and what is wrong with it by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "forms/lists.h"
#include "forms/messages.h"
#include "forms/schema.h"
#include "kit/base/clock.h"

namespace lt::forms {

// What is wrong, with what depends on the answer.
struct Wrongness {
    Flaw flaw{};
    std::vector<base::Message::Value> dynamic{};
};

// Normalised, trimmed, one blank between words; lines are kept where the question has several.
std::string tidy(std::string_view text, bool lines);

// The value of what was typed, for questions that hold no others: false and no wrongness where nothing was typed.
bool parse(const Field& field, std::string_view typed, nlohmann::json& into, std::optional<Wrongness>& wrong);

// What is wrong with a value of the right type, alone.
std::optional<Wrongness> judge_value(const Field& field, const nlohmann::json& value, const Lists& lists,
                                     base::Day today);

// What is wrong with an identity number beside the birth date ("" if unknown) and sex ("male", "female", other).
std::optional<Wrongness> judge_identity(std::string_view number, std::string_view birth_date,
                                        std::string_view sex, base::Day today);

// The value as it is typed and shown: "23/11/2026", "1,5".
std::string typed_of(const Field& field, const nlohmann::json& value);

}  // namespace lt::forms
