// Translations of one language from a gettext .po file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lt::html {

class Catalogue {
public:
    // Throws std::runtime_error "file:line: …" when it is no .po file of singular messages.
    static Catalogue read(const std::filesystem::path& file);
    static Catalogue parse(std::string_view text, const std::string& file_name);

    // The translation, or nullptr. Runs of white space are one space here, so that a text may be wrapped in a
    // template.
    const std::string* find(std::string_view text) const;

private:
    std::unordered_map<std::string, std::string> messages_{};
};

// White space cut at both ends; inside, each run becomes one space.
std::string collapse(std::string_view text);

}  // namespace lt::html
