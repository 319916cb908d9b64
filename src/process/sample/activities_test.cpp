// Activities: loops, multi-instance, sub-processes, calls, data.
#include <gtest/gtest.h>

#include "process/sample/model_testing.h"

namespace lt::sample {
namespace {

using engine::Value;

std::string looped(const std::string& rules, const std::string& script = "SCRIPT_task1")
{
    return "<scriptTask id='l'>" + rules + "<script>" + script + "</script></scriptTask>";
}

std::string signal_boundary(const std::string& id, const std::string& host, const std::string& signal)
{
    return "<boundaryEvent id='" + id + "' attachedToRef='" + host + "'><signalEventDefinition signalRef='" +
           signal + "'/></boundaryEvent>";
}

TEST(StandardLoop, TheMaximumCapsTheTurns)
{
    const std::string task =
        looped("<standardLoopCharacteristics loopMaximum='2'><loopCondition>true</loopCondition>"
               "</standardLoopCharacteristics>");
    EXPECT_EQ(trace_of(kStart + task, "s>l; l>e"), "task1+task1");
}

TEST(StandardLoop, TestedBeforeAFalseConditionMeansNoTurnAndAfterOne)
{
    const auto with = [](const std::string& before) {
        return looped("<standardLoopCharacteristics testBefore='" + before +
                      "'><loopCondition>false</loopCondition></standardLoopCharacteristics>");
    };
    EXPECT_EQ(trace_of(kStart + with("true") + "{2}", "s>l; l>t2; t2>e"), "task2");
    EXPECT_EQ(trace_of(kStart + with("false") + "{2}", "s>l; l>t2; t2>e"), "task1+task2");
}

TEST(StandardLoop, ASubProcessRepeatsAndItsCounterIsSeen)
{
    const std::string sub =
        "<subProcess id='sub'><standardLoopCharacteristics><loopCondition>loopCounter &lt; 3"
        "</loopCondition></standardLoopCharacteristics><startEvent id='is'/>{1}<endEvent id='ie'/>" +
        flows_of("is>t1; t1>ie") + "</subProcess>";
    EXPECT_EQ(trace_of(kStart + sub, "s>sub; sub>e"), "task1+task1+task1");
}

TEST(StandardLoop, WithoutConditionAndMaximumOrWithAMaximumOfZeroIsRefused)
{
    EXPECT_EQ(trace_of(kStart + looped("<standardLoopCharacteristics/>"), "s>l; l>e"), "ERROR");
    EXPECT_EQ(trace_of(kStart + looped("<standardLoopCharacteristics loopMaximum='0'/>"), "s>l; l>e"),
              "ERROR");
}

std::string many(const std::string& attributes, const std::string& inside)
{
    return looped("<multiInstanceLoopCharacteristics " + attributes + ">" + inside +
                  "</multiInstanceLoopCharacteristics>");
}

TEST(MultiInstance, NoneAtAllPassesAtOnce)
{
    EXPECT_EQ(trace_of(kStart + many("", "<loopCardinality>0</loopCardinality>") + "{2}", "s>l; l>t2; t2>e"),
              "task2");
}

TEST(MultiInstance, ANumberThatIsNoneOrNegativeOrHugeIsAnError)
{
    for (const char* number : {"2.5", "\"two\"", "nothing", "0 - 1", "10 ** 30", "1000000000"})
        EXPECT_EQ(
            trace_of(kStart + many("", std::string("<loopCardinality>") + number + "</loopCardinality>"),
                     "s>l; l>e"),
            "ERROR_runtime")
            << number;
    EXPECT_EQ(trace_of(kStart + many("", "<loopCardinality>-1</loopCardinality>"), "s>l; l>e"), "ERROR");
}

TEST(MultiInstance, TheCompletionConditionEndsTheRest)
{
    const std::string condition =
        "<completionCondition>numberOfCompletedInstances >= 2</completionCondition>";
    const std::string number = "<loopCardinality>4</loopCardinality>";
    EXPECT_EQ(trace_of(kStart + many("isSequential='true'", number + condition) + "{2}", "s>l; l>t2; t2>e"),
              "task1+task1+task2");
    EXPECT_EQ(trace_of(kStart + many("isSequential='false'", number + condition) + "{2}", "s>l; l>t2; t2>e"),
              "task1+task1+task2");
}

TEST(MultiInstance, OneBehaviourThrowsForTheFirstOnly)
{
    for (const char* sequential : {"true", "false"})
        EXPECT_EQ(trace_of(kStart +
                               many(std::string("behavior='One' oneBehaviorEventRef='D' isSequential='") +
                                        sequential + "'",
                                    "<loopCardinality>3</loopCardinality>") +
                               signal_boundary("b", "l", "S") + "{2}{3}",
                           "s>l; l>t2; t2>e; b>t3; t3>e",
                           "<signal id='S' name='S'/><signalEventDefinition id='D' signalRef='S'/>"),
                  "task1+task1+task1+task2+task3");
}

TEST(MultiInstance, AllBehaviourThrowsNothing)
{
    EXPECT_EQ(trace_of(kStart + many("behavior='All'", "<loopCardinality>2</loopCardinality>") +
                           signal_boundary("b", "l", "S") + "{2}{3}",
                       "s>l; l>t2; t2>e; b>t3; t3>e", "<signal id='S' name='S'/>"),
              "task1+task1+task2");
}

TEST(MultiInstance, ComplexBehaviourCountsAndCancelsTheRest)
{
    const std::string complex =
        "<complexBehaviorDefinition><condition>numberOfCompletedInstances = 2</condition>"
        "<event><signalEventDefinition signalRef='S'/></event></complexBehaviorDefinition>";
    for (const char* sequential : {"true", "false"})
        EXPECT_EQ(trace_of(kStart +
                               many(std::string("behavior='Complex' isSequential='") + sequential + "'",
                                    "<loopCardinality>4</loopCardinality>" + complex) +
                               signal_boundary("b", "l", "S") + "{2}{3}",
                           "s>l; l>t2; t2>e; b>t3; t3>e", "<signal id='S' name='S'/>"),
                  "task1+task1+task2+task3");
}

TEST(MultiInstance, AnInterruptingBoundaryEventEndsAllInstances)
{
    const std::string boundary =
        "<boundaryEvent id='b' attachedToRef='l'><timerEventDefinition><timeDuration>PT2S</timeDuration>"
        "</timerEventDefinition></boundaryEvent>";
    const std::string task = looped("<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
                                    "</multiInstanceLoopCharacteristics>",
                                    "WAIT_TEN_SECONDS SCRIPT_task1");
    EXPECT_EQ(trace_of(kStart + task + boundary + "{2}{3}", "s>l; l>t2; t2>e; b>t3; t3>e"), "task3");
}

TEST(MultiInstance, HundredsAtOnceAreRun)
{
    const Trace trace =
        play_short(kStart + many("", "<loopCardinality>300</loopCardinality>"), "s>l; l>e", {}, {});
    EXPECT_EQ(std::count(trace.begin(), trace.end(), "task1"), 300);
    EXPECT_EQ(trace.size(), 300U);
}

TEST(MultiInstance, ASubProcessOfManyWaitsForAllOfThem)
{
    const std::string sub =
        "<subProcess id='sub'><multiInstanceLoopCharacteristics><loopCardinality>${integerVariable}"
        "</loopCardinality></multiInstanceLoopCharacteristics><startEvent id='is'/>{1}{2}"
        "<endEvent id='ie'/>" +
        flows_of("is>t1; t1>t2; t2>ie") + "</subProcess>{3}";
    EXPECT_EQ(
        trace_of(kStart + sub, "s>sub; sub>t3; t3>e", "", context("integerVariable", Value::integer(2))),
        "task1+task1+task2+task2+task3");
}

TEST(SubProcess, TerminateInsideEndsItAlone)
{
    const std::string sub = "<subProcess id='sub'><startEvent id='is'/>{1}<endEvent id='ie'/>"
                            "<endEvent id='it'><terminateEventDefinition/></endEvent>" +
                            flows_of("is>t1; is>it; t1>ie") + "</subProcess>{2}";
    EXPECT_EQ(trace_of(kStart + sub, "s>sub; sub>t2; t2>e"), "task2");
}

TEST(SubProcess, AnEmptyOnePasses)
{
    EXPECT_EQ(trace_of(kStart + "<subProcess id='sub'/>{1}", "s>sub; sub>t1; t1>e"), "task1");
}

TEST(AdHoc, TheCompletionConditionCancelsTheRest)
{
    const auto ad_hoc = [](const std::string& attributes) {
        return "<adHocSubProcess id='sub' " + attributes +
               ">{1}{2}<completionCondition>true</completionCondition>"
               "</adHocSubProcess>{3}";
    };
    EXPECT_EQ(trace_of(kStart + ad_hoc("ordering='Sequential'"), "s>sub; sub>t3; t3>e"), "task1+task3");
    EXPECT_EQ(trace_of(kStart + ad_hoc("ordering='Parallel'"), "s>sub; sub>t3; t3>e"), "task1+task3");
    EXPECT_EQ(trace_of(kStart + ad_hoc("ordering='Parallel' cancelRemainingInstances='false'"),
                       "s>sub; sub>t3; t3>e"),
              "task1+task2+task3");
}

TEST(AdHoc, FlowsInsideEnableTheNext)
{
    EXPECT_EQ(trace_of(kStart + "<adHocSubProcess id='sub' ordering='Sequential'>{1}{2}{3}" +
                           flows_of("t1>t3") + "</adHocSubProcess>{4}",
                       "s>sub; sub>t4; t4>e"),
              "task1+task2+task3+task4");
}

TEST(Call, TheProcessStartsAtItsPlainStartAndDataPassByTheSpecificationOnly)
{
    const std::string called =
        "<process id='q' isExecutable='true'><ioSpecification><dataInput id='qi' name='given'/><dataOutput id='qo' "
        "name='back'/><inputSet><dataInputRefs>qi</dataInputRefs></inputSet><outputSet><dataOutputRefs>qo"
        "</dataOutputRefs></outputSet></ioSpecification><startEvent id='qs'/><startEvent id='qm'>"
        "<messageEventDefinition messageRef='M'/></startEvent>{1}{2}{3}<exclusiveGateway id='qg'/>"
        "<endEvent id='qe'/>" +
        flows_of("qs>qg; qg>t1[given = \"x\" and secret = null]; qg>t2[true]; t1>qe; t2>qe; qm>t3; t3>qe") +
        "</process><message id='M'/>";
    const std::string call =
        "<callActivity id='c' calledElement='q'><ioSpecification><dataInput id='ci' name='given'/>"
        "<inputSet><dataInputRefs>ci</dataInputRefs></inputSet><outputSet/></ioSpecification>"
        "<dataInputAssociation><sourceRef>own</sourceRef><targetRef>ci</targetRef></dataInputAssociation>"
        "</callActivity><property id='own'/><property id='secret'/>{4}";
    EXPECT_EQ(trace_of(kStart + call, "s>c; c>t4; t4>e", called,
                       Value::context({{"own", Value::string("x")}, {"secret", Value::string("y")}})),
              "task1+task4");
}

TEST(Call, AGlobalTaskIsDoneInPlace)
{
    EXPECT_EQ(trace_of(kStart + "<callActivity id='c' calledElement='G'/>{2}", "s>c; c>t2; t2>e",
                       "<globalScriptTask id='G'><script>SCRIPT_task1</script></globalScriptTask>"),
              "task1+task2");
}

TEST(Call, TerminateInsideEndsTheCalledProcessOnlyAndAnErrorGoesOn)
{
    const auto with = [](const std::string& end) {
        return "<error id='E' errorCode='X'/><process id='q' isExecutable='true'><startEvent id='qs'/><endEvent id='qe'>" +
               end + "</endEvent>" + flows_of("qs>qe") + "</process>";
    };
    const std::string call =
        "<callActivity id='c' calledElement='q'/><boundaryEvent id='b' attachedToRef='c'>"
        "<errorEventDefinition errorRef='E'/></boundaryEvent>{1}{2}";
    EXPECT_EQ(trace_of(kStart + call, "s>c; c>t1; t1>e; b>t2; t2>e", with("<terminateEventDefinition/>")),
              "task1");
    EXPECT_EQ(
        trace_of(kStart + call, "s>c; c>t1; t1>e; b>t2; t2>e", with("<errorEventDefinition errorRef='E'/>")),
        "task2");
}

TEST(Call, WhatIsCalledEndsWithItsCall)
{
    const auto called = [](const std::string& elements, const std::string& flows) {
        return "<escalation id='L' escalationCode='1'/><process id='q' isExecutable='true'><startEvent id='qs'/>"
               "<endEvent id='qe'/>" +
               elements + flows_of(flows) + "</process>";
    };
    const std::string slow = called("<scriptTask id='w'><script>WAIT_TEN_SECONDS</script></scriptTask>"
                                    "<scriptTask id='q1'><script>SCRIPT_task1</script></scriptTask>",
                                    "qs>w; w>q1; q1>qe");
    const std::string call = "<callActivity id='c' calledElement='q'/>{2}{3}";
    const auto boundary = [](const std::string& definition) {
        return "<boundaryEvent id='b' attachedToRef='c'>" + definition + "</boundaryEvent>";
    };
    const std::string timer =
        "<timerEventDefinition><timeDuration>PT2S</timeDuration></timerEventDefinition>";
    EXPECT_EQ(trace_of(kStart + call + boundary(timer), "s>c; c>t2; t2>e; b>t3; t3>e", slow), "task3");
    EXPECT_EQ(trace_of(kStart + call + "<intermediateCatchEvent id='i'>" + timer +
                           "</intermediateCatchEvent><endEvent id='x'><terminateEventDefinition/></endEvent>",
                       "s>c; c>t2; t2>e; s>i; i>x; t3>e", slow),
              "");
    const std::string escalates =
        called("<intermediateThrowEvent id='qi'><escalationEventDefinition escalationRef='L'/>"
               "</intermediateThrowEvent><scriptTask id='q1'><script>SCRIPT_task1</script></scriptTask>",
               "qs>qi; qi>q1; q1>qe");
    EXPECT_EQ(trace_of(kStart + call + boundary("<escalationEventDefinition escalationRef='L'/>"),
                       "s>c; c>t2; t2>e; b>t3; t3>e", escalates),
              "task3");
}

TEST(Call, WhatNoLongerIsCalledDoesNotBegin)
{
    const std::string called =
        "<error id='E' errorCode='X'/><process id='q' isExecutable='true'><startEvent id='qs'/><endEvent id='qe'>"
        "<errorEventDefinition errorRef='E'/></endEvent>" +
        flows_of("qs>qe") +
        "</process><process id='r' isExecutable='true'><startEvent id='rs'/>{1}<endEvent id='re'/>" +
        flows_of("rs>t1; t1>re") + "</process>";
    const std::string sub =
        "<subProcess id='sub'><callActivity id='c' calledElement='q'/><callActivity id='d' "
        "calledElement='r'/></subProcess><boundaryEvent id='b' attachedToRef='sub'>"
        "<errorEventDefinition errorRef='E'/></boundaryEvent>{2}{3}";
    EXPECT_EQ(trace_of(kStart + sub, "s>sub; sub>t2; t2>e; b>t3; t3>e", called), "task3");
}

TEST(Call, ProcessesThatAllCallEachOtherStartAndStopSomewhere)
{
    EXPECT_EQ(trace_of(kStart + "{1}<callActivity id='c' calledElement='p'/>", "s>t1; t1>c; c>e"),
              "ERROR_runtime+task1+task1+task1+task1+task1+task1+task1+task1+task1+task1");
}

TEST(Call, WhatIsCalledMayStandBeforeAProcessThatWaitsForAnEvent)
{
    const std::string called =
        "<message id='M' name='M'/><process id='q' isExecutable='true'><startEvent id='qs'/>"
        "{1}<endEvent id='qe'/>" +
        flows_of("qs>t1; t1>qe") + "</process>";
    EXPECT_EQ(
        trace_of("<startEvent id='s'><messageEventDefinition messageRef='M'/></startEvent><endEvent id='e'/>"
                 "<callActivity id='c' calledElement='q'/>{2}",
                 "s>c; c>t2; t2>e", called),
        "task1+task2");
}

TEST(Call, WhatTheCalledProcessDidCanBeCompensated)
{
    const std::string called =
        "<process id='q' isExecutable='true'><startEvent id='qs'/>{1}<endEvent id='qe'/><boundaryEvent id='qb' "
        "attachedToRef='t1'><compensateEventDefinition/></boundaryEvent><scriptTask id='qc' isForCompensation='true'>"
        "<script>SCRIPT_task2</script></scriptTask><association id='qa' sourceRef='qb' targetRef='qc'/>" +
        flows_of("qs>t1; t1>qe") + "</process>";
    EXPECT_EQ(trace_of(kStart + "<callActivity id='c' calledElement='q'/><intermediateThrowEvent id='x'>"
                                "<compensateEventDefinition/></intermediateThrowEvent>{3}",
                       "s>c; c>x; x>t3; t3>e", called),
              "task1+task2+task3");
}

TEST(Data, InputsThatAreMissingAreWaitedFor)
{
    const std::string reader =
        "<property id='wanted'/><scriptTask id='r'><ioSpecification><dataInput id='ri' name='in'/><inputSet>"
        "<dataInputRefs>ri</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation>"
        "<sourceRef>wanted</sourceRef><targetRef>ri</targetRef></dataInputAssociation><script>SCRIPT_task2</script>"
        "</scriptTask>";
    EXPECT_EQ(trace_of(kStart + reader + "{1}", "s>t1; t1>r; r>e"), "task1");
    EXPECT_EQ(trace_of(kStart + reader + "{1}", "s>t1; t1>r; r>e", "", context("wanted", Value::integer(1))),
              "task1+task2");
}

TEST(Data, ATransformationAndAssignmentsMakeTheInput)
{
    const std::string reader =
        "<property id='a'/><scriptTask id='r'><ioSpecification><dataInput id='ri' name='in'/><inputSet>"
        "<dataInputRefs>ri</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation>"
        "<sourceRef>a</sourceRef><targetRef>ri</targetRef><transformation>\"Str\" + a</transformation>"
        "</dataInputAssociation><script>LOG_DATA</script></scriptTask>";
    EXPECT_EQ(trace_of(kStart + reader, "s>r; r>e", "", context("a", Value::string("ing"))), "DATA_correct");
}

TEST(Data, WhatBelongsToASubProcessIsGoneWhenItCompletes)
{
    const std::string sub =
        "<subProcess id='sub'><property id='data'/><startEvent id='is'/>"
        "<scriptTask id='w'><script>SET_STRING_DATA</script></scriptTask><endEvent id='ie'/>" +
        flows_of("is>w; w>ie") + "</subProcess><scriptTask id='r'><script>LOG_DATA</script></scriptTask>{1}";
    EXPECT_EQ(trace_of(kStart + sub, "s>sub; sub>r; r>t1; t1>e"), "task1");
}

}  // namespace
}  // namespace lt::sample
