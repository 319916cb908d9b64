// What a model says to people: its decisions with their tables as they are written. For pages that draw them; nothing here decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::dmn {

struct TableOutline {
    int number = 0;             // as in Hit::table
    std::string policy{};       // "UNIQUE", "FIRST" …
    std::string aggregation{};  // of COLLECT: "SUM", "COUNT", "MIN", "MAX", or ""
    struct Column {
        std::string label{};      // what it is called, else its expression or name
        std::string detail{};     // the expression where the label is another text
        std::string allowed{};    // values, as a test
        std::string otherwise{};  // of an output: what it gives where no rule is met
    };
    std::vector<Column> inputs{};
    std::vector<Column> outputs{};
    std::vector<std::string> annotations{};  // heads of the columns with notes
    struct Rule {
        std::vector<std::string> inputs{};  // "-" where anything goes
        std::vector<std::string> outputs{};
        std::vector<std::string> notes{};
    };
    std::vector<Rule> rules{};
};

// A table, or a formula with the name that it has inside the decision ("" for the decision's own).
struct PartOutline {
    std::string label{};
    std::string formula{};
    std::vector<TableOutline> tables{};  // one or none
};

struct DecisionOutline {
    std::string id{};
    std::string name{};
    bool is_knowledge = false;  // a knowledge model, which decisions call
    std::string question{};
    std::string description{};
    std::vector<std::string> needs{};  // names of what it requires
    std::vector<PartOutline> parts{};
};

struct Outline {
    std::string description{};
    std::vector<DecisionOutline> decisions{};
};

// Of a file that read_model() takes; empty for any other.
Outline outline(std::string_view xml);

}  // namespace lt::dmn
