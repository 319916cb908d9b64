#include "forms/fill.h"

#include <nlohmann/json.hpp>

#include "forms/forms_testing.h"

namespace lt::forms {
namespace {

using nlohmann::json;
using testing::asked;
using testing::form;
using testing::sample;

TEST(Fill, TakesWhatIsKnownOfAPerson)
{
    Facts facts;
    add_person(facts, "owner",
               {.full_name = "Trần Thị Bình",
                .identity_number = "024198001234",
                .birth_date = base::parse_day("02/03/1998"),
                .sex = "female",
                .phone = "0912345678",
                .province = "24",
                .commune = "09169"});
    facts["certificate.birth_date"] = "2026-11-20";
    const Filled filled = fill(form(sample("birth.json")), facts, "", asked());
    EXPECT_EQ(json::parse(filled.answers), json::parse(R"({"child":{"birth_date":"2026-11-20"},"applicant":{
        "full_name":"Trần Thị Bình","identity_number":"024198001234","birth_date":"1998-03-02","phone":"0912345678",
        "residence":{"province":"24","commune":"09169"}}})"))
        << "the e-mail is not known, the sex is not asked";
    EXPECT_EQ(filled.paths, (std::vector<std::string>{"child.birth_date", "applicant.full_name",
                                                      "applicant.identity_number", "applicant.birth_date",
                                                      "applicant.phone", "applicant.residence.province",
                                                      "applicant.residence.commune"}));
}

TEST(Fill, LeavesOutWhatWouldBeRefused)
{
    const Facts facts{{"owner.identity_number", "123"},
                      {"owner.phone", "x"},
                      {"owner.full_name", "An"},
                      {"certificate.birth_date", "2027-01-01"}};
    const Filled filled = fill(form(sample("birth.json")), facts, "", asked());
    EXPECT_EQ(json::parse(filled.answers), json::parse(R"({"applicant":{"full_name":"An"}})"));
    EXPECT_EQ(filled.paths, (std::vector<std::string>{"applicant.full_name"}));
}

TEST(Fill, TakesEarlierAnswers)
{
    const Schema schema = form(R"({"title":"T","properties":{
        "name":{"type":"string","title":"Tên","x-fill":"earlier"},
        "other":{"type":"string","title":"Khác"},
        "shop":{"type":"object","title":"Cửa hàng","x-fill":"earlier","properties":{"size":{"type":"number","title":"Diện tích","maximum":100}}},
        "people":{"type":"array","title":"Người","x-row":"Người","x-fill":"earlier","items":{"type":"object","properties":{"n":{"type":"string","title":"Tên","maxLength":5}}}}}})");
    const Filled filled = fill(
        schema, {},
        R"({"name":"An","other":"x","shop":{"size":12.5},"people":[{"n":"Ba"},{"n":"too long"}]})", asked());
    EXPECT_EQ(json::parse(filled.answers),
              json::parse(R"({"name":"An","shop":{"size":12.5},"people":[{"n":"Ba"},{}]})"));
    EXPECT_EQ(filled.paths, (std::vector<std::string>{"name", "shop.size", "people"}));
    EXPECT_EQ(fill(schema, {}, R"({"shop":{"size":500}})", asked()).answers, "{}");
    EXPECT_EQ(fill(schema, {}, "broken", asked()).answers, "{}");
}

}  // namespace
}  // namespace lt::forms
