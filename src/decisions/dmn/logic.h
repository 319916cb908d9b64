// Boxed expressions (DMN 1.3, 7.3 and 10.2).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decisions/dmn/model.h"
#include "decisions/dmn/xml.h"
#include "decisions/feel/machine.h"

namespace lt::dmn {

class Logic {
public:
    Logic(std::string element, int line) : element_(std::move(element)), line_(line) {}
    virtual ~Logic() = default;
    Logic(const Logic&) = delete;
    Logic& operator=(const Logic&) = delete;

    // The value, made to conform to the type that is written beside the expression.
    feel::Value eval(feel::Machine& machine, const feel::Scope& scope) const;
    void set_type(feel::TypeRef type) { type_ = std::move(type); }

protected:
    virtual feel::Value work(feel::Machine& machine, const feel::Scope& scope) const = 0;
    const std::string& element() const { return element_; }

private:
    std::string element_;
    int line_;
    feel::TypeRef type_{};
};
using LogicPtr = std::unique_ptr<Logic>;

// Entries that hide those of the scope around.
class Inner final : public feel::Scope {
public:
    explicit Inner(const feel::Scope& outer) : outer_(outer) {}
    void add(std::string name, feel::Value value) { entries_.push_back({std::move(name), std::move(value)}); }
    void set(std::size_t index, feel::Value value) { entries_[index].value = std::move(value); }
    std::optional<feel::Value> find(std::string_view name) const override;

private:
    const feel::Scope& outer_;
    std::vector<feel::Entry> entries_{};
};

// A FEEL text of the model, its warnings placed at its element.
struct Text {
    feel::Expression expression;
    std::string element;
    int line = 0;

    feel::Value eval(feel::Machine& machine, const feel::Scope& scope) const;
    feel::Value test(feel::Machine& machine, const feel::Value& input, const feel::Scope& scope) const;
};

// Conforming to the type, or null with a warning.
feel::Value conforming(feel::Machine& machine, const feel::Value& value, const feel::TypeRef& type);

// What a piece of logic sees when it is compiled.
struct Surroundings {
    const ModelBody* body = nullptr;
    feel::Known known{};
    std::string element{};  // whose logic it is

    Surroundings with(const std::vector<std::string>& names) const;
};

[[noreturn]] void wrong_at(const Element& element, const std::string& label, base::Message message);

// The logic that stands in the element; nullptr where there is none. Throws Wrong.
LogicPtr read_logic(const Element& holder, const Surroundings& around);
LogicPtr read_table(const Element& table, const Surroundings& around);
LogicPtr read_iteration(const Element& element,
                        const Surroundings& around);  // of 1.4: if, for, some, every, filter

feel::TypeRef type_named(std::string_view name, const ModelBody& body);  // nullptr for ""
// The `text` in the element, compiled. Throws Wrong with its line.
Text read_text(const Element& element, const Surroundings& around, feel::Grammar grammar);

}  // namespace lt::dmn
