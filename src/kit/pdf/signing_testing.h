// For the tests of this folder: people with certificates, and the way of a document through their hands.
#pragma once

#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/timestamp.h"
#include "kit/pdf/letter_testing.h"
#include "kit/pdf/long_term.h"
#include "kit/pdf/numbering.h"
#include "kit/pdf/pdf_testing.h"
#include "kit/pdf/places.h"
#include "kit/pdf/sign.h"

namespace lt::pdf {

inline constexpr const char* kTestFont = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf";
inline constexpr const char* kTestItalic = "/usr/share/fonts/truetype/croscore/Tinos-Italic.ttf";
inline const base::Time kTestNow =
    base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + std::chrono::hours(2);

enum class Stamp : std::uint8_t { none, signature };

// A root, an authority below it, and whom it knows; made once for each kind of key.
struct TestPeople {
    explicit TestPeople(crypto::KeyKind of_signers) : kind(of_signers) {}
    static crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use,
                                        crypto::KeyKind kind = crypto::KeyKind::rsa)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = kind,
                .from = kTestNow - std::chrono::hours(24 * 365),
                .until = kTestNow + std::chrono::hours(24 * 365)};
    }
    crypto::KeyKind kind;
    crypto::Identity root = crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority));
    crypto::Identity authority =
        crypto::issue(root, wish("Cơ quan cấp thử", crypto::CertificateUse::authority));
    crypto::Identity leader =
        crypto::issue(authority, wish("Nguyễn Văn Đức", crypto::CertificateUse::documents, kind));
    crypto::Identity agency =
        crypto::issue(authority, wish("UBND phường Kinh Bắc", crypto::CertificateUse::documents, kind));
    crypto::Identity stamps =
        crypto::issue(authority, wish("Dấu thời gian thử", crypto::CertificateUse::timestamps));

    static const TestPeople& of(crypto::KeyKind kind)
    {
        static const TestPeople rsa(crypto::KeyKind::rsa);
        static const TestPeople curve(crypto::KeyKind::elliptic_curve);
        return kind == crypto::KeyKind::rsa ? rsa : curve;
    }
    // What proves all certificates, said at `at`.
    ValidationData proofs(base::Time at) const
    {
        const base::Time until = at + std::chrono::hours(24 * 30);
        return {.certificates = {root.certificate.der(), authority.certificate.der(),
                                 leader.certificate.der(), agency.certificate.der(),
                                 stamps.certificate.der()},
                .crls = {crypto::make_crl(root, {}, at, until), crypto::make_crl(authority, {}, at, until)},
                .ocsps = {crypto::make_ocsp(authority, authority.certificate, leader.certificate,
                                            std::nullopt, at, until)}};
    }
};

class SigningTest : public PdfTest {
protected:
    const TestPeople* people_ = &TestPeople::of(crypto::KeyKind::rsa);
    const Picture signature_ = *Picture::from_png(signature_png());
    const Picture seal_ = *Picture::from_png(seal_png());

    static File open(const std::string& bytes)
    {
        auto file = File::open(bytes);
        EXPECT_TRUE(file) << file.error().message;
        return *file;
    }
    std::string token(std::string_view digest, base::Time at) const
    {
        const std::string query = crypto::timestamp_query(digest);
        return *crypto::token_of_reply(crypto::make_timestamp(people_->stamps, query, at), query);
    }
    std::string cms(const Unsigned& file, const crypto::Identity& who, Stamp stamp, base::Time at) const
    {
        crypto::CmsDraft draft(who.certificate, who.chain, file.digest);
        const std::string value = *who.signer()->sign(draft.to_sign());
        return draft.finish(value, stamp == Stamp::none ? "" : token(crypto::sha256(value), at));
    }
    std::string finish(base::Result<Unsigned> begun, const crypto::Identity& who, Stamp stamp, base::Time at)
    {
        if (!begun) {
            ADD_FAILURE() << begun.error().message;
            return {};
        }
        const std::string made = cms(*begun, who, stamp, at);
        const auto done = complete(std::move(*begun), made, &who.certificate);
        EXPECT_TRUE(done) << done.error().message;
        return done ? *done : std::string();
    }
    std::string sign(const std::string& bytes, const crypto::Identity& who, Signing signing,
                     Stamp stamp = Stamp::none)
    {
        if (signing.at == base::Time{}) signing.at = kTestNow;
        return finish(begin_signature(open(bytes), signing), who, stamp, signing.at);
    }
    std::string stamped(const std::string& bytes, base::Time at)
    {
        auto begun = begin_document_timestamp(open(bytes));
        EXPECT_TRUE(begun);
        const std::string made = token(begun->digest, at);
        const auto done = complete(std::move(*begun), made);
        EXPECT_TRUE(done) << done.error().message;
        return *done;
    }
    std::string words_of_command(const std::string& command)
    {
        const auto out = folder_ / "words";
        std::ignore = std::system((command + " >" + out.string() + " 2>&1").c_str());
        return read(out);
    }
    std::string text_of(const std::string& bytes, const std::string& options = "-layout")
    {
        return words_of_command("pdftotext " + options + " " + write("text.pdf", bytes) + " -");
    }
    std::string pdfsig(const std::string& bytes)
    {
        return words_of_command("pdfsig -nocert " + write("pdfsig.pdf", bytes));
    }
    std::string write(const std::string& name, const std::string& bytes)
    {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return (folder_ / name).string();
    }
    static std::size_t count(const std::string& text, const std::string& word)
    {
        std::size_t all = 0;
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++all;
        return all;
    }
    // What a signature covers, and the signature with its padding, by the n-th /ByteRange.
    struct Covered {
        std::string content{};
        std::string contents{};
    };
    static Covered covered(const std::string& bytes, int which)
    {
        std::size_t at = 0;
        for (int i = 0; i <= which; ++i) at = bytes.find("/ByteRange[", at) + 11;
        std::size_t a = 0;
        std::size_t b = 0;
        std::size_t c = 0;
        std::size_t d = 0;
        EXPECT_EQ(std::sscanf(bytes.c_str() + at, "%zu %zu %zu %zu", &a, &b, &c, &d), 4);
        Covered out{bytes.substr(a, b) + bytes.substr(c, d)};
        for (std::size_t i = b + 1; i + 2 < c; i += 2)
            out.contents += static_cast<char>(std::stoi(bytes.substr(i, 2), nullptr, 16));
        return out;
    }
    bool openssl_agrees(const std::string& bytes, int which)
    {
        const Covered one = covered(bytes, which);
        return std::system(("openssl cms -verify -cades -binary -purpose any -inform DER -in " +
                            write("cms", one.contents) + " -content " + write("content", one.content) +
                            " -CAfile " + write("root.pem", people_->root.certificate.pem()) + " -attime " +
                            std::to_string(seconds(kTestNow)) + " -out /dev/null >" +
                            (folder_ / "openssl.words").string() + " 2>&1")
                               .c_str()) == 0;
    }
    bool openssl_agrees_with_timestamp(const std::string& bytes, int which)
    {
        const Covered one = covered(bytes, which);
        return std::system(("openssl ts -verify -token_in -in " + write("token", one.contents) + " -data " +
                            write("content", one.content) + " -CAfile " +
                            write("root.pem", people_->root.certificate.pem()) + " -untrusted " +
                            write("authority.pem", people_->authority.certificate.pem()) + " -attime " +
                            std::to_string(seconds(kTestNow)) + " >" + (folder_ / "openssl.words").string() +
                            " 2>&1")
                               .c_str()) == 0;
    }
    static long long seconds(base::Time at)
    {
        return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
    }
};

}  // namespace lt::pdf
