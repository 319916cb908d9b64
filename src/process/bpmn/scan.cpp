#include "process/bpmn/scan.h"

#include <array>
#include <cerrno>

#include <iconv.h>

#include "kit/base/text.h"

namespace lt::bpmn {
namespace {

using base::Error;
using base::Fault;

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
    return out;
}

// Encodings that map bytes to characters one by one, and Unicode's own. Those with states and escapes stay out.
bool is_known(std::string_view encoding)
{
    for (const std::string_view family : {"iso-8859-", "iso8859-", "windows-125", "cp125", "koi8-"}) {
        if (encoding.starts_with(family) && encoding.size() <= family.size() + 2) return true;
    }
    for (const std::string_view one :
         {"utf-8", "utf8", "us-ascii", "ascii", "latin1", "utf-16", "utf-16le", "utf-16be", "utf-32",
          "utf-32le", "utf-32be", "gbk", "gb2312", "big5", "shift_jis", "euc-jp", "euc-kr"}) {
        if (encoding == one) return true;
    }
    return false;
}

// By the byte order mark or the zeros beside "<" (XML 1.0, appendix F); `mark` is the length of the mark.
std::string encoding_by_bytes(std::string_view bytes, std::size_t& mark)
{
    struct Start {
        std::string_view bytes{};
        std::size_t mark = 0;
        const char* encoding = nullptr;
    };
    using namespace std::string_view_literals;
    static constexpr std::array kStarts{
        Start{"\xEF\xBB\xBF"sv, 3, "utf-8"},    Start{"\0\0\xFE\xFF"sv, 4, "utf-32be"},
        Start{"\xFF\xFE\0\0"sv, 4, "utf-32le"}, Start{"\xFE\xFF"sv, 2, "utf-16be"},
        Start{"\xFF\xFE"sv, 2, "utf-16le"},     Start{"\0\0\0<"sv, 0, "utf-32be"},
        Start{"<\0\0\0"sv, 0, "utf-32le"},      Start{"\0<"sv, 0, "utf-16be"},
        Start{"<\0"sv, 0, "utf-16le"},
    };
    for (const Start& start : kStarts) {
        if (!bytes.starts_with(start.bytes)) continue;
        mark = start.mark;
        return start.encoding;
    }
    return {};
}

std::string declared_encoding(std::string_view bytes)
{
    if (!bytes.starts_with("<?xml")) return {};
    const std::string_view head = bytes.substr(0, std::min(bytes.find("?>"), std::size_t{400}));
    const std::size_t at = head.find("encoding");
    if (at == std::string_view::npos) return {};
    const std::size_t from = head.find_first_of("\"'", at);
    if (from == std::string_view::npos) return {};
    const std::size_t to = head.find(head[from], from + 1);
    return to == std::string_view::npos ? std::string() : lower(head.substr(from + 1, to - from - 1));
}

Error bad_encoding(std::string encoding)
{
    encoding.resize(std::min(encoding.size(), std::size_t{40}));
    for (char& c : encoding) c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
    return base::invalid("file", {base::msg("Tệp không đọc được theo bảng mã {{encoding}}."),
                                  {{"encoding", std::move(encoding)}}});
}

base::Result<std::string> converted(std::string_view bytes, const std::string& encoding, std::size_t limit)
{
    const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
    if (converter == iconv_t(-1)) return bad_encoding(encoding);
    std::string out;
    std::array<char, 16 << 10> piece{};
    auto* from = const_cast<char*>(bytes.data());  // iconv's old signature; it only reads
    std::size_t left = bytes.size();
    bool failed = false;
    while (left > 0 && !failed && out.size() <= limit) {
        char* to = piece.data();
        std::size_t room = piece.size();
        const bool ended = iconv(converter, &from, &left, &to, &room) == std::size_t(-1);
        failed = ended && errno != E2BIG;
        out.append(piece.data(), piece.size() - room);
    }
    iconv_close(converter);
    if (failed) return bad_encoding(encoding);
    if (out.size() > limit) return too_large(limit);
    return out;
}

}  // namespace

Error too_large(std::size_t limit)
{
    return {Fault::too_large,
            "file",
            {base::msg("Mô hình lớn hơn {{limit}}."), {{"limit", base::format_size(limit)}}},
            {}};
}

base::Result<std::string> to_utf8(std::string_view bytes, std::size_t limit)
{
    if (bytes.size() > limit) return too_large(limit);
    std::size_t mark = 0;
    std::string encoding = encoding_by_bytes(bytes, mark);
    if (encoding.empty()) encoding = declared_encoding(bytes);
    bytes.remove_prefix(mark);
    if (encoding.empty() || encoding == "utf-8" || encoding == "utf8") return std::string(bytes);
    if (!is_known(encoding)) return bad_encoding(encoding);
    return converted(bytes, encoding, limit);
}

namespace {

// Walks over the marks of a text. Everything that is no comment, CDATA section or instruction and begins with "<" counts as a tag.
class Marks {
public:
    explicit Marks(std::string_view text) : text_(text) {}

    bool next()
    {
        at_ = text_.find('<', at_);
        return at_ != std::string_view::npos;
    }
    bool at(std::string_view start) const { return text_.substr(at_, start.size()) == start; }
    void skip_past(std::string_view end)
    {
        at_ = text_.find(end, at_);
        if (at_ != std::string_view::npos) at_ += end.size();
    }
    // To the end of the tag; gives the number of quoted values in it.
    std::size_t skip_tag()
    {
        std::size_t values = 0;
        for (++at_; at_ < text_.size() && text_[at_] != '>'; ++at_) {
            if (text_[at_] != '"' && text_[at_] != '\'') continue;
            ++values;
            at_ = text_.find(text_[at_], at_ + 1);
            if (at_ == std::string_view::npos) return values;
        }
        return values;
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

Error over(const char* words, std::size_t limit)
{
    return {Fault::too_large, "file", {words, {{"limit", std::to_string(limit)}}}, {}};
}

}  // namespace

base::Result<Counts> count_marks(std::string_view utf8, const Limits& limits)
{
    Counts counts;
    Marks marks(utf8);
    while (marks.next()) {
        if (marks.at("<!--")) {
            marks.skip_past("-->");
        } else if (marks.at("<![CDATA[")) {
            marks.skip_past("]]>");
        } else if (marks.at("<?")) {
            marks.skip_past("?>");
        } else if (marks.at("<!")) {
            return base::invalid("file",
                                 base::msg("Mô hình có khai báo DTD hoặc thực thể. Hệ thống không nhận."));
        } else {
            if (!marks.at("</")) ++counts.elements;
            const std::size_t attributes = marks.skip_tag();
            counts.attributes += attributes;
            if (counts.elements > limits.elements) {
                return over(base::msg("Mô hình có hơn {{limit}} phần tử."), limits.elements);
            }
            if (attributes > limits.attributes) {
                return over(base::msg("Một phần tử của mô hình có hơn {{limit}} thuộc tính."),
                            limits.attributes);
            }
        }
    }
    return counts;
}

}  // namespace lt::bpmn
