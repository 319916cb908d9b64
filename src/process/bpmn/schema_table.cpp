#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string>

#include "kit/base/result.h"
#include "process/bpmn/schema.h"

namespace lt::bpmn {
namespace {

// One type a line: NAME < BASE | children | attributes | flags.
//   children    NAME, NAME:type, NAME:q(target) with ? * + or {2,} behind; " / " stands between alternatives
//   attributes  NAME or NAME:type, ! behind when it must be there
//   types       b boolean, i integer, n 32 bit integer, d decimal, u URI, id, m(A,B) a URI or one of the words, w(A,B) one of the words,
//               q(target) QName, r(target) IDREF; q and r without a target are not followed
//   targets     names of elements or groups, joined by a comma; * anything that has an id
//   flags       mixed: text among the children; any: any children; other: attributes of other namespaces; extension: children of
//               other namespaces only
constexpr std::string_view kTable = R"(
base | documentation* extensionElements? | id:id | other
mixedBase | documentation* extensionElements? | id:id | other mixed
documentation | | id:id textFormat | mixed any
expression < mixedBase
formalExpression < expression | | language:u evaluatesToTypeRef:q(itemDefinition)
extensionElements | | | extension
extension | documentation* | definition:q mustUnderstand:b
definitions | import* extension* @root* BPMNDiagram* relationship* | id:id name targetNamespace:u! expressionLanguage:u typeLanguage:u exporter exporterVersion | other
import | | namespace:u! location! importType:u!
relationship < base | source:q+ target:q+ | type! direction:w(None,Forward,Backward,Both)
auditing < base
monitoring < base
rendering < base
endPoint < base
itemDefinition < base | | structureRef:q isCollection:b itemKind:w(Information,Physical)
message < base | | name itemRef:q(itemDefinition)
error < base | | name errorCode structureRef:q(itemDefinition)
escalation < base | | name escalationCode structureRef:q(itemDefinition)
signal < base | | name structureRef:q
category < base | categoryValue* | name
categoryValue < base | | value
resource < base | resourceParameter* | name!
resourceParameter < base | | name type:q(itemDefinition) isRequired:b
interface < base | operation+ | name! implementationRef:q
operation < base | inMessageRef:q(message) outMessageRef:q(message)? errorRef:q(error)* | name! implementationRef:q
dataStore < base | dataState? | name capacity:i isUnlimited:b itemSubjectRef:q(itemDefinition)
partnerEntity < base | participantRef:q(participant)* | name
partnerRole < base | participantRef:q(participant)* | name
correlationProperty < base | correlationPropertyRetrievalExpression+ | name type:q
correlationPropertyRetrievalExpression < base | messagePath:formalExpression | messageRef:q(message)!
correlationKey < base | correlationPropertyRef:q(correlationProperty)* | name
correlationSubscription < base | correlationPropertyBinding* | correlationKeyRef:q(correlationKey)!
correlationPropertyBinding < base | dataPath:formalExpression | correlationPropertyRef:q(correlationProperty)!
eventDefinition < base
cancelEventDefinition < eventDefinition
terminateEventDefinition < eventDefinition
compensateEventDefinition < eventDefinition | | waitForCompletion:b activityRef:q(@activity)
conditionalEventDefinition < eventDefinition | condition:expression
errorEventDefinition < eventDefinition | | errorRef:q(error)
escalationEventDefinition < eventDefinition | | escalationRef:q(escalation)
signalEventDefinition < eventDefinition | | signalRef:q(signal)
messageEventDefinition < eventDefinition | operationRef:q(operation)? | messageRef:q(message)
linkEventDefinition < eventDefinition | source:q(linkEventDefinition)* target:q(linkEventDefinition)? | name!
timerEventDefinition < eventDefinition | timeDate:expression? / timeDuration:expression? / timeCycle:expression?
callable < base | supportedInterfaceRef:q(interface)* ioSpecification? ioBinding* | name
process < callable | auditing? monitoring? property* laneSet* @flow* @artifact* @role* correlationSubscription* supports:q(process)* | processType:w(None,Public,Private) isClosed:b isExecutable:b definitionalCollaborationRef:q(@collaboration)
globalTask < callable | @role*
globalManualTask < globalTask
globalBusinessRuleTask < globalTask | | implementation:m(##unspecified,##WebService)
globalScriptTask < globalTask | script? | scriptLanguage:u
globalUserTask < globalTask | rendering* | implementation:m(##unspecified,##WebService)
ioBinding < base | | operationRef:q(operation)! inputDataRef:r(dataInput)! outputDataRef:r(dataOutput)!
ioSpecification < base | dataInput* dataOutput* inputSet+ outputSet+
dataInput < base | dataState? | name itemSubjectRef:q(itemDefinition) isCollection:b
dataOutput < base | dataState? | name itemSubjectRef:q(itemDefinition) isCollection:b
dataState < base | | name
property < base | dataState? | name itemSubjectRef:q(itemDefinition)
inputSet < base | dataInputRefs:r(dataInput)* optionalInputRefs:r(dataInput)* whileExecutingInputRefs:r(dataInput)* outputSetRefs:r(outputSet)* | name
outputSet < base | dataOutputRefs:r(dataOutput)* optionalOutputRefs:r(dataOutput)* whileExecutingOutputRefs:r(dataOutput)* inputSetRefs:r(inputSet)* | name
dataAssociation < base | sourceRef:r(@item)* targetRef:r(@item) transformation:formalExpression? assignment*
dataInputAssociation < dataAssociation
dataOutputAssociation < dataAssociation
assignment < base | from:expression to:expression
resourceRole < base | resourceRef:q(resource) resourceParameterBinding* / resourceAssignmentExpression? | name
performer < resourceRole
humanPerformer < performer
potentialOwner < humanPerformer
resourceParameterBinding < base | @expression | parameterRef:q(resourceParameter)!
resourceAssignmentExpression < base | @expression
artifact < base
association < artifact | | sourceRef:q(*)! targetRef:q(*)! associationDirection:w(None,One,Both)
group < artifact | | categoryValueRef:q(categoryValue)
textAnnotation < artifact | text? | textFormat
text | | | mixed any
script | | | mixed any
laneSet < base | lane* | name
lane < base | partitionElement:base? flowNodeRef:r(@node)* childLaneSet:laneSet? | name partitionElementRef:q(*)
flow < base | auditing? monitoring? categoryValueRef:q(categoryValue)* | name
sequenceFlow < flow | conditionExpression:expression? | sourceRef:r(@node)! targetRef:r(@node)! isImmediate:b
dataObject < flow | dataState? | itemSubjectRef:q(itemDefinition) isCollection:b
dataObjectReference < flow | dataState? | itemSubjectRef:q(itemDefinition) dataObjectRef:r(dataObject)
dataStoreReference < flow | dataState? | itemSubjectRef:q(itemDefinition) dataStoreRef:q(dataStore)
node < flow | incoming:q(sequenceFlow)* outgoing:q(sequenceFlow)*
gateway < node | | gatewayDirection:w(Unspecified,Converging,Diverging,Mixed)
parallelGateway < gateway
exclusiveGateway < gateway | | default:r(sequenceFlow)
inclusiveGateway < gateway | | default:r(sequenceFlow)
complexGateway < gateway | activationCondition:expression? | default:r(sequenceFlow)
eventBasedGateway < gateway | | instantiate:b eventGatewayType:w(Exclusive,Parallel)
event < node | property*
catch < event | dataOutput* dataOutputAssociation* outputSet? @eventDefinition* eventDefinitionRef:q(@eventDefinition)* | parallelMultiple:b
throw < event | dataInput* dataInputAssociation* inputSet? @eventDefinition* eventDefinitionRef:q(@eventDefinition)*
startEvent < catch | | isInterrupting:b
intermediateCatchEvent < catch
boundaryEvent < catch | | cancelActivity:b attachedToRef:q(@activity)!
intermediateThrowEvent < throw
endEvent < throw
implicitThrowEvent < throw
activity < node | ioSpecification? property* dataInputAssociation* dataOutputAssociation* @role* @loop? | isForCompensation:b startQuantity:i completionQuantity:i default:r(sequenceFlow)
task < activity
manualTask < task
businessRuleTask < task | | implementation:m(##unspecified,##WebService)
serviceTask < task | | implementation:m(##unspecified,##WebService) operationRef:q(operation)
sendTask < task | | implementation:m(##unspecified,##WebService) messageRef:q(message) operationRef:q(operation)
receiveTask < task | | implementation:m(##unspecified,##WebService) instantiate:b messageRef:q(message) operationRef:q(operation)
scriptTask < task | script? | scriptFormat
userTask < task | rendering* | implementation:m(##unspecified,##WebService)
callActivity < activity | | calledElement:q(@callable)
subProcess < activity | laneSet* @flow* @artifact* | triggeredByEvent:b
transaction < subProcess | | method:m(##Compensate,##Image,##Store)
adHocSubProcess < subProcess | completionCondition:expression? | cancelRemainingInstances:b ordering:w(Parallel,Sequential)
loop < base
standardLoopCharacteristics < loop | loopCondition:expression? | testBefore:b loopMaximum:i
multiInstanceLoopCharacteristics < loop | loopCardinality:expression? loopDataInputRef:q(@item)? loopDataOutputRef:q(@item)? inputDataItem:dataInput? outputDataItem:dataOutput? complexBehaviorDefinition* completionCondition:expression? | isSequential:b behavior:w(None,One,All,Complex) oneBehaviorEventRef:q(@eventDefinition) noneBehaviorEventRef:q(@eventDefinition)
complexBehaviorDefinition < base | condition:formalExpression event:implicitThrowEvent?
collaboration < base | participant* messageFlow* @artifact* @conversation* conversationAssociation* participantAssociation* messageFlowAssociation* correlationKey* choreographyRef:q(choreography,globalChoreographyTask)* conversationLink* | name isClosed:b
choreography < collaboration | @flow*
globalChoreographyTask < choreography | | initiatingParticipantRef:q(participant)
globalConversation < collaboration
participant < base | interfaceRef:q(interface)* endPointRef:q(endPoint)* participantMultiplicity? | name processRef:q(process)
participantMultiplicity < base | | minimum:n maximum:n
participantAssociation < base | innerParticipantRef:q(participant) outerParticipantRef:q(participant)
messageFlow < base | | name sourceRef:q(participant,@activity,@event)! targetRef:q(participant,@activity,@event)! messageRef:q(message)
messageFlowAssociation < base | | innerMessageFlowRef:q(messageFlow)! outerMessageFlowRef:q(messageFlow)!
conversationNode < base | participantRef:q(participant)* messageFlowRef:q(messageFlow)* correlationKey* | name
conversation < conversationNode
subConversation < conversationNode | @conversation*
callConversation < conversationNode | participantAssociation* | calledCollaborationRef:q(@collaboration)
conversationLink < base | | name sourceRef:q(*)! targetRef:q(*)!
conversationAssociation < base | | innerConversationNodeRef:q(@conversation)! outerConversationNodeRef:q(@conversation)!
choreographyActivity < node | participantRef:q(participant){2,} correlationKey* | initiatingParticipantRef:q(participant)! loopType:w(None,Standard,MultiInstanceSequential,MultiInstanceParallel)
choreographyTask < choreographyActivity | messageFlowRef:q(messageFlow){1,2}
subChoreography < choreographyActivity | @flow* @artifact*
callChoreography < choreographyActivity | participantAssociation* | calledChoreographyRef:q(choreography,globalChoreographyTask)
diagram | | name documentation resolution:d id:id
diElement | | id:id | other
BPMNDiagram < diagram | BPMNPlane BPMNLabelStyle*
BPMNPlane < diElement | @shape* | bpmnElement:q(*)
BPMNShape < diElement | Bounds BPMNLabel? | bpmnElement:q(*) isHorizontal:b isExpanded:b isMarkerVisible:b isMessageVisible:b participantBandKind:w(top_initiating,middle_initiating,bottom_initiating,top_non_initiating,middle_non_initiating,bottom_non_initiating) choreographyActivityShape:q(BPMNShape)
BPMNEdge < diElement | waypoint{2,} BPMNLabel? | bpmnElement:q(*) sourceElement:q(*) targetElement:q(*) messageVisibleKind:w(initiating,non_initiating)
BPMNLabel < diElement | Bounds? | labelStyle:q(BPMNLabelStyle)
BPMNLabelStyle | Font | id:id
Bounds | | x:d! y:d! width:d! height:d!
Font | | name size:d isBold:b isItalic:b isUnderline:b isStrikeThrough:b
waypoint | | x:d! y:d!
)";

bool is_root(Tag tag)
{
    switch (int(tag)) {
    case int(Tag::itemDefinition):
    case int(Tag::message):
    case int(Tag::error):
    case int(Tag::escalation):
    case int(Tag::signal):
    case int(Tag::category):
    case int(Tag::resource):
    case int(Tag::interface):
    case int(Tag::dataStore):
    case int(Tag::partnerEntity):
    case int(Tag::partnerRole):
    case int(Tag::correlationProperty):
    case int(Tag::endPoint): return true;
    default: return is_callable(tag) || is_collaboration(tag) || is_event_definition(tag);
    }
}

bool is_flow_element(Tag tag)
{
    return is_flow_node(tag) || tag == Tag::sequenceFlow || tag == Tag::dataObject ||
           tag == Tag::dataObjectReference || tag == Tag::dataStoreReference;
}

bool is_artifact(Tag tag)
{
    return tag == Tag::association || tag == Tag::group || tag == Tag::textAnnotation;
}

bool is_loop(Tag tag)
{
    return tag == Tag::standardLoopCharacteristics || tag == Tag::multiInstanceLoopCharacteristics;
}

struct Group {
    std::string_view name{};
    bool (*has)(Tag) = nullptr;
};
constexpr std::array kGroups{
    Group{"root", is_root},
    Group{"flow", is_flow_element},
    Group{"artifact", is_artifact},
    Group{"role", is_resource_role},
    Group{"loop", is_loop},
    Group{"eventDefinition", is_event_definition},
    Group{"activity", is_activity},
    Group{"event", is_event},
    Group{"node", is_flow_node},
    Group{"item", is_item_aware},
    Group{"callable", is_callable},
    Group{"collaboration", is_collaboration},
    Group{"conversation", is_conversation_node},
    Group{"expression", [](Tag tag) { return tag == Tag::expression || tag == Tag::formalExpression; }},
    Group{"shape", [](Tag tag) { return tag == Tag::BPMNShape || tag == Tag::BPMNEdge; }},
};

Tag tag_named(std::string_view word)
{
    for (const std::string_view space : {kModelSpace, kDrawingSpace, kDcSpace, kDiSpace}) {
        const Tag tag = tag_of(space, word);
        if (tag != Tag::other) return tag;
    }
    throw base::Bug("no such element: " + std::string(word));
}

Tags tags_of(std::string_view word)
{
    Tags tags;
    if (word.front() != '@') return tags.set(std::size_t(tag_named(word)));
    for (const Group& group : kGroups) {
        if (group.name != word.substr(1)) continue;
        for (std::size_t i = 1; i < kTags; ++i) tags.set(i, group.has(Tag(i)));
    }
    CHECK(tags.any());
    return tags;
}

// Cuts off and gives what stands before `end`, without spaces around it; all of it without such an end.
std::string_view take(std::string_view& rest, std::string_view end)
{
    const std::size_t at = rest.find(end);
    std::string_view part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + end.size());
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    return part;
}

std::vector<std::string_view> split(std::string_view text, std::string_view by)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        if (const auto part = take(text, by); !part.empty()) parts.push_back(part);
    }
    return parts;
}

Simple reference(ValueType type, std::string_view targets)
{
    Simple simple{.type = type};
    if (targets == "*") {
        simple.target = Target::any;
    } else if (!targets.empty()) {
        simple.target = Target::kind;
        for (const auto word : split(targets, ",")) simple.kinds |= tags_of(word);
    }
    return simple;
}

// "w(A,B)", "q(message)", "b"; nothing when it is the name of a complex type.
std::optional<Simple> simple_of(std::string_view word)
{
    std::string_view rest = word;
    const std::string_view kind = take(rest, "(");
    const std::string_view inside = take(rest, ")");
    if (kind == "w") return Simple{.type = ValueType::choice, .choices = split(inside, ",")};
    if (kind == "q") return reference(ValueType::qname, inside);
    if (kind == "r") return reference(ValueType::idref, inside);
    if (kind == "b") return Simple{.type = ValueType::boolean};
    if (kind == "i") return Simple{.type = ValueType::integer};
    if (kind == "n") return Simple{.type = ValueType::int32};
    if (kind == "d") return Simple{.type = ValueType::decimal};
    if (kind == "u") return Simple{.type = ValueType::uri};
    if (kind == "m") return Simple{.type = ValueType::implementation, .choices = split(inside, ",")};
    if (kind == "id") return Simple{.type = ValueType::id};
    if (kind.empty()) return Simple{};
    return std::nullopt;
}

class Schema {
public:
    Schema()
    {
        for (const auto line : split(kTable, "\n")) read(line);
        for (std::size_t i = 1; i < kTags; ++i) {
            const auto found = types_.find(name(Tag(i)));
            if (found != types_.end()) by_tag_[i] = &found->second;
        }
    }
    const Type* named(std::string_view word) const
    {
        const auto found = types_.find(word);
        return found == types_.end() ? nullptr : &found->second;
    }
    const Type* of(Tag tag) const { return by_tag_[std::size_t(tag)]; }

private:
    void read(std::string_view line)
    {
        std::string_view head = take(line, "|");
        Type type;
        type.name = take(head, "<");
        const std::string_view base = take(head, "<");
        if (!base.empty()) inherit(type, base);
        const std::string_view children = take(line, "|");
        const std::string_view attributes = take(line, "|");
        const auto orders = split(children, " / ");
        const std::vector<Particle> before =
            type.alternatives.empty() ? std::vector<Particle>() : type.alternatives.front();
        if (type.alternatives.empty()) type.alternatives.emplace_back();
        for (std::size_t i = 0; i < orders.size(); ++i) {
            if (i > 0) type.alternatives.push_back(before);
            for (const auto word : split(orders[i], " ")) type.alternatives.back().push_back(particle(word));
        }
        for (const auto word : split(attributes, " ")) type.attributes.push_back(attribute(word));
        for (const auto flag : split(line, " ")) {
            if (flag == "mixed") type.takes_text = true;
            if (flag == "any") type.takes_anything = true;
            if (flag == "other") type.takes_others = true;
            if (flag == "extension") type.is_extension = true;
        }
        types_.emplace(type.name, std::move(type));
    }

    void inherit(Type& type, std::string_view base)
    {
        const std::string_view own = type.name;
        const auto found = types_.find(base);
        CHECK(found != types_.end());
        type = found->second;
        type.name = own;
        type.base = &found->second;
    }

    Particle particle(std::string_view word) const
    {
        Particle one;
        if (word.ends_with('?')) one.least = 0;
        if (word.ends_with('*')) one.least = 0, one.most = kMany;
        if (word.ends_with('+')) one.most = kMany;
        if (word.ends_with("{2,}")) one.least = 2, one.most = kMany;
        if (word.ends_with("{1,2}")) one.most = 2;
        if (const std::size_t brace = word.find('{'); brace != std::string_view::npos)
            word = word.substr(0, brace);
        // The star of "q(*)" is followed by a bracket.
        if (word.find_last_of("?*+") == word.size() - 1) word.remove_suffix(1);
        one.name = take(word, ":");
        one.tags = tags_of(one.name);
        if (word.empty()) return one;
        one.simple = simple_of(word);
        if (one.simple) return one;
        const auto found = types_.find(word);
        CHECK(found != types_.end());
        one.type = &found->second;
        return one;
    }

    static AttributeRule attribute(std::string_view word)
    {
        AttributeRule one;
        one.is_required = word.ends_with('!');
        if (one.is_required) word.remove_suffix(1);
        one.name = take(word, ":");
        const auto simple = simple_of(word);
        CHECK(simple.has_value());
        one.simple = *simple;
        return one;
    }

    std::map<std::string_view, Type> types_{};
    std::array<const Type*, kTags> by_tag_{};
};

const Schema& schema()
{
    static const Schema one;
    return one;
}

}  // namespace

const Type* type_of(Tag tag) { return schema().of(tag); }
const Type* type_named(std::string_view name) { return schema().named(name); }

bool derives(const Type& type, const Type& base)
{
    const Type* at = &type;
    while (at != nullptr && at != &base) at = at->base;
    return at != nullptr;
}

}  // namespace lt::bpmn
