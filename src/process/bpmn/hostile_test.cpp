// Models made to be slow, large or confusing. The work is counted by the size of what must still be answered, not by a clock; the
// fuzzer and the limit on a test's time find what hangs.
#include "process/bpmn/model_testing.h"

namespace lt::bpmn {
namespace {

constexpr int kMany = 20'000;

std::string numbered(const std::string& before, int from, int to, const std::string& after)
{
    std::string all;
    for (int i = from; i < to; ++i) all += before + std::to_string(i) + after;
    return all;
}

TEST(BpmnHostile, EntitiesAreNeverExpanded)
{
    std::string bomb = "<!DOCTYPE definitions [<!ENTITY a0 'x'>";
    for (int i = 1; i < 30; ++i) {
        const std::string inner = "&a" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY a" + std::to_string(i) + " '" + inner + inner + inner + "'>";
    }
    bomb += "]><definitions xmlns='" + std::string(kModelSpace) + "' targetNamespace='&a29;'/>";
    EXPECT_FALSE(read(bomb));
    EXPECT_FALSE(read("<!DOCTYPE d SYSTEM 'file:///etc/passwd'><definitions xmlns='" +
                      std::string(kModelSpace) + "'/>"));
    EXPECT_FALSE(
        read("<definitions xmlns='" + std::string(kModelSpace) + "' targetNamespace='&#x110000;'/>"));
}

TEST(BpmnHostile, NothingStandsBehindAZero)
{
    const std::string plain = process(Flow("s>e"));
    ASSERT_TRUE(read(plain));
    const std::string zero(1, '\0');
    const auto behind = read("\n" + plain + "\n" + zero + "<anything/>");
    ASSERT_FALSE(behind);
    EXPECT_NE(behind.error().message.str().find('3'), std::string::npos) << behind.error().message.str();
    EXPECT_FALSE(read(plain + zero));
    EXPECT_FALSE(read(zero + plain));
}

TEST(BpmnHostile, OneNodeWithAllFlows)
{
    const std::string model =
        process("<startEvent id='s'>" + numbered("<outgoing>f", 0, kMany, "</outgoing>") +
                "</startEvent><endEvent id='e'>" + numbered("<incoming>f", 0, kMany, "</incoming>") +
                "</endEvent>" + numbered("<sequenceFlow sourceRef='s' targetRef='e' id='f", 0, kMany, "'/>"));
    EXPECT_EQ(words_of(findings_of(model)), "");
}

TEST(BpmnHostile, OneGatewayThatAllEventsFollow)
{
    std::string nodes =
        "<startEvent id='s'><outgoing>sg</outgoing></startEvent><sequenceFlow id='sg' sourceRef='s' targetRef='g'/>"
        "<eventBasedGateway id='g'><incoming>sg</incoming>" +
        numbered("<outgoing>f", 0, kMany, "</outgoing>") +
        "</eventBasedGateway><intermediateCatchEvent id='c'>" +
        numbered("<incoming>f", 0, kMany, "</incoming>") +
        numbered("<signalEventDefinition signalRef='si' id='d", 0, kMany, "'/>") +
        "</intermediateCatchEvent>" +
        numbered("<sequenceFlow sourceRef='g' targetRef='c' id='f", 0, kMany, "'/>");
    const auto findings = findings_of(process(nodes));
    EXPECT_TRUE(names_rule(findings, Severity::error, "EXT.141"));
}

TEST(BpmnHostile, OneSetWithAllData)
{
    const std::string io = "<ioSpecification>" + numbered("<dataInput id='d", 0, kMany, "'/>") +
                           "<inputSet>" + numbered("<dataInputRefs>d", 0, kMany, "</dataInputRefs>") +
                           numbered("<optionalInputRefs>d", 0, kMany, "</optionalInputRefs>") +
                           "</inputSet><outputSet/></ioSpecification>";
    EXPECT_EQ(words_of(findings_of(process(Flow("s>t>e", {{"t", "|" + io}})))), "");
}

TEST(BpmnHostile, LinksThatAllNameEachOther)
{
    const std::string sources = numbered("<source>l", 0, kMany / 2, "</source>");
    std::string nodes = Flow("s>e");
    nodes += "<intermediateCatchEvent id='c'><linkEventDefinition id='k' name='L'>" + sources +
             "</linkEventDefinition></intermediateCatchEvent>";
    for (int i = 0; i < kMany / 2; ++i) {
        nodes += "<intermediateThrowEvent><linkEventDefinition name='L' id='l" + std::to_string(i) +
                 "'><target>k</target></linkEventDefinition>" + "</intermediateThrowEvent>";
    }
    EXPECT_FALSE(names_rule(findings_of(process(nodes)), Severity::error, "EXT.118"));
}

TEST(BpmnHostile, AllTheSameId)
{
    const auto findings =
        findings_of(process(std::string(Flow("s>e")) +
                            numbered("<task id='same' isForCompensation='true' name='", 0, kMany, "'/>")));
    EXPECT_TRUE(names_rule(findings, Severity::error, "EXT.002"));
}

TEST(BpmnHostile, NestedToTheLimit)
{
    std::string open;
    std::string close;
    for (int i = 0; i < 150; ++i) {
        open += "<subProcess id='u" + std::to_string(i) + "' isForCompensation='true'>";
        close += "</subProcess>";
    }
    EXPECT_FALSE(has_error(findings_of(process(open + close))));
}

TEST(BpmnHostile, AFullModelIsReadAndChecked)
{
    std::string nodes = "<startEvent id='s'><outgoing>f0</outgoing></startEvent>";
    for (int i = 0; i < kMany; ++i) {
        const std::string in = std::to_string(i);
        const std::string out = std::to_string(i + 1);
        nodes += "<task id='t" + in + "'><incoming>f" + in + "</incoming><outgoing>f" + out +
                 "</outgoing></task><sequenceFlow id='f" + in + "' sourceRef='" +
                 (i == 0 ? "s" : "t" + std::to_string(i - 1)) + "' targetRef='t" + in + "'/>";
    }
    nodes += "<endEvent id='e'><incoming>f" + std::to_string(kMany) +
             "</incoming></endEvent><sequenceFlow id='f" + std::to_string(kMany) + "' sourceRef='t" +
             std::to_string(kMany - 1) + "' targetRef='e'/>";
    EXPECT_EQ(words_of(findings_of(process(nodes))), "");
}

TEST(BpmnHostile, ReferencesInACircle)
{
    const std::string model = process(
        std::string(Flow(
            "s>t>e",
            {{"t",
              "|<dataInputAssociation><sourceRef>o</sourceRef><targetRef>o</targetRef></dataInputAssociation>"}})) +
        "<dataObjectReference id='o' dataObjectRef='o'/><eventDefinitionRef/>");
    EXPECT_TRUE(has_error(findings_of(model)));
}

}  // namespace
}  // namespace lt::bpmn
