// For the tests of attacks: what is expected of a forged file, and ways to write one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kit/pdf/verify/verify_testing.h"

namespace lt::pdf {

class AttackTest : public VerifyTest {
protected:
    // The leader's signature stays genuine; the document is not his any more.
    void expect_seen(const std::string& bytes, const char* what)
    {
        const Report report = judged(bytes);
        EXPECT_EQ(report.indication, crypto::Indication::failed) << what;
        ASSERT_FALSE(report.signatures.empty()) << what;
        const SignatureReport& leader = report.signatures[0];
        EXPECT_TRUE(leader.verdict.intact) << what;
        EXPECT_TRUE(leader.verdict.cryptographically_valid) << what;
        EXPECT_FALSE(leader.permitted) << what;
        EXPECT_EQ(leader.verdict.sub, crypto::SubIndication::format_failure) << what;
        EXPECT_NE(leader.reason, "") << what;
    }
    void expect_undefined(const std::string& bytes, const char* what)
    {
        expect_seen(bytes, what);
        EXPECT_EQ(judged(bytes).signatures[0].modifications, Change::undefined) << what;
    }
    static QPDFObjectHandle first_page(QPDF& objects) { return objects.getAllPages().at(0); }
    static Write change(const std::string& name, const std::map<std::string, std::string>& keys)
    {
        return [=](Update& update, QPDF& objects) {
            QPDFObjectHandle one = field(objects, name);
            update.set(ref_of(one), with(one, keys));
        };
    }
    static Write change_root(const std::map<std::string, std::string>& keys)
    {
        return [=](Update& update, QPDF& objects) {
            update.set(ref_of(objects.getRoot()), with(objects.getRoot(), keys));
        };
    }
    static Write change_form(const std::map<std::string, std::string>& keys)
    {
        return [=](Update& update, QPDF& objects) {
            QPDFObjectHandle form = objects.getRoot().getKey("/AcroForm");
            update.set(ref_of(form), with(form, keys));
        };
    }
    static Write annotate(const std::string& body)
    {
        return [=](Update& update, QPDF& objects) {
            QPDFObjectHandle list = first_page(objects).getKey("/Annots");
            std::string all = "[";
            for (int i = 0; i < list.getArrayNItems(); ++i) all += list.getArrayItem(i).unparse() + " ";
            update.set(ref_of(list), all + to_text(update.add(body)) + "]");
        };
    }

    // An update as an attacker writes it, byte by byte: its entries may lie.
    class Forgery {
    public:
        explicit Forgery(std::string base) : bytes(std::move(base)), previous(last_startxref(bytes))
        {
            if (bytes.back() != '\n') bytes += '\n';
            begin = bytes.size();
        }
        Forgery& write(int number, const std::string& body, int generation = 0)
        {
            entries[number] = line(bytes.size(), 0, 'n');
            return hide(number, body, generation);
        }
        // Without an entry.
        Forgery& hide(int number, const std::string& body, int generation = 0)
        {
            return raw(std::to_string(number) + " " + std::to_string(generation) + " obj\n" + body +
                       "\nendobj\n");
        }
        Forgery& raw(const std::string& text)
        {
            bytes += text;
            return *this;
        }
        Forgery& list(int number, std::size_t at, int generation = 0, char kind = 'n')
        {
            entries[number] = line(at, generation, kind);
            return *this;
        }
        std::string end(const std::string& trailer = "/Root 1 0 R", const std::string& behind = "") const
        {
            std::string out = bytes + "xref\n";
            for (const auto& [number, entry] : entries) out += std::to_string(number) + " 1\n" + entry;
            return out + "trailer\n<</Size 300/Prev " + std::to_string(previous) + trailer + ">>\n" + behind +
                   "startxref\n" + std::to_string(bytes.size()) + "\n%%EOF\n";
        }
        // With a cross-reference stream, object `own`: rows of a kind, four bytes and two.
        std::string end_with_stream(int own, const std::string& index, const std::string& rows,
                                    const std::string& entries_of = "/Root 1 0 R") const
        {
            const std::string at = std::to_string(bytes.size());
            return bytes + std::to_string(own) + " 0 obj\n" +
                   stream("/Type/XRef/W[1 4 2]/Index[" + index + "]/Size 300/Prev " +
                              std::to_string(previous) + entries_of,
                          rows) +
                   "\nendobj\nstartxref\n" + at + "\n%%EOF\n";
        }
        static std::string row(int kind, std::size_t at, int detail = 0)
        {
            std::string out(1, static_cast<char>(kind));
            for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(at >> shift & 0xff);
            return out + static_cast<char>(detail >> 8 & 0xff) + static_cast<char>(detail & 0xff);
        }
        static std::size_t last_startxref(const std::string& bytes)
        {
            return std::stoul(bytes.substr(bytes.rfind("startxref") + 10));
        }
        std::string bytes;
        std::size_t previous;
        std::size_t begin = 0;
        std::map<int, std::string> entries{};

    private:
        static std::string line(std::size_t at, int generation, char kind)
        {
            char out[24];
            std::snprintf(out, sizeof out, "%010zu %05d %c \n", at, generation, kind);
            return out;
        }
    };
    static std::string other_content() { return stream("", "BT /F1 28 Tf 72 600 Td (9999) Tj ET"); }

    // A signature over a whole file that no tool of ours would sign. The file has one hole, as unsigned_file() makes it.
    std::string signed_by_hand(std::string bytes) const
    {
        const std::size_t begin = bytes.find("/Contents<0") + 9;
        const std::size_t end = bytes.find('>', begin) + 1;
        const std::string numbers = " " + std::to_string(begin) + " " + std::to_string(end) + " " +
                                    std::to_string(bytes.size() - end);
        bytes.replace(bytes.find("/ByteRange[0") + 12, numbers.size(), numbers);
        crypto::CmsDraft draft(leader_.certificate, leader_.chain,
                               crypto::sha256(bytes.substr(0, begin) + bytes.substr(end)));
        const std::string der = draft.finish(*leader_.signer()->sign(draft.to_sign()), "");
        static constexpr std::string_view kDigits = "0123456789abcdef";
        for (std::size_t i = 0; i < der.size(); ++i) {
            bytes[begin + 1 + 2 * i] = kDigits[static_cast<unsigned char>(der[i]) >> 4U];
            bytes[begin + 2 + 2 * i] = kDigits[static_cast<unsigned char>(der[i]) & 15U];
        }
        return bytes;
    }
    // Objects 1 to 8: catalogue, pages, page, font, its content, the place for a signature, the signature, and one more.
    static std::vector<std::string> objects_to_sign(const std::string& more = "null")
    {
        return {
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[6 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 8 0 R/Annots[6 0 R]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            stream("", "BT /F1 28 Tf 72 600 Td (1234) Tj ET"),
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(S)/F 132/Rect[0 0 0 0]/P 3 0 R/V 7 0 R>>",
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0" +
                std::string(40, ' ') + "]/Contents<" + std::string(16384, '0') + ">>>",
            more};
    }
};

}  // namespace lt::pdf
