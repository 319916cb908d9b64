// Scans of every kind that scanners write, and files that were made to harm.
#include "kit/print/tiff_pages.h"

#include <gtest/gtest.h>
#include <tiffio.h>
#include <unistd.h>

#include "kit/print/picture_page.h"
#include "kit/print/print_testing.h"
#include "kit/text/text.h"

namespace lt::print {
namespace {

namespace fs = std::filesystem;

// A page of which the upper left quarter is dark.
struct Scan {
    std::uint32_t width = 400, height = 600;
    std::uint16_t bits = 1, samples = 1;
    std::uint16_t meaning = PHOTOMETRIC_MINISWHITE;
    std::uint16_t packing = COMPRESSION_NONE;
    std::uint16_t orientation = ORIENTATION_TOPLEFT;
    std::uint32_t kind = 0;
    std::uint32_t rows = 64;  // of a strip
};

class TiffPages : public ::testing::Test {
protected:
    TiffPages() { fs::create_directories(folder_); }
    ~TiffPages() override { fs::remove_all(folder_); }

    std::string tiff(const std::vector<Scan>& scans, const char* mode = "w")
    {
        const std::string path = folder_ / "scan.tif";
        TIFF* file = TIFFOpen(path.c_str(), mode);
        EXPECT_NE(file, nullptr);
        for (const Scan& scan : scans) {
            TIFFSetField(file, TIFFTAG_IMAGEWIDTH, scan.width);
            TIFFSetField(file, TIFFTAG_IMAGELENGTH, scan.height);
            TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, scan.bits);
            TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, scan.samples);
            TIFFSetField(file, TIFFTAG_PHOTOMETRIC, scan.meaning);
            TIFFSetField(file, TIFFTAG_COMPRESSION, scan.packing);
            TIFFSetField(file, TIFFTAG_ORIENTATION, scan.orientation);
            TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, scan.rows);
            TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
            TIFFSetField(file, TIFFTAG_SUBFILETYPE, scan.kind);
            if (scan.packing == COMPRESSION_JPEG)
                TIFFSetField(file, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
            for (std::uint32_t y = 0; y < scan.height; ++y) {
                std::vector<unsigned char> row = row_of(scan, y);
                EXPECT_EQ(TIFFWriteScanline(file, row.data(), y), 1);
            }
            TIFFWriteDirectory(file);
        }
        TIFFClose(file);
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::string pdf_of(const std::vector<Scan>& scans)
    {
        const auto pdf = tiff_pages(tiff(scans), {.title = "Bản quét"});
        EXPECT_TRUE(pdf) << pdf.error().message;
        return pdf ? *pdf : "";
    }

    // How dark the middle of each quarter is in a reader: 'X' or '.', upper left, upper right, lower left, lower right.
    std::string quarters(const std::string& pdf, int page = 1)
    {
        const std::string path = folder_ / "page.pdf";
        std::ofstream(path, std::ios::binary) << pdf;
        const std::string number = std::to_string(page);
        const std::string command = "pdftoppm -gray -r 18 -f " + number + " -l " + number + " -singlefile " +
                                    path + " " + (folder_ / "page").string();
        EXPECT_EQ(std::system(command.c_str()), 0);
        std::ifstream in(folder_ / "page.pgm", std::ios::binary);
        std::string magic;
        int width = 0, height = 0, most = 0;
        in >> magic >> width >> height >> most;
        in.get();
        const std::string points{std::istreambuf_iterator<char>(in), {}};
        std::string out;
        for (const int y : {height / 4, height * 3 / 4})
            for (const int x : {width / 4, width * 3 / 4})
                out += static_cast<unsigned char>(points.at(static_cast<std::size_t>(y * width + x))) < 128
                           ? 'X'
                           : '.';
        return out;
    }

    static int pages_of(const std::string& pdf)
    {
        std::string_view rest = pdf;
        const auto count = text::count_pages([rest](std::span<std::byte> into) mutable {
            const std::size_t size = rest.copy(reinterpret_cast<char*>(into.data()), into.size());
            rest.remove_prefix(size);
            return size;
        });
        return count ? *count : -1;
    }

    fs::path folder_ = fs::temp_directory_path() / ("lt-tiff-" + std::to_string(::getpid()));

private:
    static std::vector<unsigned char> row_of(const Scan& scan, std::uint32_t y)
    {
        const std::size_t size = (std::size_t{scan.width} * scan.bits * scan.samples + 7) / 8;
        const bool white_is_zero = scan.meaning == PHOTOMETRIC_MINISWHITE;
        const unsigned char white = white_is_zero ? 0 : 255;
        std::vector<unsigned char> row(size, white);
        if (y < scan.height / 2)
            for (std::size_t x = 0; x < size / 2; ++x) row[x] = static_cast<unsigned char>(255 - white);
        return row;
    }
};

TEST_F(TiffPages, EveryWayOfPackingBlackAndWhite)
{
    for (const int packing :
         {COMPRESSION_NONE, COMPRESSION_PACKBITS, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE,
          COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4})
        for (const int meaning : {PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK}) {
            const std::string pdf = pdf_of({{.meaning = static_cast<std::uint16_t>(meaning),
                                             .packing = static_cast<std::uint16_t>(packing)}});
            EXPECT_EQ(quarters(pdf), "X...") << packing << " " << meaning;
            EXPECT_LT(pdf.size(), 10'000U) << "nothing is blown up";
        }
}

TEST_F(TiffPages, GreyAndColours)
{
    const std::vector<Scan> scans{
        {.bits = 8, .meaning = PHOTOMETRIC_MINISBLACK, .packing = COMPRESSION_LZW},
        {.bits = 8, .meaning = PHOTOMETRIC_MINISWHITE},
        {.bits = 4, .meaning = PHOTOMETRIC_MINISBLACK},
        {.bits = 8, .samples = 3, .meaning = PHOTOMETRIC_RGB, .packing = COMPRESSION_ADOBE_DEFLATE},
        {.bits = 8, .samples = 3, .meaning = PHOTOMETRIC_YCBCR, .packing = COMPRESSION_JPEG},
        {.bits = 16, .samples = 3, .meaning = PHOTOMETRIC_RGB},
    };
    for (const Scan& scan : scans)
        EXPECT_EQ(quarters(pdf_of({scan})), "X...")
            << scan.bits << " " << scan.meaning << " " << scan.packing;
}

TEST_F(TiffPages, AllPagesInTheirOrderAndNoPreviews)
{
    Scan dark{.packing = COMPRESSION_CCITTFAX4};
    Scan preview{.width = 40, .height = 60, .kind = FILETYPE_REDUCEDIMAGE};
    Scan lying{.width = 600, .height = 400, .bits = 8, .meaning = PHOTOMETRIC_MINISBLACK};
    const std::string pdf = pdf_of({dark, preview, dark, lying});
    EXPECT_EQ(pages_of(pdf), 3);
    EXPECT_EQ(quarters(pdf, 2), "X...");
    EXPECT_EQ(quarters(pdf, 3), "X...");
    // In the other order of bytes, and as a BigTIFF.
    for (const char* mode : {"wb", "wl", "w8"}) {
        const auto other = tiff_pages(tiff({dark, dark}, mode), {});
        ASSERT_TRUE(other) << mode;
        EXPECT_EQ(pages_of(*other), 2) << mode;
    }
    // What a scanner's driver says of how the paper lay.
    for (const auto& [orientation, seen] :
         {std::pair(ORIENTATION_BOTRIGHT, "...X"), std::pair(ORIENTATION_RIGHTTOP, ".X.."),
          std::pair(ORIENTATION_LEFTBOT, "..X."), std::pair(ORIENTATION_TOPRIGHT, ".X..")})
        for (const std::uint16_t bits : {std::uint16_t{1}, std::uint16_t{8}}) {
            Scan turned{.bits = bits,
                        .meaning = PHOTOMETRIC_MINISBLACK,
                        .orientation = static_cast<std::uint16_t>(orientation)};
            EXPECT_EQ(quarters(pdf_of({turned})), seen) << orientation << " " << bits;
        }
}

TEST_F(TiffPages, IsWhatAScanBecomes)
{
    const auto pdf = picture_page(tiff({{.packing = COMPRESSION_CCITTFAX4}}), "image/tiff", {.title = "Đơn"});
    ASSERT_TRUE(pdf);
    EXPECT_TRUE(pdf->starts_with("%PDF-"));
    EXPECT_EQ(pages_of(*pdf), 1);
}

TEST_F(TiffPages, TheSameBytesEachTime)
{
    const std::string scan = tiff({{.packing = COMPRESSION_LZW}});
    EXPECT_EQ(*tiff_pages(scan, {.title = "a"}), *tiff_pages(scan, {.title = "a"}));
}

void refused(const std::string& tiff, const std::string& words)
{
    const auto pdf = tiff_pages(tiff, {});
    ASSERT_FALSE(pdf) << words;
    EXPECT_EQ(pdf.error().fault, base::Fault::invalid);
    EXPECT_EQ(pdf.error().field, "file");
    EXPECT_NE(pdf.error().message.str().find(words), std::string::npos) << pdf.error().message;
}

void set_number(std::string& bytes, std::size_t at, std::uint32_t value)
{
    for (int i = 0; i < 4; ++i) bytes[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i));
}
std::uint32_t number_at(const std::string& bytes, std::size_t at)
{
    std::uint32_t out = 0;
    for (int i = 3; i >= 0; --i)
        out = out << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return out;
}

TEST_F(TiffPages, WhatIsMoreThanItMayBeIsToldSo)
{
    refused(tiff(std::vector<Scan>(201, {.width = 8, .height = 8})), "200 trang");
    EXPECT_EQ(pages_of(*tiff_pages(tiff(std::vector<Scan>(200, {.width = 8, .height = 8})), {})), 200);
    // A few bytes that say they are a wall: the entry of the width is the second of the directory's, its value at 8 behind its begin.
    std::string wall = tiff({{.width = 16, .height = 16, .packing = COMPRESSION_CCITTFAX4}}, "wl");
    const std::size_t directory = number_at(wall, 4);
    for (std::size_t at = directory + 2; at + 12 < wall.size(); at += 12) {
        const std::uint32_t tag = number_at(wall, at) & 0xffff;
        if (tag != TIFFTAG_IMAGEWIDTH && tag != TIFFTAG_IMAGELENGTH) continue;
        wall[at + 2] = 4;  // a long number
        set_number(wall, at + 8, 60'000);
    }
    refused(wall, "40 triệu điểm ảnh");
    refused(std::string(101U << 20, 'x'), "100 MB");
}

TEST_F(TiffPages, WhatIsBrokenIsRefusedWhereverItBreaks)
{
    for (const char* bytes : {"", "II*", "II*\0\0\0\0\0", "MM\0*", "%PDF-1.4", "GIF89a"})
        refused(bytes, "không đọc được");
    const std::string whole =
        tiff({{.packing = COMPRESSION_LZW}, {.bits = 8, .meaning = PHOTOMETRIC_MINISBLACK}});
    // Cut off, it is refused or it is less, and nothing falls.
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 40) {
        const auto part = tiff_pages(whole.substr(0, size), {});
        EXPECT_TRUE(!part || pages_of(*part) == 1) << size;
    }
    // Bytes that were changed: a PDF that can be read, or a refusal.
    std::uint32_t dice = 20261120;
    for (int i = 0; i < 60; ++i) {
        std::string spoiled = whole;
        for (int j = 0; j < 8; ++j) {
            dice = dice * 1664525 + 1013904223;
            spoiled[dice % spoiled.size()] = static_cast<char>(dice >> 24);
        }
        const auto got = tiff_pages(spoiled, {});
        EXPECT_TRUE(!got || pages_of(*got) >= 1) << i;
    }
}

TEST_F(TiffPages, ADirectoryThatLeadsToItselfHasAnEnd)
{
    std::string loop = tiff({{.width = 8, .height = 8}}, "wl");
    const std::size_t directory = number_at(loop, 4);
    const std::size_t entries = number_at(loop, directory) & 0xffff;
    set_number(loop, directory + 2 + entries * 12, static_cast<std::uint32_t>(directory));
    const auto got = tiff_pages(loop, {});
    EXPECT_TRUE(!got || pages_of(*got) == 1);
}

}  // namespace
}  // namespace lt::print
