// The drawing of a process as SVG, for where no script runs and for printing. Pure.
#pragma once

#include <string>
#include <vector>

namespace lt::bpmn {
class Document;
}

namespace lt::process {

// What is said of an element: its kind colours it ("now", "trouble", "past", "heat-1" … "heat-5"), the text stands beside it.
struct Mark {
    std::string element{};
    std::string kind{};
    std::string text{};
    std::string title{};
};

// Presentation attributes only: a page's policy closes styles. Empty: the model has no drawing.
std::string draw_svg(const bpmn::Document& document, const std::vector<Mark>& marks);

}  // namespace lt::process
