// Compensation and transactions.
#include <gtest/gtest.h>

#include "process/sample/model_testing.h"

namespace lt::sample {
namespace {

using engine::Value;

const std::string kThrow =
    "<intermediateThrowEvent id='x'><compensateEventDefinition/></intermediateThrowEvent>";

// An activity's boundary event and the task that undoes it.
std::string undone(const std::string& host, const std::string& script)
{
    return "<boundaryEvent id='b" + host + "' attachedToRef='" + host +
           "'><compensateEventDefinition/></boundaryEvent>" + "<scriptTask id='u" + host +
           "' isForCompensation='true'><script>" + script + "</script></scriptTask>" + "<association id='a" +
           host + "' sourceRef='b" + host + "' targetRef='u" + host + "'/>";
}
std::string order_of(const std::string& elements, const std::string& flows, const std::string& roots = {})
{
    return join(play_short(kStart + elements, flows, roots, {}));
}

TEST(Compensation, UndoesInReverseOrderAndOnlyWhatCompleted)
{
    EXPECT_EQ(order_of("{1}{2}<task id='never'/>" + undone("t1", "SCRIPT_task3") +
                           undone("t2", "SCRIPT_task4") + undone("never", "SCRIPT_task5") + kThrow,
                       "s>t1; t1>t2; t2>x; x>e"),
              "task1+task2+task4+task3");
}

TEST(Compensation, NeverTwice)
{
    EXPECT_EQ(
        order_of("{1}" + undone("t1", "SCRIPT_task3") + kThrow +
                     "<intermediateThrowEvent id='y'><compensateEventDefinition/></intermediateThrowEvent>",
                 "s>t1; t1>x; x>y; y>e"),
        "task1+task3");
}

TEST(Compensation, OfOneActivityLeavesTheOthers)
{
    EXPECT_EQ(order_of("{1}{2}" + undone("t1", "SCRIPT_task3") + undone("t2", "SCRIPT_task4") +
                           "<endEvent id='x'><compensateEventDefinition activityRef='t1'/></endEvent>",
                       "s>t1; t1>t2; t2>x"),
              "task1+task2+task3");
}

TEST(Compensation, AnActiveActivityIsNotCompensated)
{
    const std::string slow = "<scriptTask id='w'><script>WAIT_TEN_SECONDS</script></scriptTask>";
    EXPECT_EQ(order_of("{1}" + slow + undone("w", "SCRIPT_task3") + kThrow, "s>t1; s>w; t1>x; x>e; w>e"),
              "task1");
}

TEST(Compensation, AwaitedOrNot)
{
    const auto with = [](const std::string& waits) {
        return order_of(
            "{1}{2}<boundaryEvent id='b' attachedToRef='t1'><compensateEventDefinition/></boundaryEvent>"
            "<scriptTask id='u' isForCompensation='true'><script>WAIT_TEN_SECONDS SCRIPT_task3</script>"
            "</scriptTask><association id='a' sourceRef='b' targetRef='u'/><intermediateThrowEvent id='x'>"
            "<compensateEventDefinition waitForCompletion='" +
                waits + "'/></intermediateThrowEvent>",
            "s>t1; t1>x; x>t2; t2>e");
    };
    EXPECT_EQ(with("true"), "task1+task3+task2");
    EXPECT_EQ(with("false"), "task1+task2+task3");
}

TEST(Compensation, ByDefaultWhatIsInsideASubProcessIsUndone)
{
    EXPECT_EQ(order_of("<subProcess id='sub'><startEvent id='is'/>{1}{2}<endEvent id='ie'/>" +
                           undone("t1", "SCRIPT_task3") + undone("t2", "SCRIPT_task4") +
                           flows_of("is>t1; t1>t2; t2>ie") + "</subProcess>" + kThrow,
                       "s>sub; sub>x; x>e"),
              "task1+task2+task4+task3");
}

TEST(Compensation, AHandlerAtTheBorderOfASubProcessTakesThePlaceOfThoseInside)
{
    EXPECT_EQ(order_of("<subProcess id='sub'><startEvent id='is'/>{1}<endEvent id='ie'/>" +
                           undone("t1", "SCRIPT_task3") + flows_of("is>t1; t1>ie") + "</subProcess>" +
                           undone("sub", "SCRIPT_task5") + kThrow,
                       "s>sub; sub>x; x>e"),
              "task1+task5");
}

TEST(Compensation, AHandlerInsideSeesTheDataOfTheMomentOfCompletion)
{
    const std::string inside =
        "<property id='data'/><startEvent id='is'/><scriptTask id='w'><script>SET_STRING_DATA</script></scriptTask>"
        "<endEvent id='ie'/><subProcess id='h' triggeredByEvent='true'><startEvent id='hs'><compensateEventDefinition/>"
        "</startEvent><scriptTask id='r'><script>LOG_DATA</script></scriptTask><endEvent id='he'/>" +
        flows_of("hs>r; r>he") + "</subProcess>" + flows_of("is>w; w>ie");
    EXPECT_EQ(order_of("<subProcess id='sub'>" + inside + "</subProcess>" + kThrow, "s>sub; sub>x; x>e"),
              "DATA_correct");
}

TEST(Compensation, OfAMultiInstanceItsBorderOnceAndItsInsideForEach)
{
    const std::string many =
        "<multiInstanceLoopCharacteristics isSequential='true'><loopCardinality>2</loopCardinality>"
        "</multiInstanceLoopCharacteristics>";
    EXPECT_EQ(order_of("<scriptTask id='m'>" + many + "<script>SCRIPT_task1</script></scriptTask>" +
                           undone("m", "SCRIPT_task2") + kThrow,
                       "s>m; m>x; x>e"),
              "task1+task1+task2");
    EXPECT_EQ(order_of("<subProcess id='sub'>" + many + "<startEvent id='is'/>{1}<endEvent id='ie'/>" +
                           undone("t1", "SCRIPT_task3") + flows_of("is>t1; t1>ie") + "</subProcess>" + kThrow,
                       "s>sub; sub>x; x>e"),
              "task1+task1+task3+task3");
}

TEST(Compensation, ALoopOfAnActivityIsUndoneOncePerCompletion)
{
    EXPECT_EQ(order_of("<scriptTask id='i'><script>INCREMENT_INTEGER_VARIABLE_AND_LOG</script></scriptTask>"
                       "<exclusiveGateway id='m'/><exclusiveGateway id='g'/>" +
                           undone("i", "SCRIPT_task1") + kThrow,
                       "s>m; m>i; i>g; g>m[integerVariable<2]; g>x[default]; x>e"),
              "INCREMENT_correct+INCREMENT_correct+task1+task1");
}

TEST(Compensation, AnErrorOfAHandlerIsThrownWhereCompensationWas)
{
    const std::string inside =
        "<startEvent id='is'/>{1}<endEvent id='ie'/>" + undone("t1", "THROW_ERROR") +
        "<intermediateThrowEvent id='x'><compensateEventDefinition/></intermediateThrowEvent>" +
        flows_of("is>t1; t1>x; x>ie");
    EXPECT_EQ(order_of("<subProcess id='sub'>" + inside +
                           "</subProcess><boundaryEvent id='b' attachedToRef='sub'>"
                           "<errorEventDefinition/></boundaryEvent>{2}{3}",
                       "s>sub; sub>t2; t2>e; b>t3; t3>e"),
              "task1+task3");
}

TEST(Compensation, AHandlerOfAnErrorMayUndoWhatItsScopeDid)
{
    const std::string inside =
        "<startEvent id='is'/>{1}<endEvent id='ie'><errorEventDefinition/></endEvent>" +
        undone("t1", "SCRIPT_task3") +
        "<subProcess id='h' triggeredByEvent='true'><startEvent id='hs'><errorEventDefinition/></startEvent>" +
        kThrow + "<endEvent id='he'/>" + flows_of("hs>x; x>he") + "</subProcess>" + flows_of("is>t1; t1>ie");
    EXPECT_EQ(order_of("<subProcess id='sub'>" + inside + "</subProcess>{2}", "s>sub; sub>t2; t2>e"),
              "task1+task3+task2");
}

std::string transaction(const std::string& inside, const std::string& flows)
{
    return "<transaction id='tx'>" + inside + flows_of(flows) +
           "</transaction><boundaryEvent id='bc' attachedToRef='tx'>"
           "<cancelEventDefinition/></boundaryEvent><boundaryEvent id='be' attachedToRef='tx'><errorEventDefinition/>"
           "</boundaryEvent>";
}

TEST(Transaction, CancelEndsTheRestUndoesInReverseAndLeavesByItsEvent)
{
    const std::string inside =
        "<startEvent id='is'/>{1}{2}<scriptTask id='w'><script>WAIT_TEN_SECONDS SCRIPT_task9</script></scriptTask>"
        "<endEvent id='ie'/><endEvent id='ic'><cancelEventDefinition/></endEvent>" +
        undone("t1", "SCRIPT_task3") + undone("t2", "SCRIPT_task4");
    EXPECT_EQ(order_of(transaction(inside, "is>t1; t1>t2; t2>ic; is>w; w>ie") + "{5}{6}{7}",
                       "s>tx; tx>t5; t5>e; bc>t6; t6>e; be>t7; t7>e"),
              "task1+task2+task4+task3+task6");
}

TEST(Transaction, AHazardIsNotCompensated)
{
    const std::string inside =
        "<startEvent id='is'/>{1}<endEvent id='ie'><errorEventDefinition/></endEvent>" +
        undone("t1", "SCRIPT_task3");
    EXPECT_EQ(order_of(transaction(inside, "is>t1; t1>ie") + "{5}{6}{7}",
                       "s>tx; tx>t5; t5>e; bc>t6; t6>e; be>t7; t7>e"),
              "task1+task7");
}

TEST(Transaction, OneThatSucceededCanBeCompensatedLater)
{
    const std::string inside = "<startEvent id='is'/>{1}<endEvent id='ie'/>" + undone("t1", "SCRIPT_task3");
    EXPECT_EQ(
        order_of(transaction(inside, "is>t1; t1>ie") + "{6}" + kThrow, "s>tx; tx>x; x>e; bc>t6; be>t6; t6>e"),
        "task1+task3");
}

}  // namespace
}  // namespace lt::sample
