// Flows, gateways, quantities: what facts of the standard the benchmark's public half does not show.
#include <gtest/gtest.h>

#include "process/sample/model_testing.h"

namespace lt::sample {
namespace {

using engine::Value;

Value test(const char* text) { return context("test", Value::string(text)); }

TEST(Flows, SeveralFlowsOutOfAnActivitySplit)
{
    EXPECT_EQ(trace_of(kStart + "{1}{2}{3}", "s>t1; t1>t2; t1>t3; t2>e; t3>e"), "task1+task2+task3");
}

TEST(Flows, TheDefaultOfAnActivityIsTakenWhenNoConditionIsTrue)
{
    const std::string elements = kStart + "{1}{2}{3}";
    const std::string flows = "s>t1; t1>t2[test.contains(\"a\")]; t1>t3[default]; t2>e; t3>e";
    EXPECT_EQ(trace_of(elements, flows, "", test("a")), "task1+task2");
    EXPECT_EQ(trace_of(elements, flows, "", test("b")), "task1+task3");
}

TEST(Flows, OnlyFalseConditionsAreAnError)
{
    EXPECT_EQ(trace_of(kStart + "{1}{2}{3}", "s>t1; t1>t2[false]; t1>t3[1 > 2]; t2>e; t3>e"),
              "ERROR_runtime+task1");
}

TEST(Flows, AConditionThatIsNoBooleanIsAnErrorAndNullIsNotTrue)
{
    const std::string elements = kStart + "<exclusiveGateway id='g'/>{1}{2}";
    EXPECT_EQ(trace_of(elements, "s>g; g>t1[1 + 1]; g>t2[default]; t1>e; t2>e"), "ERROR_runtime");
    EXPECT_EQ(trace_of(elements, "s>g; g>t1[unknown]; g>t2[default]; t1>e; t2>e"), "task2");
}

TEST(Exclusive, TheFirstTrueConditionWinsInTheOrderOfItsOwnList)
{
    const std::string gateway =
        "<exclusiveGateway id='g'><outgoing>g-t2</outgoing><outgoing>g-t1</outgoing></exclusiveGateway>";
    EXPECT_EQ(trace_of(kStart + gateway + "{1}{2}", "s>g; g>t1[true]; g>t2[true]; t1>e; t2>e"), "task2");
}

TEST(Exclusive, TheDefaultStandsLastWhereverItIsListed)
{
    EXPECT_EQ(
        trace_of(kStart + "<exclusiveGateway id='g'/>{1}{2}", "s>g; g>t1[default]; g>t2[true]; t1>e; t2>e"),
        "task2");
}

TEST(Exclusive, LoopsBackUntilTheConditionHolds)
{
    const std::string task =
        "<scriptTask id='i'><script>INCREMENT_INTEGER_VARIABLE_AND_LOG</script></scriptTask>";
    EXPECT_EQ(trace_of(kStart + "<exclusiveGateway id='m'/><exclusiveGateway id='g'/>" + task,
                       "s>m; m>i; i>g; g>m[integerVariable<3]; g>e[default]", "",
                       context("integerVariable", Value::integer(0))),
              "INCREMENT_correct+INCREMENT_correct+INCREMENT_correct");
}

TEST(Parallel, TwoTokensOnOneFlowDoNotOpenAJoin)
{
    // One branch brings two tokens by an exclusive merge, the other none.
    const std::string elements =
        kStart + "<parallelGateway id='f'/><exclusiveGateway id='m'/><parallelGateway id='j'/>"
                 "<exclusiveGateway id='x'/>{1}{2}{3}{4}";
    EXPECT_EQ(trace_of(elements,
                       "s>f; f>t1; f>t2; t1>m; t2>m; m>j; f>x; x>t3[true]; x>j[default]; t3>e; j>t4; t4>e"),
              "task1+task2+task3");
}

TEST(Parallel, ASurplusTokenWaitsForTheNextRound)
{
    const std::string elements =
        kStart + "<parallelGateway id='f'/><exclusiveGateway id='m'/><exclusiveGateway id='n'/>"
                 "<parallelGateway id='j'/>{1}{2}{3}{4}{5}";
    EXPECT_EQ(trace_of(elements, "s>f; f>t1; f>t2; f>t3; f>t4; t1>m; t2>m; m>j; t3>n; t4>n; n>j; j>t5; t5>e"),
              "task1+task2+task3+task4+task5+task5");
}

TEST(Inclusive, AJoinDoesNotWaitForWhatNoLongerCanCome)
{
    // The branch that was to come leaves by a boundary error.
    const std::string elements =
        kStart + "<inclusiveGateway id='f'/><inclusiveGateway id='j'/>{1}{2}{3}"
                 "<scriptTask id='x'><script>THROW_ERROR</script></scriptTask>"
                 "<boundaryEvent id='b' attachedToRef='x'><errorEventDefinition/></boundaryEvent>";
    EXPECT_EQ(trace_of(elements, "s>f; f>t1; f>x; t1>j; x>j; b>t2; t2>e; j>t3; t3>e"), "task1+task2+task3");
}

TEST(Inclusive, AJoinWaitsForATokenThatCanComeByABoundaryEvent)
{
    // While x runs (ten seconds) its timer leads to the join: the join must not fire with t1 alone, and not twice.
    const std::string elements =
        kStart +
        "<parallelGateway id='f'/><inclusiveGateway id='j'/>{1}{2}{3}"
        "<scriptTask id='x'><script>WAIT_TEN_SECONDS</script></scriptTask>"
        "<boundaryEvent id='b' attachedToRef='x'><timerEventDefinition><timeDuration>PT2S</timeDuration>"
        "</timerEventDefinition></boundaryEvent>";
    EXPECT_EQ(trace_of(elements, "s>f; f>t1; f>x; t1>j; b>t2; t2>j; x>e; j>t3; t3>e"), "task1+task2+task3");
}

TEST(Inclusive, AFlowThatWasTakenTwiceCountsOnce)
{
    // Two tokens on one incoming flow, one on the other: the join fires for one of each, then for the rest.
    const std::string elements =
        kStart + "<parallelGateway id='f'/><exclusiveGateway id='m'/><inclusiveGateway id='j'/>"
                 "{1}{2}{3}{4}";
    EXPECT_EQ(trace_of(elements, "s>f; f>t1; f>t2; f>t3; t1>m; t2>m; m>j; t3>j; j>t4; t4>e"),
              "task1+task2+task3+task4+task4");
}

TEST(Inclusive, ATokenThatCanOnlyComeThroughTheGatewayItselfDoesNotBlock)
{
    const std::string elements =
        kStart + "<inclusiveGateway id='j'/><exclusiveGateway id='g'/>"
                 "<scriptTask id='i'><script>INCREMENT_INTEGER_VARIABLE_AND_LOG</script></scriptTask>";
    EXPECT_EQ(trace_of(elements, "s>j; j>i; i>g; g>j[integerVariable<2]; g>e[default]", "",
                       context("integerVariable", Value::integer(0))),
              "INCREMENT_correct+INCREMENT_correct");
}

TEST(Inclusive, AJoinInsideASubProcessLooksNoFurtherThanItsBorder)
{
    const std::string inside =
        "<startEvent id='is'/><inclusiveGateway id='if'/>{1}{2}<inclusiveGateway id='ij'/>"
        "<endEvent id='ie'/>" +
        flows_of("is>if; if>t1[true]; if>t2[false]; t1>ij; t2>ij; ij>ie");
    EXPECT_EQ(trace_of(kStart + "<subProcess id='sub'>" + inside + "</subProcess>{3}", "s>sub; sub>t3; t3>e"),
              "task1+task3");
}

TEST(Inclusive, ALinkCarriesATokenToTheJoin)
{
    const std::string elements =
        kStart + "<parallelGateway id='f'/><inclusiveGateway id='j'/>{1}{2}{3}"
                 "<intermediateThrowEvent id='lt'><linkEventDefinition name='L'/></intermediateThrowEvent>"
                 "<intermediateCatchEvent id='lc'><linkEventDefinition name='L'/></intermediateCatchEvent>";
    EXPECT_EQ(trace_of(elements, "s>f; f>t1; f>t2; t1>j; t2>lt; lc>j; j>t3; t3>e"), "task1+task2+task3");
}

TEST(Complex, ADiscriminatorTakesTheLateTokensAndStartsAnew)
{
    const std::string elements =
        kStart +
        "<parallelGateway id='f'/>{1}{2}{3}{4}"
        "<complexGateway id='c'><activationCondition>activationCount>=2</activationCondition></complexGateway>";
    EXPECT_EQ(trace_of(elements, "s>f; f>t1; f>t2; f>t3; t1>c; t2>c; t3>c; c>t4; t4>e"),
              "task1+task2+task3+task4");
}

TEST(Complex, ConditionsSeeWhichPhaseItIs)
{
    const std::string elements =
        kStart +
        "<parallelGateway id='f'/>{1}{2}{3}{4}"
        "<complexGateway id='c'><activationCondition>activationCount>=1</activationCondition></complexGateway>";
    EXPECT_EQ(trace_of(elements,
                       "s>f; f>t1; f>t2; t1>c; t2>c; c>t3[waitingForStart]; c>t4[not(waitingForStart)];"
                       "t3>e; t4>e"),
              "task1+task2+task3+task4");
}

TEST(Complex, AConditionThatNeverHoldsIsADeadlockAndNoError)
{
    const std::string elements =
        kStart +
        "<parallelGateway id='f'/>{1}{2}{3}"
        "<complexGateway id='c'><activationCondition>activationCount>2</activationCondition></complexGateway>";
    EXPECT_EQ(trace_of(elements, "s>f; f>t1; f>t2; t1>c; t2>c; c>t3; t3>e"), "task1+task2");
}

TEST(Complex, NothingToTakeIsAnError)
{
    EXPECT_EQ(
        trace_of(kStart + "<complexGateway id='c'/>{1}{2}", "s>c; c>t1[false]; c>t2[false]; t1>e; t2>e"),
        "ERROR_runtime");
}

TEST(EventGateway, TheFirstEventWinsAndTheOthersAreWithdrawn)
{
    const std::string roots = "<signal id='S' name='S'/>";
    const std::string elements =
        kStart +
        "<parallelGateway id='f'/><eventBasedGateway id='g'/>{1}{2}{3}"
        "<intermediateCatchEvent id='cs'><signalEventDefinition signalRef='S'/></intermediateCatchEvent>"
        "<intermediateCatchEvent id='ct'><timerEventDefinition><timeDuration>PT5S</timeDuration>"
        "</timerEventDefinition></intermediateCatchEvent>"
        "<intermediateThrowEvent id='th'><signalEventDefinition signalRef='S'/></intermediateThrowEvent>";
    EXPECT_EQ(trace_of(elements, "s>f; f>g; g>cs; g>ct; cs>t1; ct>t2; f>th; th>t3; t1>e; t2>e; t3>e", roots),
              "task1+task3");
}

TEST(EventGateway, AConditionThatIsTrueAlreadyWinsAtOnce)
{
    const std::string elements =
        kStart + "<eventBasedGateway id='g'/>{1}{2}"
                 "<intermediateCatchEvent id='cc'><conditionalEventDefinition><condition>true</condition>"
                 "</conditionalEventDefinition></intermediateCatchEvent>"
                 "<intermediateCatchEvent id='ct'><timerEventDefinition><timeDuration>PT5S</timeDuration>"
                 "</timerEventDefinition></intermediateCatchEvent>";
    EXPECT_EQ(trace_of(elements, "s>g; g>cc; g>ct; cc>t1; ct>t2; t1>e; t2>e"), "task1");
}

TEST(EventGateway, BeginsAProcessByAnyOfItsEvents)
{
    const std::string elements =
        "<endEvent id='e'/><eventBasedGateway id='g' instantiate='true'/>{1}{2}"
        "<intermediateCatchEvent id='c1'><messageEventDefinition messageRef='M'/></intermediateCatchEvent>"
        "<intermediateCatchEvent id='c2'><messageEventDefinition messageRef='N'/></intermediateCatchEvent>";
    const std::string other = "<message id='M' name='M'/><message id='N' name='N'/>"
                              "<process id='q' isExecutable='true'><startEvent id='qs'/><endEvent id='qe'>"
                              "<messageEventDefinition messageRef='N'/></endEvent>" +
                              flows_of("qs>qe") + "</process>";
    EXPECT_EQ(trace_of(elements, "g>c1; g>c2; c1>t1; c2>t2; t1>e; t2>e", other), "task2");
}

TEST(EventGateway, AParallelOneAwaitsTheOthers)
{
    const std::string elements =
        "<endEvent id='e'/><eventBasedGateway id='g' instantiate='true' eventGatewayType='Parallel'/>{1}{2}"
        "<intermediateCatchEvent id='c1'><messageEventDefinition messageRef='M'/></intermediateCatchEvent>"
        "<intermediateCatchEvent id='c2'><messageEventDefinition messageRef='N'/></intermediateCatchEvent>";
    const std::string flows = "g>c1; g>c2; c1>t1; c2>t2; t1>e; t2>e";
    const std::string other = "<message id='M' name='M'/><message id='N' name='N'/>"
                              "<process id='q' isExecutable='true'><startEvent id='qs'/>"
                              "<intermediateThrowEvent id='q1'><messageEventDefinition messageRef='N'/>"
                              "</intermediateThrowEvent><endEvent id='qe'>"
                              "<messageEventDefinition messageRef='M'/></endEvent>" +
                              flows_of("qs>q1; q1>qe") + "</process>";
    EXPECT_EQ(trace_of(elements, flows, other), "task1+task2");
}

TEST(Quantities, TooFewTokensWaitForEver)
{
    EXPECT_EQ(
        trace_of(kStart +
                     "{1}<scriptTask id='q' startQuantity='3'><script>SCRIPT_task2</script></scriptTask>",
                 "s>t1; t1>q; q>e"),
        "task1");
}

TEST(Quantities, ACompletionQuantityGivesSoManyTokensOnEachFlow)
{
    EXPECT_EQ(
        trace_of(
            kStart +
                "<scriptTask id='q' completionQuantity='2'><script>SCRIPT_task1</script></scriptTask>{2}",
            "s>q; q>t2; t2>e"),
        "task1+task2+task2");
}

TEST(Quantities, ZeroIsRefused)
{
    EXPECT_EQ(trace_of(kStart + "<task id='q' completionQuantity='0'/>", "s>q; q>e"), "ERROR");
}

TEST(Levels, WithoutAStartEventWhatHasNoIncomingFlowBegins)
{
    EXPECT_EQ(trace_of("{1}{2}{3}", "t1>t3; t2>t3"), "task1+task2+task3+task3");
    EXPECT_EQ(trace_of(kStart + "<subProcess id='sub'>{1}{2}" + flows_of("t1>t2") + "</subProcess>{3}",
                       "s>sub; sub>t3; t3>e"),
              "task1+task2+task3");
}

TEST(Levels, AnActivityWithoutOutgoingFlowsEndsItsPath)
{
    EXPECT_EQ(trace_of("<startEvent id='s'/>{1}{2}", "s>t1; s>t2"), "task1+task2");
}

}  // namespace
}  // namespace lt::sample
