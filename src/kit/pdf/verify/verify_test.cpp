// Verdicts on honest files, over the years. Attacks are in attacks_test.cpp.
#include "kit/pdf/verify/verify_testing.h"

namespace lt::pdf {
namespace {

using namespace std::chrono_literals;
using crypto::Indication;
using crypto::Level;
using crypto::SubIndication;

class HonestFiles : public VerifyTest {};

TEST_F(HonestFiles, what_was_issued_passes_and_filling_in_is_seen)
{
    const Report report = judged(issued());
    EXPECT_EQ(report.indication, Indication::passed) << name_of(report.sub);
    ASSERT_EQ(report.signatures.size(), 2U);
    const SignatureReport& leader = report.signatures[0];
    EXPECT_EQ(leader.field, "ky_lanhdao");
    EXPECT_EQ(leader.verdict.signer->common_name(), "Nguyễn Văn Đức");
    EXPECT_TRUE(leader.certifies);
    EXPECT_FALSE(leader.covers_whole_file);
    EXPECT_EQ(leader.modifications, Change::form_filling) << leader.reason;
    EXPECT_TRUE(leader.permitted);
    EXPECT_EQ(leader.verdict.level, Level::b);
    EXPECT_EQ(leader.verdict.claimed_at, kNow);
    EXPECT_FALSE(leader.verdict.proven_at);
    const SignatureReport& agency = report.signatures[1];
    EXPECT_TRUE(agency.covers_whole_file);
    EXPECT_EQ(agency.modifications, Change::none);
    EXPECT_EQ(words_of(report).headline, "Chữ ký hợp lệ: Nguyễn Văn Đức, UBND phường Kinh Bắc.");
}

TEST_F(HonestFiles, every_kind_of_cross_reference_is_read)
{
    for (const std::string& source :
         {made_by_qpdf("--object-streams=generate"), made_by_qpdf("--linearize")}) {
        const std::string bytes = sign(
            sign(*prepare(*File::open(source), form()), leader_, {.field = "ky_lanhdao", .certify = true}),
            agency_, {.field = "ky_coquan", .texts = {{"so", "7"}}});
        const Report report = judged(bytes);
        EXPECT_EQ(report.indication, Indication::passed) << name_of(report.sub);
        ASSERT_EQ(report.signatures.size(), 2U);
        EXPECT_EQ(report.signatures[0].modifications, Change::form_filling) << report.signatures[0].reason;
    }
}

TEST_F(HonestFiles, an_unsigned_file_cannot_pass)
{
    const Report report = judged(plain());
    EXPECT_EQ(report.indication, Indication::indeterminate);
    EXPECT_TRUE(report.signatures.empty());
    EXPECT_EQ(words_of(report).headline, "Tệp không có chữ ký số.");
}

TEST_F(HonestFiles, what_is_no_pdf_or_locked_is_refused)
{
    const crypto::TrustStore nobody({}, {});
    for (const std::string& bytes : {std::string(), std::string("%PDF-1.7 nothing else"),
                                     std::string(1000, 'x'), made_by_qpdf("--encrypt a b 256 --")}) {
        const auto report = verify(bytes, {.trust = nobody, .now = kNow});
        ASSERT_FALSE(report);
        EXPECT_EQ(report.error().field, "file");
    }
}

TEST_F(HonestFiles, strangers_and_unknown_revocation_leave_it_open)
{
    const crypto::TrustStore nobody({}, {});
    const auto stranger = verify(issued(), {.trust = nobody, .now = kNow});
    ASSERT_TRUE(stranger);
    EXPECT_EQ(stranger->indication, Indication::indeterminate);
    EXPECT_EQ(stranger->sub, SubIndication::crypto_constraints_failure == stranger->sub
                                 ? stranger->sub
                                 : SubIndication::no_certificate_chain_found);
    EXPECT_TRUE(stranger->signatures[0].verdict.cryptographically_valid);
    const Report unknown = judged(issued(), kNow, {});
    EXPECT_EQ(unknown.indication, Indication::indeterminate);
    EXPECT_EQ(unknown.sub, SubIndication::try_later);
}

TEST_F(HonestFiles, revocation_counts_against_the_proven_time)
{
    const std::string plain_file = issued();
    const std::string stamped = issued(kNow);
    const std::vector<crypto::Revoked> later{{leader_.certificate, kNow + 1h}};
    const std::vector<crypto::Revoked> before{{leader_.certificate, kNow - 1h}};
    const auto sub = [&](const std::string& bytes, const std::vector<crypto::Revoked>& revoked) {
        return judged(bytes, kNow + 2h, known(kNow + 2h, revoked)).signatures[0].verdict;
    };
    EXPECT_EQ(sub(plain_file, later).sub, SubIndication::revoked_no_poe);
    EXPECT_EQ(sub(plain_file, later).indication, Indication::indeterminate);
    EXPECT_EQ(sub(stamped, later).indication, Indication::passed)
        << "the timestamp proves that it was signed before";
    EXPECT_EQ(sub(stamped, later).proven_at, kNow);
    EXPECT_EQ(sub(stamped, before).sub, SubIndication::revoked_no_poe)
        << "it may have been signed long before it was stamped";
    EXPECT_EQ(sub(stamped, before).indication, Indication::indeterminate);
}

TEST_F(HonestFiles, an_expired_certificate_needs_a_proof_of_the_time)
{
    const base::Time later = kNow + 2 * kYear;
    const Report without = judged(issued(), later, known(later));
    EXPECT_EQ(without.indication, Indication::indeterminate);
    EXPECT_EQ(without.sub, SubIndication::out_of_bounds_no_poe);
    EXPECT_EQ(judged(issued(kNow + 1min), later, known(later)).sub, SubIndication::try_later)
        << "a list from after the end has forgotten the certificate";
    const Report stamped = judged(issued(kNow + 1min), later, known(kNow + 2h));
    EXPECT_EQ(stamped.indication, Indication::passed) << name_of(stamped.sub);
    EXPECT_EQ(stamped.signatures[0].verdict.level, Level::t);
    // Stamped after the end, which proves nothing.
    const Report late = judged(issued(kNow + kYear + 1h), later, known(kNow + 2h));
    EXPECT_EQ(late.indication, Indication::indeterminate);
    EXPECT_EQ(late.sub, SubIndication::out_of_bounds_no_poe);
    // A timestamp from the future proves nothing.
    const Report future = judged(issued(kNow + 48h), kNow, known(kNow));
    EXPECT_FALSE(future.signatures[0].verdict.proven_at);
    EXPECT_EQ(future.indication, Indication::passed);
}

TEST_F(HonestFiles, data_in_the_file_and_document_timestamps_keep_it_valid_for_decades)
{
    const base::Time soon = kNow + 1h;
    const std::string long_term = with_store(issued(kNow), known(soon));
    const Report lt = judged(long_term, kNow + 2 * kYear, {});
    EXPECT_EQ(lt.indication, Indication::passed) << name_of(lt.sub);
    EXPECT_EQ(lt.signatures[0].verdict.level, Level::lt);
    EXPECT_EQ(lt.signatures[1].modifications, Change::none) << lt.signatures[1].reason;
    // The authority of the timestamp has expired: only a newer timestamp helps.
    EXPECT_EQ(judged(long_term, kNow + 4 * kYear, {}).sub, SubIndication::out_of_bounds_no_poe);

    const std::string archived = with_timestamp(long_term, soon + 1h);
    const Report lta = judged(archived, kNow + 2 * kYear, {});
    EXPECT_EQ(lta.indication, Indication::passed) << name_of(lta.sub);
    EXPECT_EQ(lta.signatures[0].verdict.level, Level::lta);
    EXPECT_EQ(lta.signatures[0].modifications, Change::form_filling) << lta.signatures[0].reason;
    EXPECT_EQ(lta.signatures[1].modifications, Change::none) << lta.signatures[1].reason;
    ASSERT_EQ(lta.document_timestamps.size(), 1U);
    EXPECT_TRUE(lta.document_timestamps[0].covers_whole_file);
    EXPECT_EQ(lta.document_timestamps[0].at, soon + 1h);

    // Renewed before the end by a new authority, whose certificate lives longer.
    const crypto::Identity first = clock_;
    clock_ = crypto::issue(root_,
                           wish("Dấu thời gian mới", crypto::CertificateUse::timestamps, kNow + 10 * kYear));
    const base::Time renewal = kNow + 2 * kYear + 100h;
    // What was known before their end of the certificates that ended since stays in the file.
    crypto::Revocations all = known(soon);
    all.crls.push_back(known(renewal - 1h).crls.front());
    const std::string renewed = with_timestamp(with_store(archived, all), renewal);
    const Report decade = judged(renewed, kNow + 9 * kYear, known(renewal + 1h));
    EXPECT_EQ(decade.indication, Indication::passed) << name_of(decade.sub);
    EXPECT_EQ(decade.signatures[0].verdict.proven_at, kNow);
    EXPECT_EQ(decade.document_timestamps.size(), 2U);
    EXPECT_EQ(judged(archived, kNow + 9 * kYear, known(renewal + 1h)).indication, Indication::indeterminate)
        << "not renewed";
}

// For tests/fuzz and for checks with other validators.
TEST_F(HonestFiles, seeds_for_the_fuzzers_are_made)
{
    const std::filesystem::path seeds = "build/test/seeds";
    const auto write = [&](const std::string& name, const std::string& bytes) {
        std::filesystem::create_directories((seeds / name).parent_path());
        std::ofstream(seeds / name, std::ios::binary) << bytes;
        EXPECT_EQ(read(seeds / name), bytes);
    };
    const std::string archived = with_timestamp(with_store(issued(kNow), known(kNow + 1h)), kNow + 2h);
    write("pdf_verify/plain.pdf", plain());
    write("pdf_verify/issued.pdf", issued());
    write("pdf_verify/archived.pdf", archived);
    write("pdf_verify/streams.pdf",
          sign(*prepare(*File::open(made_by_qpdf("--object-streams=generate")), form()), leader_,
               {.field = "ky_lanhdao", .certify = true}));
    crypto::CmsDraft draft(leader_.certificate, leader_.chain, crypto::sha256("content"));
    const std::string value = *leader_.signer()->sign(draft.to_sign());
    write("cms/stamped", draft.finish(value, token(value, kNow)));
    write("cms/timestamp", token("content", kNow));
    write("cms/crl", known(kNow).crls.at(0));
    std::filesystem::create_directories(seeds / "trust");
    std::ofstream(seeds / "trust" / "root.pem") << root_.certificate.pem();
}

TEST_F(HonestFiles, the_report_has_the_keys_that_others_read)
{
    const std::string json = to_json(judged(issued(kNow)));
    for (const char* part :
         {R"({"indication":"total-passed")", R"("signer":"Nguyễn Văn Đức")", R"("intact":true)",
          R"("cryptographicallyValid":true)", R"("coversWholeFile":false)", R"("level":"B-T")",
          R"("signingTime":"2026-11-20T02:00:00)", R"("modifications":"form_filling")",
          R"("subIndication":"")", R"("documentTimestamps":[])"})
        EXPECT_NE(json.find(part), std::string::npos) << part << " in " << json;
}

}  // namespace
}  // namespace lt::pdf
