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
#include <unistd.h>

namespace lt::pdf {

class PdfTest : public ::testing::Test {
protected:
    PdfTest() { std::filesystem::create_directories(folder_); }
    ~PdfTest() override { std::filesystem::remove_all(folder_); }
    // One page of text with a classic cross-reference, as a small program writes it.
    static std::string plain(const std::string& words = "Cong hoa xa hoi chu nghia Viet Nam")
    {
        const std::string content = "BT /F1 12 Tf 72 720 Td (" + words + ") Tj ET";
        const std::vector<std::string> objects{
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
        return with_table(objects);
    }
    // An empty object is marked free. `stream_key` tells where the last object is.
    static std::string with_table(const std::vector<std::string>& objects, const std::string& stream_key = "",
                                  const std::string& trailer = "")
    {
        std::string out = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
        std::string table = "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
        std::size_t last = 0;
        for (std::size_t i = 0; i < objects.size(); ++i) {
            last = out.size();
            char entry[24];
            std::snprintf(entry, sizeof entry, "%010zu 00000 %c \n", objects[i].empty() ? 0 : last,
                          objects[i].empty() ? 'f' : 'n');
            table += entry;
            if (!objects[i].empty()) out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
        }
        const std::string at = std::to_string(out.size());
        return out + table + "trailer\n<</Size " + std::to_string(objects.size() + 1) + "/Root 1 0 R" +
               trailer + (stream_key.empty() ? "" : stream_key + std::to_string(last)) + ">>\nstartxref\n" +
               at + "\n%%EOF";
    }
    // A file for old readers and new ones: a table, and beside it a cross-reference stream with an object that only new ones see (7.5.8.4).
    static std::string hybrid()
    {
        const std::string content = "BT /F1 12 Tf 72 720 Td (Cong hoa xa hoi chu nghia Viet Nam) Tj ET";
        const std::string packed = "5 0 <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
        std::vector<std::string> objects{
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream",
            "",
            "<</Type/ObjStm/N 1/First 4/Length " + std::to_string(packed.size()) + ">>\nstream\n" + packed +
                "\nendstream",
            "<</Type/XRef/W[1 2 1]/Index[5 1]/Size 8/Length 4>>\nstream\n" + std::string("\2\0\6\0", 4) +
                "\nendstream"};
        return with_table(objects, "/XRefStm ");
    }
    std::string made_by_qpdf(const std::string& options) { return made_by_qpdf(options, plain()); }
    std::string made_by_qpdf(const std::string& options, const std::string& source)
    {
        const std::string in = (folder_ / "source.pdf").string();
        const std::string out = (folder_ / "made.pdf").string();
        std::ofstream(in, std::ios::binary) << source;
        EXPECT_EQ(std::system(("qpdf " + options + " " + in + " " + out).c_str()), 0);
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

    std::filesystem::path folder_ =
        std::filesystem::path(::testing::TempDir()) / ("lt-pdf-" + std::to_string(::getpid()));
};

}  // namespace lt::pdf
