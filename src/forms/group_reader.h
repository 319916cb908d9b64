// Reads the questions of a group and when each of them is asked. For schema_reader.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "forms/schema_reader.h"

namespace lt::forms {

class GroupReader {
public:
    GroupReader(SchemaReader& reader, const Node& node, Field& group, Place place)
        : reader_(reader), node_(node), group_(group), place_(std::move(place))
    {
    }
    void read();

private:
    struct Required {
        std::string pointer{};
        std::string name{};
        std::vector<Guard> when{};
        bool shared = false;
    };

    // Questions, required names and further conditions of one schema object, all under `when`.
    void read_part(const Source& source, const std::string& pointer, const std::vector<Guard>& when,
                   std::size_t depth);
    void read_questions(const Source& source, const std::string& pointer, const std::vector<Guard>& when);
    void read_required(const Source& source, const std::string& pointer, const std::vector<Guard>& when);
    void read_dependent(const Source& source, const std::string& pointer, const std::vector<Guard>& when);
    void read_if(const Source& source, const std::string& pointer, const std::vector<Guard>& when,
                 std::size_t depth);
    std::size_t add(Condition condition, const std::string& pointer);
    Field* question(std::string_view name);
    void keep_only();
    void settle();

    SchemaReader& reader_;
    const Node& node_;
    Field& group_;
    Place place_;
    std::vector<Required> required_{};
    std::vector<std::string> pointers_{};  // of the conditions
    bool shared_ = false;                  // what is being read stands in a shared definition
};

// "Họ và tên" → "họ và tên", "UBND" as it is: inside a sentence.
std::string lower_first(std::string_view text);

}  // namespace lt::forms
