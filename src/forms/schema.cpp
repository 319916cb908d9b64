// See schema.h. The edge of reading: size and depth, steps, what is printed.
#include "forms/schema.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "forms/schema_reader.h"
#include "kit/base/text.h"

namespace lt::forms {
namespace {

using base::msg;

constexpr int kBrackets = 64;  // of any JSON: deeper than every form that can be read
constexpr std::size_t kSteps = 30;
constexpr std::size_t kTitle = 300;
constexpr std::size_t kParagraph = 2000;
constexpr std::size_t kClosing = 20;
constexpr std::size_t kSignatures = 6;

std::size_t line_at(std::string_view text, std::size_t byte)
{
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string optional_text(const Source& source, const std::string& pointer, const char* key,
                          std::size_t limit)
{
    const auto found = source.find(key);
    return found == source.end() ? std::string() : text_of(*found, pointer_to(pointer, key), limit);
}

const Source& list_of(const Source& source, const std::string& pointer, const char* key, std::size_t limit)
{
    static const Source empty = Source::array();
    const auto found = source.find(key);
    if (found == source.end()) return empty;
    if (!found->is_array() || found->size() > limit)
        throw Refusal{
            pointer_to(pointer, key),
            {msg("Phải là một danh sách, nhiều nhất {{limit}} phần."), {{"limit", std::to_string(limit)}}}};
    return *found;
}

// The questions that x-steps names, in its order.
std::vector<Step> read_steps(const Source& source, const Field& root, const std::string& title)
{
    std::vector<Step> steps;
    if (!source.contains("x-steps")) {
        Step all{.title = title};
        for (const Field& field : root.fields) all.fields.push_back(field.name);
        steps.push_back(std::move(all));
        return steps;
    }
    const Source& list = list_of(source, "", "x-steps", kSteps);
    if (list.empty()) throw Refusal{"/x-steps", msg("Cần ít nhất một bước.")};
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string here = pointer_to("/x-steps", std::to_string(i));
        if (!list[i].is_object()) throw Refusal{here, msg("Phải là một đối tượng.")};
        Step step{.title = optional_text(list[i], here, "title", kTitle)};
        if (step.title.empty()) throw Refusal{here, msg("Thiếu “title” của bước.")};
        const Source& names = list_of(list[i], here, "fields", kQuestions);
        for (std::size_t k = 0; k < names.size(); ++k) {
            const std::string place = pointer_to(pointer_to(here, "fields"), std::to_string(k));
            step.fields.push_back(text_of(names[k], place, kTitle));
            const bool known = std::any_of(root.fields.begin(), root.fields.end(), [&](const Field& field) {
                return field.name == step.fields.back();
            });
            if (!known) throw Refusal{place, msg("Biểu mẫu không có câu hỏi này.")};
            for (const Step& other : steps) {
                if (std::count(other.fields.begin(), other.fields.end(), step.fields.back()) > 0)
                    throw Refusal{place, msg("Câu hỏi này đã ở bước khác.")};
            }
            if (std::count(step.fields.begin(), step.fields.end(), step.fields.back()) > 1)
                throw Refusal{place, msg("Câu hỏi này có hai lần.")};
        }
        if (step.fields.empty()) throw Refusal{here, msg("Bước này không có câu hỏi nào.")};
        steps.push_back(std::move(step));
    }
    return steps;
}

// A conditional question that no step names comes after the question before it; the questions of the form then stand as
// the steps have them.
void settle_steps(std::vector<Step>& steps, Field& root)
{
    std::string before;
    for (const Field& field : root.fields) {
        bool placed = false;
        for (const Step& step : steps)
            placed = placed || std::count(step.fields.begin(), step.fields.end(), field.name) > 0;
        if (!placed) {
            if (field.when.empty() || before.empty())
                throw Refusal{"/x-steps",
                              {msg("Câu hỏi “{{name}}” không ở bước nào."), {{"name", field.name}}}};
            for (Step& step : steps) {
                const auto place = std::find(step.fields.begin(), step.fields.end(), before);
                if (place == step.fields.end()) continue;
                step.fields.insert(place + 1, field.name);
                break;
            }
        }
        before = field.name;
    }
    std::vector<Field> ordered;
    for (const Step& step : steps) {
        for (const std::string& name : step.fields) {
            ordered.push_back(
                std::move(*std::find_if(root.fields.begin(), root.fields.end(),
                                        [&](const Field& field) { return field.name == name; })));
        }
    }
    root.fields = std::move(ordered);
}

PrintedForm read_printed(const Source& root)
{
    PrintedForm printed;
    const auto found = root.find("x-print");
    if (found == root.end()) return printed;
    if (!found->is_object()) throw Refusal{"/x-print", msg("Phải là một đối tượng.")};
    for (const auto& item : found->items()) {
        constexpr std::string_view kKeys = " form basis heading to closing signatures ";
        if (kKeys.find(" " + item.key() + " ") == std::string_view::npos)
            throw Refusal{pointer_to("/x-print", item.key()),
                          msg("x-print có form, basis, heading, to, closing và signatures.")};
    }
    printed.form = optional_text(*found, "/x-print", "form", kTitle);
    printed.basis = optional_text(*found, "/x-print", "basis", kTitle);
    printed.heading = optional_text(*found, "/x-print", "heading", kTitle);
    printed.to = optional_text(*found, "/x-print", "to", kTitle);
    const Source& closing = list_of(*found, "/x-print", "closing", kClosing);
    for (std::size_t i = 0; i < closing.size(); ++i)
        printed.closing.push_back(
            text_of(closing[i], pointer_to("/x-print/closing", std::to_string(i)), kParagraph));
    const Source& signatures = list_of(*found, "/x-print", "signatures", kSignatures);
    for (std::size_t i = 0; i < signatures.size(); ++i) {
        const std::string here = pointer_to("/x-print/signatures", std::to_string(i));
        if (!signatures[i].is_object()) throw Refusal{here, msg("Phải là một đối tượng.")};
        printed.signatures.push_back({optional_text(signatures[i], here, "title", kTitle),
                                      optional_text(signatures[i], here, "note", kTitle),
                                      optional_text(signatures[i], here, "name", kTitle)});
        if (printed.signatures.back().title.empty()) throw Refusal{here, msg("Thiếu “title”: ai ký?")};
    }
    return printed;
}

bool is_row_number(std::string_view part)
{
    return part == "*" ||
           (!part.empty() && part.size() <= 4 &&
            std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

}  // namespace

bool too_deep(std::string_view text)
{
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kBrackets) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

bool Field::always_required() const
{
    return std::any_of(required.begin(), required.end(), [](const auto& guards) { return guards.empty(); });
}

struct Schema::State {
    std::string title{};
    std::string description{};
    Field root{};
    std::vector<Step> steps{};
    PrintedForm printed{};
};

const std::string& Schema::title() const { return state_->title; }
const std::string& Schema::description() const { return state_->description; }
const Field& Schema::root() const { return state_->root; }
const std::vector<Step>& Schema::steps() const { return state_->steps; }
const PrintedForm& Schema::printed() const { return state_->printed; }

const Field* Schema::find(std::string_view path) const
{
    const Field* at = &state_->root;
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(path.size(), part.size() + 1));
        if (at->kind == Kind::rows && is_row_number(part)) continue;
        const auto found = std::find_if(at->fields.begin(), at->fields.end(),
                                        [&](const Field& field) { return field.name == part; });
        if (found == at->fields.end()) return nullptr;
        at = &*found;
    }
    return at == &state_->root ? nullptr : at;
}

std::size_t Schema::step_of(std::string_view name) const
{
    if (!name.empty() && name.front() == '/') name.remove_prefix(1);
    const std::string_view own = name.substr(0, name.find_first_of("./"));
    for (std::size_t i = 0; i < steps().size(); ++i) {
        const auto& fields = steps()[i].fields;
        if (std::find(fields.begin(), fields.end(), own) != fields.end()) return i;
    }
    return 0;
}

base::Result<Schema> read(std::string_view text)
{
    if (text.size() > kSchemaBytes) return base::invalid({}, msg("Biểu mẫu lớn quá 256 KB."));
    if (!base::is_utf8(text)) return base::invalid({}, msg("Biểu mẫu không phải là chữ UTF-8."));
    if (too_deep(text)) return base::invalid({}, msg("Biểu mẫu lồng nhau quá sâu."));
    try {
        const Source root = Source::parse(text);
        if (!root.is_object()) return base::invalid({}, msg("Biểu mẫu phải là một đối tượng JSON."));
        SchemaReader reader(root);
        auto state = std::make_shared<Schema::State>();
        state->title = optional_text(root, "", "title", kTitle);
        if (state->title.empty()) throw Refusal{"/title", msg("Thiếu “title” của biểu mẫu.")};
        state->description = optional_text(root, "", "description", kParagraph);
        state->root = reader.read_root();
        state->steps = read_steps(root, state->root, state->title);
        settle_steps(state->steps, state->root);
        state->printed = read_printed(root);
        Schema schema(std::move(state));
        for (std::size_t i = 0; i < schema.printed().signatures.size(); ++i) {
            const std::string& name = schema.printed().signatures[i].name;
            if (!name.empty() && !schema.find(name))
                throw Refusal{"/x-print/signatures/" + std::to_string(i) + "/name",
                              msg("Biểu mẫu không có câu hỏi này.")};
        }
        return schema;
    } catch (const Source::parse_error& broken) {
        return base::invalid({}, {msg("Không đọc được JSON, sai ở dòng {{line}}."),
                                  {{"line", std::to_string(line_at(text, broken.byte))}}});
    } catch (const Source::exception&) {
        return base::invalid({}, msg("Không đọc được JSON: có số quá lớn."));
    } catch (const Refusal& refusal) {
        return base::invalid(refusal.pointer, refusal.message);
    }
}

}  // namespace lt::forms
