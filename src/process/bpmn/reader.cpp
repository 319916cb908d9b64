#include "process/bpmn/reader.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "kit/base/text.h"
#include "process/bpmn/scan.h"

namespace lt::bpmn {
namespace {

struct Refused {
    base::Error error{};
};

[[noreturn]] void refuse(base::Fault fault, const char* words, int line,
                         std::vector<base::Message::Value> values = {})
{
    values.push_back({"line", std::to_string(line)});
    throw Refused{{fault, "file", {words, std::move(values)}, {}}};
}

std::string_view view(const xmlChar* text)
{
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

bool is_white(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

Model::Model() : memory_(std::make_unique<Memory>()) {}
Model::~Model() = default;

// libxml2 calls these members from C: nothing may be thrown through it, so guarded() keeps it for later.
class Reader {
public:
    Reader(std::string location, const Limits& limits) : limits_(limits), model_(new Model)
    {
        model_->location_ = std::move(location);
    }
    ~Reader() { xmlFreeParserCtxt(parser_); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    std::unique_ptr<Model> run(std::string_view utf8, const Counts& counts);

    void start(std::string_view local, std::string_view space, std::span<const xmlChar*> spaces,
               std::span<const xmlChar*> attributes);
    void text(std::string_view piece);
    void end();
    void complain(const xmlError& error);
    int line() const { return parser_->input != nullptr ? parser_->input->line : 0; }

    template <class Act>
    static void guarded(void* reader, Act act)
    {
        auto& self = *static_cast<Reader*>(reader);
        if (self.failure_) return;
        try {
            act(self);
        } catch (...) {
            self.failure_ = std::current_exception();
            xmlStopParser(self.parser_);
        }
    }

private:
    std::string_view keep(std::string_view text);
    std::string_view keep_value(std::string_view text);
    const Namespace* declare(const Namespace* outer, std::span<const xmlChar*> spaces);
    std::span<const Attribute> take(std::span<const xmlChar*> attributes);
    void index();

    Limits limits_;
    std::unique_ptr<Model> model_;
    xmlParserCtxtPtr parser_ = nullptr;
    std::exception_ptr failure_{};
    Element* open_ = nullptr;
    std::size_t depth_ = 0;
    std::vector<std::string> texts_{};  // by depth, used again
};

std::string_view Reader::keep(std::string_view text)
{
    if (text.empty()) return {};
    auto* bytes = static_cast<char*>(model_->memory_->texts.allocate(text.size(), 1));
    std::memcpy(bytes, text.data(), text.size());
    return {bytes, text.size()};
}

// libxml2 leaves an ampersand in an attribute as this reference, and only that.
std::string_view Reader::keep_value(std::string_view text)
{
    constexpr std::string_view kAmpersand = "&#38;";
    std::size_t at = text.find(kAmpersand);
    if (at == std::string_view::npos) return keep(text);
    std::string value(text);
    for (; at != std::string::npos; at = value.find(kAmpersand, at + 1))
        value.replace(at, kAmpersand.size(), "&");
    return keep(value);
}

const Namespace* Reader::declare(const Namespace* outer, std::span<const xmlChar*> spaces)
{
    auto& all = model_->memory_->namespaces;
    for (std::size_t i = 0; i + 1 < spaces.size(); i += 2) {
        const std::size_t count = outer != nullptr ? outer->count + 1 : 1;
        if (count > limits_.namespaces) {
            refuse(base::Fault::too_large,
                   base::msg("Mô hình khai báo quá nhiều không gian tên (dòng {{line}})."), line());
        }
        all.push_back(std::make_unique<Namespace>(
            Namespace{keep(view(spaces[i])), keep(view(spaces[i + 1])), outer, count}));
        outer = all.back().get();
    }
    return outer;
}

std::span<const Attribute> Reader::take(std::span<const xmlChar*> attributes)
{
    auto& all = model_->memory_->attributes;
    const std::size_t from = all.size();
    // Five pointers each: local name, prefix, namespace, begin and end of the value.
    for (std::size_t i = 0; i + 4 < attributes.size(); i += 5) {
        CHECK(all.size() < all.capacity());
        const auto* begin = reinterpret_cast<const char*>(attributes[i + 3]);
        const auto* end = reinterpret_cast<const char*>(attributes[i + 4]);
        all.push_back({keep(view(attributes[i + 2])), keep(view(attributes[i])),
                       keep_value({begin, std::size_t(end - begin)})});
    }
    return {all.data() + from, all.size() - from};
}

void Reader::start(std::string_view local, std::string_view space, std::span<const xmlChar*> spaces,
                   std::span<const xmlChar*> attributes)
{
    auto& all = model_->memory_->elements;
    CHECK(all.size() < all.capacity());
    if (++depth_ > limits_.depth) {
        refuse(base::Fault::too_large, base::msg("Mô hình có hơn {{limit}} tầng lồng nhau (dòng {{line}})."),
               line(), {{"limit", std::to_string(limits_.depth)}});
    }
    Element& element = all.emplace_back();
    element.tag = tag_of(space, local);
    element.line = line();
    element.index = std::uint32_t(all.size() - 1);
    element.model = model_.get();
    element.parent = open_;
    element.scope = declare(open_ != nullptr ? open_->scope : nullptr, spaces);
    element.attributes = take(attributes);
    element.local = element.tag == Tag::other ? keep(local) : name(element.tag);
    element.space = keep(space);
    element.id = trimmed(element.attribute("id").value_or(""));
    element.name = element.attribute("name").value_or("");
    if (open_ == nullptr && element.tag != Tag::definitions) {
        refuse(base::Fault::invalid,
               base::msg("Tệp không phải mô hình BPMN 2.0 (phần tử gốc không phải definitions)."), line());
    }
    if (open_ != nullptr) {
        if (open_->last_child == nullptr) {
            open_->first_child = &element;
        } else {
            all[open_->last_child->index].next = &element;
        }
        open_->last_child = &element;
    }
    open_ = &element;
    if (texts_.size() < depth_) texts_.emplace_back();
    texts_[depth_ - 1].clear();
}

void Reader::text(std::string_view piece)
{
    if (depth_ == 0) return;
    std::string& text = texts_[depth_ - 1];
    // Indentation between elements is not worth keeping; a body's own white space is.
    if (text.empty() && is_white(piece) && open_->first_child != nullptr) return;
    text.append(piece);
}

void Reader::end()
{
    const std::string& text = texts_[--depth_];
    if (!is_white(text)) open_->text = keep(text);
    open_ = open_->parent == nullptr ? nullptr : &model_->memory_->elements[open_->parent->index];
}

void Reader::complain(const xmlError& error)
{
    if (error.level < XML_ERR_ERROR) return;
    if (error.code == XML_ERR_UNDECLARED_ENTITY || error.code == XML_WAR_UNDECLARED_ENTITY) {
        refuse(base::Fault::invalid,
               base::msg("Mô hình dùng thực thể XML, hệ thống không nhận (dòng {{line}})."), error.line);
    }
    // Relative names of namespaces are deprecated, not wrong.
    if (error.code == XML_WAR_NS_URI_RELATIVE || error.code == XML_WAR_NS_URI ||
        error.code == XML_NS_ERR_XML_NAMESPACE)
        return;
    refuse(base::Fault::invalid, base::msg("Tệp không phải XML đúng quy cách (dòng {{line}})."), error.line);
}

namespace {

void on_start(void* self, const xmlChar* local, const xmlChar*, const xmlChar* space, int space_count,
              const xmlChar** spaces, int attribute_count, int, const xmlChar** attributes)
{
    Reader::guarded(self, [&](Reader& reader) {
        reader.start(view(local), view(space), {spaces, std::size_t(space_count) * 2},
                     {attributes, std::size_t(attribute_count) * 5});
    });
}

void on_end(void* self, const xmlChar*, const xmlChar*, const xmlChar*)
{
    Reader::guarded(self, [](Reader& reader) { reader.end(); });
}

void on_text(void* self, const xmlChar* bytes, int size)
{
    const std::string_view piece(reinterpret_cast<const char*>(bytes), std::size_t(size));
    Reader::guarded(self, [&](Reader& reader) { reader.text(piece); });
}

void on_dtd(void* self, const xmlChar*, const xmlChar*, const xmlChar*)
{
    Reader::guarded(self, [](Reader& reader) {
        refuse(base::Fault::invalid, base::msg("Mô hình có khai báo DTD hoặc thực thể. Hệ thống không nhận."),
               reader.line());
    });
}

void on_error(void* self, xmlErrorPtr error)
{
    Reader::guarded(self, [&](Reader& reader) { reader.complain(*error); });
}

}  // namespace

std::unique_ptr<Model> Reader::run(std::string_view utf8, const Counts& counts)
{
    static const bool once = (xmlInitParser(), true);
    (void)once;
    model_->memory_->elements.reserve(counts.elements);
    model_->memory_->attributes.reserve(counts.attributes);
    parser_ = xmlCreateMemoryParserCtxt(utf8.data(), int(utf8.size()));
    if (parser_ == nullptr) throw std::bad_alloc();
    // The text is UTF-8 whatever its declaration says. No network, and none of the options that replace entities, load a DTD or lift
    // libxml2's own limits.
    xmlCtxtUseOptions(parser_, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_text;
    handler.ignorableWhitespace = on_text;
    handler.cdataBlock = on_text;
    handler.internalSubset = on_dtd;
    handler.serror = on_error;
    *parser_->sax = handler;
    parser_->userData = this;
    xmlParseDocument(parser_);
    if (failure_) std::rethrow_exception(failure_);
    if (parser_->wellFormed == 0 || model_->memory_->elements.empty() || depth_ != 0) {
        refuse(base::Fault::invalid, base::msg("Tệp không phải XML đúng quy cách (dòng {{line}})."), line());
    }
    index();
    return std::move(model_);
}

void Reader::index()
{
    model_->elements_ = model_->memory_->elements.data();
    model_->count_ = model_->memory_->elements.size();
    model_->target_namespace_ = model_->root().attribute("targetNamespace").value_or("");
    model_->wants_imports_ = model_->root().first(Tag::import_) != nullptr;
    for (const Element& element : model_->elements()) {
        if (!element.id.empty() && element.tag != Tag::other) model_->by_id_.push_back(&element);
    }
    // Sorted, not hashed: nobody can choose ids that make it slow.
    std::stable_sort(model_->by_id_.begin(), model_->by_id_.end(),
                     [](const Element* a, const Element* b) { return a->id < b->id; });
}

base::Result<std::unique_ptr<Model>> read_one(std::string_view bytes, std::string location,
                                              const Limits& limits)
{
    auto utf8 = to_utf8(bytes, std::min(limits.bytes, std::size_t{1} << 30));
    if (!utf8) return utf8.error();
    // libxml2 takes no empty text; a byte order mark alone leaves one.
    if (utf8->empty()) return base::invalid("file", base::msg("Tệp rỗng."));
    // Nor does it read on behind a zero: what stands there would be nobody's.
    if (const std::size_t zero = utf8->find('\0'); zero != std::string::npos) {
        const auto lines = std::count(utf8->begin(), utf8->begin() + std::ptrdiff_t(zero), '\n');
        return base::invalid("file", {base::msg("Tệp không phải XML đúng quy cách (dòng {{line}})."),
                                      {{"line", std::to_string(lines + 1)}}});
    }
    const auto counts = count_marks(*utf8, limits);
    if (!counts) return counts.error();
    try {
        return Reader(std::move(location), limits).run(*utf8, *counts);
    } catch (const Refused& refused) {
        return refused.error;
    }
}

}  // namespace lt::bpmn
