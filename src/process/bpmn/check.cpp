#include "process/bpmn/check.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "kit/base/text.h"
#include "process/bpmn/rules/rules.h"
#include "process/bpmn/schema.h"

namespace lt::bpmn {
namespace {

using RulesByTag = std::array<std::vector<const Rule*>, kTags>;

const RulesByTag& rules_by_tag()
{
    static const RulesByTag all = [] {
        RulesByTag by_tag;
        for (const auto rules :
             {general_rules(), flow_rules(), gateway_rules(), event_rules(), definition_rules(),
              activity_rules(), data_rules(), operation_rules(), collaboration_rules(), advice()}) {
            for (const Rule& rule : rules) {
                for (std::size_t tag = 1; tag < kTags; ++tag) {
                    if (rule.about(Tag(tag))) by_tag[tag].push_back(&rule);
                }
            }
        }
        return by_tag;
    }();
    return all;
}

Severity severity_of(const Rule& rule, const Facts& facts, const Element& element)
{
    if (rule.weight == Weight::error) return Severity::error;
    if (rule.weight == Weight::warning) return Severity::warning;
    if (rule.weight == Weight::inside && !facts.is_in_process(element)) return Severity::warning;
    return facts.is_executable(element) ? Severity::error : Severity::warning;
}

void check_rules(const Document& document, Report& report)
{
    const Facts facts(document);
    for (const Element& element : document.model().elements()) {
        for (const Rule* rule : rules_by_tag()[std::size_t(element.tag)]) {
            if (rule->holds(facts, element)) continue;
            report.add(severity_of(*rule, facts, element), rule->number, element, rule->message);
        }
    }
}

void check_imports(const Document& document, Report& report)
{
    for (const auto& model : document.models()) {
        for (const Import& import : model->imports()) {
            if (!import.found && import.refusal.empty()) {
                report.add(Severity::error, "EXT.001", *import.element,
                           base::msg("Không tìm thấy tệp được nhập (location)."));
            } else if (!import.refusal.empty()) {
                report.add(Severity::error, "EXT.001", *import.element,
                           {base::msg("Tệp được nhập không đọc được: {{reason}}"),
                            {{"reason", import.refusal.str()}}});
            }
        }
    }
}

// Once in a file, and once in all files of one target namespace.
void check_ids(const Document& document, Report& report)
{
    for (const auto& model : document.models()) {
        const auto all = model->with_id();
        for (std::size_t i = 1; i < all.size(); ++i) {
            if (all[i]->id != all[i - 1]->id) continue;
            report.add(Severity::error, "EXT.002", *all[i],
                       {base::msg("Mã {{id}} đã dùng cho phần tử khác trong cùng tệp."),
                        {{"id", shown(all[i]->id)}}});
        }
    }
    for (std::size_t i = 1; i < document.models().size(); ++i) {
        const Model& later = *document.models()[i];
        for (std::size_t j = 0; j < i; ++j) {
            const Model& earlier = *document.models()[j];
            if (later.target_namespace() != earlier.target_namespace()) continue;
            for (const Element* element : later.with_id()) {
                const Element* const other =
                    element->tag < Tag::BPMNDiagram ? earlier.by_id(element->id) : nullptr;
                if (other == nullptr || other->tag >= Tag::BPMNDiagram) continue;
                report.add(Severity::error, "EXT.002", *element,
                           {base::msg("Mã {{id}} đã dùng trong tệp khác của cùng không gian tên."),
                            {{"id", shown(element->id)}}});
            }
        }
    }
}

}  // namespace

std::string shown(std::string_view text) { return base::shorten(text.substr(0, 800), 100); }

void Report::add(Severity severity, std::string_view rule, const Element& element, base::Message message)
{
    std::size_t& count = severity == Severity::error ? errors_ : warnings_;
    if (count == kMostFindings) return;
    ++count;
    findings_.push_back({severity, std::string(rule), shown(element.id), shown(element.local),
                         element.model == &model_ ? std::string() : std::string(element.model->location()),
                         element.line, std::move(message)});
}

std::vector<Finding> Report::sorted()
{
    std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.file, a.line, a.severity, a.rule) < std::tie(b.file, b.line, b.severity, b.rule);
    });
    return std::move(findings_);
}

std::vector<Finding> check(const Document& document)
{
    Report report(document);
    check_imports(document, report);
    check_ids(document, report);
    check_schema(document, report);
    check_rules(document, report);
    return report.sorted();
}

bool has_error(const std::vector<Finding>& findings)
{
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& one) { return one.severity == Severity::error; });
}

}  // namespace lt::bpmn
