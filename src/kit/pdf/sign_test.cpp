// The way of a document: prepared, signed by the leader, numbered and sealed by the agency. Judged by pdfsig, openssl and qpdf.
#include "kit/pdf/sign.h"

#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/pdf/pdf_testing.h"

namespace lt::pdf {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr const char* kFont = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf";

class SigningFlow : public PdfTest {
protected:
    static crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = crypto::KeyKind::rsa,
                .from = kNow - std::chrono::hours(24 * 365),
                .until = kNow + std::chrono::hours(24 * 365)};
    }
    static Form form()
    {
        return {
            .texts = {{"so", {1, 100, 700, 140, 718}},
                      {"ngay", {1, 300, 700, 325, 718}},
                      {"thang", {1, 340, 700, 365, 718}},
                      {"nam", {1, 380, 700, 415, 718}}},
            .signatures = {{"ky_lanhdao", {1, 350, 150, 500, 250}}, {"ky_coquan", {1, 300, 150, 400, 250}}},
            .font = kFont};
    }
    static std::string sign(const std::string& bytes, const crypto::Identity& who, Signing signing)
    {
        signing.at = kNow;
        const auto file = File::open(bytes);
        EXPECT_TRUE(file) << file.error().message;
        auto open = begin_signature(*file, signing);
        if (!open) {
            ADD_FAILURE() << open.error().message;
            return {};
        }
        crypto::CmsDraft draft(who.certificate, who.chain, open->digest);
        const std::string cms = draft.finish(*who.signer()->sign(draft.to_sign()));
        const auto done = complete(std::move(*open), cms);
        EXPECT_TRUE(done);
        return *done;
    }
    std::string issued(const std::string& source)
    {
        const auto prepared = prepare(*File::open(source), form());
        EXPECT_TRUE(prepared) << prepared.error().message;
        EXPECT_TRUE(judged_good(*prepared)) << read(folder_ / "judged.pdf.words");
        certified_ = sign(*prepared, leader_, {.field = "ky_lanhdao", .certify = true});
        return sign(certified_, agency_,
                    {.field = "ky_coquan",
                     .texts = {{"so", "1234"}, {"ngay", "20"}, {"thang", "11"}, {"nam", "2026"}}});
    }
    std::string words_of(const std::string& command)
    {
        const fs::path out = folder_ / "words";
        std::ignore = std::system((command + " >" + out.string() + " 2>&1").c_str());
        return read(out);
    }
    static std::size_t count(const std::string& text, const std::string& word)
    {
        std::size_t all = 0;
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++all;
        return all;
    }
    // What a signature covers and the signature itself, by the n-th /ByteRange, as openssl wants them.
    bool openssl_agrees(const std::string& bytes, int which)
    {
        std::size_t at = 0;
        for (int i = 0; i <= which; ++i) at = bytes.find("/ByteRange[", at) + 11;
        std::size_t a = 0;
        std::size_t b = 0;
        std::size_t c = 0;
        std::size_t d = 0;
        if (std::sscanf(bytes.c_str() + at, "%zu %zu %zu %zu", &a, &b, &c, &d) != 4) return false;
        std::string cms;
        for (std::size_t i = b + 1; i + 2 < c; i += 2)
            cms += static_cast<char>(std::stoi(bytes.substr(i, 2), nullptr, 16));
        std::ofstream(folder_ / "cms", std::ios::binary) << cms;
        std::ofstream(folder_ / "content", std::ios::binary) << bytes.substr(a, b) << bytes.substr(c, d);
        std::ofstream(folder_ / "root.pem", std::ios::binary) << root_.certificate.pem();
        const std::string f = folder_.string() + "/";
        return std::system(("openssl cms -verify -cades -binary -purpose any -inform DER -in " + f +
                            "cms -content " + f + "content -CAfile " + f +
                            "root.pem -attime 1795140000 -out /dev/null 2>/dev/null")
                               .c_str()) == 0;
    }

    crypto::Identity root_ = crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority));
    crypto::Identity leader_ =
        crypto::issue(root_, wish("Nguyễn Văn Đức", crypto::CertificateUse::documents));
    crypto::Identity agency_ =
        crypto::issue(root_, wish("UBND phường Kinh Bắc", crypto::CertificateUse::documents));
    std::string certified_{};
};

TEST_F(SigningFlow, both_signatures_hold_after_the_number_was_put_in)
{
    for (const std::string& source :
         {plain(), made_by_qpdf("--object-streams=generate"), made_by_qpdf("--linearize")}) {
        const std::string bytes = issued(source);
        EXPECT_TRUE(bytes.starts_with(certified_)) << "what the leader signed stays byte for byte";
        EXPECT_TRUE(judged_good(bytes)) << read(folder_ / "judged.pdf.words");
        const std::string words = words_of("pdfsig -nocert " + (folder_ / "judged.pdf").string());
        EXPECT_EQ(count(words, "Signature is Valid"), 2U) << words;
        EXPECT_EQ(count(words, "Signature Type: ETSI.CAdES.detached"), 2U) << words;
        EXPECT_NE(words.find("Nguyễn Văn Đức"), std::string::npos) << words;
        EXPECT_TRUE(openssl_agrees(bytes, 0));
        EXPECT_TRUE(openssl_agrees(bytes, 1));
        const std::string text = words_of("pdftotext -layout " + (folder_ / "judged.pdf").string() + " -");
        for (const char* part : {"1234", "20", "11", "2026"})
            EXPECT_NE(text.find(part), std::string::npos) << text;
        // For checks with other validators.
        fs::create_directories("build/test/signed");
        std::ofstream("build/test/signed/issued.pdf", std::ios::binary) << bytes;
        std::ofstream("build/test/signed/root.pem", std::ios::binary) << root_.certificate.pem();
    }
}

TEST_F(SigningFlow, a_changed_byte_is_seen)
{
    std::string bytes = issued(plain());
    bytes[bytes.find("Cong hoa")] = 'D';
    EXPECT_TRUE(judged_good(bytes));
    EXPECT_EQ(count(words_of("pdfsig -nocert " + (folder_ / "judged.pdf").string()), "Signature is Valid"),
              0U);
    EXPECT_FALSE(openssl_agrees(bytes, 0));
}

TEST_F(SigningFlow, what_cannot_be_done_is_refused_and_said)
{
    const auto refusal = [](const std::string& bytes, const Signing& signing) {
        const auto result = begin_signature(*File::open(bytes), signing);
        return result ? std::string() : result.error().message.str();
    };
    const std::string bytes = issued(plain());
    EXPECT_NE(refusal(plain(), {.field = "ky_lanhdao"}), "") << "not prepared";
    EXPECT_NE(refusal(bytes, {.field = "ky_coquan"}), "") << "signed already";
    EXPECT_FALSE(prepare(*File::open(bytes), form())) << "prepared already";
    Form elsewhere = form();
    elsewhere.signatures[0].second.page = 2;
    EXPECT_FALSE(prepare(*File::open(plain()), elsewhere));
    EXPECT_EQ(refusal(certified_, {.field = "ky_coquan", .texts = {{"so", "123456789"}}}),
              "“123456789” dài hơn chỗ để trống trong văn bản.");
    EXPECT_EQ(refusal(certified_, {.field = "ky_coquan", .texts = {{"so", "漢"}}}),
              "Phông chữ của tệp không có đủ chữ để ghi “漢”.");
    EXPECT_NE(refusal(certified_, {.field = "ky_coquan", .texts = {{"khong_co", "1"}}}), "");
    EXPECT_NE(refusal(certified_, {.field = "ky_coquan", .certify = true}), "")
        << "one certifies, and only one";
    auto open = begin_signature(*File::open(certified_), {.field = "ky_coquan", .at = kNow, .room = 100});
    ASSERT_TRUE(open);
    EXPECT_FALSE(complete(std::move(*open), std::string(101, 'x')));
}

}  // namespace
}  // namespace lt::pdf
