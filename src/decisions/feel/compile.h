// compile() with what a model knows besides: its types, and the names of components.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/feel/expression.h"
#include "decisions/feel/names.h"
#include "decisions/feel/type.h"

namespace lt::feel {

// What all expressions of a model share.
struct Vocabulary {
    Names keys{};  // of contexts, behind a dot
    Names type_names{};
    std::map<std::string, TypeRef, std::less<>> types{};  // by normal name

    void add_type(std::string_view name, TypeRef type);
};

struct Known {
    Names names{};                           // variables
    const Vocabulary* vocabulary = nullptr;  // outlives the call
};

enum class Grammar : std::uint8_t { expression, unary_tests };
Compiled compile_with(std::string_view text, const Known& known, Grammar grammar);

}  // namespace lt::feel
