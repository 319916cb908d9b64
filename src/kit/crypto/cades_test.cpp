// Signed files of any kind: ours judged by openssl, openssl's judged by us, and files that were tampered with.
#include "kit/crypto/cades.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "kit/crypto/authority.h"
#include "kit/crypto/digest.h"

namespace lt::crypto {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
namespace fs = std::filesystem;

const base::Time kSigned = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kOneYear = std::chrono::hours(365 * 24);

// In pieces of an odd size, so that every boundary falls somewhere once.
ByteSource source_of(std::string bytes, std::size_t piece = 61)
{
    return [bytes = std::move(bytes), piece, at = std::size_t{0}](std::span<char> buffer) mutable {
        const std::size_t now =
            std::string_view(bytes).substr(at).copy(buffer.data(), std::min(piece, buffer.size()));
        at += now;
        return now;
    };
}

class SignedFiles : public ::testing::Test {
protected:
    static CertificateWish wish(const std::string& name, CertificateUse use, KeyKind kind)
    {
        return {.common_name = name,
                .use = use,
                .kind = kind,
                .from = kSigned - kOneYear,
                .until = kSigned + kOneYear};
    }
    static std::string sign(const Identity& who, std::string_view digest)
    {
        const auto signer = who.signer();
        CmsDraft draft(signer->certificate(), signer->chain(), digest, kSigned);
        return draft.finish(*signer->sign(draft.to_sign()));
    }
    static std::string around(const Identity& who, const std::string& content)
    {
        const Envelope envelope = crypto::envelope(sign(who, sha256(content)), content.size());
        return envelope.before + content + envelope.behind;
    }
    static CmsFault check(const CmsSignature& signature) { return signature.check({}); }

    fs::path file(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }
    std::string bytes_of(const std::string& name) const
    {
        std::ifstream in(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    int openssl(const std::string& arguments) const
    {
        return std::system(("cd " + folder_.string() + " && openssl " + arguments + " 2>words").c_str());
    }
    void SetUp() override
    {
        folder_ = fs::path(::testing::TempDir()) / "lt-cades";
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        file("root.pem", root_.certificate.pem());
        file("an.pem", an_.certificate.pem() + an_.key_pem());
        file("binh.pem", binh_.certificate.pem() + binh_.key_pem());
        file("content", content_);
    }

    Identity root_ = make_root(wish("Gốc thử", CertificateUse::authority, KeyKind::elliptic_curve));
    Identity an_ = issue(root_, wish("An", CertificateUse::documents, KeyKind::rsa));
    Identity binh_ = issue(root_, wish("Bình", CertificateUse::documents, KeyKind::elliptic_curve));
    std::string content_ = "Nội dung\r\n\0 của tệp\n"s + std::string(70'000, 'x');
    fs::path folder_{};
    const std::string verify_ =
        "cms -verify -cades -binary -inform DER -CAfile root.pem -purpose any -attime 1795140000 ";
};

TEST_F(SignedFiles, beside_and_around_are_right_for_openssl)
{
    for (const Identity* who : {&an_, &binh_}) {
        file("beside", sign(*who, sha256(content_)));
        EXPECT_EQ(openssl(verify_ + "-in beside -content content -out /dev/null"), 0) << bytes_of("words");
        file("around", around(*who, content_));
        EXPECT_EQ(openssl(verify_ + "-in around -out out"), 0) << bytes_of("words");
        EXPECT_EQ(bytes_of("out"), content_);
    }
    file("content", content_ + "!");
    EXPECT_NE(openssl(verify_ + "-in beside -content content -out /dev/null"), 0);
}

TEST_F(SignedFiles, carry_the_claimed_time_that_CAdES_wants)
{
    const auto read = read_signed_file(source_of(sign(an_, sha256(content_))));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->signatures.at(0).claimed_time(), kSigned);
    EXPECT_FALSE(read->enveloping);
}

TEST_F(SignedFiles, around_their_content_are_read_in_pieces_of_any_size)
{
    for (const std::size_t size : {0UL, 1UL, 127UL, 128UL, 65'536UL}) {
        const std::string content = content_.substr(0, size);
        const std::string bytes = around(an_, content);
        for (const std::size_t piece : {1UL, 61UL, 1UL << 20U}) {
            std::string got;
            const auto read =
                read_signed_file(source_of(bytes, piece), [&](std::string_view one) { got += one; });
            ASSERT_TRUE(read);
            EXPECT_TRUE(read->enveloping);
            EXPECT_EQ(got, content);
            EXPECT_EQ(read->content_size, content.size());
            EXPECT_EQ(check(read->signatures.at(0)), CmsFault::none);
        }
    }
}

TEST_F(SignedFiles, of_openssl_are_read_streamed_whole_and_as_pem)
{
    for (const char* form :
         {"-stream -outform DER", "-outform DER", "-outform PEM", "-stream -outform PEM"}) {
        for (const char* beside : {"", "-nodetach"}) {
            const std::string command = "cms -sign -cades -binary -in content -signer an.pem -out cms " +
                                        std::string(form) + " " + beside;
            ASSERT_EQ(openssl(command), 0) << bytes_of("words");
            std::string got;
            auto read =
                read_signed_file(source_of(bytes_of("cms")), [&](std::string_view one) { got += one; });
            ASSERT_TRUE(read) << command;
            EXPECT_TRUE(read->enveloping || *beside == 0);
            if (!read->enveloping)
                measure(*read, source_of(content_));
            else
                EXPECT_EQ(got, content_);
            EXPECT_EQ(check(read->signatures.at(0)), CmsFault::none) << command;
        }
    }
}

TEST_F(SignedFiles, of_several_signers_are_checked_one_by_one)
{
    ASSERT_EQ(openssl("cms -sign -cades -binary -nodetach -in content -outform DER -out two -md sha512 "
                      "-signer an.pem -signer binh.pem"),
              0)
        << bytes_of("words");
    std::string bytes = bytes_of("two");
    auto read = read_signed_file(source_of(bytes));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->signatures.size(), 2U);
    std::vector<std::string> names;
    for (const CmsSignature& one : read->signatures) {
        names.push_back(one.signer()->common_name());
        EXPECT_EQ(check(one), CmsFault::none);
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"An", "Bình"}));
    // One of them is broken: the other one still stands.
    std::string value = read->signatures[0].signature();
    const std::size_t at = bytes.find(value);
    ASSERT_NE(at, std::string::npos);
    bytes[at + value.size() - 1] = static_cast<char>(bytes[at + value.size() - 1] ^ 1);
    read = read_signed_file(source_of(bytes));
    ASSERT_TRUE(read);
    int good = 0;
    for (const CmsSignature& one : read->signatures) good += check(one) == CmsFault::none;
    EXPECT_EQ(good, 1);
}

TEST_F(SignedFiles, with_changed_content_are_broken)
{
    std::string bytes = around(an_, content_);
    bytes[bytes.find("của") + 1] = '!';
    auto read = read_signed_file(source_of(bytes));
    ASSERT_TRUE(read);
    EXPECT_EQ(check(read->signatures.at(0)), CmsFault::wrong_digest);
    read = read_signed_file(source_of(sign(an_, sha256(content_))));
    ASSERT_TRUE(read);
    measure(*read, source_of(content_ + " "));
    EXPECT_EQ(check(read->signatures.at(0)), CmsFault::wrong_digest);
}

TEST_F(SignedFiles, whose_digest_was_not_announced_are_not_believed)
{
    // digestAlgorithms says SHA-1 where the signer used SHA-256.
    std::string bytes = around(an_, content_);
    const std::string sha256_name("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01", 11);
    const std::size_t at = bytes.find(sha256_name);
    ASSERT_LT(at, 64U);
    bytes[at + 10] = 3;  // SHA-512
    const auto read = read_signed_file(source_of(bytes));
    ASSERT_TRUE(read);
    EXPECT_EQ(check(read->signatures.at(0)), CmsFault::unknown_algorithm);
}

TEST_F(SignedFiles, that_are_cut_or_have_more_behind_are_refused)
{
    const std::string bytes = around(binh_, "ngắn");
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(read_signed_file(source_of(bytes.substr(0, size)))) << size;
    EXPECT_FALSE(read_signed_file(source_of(bytes + "x")));
    EXPECT_FALSE(read_signed_file(source_of("-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n")));
    EXPECT_FALSE(read_signed_file(source_of(std::string(100'000, '\x30'))));
    EXPECT_FALSE(read_signed_file(source_of(std::string(100'000, '\x80'))));
    // Octets nested without end, and a length that is never filled.
    const std::string front(
        "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80",
        37);
    std::string nested = front;
    for (int i = 0; i < 100'000; ++i) nested += "\x24\x80";
    EXPECT_FALSE(read_signed_file(source_of(nested, 4096)));
    EXPECT_FALSE(read_signed_file(source_of(front + std::string("\x04\x87\x7f\xff\xff\xff\xff\xff\xff", 9))));
}

TEST_F(SignedFiles, survive_any_changed_byte)
{
    const std::string bytes = around(binh_, "ngắn");
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x41);
        const auto read = read_signed_file(source_of(changed));
        if (!read) continue;
        for (const CmsSignature& one : read->signatures) (void)check(one);
    }
}

TEST_F(SignedFiles, of_a_gigabyte_pass_by_in_little_memory)
{
    constexpr std::uint64_t kSize = 1ULL << 30U;
    Sha256 digest;
    const std::string piece(1U << 20U, 'g');
    for (std::uint64_t i = 0; i < kSize; i += piece.size()) digest.update(piece);
    const Envelope parts = envelope(sign(an_, digest.finish()), kSize);
    rusage before{};
    getrusage(RUSAGE_SELF, &before);
    std::uint64_t at = 0;
    const std::uint64_t total = parts.before.size() + kSize + parts.behind.size();
    const auto read = read_signed_file([&](std::span<char> buffer) -> std::size_t {
        std::size_t now = 0;
        if (at < parts.before.size())
            now = std::string_view(parts.before).substr(at).copy(buffer.data(), buffer.size());
        else if (at < parts.before.size() + kSize) {
            now = std::min<std::uint64_t>(buffer.size(), parts.before.size() + kSize - at);
            std::fill_n(buffer.data(), now, 'g');
        } else if (at < total)
            now = std::string_view(parts.behind)
                      .substr(at - parts.before.size() - kSize)
                      .copy(buffer.data(), buffer.size());
        at += now;
        return now;
    });
    rusage after{};
    getrusage(RUSAGE_SELF, &after);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->content_size, kSize);
    EXPECT_EQ(check(read->signatures.at(0)), CmsFault::none);
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 4096) << "KB";
}

}  // namespace
}  // namespace lt::crypto
