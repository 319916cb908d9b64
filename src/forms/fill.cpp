// See fill.h.
#include "forms/fill.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "forms/judge.h"
#include "forms/schema_reader.h"
#include "forms/values.h"

namespace lt::forms {
namespace {

using nlohmann::json;

constexpr std::string_view kEarlier = "earlier";
// By which a group of earlier answers is seen to be about somebody, or somewhere, else.
constexpr std::array kTelling{"identity_number", "commune", "detail"};

// Where a group's or a question's facts are: "owner.residence", "earlier".
using Sources = std::vector<std::string>;

Sources sources_of(const Field& field, const Sources& around)
{
    Sources out;
    if (field.fill.empty()) {
        for (const std::string& one : around) out.push_back(one == kEarlier ? one : one + "." + field.name);
        return out;
    }
    for (std::size_t at = 0; at < field.fill.size();) {
        const std::size_t end = std::min(field.fill.find(' ', at), field.fill.size());
        if (end > at) out.push_back(field.fill.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

json member(const json& object, const std::string& name)
{
    return object.is_object() ? object.value(name, json()) : json();
}

class Filler {
public:
    Filler(const Facts& facts, const Asked& asked, std::vector<Filled::From>& from)
        : facts_(facts), asked_(asked), from_(from)
    {
    }

    void group(const Field& group, const Sources& around, const json& earlier, json& into)
    {
        for (const Field& field : group.fields) {
            Sources sources = sources_of(field, around);
            const json before = member(earlier, field.name);
            if (field.kind == Kind::rows) {
                if (into.contains(field.name) || std::count(sources.begin(), sources.end(), kEarlier) == 0 ||
                    !before.is_array() || before.empty())
                    continue;
                into[field.name] = before;
                from_.push_back({field.path, std::string(kEarlier)});
            } else if (field.holds_fields()) {
                if (into.contains(field.name) && !into[field.name].is_object()) continue;
                json inside = member(into, field.name);
                if (!inside.is_object()) inside = json::object();
                std::erase_if(sources, [&](const std::string& one) { return contradicts(inside, one); });
                this->group(field, sources, is_other(sources, before, inside) ? json() : before, inside);
                if (!inside.empty()) into[field.name] = std::move(inside);
            } else if (!into.contains(field.name)) {
                question(field, sources, before, into);
            }
        }
    }

private:
    void question(const Field& field, const Sources& sources, const json& before, json& into)
    {
        for (const std::string& source : sources) {
            const auto fact = facts_.find(source);
            const bool earlier = source == kEarlier && !before.is_null();
            if (!earlier && fact == facts_.end()) continue;
            if (!keep(field, earlier ? typed_of(field, before) : fact->second, into)) continue;
            from_.push_back({field.path, source});
            return;
        }
    }

    // Whether what is answered already is about another person or place than these facts.
    bool contradicts(const json& given, const std::string& source) const
    {
        return std::any_of(kTelling.begin(), kTelling.end(), [&](const char* name) {
            const json now = member(given, name);
            const auto fact = facts_.find(source + "." + name);
            return now.is_string() && fact != facts_.end() &&
                   fact->second != now.get_ref<const std::string&>();
        });
    }

    // Whether what is known, or answered already, contradicts earlier answers.
    bool is_other(const Sources& sources, const json& before, const json& given) const
    {
        const auto differs = [&](const char* name) {
            const json was = member(before, name);
            if (!was.is_string()) return false;
            if (const json now = member(given, name); now.is_string()) return now != was;
            return std::any_of(sources.begin(), sources.end(), [&](const std::string& source) {
                const auto fact = facts_.find(source + "." + name);
                return fact != facts_.end() && fact->second != was.get_ref<const std::string&>();
            });
        };
        return std::any_of(kTelling.begin(), kTelling.end(), differs);
    }

    bool keep(const Field& field, const std::string& text, json& into) const
    {
        json value;
        std::optional<Wrongness> wrong;
        if (!parse(field, text, value, wrong) || judge_value(field, value, asked_.lists, asked_.today))
            return false;
        into[field.name] = std::move(value);
        return true;
    }

    const Facts& facts_;
    const Asked& asked_;
    std::vector<Filled::From>& from_;
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

json object_of(std::string_view text)
{
    json read = json::parse(text, nullptr, false);
    return read.is_object() ? read : json::object();
}

void tell(const Field& group, const Sources& around, const json& answers, Facts& into)
{
    for (const Field& field : group.fields) {
        const json answer = member(answers, field.name);
        const Sources sources = sources_of(field, around);
        if (field.kind == Kind::rows) continue;
        if (field.holds_fields())
            tell(field, sources, answer, into);
        else if (answer.is_string())
            for (const std::string& source : sources)
                if (source != kEarlier) into.emplace(source, answer.get<std::string>());
    }
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
    json answers = object_of(asked.before);
    Filler(facts, asked, filled.from).group(schema.root(), {}, object_of(earlier), answers);
    // What is taken from earlier rows, and anything that contradicts something else, is judged as if it had been sent.
    const Taken taken = check(schema, answers.dump(), {.lists = asked.lists, .today = asked.today});
    filled.answers = taken.answers;
    const json kept = json::parse(taken.answers);
    std::erase_if(filled.from, [&](const Filled::From& one) { return !answered(kept, one.path); });
    return filled;
}

std::string completed(const Schema& schema, std::string_view answers, const Facts& facts, const Asked& asked)
{
    json whole = too_deep(answers) ? json() : json::parse(answers, nullptr, false);
    if (!whole.is_object()) return std::string(answers);
    std::vector<Filled::From> from;
    Filler(facts, asked, from).group(schema.root(), {}, json(), whole);
    return from.empty() ? std::string(answers) : whole.dump();
}

Facts told(const Schema& schema, std::string_view answers)
{
    Facts facts;
    tell(schema.root(), {}, object_of(answers), facts);
    return facts;
}

}  // namespace lt::forms
