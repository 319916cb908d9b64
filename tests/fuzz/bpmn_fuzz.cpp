// Any bytes as a BPMN model. Small limits, so that the fuzzer reaches them. What was read is checked, twice with the same outcome; an
// import that is the model itself must come to an end; what the tree promises is tried on every element.
#include <cstdint>
#include <cstdlib>

#include "process/bpmn/check.h"

namespace {

using namespace lt::bpmn;

void require(bool holds)
{
    if (!holds) std::abort();
}

void try_promises(const Document& document)
{
    std::size_t count = 0;
    for (const Element& element : document.model().elements()) {
        require(element.index == count++);
        require(element.parent == nullptr ? count == 1 : element.parent->index < element.index);
        require(element.tag == Tag::other || element.local == name(element.tag));
        for (const Element& child : element.children())
            require(child.parent == &element && child.is_inside(element));
        for (const Attribute& attribute : element.attributes) (void)element.resolve(attribute.value);
        (void)element.referenced();
        if (!element.id.empty() && element.tag != Tag::other) require(document.by_id(element.id) != nullptr);
    }
    for (const Element* drawn : document.drawn())
        (void)document.shape_of(drawn->attribute("bpmnElement").value_or(""));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    Limits limits;
    limits.bytes = 256 << 10;
    limits.elements = 2000;
    limits.depth = 40;
    limits.attributes = 40;
    limits.namespaces = 40;
    limits.imports = 4;
    const Loader loader = [&](std::string_view location, std::string_view) -> std::optional<Loaded> {
        if (location.empty()) return std::nullopt;
        return Loaded{std::string(bytes), std::string(location)};
    };
    const auto document = read(bytes, loader, "self", limits);
    if (!document) return 0;
    require(document->models().size() <= limits.imports + 1);
    try_promises(*document);
    const auto findings = check(*document);
    require(findings.size() <= 2 * kMostFindings);
    require(findings.size() == check(*document).size());
    for (const Finding& finding : findings) require(!finding.rule.empty() && !finding.message.str().empty());
    return 0;
}
