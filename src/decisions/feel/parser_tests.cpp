// Unary tests, and `in`, which asks the same.
#include "decisions/feel/parser.h"

namespace lt::feel {
namespace {

constexpr const char* kInput = "?";

}  // namespace

void Parser::unary_tests_alone()
{
    Frame outermost(nullptr, nullptr);
    frame_ = &outermost;
    tree_.input = outermost.bind(kInput);
    const std::size_t begin = in_.offset();
    bool was_interval = false;
    if (in_.take("-") && in_.at_end()) {
        tree_.root = make(Op::any_test, begin);
    } else {
        in_.go_back(begin);
        if (in_.take_word("not") && in_.take("(")) {
            tree_.root = tests(tree_.input, was_interval);
            tree_.root->detail = 1;
            if (was_interval || !in_.take(")") || !in_.at_end())
                tree_.root = nullptr;  // not(…) as a function
        }
        if (tree_.root == nullptr) {
            in_.go_back(begin);
            tree_.root = tests(tree_.input, was_interval);
        }
    }
    if (!in_.at_end()) in_.unexpected();
    tree_.frame = outermost.size();
}

// Tests with commas between them. Where the first turns out to be the low end of `a..b`, it is left as the only kid.
NodePtr Parser::tests(std::uint32_t input, bool& was_interval)
{
    NodePtr node = make(Op::tests, in_.offset());
    const bool used = frame().was_used(input);
    NodePtr first =
        in_.sees("<") || in_.sees(">") || in_.sees("=") || in_.sees("!=") ? test(input) : expression();
    if (in_.sees("..")) {
        was_interval = true;
        return with(std::move(node), std::move(first));
    }
    if (first->op != Op::compare || first->kids.front()->op != Op::local ||
        first->kids.front()->slot != input) {
        first = test_of(std::move(first), input, used);
    }
    node = with(std::move(node), std::move(first));
    while (in_.take(",")) node = with(std::move(node), test(input));
    return node;
}

NodePtr Parser::test_of(NodePtr expression, std::uint32_t input, bool had_been_used)
{
    NodePtr node = make(Op::test, expression->offset);
    node->slot = input;
    node->detail = frame().was_used(input) && !had_been_used ? 1 : 0;
    return with(std::move(node), std::move(expression));
}

NodePtr Parser::test(std::uint32_t input)
{
    const std::size_t offset = in_.offset();
    if (const auto sign = comparison_sign()) {
        NodePtr asked = make(Op::local, offset);
        asked->slot = input;
        NodePtr node = make(Op::compare, offset);
        node->detail = std::uint8_t(*sign);
        return with(with(std::move(node), std::move(asked)), sum());
    }
    const bool used = frame().was_used(input);
    return test_of(expression(), input, used);
}

NodePtr Parser::member(NodePtr value)
{
    const Deeper deeper(*this);
    const std::size_t offset = in_.offset();
    in_.expect_word("in");
    NodePtr node = with(make(Op::member, offset), std::move(value));
    const std::size_t mark = frame().mark();
    const std::uint32_t input = frame().bind(kInput);
    node->slot = input;
    if (in_.sees("<") || in_.sees(">") || in_.sees("=") || in_.sees("!=")) {
        node = with(std::move(node), test(input));
    } else if (in_.sees("(")) {
        const std::size_t here = in_.offset();
        in_.take("(");
        bool was_interval = false;
        NodePtr list = tests(input, was_interval);
        if (was_interval) {
            in_.take("..");
            NodePtr low = std::move(list->kids.front());
            low->offset = std::uint32_t(here);
            list = test_of(interval(std::move(low), false), input, true);
        } else {
            in_.expect(")");
        }
        node = with(std::move(node), std::move(list));
    } else {
        const bool used = frame().was_used(input);
        node = with(std::move(node), test_of(sum(), input, used));
    }
    frame().leave(mark);
    return node;
}

}  // namespace lt::feel
