// What the tests of this folder share: the samples of testdata/, the real lists, a day that stands still.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "forms/answers.h"

namespace lt::forms::testing {

inline const base::Day kToday{std::chrono::year(2026) / 11 / 29};

inline std::string sample(const std::string& name)
{
    std::ifstream in("src/forms/testdata/" + name, std::ios::binary);
    EXPECT_TRUE(in) << name;
    return {std::istreambuf_iterator<char>(in), {}};
}

inline Schema form(const std::string& json)
{
    auto schema = read(json);
    EXPECT_TRUE(schema) << (schema ? "" : schema.error().field + ": " + schema.error().message.str());
    return *schema;
}

inline const Lists& lists()
{
    static const Lists all = Lists::load("data");
    return all;
}

inline Asked asked() { return {.lists = lists(), .today = kToday}; }

// "NAME: sentence", a line each.
inline std::string lines(const base::Wrong& wrong)
{
    std::string out;
    for (const auto& [name, message] : wrong) out += name + ": " + message.str() + "\n";
    return out;
}

}  // namespace lt::forms::testing
