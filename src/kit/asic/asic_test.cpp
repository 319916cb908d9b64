// Containers: ours looked at by unzip and openssl, XAdES containers as others make them, and tampering of every kind.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "kit/asic/manifest.h"
#include "kit/asic/read.h"
#include "kit/asic/write.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/digest.h"
#include "kit/text/zip_testing.h"
#include "kit/xml_signature/sign.h"

namespace lt::asic {
namespace {

using namespace std::chrono_literals;
using crypto::CertificateUse;
using crypto::Identity;
using crypto::Indication;
using crypto::KeyKind;
using crypto::SubIndication;
using text::testing::Entry;
using text::testing::make_zip;
using text::testing::Method;
namespace fs = std::filesystem;

const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kYear = std::chrono::hours(365 * 24);
const std::string kManifest = "META-INF/ASiCManifest.xml";
const std::string kSignature = "META-INF/signature.p7s";

class Containers : public ::testing::Test {
protected:
    static crypto::CertificateWish wish(const std::string& name, CertificateUse use, KeyKind kind)
    {
        return {.common_name = name, .use = use, .kind = kind, .from = kNow - kYear, .until = kNow + kYear};
    }
    static Opener of(std::string bytes)
    {
        // A source may outlive its opener.
        return [bytes = std::make_shared<const std::string>(std::move(bytes))]() -> crypto::ByteSource {
            return [bytes, rest = std::string_view(*bytes)](std::span<char> buffer) mutable {
                const std::size_t now = rest.copy(buffer.data(), std::min<std::size_t>(buffer.size(), 1000));
                rest.remove_prefix(now);
                return now;
            };
        };
    }
    static std::string sign(const Identity& who, const std::string& content)
    {
        const auto signer = who.signer();
        crypto::CmsDraft draft(signer->certificate(), signer->chain(), crypto::sha256(content), kNow);
        return draft.finish(*signer->sign(draft.to_sign()));
    }
    static std::string manifest_of(const std::vector<std::pair<std::string, std::string>>& files)
    {
        Manifest manifest{.signature = kSignature};
        for (const auto& [name, content] : files)
            manifest.entries.push_back({name, "text/plain", "SHA256", crypto::sha256(content)});
        return write_manifest(manifest);
    }
    // A right container of these files, as entries that a test may still change.
    static std::vector<Entry> entries_of(const std::vector<std::pair<std::string, std::string>>& files)
    {
        std::vector<Entry> out{
            {.name = "mimetype", .content = std::string(kMediaType), .method = Method::stored}};
        for (const auto& [name, content] : files) out.push_back({.name = name, .content = content});
        const std::string manifest = manifest_of(files);
        out.push_back({.name = kManifest, .content = manifest});
        out.push_back({.name = kSignature, .content = sign(an_, manifest)});
        return out;
    }
    static base::Result<Container> read(const std::string& bytes, base::Time now = kNow,
                                        const std::vector<crypto::Revoked>& revoked = {})
    {
        const crypto::TrustStore trust({{root_.certificate, "demo", kNow - kYear, kNow + 9 * kYear, "test"}},
                                       crypto::AlgorithmPolicy({{.digest = "SHA1", .until = kNow - kYear}}));
        crypto::Revocations known;
        known.crls.push_back(make_crl(root_, revoked, now, now + 24h));
        return read_container(of(bytes), {.trust = trust, .now = now, .known = known, .certificates = {}});
    }
    static Container good(const std::string& bytes)
    {
        auto out = read(bytes);
        EXPECT_TRUE(out) << out.error().message;
        return out ? std::move(*out) : Container{};
    }
    static std::string refused(const std::string& bytes)
    {
        const auto out = read(bytes);
        return out ? std::string("not refused") : out.error().message.str();
    }
    static std::string bytes_of(const fs::path& file)
    {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    int run(const std::string& command) const
    {
        return std::system(("cd " + folder_.string() + " && " + command + " >words 2>&1").c_str());
    }
    void SetUp() override
    {
        folder_ = fs::path(::testing::TempDir()) / "lt-asic";
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }

    const std::vector<std::pair<std::string, std::string>> files_{{"công văn.txt", "nội dung"},
                                                                  {"phụ lục/1.txt", "một"}};
    static inline const Identity root_ =
        make_root(wish("Gốc thử", CertificateUse::authority, KeyKind::elliptic_curve));
    static inline const Identity an_ =
        issue(root_, wish("An", CertificateUse::documents, KeyKind::elliptic_curve));
    static inline const Identity rsa_ = issue(root_, wish("Bình", CertificateUse::documents, KeyKind::rsa));
    fs::path folder_{};
};

TEST_F(Containers, written_here_are_right_for_us_for_unzip_and_for_openssl)
{
    std::vector<DataFile> files;
    for (const auto& [name, content] : files_)
        files.push_back({.name = name, .media_type = "text/plain", .open = of(content)});
    const auto draft = ContainerDraft::make(files);
    ASSERT_TRUE(draft);
    draft->write(folder_ / "a.asice", sign(an_, draft->manifest()), kNow);
    const Container found = good(bytes_of(folder_ / "a.asice"));
    EXPECT_EQ(found.indication, Indication::passed);
    ASSERT_EQ(found.signatures.size(), 1U);
    EXPECT_EQ(found.signatures[0].covers, (std::vector<std::string>{"công văn.txt", "phụ lục/1.txt"}));
    EXPECT_EQ(found.signatures[0].verdict.level, crypto::Level::b);
    EXPECT_EQ(found.signatures[0].verdict.claimed_at, kNow);
    EXPECT_TRUE(found.not_covered.empty());

    EXPECT_EQ(run("unzip -t a.asice"), 0) << bytes_of(folder_ / "words");
    EXPECT_EQ(bytes_of(folder_ / "a.asice").substr(30, 39), "mimetypeapplication/vnd.etsi.asic-e+zip");
    std::ofstream(folder_ / "root.pem") << root_.certificate.pem();
    EXPECT_EQ(
        run("unzip -q a.asice && openssl cms -verify -cades -binary -inform DER -in META-INF/signature.p7s -content "
            "META-INF/ASiCManifest.xml -CAfile root.pem -purpose any -attime 1795140000 -out /dev/null"),
        0)
        << bytes_of(folder_ / "words");
    EXPECT_EQ(bytes_of(folder_ / "phụ lục/1.txt"), "một");
}

TEST_F(Containers, are_not_made_of_names_that_are_refused)
{
    EXPECT_FALSE(ContainerDraft::make({}));
    for (const char* name : {"", "../a", "/a", "a/", "a//b", "a\\b", "C:a", "mimetype", "META-INF/x",
                             "meta-inf/x", "a\nb", "a/./b", "\xff"})
        EXPECT_FALSE(ContainerDraft::make({{.name = name, .open = of("x")}})) << name;
    EXPECT_FALSE(
        ContainerDraft::make({{.name = "A.txt", .open = of("x")}, {.name = "a.txt", .open = of("y")}}));
}

TEST_F(Containers, leave_no_file_when_the_source_breaks)
{
    int opened = 0;
    const Opener breaking = [&]() -> crypto::ByteSource {
        if (++opened > 1) throw std::runtime_error("the disk is gone");
        return of("x")();
    };
    const auto draft = ContainerDraft::make({{.name = "a", .open = breaking}});
    ASSERT_TRUE(draft);
    EXPECT_THROW(draft->write(folder_ / "b.asice", "cms", kNow), std::runtime_error);
    EXPECT_FALSE(fs::exists(folder_ / "b.asice"));
}

TEST_F(Containers, attack_a_changed_file_fails)
{
    std::vector<Entry> entries = entries_of(files_);
    EXPECT_EQ(good(make_zip(entries)).indication, Indication::passed);
    entries[1].content = "nội dung khác";
    const Container found = good(make_zip(entries));
    EXPECT_EQ(found.indication, Indication::failed);
    EXPECT_EQ(found.signatures[0].verdict.sub, SubIndication::hash_failure);
    EXPECT_FALSE(found.signatures[0].verdict.intact);
    EXPECT_NE(found.signatures[0].reason.str().find("công văn.txt"), std::string::npos);
}

TEST_F(Containers, attack_a_changed_manifest_fails)
{
    std::vector<Entry> entries = entries_of(files_);
    entries[1].content = "nội dung khác";
    entries[3].content = manifest_of({{"công văn.txt", "nội dung khác"}, files_[1]});
    const Container found = good(make_zip(entries));
    EXPECT_EQ(found.indication, Indication::failed);
    EXPECT_EQ(found.signatures[0].verdict.sub, SubIndication::hash_failure);
}

TEST_F(Containers, attack_a_file_named_twice_covers_no_other)
{
    std::vector<Entry> entries = entries_of({files_[0], files_[0]});
    entries[2] = {.name = "thêm.txt", .content = "chưa ký"};
    const Container found = good(make_zip(entries));
    EXPECT_EQ(found.indication, Indication::indeterminate);
    EXPECT_EQ(found.signatures[0].verdict.sub, SubIndication::format_failure);
    EXPECT_EQ(found.signatures[0].covers, std::vector<std::string>{files_[0].first});
    EXPECT_EQ(found.not_covered, std::vector<std::string>{"thêm.txt"});
}

TEST_F(Containers, attack_a_file_put_in_beside_is_told)
{
    std::vector<Entry> entries = entries_of(files_);
    entries.push_back({.name = "thêm.txt", .content = "chưa ký"});
    const Container found = good(make_zip(entries));
    EXPECT_EQ(found.indication, Indication::indeterminate);
    EXPECT_EQ(found.not_covered, std::vector<std::string>{"thêm.txt"});
    EXPECT_TRUE(found.signatures[0].verdict.passed());
}

TEST_F(Containers, attack_a_missing_file_is_told)
{
    std::vector<Entry> entries = entries_of(files_);
    entries.erase(entries.begin() + 1);
    const Container found = good(make_zip(entries));
    EXPECT_EQ(found.indication, Indication::indeterminate);
    EXPECT_EQ(found.signatures[0].verdict.sub, SubIndication::signed_data_not_found);
}

TEST_F(Containers, attack_a_signature_without_or_with_two_manifests_is_not_believed)
{
    std::vector<Entry> entries = entries_of(files_);
    entries.push_back({.name = "META-INF/ASiCManifest2.xml", .content = manifest_of({{"thêm.txt", "x"}})});
    EXPECT_EQ(good(make_zip(entries)).signatures[0].verdict.sub, SubIndication::format_failure);
    entries = entries_of(files_);
    entries.erase(entries.begin() + 3);
    EXPECT_EQ(good(make_zip(entries)).indication, Indication::indeterminate);
    entries = entries_of(files_);
    entries.back().content = "no signature";
    EXPECT_EQ(good(make_zip(entries)).indication, Indication::indeterminate);
    entries = entries_of(files_);
    entries[3].content = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + entries[3].content;
    EXPECT_EQ(good(make_zip(entries)).indication, Indication::indeterminate);
    entries.pop_back();
    EXPECT_EQ(refused(make_zip(entries)), "Gói không có chữ ký nào.");
}

TEST_F(Containers, attack_paths_and_names_twice_are_refused)
{
    for (const char* name : {"../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "./a"}) {
        std::vector<Entry> entries = entries_of(files_);
        entries[1].name = name;
        EXPECT_NE(refused(make_zip(entries)).find("không an toàn"), std::string::npos) << name;
    }
    for (const char* name : {"công văn.txt", "CÔNG VĂN.txt", "co\xcc\x82ng va\xcc\x86n.txt"}) {
        std::vector<Entry> entries = entries_of(files_);
        entries.push_back({.name = name, .content = "khác"});
        EXPECT_EQ(refused(make_zip(entries)), "Gói chứa hai tệp cùng tên.") << name;
    }
}

TEST_F(Containers, attack_a_directory_that_says_something_else_is_refused)
{
    const std::string bytes = make_zip(entries_of(files_));
    const std::string words = "Mục lục của gói không khớp với các tệp bên trong.";
    const std::size_t directory = bytes.find("PK\1\2");
    // The directory gives another name, place, length or method: other programs would take another file.
    std::string changed = bytes;
    changed.replace(changed.rfind("1.txt"), 5, "2.txt");
    EXPECT_EQ(refused(changed), words);
    for (const std::size_t at :
         {std::size_t{10}, std::size_t{16}, std::size_t{20}, std::size_t{24}, std::size_t{42}}) {
        changed = bytes;
        const std::size_t second = changed.find("PK\1\2", directory + 4);
        changed[second + at] = static_cast<char>(changed[second + at] ^ 1);
        EXPECT_EQ(refused(changed), words) << at;
    }
    // The end says that the directory is somewhere else.
    changed = bytes;
    changed[changed.rfind("PK\5\6") + 16] ^= 1;
    EXPECT_EQ(refused(changed), words);
}

TEST_F(Containers, attack_bytes_between_and_behind_are_refused)
{
    const std::string bytes = make_zip(entries_of(files_));
    EXPECT_NE(refused(bytes + "x"), "not refused");
    EXPECT_NE(refused(bytes + bytes), "not refused");
    EXPECT_NE(refused("x" + bytes), "not refused");
    std::string hidden = bytes;
    hidden.insert(hidden.find("PK\1\2"), "hidden");
    EXPECT_NE(refused(hidden), "not refused");
    for (std::size_t size = 0; size < bytes.size(); size += 7)
        EXPECT_NE(refused(bytes.substr(0, size)), "not refused");
}

TEST_F(Containers, attack_bombs_are_refused)
{
    std::vector<Entry> entries = entries_of(files_);
    entries[1].content = std::string(1U << 20U, '\0');
    entries[1].times = 64;
    EXPECT_EQ(refused(make_zip(entries)), "Gói nén có nội dung phình to bất thường.");
    entries = entries_of(files_);
    entries.back() = {.name = kSignature, .content = std::string(17U << 20U, 'x'), .method = Method::stored};
    EXPECT_EQ(refused(make_zip(entries)), "Phần chữ ký của gói quá lớn.");
    entries = entries_of(files_);
    for (int i = 0; i < 3000; ++i) entries.push_back({.name = std::to_string(i)});
    EXPECT_NE(refused(make_zip(entries)), "not refused");
}

TEST_F(Containers, of_another_type_or_without_type_first_are_refused)
{
    const std::string words = "Tệp không phải gói ký số ASiC-E.";
    std::vector<Entry> entries = entries_of(files_);
    std::swap(entries[0], entries[1]);
    EXPECT_EQ(refused(make_zip(entries)), words);
    entries = entries_of(files_);
    entries[0].method = Method::deflated;
    EXPECT_EQ(refused(make_zip(entries)), words);
    entries = entries_of(files_);
    entries[0].content = "application/zip";
    EXPECT_EQ(refused(make_zip(entries)), words);
    entries[0].content = std::string(kMediaType) + "x";
    EXPECT_EQ(refused(make_zip(entries)), words);
    EXPECT_NE(refused("no archive"), "not refused");
    EXPECT_NE(refused(""), "not refused");
}

TEST_F(Containers, follow_the_certificate)
{
    const std::string bytes = make_zip(entries_of(files_));
    const auto revoked = read(bytes, kNow, {{an_.certificate, kNow - 1h}});
    ASSERT_TRUE(revoked);
    EXPECT_EQ(revoked->indication, Indication::indeterminate);
    EXPECT_EQ(revoked->signatures[0].verdict.sub, SubIndication::revoked_no_poe);
    const auto expired = read(bytes, kNow + 2 * kYear);
    ASSERT_TRUE(expired);
    EXPECT_EQ(expired->signatures[0].verdict.sub, SubIndication::out_of_bounds_no_poe);
}

// XAdES over the files themselves, the other form that EN 319 162-1 knows, made by xmlsec1.
TEST_F(Containers, with_xades_are_read_and_held_against_the_files)
{
    std::ofstream(folder_ / "an.pem") << rsa_.certificate.pem();
    std::ofstream(folder_ / "an.key") << rsa_.key_pem();
    std::ofstream(folder_ / "1.txt") << "một";
    std::ofstream(folder_ / "t.xml")
        << "<asic:XAdESSignatures xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\"><Signature "
           "xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo><CanonicalizationMethod "
           "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/><SignatureMethod "
           "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/><Reference "
           "URI=\"1.txt\"><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/></Reference>"
           "<Reference URI=\"#p\" Type=\"http://uri.etsi.org/01903#SignedProperties\"><DigestMethod "
           "Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/></Reference></SignedInfo><SignatureValue/>"
           "<KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo><Object><x:QualifyingProperties "
           "xmlns:x=\"http://uri.etsi.org/01903/v1.3.2#\"><x:SignedProperties Id=\"p\"><x:SignedSignatureProperties>"
           "<x:SigningTime>2026-11-20T09:00:00+07:00</x:SigningTime><x:SigningCertificateV2><x:Cert><x:CertDigest><DigestMethod "
           "Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue>@</DigestValue></x:CertDigest></x:Cert>"
           "</x:SigningCertificateV2></x:SignedSignatureProperties></x:SignedProperties></x:QualifyingProperties></Object>"
           "</Signature></asic:XAdESSignatures>";
    ASSERT_EQ(
        run("d=$(openssl x509 -in an.pem -outform DER | openssl dgst -sha256 -binary | base64) && sed -i \"s|@|$d|\" t.xml && "
            "xmlsec1 --sign --privkey-pem an.key,an.pem --output s.xml t.xml"),
        0)
        << bytes_of(folder_ / "words");
    std::vector<Entry> entries{
        {.name = "mimetype", .content = std::string(kMediaType), .method = Method::stored},
        {.name = "1.txt", .content = "một"},
        {.name = "META-INF/signatures.xml", .content = bytes_of(folder_ / "s.xml")}};
    Container found = good(make_zip(entries));
    EXPECT_EQ(found.indication, Indication::passed)
        << found.signatures.at(0).reason << name_of(found.signatures[0].verdict.sub);
    EXPECT_EQ(found.signatures.at(0).covers, std::vector<std::string>{"1.txt"});
    EXPECT_EQ(found.signatures[0].verdict.claimed_at, kNow);
    entries[1].content = "hai";
    EXPECT_EQ(good(make_zip(entries)).indication, Indication::failed);
    entries[1].name = "2.txt";
    found = good(make_zip(entries));
    EXPECT_EQ(found.indication, Indication::indeterminate);
    EXPECT_EQ(found.not_covered, std::vector<std::string>{"2.txt"});
}

TEST_F(Containers, survive_any_changed_byte)
{
    const std::string bytes = make_zip(entries_of({{"a", "b"}}));
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x11);
        const auto out = read(changed);
        // Times and versions of the archive are nobody's promise; what is in it is.
        if (!out || out->indication != Indication::passed) continue;
        EXPECT_EQ(out->files, std::vector<std::string>{"a"}) << at;
        EXPECT_EQ(out->signatures.at(0).covers, out->files) << at;
    }
}

}  // namespace
}  // namespace lt::asic
