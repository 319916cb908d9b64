// See source.h.
#include "procedures/records/source.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <zlib.h>

namespace lt::procedures {
namespace {

constexpr std::size_t kLongestRecord = std::size_t(8) << 20;

struct CloseFile {
    void operator()(gzFile file) const { gzclose(file); }
};

}  // namespace

struct RecordFile::State {
    std::unique_ptr<gzFile_s, CloseFile> file{};
    std::array<char, 65536> buffer{};
    std::size_t at = 0;
    std::size_t filled = 0;
    bool in_array = false;
    bool broken = false;
    bool ended = false;

    // The next byte; -1 at the end.
    int get()
    {
        if (at == filled) {
            const int got = gzread(file.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
            int code = Z_OK;
            gzerror(file.get(), &code);
            broken = broken || got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END);
            if (got <= 0) return -1;
            at = 0;
            filled = static_cast<std::size_t>(got);
        }
        return static_cast<unsigned char>(buffer.at(at++));
    }
    // Not get(): the byte stays. -1 at the end.
    int peek()
    {
        const int c = get();
        if (c >= 0) --at;
        return c;
    }

    std::optional<base::Result<std::string>> value();
};

// Up to the bracket that closes it. A record that never closes ends where the next line begins with one, so that it does not draw the
// next ones in: no string of JSON holds a line's end.
std::optional<base::Result<std::string>> RecordFile::State::value()
{
    std::string text;
    int depth = 0;
    bool quoted = false;
    bool escaped = false;
    bool too_long = false;
    for (int c = get(); c >= 0; c = get()) {
        const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (depth == 0 && text.empty() && (blank || c == ',')) continue;
        if (depth == 0 && in_array && (c == ']' || c == ',')) {
            ended = c == ']';
            break;
        }
        if (c == '\n' && (depth <= 0 || peek() == '{')) break;
        too_long = too_long || text.size() >= kLongestRecord;
        if (!too_long) text += static_cast<char>(c);
        if (escaped) {
            escaped = false;
        } else if (quoted) {
            escaped = c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            break;
        }
    }
    if (too_long)
        return base::Result<std::string>(base::Error{base::Fault::too_large, "", "Bản ghi quá dài.", {}});
    if (text.empty()) return std::nullopt;
    return base::Result<std::string>(std::move(text));
}

RecordFile::RecordFile(const std::filesystem::path& path) : state_(std::make_unique<State>())
{
    state_->file.reset(gzopen(path.c_str(), "rb"));
    if (!state_->file)
        throw std::system_error(errno == 0 ? ENOMEM : errno, std::generic_category(), path.string());
    // The array's bracket, behind a byte order mark and white space.
    for (int c = state_->peek();
         c == 0xEF || c == 0xBB || c == 0xBF || c == ' ' || c == '\n' || c == '\r' || c == '\t';
         c = state_->peek())
        state_->get();
    state_->in_array = state_->peek() == '[';
    if (state_->in_array) state_->get();
}

RecordFile::~RecordFile() = default;
RecordFile::RecordFile(RecordFile&&) noexcept = default;

std::optional<base::Result<std::string>> RecordFile::next()
{
    if (state_->ended) return std::nullopt;
    auto record = state_->value();
    if (record) return record;
    state_->ended = true;
    if (!state_->broken) return std::nullopt;
    return base::Result<std::string>(base::invalid("file", "Tệp nén bị hỏng hoặc bị cắt cụt."));
}

}  // namespace lt::procedures
