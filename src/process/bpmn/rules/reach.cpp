// Where tokens and errors of a model come to.
#include <algorithm>

#include "process/bpmn/rules/facts.h"

namespace lt::bpmn {
namespace {

// A token begins there, or comes there by other ways than flows.
bool is_entry(const Facts& facts, const Element& node)
{
    if (node.tag == Tag::boundaryEvent) return false;
    if (node.tag == Tag::intermediateCatchEvent && facts.defines(node, Tag::linkEventDefinition)) return true;
    return facts.flows_in(node).empty();
}

}  // namespace

std::string_view error_code(const Element& definition)
{
    const Element* const error = definition.reference("errorRef");
    return error == nullptr ? std::string_view() : error->attribute("errorCode").value_or("");
}

void Facts::find_reached()
{
    reached_.resize(document_.size());
    std::vector<const Element*> open;
    const auto reach = [&](const Element* node) {
        if (node == nullptr || node->model != &document_.model() || reached_[node->index]) return;
        reached_[node->index] = true;
        open.push_back(node);
    };
    for (const Element& element : document_.model().elements()) {
        if (is_flow_node(element.tag) && is_entry(*this, element)) reach(&element);
    }
    while (!open.empty()) {
        const Element& node = *open.back();
        open.pop_back();
        for (const Element* flow : flows_out(node)) reach(flow->reference("targetRef"));
        for (const Element* boundary : users(node, Use::attached)) reach(boundary);
    }
}

void Facts::note_catch(const Element& event)
{
    const Element* scope = nullptr;
    if (event.tag == Tag::boundaryEvent) scope = event.reference("attachedToRef");
    if (event.tag == Tag::startEvent && event.parent != nullptr && is_event_sub_process(*event.parent))
        scope = event.parent->parent;
    if (scope == nullptr || scope->model != event.model) return;
    for (const Element& child : event.children()) {
        const Element* const definition = child.tag == Tag::eventDefinitionRef ? child.referenced() : &child;
        if (definition == nullptr || definition->tag != Tag::errorEventDefinition) continue;
        catches_.push_back({scope->index, error_code(*definition)});
    }
}

bool Facts::is_caught(const Element& event, std::string_view code) const
{
    for (const Element* scope = event.parent; scope != nullptr; scope = scope->parent) {
        for (const std::string_view one : {code, std::string_view()}) {
            if (std::binary_search(catches_.begin(), catches_.end(), Catch{scope->index, one})) return true;
        }
    }
    return false;
}

}  // namespace lt::bpmn
