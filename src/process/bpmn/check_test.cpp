#include "process/bpmn/check.h"

#include "process/bpmn/model_testing.h"

namespace lt::bpmn {
namespace {

std::string plain() { return process(Flow("s>t>e")); }

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    const std::size_t at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + what);
    return text.replace(at, what.size(), by);
}

TEST(BpmnCheck, AcceptsAPlainProcessWithoutAWord) { EXPECT_EQ(words_of(findings_of(plain())), ""); }

TEST(BpmnCheck, NamesElementLineAndRule)
{
    const auto findings =
        findings_of(replaced(plain(), "<task id='t'", "\n\n<task id='t' startQuantity='0'"));
    ASSERT_EQ(findings.size(), 1U) << words_of(findings);
    EXPECT_EQ(findings[0].rule, "EXT.037");
    EXPECT_EQ(findings[0].element, "t");
    EXPECT_EQ(findings[0].tag, "task");
    EXPECT_EQ(findings[0].line, 3);
    EXPECT_EQ(findings[0].severity, Severity::error);
    EXPECT_EQ(findings[0].file, "");
}

void expect_schema_error(const std::string& model)
{
    const auto findings = findings_of(model);
    EXPECT_TRUE(names_rule(findings, Severity::error, "XSD")) << model << "\n" << words_of(findings);
}

void expect_no_schema_error(const std::string& model)
{
    const auto findings = findings_of(model);
    EXPECT_FALSE(names_rule(findings, Severity::error, "XSD")) << model << "\n" << words_of(findings);
}

TEST(BpmnCheck, HoldsElementsToTheirContentModel)
{
    const auto task = [](const std::string& inside) { return process(Flow("s>t>e", {{"t", "|" + inside}})); };
    expect_no_schema_error(task("<property id='pr'/><performer id='pe'/><standardLoopCharacteristics/>"));
    expect_schema_error(task("<performer id='pe'/><property id='pr'/>"));                       // order
    expect_schema_error(task("<standardLoopCharacteristics/><standardLoopCharacteristics/>"));  // number
    expect_schema_error(task("<laneSet/>"));                                                    // stranger
    expect_schema_error(task("<nothing/>"));                                                    // unknown
    expect_schema_error(task("text"));                                                          // text
    expect_schema_error(task("<documentation>later than incoming</documentation>"));
    expect_schema_error(task("<ioSpecification><inputSet/></ioSpecification>"));  // missing child
    expect_no_schema_error(task("<ioSpecification><inputSet/><outputSet/></ioSpecification>"));
    expect_schema_error(replaced(plain(), "sourceRef='s'", ""));  // missing attribute
    expect_schema_error(replaced(plain(), "targetNamespace='urn:me'", ""));
    expect_schema_error(replaced(plain(), "isExecutable='true'", "isExecutable='yes'"));
    expect_schema_error(replaced(plain(), "<task id='t'", "<task id='t' startQuantity='1.5'"));
    expect_schema_error(replaced(plain(), "<task id='t'", "<task id='t:1'"));
    expect_schema_error(process(Flow("s>x>e x>e2", {{"x", "gatewayDirection='Sideways'"}})));
    expect_no_schema_error(process(Flow("s>v>e", {{"v", "implementation='##WebService'"}})));
    expect_schema_error(process(Flow("s>v>e", {{"v", "implementation='##Nothing'"}})));
    expect_schema_error(task("<performer xsi:type='tTask'/>"));
    expect_no_schema_error(task("<performer xsi:type='tPotentialOwner'/>"));
}

TEST(BpmnCheck, TakesWhatToolsAdd)
{
    const std::string tool = "xmlns:x='urn:tool' x:version='1'";
    expect_no_schema_error(replaced(plain(), "<process ", "<process " + tool + " "));
    const std::string inside =
        "<task id='t' ><extensionElements><x:a xmlns:x='urn:tool' b='c'>text<x:d/></x:a></extensionElements>";
    EXPECT_EQ(words_of(findings_of(replaced(plain(), "<task id='t' >", inside))), "");
    // Outside of extensionElements it is passed over with a word.
    const auto findings =
        findings_of(replaced(plain(), "<task id='t' >", "<task id='t' ><x:a xmlns:x='urn:tool'/>"));
    EXPECT_FALSE(has_error(findings)) << words_of(findings);
    EXPECT_TRUE(names_rule(findings, Severity::warning, "XSD"));
}

TEST(BpmnCheck, WarnsOfABadDrawingOnly)
{
    const std::string drawing =
        "<d:BPMNDiagram xmlns:d='http://www.omg.org/spec/BPMN/20100524/DI'><d:BPMNPlane>"
        "<d:BPMNShape bpmnElement='gone'/></d:BPMNPlane></d:BPMNDiagram></definitions>";
    const auto findings = findings_of(replaced(plain(), "</definitions>", drawing));
    EXPECT_FALSE(has_error(findings)) << words_of(findings);
    EXPECT_TRUE(names_rule(findings, Severity::warning, "XSD"));
    EXPECT_TRUE(names_rule(findings, Severity::warning, "REF"));
}

TEST(BpmnCheck, TellsDanglingReferencesFromWrongOnes)
{
    const auto end = [](const std::string& flow) {
        return findings_of(process(Flow("s>t>e", {{"t", "default='" + flow + "'"}})));
    };
    EXPECT_TRUE(names_rule(end("nowhere"), Severity::error, "REF"));
    EXPECT_TRUE(names_rule(end("e"), Severity::error, "REF"));
    EXPECT_FALSE(names_rule(end("t_e"), Severity::error, "REF"));
    const auto item = [](const std::string& name) {
        return findings_of(process(
            Flow("s>t>e", {{"t", "xmlns:o='urn:other' xmlns:me='urn:me'|<property id='pr' itemSubjectRef='" +
                                     name + "'/>"}})));
    };
    EXPECT_FALSE(names_rule(item("me:i1"), Severity::error, "REF"));
    EXPECT_TRUE(names_rule(item("me:none"), Severity::error, "REF"));
    EXPECT_TRUE(names_rule(item("undeclared:i1"), Severity::error, "REF"));
    EXPECT_TRUE(names_rule(item("o:string"), Severity::warning, "REF"));  // a type of another language
    EXPECT_FALSE(names_rule(item("o:string"), Severity::error, "REF"));
}

TEST(BpmnCheck, WhatASignalCarriesIsAnItemOrATypeOfAnotherLanguage)
{
    const auto of = [](const std::string& item) {
        return findings_of(definitions("<signal id='x' structureRef='" + item + "'/><process id='p'/>"));
    };
    EXPECT_EQ(words_of(of("i1")), "");
    EXPECT_TRUE(names_rule(of("er"), Severity::error, "REF"));
    EXPECT_FALSE(has_error(of("String")));
    EXPECT_TRUE(names_rule(of("String"), Severity::warning, "REF"));
}

TEST(BpmnCheck, AReferenceToWhatHasNoIdSaysSo)
{
    const auto says = [](const std::string& model, const std::string& rule) {
        return names_rule(findings_of(model), Severity::error, rule);
    };
    const std::string nameless = replaced(plain(), "<sequenceFlow id='s_t'", "<sequenceFlow");
    EXPECT_TRUE(says(nameless, "EXT.003"));
    EXPECT_TRUE(says(nameless, "REF"));
    const std::string signal = process(Flow("s>c>e", {{"c", "|<signalEventDefinition signalRef='lost'/>"}}));
    EXPECT_TRUE(says(signal, "REF"));
    EXPECT_FALSE(says(signal, "EXT.003"));
    EXPECT_TRUE(
        says(replaced(signal, "<resource id='rs'", "<signal name='Lost'/><resource id='rs'"), "EXT.003"));
    EXPECT_FALSE(
        says(replaced(plain(), "<resource id='rs'", "<signal name='Free'/><resource id='rs'"), "EXT.003"));
}

std::vector<Finding> imported(const std::string& main, const std::map<std::string, std::string>& files)
{
    const auto document = read(
        main,
        [&](std::string_view location, std::string_view) -> std::optional<Loaded> {
            const auto found = files.find(std::string(location));
            if (found == files.end()) return std::nullopt;
            return Loaded{found->second, found->first};
        },
        "main");
    if (!document) throw std::runtime_error(document.error().message.str());
    return check(*document);
}

std::string importing(const std::string& location, const std::string& model)
{
    return replaced(model, "<itemDefinition id='i1'",
                    "<import importType='" + std::string(kModelSpace) + "' namespace='urn:o' location='" +
                        location + "'/><itemDefinition id='i1'");
}

TEST(BpmnCheck, FollowsImports)
{
    const std::string main =
        importing("b", process(Flow("s>k>e", {{"k", "xmlns:o='urn:o' calledElement='o:q'"}})));
    const auto other = [](const std::string& start, const std::string& more = "") {
        return "<definitions xmlns='" + std::string(kModelSpace) + "' targetNamespace='urn:o'>" + more +
               "<process id='q'>" + std::string(Flow("s>e", {{"s", "|" + start}})) +
               "</process></definitions>";
    };
    EXPECT_EQ(words_of(imported(main, {{"b", other("")}})), "");
    EXPECT_TRUE(names_rule(imported(main, {}), Severity::error, "EXT.001"));
    EXPECT_TRUE(names_rule(imported(main, {{"b", "<broken"}}), Severity::error, "EXT.001"));
    EXPECT_TRUE(
        names_rule(imported(main, {{"b", other("<signalEventDefinition/>")}}), Severity::error, "EXT.099"));
    // A file that an imported file wants.
    const std::string wants =
        "<import importType='" + std::string(kModelSpace) + "' namespace='urn:x' location='gone'/>";
    const auto findings = imported(main, {{"b", other("", wants)}});
    EXPECT_TRUE(names_rule(findings, Severity::error, "EXT.001"));
    EXPECT_EQ(findings.at(0).file, "b");
    // One id twice in one namespace.
    const std::string twin = replaced(other(""), "urn:o", "urn:me");
    EXPECT_TRUE(names_rule(imported(importing("b", plain()), {{"b", twin}}), Severity::error, "EXT.002"));
    EXPECT_FALSE(
        names_rule(imported(importing("b", plain()), {{"b", other("")}}), Severity::error, "EXT.002"));
}

TEST(BpmnCheck, StopsCountingButNeverHidesAnError)
{
    std::string inside = Flow("s>e");
    for (int i = 0; i < 3000; ++i)
        inside +=
            "<scriptTask id='q" + std::to_string(i) + "' isForCompensation='true'><script/></scriptTask>";
    inside += "<task id='last' isForCompensation='true' startQuantity='0'/>";
    const auto findings = findings_of(process(inside));
    EXPECT_TRUE(names_rule(findings, Severity::error, "EXT.037"));
    EXPECT_EQ(findings.size(), kMostFindings + 1);
}

TEST(BpmnCheckSamples, RefusesTheInvalidOnesByTheirRule)
{
    if (!std::filesystem::exists(samples()))
        GTEST_SKIP() << "no samples at " << samples() << " (set LT_SHARED)";
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(samples() / "invalid")) {
        if (file.path().extension() != ".bpmn") continue;
        const std::string name = file.path().filename().string();
        const auto findings = findings_of(contents(file.path()));
        EXPECT_TRUE(has_error(findings)) << name;
        const std::string rule = name.starts_with("EXT") ? "EXT." + name.substr(3, 3) : "REF";
        EXPECT_TRUE(names_rule(findings, Severity::error, rule)) << name << "\n" << words_of(findings);
        ++count;
    }
    EXPECT_GT(count, 150);
}

TEST(BpmnCheckSamples, AcceptsTheValidOnes)
{
    if (!std::filesystem::exists(samples()))
        GTEST_SKIP() << "no samples at " << samples() << " (set LT_SHARED)";
    int accepted = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(samples() / "valid")) {
        if (file.path().extension() != ".bpmn") continue;
        const std::string name = file.path().filename().string();
        const auto findings = findings_of(contents(file.path()));
        EXPECT_FALSE(has_error(findings)) << name << "\n" << words_of(findings);
        ++accepted;
    }
    EXPECT_GT(accepted, 60);
}

}  // namespace
}  // namespace lt::bpmn
