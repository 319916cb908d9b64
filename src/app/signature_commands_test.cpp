// `lienthong signature sign` and `verify`: every form made and judged, and the exit codes.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "app/commands.h"
#include "kit/base/clock.h"
#include "kit/crypto/authority.h"

namespace lt::app {
namespace {

using namespace std::chrono_literals;
using crypto::CertificateUse;
using crypto::Identity;
namespace fs = std::filesystem;

class SignatureCommands : public ::testing::Test {
protected:
    // The commands read the clock of the machine, so certificates are good around now.
    static crypto::CertificateWish wish(const std::string& name, CertificateUse use)
    {
        const base::Time now = base::SystemClock().now();
        return {.common_name = name,
                .use = use,
                .kind = crypto::KeyKind::elliptic_curve,
                .from = now - 1000h,
                .until = now + 1000h};
    }
    void write(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
    }
    void SetUp() override
    {
        folder_ = fs::path(::testing::TempDir()) / "lt-signature-commands";
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "trust");
        config_.resources = fs::current_path();
        config_.state = folder_ / "state";
        const Identity root = make_root(wish("Gốc thử", CertificateUse::authority));
        const Identity an = issue(root, wish("An", CertificateUse::documents));
        const base::Time now = base::SystemClock().now();
        write("trust/root.crt", root.certificate.pem());
        write("trust/root.crl", make_crl(root, {}, now - 1h, now + 500h));
        write("key.p12", an.pkcs12("mật khẩu"));
        write("password", "mật khẩu\n");
        write("a.txt", "nội dung");
        write("a.xml", "<a><b>nội dung</b></a>");
    }
    int sign(const std::string& name, SignedForm form, const std::string& password = "password") const
    {
        ::testing::internal::CaptureStdout();
        const int code = sign_file(config_, {.file = folder_ / name,
                                             .key = folder_ / "key.p12",
                                             .password = folder_ / password,
                                             .form = form});
        ::testing::internal::GetCapturedStdout();
        return code;
    }
    int verify(const std::string& name, const std::string& content = {}, bool trusted = true)
    {
        ::testing::internal::CaptureStdout();
        const int code =
            verify_signature(config_, folder_ / name, content.empty() ? fs::path() : folder_ / content,
                             trusted ? folder_ / "trust" : fs::path(), "");
        words_ = ::testing::internal::GetCapturedStdout();
        return code;
    }
    bool says(const std::string& words) const { return words_.find(words) != std::string::npos; }

    base::Config config_{};
    fs::path folder_{};
    std::string words_{};
};

TEST_F(SignatureCommands, make_every_form_and_judge_it)
{
    EXPECT_EQ(sign("a.txt", SignedForm::beside), 0);
    EXPECT_EQ(sign("a.txt", SignedForm::around), 0);
    EXPECT_EQ(sign("a.txt", SignedForm::container), 0);
    EXPECT_EQ(sign("a.xml", SignedForm::xml), 0);
    for (const char* name : {"a.txt.p7s", "a.txt.p7m", "a.txt.asice", "a.xml.signed.xml"}) {
        EXPECT_EQ(verify(name), 0) << words_;
        EXPECT_TRUE(says(R"("indication":"total-passed")") && says(R"("signer":"An")") &&
                    says(R"("level":"B-B")"))
            << words_;
        EXPECT_EQ(verify(name, {}, false), 3) << "nobody believes the root";
        EXPECT_TRUE(says("NO_CERTIFICATE_CHAIN_FOUND") && says(R"("intact":true)")) << words_;
    }
    EXPECT_EQ(sign("a.txt", SignedForm::beside), 2) << "no file is written over";
}

TEST_F(SignatureCommands, tell_a_changed_file)
{
    EXPECT_EQ(sign("a.txt", SignedForm::beside), 0);
    write("b.txt", "nội dung khác");
    EXPECT_EQ(verify("a.txt.p7s", "b.txt"), 1);
    EXPECT_TRUE(says("HASH_FAILURE") && says(R"("intact":false)")) << words_;
    EXPECT_EQ(verify("a.txt.p7s", "missing"), 2);
}

TEST_F(SignatureCommands, tell_what_can_not_be_read)
{
    EXPECT_EQ(verify("a.txt"), 2);
    EXPECT_EQ(verify("missing"), 2);
    EXPECT_EQ(verify("a.xml"), 3) << "no signature at all";
    write("a.pdf", "%PDF-1.7");
    EXPECT_EQ(verify("a.pdf"), 2);
    write("wrong", "khác\n");
    EXPECT_EQ(sign("a.txt", SignedForm::beside, "wrong"), 2);
    EXPECT_FALSE(fs::exists(folder_ / "a.txt.p7s"));
    EXPECT_EQ(verify_signature(config_, folder_ / "a.xml", {}, {}, "hôm qua"), 2);
}

}  // namespace
}  // namespace lt::app
