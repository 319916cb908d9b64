#include "exchange/edxml/reader.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "exchange/edxml/attachment.h"
#include "exchange/edxml/collector.h"
#include "exchange/edxml/markup_guard.h"
#include "kit/base/text.h"

namespace lt::edxml {
namespace {

constexpr std::string_view kNamespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
constexpr std::string_view kContent = "AttachmentEncoded/Attachment/ContentTransferEncoded";
constexpr std::string_view kAttachmentPath = "AttachmentEncoded/Attachment";
constexpr std::size_t kReadSize = 64 << 10;

std::string_view view(const xmlChar* text)
{
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

// Elements that only hold the parts together: they add nothing to the path.
bool is_frame(std::string_view name)
{
    return name == "edXML" || name == "edXMLEnvelope" || name == "edXMLHeader" || name == "edXMLBody";
}

// One spelling for what builders spell in two ways.
std::string canonical(std::string_view name, bool is_section)
{
    if (is_section && name == "Status") return "MessageHeader";
    if (name.starts_with("Business")) return "Bussiness" + std::string(name.substr(8));
    return std::string(name);
}

// libxml2 calls these members from C: nothing may be thrown through it, so guarded() keeps it for later.
class Session {
public:
    Session(const SinkFactory& sinks, const Limits& limits)
        : sinks_(sinks), limits_(limits), collector_(limits_)
    {
    }
    ~Session() { xmlFreeParserCtxt(parser_); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Message run(const ByteSource& source);

    void start(std::string_view name, std::string_view space, int attributes);
    void text(std::string_view piece);
    void end();
    void complain(const xmlError& error);
    int line() const { return parser_->input != nullptr ? parser_->input->line : 0; }

    template <class Act>
    static void guarded(void* session, Act act)
    {
        auto& self = *static_cast<Session*>(session);
        if (self.failure_) return;
        try {
            act(self);
        } catch (...) {
            self.failure_ = std::current_exception();
            xmlStopParser(self.parser_);
        }
    }

private:
    void open_parser();
    void feed(std::string_view bytes, bool last);
    void check_root(std::string_view name, std::string_view space);
    Message finish();

    const SinkFactory& sinks_;
    Limits limits_;
    Collector collector_;
    MarkupGuard guard_{};
    xmlParserCtxtPtr parser_ = nullptr;
    std::exception_ptr failure_{};

    std::size_t depth_ = 0;
    std::size_t elements_ = 0;
    std::size_t foreign_ = 0;  // depth inside an element that is not ours
    std::string path_{};
    std::vector<std::size_t> cuts_{};  // length of path_ before each open element of ours
    bool wanted_ = false;
    std::string text_{};
    int text_line_ = 0;
    bool in_content_ = false;
    bool has_content_ = false;
    bool has_signature_ = false;
    std::vector<AttachmentStream> streams_{};
    std::uint64_t content_bytes_ = 0;
};

void Session::check_root(std::string_view name, std::string_view space)
{
    const bool named = name == "edXML";
    if (named && space == kNamespace) return;
    if (named || name == "Envelope") {
        refuse(Code::wrong_namespace, "Thông điệp không theo QCVN 102:2016/BTTTT (sai không gian tên).",
               line());
    }
    refuse(Code::wrong_root, "Tệp không phải thông điệp edXML.", line());
}

void Session::start(std::string_view name, std::string_view space, int attributes)
{
    if (++depth_ > limits_.depth) refuse(Code::too_deep, "Thông điệp có quá nhiều tầng lồng nhau.", line());
    if (++elements_ > limits_.elements) refuse(Code::too_large, "Thông điệp có quá nhiều phần tử.", line());
    if (std::size_t(attributes) > limits_.attributes) {
        refuse(Code::too_large, "Một phần tử của thông điệp có quá nhiều thuộc tính.", line());
    }
    if (depth_ == 1) check_root(name, space);
    // A signature is kept with the bytes as received; whatever stands in it is no field of ours.
    if (foreign_ == 0 && name == "Signature") has_signature_ = true;
    if (foreign_ > 0 || space != kNamespace || name == "Signature") {
        ++foreign_;
        return;
    }
    cuts_.push_back(path_.size());
    wanted_ = false;
    if (path_.empty() && is_frame(name)) return;
    const std::string part = canonical(name, path_.empty());
    path_.append(path_.empty() ? "" : "/").append(part);
    text_.clear();
    text_line_ = line();
    wanted_ = collector_.begin(path_, text_line_);
    if (path_ == kAttachmentPath) has_content_ = false;
    if (path_ != kContent) return;
    if (std::exchange(has_content_, true)) {
        refuse(Code::duplicate_field, "Một tệp đính kèm có hai nội dung.", line());
    }
    const Attachment known = collector_.attachment_so_far();
    streams_.emplace_back(AttachmentInfo{streams_.size(), known.name, known.declared_type}, sinks_, limits_,
                          line());
    in_content_ = true;
}

void Session::text(std::string_view piece)
{
    if (foreign_ > 0) return;
    if (in_content_) {
        content_bytes_ += piece.size();
        if (content_bytes_ / 4 * 3 > limits_.all_attachments) {
            refuse(Code::too_large,
                   "Các tệp đính kèm cộng lại lớn hơn " + base::format_size(limits_.all_attachments) + ".",
                   line());
        }
        streams_.back().push(piece);
    } else if (wanted_) {
        text_.append(piece);
        if (text_.size() > 64 << 10)
            refuse(Code::too_large, "Một trường của thông điệp dài quá giới hạn.", text_line_);
    }
}

void Session::end()
{
    --depth_;
    if (foreign_ > 0) {
        --foreign_;
        return;
    }
    if (path_ == kContent) {
        in_content_ = false;
        streams_.back().close();
    } else if (wanted_) {
        collector_.text(path_, std::exchange(text_, {}), text_line_);
    }
    if (path_ == kAttachmentPath && !has_content_) {
        refuse(Code::missing_field, "Một tệp đính kèm không có nội dung (ContentTransferEncoded).", line());
    }
    wanted_ = false;
    if (cuts_.back() != path_.size()) collector_.end(path_);
    path_.resize(cuts_.back());
    cuts_.pop_back();
}

// An undeclared prefix is only a remark to libxml2; the standard of namespaces calls it an error, and so do
// others.
void Session::complain(const xmlError& error)
{
    if (error.level < XML_ERR_ERROR) return;
    switch (error.code) {
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
    case XML_ERR_ENTITY_LOOP:
        refuse(Code::entity_forbidden, "Thông điệp dùng thực thể XML. Hệ thống không nhận.", error.line);
    case XML_ERR_INVALID_ENCODING:
    case XML_ERR_UNSUPPORTED_ENCODING:
    case XML_ERR_UNKNOWN_ENCODING:
        refuse(Code::bad_encoding, "Thông điệp không ở bảng mã UTF-8.", error.line);
    case XML_ERR_NAME_TOO_LONG:
        refuse(Code::too_large, "Tên một phần tử của thông điệp dài quá giới hạn.", error.line);
    default:
        refuse(Code::not_xml,
               "Thông điệp không phải XML đúng quy cách (dòng " + std::to_string(error.line) + ").",
               error.line);
    }
}

void on_start(void* self, const xmlChar* name, const xmlChar*, const xmlChar* space, int spaces,
              const xmlChar**, int attributes, int, const xmlChar**)
{
    Session::guarded(self, [&](Session& s) { s.start(view(name), view(space), attributes + spaces); });
}

void on_end(void* self, const xmlChar*, const xmlChar*, const xmlChar*)
{
    Session::guarded(self, [](Session& s) { s.end(); });
}

void on_text(void* self, const xmlChar* bytes, int size)
{
    const std::string_view piece(reinterpret_cast<const char*>(bytes), std::size_t(size));
    Session::guarded(self, [&](Session& s) { s.text(piece); });
}

void on_dtd(void* self, const xmlChar*, const xmlChar*, const xmlChar*)
{
    Session::guarded(self, [](Session& s) {
        refuse(Code::entity_forbidden, "Thông điệp có khai báo DTD hoặc thực thể. Hệ thống không nhận.",
               s.line());
    });
}

void on_error(void* self, xmlErrorPtr error)
{
    Session::guarded(self, [&](Session& s) { s.complain(*error); });
}

void Session::open_parser()
{
    static const bool once = (xmlInitParser(), true);
    (void)once;
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_text;
    handler.ignorableWhitespace = on_text;
    handler.cdataBlock = on_text;
    handler.internalSubset = on_dtd;
    handler.serror = on_error;
    parser_ = xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr);
    if (parser_ == nullptr) throw std::bad_alloc();
    // No network, and none of the options that replace entities, load a DTD or lift libxml2's own limits.
    xmlCtxtUseOptions(parser_, XML_PARSE_NONET);
}

void Session::feed(std::string_view bytes, bool last)
{
    const int code = xmlParseChunk(parser_, bytes.data(), int(bytes.size()), last ? 1 : 0);
    if (failure_) std::rethrow_exception(failure_);
    if (code != XML_ERR_OK && parser_->wellFormed == 0) {
        refuse(Code::not_xml, "Thông điệp không phải XML đúng quy cách.", line());
    }
}

Message Session::run(const ByteSource& source)
{
    open_parser();
    std::vector<char> buffer(kReadSize);
    std::string passed;
    std::uint64_t total = 0;
    while (const std::size_t size = source(buffer)) {
        total += size;
        if (total > limits_.message) {
            refuse(Code::too_large, "Thông điệp lớn hơn " + base::format_size(limits_.message) + ".", line());
        }
        passed.clear();
        guard_.push({buffer.data(), size}, passed);
        feed(passed, false);
    }
    if (total == 0) refuse(Code::not_xml, "Tệp rỗng.");
    feed({}, true);
    return finish();
}

Message Session::finish()
{
    Message message = collector_.finish();
    message.has_signature = has_signature_;
    if (streams_.size() != message.attachments.size() && message.kind == Kind::edoc) {
        refuse(Code::attachment_mismatch, "Số tệp đính kèm và số nội dung không khớp.");
    }
    std::vector<std::unique_ptr<AttachmentSink>> chosen;
    for (std::size_t i = 0; i < message.attachments.size(); ++i) {
        chosen.push_back(streams_[i].settle(message.attachments[i]));
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i]) chosen[i]->finish(message.attachments[i]);
    }
    return message;
}

}  // namespace

Result read(const ByteSource& source, const SinkFactory& sinks, const Limits& limits)
{
    try {
        return Session(sinks, limits).run(source);
    } catch (const Refused& refused) {
        return refused.error;
    }
}

}  // namespace lt::edxml
