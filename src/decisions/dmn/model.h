// What a read model is made of, for the files of this folder.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/dmn/dmn.h"
#include "decisions/feel/compile.h"
#include "decisions/feel/type.h"

namespace lt::dmn {

class Logic;

// A decision, an input, a knowledge model or a decision service.
struct Node {
    enum class Form : std::uint8_t { input, decision, knowledge, service };
    Form form = Form::input;
    std::string id{};
    std::string name{};  // in one spelling, see feel::normal_name
    int line = 0;
    feel::TypeRef type{};  // of the value, or of what a function gives
    std::vector<const Node*> requires_{};
    std::unique_ptr<Logic> logic{};  // of decisions and knowledge models; may be none
    std::vector<std::string> parameters{};
    std::vector<feel::TypeRef> types{};
    // Of a service.
    std::vector<const Node*> input_decisions{};
    std::vector<const Node*> input_data{};
    std::vector<const Node*> outputs{};
    bool may_be_given =
        false;  // a decision that is an input of a service: a value in the inputs stands for it
};

struct ModelBody {
    Model::Heading heading{};
    feel::Vocabulary vocabulary{};
    std::vector<std::unique_ptr<Node>> nodes{};  // in the order of the file
    std::map<std::string, const Node*, std::less<>> by_id{};
    std::map<std::string, const Node*, std::less<>> by_name{};  // decisions and services before inputs

    ModelBody();
    ~ModelBody();
    const Node* find(std::string_view id_or_name) const;
};

}  // namespace lt::dmn
