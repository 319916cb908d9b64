// The layout of what is written, kinds of messages, and values that try to break out.
#include "exchange/edxml/writer.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "exchange/edxml/signature.h"
#include "exchange/edxml/writer_testing.h"
#include "kit/base/ids.h"
#include "kit/crypto/authority.h"

namespace lt::edxml {
namespace {

using testing::attach;
using testing::day;
using testing::expect_same;
using testing::kWrittenAt;
using testing::names_of;
using testing::read_again;
using testing::small_document;
using testing::status;
using testing::written;

TEST(Writer, NamesADocumentByAgencyDayAndCode)
{
    EXPECT_EQ(document_id_of("000.00.00.G22", day(2015, 9, 30), "7816/VPCP-TTĐT"),
              "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT");
}

TEST(Writer, ADocumentLooksAsTheReferenceImplementationWritesIt)
{
    Message m = small_document();
    m.business.type = BusinessType::create;
    m.responses_for = {{"H05.02", "3/STC", day(2026, 1, 2), "id"}};
    const ContentOpener contents = attach(m, {{"Báo cáo.pdf", "%PDF-1.7"}});
    EXPECT_EQ(written(m, contents), R"(<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
  <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
    <edXML:edXMLHeader>
      <edXML:MessageHeader>
        <edXML:From>
          <edXML:OrganId>H05</edXML:OrganId>
          <edXML:OrganName>UBND tỉnh</edXML:OrganName>
        </edXML:From>
        <edXML:To>
          <edXML:OrganId>H05.02</edXML:OrganId>
          <edXML:OrganName>Sở Tài chính</edXML:OrganName>
        </edXML:To>
        <edXML:DocumentId>H05,2026/11/20,12/UBND-VX</edXML:DocumentId>
        <edXML:Code>
          <edXML:CodeNumber>12</edXML:CodeNumber>
          <edXML:CodeNotation>UBND-VX</edXML:CodeNotation>
        </edXML:Code>
        <edXML:PromulgationInfo>
          <edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate>
        </edXML:PromulgationInfo>
        <edXML:DocumentType>
          <edXML:Type>2</edXML:Type>
          <edXML:TypeName>Công văn</edXML:TypeName>
        </edXML:DocumentType>
        <edXML:Subject>Về việc báo cáo</edXML:Subject>
        <edXML:OtherInfo>
          <edXML:Direction>false</edXML:Direction>
        </edXML:OtherInfo>
        <edXML:ResponseFor>
          <edXML:OrganId>H05.02</edXML:OrganId>
          <edXML:Code>3/STC</edXML:Code>
          <edXML:DocumentId>id</edXML:DocumentId>
          <edXML:PromulgationDate>2026/01/02</edXML:PromulgationDate>
        </edXML:ResponseFor>
      </edXML:MessageHeader>
      <edXML:TraceHeaderList>
        <edXML:TraceHeader>
          <edXML:OrganId>H05</edXML:OrganId>
          <edXML:Timestamp>2026/11/20 09:42:07</edXML:Timestamp>
        </edXML:TraceHeader>
        <edXML:Bussiness>
          <edXML:BussinessDocType>0</edXML:BussinessDocType>
          <edXML:Paper>0</edXML:Paper>
        </edXML:Bussiness>
      </edXML:TraceHeaderList>
    </edXML:edXMLHeader>
    <edXML:edXMLBody>
      <edXML:edXMLManifest version="1.0">
        <edXML:Reference>
          <edXML:ContentId>cid:1</edXML:ContentId>
          <edXML:ContentType>application/pdf</edXML:ContentType>
          <edXML:AttachmentName>Báo cáo.pdf</edXML:AttachmentName>
        </edXML:Reference>
      </edXML:edXMLManifest>
    </edXML:edXMLBody>
  </edXML:edXMLEnvelope>
  <AttachmentEncoded>
    <Attachment>
      <ContentId>cid:1</ContentId>
      <AttachmentName>Báo cáo.pdf</AttachmentName>
      <ContentType>application/pdf</ContentType>
      <edXML:ContentTransferEncoded xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">JVBERi0xLjc=</edXML:ContentTransferEncoded>
    </Attachment>
  </AttachmentEncoded>
</edXML>
)");
}

TEST(Writer, AStatusHasNothingButItsHeader)
{
    const std::string p = "edXML:";
    std::vector<std::string> expected = {"edXML"};
    for (const char* name :
         {"edXMLEnvelope", "edXMLHeader", "MessageHeader", "From", "OrganId", "OrganName", "ResponseFor",
          "OrganId", "Code", "PromulgationDate", "DocumentId", "StaffInfo", "Department", "Staff", "Mobile",
          "Email", "StatusCode", "Description", "Timestamp"}) {
        expected.push_back(p + name);
    }
    for (const char* code : {"01", "02", "03", "04", "05", "06", "13", "15", "16"}) {
        const std::string xml = written(status(code));
        EXPECT_EQ(names_of(xml), expected);
        expect_same(read_again(xml), status(code));
    }
}

TEST(Writer, RecallUpdateAndReplaceComeBackAsTheyWere)
{
    Message recall = small_document();
    recall.business = {.type = BusinessType::recall, .reason = "Sai số", .paper = true};
    Message update = small_document();
    update.business = {.type = BusinessType::update,
                       .reason = "Đổi nơi nhận",
                       .document_id = "cũ",
                       .document_changed = true,
                       .receivers_changed = true,
                       .receivers = {{"H05.02", true}, {"H05.03", false}},
                       .staff = {.department = "Văn thư", .department_id = "7", .staff_id = "x9"}};
    Message replace = small_document();
    replace.business = {.type = BusinessType::replace,
                        .reason = "Thay thế",
                        .replacements = {{"cũ 1", {"H05.02", "H05.03"}}, {"cũ 2", {"H05.04"}}}};
    for (const Message& m : {recall, update, replace}) expect_same(read_again(written(m)), m);

    const std::string xml = written(update);
    const auto at = [&](const char* tag) { return xml.find(std::string("<edXML:") + tag + ">"); };
    EXPECT_LT(at("BussinessDocReason"), at("Paper"));
    EXPECT_LT(at("Paper"), at("DocumentInfo"));
    EXPECT_LT(at("DocumentInfo"), at("DocumentReceiver"));
    EXPECT_LT(at("DocumentReceiver"), at("ReceiverList"));
    EXPECT_LT(at("ReceiverList"), at("StaffInfo"));
    EXPECT_NE(xml.find("<edXML:ReceiverType>1</edXML:ReceiverType>"), std::string::npos);
}

TEST(Writer, ValuesCantBreakOutOfTheirElements)
{
    Message m = small_document();
    m.document_id = "</edXML:DocumentId><edXML:To>&lt;\r\n]]>";
    m.subject = "<![CDATA[x]]></edXML:Subject><edXML:Code>&amp;\"'";
    m.from.name = "A & B <C> \"D\" 'E'";
    m.attachments = {{.name = "Báo \"cáo\" <3> & 'x';.pdf", .content_id = "a\"<&>'", .description = "<x>&"}};
    const ContentOpener empty = [](std::size_t) { return [](std::span<char>) { return std::size_t(0); }; };
    m.attachments[0].sha256 = crypto::sha256_hex("");
    expect_same(read_again(written(m, empty)), m);
}

TEST(Writer, WhatIsWrittenIsWellFormed)
{
    Message m = small_document();
    m.subject = "Dấu < > & \" ' ]]> và chữ 𠀋";
    m.content = "hoà hoà";
    const ContentOpener contents =
        attach(m, {{"a & b.pdf", "%PDF"}, {"bảng.xlsx", "PK\3\4 x"}, {"trống.txt", ""}});
    const auto file = std::filesystem::temp_directory_path() / ("edxml-" + base::random_hex(8) + ".xml");
    for (const std::string& xml : {written(m, contents), written(status("03")), written(small_document())}) {
        std::ofstream(file, std::ios::binary) << xml;
        EXPECT_EQ(std::system(("xmllint --noout " + file.string()).c_str()), 0) << xml;
    }
    std::ofstream(file, std::ios::binary) << "<a><b></a>";
    EXPECT_NE(std::system(("xmllint --noout " + file.string() + " 2>/dev/null").c_str()), 0);
    std::filesystem::remove(file);
}

TEST(Writer, WhatIsWrittenCanBeSigned)
{
    using crypto::CertificateUse;
    const auto valid = std::chrono::hours(24 * 365);
    const auto wish = [&](const char* name, CertificateUse use) {
        return crypto::CertificateWish{.common_name = name,
                                       .use = use,
                                       .kind = crypto::KeyKind::elliptic_curve,
                                       .from = kWrittenAt - valid,
                                       .until = kWrittenAt + valid};
    };
    const crypto::Identity root = make_root(wish("Gốc thử", CertificateUse::authority));
    const auto signer = issue(root, wish("UBND tỉnh", CertificateUse::documents)).signer();
    Message m = small_document();
    const ContentOpener contents = attach(m, {{"a.pdf", "%PDF-1.7"}, {"b.xlsx", "bảng"}});
    auto draft = sign_message(written(m, contents), signer->certificate(), signer->chain(), kWrittenAt);
    ASSERT_TRUE(draft);
    const std::string xml = draft->finish(*signer->sign(draft->to_sign()));
    const Message read = read_again(xml);
    EXPECT_TRUE(read.has_signature);
    const crypto::TrustStore trust(
        {{root.certificate, "demo", kWrittenAt - valid, kWrittenAt + valid, "test"}}, {});
    crypto::Revocations known;
    known.crls.push_back(make_crl(root, {}, kWrittenAt, kWrittenAt + valid));
    const MessageSignature judged =
        verify_message(xml, read, {.trust = trust, .now = kWrittenAt, .known = known, .certificates = {}});
    EXPECT_EQ(judged.outcome, SignatureOutcome::valid) << judged.reason;
    EXPECT_EQ(read.attachments.at(1).sha256, m.attachments.at(1).sha256);
}

}  // namespace
}  // namespace lt::edxml
