// The table that server and script share, and what the script gets.
#include "forms/rules.h"

#include <cstdlib>
#include <map>

#include <nlohmann/json.hpp>

#include "forms/forms_testing.h"

namespace lt::forms {
namespace {

using nlohmann::json;
using testing::form;
using testing::sample;

std::string in_vietnamese(const base::Message& message) { return message.str(); }

TEST(Rules, ServerJudgesTheTable)
{
    const json table = json::parse(sample("rules.json"));
    std::size_t cases = 0;
    for (const json& group : table["groups"]) {
        const Schema schema = form(sample(group["schema"].get<std::string>() + ".json"));
        for (const json& one : group["cases"]) {
            SCOPED_TRACE(one["name"].get<std::string>());
            Typed typed;
            for (const json& field : one["typed"])
                typed.emplace_back(field[0].get<std::string>(), field[1].get<std::string>());
            const Taken taken = take(schema, typed, testing::asked());
            std::map<std::string, std::string> wrong;
            for (const auto& [name, message] : taken.wrong) wrong[name] = message.str();
            EXPECT_EQ(json(wrong), one["wrong"]);
            EXPECT_EQ(json::parse(taken.answers), one.value("answers", json::parse(taken.answers)));
            ++cases;
        }
    }
    EXPECT_GT(cases, 60U);
}

TEST(Rules, ScriptGetsWhatTheSchemaSays)
{
    for (const std::string name : {"household", "birth"}) {
        const std::string made =
            rules_for_script(form(sample(name + ".json")), testing::kToday, in_vietnamese);
        const std::string file = name + ".rules.json";
        if (std::getenv("LT_WRITE_RULES"))
            std::ofstream("src/forms/testdata/" + file) << json::parse(made).dump(1) << "\n";
        EXPECT_EQ(json::parse(made), json::parse(sample(file)))
            << "LT_WRITE_RULES=1 writes " << file << " anew";
    }
}

TEST(Rules, SentencesComeInTheLanguageOfThePage)
{
    const auto translate = [](const base::Message& message) {
        return base::fill(message.text == "Nhập {{what}}" ? "Enter {{what}}" : message.text, message.values);
    };
    const json rules =
        json::parse(rules_for_script(form(sample("household.json")), testing::kToday, translate));
    EXPECT_EQ(rules["fields"][0]["say"]["missing"], "Enter lý do");
}

}  // namespace
}  // namespace lt::forms
