// What the engine asks of a language of expressions. The engine's own is FEEL; a test adapter brings another.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/feel/value.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::engine {

using feel::Value;

// What an expression reads: the variables in sight, the innermost first.
class Sight {
public:
    virtual ~Sight() = default;
    virtual std::optional<Value> find(std::string_view name) const = 0;
};

// Compiled; evaluated by many threads at once.
class Expression {
public:
    virtual ~Expression() = default;
    // Refused: what is no value but a failure, such as a limit that was exceeded.
    virtual base::Result<Value> evaluate(const Sight& sight, base::Time now) const = 0;
};

class Expressions {
public:
    virtual ~Expressions() = default;
    // `names`: the variables that the model declares. Refused: a text that is not of the language.
    virtual base::Result<std::unique_ptr<const Expression>> compile(
        std::string_view text, const std::vector<std::string>& names) const = 0;
};

// DMN 1.3, bounded in time and memory.
class FeelExpressions final : public Expressions {
public:
    base::Result<std::unique_ptr<const Expression>> compile(
        std::string_view text, const std::vector<std::string>& names) const override;
};

}  // namespace lt::engine
