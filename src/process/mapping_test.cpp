#include "process/mapping.h"

#include <gtest/gtest.h>

#include "process/bpmn/document.h"
#include "process/engine/model_testing.h"

namespace lt::process {
namespace {

engine::Graph graph_of(const std::string& elements, const std::string& flows)
{
    const auto document = bpmn::read(engine::testing::model(elements, flows));
    EXPECT_TRUE(document);
    auto graph = engine::compile(*document, "p", engine::FeelExpressions());
    EXPECT_TRUE(graph) << graph.error().message;
    return std::move(*graph);
}

std::string elements_of(const std::vector<Image>& images)
{
    std::string all;
    for (const Image& one : images) all += (all.empty() ? "" : " ") + one.element;
    return all;
}

TEST(Mapping, TheSameIdAndKindIsKeptAndANamesakeIsProposed)
{
    const engine::Graph from = graph_of(
        "<startEvent id='s'/><userTask id='a'/><userTask id='b' name='Thẩm định'/><endEvent id='e'/>",
        "s>a;a>b;b>e");
    const engine::Graph to = graph_of(
        "<startEvent id='s'/><userTask id='a'/><userTask id='c'/><userTask id='d' name='Thẩm định'/><serviceTask id='x' "
        "name='Thẩm định'/><endEvent id='e'/>",
        "s>a;a>c;c>d;d>x;x>e");
    const Comparison found = compare(from, to);
    EXPECT_EQ(found.kept, 3u);
    ASSERT_EQ(found.open.size(), 1u);
    EXPECT_EQ(found.open[0].old.element, "b");
    EXPECT_EQ(found.open[0].old.name, "Thẩm định");
    EXPECT_EQ(found.open[0].proposed, "d");
    EXPECT_EQ(elements_of(found.open[0].candidates), "c d a") << "of its kind, what is new first";
}

TEST(Mapping, AnIdThatChangedItsKindIsOpenAndTwoNamesakesAreNotGuessed)
{
    const engine::Graph from =
        graph_of("<startEvent id='s'/><userTask id='a' name='Ký'/><endEvent id='e'/>", "s>a;a>e");
    const engine::Graph to = graph_of(
        "<startEvent id='s'/><serviceTask id='a' name='Ký'/><userTask id='b' name='Ký'/><userTask id='c' name='Ký'/><endEvent id='e'/>",
        "s>a;a>b;b>c;c>e");
    const Comparison found = compare(from, to);
    ASSERT_EQ(found.open.size(), 1u);
    EXPECT_EQ(found.open[0].old.element, "a");
    EXPECT_EQ(elements_of(found.open[0].candidates), "b c");
    EXPECT_EQ(found.open[0].proposed, "");
}

TEST(Mapping, FlowsAreAskedForWhereTokensWaitOnThem)
{
    const std::string fork =
        "<startEvent id='s'/><parallelGateway id='f'/><userTask id='a'/><userTask id='b'/>"
        "<parallelGateway id='j'/><endEvent id='e'/>";
    const engine::Graph from = graph_of(fork, "s>f;f>a;f>b;a>j;b>j;j>e");
    const engine::Graph to = graph_of(fork + "<userTask id='c'/>", "s>f;f>a;f>b;a>j;b>c;c>j;j>e");
    const Comparison found = compare(from, to);
    ASSERT_EQ(found.open.size(), 1u);
    EXPECT_EQ(found.open[0].old.name, "b → j");
    EXPECT_EQ(elements_of(found.open[0].candidates), "a-j c-j");
    EXPECT_EQ(found.open[0].proposed, "") << "it comes from another step now";
    const engine::Graph renamed = [&] {
        std::string text = engine::testing::model(fork, "s>f;f>a;f>b;a>j;b>j;j>e");
        for (std::size_t at; (at = text.find("id='b-j'")) != std::string::npos;)
            text.replace(at, 8, "id='b2j'");
        const auto document = bpmn::read(text);
        return std::move(*engine::compile(*document, "p", engine::FeelExpressions()));
    }();
    EXPECT_EQ(compare(from, renamed).open.at(0).proposed, "b2j");
}

}  // namespace
}  // namespace lt::process
