// Measures the process engine in memory: moves of tokens in long steps, and whole instances of user tasks with their state going through
// JSON at each step. One core; times are of the processor, so that other work on the machine does not count.
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>

#include "process/bpmn/document.h"
#include "process/engine/engine.h"
#include "process/engine/model_testing.h"

namespace lt::bench {
namespace {

using namespace engine;

double processor_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double per_second(const std::function<double()>& work)  // gives how much it did
{
    work();
    const double begin = processor_seconds();
    double done = 0;
    double passed = 0;
    do {
        done += work();
        passed = processor_seconds() - begin;
    } while (passed < 2);
    return done / passed;
}

void line(const char* what, double measured, const char* unit, double goal)
{
    std::printf("| process engine: %s, one core | %.0f %s/s | | | ", what, measured, unit);
    if (goal > 0)
        std::printf("%.0f | %s |\n", goal, measured >= goal ? "reached" : "missed");
    else
        std::printf(" | |\n");
}

Graph graph_of(const std::string& elements, const std::string& flows)
{
    const auto document = bpmn::read(engine::testing::model(elements, flows));
    CHECK(document);
    auto graph = compile(*document, "p", FeelExpressions());
    CHECK(graph);
    return std::move(*graph);
}

// Forks, inclusive and parallel joins, sub-processes and a condition, again and again until the step's limit stops it.
double moves()
{
    const Graph graph =
        graph_of("<startEvent id='s'/><exclusiveGateway id='m'/><task id='a'/><parallelGateway id='f'/>"
                 "<task id='b'/><task id='c'/><parallelGateway id='j'/><inclusiveGateway id='g'/>"
                 "<task id='d'/><subProcess id='sub'><startEvent id='is'/><task id='x'/><endEvent id='ie'/>" +
                     engine::testing::flows_of("is>x; x>ie") + "</subProcess><inclusiveGateway id='h'/>",
                 "s>m; m>a; a>f; f>b; f>c; b>j; c>j; j>g; g>d[n > 0]; g>sub[n < 5]; d>h; sub>h; h>m");
    Environment environment;
    return per_second([&] {
        const auto outcome =
            step(graph, {}, Start{{}, Value::context({{"n", Value::integer(3)}}), {}}, environment);
        CHECK(outcome);
        return static_cast<double>(outcome->moves);
    });
}

// Each step reads the state from JSON and writes it back, as a store does.
double instances(int tasks)
{
    std::string elements = "<startEvent id='s'/><endEvent id='e'/>";
    std::string flows = "s>n0;";
    for (int i = 0; i < tasks; ++i) {
        elements += "<userTask id='n" + std::to_string(i) + "'/>";
        flows += "n" + std::to_string(i) + ">" + (i + 1 < tasks ? "n" + std::to_string(i + 1) : "e") + ";";
    }
    const Graph graph = graph_of(elements, flows);
    Environment environment;
    return per_second([&] {
        auto outcome =
            step(graph, {}, Start{{}, Value::context({{"n", Value::integer(3)}}), {}}, environment);
        while (outcome && !outcome->state.ended()) {
            auto state = from_json(graph, *to_json(graph, outcome->state));
            const Number wait = state->waits.front().number;
            outcome = step(graph, std::move(*state), Complete{wait, {}}, environment);
        }
        CHECK(outcome);
        return 1.0;
    });
}

int run()
{
    line("moves of tokens in memory", moves(), "moves", 200'000);
    line("instances of one user task with their state as JSON", instances(1), "instances", 0);
    line("instances of ten user tasks with their state as JSON", instances(10), "instances", 0);
    return 0;
}

}  // namespace
}  // namespace lt::bench

int main() { return lt::bench::run(); }
