// The constraints as a list: what each is about, what must hold, what is said when it does not.
#pragma once

#include <span>

#include "process/bpmn/check.h"
#include "process/bpmn/rules/facts.h"

namespace lt::bpmn {

enum class Weight : std::uint8_t {
    error,
    executable,  // an error in an executable process and in what such a model shares, a warning in a drawing
    inside,      // an error inside an executable process, otherwise a warning
    warning,
};

struct Rule {
    std::string_view number{};
    Weight weight = Weight::error;
    bool (*about)(Tag) = nullptr;
    const char* message = nullptr;
    bool (*holds)(const Facts&, const Element&) = nullptr;
};

// By theme, one file each.
std::span<const Rule> general_rules();  // ids, formats, expressions
std::span<const Rule> flow_rules();     // sequence flows, levels, links
std::span<const Rule> gateway_rules();
std::span<const Rule> event_rules();          // which definition may stand where, boundary events
std::span<const Rule> definition_rules();     // what event definitions need
std::span<const Rule> activity_rules();       // activities, sub-processes, loops
std::span<const Rule> data_rules();           // data objects, inputs, outputs, sets, associations
std::span<const Rule> operation_rules();      // items of messages, operations, called elements
std::span<const Rule> collaboration_rules();  // pools, message flows, choreographies, conversations
std::span<const Rule> advice();               // our own warnings

// The beginning of what a file says of itself, not longer than a message bears.
std::string shown(std::string_view text);

// Collects what was found.
class Report {
public:
    explicit Report(const Document& document) : model_(document.model()) {}
    void add(Severity severity, std::string_view rule, const Element& element, base::Message message);
    std::vector<Finding> sorted();

private:
    const Model& model_;
    std::vector<Finding> findings_{};
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
};

void check_schema(const Document& document, Report& report);  // "XSD" and "REF"

}  // namespace lt::bpmn
