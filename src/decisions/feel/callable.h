// Functions that the evaluator can call: of the language, of an expression, of a model.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "decisions/feel/function.h"
#include "decisions/feel/type.h"

namespace lt::feel {

class Machine;

class Callable : public Function {
public:
    // Arguments in order; wrong ones give null with a warning.
    virtual Value call(Machine& machine, std::vector<Value> arguments) const = 0;
    // By name, in the order of the call.
    virtual Value call_named(Machine& machine, std::span<const std::string> names,
                             std::vector<Value> arguments) const = 0;
    virtual TypeRef type() const = 0;  // nullptr: not known
};

// With parameters that all must be given.
class UserFunction : public Callable {
public:
    UserFunction(std::vector<std::string> parameters, std::vector<TypeRef> types)
        : parameters_(std::move(parameters)), types_(std::move(types))
    {
    }
    Value call(Machine& machine, std::vector<Value> arguments) const final;
    Value call_named(Machine& machine, std::span<const std::string> names,
                     std::vector<Value> arguments) const final;
    TypeRef type() const override;
    const std::vector<std::string>& parameters() const { return parameters_; }

protected:
    virtual Value run(Machine& machine, std::vector<Value> arguments) const = 0;
    virtual TypeRef result_type() const { return nullptr; }

private:
    std::vector<std::string> parameters_;
    std::vector<TypeRef> types_;
};

const Callable* callable_of(const Value& value);  // nullptr where the value is no function

}  // namespace lt::feel
