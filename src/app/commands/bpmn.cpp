// `lienthong bpmn check`.
#include <algorithm>
#include <iostream>

#include "app/commands.h"
#include "app/commands/bpmn_file.h"
#include "process/bpmn/check.h"

namespace lt::app {
namespace {

// Ids and values come from the file: no control character of theirs reaches the terminal or breaks the line.
std::string printable(std::string text)
{
    for (char& c : text) c = static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    return text;
}

std::string words(const bpmn::Finding& finding)
{
    std::string all = finding.rule;
    if (!finding.file.empty()) all += " " + finding.file;
    all += " line " + std::to_string(finding.line) + " " + finding.tag;
    if (!finding.element.empty()) all += " " + finding.element;
    return printable(all + ": " + finding.message.str());
}

bool is_error(const bpmn::Finding& finding) { return finding.severity == bpmn::Severity::error; }

std::string verdict(const std::vector<bpmn::Finding>& findings)
{
    std::string all;
    for (const bpmn::Finding& one : findings) {
        if (is_error(one)) all += (all.empty() ? "" : " | ") + words(one);
    }
    if (!all.empty()) return all;
    if (findings.empty()) return "ok";
    return "ok (" + std::to_string(findings.size()) + (findings.size() == 1 ? " warning)" : " warnings)");
}

// Whether the model may be deployed.
bool check_model(const std::filesystem::path& file, bool each)
{
    std::cout << printable(file.string()) << ": ";
    const auto document = read_model(file);
    if (!document) {
        std::cout << printable("XML: " + document.error().message.str()) << "\n";
        return false;
    }
    const auto findings = bpmn::check(*document);
    std::cout << verdict(findings) << "\n";
    for (const bpmn::Finding& one : findings) {
        if (each) std::cout << (is_error(one) ? "  error " : "  warning ") << words(one) << "\n";
    }
    return !bpmn::has_error(findings);
}

}  // namespace

int check_models(const std::vector<std::filesystem::path>& files, bool each)
{
    int code = 0;
    for (const auto& file : files) {
        if (!check_model(file, each)) code = 1;
    }
    return code;
}

}  // namespace lt::app
