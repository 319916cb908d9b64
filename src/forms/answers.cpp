// See answers.h. What comes in: a sent form, or JSON of a program.
#include "forms/answers.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "forms/judge.h"
#include "forms/row_names.h"
#include "forms/schema_reader.h"
#include "kit/base/text.h"

namespace lt::forms {
namespace {

using nlohmann::json;

constexpr std::size_t kAnswersBytes = 1024 * 1024;
constexpr std::size_t kUnknown = 50;                // more are not listed
constexpr double kLargest = 999'999'999'999'999.0;  // exact, and as many digits as can be typed

// Reads the questions of a group out of a sent form.
class FormReader {
public:
    FormReader(const Typed& typed, Draft& draft) : rows_(rows_in(typed)), draft_(draft)
    {
        for (const auto& [name, value] : typed) values_.try_emplace(name, &value);
    }

    void question(const Field& field, const std::string& path, json& into)
    {
        if (field.kind == Kind::rows) {
            rows(field, path, into);
        } else if (field.holds_fields()) {
            json inside = json::object();
            for (const Field& one : field.fields) question(one, path + "." + one.name, inside);
            if (!inside.empty()) into[field.name] = std::move(inside);
        } else if (const auto found = values_.find(path); found != values_.end()) {
            json value;
            std::optional<Wrongness> wrong;
            if (parse(field, *found->second, value, wrong)) into[field.name] = std::move(value);
            if (wrong) draft_.unread.emplace(path, std::move(*wrong));
        }
    }

private:
    void rows(const Field& field, const std::string& path, json& into)
    {
        const auto found = rows_.find(path);
        if (found == rows_.end()) return;
        json list = json::array();
        for (const std::size_t number : found->second) {
            if (list.size() > kRows) break;  // one too many is enough to say so
            const std::string prefix = path + "." + std::to_string(number) + ".";
            const std::size_t unread = draft_.unread.size();
            json row = json::object();
            for (const Field& one : field.fields) question(one, prefix + one.name, row);
            // A row in which nothing was typed is none.
            const bool blank = std::all_of(field.fields.begin(), field.fields.end(), [&](const Field& one) {
                return !row.contains(one.name) || (one.kind == Kind::address && row[one.name].size() == 1 &&
                                                   row[one.name].contains("province"));
            });
            if (blank && draft_.unread.size() == unread) continue;
            list.push_back(std::move(row));
            draft_.rows[path].push_back(number);
        }
        if (!list.empty()) into[field.name] = std::move(list);
    }

    std::unordered_map<std::string_view, const std::string*> values_{};
    RowNames rows_;
    Draft& draft_;
};

// Reads the questions of a group out of JSON.
class JsonReader {
public:
    explicit JsonReader(Draft& draft) : draft_(draft) {}

    json group(const Field& group, const json& from, const std::string& path)
    {
        json into = json::object();
        for (const auto& item : from.items()) {
            const auto known = std::find_if(group.fields.begin(), group.fields.end(),
                                            [&](const Field& field) { return field.name == item.key(); });
            const std::string here = path.empty() ? item.key() : path + "." + item.key();
            if (known == group.fields.end())
                unknown(path, item.key());
            else if (!item.value().is_null())
                question(*known, item.value(), here, into);
        }
        return into;
    }

private:
    void question(const Field& field, const json& from, const std::string& path, json& into)
    {
        if (field.kind == Kind::rows) {
            if (!from.is_array()) return wrong_type(path);
            json list = json::array();
            for (std::size_t i = 0; i < from.size() && i <= kRows; ++i) {
                const std::string here = path + "." + std::to_string(i);
                if (!from[i].is_object()) return wrong_type(path);
                list.push_back(group(field, from[i], here));
            }
            into[field.name] = std::move(list);
        } else if (field.holds_fields()) {
            if (!from.is_object()) return wrong_type(path);
            into[field.name] = group(field, from, path);
        } else {
            leaf(field, from, path, into);
        }
    }

    void leaf(const Field& field, const json& from, const std::string& path, json& into)
    {
        if (field.kind == Kind::boolean) {
            if (!from.is_boolean()) return wrong_type(path);
            into[field.name] = from;
        } else if (field.kind == Kind::integer || field.kind == Kind::number) {
            if (!from.is_number() || !(std::fabs(from.get<double>()) <= kLargest)) return wrong_type(path);
            const double number = from.get<double>();
            if (field.kind == Kind::integer && std::floor(number) < number) return wrong_type(path);
            // Kept as it would be if somebody typed it.
            json known = number;
            if (field.kind == Kind::integer) known = static_cast<std::int64_t>(number);
            keep(field, typed_of(field, known), path, into);
        } else {
            if (!from.is_string()) return wrong_type(path);
            keep(field, from.get_ref<const std::string&>(), path, into);
        }
    }

    void keep(const Field& field, const std::string& text, const std::string& path, json& into)
    {
        json value;
        std::optional<Wrongness> wrong;
        if (parse(field, text, value, wrong)) into[field.name] = std::move(value);
        if (wrong) draft_.unread.emplace(path, std::move(*wrong));
    }

    void wrong_type(const std::string& path) { draft_.unread.emplace(path, Wrongness{Flaw::wrong_type, {}}); }

    void unknown(std::string path, const std::string& key)
    {
        if (draft_.unknown.size() >= kUnknown) return;
        std::replace(path.begin(), path.end(), '.', '/');
        draft_.unknown.push_back(pointer_to(path.empty() ? path : "/" + path, base::shorten(key, 100)));
    }

    Draft& draft_;
};

json parse_object(std::string_view text)
{
    if (text.size() > kAnswersBytes || too_deep(text)) return json::object();
    json read = json::parse(text, nullptr, false);
    return read.is_object() ? read : json::object();
}

Taken settle(const Schema& schema, json answers, const Draft& draft, const Asked& asked, Naming naming)
{
    prune(schema.root(), answers);
    Taken taken;
    taken.wrong = judge(schema, answers, draft, asked, naming);
    taken.answers = answers.dump();
    return taken;
}

}  // namespace

Taken take(const Schema& schema, const Typed& typed, const Asked& asked)
{
    Draft draft;
    json answers = json::object();
    if (asked.step) {
        CHECK(*asked.step < schema.steps().size());
        // What was answered on other steps and the form still has.
        Draft before;
        answers = JsonReader(before).group(schema.root(), parse_object(asked.before), "");
        for (const std::string& name : schema.steps()[*asked.step].fields) answers.erase(name);
    }
    FormReader reader(typed, draft);
    for (const Field& field : schema.root().fields) {
        const bool here = !asked.step || [&] {
            const auto& names = schema.steps()[*asked.step].fields;
            return std::count(names.begin(), names.end(), field.name) > 0;
        }();
        if (here) reader.question(field, field.name, answers);
    }
    return settle(schema, std::move(answers), draft, asked, Naming::inputs);
}

Taken check(const Schema& schema, std::string_view text, const Asked& asked)
{
    const auto refuse = [](base::Message message) {
        Taken taken{.answers = "{}"};
        taken.wrong.emplace_back("", std::move(message));
        return taken;
    };
    if (text.size() > kAnswersBytes) return refuse(base::msg("Câu trả lời lớn quá 1 MB."));
    if (!base::is_utf8(text) || too_deep(text)) return refuse(base::msg("Câu trả lời không phải là JSON."));
    const json read = json::parse(text, nullptr, false);
    if (!read.is_object()) return refuse(base::msg("Câu trả lời phải là một đối tượng JSON."));
    Draft draft;
    json answers = JsonReader(draft).group(schema.root(), read, "");
    return settle(schema, std::move(answers), draft, asked, Naming::pointers);
}

bool same_answers(std::string_view one, std::string_view other)
{
    return parse_object(one) == parse_object(other);
}

}  // namespace lt::forms
