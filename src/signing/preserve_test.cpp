// What is signed today and must be proven in fifteen years.
#include "signing/preserve_testing.h"

namespace lt::signing {
namespace {

using namespace decades;
using crypto::Indication;
using crypto::Level;

class PreservingFiles : public ::testing::Test {
protected:
    std::shared_ptr<base::VirtualClock> clock_ = std::make_shared<base::VirtualClock>(kNow);

    enum class Stamped : std::uint8_t { no, yes };
    static std::string signed_by(Decades& world, const crypto::Identity& who, Stamped stamped = Stamped::yes)
    {
        const auto file = pdf::File::open(AnyPdf::make());
        auto open = pdf::begin_signature(
            *pdf::File::open(
                *pdf::prepare(*file, {.signatures = {{"ky", {1, 350, 150, 500, 250}}},
                                      .font = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"})),
            {.field = "ky", .at = kNow});
        EXPECT_TRUE(open) << open.error().message;
        crypto::CmsDraft draft(who.certificate, who.chain, open->digest);
        const std::string value = *who.signer()->sign(draft.to_sign());
        const std::string token = stamped == Stamped::yes ? *world.stamps.token(crypto::sha256(value)) : "";
        return *pdf::complete(std::move(*open), draft.finish(value, token));
    }
    static crypto::Identity leader(Decades& world)
    {
        return world.first->issue(
            {.common_name = "Nguyễn Văn Đức", .kind = crypto::KeyKind::elliptic_curve, .from = kNow - kYear});
    }
    void later(std::chrono::seconds time) { clock_->set(clock_->now() + time); }
};

TEST_F(PreservingFiles, passes_in_fifteen_years_as_long_as_it_was_renewed_in_time)
{
    Decades world(clock_);
    const std::string issued = signed_by(world, leader(world));
    later(1h);
    const auto first = world.preserve(issued);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_TRUE(first->bytes.starts_with(issued));
    const pdf::Report report = world.judged(first->bytes, clock_->now());
    EXPECT_EQ(report.signatures.at(0).verdict.level, Level::lta);
    EXPECT_EQ(report.signatures[0].modifications, pdf::Change::none);
    const base::Time end = first->renew_by + 90 * kDay;
    EXPECT_EQ(base::format_iso(base::vietnam_day(end)), "2036-11-17") << "the timestamps' certificate";
    EXPECT_TRUE(world.passes(first->bytes, end - 1s));
    EXPECT_FALSE(world.passes(first->bytes, end + 1s)) << "it was not renewed";
    EXPECT_FALSE(world.passes(issued, kNow + 4 * kYear)) << "nor does the file last by itself";

    clock_->set(first->renew_by);
    world.successor = true;
    const auto second = world.preserve(first->bytes);
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_TRUE(second->bytes.starts_with(first->bytes));
    const base::Time in_fifteen_years = kNow + 15 * kYear;
    EXPECT_TRUE(world.passes(second->bytes, in_fifteen_years));
    EXPECT_FALSE(world.passes(first->bytes, in_fifteen_years));
    EXPECT_EQ(world.judged(second->bytes, in_fifteen_years).document_timestamps.size(), 2U);
    EXPECT_TRUE(world.passes(second->bytes, second->renew_by + 90 * kDay - 1s));
    EXPECT_FALSE(world.passes(second->bytes, second->renew_by + 90 * kDay + 1s));

    clock_->set(end + kDay);
    EXPECT_FALSE(world.preserve(first->bytes)) << "too late: nothing proves it any more";
}

TEST_F(PreservingFiles, ends_with_the_algorithm_when_that_comes_first)
{
    const base::Time rule = base::Time(base::Day(std::chrono::year(2029) / 1 / 1));
    Decades world(clock_, {{.kind = crypto::KeyKind::rsa, .below_bits = 3000, .until = rule}});
    const auto made = world.preserve(signed_by(world, leader(world)));
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->renew_by, rule - 90 * kDay);
    EXPECT_TRUE(world.passes(made->bytes, rule - 1s));
    EXPECT_FALSE(world.passes(made->bytes, rule));

    Decades digests(clock_, {{.digest = "SHA256", .until = rule}});
    const auto other = digests.preserve(signed_by(digests, leader(digests)));
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_EQ(other->renew_by, rule - 90 * kDay);
    EXPECT_FALSE(digests.passes(other->bytes, rule));
}

TEST_F(PreservingFiles, proves_a_signature_that_has_no_timestamp_and_an_authority_that_nobody_asked_about_yet)
{
    Decades world(clock_);
    world.successor = true;
    clock_->set(kNow + kYear);
    const std::string issued = signed_by(world, leader(world), Stamped::no);
    clock_->set(kNow + kYear + 1h);
    world.successor = false;
    const auto made = world.preserve(issued);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_TRUE(world.passes(made->bytes, kNow + 7 * kYear))
        << "offline, long after the signer's certificate";
    EXPECT_EQ(world.judged(made->bytes, kNow + 7 * kYear).signatures.at(0).verdict.level, Level::lta);
    world.successor = true;
    clock_->set(kNow + 6 * kYear + 1h);
    EXPECT_FALSE(world.preserve(issued)) << "the signer's certificate has ended meanwhile";
}

TEST_F(PreservingFiles, loses_nothing_while_an_authority_is_silent)
{
    Decades world(clock_);
    const std::string issued = signed_by(world, leader(world));
    world.ocsp_dead = true;
    const auto no_word = world.preserve(issued);
    ASSERT_FALSE(no_word);
    EXPECT_EQ(no_word.error().fault, base::Fault::unavailable);
    EXPECT_NE(no_word.error().message.str().find("http://first"), std::string::npos)
        << no_word.error().message;
    world.ocsp_dead = false;
    world.stamps_dead = true;
    later(10min);
    const auto no_stamp = world.preserve(issued);
    ASSERT_FALSE(no_stamp);
    EXPECT_EQ(no_stamp.error().fault, base::Fault::unavailable);
    EXPECT_NE(no_stamp.error().message.str().find("http://stamps"), std::string::npos);
    world.stamps_dead = false;
    later(10min);
    EXPECT_TRUE(world.preserve(issued));
}

TEST_F(PreservingFiles, refuses_what_is_not_valid)
{
    Decades world(clock_);
    const auto refused = [&](const std::string& bytes) {
        const auto made = world.preserve(bytes);
        EXPECT_FALSE(made);
        return made ? base::Fault::conflict : made.error().fault;
    };
    EXPECT_EQ(refused("không phải PDF"), base::Fault::invalid);
    EXPECT_EQ(refused(AnyPdf::make()), base::Fault::invalid) << "without a signature";
    std::string changed = signed_by(world, leader(world));
    changed[changed.find("(Cong hoa") + 1] = 'D';
    EXPECT_EQ(refused(changed), base::Fault::invalid);
    const crypto::Identity stranger = crypto::make_root({.common_name = "Người lạ",
                                                         .kind = crypto::KeyKind::elliptic_curve,
                                                         .from = kNow - kYear,
                                                         .until = kNow + kYear});
    EXPECT_EQ(refused(signed_by(world, stranger)), base::Fault::invalid);
    const crypto::Identity thief = leader(world);
    world.first->revoke(thief.certificate, kNow - kDay);
    const int before = world.asked;
    EXPECT_EQ(refused(signed_by(world, thief)), base::Fault::invalid) << "revoked before it signed";
    EXPECT_GT(world.asked, before);
}

}  // namespace
}  // namespace lt::signing
