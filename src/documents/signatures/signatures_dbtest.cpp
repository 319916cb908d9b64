// The leader signs, the clerk numbers and seals: with real keys and files, judged by pdfsig.
#include "documents/signatures/fixture_dbtest.h"

namespace lt::documents {
namespace {

TEST_F(SignaturesTest, FromTheLeadersSignatureToTheSealedDocument)
{
    const std::string uid = submitted({pdf(), pdf("phu-luc.pdf"), letter("không phải PDF")});
    const std::string drafted = content(uid);
    ASSERT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
    EXPECT_EQ(document(services, office.clerk, uid)->state, DocumentState::approved);
    const std::string certified = content(uid);
    EXPECT_TRUE(certified.starts_with(drafted)) << "what was drafted stays byte for byte";
    EXPECT_EQ(count(judged(certified), "Signature is Valid"), 1U) << judged(certified);

    EXPECT_EQ(issue(services, office.clerk, uid).error().field, "key") << "it can't leave without the seal";
    const auto result = issue(services, office.clerk, uid, &seal_);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->notation, "01/UBND-VX");
    const std::string sealed = content(uid);
    EXPECT_TRUE(sealed.starts_with(certified)) << "what the leader signed stays byte for byte";
    EXPECT_EQ(count(judged(sealed), "Signature is Valid"), 2U) << judged(sealed);
    EXPECT_EQ(count(judged(content(uid, 1)), "Signature is Valid"), 1U) << "the annex has the agency's";
    const auto seen = document(services, kinh_bac.clerk, uid);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->notation, "01/UBND-VX");
    EXPECT_EQ(blobs.get(seen->files.at(0).sha256, 10 << 20), sealed) << "the recipient reads the same bytes";
    const auto again = issue(services, office.clerk, uid, &seal_);
    ASSERT_TRUE(again) << "pressed twice";
    EXPECT_TRUE(again->again);
    EXPECT_EQ(database.value("SELECT last FROM number_series WHERE book = 'outgoing'"), "1");
}

// The token is pulled out, the authority is silent: the number stays with the document and nothing else has happened.
TEST_F(SignaturesTest, WhatBreaksOffWhileSealingGoesOnWithTheSameNumber)
{
    const std::string uid = submitted({pdf()});
    ASSERT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
    const std::string certified = content(uid);
    signing_services.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, {}, "Dịch vụ cấp dấu thời gian không trả lời.", {}};
    };
    const auto broken = issue(services, office.clerk, uid, &seal_);
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().fault, base::Fault::unavailable);
    EXPECT_EQ(content(uid), certified);
    EXPECT_EQ(document(services, office.clerk, uid)->state, DocumentState::approved);
    EXPECT_EQ(document(services, office.clerk, uid)->notation, "01/UBND-VX") << "the number is given";
    EXPECT_FALSE(document(services, kinh_bac.clerk, uid)) << "nothing has left";
    EXPECT_EQ(return_draft(services, office.clerk, uid, "Sai chính tả ở trang hai").error().fault,
              base::Fault::conflict)
        << "a number that was given stays with its document";

    signing_services.timestamp = nullptr;
    const auto result = issue(services, office.clerk, uid, &seal_);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->notation, "01/UBND-VX");
    EXPECT_EQ(database.value("SELECT last FROM number_series WHERE book = 'outgoing'"), "1");
}

TEST_F(SignaturesTest, ASignatureOverSomethingElseIsRefused)
{
    const std::string uid = submitted({pdf()});
    const int read = version(uid);
    ASSERT_TRUE(take_back_draft(services, office.specialist, uid));
    ASSERT_TRUE(edit_draft(services, office.specialist, uid, version(uid), draft_to({kinh_bac.agency}), {},
                           {pdf("khac.pdf")}));
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    const auto refused = sign_draft(services, office.leader, uid, read, leader_hand_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "version");
    EXPECT_EQ(sign_draft(services, office.clerk, uid, version(uid), leader_hand_).error().fault,
              base::Fault::forbidden);
    EXPECT_EQ(document(services, office.leader, uid)->state, DocumentState::review);
    EXPECT_TRUE(judged(content(uid)).find("does not contain any signatures") != std::string::npos);
}

TEST_F(SignaturesTest, AReturnedDocumentLosesItsSignature)
{
    const std::string uid = submitted({pdf()});
    const std::string drafted = content(uid);
    ASSERT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
    EXPECT_NE(content(uid), drafted);
    ASSERT_TRUE(return_draft(services, office.clerk, uid, "Thiếu phụ lục kèm theo"));
    EXPECT_EQ(content(uid), drafted);
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    ASSERT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_)) << "and is signed anew";
}

TEST_F(SignaturesTest, AFileThatIsNoPdfIsNotSigned)
{
    const std::string uid = submitted({letter("văn bản")});
    const auto refused = sign_draft(services, office.leader, uid, version(uid), leader_hand_);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(approve(office.leader, uid)) << "it is approved without a signature";
    EXPECT_EQ(issue(services, office.clerk, uid, &seal_).error().fault, base::Fault::conflict)
        << "the agency signs only what the leader has signed (ND 30/2020, art. 32)";
}

}  // namespace
}  // namespace lt::documents
