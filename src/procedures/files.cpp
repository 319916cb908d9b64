// See files.h.
#include "procedures/files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "procedures/file_section.h"

namespace lt::procedures {
namespace {

namespace fs = std::filesystem;

constexpr std::array kFileLevels{Level::ministry, Level::province, Level::commune, Level::other};
constexpr std::array kFileWays{Way::counter, Way::online, Way::post};
constexpr std::array kFileUnits{TimeUnit::minutes, TimeUnit::hours,        TimeUnit::working_hours,
                                TimeUnit::days,    TimeUnit::working_days, TimeUnit::months,
                                TimeUnit::same_day};

std::string text_of_file(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("can't read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

PaperKind kind_of(const Section& in, const std::string& code)
{
    PaperKind kind{.code = code,
                   .type = in.text("type"),
                   .required = in.flag("required", true),
                   .condition = in.condition("when"),
                   .hint = in.text("hint")};
    for (const std::string& word : in.texts("accepted")) {
        const auto form = paper_form_from(word);
        if (!form) in.fail("\"" + word + "\" is no form of a paper");
        kind.accepted.push_back(*form);
    }
    return kind;
}

void read_case(const Section& in, ProcedureFile& out)
{
    in.knows({"name", "paper"});
    Case one{.name = in.text("name")};
    for (const Section& row : in.sections("paper")) {
        row.knows(
            {"code", "name", "file", "originals", "copies", "type", "required", "when", "accepted", "hint"});
        Paper paper{.code = row.required("code"),
                    .name = row.required("name"),
                    .form = row.text("file"),
                    .originals = static_cast<int>(row.number("originals", 0)),
                    .copies = static_cast<int>(row.number("copies", 0))};
        const PaperKind kind = kind_of(row, paper.code);
        const PaperKind* known = out.ready.paper(paper.code);
        if (known == nullptr)
            out.ready.papers.push_back(kind);
        else if (*known != kind)
            row.fail("the paper " + paper.code + " is told differently in another case");
        one.papers.push_back(std::move(paper));
    }
    out.procedure.cases.push_back(std::move(one));
}

// `for` of a time or a fee is the name of a case, so that one that is renamed here and not there is found.
std::string case_in(const Section& in, const Procedure& procedure)
{
    std::string name = in.text("for");
    const auto is_it = [&](const Case& one) { return one.name == name; };
    if (!name.empty() && std::none_of(procedure.cases.begin(), procedure.cases.end(), is_it))
        in.fail("no case is called \"" + name + "\"");
    return name;
}

void read_way(const Section& in, Procedure& out)
{
    in.knows({"way", "time", "fee", "note"});
    Term term{.note = in.text("note")};
    for (const Section& row : in.sections("time")) {
        row.knows({"amount", "unit", "for", "cutoff_hour"});
        term.state = TimeState::stated;
        term.durations.push_back({.amount = static_cast<int>(row.number("amount", 0)),
                                  .unit = row.word("unit", kFileUnits),
                                  .condition = case_in(row, out),
                                  .cutoff_hour = static_cast<int>(row.number("cutoff_hour", 0))});
    }
    for (const Section& row : in.sections("fee")) {
        row.knows({"amount", "per", "for", "text"});
        const std::int64_t amount = row.number("amount", 0);
        term.fees.push_back({.state = amount == 0 ? FeeState::free : FeeState::amount,
                             .amount = amount,
                             .currency = amount == 0 ? "" : "VND",
                             .per = row.text("per"),
                             .condition = row.text("for"),
                             .text = row.text("text")});
    }
    out.channels.push_back({.way = in.word("way", kFileWays), .terms = {std::move(term)}});
}

TimeRules rules_of(const Section& in)
{
    in.knows({"received_by", "after_supplement", "most_extensions", "accept_within", "supplement_within",
              "no_due", "basis"});
    TimeRules rules;
    rules.received_by = static_cast<int>(in.number("received_by", rules.received_by));
    if (rules.received_by > 23) in.fail("received_by is an hour of the day");
    const std::string after = in.text("after_supplement");
    if (after == "goes_on")
        rules.after_supplement = calendar::AfterPause::goes_on;
    else if (!after.empty() && after != "starts_anew")
        in.fail("after_supplement is \"goes_on\" or \"starts_anew\"");
    rules.most_extensions = static_cast<int>(in.number("most_extensions", rules.most_extensions));
    rules.accept_within = static_cast<int>(in.number("accept_within", rules.accept_within));
    rules.supplement_within = static_cast<int>(in.number("supplement_within", rules.supplement_within));
    rules.no_due = in.flag("no_due", false);
    rules.basis = in.required("basis");
    return rules;
}

void read_published(const Section& in, Procedure& out)
{
    out.code = in.required("code");
    out.name = in.required("name");
    out.field = in.required("field");
    for (const std::string& word : in.texts("levels")) {
        const auto level = std::find_if(kFileLevels.begin(), kFileLevels.end(),
                                        [&](Level one) { return to_text(one) == word; });
        if (level == kFileLevels.end()) in.fail("\"" + word + "\" is no level");
        out.levels.push_back(*level);
    }
    out.kind = in.text("kind");
    out.decision = in.text("decision");
    out.subjects = in.texts("subjects");
    out.steps = in.text("steps");
    out.conditions = in.text("conditions");
    const Section agencies = in.section("agencies");
    agencies.knows({"decides", "executes", "supports", "receives"});
    out.agencies = {.decides = agencies.texts("decides"),
                    .executes = agencies.texts("executes"),
                    .supports = agencies.texts("supports"),
                    .receives = agencies.text("receives"),
                    .anywhere = in.flag("anywhere", false)};
    for (const Section& row : in.sections("law")) {
        row.knows({"number", "name", "issuer", "issued"});
        out.legal_bases.push_back({.number = row.required("number"),
                                   .name = row.required("name"),
                                   .issuer = row.text("issuer"),
                                   .issued = row.day("issued")});
    }
}

void read_ready(const Section& in, ProcedureFile& out)
{
    Ready& ready = out.ready;
    ready.process = in.required("process");
    ready.fees = in.text("fees");
    ready.time = in.text("time");
    if (const std::string form = in.text("form"); !form.empty())
        ready.form = text_of_file(in.file().parent_path() / "forms" / form);
    ready.times = rules_of(in.section("times"));
    ready.anywhere = out.procedure.agencies.anywhere;
    ready.place = in.condition("place");
    ready.post_return = in.flag("post_return", false);
    ready.nicknames = in.texts("nicknames");
    ready.source = in.required("source");
    for (const Section& row : in.sections("result")) {
        row.knows({"code", "name", "signed", "sealed", "notation", "required", "when"});
        ready.results.push_back({.code = row.required("code"),
                                 .name = row.required("name"),
                                 .is_signed = row.flag("signed", true),
                                 .is_sealed = row.flag("sealed", true),
                                 .notation = row.text("notation"),
                                 .required = row.flag("required", true),
                                 .condition = row.condition("when")});
        out.procedure.results.push_back(
            {.code = ready.results.back().code, .name = ready.results.back().name});
    }
    for (const Section& row : in.sections("child")) {
        row.knows(
            {"code", "name", "decides", "after", "when", "answers", "papers", "results", "days", "process"});
        ready.children.push_back({.code = row.required("code"),
                                  .name = row.required("name"),
                                  .decides = row.text("decides"),
                                  .after = row.text("after"),
                                  .condition = row.condition("when"),
                                  .answers = row.texts("answers"),
                                  .papers = row.texts("papers"),
                                  .results = row.texts("results"),
                                  .days = static_cast<int>(row.number("days", 0)),
                                  .process = row.text("process")});
        const Child& child = ready.children.back();
        if ((child.days == 0) != child.process.empty())
            row.fail("a child has both days and a process, or neither");
        for (const std::string& paper : child.papers)
            if (ready.paper(paper) == nullptr) row.fail("no paper has the code " + paper);
        for (const std::string& result : child.results)
            if (std::ranges::find(ready.results, result, &ResultKind::code) == ready.results.end())
                row.fail("no result has the code " + result);
    }
    for (const Child& child : ready.children) {
        const auto before = [&](const Child& other) { return other.code == child.after; };
        if (!child.after.empty() && std::none_of(ready.children.begin(), ready.children.end(), before))
            in.fail("the child " + child.code + " follows " + child.after + ", which is none");
    }
}

}  // namespace

ProcedureFile read_procedure_file(const fs::path& file)
{
    toml::table table;
    try {
        table = toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        throw std::runtime_error(file.string() + ", line " + std::to_string(error.source().begin.line) +
                                 ": " + std::string(error.description()));
    }
    const Section in(file, table);
    in.knows({"code",      "name",       "field",    "levels", "kind",        "decision", "subjects",
              "nicknames", "valid_from", "process",  "fees",   "time",        "form",     "source",
              "steps",     "conditions", "anywhere", "place",  "post_return", "agencies", "times",
              "offers",    "case",       "way",      "result", "law",         "child"});
    ProcedureFile out{.from = in.day("valid_from")};
    read_published(in, out.procedure);
    for (const Section& row : in.sections("case")) read_case(row, out);
    if (out.procedure.cases.empty()) in.fail("there is no [[case]]");
    for (const Section& row : in.sections("way")) read_way(row, out.procedure);
    if (out.procedure.channels.empty()) in.fail("there is no [[way]]");
    read_ready(in, out);
    const Section offers = in.section("offers");
    offers.knows({"supports", "receives", "decides"});
    out.offers = {offers.texts("supports"), offers.texts("receives"), offers.texts("decides")};
    return out;
}

std::vector<fs::path> procedure_files(const fs::path& folder)
{
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".toml") out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace lt::procedures
