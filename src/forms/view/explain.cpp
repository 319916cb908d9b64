// See explain.h.
#include "forms/view/explain.h"

#include <algorithm>

namespace lt::forms {
namespace {

using base::msg;

class Explainer {
public:
    Explainer(const Lists& lists, const page::Words& words) : lists_(lists), words_(words) {}

    std::string all_of(const std::vector<Guard>& guards, const Field& group) const
    {
        std::vector<std::string> pieces;
        for (const Guard& guard : guards)
            pieces.push_back(condition(group.conditions[guard.condition], group, guard.then));
        return join(pieces, words_(msg("và")));
    }

private:
    std::string condition(const Condition& condition, const Field& about, bool then) const
    {
        switch (condition.test) {
        case Condition::Test::all: return parts(condition, about, then, then);
        case Condition::Test::any: return parts(condition, about, then, !then);
        case Condition::Test::none: return this->condition(condition.parts.front(), about, !then);
        case Condition::Test::present:
            return words_(then ? msg("có trả lời “{{title}}”") : msg("không trả lời “{{title}}”"),
                          {{"title", inner(condition, about).title}});
        case Condition::Test::inside:
            return this->condition(condition.parts.front(), inner(condition, about), then);
        case Condition::Test::one_of:
            return words_(then ? msg("“{{title}}” là {{value}}") : msg("“{{title}}” không phải là {{value}}"),
                          {{"title", about.title}, {"value", values(condition, about)}});
        case Condition::Test::at_least:
        case Condition::Test::at_most: {
            const bool least = (condition.test == Condition::Test::at_least) == then;
            return words_(least ? msg("“{{title}}” từ {{value}}") : msg("“{{title}}” đến {{value}}"),
                          {{"title", about.title}, {"value", number(condition.number)}});
        }
        }
        return {};
    }

    std::string parts(const Condition& condition, const Field& about, bool then, bool with_and) const
    {
        std::vector<std::string> pieces;
        for (const Condition& part : condition.parts) {
            // That there is an answer goes without saying where it is compared.
            const bool compared =
                part.test == Condition::Test::present &&
                std::any_of(condition.parts.begin(), condition.parts.end(), [&](const Condition& other) {
                    return other.test == Condition::Test::inside && other.name == part.name;
                });
            if (!compared) pieces.push_back(this->condition(part, about, then));
        }
        return join(pieces, words_(with_and ? msg("và") : msg("hoặc")));
    }

    static const Field& inner(const Condition& condition, const Field& group)
    {
        const auto found = std::find_if(group.fields.begin(), group.fields.end(),
                                        [&](const Field& field) { return field.name == condition.name; });
        CHECK(found != group.fields.end());
        return *found;
    }

    std::string values(const Condition& condition, const Field& about) const
    {
        std::vector<std::string> pieces;
        for (const Scalar& value : condition.values) {
            if (const bool* truth = std::get_if<bool>(&value))
                pieces.push_back(words_(*truth ? msg("Có") : msg("Không")));
            else if (const double* amount = std::get_if<double>(&value))
                pieces.push_back(number(*amount));
            else
                pieces.push_back(label_of(about, std::get<std::string>(value), lists_));
        }
        return join(pieces, words_(msg("hoặc")));
    }

    static std::string number(double value)
    {
        std::string text = std::to_string(value);
        while (text.find('.') != std::string::npos && (text.back() == '0' || text.back() == '.')) {
            const bool point = text.back() == '.';
            text.pop_back();
            if (point) break;
        }
        std::replace(text.begin(), text.end(), '.', ',');
        return text;
    }

    static std::string join(const std::vector<std::string>& pieces, const std::string& word)
    {
        std::string out;
        for (const std::string& piece : pieces) {
            if (piece.empty()) continue;
            if (!out.empty()) out += " " + word + " ";
            out += piece;
        }
        return out;
    }

    const Lists& lists_;
    const page::Words& words_;
};

}  // namespace

std::string explain(const Field& question, const Field& group, const Lists& lists, const page::Words& words)
{
    return Explainer(lists, words).all_of(question.when, group);
}

}  // namespace lt::forms
