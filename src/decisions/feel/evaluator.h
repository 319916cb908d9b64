// Walks the tree of an expression.
#pragma once

#include <optional>
#include <vector>

#include "decisions/feel/callable.h"
#include "decisions/feel/machine.h"
#include "decisions/feel/tree.h"

namespace lt::feel {

class Evaluator {
public:
    // `scope` is nullptr in a function, which has copies of all that it needs.
    Evaluator(Machine& machine, const std::shared_ptr<const Tree>& tree, const Scope* scope,
              std::vector<Value> frame);

    Value eval(const Node& node);

private:
    Value eval_node(const Node& node);
    Value global(std::uint32_t index);
    Value named(const Node& node);
    Value list(const Node& node);
    Value context(const Node& node);
    Value interval(const Node& node);
    Value comparison_value(const Node& node);
    Value chain(const Node& node);
    Value logic(const Node& node, bool decisive);
    Value condition(const Node& node);
    Value compared(const Node& node);
    Value between(const Node& node);
    Value member(const Node& node);
    Value tests(const Node& node);
    Value test(const Node& node);

    Value loop(const Node& node);
    Value quantified(const Node& node);
    // Calls `act` for each combination of the sources' elements; false where a source is no list.
    template <class Act>
    bool each(const Node& node, std::size_t source, Act& act);
    template <class Act>
    bool each_of_span(const Node& node, std::size_t source, Act& act);
    template <class Act>
    bool each_between(const Node& node, std::size_t source, const Value& low, const Value& high,
                      std::int64_t skip_first, std::int64_t skip_last, Act& act);
    Value filter(const Node& node);
    Value at_index(const Value& list, const Value& index);

    Value path(const Node& node);
    Value call(const Node& node);
    Value function(const Node& node);

    Value warn(const Node& node, base::Message message);
    void at(const Node& node) { machine_.at(tree_->text, node.offset); }

    Machine& machine_;
    const std::shared_ptr<const Tree>& tree_;
    const Scope* scope_;
    std::vector<std::optional<Value>> globals_{};
    std::vector<Value> frame_;
};

}  // namespace lt::feel
