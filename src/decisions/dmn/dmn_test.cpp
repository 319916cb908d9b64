#include "decisions/dmn/dmn.h"

#include <gtest/gtest.h>

#include "decisions/dmn/outline.h"
#include "decisions/feel/json.h"

namespace lt::dmn {
namespace {

std::string file(const std::string& body)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"Thử\" "
           "namespace=\"https://lienthong.test\">\n" +
           body + "\n</definitions>";
}

std::string input(const std::string& name, const std::string& type = "")
{
    return "<inputData id=\"i_" + name + "\" name=\"" + name + "\"><variable name=\"" + name + "\"" +
           (type.empty() ? "" : " typeRef=\"" + type + "\"") + "/></inputData>";
}

std::string needs(const std::string& inputs)
{
    std::string out;
    for (std::size_t at = 0; at < inputs.size();) {
        const std::size_t end = std::min(inputs.find(' ', at), inputs.size());
        out += "<informationRequirement><requiredInput href=\"#i_" + inputs.substr(at, end - at) +
               "\"/></informationRequirement>";
        at = end + 1;
    }
    return out;
}

std::string decision(const std::string& id, const std::string& body)
{
    return "<decision id=\"" + id + "\" name=\"" + id + "\">" + body + "</decision>";
}

std::string literal(const std::string& text)
{
    return "<literalExpression><text>" + text + "</text></literalExpression>";
}

// The table with one input x; rules are "test => output | test => output".
std::string table(const std::string& attributes, const std::string& outputs,
                  std::vector<std::vector<std::string>> rules)
{
    std::string out = "<decisionTable " + attributes +
                      "><input><inputExpression><text>x</text></inputExpression></input>" + outputs;
    for (const auto& rule : rules) {
        out += "<rule><inputEntry><text>" + rule[0] + "</text></inputEntry>";
        for (std::size_t i = 1; i < rule.size(); ++i)
            out += "<outputEntry><text>" + rule[i] + "</text></outputEntry>";
        out += "</rule>";
    }
    return out + "</decisionTable>";
}

std::string decided(const std::string& xml, const std::string& id, const std::string& json,
                    const feel::Limits& limits = {})
{
    const ReadModel read = read_model(xml);
    if (const auto* findings = std::get_if<std::vector<Finding>>(&read)) {
        std::string out = "wrong";
        for (const Finding& one : *findings) out += " " + one.element + ":" + std::to_string(one.line);
        return out;
    }
    const Decided outcome = decide(std::get<Model>(read), id, *feel::from_json(json), limits, {});
    return outcome.refused() ? "refused" : feel::to_json(outcome.value);
}

std::string with_table(const std::string& attributes, const std::string& outputs,
                       std::vector<std::vector<std::string>> rules, const std::string& x)
{
    const std::string xml =
        file(input("x") + decision("d", needs("x") + table(attributes, outputs, std::move(rules))));
    return decided(xml, "d", "{\"x\":" + x + "}");
}

const std::vector<std::vector<std::string>> kOverlapping{
    {"&gt; 0", "\"low\""}, {"&gt; 10", "\"high\""}, {"&gt; 20", "\"low\""}};
const std::string kLevels = "<output><outputValues><text>\"high\", \"low\"</text></outputValues></output>";

TEST(Table, HasAllHitPolicies)
{
    EXPECT_EQ(with_table("", "<output/>", kOverlapping, "5"), "\"low\"");
    EXPECT_EQ(with_table("hitPolicy=\"UNIQUE\"", "<output/>", kOverlapping, "15"), "null");
    EXPECT_EQ(with_table("hitPolicy=\"FIRST\"", "<output/>", kOverlapping, "15"), "\"low\"");
    EXPECT_EQ(with_table("hitPolicy=\"ANY\"", "<output/>", kOverlapping, "15"), "null");
    EXPECT_EQ(with_table("hitPolicy=\"ANY\"", "<output/>", {{"&gt; 1", "1"}, {"&gt; 2", "1.0"}}, "5"), "1");
    EXPECT_EQ(with_table("hitPolicy=\"PRIORITY\"", kLevels, kOverlapping, "25"), "\"high\"");
    EXPECT_EQ(with_table("hitPolicy=\"PRIORITY\"", "<output/>", kOverlapping, "25"), "null");
    EXPECT_EQ(with_table("hitPolicy=\"RULE ORDER\"", "<output/>", kOverlapping, "25"),
              R"(["low","high","low"])");
    EXPECT_EQ(with_table("hitPolicy=\"OUTPUT ORDER\"", kLevels, kOverlapping, "25"),
              R"(["high","low","low"])");
    EXPECT_EQ(with_table("hitPolicy=\"COLLECT\"", "<output/>", kOverlapping, "15"), R"(["low","high"])");
    EXPECT_EQ(with_table("hitPolicy=\"RULE ORDER\"", "<output/>", kOverlapping, "5"), R"(["low"])");
}

TEST(Table, Aggregates)
{
    const std::vector<std::vector<std::string>> fees{{"&gt; 0", "10"}, {"&gt; 1", "20"}, {"&gt; 2", "5"}};
    const auto of = [&](const char* how, const char* x) {
        return with_table("hitPolicy=\"COLLECT\" aggregation=\"" + std::string(how) + "\"", "<output/>", fees,
                          x);
    };
    EXPECT_EQ(of("SUM", "3"), "35");
    EXPECT_EQ(of("MIN", "3"), "5");
    EXPECT_EQ(of("MAX", "3"), "20");
    EXPECT_EQ(of("COUNT", "3"), "3");
    EXPECT_EQ(of("COUNT", "0"), "0");
    EXPECT_EQ(of("SUM", "0"), "null");
}

TEST(Table, TakesDefaultsAndKeepsToItsValues)
{
    const std::string otherwise =
        "<output><defaultOutputEntry><text>\"none\"</text></defaultOutputEntry></output>";
    EXPECT_EQ(with_table("", otherwise, {{"1", "\"one\""}}, "2"), "\"none\"");
    EXPECT_EQ(with_table("", "<output/>", {{"1", "\"one\""}}, "2"), "null");
    EXPECT_EQ(with_table("", kLevels, {{"-", "\"medium\""}}, "2"), "null");
    EXPECT_EQ(
        with_table("", "<output name=\"fee\"/><output name=\"days\"/>", {{"&lt; 5", "100", "x + 1"}}, "2"),
        R"({"fee":100,"days":3})");
    EXPECT_EQ(with_table("", "<output name=\"a\"/><output name=\"b\"/>", {{"1", "2"}}, "1"), "wrong d:3");
}

TEST(Model, RequiresDecisionsAndKnowledge)
{
    const std::string xml = file(
        input("loại") + input("số ngày", "number") +
        "<decision id=\"phi\" name=\"Phí thẩm định\"><variable name=\"Phí thẩm định\" typeRef=\"number\"/>" +
        "<informationRequirement><requiredInput href=\"#i_loại\"/></informationRequirement>" +
        "<decisionTable><input><inputExpression><text>loại</text></inputExpression></input><output/>"
        "<rule><inputEntry><text>\"A\"</text></inputEntry><outputEntry><text>50000</text></outputEntry></rule>"
        "<rule><inputEntry><text>not(\"A\")</text></inputEntry><outputEntry><text>20000</text></outputEntry></rule></decisionTable></decision>" +
        "<businessKnowledgeModel id=\"k\" name=\"nhân\"><variable name=\"nhân\"/><encapsulatedLogic><formalParameter name=\"a\"/>"
        "<formalParameter name=\"b\" typeRef=\"number\"/>" +
        literal("a * b") + "</encapsulatedLogic></businessKnowledgeModel>" +
        "<decision id=\"tong\" name=\"Tổng\"><variable name=\"Tổng\" typeRef=\"number\"/>" +
        "<informationRequirement><requiredDecision href=\"#phi\"/></informationRequirement>"
        "<informationRequirement><requiredInput href=\"#i_số ngày\"/></informationRequirement>"
        "<knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement>" +
        literal("nhân(Phí thẩm định, số ngày) + nhân(b: 2, a: 1)") + "</decision>" +
        "<decision id=\"goi\" name=\"gọi\"><knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement><invocation>" +
        literal("nhân") + "<binding><parameter name=\"a\"/>" + literal("6") +
        "</binding><binding><parameter name=\"b\"/>" + literal("7") + "</binding></invocation></decision>");
    EXPECT_EQ(decided(xml, "tong", R"({"loại":"A","số ngày":3})"), "150002");
    EXPECT_EQ(decided(xml, "Tổng", R"({"loại":"B","số ngày":[3]})"), "60002");
    EXPECT_EQ(decided(xml, "tong", R"({"loại":"B","số ngày":"3"})"), "null");
    EXPECT_EQ(decided(xml, "goi", "{}"), "42");
    EXPECT_EQ(decided(xml, "no such", "{}"), "null");
    const ReadModel read = read_model(xml);
    const auto& model = std::get<Model>(read);
    EXPECT_EQ(model.decisions().size(), 3U);
    EXPECT_EQ(model.inputs_of("tong").size(), 2U);
    EXPECT_TRUE(model.has("Tổng"));
    EXPECT_FALSE(model.has("i_loại"));
}

TEST(Model, AServiceIsAskedForItsArgumentsAlone)
{
    const auto needs = [](const std::string& what) {
        return "<informationRequirement>" + what + "</informationRequirement>";
    };
    const std::string xml = file(
        input("x", "number") + input("y", "number") +
        "<decision id=\"b\" name=\"bậc\"><variable name=\"bậc\"/>" + needs("<requiredInput href=\"#i_x\"/>") +
        literal("x * 2") + "</decision>" + "<decision id=\"f\" name=\"mức\"><variable name=\"mức\"/>" +
        needs("<requiredDecision href=\"#b\"/>") + needs("<requiredInput href=\"#i_y\"/>") +
        literal("bậc + y") + "</decision>" +
        "<decisionService id=\"s\" name=\"tính\"><variable name=\"tính\"/><outputDecision href=\"#f\"/>"
        "<inputDecision href=\"#b\"/><inputData href=\"#i_y\"/></decisionService>"
        "<decision id=\"g\" name=\"gộp\"><variable name=\"gộp\"/>" +
        needs("<requiredInput href=\"#i_x\"/>") +
        "<knowledgeRequirement><requiredKnowledge href=\"#s\"/></knowledgeRequirement>" +
        literal("tính(x, 1)") + "</decision>");
    const auto asked = [model = std::get<Model>(read_model(xml))](const std::string& decision) {
        std::string names;
        for (const Model::Entry& one : model.inputs_of(decision)) names += one.name + " ";
        return names;
    };
    EXPECT_EQ(asked("f"), "x y ");
    EXPECT_EQ(asked("s"), "y bậc ") << "in the order of its parameters; what bậc would need it never sees";
    EXPECT_EQ(asked("g"), "x ") << "y is an argument of the call";
    EXPECT_EQ(decided(xml, "s", R"({"y":1,"bậc":10})"), "11");
    EXPECT_EQ(decided(xml, "g", R"({"x":5})"), "6");
}

TEST(Model, HasBoxedExpressions)
{
    const std::string entry = "<contextEntry><variable name=\"a\"/>" + literal("2") + "</contextEntry>";
    EXPECT_EQ(decided(file(decision("d", "<context>" + entry + "<contextEntry><variable name=\"b\"/>" +
                                             literal("a * 3") + "</contextEntry></context>")),
                      "d", "{}"),
              R"({"a":2,"b":6})");
    EXPECT_EQ(decided(file(decision("d", "<context>" + entry + "<contextEntry>" + literal("a + 1") +
                                             "</contextEntry></context>")),
                      "d", "{}"),
              "3");
    EXPECT_EQ(decided(file(decision("d", "<list>" + literal("1") + literal("\"x\"") + "</list>")), "d", "{}"),
              R"([1,"x"])");
    EXPECT_EQ(decided(file(decision("d", "<relation><column name=\"p\"/><column name=\"q\"/><row>" +
                                             literal("1") + literal("2") + "</row></relation>")),
                      "d", "{}"),
              R"([{"p":1,"q":2}])");
    EXPECT_EQ(
        decided(
            file(decision(
                "d",
                "<context><contextEntry><variable name=\"f\"/><functionDefinition><formalParameter name=\"n\"/>" +
                    literal("n + k") + "</functionDefinition></contextEntry><contextEntry>" +
                    literal("f(1)") + "</contextEntry></context>")),
            "d", "{}"),
        "null");
    EXPECT_EQ(
        decided(file(decision("d", "<conditional><if>" + literal("1 = 1") + "</if><then>" + literal("2") +
                                       "</then><else>" + literal("3") + "</else></conditional>")),
                "d", "{}"),
        "2");
    EXPECT_EQ(decided(file(decision("d", "<for iteratorVariable=\"i\"><in>" + literal("1..3") +
                                             "</in><return>" + literal("i") + "</return></for>")),
                      "d", "{}"),
              "wrong d:3");
    EXPECT_EQ(decided(file(decision("d", "<for iteratorVariable=\"i\"><in>" + literal("[1, 2]") +
                                             "</in><return>" + literal("i * 2") + "</return></for>")),
                      "d", "{}"),
              "[2,4]");
    EXPECT_EQ(decided(file(decision("d", "<filter><in>" + literal("[{a: 1}, {a: 2}]") + "</in><match>" +
                                             literal("a &gt; 1") + "</match></filter>")),
                      "d", "{}"),
              R"([{"a":2}])");
    EXPECT_EQ(
        decided(file(decision("d", "<every iteratorVariable=\"i\"><in>" + literal("[1, 2]") +
                                       "</in><satisfies>" + literal("i &gt; 0") + "</satisfies></every>")),
                "d", "{}"),
        "true");
}

TEST(Model, HoldsValuesToTheirTypes)
{
    const std::string types =
        "<itemDefinition name=\"tMức\"><typeRef>string</typeRef><allowedValues><text>\"thấp\", \"cao\"</text></allowedValues></itemDefinition>"
        "<itemDefinition name=\"tNgười\"><itemComponent name=\"họ tên\"><typeRef>string</typeRef></itemComponent>"
        "<itemComponent name=\"tuổi\"><typeRef>number</typeRef></itemComponent></itemDefinition>"
        "<itemDefinition name=\"tDanh sách\" isCollection=\"true\"><typeRef>tNgười</typeRef></itemDefinition>";
    const auto of = [&](const char* type, const char* text, const char* json) {
        return decided(file(types + input("x", type) + decision("d", needs("x") + literal(text))), "d", json);
    };
    EXPECT_EQ(of("tMức", "x", R"({"x":"cao"})"), "\"cao\"");
    EXPECT_EQ(of("tMức", "x", R"({"x":"khác"})"), "null");
    EXPECT_EQ(of("tNgười", "x.họ tên", R"({"x":{"họ tên":"An","tuổi":30}})"), "\"An\"");
    EXPECT_EQ(of("tNgười", "x", R"({"x":{"họ tên":"An"}})"), "null");
    EXPECT_EQ(
        of("tDanh sách", "sum(x.tuổi)", R"({"x":[{"họ tên":"An","tuổi":30},{"họ tên":"Bình","tuổi":12}]})"),
        "42");
    EXPECT_EQ(of("tDanh sách", "count(x)", R"({"x":{"họ tên":"An","tuổi":30}})"), "1");
    EXPECT_EQ(
        decided(
            file(
                "<itemDefinition name=\"a\"><typeRef>b</typeRef></itemDefinition><itemDefinition name=\"b\"><typeRef>a</typeRef></itemDefinition>"),
            "d", "{}"),
        "wrong a:3");
    EXPECT_EQ(
        decided(file("<itemDefinition name=\"a\"><typeRef>nothing</typeRef></itemDefinition>"), "d", "{}"),
        "wrong a:3");
}

TEST(Model, IsRefusedWithElementAndLine)
{
    EXPECT_EQ(decided("<x/>", "d", "{}"), "wrong :1");
    EXPECT_TRUE(decided("<definitions", "d", "{}").starts_with("wrong"));
    EXPECT_TRUE(decided("", "d", "{}").starts_with("wrong"));
    EXPECT_EQ(decided(file(decision("d", "\n" + literal("1 +\n)"))), "d", "{}"), "wrong d:5");
    EXPECT_EQ(decided(file(decision("d", needs("x") + literal("1"))), "d", "{}"), "wrong requiredInput:3");
    EXPECT_EQ(decided(file(decision("d", literal("1")) + "\n" + decision("d", literal("1"))), "d", "{}"),
              "wrong d:4");
    EXPECT_EQ(
        decided(
            file(
                "<decision id=\"a\" name=\"a\"><informationRequirement><requiredDecision href=\"#b\"/></informationRequirement></decision>"
                "<decision id=\"b\" name=\"b\"><informationRequirement><requiredDecision href=\"#a\"/></informationRequirement></decision>"),
            "a", "{}"),
        "wrong a:3");
    EXPECT_EQ(
        decided(
            file(decision(
                "d", "<literalExpression expressionLanguage=\"groovy\"><text>1</text></literalExpression>")),
            "d", "{}"),
        "wrong d:3");
    EXPECT_EQ(decided(file(decision("d", table("hitPolicy=\"BEST\"", "<output/>", {}))), "d", "{}"),
              "wrong d:3");
}

TEST(Hostile, XmlIsRefused)
{
    const std::string bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"&b;\"/>";
    EXPECT_TRUE(decided(bomb, "d", "{}").starts_with("wrong"));
    EXPECT_TRUE(decided("<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><d/>", "d", "{}").starts_with("wrong"));
    std::string deep, many, wide = "<decision ";
    for (int i = 0; i < 5000; ++i) deep += "<context><contextEntry>";
    for (int i = 0; i < 400'000; ++i) many += "<x/>";
    for (int i = 0; i < 100'000; ++i) wide += "a" + std::to_string(i) + "=\"\" ";
    EXPECT_TRUE(decided(file(deep), "d", "{}").starts_with("wrong"));
    EXPECT_TRUE(decided(file(many), "d", "{}").starts_with("wrong"));
    EXPECT_TRUE(decided(file(wide + "/>"), "d", "{}").starts_with("wrong"));
    EXPECT_TRUE(decided(std::string(17 << 20, ' '), "d", "{}").starts_with("wrong"));
}

TEST(Hostile, DecisionsEnd)
{
    EXPECT_EQ(decided(file(decision("d", literal("count(for i in 1..99999999 return i)"))), "d", "{}"),
              "refused");
    // A knowledge model that calls itself, and a long chain of decisions.
    const std::string self =
        "<businessKnowledgeModel id=\"k\" name=\"k\"><encapsulatedLogic><formalParameter name=\"n\"/>" +
        literal("k(n + 1)") + "</encapsulatedLogic></businessKnowledgeModel>" +
        decision("d", "<knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement>" +
                          literal("k(1)"));
    EXPECT_EQ(decided(file(self), "d", "{}"), "refused");
    std::string chain = decision("d0", literal("1"));
    for (int i = 1; i <= 3000; ++i) {
        const std::string before = "d" + std::to_string(i - 1);
        chain +=
            decision("d" + std::to_string(i), "<informationRequirement><requiredDecision href=\"#" + before +
                                                  "\"/></informationRequirement>" + literal(before + " + 1"));
    }
    EXPECT_EQ(decided(file(chain), "d3000", "{}"), "refused");
    EXPECT_EQ(decided(file(chain), "d20", "{}"), "21");
}

TEST(Hits, NameTheRulesThatWereMetOnce)
{
    // Two decisions, one of which calls its table by a knowledge model again and again.
    const std::string knowledge =
        "<businessKnowledgeModel id=\"k\" name=\"k\"><encapsulatedLogic><formalParameter name=\"x\"/>" +
        table("hitPolicy=\"COLLECT\"", "<output/>", {{"&gt; 0", "1"}, {"&gt; 1", "2"}, {"&lt; 0", "3"}}) +
        "</encapsulatedLogic></businessKnowledgeModel>";
    const std::string calls = "<knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement>";
    const std::string xml = file(
        input("x") + knowledge +
        decision("d", needs("x") + table("hitPolicy=\"FIRST\"", "<output/>", {{"9", "9"}, {"-", "x"}})) +
        decision("top", "<informationRequirement><requiredDecision href=\"#d\"/></informationRequirement>" +
                            calls + literal("sum(for i in 1..d return count(k(i)))")));
    const ReadModel read = read_model(xml);
    const auto& model = std::get<Model>(read);
    const Decided decided = decide(model, "top", *feel::from_json(R"({"x":3})"), {}, {});
    EXPECT_EQ(feel::to_json(decided.value), "5");
    const Outline drawn = outline(xml);
    ASSERT_EQ(drawn.decisions.size(), 3U);
    const int of_k = drawn.decisions[0].parts.at(0).tables.at(0).number;
    const int of_d = drawn.decisions[1].parts.at(0).tables.at(0).number;
    EXPECT_EQ(decided.hits, (std::vector<Hit>{{of_d, 2}, {of_k, 1}, {of_k, 2}}));
    EXPECT_EQ(decided.tables, (std::map<int, std::string>{{of_d, "d"}, {of_k, "k"}}));
    EXPECT_EQ(model.main_decision()->id, "top");
}

// What is wrong with the file, the first of it: "element:line text".
std::string refusal(const std::string& xml)
{
    const ReadModel read = read_model(xml);
    const auto* findings = std::get_if<std::vector<Finding>>(&read);
    if (findings == nullptr) return "";
    const Finding& first = findings->front();
    return first.element + ":" + std::to_string(first.line) + " " + first.message.str();
}

std::string repeated(const std::string& text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

TEST(Refusals, ARuleHasNoMoreNotesThanTheTableHasColumns)
{
    const auto with = [](int columns, int notes) {
        return file(decision("d", "<decisionTable><output/>" + repeated("<annotation/>", columns) +
                                      "<rule><outputEntry><text>1</text></outputEntry>" +
                                      repeated("<annotationEntry/>", notes) + "</rule></decisionTable>"));
    };
    EXPECT_EQ(refusal(with(2, 2)), "");
    EXPECT_EQ(refusal(with(2, 0)), "");
    EXPECT_EQ(refusal(with(2, 3)), "d:3 Một dòng có nhiều ghi chú hơn số cột ghi chú của bảng.");
    EXPECT_EQ(refusal(with(99, 1)), "");
    EXPECT_EQ(refusal(with(100, 1)), "d:3 Bảng quyết định có quá 100 cột.");
}

TEST(Refusals, NamesAreShortAndCanBeSeen)
{
    const auto named = [](const std::string& name) {
        return file("\n<decision id=\"d\" name=\"" + name + "\">" + literal("1") + "</decision>");
    };
    EXPECT_EQ(refusal(named(repeated("ộ", 200))), "");
    EXPECT_EQ(refusal(named(repeated("ộ", 201))),
              repeated("ộ", 59) + "…:4 Tên, nhãn hoặc mã dài hơn 200 ký tự.");
    for (const char* blank : {" ", "\u200B", "\u00A0\u2060 ", "\u3164", "\u0301"})
        EXPECT_EQ(refusal(named(blank)), "decision:4 Tên, nhãn hoặc mã không có ký tự nào nhìn thấy được.");
    const std::string long_text(201, 'x');
    EXPECT_NE(refusal(file("<inputData id=\"" + long_text + "\" name=\"x\"/>")), "");
    EXPECT_NE(
        refusal(file(decision("d", "<decisionTable><output label=\"" + long_text + "\"/></decisionTable>"))),
        "");
    EXPECT_NE(refusal("<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"" +
                      long_text + "\"/>"),
              "");
}

TEST(Refusals, AFileIsUtf8)
{
    const std::string body = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"";
    const auto refused = [](const std::string& xml) {
        return refusal(xml).find("UTF-8") != std::string::npos;
    };
    EXPECT_EQ(refusal(body + "Phí\"/>"), "");
    EXPECT_EQ(refusal("\xEF\xBB\xBF<?xml version='1.0' encoding = 'utf-8' ?>" + body + "Phí\"/>"), "");
    EXPECT_TRUE(refused(body + "Ph\xED\"/>")) << "Latin-1 that does not say so";
    EXPECT_TRUE(refused("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + body + "Ph\xED\"/>"));
    EXPECT_TRUE(refused("<?xml version=\"1.0\" encoding=\"windows-1258\"?>" + body + "Phi\"/>"));
    std::string wide("\xFF\xFE", 2);
    for (const char c : body + "Phi\"/>") (wide += c) += '\0';
    EXPECT_TRUE(refused(wide)) << "UTF-16";
}

TEST(Heading, IsOfAttributesThatAreDmnsOrOurs)
{
    const ReadModel read = read_model(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" xmlns:x=\"urn:x\" xmlns:lt=\"https://lienthong.vn/dmn\" "
        "x:name=\"TOOL\" lt:name=\"OURS\" name=\"REAL\" x:validFrom=\"2001-01-01\" validTo=\"2002-01-01\" "
        "lt:validFrom=\"2026-01-01\" lt:basis=\"Thông tư\" x:basis=\"y\" id=\"k\"/>");
    const Model::Heading& heading = std::get<Model>(read).heading();
    EXPECT_EQ(heading.name, "REAL");
    EXPECT_EQ(heading.id, "k");
    EXPECT_EQ(heading.valid_from, "2026-01-01");
    EXPECT_EQ(heading.valid_to, "");
    EXPECT_EQ(heading.basis, "Thông tư");
}

TEST(Outline, ShowsTablesAsTheyAreWritten)
{
    const std::string xml = file(
        "<description> Phí </description>" + input("x", "number") + input("y") +
        "<decision id=\"d\" name=\"Mức phí\"><question>Bao nhiêu?</question>" + needs("x") +
        "<context><contextEntry><variable name=\"mức\"/><decisionTable hitPolicy=\"COLLECT\" aggregation=\"SUM\">"
        "<input label=\"Số trang\"><inputExpression><text> x </text></inputExpression><inputValues><text>&gt; 0</text></inputValues></input>"
        "<output name=\"fee\"><defaultOutputEntry><text>0</text></defaultOutputEntry></output><annotation name=\"Căn cứ\"/>"
        "<rule><inputEntry><text/></inputEntry><outputEntry><text>2000</text></outputEntry>"
        "<annotationEntry><text>Điều 4</text></annotationEntry></rule>"
        "<rule><inputEntry><text>2</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable></contextEntry>"
        "<contextEntry>" +
        literal("mức * 2") + "</contextEntry></context></decision>" +
        decision("e", "<informationRequirement><requiredDecision href=\"#d\"/></informationRequirement>" +
                          literal("1")) +
        decision("f", literal("1")));
    const Outline drawn = outline(xml);
    EXPECT_EQ(drawn.description, "Phí");
    ASSERT_EQ(drawn.decisions.size(), 3U);
    const DecisionOutline& d = drawn.decisions[0];
    EXPECT_EQ(d.question, "Bao nhiêu?");
    EXPECT_EQ(d.needs, std::vector<std::string>{"x"});
    EXPECT_EQ(drawn.decisions[1].needs, std::vector<std::string>{"Mức phí"});
    ASSERT_EQ(d.parts.size(), 2U);
    EXPECT_EQ(d.parts[0].label, "mức");
    EXPECT_EQ(d.parts[1].formula, "mức * 2");
    const TableOutline& table = d.parts[0].tables.at(0);
    EXPECT_EQ(table.policy + table.aggregation, "COLLECTSUM");
    EXPECT_EQ(table.inputs.at(0).label, "Số trang");
    EXPECT_EQ(table.inputs.at(0).detail, "x");
    EXPECT_EQ(table.inputs.at(0).allowed, "> 0");
    EXPECT_EQ(table.outputs.at(0).label, "fee");
    EXPECT_EQ(table.outputs.at(0).otherwise, "0");
    EXPECT_EQ(table.annotations, std::vector<std::string>{"Căn cứ"});
    ASSERT_EQ(table.rules.size(), 2U);
    EXPECT_EQ(table.rules[0].inputs, std::vector<std::string>{"-"});
    EXPECT_EQ(table.rules[0].notes, std::vector<std::string>{"Điều 4"});
    EXPECT_EQ(table.rules[1].notes, std::vector<std::string>{""}) << "as many cells as columns";
    const ReadModel read = read_model(xml);
    EXPECT_FALSE(std::get<Model>(read).main_decision()) << "e and f";
    EXPECT_TRUE(outline("<x/>").decisions.empty());
}

TEST(Warnings, NameTheElementAndTheLine)
{
    const ReadModel read = read_model(file("\n" + decision("d", "\n" + literal("\n1 + \"a\""))));
    const Decided outcome = decide(std::get<Model>(read), "d", {}, {}, {});
    ASSERT_EQ(outcome.warnings.size(), 1U);
    EXPECT_EQ(outcome.warnings[0].source, "d");
    EXPECT_EQ(outcome.warnings[0].line, 6U);
}

}  // namespace
}  // namespace lt::dmn
