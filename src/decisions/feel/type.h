// Types of FEEL: what `instance of` asks for, and what variables, parameters and results are made to conform to (DMN 1.3, 10.3.2.9).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decisions/feel/value.h"

namespace lt::feel {

struct Type;
using TypeRef = std::shared_ptr<const Type>;

struct Type {
    enum class Form : std::uint8_t {
        any,
        scalar,    // `kind`
        list,      // of parts[0]
        range,     // of parts[0]
        context,   // with `fields`; of any form where there are none
        function,  // parts: parameters, then the result; without parts any function
        unknown    // a name that nobody defined: nothing is of it
    };
    Form form = Form::any;
    Kind kind = Kind::null;
    std::vector<TypeRef> parts{};
    std::vector<std::pair<std::string, TypeRef>> fields{};
    // What a definition of the model allows besides; true for every value where it is empty.
    struct Allowed {
        virtual ~Allowed() = default;
        virtual bool admits(const Value& value) const = 0;
    };
    std::shared_ptr<const Allowed> allowed{};
};

TypeRef any_type();
// "number", "days and time duration", "Any" …; nullptr for another name.
TypeRef named_type(std::string_view name);

// Whether the value is of the type; null conforms to every type but is an instance of none.
bool conforms(const Value& value, const Type& type);
bool is_instance(const Value& value, const Type& type);
// The value, the element of a list of one, a list of the one, midnight UTC of a date: what conforms. Null otherwise.
Value coerced(const Value& value, const Type& type);

}  // namespace lt::feel
