// Literals, names, and what may follow them: paths, filters, calls.
#include <set>

#include "decisions/feel/builtins.h"
#include "decisions/feel/parser.h"
#include "decisions/feel/temporal_literal.h"
#include "kit/base/unicode.h"

namespace lt::feel {
namespace {

using base::msg;

// Words that end a name of several words.
bool ends_name(std::string_view word) { return word.empty() || is_keyword(word); }

}  // namespace

NodePtr Parser::postfix()
{
    NodePtr node = primary();
    while (true) {
        if (in_.sees(".") && !in_.sees("..")) {
            node = path(std::move(node));
        } else if (in_.sees("[") && !ends_interval_) {
            node = filter(std::move(node));
        } else if (in_.sees("(")) {
            node = call(std::move(node));
        } else {
            return node;
        }
    }
}

NodePtr Parser::primary()
{
    const std::size_t offset = in_.offset();
    if (in_.at_number()) {
        NodePtr node = make(Op::literal, offset);
        node->value = Value::number(in_.number());
        return node;
    }
    if (in_.sees("\"")) {
        NodePtr node = make(Op::literal, offset);
        node->value = Value::string(in_.string());
        return node;
    }
    if (in_.sees("@")) return literal_at();
    if (in_.sees("(")) return bracketed();
    if (in_.sees("[")) return list_or_interval();
    if (in_.take("]")) {
        NodePtr low = expression();
        in_.expect("..");
        return interval(std::move(low), false);
    }
    if (in_.sees("{")) return context();
    if (in_.take("?")) return name_node("?", offset);
    const std::string_view word = in_.word();
    if (word == "if" || word == "for" || word == "some" || word == "every" || word == "function") {
        if (word == "if") return condition();
        if (word == "function") return function();
        return loop(word == "for" ? Op::loop : word == "some" ? Op::some : Op::every);
    }
    if (!word.empty()) return name();
    in_.unexpected();
}

NodePtr Parser::literal_at()
{
    NodePtr node = make(Op::literal, in_.offset());
    in_.take("@");
    if (!in_.sees("\"")) in_.unexpected();
    node->value = temporal_literal(in_.string()).value_or(Value());
    return node;
}

NodePtr Parser::range_comparison()
{
    NodePtr node = make(Op::comparison, in_.offset());
    const auto sign = comparison_sign();
    node->detail = std::uint8_t(*sign);
    return with(std::move(node), sum());
}

NodePtr Parser::element()
{
    const bool is_comparison = in_.sees("<") || in_.sees(">") || in_.sees("=") || in_.sees("!=");
    return is_comparison ? range_comparison() : expression();
}

NodePtr Parser::bracketed()
{
    in_.expect("(");
    NodePtr inner = element();
    if (in_.take("..")) return interval(std::move(inner), false);
    in_.expect(")");
    return inner;
}

NodePtr Parser::interval(NodePtr low, bool closed)
{
    NodePtr node = make(Op::interval, low->offset);
    node->detail = closed ? low_closed : 0;
    node = with(std::move(node), std::move(low));
    const bool before = std::exchange(ends_interval_, true);
    node = with(std::move(node), sum());
    ends_interval_ = before;
    if (in_.take("]")) {
        node->detail |= high_closed;
    } else if (!in_.take(")") && !in_.take("[")) {
        in_.unexpected();
    }
    return node;
}

NodePtr Parser::list_or_interval()
{
    NodePtr node = make(Op::list, in_.offset());
    in_.expect("[");
    while (!in_.sees("]")) {
        NodePtr item = element();
        if (node->kids.empty() && in_.take("..")) return interval(std::move(item), true);
        node = with(std::move(node), std::move(item));
        if (!in_.take(",")) break;
    }
    in_.expect("]");
    return node;
}

// Words, digits and signs up to a colon.
std::string Parser::key_name()
{
    std::string raw;
    while (!in_.sees(":")) {
        const std::string_view word = in_.word();
        std::size_t size = word.size();
        if (size == 0 && !in_.at_end() &&
            std::string_view("+-*/.'0123456789").find(in_.rest()[0]) != std::string_view::npos) {
            size = 1;
        }
        if (size == 0) return {};
        raw += in_.rest().substr(0, size);
        const std::size_t before = in_.offset();
        in_.skip(size);
        if (in_.offset() > before + size) raw += ' ';
    }
    return normal_name(raw);
}

NodePtr Parser::context()
{
    NodePtr node = make(Op::context, in_.offset());
    in_.expect("{");
    const std::size_t mark = frame().mark();
    bool has_double = false;
    std::set<std::string> keys;
    while (!in_.sees("}")) {
        std::string key = in_.sees("\"") ? in_.string() : key_name();
        if (!in_.sees(":")) in_.unexpected();
        in_.expect(":");
        node = with(std::move(node), expression());
        has_double = !keys.insert(key).second || has_double;
        const std::string normal = normal_name(key);
        own_keys_.add(normal);
        own_names_.add(normal);
        node->slots.push_back(frame().bind(normal.empty() ? " " : normal));
        node->names.push_back(std::move(key));
        if (!in_.take(",")) break;
    }
    in_.expect("}");
    frame().leave(mark);
    // Two entries with one name have no meaning.
    return has_double ? make(Op::literal, node->offset) : std::move(node);
}

std::string Parser::joined_words(std::string first)
{
    while (!ends_name(in_.word())) {
        const std::string_view word = in_.word();
        first.append(" ").append(word);
        in_.skip(word.size());
    }
    return first;
}

std::string Parser::variable_name()
{
    std::string variable;
    if (const auto known = known_.names.longest(in_.rest())) {
        variable = known->name;
        in_.skip(known->length);
    } else {
        const std::string_view word = in_.word();
        if (ends_name(word)) in_.unexpected();
        variable = word;
        in_.skip(word.size());
    }
    return joined_words(std::move(variable));
}

NodePtr Parser::name()
{
    const std::size_t offset = in_.offset();
    std::optional<Names::Found> best;
    const auto better = [&](std::optional<Names::Found> other) {
        if (other && (!best || other->length > best->length)) best = std::move(other);
    };
    better(known_.names.longest(in_.rest()));
    if (auto own = own_names_.longest(in_.rest()); own && frame().knows(own->name)) better(std::move(own));
    if (auto built = builtin_names().longest(in_.rest())) {
        // One of several words is meant only where it is called.
        const std::string_view behind = in_.rest().substr(built->length);
        if (behind.substr(blank_length(behind)).starts_with('(')) better(std::move(built));
    }
    const std::string_view word = in_.word();
    if (best && best->length >= word.size() && (best->length > word.size() || !is_keyword(word))) {
        in_.skip(best->length);
        return name_node(joined_words(std::move(best->name)), offset);
    }
    NodePtr literal = make(Op::literal, offset);
    if (in_.take_word("null")) return literal;
    for (const bool truth : {false, true}) {
        if (!in_.take_word(truth ? "true" : "false")) continue;
        literal->value = Value::boolean(truth);
        return literal;
    }
    if (is_keyword(word)) in_.unexpected();
    in_.skip(word.size());
    return name_node(joined_words(std::string(word)), offset);
}

NodePtr Parser::name_node(std::string text, std::size_t offset)
{
    const Builtin* builtin = find_builtin(text);
    const bool is_called = in_.sees("(");
    const bool is_declared = known_.names.has(text);
    if (builtin != nullptr && is_called && !is_declared && !frame().knows(text)) {
        NodePtr node = make(Op::literal, offset);
        node->value = builtin_value(*builtin);
        return node;
    }
    Frame::Place place = frame().find(text, globals_, true);
    NodePtr node = make(place.is_local ? Op::local : Op::global, offset);
    node->slot = place.is_local ? place.slot : globals_.index_of(text);
    node->items = std::move(place.items);
    node->name = std::move(text);
    return node;
}

NodePtr Parser::path(NodePtr base)
{
    NodePtr node = make(Op::path, in_.offset());
    in_.expect(".");
    auto found = own_keys_.longest(in_.rest());
    if (known_.vocabulary != nullptr) {
        auto known = known_.vocabulary->keys.longest(in_.rest());
        if (known && (!found || known->length > found->length)) found = std::move(known);
    }
    if (found && found->length >= in_.word().size()) {
        in_.skip(found->length);
        node->name = joined_words(std::move(found->name));
    } else {
        const std::string_view word = in_.word();
        if (word.empty()) in_.unexpected();
        in_.skip(word.size());
        node->name = joined_words(std::string(word));
    }
    return with(std::move(node), std::move(base));
}

NodePtr Parser::filter(NodePtr base)
{
    NodePtr node = with(make(Op::filter, in_.offset()), std::move(base));
    in_.expect("[");
    const std::size_t mark = frame().mark();
    node->slot = frame().bind("item");
    frame().leave(mark);
    // An entry "item" of the element hides the element's own name.
    frame().bind_to("item", node->slot);
    frame().bind_filter(node->slot);
    node = with(std::move(node), element());
    frame().leave(mark);
    in_.expect("]");
    return node;
}

// `name:` in a call; goes back where it is none.
bool Parser::argument_name(std::string& name)
{
    const std::size_t before = in_.offset();
    name = key_name();
    if (!name.empty() && in_.take(":")) return true;
    in_.go_back(before);
    return false;
}

NodePtr Parser::call(NodePtr callee)
{
    NodePtr node = make(Op::call, callee->offset);
    node = with(std::move(node), std::move(callee));
    in_.expect("(");
    std::string name;
    while (!in_.sees(")")) {
        const bool is_named = argument_name(name);
        if (node->kids.size() > 1 && is_named != !node->names.empty()) {
            in_.fail(msg("Không trộn tham số có tên với tham số theo thứ tự."));
        }
        if (is_named) node->names.push_back(name);
        node = with(std::move(node), element());
        if (!in_.take(",")) break;
    }
    in_.expect(")");
    return node;
}

}  // namespace lt::feel
