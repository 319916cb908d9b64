#include "kit/text/scan.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

#include "kit/text/child.h"

namespace lt::text {
namespace {

constexpr double kPointsOfInch = 72;
constexpr double kMillimetres = 25.4;
constexpr double kCovered = 0.9;  // of the page or, where pictures cover less, of what they cover

base::Result<std::string> ask(std::string_view pdf, const char* const* argv, const Limits& limits)
{
    const ByteReader reader = [&pdf](std::span<std::byte> buffer) {
        const std::size_t size = pdf.copy(reinterpret_cast<char*>(buffer.data()), buffer.size());
        pdf.remove_prefix(size);
        return size;
    };
    Harvest got = run_program(argv, reader, limits);
    if (got.is_missing) throw std::runtime_error("poppler-utils is not installed");
    if (!got.is_complete || got.output.size() >= limits.text)
        return base::invalid("file", "Không đọc được các trang của tệp PDF.");
    return std::move(got.output);
}

// "PDF version:     1.4" and, for each page, "Page    1 size:  595.28 x 841.89 pts (A4)".
Scan read_pages(const std::string& info)
{
    Scan scan;
    std::istringstream lines(info);
    for (std::string line; std::getline(lines, line);) {
        int major = 0;
        int minor = 0;
        int page = 0;
        double width = 0;
        double height = 0;
        if (std::sscanf(line.c_str(), "PDF version: %d.%d", &major, &minor) == 2)
            scan.version = major * 10 + minor;
        else if (std::sscanf(line.c_str(), "Page %d size: %lf x %lf pts", &page, &width, &height) == 3)
            scan.pages.push_back({.width = width * kMillimetres / kPointsOfInch,
                                  .height = height * kMillimetres / kPointsOfInch});
    }
    return scan;
}

struct Picture {
    double area = 0;  // on the page, square inches
    int dpi = 0;
    bool in_colour = false;
};

// A line of `pdfimages -list`: page, number, type, width, height, colour, components, bits, encoding, interpolation, object (two words,
// or one in brackets), x-ppi, y-ppi.
void read_picture(const std::string& line, std::map<int, std::vector<Picture>>& pictures)
{
    std::istringstream words(line);
    int page = 0;
    int number = 0;
    int components = 0;
    int bits = 0;
    double width = 0;
    double height = 0;
    double across = 0;
    double down = 0;
    std::string type;
    std::string colour;
    std::string encoding;
    std::string interpolated;
    std::string object;
    if (!(words >> page >> number >> type >> width >> height >> colour >> components >> bits >> encoding >>
          interpolated >> object))
        return;
    std::string generation;
    if (!object.starts_with('[')) words >> generation;
    if (!(words >> across >> down) || across <= 0 || down <= 0) return;
    // Masks only cut out other pictures; a stencil is drawn, in one colour.
    if (type != "image" && type != "stencil") return;
    pictures[page].push_back(
        {.area = (width / across) * (height / down),
         .dpi = static_cast<int>(std::min(across, down)),
         .in_colour = type == "image" && bits > 1 && (components >= 3 || colour == "index")});
}

// Scanners lay a fine stencil with the letters over a coarse picture of the paper, or cut the page into strips: the finest pictures that
// together cover the page count.
void judge(PageScan& page, std::vector<Picture> pictures)
{
    const double paper = page.width * page.height / (kMillimetres * kMillimetres);
    double covered = 0;
    double coloured = 0;
    for (const Picture& picture : pictures) {
        covered += picture.area;
        coloured += picture.in_colour ? picture.area : 0;
    }
    page.is_scan = paper > 0 && covered >= paper / 2;
    if (!page.is_scan) return;
    const double wanted = kCovered * std::min(paper, covered);
    page.in_colour = coloured >= wanted;
    std::sort(pictures.begin(), pictures.end(),
              [](const Picture& a, const Picture& b) { return a.dpi > b.dpi; });
    double so_far = 0;
    for (const Picture& picture : pictures) {
        if (so_far >= wanted) break;
        so_far += picture.area;
        page.dpi = picture.dpi;
    }
}

}  // namespace

base::Result<Scan> measure_scan(std::string_view pdf, const Limits& limits)
{
    const char* const info[] = {"/usr/bin/pdfinfo", "-f", "1", "-l", "100000", "-", nullptr};
    const auto pages = ask(pdf, info, limits);
    if (!pages) return pages.error();
    const char* const images[] = {"/usr/bin/pdfimages", "-list", "-", nullptr};
    const auto list = ask(pdf, images, limits);
    if (!list) return list.error();
    Scan scan = read_pages(*pages);
    std::map<int, std::vector<Picture>> pictures;
    std::istringstream lines(*list);
    for (std::string line; std::getline(lines, line);) read_picture(line, pictures);
    for (auto& [number, on_page] : pictures)
        if (number >= 1 && static_cast<std::size_t>(number) <= scan.pages.size())
            judge(scan.pages[static_cast<std::size_t>(number - 1)], std::move(on_page));
    if (scan.pages.empty()) return base::invalid("file", "Không đọc được các trang của tệp PDF.");
    return scan;
}

}  // namespace lt::text
