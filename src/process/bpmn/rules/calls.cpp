// What calls must fit, worked out once for each element that is called.
#include <algorithm>

#include "process/bpmn/rules/facts.h"

namespace lt::bpmn {
namespace {

// Those without a structure count by their item.
std::vector<std::string_view> structures(const Element& io, Tag data)
{
    std::vector<std::string_view> all;
    for (const Element& one : io.children(data)) {
        const Element* const item = item_of(one);
        const std::string_view structure =
            item == nullptr ? "" : item->attribute("structureRef").value_or("");
        all.push_back(!structure.empty() || item == nullptr ? structure : item->id);
    }
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace

Interface interface_of(const Element& element)
{
    const Element* const io = element.first(Tag::ioSpecification);
    if (io == nullptr) return {};
    Interface found{.inputs = structures(*io, Tag::dataInput), .outputs = structures(*io, Tag::dataOutput)};
    for (const Element& set : io->children(Tag::inputSet)) {
        ++found.input_sets;
        found.input_references += set.children(Tag::dataInputRefs).size();
    }
    for (const Element& set : io->children(Tag::outputSet)) {
        ++found.output_sets;
        found.output_references += set.children(Tag::dataOutputRefs).size();
    }
    return found;
}

const Interface& Facts::called_interface(const Element& callable) const
{
    const auto [found, is_new] = interfaces_.try_emplace(&callable);
    if (is_new) found->second = interface_of(callable);
    return found->second;
}

bool Facts::has_plain_start(const Element& process) const
{
    const auto [found, is_new] = plain_starts_.try_emplace(&process, false);
    if (!is_new) return found->second;
    for (const Element& start : process.children(Tag::startEvent)) {
        if (!defines_any(start)) found->second = true;
    }
    return found->second;
}

}  // namespace lt::bpmn
