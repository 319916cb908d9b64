// Text to tree, by recursive descent; for compile() only.
#pragma once

#include "decisions/feel/compile.h"
#include "decisions/feel/scanner.h"
#include "decisions/feel/scopes.h"
#include "decisions/feel/tree.h"

namespace lt::feel {

class Parser {
public:
    Parser(std::string_view text, const Known& known, Tree& tree);

    void expression_alone();
    void unary_tests_alone();

private:
    // From loose to tight.
    NodePtr expression();
    NodePtr disjunction();
    NodePtr conjunction();
    NodePtr comparison();
    NodePtr sum();
    NodePtr product();
    NodePtr power();
    NodePtr negation();
    NodePtr postfix();
    NodePtr primary();

    NodePtr condition();
    NodePtr loop(Op op);
    NodePtr quantified(Op op);
    NodePtr function();
    NodePtr range_comparison();  // `< 5` as a value
    NodePtr element();           // of a list, a pair of brackets: an expression or a comparison
    NodePtr bracketed();         // ( …
    NodePtr list_or_interval();  // [ …
    NodePtr interval(NodePtr low, bool closed);
    NodePtr context();
    NodePtr literal_at();
    NodePtr name();
    NodePtr name_node(std::string name, std::size_t offset);
    NodePtr path(NodePtr base);
    NodePtr filter(NodePtr base);
    NodePtr call(NodePtr callee);
    NodePtr member(NodePtr value);
    NodePtr tests(std::uint32_t input, bool& was_interval);
    NodePtr test(std::uint32_t input);
    NodePtr test_of(NodePtr expression, std::uint32_t input, bool had_been_used);

    std::string key_name();  // up to a colon
    bool argument_name(std::string& name);
    std::string variable_name();  // of a loop, up to `in`
    std::string joined_words(std::string first);
    TypeRef type();
    TypeRef named_type_here();

    NodePtr make(Op op, std::size_t offset) const;
    NodePtr with(NodePtr node, NodePtr kid) const;  // adds a kid; refuses what gets too deep
    std::optional<Compare> comparison_sign();
    Frame& frame() { return *frame_; }

    // Each way that parsing may go round in circles makes one of these.
    class Deeper {
    public:
        explicit Deeper(Parser& parser);
        ~Deeper() { --parser_.nesting_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        Parser& parser_;
    };

    Scanner in_;
    const Known& known_;
    Tree& tree_;
    Globals globals_;
    Names own_names_{};  // bound in this text
    Names own_keys_{};
    Frame* frame_ = nullptr;
    std::uint32_t nesting_ = 0;
    bool ends_interval_ = false;  // `[` closes an interval here and begins no filter
};

}  // namespace lt::feel
