// One file of XML into a Model. Does not follow imports.
#pragma once

#include <memory>
#include <memory_resource>
#include <vector>

#include "process/bpmn/document.h"

namespace lt::bpmn {

// What the elements of one file point into.
struct Model::Memory {
    std::vector<Element> elements{};  // never grows beyond what was reserved: elements point to each other
    std::vector<Attribute> attributes{};  // the same
    std::vector<std::unique_ptr<Namespace>> namespaces{};
    std::pmr::monotonic_buffer_resource texts{};
};

base::Result<std::unique_ptr<Model>> read_one(std::string_view bytes, std::string location,
                                              const Limits& limits);

}  // namespace lt::bpmn
