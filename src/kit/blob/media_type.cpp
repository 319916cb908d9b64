// The only user of libmagic.
#include "kit/blob/media_type.h"

#include <mutex>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <magic.h>

#include "kit/blob/blob.h"

namespace lt::blob {
namespace {

unsigned little(std::string_view bytes, std::size_t at, int count)
{
    unsigned value = 0;
    for (int i = count - 1; i >= 0; --i)
        value = value << 8U | static_cast<unsigned char>(bytes[at + static_cast<unsigned>(i)]);
    return value;
}

std::string read_part(Reader& file, std::uint64_t begin, std::uint64_t length)
{
    std::string part(static_cast<std::size_t>(length), '\0');
    const auto bytes = std::as_writable_bytes(std::span(part.data(), part.size()));
    part.resize(file.read(begin, bytes));
    return part;
}

// Names in the central directory of a ZIP file: at most the first megabyte of it, empty when it makes no
// sense.
std::vector<std::string> zip_names(Reader& file)
{
    constexpr std::uint64_t kLongestEnd = 65'557;  // the last record and the longest comment
    constexpr std::uint64_t kMost = 1024 * 1024;
    const std::uint64_t size = file.size();
    const std::uint64_t tail_begin = size > kLongestEnd ? size - kLongestEnd : 0;
    const std::string tail = read_part(file, tail_begin, size - tail_begin);
    const std::size_t end = tail.rfind("PK\x05\x06");
    if (end == std::string::npos || tail.size() - end < 22) return {};
    const std::uint64_t length = std::min<std::uint64_t>(little(tail, end + 12, 4), kMost);
    const std::uint64_t begin = little(tail, end + 16, 4);
    if (begin > size || length > size - begin) return {};
    const std::string directory = read_part(file, begin, length);
    std::vector<std::string> names;
    std::size_t at = 0;
    while (directory.size() - at >= 46 && directory.compare(at, 4, "PK\x01\x02") == 0) {
        const std::size_t name = little(directory, at + 28, 2);
        if (directory.size() - at - 46 < name) break;
        names.push_back(directory.substr(at + 46, name));
        at += 46 + name + little(directory, at + 30, 2) + little(directory, at + 32, 2);
        if (at > directory.size()) break;
    }
    return names;
}

std::string office_type(const std::vector<std::string>& names)
{
    bool is_office = false;
    bool has_macros = false;
    std::string_view kind;
    for (const std::string_view name : names) {
        if (name == "[Content_Types].xml") is_office = true;
        if (name.ends_with("vbaProject.bin")) has_macros = true;
        if (name.starts_with("word/")) kind = "word";
        if (name.starts_with("xl/")) kind = "xl";
        if (name.starts_with("ppt/")) kind = "ppt";
    }
    if (!is_office || kind.empty()) return {};
    if (kind == "word") {
        return has_macros ? "application/vnd.ms-word.document.macroenabled.12"
                          : "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    }
    if (kind == "xl") {
        return has_macros ? "application/vnd.ms-excel.sheet.macroenabled.12"
                          : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    }
    return has_macros ? "application/vnd.ms-powerpoint.presentation.macroenabled.12"
                      : "application/vnd.openxmlformats-officedocument.presentationml.presentation";
}

}  // namespace

struct MediaTypesState {
    std::mutex mutex{};  // a libmagic handle serves one thread at a time
    magic_t magic = nullptr;
};

MediaTypes::MediaTypes() : state_(std::make_unique<MediaTypesState>())
{
    state_->magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
    if (state_->magic == nullptr || magic_load(state_->magic, nullptr) != 0) {
        const char* why = state_->magic == nullptr ? nullptr : magic_error(state_->magic);
        const std::string reason = why == nullptr ? "can't start" : why;
        if (state_->magic != nullptr) magic_close(state_->magic);
        throw std::runtime_error("libmagic: " + reason);
    }
}

MediaTypes::~MediaTypes() { magic_close(state_->magic); }

std::string MediaTypes::of(std::span<const std::byte> head, Reader& file)
{
    std::string type = "application/octet-stream";
    {
        const std::lock_guard lock(state_->mutex);
        if (const char* found = magic_buffer(state_->magic, head.data(), head.size())) type = found;
    }
    const std::string_view start(reinterpret_cast<const char*>(head.data()),
                                 std::min<std::size_t>(head.size(), 4));
    // Only what lies at the very beginning counts: an archive glued to the end of something else is not an
    // office file.
    if (start == "PK\x03\x04" && !type.starts_with("application/vnd.oasis")) {
        if (const std::string office = office_type(zip_names(file)); !office.empty()) return office;
        // libmagic is content with one name that looks right.
        if (type.starts_with("application/vnd.openxmlformats")) return "application/zip";
    }
    return type;
}

}  // namespace lt::blob
