// See rules.h.
#include "forms/rules.h"

#include <nlohmann/json.hpp>

#include "forms/identity/number.h"
#include "forms/messages.h"
#include "forms/pattern.h"
#include "forms/values.h"

namespace lt::forms {
namespace {

using nlohmann::json;

const char* name_of(Kind kind)
{
    switch (kind) {
    case Kind::text: return "text";
    case Kind::full_name: return "full_name";
    case Kind::identity_number: return "identity_number";
    case Kind::phone: return "phone";
    case Kind::email: return "email";
    case Kind::uri: return "uri";
    case Kind::date: return "date";
    case Kind::integer: return "integer";
    case Kind::number: return "number";
    case Kind::boolean: return "boolean";
    case Kind::choice: return "choice";
    case Kind::people: return "people";
    case Kind::religion: return "religion";
    case Kind::province: return "province";
    case Kind::commune: return "commune";
    case Kind::address: return "address";
    case Kind::group: return "group";
    case Kind::rows: return "rows";
    }
    return "";
}

const char* name_of(Condition::Test test)
{
    switch (test) {
    case Condition::Test::all: return "all";
    case Condition::Test::any: return "any";
    case Condition::Test::none: return "none";
    case Condition::Test::present: return "present";
    case Condition::Test::inside: return "inside";
    case Condition::Test::one_of: return "one_of";
    case Condition::Test::at_least: return "at_least";
    case Condition::Test::at_most: return "at_most";
    }
    return "";
}

json rules_of(const Condition& condition)
{
    json out{{"test", name_of(condition.test)}};
    if (!condition.name.empty()) out["name"] = condition.name;
    if (condition.test == Condition::Test::at_least || condition.test == Condition::Test::at_most)
        out["number"] = condition.number;
    for (const Scalar& value : condition.values)
        std::visit([&](const auto& scalar) { out["values"].push_back(scalar); }, value);
    for (const Condition& part : condition.parts) out["parts"].push_back(rules_of(part));
    return out;
}

json rules_of(const std::vector<Guard>& guards)
{
    json out = json::array();
    for (const Guard& guard : guards) out.push_back(json::array({guard.condition, guard.then}));
    return out;
}

class Writer {
public:
    Writer(base::Day today, const Translate& translate) : today_(today), translate_(translate) {}

    json rules_of_group(const Field& group, bool in_rows)
    {
        json out{{"fields", json::array()}};
        for (const Field& field : group.fields)
            out["fields"].push_back(rules_of_field(field, in_rows || group.kind == Kind::rows));
        for (const Condition& condition : group.conditions) out["conditions"].push_back(rules_of(condition));
        return out;
    }

    bool identity = false;

private:
    json rules_of_field(const Field& field, bool in_rows)
    {
        json out = field.holds_fields() ? rules_of_group(field, in_rows) : json::object();
        out["name"] = field.name;
        out["kind"] = name_of(field.kind);
        identity = identity || field.kind == Kind::identity_number;
        if (!field.when.empty()) out["when"] = rules_of(field.when);
        for (const auto& guards : field.required) out["required"].push_back(rules_of(guards));
        if (field.minimum_length.value_or(0) > 0) out["min_length"] = *field.minimum_length;
        if (field.maximum_length) out["max_length"] = *field.maximum_length;
        if (field.minimum) out["minimum"] = *field.minimum;
        if (field.maximum) out["maximum"] = *field.maximum;
        if (field.pattern) out["pattern"] = field.pattern->text();
        if (field.lines > 1) out["lines"] = true;
        if (field.must_be_true) out["agree"] = true;
        if (field.days == Days::up_to_today) out["days"] = "up_to_today";
        if (field.days == Days::from_today) out["days"] = "from_today";
        if (field.kind == Kind::rows) {
            out["min_rows"] = field.minimum_rows;
            out["max_rows"] = field.maximum_rows;
        }
        for (const Option& option : field.options) out["options"].push_back(option.value);
        // What only the answer knows stays a place, to be filled in by the script.
        std::vector<base::Message::Value> places;
        for (const std::string_view place : dynamic_places()) {
            if (place == "row" && !in_rows) continue;
            places.push_back({std::string(place), "{{" + std::string(place) + "}}", false});
        }
        for (const Flaw flaw : flaws_of(field))
            out["say"][name_of(flaw)] = translate_(sentence(flaw, field, today_, places));
        return out;
    }

    base::Day today_;
    const Translate& translate_;
};

}  // namespace

std::string rules_for_script(const Schema& schema, base::Day today, const Translate& translate)
{
    Writer writer(today, translate);
    json out = writer.rules_of_group(schema.root(), false);
    out["today"] = base::format_iso(today);
    if (writer.identity) {
        out["places"] = identity::places();
        out["sexes"] = {{"male", translate(base::msg("nam"))}, {"female", translate(base::msg("nữ"))}};
    }
    return out.dump();
}

}  // namespace lt::forms
