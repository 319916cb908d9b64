// The public benchmark's models, read from where the samples lie (LT_SHARED).
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "process/sample/simulation.h"

namespace lt::sample {
namespace {

std::filesystem::path samples()
{
    const char* shared = std::getenv("LT_SHARED");
    return std::filesystem::path(shared != nullptr ? shared : "../shared") / "samples/bpmn";
}

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::vector<std::string> split(const std::string& text, char by)
{
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == by)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::string sorted(const std::string& trace)
{
    auto marks = split(trace, '+');
    std::sort(marks.begin(), marks.end());
    std::string line;
    for (const std::string& mark : marks) line += (line.empty() ? "" : "+") + mark;
    return line;
}

TEST(Samples, EveryCaseGivesItsTrace)
{
    std::ifstream table(samples() / "expected.tsv");
    if (!table) GTEST_SKIP() << "no samples at " << samples() << " (set LT_SHARED)";
    std::string line;
    std::getline(table, line);
    int cases = 0;
    while (std::getline(table, line)) {
        auto fields = split(line, '\t');
        fields.resize(6);
        std::vector<feel::Entry> variables;
        if (!fields[3].empty()) variables.push_back({"test", feel::Value::string(fields[3])});
        for (const std::string& option : split(fields[5], ' '))
            if (option.starts_with("integerVariable="))
                if (const auto variable = parse_variable(option))
                    variables.push_back({variable->first, variable->second});
        const std::string bytes = read_file(samples() / "valid" / fields[0] / (fields[1] + ".bpmn"));
        ASSERT_FALSE(bytes.empty()) << fields[1];
        const std::string trace = join(run_file(bytes, feel::Value::context(variables)));
        if (fields[4] == "ERROR")
            EXPECT_TRUE(trace.starts_with("ERROR")) << fields[1] << " " << fields[2];
        else
            EXPECT_EQ(sorted(trace), sorted(fields[4])) << fields[1] << " " << fields[2];
        ++cases;
    }
    EXPECT_GT(cases, 90);
}

}  // namespace
}  // namespace lt::sample
