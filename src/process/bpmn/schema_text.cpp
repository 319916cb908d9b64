#include "process/bpmn/schema.h"

namespace lt::bpmn {

// One type a line: NAME < BASE | children | attributes | flags.
//   children    NAME, NAME:type, NAME:q(target) with ? * + or {2,} behind; " / " stands between alternatives
//   attributes  NAME or NAME:type, ! behind when it must be there
//   types       b boolean, i integer, n 32 bit integer, d decimal, u URI, id, m(A,B) a URI or one of the words, w(A,B) one of the words,
//               q(target) QName, r(target) IDREF; q and r without a target are not followed
//   targets     names of elements or groups, joined by a comma; * anything that has an id
//   flags       mixed: text among the children; any: any children; other: attributes of other namespaces; extension: children of
//               other namespaces only
constinit const std::string_view kSchemaText = R"(
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
signal < base | | name structureRef:q(itemDefinition)
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

}  // namespace lt::bpmn
