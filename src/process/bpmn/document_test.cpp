#include "process/bpmn/document.h"

#include "process/bpmn/model_testing.h"

namespace lt::bpmn {
namespace {

std::string model(std::string_view inside, std::string_view more = {})
{
    return "<definitions xmlns='" + std::string(kModelSpace) + "' xmlns:xsi='" + std::string(kXsiSpace) +
           "' xmlns:me='urn:me' targetNamespace='urn:me' " + std::string(more) + ">" + std::string(inside) +
           "</definitions>";
}

Document taken(std::string_view bytes)
{
    auto document = read(bytes);
    if (!document) throw std::runtime_error(document.error().message.str());
    return std::move(*document);
}

std::string refused(std::string_view bytes, const Limits& limits = {})
{
    const auto document = read(bytes, {}, {}, limits);
    return document ? "accepted" : document.error().message.str();
}

TEST(BpmnDocument, KeepsElementsAttributesTextAndLines)
{
    const Document document =
        taken(model("<process id='p' name='Quy trình'>\n"
                    "<startEvent id='s'><outgoing> f </outgoing></startEvent>\n"
                    "<sequenceFlow id='f' sourceRef='s' targetRef='me:e'>\n"
                    "<conditionExpression xsi:type='me:tFormalExpression'>a <![CDATA[< b]]>"
                    "</conditionExpression></sequenceFlow><endEvent id='e'/></process>"));
    const Element& process = *document.processes().at(0);
    EXPECT_EQ(process.name, "Quy trình");
    EXPECT_EQ(process.children().size(), 3U);
    const Element& flow = *process.first(Tag::sequenceFlow);
    EXPECT_EQ(flow.line, 3);
    EXPECT_EQ(flow.reference("sourceRef"), process.first(Tag::startEvent));
    EXPECT_EQ(flow.reference("targetRef"), document.by_id("e"));
    EXPECT_EQ(process.first(Tag::startEvent)->reference(Tag::outgoing), &flow);
    EXPECT_EQ(flow.text_of(Tag::conditionExpression), "a < b");
    EXPECT_TRUE(flow.first(Tag::conditionExpression)->is_formal());
    EXPECT_TRUE(flow.first(Tag::conditionExpression)->is_inside(process));
    EXPECT_EQ(document.by_id("nothing"), nullptr);
    EXPECT_EQ(flow.reference("nothing"), nullptr);
}

TEST(BpmnDocument, SuppliesTheDefaultsOfTheStandard)
{
    const Document document = taken(
        model("<process id='p'><boundaryEvent id='a'/><boundaryEvent id='b' cancelActivity='0'/>"
              "<task id='t' isForCompensation=' 1 ' startQuantity='+3' completionQuantity='x'/></process>"));
    EXPECT_TRUE(document.by_id("a")->flag("cancelActivity"));
    EXPECT_FALSE(document.by_id("b")->flag("cancelActivity"));
    EXPECT_FALSE(document.by_id("a")->flag("parallelMultiple"));
    EXPECT_TRUE(document.by_id("t")->flag("isForCompensation"));
    EXPECT_EQ(document.by_id("t")->number("startQuantity", 1), 3);
    EXPECT_EQ(document.by_id("t")->number("completionQuantity", 1), 1);
}

TEST(BpmnDocument, EveryTagHasItsName)
{
    for (int i = 1; i <= int(Tag::waypoint); ++i) {
        const std::string_view space = Tag(i) >= Tag::waypoint      ? kDiSpace
                                       : Tag(i) >= Tag::Bounds      ? kDcSpace
                                       : Tag(i) >= Tag::BPMNDiagram ? kDrawingSpace
                                                                    : kModelSpace;
        EXPECT_EQ(tag_of(space, name(Tag(i))), Tag(i)) << name(Tag(i));
        EXPECT_EQ(tag_of("urn:other", name(Tag(i))), Tag::other);
    }
    EXPECT_EQ(name(Tag::import_), "import");
    EXPECT_EQ(tag_of(kModelSpace, "nothing"), Tag::other);
}

TEST(BpmnDocument, ReadsOtherEncodings)
{
    const std::string text = model("<process id='p' name='caf\xE9'/>");
    EXPECT_EQ(taken("<?xml version=\"1.0\" encoding=\"WINDOWS-1252\" standalone=\"yes\"?>\n" + text)
                  .by_id("p")
                  ->name,
              "café");
    std::string wide = "\xFF\xFE";
    for (const char c :
         "<?xml version='1.0' encoding='UTF-16'?>" + model("<process id='p' name='caf\xE9'/>")) {
        wide += c;
        wide += '\0';
    }
    EXPECT_EQ(taken(wide).by_id("p")->name, "café");
    EXPECT_NE(refused("<?xml version='1.0' encoding='UTF-7'?>" + model("")), "accepted");
    EXPECT_NE(refused("<?xml version='1.0' encoding='UTF-8'?>" + text), "accepted");
}

TEST(BpmnDocument, ReadsReferencesInAttributes)
{
    const Document document =
        taken(model("<process id='p' name='A &amp; B &#38;amp; &lt;C&gt; &#x1EC7; &#38;#38;'/>"));
    EXPECT_EQ(document.by_id("p")->name, "A & B &amp; <C> ệ &#38;");
}

TEST(BpmnDocument, FindsWhatIsDrawn)
{
    const Document document =
        taken(model("<process id='p'><task id='t'/></process>"
                    "<d:BPMNDiagram xmlns:d='http://www.omg.org/spec/BPMN/20100524/DI'><d:BPMNPlane>"
                    "<d:BPMNShape id='shape' bpmnElement='me:t'/><d:BPMNEdge id='edge' bpmnElement='gone'/>"
                    "</d:BPMNPlane></d:BPMNDiagram>"));
    EXPECT_EQ(document.drawn().size(), 2U);
    ASSERT_NE(document.shape_of("t"), nullptr);
    EXPECT_EQ(document.shape_of("t")->id, "shape");
    EXPECT_EQ(document.shape_of("p"), nullptr);
}

TEST(BpmnDocument, FollowsImportsOnceAlsoInACircle)
{
    const std::string import =
        "<import importType='" + std::string(kModelSpace) + "' namespace='urn:other' location='";
    const std::string first =
        model(import + "b.bpmn'/><process id='p'><callActivity id='c' calledElement='o:q'/></process>",
              "xmlns:o='urn:other'");
    int loads = 0;
    const Loader loader = [&](std::string_view location, std::string_view) -> std::optional<Loaded> {
        ++loads;
        if (location == "a.bpmn") return Loaded{first, "a.bpmn"};
        if (location != "b.bpmn") return std::nullopt;
        return Loaded{"<definitions xmlns='" + std::string(kModelSpace) + "' targetNamespace='urn:other'>" +
                          import + "a.bpmn'/>" + import + "gone.bpmn'/><process id='q'/></definitions>",
                      "b.bpmn"};
    };
    const auto document = read(first, loader, "a.bpmn");
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ(document->models().size(), 2U);
    EXPECT_EQ(loads, 3);
    ASSERT_NE(document->by_id("c")->reference("calledElement"), nullptr);
    EXPECT_EQ(document->by_id("c")->reference("calledElement")->model, document->models().at(1).get());
    EXPECT_EQ(document->by_id("q"), nullptr);
    const auto& imports = document->models().at(1)->imports();
    EXPECT_EQ(imports[0].model, &document->model());
    EXPECT_FALSE(imports[1].found);
}

TEST(BpmnDocument, RefusesWhatIsNoModel)
{
    EXPECT_EQ(refused(""), "Tệp rỗng.");
    EXPECT_EQ(refused("\xEF\xBB\xBF"), "Tệp rỗng.");
    EXPECT_EQ(refused("\xFF\xFE"), "Tệp rỗng.");
    EXPECT_EQ(refused("<a/>"), "Tệp không phải mô hình BPMN 2.0 (phần tử gốc không phải definitions).");
    EXPECT_EQ(refused("<definitions xmlns='http://schema.omg.org/spec/BPMN/1.1'/>"),
              "Tệp không phải mô hình BPMN 2.0 (phần tử gốc không phải definitions).");
    EXPECT_EQ(refused(model("<process>\n</proces>")), "Tệp không phải XML đúng quy cách (dòng 2).");
    EXPECT_EQ(refused(model("") + "<x/>"), "Tệp không phải XML đúng quy cách (dòng 1).");
    EXPECT_EQ(refused(model("<process id='a' id='b'/>")), "Tệp không phải XML đúng quy cách (dòng 1).");
    EXPECT_EQ(refused(model("<x:process/>")), "Tệp không phải XML đúng quy cách (dòng 1).");
    EXPECT_EQ(refused(model("&nothing;")), "Mô hình dùng thực thể XML, hệ thống không nhận (dòng 1).");
    EXPECT_EQ(refused("<!DOCTYPE definitions [<!ENTITY a 'b'>]>" + model("&a;")),
              "Mô hình có khai báo DTD hoặc thực thể. Hệ thống không nhận.");
}

TEST(BpmnDocument, RefusesWhatIsOverALimit)
{
    std::string deep;
    for (int i = 0; i < 250; ++i) deep += "<x>";
    for (int i = 0; i < 250; ++i) deep += "</x>";
    EXPECT_EQ(refused(model(deep)), "Mô hình có hơn 200 tầng lồng nhau (dòng 1).");
    std::string wide;
    for (int i = 0; i < 100'000; ++i) wide += "<x/>";
    EXPECT_EQ(refused(model(wide)), "Mô hình có hơn 100000 phần tử.");
    std::string attributes;
    for (int i = 0; i < 201; ++i) attributes += " a" + std::to_string(i) + "='>'";
    EXPECT_EQ(refused(model("<x" + attributes + "/>")), "Một phần tử của mô hình có hơn 200 thuộc tính.");
    std::string spaces;
    for (int i = 0; i < 600; ++i) spaces += "<x xmlns:n" + std::to_string(i) + "='urn:n'/>";
    EXPECT_EQ(refused(model(spaces)), "accepted");
    std::string scope;
    std::string ends;
    for (int i = 0; i < 150; ++i) {
        scope += "<x xmlns:n" + std::to_string(i) + "='urn:n' xmlns:m" + std::to_string(i) + "='urn:m'>";
        ends += "</x>";
    }
    EXPECT_EQ(refused(model(scope + ends)), "Mô hình khai báo quá nhiều không gian tên (dòng 1).");
    EXPECT_EQ(refused(model(std::string(2000, ' ')), {.bytes = 1000}), "Mô hình lớn hơn 1000 B.");
    EXPECT_EQ(refused(model(wide.substr(0, 4 * 90'000))), "accepted");
}

TEST(BpmnDocument, ReadsEverySample)
{
    const auto folder = samples();
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no samples at " << folder << " (set LT_SHARED)";
    int count = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (file.path().extension() != ".bpmn") continue;
        const auto document = read(contents(file.path()));
        EXPECT_TRUE(document) << file.path() << ": " << document.error().message;
        if (document) {
            EXPECT_GE(document->size(), 5U);
            ++count;
        }
    }
    EXPECT_GT(count, 200);
}

}  // namespace
}  // namespace lt::bpmn
