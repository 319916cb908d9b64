// First answers from what is known already, so that nobody types what the State has.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/answers.h"
#include "kit/base/clock.h"

namespace lt::forms {

// By the names that x-fill uses: "owner.full_name" → "Nguyễn Thị An". Values as in answers: dates as yyyy-mm-dd.
using Facts = std::map<std::string, std::string, std::less<>>;

struct Person {
    std::string full_name{};
    std::string identity_number{};
    std::optional<base::Day> birth_date{};
    std::string sex{};  // "male", "female" or ""
    std::string people{};
    std::string religion{};
    std::string nationality{};
    std::string phone{};
    std::string email{};
    std::string province{};  // where the person lives
    std::string commune{};
    std::string detail{};
};

// Adds what is known of a person: "owner" gives "owner.full_name" … "owner.residence.commune".
void add_person(Facts& facts, std::string_view prefix, const Person& person);

struct Filled {
    std::string answers{};  // JSON: those that were there, and what was filled
    // Of the questions that were filled, in the order of the form; of rows, the list's.
    struct From {
        std::string path{};
        std::string source{};  // what x-fill names: "owner.full_name", "earlier"
    };
    std::vector<From> from{};
};

// x-fill "owner.full_name" takes this fact, "owner" on a group all facts that its questions have there by name, "earlier" what the
// same question was answered with earlier; of several names ("owner earlier") the first counts that knows something. A fact that would
// be refused as an answer is left out, and so is what is known about another person or place than the answers are.
// `asked.before` is what is answered already: it stays.
Filled fill(const Schema& schema, const Facts& facts, std::string_view earlier, const Asked& asked);

// The answers of a program with what is known where they say nothing. Not judged; what is no object of JSON stays as it is.
std::string completed(const Schema& schema, std::string_view answers, const Facts& facts, const Asked& asked);

// The other way: what answers say, by the names that x-fill uses.
Facts told(const Schema& schema, std::string_view answers);

}  // namespace lt::forms
