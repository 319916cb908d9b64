// For tests with signatures: keys of a leader and an agency, files to sign, and pdfsig's judgement.
#pragma once

#include <array>
#include <cstdio>
#include <fstream>

#include "documents/fixture_dbtest.h"
#include "kit/base/text.h"
#include "kit/crypto/authority.h"
#include "kit/pdf/pdf_testing.h"
#include "signing/sign.h"

namespace lt::documents {

struct PlainPdf : pdf::PdfTest {
    // Each with a content of its own.
    static std::string make() { return plain("Cong hoa xa hoi chu nghia " + base::random_hex(4)); }
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

class SignaturesTest : public DocumentsTest {
protected:
    static crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .from = kStart - std::chrono::hours(24 * 365),
                .until = kStart + std::chrono::hours(24 * 365)};
    }
    static signing::Hand hand_of(const crypto::Identity& identity)
    {
        return {.key = {.holder = signing::Holder::pkcs12,
                        .certificate = identity.certificate,
                        .chain = identity.chain},
                .signer = identity.signer()};
    }
    NewFile pdf(const std::string& name = "cong-van.pdf") { return {name, blobs.put(PlainPdf::make())}; }
    // A letter as offices write it, with what stands at its number and date.
    NewFile letter_with(const char* number, const char* date)
    {
        return {"cong-van.pdf", blobs.put(PlainPdf::saying({{90, 760, number},
                                                            {320, 760, date},
                                                            {320, 400, "CHỦ TỊCH"},
                                                            {320, 300, "Nguyễn Văn Đức"}}))};
    }
    std::string submitted(const std::vector<NewFile>& files)
    {
        const auto created =
            create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}), files);
        EXPECT_TRUE(created) << (created ? "" : created.error().message);
        EXPECT_TRUE(submit_draft(services, office.specialist, created->uid));
        return created->uid;
    }
    int version(const std::string& uid) { return document(services, office.leader, uid)->version; }
    std::string content(const std::string& uid, std::size_t file = 0)
    {
        return blobs.get(document(services, office.clerk, uid)->files.at(file).sha256, 10 << 20);
    }
    // What a program says of a file: its output with its complaints.
    std::string said(const std::string& program, const std::string& bytes, const std::string& more = "")
    {
        const std::filesystem::path file = folder / "judged.pdf";
        std::ofstream(file, std::ios::binary) << bytes;
        std::string words;
        FILE* pipe = ::popen((program + " " + file.string() + " " + more + " 2>&1").c_str(), "r");
        std::array<char, 4096> part{};
        while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe))
            words.append(part.data(), got);
        ::pclose(pipe);
        return words;
    }
    // What pdfsig says of a file's signatures.
    std::string judged(const std::string& bytes) { return said("pdfsig -nocert", bytes); }
    static std::size_t count(const std::string& text, const std::string& word)
    {
        std::size_t all = 0;
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++all;
        return all;
    }

    crypto::Identity root_ = crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority));
    crypto::Identity leader_ =
        crypto::issue(root_, wish("Nguyễn Văn Đức", crypto::CertificateUse::documents));
    crypto::Identity agency_ =
        crypto::issue(root_, wish("UBND tỉnh Bắc Ninh", crypto::CertificateUse::documents));
    signing::Hand leader_hand_ = hand_of(leader_);
    signing::Hand seal_ = hand_of(agency_);
};

}  // namespace lt::documents
