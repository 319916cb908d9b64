// Walks over a model with the table of its content model: rule "XSD"; and over its references: rule "REF".
#include <algorithm>

#include "process/bpmn/lexical.h"
#include "process/bpmn/rules/rules.h"
#include "process/bpmn/schema.h"

namespace lt::bpmn {
namespace {

using base::Message;

std::string written(const Element& element) { return shown(element.local); }

bool is_foreign(const Element& element)
{
    return element.tag == Tag::other && element.space != kModelSpace && element.space != kDrawingSpace &&
           element.space != kDcSpace && element.space != kDiSpace;
}

// The drawing's own place for what is foreign.
bool is_drawing_extension(const Element& element)
{
    return element.space == kDiSpace && element.local == "extension";
}

bool accepts(const Particle& particle, const Element& child)
{
    return child.tag != Tag::other && particle.tags.test(std::size_t(child.tag));
}

bool is_value(const Simple& simple, std::string_view text)
{
    switch (simple.type) {
    case ValueType::text: return true;
    case ValueType::boolean: return text == "true" || text == "false" || text == "1" || text == "0";
    case ValueType::integer: return is_integer(text);
    case ValueType::int32: return is_integer(text) && text.size() <= 11;
    case ValueType::decimal: return is_decimal(text);
    case ValueType::uri: return is_uri(text);
    case ValueType::id:
    case ValueType::idref: return is_ncname(text);
    case ValueType::qname: {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) return is_ncname(text);
        return is_ncname(text.substr(0, colon)) && is_ncname(text.substr(colon + 1));
    }
    case ValueType::choice:
        return std::find(simple.choices.begin(), simple.choices.end(), text) != simple.choices.end();
    case ValueType::implementation:
        return is_uri(text) ||
               std::find(simple.choices.begin(), simple.choices.end(), text) != simple.choices.end();
    }
    return false;
}

class SchemaCheck {
public:
    SchemaCheck(const Document& document, Report& report) : document_(document), report_(report)
    {
        for (const Element& element : document.model().elements())
            if (element.id.empty()) without_id_.set(std::size_t(element.tag));
    }

    void run() { walk(document_.root(), *type_of(Tag::definitions)); }

private:
    void walk(const Element& element, const Type& type);
    const Type& actual(const Element& element, const Type& declared);
    void check_attributes(const Element& element, const Type& type);
    void check_children(const Element& element, const Type& type);
    void descend(const Element& child, const std::vector<Particle>& order);
    void check_value(const Element& element, const Simple& simple, std::string_view name,
                     std::string_view text);
    void check_reference(const Element& element, const Simple& simple, std::string_view name,
                         std::string_view text);
    void dangling(const Element& element, const Simple& simple, std::string_view name, std::string_view text);

    // What is wrong with a drawing keeps no process from running.
    Severity severity() const { return in_drawing_ ? Severity::warning : Severity::error; }
    void wrong(const Element& element, Message message)
    {
        report_.add(severity(), "XSD", element, std::move(message));
    }

    const Document& document_;
    Report& report_;
    Tags without_id_{};  // kinds of which an element has none
    bool in_drawing_ = false;
};

const Type& SchemaCheck::actual(const Element& element, const Type& declared)
{
    const auto given = element.attribute(kXsiSpace, "type");
    if (!given) return declared;
    // Only the local part is looked at: tools forget the prefix.
    std::string_view name = trimmed(*given);
    name.remove_prefix(std::min(name.size(), name.find(':') + 1));
    const Type* found = nullptr;
    if (name.starts_with('t') && name.size() > 1) {
        std::string own(name.substr(1));
        own[0] = own[0] >= 'A' && own[0] <= 'Z' ? char(own[0] + 32) : own[0];
        found = type_named(own);
    }
    if (found != nullptr && derives(*found, declared)) return *found;
    wrong(element, {base::msg("Phần tử {{name}} ghi kiểu (xsi:type) {{type}} không dùng được ở đây."),
                    {{"name", written(element)}, {"type", shown(*given)}}});
    return declared;
}

void SchemaCheck::walk(const Element& element, const Type& declared)
{
    const bool was_in_drawing = in_drawing_;
    in_drawing_ = in_drawing_ || element.tag == Tag::BPMNDiagram;
    const Type& type = actual(element, declared);
    check_attributes(element, type);
    if (!element.text.empty() && !type.takes_text) {
        wrong(element, {base::msg("Phần tử {{name}} không được chứa chữ."), {{"name", written(element)}}});
    }
    check_children(element, type);
    in_drawing_ = was_in_drawing;
}

void SchemaCheck::check_attributes(const Element& element, const Type& type)
{
    for (const Attribute& one : element.attributes) {
        if (!one.space.empty()) {
            const bool is_known = type.takes_others || one.space == kXsiSpace ||
                                  one.space == "http://www.w3.org/XML/1998/namespace";
            if (is_known) continue;
            report_.add(
                Severity::warning, "XSD", element,
                {base::msg(
                     "Thuộc tính {{attribute}} của không gian tên khác không được phép ở phần tử {{name}}."),
                 {{"attribute", shown(one.local)}, {"name", written(element)}}});
            continue;
        }
        const auto rule = std::find_if(type.attributes.begin(), type.attributes.end(),
                                       [&](const AttributeRule& known) { return known.name == one.local; });
        if (rule == type.attributes.end()) {
            wrong(element, {base::msg("Phần tử {{name}} không có thuộc tính {{attribute}}."),
                            {{"name", written(element)}, {"attribute", shown(one.local)}}});
            continue;
        }
        check_value(element, rule->simple, one.local,
                    rule->simple.type == ValueType::text ? one.value : trimmed(one.value));
    }
    for (const AttributeRule& rule : type.attributes) {
        if (!rule.is_required || element.attribute(rule.name)) continue;
        wrong(element, {base::msg("Phần tử {{name}} thiếu thuộc tính {{attribute}}."),
                        {{"name", written(element)}, {"attribute", std::string(rule.name)}}});
    }
}

// Which child breaks an order, or null with the name of what is missing at the end.
struct Break {
    const Element* child = nullptr;
    std::string_view missing{};
};

std::optional<Break> break_of(const Element& element, const std::vector<Particle>& order)
{
    std::size_t at = 0;
    std::uint32_t count = 0;
    for (const Element& child : element.children()) {
        if (is_foreign(child) || is_drawing_extension(child)) continue;  // told apart elsewhere
        while (at < order.size() && (!accepts(order[at], child) || count == order[at].most)) {
            if (count < order[at].least) return Break{&child, order[at].name};
            ++at;
            count = 0;
        }
        if (at == order.size()) return Break{&child, {}};
        ++count;
    }
    for (; at < order.size(); ++at, count = 0) {
        if (count < order[at].least) return Break{nullptr, order[at].name};
    }
    return std::nullopt;
}

void SchemaCheck::check_children(const Element& element, const Type& type)
{
    if (type.takes_anything) return;
    const std::vector<Particle>* best = &type.alternatives.front();
    std::optional<Break> broken;
    std::uint32_t furthest = 0;
    for (const auto& order : type.alternatives) {
        const auto found = break_of(element, order);
        const std::uint32_t reached = !found                    ? UINT32_MAX
                                      : found->child == nullptr ? UINT32_MAX - 1
                                                                : found->child->index;
        if (&order != &type.alternatives.front() && reached <= furthest) continue;
        furthest = reached;
        broken = found;
        best = &order;
    }
    if (type.is_extension) {
        broken = std::nullopt;
        for (const Element& child : element.children()) {
            if (!broken && !is_foreign(child)) broken = Break{&child, {}};
        }
    }
    if (broken && broken->child != nullptr) {
        wrong(*broken->child,
              {base::msg(
                   "Phần tử {{name}} không được đặt ở đây trong {{parent}}: thừa, sai chỗ hoặc sai thứ tự."),
               {{"name", written(*broken->child)}, {"parent", written(element)}}});
    } else if (broken) {
        std::string_view missing = broken->missing;
        missing.remove_prefix(missing.starts_with('@') ? 1 : 0);
        wrong(element, {base::msg("Phần tử {{name}} thiếu phần tử con {{child}}."),
                        {{"name", written(element)}, {"child", std::string(missing)}}});
    }
    if (type.is_extension) return;
    for (const Element& child : element.children()) {
        if (!is_foreign(child)) {
            descend(child, *best);
        } else {
            report_.add(
                Severity::warning, "XSD", child,
                {base::msg(
                     "Phần tử {{name}} của không gian tên khác chỉ được đặt trong extensionElements; hệ thống bỏ qua."),
                 {{"name", written(child)}}});
        }
    }
}

void SchemaCheck::descend(const Element& child, const std::vector<Particle>& order)
{
    const auto particle =
        std::find_if(order.begin(), order.end(), [&](const Particle& one) { return accepts(one, child); });
    if (particle != order.end() && particle->simple) {
        if (child.first_child != nullptr) {
            wrong(child,
                  {base::msg("Phần tử {{name}} chỉ chứa một tham chiếu."), {{"name", written(child)}}});
        }
        static const Type kNoAttributes;
        check_attributes(child, kNoAttributes);
        check_value(child, *particle->simple, child.local, child.trimmed());
        return;
    }
    const Type* type =
        particle != order.end() && particle->type != nullptr ? particle->type : type_of(child.tag);
    if (type != nullptr) walk(child, *type);
}

void SchemaCheck::check_value(const Element& element, const Simple& simple, std::string_view name,
                              std::string_view text)
{
    if (!is_value(simple, text)) {
        wrong(element, {base::msg("Giá trị {{value}} của {{attribute}} không đúng kiểu."),
                        {{"value", shown(text)}, {"attribute", std::string(name)}}});
    } else if (simple.target != Target::unchecked) {
        check_reference(element, simple, name, text);
    }
}

void SchemaCheck::check_reference(const Element& element, const Simple& simple, std::string_view name,
                                  std::string_view text)
{
    const Element* const found =
        simple.type == ValueType::idref ? element.model->by_id(text) : element.resolve(text);
    if (found == nullptr) return dangling(element, simple, name, text);
    if (simple.target == Target::any || simple.kinds.test(std::size_t(found->tag))) return;
    report_.add(severity(), "REF", element,
                {base::msg("{{attribute}} chỉ tới {{id}} là phần tử {{kind}}, sai loại."),
                 {{"attribute", std::string(name)}, {"id", shown(text)}, {"kind", written(*found)}}});
}

void SchemaCheck::dangling(const Element& element, const Simple& simple, std::string_view name,
                           std::string_view text)
{
    Severity weight = severity();
    if (element.tag == Tag::signal) weight = Severity::warning;  // its schema asks for no item of the model
    const std::size_t colon = text.find(':');
    const auto space =
        colon == std::string_view::npos ? std::nullopt : element.namespace_of(text.substr(0, colon));
    if (space && *space != element.model->target_namespace()) {
        // A type of another language, or a file that could not be had, which is told once where it is imported.
        const bool is_type = simple.kinds.test(std::size_t(Tag::itemDefinition));
        if (is_type || element.model->lacks_import_of(*space)) weight = Severity::warning;
    }
    report_.add(weight, "REF", element,
                {base::msg("{{attribute}} chỉ tới {{id}}, không có phần tử nào mang mã này."),
                 {{"attribute", std::string(name)}, {"id", shown(text)}}});
    if (!space && (simple.kinds & without_id_).any()) {
        report_.add(
            weight, "EXT.003", element,
            base::msg("Phần tử được chỉ tới phải có mã (id); trong tệp có phần tử cùng loại không có mã."));
    }
}

}  // namespace

void check_schema(const Document& document, Report& report) { SchemaCheck(document, report).run(); }

}  // namespace lt::bpmn
