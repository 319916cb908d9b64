// The elements of BPMN 2.0 (formal/2013-12-09) and of its drawings, by their own names, and the kinds that the standard's
// class diagrams make of them.
#pragma once

#include <cstdint>
#include <string_view>

// clang-format off
// Elements of the model; a trailing underscore keeps a name apart from a word of C++.
#define LT_BPMN_MODEL(X) \
    X(activationCondition) X(adHocSubProcess) X(assignment) X(association) X(auditing) X(boundaryEvent) \
    X(businessRuleTask) X(callActivity) X(callChoreography) X(callConversation) X(cancelEventDefinition) \
    X(category) X(categoryValue) X(categoryValueRef) X(childLaneSet) X(choreography) X(choreographyRef) \
    X(choreographyTask) X(collaboration) X(compensateEventDefinition) X(completionCondition) \
    X(complexBehaviorDefinition) X(complexGateway) X(condition) X(conditionExpression) \
    X(conditionalEventDefinition) X(conversation) X(conversationAssociation) X(conversationLink) \
    X(correlationKey) X(correlationProperty) X(correlationPropertyBinding) X(correlationPropertyRef) \
    X(correlationPropertyRetrievalExpression) X(correlationSubscription) X(dataInput) \
    X(dataInputAssociation) X(dataInputRefs) X(dataObject) X(dataObjectReference) X(dataOutput) \
    X(dataOutputAssociation) X(dataOutputRefs) X(dataPath) X(dataState) X(dataStore) X(dataStoreReference) \
    X(definitions) X(documentation) X(endEvent) X(endPoint) X(endPointRef) X(error) X(errorEventDefinition) \
    X(errorRef) X(escalation) X(escalationEventDefinition) X(event) X(eventBasedGateway) \
    X(eventDefinitionRef) X(exclusiveGateway) X(expression) X(extension) X(extensionElements) \
    X(flowNodeRef) X(formalExpression) X(from) X(globalBusinessRuleTask) X(globalChoreographyTask) \
    X(globalConversation) X(globalManualTask) X(globalScriptTask) X(globalTask) X(globalUserTask) X(group) \
    X(humanPerformer) X(implicitThrowEvent) X(import_) X(inMessageRef) X(inclusiveGateway) X(incoming) \
    X(innerParticipantRef) X(inputDataItem) X(inputSet) X(inputSetRefs) X(interface) X(interfaceRef) \
    X(intermediateCatchEvent) X(intermediateThrowEvent) X(ioBinding) X(ioSpecification) X(itemDefinition) \
    X(lane) X(laneSet) X(linkEventDefinition) X(loopCardinality) X(loopCondition) X(loopDataInputRef) \
    X(loopDataOutputRef) X(manualTask) X(message) X(messageEventDefinition) X(messageFlow) \
    X(messageFlowAssociation) X(messageFlowRef) X(messagePath) X(monitoring) \
    X(multiInstanceLoopCharacteristics) X(operation) X(operationRef) X(optionalInputRefs) \
    X(optionalOutputRefs) X(outMessageRef) X(outerParticipantRef) X(outgoing) X(outputDataItem) \
    X(outputSet) X(outputSetRefs) X(parallelGateway) X(participant) X(participantAssociation) \
    X(participantMultiplicity) X(participantRef) X(partitionElement) X(partnerEntity) X(partnerRole) \
    X(performer) X(potentialOwner) X(process) X(property) X(receiveTask) X(relationship) X(rendering) \
    X(resource) X(resourceAssignmentExpression) X(resourceParameter) X(resourceParameterBinding) \
    X(resourceRef) X(resourceRole) X(script) X(scriptTask) X(sendTask) X(sequenceFlow) X(serviceTask) \
    X(signal) X(signalEventDefinition) X(source) X(sourceRef) X(standardLoopCharacteristics) X(startEvent) \
    X(subChoreography) X(subConversation) X(subProcess) X(supportedInterfaceRef) X(supports) X(target) \
    X(targetRef) X(task) X(terminateEventDefinition) X(text) X(textAnnotation) X(timeCycle) X(timeDate) \
    X(timeDuration) X(timerEventDefinition) X(to) X(transaction) X(transformation) X(userTask) X(value) \
    X(whileExecutingInputRefs) X(whileExecutingOutputRefs)
// Elements of drawings (BPMN DI, DD DC, DD DI).
#define LT_BPMN_DRAWING(X) \
    X(BPMNDiagram) X(BPMNPlane) X(BPMNShape) X(BPMNEdge) X(BPMNLabel) X(BPMNLabelStyle)
#define LT_BPMN_DRAWING_DC(X) \
    X(Bounds) X(Font)
#define LT_BPMN_DRAWING_DI(X) \
    X(waypoint)
// clang-format on

namespace lt::bpmn {

#define LT_BPMN_ENUMERATOR(name) name,
enum class Tag : std::uint8_t {
    other,  // an element of another namespace, or one that the standard does not know
    LT_BPMN_MODEL(LT_BPMN_ENUMERATOR) LT_BPMN_DRAWING(LT_BPMN_ENUMERATOR)
        LT_BPMN_DRAWING_DC(LT_BPMN_ENUMERATOR) LT_BPMN_DRAWING_DI(LT_BPMN_ENUMERATOR)
};
#undef LT_BPMN_ENUMERATOR

inline constexpr std::string_view kModelSpace = "http://www.omg.org/spec/BPMN/20100524/MODEL";
inline constexpr std::string_view kDrawingSpace = "http://www.omg.org/spec/BPMN/20100524/DI";
inline constexpr std::string_view kDcSpace = "http://www.omg.org/spec/DD/20100524/DC";
inline constexpr std::string_view kDiSpace = "http://www.omg.org/spec/DD/20100524/DI";
inline constexpr std::string_view kXsiSpace = "http://www.w3.org/2001/XMLSchema-instance";

// Element names as they are written; `other` has none.
std::string_view name(Tag tag);
Tag tag_of(std::string_view space, std::string_view local);

bool is_task(Tag tag);
bool is_sub_process(Tag tag);  // sub-process, transaction, ad-hoc sub-process
bool is_activity(Tag tag);     // tasks, sub-processes, call activity
bool is_gateway(Tag tag);
bool is_event(Tag tag);
bool is_catching(Tag tag);  // start, intermediate catch, boundary
bool is_throwing(Tag tag);  // intermediate throw, end, implicit throw
bool is_choreography_activity(Tag tag);
bool is_flow_node(Tag tag);  // activities, gateways, events, choreography activities
bool is_event_definition(Tag tag);
bool is_global_task(Tag tag);
bool is_callable(Tag tag);       // process, global tasks
bool is_resource_role(Tag tag);  // resource role, performer, human performer, potential owner
bool is_item_aware(Tag tag);     // data objects, stores, inputs, outputs, properties, their references
bool is_conversation_node(Tag tag);
bool is_collaboration(Tag tag);  // collaboration, choreography, global conversation

}  // namespace lt::bpmn
