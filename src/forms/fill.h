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
    std::string answers{};             // JSON
    std::vector<std::string> paths{};  // of the questions that were filled, for "Lấy từ tài khoản"
};

// x-fill "owner.full_name" takes this fact, "owner" on a group all facts that its questions have there by name, "earlier" what the
// same question was answered with earlier. A fact that would be refused as an answer is left out.
Filled fill(const Schema& schema, const Facts& facts, std::string_view earlier, const Asked& asked);

}  // namespace lt::forms
