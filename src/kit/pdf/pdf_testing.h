// For the tests of this folder: small files of every kind, and somebody else's judgement of them.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lt::pdf {

class PdfTest : public ::testing::Test {
protected:
    PdfTest()
    {
        std::filesystem::create_directories(folder_);
        std::ofstream(folder_ / "plain.pdf", std::ios::binary) << plain();
    }
    // One page of text with a classic cross-reference, as a small program writes it.
    static std::string plain()
    {
        const std::string content = "BT /F1 12 Tf 72 720 Td (Cong hoa xa hoi chu nghia Viet Nam) Tj ET";
        const std::vector<std::string> objects{
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
        std::string out = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
        std::string table = "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
        for (std::size_t i = 0; i < objects.size(); ++i) {
            char entry[24];
            std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", out.size());
            table += entry;
            out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
        }
        const std::string at = std::to_string(out.size());
        return out + table + "trailer\n<</Size " + std::to_string(objects.size() + 1) +
               "/Root 1 0 R>>\nstartxref\n" + at + "\n%%EOF";
    }
    std::string made_by_qpdf(const std::string& options)
    {
        const std::string out = (folder_ / "made.pdf").string();
        EXPECT_EQ(
            std::system(("qpdf " + options + " " + (folder_ / "plain.pdf").string() + " " + out).c_str()), 0);
        return read(out);
    }
    static std::string read(const std::filesystem::path& file)
    {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    bool judged_good(const std::string& bytes)
    {
        const std::string file = (folder_ / "judged.pdf").string();
        std::ofstream(file, std::ios::binary) << bytes;
        return std::system(("qpdf --check --warning-exit-0 " + file + " >" + file +
                            ".words 2>&1 && ! grep -q WARNING " + file + ".words")
                               .c_str()) == 0;
    }

    std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) / "lt-pdf";
};

}  // namespace lt::pdf
