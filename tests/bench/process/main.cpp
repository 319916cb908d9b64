// Measures the process engine in memory: moves of tokens in long steps, whole instances of user tasks with their state going through
// JSON at each step, and models beside npm's bpmn-engine (beside.mjs), whose state stays in memory. One core; times are of the processor, so
// that other work on the machine does not count.
//   process_bench [FOLDER of beside.mjs]
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include "process/bpmn/check.h"
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

// A model as drawing tools write it: a row of forks, each with two tasks and a join; fifty elements and sixty flows.
std::string fifty_elements(int number)
{
    struct Node {
        const char* tag;
        std::string id;
        std::string flows{};  // incoming first, as the schema wants
    };
    constexpr int kForks = 12;
    std::vector<Node> nodes{{"startEvent", "s"}};
    std::string flows;
    const auto connect = [&](std::size_t from, std::size_t to) {
        const std::string id = nodes[from].id + "-" + nodes[to].id;
        nodes[to].flows += "<incoming>" + id + "</incoming>";
        flows += "<sequenceFlow id='" + id + "' sourceRef='" + nodes[from].id + "' targetRef='" +
                 nodes[to].id + "'/>";
        return "<outgoing>" + id + "</outgoing>";
    };
    std::size_t last = 0;
    for (int i = 0; i < kForks; ++i) {
        const std::string n = std::to_string(i);
        const std::size_t fork = nodes.size();
        for (const char* kind : {"f", "a", "b", "j"})
            nodes.push_back({*kind == 'a' || *kind == 'b' ? "userTask" : "parallelGateway", kind + n});
        std::string out = connect(last, fork);
        nodes[last].flows += out;
        out = connect(fork, fork + 1) + connect(fork, fork + 2);
        nodes[fork].flows += out;
        for (const std::size_t task : {fork + 1, fork + 2}) {
            out = connect(task, fork + 3);
            nodes[task].flows += out;
        }
        last = fork + 3;
    }
    nodes.push_back({"endEvent", "e"});
    const std::string out = connect(last, nodes.size() - 1);
    nodes[last].flows += out;
    std::string xml =
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' targetNamespace='urn:t'>"
        "<process id='p' isExecutable='true'>";
    for (const Node& node : nodes)
        xml += "<" + std::string(node.tag) + " id='" + node.id + "' name='Việc " + std::to_string(number) +
               "'>" + node.flows + "</" + node.tag + ">";
    return xml + flows + "</process></definitions>";
}

// Seconds to read and check a thousand of them, no two alike.
double thousand_checks()
{
    std::vector<std::string> models;
    for (int i = 0; i < 1000; ++i) models.push_back(fifty_elements(i));
    const double begin = processor_seconds();
    for (const std::string& one : models) {
        const auto document = bpmn::read(one);
        CHECK(document && !bpmn::has_error(bpmn::check(*document)));
    }
    return processor_seconds() - begin;
}

// ---- Beside another engine ------------------------------------------------------------------------------------------------

struct Model {
    const char* what;
    std::string elements{};
    std::string flows{};
};

// What both can run: no expressions, whose languages differ, and nothing that only one of them has.
std::vector<Model> models()
{
    std::string people = "<startEvent id='s'/><endEvent id='e'/>";
    std::string row = "s>n0;";
    for (int i = 0; i < 10; ++i) {
        people += "<userTask id='n" + std::to_string(i) + "'/>";
        row += "n" + std::to_string(i) + ">" + (i < 9 ? "n" + std::to_string(i + 1) : "e") + ";";
    }
    return {
        {"ten user tasks in a row", people, row},
        {"fork, three branches, join",
         "<startEvent id='s'/><parallelGateway id='f'/><task id='a'/><task id='b'/><task id='c'/>"
         "<parallelGateway id='j'/><endEvent id='e'/>",
         "s>f; f>a; f>b; f>c; a>j; b>j; c>j; j>e"},
        {"sub-process with a user task",
         "<startEvent id='s'/><subProcess id='sub'><startEvent id='is'/><userTask id='x'/><endEvent id='ie'/>" +
             engine::testing::flows_of("is>x; x>ie") + "</subProcess><endEvent id='e'/>",
         "s>sub; sub>e"}};
}

double here(const Model& model)
{
    const Graph graph = graph_of(model.elements, model.flows);
    Environment environment;
    return per_second([&] {
        auto outcome = step(graph, {}, Start{}, environment);
        while (outcome && !outcome->state.ended()) {
            const Number wait = outcome->state.waits.front().number;
            outcome = step(graph, std::move(outcome->state), Complete{wait, {}}, environment);
        }
        CHECK(outcome);
        return 1.0;
    });
}

double there(const Model& model, const std::string& folder)
{
    const auto file =
        std::filesystem::temp_directory_path() / ("lienthong-beside-" + std::to_string(::getpid()) + ".bpmn");
    std::ofstream(file) << engine::testing::model(model.elements, model.flows);
    std::FILE* pipe = popen(("node " + folder + "/beside.mjs " + file.string()).c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("node can't be started");
    double out = 0;
    const int read = std::fscanf(pipe, "%lf", &out);
    const int status = pclose(pipe);
    std::filesystem::remove(file);
    if (read != 1 || status != 0) throw std::runtime_error("bpmn-engine failed");
    return out;
}

int run(const std::string& folder)
{
    line("moves of tokens in memory", moves(), "moves", 200'000);
    line("instances of one user task with their state as JSON", instances(1), "instances", 0);
    line("instances of ten user tasks with their state as JSON", instances(10), "instances", 0);
    const double checked = thousand_checks();
    std::printf(
        "| process engine: read and check 1,000 models of 50 elements and their flows, one core | %.2f s | | | 2 s | %s |\n",
        checked, checked < 2 ? "reached" : "missed");
    for (const Model& model : models()) {
        const double own = here(model);
        const double other = there(model, folder);
        std::printf(
            "| process engine: %s, in memory, one core | %.0f instances/s | %.0f/s of npm's bpmn-engine | %.0f | | |\n",
            model.what, own, other, own / other);
    }
    return 0;
}

}  // namespace
}  // namespace lt::bench

int main(int argc, char** argv)
{
    try {
        return lt::bench::run(argc > 1 ? argv[1] : "tests/bench/process");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 2;
    }
}
