// Ids, formats of texts, expressions.
#include <algorithm>
#include <array>

#include "process/bpmn/lexical.h"
#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

// An expression where the standard lets its kind open: xsi:type decides whether it is formal.
bool is_expression(Tag tag)
{
    return tag == Tag::completionCondition || tag == Tag::from || tag == Tag::to ||
           tag == Tag::activationCondition || tag == Tag::loopCardinality ||
           tag == Tag::conditionExpression || tag == Tag::loopCondition;
}

bool is_timer(Tag tag) { return tag == Tag::timeDate || tag == Tag::timeDuration || tag == Tag::timeCycle; }

// Formal in the schema, whatever xsi:type says.
bool is_always_formal(const Element& element)
{
    switch (int(element.tag)) {
    case int(Tag::formalExpression):
    case int(Tag::dataPath):
    case int(Tag::messagePath):
    case int(Tag::transformation): return true;
    case int(Tag::condition):
        return element.parent != nullptr && element.parent->tag == Tag::complexBehaviorDefinition;
    default: return false;
    }
}

bool may_be_formal(Tag tag)
{
    return is_expression(tag) || is_timer(tag) || tag == Tag::condition || tag == Tag::formalExpression ||
           tag == Tag::dataPath || tag == Tag::messagePath || tag == Tag::transformation ||
           tag == Tag::expression;
}

// A condition that is plainly a formula has only lost its xsi:type: engines take it as formal.
bool has_lost_its_type(const Element& element)
{
    const bool is_condition = element.tag == Tag::conditionExpression || element.tag == Tag::loopCondition ||
                              element.tag == Tag::completionCondition ||
                              element.tag == Tag::activationCondition;
    return is_condition && is_formula(element.trimmed());
}

// What contains signs that no date has is a formula, and is looked at when it runs.
bool is_timer_formula(std::string_view text)
{
    return text.find_first_of("=()\"'${}#[]<>!&|*") != std::string_view::npos;
}

bool is_iso_timer(const Element& element)
{
    const std::string_view text = element.trimmed();
    if (text.empty() || is_timer_formula(text)) return true;  // an empty one is told elsewhere
    if (element.tag == Tag::timeDate) return is_iso_date_time(text);
    return element.tag == Tag::timeDuration ? is_iso_duration(text) : is_iso_cycle(text);
}

std::string_view script_format(const Element& task)
{
    return trimmed(task.attribute("scriptFormat").value_or(""));
}

// "SEND_RECEIPT", "SEND_receipt2"
bool is_name_of_work(std::string_view word)
{
    const std::string_view first = word.substr(0, word.find('_'));
    return is_ncname(word) && first.size() > 1 &&
           std::all_of(first.begin(), first.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Nothing, or only names of ready-made work: no text of any language.
bool only_names_work(std::string_view script)
{
    constexpr std::string_view kBetween = " \t\r\n;,()";
    while (true) {
        script.remove_prefix(std::min(script.size(), script.find_first_not_of(kBetween)));
        if (script.empty()) return true;
        const std::string_view word = script.substr(0, script.find_first_of(kBetween));
        if (!is_name_of_work(word)) return false;
        script.remove_prefix(word.size());
    }
}

bool lacks_format(const Element& task)
{
    return task.first(Tag::script) != nullptr && !task.attribute("scriptFormat");
}

// Common tools write these names instead of media types.
bool is_language(std::string_view format)
{
    for (const std::string_view one :
         {"javascript", "ecmascript", "groovy", "python", "ruby", "juel", "feel", "java", "lua", "php"}) {
        if (format == one) return true;
    }
    return false;
}

constexpr std::array kGeneralRules{
    Rule{"EXT.002,EXT.003", Weight::error, is_flow_node,
         msg("Phần tử nối với luồng phải có mã (id) để luồng chỉ tới được."),
         [](const Facts&, const Element& e) {
             return !e.id.empty() || (e.first(Tag::incoming) == nullptr && e.first(Tag::outgoing) == nullptr);
         }},
    Rule{"EXT.004,EXT.010", Weight::error,
         [](Tag tag) { return tag == Tag::documentation || tag == Tag::textAnnotation; },
         msg("Định dạng (textFormat) phải là một kiểu MIME như text/plain."),
         [](const Facts&, const Element& e) {
             return is_media_type(trimmed(e.attribute("textFormat").value_or("text/plain")));
         }},
    Rule{"EXT.012", Weight::inside, is_expression,
         msg("Quy trình thực thi cần biểu thức hình thức: thiếu xsi:type=\"tFormalExpression\"."),
         [](const Facts&, const Element& e) { return e.is_formal() || has_lost_its_type(e); }},
    Rule{"EXT.012", Weight::warning, is_expression,
         msg("Biểu thức thiếu xsi:type=\"tFormalExpression\"; hệ thống đọc như biểu thức hình thức."),
         [](const Facts&, const Element& e) { return e.is_formal() || !has_lost_its_type(e); }},
    Rule{"EXT.012", Weight::inside, is_timer,
         msg("Quy trình thực thi cần biểu thức thời gian hình thức: thiếu xsi:type=\"tFormalExpression\"."),
         [](const Facts&, const Element& e) { return e.is_formal(); }},
    Rule{"EXT.013", Weight::executable, may_be_formal, msg("Biểu thức hình thức không được để trống."),
         [](const Facts&, const Element& e) {
             return !(is_always_formal(e) || e.is_formal()) || !e.text.empty();
         }},
    Rule{
        "EXT.014", Weight::error, may_be_formal, msg("Ngôn ngữ của biểu thức (language) phải là một URI."),
        [](const Facts&, const Element& e) { return is_uri(trimmed(e.attribute("language").value_or(""))); }},
    Rule{"EXT.132", Weight::executable, [](Tag tag) { return tag == Tag::timeDate; },
         msg("Thời điểm (timeDate) không đúng dạng ISO 8601, ví dụ 2026-01-31T08:00:00+07:00."),
         [](const Facts&, const Element& e) { return is_iso_timer(e); }},
    Rule{"EXT.133", Weight::executable, [](Tag tag) { return tag == Tag::timeCycle; },
         msg("Chu kỳ (timeCycle) không đúng dạng ISO 8601, ví dụ R3/PT10H."),
         [](const Facts&, const Element& e) { return is_iso_timer(e); }},
    Rule{"EXT.134", Weight::executable, [](Tag tag) { return tag == Tag::timeDuration; },
         msg("Khoảng thời gian (timeDuration) không đúng dạng ISO 8601, ví dụ P5D hoặc PT8H."),
         [](const Facts&, const Element& e) { return is_iso_timer(e); }},
    Rule{"EXT.053", Weight::inside, [](Tag tag) { return tag == Tag::scriptTask; },
         msg("Công việc có kịch bản phải ghi định dạng của kịch bản (scriptFormat)."),
         [](const Facts&, const Element& e) {
             return !lacks_format(e) || only_names_work(e.text_of(Tag::script));
         }},
    Rule{"EXT.053", Weight::warning, [](Tag tag) { return tag == Tag::scriptTask; },
         msg("Công việc có kịch bản phải ghi định dạng của kịch bản (scriptFormat)."),
         [](const Facts&, const Element& e) {
             return !lacks_format(e) || !only_names_work(e.text_of(Tag::script));
         }},
    Rule{"EXT.145", Weight::error, [](Tag tag) { return tag == Tag::scriptTask; },
         msg("Định dạng của kịch bản (scriptFormat) phải là một kiểu MIME như application/javascript."),
         [](const Facts&, const Element& e) {
             const std::string_view format = script_format(e);
             return format.empty() || is_media_type(format) || is_language(format);
         }},
    Rule{"EXT.145", Weight::warning, [](Tag tag) { return tag == Tag::scriptTask; },
         msg("Định dạng của kịch bản ghi tên ngôn ngữ thay vì kiểu MIME; hệ thống vẫn nhận."),
         [](const Facts&, const Element& e) { return !is_language(script_format(e)); }},
};

}  // namespace

std::span<const Rule> general_rules() { return kGeneralRules; }

}  // namespace lt::bpmn
