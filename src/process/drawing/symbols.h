// The signs of BPMN (formal/2013-12-09, chapters 7 to 13) as SVG. Inside drawing only.
#pragma once

#include <string>
#include <string_view>

#include "process/bpmn/document.h"

namespace lt::process {

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
};

struct Look {
    std::string fill = "#fff";
    std::string stroke = "#22242a";
    double width = 1.5;
};
// What a kind of mark does to it.
void colour(Look& look, std::string_view kind);
std::string_view badge_colour(std::string_view kind);

// "12.5": at most two digits behind the point.
std::string format(double value);

struct Drawn {
    std::string svg{};
    bool text_inside = false;
    bool text_on_top = false;  // of what holds others
    bool holds_others = false;
};
Drawn draw_shape(const bpmn::Element& element, const Box& box, const Look& look, bool expanded);

// `points`: "x,y x,y …"
std::string draw_edge(const bpmn::Element& element, const std::string& points, const Look& look);

}  // namespace lt::process
