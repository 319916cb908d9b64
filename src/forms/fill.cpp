// See fill.h.
#include "forms/fill.h"

#include <nlohmann/json.hpp>

#include "forms/judge.h"
#include "forms/values.h"

namespace lt::forms {
namespace {

using nlohmann::json;

constexpr std::string_view kEarlier = "earlier";

class Filler {
public:
    Filler(const Facts& facts, const Asked& asked, std::vector<std::string>& paths)
        : facts_(facts), asked_(asked), paths_(paths)
    {
    }

    // `source` is where the group's own facts are ("owner.residence"), "" when it has none.
    void group(const Field& group, const std::string& source, const json& earlier, json& into)
    {
        for (const Field& field : group.fields) {
            const bool own = !field.fill.empty();
            const std::string from = own                                    ? field.fill
                                     : source.empty() || source == kEarlier ? source
                                                                            : source + "." + field.name;
            const auto before = earlier.is_object() ? earlier.value(field.name, json()) : json();
            if (field.kind == Kind::rows) {
                if (from == kEarlier && before.is_array() && !before.empty()) {
                    into[field.name] = before;
                    paths_.push_back(field.path);
                }
            } else if (field.holds_fields()) {
                json inside = json::object();
                this->group(field, from, before, inside);
                if (!inside.empty()) into[field.name] = std::move(inside);
            } else if (from == kEarlier) {
                if (!before.is_null()) keep(field, typed_of(field, before), into);
            } else if (const auto fact = facts_.find(from); fact != facts_.end()) {
                keep(field, fact->second, into);
            }
        }
    }

private:
    void keep(const Field& field, const std::string& text, json& into)
    {
        json value;
        std::optional<Wrongness> wrong;
        if (!parse(field, text, value, wrong) || judge_value(field, value, asked_.lists, asked_.today))
            return;
        into[field.name] = std::move(value);
        paths_.push_back(field.path);
    }

    const Facts& facts_;
    const Asked& asked_;
    std::vector<std::string>& paths_;
};

// Whether the path of a question leads to an answer.
bool answered(const json& answers, std::string_view path)
{
    const json* at = &answers;
    while (!path.empty()) {
        const std::string part(path.substr(0, path.find('.')));
        path.remove_prefix(std::min(path.size(), part.size() + 1));
        if (!at->is_object()) return false;
        const auto found = at->find(part);
        if (found == at->end()) return false;
        at = &*found;
    }
    return true;
}

}  // namespace

void add_person(Facts& facts, std::string_view prefix, const Person& person)
{
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) facts[std::string(prefix) + "." + name] = value;
    };
    add("full_name", person.full_name);
    add("identity_number", person.identity_number);
    if (person.birth_date) add("birth_date", base::format_iso(*person.birth_date));
    add("sex", person.sex);
    add("people", person.people);
    add("religion", person.religion);
    add("nationality", person.nationality);
    add("phone", person.phone);
    add("email", person.email);
    add("residence.province", person.province);
    add("residence.commune", person.commune);
    add("residence.detail", person.detail);
}

Filled fill(const Schema& schema, const Facts& facts, std::string_view earlier, const Asked& asked)
{
    Filled filled;
    json answers = json::object();
    const json before = json::parse(earlier, nullptr, false);
    Filler(facts, asked, filled.paths).group(schema.root(), "", before, answers);
    // What is taken from earlier rows, and anything that contradicts something else, is judged as if it had been sent.
    const Taken taken = check(schema, answers.dump(), {.lists = asked.lists, .today = asked.today});
    filled.answers = taken.answers;
    const json kept = json::parse(taken.answers);
    std::erase_if(filled.paths, [&](const std::string& path) { return !answered(kept, path); });
    return filled;
}

}  // namespace lt::forms
