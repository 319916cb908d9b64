#include "forms/fill.h"

#include <nlohmann/json.hpp>

#include "forms/forms_testing.h"

namespace lt::forms {
namespace {

using nlohmann::json;
using testing::asked;
using testing::form;
using testing::sample;

std::vector<std::string> paths(const Filled& filled)
{
    std::vector<std::string> out;
    for (const Filled::From& one : filled.from) out.push_back(one.path);
    return out;
}

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
    EXPECT_EQ(paths(filled), (std::vector<std::string>{"child.birth_date", "applicant.full_name",
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
    EXPECT_EQ(paths(filled), (std::vector<std::string>{"applicant.full_name"}));
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
    EXPECT_EQ(paths(filled), (std::vector<std::string>{"name", "shop.size", "people"}));
    EXPECT_EQ(fill(schema, {}, R"({"shop":{"size":500}})", asked()).answers, "{}");
    EXPECT_EQ(fill(schema, {}, "broken", asked()).answers, "{}");
}

// Facts first, then what the same person said earlier; what is answered already stays.
TEST(Fill, TakesTheFirstSourceThatKnows)
{
    const Schema schema = form(R"({"title":"T","properties":{
        "who":{"$ref":"lt:person","title":"Người","x-fill":"owner earlier",
               "x-only":["full_name","identity_number","phone","residence"]},
        "licence":{"type":"string","title":"Số","x-fill":"vault.KQ.G01.000185.number earlier"}}})");
    Facts facts;
    add_person(facts, "owner",
               {.full_name = "Trần Thị Bình", .identity_number = "024198001234", .detail = "Số 5"});
    facts["vault.KQ.G01.000185.number"] = "B1 77";
    const auto earlier = [](const std::string& number, const std::string& detail) {
        return R"({"who":{"full_name":"X","identity_number":")" + number +
               R"(","phone":"0912345678","residence":{"province":"24","commune":"09169","detail":")" +
               detail + R"("}},"licence":"cũ"})";
    };
    const auto from = [&](const std::string& before, const std::string& answered) {
        std::string out;
        for (const Filled::From& one :
             fill(schema, facts, before,
                  {.lists = testing::lists(), .today = testing::kToday, .before = answered})
                 .from)
            out += one.path + "<" + one.source + " ";
        return out;
    };
    const std::string own = "who.full_name<owner.full_name who.identity_number<owner.identity_number ";
    const std::string number = "licence<vault.KQ.G01.000185.number ";
    EXPECT_EQ(from(earlier("024198001234", "Số 5"), "{}"),
              own +
                  "who.phone<earlier who.residence.province<earlier who.residence.commune<earlier "
                  "who.residence.detail<owner.residence.detail " +
                  number);
    EXPECT_EQ(from(earlier("024198001234", "Số 9"), "{}"),
              own + "who.phone<earlier who.residence.detail<owner.residence.detail " + number)
        << "has moved: the old commune says nothing";
    EXPECT_EQ(from(earlier("024098005678", "Số 5"), "{}"),
              own + "who.residence.detail<owner.residence.detail " + number)
        << "somebody else's telephone";
    EXPECT_EQ(from(earlier("024198001234", "Số 5"),
                   R"({"who":{"identity_number":"024098005678","full_name":"Lê An"},"licence":"gõ"})"),
              "")
        << "what was typed stays, and is about somebody else";
    facts.clear();
    EXPECT_EQ(from(R"({"licence":"cũ"})", "{}"), "licence<earlier ");
}

TEST(Fill, CompletesWhatAProgramLeftOpenAndNothingElse)
{
    const Schema birth = form(sample("birth.json"));
    Facts facts;
    add_person(facts, "owner", {.full_name = "Trần Thị Bình", .phone = "0912345678"});
    const auto whole = [&](const std::string& answers) { return completed(birth, answers, facts, asked()); };
    EXPECT_EQ(json::parse(whole(R"({"applicant":{"phone":"sai"},"khong_co":1})")),
              json::parse(R"({"applicant":{"phone":"sai","full_name":"Trần Thị Bình"},"khong_co":1})"))
        << "what is wrong is judged as it was sent";
    EXPECT_EQ(whole(R"({"applicant":5})"), R"({"applicant":5})");
    EXPECT_EQ(whole("broken"), "broken");
    EXPECT_EQ(whole("[]"), "[]");
    const std::string deep = std::string(5000, '[') + std::string(5000, ']');
    EXPECT_EQ(whole(deep), deep);
}

TEST(Fill, AnswersTellWhatTheyWereFilledWith)
{
    const Facts facts = told(form(sample("birth.json")),
                             R"({"applicant":{"full_name":"Trần Thị Bình","identity_number":"024198001234",
                 "residence":{"province":"24","commune":"09169"}},"child":{"full_name":"An"}})");
    EXPECT_EQ(facts.at("owner.identity_number"), "024198001234");
    EXPECT_EQ(facts.at("owner.residence.commune"), "09169");
    EXPECT_EQ(facts.count("owner.phone"), 0U);
    EXPECT_TRUE(told(form(sample("birth.json")), "broken").empty());
}

}  // namespace
}  // namespace lt::forms
