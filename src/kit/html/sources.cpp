// Finds and reads the template files.
#include "kit/html/sources.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace lt::html {
namespace {

namespace fs = std::filesystem;

// A view folder and what its views' names begin with.
struct ViewFolder {
    fs::path folder{};
    fs::path prefix{};
};

std::vector<ViewFolder> view_folders(const fs::path& resources)
{
    if (!fs::is_directory(resources / "src")) return {{resources / "views", {}}};
    std::vector<ViewFolder> found;
    for (auto it = fs::recursive_directory_iterator(resources / "src");
         it != fs::recursive_directory_iterator(); ++it) {
        if (!it->is_directory() || it->path().filename() != "views") continue;
        it.disable_recursion_pending();
        fs::path prefix = fs::relative(it->path().parent_path(), resources / "src");
        if (prefix.begin() != prefix.end() && *prefix.begin() == "kit") prefix = fs::relative(prefix, "kit");
        found.push_back({it->path(), prefix});
    }
    return found;
}

void each_html_file(const fs::path& folder, const std::function<void(const fs::path&)>& visit)
{
    if (!fs::is_directory(folder)) return;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".html") visit(entry.path());
    }
}

std::string read(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("can't read " + file.string());
    std::string text(std::istreambuf_iterator<char>(in), {});
    // The newline that ends the file would otherwise stand in the middle of a line that inlines it.
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

std::string layout_of(std::string_view text)
{
    constexpr std::string_view kBegin = "{{! layout:";
    if (!text.starts_with(kBegin)) return {};
    text = text.substr(kBegin.size(), text.find("}}") - kBegin.size());
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return std::string(text);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

}  // namespace

Sources read_sources(const fs::path& resources)
{
    Sources sources;
    const auto add = [&resources](auto& into, const fs::path& file, const fs::path& name) {
        Source source;
        source.name = fs::path(name).replace_extension().generic_string();
        source.file = fs::relative(file, resources).generic_string();
        source.text = read(file);
        source.layout = layout_of(source.text);
        const auto [it, is_new] = into.emplace(source.name, source);
        if (!is_new)
            throw std::runtime_error(source.file + " and " + it->second.file + " have the same name");
    };
    for (const ViewFolder& views : view_folders(resources)) {
        each_html_file(views.folder, [&](const fs::path& file) {
            add(sources.views, file, views.prefix / fs::relative(file, views.folder));
        });
    }
    const fs::path components = resources / "web" / "components";
    each_html_file(components, [&](const fs::path& file) {
        add(sources.components, file, fs::relative(file, components));
    });
    for (const auto& [name, source] : sources.components) {
        if (!source.layout.empty()) sources.views.emplace(name, source);
    }
    return sources;
}

void check_required(const Sources& sources, const fs::path& resources,
                    const std::vector<std::string>& required)
{
    std::string list;
    for (const std::string& name : required) {
        if (sources.views.contains(name) || sources.components.contains(name)) continue;
        list += (list.empty() ? "" : ", ") + name;
    }
    if (list.empty()) return;
    const bool has_src = fs::is_directory(resources / "src");
    throw std::runtime_error("templates are missing: " + list + "; looked for .html files in " +
                             (resources / "src" / "**" / "views").string() + ", " +
                             (has_src ? "" : (resources / "views").string() + ", ") +
                             (resources / "web" / "components").string());
}

std::uint64_t fingerprint(const fs::path& resources)
{
    std::uint64_t sum = 0;
    const auto add = [&sum](const fs::path& file) {
        std::error_code
            gone;  // an editor may replace a file while we look: then the next look sees the new one
        const auto time =
            static_cast<std::uint64_t>(fs::last_write_time(file, gone).time_since_epoch().count());
        const std::uint64_t size = fs::file_size(file, gone);
        std::uint64_t mixed =
            std::hash<std::string>()(file.string()) ^ (time * 0x9e3779b97f4a7c15U) ^ (size << 1U);
        mixed = (mixed ^ (mixed >> 29U)) * 0xbf58476d1ce4e5b9U;
        sum += mixed;  // the order in which a folder lists its files does not matter
    };
    for (const ViewFolder& views : view_folders(resources)) each_html_file(views.folder, add);
    each_html_file(resources / "web" / "components", add);
    add(resources / "web" / "locale" / "en.po");
    return sum;
}

std::string swallow_standalone_lines(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t tag = at;
        while (tag < text.size() && is_blank(text[tag])) ++tag;
        const bool is_tag = text.substr(tag, 2) == "{{" && tag + 2 < text.size() &&
                            std::string_view("#^/!").find(text[tag + 2]) != std::string_view::npos;
        const std::size_t close = is_tag ? text.find("}}", tag) : std::string_view::npos;
        if (close != std::string_view::npos) {
            std::size_t end = close + 2;
            while (end < text.size() && is_blank(text[end])) ++end;
            if (end == text.size() || text[end] == '\n') {
                // The newline moves into the tag, where it means nothing, and so line numbers stay right.
                out.append(text.substr(tag, close - tag));
                if (end < text.size()) out += '\n';
                out += "}}";
                at = end + 1;
                continue;
            }
        }
        const std::size_t next = std::min(text.find('\n', tag), text.size() - 1) + 1;
        out.append(text.substr(at, next - at));
        at = next;
    }
    return out;
}

}  // namespace lt::html
