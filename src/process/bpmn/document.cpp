#include "process/bpmn/document.h"

#include <algorithm>
#include <charconv>

namespace lt::bpmn {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kWhite = " \t\r\n";
    const std::size_t from = text.find_first_not_of(kWhite);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(kWhite) - from + 1);
}

namespace {

std::string_view local_part(std::string_view qname)
{
    const std::size_t colon = qname.find(':');
    return colon == std::string_view::npos ? qname : qname.substr(colon + 1);
}

}  // namespace

Children::Iterator::Iterator(const Element* at, std::optional<Tag> only) : at_(at), only_(only) { skip(); }

Children::Iterator& Children::Iterator::operator++()
{
    at_ = at_->next;
    skip();
    return *this;
}

Children::Iterator Children::Iterator::operator++(int)
{
    const Iterator before = *this;
    ++*this;
    return before;
}

void Children::Iterator::skip()
{
    while (only_ && at_ != nullptr && at_->tag != *only_) at_ = at_->next;
}

std::size_t Children::size() const { return std::size_t(std::distance(begin(), end())); }

const Element* Element::first(Tag wanted) const
{
    const auto found = children(wanted);
    return found.empty() ? nullptr : &*found.begin();
}

std::string_view Element::trimmed() const { return bpmn::trimmed(text); }

std::string_view Element::text_of(Tag child) const
{
    const Element* const found = first(child);
    return found == nullptr ? std::string_view() : found->trimmed();
}

std::optional<std::string_view> Element::attribute(std::string_view wanted) const
{
    return attribute({}, wanted);
}

std::optional<std::string_view> Element::attribute(std::string_view wanted_space,
                                                   std::string_view wanted) const
{
    for (const Attribute& one : attributes) {
        if (one.local == wanted && one.space == wanted_space) return one.value;
    }
    return std::nullopt;
}

bool Element::flag(std::string_view wanted) const
{
    const std::string_view value = bpmn::trimmed(attribute(wanted).value_or(""));
    if (value == "true" || value == "1") return true;
    if (value == "false" || value == "0") return false;
    return wanted == "cancelActivity" || wanted == "isInterrupting" || wanted == "cancelRemainingInstances" ||
           wanted == "waitForCompletion" || wanted == "isImmediate";
}

std::int64_t Element::number(std::string_view wanted, std::int64_t otherwise) const
{
    const auto value = attribute(wanted);
    if (!value) return otherwise;
    std::string_view digits = bpmn::trimmed(*value);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? number : otherwise;
}

bool Element::is_formal() const
{
    if (tag == Tag::formalExpression) return true;
    return local_part(bpmn::trimmed(attribute(kXsiSpace, "type").value_or(""))) == "tFormalExpression";
}

const Element* Element::reference(std::string_view wanted) const
{
    const auto value = attribute(wanted);
    return value ? resolve(*value) : nullptr;
}

const Element* Element::reference(Tag child) const
{
    const Element* const found = first(child);
    return found != nullptr ? found->referenced() : nullptr;
}

const Element* Element::referenced() const { return resolve(text); }

bool Element::is_inside(const Element& ancestor) const
{
    if (model != ancestor.model || index < ancestor.index) return false;
    for (const Element* at = this; at != nullptr; at = at->parent) {
        if (at == &ancestor) return true;
    }
    return false;
}

const Element* Element::enclosing(bool (*kind)(Tag)) const
{
    const Element* at = parent;
    while (at != nullptr && !kind(at->tag)) at = at->parent;
    return at;
}

const Element* Element::resolve(std::string_view qname) const
{
    qname = bpmn::trimmed(qname);
    if (qname.empty()) return nullptr;
    const std::size_t colon = qname.find(':');
    const std::string_view prefix =
        colon == std::string_view::npos ? std::string_view() : qname.substr(0, colon);
    const std::string_view wanted = local_part(qname);
    // Tools write ids of the same file without a prefix, whatever the default namespace is.
    if (prefix.empty()) {
        if (const Element* own = model->by_id(wanted)) return own;
    }
    const auto declared = prefix.empty() ? std::nullopt : namespace_of(prefix);
    if (!declared && !prefix.empty()) return nullptr;
    const std::string_view uri = declared.value_or("");
    if (!prefix.empty() && uri == model->target_namespace()) {
        if (const Element* own = model->by_id(wanted)) return own;
    }
    return model->imported(wanted, declared);
}

std::optional<std::string_view> Element::namespace_of(std::string_view prefix) const
{
    const Namespace* declared = scope;
    while (declared != nullptr && declared->prefix != prefix) declared = declared->outer;
    return declared != nullptr ? std::optional(declared->uri) : std::nullopt;
}

const Element* Model::by_id(std::string_view id) const
{
    const auto found =
        std::lower_bound(by_id_.begin(), by_id_.end(), id,
                         [](const Element* one, std::string_view key) { return one->id < key; });
    return found != by_id_.end() && (*found)->id == id ? *found : nullptr;
}

const Element* Model::imported(std::string_view id, std::optional<std::string_view> space) const
{
    for (const Import& import : imports_) {
        if (import.model == nullptr || (space && import.model->target_namespace() != *space)) continue;
        if (const Element* found = import.model->by_id(id)) return found;
    }
    return nullptr;
}

bool Model::lacks_import_of(std::string_view space) const
{
    if (imports_.empty()) return wants_imports_;  // nothing was loaded at all
    return std::any_of(imports_.begin(), imports_.end(), [&](const Import& import) {
        return import.model == nullptr && import.element->attribute("namespace") == space;
    });
}

std::vector<const Element*> Document::processes() const
{
    std::vector<const Element*> found;
    for (const Element& process : root().children(Tag::process)) found.push_back(&process);
    return found;
}

const Element* Document::shape_of(std::string_view id) const
{
    const auto found =
        std::lower_bound(shapes_.begin(), shapes_.end(), id,
                         [](const auto& one, std::string_view key) { return one.first < key; });
    return found != shapes_.end() && found->first == id ? found->second : nullptr;
}

}  // namespace lt::bpmn
