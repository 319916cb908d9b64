// Whether a model keeps to the constraints of BPMN 2.0: those of the XML Schema (rule "XSD"), of references ("REF"), and those that
// the standard states in its text, by the numbers under which the research community lists them ("EXT.023"). Checks of our own that
// point out what will hardly work are warnings ("LT.reach"). docs/developer/bpmn-check.md has them all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/message.h"
#include "process/bpmn/document.h"

namespace lt::bpmn {

enum class Severity : std::uint8_t { error, warning };

struct Finding {
    Severity severity = Severity::error;
    std::string rule{};     // one number, or several of the same meaning: "EXT.110,EXT.130,EXT.147"
    std::string element{};  // its id; empty when it has none
    std::string tag{};      // "startEvent"
    std::string file{};     // of an imported file its name; empty for the model itself
    int line = 0;
    base::Message message{};
};

// In the order of lines. At most so many errors and so many warnings: more help nobody, and a hostile model could have millions.
inline constexpr std::size_t kMostFindings = 1000;

// Errors refuse a deployment. Some rules are errors for executable processes and warnings for drawings (isExecutable not true).
std::vector<Finding> check(const Document& document);

bool has_error(const std::vector<Finding>& findings);

}  // namespace lt::bpmn
