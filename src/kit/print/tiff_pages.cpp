// See tiff_pages.h. Only a child (kit/text/child.h) ever decodes the file. All but tiff_pages() itself runs there.
#include "kit/print/tiff_pages.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <jpeglib.h>
#include <tiffio.h>
#include <unistd.h>
#include <zlib.h>

#include "kit/print/complete.h"
#include "kit/print/picture_pdf.h"
#include "kit/print/picture_sheet.h"
#include "kit/text/child.h"

namespace lt::print {
namespace {

constexpr int kMostPages = 200;
constexpr int kQuality = 90;
constexpr const char* kTooMuch = "more than it may be";  // instead of a PDF
constexpr text::Limits kLimits{.text = 100 << 20,
                               .input = 100ull << 20,
                               .cpu_seconds = 40,
                               .memory = 1ull << 30,
                               .wall = std::chrono::seconds(45)};

// ---- The file in memory, as libtiff reads it --------------------------------------------------------------------------

struct Memory {
    std::string_view bytes{};
    std::size_t at = 0;
};
Memory& memory_of(thandle_t handle) { return *static_cast<Memory*>(handle); }

tmsize_t read_some(thandle_t handle, void* into, tmsize_t size)
{
    Memory& memory = memory_of(handle);
    const std::size_t left = memory.at < memory.bytes.size() ? memory.bytes.size() - memory.at : 0;
    const std::size_t taken = std::min(left, static_cast<std::size_t>(std::max<tmsize_t>(size, 0)));
    if (taken > 0) std::memcpy(into, memory.bytes.data() + memory.at, taken);
    memory.at += taken;
    return static_cast<tmsize_t>(taken);
}
tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return 0; }
toff_t seek(thandle_t handle, toff_t offset, int from)
{
    Memory& memory = memory_of(handle);
    if (from == SEEK_CUR) offset += memory.at;
    if (from == SEEK_END) offset += memory.bytes.size();
    memory.at = offset;
    return offset;
}
int close_nothing(thandle_t) { return 0; }
toff_t size_of(thandle_t handle) { return memory_of(handle).bytes.size(); }

template <class T>
T tag(TIFF* tiff, ttag_t name)
{
    T value{};
    TIFFGetFieldDefaulted(tiff, name, &value);
    return value;
}

// ---- Pictures -----------------------------------------------------------------------------------------------------------

// Nothing where it has to be decoded as one of many colours.
bool is_black_and_white(TIFF* tiff)
{
    const auto meaning = tag<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC);
    return tag<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE) == 1 &&
           tag<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL) == 1 && TIFFIsTiled(tiff) == 0 &&
           (meaning == PHOTOMETRIC_MINISWHITE || meaning == PHOTOMETRIC_MINISBLACK);
}

void encode_black_and_white(TIFF* tiff, Picture& picture)
{
    const std::size_t row_size = (static_cast<std::size_t>(picture.width) + 7) / 8;
    if (TIFFScanlineSize(tiff) != static_cast<tmsize_t>(row_size)) give_up();
    std::vector<unsigned char> row(row_size);
    std::vector<unsigned char> piece(64 << 10);
    z_stream deflater{};
    if (deflateInit(&deflater, Z_DEFAULT_COMPRESSION) != Z_OK) give_up();
    const auto run = [&](int flush) {
        do {
            deflater.next_out = piece.data();
            deflater.avail_out = static_cast<uInt>(piece.size());
            if (deflate(&deflater, flush) == Z_STREAM_ERROR) give_up();
            picture.encoded.append(reinterpret_cast<const char*>(piece.data()),
                                   piece.size() - deflater.avail_out);
        } while (deflater.avail_out == 0);
    };
    for (int y = 0; y < picture.height; ++y) {
        if (TIFFReadScanline(tiff, row.data(), static_cast<std::uint32_t>(y)) < 0) give_up();
        deflater.next_in = row.data();
        deflater.avail_in = static_cast<uInt>(row.size());
        run(Z_NO_FLUSH);
    }
    run(Z_FINISH);
    deflateEnd(&deflater);
    const bool white_is_zero = tag<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_MINISWHITE;
    picture.facts = "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode/Decode[" +
                    std::string(white_is_zero ? "1 0" : "0 1") + "]";
}

// One channel of a point on white paper.
JSAMPLE on_paper(std::uint32_t point, int shift)
{
    const std::uint32_t bare =
        255 - (point >> 24);  // how much of the paper is seen; channels hold their share of the rest
    return static_cast<JSAMPLE>(std::min<std::uint32_t>(255, ((point >> shift) & 255) + bare));
}

[[noreturn]] void end_of_jpeg(j_common_ptr) { give_up(); }

std::string jpeg_of(const std::vector<std::uint32_t>& points, int width, int height, bool grey)
{
    jpeg_compress_struct packer{};
    jpeg_error_mgr errors{};
    packer.err = jpeg_std_error(&errors);
    errors.error_exit = end_of_jpeg;
    jpeg_create_compress(&packer);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&packer, &bytes, &size);
    packer.image_width = static_cast<JDIMENSION>(width);
    packer.image_height = static_cast<JDIMENSION>(height);
    packer.input_components = grey ? 1 : 3;
    packer.in_color_space = grey ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&packer);
    jpeg_set_quality(&packer, kQuality, TRUE);
    jpeg_start_compress(&packer, TRUE);
    std::vector<JSAMPLE> row;
    for (int y = 0; y < height; ++y) {
        row.clear();
        for (int x = 0; x < width; ++x) {
            const std::uint32_t point = points[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                               static_cast<std::size_t>(x)];
            for (const int shift : {0, 8, 16})
                if (!grey || shift == 0) row.push_back(on_paper(point, shift));
        }
        JSAMPROW rows[] = {row.data()};
        jpeg_write_scanlines(&packer, rows, 1);
    }
    jpeg_finish_compress(&packer);
    std::string out(reinterpret_cast<const char*>(bytes), size);
    jpeg_destroy_compress(&packer);
    std::free(bytes);
    return out;
}

void encode_colours(TIFF* tiff, std::uint16_t orientation, Picture& picture)
{
    std::vector<std::uint32_t> points(static_cast<std::size_t>(picture.width) *
                                      static_cast<std::size_t>(picture.height));
    // Points in the order in which they are stored: the page is turned instead.
    const int stored = picture.turned == 0 ? ORIENTATION_TOPLEFT : orientation;
    if (TIFFReadRGBAImageOriented(tiff, static_cast<std::uint32_t>(picture.width),
                                  static_cast<std::uint32_t>(picture.height), points.data(), stored, 1) == 0)
        give_up();
    const bool grey = std::ranges::all_of(points, [](std::uint32_t point) {
        return (point & 255) == ((point >> 8) & 255) && (point & 255) == ((point >> 16) & 255);
    });
    picture.encoded = jpeg_of(points, picture.width, picture.height, grey);
    picture.facts = std::string("/ColorSpace/") + (grey ? "DeviceGray" : "DeviceRGB") +
                    "/BitsPerComponent 8/Filter/DCTDecode";
}

int turn_of(std::uint16_t orientation)
{
    switch (orientation) {
    case ORIENTATION_BOTRIGHT: return 180;
    case ORIENTATION_RIGHTTOP: return 90;
    case ORIENTATION_LEFTBOT: return 270;
    default: return 0;
    }
}

// The picture where the file stands; nothing for a preview of another one. False: larger than a page may be.
bool encode(TIFF* tiff, Picture& picture)
{
    const auto width = tag<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH);
    const auto height = tag<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH);
    if (width == 0 || height == 0) give_up();
    if (std::max(width, height) > 65'000 || std::int64_t{width} * height > kMostPoints) return false;
    const auto orientation = tag<std::uint16_t>(tiff, TIFFTAG_ORIENTATION);
    picture.width = static_cast<int>(width);
    picture.height = static_cast<int>(height);
    picture.turned = turn_of(orientation);
    const bool as_stored = picture.turned != 0 || orientation == ORIENTATION_TOPLEFT;
    if (is_black_and_white(tiff) && as_stored)
        encode_black_and_white(tiff, picture);
    else
        encode_colours(tiff, orientation, picture);
    return true;
}

std::string all_of_input()
{
    std::string out;
    std::string piece(256 << 10, '\0');
    while (true) {
        const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (got < 0 && errno != EINTR) give_up();
        if (got == 0) return out;
        if (got > 0) out.append(piece, 0, static_cast<std::size_t>(got));
    }
}

// In the child: TIFF in, PDF out.
int convert()
{
    const std::string input = all_of_input();
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    Memory memory{input};
    TIFF* tiff = TIFFClientOpen("scan", "rm", &memory, read_some, write_nothing, seek, close_nothing, size_of,
                                nullptr, nullptr);
    if (tiff == nullptr) return 1;
    PicturePdf pdf;
    do {
        if ((tag<std::uint32_t>(tiff, TIFFTAG_SUBFILETYPE) & FILETYPE_REDUCEDIMAGE) != 0) continue;
        Picture picture;
        if (pdf.pages() == kMostPages || !encode(tiff, picture)) {
            put(kTooMuch);
            return 0;
        }
        pdf.page(picture);
    } while (TIFFReadDirectory(tiff) == 1);
    if (pdf.pages() == 0) return 1;
    pdf.finish();
    return 0;
}

}  // namespace

base::Result<std::string> tiff_pages(std::string_view tiff, const About& about)
{
    const base::Error too_much = base::invalid(
        "file",
        base::msg("Tệp TIFF quá lớn: nhận tối đa 100 MB, 200 trang, mỗi trang 40 triệu điểm ảnh. Quét lại "
                  "thành PDF hoặc với độ phân giải thấp hơn."));
    if (tiff.size() > kLimits.input) return too_much;
    const auto reader = [rest = tiff](std::span<std::byte> buffer) mutable {
        const std::size_t size = rest.copy(reinterpret_cast<char*>(buffer.data()), buffer.size());
        rest.remove_prefix(size);
        return size;
    };
    const text::Harvest got = text::run_child(convert, reader, kLimits);
    const bool ends_too_early = !got.output.ends_with("%%EOF\n");
    if (got.is_complete && (got.output.ends_with(kTooMuch) || got.output.size() >= kLimits.text))
        return too_much;
    if (!got.is_complete || ends_too_early)
        return base::invalid("file",
                             base::msg("Tệp TIFF này không đọc được: tệp hỏng hoặc không phải ảnh quét. Quét "
                                       "lại, nên quét thành PDF."));
    return complete(got.output, about, 0);
}

}  // namespace lt::print
