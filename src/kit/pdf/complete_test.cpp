// What a reply may be: it comes from far away, much later, and perhaps for another file.
#include "kit/pdf/signing_testing.h"

namespace lt::pdf {
namespace {

class Complete : public SigningTest {
protected:
    Unsigned begun(const std::string& reason = "") const
    {
        return *begin_signature(open(prepared_),
                                {.field = "ky_lanhdao", .certify = true, .at = kTestNow, .reason = reason});
    }
    std::string made(const Unsigned& file, const crypto::Identity& who) const
    {
        return cms(file, who, Stamp::none, kTestNow);
    }
    std::string refusal(Unsigned file, const std::string& cms, const crypto::Certificate* expected = nullptr)
    {
        const auto done = complete(std::move(file), cms, expected);
        return done ? std::string() : done.error().message.str();
    }
    const std::string prepared_ =
        *prepare(open(plain()), {.signatures = {{"ky_lanhdao", {1, 350, 150, 500, 250}}}, .font = kTestFont});
    const std::string other_file_ =
        "Chữ ký không phải của tệp này, hoặc tệp đã bị thay đổi sau khi chuẩn bị. Chuẩn bị lại tệp rồi ký lại.";
    const std::string no_signature_ = "Dữ liệu nhận được không phải là chữ ký số. Ký lại.";
};

TEST_F(Complete, takes_up_in_another_process_what_was_stored)
{
    const Unsigned before = begun();
    // Everything that a row keeps.
    Unsigned after;
    after.bytes = before.bytes;
    after.begin = before.begin;
    after.end = before.end;
    const std::string reply = made(before, people_->leader);
    const auto done = complete(std::move(after), reply, &people_->leader.certificate);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(count(pdfsig(*done), "Signature is Valid"), 1U);
}

TEST_F(Complete, refuses_a_signature_of_another_file)
{
    EXPECT_EQ(refusal(begun("a"), made(begun("b"), people_->leader)), other_file_);
}

TEST_F(Complete, refuses_a_file_that_was_changed_meanwhile)
{
    const Unsigned file = begun();
    const std::string reply = made(file, people_->leader);
    ASSERT_EQ(refusal(file, reply), "");
    Unsigned changed = file;
    changed.bytes[changed.bytes.find("Cong hoa")] = 'D';
    EXPECT_EQ(refusal(changed, reply), other_file_);
    Unsigned longer = file;
    longer.bytes += "\n";
    EXPECT_EQ(refusal(longer, reply), other_file_);
    Unsigned shifted = file;
    shifted.begin += 2;
    EXPECT_EQ(refusal(shifted, reply), other_file_);
    Unsigned nowhere = file;
    nowhere.end = nowhere.bytes.size() + 1;
    EXPECT_EQ(refusal(nowhere, reply), other_file_);
    EXPECT_EQ(refusal(Unsigned{}, reply), other_file_);
}

TEST_F(Complete, refuses_to_sign_twice)
{
    Unsigned file = begun();
    const std::string reply = made(file, people_->leader);
    Unsigned again = file;
    again.bytes = *complete(file, reply);
    EXPECT_EQ(refusal(again, reply), other_file_);
}

TEST_F(Complete, refuses_what_is_no_signature)
{
    const Unsigned file = begun();
    const std::string good = made(file, people_->leader);
    EXPECT_EQ(refusal(file, good), "");
    EXPECT_EQ(refusal(file, ""), no_signature_);
    EXPECT_EQ(refusal(file, "not a signature"), no_signature_);
    EXPECT_EQ(refusal(file, people_->leader.certificate.der()), no_signature_);
    EXPECT_EQ(refusal(file, good + "x"), no_signature_) << "something behind it";
    EXPECT_EQ(refusal(file, good.substr(0, good.size() / 2)), no_signature_);
}

TEST_F(Complete, refuses_the_signature_of_somebody_else)
{
    const Unsigned file = begun();
    const std::string words = refusal(file, made(file, people_->agency), &people_->leader.certificate);
    EXPECT_NE(words, "");
    EXPECT_NE(words, other_file_);
    EXPECT_EQ(refusal(file, made(file, people_->agency)), "") << "nobody was expected";
}

TEST_F(Complete, refuses_a_wrong_value_of_the_signature)
{
    Unsigned file = begun();
    crypto::CmsDraft draft(people_->leader.certificate, people_->leader.chain, file.digest);
    const std::string value = *people_->agency.signer()->sign(draft.to_sign());
    EXPECT_EQ(refusal(file, draft.finish(value)),
              "Giá trị chữ ký không khớp với chứng thư số. Kiểm tra thiết bị ký rồi ký lại.");
}

TEST_F(Complete, refuses_what_is_larger_than_its_room)
{
    const auto small =
        begin_signature(open(prepared_), {.field = "ky_lanhdao", .at = kTestNow, .room = 1000});
    ASSERT_TRUE(small);
    EXPECT_EQ(refusal(*small, made(*small, people_->leader)),
              "Chữ ký lớn hơn chỗ đã dành trong tệp. Chuẩn bị lại tệp rồi ký lại.");
}

TEST_F(Complete, refuses_a_timestamp_of_another_file)
{
    const Unsigned file = begun();
    const std::string certified = *complete(file, made(file, people_->leader));
    const auto stamp = begin_document_timestamp(open(certified));
    ASSERT_TRUE(stamp);
    EXPECT_EQ(refusal(*stamp, token(crypto::sha256("something else"), kTestNow)),
              "Dấu thời gian không phải của tệp này. Xin lại dấu thời gian.");
    EXPECT_NE(refusal(*stamp, made(*stamp, people_->leader)), "") << "a signature is no timestamp";
    EXPECT_NE(refusal(file, token(file.digest, kTestNow)), "") << "a timestamp is no signature";
    EXPECT_EQ(refusal(*stamp, token(stamp->digest, kTestNow)), "");
}

}  // namespace
}  // namespace lt::pdf
