// Scans for tests: pages of A4, each with a white picture, written by hand.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace lt::text::testing {

struct ScanPage {
    int dpi = 200;
    bool in_colour = true;
    int strips = 1;   // the page is cut into so many pictures
    int letters = 0;  // dpi of a stencil with the letters over the picture; 0: none
    double part = 1;  // of the page's width and height that the picture takes
};

inline std::string picture_object(const ScanPage& page, double width, double height, bool stencil)
{
    const int dpi = stencil ? page.letters : page.dpi;
    const int across = static_cast<int>(std::ceil(width / 72 * dpi));
    const int down = static_cast<int>(std::ceil(height / 72 * dpi));
    const std::size_t bytes = stencil ? std::size_t((across + 7) / 8) * std::size_t(down)
                                      : std::size_t(across) * std::size_t(down) * (page.in_colour ? 3 : 1);
    // RunLengthDecode (ISO 32000-1, 7.4.5): (257 - n) and a byte are n of that byte; 128 is the end.
    std::string data;
    for (std::size_t left = bytes; left > 1;) {
        std::size_t run = left > 128 ? 128 : left;
        if (left - run == 1) --run;
        data += static_cast<char>(257 - run);
        data += '\xff';
        left -= run;
    }
    data += '\x80';
    return "<</Type/XObject/Subtype/Image/Width " + std::to_string(across) + "/Height " +
           std::to_string(down) +
           (stencil
                ? "/ImageMask true/BitsPerComponent 1"
                : std::string("/BitsPerComponent 8/ColorSpace/Device") + (page.in_colour ? "RGB" : "Gray")) +
           "/Filter/RunLengthDecode/Length " + std::to_string(data.size()) + ">>\nstream\n" + data +
           "\nendstream";
}

inline std::string make_scan(const std::vector<ScanPage>& pages, const std::string& version = "1.4")
{
    constexpr double kWidth = 595.276;  // 210 mm
    constexpr double kHeight = 841.89;
    std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R>>", ""};
    std::string kids;
    for (const ScanPage& page : pages) {
        const double width = kWidth * page.part;
        const double height = kHeight * page.part / page.strips;
        std::string content;
        std::string names;
        const auto draw = [&](double tall, double from, bool stencil) {
            objects.push_back(picture_object(page, width, tall, stencil));
            const std::string name = "/P" + std::to_string(objects.size());
            names += name + " " + std::to_string(objects.size()) + " 0 R";
            content += "q " + std::to_string(width) + " 0 0 " + std::to_string(tall) + " 0 " +
                       std::to_string(from) + " cm " + name + " Do Q ";
        };
        for (int i = 0; i < page.strips; ++i) draw(height, height * i, false);
        if (page.letters > 0) draw(kHeight * page.part, 0, true);
        objects.push_back("<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content +
                          "\nendstream");
        objects.push_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Resources<</XObject<<" +
                          names + ">>>>/Contents " + std::to_string(objects.size()) + " 0 R>>");
        kids += std::to_string(objects.size()) + " 0 R ";
    }
    objects[1] = "<</Type/Pages/Count " + std::to_string(pages.size()) + "/Kids[" + kids + "]>>";
    std::string out = "%PDF-" + version + "\n%\xe2\xe3\xcf\xd3\n";
    std::string table = "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        char entry[24];
        std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", out.size());
        table += entry;
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string at = std::to_string(out.size());
    return out + table + "trailer\n<</Size " + std::to_string(objects.size() + 1) +
           "/Root 1 0 R>>\nstartxref\n" + at + "\n%%EOF\n";
}

}  // namespace lt::text::testing
