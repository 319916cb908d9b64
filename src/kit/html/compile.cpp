// Templates to programs. The Mustache grammar is kainjow's; its renderer is not used, because it is neither
// const nor safe for threads and copies the data: partials, layout and translations are put in here, once, at
// the start.
#include <algorithm>
#include <memory>
#include <stdexcept>

#include <kainjow/mustache.hpp>

#include "kit/html/program.h"

namespace lt::html {
namespace {

namespace km = kainjow::mustache;
using Component = km::component<std::string>;

// One parsed file, or one parsed translation.
struct Tree {
    Component root{};
    std::string text{};
    const Source* source = nullptr;
    std::size_t first_line = 1;
};

[[noreturn]] void fail(const Tree& tree, std::size_t position, const std::string& what)
{
    const auto end = tree.text.begin() + static_cast<std::ptrdiff_t>(std::min(position, tree.text.size()));
    const auto line = tree.first_line + static_cast<std::size_t>(std::count(tree.text.begin(), end, '\n'));
    throw std::runtime_error(tree.source->file + ":" + std::to_string(line) + ": " + what);
}

std::unique_ptr<Tree> parse(const Source& source, std::string text, std::size_t first_line)
{
    auto tree = std::make_unique<Tree>();
    tree->text = std::move(text);
    tree->source = &source;
    tree->first_line = first_line;
    std::string error;
    try {
        km::context<std::string> unused;
        km::context_internal<std::string> context{unused};
        km::parser<std::string>{tree->text, context, tree->root, error};
    } catch (const std::out_of_range&) {
        fail(*tree, tree->text.size(), "the file ends inside a tag");
    }
    if (!error.empty()) {
        const std::size_t digits = error.find_last_not_of("0123456789") + 1;
        const std::size_t position = digits < error.size() ? std::stoul(error.substr(digits)) : 0;
        fail(*tree, position, error.substr(0, error.rfind(" at ")));
    }
    return tree;
}

std::vector<std::string> split_path(const std::string& name)
{
    std::vector<std::string> path;
    if (name == ".") return path;
    std::size_t begin = 0;
    while (true) {
        const std::size_t dot = name.find('.', begin);
        path.push_back(name.substr(begin, dot - begin));
        if (dot == std::string::npos) return path;
        begin = dot + 1;
    }
}

// "documents/show" → "documents/"
std::string folder_of(const std::string& name) { return name.substr(0, name.rfind('/') + 1); }

class Compiler {
public:
    Compiler(const Sources& sources, const Catalogue* catalogue, std::vector<std::string>& missing)
        : sources_(sources), catalogue_(catalogue), missing_(missing)
    {
    }

    Program view(const Source& source)
    {
        Program program;
        chain_.clear();
        section_end_ = 0;
        if (source.layout.empty() || source.layout == "none") {
            inline_file(source, program, nullptr);
            return program;
        }
        const auto layout = sources_.components.find("layouts/" + source.layout);
        if (layout == sources_.components.end()) {
            throw std::runtime_error(source.file + ":1: there is no layout \"" + source.layout + "\"");
        }
        const Source* content = &source;
        inline_file(layout->second, program, &content);
        if (content != nullptr)
            throw std::runtime_error(layout->second.file + ":1: {{{content}}} is missing");
        return program;
    }

private:
    // `content`: the view that a layout waits for; null once it was placed.
    void inline_file(const Source& source, Program& into, const Source** content)
    {
        if (std::find(chain_.begin(), chain_.end(), &source) != chain_.end()) {
            std::string names;
            for (const Source* step : chain_) names += step->name + " > ";
            throw std::runtime_error(source.file + ":1: partials in a circle: " + names + source.name);
        }
        chain_.push_back(&source);
        auto& tree = trees_[&source];
        if (!tree) tree = parse(source, swallow_standalone_lines(source.text), 1);
        add_children(*tree, tree->root, into, content);
        chain_.pop_back();
    }

    void add_children(const Tree& tree, const Component& parent, Program& into, const Source** content)
    {
        for (const Component& child : parent.children) add(tree, child, into, content);
    }

    void add(const Tree& tree, const Component& part, Program& into, const Source** content)
    {
        const std::string& name = part.tag.name;
        switch (part.tag.type) {
        case km::tag_type::text: add_text(part.text, into); return;
        case km::tag_type::comment: return;
        case km::tag_type::set_delimiter: fail(tree, part.position, "other delimiters are not used here");
        case km::tag_type::section_end: return;
        case km::tag_type::partial: inline_file(partial(tree, part), into, content); return;
        case km::tag_type::variable: into.push_back({StepKind::escaped, {}, path(tree, part), 0}); return;
        case km::tag_type::unescaped_variable:
            if (name == "content" && content != nullptr && *content != nullptr) {
                const Source* view = *content;
                *content = nullptr;
                inline_file(*view, into, nullptr);
            } else {
                into.push_back({StepKind::raw, {}, path(tree, part), 0});
            }
            return;
        case km::tag_type::section_begin:
            if (name == "t") {
                add_translated(tree, part, into, content);
                return;
            }
            break;
        case km::tag_type::section_begin_inverted: break;
        }
        const bool plain = part.tag.type == km::tag_type::section_begin;
        const std::size_t at = into.size();
        into.push_back({plain ? StepKind::section : StepKind::inverted, {}, path(tree, part), 0});
        add_children(tree, part, into, content);
        into[at].end = into.size();
        section_end_ = into.size();
    }

    void add_text(const std::string& text, Program& into) const
    {
        // The `end` of a section may point behind the last step; what comes next must then be a step of its
        // own.
        if (!into.empty() && into.back().kind == StepKind::text && into.size() != section_end_) {
            into.back().text += text;
        } else {
            into.push_back({StepKind::text, text, {}, 0});
        }
    }

    static std::vector<std::string> path(const Tree& tree, const Component& part)
    {
        if (part.tag.name.empty()) fail(tree, part.position, "a tag without a name");
        auto parts = split_path(part.tag.name);
        const bool spoilt = std::any_of(parts.begin(), parts.end(), [](const std::string& name) {
            return name.empty() || name.find_first_of(" \t\r\n{}#^/>&!") != std::string::npos;
        });
        if (spoilt) fail(tree, part.position, "this is no name: " + part.tag.name);
        return parts;
    }

    const Source& partial(const Tree& tree, const Component& part) const
    {
        const std::string& name = part.tag.name;
        if (name[name.rfind('/') + 1] == '_') {
            // _row is of the same folder; documents/_row of another view folder.
            for (const std::string& full : {folder_of(tree.source->name) + name, name}) {
                if (const auto it = sources_.views.find(full); it != sources_.views.end()) return it->second;
            }
        }
        if (const auto it = sources_.components.find(name); it != sources_.components.end())
            return it->second;
        fail(tree, part.position, "there is no partial \"" + name + "\"");
    }

    void add_translated(const Tree& tree, const Component& part, Program& into, const Source** content)
    {
        const std::string& text = *part.tag.section_text;
        const std::string* translation = catalogue_ == nullptr ? nullptr : catalogue_->find(text);
        if (translation != nullptr) {
            const auto line = static_cast<std::size_t>(std::count(
                tree.text.begin(), tree.text.begin() + static_cast<std::ptrdiff_t>(part.position), '\n'));
            // Its errors are told at the place of the text it stands for.
            const auto translated = parse(*tree.source, *translation, tree.first_line + line);
            add_children(*translated, translated->root, into, content);
            return;
        }
        if (catalogue_ != nullptr && !collapse(text).empty()) {
            try {
                fail(tree, part.position, collapse(text));
            } catch (const std::runtime_error& where) {
                missing_.emplace_back(where.what());
            }
        }
        add_children(tree, part, into, content);
    }

    const Sources& sources_;
    const Catalogue* catalogue_;
    std::vector<std::string>& missing_;
    std::map<const Source*, std::unique_ptr<Tree>> trees_{};
    std::vector<const Source*> chain_{};  // of the files being put in now
    std::size_t section_end_ = 0;         // where the last section of the program ended
};

}  // namespace

std::map<std::string, Program> compile(const Sources& sources, const Catalogue* catalogue,
                                       std::vector<std::string>& missing)
{
    Compiler compiler(sources, catalogue, missing);
    std::map<std::string, Program> programs;
    for (const auto& [name, source] : sources.views) {
        Program program =
            compiler.view(source);  // partials too: a broken one is told even when nobody uses it
        if (name[name.rfind('/') + 1] != '_') programs.emplace(name, std::move(program));
    }
    // A component that no view uses yet must be sound as well.
    for (const auto& [name, source] : sources.components) {
        if (!source.layout.empty() || name.starts_with("layouts/")) continue;
        compiler.view(source);
    }
    std::sort(missing.begin(), missing.end());
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    return programs;
}

}  // namespace lt::html
