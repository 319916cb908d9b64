// `lienthong bpmn run`.
#include <iostream>

#include "app/commands.h"
#include "app/commands/bpmn_file.h"
#include "process/sample/simulation.h"

namespace lt::app {

int run_model(const std::filesystem::path& file, const std::vector<std::string>& variables)
{
    std::vector<feel::Entry> entries;
    for (const std::string& text : variables) {
        auto variable = sample::parse_variable(text);
        if (!variable) {
            std::cerr << text << ": not of the form NAME=VALUE\n";
            return 2;
        }
        entries.push_back({std::move(variable->first), std::move(variable->second)});
    }
    const auto document = read_model(file);
    if (!document) std::cout << document.error().message << "\n";
    const sample::Report report = document ? sample::run(*document, feel::Value::context(std::move(entries)))
                                           : sample::Report{{"ERROR"}, {}};
    for (const base::Message& note : report.notes) std::cout << note << "\n";
    std::cout << sample::join(report.trace) << "\n";
    return 0;
}

}  // namespace lt::app
