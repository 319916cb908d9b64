#include "process/drawing/drawing.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "process/bpmn/document.h"

namespace lt::process {
namespace {

std::string file(const char* path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

std::size_t count(std::string_view text, std::string_view what)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos;
         at = text.find(what, at + what.size()))
        ++found;
    return found;
}

TEST(Drawing, ShowsEveryShapeAndFlowWithItsName)
{
    const auto model = bpmn::read(file("data/processes/tiep_nhan_xu_ly.bpmn"));
    ASSERT_TRUE(model);
    const std::string svg = draw_svg(*model, {});
    EXPECT_EQ(count(svg, "<polyline"), 12u);
    for (const char* name : {"Kiểm tra hồ sơ", "Thẩm định", "Ký duyệt kết quả", "Chưa đủ", "Đã trả kết quả"})
        EXPECT_EQ(count(svg, name), 1u) << name;
    EXPECT_EQ(svg.find("style="), std::string::npos) << "closed by the policy of pages";
}

TEST(Drawing, MarksColourAndSpeak)
{
    const auto model = bpmn::read(file("data/processes/tiep_nhan_xu_ly.bpmn"));
    ASSERT_TRUE(model);
    const std::string svg =
        draw_svg(*model, {{"tham_dinh", "now", "2", "2 việc & <một>"}, {"khong_co", "now", "7", ""}});
    EXPECT_EQ(count(svg, "#e8f1f8"), 1u);
    EXPECT_NE(svg.find("<title>2 việc &amp; &lt;một&gt;</title>"), std::string::npos);
    EXPECT_EQ(svg.find(">7<"), std::string::npos) << "an element that the drawing does not have";
}

TEST(Drawing, WhatIsWrittenInItCanDoNothing)
{
    const auto model = bpmn::read(R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
        xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="t">
        <process id="p"><task id="a" name="&lt;script&gt;alert(1)&lt;/script&gt;"/></process>
        <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p"><bpmndi:BPMNShape bpmnElement="a">
        <dc:Bounds x="1e300" y="nan" width="-5" height="abc"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>)");
    ASSERT_TRUE(model) << model.error().message;
    const std::string svg = draw_svg(*model, {});
    EXPECT_EQ(svg.find("<script"), std::string::npos);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(Drawing, AModelWithoutADrawingGivesNone)
{
    const auto model =
        bpmn::read(R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
        <process id="p"><task id="a"/></process></definitions>)");
    ASSERT_TRUE(model);
    EXPECT_TRUE(draw_svg(*model, {}).empty());
}

}  // namespace
}  // namespace lt::process
