// The way of a document: prepared, signed by the leader, numbered and sealed by the agency. Judged by pdfsig, openssl and qpdf.
#include "kit/pdf/signing_testing.h"

namespace lt::pdf {
namespace {

class SigningFlow : public SigningTest {
protected:
    static Form form()
    {
        return {
            .texts = {{"so", {1, 100, 700, 140, 718}},
                      {"ngay", {1, 300, 700, 325, 718}},
                      {"thang", {1, 340, 700, 365, 718}},
                      {"nam", {1, 380, 700, 415, 718}}},
            .signatures = {{"ky_lanhdao", {1, 350, 150, 500, 250}}, {"ky_coquan", {1, 300, 150, 400, 250}}},
            .font = kTestFont};
    }
    std::string issued(const std::string& source)
    {
        const auto prepared = prepare(open(source), form());
        EXPECT_TRUE(prepared) << prepared.error().message;
        EXPECT_TRUE(judged_good(*prepared)) << read(folder_ / "judged.pdf.words");
        certified_ = sign(*prepared, people_->leader,
                          {.field = "ky_lanhdao", .certify = true, .picture = &signature_});
        return sign(certified_, people_->agency,
                    {.field = "ky_coquan",
                     .texts = {{"so", "1234"}, {"ngay", "20"}, {"thang", "11"}, {"nam", "2026"}},
                     .picture = &seal_});
    }
    std::string certified_{};
};

TEST_F(SigningFlow, both_signatures_hold_after_the_number_was_put_in)
{
    for (const std::string& source :
         {plain(), made_by_qpdf("--object-streams=generate"), made_by_qpdf("--linearize")}) {
        const std::string bytes = issued(source);
        EXPECT_TRUE(bytes.starts_with(certified_)) << "what the leader signed stays byte for byte";
        EXPECT_TRUE(judged_good(bytes)) << read(folder_ / "judged.pdf.words");
        const std::string words = pdfsig(bytes);
        EXPECT_EQ(count(words, "Signature is Valid"), 2U) << words;
        EXPECT_EQ(count(words, "Signature Type: ETSI.CAdES.detached"), 2U) << words;
        EXPECT_NE(words.find("Nguyễn Văn Đức"), std::string::npos) << words;
        EXPECT_TRUE(openssl_agrees(bytes, 0));
        EXPECT_TRUE(openssl_agrees(bytes, 1));
        const std::string text = text_of(bytes);
        for (const char* part : {"1234", "20", "11", "2026"})
            EXPECT_NE(text.find(part), std::string::npos) << text;
    }
}

TEST_F(SigningFlow, a_changed_byte_is_seen)
{
    std::string bytes = issued(plain());
    bytes[bytes.find("Cong hoa")] = 'D';
    EXPECT_TRUE(judged_good(bytes));
    EXPECT_EQ(count(pdfsig(bytes), "Signature is Valid"), 0U);
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
    EXPECT_EQ(refusal(certified_, {.field = "ky_coquan", .texts = {{"so", "12345678901234567890"}}}),
              "“12345678901234567890” dài hơn chỗ để trống trong văn bản.");
    EXPECT_EQ(refusal(certified_, {.field = "ky_coquan", .texts = {{"so", "漢"}}}),
              "Phông chữ của tệp không có đủ chữ để ghi “漢”.");
    EXPECT_NE(refusal(certified_, {.field = "ky_coquan", .texts = {{"khong_co", "1"}}}), "");
    EXPECT_NE(refusal(certified_, {.field = "ky_coquan", .certify = true}), "")
        << "one certifies, and only one";
    auto open = begin_signature(*File::open(certified_), {.field = "ky_coquan", .at = kTestNow, .room = 100});
    ASSERT_TRUE(open);
    EXPECT_FALSE(complete(std::move(*open), std::string(101, 'x')));
}

}  // namespace
}  // namespace lt::pdf
