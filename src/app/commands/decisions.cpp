// Decision models and expressions on the command line: to try them out, without a database.
#include <iostream>

#include "app/commands.h"
#include "app/whole_file.h"
#include "decisions/dmn/dmn.h"
#include "decisions/feel/json.h"
#include "kit/base/clock.h"

namespace lt::app {
namespace {

std::string whole_input(const std::string& json) { return json.empty() ? "{}" : json; }

int print(const feel::Outcome& outcome)
{
    for (const feel::Warning& warning : outcome.warnings) {
        std::cerr << (warning.source.empty() ? "" : warning.source + ": ") << warning.line << ':'
                  << warning.column << ": " << warning.message.str() << '\n';
    }
    if (outcome.refused()) {
        std::cerr << feel::message_of(outcome.exceeded).str() << '\n';
        return 1;
    }
    std::cout << feel::to_json(outcome.value) << '\n';
    return 0;
}

std::optional<feel::Value> read_input(const std::string& json)
{
    auto value = feel::from_json(whole_input(json));
    if (!value) {
        std::cerr << "--input: " << value.error().message.str() << '\n';
        return std::nullopt;
    }
    if (!value->is(feel::Kind::context)) {
        std::cerr << "--input: a JSON object is needed\n";
        return std::nullopt;
    }
    return std::move(*value);
}

}  // namespace

int evaluate_decision(const std::filesystem::path& file, const std::string& decision, const std::string& json)
{
    const dmn::ReadModel read = dmn::read_model(whole_file(file));
    if (const auto* findings = std::get_if<std::vector<dmn::Finding>>(&read)) {
        for (const dmn::Finding& finding : *findings) {
            std::cerr << file.string() << ':' << finding.line << ": "
                      << (finding.element.empty() ? "" : finding.element + ": ") << finding.message.str()
                      << '\n';
        }
        return 1;
    }
    const auto& model = std::get<dmn::Model>(read);
    if (!model.has(decision)) {
        std::cerr << file.string() << ": no decision " << decision << '\n';
        return 1;
    }
    const auto inputs = read_input(json);
    return inputs ? print(dmn::decide(model, decision, *inputs, {}, base::SystemClock().now())) : 1;
}

int evaluate_feel(const std::string& text, const std::string& json)
{
    const auto inputs = read_input(json);
    if (!inputs) return 1;
    std::vector<std::string> names;
    for (const feel::Entry& entry : inputs->entries()) names.push_back(entry.key);
    const feel::Compiled compiled = feel::compile(text, names);
    if (const auto* error = std::get_if<feel::SyntaxError>(&compiled)) {
        std::cerr << error->line << ':' << error->column << ": " << error->message.str() << '\n';
        return 1;
    }
    const auto& expression = std::get<feel::Expression>(compiled);
    return print(feel::evaluate(expression, feel::ContextScope(*inputs), {}, base::SystemClock().now()));
}

}  // namespace lt::app
