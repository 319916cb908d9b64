// See judge.h. web/islands/form_rules.js judges by the same rules.
#include "forms/judge.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace lt::forms {
namespace {

using nlohmann::json;

constexpr int kRounds = 20;  // of conditions over answers that depend on conditions

bool all_hold(const std::vector<Guard>& guards, const std::vector<bool>& holding)
{
    return std::all_of(guards.begin(), guards.end(),
                       [&](const Guard& guard) { return holding[guard.condition] == guard.then; });
}

// An address in which only the province stands was not answered: pages choose the own province before anybody types.
bool unanswered(const Field& field, const json& value)
{
    return value.empty() || (field.kind == Kind::address && value.size() == 1 && value.contains("province"));
}

std::string text_at(const json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// One walk over the form with its answers.
class Walk {
public:
    Walk(const Draft& draft, const Asked& asked, Naming naming)
        : draft_(draft), asked_(asked), naming_(naming)
    {
    }

    void group(const Field& group, json& answers, const std::string& prefix,
               const std::vector<std::string>* only)
    {
        const Applying now = applying(group, answers);
        const json before = answers;  // what stands beside a wrong answer is judged by it, too
        for (std::size_t i = 0; i < group.fields.size(); ++i) {
            const Field& field = group.fields[i];
            if (!now.asked[i]) continue;
            if (only && std::count(only->begin(), only->end(), field.name) == 0) continue;
            question(field, answers, before, prefix + field.name, is_required(field, now));
        }
    }

    base::Wrong wrong{};

private:
    void question(const Field& field, json& answers, const json& before, const std::string& path,
                  bool required)
    {
        if (const auto unread = draft_.unread.find(path); unread != draft_.unread.end())
            say(unread->second, field, path);
        else if (field.kind == Kind::rows)
            rows(field, answers, path, required);
        else if (field.holds_fields())
            inner_group(field, answers, path, required);
        else
            leaf(field, answers, before, path, required);
    }

    void inner_group(const Field& field, json& answers, const std::string& path, bool required)
    {
        const auto found = answers.find(field.name);
        json inside = found == answers.end() ? json::object() : std::move(*found);
        const auto unread = draft_.unread.lower_bound(path + ".");
        const bool typed = unread != draft_.unread.end() && unread->first.rfind(path + ".", 0) == 0;
        const bool empty = unanswered(field, inside);
        const std::size_t before = wrong.size();
        if (required || typed || !empty) group(field, inside, path + ".", nullptr);
        // A group that must be there may be empty, if nothing in it is missing.
        if (empty ? !required || wrong.size() > before : inside.empty())
            answers.erase(field.name);
        else
            answers[field.name] = std::move(inside);
    }

    void rows(const Field& field, json& answers, const std::string& path, bool required)
    {
        const auto found = answers.find(field.name);
        const std::size_t count = found == answers.end() ? 0 : found->size();
        const std::size_t least =
            std::max<std::size_t>(required ? 1 : 0, required || count > 0 ? field.minimum_rows : 0);
        if (count < least) say({Flaw::few_rows, {{"actual", std::to_string(count), false}}}, field, path);
        if (count > field.maximum_rows)
            say({Flaw::many_rows, {{"actual", std::to_string(count), false}}}, field, path);
        if (found == answers.end()) return;
        const auto names = draft_.rows.find(path);
        for (std::size_t i = 0; i < found->size() && i < field.maximum_rows; ++i) {
            const std::size_t name = names == draft_.rows.end() ? i : names->second[i];
            row_ = std::to_string(i + 1);
            group(field, (*found)[i], path + "." + std::to_string(name) + ".", nullptr);
            row_.clear();
        }
    }

    void leaf(const Field& field, json& answers, const json& before, const std::string& path, bool required)
    {
        const auto found = before.find(field.name);
        if (found == before.end()) {
            if (required) say({Flaw::missing, {}}, field, path);
            return;
        }
        auto flaw = judge_value(field, *found, asked_.lists, asked_.today);
        if (!flaw && field.kind == Kind::identity_number)
            flaw = judge_identity(found->get_ref<const std::string&>(), text_at(before, "birth_date"),
                                  text_at(before, "sex"), asked_.today);
        if (!flaw && field.kind == Kind::commune) flaw = judge_commune(found->get<std::string>(), before);
        if (!flaw) return;
        say(*flaw, field, path);
        answers.erase(field.name);
    }

    std::optional<Wrongness> judge_commune(const std::string& code, const json& beside) const
    {
        const Commune* commune = asked_.lists.units.commune(code);
        const Province* province = asked_.lists.units.province(text_at(beside, "province"));
        if (!commune || !province || commune->province == province->code) return std::nullopt;
        return Wrongness{Flaw::elsewhere,
                         {{"place", commune->name, false}, {"province", province->name, false}}};
    }

    void say(Wrongness flaw, const Field& field, const std::string& path)
    {
        if (!row_.empty()) flaw.dynamic.push_back({"row", row_, false});
        std::string name = path;
        if (naming_ == Naming::pointers) {
            std::replace(name.begin(), name.end(), '.', '/');
            name.insert(0, 1, '/');
        }
        wrong.emplace_back(std::move(name),
                           sentence(flaw.flaw, field, asked_.today, std::move(flaw.dynamic)));
    }

    const Draft& draft_;
    const Asked& asked_;
    const Naming naming_;
    std::string row_{};
};

}  // namespace

Applying applying(const Field& group, const json& answers)
{
    Applying now;
    now.asked.assign(group.fields.size(), true);
    if (group.conditions.empty()) return now;
    const auto conditional = [](const Field& field) { return !field.when.empty(); };
    const bool any = std::any_of(group.fields.begin(), group.fields.end(), conditional);
    for (int round = 0; round < kRounds; ++round) {
        json current = answers;
        for (std::size_t i = 0; i < group.fields.size(); ++i)
            if (!now.asked[i]) current.erase(group.fields[i].name);
        now.holding.clear();
        for (const Condition& condition : group.conditions) now.holding.push_back(holds(condition, current));
        if (!any) break;
        std::vector<bool> next;
        for (const Field& field : group.fields) next.push_back(all_hold(field.when, now.holding));
        if (next == now.asked) break;
        now.asked = std::move(next);
    }
    return now;
}

bool is_required(const Field& field, const Applying& applying)
{
    return std::any_of(field.required.begin(), field.required.end(),
                       [&](const std::vector<Guard>& guards) { return all_hold(guards, applying.holding); });
}

void prune(const Field& group, json& answers)
{
    // From the inside: a condition may look into groups, never out of its own.
    for (const Field& field : group.fields) {
        const auto found = answers.find(field.name);
        if (found == answers.end()) continue;
        if (field.kind == Kind::rows) {
            for (json& row : *found) prune(field, row);
        } else if (field.holds_fields()) {
            prune(field, *found);
        }
    }
    if (group.conditions.empty()) return;
    const Applying now = applying(group, answers);
    for (std::size_t i = 0; i < group.fields.size(); ++i)
        if (!now.asked[i]) answers.erase(group.fields[i].name);
}

base::Wrong judge(const Schema& schema, json& answers, const Draft& draft, const Asked& asked, Naming naming)
{
    Walk walk(draft, asked, naming);
    const std::vector<std::string>* only = nullptr;
    if (asked.step) {
        CHECK(*asked.step < schema.steps().size());
        only = &schema.steps()[*asked.step].fields;
    }
    walk.group(schema.root(), answers, "", only);
    for (const std::string& name : draft.unknown)
        walk.wrong.emplace_back(name, sentence(Flaw::unknown, schema.root(), asked.today, {}));
    return std::move(walk.wrong);
}

}  // namespace lt::forms
