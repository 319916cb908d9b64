#include "process/drawing/symbols.h"

#include <array>
#include <charconv>
#include <cmath>

namespace lt::process {
namespace {

using bpmn::Element;
using bpmn::Tag;

constexpr std::array<std::string_view, 5> kHeat{"#fff7e0", "#ffe7a8", "#fdcb6b", "#f8a04b", "#ef7a4c"};

std::string attribute(std::string_view name, std::string_view value)
{
    return std::string(" ") + std::string(name) + "=\"" + std::string(value) + "\"";
}
std::string attribute(std::string_view name, double value) { return attribute(name, format(value)); }
std::string paint(const Look& look)
{
    return attribute("fill", look.fill) + attribute("stroke", look.stroke) +
           attribute("stroke-width", look.width);
}

std::string rectangle(const Box& box, double round, const Look& look, std::string_view more = {})
{
    return "<rect" + attribute("x", box.x) + attribute("y", box.y) + attribute("width", box.width) +
           attribute("height", box.height) + attribute("rx", round) + paint(look) + std::string(more) + "/>";
}

std::string circle(double x, double y, double radius, const Look& look, std::string_view more = {})
{
    return "<circle" + attribute("cx", x) + attribute("cy", y) + attribute("r", radius) + paint(look) +
           std::string(more) + "/>";
}

// A sign in a square of 20 around a middle; `filled` for what is thrown.
std::string sign(std::string_view path, double x, double y, bool filled, double scale = 1)
{
    return "<path transform=\"translate(" + format(x - 10 * scale) + ' ' + format(y - 10 * scale) +
           ") scale(" + format(scale) + ")\" d=\"" + std::string(path) + "\" fill=\"" +
           (filled ? "#22242a" : "none") + "\" stroke=\"" + (filled ? "#fff" : "#22242a") + "\"/>";
}

struct Sign {
    Tag tag;
    std::string_view path;
};
template <std::size_t N>
std::string_view path_of(Tag tag, const Sign (&signs)[N])
{
    for (const Sign& one : signs)
        if (one.tag == tag) return one.path;
    return {};
}

constexpr Sign kEventSigns[] = {
    {Tag::messageEventDefinition, "M3 5h14v10h-14z M3 5l7 6l7-6"},
    {Tag::timerEventDefinition, "M10 2a8 8 0 1 0 .01 0z M10 5v5l4 2"},
    {Tag::signalEventDefinition, "M10 3l7 12h-14z"},
    {Tag::errorEventDefinition, "M4 17l3-12l5 7l4-9l-3 12l-5-7z"},
    {Tag::escalationEventDefinition, "M10 3l6 14l-6-6l-6 6z"},
    {Tag::compensateEventDefinition, "M9 5v10l-6-5z M16 5v10l-6-5z"},
    {Tag::cancelEventDefinition, "M5 3l5 5l5-5l2 2l-5 5l5 5l-2 2l-5-5l-5 5l-2-2l5-5l-5-5z"},
    {Tag::linkEventDefinition, "M3 8h8v-4l6 6l-6 6v-4h-8z"},
    {Tag::conditionalEventDefinition, "M5 3h10v14h-10z M7 6h6 M7 10h6 M7 14h6"},
    {Tag::terminateEventDefinition, "M10 3a7 7 0 1 0 .01 0z"},
};
constexpr std::string_view kSeveral = "M10 3l7 5l-3 9h-8l-3-9z";
constexpr std::string_view kAll = "M8 3h4v5h5v4h-5v5h-4v-5h-5v-4h5z";

std::string event_sign(const Element& event, double x, double y)
{
    const bool thrown = event.tag == Tag::endEvent || event.tag == Tag::intermediateThrowEvent;
    int count = 0;
    Tag definition = Tag::other;
    for (const Element& child : event.children()) {
        const Element* meant = child.tag == Tag::eventDefinitionRef ? child.referenced() : &child;
        if (meant == nullptr || path_of(meant->tag, kEventSigns).empty()) continue;
        definition = meant->tag;
        ++count;
    }
    if (count == 0) return {};
    const std::string_view path = count == 1                       ? path_of(definition, kEventSigns)
                                  : event.flag("parallelMultiple") ? kAll
                                                                   : kSeveral;
    return sign(path, x, y, thrown || definition == Tag::terminateEventDefinition);
}

Drawn draw_event(const Element& event, const Box& box, Look look)
{
    const double x = box.x + box.width / 2, y = box.y + box.height / 2,
                 radius = std::min(box.width, box.height) / 2;
    const bool dashed = !event.flag(event.tag == Tag::startEvent ? "isInterrupting" : "cancelActivity") &&
                        (event.tag == Tag::boundaryEvent || event.attribute("isInterrupting"));
    const std::string_view dashes = dashed ? " stroke-dasharray=\"5 3\"" : "";
    if (event.tag == Tag::endEvent) look.width = std::max(look.width, 3.5);
    std::string svg = circle(x, y, radius, look, dashes);
    if (event.tag != Tag::endEvent && event.tag != Tag::startEvent) {
        look.fill = "none";
        svg += circle(x, y, radius - 3.5, look, dashes);
    }
    return {.svg = svg + event_sign(event, x, y)};
}

constexpr Sign kGatewaySigns[] = {
    {Tag::parallelGateway, "M8 2h4v6h6v4h-6v6h-4v-6h-6v-4h6z"},
    {Tag::exclusiveGateway, "M5 3l5 5l5-5l2 2l-5 5l5 5l-2 2l-5-5l-5 5l-2-2l5-5l-5-5z"},
    {Tag::complexGateway,
     "M9 2h2v6l4-4l1 1l-4 4h6v2h-6l4 4l-1 1l-4-4v6h-2v-6l-4 4l-1-1l4-4h-6v-2h6l-4-4l1-1l4 4z"},
};

Drawn draw_gateway(const Element& gateway, const Box& box, const Look& look)
{
    const double x = box.x + box.width / 2, y = box.y + box.height / 2;
    std::string svg = "<path d=\"M" + format(x) + ' ' + format(box.y) + "L" + format(box.x + box.width) +
                      ' ' + format(y) + "L" + format(x) + ' ' + format(box.y + box.height) + "L" +
                      format(box.x) + ' ' + format(y) + "z\"" + paint(look) + "/>";
    const Look plain{.fill = "none", .width = 2.5};
    if (gateway.tag == Tag::inclusiveGateway)
        svg += circle(x, y, 11, plain);
    else if (gateway.tag == Tag::eventBasedGateway)
        svg += circle(x, y, 13, {.fill = "none", .width = 1}) +
               circle(x, y, 10, {.fill = "none", .width = 1}) + sign(kSeveral, x, y, false, 0.7);
    else
        svg += sign(path_of(gateway.tag, kGatewaySigns), x, y, true);
    return {.svg = std::move(svg)};
}

constexpr Sign kTaskSigns[] = {
    {Tag::userTask, "M10 3a4 4 0 1 0 .01 0z M3 17c0-8 14-8 14 0z"},
    {Tag::serviceTask,
     "M10 5a5 5 0 1 0 .01 0z M10 1v4 M10 15v4 M1 10h4 M15 10h4 M4 4l2 2 M14 14l2 2 M16 4l-2 2 M6 14l-2 2"},
    {Tag::scriptTask, "M5 3h11c-4 5 3 9-1 14h-11c4-5-3-9 1-14z M7 7h6 M8 11h6"},
    {Tag::manualTask, "M3 9h9l-3-4h3l5 5v5h-10z"},
    {Tag::businessRuleTask, "M3 4h14v12h-14z M3 8h14 M8 8v8 M3 12h14"},
    {Tag::sendTask, "M3 5h14v10h-14z M3 5l7 6l7-6"},
    {Tag::receiveTask, "M3 5h14v10h-14z M3 5l7 6l7-6"},
};

std::string activity_signs(const Element& element, const Box& box, bool expanded)
{
    std::string svg;
    if (const std::string_view path = path_of(element.tag, kTaskSigns); !path.empty())
        svg += sign(path, box.x + 13, box.y + 13, element.tag == Tag::sendTask, 0.8);
    const double y = box.y + box.height - 10;
    double x = box.x + box.width / 2;
    if (!expanded) svg += sign("M3 3h14v14h-14z M10 6v8 M6 10h8", x, y, false, 0.8), x += 18;
    if (element.first(Tag::standardLoopCharacteristics) != nullptr)
        svg += sign("M6 16a7 7 0 1 1 6 1 M6 11v5h-5", x, y, false, 0.8), x += 18;
    if (const Element* many = element.first(Tag::multiInstanceLoopCharacteristics))
        svg += sign(many->flag("isSequential") ? "M3 5h14 M3 10h14 M3 15h14" : "M5 3v14 M10 3v14 M15 3v14", x,
                    y, false, 0.8),
            x += 18;
    if (element.flag("isForCompensation"))
        svg += sign(path_of(Tag::compensateEventDefinition, kEventSigns), x, y, false, 0.8);
    if (element.tag == Tag::adHocSubProcess) svg += sign("M3 11c4-7 8 5 14-2", x - 18, y, false, 0.8);
    return svg;
}

Drawn draw_activity(const Element& element, const Box& box, Look look, bool expanded)
{
    const bool holds = element.tag == Tag::subProcess || element.tag == Tag::transaction ||
                       element.tag == Tag::adHocSubProcess;
    if (element.tag == Tag::callActivity) look.width = std::max(look.width, 4.0);
    std::string svg =
        rectangle(box, 10, look, element.flag("triggeredByEvent") ? " stroke-dasharray=\"2 4\"" : "");
    if (element.tag == Tag::transaction) {
        look.fill = "none";
        svg += rectangle({box.x + 3, box.y + 3, box.width - 6, box.height - 6}, 8, look);
    }
    return {.svg = svg + activity_signs(element, box, expanded || !holds),
            .text_inside = true,
            .text_on_top = holds && expanded,
            .holds_others = holds};
}

}  // namespace

void colour(Look& look, std::string_view kind)
{
    if (kind == "past")
        look.stroke = "#00703c", look.width = 2.5;
    else if (kind == "now")
        look = {.fill = "#e8f1f8", .stroke = "#1d70b8", .width = 4};
    else if (kind == "trouble")
        look = {.fill = "#fbe9e7", .stroke = "#b0210d", .width = 4};
    else if (kind.starts_with("heat-") && kind.size() == 6 && kind[5] >= '1' && kind[5] <= '5')
        look.fill = kHeat[static_cast<std::size_t>(kind[5] - '1')];
}

std::string_view badge_colour(std::string_view kind)
{
    return kind == "now" ? "#1d70b8" : kind == "trouble" ? "#b0210d" : "#505a5f";
}

std::string format(double value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, std::round(value * 100) / 100).ptr;
    return {text, end};
}

Drawn draw_shape(const Element& element, const Box& box, const Look& look, bool expanded)
{
    if (bpmn::is_event(element.tag)) return draw_event(element, box, look);
    if (bpmn::is_gateway(element.tag)) return draw_gateway(element, box, look);
    const auto is = [&](auto... tags) { return ((element.tag == tags) || ...); };
    if (is(Tag::participant, Tag::lane))
        return {
            .svg = rectangle(box, 0, look), .text_inside = true, .text_on_top = true, .holds_others = true};
    if (is(Tag::dataObjectReference, Tag::dataInput, Tag::dataOutput))
        return {.svg = "<path d=\"M" + format(box.x) + ' ' + format(box.y) + 'h' + format(box.width - 10) +
                       "l10 10v" + format(box.height - 10) + 'h' + format(-box.width) + "z\"" + paint(look) +
                       "/>"};
    if (is(Tag::dataStoreReference)) return {.svg = rectangle(box, 12, look)};
    if (is(Tag::textAnnotation))
        return {.svg = "<path d=\"M" + format(box.x + 10) + ' ' + format(box.y) + "h-10v" +
                       format(box.height) + "h10\" stroke=\"#22242a\"/>",
                .text_inside = true};
    if (is(Tag::group))
        return {.svg = rectangle(box, 10, {.fill = "none"}, " stroke-dasharray=\"8 4 2 4\""),
                .text_inside = true,
                .text_on_top = true};
    return draw_activity(element, box, look, expanded);
}

std::string draw_edge(const Element& element, const std::string& points, const Look& look)
{
    const bool sequence = element.tag == Tag::sequenceFlow;
    std::string svg = "<polyline points=\"" + points + "\" fill=\"none\" stroke=\"" + look.stroke +
                      "\" stroke-width=\"" + format(look.width) + '"' +
                      (sequence ? "" : " stroke-dasharray=\"5 4\"") + "/>";
    // The head, by the direction of the last piece.
    const std::size_t last = points.rfind(' ');
    if (last == std::string::npos || element.tag == Tag::association) return svg;
    const std::size_t before =
        points.rfind(' ', last - 1) == std::string::npos ? 0 : points.rfind(' ', last - 1) + 1;
    const auto point = [&](std::size_t at) {
        double x = 0, y = 0;
        const auto comma = std::from_chars(points.data() + at, points.data() + points.size(), x).ptr + 1;
        std::from_chars(comma, points.data() + points.size(), y);
        return std::pair(x, y);
    };
    const auto [x, y] = point(last + 1);
    const auto [from_x, from_y] = point(before);
    const double angle = std::atan2(y - from_y, x - from_x) * 180 / 3.14159265358979;
    return svg + "<path transform=\"translate(" + format(x) + ' ' + format(y) + ") rotate(" + format(angle) +
           ")\" d=\"M0 0l-10-5v10z\" stroke=\"none\" fill=\"" + look.stroke + "\"/>";
}

}  // namespace lt::process
