// The registry certifies copies: real scans, keys and files, judged by pdfsig.
#include "documents/copies/copies.h"

#include "documents/signatures/fixture_dbtest.h"
#include "kit/text/scan_testing.h"

namespace lt::documents {
namespace {

using text::testing::make_scan;

class CopiesTest : public SignaturesTest {
protected:
    NewFile file(const std::string& content, const std::string& name = "ban-quet.pdf")
    {
        return {name, blobs.put(content)};
    }
    // A document of the office with this file, registered by the clerk of Kinh Bắc.
    std::string received(const std::string& content)
    {
        const auto created = create_draft(services, office.specialist, key(),
                                          draft_to({kinh_bac.agency}, "Kế hoạch năm 2027"), {file(content)});
        EXPECT_TRUE(created);
        EXPECT_TRUE(submit_draft(services, office.specialist, created->uid));
        EXPECT_TRUE(approve(office.leader, created->uid));
        EXPECT_TRUE(issue(services, office.clerk, created->uid));
        EXPECT_TRUE(accept(services, kinh_bac.clerk, created->uid, 0, ""));
        return created->uid;
    }
    base::Result<Created> copy(const NewCopy& wanted, const std::vector<NewFile>& uploads = {})
    {
        return make_copy(services, kinh_bac.clerk, key(), wanted, uploads);
    }
    NewCopy of_scan(const std::string& kind = "certified_copy") const
    {
        return {.kind_code = kind, .subject = "Quyết định thành lập tổ công tác"};
    }
    NewCopy of(const std::string& source)
    {
        NewCopy out = of_scan();
        out.source = source;
        const auto read = document(services, kinh_bac.clerk, source);
        for (const FileRow& one : read->files) out.files.push_back(one.uid);
        return out;
    }
    // Number and signature.
    std::string signed_copy(const std::string& kind)
    {
        const auto made = copy(of_scan(kind), {file(make_scan({{}}))});
        EXPECT_TRUE(made) << (made ? "" : made.error().message);
        const auto done = issue(services, kinh_bac.clerk, made->uid, &seal_);
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
        return done ? done->notation : "";
    }
    std::string content_for(const Actor& reader, const std::string& uid, std::size_t number = 0)
    {
        return blobs.get(document(services, reader, uid)->files.at(number).sha256, 10 << 20);
    }
    std::string words_of(const base::Error& error)
    {
        std::string out = error.message.str();
        for (const auto& [field, message] : error.more) out += "\n" + message.str();
        return out;
    }
};

TEST_F(CopiesTest, FromAnIncomingDocumentToItsCertifiedCopy)
{
    const std::string scan = make_scan({{.dpi = 200}, {.dpi = 300}});
    const std::string source = received(scan);
    NewCopy wanted = of(source);
    wanted.recipients = {deo_gia.agency};
    const auto made = copy(wanted);
    ASSERT_TRUE(made) << words_of(made.error());
    EXPECT_EQ(document(services, kinh_bac.clerk, made->uid)->state, DocumentState::approved);
    EXPECT_FALSE(document(services, deo_gia.clerk, made->uid));
    EXPECT_EQ(issue(services, kinh_bac.clerk, made->uid).error().field, "key") << "not without the signature";

    const auto done = issue(services, kinh_bac.clerk, made->uid, &seal_);
    ASSERT_TRUE(done) << words_of(done.error());
    EXPECT_EQ(done->notation, "01/SY-UBND");
    EXPECT_TRUE(issue(services, kinh_bac.clerk, made->uid, &seal_)->again) << "pressed twice";
    const std::string copied = content_for(kinh_bac.clerk, made->uid);
    EXPECT_TRUE(copied.starts_with(scan)) << "the scan stays byte for byte";
    EXPECT_NE(judged(copied).find("Signature is Valid"), std::string::npos) << judged(copied);
    EXPECT_NE(judged(copied).find("Total document signed"), std::string::npos) << judged(copied);
    const std::string shown = said("pdftotext -f 1 -l 1 -x 300 -y 0 -W 300 -H 70", copied, "-");
    EXPECT_NE(shown.find("SAO Y\nUBND phường Kinh Bắc\nThời gian ký: 20/11/2026 09:00:00 +07:00"),
              std::string::npos)
        << shown;
    EXPECT_EQ(said("pdftotext -f 2 -l 2", copied, "-").find("SAO Y"), std::string::npos);

    // The recipient has the copy, and not what it was made from; here both name each other.
    const auto received_copy = document(services, deo_gia.clerk, made->uid);
    ASSERT_TRUE(received_copy);
    EXPECT_EQ(content_for(deo_gia.clerk, made->uid), copied);
    EXPECT_FALSE(received_copy->copied_from);
    const auto own = document(services, kinh_bac.clerk, made->uid);
    EXPECT_EQ(own->copy_form, "SAO Y");
    ASSERT_TRUE(own->copied_from);
    EXPECT_EQ(own->copied_from->uid, source);
    EXPECT_EQ(own->copied_from->notation, "01/UBND-VX");
    const auto original = document(services, kinh_bac.clerk, source);
    ASSERT_EQ(original->copies.size(), 1U);
    EXPECT_EQ(original->copies[0].notation, "01/SY-UBND");
    EXPECT_TRUE(original->replies.empty());
    EXPECT_TRUE(document(services, office.clerk, source)->copies.empty()) << "the copy is not theirs";
}

TEST_F(CopiesTest, AllFormsShareOneSeriesWithoutGaps)
{
    // The head of the agency decides how documents are numbered, but not that.
    database.execute("INSERT INTO number_schemes (agency_id, kind_code, book) VALUES (2, 'extract', 'own')");
    EXPECT_EQ(signed_copy("certified_copy"), "01/SY-UBND");
    EXPECT_EQ(signed_copy("copy_of_a_copy"), "02/SL-UBND");
    EXPECT_EQ(signed_copy("extract"), "03/TrS-UBND");
    EXPECT_EQ(signed_copy("certified_copy"), "04/SY-UBND");
    EXPECT_EQ(database.value("SELECT string_agg(book || ' ' || last, ', ') FROM number_series"), "copy 4");
}

TEST_F(CopiesTest, AScanThatIsNotGoodEnoughIsRefusedWithWhatToDo)
{
    const auto coarse = copy(of_scan(), {file(make_scan({{.dpi = 200}, {.dpi = 199}}))});
    ASSERT_FALSE(coarse);
    EXPECT_EQ(coarse.error().field, "files");
    EXPECT_EQ(words_of(coarse.error()),
              "Tệp “ban-quet.pdf”, trang 2: bản quét 199 dpi. Quét lại ở 200 dpi trở lên, tỷ lệ 100 %.");
    const auto grey = copy(of_scan(), {file(make_scan({{.in_colour = false}}))});
    ASSERT_FALSE(grey);
    EXPECT_EQ(words_of(grey.error()),
              "Tệp “ban-quet.pdf”, trang 1: bản quét không phải ảnh màu. Quét lại ở chế độ màu.");
    const auto old = copy(of_scan(), {file(make_scan({{}}, "1.3"))});
    ASSERT_FALSE(old);
    EXPECT_NE(words_of(old.error()).find("là PDF 1.3"), std::string::npos);
    for (const std::string& broken : {std::string("%PDF-1.4 hỏng"), std::string("một tệp chữ")}) {
        const auto refused = copy(of_scan(), {file(broken)});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().field, "files");
    }
    EXPECT_EQ(copy(of_scan()).error().field, "files") << "without a file";
    NewCopy empty = of_scan("official_letter");
    empty.subject.clear();
    empty.recipients = {kinh_bac.agency};
    const auto wrong = copy(empty);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().field, "kind") << "a letter is no copy";
    EXPECT_EQ(wrong.error().more.size(), 2U) << "subject, recipients";
    EXPECT_EQ(database.value("SELECT count(*) FROM documents"), "0");

    EXPECT_TRUE(copy(of_scan(), {file(make_scan({{.dpi = 200}}))}));
    EXPECT_TRUE(copy(of_scan(), {file(PlainPdf::make())})) << "a page that was written has no resolution";
}

TEST_F(CopiesTest, AnExtractIsAFileOfItsOwn)
{
    NewCopy wanted = of(received(make_scan({{}})));
    wanted.kind_code = "extract";
    EXPECT_EQ(copy(wanted).error().field, "files");
    wanted.files.clear();
    const auto made = copy(wanted, {file(PlainPdf::make(), "trich.pdf")});
    ASSERT_TRUE(made) << words_of(made.error());
    EXPECT_TRUE(issue(services, kinh_bac.clerk, made->uid, &seal_));
}

// An electronic document with signatures is an original: a further signature would break what it certifies.
TEST_F(CopiesTest, ASignedFileIsNotCopied)
{
    const auto made = copy(of_scan(), {file(PlainPdf::make())});
    ASSERT_TRUE(made);
    ASSERT_TRUE(issue(services, kinh_bac.clerk, made->uid, &seal_));
    NewCopy again = of_scan("copy_of_a_copy");
    again.source = made->uid;
    again.files = {document(services, kinh_bac.clerk, made->uid)->files[0].uid};
    const auto refused = copy(again);
    ASSERT_FALSE(refused);
    EXPECT_NE(words_of(refused.error()).find("đã có chữ ký số"), std::string::npos);
}

TEST_F(CopiesTest, OnlyTheRegistryCopiesAndOnlyWhatItHas)
{
    const std::vector<NewFile> scan{file(make_scan({{}}))};
    for (const Actor& other : {kinh_bac.leader, kinh_bac.specialist})
        EXPECT_EQ(make_copy(services, other, key(), of_scan(), scan).error().fault, base::Fault::forbidden);
    const std::string source = received(make_scan({{}}));
    EXPECT_EQ(make_copy(services, deo_gia.clerk, key(), of(source), {}).error().fault,
              base::Fault::not_found);

    const std::string waiting = issued(draft_to({kinh_bac.agency}));
    EXPECT_EQ(copy(of(waiting)).error().fault, base::Fault::conflict) << "not registered yet";
    ASSERT_TRUE(refuse(services, kinh_bac.clerk, waiting, "Gửi nhầm cơ quan nhận"));
    NewCopy refused = of_scan();
    refused.source = waiting;
    EXPECT_EQ(copy(refused, scan).error().fault, base::Fault::conflict);
    const std::string draft = approved(draft_to({kinh_bac.agency}));
    refused.source = draft;
    EXPECT_EQ(make_copy(services, office.clerk, key(), refused, scan).error().fault, base::Fault::conflict);

    const auto made = copy(of(source));
    ASSERT_TRUE(made) << words_of(made.error());
    EXPECT_EQ(discard_copy(services, kinh_bac.leader, made->uid).error().fault, base::Fault::forbidden);
    EXPECT_EQ(discard_copy(services, deo_gia.clerk, made->uid).error().fault, base::Fault::not_found);
    EXPECT_EQ(discard_copy(services, office.clerk, draft).error().fault, base::Fault::not_found)
        << "a letter is thrown away by whoever drafts it";
    EXPECT_EQ(issue(services, kinh_bac.leader, made->uid, &seal_).error().fault, base::Fault::forbidden);
}

// The token is pulled out, the authority is silent: the copy keeps its number, and the next try goes on with it.
TEST_F(CopiesTest, WhatBreaksOffGoesOnWithTheSameNumber)
{
    const auto made = copy(of_scan(), {file(make_scan({{}}))});
    ASSERT_TRUE(made);
    const std::string scan = content_for(kinh_bac.clerk, made->uid);
    signing_services.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, {}, "Dịch vụ cấp dấu thời gian không trả lời.", {}};
    };
    EXPECT_EQ(issue(services, kinh_bac.clerk, made->uid, &seal_).error().fault, base::Fault::unavailable);
    const auto left = document(services, kinh_bac.clerk, made->uid);
    EXPECT_EQ(left->state, DocumentState::approved);
    EXPECT_EQ(left->notation, "01/SY-UBND");
    EXPECT_EQ(content_for(kinh_bac.clerk, made->uid), scan);
    EXPECT_EQ(discard_copy(services, kinh_bac.clerk, made->uid).error().fault, base::Fault::conflict);
    EXPECT_EQ(return_draft(services, kinh_bac.clerk, made->uid, "Quét thiếu trang").error().fault,
              base::Fault::conflict);

    signing_services.timestamp = nullptr;
    EXPECT_EQ(signed_copy("certified_copy"), "02/SY-UBND") << "others do not wait";
    const auto done = issue(services, kinh_bac.clerk, made->uid, &seal_);
    ASSERT_TRUE(done) << words_of(done.error());
    EXPECT_EQ(done->notation, "01/SY-UBND");
    EXPECT_EQ(database.value("SELECT last FROM number_series WHERE book = 'copy'"), "2");
}

TEST_F(CopiesTest, ACopyMadeByMistakeGoesWithoutATrace)
{
    const auto made = copy(of_scan(), {file(make_scan({{}}))});
    ASSERT_TRUE(made);
    EXPECT_EQ(return_draft(services, kinh_bac.clerk, made->uid, "Quét thiếu trang").error().fault,
              base::Fault::conflict);
    ASSERT_TRUE(discard_copy(services, kinh_bac.clerk, made->uid));
    EXPECT_FALSE(document(services, kinh_bac.clerk, made->uid));
    EXPECT_EQ(signed_copy("certified_copy"), "01/SY-UBND") << "no number was taken";
}

TEST_F(CopiesTest, ACopyIsKeptAndSentLater)
{
    const std::string form = key();
    const std::vector<NewFile> files{file(make_scan({{}})), file(PlainPdf::make(), "phu-luc.pdf")};
    const auto made = make_copy(services, kinh_bac.clerk, form, of_scan(), files);
    ASSERT_TRUE(made);
    EXPECT_TRUE(make_copy(services, kinh_bac.clerk, form, of_scan(), files)->again) << "the form sent twice";
    const auto done = issue(services, kinh_bac.clerk, made->uid, &seal_);
    ASSERT_TRUE(done) << words_of(done.error());
    EXPECT_EQ(done->recipients, 0U);
    EXPECT_NE(judged(content_for(kinh_bac.clerk, made->uid, 1)).find("Signature is Valid"), std::string::npos)
        << "each file is signed";
    EXPECT_EQ(discard_copy(services, kinh_bac.clerk, made->uid).error().fault, base::Fault::conflict);
    const auto sent = send_further(services, kinh_bac.clerk, made->uid, {office.agency}, "");
    ASSERT_TRUE(sent);
    EXPECT_EQ(*sent, 1U);
    EXPECT_TRUE(document(services, office.clerk, made->uid));
}

}  // namespace
}  // namespace lt::documents
