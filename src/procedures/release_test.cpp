// The twelve procedures of the release, by what the law says of each: times, papers, children. And what the province adds as JSON.
#include <algorithm>

#include <gtest/gtest.h>

#include "calendar/read.h"
#include "calendar/samples.h"
#include "decisions/feel/json.h"
#include "forms/schema.h"
#include "kit/base/config.h"
#include "procedures/api.h"
#include "procedures/drafting.h"
#include "procedures/files.h"
#include "procedures/records/parts.h"

namespace lt::procedures {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return base::find_resources() / "data" / "procedures"; }

Version released(const std::string& code)
{
    ProcedureFile file = read_procedure_file(folder() / (code + ".toml"));
    return {.code = code, .procedure = std::move(file.procedure), .ready = std::move(file.ready)};
}

feel::Value answers(const std::string& json)
{
    auto read = feel::from_json(json);
    EXPECT_TRUE(read) << json;
    return read ? *read : feel::Value();
}

// The papers that are needed, by the last two digits of their codes; optional ones in parentheses.
std::string papers(const Version& version, const std::string& json, int case_no = 0)
{
    std::string out;
    for (const NeededPaper& one : papers_of(version, {.case_no = case_no, .answers = answers(json)})) {
        const std::string number = one.paper.code.substr(one.paper.code.size() - 2);
        out += (out.empty() ? "" : " ") + (one.kind.required ? number : "(" + number + ")");
    }
    return out;
}

// When a dossier that was received then is due, by the calendar of the release.
std::string due(const Version& version, const std::string& received, int case_no = 0, Way way = Way::counter)
{
    static const calendar::Calendar calendar = calendar::read_calendar();
    const auto limit = limit_of(version, case_no, way);
    if (!limit) return "none";
    const auto at = calendar::parse_minute(received);
    EXPECT_TRUE(at) << received;
    const auto end = calendar::due_of(calendar, {.limit = *limit, .received = *at});
    return end ? calendar::format_minute(*end) : "never";
}

TEST(ReadyTest, GoesThroughJsonUnchanged)
{
    Ready ready;
    EXPECT_EQ(to_json(ready), "{}");
    EXPECT_EQ(ready_from_json("{}"), ready);
    ready.process = "p";
    ready.fees = "f#d";
    ready.time = "t";
    ready.form = "{\n}";
    ready.times = {.received_by = 0,
                   .after_supplement = calendar::AfterPause::goes_on,
                   .most_extensions = 2,
                   .accept_within = 4,
                   .supplement_within = 0,
                   .no_due = true,
                   .basis = "Luật"};
    ready.anywhere = ready.post_return = true;
    ready.place = "land.address.commune";
    ready.children = {{"1.1", "Một", "H05.1", "", ""},
                      {"1.2", "Hai", "", "1.1", "a = 1", {"a"}, {"G1"}, {"K2"}, 7, "p"}};
    ready.results = {{"K1", "Giấy", false, false, "GP", false, "a = 1"}, {"K2", "Thẻ"}};
    ready.papers = {
        {"G1", "CCCD", false, "x = true", {PaperForm::original, PaperForm::electronic}, "Nói thêm"}, {"G2"}};
    ready.nicknames = {"khai sinh"};
    ready.source = "Nguồn";
    ready.files = "ab";
    EXPECT_EQ(ready_from_json(to_json(ready)), ready);
    EXPECT_EQ(to_json(ready_from_json(to_json(ready))), to_json(ready));
    // Also where all of several are required.
    ready.results = {{"K1", "Giấy"}, {"K2", "Thẻ"}};
    EXPECT_EQ(ready_from_json(to_json(ready)), ready);
    EXPECT_THROW(ready_from_json("[]"), base::Bug);
    EXPECT_THROW(ready_from_json(R"({"papers": [{"code": "G", "accepted": ["paper"]}]})"), base::Bug);
    EXPECT_THROW(ready_from_json(R"({"process": 1})"), base::Bug);
}

TEST(ReleaseTest, TheCommuneThatDecidesIsAskedForInTheForm)
{
    int places = 0;
    for (const fs::path& path : procedure_files(folder())) {
        const ProcedureFile file = read_procedure_file(path);
        const std::string& place = file.ready.place;
        constexpr std::string_view kEnding = ".commune";
        const auto schema = forms::read(file.ready.form);
        ASSERT_TRUE(schema) << path;
        for (std::size_t at = place.find(kEnding); at != place.npos; at = place.find(kEnding, at + 1)) {
            const std::size_t end = at + kEnding.size();
            const std::size_t before = place.find_last_of(" [", at);
            const std::string name =
                place.substr(before + 1, end - before - 1);  // from 0 where there is none
            EXPECT_NE(schema->find(name), nullptr) << path << " " << name;
            ++places;
        }
    }
    EXPECT_EQ(places, 12);
}

TEST(ReleaseTest, EveryFileIsReadAndComplete)
{
    const auto files = procedure_files(folder());
    EXPECT_EQ(files.size(), 12u);
    for (const fs::path& path : files) {
        const ProcedureFile file = read_procedure_file(path);
        const std::string& code = file.procedure.code;
        EXPECT_EQ(path.stem().string(), code);
        EXPECT_TRUE(wrong_in(file.procedure, file.ready).empty()) << code;
        EXPECT_FALSE(file.procedure.legal_bases.empty()) << code;
        EXPECT_FALSE(file.procedure.steps.empty()) << code;
        EXPECT_FALSE(file.ready.results.empty()) << code;
        EXPECT_FALSE(file.ready.nicknames.empty()) << code;
        EXPECT_FALSE(file.ready.source.empty()) << code;
        EXPECT_FALSE(file.ready.form.empty()) << code;
        EXPECT_FALSE(file.ready.time.empty()) << code;
        EXPECT_FALSE(file.offers.receives.empty()) << code;
        EXPECT_FALSE(file.offers.decides.empty()) << code;
        for (const Channel& channel : file.procedure.channels)
            for (int no = 0; no < static_cast<int>(file.procedure.cases.size()); ++no) {
                const auto limit =
                    limit_of({.procedure = file.procedure, .ready = file.ready}, no, channel.way);
                ASSERT_TRUE(limit) << code << " " << to_text(channel.way) << " " << no;
                EXPECT_FALSE(limit->basis.empty()) << code;
            }
    }
}

TEST(ReleaseTest, EveryFormIsRead)
{
    for (const fs::path& path : procedure_files(folder())) {
        const auto form = forms::read(read_procedure_file(path).ready.form);
        ASSERT_TRUE(form) << path.stem() << " " << form.error().field << ": " << form.error().message.str();
        EXPECT_GE(form->steps().size(), 2u) << path.stem();
    }
}

TEST(ReleaseTest, WhatIsHandedInTodayIsDueWhenTheLawSays)
{
    // Friday 20 November 2026, Tuesday the 24th is a holiday; a working day is 07:30-11:30 and 13:00-17:00.
    const std::string morning = "2026-11-20T09:00";
    const std::string late = "2026-11-20T15:01";
    EXPECT_EQ(due(released("1.001193"), morning), "2026-11-20T17:00") << "birth: the same day";
    EXPECT_EQ(due(released("1.001193"), "2026-11-20T15:00"), "2026-11-20T17:00");
    EXPECT_EQ(due(released("1.001193"), late), "2026-11-23T17:00") << "after 15:00: the next working day";
    EXPECT_EQ(due(released("1.001193"), "2026-11-21T09:00", 1, Way::online), "2026-11-23T17:00")
        << "Saturday";
    EXPECT_EQ(due(released("1.000656"), morning), "2026-11-20T17:00") << "death";
    EXPECT_EQ(due(released("1.000656"), late, 0, Way::online), "2026-11-23T17:00");
    EXPECT_EQ(due(released("1.000894"), morning), "2026-11-23T09:00") << "marriage: one working day";
    EXPECT_EQ(due(released("1.000894"), late), "2026-11-23T17:00");
    EXPECT_EQ(due(released("1.004873"), morning), "2026-11-26T09:00") << "marital status: three";
    EXPECT_EQ(due(released("2.000815"), late), "2026-11-23T17:00") << "certified copies";
    EXPECT_EQ(due(released("1.001612"), morning, 0, Way::online), "2026-11-26T09:00") << "household business";
    EXPECT_EQ(due(released("1.013225"), morning, 0), "2026-12-07T17:00")
        << "house: 15 days, the last one a Saturday";
    EXPECT_EQ(due(released("1.013225"), morning, 1), "2026-12-10T17:00") << "other buildings: 20 days";
    EXPECT_EQ(due(released("1.012783"), morning, 0), "2026-11-30T09:00") << "land: five working days";
    EXPECT_EQ(due(released("1.012783"), morning, 1), "2026-12-07T09:00") << "with measuring: ten";
    EXPECT_EQ(due(released("3.000347"), morning, 0, Way::online), "2026-11-30T09:00")
        << "driving licence: five";
    EXPECT_EQ(due(released("2.000908"), late), "2026-11-23T17:00") << "copy from the register: one";
    EXPECT_EQ(due(released("3.000722"), morning, 0, Way::online), "2026-12-14T09:00")
        << "linked birth: fifteen";
    EXPECT_EQ(due(released("2.002913"), morning, 0, Way::online), "2026-12-07T09:00") << "linked death: ten";
    EXPECT_EQ(due(released("2.000815"), morning, 0, Way::online), "none") << "not offered online";
    EXPECT_EQ(due(released("1.013225"), morning, 7), "none") << "no such case, and no time for all";
}

TEST(ReleaseTest, TheRulesOfTimeOfTheVersionHold)
{
    Version birth = released("1.001193");
    const auto limit = limit_of(birth, 0, Way::counter);
    ASSERT_TRUE(limit);
    EXPECT_EQ(limit->received_by, 15 * 60);
    EXPECT_EQ(limit->after_pause, calendar::AfterPause::starts_anew);
    EXPECT_EQ(limit->most_extensions, 1);
    birth.ready.times.no_due = true;
    EXPECT_FALSE(limit_of(birth, 0, Way::counter));
}

TEST(ReleaseTest, OnlyThePapersThatTheAnswersCallForAreNeeded)
{
    const Version birth = released("1.001193");
    EXPECT_EQ(papers(birth, "{}"), "01 (06) (07)") << "before anything was answered";
    EXPECT_EQ(papers(birth, R"({"birth_proof": "certificate"})"), "01 (06) (07)");
    EXPECT_EQ(papers(birth, R"({"birth_proof": "pledge", "surrogacy": true})"), "03 04 (06) (07)");
    EXPECT_EQ(papers(birth, R"({"birth_proof": "witness", "authorised": true, "relation": "carer"})"),
              "02 05 (06) (07)");
    EXPECT_EQ(papers(birth, R"({"birth_proof": "witness", "authorised": true, "relation": "grandparent"})"),
              "02 (06) (07)")
        << "a grandparent needs no authorisation";
    EXPECT_EQ(papers(birth, "{}", 1), "08 (06)") << "a foundling";
    EXPECT_EQ(papers(birth, "{}", 2), "") << "no such case";
    EXPECT_EQ(papers(released("1.000656"), R"({"death_proof": "evidence"})"), "02 (04) (05)");
    EXPECT_EQ(papers(released("1.004873"), R"({"again": true, "for_other": true})"), "01 02 (03) (04)");
    EXPECT_EQ(papers(released("1.001612"), R"({"founders": "family", "authorised": "service"})"),
              "01 02 04 (06)");
    EXPECT_EQ(papers(released("1.013225"), R"({"building": {"adjoining": true, "kind": "house"}})"),
              "01 02 03 05");
    EXPECT_EQ(papers(released("1.013225"), R"({"building": {"kind": "belief"}, "fire_review": true})", 1),
              "01 02 06 04 (07) 08 09");
    EXPECT_EQ(papers(released("3.000347"), R"({"health": "electronic", "foreigner": true})"), "01 03 04");
    EXPECT_EQ(papers(released("2.000908"), R"({"relation": "heir"})"), "(01) 02");
}

TEST(ReleaseTest, ALinkedProcedureHasTheChildrenThatAreWanted)
{
    const Version birth = released("3.000722");
    const auto wanted = children_of(
        birth, {.answers = answers(R"({"residence": {"wanted": true}, "insurance": {"wanted": false}})")});
    ASSERT_EQ(wanted.size(), 2u);
    EXPECT_EQ(wanted[0].code, "1.001193");
    EXPECT_EQ(wanted[0].after, "");
    EXPECT_EQ(wanted[1].code, "1.004222");
    EXPECT_EQ(wanted[1].after, "1.001193");
    EXPECT_EQ(wanted[1].decides, "H05.70");
}

TEST(ReleaseTest, ResultsAreDueByTheAnswers)
{
    const auto due = [&](const char* code, const std::string& typed) {
        std::string out;
        for (const ResultKind& kind : results_due(released(code), {.answers = answers(typed)}))
            out += (out.empty() ? "" : " ") + kind.code;
        return out;
    };
    EXPECT_EQ(due("1.001193", R"({"copies": 0})"), "KQ.G15.000031");
    EXPECT_EQ(due("1.001193", R"({"copies": 2})"), "KQ.G15.000031 KQ.G15.000031.BS");
    EXPECT_EQ(due("1.001612", "{}"), "KQ.G12.001041") << "the other one is what a refusal sends";
    EXPECT_EQ(due("3.000347", "{}"), "KQ.G01.000185");
}

TEST(ResultsTest, AVersionThatSaysNothingOfItsResultsOwesTheFirst)
{
    const auto due = [](const std::string& results, const std::string& children = "[]") {
        Version version;
        version.ready = ready_from_json(R"({"results": )" + results + R"(, "children": )" + children + "}");
        std::string out;
        for (const ResultKind& kind : results_due(version, {})) out += (out.empty() ? "" : " ") + kind.code;
        return out;
    };
    EXPECT_EQ(due(R"([{"code": "A", "name": "Giấy"}])"), "A");
    EXPECT_EQ(due(R"([{"code": "A", "name": "Giấy"}, {"code": "B", "name": "Bản sao", "signed": false}])"),
              "A");
    EXPECT_EQ(due(R"([{"code": "A", "name": "Giấy", "required": true}, {"code": "B", "name": "Thẻ"}])"),
              "A B")
        << "it says something";
    EXPECT_EQ(due(R"([{"code": "A", "name": "Giấy"}, {"code": "B", "name": "Thẻ", "condition": "true"}])"),
              "A B");
    EXPECT_EQ(
        due(R"([{"code": "A", "name": "Giấy"}, {"code": "B", "name": "Thẻ"}, {"code": "C", "name": "Sổ"}])",
            R"([{"code": "1", "name": "x", "results": ["A"]}, {"code": "2", "name": "x", "results": ["B"]}])"),
        "A B C")
        << "what components lead to hangs on them";
    EXPECT_EQ(due("[]"), "");
}

TEST(PapersTest, AConditionThatCanNotBeToldAsksForThePaper)
{
    Version version = released("2.000908");
    PaperKind& kind = *std::find_if(version.ready.papers.begin(), version.ready.papers.end(),
                                    [](const PaperKind& one) { return one.code == "2.000908.02"; });
    kind.condition = "not a condition (";
    EXPECT_EQ(papers(version, "{}"), "(01) 02");
    kind.condition = "1 + 1";
    EXPECT_EQ(papers(version, "{}"), "(01) 02");
    kind.condition = "null";
    EXPECT_EQ(papers(version, "{}"), "(01)");
    kind.condition = R"(dossier.online or dossier.way = "post")";
    EXPECT_EQ(papers(version, "{}"), "(01)");
    EXPECT_EQ(papers_of(version, {.way = Way::online}).size(), 2u);
    version.ready.papers.clear();
    EXPECT_EQ(papers(version, "{}"), "01 02") << "of which nothing is said is required";
}

TEST(LimitTest, TimesOfANationalRecordAreUnderstoodOrNotPromised)
{
    Version version;
    const auto with = [&](Duration duration, std::vector<std::string> cases = {}) {
        version.procedure.channels = {
            {.way = Way::counter, .terms = {{.state = TimeState::stated, .durations = {duration}}}}};
        version.procedure.cases.clear();
        for (const std::string& name : cases) version.procedure.cases.push_back({.name = name});
        return limit_of(version, 0, Way::counter);
    };
    EXPECT_FALSE(with({.amount = 3}));  // no unit
    EXPECT_EQ(with({.amount = 2, .unit = TimeUnit::months})->duration.amount, 60);
    EXPECT_EQ(with({.amount = 48, .unit = TimeUnit::hours})->duration,
              (calendar::Duration{2, calendar::Unit::calendar_days}));
    EXPECT_EQ(with({.amount = 30, .unit = TimeUnit::minutes})->duration,
              (calendar::Duration{0.5, calendar::Unit::working_hours}));
    const Duration houses{.amount = 15, .unit = TimeUnit::days, .condition = "đối với nhà ở riêng lẻ"};
    EXPECT_TRUE(with(houses, {"Trường hợp nhà ở riêng lẻ:"}));
    EXPECT_FALSE(with(houses, {"Công trình khác"}));
    EXPECT_FALSE(with(houses, {""}));
}

TEST(RequiredPartsTest, TheProceduresOfTheReleaseAreWhole)
{
    for (const fs::path& file : procedure_files(folder())) {
        const ProcedureFile read = read_procedure_file(file);
        for (const RequiredPart part : missing_parts(read.procedure))
            ADD_FAILURE() << read.procedure.code << " lacks " << to_text(part);
    }
}

}  // namespace
}  // namespace lt::procedures
