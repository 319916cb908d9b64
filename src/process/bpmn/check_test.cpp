#include "process/bpmn/check.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace lt::bpmn {
namespace {

std::filesystem::path samples()
{
    const char* shared = std::getenv("LT_SHARED");
    return std::filesystem::path(shared != nullptr ? shared : "../shared") / "samples/bpmn";
}

std::string contents(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string words(const std::vector<Finding>& findings)
{
    std::string all;
    for (const Finding& one : findings) {
        all += (one.severity == Severity::error ? "error " : "warning ") + one.rule + " line " +
               std::to_string(one.line) + " " + one.element + ": " + one.message.str() + "\n";
    }
    return all;
}

TEST(BpmnCheckSamples, Show)
{
    for (const auto& file : std::filesystem::recursive_directory_iterator(samples())) {
        if (file.path().extension() != ".bpmn") continue;
        const auto document = read(contents(file.path()));
        ASSERT_TRUE(document);
        const auto findings = check(*document);
        const bool invalid = file.path().string().find("/invalid/") != std::string::npos;
        const std::string name = file.path().filename().string();
        if (!invalid && has_error(findings)) std::cout << "VALID REFUSED " << name << "\n" << words(findings);
        if (invalid && !has_error(findings))
            std::cout << "INVALID ACCEPTED " << name << "\n" << words(findings);
        if (invalid && name.starts_with("EXT")) {
            std::string all;
            for (const Finding& one : findings)
                if (one.severity == Severity::error) all += one.rule + ",";
            if (all.find("EXT." + name.substr(3, 3)) == std::string::npos)
                std::cout << "NOT NAMED " << name << "\n" << words(findings);
        }
    }
}

}  // namespace
}  // namespace lt::bpmn
