// Pages from templates: Mustache views of the features, components of web/components, two languages.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace lt::html {

// One view: what a page shows, and what `Accept: application/json` gets. Keys that begin with "_" are for the
// page only.
using View = nlohmann::json;

struct Options {
    std::filesystem::path
        resources{};      // holds src/**/views (checkout) or views (installed), web/components, web/locale
    bool reload = false;  // look for changed files while rendering (bin/dev)
    std::chrono::milliseconds reload_every{1000};
    std::vector<std::string> required{};  // views and components without which it makes no sense to begin
};

// All templates, compiled once for each language. Safe to use from many threads.
class Templates {
public:
    // Throws std::runtime_error that names the file and line of a broken template, an unknown partial, an
    // English translation that is missing, or the required views that are not there.
    explicit Templates(Options options);
    ~Templates();

    // `name` is feature/view ("documents/incoming_list"); `language` "vi" or "en".
    std::string render(std::string_view name, const View& view, std::string_view language) const;
    std::vector<std::string> names() const;

    // The translation of a Vietnamese text that C++ code made (menu labels, messages); the text itself when
    // unknown.
    std::string translate(std::string_view text, std::string_view language) const;

private:
    std::unique_ptr<struct TemplatesState> state_;
};

}  // namespace lt::html
