// The leader signs, the clerk numbers and seals: with real keys and files, judged by pdfsig.
#include "documents/signatures/fixture_dbtest.h"
#include "documents/signatures/places.h"

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

// What can't be sealed is said before the number is given, while the document can still go back to its drafter.
TEST_F(SignaturesTest, ASealThatIsRefusedTakesNoNumber)
{
    const auto numbers = [&] { return database.value("SELECT count(*) FROM number_series"); };
    const auto refused = [&](const std::vector<NewFile>& files, const std::string& change = "") {
        const std::string uid = submitted(files);
        const auto approved = sign_draft(services, office.leader, uid, version(uid), leader_hand_);
        EXPECT_TRUE(approved) << approved.error().message;
        if (!change.empty()) database.execute(change);
        const auto result = issue(services, office.clerk, uid, &seal_);
        EXPECT_FALSE(result);
        EXPECT_EQ(numbers(), "0") << (result ? "" : result.error().message.str());
        const auto back = return_draft(services, office.clerk, uid, "Thay tệp kèm theo");
        EXPECT_TRUE(back) << back.error().message;
        return result ? "" : result.error().message.str();
    };
    const auto says = [](const std::string& message, const char* words) {
        EXPECT_NE(message.find(words), std::string::npos) << message;
    };
    const auto annex = [&](const std::string& bytes) { return NewFile{"phu-luc.pdf", blobs.put(bytes)}; };
    says(refused({pdf(), annex(PlainPdf::make().substr(0, 300))}), "phu-luc.pdf");
    says(refused({pdf(), annex(PlainPdf::make())},
                 "UPDATE document_files SET size = 200000000 WHERE name = 'phu-luc.pdf'"),
         "lớn hơn 100 MB");
    says(refused({letter_with("Số:         /UBND-VX", "Bắc Ninh, ngày 01 tháng 01 năm 2020")}),
         "Ngày ghi sẵn trong tệp khác ngày cấp số");
}

TEST_F(SignaturesTest, AnAnnexThatIsSignedAlreadyGoesAsItIs)
{
    const std::string first = submitted({pdf(), pdf("phu-luc.pdf")});
    ASSERT_TRUE(sign_draft(services, office.leader, first, version(first), leader_hand_));
    ASSERT_TRUE(issue(services, office.clerk, first, &seal_));
    const std::string sealed = content(first, 1);
    const std::string second = submitted({pdf(), {"hop-dong.pdf", blobs.put(sealed)}});
    ASSERT_TRUE(sign_draft(services, office.leader, second, version(second), leader_hand_));
    const auto result = issue(services, office.clerk, second, &seal_);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(content(second, 1), sealed);
    EXPECT_EQ(count(judged(content(second)), "Signature is Valid"), 2U);
}

// The number in the file is the one of the register, and the date the number's.
TEST_F(SignaturesTest, ANumberOfItsOwnIsNotSigned)
{
    const std::string uid =
        submitted({letter_with("Số: 777/UBND-VX", "Bắc Ninh, ngày 01 tháng 01 năm 2020")});
    EXPECT_TRUE(has_assumed(document(services, office.leader, uid)->files.at(0).places));
    const auto signed_ = sign_draft(services, office.leader, uid, version(uid), leader_hand_);
    ASSERT_FALSE(signed_);
    EXPECT_TRUE(signed_.error().message.str().starts_with("Tệp đã ghi sẵn số văn bản"));
    EXPECT_EQ(document(services, office.leader, uid)->state, DocumentState::review);
    // Nor after somebody has saved the places that were proposed.
    const auto proposed = places(services, office.specialist, uid);
    ASSERT_TRUE(proposed);
    ASSERT_TRUE(set_places(services, office.specialist, uid, proposed->version, proposed->places));
    EXPECT_FALSE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));

    // As the day of the number is, the date may be there.
    const std::string dated = "Bắc Ninh, ngày " + base::format_day(base::vietnam_day(clock->now()));
    const std::string good = submitted({letter_with("Số:          /UBND-VX", dated.c_str())});
    ASSERT_TRUE(sign_draft(services, office.leader, good, version(good), leader_hand_));
    const auto result = issue(services, office.clerk, good, &seal_);
    ASSERT_TRUE(result) << result.error().message;
    const std::string shown = said("pdftotext -layout", content(good), "-");
    EXPECT_EQ(count(shown, "ngày"), 1U) << shown;
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
