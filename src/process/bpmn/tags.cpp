#include "process/bpmn/tags.h"

#include <algorithm>
#include <array>

namespace lt::bpmn {
namespace {

struct Named {
    std::string_view local{};
    std::string_view space{};
    Tag tag{};
};

constexpr std::string_view written(std::string_view name)
{
    if (name.back() == '_') name.remove_suffix(1);
    return name;
}

#define LT_BPMN_IN_MODEL(name) Named{written(#name), kModelSpace, Tag::name},
#define LT_BPMN_IN_DRAWING(name) Named{written(#name), kDrawingSpace, Tag::name},
#define LT_BPMN_IN_DC(name) Named{written(#name), kDcSpace, Tag::name},
#define LT_BPMN_IN_DI(name) Named{written(#name), kDiSpace, Tag::name},
constexpr std::array kNames{LT_BPMN_MODEL(LT_BPMN_IN_MODEL) LT_BPMN_DRAWING(LT_BPMN_IN_DRAWING)
                                LT_BPMN_DRAWING_DC(LT_BPMN_IN_DC) LT_BPMN_DRAWING_DI(LT_BPMN_IN_DI)};

constexpr auto kSorted = [] {
    auto sorted = kNames;
    std::sort(sorted.begin(), sorted.end(), [](const Named& a, const Named& b) { return a.local < b.local; });
    return sorted;
}();

}  // namespace

std::string_view name(Tag tag)
{
    // The list has the enumeration's order, without `other`.
    return tag == Tag::other ? std::string_view() : kNames[std::size_t(tag) - 1].local;
}

Tag tag_of(std::string_view space, std::string_view local)
{
    const auto found =
        std::lower_bound(kSorted.begin(), kSorted.end(), local,
                         [](const Named& one, std::string_view key) { return one.local < key; });
    if (found == kSorted.end() || found->local != local || found->space != space) return Tag::other;
    return found->tag;
}

bool is_task(Tag tag)
{
    return tag == Tag::task || tag == Tag::userTask || tag == Tag::serviceTask || tag == Tag::scriptTask ||
           tag == Tag::sendTask || tag == Tag::receiveTask || tag == Tag::businessRuleTask ||
           tag == Tag::manualTask;
}

bool is_sub_process(Tag tag)
{
    return tag == Tag::subProcess || tag == Tag::transaction || tag == Tag::adHocSubProcess;
}

bool is_activity(Tag tag) { return is_task(tag) || is_sub_process(tag) || tag == Tag::callActivity; }

bool is_gateway(Tag tag)
{
    return tag == Tag::exclusiveGateway || tag == Tag::inclusiveGateway || tag == Tag::parallelGateway ||
           tag == Tag::complexGateway || tag == Tag::eventBasedGateway;
}

bool is_catching(Tag tag)
{
    return tag == Tag::startEvent || tag == Tag::intermediateCatchEvent || tag == Tag::boundaryEvent;
}

bool is_throwing(Tag tag)
{
    return tag == Tag::intermediateThrowEvent || tag == Tag::endEvent || tag == Tag::implicitThrowEvent;
}

bool is_event(Tag tag) { return tag == Tag::event || is_catching(tag) || is_throwing(tag); }

bool is_choreography_activity(Tag tag)
{
    return tag == Tag::choreographyTask || tag == Tag::subChoreography || tag == Tag::callChoreography;
}

bool is_flow_node(Tag tag)
{
    return is_activity(tag) || is_gateway(tag) || is_event(tag) || is_choreography_activity(tag);
}

bool is_event_definition(Tag tag)
{
    return tag == Tag::messageEventDefinition || tag == Tag::timerEventDefinition ||
           tag == Tag::signalEventDefinition || tag == Tag::errorEventDefinition ||
           tag == Tag::escalationEventDefinition || tag == Tag::conditionalEventDefinition ||
           tag == Tag::compensateEventDefinition || tag == Tag::cancelEventDefinition ||
           tag == Tag::linkEventDefinition || tag == Tag::terminateEventDefinition;
}

bool is_global_task(Tag tag)
{
    return tag == Tag::globalTask || tag == Tag::globalUserTask || tag == Tag::globalScriptTask ||
           tag == Tag::globalManualTask || tag == Tag::globalBusinessRuleTask;
}

bool is_callable(Tag tag) { return tag == Tag::process || is_global_task(tag); }

bool is_resource_role(Tag tag)
{
    return tag == Tag::resourceRole || tag == Tag::performer || tag == Tag::humanPerformer ||
           tag == Tag::potentialOwner;
}

bool is_item_aware(Tag tag)
{
    return tag == Tag::dataObject || tag == Tag::dataObjectReference || tag == Tag::dataStore ||
           tag == Tag::dataStoreReference || tag == Tag::dataInput || tag == Tag::dataOutput ||
           tag == Tag::property || tag == Tag::inputDataItem || tag == Tag::outputDataItem;
}

bool is_conversation_node(Tag tag)
{
    return tag == Tag::conversation || tag == Tag::subConversation || tag == Tag::callConversation;
}

bool is_collaboration(Tag tag)
{
    return tag == Tag::collaboration || tag == Tag::choreography || tag == Tag::globalChoreographyTask ||
           tag == Tag::globalConversation;
}

}  // namespace lt::bpmn
