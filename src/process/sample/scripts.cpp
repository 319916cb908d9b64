// What the words in the models' scripts stand for.
#include <algorithm>

#include "process/bpmn/check.h"
#include "process/sample/world.h"

namespace lt::sample {

using engine::Value;

namespace {

constexpr std::string_view kData = "String";

std::string_view next_word(std::string_view& text)
{
    const auto is_letter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
    std::size_t end = 0;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

}  // namespace

void World::do_work(const Job& job)
{
    const Instance& instance = instances_[job.instance];
    const engine::Wait* wait = instance.state.wait(job.wait);
    if (wait == nullptr) return;  // its token is gone, so is the answer
    const engine::Node& node = instance.graph->nodes[wait->node];
    step(job.instance, script(job, instance.graph->works[node.work].script));
}

engine::Input World::script(const Job& job, std::string_view text)
{
    const Instance& instance = instances_[job.instance];
    const engine::Wait& wait = *instance.state.wait(job.wait);
    std::vector<feel::Entry> given;
    while (!text.empty()) {
        const std::string_view word = next_word(text);
        if (word.starts_with("SCRIPT_")) trace_.emplace_back(word.substr(7));
        if (word == "CREATE_MARKER_FILE") marker_ = true;
        if (word.starts_with("INCREMENT_INTEGER_VARIABLE")) {
            const Value value = instance.state.find(wait.frame, "integerVariable").value_or(Value());
            const auto number = value.is(feel::Kind::number) ? value.as_number().to_int64() : std::nullopt;
            given.push_back({"integerVariable", Value::integer(number.value_or(0) + 1)});
            if (word.ends_with("_AND_LOG")) trace_.emplace_back("INCREMENT_correct");
        }
        if (word == "SET_STRING_DATA") {
            const Value data = data_given(instance, wait);
            given.insert(given.end(), data.entries().begin(), data.entries().end());
        }
        if (word == "LOG_DATA" && data_is_right(instance, wait)) trace_.emplace_back("DATA_correct");
        if (word == "CREATE_TIMESTAMP_LOG_1" || word == "CREATE_TIMESTAMP_LOG_2")
            spans_[word.back() - '1'].push_back({job.done - std::chrono::seconds(10), job.done});
        if (word == "THROW_ERROR") return engine::RaiseError{job.wait, "ERR_CODE", {}};
    }
    return engine::Complete{job.wait, Value::context(std::move(given))};
}

// The variable of the process that a script means: "data", else the first that the process declares.
std::string World::data_name(const Instance& instance, const engine::Wait& wait)
{
    if (instance.state.find(wait.frame, "data")) return "data";
    for (const engine::Level& level : instance.graph->levels)
        for (const std::string& name : level.variables)
            if (instance.state.find(wait.frame, name)) return name;
    return "data";
}

// To all data outputs of the task; without any, to the variable.
Value World::data_given(const Instance& instance, const engine::Wait& wait)
{
    const engine::Node& node = instance.graph->nodes[wait.node];
    std::vector<feel::Entry> given;
    if (node.data != engine::kNone)
        for (const engine::DataItem& output : instance.graph->data[node.data].outputs)
            given.push_back({output.name, Value::string(std::string(kData))});
    if (given.empty()) given.push_back({data_name(instance, wait), Value::string(std::string(kData))});
    return Value::context(std::move(given));
}

bool World::data_is_right(const Instance& instance, const engine::Wait& wait)
{
    const engine::Node& node = instance.graph->nodes[wait.node];
    std::vector<std::string> names;
    if (node.data != engine::kNone)
        for (const engine::DataItem& input : instance.graph->data[node.data].inputs)
            names.push_back(input.name);
    if (names.empty()) names.push_back(data_name(instance, wait));
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        const Value value = instance.state.find(wait.frame, name).value_or(Value());
        return value.is(feel::Kind::string) && value.as_string() == kData;
    });
}

std::string join(const Trace& trace)
{
    std::string line;
    for (const std::string& mark : trace) line += (line.empty() ? "" : "+") + mark;
    return line;
}

Report run(const bpmn::Document& document, const Value& variables)
{
    // As a deployment would; that scripts and conditions leave out their language is only a warning.
    for (const bpmn::Finding& finding : bpmn::check(document))
        if (finding.severity == bpmn::Severity::error)
            return {{"ERROR"},
                    {base::Message(finding.rule + " " + finding.element + ": " + finding.message.str())}};
    return play(document, variables);
}

Report play(const bpmn::Document& document, const Value& variables)
{
    World world(document);
    if (world.refusal()) return {{"ERROR"}, {world.refusal()->message}};
    world.run(variables);
    return {world.trace(), world.notes()};
}

Trace run_file(std::string_view bytes, const Value& variables)
{
    const auto document = bpmn::read(bytes);
    if (!document) return {"ERROR"};
    return run(*document, variables).trace;
}

std::optional<std::pair<std::string, Value>> parse_variable(std::string_view text)
{
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string_view::npos) return std::nullopt;
    const std::string_view value = text.substr(equals + 1);
    std::pair<std::string, Value> made{text.substr(0, equals), Value::string(std::string(value))};
    if (value == "true" || value == "false")
        made.second = Value::boolean(value == "true");
    else if (const auto number = feel::Number::parse(value))
        made.second = Value::number(*number);
    return made;
}

}  // namespace lt::sample
