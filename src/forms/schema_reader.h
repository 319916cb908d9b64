// Reads questions out of a JSON Schema. For this folder's .cpp files only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "forms/schema.h"
#include "kit/base/message.h"

namespace lt::forms {

using Source = nlohmann::ordered_json;  // questions stand in the order of the file

// What is wrong in a schema and where: thrown while reading, made an Error at the edge.
struct Refusal {
    std::string pointer{};
    base::Message message{};
};

// One schema object together with what its $ref leads to; the first that has a key counts.
struct Node {
    std::vector<const Source*> layers{};
    std::string pointer{};
    std::size_t first_shared = 0;  // layers from here on are shared definitions, where x-kind may be used

    const Source* find(const char* key) const;
    std::string text(const char* key, std::size_t limit) const;  // "" when it is not there
    std::string at(std::string_view key) const;                  // pointer of a key
    bool is_shared() const { return first_shared < layers.size(); }
};

// Where a question stands.
struct Place {
    std::size_t depth = 0;
    std::string prefix{};  // of its path: "child."
    std::string of{};      // whose it is: " của trẻ"
    bool in_rows = false;
};

class SchemaReader {
public:
    explicit SchemaReader(const Source& root) : root_(root) {}

    // The whole form: a group without a name.
    Field read_root();

private:
    Node node(const Source& source, std::string pointer, bool shared) const;
    Field field(const Node& node, const std::string& name, const Place& place);
    void read_rows(const Node& node, Field& field, const Place& place);
    void count(std::size_t& counter, std::size_t limit, const std::string& pointer) const;

    friend class GroupReader;
    const Source& root_;
    std::size_t questions_ = 0;
    std::size_t conditions_ = 0;
};

// What depends on the kind of a question that holds no others (schema_leaf.cpp).
void read_leaf(const Node& node, std::string_view type, Field& field);

// Whether a key may stand in allOf, then and else.
bool is_part_key(std::string_view key);

// Refuses keys that `kind` does not have.
void check_keys(const Node& node, Kind kind, bool root);

// The `if` of a schema.
Condition read_condition(const Source& source, const std::string& pointer, std::size_t depth);

// How many conditions it is made of.
std::size_t parts_of(const Condition& condition);

// Refuses a condition over questions or choices that the group does not have.
void check_condition(const Condition& condition, const Field& group, const std::string& pointer);

// Whether brackets stand deeper in each other than any form or answer needs.
bool too_deep(std::string_view text);

// Adds a key to a JSON pointer.
std::string pointer_to(std::string_view pointer, std::string_view key);

// A whole number between `least` and `most`, or a Refusal.
std::size_t count_of(const Source& source, const std::string& pointer, std::size_t least, std::size_t most);

// A text of at most `limit` characters without control characters, or a Refusal.
std::string text_of(const Source& source, const std::string& pointer, std::size_t limit);

}  // namespace lt::forms
