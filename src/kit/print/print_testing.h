// For tests of printed papers: what other programs read in them. The files stay in build/test/printed to be looked at.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lt::print {

class PrintedTest : public ::testing::Test {
protected:
    PrintedTest() { std::filesystem::create_directories(folder_); }

    // Writes the file under the test's name and judges what holds for every paper: sound, and with all its fonts inside.
    void keep(const std::string& pdf, const std::string& name = "")
    {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        base_ =
            (folder_ / (std::string(test->test_suite_name()) + "-" + (name.empty() ? test->name() : name)))
                .string();
        std::ofstream(base_ + ".pdf", std::ios::binary) << pdf;
        EXPECT_EQ(status_of("qpdf --check " + base_ + ".pdf"), 0) << base_;
        std::istringstream fonts(output_of("pdffonts " + base_ + ".pdf"));
        std::string line;
        std::getline(fonts, line);
        std::getline(fonts, line);
        int count = 0;
        for (; std::getline(fonts, line); ++count)
            EXPECT_NE(line.find(" yes yes yes "), std::string::npos) << line;
        EXPECT_GT(count, 0) << base_;
    }

    // The text of the kept file as it lies on the page; runs of spaces are one, and lines begin without.
    std::string text(const std::string& options = "-layout") const
    {
        std::string out;
        for (const char c : output_of("pdftotext " + options + " " + base_ + ".pdf -")) {
            if (c == ' ' && (out.empty() || out.back() == ' ' || out.back() == '\n' || out.back() == '\f'))
                continue;
            out += c;
        }
        return out;
    }
    // The same as one line, in the order of the file: where lines end is no matter.
    std::string words() const
    {
        std::string out = text("-raw");
        for (char& c : out) c = c == '\n' || c == '\f' ? ' ' : c;
        return out;
    }
    std::string info() const { return output_of("pdfinfo " + base_ + ".pdf"); }
    int page_count() const
    {
        const std::string all = info();
        return std::atoi(all.substr(all.find("Pages:") + 6).c_str());
    }

    // What a reader of codes finds on the first page, a line a code.
    std::string codes() const
    {
        EXPECT_EQ(status_of("pdftoppm -r 150 -f 1 -l 1 -singlefile -png " + base_ + ".pdf " + base_), 0);
        return output_of("zbarimg -q --raw " + base_ + ".png");
    }

    // The first of the words that does not come after those before it; "" when all come in this order.
    static std::string out_of_order(const std::string& text, const std::vector<std::string>& words)
    {
        std::size_t at = 0;
        for (const std::string& word : words) {
            at = text.find(word, at);
            if (at == std::string::npos) return word;
            at += word.size();
        }
        return "";
    }
    static std::size_t count_of(const std::string& text, const std::string& word)
    {
        std::size_t count = 0;
        for (std::size_t at = text.find(word); at != std::string::npos;
             at = text.find(word, at + word.size()))
            ++count;
        return count;
    }

private:
    static int status_of(const std::string& command)
    {
        return std::system((command + " > /dev/null 2>&1").c_str());
    }
    static std::string output_of(const std::string& command)
    {
        std::string out;
        FILE* pipe = popen((command + " 2> /dev/null").c_str(), "r");
        if (pipe == nullptr) return out;
        char part[4096];
        while (const std::size_t size = std::fread(part, 1, sizeof part, pipe)) out.append(part, size);
        pclose(pipe);
        return out;
    }
    std::filesystem::path folder_ = "build/test/printed";
    std::string base_{};
};

}  // namespace lt::print
