#include "exchange/edxml/markup_guard.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "exchange/edxml/error.h"

namespace lt::edxml {
namespace {

constexpr std::size_t kTag = 64 << 10;
constexpr std::size_t kComment = 1 << 20;
constexpr std::size_t kReference = 32;
constexpr std::size_t kSplit = 16 << 10;
constexpr std::string_view kReopen = "]]><![CDATA[";

bool is_ascii(char c) { return c != 0 && static_cast<unsigned char>(c) < 0x80; }

bool starts_with_ascii(std::string_view start)
{
    if (start.substr(0, 3) == "\xEF\xBB\xBF") return true;
    return std::all_of(start.begin(), start.end(), is_ascii);
}

// Lines of text are long, or, in a file's base64, missing: find() passes them several times faster than a look at each character.
int newlines(std::string_view bytes)
{
    int count = 0;
    for (std::size_t at = 0; (at = bytes.find('\n', at)) != std::string_view::npos; ++at) ++count;
    return count;
}

bool is_predefined(std::string_view entity)
{
    return entity == "lt" || entity == "gt" || entity == "amp" || entity == "quot" || entity == "apos";
}

}  // namespace

// The parser would guess UTF-16, UCS-4 and EBCDIC from the first four bytes, and the guard would be blind.
void MarkupGuard::check_start(std::string_view bytes)
{
    if (start_.size() == 4) return;
    start_.append(bytes.substr(0, 4 - start_.size()));
    if (start_.size() == 4 && !starts_with_ascii(start_)) {
        refuse(Code::bad_encoding, "Thông điệp không ở bảng mã UTF-8.", 1);
    }
}

void MarkupGuard::bound(std::size_t limit, const char* what)
{
    if (++length_ > limit) {
        refuse(Code::too_large, std::string(what) + " trong thông điệp dài quá giới hạn.", line_);
    }
}

void MarkupGuard::enter(Where where)
{
    where_ = where;
    last_ = last_but_one_ = 0;
}

bool MarkupGuard::ends(char c, std::string_view terminator)
{
    const bool found = c == '>' && last_ == terminator[terminator.size() - 2] &&
                       (terminator.size() == 2 || last_but_one_ == terminator[0]);
    last_but_one_ = std::exchange(last_, c);
    if (found) where_ = Where::text;
    return found;
}

void MarkupGuard::open(char c)
{
    token_ += c;
    if (token_ == "!--") return enter(Where::comment);
    if (token_ == "![CDATA[") {
        unsplit_ = 0;
        return enter(Where::cdata);
    }
    if (std::string_view("!--").starts_with(token_) || std::string_view("![CDATA[").starts_with(token_))
        return;
    if (token_[0] == '!') {
        refuse(Code::entity_forbidden, "Thông điệp có khai báo DTD hoặc thực thể. Hệ thống không nhận.",
               line_);
    }
    if (token_[0] == '?') return enter(Where::instruction);
    enter(Where::tag);
    take(c);
}

void MarkupGuard::refer(char c)
{
    if (c != ';') {
        token_ += c;
        if (token_.size() > kReference || c == '<' || c == '&' || c == ' ' || c == '\n') {
            refuse(Code::not_xml, "Ký tự & trong thông điệp không được viết là &amp;.", line_);
        }
        return;
    }
    if (!token_.starts_with('#') && !is_predefined(token_)) {
        refuse(Code::entity_forbidden, "Thông điệp dùng thực thể XML. Hệ thống không nhận.", line_);
    }
    where_ = after_reference_;
}

void MarkupGuard::check_declaration()
{
    if (!token_.starts_with("?xml ") && !token_.starts_with("?xml\t")) return;
    const std::size_t at = token_.find("encoding");
    if (at == std::string::npos) return;
    const std::size_t from = token_.find_first_of("\"'", at);
    if (from == std::string::npos) return;
    std::string encoding = token_.substr(from + 1, token_.find(token_[from], from + 1) - from - 1);
    for (char& c : encoding) c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
    if (encoding != "utf-8" && encoding != "utf8" && encoding != "us-ascii") {
        refuse(Code::bad_encoding, "Thông điệp khai báo bảng mã khác UTF-8.", line_);
    }
}

void MarkupGuard::take(char c)
{
    switch (where_) {
    case Where::text: break;
    case Where::reference: refer(c); break;
    case Where::opening: open(c); break;
    case Where::tag:
        bound(kTag, "Một thẻ");
        if (c == '>') where_ = Where::text;
        if (c == '"' || c == '\'') {
            quote_ = c;
            where_ = Where::quoted;
        }
        break;
    case Where::quoted:
        bound(kTag, "Một thẻ");
        if (c == quote_) where_ = Where::tag;
        if (c == '&') {
            token_.clear();
            after_reference_ = Where::quoted;
            where_ = Where::reference;
        }
        break;
    case Where::comment:
        bound(kComment, "Một chú thích");
        ends(c, "-->");
        break;
    case Where::instruction:
        bound(kTag, "Một chỉ thị xử lý");
        token_ += c;
        if (ends(c, "?>")) check_declaration();
        break;
    case Where::cdata: ends(c, "]]>"); break;
    }
}

std::size_t MarkupGuard::skip_text(std::string_view bytes, std::size_t at)
{
    const char* const from = bytes.data() + at;
    const auto* tag = static_cast<const char*>(std::memchr(from, '<', bytes.size() - at));
    const std::size_t clear = tag != nullptr ? std::size_t(tag - from) : bytes.size() - at;
    const auto* reference = static_cast<const char*>(std::memchr(from, '&', clear));
    if (reference == nullptr && tag == nullptr) return bytes.size();
    token_.clear();
    length_ = 0;
    after_reference_ = Where::text;
    where_ = reference != nullptr ? Where::reference : Where::opening;
    return std::size_t((reference != nullptr ? reference : tag) - bytes.data()) + 1;
}

void MarkupGuard::push(std::string_view bytes, std::string& out)
{
    check_start(bytes);
    std::size_t passed = 0;
    std::size_t counted = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        if (where_ == Where::text) {
            at = skip_text(bytes, at);
            continue;
        }
        const char c = bytes[at++];
        if (where_ != Where::cdata) {
            line_ += newlines(bytes.substr(counted, at - counted));
            counted = at;
        }
        take(c);
        // The parser gives away 300 bytes at a time of a CDATA section whose end it does not see, and would
        // hold the rest. Closing and reopening the section says the same and lets it go on.
        if (where_ == Where::cdata && ++unsplit_ > kSplit && is_ascii(c) && c != ']') {
            out.append(bytes.substr(passed, at - passed)).append(kReopen);
            passed = at;
            unsplit_ = 0;
        }
    }
    line_ += newlines(bytes.substr(counted));
    out.append(bytes.substr(passed));
}

}  // namespace lt::edxml
