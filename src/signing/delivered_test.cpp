// What a program may bring back, and what it may not: every file here was made by somebody who wants it to be taken.
#include "signing/delivered.h"

#include "kit/pdf/plugin_testing.h"

namespace lt::signing {
namespace {

using pdf::sign_with_program;

class DeliveredTest : public pdf::PdfTest {
protected:
    static inline const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20));
    static crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = crypto::KeyKind::elliptic_curve,
                .from = kNow - std::chrono::hours(24),
                .until = kNow + std::chrono::hours(24)};
    }
    // As a draft is given to the leader.
    static std::string prepared()
    {
        return *pdf::prepare(*pdf::File::open(plain()),
                             {.texts = {{"so", {1, 100, 700, 140, 718}}},
                              .signatures = {{"ky_coquan", {1, 300, 150, 400, 250}}},
                              .font = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"});
    }
    std::string by_leader(bool certify) const
    {
        const std::string bytes = *pdf::prepare(
            *pdf::File::open(plain()),
            {.texts = {{"so", {1, 100, 700, 140, 718}}},
             .signatures = {{"ky_lanhdao", {1, 100, 150, 200, 250}}, {"ky_coquan", {1, 300, 150, 400, 250}}},
             .font = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"});
        auto open = pdf::begin_signature(*pdf::File::open(bytes),
                                         {.field = "ky_lanhdao", .certify = certify, .at = kNow});
        crypto::CmsDraft draft(leader_.certificate, leader_.chain, open->digest);
        return *pdf::complete(std::move(*open), draft.finish(*leader_.signer()->sign(draft.to_sign()), ""));
    }
    static std::string numbered(const std::string& bytes)
    {
        return *pdf::fill_in(*pdf::File::open(bytes), {{"so", "12"}});
    }
    std::string why(const std::string& given, const std::string& delivered, const crypto::Identity& who) const
    {
        const auto checked = check_delivered(given, delivered, who.certificate, kNow);
        if (checked) return {};
        EXPECT_EQ(checked.error().field, "uploadfile");
        return checked.error().message.str();
    }

    crypto::Identity root_ = crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority));
    crypto::Identity leader_ =
        crypto::issue(root_, wish("Nguyễn Văn Đức", crypto::CertificateUse::documents));
    crypto::Identity agency_ =
        crypto::issue(root_, wish("UBND tỉnh Bắc Ninh", crypto::CertificateUse::documents));
};

TEST_F(DeliveredTest, ASignatureOfTheRegisteredCertificateIsTaken)
{
    for (const std::string& given : {plain(), plain() + "\n\n", prepared(), numbered(prepared())})
        EXPECT_EQ(why(given, sign_with_program(given, leader_), leader_), "");
    const std::string leader_by_program = sign_with_program(prepared(), leader_);
    for (const std::string& signed_one : {by_leader(false), leader_by_program}) {
        const std::string given = numbered(signed_one);
        EXPECT_EQ(why(given, sign_with_program(given, agency_, {.field = "Signature2"}), agency_), "");
    }
}

TEST_F(DeliveredTest, AnotherFileIsNot)
{
    const std::string given = prepared();
    std::string other = sign_with_program(given, leader_);
    const std::size_t at = other.find("nghia");
    other.replace(at, 5, "NGHIA");
    EXPECT_NE(why(given, other, leader_), "") << "what was there is written over";
    EXPECT_NE(why(given, sign_with_program(plain(), leader_), leader_), "") << "another version";
    EXPECT_NE(why(given, given, leader_), "") << "as it was";
    EXPECT_NE(why(given, given + "\n%%EOF\n", leader_), "") << "no signature";
    EXPECT_NE(why(given, given + std::string(1000, 'x'), leader_), "");
    EXPECT_NE(why(given, "", leader_), "");
}

TEST_F(DeliveredTest, AnotherCertificateIsNot)
{
    const std::string given = prepared();
    EXPECT_NE(why(given, sign_with_program(given, agency_), leader_).find("chứng thư số khác"),
              std::string::npos);
    // The same name and issuer, another key.
    const crypto::Identity twin =
        crypto::issue(root_, wish("Nguyễn Văn Đức", crypto::CertificateUse::documents));
    EXPECT_NE(why(given, sign_with_program(given, twin), leader_).find("chứng thư số khác"),
              std::string::npos);
}

TEST_F(DeliveredTest, ABrokenSignatureIsNot)
{
    const std::string given = prepared();
    std::string broken = sign_with_program(given, leader_);
    broken[broken.rfind("300 100 420 160")] = '2';
    EXPECT_NE(why(given, broken, leader_).find("bị hỏng"), std::string::npos);
    const std::string more = sign_with_program(given, leader_);
    EXPECT_NE(why(given, more + "% more\n%%EOF\n", leader_), "") << "what follows is covered by nobody";
    EXPECT_NE(why(given, *pdf::fill_in(*pdf::File::open(more), {{"so", "13"}}), leader_), "");
}

TEST_F(DeliveredTest, AnAgedDigestIsNot)
{
    const std::string given = prepared();
    EXPECT_EQ(why(given, sign_with_program(given, leader_, {.digest = "sha256"}), leader_), "");
    EXPECT_NE(why(given, sign_with_program(given, leader_, {.digest = "sha1"}), leader_).find("SHA-1"),
              std::string::npos);
}

TEST_F(DeliveredTest, TwoNewSignaturesAreNot)
{
    const std::string given = prepared();
    const std::string twice =
        sign_with_program(sign_with_program(given, leader_), leader_, {.field = "Signature2"});
    EXPECT_NE(why(given, twice, leader_).find("nhiều hơn một"), std::string::npos);
}

TEST_F(DeliveredTest, ChangedContentIsNot)
{
    // Before any signature nobody else would notice: the leader has read another page.
    for (const std::string& given : {plain(), prepared()})
        EXPECT_NE(why(given, sign_with_program(given, leader_, {.page_text = "Noi dung khac"}), leader_)
                      .find("đã sửa nội dung"),
                  std::string::npos);
    const std::string numbered_one = numbered(by_leader(false));
    EXPECT_NE(
        why(numbered_one, sign_with_program(numbered_one, agency_, {.page_text = "Noi dung khac"}), agency_)
            .find("đã sửa nội dung"),
        std::string::npos);
}

// Filling in is permitted by the leader, but to us alone: the number stands in our register.
TEST_F(DeliveredTest, AnotherNumberIsNot)
{
    for (const std::string& given : {prepared(), numbered(prepared())})
        EXPECT_NE(
            why(given, sign_with_program(given, leader_, {.number = "99"}), leader_).find("đã sửa nội dung"),
            std::string::npos);
    const std::string given = numbered(by_leader(false));
    EXPECT_NE(
        why(given, sign_with_program(given, agency_, {.number = "99"}), agency_).find("đã sửa nội dung"),
        std::string::npos);
    EXPECT_EQ(why(given, sign_with_program(given, agency_, {.number = "12"}), agency_), "") << "as it was";
    // Filled in before it is signed, in a revision of its own.
    const std::string open = prepared();
    EXPECT_NE(why(open, sign_with_program(numbered(open), leader_), leader_), "");
}

// A certifying signature forbids new fields: what is taken never breaks it.
TEST_F(DeliveredTest, AFieldInACertifiedFileIsNot)
{
    const std::string given = numbered(by_leader(true));
    EXPECT_NE(why(given, sign_with_program(given, agency_), agency_), "");
}

}  // namespace
}  // namespace lt::signing
