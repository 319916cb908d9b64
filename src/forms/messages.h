// What is said about wrong answers: one sentence for each flaw, the same for the server and for the script of the page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "forms/schema.h"
#include "kit/base/clock.h"
#include "kit/base/message.h"

namespace lt::forms {

enum class Flaw : std::uint8_t {
    missing,
    unreadable,  // no UTF-8
    too_short,
    too_long,
    pattern,
    name_letters,
    identity_digits,
    identity_length,
    identity_place,
    identity_future,
    identity_year,
    identity_sex,
    phone,
    email,
    uri,
    date_form,
    date_none,  // 31/02/2026
    date_after,
    date_before,
    integer_form,
    number_form,
    too_small,
    too_large,
    not_listed,
    elsewhere,  // the commune of another province
    few_rows,
    many_rows,
    wrong_type,  // of JSON that a program sent
    unknown,     // a question that the form does not have
};

// The flaws that answers to this question may have and that a script looks for.
std::vector<Flaw> flaws_of(const Field& field);

// "identity_year", as the script calls it.
const char* name_of(Flaw flaw);

// The sentence, with what the question itself says filled in. `dynamic` is what depends on the answer; the place {{row}} of
// questions in rows is among it.
base::Message sentence(Flaw flaw, const Field& field, base::Day today,
                       std::vector<base::Message::Value> dynamic);

// Places that only the answer fills: {{actual}} …
const std::vector<std::string_view>& dynamic_places();

}  // namespace lt::forms
