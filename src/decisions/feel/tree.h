// The compiled form of an expression, for the files of this folder and for decision tables.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "decisions/feel/type.h"
#include "decisions/feel/value.h"

namespace lt::feel {

enum class Op : std::uint8_t {
    literal,     // value
    local,       // slot
    global,      // slot: index into Tree::reads; name
    list,        // kids
    context,     // kids, names; slots: where later entries read each
    interval,    // kids low, high; detail: bits of Bound
    comparison,  // kid: `< 5` as a value; detail: Compare
    negate,      // kid
    sum,         // kids, signs: "+-" between them
    product,     // kids, signs: "*/"
    power,       // two kids
    compare,     // two kids; detail: Compare
    between,     // three kids
    member,      // kid, then tests; slot: where `?` is
    either,      // or: kids
    both,        // and: kids
    condition,   // if: three kids
    loop,        // for: sources, then the body; slots; slot: partial, or none
    some,        // sources, condition; slots
    every,       // sources, condition; slots
    span,        // a..b of a loop: two kids
    function,    // kid: body; shape
    instance,    // kid; type
    path,        // kid; name
    filter,      // kids list, condition; slot: item
    call,        // kids: callee, arguments; names where they are named
    tests,       // kids; detail: 1 if the whole is negated
    any_test,    // `-`
    test         // a unary test that is an expression: kid; detail: 1 if it asks for `?` itself
};

enum class Compare : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal };
enum Bound : std::uint8_t { low_closed = 1, high_closed = 2 };

inline constexpr std::uint32_t kNoSlot = ~std::uint32_t(0);

struct Node;
using NodePtr = std::unique_ptr<Node>;

// Slots of a function's own frame: parameters, what it captures, then its locals.
struct FunctionShape {
    std::vector<std::string> parameters{};
    std::vector<TypeRef> types{};
    struct Capture {
        bool from_global = false;
        std::uint32_t slot = 0;  // in the frame around, or of Tree::reads
        std::uint32_t own = 0;   // in this frame
    };
    std::vector<Capture> captures{};
    std::uint32_t frame = 0;  // slots in all
};

struct Node {
    Op op = Op::literal;
    std::uint8_t detail = 0;
    std::uint16_t depth = 1;
    std::uint32_t offset = 0;  // byte of the text
    std::uint32_t slot = kNoSlot;
    Value value{};
    std::string name{};  // also the signs of sums and products
    std::vector<NodePtr> kids{};
    std::vector<std::string> names{};
    std::vector<std::uint32_t> slots{};
    // Slots of the elements of filters around, from inside out: an entry of one of them hides the variable.
    std::vector<std::uint32_t> items{};
    TypeRef type{};
    std::unique_ptr<FunctionShape> shape{};
};

struct Tree {
    std::string text{};
    std::vector<std::string> reads{};
    NodePtr root{};
    std::uint32_t frame = 0;        // slots of the outermost frame
    std::uint32_t input = kNoSlot;  // where `?` is, in unary tests
};

}  // namespace lt::feel
