// Rendering: walks the steps of a program over a JSON view.
#include <charconv>

#include <nlohmann/json.hpp>

#include "kit/html/program.h"

namespace lt::html {
namespace {

using nlohmann::json;

bool truthy(const json* value)
{
    if (value == nullptr) return false;
    switch (value->type()) {
    case json::value_t::null:
    case json::value_t::discarded: return false;
    case json::value_t::boolean: return value->get_ref<const bool&>();
    case json::value_t::string: return !value->get_ref<const std::string&>().empty();
    case json::value_t::number_integer: return value->get_ref<const std::int64_t&>() != 0;
    case json::value_t::number_unsigned: return value->get_ref<const std::uint64_t&>() != 0;
    case json::value_t::number_float: return value->get_ref<const double&>() != 0;
    case json::value_t::array: return !value->empty();
    case json::value_t::object:
    case json::value_t::binary: return true;
    }
    return false;
}

void append_escaped(std::string_view text, std::string& out)
{
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char* entity = nullptr;
        switch (text[i]) {
        case '&': entity = "&amp;"; break;
        case '<': entity = "&lt;"; break;
        case '>': entity = "&gt;"; break;
        case '"': entity = "&quot;"; break;
        case '\'': entity = "&#39;"; break;
        default: continue;
        }
        out.append(text.substr(done, i - done)).append(entity);
        done = i + 1;
    }
    out.append(text.substr(done));
}

void print(const json* value, bool escape, std::string& out)
{
    if (value == nullptr) return;
    if (value->is_string()) {
        const auto& text = value->get_ref<const std::string&>();
        if (escape) {
            append_escaped(text, out);
        } else {
            out += text;
        }
    } else if (value->is_number()) {
        out += value->dump();
    }
}

class Runner {
public:
    Runner(const Program& program, const json& view, std::string& out) : program_(program), out_(out)
    {
        stack_.reserve(8);
        stack_.push_back(&view);
    }

    void run(std::size_t at, std::size_t end)
    {
        while (at < end) {
            const Step& step = program_[at];
            switch (step.kind) {
            case StepKind::text: out_ += step.text; break;
            case StepKind::escaped: print(find(step.path), true, out_); break;
            case StepKind::raw: print(find(step.path), false, out_); break;
            case StepKind::section:
                section(at + 1, step.end, find(step.path));
                at = step.end;
                continue;
            case StepKind::inverted:
                if (!truthy(find(step.path))) run(at + 1, step.end);
                at = step.end;
                continue;
            }
            ++at;
        }
    }

private:
    void section(std::size_t begin, std::size_t end, const json* value)
    {
        if (!truthy(value)) return;
        if (value->is_array()) {
            for (const json& item : *value) inside(begin, end, item);
        } else if (value->is_boolean()) {
            run(begin, end);
        } else {
            inside(begin, end, *value);
        }
    }

    void inside(std::size_t begin, std::size_t end, const json& context)
    {
        stack_.push_back(&context);
        run(begin, end);
        stack_.pop_back();
    }

    const json* find(const std::vector<std::string>& path) const
    {
        if (path.empty()) return stack_.back();
        const json* found = nullptr;
        for (auto context = stack_.rbegin(); context != stack_.rend() && found == nullptr; ++context) {
            found = member(**context, path.front());
        }
        for (std::size_t i = 1; i < path.size() && found != nullptr; ++i) found = member(*found, path[i]);
        return found;
    }

    static const json* member(const json& object, const std::string& name)
    {
        if (!object.is_object()) return nullptr;
        const auto& map = object.get_ref<const json::object_t&>();
        const auto it = map.find(name);
        return it == map.end() ? nullptr : &it->second;
    }

    const Program& program_;
    std::string& out_;
    std::vector<const json*> stack_{};
};

}  // namespace

void run(const Program& program, const json& view, std::string& out)
{
    Runner(program, view, out).run(0, program.size());
}

}  // namespace lt::html
