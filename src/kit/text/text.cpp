#include "kit/text/text.h"

#include <charconv>
#include <optional>
#include <stdexcept>

#include "kit/base/text.h"
#include "kit/text/child.h"
#include "kit/text/office.h"

namespace lt::text {
namespace {

constexpr std::string_view kPdf = "application/pdf";

std::optional<Office> office_kind(std::string_view media_type)
{
    if (media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        return Office::docx;
    if (media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        return Office::xlsx;
    if (media_type == "application/vnd.oasis.opendocument.text") return Office::odt;
    return std::nullopt;
}

// The length of the well-formed UTF-8 character at the front, 0 when there is none.
std::size_t character(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    return size > 0 && size <= text.size() && (size == 1 || base::is_utf8(text.substr(0, size))) ? size : 0;
}

// Whatever the child wrote: valid UTF-8, at most `limit` bytes, no control characters.
std::string clean(std::string_view raw, std::size_t limit)
{
    std::string out;
    for (std::size_t at = 0; at < raw.size();) {
        const std::size_t size = character(raw.substr(at));
        if (size == 0) {
            ++at;
            continue;
        }
        if (out.size() + size > limit) break;
        if (raw[at] == '\f' || raw[at] == '\r') {
            out += '\n';
        } else if (size > 1 || raw[at] == '\n' || raw[at] == '\t' || (raw[at] >= ' ' && raw[at] != 0x7f)) {
            out.append(raw.substr(at, size));
        }
        at += size;
    }
    return base::normalise(out);
}

base::Result<std::string> output_of(Harvest got)
{
    if (got.is_missing) throw std::runtime_error("poppler-utils is not installed");
    if (!got.is_complete) return base::invalid("", "Không lấy được chữ trong tệp để tìm kiếm.");
    return std::move(got.output);
}

}  // namespace

base::Result<std::string> extract(const ByteReader& file, std::string_view media_type, const Limits& limits)
{
    const auto office = office_kind(media_type);
    if (media_type != kPdf && !office) return std::string();
    if (office) prepare_office();
    const char* const argv[] = {
        "/usr/bin/pdftotext", "-q", "-enc", "UTF-8", "-eol", "unix", "-", "-", nullptr};
    const auto body = [&] { return print_office_text(*office, limits.text); };
    auto raw = output_of(office ? run_child(body, file, limits) : run_program(argv, file, limits));
    if (!raw) return raw.error();
    return clean(*raw, limits.text);
}

base::Result<std::string> extract(std::string_view bytes, std::string_view media_type, const Limits& limits)
{
    const ByteReader reader = [&bytes](std::span<std::byte> buffer) {
        const std::size_t size = bytes.copy(reinterpret_cast<char*>(buffer.data()), buffer.size());
        bytes.remove_prefix(size);
        return size;
    };
    return extract(reader, media_type, limits);
}

base::Result<int> count_pages(const ByteReader& file, const Limits& limits)
{
    const char* const argv[] = {"/usr/bin/pdfinfo", "-", nullptr};
    const auto raw = output_of(run_program(argv, file, limits));
    if (!raw) return raw.error();
    const std::size_t at = raw->find("\nPages:");
    const std::size_t from = at == std::string::npos ? at : raw->find_first_of("0123456789", at);
    int pages = 0;
    if (from != std::string::npos) std::from_chars(raw->data() + from, raw->data() + raw->size(), pages);
    if (pages <= 0) return base::invalid("", "Không đếm được số trang của tệp.");
    return pages;
}

}  // namespace lt::text
