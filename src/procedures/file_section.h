// A table of a TOML file, read strictly: what is wrong is told with file and line. Inside procedures only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "kit/base/clock.h"

namespace lt::procedures {

// Each reader throws std::runtime_error for a value of another type.
class Section {
public:
    Section(const std::filesystem::path& file, const toml::table& table) : file_(file), table_(table) {}

    // Every key must be one of these, so that a misspelt one does not pass for one that is not there.
    void knows(std::initializer_list<std::string_view> keys) const;
    std::string text(const char* key) const;  // trimmed; "" when it is not there
    std::string required(const char* key) const;
    std::int64_t number(const char* key, std::int64_t otherwise) const;  // not negative
    bool flag(const char* key, bool otherwise) const;
    std::optional<base::Day> day(const char* key) const;
    std::vector<std::string> texts(const char* key) const;
    std::string condition(const char* key) const;  // FEEL, or ""
    Section section(const char* key) const;        // empty when it is not there
    std::vector<Section> sections(const char* key) const;
    // One of the words of a list, by to_text().
    template <class List>
    auto word(const char* key, const List& list) const
    {
        const std::string value = required(key);
        for (const auto one : list)
            if (to_text(one) == value) return one;
        wrong(*table_.get(key), "\"" + value + "\" is no " + key);
    }
    [[noreturn]] void fail(const std::string& why) const { wrong(table_, why); }
    const std::filesystem::path& file() const { return file_; }

private:
    [[noreturn]] void wrong(const toml::node& node, const std::string& why) const;

    const std::filesystem::path& file_;
    const toml::table& table_;
};

}  // namespace lt::procedures
