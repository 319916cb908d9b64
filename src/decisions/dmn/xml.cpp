#include "decisions/dmn/xml.h"

#include <algorithm>
#include <exception>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "kit/base/text.h"

namespace lt::dmn {
namespace {

using base::msg;

constexpr std::size_t kMaxElements = 300'000;
constexpr std::size_t kMaxDepth = 120;
constexpr std::size_t kMaxAttributes = 60;
constexpr std::size_t kMaxName = 200;   // characters: names are repeated with each rule and each finding
constexpr std::size_t kShortName = 60;  // of what a finding about a name shows of it
constexpr std::string_view kOwnSpace = "https://lienthong.vn/dmn";

std::string_view view(const xmlChar* text)
{
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

// "https://www.omg.org/spec/DMN/20191111/MODEL/" of 1.3; others have another date, those before 1.3 http.
bool is_dmn(std::string_view space)
{
    constexpr std::string_view place = "://www.omg.org/spec/DMN/";
    for (const std::string_view scheme : {"https", "http"}) {
        if (space.starts_with(scheme) && space.substr(scheme.size()).starts_with(place)) return true;
    }
    return false;
}

// Nothing but white space, controls, fillers, and marks that join, turn or decorate other characters.
bool is_invisible(std::string_view text)
{
    constexpr std::pair<char32_t, char32_t> unseen[] = {
        {0, 0x20},        {0x7F, 0xA0},     {0xAD, 0xAD},     {0x300, 0x36F},
        {0x115F, 0x1160}, {0x1680, 0x1680}, {0x180B, 0x180E}, {0x2000, 0x200F},
        {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000},
        {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}};
    const std::u32string codes = base::code_points(text);
    return std::all_of(codes.begin(), codes.end(), [&](char32_t code) {
        return std::any_of(std::begin(unseen), std::end(unseen),
                           [&](const auto& range) { return range.first <= code && code <= range.second; });
    });
}

// The attributes of our own that count; all others with a prefix belong to the tool that wrote them.
bool is_own(std::string_view name) { return name == "validFrom" || name == "validTo" || name == "basis"; }

// What an XML declaration says of the encoding; "" where it says nothing.
std::string_view declared_encoding(std::string_view bytes)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF", word = "encoding";
    if (bytes.starts_with(mark)) bytes.remove_prefix(mark.size());
    if (!bytes.starts_with("<?xml")) return {};
    bytes = bytes.substr(0, bytes.find("?>"));
    const std::size_t at = bytes.find(word);
    if (at == std::string_view::npos) return {};
    const std::size_t begin = bytes.find_first_of("\"'", at + word.size());
    if (begin == std::string_view::npos) return {};
    return bytes.substr(begin + 1, bytes.find(bytes[begin], begin + 1) - begin - 1);
}

// Forms and pages show the file as it is, so it must be text that they can show.
void require_utf8(std::string_view bytes)
{
    const std::string_view declared = declared_encoding(bytes);
    const bool fits = declared.empty() || (declared.size() == 5 && base::lower(declared) == "utf-8");
    if (!fits || !base::is_utf8(bytes))
        throw Wrong{
            {msg("Tệp phải dùng bảng mã UTF-8. Mở tệp, lưu lại với bảng mã UTF-8 rồi chọn lại."), {}, 1}};
}

// Before the parser, which compares each attribute of an element with every other.
class MarkCheck {
public:
    explicit MarkCheck(std::string_view bytes) : bytes_(bytes) {}

    void run()
    {
        std::size_t elements = 0;
        while ((at_ = bytes_.find('<', at_)) != std::string_view::npos) {
            if (skip("<!--", "-->") || skip("<![CDATA[", "]]>") || skip("<?", "?>")) continue;
            if (++elements > 2 * kMaxElements + 2) refuse(msg("Tệp có quá nhiều phần tử."));
            tag();
        }
    }

private:
    bool skip(std::string_view begin, std::string_view end)
    {
        if (!bytes_.substr(at_).starts_with(begin)) return false;
        const std::size_t found = bytes_.find(end, at_ + begin.size());
        at_ = found == std::string_view::npos ? bytes_.size() : found + end.size();
        return true;
    }
    void tag()
    {
        std::size_t attributes = 0;
        char quote = '\0';
        for (++at_; at_ < bytes_.size(); ++at_) {
            const char c = bytes_[at_];
            if (quote != '\0') {
                if (c == quote) quote = '\0';
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>' || c == '<') {
                return;
            } else if (c == '=' && ++attributes > kMaxAttributes) {
                refuse(msg("Một phần tử có quá nhiều thuộc tính."));
            }
        }
    }
    [[noreturn]] void refuse(const char* why) const
    {
        const auto before = bytes_.substr(0, at_);
        throw Wrong{{why, {}, int(std::count(before.begin(), before.end(), '\n')) + 1}};
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

// libxml2 calls these from C: nothing may be thrown through it, so it is kept for later.
class Builder {
public:
    std::unique_ptr<Element> run(std::string_view bytes)
    {
        xmlSAXHandler handler{};
        handler.initialized = XML_SAX2_MAGIC;
        handler.startElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar* space,
                                    int, const xmlChar**, int count, int, const xmlChar** attributes) {
            guarded(self, [&](Builder& b) { b.start(view(name), view(space), count, attributes); });
        };
        handler.endElementNs = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
            guarded(self, [](Builder& b) { b.end(); });
        };
        handler.characters = [](void* self, const xmlChar* text, int size) {
            guarded(self, [&](Builder& b) {
                b.text({reinterpret_cast<const char*>(text), std::size_t(size)});
            });
        };
        handler.cdataBlock = handler.characters;
        handler.internalSubset = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
            guarded(self, [](Builder& b) { b.refuse(msg("Tệp không được có DTD.")); });
        };
        handler.serror = [](void* self, xmlErrorPtr error) {
            if (error->level >= XML_ERR_ERROR) guarded(self, [&](Builder& b) { b.broken(*error); });
        };
        parser_ = xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr);
        if (parser_ == nullptr) throw std::bad_alloc();
        xmlCtxtUseOptions(parser_, XML_PARSE_NONET);
        constexpr std::size_t piece = 64 << 10;
        for (std::size_t at = 0; at < bytes.size() && !failure_; at += piece) {
            const std::string_view part = bytes.substr(at, piece);
            xmlParseChunk(parser_, part.data(), int(part.size()), 0);
        }
        if (!failure_) xmlParseChunk(parser_, nullptr, 0, 1);
        const bool is_whole = parser_->wellFormed != 0;
        if (failure_) std::rethrow_exception(failure_);
        if (!is_whole || root_ == nullptr) throw Wrong{{msg("Tệp không phải XML đúng cú pháp."), {}, 0}};
        return std::move(root_);
    }
    Builder() = default;
    ~Builder() { xmlFreeParserCtxt(parser_); }
    Builder(const Builder&) = delete;
    Builder& operator=(const Builder&) = delete;

private:
    template <class Act>
    static void guarded(void* self, Act act)
    {
        auto& builder = *static_cast<Builder*>(self);
        if (builder.failure_) return;
        try {
            act(builder);
        } catch (...) {
            builder.failure_ = std::current_exception();
            xmlStopParser(builder.parser_);
        }
    }
    int line() const { return parser_->input != nullptr ? parser_->input->line : 0; }
    [[noreturn]] void refuse(const char* why) const { throw Wrong{{why, {}, line()}}; }

    void start(std::string_view name, std::string_view space, int count, const xmlChar** attributes)
    {
        if (++elements_ > kMaxElements) refuse(msg("Tệp có quá nhiều phần tử."));
        if (open_.size() + foreign_ >= kMaxDepth) refuse(msg("Tệp có quá nhiều tầng lồng nhau."));
        // Diagrams and extensions of tools say nothing about what is decided.
        if (foreign_ > 0 || !is_dmn(space) || name == "extensionElements" || name == "DMNDI") {
            if (open_.empty()) refuse(msg("Tệp không phải mô hình quyết định DMN."));
            ++foreign_;
            return;
        }
        if (open_.empty() && name != "definitions") refuse(msg("Tệp không phải mô hình quyết định DMN."));
        auto element = std::make_unique<Element>();
        element->name = name;
        element->line = line();
        element->number = int(elements_);
        for (int i = 0; i < count; ++i) {
            const xmlChar** one =
                attributes + std::ptrdiff_t(i) * 5;  // name, prefix, name space, begin, end of the value
            std::string key(view(one[0]));
            if (const std::string_view own = view(one[2]); !own.empty()) {
                if (own != kOwnSpace || !is_own(key)) continue;
                key.insert(0, "lt:");
            }
            std::string value(reinterpret_cast<const char*>(one[3]), std::size_t(one[4] - one[3]));
            // The one reference that libxml2 leaves in an attribute.
            constexpr std::string_view left = "&#38;";
            for (std::size_t at = 0; (at = value.find(left, at)) != std::string::npos; ++at)
                value.replace(at, left.size(), "&");
            element->attributes.emplace_back(std::move(key), std::move(value));
        }
        check_names(*element);
        Element* here = element.get();
        (open_.empty() ? root_ : open_.back()->children.emplace_back()) = std::move(element);
        open_.push_back(here);
    }
    static void check_names(const Element& element)
    {
        for (const char* key : {"name", "label", "outputLabel", "id"}) {
            const std::string_view value = element.attribute(key);
            if (value.empty()) continue;
            if (base::length(value) > kMaxName)
                throw Wrong{{{msg("Tên, nhãn hoặc mã dài hơn {{limit}} ký tự."),
                              {{"limit", std::to_string(kMaxName)}}},
                             base::shorten(value, kShortName),
                             element.line}};
            if (is_invisible(value))
                throw Wrong{{msg("Tên, nhãn hoặc mã không có ký tự nào nhìn thấy được."), element.name,
                             element.line}};
        }
    }
    void end()
    {
        if (foreign_ > 0) {
            --foreign_;
        } else {
            open_.pop_back();
        }
    }
    void text(std::string_view piece)
    {
        if (foreign_ == 0 && !open_.empty()) open_.back()->text += piece;
    }
    void broken(const xmlError& error) const
    {
        std::string why = error.message != nullptr ? error.message : "";
        while (!why.empty() && (why.back() == '\n' || why.back() == ' ')) why.pop_back();
        throw Wrong{{{msg("Tệp không phải XML đúng cú pháp: {{why}}"), {{"why", why}}}, {}, error.line}};
    }

    xmlParserCtxtPtr parser_ = nullptr;
    std::exception_ptr failure_{};
    std::unique_ptr<Element> root_{};
    std::vector<Element*> open_{};
    std::size_t foreign_ = 0;
    std::size_t elements_ = 0;
};

}  // namespace

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string_view Element::attribute(std::string_view wanted) const
{
    for (const auto& [key, value] : attributes) {
        if (key == wanted) return value;
    }
    return {};
}

const Element* Element::child(std::string_view wanted) const
{
    for (const auto& one : children) {
        if (one->name == wanted) return one.get();
    }
    return nullptr;
}

std::string Element::label() const
{
    for (const char* key : {"name", "id"}) {
        if (const std::string_view value = attribute(key); !value.empty()) return std::string(value);
    }
    return name;
}

std::unique_ptr<Element> parse_xml(std::string_view bytes)
{
    if (bytes.size() > kMaxModel) throw Wrong{{msg("Tệp quá lớn: tối đa 16 MB."), {}, 0}};
    require_utf8(bytes);
    MarkCheck(bytes).run();
    return Builder().run(bytes);
}

}  // namespace lt::dmn
