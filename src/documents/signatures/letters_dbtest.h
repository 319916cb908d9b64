// Files to sign.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/pdf/pdf_testing.h"

namespace lt::documents {

struct PlainPdf : pdf::PdfTest {
    // Each with a content of its own. No place is found in its text.
    static std::string make() { return plain("Cong hoa xa hoi chu nghia " + base::random_hex(4)); }
    // As offices write it, signed by the fixture's leader. What stands at its number and date is left blank, unless given.
    static std::string letter(const char* number = "Số:          /UBND-VX",
                              const char* date = "Bắc Ninh, ngày      tháng      năm 2026")
    {
        const std::string about = "V/v " + base::random_hex(4);
        return saying({{90, 760, number},
                       {320, 760, date},
                       {90, 700, about.c_str()},
                       {320, 400, "CHỦ TỊCH"},
                       {320, 300, "Người 12"}});
    }
    // One page with these words, each {left, up from below, text}.
    struct Line {
        int left = 0;
        int up = 0;
        const char* text = "";
    };
    static std::string saying(const std::vector<Line>& lines)
    {
        std::u32string others;  // letters that are not in ASCII have codes of their own, told by /ToUnicode
        std::string content;
        for (const Line& line : lines) {
            content += "BT /F1 13 Tf " + std::to_string(line.left) + " " + std::to_string(line.up) + " Td <";
            for (const char32_t letter : base::code_points(line.text)) {
                std::size_t code = letter;
                if (letter > 0x7e) {
                    code = 0x80 + std::min(others.find(letter), others.size());
                    if (code == 0x80 + others.size()) others += letter;
                }
                content += hexadecimal(code, 2);
            }
            content += "> Tj ET\n";
        }
        std::string map =
            "/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def\n1 begincodespacerange <00> <FF> "
            "endcodespacerange\n1 beginbfrange <20> <7E> <0020> endbfrange\n";
        for (std::size_t i = 0; i < others.size(); ++i)
            map += "1 beginbfchar <" + hexadecimal(0x80 + i, 2) + "> <" + hexadecimal(others[i], 4) +
                   "> endbfchar\n";
        map += "endcmap end";
        const auto stream = [](const std::string& body) {
            return "<</Length " + std::to_string(body.size()) + ">>\nstream\n" + body + "\nendstream";
        };
        return with_table(
            {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
             stream(content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
             stream(map)});
    }
    static std::string hexadecimal(std::size_t value, int digits)
    {
        char text[9];
        std::snprintf(text, sizeof text, "%0*zX", digits, value);
        return text;
    }
    void TestBody() override {}
};

}  // namespace lt::documents
