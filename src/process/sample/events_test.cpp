// Events: what catches what, in which order, and what goes on after it.
#include <gtest/gtest.h>

#include "process/sample/model_testing.h"

namespace lt::sample {
namespace {

using engine::Value;

const std::string kRoots =
    "<signal id='S' name='S'/><signal id='T' name='T'/><error id='E' errorCode='X'/>"
    "<error id='F' errorCode='Y'/><escalation id='L' escalationCode='L1'/><message id='M' name='M'/>"
    "<error id='ERR' errorCode='ERR_CODE'/>";
const std::string kFails = "<scriptTask id='x'><script>THROW_ERROR</script></scriptTask>";
const std::string kSlow = "<scriptTask id='w'><script>WAIT_TEN_SECONDS</script></scriptTask>";

std::string boundary(const std::string& id, const std::string& host, const std::string& definition,
                     bool cancels = true)
{
    return "<boundaryEvent id='" + id + "' attachedToRef='" + host + "' cancelActivity='" +
           (cancels ? "true" : "false") + "'>" + definition + "</boundaryEvent>";
}
std::string sub(const std::string& inside, const std::string& flows)
{
    return "<subProcess id='sub'>" + inside + flows_of(flows) + "</subProcess>";
}
std::string handler(const std::string& definition, bool interrupts, const std::string& inside,
                    const std::string& flows)
{
    return "<subProcess id='h' triggeredByEvent='true'><startEvent id='hs' isInterrupting='" +
           std::string(interrupts ? "true" : "false") + "'>" + definition +
           "</startEvent><endEvent id='he'/>" + inside + flows_of(flows) + "</subProcess>";
}
const std::string kSignal = "<signalEventDefinition signalRef='S'/>";
const std::string kAnyError = "<errorEventDefinition/>";
std::string timer(const std::string& form, const std::string& text)
{
    return "<timerEventDefinition><" + form + ">" + text + "</" + form + "></timerEventDefinition>";
}
std::string run(const std::string& elements, const std::string& flows, const Value& variables = {})
{
    return trace_of(kStart + elements, flows, kRoots, variables);
}

TEST(Errors, ACatchOfTheSameCodeComesBeforeOneThatTakesAll)
{
    const std::string by_code = "<errorEventDefinition errorRef='ERR'/>";
    for (const std::string& boundaries : {boundary("b1", "x", kAnyError) + boundary("b2", "x", by_code),
                                          boundary("b2", "x", by_code) + boundary("b1", "x", kAnyError)})
        EXPECT_EQ(run(kFails + boundaries + "{1}{2}", "s>x; x>e; b1>t1; b2>t2; t1>e; t2>e"), "task2");
}

TEST(Errors, ACatchOfAnotherCodeDoesNotCatch)
{
    EXPECT_EQ(run(kFails + boundary("b", "x", "<errorEventDefinition errorRef='F'/>") + "{1}",
                  "s>x; x>e; b>t1; t1>e"),
              "ERROR_thrownErrorEvent");
}

TEST(Errors, ACatchWithoutACodeTakesAllWhateverElementItNames)
{
    const auto naming = [](const std::string& id) { return "<errorEventDefinition errorRef='" + id + "'/>"; };
    const std::string bare = "<error id='N' name='first'/><error id='O' name='second'/>";
    const auto caught = [&](const std::string& thrown, const std::string& boundaries) {
        const std::string inside = "<startEvent id='is'/><endEvent id='ie'>" + naming(thrown) + "</endEvent>";
        return trace_of(kStart + sub(inside, "is>ie") + boundaries + "{1}{2}{3}",
                        "s>sub; sub>t3; t3>e; b1>t1; t1>e; b2>t2; t2>e", kRoots + bare);
    };
    const auto two = [&](const std::string& first, const std::string& second) {
        return boundary("b1", "sub", naming(first)) + boundary("b2", "sub", naming(second));
    };
    EXPECT_EQ(caught("E", two("F", "N")), "task2");
    EXPECT_EQ(caught("E", two("N", "E")), "task2");
    EXPECT_EQ(caught("O", two("E", "N")), "task2");
    EXPECT_EQ(caught("O", two("N", "O")), "task2") << "the very element comes first";
    EXPECT_EQ(caught("N", two("E", "F")), "ERROR_thrownErrorEvent");
}

TEST(Errors, AnEventSubProcessOfTheLevelComesBeforeTheBoundary)
{
    const std::string inside =
        "<startEvent id='is'/><endEvent id='ie'><errorEventDefinition errorRef='E'/></endEvent>" +
        handler(kAnyError, true, "{1}", "hs>t1; t1>he");
    EXPECT_EQ(run(sub(inside, "is>ie") + boundary("b", "sub", kAnyError) + "{2}{3}",
                  "s>sub; sub>t2; t2>e; b>t3; t3>e"),
              "task1+task2");
}

TEST(Errors, WhatAHandlerThrowsGoesToTheBoundaryOfItsParent)
{
    const std::string throws =
        "<subProcess id='h' triggeredByEvent='true'><startEvent id='hs'><errorEventDefinition/>"
        "</startEvent>{1}<endEvent id='he'><errorEventDefinition errorRef='F'/></endEvent>" +
        flows_of("hs>t1; t1>he") + "</subProcess>";
    const std::string inside =
        "<startEvent id='is'/><endEvent id='ie'><errorEventDefinition errorRef='E'/></endEvent>" + throws;
    EXPECT_EQ(
        run(sub(inside, "is>ie") + boundary("b", "sub", "<errorEventDefinition errorRef='F'/>") + "{2}{3}",
            "s>sub; sub>t2; t2>e; b>t3; t3>e"),
        "task1+task3");
}

TEST(Errors, EverythingConcurrentInTheScopeEnds)
{
    const std::string inside = "<startEvent id='is'/>" + kSlow + "{1}" + kFails + "<endEvent id='ie'/>";
    EXPECT_EQ(run(sub(inside, "is>w; w>t1; t1>ie; is>x; x>ie") + boundary("b", "sub", kAnyError) + "{2}",
                  "s>sub; sub>e; b>t2; t2>e"),
              "task2");
}

TEST(Errors, TheProcessItselfMayHandleOne)
{
    EXPECT_EQ(
        run("{2}" + kFails + handler("<errorEventDefinition errorRef='ERR'/>", true, "{1}", "hs>t1; t1>he"),
            "s>x; x>t2; t2>e"),
        "task1");
}

TEST(Escalations, NobodyCatchesAndTheThrowGoesOn)
{
    EXPECT_EQ(
        run("<intermediateThrowEvent id='i'><escalationEventDefinition escalationRef='L'/></intermediateThrowEvent>{1}",
            "s>i; i>t1; t1>e"),
        "task1");
}

TEST(Escalations, ANonInterruptingBoundaryLetsTheThrowerGoOn)
{
    const std::string inside =
        "<startEvent id='is'/><intermediateThrowEvent id='i'><escalationEventDefinition "
        "escalationRef='L'/></intermediateThrowEvent>{1}<endEvent id='ie'/>";
    const std::string caught = "<escalationEventDefinition escalationRef='L'/>";
    EXPECT_EQ(run(sub(inside, "is>i; i>t1; t1>ie") + boundary("b", "sub", caught, false) + "{2}{3}",
                  "s>sub; sub>t2; t2>e; b>t3; t3>e"),
              "task1+task2+task3");
    EXPECT_EQ(run(sub(inside, "is>i; i>t1; t1>ie") + boundary("b", "sub", caught, true) + "{2}{3}",
                  "s>sub; sub>t2; t2>e; b>t3; t3>e"),
              "task3");
}

TEST(Escalations, TheInnermostCatcherStopsIt)
{
    const std::string inside =
        "<startEvent id='is'/><intermediateThrowEvent id='i'><escalationEventDefinition "
        "escalationRef='L'/></intermediateThrowEvent>{1}<endEvent id='ie'/>" +
        handler("<escalationEventDefinition/>", false, "{4}", "hs>t4; t4>he");
    EXPECT_EQ(run(sub(inside, "is>i; i>t1; t1>ie") + boundary("b", "sub", "<escalationEventDefinition/>") +
                      "{2}{3}",
                  "s>sub; sub>t2; t2>e; b>t3; t3>e"),
              "task1+task2+task4");
}

TEST(Escalations, ACatchWithoutACodeTakesAll)
{
    const std::string inside =
        "<startEvent id='is'/><endEvent id='ie'><escalationEventDefinition escalationRef='L'/></endEvent>";
    EXPECT_EQ(trace_of(kStart + sub(inside, "is>ie") +
                           boundary("b", "sub", "<escalationEventDefinition escalationRef='K'/>") + "{1}{2}",
                       "s>sub; sub>t1; t1>e; b>t2; t2>e", kRoots + "<escalation id='K'/>"),
              "task2");
}

TEST(Signals, EveryCatcherHearsItAndNoneThatComesLater)
{
    const std::string catcher = "<signalEventDefinition signalRef='S'/>";
    EXPECT_EQ(run("<parallelGateway id='f'/><intermediateCatchEvent id='c1'>" + catcher +
                      "</intermediateCatchEvent><intermediateCatchEvent id='c2'>" + catcher +
                      "</intermediateCatchEvent><intermediateThrowEvent id='th'>" + catcher +
                      "</intermediateThrowEvent><intermediateCatchEvent id='c3'>" + catcher +
                      "</intermediateCatchEvent>{1}{2}{3}",
                  "s>f; f>th; f>c1; f>c2; c1>t1; c2>t2; th>c3; c3>t3; t1>e; t2>e; t3>e"),
              "task1+task2");
}

TEST(Signals, OneOfAnotherNameIsNotHeard)
{
    EXPECT_EQ(
        run("<parallelGateway id='f'/><intermediateCatchEvent id='c'><signalEventDefinition signalRef='T'/>"
            "</intermediateCatchEvent>{1}{2}<intermediateThrowEvent id='th'>" +
                kSignal + "</intermediateThrowEvent>",
            "s>f; f>c; c>t1; t1>e; f>th; th>t2; t2>e"),
        "task2");
}

TEST(Signals, AnInterruptingEventSubProcessTakesTheThrowerToo)
{
    EXPECT_EQ(run("<intermediateThrowEvent id='th'>" + kSignal + "</intermediateThrowEvent>{2}" +
                      handler(kSignal, true, "{1}", "hs>t1; t1>he"),
                  "s>th; th>t2; t2>e"),
              "task1");
}

TEST(Signals, StartOtherProcesses)
{
    EXPECT_EQ(trace_of(kStart + "<intermediateThrowEvent id='th'>" + kSignal + "</intermediateThrowEvent>{1}",
                       "s>th; th>t1; t1>e",
                       kRoots + "<process id='q' isExecutable='true'><startEvent id='qs'>" + kSignal +
                           "</startEvent>{2}<endEvent id='qe'/>" + flows_of("qs>t2; t2>qe") + "</process>"),
              "task1+task2");
}

TEST(EventSubProcesses, ANonInterruptingOneRunsForEachOccurrenceAndIsAwaited)
{
    const std::string throws = "<intermediateThrowEvent id='th1'>" + kSignal +
                               "</intermediateThrowEvent>"
                               "<intermediateThrowEvent id='th2'>" +
                               kSignal + "</intermediateThrowEvent>";
    const std::string inside = "<startEvent id='is'/>" + throws + "<endEvent id='ie'/>" +
                               handler(kSignal, false, kSlow + "{1}", "hs>w; w>t1; t1>he");
    EXPECT_EQ(run(sub(inside, "is>th1; th1>th2; th2>ie") + "{2}", "s>sub; sub>t2; t2>e"),
              "task1+task1+task2");
}

TEST(EventSubProcesses, OnlyOneInterruptingOneFires)
{
    const std::string second = "<subProcess id='k' triggeredByEvent='true'><startEvent id='ks'>" +
                               timer("timeDuration", "PT2S") + "</startEvent>{2}<endEvent id='ke'/>" +
                               flows_of("ks>t2; t2>ke") + "</subProcess>";
    const std::string inside = "<startEvent id='is'/>" + kSlow + "<endEvent id='ie'/>" + second +
                               handler(timer("timeDuration", "PT1S"), true,
                                       "<scriptTask id='v'><script>WAIT_TEN_SECONDS "
                                       "SCRIPT_task1</script></scriptTask>",
                                       "hs>v; v>he");
    EXPECT_EQ(run(sub(inside, "is>w; w>ie") + "{3}", "s>sub; sub>t3; t3>e"), "task1+task3");
}

TEST(EventSubProcesses, AMessageReachesOne)
{
    EXPECT_EQ(trace_of(kStart + kSlow + "{1}" +
                           handler("<messageEventDefinition messageRef='M'/>", false, "{2}", "hs>t2; t2>he"),
                       "s>w; w>t1; t1>e",
                       kRoots +
                           "<process id='q' isExecutable='true'><startEvent id='qs'/><endEvent id='qe'>"
                           "<messageEventDefinition messageRef='M'/></endEvent>" +
                           flows_of("qs>qe") + "</process>"),
              "task1+task2");
}

TEST(Conditions, FireOnChangeFromFalseToTrueAndNotAgainWhileTrue)
{
    const std::string increments =
        "<scriptTask id='i'><standardLoopCharacteristics loopMaximum='4'><loopCondition>true"
        "</loopCondition></standardLoopCharacteristics><script>INCREMENT_INTEGER_VARIABLE"
        "</script></scriptTask>";
    const std::string condition =
        "<conditionalEventDefinition><condition>integerVariable >= 2</condition></conditionalEventDefinition>";
    EXPECT_EQ(run(increments + boundary("b", "i", condition, false) + "{1}{2}", "s>i; i>t1; t1>e; b>t2; t2>e",
                  context("integerVariable", Value::integer(0))),
              "task1+task2");
}

TEST(Conditions, ACatchEventPassesWhenItIsTrueAlreadyAndElseWaits)
{
    const std::string event =
        "<intermediateCatchEvent id='c'><conditionalEventDefinition><condition>test.contains(\"a\")"
        "</condition></conditionalEventDefinition></intermediateCatchEvent>{1}";
    EXPECT_EQ(run(event, "s>c; c>t1; t1>e", context("test", Value::string("a"))), "task1");
    EXPECT_EQ(run(event, "s>c; c>t1; t1>e", context("test", Value::string("b"))), "");
}

TEST(Conditions, OneThatCannotBeJudgedIsAnIncident)
{
    EXPECT_EQ(run("<intermediateCatchEvent id='c'><conditionalEventDefinition><condition>1 + 1</condition>"
                  "</conditionalEventDefinition></intermediateCatchEvent>{1}",
                  "s>c; c>t1; t1>e"),
              "ERROR_runtime");
}

TEST(Multiple, AnyDefinitionCatchesAndAParallelOneWaitsForAll)
{
    const auto with = [](const std::string& parallel, const std::string& thrown) {
        return "<parallelGateway id='f'/><intermediateCatchEvent id='c' parallelMultiple='" + parallel +
               "'><signalEventDefinition signalRef='S'/><signalEventDefinition signalRef='T'/></intermediateCatchEvent>"
               "{1}<intermediateThrowEvent id='th'>" +
               thrown + "</intermediateThrowEvent>";
    };
    const std::string flows = "s>f; f>c; c>t1; t1>e; f>th; th>e";
    const std::string both = kSignal + "<signalEventDefinition signalRef='T'/>";
    EXPECT_EQ(run(with("false", kSignal), flows), "task1");
    EXPECT_EQ(run(with("true", kSignal), flows), "");
    EXPECT_EQ(run(with("true", kSignal + kSignal), flows), "");
    EXPECT_EQ(run(with("true", both), flows), "task1");
    EXPECT_EQ(run(with("false", both), flows), "task1");
}

TEST(Multiple, ANonInterruptingParallelBoundaryStartsAnew)
{
    const std::string both = "<signalEventDefinition signalRef='S'/><signalEventDefinition signalRef='T'/>";
    const std::string inside = "<startEvent id='is'/><intermediateThrowEvent id='a'>" + both +
                               "</intermediateThrowEvent>"
                               "<intermediateThrowEvent id='b'>" +
                               both + both + "</intermediateThrowEvent><endEvent id='ie'/>";
    EXPECT_EQ(run(sub(inside, "is>a; a>b; b>ie") +
                      "<boundaryEvent id='x' attachedToRef='sub' cancelActivity='false' "
                      "parallelMultiple='true'>" +
                      both + "</boundaryEvent>{1}{2}",
                  "s>sub; sub>t1; t1>e; x>t2; t2>e"),
              "task1+task2+task2+task2");
}

TEST(Multiple, ADefinitionThatIsReferredToHasItsOwnSubscription)
{
    EXPECT_EQ(
        trace_of(kStart + "<parallelGateway id='f'/><intermediateCatchEvent id='c1'><eventDefinitionRef>D"
                          "</eventDefinitionRef></intermediateCatchEvent><intermediateCatchEvent id='c2'>"
                          "<eventDefinitionRef>D</eventDefinitionRef></intermediateCatchEvent>{1}{2}",
                 "s>f; f>c1; f>c2; c1>t1; c2>t2; t1>e; t2>e",
                 "<timerEventDefinition id='D'><timeDuration>PT1S</timeDuration></timerEventDefinition>"),
        "task1+task2");
}

TEST(Links, JumpByReferenceOrByName)
{
    EXPECT_EQ(
        run("<intermediateThrowEvent id='a'><linkEventDefinition id='la' name='x'><target>lb</target>"
            "</linkEventDefinition></intermediateThrowEvent><intermediateCatchEvent id='b'><linkEventDefinition "
            "id='lb' name='y'><source>la</source></linkEventDefinition></intermediateCatchEvent>{1}{2}",
            "s>t1; t1>a; b>t2; t2>e"),
        "task1+task2");
    EXPECT_EQ(
        run("<intermediateThrowEvent id='a'><linkEventDefinition name='x'/></intermediateThrowEvent>", "s>a"),
        "ERROR");
}

TEST(Timers, ACycleAtANonInterruptingBoundaryFiresAsOftenAsItSaysWhileTheActivityRuns)
{
    const std::string slow = "<scriptTask id='w'><script>WAIT_TEN_SECONDS</script></scriptTask>";
    EXPECT_EQ(run(slow + boundary("b", "w", timer("timeCycle", "R3/PT2S"), false) + "{1}{2}",
                  "s>w; w>t1; t1>e; b>t2; t2>e"),
              "task1+task2+task2+task2");
    EXPECT_EQ(run(slow + boundary("b", "w", timer("timeCycle", "R/PT4S"), false) + "{1}{2}",
                  "s>w; w>t1; t1>e; b>t2; t2>e"),
              "task1+task2+task2");
}

TEST(Timers, ADateThatIsPastIsNowAndAnExpressionMayGiveTheTime)
{
    const auto waits = [](const std::string& definition) {
        return run("<intermediateCatchEvent id='c'>" + definition + "</intermediateCatchEvent>{1}",
                   "s>c; c>t1; t1>e");
    };
    EXPECT_EQ(waits(timer("timeDate", "2001-01-01T00:00:00Z")), "task1");
    EXPECT_EQ(waits(timer("timeDuration", "duration(\"PT1H\")")), "task1");
    EXPECT_EQ(waits(timer("timeDuration", "\"P1D\"")), "task1");
    EXPECT_EQ(waits(timer("timeDuration", "5 + 5")), "ERROR_runtime");
    EXPECT_EQ(waits(timer("timeDuration", "five minutes (")), "ERROR");
}

TEST(Timers, ATopLevelCycleStartsAnInstanceEachTime)
{
    EXPECT_EQ(
        trace_of("<startEvent id='s'>" + timer("timeCycle", "R3/PT1M") + "</startEvent><endEvent id='e'/>{1}",
                 "s>t1; t1>e"),
        "task1+task1+task1");
}

TEST(Messages, AnEarlyOneIsKeptUntilItIsAwaited)
{
    const std::string other = "<process id='q' isExecutable='true'><startEvent id='qs'/><endEvent id='qe'>"
                              "<messageEventDefinition messageRef='M'/></endEvent>" +
                              flows_of("qs>qe") + "</process>";
    EXPECT_EQ(trace_of(kStart + kSlow + "<receiveTask id='r' messageRef='M'/>{1}", "s>w; w>r; r>t1; t1>e",
                       kRoots + other),
              "task1");
}

TEST(Messages, OneReceiverOnlyAndByItsKey)
{
    const std::string roots =
        "<message id='M' name='M'/><collaboration id='col'><participant id='pa' processRef='p'/><correlationKey id='K'>"
        "<correlationPropertyRef>P</correlationPropertyRef></correlationKey></collaboration><correlationProperty id='P'>"
        "<correlationPropertyRetrievalExpression messageRef='M'><messagePath>number</messagePath>"
        "</correlationPropertyRetrievalExpression></correlationProperty>"
        "<process id='q' isExecutable='true'><property id='q1'/><startEvent id='qs'/><sendTask id='st' messageRef='M'>"
        "<ioSpecification><dataInput id='di'/><inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet/>"
        "</ioSpecification><dataInputAssociation><sourceRef>q1</sourceRef><targetRef>di</targetRef><transformation>"
        "{number: NUMBER}</transformation></dataInputAssociation></sendTask><endEvent id='qe'/>" +
        flows_of("qs>st; st>qe") + "</process>";
    const std::string waits =
        "<property id='mine'/><correlationSubscription id='cs' correlationKeyRef='K'>"
        "<correlationPropertyBinding correlationPropertyRef='P'><dataPath>mine</dataPath>"
        "</correlationPropertyBinding></correlationSubscription><receiveTask id='r' messageRef='M'/>{1}";
    const auto with = [&](const std::string& number) {
        std::string made = roots;
        made.replace(made.find("NUMBER"), 6, number);
        return trace_of(kStart + waits, "s>r; r>t1; t1>e", made, context("mine", Value::integer(7)));
    };
    EXPECT_EQ(with("7"), "task1");
    EXPECT_EQ(with("8"), "");
}

TEST(Starts, AProcessThatOnlyWaitsIsGivenItsEvent)
{
    EXPECT_EQ(
        trace_of(
            "<startEvent id='s'><messageEventDefinition messageRef='M'/></startEvent><endEvent id='e'/>{1}",
            "s>t1; t1>e", kRoots),
        "task1");
    EXPECT_EQ(trace_of("<receiveTask id='r' messageRef='M' instantiate='true'/><endEvent id='e'/>{1}",
                       "r>t1; t1>e", kRoots),
              "task1");
    EXPECT_EQ(trace_of("<startEvent id='s' parallelMultiple='true'>" + kSignal +
                           "<signalEventDefinition signalRef='T'/>"
                           "</startEvent><endEvent id='e'/>{1}",
                       "s>t1; t1>e", kRoots),
              "task1");
    EXPECT_EQ(trace_of("<startEvent id='s'><conditionalEventDefinition><condition>true</condition>"
                       "</conditionalEventDefinition></startEvent><endEvent id='e'/>{1}",
                       "s>t1; t1>e"),
              "task1");
}

TEST(LongWork, RunsBesideOthersAndItsLateAnswerIsDropped)
{
    EXPECT_EQ(
        run("<parallelGateway id='f'/><scriptTask id='a'><script>CREATE_TIMESTAMP_LOG_1</script></scriptTask>"
            "<scriptTask id='b'><script>CREATE_TIMESTAMP_LOG_2</script></scriptTask>{1}",
            "s>f; f>a; f>b; a>t1; b>t1; t1>e"),
        "EXECUTION_parallel+task1+task1");
    EXPECT_EQ(run("<scriptTask id='a'><script>CREATE_TIMESTAMP_LOG_1</script></scriptTask>"
                  "<scriptTask id='b'><script>CREATE_TIMESTAMP_LOG_2</script></scriptTask>",
                  "s>a; a>b; b>e"),
              "");
}

}  // namespace
}  // namespace lt::sample
