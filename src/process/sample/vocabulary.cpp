#include "process/sample/vocabulary.h"

#include <algorithm>
#include <cctype>

namespace lt::sample {

namespace {

using engine::Sight;
using engine::Value;

bool is_name(std::string_view text)
{
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
           std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
    return text;
}

// test.contains("a"), or its negation. What is missing contains nothing.
class Contains final : public engine::Expression {
public:
    Contains(std::string_view name, std::string_view part, bool negated)
        : name_(name), part_(part), negated_(negated)
    {
    }
    base::Result<Value> evaluate(const Sight& sight, base::Time) const override
    {
        const Value value = sight.find(name_).value_or(Value());
        const bool found = value.is(feel::Kind::string) && value.as_string().find(part_) != std::string::npos;
        return Value::boolean(found != negated_);
    }

private:
    std::string name_, part_;
    bool negated_;
};

// ${name}
class Variable final : public engine::Expression {
public:
    explicit Variable(std::string_view name) : name_(name) {}
    base::Result<Value> evaluate(const Sight& sight, base::Time) const override
    {
        return sight.find(name_).value_or(Value());
    }

private:
    std::string name_;
};

std::unique_ptr<const engine::Expression> contains(std::string_view text)
{
    const bool negated = text.starts_with('!');
    if (negated) text = trimmed(text.substr(1));
    static constexpr std::string_view kCall = ".contains(";
    const std::size_t call = text.find(kCall);
    if (call == std::string_view::npos || !text.ends_with(')') || !is_name(text.substr(0, call)))
        return nullptr;
    const std::size_t begin = call + kCall.size();
    const std::string_view argument = trimmed(text.substr(begin, text.size() - begin - 1));
    if (argument.size() < 2 || argument.front() != argument.back() ||
        (argument.front() != '"' && argument.front() != '\''))
        return nullptr;
    const std::string_view part = argument.substr(1, argument.size() - 2);
    if (part.find(argument.front()) != std::string_view::npos) return nullptr;
    return std::make_unique<Contains>(text.substr(0, call), part, negated);
}

}  // namespace

base::Result<std::unique_ptr<const engine::Expression>> Vocabulary::compile(
    std::string_view text, const std::vector<std::string>& names) const
{
    text = trimmed(text);
    if (text.starts_with("${") && text.ends_with('}')) {
        text = trimmed(text.substr(2, text.size() - 3));
        if (is_name(text)) return std::unique_ptr<const engine::Expression>(std::make_unique<Variable>(text));
    }
    if (auto made = contains(text)) return made;
    return feel_.compile(text, names);
}

}  // namespace lt::sample
