#include "process/drawing/drawing.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "process/bpmn/document.h"
#include "process/drawing/symbols.h"

namespace lt::process {
namespace {

using bpmn::Element;
using bpmn::Tag;

double number(const Element& element, std::string_view attribute)
{
    const auto text = element.attribute(attribute);
    double value = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), value);
    return std::isfinite(value) ? std::clamp(value, -1e6, 1e6) : 0;
}

std::optional<Box> bounds(const Element* holder)
{
    const Element* found = holder == nullptr ? nullptr : holder->first(Tag::Bounds);
    if (found == nullptr) return std::nullopt;
    return Box{number(*found, "x"), number(*found, "y"), number(*found, "width"), number(*found, "height")};
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

std::size_t letters(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Lines of so many letters, broken between words.
std::vector<std::string> lines_of(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines(1);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        at = end + 1;
        if (word.empty()) continue;
        if (!lines.back().empty() && letters(lines.back()) + 1 + letters(word) > width) lines.emplace_back();
        if (!lines.back().empty()) lines.back() += ' ';
        lines.back() += word;
    }
    return lines;
}

class Picture {
public:
    Picture(const bpmn::Document& document, const std::vector<Mark>& marks) : document_(document)
    {
        for (const Mark& mark : marks) marks_[mark.element].push_back(&mark);
    }

    std::string draw()
    {
        // Shapes that hold others lie below them, flows above, badges on top.
        for (const Element* shown : document_.drawn())
            if (shown->tag == Tag::BPMNShape) shape(*shown);
        for (const Element* shown : document_.drawn())
            if (shown->tag == Tag::BPMNEdge) edge(*shown);
        if (empty_) return {};
        const std::string width = format(right_ - left_ + 40), height = format(bottom_ - top_ + 40);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"" + format(left_ - 20) +
               ' ' + format(top_ - 20) + ' ' + width + ' ' + height + "\" width=\"" + width + "\" height=\"" +
               height +
               "\" font-family=\"Be Vietnam Pro, Arial, sans-serif\" font-size=\"12\" fill=\"none\" stroke=\"#22242a\">" +
               below_ + shapes_ + flows_ + above_ + "</svg>";
    }

private:
    void reach(double x, double y)
    {
        if (empty_) left_ = right_ = x, top_ = bottom_ = y;
        empty_ = false;
        left_ = std::min(left_, x);
        right_ = std::max(right_, x);
        top_ = std::min(top_, y);
        bottom_ = std::max(bottom_, y);
    }

    void words(const Box& box, std::string_view name, double anchor_top)
    {
        if (name.empty()) return;
        const auto lines = lines_of(name, static_cast<std::size_t>(std::max(6.0, box.width / 6.2)));
        const double middle = box.x + box.width / 2;
        double y = anchor_top >= 0 ? anchor_top + 11
                                   : box.y + box.height / 2 - 7 * static_cast<double>(lines.size() - 1) + 4;
        for (const std::string& line : lines) {
            above_ += "<text x=\"" + format(middle) + "\" y=\"" + format(y) +
                      "\" text-anchor=\"middle\" fill=\"#22242a\" stroke=\"none\">" + escaped(line) +
                      "</text>";
            reach(middle, y);
            y += 14;
        }
    }

    Look look_of(std::string_view id) const
    {
        Look look;
        const auto found = marks_.find(id);
        if (found == marks_.end()) return look;
        for (const Mark* mark : found->second) colour(look, mark->kind);
        return look;
    }

    void badges(std::string_view id, const Box& box)
    {
        const auto found = marks_.find(id);
        if (found == marks_.end()) return;
        for (const Mark* mark : found->second) {
            if (mark->text.empty()) continue;
            const bool high = mark->kind == "now" || mark->kind == "trouble";
            const double width = 12 + 7 * static_cast<double>(letters(mark->text));
            const double x = high ? box.x + box.width - width + 10 : box.x;
            const double y = high ? box.y - 12 : box.y + box.height - 8;
            above_ += "<g><title>" + escaped(mark->title) + "</title><rect x=\"" + format(x) + "\" y=\"" +
                      format(y) + "\" width=\"" + format(width) +
                      "\" height=\"20\" rx=\"10\" stroke=\"none\" fill=\"" +
                      std::string(badge_colour(mark->kind)) + "\"/><text x=\"" + format(x + width / 2) +
                      "\" y=\"" + format(y + 14) +
                      "\" text-anchor=\"middle\" fill=\"#fff\" stroke=\"none\">" + escaped(mark->text) +
                      "</text></g>";
        }
    }

    void shape(const Element& shown)
    {
        const auto box = bounds(&shown);
        const Element* element = document_.by_id(shown.attribute("bpmnElement").value_or(""));
        if (!box || element == nullptr) return;
        reach(box->x, box->y);
        reach(box->x + box->width, box->y + box->height);
        const Look look = look_of(element->id);
        const bool expanded = !shown.attribute("isExpanded") || shown.flag("isExpanded");
        const Drawn drawn = draw_shape(*element, *box, look, expanded);
        (drawn.holds_others ? below_ : shapes_) += drawn.svg;
        const auto label = bounds(shown.first(Tag::BPMNLabel));
        if (drawn.text_inside)
            words(*box, element->name, drawn.text_on_top ? box->y + 6 : -1);
        else
            words(label.value_or(Box{box->x - 35, box->y + box->height, box->width + 70, 14}), element->name,
                  label ? label->y : box->y + box->height + 4);
        badges(element->id, *box);
    }

    void edge(const Element& shown)
    {
        const Element* element = document_.by_id(shown.attribute("bpmnElement").value_or(""));
        std::string points;
        for (const Element& point : shown.children(Tag::waypoint)) {
            const double x = number(point, "x"), y = number(point, "y");
            reach(x, y);
            if (!points.empty()) points += ' ';
            points += format(x) + ',' + format(y);
        }
        if (points.empty() || element == nullptr) return;
        const Look look = look_of(element->id);
        flows_ += draw_edge(*element, points, look);
        if (const auto label = bounds(shown.first(Tag::BPMNLabel))) words(*label, element->name, label->y);
    }

    const bpmn::Document& document_;
    std::map<std::string, std::vector<const Mark*>, std::less<>> marks_{};
    std::string below_{}, shapes_{}, flows_{}, above_{};
    double left_ = 0, right_ = 0, top_ = 0, bottom_ = 0;
    bool empty_ = true;
};

}  // namespace

std::string draw_svg(const bpmn::Document& document, const std::vector<Mark>& marks)
{
    return Picture(document, marks).draw();
}

}  // namespace lt::process
