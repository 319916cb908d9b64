// A DMN file as a tree of elements. No DTD, no entities of its own, nothing from the network.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/dmn/dmn.h"

namespace lt::dmn {

struct Element {
    std::string name{};  // without prefix; elements of other name spaces than DMN's are left out
    // Those without a prefix, and of https://lienthong.vn/dmn "lt:validFrom", "lt:validTo" and "lt:basis".
    std::vector<std::pair<std::string, std::string>> attributes{};
    std::string text{};  // all that stands in it directly
    int line = 0;
    int number = 0;  // in the order of the file, from 1: what a finished table is found again by
    std::vector<std::unique_ptr<Element>> children{};

    std::string_view attribute(std::string_view wanted) const;  // "" where there is none
    const Element* child(std::string_view wanted) const;        // the first, or nullptr
    // What to call it in a finding.
    std::string label() const;
};

// Without white space around it.
std::string_view trimmed(std::string_view text);

// Thrown while a model is read; read_model() collects it.
struct Wrong {
    Finding finding{};
};

// UTF-8 only. Names, labels and ids have at most 200 characters, one of which can be seen. Throws Wrong.
std::unique_ptr<Element> parse_xml(std::string_view bytes);

}  // namespace lt::dmn
