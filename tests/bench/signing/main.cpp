// Measures signing of a file of 100 KB on one core: preparing, the leader's certifying signature, numbering and sealing, validation data, judging.
// Images, font and certificates are prepared once. The reference is the bare RSA-2048 signature of the same run. Times are of the
// processor, so that other work on the machine does not count.
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <stdexcept>
#include <string>

#include <png.h>

#include "kit/base/ids.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/pdf/long_term.h"
#include "kit/pdf/numbering.h"
#include "kit/pdf/places.h"
#include "kit/pdf/sign.h"
#include "kit/pdf/verify/verify.h"

namespace lt::bench {
namespace {

constexpr const char* kFont = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf";

double processor_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double per_second(const std::function<void()>& work)
{
    for (int i = 0; i < 20; ++i) work();
    const double begin = processor_seconds();
    int runs = 0;
    double passed = 0;
    do {
        work();
        ++runs;
        passed = processor_seconds() - begin;
    } while (passed < 2);
    return runs / passed;
}

// A page with 90 KB of content that no compression makes smaller.
std::string letter()
{
    std::string content = "BT /F1 12 Tf 72 720 Td (Cong van) Tj ET\n%";
    while (content.size() < 90'000) content += base::random_hex(64);
    const std::string objects[] = {
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
    std::string out = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
    std::string table = "xref\n0 6\n0000000000 65535 f \n";
    int number = 0;
    for (const std::string& object : objects) {
        char entry[24];
        std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", out.size());
        table += entry;
        out += std::to_string(++number) + " 0 obj\n" + object + "\nendobj\n";
    }
    const std::string at = std::to_string(out.size());
    return out + table + "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n" + at + "\n%%EOF\n";
}

// A thick wave on a transparent ground.
std::string image(unsigned width, unsigned height, unsigned red, unsigned blue)
{
    std::string pixels(std::size_t{4} * width * height, '\0');
    for (unsigned x = 0; x < width; ++x) {
        const double wave = std::sin(x / 30.0) * height / 3 + height / 2.0;
        for (unsigned y = 0; y < height; ++y) {
            if (std::abs(y - wave) > 5) continue;
            char* pixel = &pixels[4 * (std::size_t{y} * width + x)];
            pixel[0] = static_cast<char>(red);
            pixel[2] = static_cast<char>(blue);
            pixel[3] = static_cast<char>(255);
        }
    }
    png_image out{};
    out.version = PNG_IMAGE_VERSION;
    out.width = width;
    out.height = height;
    out.format = PNG_FORMAT_RGBA;
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&out, nullptr, &size, 0, pixels.data(), 0, nullptr);
    std::string png(size, '\0');
    if (png_image_write_to_memory(&out, png.data(), &size, 0, pixels.data(), 0, nullptr) == 0)
        throw std::runtime_error("an image can't be made");
    return png;
}

crypto::Identity identity(const crypto::Identity* issuer, const std::string& name, crypto::KeyKind kind)
{
    const base::Time now = base::SystemClock().now();
    const crypto::CertificateWish wish{.common_name = name,
                                       .use = issuer == nullptr ? crypto::CertificateUse::authority
                                                                : crypto::CertificateUse::documents,
                                       .kind = kind,
                                       .from = now - std::chrono::hours(1),
                                       .until = now + std::chrono::hours(1)};
    return issuer == nullptr ? crypto::make_root(wish) : crypto::issue(*issuer, wish);
}

std::string complete(base::Result<pdf::Unsigned> begun, const crypto::Identity& who, crypto::Signer& signer)
{
    crypto::CmsDraft draft(who.certificate, who.chain, begun->digest);
    const std::string cms = draft.finish(*signer.sign(draft.to_sign()));
    return *pdf::complete(std::move(*begun), cms, &who.certificate);
}

void line(const char* what, double measured, double reference, double goal)
{
    std::printf("| signing: %s, one core | %.0f/s | %.0f RSA-2048 signatures/s | %.2f | ", what, measured,
                reference, measured / reference);
    if (goal > 0)
        std::printf("%.0f/s | %s |\n", goal, measured >= goal ? "reached" : "missed");
    else
        std::printf(" | |\n");
}

// A file with ten signatures, each over those before.
std::string ten_times_signed(const std::string& source, const crypto::Identity& who, base::Time now)
{
    pdf::Form form{.font = kFont};
    for (int i = 0; i < 10; ++i)
        form.signatures.emplace_back("ky_" + std::to_string(i),
                                     pdf::Box{1, 20.0 + 50 * i, 20, 60.0 + 50 * i, 60});
    std::string bytes = *pdf::prepare(*pdf::File::open(source), form);
    const auto signer = who.signer();
    for (int i = 0; i < 10; ++i)
        bytes =
            complete(pdf::begin_signature(*pdf::File::open(bytes),
                                          {.field = "ky_" + std::to_string(i), .certify = i == 0, .at = now}),
                     who, *signer);
    return bytes;
}

void judge_lines(const crypto::Identity& root, const crypto::Identity& who, const std::string& two,
                 const pdf::ValidationData& proofs, double reference)
{
    const base::Time now = base::SystemClock().now();
    const crypto::TrustStore trust(
        {{root.certificate, "bench", root.certificate.not_before(), root.certificate.not_after(), "bench"}},
        crypto::AlgorithmPolicy{});
    const auto judge = [&](const std::string& bytes) {
        const auto report = *pdf::verify(bytes, {.trust = trust, .now = now});
        if (report.indication != crypto::Indication::passed)
            throw std::runtime_error("a good file is not judged good: " + pdf::to_json(report));
    };
    line("judge a file with two signatures", per_second([&] { judge(two); }), reference, 350);
    const std::string ten =
        *pdf::add_validation_data(*pdf::File::open(ten_times_signed(letter(), who, now)), proofs);
    line("judge a file with ten signatures (30 ms)", per_second([&] { judge(ten); }), reference, 1 / 0.030);
}

int run()
{
    const base::Time now = base::SystemClock().now();
    const std::string source = letter();
    const pdf::Form form{
        .texts = {{"so", {1, 100, 700, 140, 715}},
                  {"ngay", {1, 300, 700, 325, 715}},
                  {"thang", {1, 340, 700, 365, 715}},
                  {"nam", {1, 380, 700, 415, 715}}},
        .signatures = {{"ky_lanhdao", {1, 350, 150, 500, 220}}, {"ky_coquan", {1, 300, 134, 402, 236}}},
        .font = kFont};
    const auto open = [](const std::string& bytes) { return *pdf::File::open(bytes); };
    const pdf::Picture signature = *pdf::Picture::from_png(image(480, 240, 10, 200));
    const pdf::Picture seal = *pdf::Picture::from_png(image(425, 425, 220, 20));
    const auto texts = pdf::number_and_date(1234, base::Day(std::chrono::year(2026) / 11 / 20));
    const crypto::Identity root = identity(nullptr, "Root", crypto::KeyKind::rsa);

    std::string certified;
    for (const crypto::KeyKind kind : {crypto::KeyKind::rsa, crypto::KeyKind::elliptic_curve}) {
        const bool is_rsa = kind == crypto::KeyKind::rsa;
        const crypto::Identity who = identity(&root, "Signer", kind);
        const auto signer = who.signer();
        static const double reference = per_second([&] { std::ignore = *signer->sign("reference"); });
        const std::string prepared = *pdf::prepare(open(source), form);
        if (is_rsa)
            line("prepare", per_second([&] { std::ignore = *pdf::prepare(open(source), form); }), reference,
                 0);
        line(is_rsa ? "certify with the leader's image, RSA-2048" : "certify with the leader's image, P-256",
             per_second([&] {
                 certified =
                     complete(pdf::begin_signature(
                                  open(prepared),
                                  {.field = "ky_lanhdao", .certify = true, .at = now, .picture = &signature}),
                              who, *signer);
             }),
             reference, 500);
        std::string issued;
        line(is_rsa ? "number, date and seal, RSA-2048" : "number, date and seal, P-256", per_second([&] {
                 issued = complete(pdf::begin_signature(
                                       open(certified),
                                       {.field = "ky_coquan", .texts = texts, .at = now, .picture = &seal}),
                                   who, *signer);
             }),
             reference, 200);
        if (!is_rsa) continue;
        const pdf::ValidationData proofs{
            .certificates = {root.certificate.der(), who.certificate.der()},
            .crls = {crypto::make_crl(root, {}, now, now + std::chrono::hours(1))}};
        line("add validation data",
             per_second([&] { std::ignore = *pdf::add_validation_data(open(issued), proofs); }), reference,
             0);
        judge_lines(root, who, *pdf::add_validation_data(open(issued), proofs), proofs, reference);
        line("find the places in the text (a process of pdftotext beside)",
             per_second([&] { std::ignore = *pdf::find_places(open(source), {.name = "Nguyễn Văn Đức"}); }),
             reference, 0);
    }
    return 0;
}

}  // namespace
}  // namespace lt::bench

int main() { return lt::bench::run(); }
