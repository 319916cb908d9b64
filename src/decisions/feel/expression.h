// FEEL, the expression language of DMN 1.3 (chapter 10): compile a text once, evaluate it often. Pure: an expression sees the variables
// that it is given and the moment, and nothing else; there are no calls out of it. A wrong operation gives null and a warning, as the
// standard says; an expression that takes too much ends in a limit, which is told apart from null.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "decisions/feel/value.h"
#include "kit/base/clock.h"
#include "kit/base/message.h"

namespace lt::feel {

// Where a text is no FEEL; line and column count from 1, in characters.
struct SyntaxError {
    base::Message message{};
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

struct Tree;  // tree.h

// Compiled; cheap to copy, may be evaluated by many threads at once.
class Expression {
public:
    explicit Expression(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
    // Names that are read from outside, each once, in the order of the text. `?` of unary tests is not among them.
    const std::vector<std::string>& reads() const;
    const std::string& text() const;
    const Tree& tree() const { return *tree_; }
    const std::shared_ptr<const Tree>& shared_tree() const { return tree_; }

private:
    std::shared_ptr<const Tree> tree_;
};
using Compiled = std::variant<Expression, SyntaxError>;

// `names`: the variables that there will be. Only those with blanks or signs in them ("Phí thẩm định", "days-left") must be given: they
// can't be told from several words without. Blanks in a row count as one.
Compiled compile(std::string_view text, const std::vector<std::string>& names = {});
// An input entry of a decision table: `-`, `> 5, [1..3]`, `not("a")`, any test with `?`.
Compiled compile_unary_tests(std::string_view text, const std::vector<std::string>& names = {});

// What an expression reads. Each name is asked at most once in an evaluation.
class Scope {
public:
    virtual ~Scope() = default;
    virtual std::optional<Value> find(std::string_view name) const = 0;
};

// The entries of a context.
class ContextScope final : public Scope {
public:
    explicit ContextScope(Value context) : context_(std::move(context)) {}
    std::optional<Value> find(std::string_view name) const override;

private:
    Value context_;
};

// What one evaluation may take. Steps are of similar size (a node, an element of a list, a few characters); memory is the sum of all
// that is made, also of what is given back at once.
struct Limits {
    std::uint64_t steps = 2'000'000;
    std::uint32_t depth = 500;  // of calls and nested expressions; at most kMaxDepth
    std::uint64_t bytes = 64U << 20;
    std::uint32_t warnings = 20;  // further ones are dropped
};
inline constexpr std::uint32_t kMaxDepth = 1000;

enum class Limit : std::uint8_t { none, steps, depth, memory };

struct Warning {
    base::Message message{};
    std::uint32_t line = 1;  // of the expression, or of the file of a model
    std::uint32_t column = 1;
    std::string source{};  // the element of a model that the expression belongs to
};

struct Outcome {
    Value value{};  // null where a limit was exceeded
    Limit exceeded = Limit::none;
    std::vector<Warning> warnings{};

    bool refused() const { return exceeded != Limit::none; }
};

// "Biểu thức vượt quá số bước cho phép." and the like, for Limit::steps …
base::Message message_of(Limit limit);

Outcome evaluate(const Expression& expression, const Scope& scope, const Limits& limits, base::Time now);
// true, false, or null where it can't be said, for the input that `?` stands for.
Outcome evaluate_unary_tests(const Expression& tests, const Value& input, const Scope& scope,
                             const Limits& limits, base::Time now);

}  // namespace lt::feel
