// Steps one by one: waits and their numbers, what operators do, limits, state as JSON.
#include "process/engine/engine.h"

#include <gtest/gtest.h>

#include "process/bpmn/document.h"
#include "process/engine/model_testing.h"

namespace lt::engine {
namespace {

using testing::model;

const std::string kStart = "<startEvent id='s'/><endEvent id='e'/>";

base::Time moment(const char* text) { return *feel::to_time(*feel::parse_date_time(text)); }

// One instance and its clock.
struct Instance {
    Graph graph{};
    State state{};
    Outcome last{};
    Environment environment{moment("2026-01-05T01:00:00Z"), {}};
    std::string refused{};

    explicit Instance(const std::string& elements, const std::string& flows, const std::string& roots = {})
    {
        const auto document = bpmn::read(model(elements, flows, roots));
        CHECK(document);
        auto compiled = compile(*document, "p", FeelExpressions());
        if (!compiled)
            refused = compiled.error().message.str();
        else
            graph = std::move(*compiled);
    }
    bool step(const Input& input)
    {
        auto outcome = engine::step(graph, state, input, environment);
        if (!outcome) {
            refused = outcome.error().message.str();
            return false;
        }
        last = std::move(*outcome);
        state = last.state;
        return true;
    }
    bool start(Value variables = {}) { return step(Start{{}, std::move(variables), {}}); }
    const Wait* at(const std::string& node, WaitKind kind)
    {
        for (const Wait& wait : state.waits)
            if (wait.kind == kind && wait.node != kNone && graph.id_of(wait.node) == node) return &wait;
        return nullptr;
    }
    bool complete(const std::string& node, Value variables = {})
    {
        const Wait* wait = at(node, WaitKind::work);
        if (wait == nullptr) wait = at(node, WaitKind::user_task);
        return wait != nullptr && step(Complete{wait->number, std::move(variables)});
    }
    std::string path() const  // of nodes that were left, in the last step
    {
        std::string names;
        for (const HistoryEvent& event : last.history)
            if (event.kind == HistoryKind::left && event.node != kNone)
                names += (names.empty() ? "" : " ") + graph.id_of(event.node);
        return names;
    }
};

Value one(const char* name, Value value) { return Value::context({{name, std::move(value)}}); }

TEST(Waits, AreOpenedAndClosedAndNeverShareANumber)
{
    Instance instance(kStart + "<userTask id='a'/><userTask id='b'/>", "s>a; a>b; b>e");
    ASSERT_TRUE(instance.start());
    ASSERT_EQ(instance.last.opened.size(), 1U);
    const Number first = instance.last.opened[0];
    EXPECT_EQ(instance.state.wait(first)->kind, WaitKind::user_task);
    ASSERT_TRUE(instance.complete("a"));
    EXPECT_EQ(instance.last.closed.size(), 1U);
    EXPECT_EQ(instance.last.closed[0].number, first);
    ASSERT_EQ(instance.last.opened.size(), 1U);
    EXPECT_GT(instance.last.opened[0], first);
    EXPECT_FALSE(instance.step(Complete{first, {}})) << "a late answer for a closed wait";
    EXPECT_EQ(instance.state.status, Status::running);
    ASSERT_TRUE(instance.complete("b"));
    EXPECT_EQ(instance.state.status, Status::completed);
    EXPECT_TRUE(instance.state.waits.empty());
    EXPECT_FALSE(instance.step(Complete{first, {}}));
    EXPECT_FALSE(instance.start()) << "it has begun already";
}

TEST(Waits, ARefusedStepChangesNothing)
{
    Instance instance(kStart + "<userTask id='a'/>", "s>a; a>e");
    ASSERT_TRUE(instance.start());
    const auto before = to_json(instance.graph, instance.state);
    EXPECT_FALSE(instance.step(FireTimer{instance.at("a", WaitKind::user_task)->number}));
    EXPECT_FALSE(instance.step(Retry{instance.at("a", WaitKind::user_task)->number}));
    EXPECT_FALSE(instance.step(DeliverMessage{99, {}}));
    EXPECT_EQ(*to_json(instance.graph, instance.state), *before);
}

TEST(Waits, AreTakenAwayWithTheirToken)
{
    Instance instance(kStart +
                          "<userTask id='a'/><boundaryEvent id='b' attachedToRef='a'><timerEventDefinition>"
                          "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
                          "<userTask id='c'/>",
                      "s>a; a>e; b>c; c>e");
    ASSERT_TRUE(instance.start());
    const Number task = instance.at("a", WaitKind::user_task)->number;
    instance.environment.now += std::chrono::hours(24);
    ASSERT_TRUE(instance.step(FireTimer{instance.at("b", WaitKind::timer)->number}));
    EXPECT_EQ(instance.last.closed.size(), 2U);
    EXPECT_FALSE(instance.step(Complete{task, {}}));
    EXPECT_NE(instance.at("c", WaitKind::user_task), nullptr);
}

TEST(History, IsNumberedThroughAndNamesFlowsAndNodes)
{
    Instance instance(kStart + "<userTask id='a'/>", "s>a; a>e");
    ASSERT_TRUE(instance.start());
    std::uint64_t ordinal = 0;
    for (const HistoryEvent& event : instance.last.history) EXPECT_EQ(event.ordinal, ++ordinal);
    EXPECT_EQ(instance.last.history.front().kind, HistoryKind::started);
    ASSERT_TRUE(instance.complete("a"));
    EXPECT_EQ(instance.last.history.front().ordinal, ordinal + 1);
    EXPECT_EQ(instance.last.history.back().kind, HistoryKind::ended);
    EXPECT_EQ(instance.path(), "a e");
}

TEST(Timers, TheNextFiringCountsFromTheLastOneNotFromNow)
{
    Instance instance(kStart +
                          "<userTask id='a'/><boundaryEvent id='b' attachedToRef='a' cancelActivity='false'>"
                          "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>"
                          "</boundaryEvent><userTask id='c'/>",
                      "s>a; a>e; b>c; c>e");
    ASSERT_TRUE(instance.start());
    const base::Time begun = instance.environment.now;
    instance.environment.now += std::chrono::minutes(100);
    for (int hour = 1; hour <= 3; ++hour) {
        const Wait* timer = instance.at("b", WaitKind::timer);
        ASSERT_NE(timer, nullptr);
        EXPECT_EQ(timer->due, begun + std::chrono::hours(hour));
        const Number number = timer->number;
        ASSERT_TRUE(instance.step(FireTimer{number}));
        EXPECT_FALSE(instance.step(FireTimer{number})) << "the same firing again";
    }
    EXPECT_EQ(instance.at("b", WaitKind::timer), nullptr);
}

TEST(Incidents, AGatewayWithoutAWayWaitsForTheOperator)
{
    Instance instance(kStart + "<exclusiveGateway id='g'/><task id='a'/><task id='b'/>",
                      "s>g; g>a[ok = true]; g>b[ok = false]; a>e; b>e");
    ASSERT_TRUE(instance.start());
    const Wait* incident = instance.at("g", WaitKind::incident);
    ASSERT_NE(incident, nullptr);
    EXPECT_FALSE(incident->name.empty());
    const Number number = incident->number;
    ASSERT_TRUE(instance.step(Retry{number}));
    EXPECT_NE(instance.at("g", WaitKind::incident), nullptr) << "nothing has changed";
    EXPECT_FALSE(instance.step(Retry{number}));
    ASSERT_TRUE(instance.step(ChangeVariables{one("ok", Value::boolean(false))}));
    ASSERT_TRUE(instance.step(Retry{instance.at("g", WaitKind::incident)->number}));
    EXPECT_EQ(instance.state.status, Status::completed);
    EXPECT_EQ(instance.path(), "g b e");
}

TEST(Incidents, FailedWorkIsTriedAgainOrSkipped)
{
    Instance instance(kStart + "<serviceTask id='a'/><serviceTask id='b'/>", "s>a; a>b; b>e");
    ASSERT_TRUE(instance.start());
    const Number work = instance.at("a", WaitKind::work)->number;
    ASSERT_TRUE(instance.step(Fail{work, "no route"}));
    ASSERT_EQ(instance.at("a", WaitKind::work), nullptr);
    EXPECT_EQ(instance.at("a", WaitKind::incident)->name, "no route");
    ASSERT_TRUE(instance.step(Retry{instance.at("a", WaitKind::incident)->number}));
    ASSERT_NE(instance.at("a", WaitKind::work), nullptr);
    EXPECT_GT(instance.at("a", WaitKind::work)->number, work);
    ASSERT_TRUE(instance.step(Fail{instance.at("a", WaitKind::work)->number, "again"}));
    ASSERT_TRUE(instance.step(Skip{instance.at("a", WaitKind::incident)->number}));
    ASSERT_NE(instance.at("b", WaitKind::work), nullptr);
    ASSERT_TRUE(instance.step(Skip{instance.at("b", WaitKind::work)->number}));
    EXPECT_EQ(instance.state.status, Status::completed);
}

TEST(Incidents, AnActivityThatCannotBeLeftStaysUntilItCan)
{
    Instance instance(kStart + "<userTask id='a'/><task id='b'/><task id='c'/>",
                      "s>a; a>b[x = 1]; a>c[x = 2]; b>e; c>e");
    ASSERT_TRUE(instance.start());
    ASSERT_TRUE(instance.complete("a"));
    ASSERT_NE(instance.at("a", WaitKind::incident), nullptr);
    ASSERT_TRUE(instance.step(ChangeVariables{one("x", Value::integer(2))}));
    ASSERT_TRUE(instance.step(Retry{instance.at("a", WaitKind::incident)->number}));
    EXPECT_EQ(instance.path(), "a c e");
}

TEST(Operators, MoveATokenWithinItsLevel)
{
    Instance instance(
        kStart + "<parallelGateway id='f'/><parallelGateway id='j'/><userTask id='a'/><userTask id='b'/>"
                 "<subProcess id='sub'><userTask id='inner'/></subProcess>",
        "s>f; f>a; f>b; a>j; b>j; j>e; f>sub; sub>e");
    ASSERT_TRUE(instance.start());
    EXPECT_FALSE(instance.step(MoveToken{instance.at("a", WaitKind::user_task)->number, "inner"}))
        << "another level";
    EXPECT_FALSE(instance.step(MoveToken{instance.at("a", WaitKind::user_task)->number, "s"}));
    ASSERT_TRUE(instance.step(MoveToken{instance.at("a", WaitKind::user_task)->number, "a-j"}));
    EXPECT_EQ(instance.at("a", WaitKind::user_task), nullptr);
    ASSERT_TRUE(instance.step(MoveToken{instance.at("inner", WaitKind::user_task)->number, "b"}))
        << "what is inside goes with its sub-process";
    ASSERT_TRUE(instance.complete("b"));
    EXPECT_EQ(instance.path(), "b j e");
    ASSERT_TRUE(instance.complete("b"));
    EXPECT_EQ(instance.state.status, Status::stuck) << "a second token before the join";
}

TEST(Operators, CancelEndsWithoutHandlers)
{
    Instance instance(kStart + "<userTask id='a'/>", "s>a; a>e");
    ASSERT_TRUE(instance.start());
    ASSERT_TRUE(instance.step(Cancel{}));
    EXPECT_EQ(instance.state.status, Status::terminated);
    EXPECT_EQ(instance.last.closed.size(), 1U);
}

TEST(Status, ADeadlockIsStuckAndNoError)
{
    Instance instance(kStart +
                          "<exclusiveGateway id='f'/><parallelGateway id='j'/><task id='a'/><task id='b'/>",
                      "s>f; f>a[true]; f>b[default]; a>j; b>j; j>e");
    ASSERT_TRUE(instance.start());
    EXPECT_EQ(instance.state.status, Status::stuck);
}

TEST(Limits, AnEndlessLoopBecomesAnIncident)
{
    Instance instance(kStart + "<exclusiveGateway id='m'/><task id='a'/>", "s>m; m>a; a>m");
    ASSERT_TRUE(instance.start());
    EXPECT_LE(instance.last.moves, instance.environment.limits.moves + 1);
    ASSERT_EQ(instance.state.waits.size(), 1U);
    EXPECT_EQ(instance.state.waits[0].kind, WaitKind::incident);
    ASSERT_TRUE(instance.step(Retry{instance.state.waits[0].number}));
    ASSERT_EQ(instance.state.waits.size(), 1U) << "again";
    ASSERT_TRUE(instance.step(Cancel{}));
}

TEST(Limits, TokensThatMultiplyAreStoppedToo)
{
    Instance instance(kStart + "<exclusiveGateway id='m'/><parallelGateway id='f'/>",
                      "s>m; m>f; f>m; f>m; f>m");
    ASSERT_TRUE(instance.start());
    EXPECT_FALSE(instance.state.waits.empty());
    EXPECT_LE(instance.state.frames.size(), 4 * instance.environment.limits.tokens);
    EXPECT_TRUE(to_json(instance.graph, instance.state));
}

TEST(Limits, ALoopOfStepsInASubProcessAndOfEventsIsStopped)
{
    Instance loops(kStart +
                       "<subProcess id='a'><standardLoopCharacteristics><loopCondition>true</loopCondition>"
                       "</standardLoopCharacteristics><task id='t'/></subProcess>",
                   "s>a; a>e");
    ASSERT_TRUE(loops.start());
    EXPECT_EQ(loops.state.waits.size(), 1U);
    Instance signals(kStart +
                         "<userTask id='u'/><intermediateThrowEvent id='x'><signalEventDefinition "
                         "signalRef='S'/></intermediateThrowEvent><subProcess id='h' triggeredByEvent='true'>"
                         "<startEvent id='hs' isInterrupting='false'><signalEventDefinition signalRef='S'/>"
                         "</startEvent><intermediateThrowEvent id='y'><signalEventDefinition signalRef='S'/>"
                         "</intermediateThrowEvent>" +
                         testing::flows_of("hs>y") + "</subProcess>",
                     "s>x; x>e; s>u; u>e", "<signal id='S' name='S'/>");
    ASSERT_TRUE(signals.start());
    EXPECT_NE(signals.at("y", WaitKind::incident), nullptr);
}

TEST(Limits, DeepNestingAndHugeModelsAreRefusedOrRun)
{
    std::string nested = "<task id='t'/>";
    for (int depth = 0; depth < 70; ++depth)
        nested = "<subProcess id='d" + std::to_string(depth) + "'>" + nested + "</subProcess>";
    EXPECT_FALSE(Instance(nested, "").refused.empty());
    // Every gateway of a chain is an inclusive join: the sets of what reaches them would not fit.
    std::string gateways = "<startEvent id='g0'/>";
    std::string flows;
    for (int i = 1; i <= 20'000; ++i) {
        gateways += "<inclusiveGateway id='g" + std::to_string(i) + "'/>";
        for (int twice = 0; twice < 2; ++twice)
            flows += "g" + std::to_string(i - 1) + ">g" + std::to_string(i) + ";";
    }
    EXPECT_FALSE(Instance(gateways, flows).refused.empty());
}

TEST(Limits, ManyTurnsAtOnce)
{
    Instance instance(
        kStart + "<userTask id='a'><multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality>"
                 "</multiInstanceLoopCharacteristics></userTask>",
        "s>a; a>e");
    ASSERT_TRUE(instance.start(one("n", Value::integer(9'000))));
    EXPECT_EQ(instance.state.waits.size(), 9'000U);
    Instance more(
        kStart + "<userTask id='a'><multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality>"
                 "</multiInstanceLoopCharacteristics></userTask>",
        "s>a; a>e");
    ASSERT_TRUE(more.start(one("n", Value::integer(1'000'000'000))));
    EXPECT_EQ(more.state.waits.size(), 1U);
    EXPECT_EQ(more.state.waits[0].kind, WaitKind::incident);
}

TEST(MultiInstance, TakesItsItemsFromAListAndGivesAListBack)
{
    const std::string task =
        "<dataObject id='in' name='in'/><dataObject id='out' name='out'/><subProcess id='sub'>"
        "<multiInstanceLoopCharacteristics><loopDataInputRef>in</loopDataInputRef><loopDataOutputRef>out"
        "</loopDataOutputRef><inputDataItem id='item' name='item'/><outputDataItem id='result' name='result'/>"
        "</multiInstanceLoopCharacteristics><userTask id='u'/></subProcess><userTask id='after'/>";
    Instance instance(kStart + task, "s>sub; sub>after; after>e");
    ASSERT_TRUE(
        instance.start(one("in", Value::list({Value::string("a"), Value::string("b"), Value::string("c")}))));
    ASSERT_EQ(instance.state.waits.size(), 3U);
    // In another order than they began.
    for (const std::size_t which : {2U, 0U, 0U}) {
        const Wait wait = instance.state.waits[which];
        const Value item = *instance.state.find(wait.frame, "item");
        EXPECT_EQ(feel::to_text(*instance.state.find(wait.frame, "out")), "") << "not before all are done";
        ASSERT_TRUE(
            instance.step(Complete{wait.number, one("result", Value::string(item.as_string() + "!"))}));
    }
    EXPECT_EQ(feel::to_text(*instance.state.variables().find("out")), "[\"a!\", \"b!\", \"c!\"]");
    EXPECT_NE(instance.at("after", WaitKind::user_task), nullptr);
}

TEST(MultiInstance, CountersAreSeenByItsConditions)
{
    Instance instance(
        kStart + "<userTask id='a'><multiInstanceLoopCharacteristics><loopCardinality>4</loopCardinality>"
                 "<completionCondition>numberOfInstances = 4 and numberOfActiveInstances = 2 and "
                 "numberOfCompletedInstances = 2 and numberOfTerminatedInstances = 0</completionCondition>"
                 "</multiInstanceLoopCharacteristics></userTask>",
        "s>a; a>e");
    ASSERT_TRUE(instance.start());
    ASSERT_TRUE(instance.complete("a"));
    EXPECT_EQ(instance.state.status, Status::running);
    ASSERT_TRUE(instance.complete("a"));
    EXPECT_EQ(instance.state.status, Status::completed);
    EXPECT_EQ(instance.last.closed.size(), 3U);
}

TEST(Outside, MessagesSignalsAndEscalationsAreTold)
{
    Instance instance(
        kStart + "<property id='who'/><intermediateThrowEvent id='m'><dataInput id='mi'/>"
                 "<dataInputAssociation><sourceRef>who</sourceRef><targetRef>mi</targetRef>"
                 "</dataInputAssociation><inputSet><dataInputRefs>mi</dataInputRefs></inputSet>"
                 "<messageEventDefinition messageRef='M'/></intermediateThrowEvent>"
                 "<intermediateThrowEvent id='g'><signalEventDefinition signalRef='S'/>"
                 "</intermediateThrowEvent><intermediateThrowEvent id='l'><escalationEventDefinition "
                 "escalationRef='L'/></intermediateThrowEvent>",
        "s>m; m>g; g>l; l>e",
        "<message id='M' name='Request'/><signal id='S' name='Light'/><escalation id='L' escalationCode='7'/>");
    ASSERT_TRUE(instance.start(one("who", Value::string("me"))));
    ASSERT_EQ(instance.last.thrown.size(), 3U);
    EXPECT_EQ(instance.last.thrown[0].name, "Request");
    EXPECT_EQ(instance.last.thrown[0].payload.as_string(), "me");
    EXPECT_EQ(instance.last.thrown[1].name, "Light");
    EXPECT_EQ(instance.last.thrown[2].name, "7");
}

TEST(Outside, ACaughtMessageFillsItsDataOutput)
{
    Instance instance(
        kStart + "<dataObject id='got' name='got'/><intermediateCatchEvent id='c'><dataOutput id='co'/>"
                 "<dataOutputAssociation><sourceRef>co</sourceRef><targetRef>got</targetRef>"
                 "</dataOutputAssociation><outputSet><dataOutputRefs>co</dataOutputRefs></outputSet>"
                 "<messageEventDefinition messageRef='M'/></intermediateCatchEvent><userTask id='a'/>",
        "s>c; c>a; a>e", "<message id='M' name='M'/>");
    ASSERT_TRUE(instance.start());
    const Wait* wait = instance.at("c", WaitKind::message);
    ASSERT_NE(wait, nullptr);
    EXPECT_EQ(wait->name, "M");
    ASSERT_TRUE(instance.step(DeliverMessage{wait->number, Value::integer(42)}));
    EXPECT_EQ(feel::to_text(*instance.state.variables().find("got")), "42");
}

TEST(Outside, AnErrorNobodyCatchesFailsTheInstance)
{
    Instance instance(kStart + "<userTask id='a'/><userTask id='b'/>", "s>a; s>b; a>e; b>e");
    ASSERT_TRUE(instance.start());
    ASSERT_TRUE(instance.step(RaiseError{instance.at("a", WaitKind::user_task)->number, "E1", {}}));
    EXPECT_EQ(instance.state.status, Status::failed);
    EXPECT_EQ(instance.state.error, "E1");
    EXPECT_EQ(instance.last.closed.size(), 2U);
}

TEST(Json, KeepsEverythingAndNamesWhatAnotherVersionLacks)
{
    Instance instance(
        kStart + "<userTask id='a'/><parallelGateway id='f'/><parallelGateway id='j'/><task id='b'/>",
        "s>f; f>a; f>b; a>j; b>j; j>e");
    ASSERT_TRUE(instance.start(
        Value::context({{"amount", Value::number(*feel::Number::parse("12345678901234567890.123456789"))},
                        {"day", Value::date({2026, 2, 14})}})));
    const auto json = to_json(instance.graph, instance.state);
    ASSERT_TRUE(json);
    const auto read = from_json(instance.graph, *json);
    ASSERT_TRUE(read);
    EXPECT_EQ(*to_json(instance.graph, *read), *json);
    EXPECT_EQ(feel::to_text(*read->variables().find("amount")), "12345678901234567890.123456789");
    EXPECT_EQ(feel::to_text(*read->variables().find("day")), "2026-02-14");
    Instance newer(kStart +
                       "<userTask id='a2'/><parallelGateway id='f'/><parallelGateway id='j'/><task id='b'/>",
                   "s>f; f>a2; f>b; a2>j; b>j; j>e");
    const auto moved = from_json(newer.graph, *json);
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().fault, base::Fault::conflict);
    EXPECT_EQ(moved.error().field, "a");
    EXPECT_FALSE(to_json(instance.graph, instance.state, 20)) << "over the limit";
    for (const char* broken : {"", "{}", "[1]",
                               "{\"status\":\"running\",\"last\":1,\"events\":0,\"frames\":[{\"number\":2,"
                               "\"role\":\"turn\",\"parent\":1}],\"waits\":[]}"})
        EXPECT_FALSE(from_json(instance.graph, broken)) << broken;
}

TEST(Compile, RefusesWhatIsNotRun)
{
    for (const char* element :
         {"<intermediateCatchEvent id='x'><timerEventDefinition/></intermediateCatchEvent>",
          "<intermediateCatchEvent id='x'><messageEventDefinition/></intermediateCatchEvent>",
          "<intermediateCatchEvent id='x'><conditionalEventDefinition/></intermediateCatchEvent>",
          "<receiveTask id='x'/>", "<callActivity id='x'/>", "<task id='x' startQuantity='0'/>",
          "<choreographyTask id='x'/>", "<boundaryEvent id='x' attachedToRef='none'/>",
          "<eventBasedGateway id='x' eventGatewayType='Parallel'/>",
          "<task id='x'><multiInstanceLoopCharacteristics/></task>",
          "<subProcess id='x' triggeredByEvent='true'><task id='y'/></subProcess>"})
        EXPECT_FALSE(Instance(kStart + element, "s>e").refused.empty()) << element;
    EXPECT_FALSE(Instance(kStart, "s>e[1 +]").refused.empty());
}

const char* const kChosen =
    "<startEvent id='s'/><endEvent id='e'/><adHocSubProcess id='h' xmlns:lt='https://lienthong.vn/bpmn' "
    "lt:chosen='people' ORDER><userTask id='a'/><userTask id='b'/><userTask id='c'/>"
    "<sequenceFlow id='b-c' sourceRef='b' targetRef='c'/>CONDITION</adHocSubProcess>";
std::string chosen(const std::string& order, const std::string& condition = "")
{
    std::string text = kChosen;
    text.replace(text.find("ORDER"), 5, order);
    return text.replace(text.find("CONDITION"), 9, condition);
}

TEST(Choosing, PeopleStartWhatTheyWantUntilTheySayItIsOver)
{
    Instance it(chosen(""), "s>h; h>e");
    ASSERT_TRUE(it.start());
    const Wait* open = it.at("h", WaitKind::user_task);
    ASSERT_NE(open, nullptr);
    const Number choice = open->number;
    EXPECT_EQ(it.state.waits.size(), 1u) << "nothing starts by itself";
    EXPECT_FALSE(it.step(Choose{choice, "c"})) << "it stands behind another";
    EXPECT_FALSE(it.step(Choose{choice, "e"}));
    ASSERT_TRUE(it.step(Choose{choice, "a"}));
    ASSERT_TRUE(it.step(Choose{choice, "a"})) << "as often as one wants";
    ASSERT_TRUE(it.step(Choose{choice, "b"}));
    EXPECT_EQ(it.state.waits.size(), 4u);
    ASSERT_TRUE(it.complete("b"));
    EXPECT_NE(it.at("c", WaitKind::user_task), nullptr);
    ASSERT_TRUE(it.complete("c"));
    ASSERT_TRUE(it.complete("a"));
    EXPECT_EQ(it.state.status, Status::running);
    ASSERT_TRUE(it.step(Complete{choice, {}}));
    EXPECT_EQ(it.state.status, Status::completed) << "the other a is withdrawn";
    EXPECT_EQ(it.last.closed.size(), 2u);
}

TEST(Choosing, WhatRunsMayBeAwaitedAndAConditionMayEndIt)
{
    Instance it(chosen("cancelRemainingInstances='false'"), "s>h; h>e");
    ASSERT_TRUE(it.start());
    const Number choice = it.at("h", WaitKind::user_task)->number;
    ASSERT_TRUE(it.step(Choose{choice, "a"}));
    ASSERT_TRUE(it.step(Complete{choice, {}}));
    EXPECT_EQ(it.state.status, Status::running);
    EXPECT_FALSE(it.step(Choose{choice, "b"})) << "it was over";
    ASSERT_TRUE(it.complete("a"));
    EXPECT_EQ(it.state.status, Status::completed);

    Instance until(
        chosen("", "<completionCondition xsi:type='tFormalExpression'>du = true</completionCondition>"),
        "s>h; h>e");
    ASSERT_TRUE(until.start());
    ASSERT_TRUE(until.step(Choose{until.at("h", WaitKind::user_task)->number, "a"}));
    ASSERT_TRUE(until.complete("a", Value::context({{"du", Value::boolean(true)}})));
    EXPECT_EQ(until.state.status, Status::completed);
    EXPECT_TRUE(until.state.waits.empty());
}

TEST(Choosing, InSequenceOneAtATimeAndAnOperatorPassesOverAll)
{
    Instance it(chosen("ordering='Sequential'"), "s>h; h>e");
    ASSERT_TRUE(it.start());
    const Number choice = it.at("h", WaitKind::user_task)->number;
    ASSERT_TRUE(it.step(Choose{choice, "a"}));
    EXPECT_FALSE(it.step(Choose{choice, "b"}));
    ASSERT_TRUE(it.complete("a"));
    ASSERT_TRUE(it.step(Choose{choice, "b"}));
    auto written = to_json(it.graph, it.state);
    ASSERT_TRUE(written);
    auto read = from_json(it.graph, *written);
    ASSERT_TRUE(read);
    it.state = std::move(*read);
    ASSERT_TRUE(it.step(Skip{choice}));
    EXPECT_EQ(it.state.status, Status::completed);
}

}  // namespace
}  // namespace lt::engine
