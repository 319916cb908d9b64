// Item definitions (DMN 1.3, 7.3.3).
#include "decisions/dmn/types.h"

#include <algorithm>
#include <set>

#include "decisions/dmn/allowed.h"

namespace lt::dmn {
namespace {

using base::msg;
using feel::Type;
using feel::TypeRef;

// Enough for any list of values of one field, and little for what a hostile model makes of it.
constexpr feel::Limits kTestLimits{5000, 100, 1 << 20, 0};
constexpr std::size_t kDeepestType = 20;

class Nothing final : public feel::Scope {
public:
    std::optional<feel::Value> find(std::string_view) const override { return std::nullopt; }
};

class Definitions {
public:
    Definitions(const Element& definitions, ModelBody& body, std::vector<Finding>& findings)
        : body_(body), findings_(findings)
    {
        for (const auto& child : definitions.children) {
            if (child->name != "itemDefinition") continue;
            const std::string name = feel::normal_name(child->attribute("name"));
            elements_.emplace(name, child.get());
            order_.push_back(name);
        }
    }

    void run()
    {
        for (const std::string& name : order_) (void)defined(name, 0);
        for (const auto& [name, type] : made_) body_.vocabulary.add_type(name, type);
    }

private:
    TypeRef defined(const std::string& name, std::size_t depth)
    {
        if (const auto made = made_.find(name); made != made_.end()) return made->second;
        const auto element = elements_.find(name);
        if (element == elements_.end()) return nullptr;
        if (!open_.insert(name).second || depth > kDeepestType) {
            report(*element->second, msg("Kiểu dữ liệu được định nghĩa bằng chính nó."));
            return feel::any_type();
        }
        TypeRef type = made_of(*element->second, depth);
        open_.erase(name);
        made_[name] = type;
        return type;
    }

    TypeRef named(std::string_view raw, const Element& where, std::size_t depth)
    {
        std::string name = feel::normal_name(raw);
        if (name.empty()) return feel::any_type();
        if (TypeRef known = defined(name, depth + 1)) return known;
        for (const char* prefix : {"feel:", "feel."}) {
            if (name.starts_with(prefix)) name.erase(0, 5);
        }
        if (TypeRef standard = feel::named_type(name)) return standard;
        report(where, {msg("Không có kiểu dữ liệu \"{{type}}\"."), {{"type", std::string(raw)}}});
        return feel::any_type();
    }

    TypeRef made_of(const Element& element, std::size_t depth)
    {
        auto type = std::make_shared<Type>();
        const Element* reference = element.child("typeRef");
        if (element.child("itemComponent") != nullptr) {
            if (depth > kDeepestType) report(element, msg("Kiểu dữ liệu lồng nhau quá sâu."));
            type->form = Type::Form::context;
            for (const auto& child : element.children) {
                if (child->name != "itemComponent" || depth > kDeepestType) continue;
                std::string key = feel::normal_name(child->attribute("name"));
                body_.vocabulary.keys.add(key);
                TypeRef part = made_of(*child, depth + 1);
                type->fields.emplace_back(std::move(key), std::move(part));
            }
        } else if (reference != nullptr) {
            *type = *named(reference->text, element, depth);
        } else if (element.child("functionItem") != nullptr) {
            *type = *function_of(*element.child("functionItem"), depth);
        }
        add_allowed(element, *type);
        if (element.attribute("isCollection") != "true") return type;
        auto list = std::make_shared<Type>();
        list->form = Type::Form::list;
        list->parts.push_back(std::move(type));
        // With DMN 1.5 the elements may be restrained (allowedValues) and the list itself (typeConstraint).
        if (const Element* constraint = element.child("typeConstraint"))
            list->allowed = tests_of(*constraint, element);
        return list;
    }

    TypeRef function_of(const Element& item, std::size_t depth)
    {
        auto type = std::make_shared<Type>();
        type->form = Type::Form::function;
        for (const auto& child : item.children) {
            if (child->name == "parameters")
                type->parts.push_back(named(child->attribute("typeRef"), item, depth));
        }
        type->parts.push_back(named(item.attribute("outputTypeRef"), item, depth));
        return type;
    }

    void add_allowed(const Element& element, Type& type)
    {
        const Element* allowed = element.child("allowedValues");
        if (allowed == nullptr && element.attribute("isCollection") != "true")
            allowed = element.child("typeConstraint");
        if (allowed != nullptr) type.allowed = tests_of(*allowed, element);
    }

    std::shared_ptr<const Type::Allowed> tests_of(const Element& tests, const Element& definition)
    {
        try {
            const Surroundings around{&body_, {{}, nullptr}, definition.label()};
            return std::make_shared<AllowedValues>(read_text(tests, around, feel::Grammar::unary_tests));
        } catch (Wrong& wrong) {
            findings_.push_back(std::move(wrong.finding));
            return nullptr;
        }
    }

    void report(const Element& element, base::Message message)
    {
        findings_.push_back({std::move(message), element.label(), element.line});
    }

    ModelBody& body_;
    std::vector<Finding>& findings_;
    std::map<std::string, const Element*, std::less<>> elements_{};
    std::vector<std::string> order_{};
    std::map<std::string, TypeRef, std::less<>> made_{};
    std::set<std::string> open_{};
};

}  // namespace

bool AllowedValues::admits(const feel::Value& value) const
{
    const feel::Outcome outcome =
        feel::evaluate_unary_tests(tests_.expression, value, Nothing(), kTestLimits, {});
    return outcome.value.is_true();
}

feel::TypeRef type_named(std::string_view raw, const ModelBody& body)
{
    std::string name = feel::normal_name(raw);
    if (name.empty()) return nullptr;
    if (const auto known = body.vocabulary.types.find(name); known != body.vocabulary.types.end())
        return known->second;
    for (const char* prefix : {"feel:", "feel."}) {
        if (name.starts_with(prefix)) name.erase(0, 5);
    }
    return feel::named_type(
        name);  // what is unknown restrains nothing: read_types() has told of it where it is defined
}

void read_types(const Element& definitions, ModelBody& body, std::vector<Finding>& findings)
{
    Definitions(definitions, body, findings).run();
}

}  // namespace lt::dmn
