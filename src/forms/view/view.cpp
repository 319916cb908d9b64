// See view.h. A form is a flat list of blocks, because partials can't contain themselves: a block opens a group, another one closes it.
#include "forms/view/view.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "forms/row_names.h"
#include "forms/rules.h"
#include "forms/view/explain.h"
#include "kit/base/text.h"

namespace lt::forms {
namespace {

using base::msg;
using html::View;
using page::Choice;

constexpr std::size_t kRadios = 6;  // more choices are a list
// Stands for the number in the row that the script copies.
constexpr std::string_view kNewRow = "__";

http::Form form_of(const Typed& typed)
{
    http::Form form;
    for (const auto& [name, value] : typed) form.add(name, value);
    return form;
}

const char* autocomplete_of(const Field& field)
{
    if (field.fill.rfind("owner.", 0) != 0) return nullptr;
    switch (field.kind) {
    case Kind::full_name: return "name";
    case Kind::email: return "email";
    case Kind::phone: return "tel";
    case Kind::date: return "bday";
    case Kind::text:
    case Kind::identity_number:
    case Kind::uri:
    case Kind::integer:
    case Kind::number:
    case Kind::boolean:
    case Kind::choice:
    case Kind::people:
    case Kind::religion:
    case Kind::province:
    case Kind::commune:
    case Kind::address:
    case Kind::group:
    case Kind::rows: break;
    }
    return nullptr;
}

class Drawer {
public:
    Drawer(const Drawing& drawing, View& scratch)
        : drawing_(drawing), words_(drawing.words),
          typed_(drawing.typed ? *drawing.typed : typed_of(drawing.schema, drawing.answers)),
          sent_(form_of(typed_)), rows_(rows_in(typed_)), scratch_(scratch),
          form_(scratch, sent_, drawing.error, drawing.words)
    {
    }

    View step(const Step& step)
    {
        blocks_ = View::array();
        step_title_ = step.title;
        for (const Field& field : drawing_.schema.root().fields)
            if (std::count(step.fields.begin(), step.fields.end(), field.name) > 0)
                question(field, drawing_.schema.root(), field.name);
        return std::move(blocks_);
    }

private:
    // A block in which nothing is left to be looked up in what is around it.
    static View block()
    {
        View made = View::object();
        for (const char* key :
             {"question", "only_if", "wide", "input", "textarea", "date", "select", "radios", "checkbox",
              "open", "close", "row", "row_end", "copy", "copy_end", "add", "communes", "units", "end"})
            made[key] = false;
        return made;
    }

    View& add(View made)
    {
        blocks_.push_back(std::move(made));
        return blocks_.back();
    }

    View opening(const Field& field, const Field& group, const std::string& path, bool wide) const
    {
        View made = block();
        made["question"] = path;
        made["wide"] = wide;
        if (field.kind == Kind::province) made["units"] = "province";
        if (field.kind == Kind::commune) made["units"] = "commune";
        if (const std::string when = explain(field, group, drawing_.lists, words_); !when.empty())
            made["only_if"] = words_(msg("Chỉ trả lời nếu {{condition}}."), {{"condition", when}});
        return made;
    }

    void question(const Field& field, const Field& group, const std::string& path)
    {
        if (!field.holds_fields()) {
            leaf(field, group, path);
            return;
        }
        View made = opening(field, group, path, true);
        made["open"] = {{"id", path},
                        {"label", field.title},
                        // The heading of the step says it already.
                        {"label_hidden", field.title == step_title_},
                        {"optional", field.required.empty()},
                        {"hint", field.hint.empty() ? View(false) : View(field.hint)},
                        {"error", false},
                        {"address", field.kind == Kind::address}};
        if (const std::string error = form_.error(path); !error.empty()) made["open"]["error"] = error;
        add(std::move(made));
        if (field.kind == Kind::rows)
            rows(field, path);
        else
            inside(field, path);
        View closing = block();
        closing["close"] = true;
        closing["end"] = true;
        add(std::move(closing));
    }

    void inside(const Field& group, const std::string& path)
    {
        for (const Field& field : group.fields) {
            question(field, group, path + "." + field.name);
            if (field.kind == Kind::province) {
                View made = block();
                made["communes"] = {{"value", path}};
                add(std::move(made));
            }
        }
    }

    void rows(const Field& field, const std::string& path)
    {
        std::set<std::size_t> numbers;
        if (const auto found = rows_.find(path); found != rows_.end()) numbers = found->second;
        const std::size_t least = std::max<std::size_t>(field.minimum_rows, field.required.empty() ? 0 : 1);
        while (numbers.size() < least) numbers.insert(numbers.empty() ? 0 : *numbers.rbegin() + 1);
        std::size_t place = 0;
        for (const std::size_t number : numbers) {
            if (++place > kRows + 1) break;
            row(field, path, std::to_string(number), std::to_string(place));
        }
        View copy = block();
        copy["copy"] = {{"list", path}};
        add(std::move(copy));
        row(field, path, std::string(kNewRow), std::string(kNewRow));
        View end = block();
        end["copy_end"] = true;
        end["add"] = {{"value", path},
                      {"label", words_(msg("Thêm {{row}}"), {{"row", lower(field.row_title)}})}};
        add(std::move(end));
    }

    void row(const Field& field, const std::string& path, const std::string& number, const std::string& place)
    {
        const std::string name = path + "." + number;
        View made = block();
        made["row"] = {{"list", path},
                       {"number", number},
                       {"title", field.row_title + " " + place},
                       {"name", field.row_title}};
        add(std::move(made));
        inside(field, name);
        View end = block();
        end["row_end"] = {
            {"value", name},
            {"label", words_(msg("Bớt {{row}}"), {{"row", lower(field.row_title) + " " + place}})}};
        add(std::move(end));
    }

    static std::string lower(const std::string& title)
    {
        // Row titles are common nouns: "Thành viên".
        return base::lower(title);
    }

    void leaf(const Field& field, const Field& group, const std::string& path)
    {
        const bool area = field.kind == Kind::text && field.lines > 1;
        View made = opening(field, group, path, area || field.must_be_true);
        View extra = View::object();
        if (const std::string hint = hint_of(field, path); !hint.empty()) extra["hint"] = hint;
        extra["optional"] = field.required.empty();
        extra["required"] = field.always_required();
        if (!field.width.empty()) extra["width"] = field.width;
        if (const char* known = autocomplete_of(field)) extra["autocomplete"] = known;
        const char* partial = "input";
        switch (field.kind) {
        case Kind::choice: partial = choices(field, path, field.options, extra); break;
        case Kind::people: partial = choices(field, path, drawing_.lists.peoples, extra); break;
        case Kind::religion: partial = choices(field, path, drawing_.lists.religions, extra); break;
        case Kind::province:
        case Kind::commune: partial = units(field, path, extra); break;
        case Kind::boolean: partial = truth(field, path, extra); break;
        case Kind::date:
            partial = "date";
            form_.field(path, field.title, "", extra);
            break;
        case Kind::identity_number:
        case Kind::integer:
        case Kind::number:
        case Kind::phone:
            extra["inputmode"] = field.kind == Kind::number  ? "decimal"
                                 : field.kind == Kind::phone ? "tel"
                                                             : "numeric";
            if (field.width.empty()) extra["width"] = "10";
            form_.field(path, field.title, "", extra);
            break;
        case Kind::email:
        case Kind::uri:
            extra["inputmode"] = field.kind == Kind::email ? "email" : "url";
            extra["nospell"] = true;
            form_.field(path, field.title, "", extra);
            break;
        case Kind::text:
        case Kind::full_name:
        case Kind::address:
        case Kind::group:
        case Kind::rows:
            if (area) {
                partial = "textarea";
                extra["rows"] = std::to_string(field.lines);
            }
            form_.field(path, field.title, "", extra);
            break;
        }
        made[partial] = std::move(scratch_["fields"][path]);
        made["end"] = true;
        add(std::move(made));
    }

    std::string hint_of(const Field& field, const std::string& path) const
    {
        std::string hint = field.hint;
        const auto known = drawing_.filled.find(path);
        if (known == drawing_.filled.end() || sent_.get(path).empty()) return hint;
        if (field.kind == Kind::date && hint.empty()) hint = words_(msg("Ngày/tháng/năm, ví dụ 23/11/2026"));
        if (!hint.empty()) hint += ". ";
        return hint + known->second;
    }

    const char* choices(const Field& field, const std::string& path, const std::vector<Option>& options,
                        View& extra)
    {
        const bool list = options.size() > kRadios;
        std::vector<Choice> all;
        if (list) all.push_back({"", words_(msg("Chọn"))});
        for (const Option& option : options) all.push_back({option.value, option.label});
        extra["inline"] = options.size() <= 3 &&
                          std::all_of(options.begin(), options.end(),
                                      [](const Option& option) { return option.label.size() <= 20; });
        form_.choices(path, field.title, all, extra);
        return list ? "select" : "radios";
    }

    const char* truth(const Field& field, const std::string& path, View& extra)
    {
        if (field.must_be_true) {
            extra["checked"] = false;
            form_.field(path, field.title, "yes", extra);
            return "checkbox";
        }
        extra["inline"] = true;
        form_.choices(path, field.title, {{"yes", words_(msg("Có"))}, {"no", words_(msg("Không"))}}, extra);
        return "radios";
    }

    const char* units(const Field& field, const std::string& path, View& extra)
    {
        const std::string sibling = path.substr(0, path.rfind('.') + 1) + "province";
        const Units& units = drawing_.lists.units;
        std::string province = sent_.get(sibling);
        if (province.empty()) province = drawing_.home_province;
        std::vector<Choice> all{{"", words_(msg("Chọn"))}};
        if (field.kind == Kind::province) {
            for (const Province& one : units.provinces()) all.push_back({one.code, one.name});
        } else {
            for (const Commune& one : units.communes(province)) all.push_back({one.code, one.name});
        }
        form_.choices(path, field.title, all, extra);
        if (field.kind == Kind::province) {
            for (View& option : scratch_["fields"][path]["options"])
                option["selected"] = option["value"] == province;
        }
        return "select";
    }

    const Drawing& drawing_;
    const page::Words& words_;
    const Typed typed_;
    const http::Form sent_;
    const RowNames rows_;
    View& scratch_;
    page::FormView form_;
    View blocks_{};
    std::string step_title_{};
};

}  // namespace

void draw(html::View& view, const Drawing& drawing)
{
    View scratch = View::object();
    Drawer drawer(drawing, scratch);
    View steps = View::array();
    const auto& all = drawing.schema.steps();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (drawing.step && *drawing.step != i) continue;
        const bool heading = !drawing.step && all.size() > 1;
        steps.push_back(
            {{"heading", heading ? View(all[i].title) : View(false)}, {"blocks", drawer.step(all[i])}});
    }
    const Translate translate = [&](const base::Message& message) { return drawing.words(message); };
    View before = View::array();
    if (drawing.step) {
        // A condition may ask about an answer of another step.
        const auto& here = all[*drawing.step].fields;
        for (const auto& [name, value] : typed_of(drawing.schema, drawing.answers))
            if (std::count(here.begin(), here.end(), name.substr(0, name.find('.'))) == 0)
                before.push_back({name, value});
    }
    view["form"] = {{"steps", std::move(steps)},
                    {"_before", before.dump()},
                    {"_rules", rules_for_script(drawing.schema, drawing.today, translate)},
                    {"draft", drawing.draft.empty() ? View(false) : View(drawing.draft)}};
    for (const char* key : {"error_title", "errors"})
        if (scratch.contains(key)) view[key] = std::move(scratch[key]);
}

}  // namespace lt::forms
