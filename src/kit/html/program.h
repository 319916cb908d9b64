// A template ready to run: a flat list of steps. Rendering changes nothing in it, so all threads share one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kit/html/catalogue.h"
#include "kit/html/sources.h"

namespace lt::html {

enum class StepKind : std::uint8_t { text, escaped, raw, section, inverted };

struct Step {
    StepKind kind{};
    std::string text{};               // of kind text
    std::vector<std::string> path{};  // name of the value: {"sender", "name"}; empty for {{.}}
    std::size_t end = 0;              // sections: the step behind the last one inside
};

using Program = std::vector<Step>;

// Compiles every view for one language. `catalogue` is null for the source language; texts it lacks are added
// to `missing` as "file:line: text" and stay in the source language. Throws std::runtime_error "file:line:
// …".
std::map<std::string, Program> compile(const Sources& sources, const Catalogue* catalogue,
                                       std::vector<std::string>& missing);

// Mustache semantics: the first part of a name is looked up from the innermost context outwards, the rest
// inside what was found; null hides a value further out. Falsy are null, false, 0, "", [] and what is not
// there. Objects, arrays and booleans print nothing.
void run(const Program& program, const nlohmann::json& view, std::string& out);

}  // namespace lt::html
