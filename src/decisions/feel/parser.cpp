// Operators, and the forms that begin with a keyword.
#include "decisions/feel/parser.h"

#include <algorithm>

namespace lt::feel {
namespace {

using base::msg;

constexpr std::uint32_t kMaxParseNesting = 150;
constexpr std::uint16_t kMaxTreeDepth = 250;

NodePtr only_or(NodePtr chain)
{
    return chain->kids.size() == 1 ? std::move(chain->kids.front()) : std::move(chain);
}

}  // namespace

Parser::Deeper::Deeper(Parser& parser) : parser_(parser)
{
    if (++parser_.nesting_ > kMaxParseNesting) parser_.in_.fail(msg("Biểu thức lồng nhau quá sâu."));
}

Parser::Parser(std::string_view text, const Known& known, Tree& tree)
    : in_(text), known_(known), tree_(tree), globals_(tree.reads)
{
    for (const char* key : {"time offset", "start included", "end included"}) own_keys_.add(key);
}

NodePtr Parser::make(Op op, std::size_t offset) const
{
    auto node = std::make_unique<Node>();
    node->op = op;
    node->offset = std::uint32_t(offset);
    return node;
}

NodePtr Parser::with(NodePtr node, NodePtr kid) const
{
    node->depth = std::max<std::uint16_t>(node->depth, std::uint16_t(kid->depth + 1));
    if (node->depth > kMaxTreeDepth) in_.fail(msg("Biểu thức lồng nhau quá sâu."));
    node->kids.push_back(std::move(kid));
    return node;
}

void Parser::expression_alone()
{
    Frame outermost(nullptr, nullptr);
    frame_ = &outermost;
    tree_.root = expression();
    if (!in_.at_end()) in_.unexpected();
    tree_.frame = outermost.size();
}

NodePtr Parser::expression()
{
    const bool ends_interval = std::exchange(ends_interval_, false);
    NodePtr node = disjunction();
    ends_interval_ = ends_interval;
    return node;
}

NodePtr Parser::disjunction()
{
    NodePtr chain = with(make(Op::either, in_.offset()), conjunction());
    while (in_.take_word("or")) chain = with(std::move(chain), conjunction());
    return only_or(std::move(chain));
}

NodePtr Parser::conjunction()
{
    NodePtr chain = with(make(Op::both, in_.offset()), comparison());
    while (in_.take_word("and")) chain = with(std::move(chain), comparison());
    return only_or(std::move(chain));
}

std::optional<Compare> Parser::comparison_sign()
{
    if (in_.take("<=")) return Compare::less_equal;
    if (in_.take(">=")) return Compare::greater_equal;
    if (in_.take("!=")) return Compare::unequal;
    if (in_.take("<")) return Compare::less;
    if (in_.take(">")) return Compare::greater;
    if (in_.take("=")) return Compare::equal;
    return std::nullopt;
}

NodePtr Parser::comparison()
{
    NodePtr left = sum();
    while (true) {
        const std::size_t offset = in_.offset();
        if (const auto sign = comparison_sign()) {
            NodePtr node = make(Op::compare, offset);
            node->detail = std::uint8_t(*sign);
            left = with(with(std::move(node), std::move(left)), sum());
        } else if (in_.take_word("between")) {
            NodePtr node = with(with(make(Op::between, offset), std::move(left)), sum());
            in_.expect_word("and");
            left = with(std::move(node), sum());
        } else if (in_.sees_word("in")) {
            left = member(std::move(left));
        } else {
            return left;
        }
    }
}

NodePtr Parser::sum()
{
    const Deeper deeper(*this);
    NodePtr chain = with(make(Op::sum, in_.offset()), product());
    while (in_.sees("+") || in_.sees("-")) {
        const bool plus = in_.take("+");
        if (!plus) in_.take("-");
        chain->name += plus ? '+' : '-';
        chain = with(std::move(chain), product());
    }
    return only_or(std::move(chain));
}

NodePtr Parser::product()
{
    NodePtr chain = with(make(Op::product, in_.offset()), power());
    while ((in_.sees("*") && !in_.sees("**")) || in_.sees("/")) {
        const bool times = in_.take("*");
        if (!times) in_.take("/");
        chain->name += times ? '*' : '/';
        chain = with(std::move(chain), power());
    }
    return only_or(std::move(chain));
}

NodePtr Parser::power()
{
    NodePtr left = negation();
    while (true) {
        const std::size_t offset = in_.offset();
        if (!in_.take("**")) return left;
        left = with(with(make(Op::power, offset), std::move(left)), negation());
    }
}

NodePtr Parser::negation()
{
    const std::size_t offset = in_.offset();
    if (in_.take("-")) {
        const Deeper deeper(*this);
        return with(make(Op::negate, offset), negation());
    }
    NodePtr node = postfix();
    while (in_.sees_word("instance")) {
        const std::size_t here = in_.offset();
        in_.take_word("instance");
        in_.expect_word("of");
        NodePtr test = with(make(Op::instance, here), std::move(node));
        test->type = type();
        node = std::move(test);
    }
    return node;
}

NodePtr Parser::condition()
{
    NodePtr node = make(Op::condition, in_.offset());
    in_.expect_word("if");
    node = with(std::move(node), expression());
    in_.expect_word("then");
    node = with(std::move(node), expression());
    in_.expect_word("else");
    return with(std::move(node), expression());
}

NodePtr Parser::loop(Op op)
{
    NodePtr node = make(op, in_.offset());
    in_.skip(in_.word().size());
    const std::size_t mark = frame().mark();
    do {
        std::string variable = variable_name();
        in_.expect_word("in");
        const std::size_t offset = in_.offset();
        NodePtr source = element();
        if (in_.take("..")) {
            NodePtr span = with(make(Op::span, offset), std::move(source));
            source = with(std::move(span), expression());
        }
        node = with(std::move(node), std::move(source));
        own_names_.add(variable);
        node->slots.push_back(frame().bind(std::move(variable)));
    } while (in_.take(","));
    if (op == Op::loop) {
        in_.expect_word("return");
        const std::uint32_t partial = frame().bind("partial");
        node = with(std::move(node), expression());
        if (frame().was_used(partial)) node->slot = partial;
    } else {
        in_.expect_word("satisfies");
        node = with(std::move(node), expression());
    }
    frame().leave(mark);
    return node;
}

NodePtr Parser::function()
{
    NodePtr node = make(Op::function, in_.offset());
    in_.expect_word("function");
    in_.expect("(");
    node->shape = std::make_unique<FunctionShape>();
    FunctionShape& shape = *node->shape;
    Frame inner(frame_, &shape);
    while (!in_.sees(")")) {
        std::string parameter;
        std::string_view word = in_.word();
        if (word.empty()) in_.unexpected();
        while (!(word = in_.word()).empty()) {
            parameter += (parameter.empty() ? "" : " ") + std::string(word);
            in_.skip(word.size());
        }
        shape.types.push_back(in_.take(":") ? type() : any_type());
        own_names_.add(parameter);
        inner.bind(parameter);
        shape.parameters.push_back(std::move(parameter));
        if (!in_.take(",")) break;
    }
    in_.expect(")");
    if (in_.take_word("external")) {
        // Code of another language is never run: such a function is null.
        (void)expression();
        return make(Op::literal, node->offset);
    }
    Frame* around = std::exchange(frame_, &inner);
    node = with(std::move(node), expression());
    frame_ = around;
    shape.frame = inner.size();
    return node;
}

}  // namespace lt::feel
