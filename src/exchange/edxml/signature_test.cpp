// Signed messages: ours, others', changed on the way, and those that a hub wrote anew.
#include "exchange/edxml/signature.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "exchange/edxml/json.h"
#include "exchange/edxml/message_testing.h"
#include "exchange/edxml/reader.h"
#include "kit/crypto/authority.h"

namespace lt::edxml {
namespace {

using namespace std::chrono_literals;
using crypto::CertificateUse;
using crypto::Identity;
using crypto::KeyKind;

const base::Time kSentAt = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kValidity = std::chrono::hours(365 * 24);

class SignedMessages : public ::testing::Test {
protected:
    static crypto::CertificateWish wish(const std::string& name, CertificateUse use, KeyKind kind)
    {
        return {.common_name = name,
                .use = use,
                .kind = kind,
                .from = kSentAt - kValidity,
                .until = kSentAt + kValidity};
    }
    static std::string message(const std::string& traces = trace("H05"))
    {
        testing::Draft draft;
        draft.trace = traces + draft.trace;
        draft.files = {{.base64 = testing::base64("%PDF-1.7 nội dung")}};
        return draft.xml();
    }
    static std::string trace(const std::string& organ)
    {
        return "<TraceHeader><OrganId>" + organ +
               "</OrganId><Timestamp>2026/11/20 09:00:00</Timestamp></TraceHeader>";
    }
    static std::string sign(const Identity& who, const std::string& xml)
    {
        const auto signer = who.signer();
        auto draft = sign_message(xml, signer->certificate(), signer->chain(), kSentAt);
        EXPECT_TRUE(draft);
        return draft->finish(*signer->sign(draft->to_sign()));
    }
    static MessageSignature verify(const std::string& xml, const std::vector<crypto::Revoked>& revoked = {})
    {
        const Result read = read_bytes(xml);
        const auto* message = std::get_if<Message>(&read);
        if (message == nullptr) {
            ADD_FAILURE() << std::get<Error>(read).message;
            return {};
        }
        const crypto::TrustStore trust(
            {{root_.certificate, "demo", kSentAt - kValidity, kSentAt + kValidity, "test"}},
            crypto::AlgorithmPolicy({{.digest = "SHA1", .until = kSentAt - kValidity}}));
        crypto::Revocations known;
        known.crls.push_back(make_crl(root_, revoked, kSentAt, kSentAt + 24h));
        return verify_message(xml, *message,
                              {.trust = trust, .now = kSentAt, .known = known, .certificates = {}});
    }
    static std::string replaced(std::string text, const std::string& what, const std::string& with)
    {
        const std::size_t at = text.find(what);
        EXPECT_NE(at, std::string::npos) << what;
        return at == std::string::npos ? text : text.replace(at, what.size(), with);
    }

    static inline const Identity root_ =
        make_root(wish("Gốc thử", CertificateUse::authority, KeyKind::elliptic_curve));
    static inline const Identity agency_ =
        issue(root_, wish("UBND tỉnh", CertificateUse::documents, KeyKind::elliptic_curve));
};

TEST_F(SignedMessages, of_ours_are_valid_and_still_read_the_same)
{
    const std::string xml = sign(agency_, message());
    EXPECT_NE(xml.find("</ds:Signature></edXMLHeader>"), std::string::npos);
    const MessageSignature found = verify(xml);
    EXPECT_EQ(found.outcome, SignatureOutcome::valid) << found.reason;
    EXPECT_EQ(found.verdict->signer->common_name(), "UBND tỉnh");
    EXPECT_EQ(found.verdict->level, crypto::Level::b);
    const Result plain = read_bytes(message());
    const Result read = read_bytes(xml);
    EXPECT_EQ(to_json(std::get<Message>(read)), to_json(std::get<Message>(plain)));
    EXPECT_EQ(verify(message()).outcome, SignatureOutcome::none);
}

TEST_F(SignedMessages, that_were_changed_fail)
{
    const std::string xml = sign(agency_, message());
    EXPECT_EQ(verify(replaced(xml, "Về việc báo cáo", "Về việc khác")).outcome, SignatureOutcome::failed);
    EXPECT_EQ(
        verify(replaced(xml, testing::base64("%PDF-1.7 nội dung"), testing::base64("%PDF-1.7 khác"))).outcome,
        SignatureOutcome::failed);
}

TEST_F(SignedMessages, of_a_revoked_agency_are_indeterminate)
{
    EXPECT_EQ(verify(sign(agency_, message()), {{agency_.certificate, kSentAt - 1h}}).outcome,
              SignatureOutcome::indeterminate);
}

TEST_F(SignedMessages, that_a_hub_wrote_anew_are_not_verifiable)
{
    const std::string words = "Không kiểm tra được: hệ thống trung chuyển đã ghi lại thông điệp.";
    const std::string xml = sign(agency_, message());
    // The hub adds its own trace.
    MessageSignature found = verify(replaced(xml, trace("H05"), trace("H05") + trace("00.22.W00")));
    EXPECT_EQ(found.outcome, SignatureOutcome::not_verifiable);
    EXPECT_EQ(found.reason, words);
    // It writes the signature into its own namespace.
    found = verify(replaced(replaced(xml, "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"",
                                     "xmlns:ds=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\""),
                            trace("H05"), trace("H05") + trace("00.22.W00")));
    EXPECT_EQ(found.outcome, SignatureOutcome::not_verifiable);
    EXPECT_EQ(found.reason, words);
}

TEST_F(SignedMessages, that_came_through_a_hub_unchanged_are_valid)
{
    EXPECT_EQ(verify(sign(agency_, message(trace("H05") + trace("00.22.W00")))).outcome,
              SignatureOutcome::valid);
}

TEST_F(SignedMessages, published_with_blanked_certificates_are_not_verifiable)
{
    const char* shared = std::getenv("LT_SHARED");
    const std::filesystem::path folder =
        std::filesystem::path(shared != nullptr ? shared : "../shared") / "samples/edxml";
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "the samples are not here";
    int with_signature = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string xml{std::istreambuf_iterator<char>(in), {}};
        const Result read = read_bytes(xml);
        const auto* message = std::get_if<Message>(&read);
        if (message == nullptr || !message->has_signature) continue;
        ++with_signature;
        const crypto::TrustStore nobody({}, {});
        const MessageSignature found = verify_message(xml, *message, {.trust = nobody, .now = kSentAt});
        EXPECT_EQ(found.outcome, SignatureOutcome::not_verifiable) << entry.path();
        EXPECT_NE(found.reason, "") << entry.path();
    }
    EXPECT_GT(with_signature, 0);
}

}  // namespace
}  // namespace lt::edxml
