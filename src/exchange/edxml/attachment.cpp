#include "exchange/edxml/attachment.h"

#include "exchange/edxml/base64.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "kit/text/zip.h"

namespace lt::edxml {
namespace {

constexpr std::size_t kPiece = 32 << 10;  // base64 characters decoded at a time

// A content that may turn out to be the one: measured, hashed and passed on.
struct Layer {
    void write(std::span<const std::byte> piece)
    {
        length += piece.size();
        hash.update(piece);
        if (sink) sink->write(piece);
    }
    std::unique_ptr<AttachmentSink> sink{};
    crypto::Sha256 hash{};
    std::uint64_t length = 0;
};

// The transport archive holds one file under a random name; a second entry means that the archive is itself
// the file.
class OneEntry final : public text::ZipVisitor {
public:
    explicit OneEntry(Layer& layer) : layer_(layer) {}
    text::ZipAct entry(std::string_view name) override
    {
        ++entries_;
        unsafe_ = unsafe_ || is_unsafe(name);
        return entries_ > 1 || name.ends_with('/') ? text::ZipAct::stop : text::ZipAct::read;
    }
    text::ZipAct data(std::span<const std::byte> piece) override
    {
        layer_.write(piece);
        return text::ZipAct::read;
    }
    bool unsafe() const { return unsafe_; }
    static bool is_unsafe(std::string_view name);

private:
    Layer& layer_;
    std::size_t entries_ = 0;
    bool unsafe_ = false;
};

bool OneEntry::is_unsafe(std::string_view name)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (name.starts_with('/') || name.starts_with('\\') || name.find('\0') != std::string_view::npos)
        return true;
    if (name.size() >= 2 && letter(name[0]) && name[1] == ':') return true;
    while (!name.empty()) {
        const std::size_t cut = name.find_first_of("/\\");
        const std::string_view part = name.substr(0, cut);
        if (part == "..") return true;
        name = cut == std::string_view::npos ? std::string_view() : name.substr(cut + 1);
    }
    return false;
}

// Characters that reorder or hide text: behind U+202E the end "fdp.exe" is shown as "exe.pdf".
bool is_hidden(std::string_view three)
{
    return (three >= "\xE2\x80\x8B" && three <= "\xE2\x80\x8F") ||
           (three >= "\xE2\x80\xA8" && three <= "\xE2\x80\xAE") ||
           (three >= "\xE2\x81\xA0" && three <= "\xE2\x81\xAF") || three == "\xEF\xBB\xBF";
}

std::string without_hidden(std::string_view name)
{
    std::string out;
    for (std::size_t at = 0; at < name.size();) {
        if (is_hidden(name.substr(at, 3))) {
            at += 3;
        } else {
            const char c = name[at++];
            out += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
        }
    }
    return out;
}

}  // namespace

std::string clean_file_name(std::string_view name, int line)
{
    const std::string text = base::normalise(without_hidden(name));
    if (OneEntry::is_unsafe(text)) {
        refuse(Code::unsafe_name, "Tên tệp đính kèm chứa đường dẫn. Đặt lại tên tệp rồi gửi lại.", line);
    }
    const std::size_t cut = text.find_last_of("/\\");
    std::string last = base::normalise(cut == std::string::npos ? text : text.substr(cut + 1));
    if (last == ".") last.clear();
    if (base::length(last) > 255) refuse(Code::too_large, "Tên tệp đính kèm dài quá 255 ký tự.", line);
    return last;
}

bool is_zip_name(std::string_view name)
{
    const std::string low = base::lower(name);
    for (const std::string_view end : {".zip", ".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".dotx",
                                       ".odt", ".ods", ".odp", ".epub", ".jar", ".apk", ".kmz"}) {
        if (low.ends_with(end)) return true;
    }
    return false;
}

bool may_unzip(std::string_view name, std::string_view declared_type)
{
    if (base::lower(name).ends_with(".zip")) return false;
    return base::lower(declared_type) == "application/zip" || !is_zip_name(name);
}

struct AttachmentState {
    AttachmentState(const SinkFactory& factory, const Limits& bounds, AttachmentInfo about, int at)
        : sinks(factory), limits(bounds), info(std::move(about)), line(at)
    {
    }
    void take(std::span<const std::byte> piece);
    void begin();

    const SinkFactory& sinks;
    const Limits& limits;
    AttachmentInfo info;
    int line;
    Base64 base64{};
    std::array<std::byte, kPiece> decoded{};
    std::string first{};  // the first four bytes, to know an archive
    bool begun = false;
    Layer raw{};
    Layer inner{};
    std::optional<OneEntry> entry{};
    std::optional<text::ZipWalker> zip{};
    text::ZipState zip_state = text::ZipState::walking;
};

void AttachmentState::begin()
{
    begun = true;
    if (sinks) raw.sink = sinks(info);
    const bool known_raw =
        !info.name.empty() && !info.declared_type.empty() && !may_unzip(info.name, info.declared_type);
    if (first == std::string_view("PK\3\4", 4) && !known_raw) {
        if (sinks) inner.sink = sinks(info);
        entry.emplace(inner);
        zip.emplace(*entry, text::ZipLimits{.entry = limits.attachment});
    }
    const auto bytes = std::as_bytes(std::span(first.data(), first.size()));
    if (zip) zip_state = zip->push(bytes);
    raw.write(bytes);
}

void AttachmentState::take(std::span<const std::byte> piece)
{
    if (!begun) {
        const std::size_t now = std::min(4 - first.size(), piece.size());
        first.append(reinterpret_cast<const char*>(piece.data()), now);
        piece = piece.subspan(now);
        if (first.size() < 4) return;
        begin();
    }
    if (piece.empty()) return;
    if (raw.length + piece.size() > limits.attachment) {
        refuse(Code::too_large, "Một tệp đính kèm lớn hơn " + base::format_size(limits.attachment) + ".",
               line);
    }
    raw.write(piece);
    if (!zip) return;
    zip_state = zip->push(piece);
    const bool failed = zip_state != text::ZipState::walking && zip_state != text::ZipState::complete;
    if (failed) inner.sink.reset();
}

AttachmentStream::AttachmentStream(AttachmentInfo info, const SinkFactory& sinks, const Limits& limits,
                                   int line)
    : state_(std::make_unique<AttachmentState>(sinks, limits, std::move(info), line))
{
}
AttachmentStream::~AttachmentStream() = default;
AttachmentStream::AttachmentStream(AttachmentStream&&) noexcept = default;

void AttachmentStream::push(std::string_view base64)
{
    while (!base64.empty()) {
        const std::string_view piece = base64.substr(0, kPiece);
        base64.remove_prefix(piece.size());
        const std::size_t size = state_->base64.push(piece, state_->decoded.data());
        if (size == Base64::kBad) {
            refuse(Code::bad_base64, "Nội dung tệp đính kèm không phải base64.", state_->line);
        }
        state_->take(std::span(state_->decoded.data(), size));
    }
}

void AttachmentStream::close()
{
    if (!state_->base64.complete()) {
        refuse(Code::bad_base64, "Nội dung tệp đính kèm (base64) bị cắt cụt.", state_->line);
    }
    if (!state_->begun) state_->begin();
    if (state_->zip) state_->zip_state = state_->zip->finish();
    state_->zip.reset();  // its buffers; a message may have a hundred attachments
}

std::unique_ptr<AttachmentSink> AttachmentStream::settle(Attachment& attachment)
{
    AttachmentState& s = *state_;
    Layer* chosen = &s.raw;
    if (s.entry && may_unzip(attachment.name, attachment.declared_type)) {
        if (s.entry->unsafe()) {
            refuse(Code::unsafe_name, "Gói nén của tệp đính kèm có tên chứa đường dẫn. Hệ thống không nhận.",
                   s.line);
        }
        switch (s.zip_state) {
        case text::ZipState::complete: chosen = &s.inner; break;
        case text::ZipState::stopped:
        case text::ZipState::unsupported: break;  // the archive itself is the file
        case text::ZipState::bomb:
            refuse(Code::zip_bomb, "Tệp đính kèm nở ra quá lớn khi giải nén. Hệ thống không nhận.", s.line);
        case text::ZipState::walking:
        case text::ZipState::damaged:
            refuse(Code::bad_zip, "Gói nén của tệp đính kèm bị hỏng hoặc bị cắt cụt.", s.line);
        }
    }
    attachment.unzipped = chosen == &s.inner;
    attachment.length = chosen->length;
    attachment.sha256 = base::to_hex(chosen->hash.finish());
    return std::move(chosen->sink);
}

}  // namespace lt::edxml
