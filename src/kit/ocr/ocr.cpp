// See ocr.h.
#include "kit/ocr/ocr.h"

#include <algorithm>

#include "kit/base/text.h"
#include "kit/text/child.h"

namespace lt::ocr {
namespace {

constexpr const char* kTesseract = "/usr/bin/tesseract";
constexpr const char* kPoppler = "/usr/bin/pdftoppm";
// The longer side of a page: 300 dpi of A4, and no more of a larger one.
constexpr const char* kPixels = "3508";
// Fewer letters than these on a page of a PDF are a number or a stamp of the scanner, not what stands on it.
constexpr std::size_t kLetters = 40;
// Bytes of letters that a PDF brings along; the rest is left out. A picture's limit is for pixels.
constexpr std::size_t kOwnLetters = 1 << 20;

text::ByteReader reader_of(std::string_view bytes)
{
    return [bytes](std::span<std::byte> buffer) mutable {
        const std::size_t size = bytes.copy(reinterpret_cast<char*>(buffer.data()), buffer.size());
        bytes.remove_prefix(size);
        return size;
    };
}

base::Error unreadable()
{
    return base::invalid(
        "file", base::msg("Máy không đọc được bản quét: tệp hỏng, quá lớn hoặc ảnh quá mờ. Nhập tay."));
}

base::Error not_installed()
{
    base::Error error = unreadable();
    error.fault = base::Fault::unavailable;
    error.message = base::msg("Máy chủ chưa cài bộ đọc bản quét tiếng Việt. Nhập tay.");
    return error;
}

// What Tesseract does not take for an image it takes for a list of files on this machine to read.
bool is_image(std::string_view bytes)
{
    using namespace std::string_view_literals;
    for (const std::string_view begin :
         {"\x89PNG\r\n\x1a\n"sv, "\xff\xd8\xff"sv, "II*\0"sv, "MM\0*"sv, "P5\n"sv})
        if (bytes.starts_with(begin)) return true;
    return false;
}

// One thread: how many pages are read at a time is the caller's choice.
base::Result<std::string> tesseract(std::string_view image, const text::Limits& limits)
{
    if (!is_image(image)) return unreadable();
    const char* const argv[] = {
        "/usr/bin/env", "OMP_THREAD_LIMIT=1", kTesseract, "stdin", "stdout", "-l", "vie", nullptr};
    text::Harvest got = text::run_program(argv, reader_of(image), limits);
    if (got.is_missing) return not_installed();
    if (!got.is_complete || got.output.size() >= limits.text) return unreadable();
    return std::move(got.output);
}

// A page as a grey picture, fine enough for small letters; "" behind the last one.
base::Result<std::string> picture_of(std::string_view pdf, int page, const text::Limits& limits)
{
    const std::string number = std::to_string(page);
    const char* const argv[] = {kPoppler, "-f",        number.c_str(), "-l", number.c_str(),
                                "-gray",  "-scale-to", kPixels,        "-",  nullptr};
    text::Harvest got = text::run_program(argv, reader_of(pdf), limits);
    if (got.is_missing) return not_installed();
    if (!got.is_complete || got.output.size() >= limits.text) return unreadable();
    return std::move(got.output);
}

base::Result<std::string> read_pdf(std::string_view pdf, const Options& options)
{
    text::Limits of_letters = options.limits;
    of_letters.text = std::min(of_letters.text, kOwnLetters);
    const auto own = text::extract(pdf, "application/pdf", of_letters);
    if (!own) return unreadable();
    if (base::length(base::normalise(*own)) >= kLetters) return *own;
    const auto pages = text::count_pages(reader_of(pdf), options.limits);
    if (!pages) return unreadable();
    const auto end = std::chrono::steady_clock::now() + options.whole;
    std::string out;
    for (int page = 1; page <= *pages && page <= options.pages && std::chrono::steady_clock::now() < end;
         ++page) {
        const auto picture = picture_of(pdf, page, options.limits);
        if (!picture) return picture.error();
        auto words = tesseract(*picture, options.limits);
        if (!words) return words.error();
        out += *words;
    }
    return out;
}

}  // namespace

base::Result<std::string> read(std::string_view file, std::string_view media_type, const Options& options)
{
    base::Result<std::string> out = media_type == "application/pdf"    ? read_pdf(file, options)
                                    : media_type.starts_with("image/") ? tesseract(file, options.limits)
                                                                       : unreadable();
    if (!out) return out;
    if (!base::is_utf8(*out)) return unreadable();
    return base::normalise(*out);
}

}  // namespace lt::ocr
