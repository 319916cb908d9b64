#include "kit/text/office.h"

#include <array>
#include <cstring>
#include <string>

#include <libxml/parser.h>
#include <unistd.h>

#include "kit/text/zip.h"

namespace lt::text {
namespace {

// Which member holds the text, which elements hold characters (null: all), and what other elements say. Local
// names are enough: each member has one vocabulary that counts.
struct Format {
    std::string_view member;
    const char* characters;
    std::array<const char*, 4> line_ends;  // a line feed after these
    std::array<const char*, 3> tabs;
    std::array<const char*, 3> spaces;
};

constexpr Format kDocx{"word/document.xml",
                       "t",
                       {"p", "br", "cr", "tr"},
                       {"tab", nullptr, nullptr},
                       {"noBreakHyphen", nullptr, nullptr}};
constexpr Format kOdt{"content.xml",
                      nullptr,
                      {"p", "h", "line-break", "table-row"},
                      {"tab", nullptr, nullptr},
                      {"s", nullptr, nullptr}};
constexpr Format kXlsx{"xl/sharedStrings.xml",
                       "t",
                       {"si", nullptr, nullptr, nullptr},
                       {nullptr, nullptr, nullptr},
                       {nullptr, nullptr, nullptr}};

template <class Names>
bool among(const Names& names, const xmlChar* name)
{
    for (const char* one : names) {
        if (one != nullptr && std::strcmp(one, reinterpret_cast<const char*>(name)) == 0) return true;
    }
    return false;
}

class Member final : public ZipVisitor {
public:
    Member(const Format& format, std::size_t limit) : format_(format), limit_(limit)
    {
        xmlSAXHandler handler{};
        handler.initialized = XML_SAX2_MAGIC;
        handler.startElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar*, int,
                                    const xmlChar**, int, int,
                                    const xmlChar**) { static_cast<Member*>(self)->start(name); };
        handler.endElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar*) {
            static_cast<Member*>(self)->end(name);
        };
        handler.characters = [](void* self, const xmlChar* text, int size) {
            static_cast<Member*>(self)->text(reinterpret_cast<const char*>(text), std::size_t(size));
        };
        handler.ignorableWhitespace = handler.characters;
        handler.cdataBlock = handler.characters;
        // A DTD has no business in an office file, and is what entity bombs are made of.
        handler.internalSubset = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
            xmlStopParser(static_cast<Member*>(self)->parser_);
        };
        handler.serror = [](void*, xmlErrorPtr) {};
        parser_ = xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr);
        if (parser_ != nullptr) xmlCtxtUseOptions(parser_, XML_PARSE_NONET);
    }
    ~Member() override { xmlFreeParserCtxt(parser_); }
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

    ZipAct entry(std::string_view name) override
    {
        return name == format_.member ? ZipAct::read : ZipAct::skip;
    }
    ZipAct data(std::span<const std::byte> piece) override
    {
        const int code =
            xmlParseChunk(parser_, reinterpret_cast<const char*>(piece.data()), int(piece.size()), 0);
        return code == XML_ERR_OK && given_ < limit_ ? ZipAct::read : ZipAct::stop;
    }
    ZipAct end() override
    {
        is_whole_ = xmlParseChunk(parser_, nullptr, 0, 1) == XML_ERR_OK;
        return ZipAct::stop;
    }
    bool good() const { return is_whole_ || given_ >= limit_; }
    void flush()
    {
        std::string_view rest = out_;
        while (!rest.empty()) {
            const ssize_t size = ::write(1, rest.data(), rest.size());
            if (size <= 0) ::_exit(1);
            rest.remove_prefix(std::size_t(size));
        }
        out_.clear();
    }

private:
    void put(std::string_view text)
    {
        given_ += text.size();
        out_ += text;
        if (out_.size() > 32 << 10) flush();
    }
    void start(const xmlChar* name)
    {
        if (format_.characters != nullptr && xmlStrEqual(name, BAD_CAST format_.characters)) ++inside_;
        if (among(format_.tabs, name)) put("\t");
        if (among(format_.spaces, name)) put(" ");
    }
    void end(const xmlChar* name)
    {
        if (format_.characters != nullptr && xmlStrEqual(name, BAD_CAST format_.characters)) --inside_;
        if (among(format_.line_ends, name)) put("\n");
    }
    void text(const char* text, std::size_t size)
    {
        if (format_.characters == nullptr || inside_ > 0) put({text, size});
    }

    const Format& format_;
    std::size_t limit_;
    xmlParserCtxtPtr parser_ = nullptr;
    int inside_ = 0;
    bool is_whole_ = false;
    std::size_t given_ = 0;
    std::string out_{};
};

const Format& format_of(Office kind)
{
    switch (kind) {
    case Office::docx: return kDocx;
    case Office::odt: return kOdt;
    case Office::xlsx: return kXlsx;
    }
    return kDocx;
}

}  // namespace

void prepare_office() { xmlInitParser(); }

int print_office_text(Office kind, std::size_t limit)
{
    Member member(format_of(kind), limit);
    ZipWalker walker(member, {});
    std::array<std::byte, 64 << 10> buffer{};
    ZipState state = ZipState::walking;
    while (state == ZipState::walking) {
        const ssize_t size = ::read(0, buffer.data(), buffer.size());
        if (size <= 0) break;
        state = walker.push(std::span(buffer.data(), std::size_t(size)));
    }
    member.flush();
    return member.good() ? 0 : 1;
}

}  // namespace lt::text
