// From what was typed, or sent by a program, to answers: JSON of the types that the schema names, or what is wrong with
// them in the user's words.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "forms/lists.h"
#include "forms/schema.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::forms {

// Posted fields in their order, as http::Form::fields() has them: "child.full_name" → "Nguyễn Thị An", "members.0.sex" → "female".
using Typed = std::vector<std::pair<std::string, std::string>>;

// With what answers are judged.
struct Asked {
    const Lists& lists;
    base::Day today{};
    std::optional<std::size_t> step{};  // only this step was shown; nothing: all of them
    std::string before{};               // JSON of the answers of the other steps
};

struct Taken {
    std::string answers{};  // JSON of what is right, also when something else is wrong: "{}" at least
    base::Wrong wrong{};    // in the order of the form
    explicit operator bool() const { return wrong.empty(); }
    std::optional<base::Error> error() const { return base::invalid(wrong); }
};

// Of a sent form. Names of wrong fields are those of the inputs. Dropped are fields that the form does not have and answers to
// questions that don't apply; values are normalised and trimmed, with one blank between words.
Taken take(const Schema& schema, const Typed& typed, const Asked& asked);

// Of JSON that a program sent. Names of wrong fields are JSON pointers ("/members/0/sex"); what the form does not have is wrong.
Taken check(const Schema& schema, std::string_view text, const Asked& asked);

// When another button than the sending one was pressed (a row more or less, the communes of a province): what was typed with
// that change, to be drawn again as it is. Nothing when the form was sent to be taken.
std::optional<Typed> rearranged(const Schema& schema, const Typed& typed);

// Answers as they are typed: dates as dd/mm/yyyy, decimals with a comma. What `answers` holds and the schema does not is left out.
Typed typed_of(const Schema& schema, std::string_view answers);

// The answer to one question in words ("Nữ", "23/11/2026", "Phường Kinh Bắc, Tỉnh Bắc Ninh"), "" when there is none.
std::string words_of(const Schema& schema, std::string_view answers, std::string_view path,
                     const Lists& lists);

// Whether two answers to the same form are the same answers.
bool same_answers(std::string_view one, std::string_view other);

}  // namespace lt::forms
