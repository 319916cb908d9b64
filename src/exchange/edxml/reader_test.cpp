#include "exchange/edxml/reader.h"

#include "exchange/edxml/attachment.h"
#include "exchange/edxml/message_testing.h"
#include "kit/crypto/digest.h"
#include "kit/text/zip_testing.h"

namespace lt::edxml {
namespace {

using testing::base64;
using testing::Draft;
using testing::File;
using text::testing::make_zip;

Message good(const std::string& xml)
{
    const Result result = read_bytes(xml);
    if (const auto* error = std::get_if<Error>(&result)) {
        ADD_FAILURE() << name(error->code) << ": " << error->message << ", line " << error->line;
        return {};
    }
    return std::get<Message>(result);
}

std::string refused(const std::string& xml)
{
    const Result result = read_bytes(xml);
    const auto* error = std::get_if<Error>(&result);
    return error != nullptr ? std::string(name(error->code)) : "accepted";
}

TEST(Reader, ReadsAMessageWithAFileByteByByteToo)
{
    Draft draft;
    draft.files = {{.base64 = base64("%PDF-1.4 nội dung")}};
    std::string xml = draft.xml();
    for (const std::size_t piece : {std::size_t(1), std::size_t(13), std::size_t(1 << 20)}) {
        std::string_view rest = xml;
        const Result result = read([&](std::span<char> buffer) {
            const std::size_t size = rest.copy(buffer.data(), std::min(piece, buffer.size()));
            rest.remove_prefix(size);
            return size;
        });
        const Message& m = std::get<Message>(result);
        EXPECT_EQ(m.from.organ_id, "H05");
        EXPECT_EQ(m.to.at(0).name, "Sở Tài chính");
        EXPECT_EQ(m.priority, 1);
        EXPECT_EQ(m.attachments.at(0).name, "Báo cáo.pdf");
        EXPECT_EQ(m.attachments.at(0).sha256, crypto::sha256_hex("%PDF-1.4 nội dung"));
        EXPECT_FALSE(m.attachments.at(0).unzipped);
    }
}

TEST(Reader, OrderPrefixAndSpellingDoNotMatter)
{
    const std::string other =
        R"(<e:edXML xmlns:e="http://www.mic.gov.vn/TBT/QCVN_102_2016"><e:edXMLEnvelope><e:edXMLHeader>
        <e:TraceHeaderList><e:Business><e:BusinessDocType>1</e:BusinessDocType><e:BusinessDocReason>Sai số
        </e:BusinessDocReason></e:Business></e:TraceHeaderList><e:MessageHeader><e:Subject><![CDATA[Thu hồi <1>]]>
        </e:Subject><e:DocumentId>x&amp;y</e:DocumentId><unknown>ignored</unknown><e:New>ignored</e:New>
        <e:PromulgationInfo><e:PromulgationDate>20/11/2026</e:PromulgationDate></e:PromulgationInfo>
        <e:SignerInfo/><e:ResponseFor/><e:Code><e:CodeNotation>VX</e:CodeNotation><e:CodeNumber>7</e:CodeNumber></e:Code>
        <e:To><e:OrganId> H05.02 </e:OrganId></e:To><e:From><e:OrganId>H05</e:OrganId></e:From></e:MessageHeader>
        </e:edXMLHeader></e:edXMLEnvelope></e:edXML>)";
    const Message m = good(other);
    EXPECT_EQ(m.business.type, BusinessType::recall);
    EXPECT_EQ(m.business.reason, "Sai số");
    EXPECT_EQ(m.subject, "Thu hồi <1>");
    EXPECT_EQ(m.document_id, "x&y");
    EXPECT_EQ(m.to.at(0).organ_id, "H05.02");
    EXPECT_EQ(base::format_iso(m.promulgation_date.value()), "2026-11-20");
    EXPECT_TRUE(m.responses_for.empty());
}

TEST(Reader, AStatusMayComeAsStatusOrMessageHeader)
{
    for (const std::string block : {"Status", "MessageHeader"}) {
        const Message m =
            good("<edXML xmlns='http://www.mic.gov.vn/TBT/QCVN_102_2016'><edXMLEnvelope><edXMLHeader><" +
                 block + "><From><OrganId>H05.02</OrganId></From><ResponseFor><OrganId>H05</OrganId>" +
                 "<Code>12/UBND</Code><DocumentId>d</DocumentId></ResponseFor><StatusCode>3</StatusCode>" +
                 "<Timestamp>2026/11/20 09:42:00</Timestamp></" + block +
                 "></edXMLHeader></edXMLEnvelope></edXML>");
        EXPECT_EQ(m.kind, Kind::status);
        EXPECT_EQ(m.status_code, "03");
        EXPECT_EQ(base::format_vietnam(m.status_at.value()), "20/11/2026 09:42");
        EXPECT_EQ(m.responses_for.at(0).code, "12/UBND");
    }
}

struct Case {
    std::string name, declared, zip;
    bool unzipped;
};

TEST(Reader, AZipOfOneFileIsUnzippedByWhatItHoldsNotByWhatIsDeclared)
{
    const std::string one = make_zip({{"0a1b.doc", "nội dung"}});
    const std::string two = make_zip({{"a", "1"}, {"b", "2"}});
    const std::string java = make_zip(
        {{"0a1b.png", "nội dung", text::testing::Method::deflated, text::testing::Lengths::in_descriptor}});
    for (const Case& c :
         {Case{"a.doc", "application/zip", one, true}, Case{"a.pdf", "application/pdf", one, true},
          Case{"a.png", "text/plain", java, true}, Case{"a.zip", "application/zip", one, false},
          Case{"a.docx", "application/docx", one, false}, Case{"a.docx", "application/zip", one, true},
          Case{"a.pdf", "application/zip", two, false}, Case{"a.docx", "application/zip", two, false},
          Case{"a.txt", "application/zip", "no zip at all", false}}) {
        Draft draft;
        draft.files = {{.name = c.name, .base64 = base64(c.zip), .declared_type = c.declared}};
        const Message m = good(draft.xml());
        ASSERT_EQ(m.attachments.size(), 1u);
        EXPECT_EQ(m.attachments[0].unzipped, c.unzipped) << c.name << " " << c.declared;
        EXPECT_EQ(m.attachments[0].sha256, crypto::sha256_hex(c.unzipped ? "nội dung" : c.zip));
        EXPECT_EQ(m.attachments[0].name, c.name);
    }
}

struct Kept {
    std::vector<std::string> finished{};
    int destroyed = 0;
};

struct KeepSink final : AttachmentSink {
    explicit KeepSink(Kept& to) : kept(to) {}
    ~KeepSink() override { ++kept.destroyed; }
    void write(std::span<const std::byte> piece) override
    {
        bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    void finish(const Attachment& attachment) override
    {
        EXPECT_EQ(attachment.length, bytes.size());
        kept.finished.push_back(bytes);
    }
    Kept& kept;
    std::string bytes{};
};

TEST(Reader, SinksAreFinishedOnlyWhenTheWholeMessageIsAccepted)
{
    Draft draft;
    draft.files = {{.base64 = base64("%PDF 1")},
                   {.name = "b.xls", .base64 = base64(make_zip({{"x", "bảng"}})), .cid = "2"}};
    Kept kept;
    const SinkFactory factory = [&](const AttachmentInfo&) { return std::make_unique<KeepSink>(kept); };
    ASSERT_TRUE(std::holds_alternative<Message>(read_bytes(draft.xml(), factory)));
    EXPECT_EQ(kept.finished, (std::vector<std::string>{"%PDF 1", "bảng"}));
    EXPECT_EQ(kept.destroyed, 3);

    kept = {};
    draft.files.push_back({.base64 = "AAA", .cid = "3"});
    ASSERT_TRUE(std::holds_alternative<Error>(read_bytes(draft.xml(), factory)));
    EXPECT_TRUE(kept.finished.empty());
    EXPECT_GE(kept.destroyed, 3);
}

TEST(Reader, WhatASinkThrowsComesThroughTheParser)
{
    Draft draft;
    draft.files = {{.base64 = base64("%PDF 1")}};
    const SinkFactory factory = [](const AttachmentInfo&) -> std::unique_ptr<AttachmentSink> {
        throw std::runtime_error("disk full");
    };
    EXPECT_THROW((void)read_bytes(draft.xml(), factory), std::runtime_error);
}

TEST(Reader, WrongFieldsAreNamed)
{
    const auto with = [](auto change) {
        Draft draft;
        change(draft);
        return refused(draft.xml());
    };
    EXPECT_EQ(with([](Draft&) {}), "accepted");
    EXPECT_EQ(with([](Draft& d) { d.to = ""; }), "missing_field");
    EXPECT_EQ(with([](Draft& d) { d.to = "<To><OrganName>x</OrganName></To>"; }), "missing_field");
    EXPECT_EQ(with([](Draft& d) { d.document_id = ""; }), "missing_field");
    EXPECT_EQ(with([](Draft& d) { d.subject = " "; }), "missing_field");
    EXPECT_EQ(with([](Draft& d) { d.date = ""; }), "missing_field");
    EXPECT_EQ(with([](Draft& d) { d.date = "2026/02/30"; }), "bad_date");
    EXPECT_EQ(with([](Draft& d) { d.other = "<DueDate>mai</DueDate>"; }), "bad_date");
    EXPECT_EQ(with([](Draft& d) { d.other = "<OtherInfo><Priority>9</Priority></OtherInfo>"; }),
              "bad_number");
    EXPECT_EQ(with([](Draft& d) { d.other = "<OtherInfo><Priority>khẩn</Priority></OtherInfo>"; }),
              "bad_number");
    EXPECT_EQ(
        with([](Draft& d) { d.trace = "<Bussiness><BussinessDocType>4</BussinessDocType></Bussiness>"; }),
        "bad_number");
    EXPECT_EQ(with([](Draft& d) { d.other = "<Subject>Về việc khác</Subject>"; }), "duplicate_field");
    EXPECT_EQ(with([](Draft& d) { d.document_id = std::string(201, 'x'); }), "too_large");
    EXPECT_EQ(with([](Draft& d) { d.space = "http://www.e-doc.vn/Schema/"; }), "wrong_namespace");
    EXPECT_EQ(refused("<html/>"), "wrong_root");
    EXPECT_EQ(refused("<edXML/>"), "wrong_namespace");
    EXPECT_EQ(refused("<edXML xmlns='http://www.mic.gov.vn/TBT/QCVN_102_2016'/>"), "missing_field");
}

TEST(Reader, SecretsAreRefusedAtTheDoor)
{
    const auto with = [](const std::string& other) {
        Draft draft;
        draft.other = other;
        return refused(draft.xml());
    };
    EXPECT_EQ(with("<OtherInfo><Secret>Mật</Secret></OtherInfo>"), "secret_refused");
    EXPECT_EQ(with("<OtherInfo><SecurityLevel>1</SecurityLevel></OtherInfo>"), "secret_refused");
    EXPECT_EQ(with("<OtherInfo><SphereOfPromulgation>TUYỆT MẬT</SphereOfPromulgation></OtherInfo>"),
              "secret_refused");
    EXPECT_EQ(with("<OtherInfo><Secret>Thường</Secret></OtherInfo>"), "accepted");
    EXPECT_EQ(with("<OtherInfo><Secret>0</Secret></OtherInfo>"), "accepted");
    EXPECT_EQ(with("<OtherInfo><SphereOfPromulgation>Lưu hành nội bộ</SphereOfPromulgation></OtherInfo>"),
              "accepted");
}

TEST(FileName, IsOneComponentWithoutTricks)
{
    EXPECT_EQ(clean_file_name("7816/VPCP-TTĐT.pdf", 1), "VPCP-TTĐT.pdf");
    EXPECT_EQ(clean_file_name("  Báo\tcáo\u0007.pdf ", 1), "Báo cáo.pdf");
    EXPECT_EQ(clean_file_name("anh\u202Efdp.exe", 1), "anhfdp.exe");
    EXPECT_EQ(clean_file_name("hoa\u0300.doc", 1), "hoà.doc");
    for (const char* bad :
         {"../../x", "..\\..\\x", "C:\\x.pdf", "/etc/passwd", "\\\\host\\x", "a/../b", ".."}) {
        EXPECT_THROW(clean_file_name(bad, 1), Refused) << bad;
    }
}

}  // namespace
}  // namespace lt::edxml
