// A document at every state of its way, from files of every kind and with both kinds of keys. Judged by pdfsig, openssl and qpdf here, and
// kept in build/test/signed for the validators of tests/conformance.
#include "kit/pdf/signing_testing.h"
#include "kit/pdf/verify/verify.h"

namespace lt::pdf {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class States : public SigningTest {
protected:
    States() { fs::create_directories(kKept); }
    static constexpr const char* kKept = "build/test/signed";

    void keep(const std::string& name, const std::string& bytes)
    {
        EXPECT_TRUE(judged_good(bytes)) << name << read(folder_ / "judged.pdf.words");
        std::ofstream(fs::path(kKept) / (name + ".pdf"), std::ios::binary) << bytes;
    }
    // The whole way; every step is kept.
    void walk(const std::string& name, const std::string& source)
    {
        const Signatory signatory{.name = "Nguyễn Văn Đức", .titles = {"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}};
        const auto places = find_places(open(source), signatory);
        ASSERT_TRUE(places) << places.error().message;
        const auto prepared = prepare(open(source), form_of(*places, kTestFont, kTestItalic));
        ASSERT_TRUE(prepared) << prepared.error().message;
        keep(name + "-1-prepared", *prepared);
        const std::string certified =
            sign(*prepared, people_->leader, {.field = "ky_lanhdao", .certify = true, .picture = &signature_},
                 Stamp::signature);
        keep(name + "-2-certified", certified);
        auto texts = number_and_date(1234, base::Day(std::chrono::year(2026) / 11 / 20));
        std::erase_if(texts, [&](const auto& text) {
            const auto open_now = open_fields(open(certified));
            return std::find(open_now.begin(), open_now.end(), text.first) == open_now.end();
        });
        const std::string issued =
            sign(certified, people_->agency,
                 {.field = "ky_coquan", .texts = texts, .at = kTestNow + 10min, .picture = &seal_},
                 Stamp::signature);
        EXPECT_TRUE(issued.starts_with(certified)) << "what the leader signed stays byte for byte";
        keep(name + "-3-issued", issued);
        EXPECT_EQ(open_fields(open(issued)), std::vector<std::string>{});
        const auto lasting = add_validation_data(open(issued), people_->proofs(kTestNow + 20min));
        ASSERT_TRUE(lasting) << lasting.error().message;
        keep(name + "-4-with-proofs", *lasting);
        const std::string archived = stamped(*lasting, kTestNow + 21min);
        keep(name + "-5-archived", archived);
        const auto more = add_validation_data(open(archived), people_->proofs(kTestNow + 240h));
        ASSERT_TRUE(more);
        const std::string renewed = stamped(*more, kTestNow + 240h + 1min);
        keep(name + "-6-renewed", renewed);

        expect_form_filling(issued, kTestNow + 12min,
                            crypto::Indication::indeterminate);  // nothing proves it yet
        expect_form_filling(*lasting, kTestNow + 22min, crypto::Indication::passed);
        expect_form_filling(archived, kTestNow + 22min, crypto::Indication::passed);
        expect_form_filling(renewed, kTestNow + 241h, crypto::Indication::passed);

        const std::string words = pdfsig(renewed);
        EXPECT_EQ(count(words, "Signature is Valid"), 2U) << words;
        EXPECT_TRUE(openssl_agrees(renewed, 0)) << read(folder_ / "openssl.words");
        EXPECT_TRUE(openssl_agrees(renewed, 1)) << read(folder_ / "openssl.words");
        EXPECT_TRUE(openssl_agrees_with_timestamp(renewed, 2)) << read(folder_ / "openssl.words");
        EXPECT_TRUE(openssl_agrees_with_timestamp(renewed, 3)) << read(folder_ / "openssl.words");
        const std::string text = text_of(renewed);
        EXPECT_NE(text.find("1234"), std::string::npos) << text;
    }
    // Our own validator says the same as the others.
    Report judged(const std::string& bytes, base::Time at) const
    {
        const crypto::TrustStore trust({{.certificate = people_->root.certificate,
                                         .scope = "government",
                                         .from = kTestNow - 24h,
                                         .until = kTestNow + 24h * 365,
                                         .basis = "test"}},
                                       crypto::AlgorithmPolicy());
        const auto report = verify(bytes, {.trust = trust, .now = at});
        EXPECT_TRUE(report);
        return *report;
    }
    void expect_form_filling(const std::string& bytes, base::Time at, crypto::Indication indication) const
    {
        const Report report = judged(bytes, at);
        EXPECT_EQ(report.indication, indication) << to_json(report);
        ASSERT_EQ(report.signatures.size(), 2U) << to_json(report);
        EXPECT_EQ(report.signatures[0].modifications, Change::form_filling) << to_json(report);
        EXPECT_EQ(report.signatures[1].modifications, Change::none) << to_json(report);
        for (const SignatureReport& signature : report.signatures) {
            EXPECT_TRUE(signature.permitted) << signature.reason;
            EXPECT_TRUE(signature.verdict.intact);
        }
    }
    void keep_root(const std::string& name)
    {
        std::ofstream(fs::path(kKept) / name, std::ios::binary) << people_->root.certificate.pem();
    }
};

TEST_F(States, classic_file_and_rsa)
{
    walk("classic-rsa", draw_letter({}));
    keep_root("root.pem");
}

TEST_F(States, cross_reference_stream_and_rsa)
{
    walk("xref-stream-rsa", made_by_qpdf("--object-streams=generate", draw_letter({})));
    keep_root("root.pem");
}

TEST_F(States, classic_file_and_p256)
{
    people_ = &TestPeople::of(crypto::KeyKind::elliptic_curve);
    walk("classic-p256", draw_letter({}));
    keep_root("root-p256.pem");
}

TEST_F(States, cross_reference_stream_and_p256)
{
    people_ = &TestPeople::of(crypto::KeyKind::elliptic_curve);
    walk("xref-stream-p256", made_by_qpdf("--object-streams=generate", draw_letter({})));
    keep_root("root-p256.pem");
}

TEST_F(States, linearised_and_hybrid_file)
{
    walk("linearised-rsa", made_by_qpdf("--linearize", draw_letter({})));
    walk("linearised-stream-rsa", made_by_qpdf("--linearize --object-streams=generate", draw_letter({})));
    walk("hybrid-rsa", hybrid());
    keep_root("root.pem");
}

// Chromium writes PDF 1.4 without /ID, and is what many web offices print with.
TEST_F(States, file_made_by_chromium)
{
    const std::string page = write(
        "letter.html",
        "<!doctype html><meta charset=utf8><style>@page{size:A4;margin:20mm 15mm 20mm 30mm} body{font:14pt Tinos}"
        "td{vertical-align:top;text-align:center;width:50%}</style><table width=100%><tr><td>UBND TỈNH BẮC NINH"
        "<br><b>SỞ NỘI VỤ</b><br>Số: ......../SNV-VP<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br>"
        "<i>Bắc Ninh, ngày …… tháng …… năm 2026</i></table><p>Đồng chí Nguyễn Văn Đức chịu trách nhiệm.</p>"
        "<table width=100%><tr><td><i>Nơi nhận:</i><td><b>KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH<br><br><br><br><br>"
        "Nguyễn Văn Đức</b></table>");
    const std::string out = (folder_ / "chromium.pdf").string();
    ASSERT_EQ(std::system(("chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer "
                           "--user-data-dir=" +
                           (folder_ / "chromium").string() + " --print-to-pdf=" + out + " " + page +
                           " >/dev/null 2>&1")
                              .c_str()),
              0);
    const std::string source = read(out);
    const auto places =
        find_places(open(source), {.name = "Nguyễn Văn Đức", .titles = {"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}});
    ASSERT_TRUE(places);
    for (const auto* place : {&places->number, &places->day, &places->month}) {
        ASSERT_TRUE(*place);
        EXPECT_EQ((*place)->certainty, Certainty::found);
        EXPECT_EQ((*place)->size, 14);
    }
    EXPECT_EQ(places->leader.certainty, Certainty::found);
    walk("chromium-rsa", source);
    keep_root("root.pem");
}

TEST_F(States, annex_and_copy)
{
    for (const bool has_streams : {false, true}) {
        const std::string source =
            has_streams ? made_by_qpdf("--object-streams=generate", draw_letter({})) : draw_letter({});
        const std::string kind = has_streams ? "xref-stream-rsa" : "classic-rsa";
        const std::string annex =
            finish(begin_text_signature(
                       open(source),
                       {.lines = annex_lines("05/QĐ-UBND", kTestNow), .font = kTestFont, .at = kTestNow}),
                   people_->agency, Stamp::signature, kTestNow);
        keep(kind + "-annex", annex);
        const std::string copy = finish(
            begin_text_signature(open(source),
                                 {.lines = copy_lines("SAO Y", "ỦY BAN NHÂN DÂN PHƯỜNG KINH BẮC", kTestNow),
                                  .font = kTestFont,
                                  .at = kTestNow}),
            people_->agency, Stamp::signature, kTestNow);
        keep(kind + "-copy", copy);
        for (const std::string& one : {annex, copy}) {
            EXPECT_EQ(count(pdfsig(one), "Signature is Valid"), 1U);
            EXPECT_EQ(count(pdfsig(one), "Total document signed"), 1U);
            EXPECT_TRUE(openssl_agrees(one, 0));
            EXPECT_NE(text_of(one).find("Thời gian ký: 20/11/2026 09:00:00 +07:00"), std::string::npos);
        }
        EXPECT_NE(text_of(annex).find("Số: 05/QĐ-UBND"), std::string::npos);
        EXPECT_NE(text_of(copy).find("ỦY BAN NHÂN DÂN PHƯỜNG KINH BẮC"), std::string::npos);
    }
}

}  // namespace
}  // namespace lt::pdf
