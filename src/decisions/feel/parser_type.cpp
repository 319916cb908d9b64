// Types, as behind `instance of`.
#include "decisions/feel/parser.h"

namespace lt::feel {
void Vocabulary::add_type(std::string_view name, TypeRef type)
{
    type_names.add(name);
    types[normal_name(name)] = std::move(type);
}

TypeRef Parser::named_type_here()
{
    static const Names built_in = [] {
        Names names;
        for (const char* name :
             {"Any", "Null", "number", "string", "boolean", "date", "time", "date and time",
              "days and time duration", "years and months duration", "day time duration",
              "year month duration", "list", "context", "range", "function"})
            names.add(name);
        return names;
    }();
    static const Vocabulary none;
    const Vocabulary& vocabulary = known_.vocabulary != nullptr ? *known_.vocabulary : none;
    auto found = vocabulary.type_names.longest(in_.rest());
    if (auto standard = built_in.longest(in_.rest());
        standard && (!found || standard->length > found->length)) {
        found = std::move(standard);
    }
    if (found && found->length >= in_.word().size()) {
        in_.skip(found->length);
        const auto known = vocabulary.types.find(found->name);
        return known != vocabulary.types.end() ? known->second : named_type(found->name);
    }
    // An unknown name, perhaps of an import.
    do {
        const std::string_view word = in_.word();
        if (word.empty()) in_.unexpected();
        in_.skip(word.size());
        (void)joined_words({});
    } while (in_.take("."));
    auto unknown = std::make_shared<Type>();
    unknown->form = Type::Form::unknown;
    return unknown;
}

TypeRef Parser::type()
{
    const Deeper deeper(*this);
    const std::size_t before = in_.offset();
    const std::string word(in_.word());
    const auto form = word == "list"       ? Type::Form::list
                      : word == "range"    ? Type::Form::range
                      : word == "context"  ? Type::Form::context
                      : word == "function" ? Type::Form::function
                                           : Type::Form::any;
    if (form != Type::Form::any) in_.skip(word.size());
    if (form == Type::Form::any || !in_.take("<")) {
        in_.go_back(before);
        return named_type_here();
    }
    auto made = std::make_shared<Type>();
    made->form = form;
    while (!in_.sees(">")) {
        if (form == Type::Form::context) {
            std::string key = key_name();
            in_.expect(":");
            made->fields.emplace_back(std::move(key), type());
        } else {
            made->parts.push_back(type());
        }
        if (!in_.take(",")) break;
    }
    in_.expect(">");
    if (form == Type::Form::function) {
        in_.expect("->");
        made->parts.push_back(type());
    } else if (form != Type::Form::context && made->parts.size() != 1) {
        in_.unexpected();
    }
    return made;
}

}  // namespace lt::feel
