// Enough of the PO format for our own files: no contexts, no plurals; fuzzy and empty translations count as
// missing.
#include "kit/html/catalogue.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace lt::html {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

std::string_view trim(std::string_view text)
{
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

class Parser {
public:
    Parser(const std::string& file, std::unordered_map<std::string, std::string>& into)
        : file_(file), into_(into)
    {
    }

    void line(std::string_view text)
    {
        ++line_;
        text = trim(text);
        if (text.empty()) return end_entry();
        if (text.starts_with("#~")) return;
        if (text.starts_with("#")) {
            if (has_translation_) end_entry();
            if (text.starts_with("#,") && text.find("fuzzy") != std::string_view::npos) fuzzy_ = true;
            return;
        }
        if (text.starts_with("msgid_plural") || text.starts_with("msgstr["))
            fail("plural forms are not supported");
        if (text.starts_with("msgctxt")) fail("message contexts are not supported");
        if (text.starts_with("msgid")) {
            if (has_translation_) end_entry();
            current_ = &id_;
            text.remove_prefix(5);
        } else if (text.starts_with("msgstr")) {
            current_ = &translation_;
            has_translation_ = true;
            text.remove_prefix(6);
        }
        if (current_ == nullptr) fail("a text without msgid");
        *current_ += unquote(trim(text));
    }

    void end_entry()
    {
        const std::string key = collapse(id_);
        if (has_translation_ && !key.empty() && !translation_.empty() && !fuzzy_) {
            if (!into_.emplace(key, translation_).second) fail("this msgid is there twice: " + key);
        }
        id_.clear();
        translation_.clear();
        current_ = nullptr;
        has_translation_ = fuzzy_ = false;
    }

private:
    [[noreturn]] void fail(const std::string& what) const
    {
        throw std::runtime_error(file_ + ":" + std::to_string(line_) + ": " + what);
    }

    std::string unquote(std::string_view text) const
    {
        if (text.size() < 2 || text.front() != '"' || text.back() != '"')
            fail("a text in quotes is expected");
        text = text.substr(1, text.size() - 2);
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '"') fail("a quote without a backslash");
            if (text[i] != '\\') {
                out += text[i];
                continue;
            }
            if (++i == text.size()) fail("a backslash at the end");
            switch (text[i]) {
            case 'n': out += '\n'; break;
            case 't': out += '\t'; break;
            case 'r': out += '\r'; break;
            case '"':
            case '\\': out += text[i]; break;
            default: fail(std::string("unknown escape \\") + text[i]);
            }
        }
        return out;
    }

    const std::string& file_;
    std::unordered_map<std::string, std::string>& into_;
    std::size_t line_ = 0;
    std::string id_{};
    std::string translation_{};
    std::string* current_ = nullptr;
    bool has_translation_ = false;
    bool fuzzy_ = false;
};

}  // namespace

std::string collapse(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : trim(text)) {
        if (!is_space(c)) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

Catalogue Catalogue::read(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("can't read " + file.string());
    return parse(std::string(std::istreambuf_iterator<char>(in), {}), file.string());
}

Catalogue Catalogue::parse(std::string_view text, const std::string& file_name)
{
    Catalogue catalogue;
    Parser parser(file_name, catalogue.messages_);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        parser.line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    parser.end_entry();
    return catalogue;
}

const std::string* Catalogue::find(std::string_view text) const
{
    const auto it = messages_.find(collapse(text));
    return it == messages_.end() ? nullptr : &it->second;
}

}  // namespace lt::html
