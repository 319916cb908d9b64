// Decision models of DMN 1.3 (files of 1.1 to 1.5 as far as they say the same): read once, decide often. Pure: a decision sees its inputs
// and the moment. Boxed expressions are literal expressions, decision tables, contexts, invocations, lists, relations, functions, and the
// conditionals, loops and filters of DMN 1.4.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "decisions/feel/expression.h"
#include "decisions/feel/type.h"
#include "kit/base/clock.h"
#include "kit/base/message.h"

namespace lt::dmn {

// What is wrong with a model: the element (its name, else its id) and its line in the file.
struct Finding {
    base::Message message{};
    std::string element{};
    int line = 0;
};

struct ModelBody;  // model.h

// Cheap to copy, may be used by many threads at once.
class Model {
public:
    explicit Model(std::shared_ptr<const ModelBody> body) : body_(std::move(body)) {}

    struct Entry {
        std::string id{};
        std::string name{};
        feel::TypeRef type{};  // nullptr: any
    };
    // What the file says of itself at its root, dates and basis in attributes of https://lienthong.vn/dmn; "" where it says nothing.
    struct Heading {
        std::string id{};
        std::string name{};
        std::string valid_from{};
        std::string valid_to{};
        std::string basis{};
    };
    const Heading& heading() const;
    std::vector<Entry> decisions() const;
    // The decision that no other one requires: what the model is asked for. Nothing where there are several.
    std::optional<Entry> main_decision() const;
    // Input data that the decision needs, also through others, in the order of the file; of a decision service its parameters. Empty for an
    // unknown decision.
    std::vector<Entry> inputs_of(std::string_view decision) const;
    bool has(std::string_view decision) const;
    const std::shared_ptr<const ModelBody>& body() const { return body_; }

private:
    std::shared_ptr<const ModelBody> body_;
};

// At most so many bytes; elements and nesting are limited, too.
inline constexpr std::size_t kMaxModel = 16U << 20;

// The model, or what is wrong with it (at most 100 findings).
using ReadModel = std::variant<Model, std::vector<Finding>>;
ReadModel read_model(std::string_view xml);

// A rule of a decision table that was met, by its numbers in the file: of the table as in outline.h, of the rule from 1.
struct Hit {
    int table = 0;
    int rule = 0;
    friend bool operator==(const Hit&, const Hit&) = default;
};
struct Decided : feel::Outcome {
    std::vector<Hit> hits{};              // each once, in the order in which they were met
    std::map<int, std::string> tables{};  // that were met: the decision or knowledge model whose table it is
};

// The decision (or decision service) with that id or name, for the inputs of a context by the names of input data. An unknown one is
// null with a warning. A decision that is an input of a decision service may be given, too. Warnings name the element and the line in the
// file. Steps and memory of `limits` are for the whole, with all decisions that it requires.
Decided decide(const Model& model, std::string_view decision, const feel::Value& inputs,
               const feel::Limits& limits, base::Time now);

}  // namespace lt::dmn
