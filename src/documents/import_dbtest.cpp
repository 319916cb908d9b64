// From an edXML message to the in-trays of agencies here.
#include "documents/import.h"

#include <fstream>

#include "documents/fixture_dbtest.h"

namespace lt::documents {

namespace {

// A message of the Government Office to one agency here and one elsewhere, with a small text file.
std::string message(const std::string& id, const std::string& to, const std::string& priority = "2",
                    const std::string& file = "van-ban.pdf",
                    const std::string& base64 = "JVBERi0xLjQKJSVFT0YK", const std::string& business = "",
                    const std::string& secrecy = "")
{
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
<edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.00.G22</edXML:OrganId><edXML:OrganName>Văn phòng Chính phủ</edXML:OrganName></edXML:From>
<edXML:To><edXML:OrganId>)" +
           to + R"(</edXML:OrganId><edXML:OrganName>x</edXML:OrganName></edXML:To>
<edXML:To><edXML:OrganId>000.00.00.H41</edXML:OrganId><edXML:OrganName>UBND tỉnh Nghệ An</edXML:OrganName></edXML:To>
<edXML:DocumentId>)" +
           id + R"(</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>7816</edXML:CodeNumber><edXML:CodeNotation>VPCP-TTĐT</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Hà Nội</edXML:Place><edXML:PromulgationDate>2026/11/18</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:Type>1</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>Đôn đốc kết nối trục liên thông văn bản</edXML:Subject><edXML:DueDate>2026/11/30</edXML:DueDate>
<edXML:OtherInfo><edXML:Priority>)" +
           priority + "</edXML:Priority>" + secrecy + R"(</edXML:OtherInfo>
</edXML:MessageHeader><edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>000.00.00.G22</edXML:OrganId>
<edXML:Timestamp>2026/11/18 10:00:00</edXML:Timestamp></edXML:TraceHeader>)" +
           business + R"(</edXML:TraceHeaderList></edXML:edXMLHeader>
<edXML:edXMLBody><edXML:edXMLManifest version="1.0"><edXML:Reference><edXML:ContentId>cid:1</edXML:ContentId>
<edXML:ContentType>application/pdf</edXML:ContentType><edXML:AttachmentName>)" +
           file +
           R"(</edXML:AttachmentName></edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope>
<AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>)" +
           file + R"(</AttachmentName><ContentType>application/pdf</ContentType>
<edXML:ContentTransferEncoded xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">)" +
           base64 + R"(</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>)";
}

class ImportTest : public DocumentsTest {
protected:
    base::Result<Imported> import(const std::string& text)
    {
        const auto file = folder / "message.edxml";
        std::ofstream(file, std::ios::binary) << text;
        return import_message(services, directory_, file);
    }
};

}  // namespace

TEST_F(ImportTest, ReachesTheAgenciesThatAreHereOnce)
{
    const auto first = import(message("000.00.00.G22,2026/11/18,7816/VPCP-TTĐT", "H05.09187"));
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first->delivered, std::vector<std::string>{"H05.09187"});
    EXPECT_EQ(first->unknown, std::vector<std::string>{"000.00.00.H41"});
    const auto again = import(message("000.00.00.G22,2026/11/18,7816/VPCP-TTĐT", "H05.09187"));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->again);
    EXPECT_EQ(database.value("SELECT count(*) FROM deliveries"), "1");

    const auto tray = incoming(services, kinh_bac.clerk, {.view = IncomingView::waiting});
    ASSERT_EQ(tray.rows.size(), 1u);
    EXPECT_EQ(tray.rows[0].notation, "7816/VPCP-TTĐT");
    EXPECT_EQ(tray.rows[0].sender_name, "Văn phòng Chính phủ");
    EXPECT_EQ(tray.rows[0].urgency, Urgency::very_urgent);
    const auto view = document(services, kinh_bac.clerk, first->uid);
    ASSERT_TRUE(view);
    ASSERT_EQ(view->files.size(), 1u);
    EXPECT_EQ(blobs.get(view->files[0].sha256, 100), "%PDF-1.4\n%%EOF\n");
    EXPECT_FALSE(document(services, deo_gia.clerk, first->uid));
    // It is worked on like any other, and its due date is 17:00 in Vietnam.
    ASSERT_TRUE(accept(services, kinh_bac.clerk, first->uid, kinh_bac.leader.official, ""));
    EXPECT_EQ(base::format_vietnam(*document(services, kinh_bac.clerk, first->uid)->incoming->due_at),
              "30/11/2026 17:00");
    while (queue.run_due() > 0) {}
    EXPECT_EQ(search(services, kinh_bac.clerk, "trục liên thông", std::nullopt, 10).hits.size(), 1u);
}

TEST_F(ImportTest, RefusesWhatItMayNotTake)
{
    const auto nobody = import(message("a", "000.00.99.H99"));
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().fault, base::Fault::invalid);
    EXPECT_FALSE(import("<edXML/>"));
    // A program that calls itself a PDF: "\x7fELF…" in base64.
    EXPECT_FALSE(
        import(message("b", "H05.09187", "0", "van-ban.pdf",
                       "f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA4AA==")));
    EXPECT_EQ(database.value("SELECT count(*) FROM documents"), "0");
}

// They carry the id of the document they speak of: taken for new ones, they would be lost as doubles.
TEST_F(ImportTest, IsNotForMessagesAboutAnEarlierDocument)
{
    ASSERT_TRUE(import(message("e", "H05.09187")));
    for (const char* type : {"1", "2", "3"}) {
        for (const char* id : {"e", "f"}) {
            const auto refused = import(message(id, "H05.09187", "0", "van-ban.pdf", "JVBERi0xLjQKJSVFT0YK",
                                                std::string("<edXML:Bussiness><edXML:BussinessDocType>") +
                                                    type + "</edXML:BussinessDocType></edXML:Bussiness>"));
            ASSERT_FALSE(refused) << type << id;
            EXPECT_EQ(refused.error().field, "file");
        }
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM documents"), "1");
}

TEST_F(ImportTest, EachAgencyHasItsEventAndItsRecordInTheJournal)
{
    std::string to_two = message("g", "H05.09187");
    to_two.replace(to_two.find("000.00.00.H41"), 13, "H05.07507");
    const auto imported = import(to_two);
    ASSERT_TRUE(imported) << imported.error().message;
    ASSERT_EQ(imported->delivered.size(), 2U);
    for (const auto* office_there : {&kinh_bac, &deo_gia}) {
        const auto view = document(services, office_there->clerk, imported->uid);
        ASSERT_TRUE(view);
        ASSERT_EQ(view->events.size(), 1U);
        EXPECT_EQ(view->events[0].action, "imported");
        EXPECT_EQ(database.value(
                      "SELECT count(*) FROM audit_events WHERE action = 'document.imported' AND subject = '" +
                      imported->uid + "' AND agency_id = " + std::to_string(office_there->agency)),
                  "1");
    }
}

TEST_F(ImportTest, OfASecretOnlyTheFactStays)
{
    const auto refused = import(message("h", "H05.09187", "0", "van-ban.pdf", "JVBERi0xLjQKJSVFT0YK", "",
                                        "<edXML:SecretLevel>Mật</edXML:SecretLevel>"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(
        database.value(
            "SELECT count(*) FROM audit_events WHERE action = 'document.secret_refused' AND agency_id = 0"),
        "1");
    EXPECT_EQ(database.value("SELECT count(*) FROM documents") + database.value("SELECT count(*) FROM blobs"),
              "00");
}

// A DOCX that is made in an unusual order looks like any archive: it is stored as what it was accepted as.
TEST_F(ImportTest, KeepsTheTypeThatWasAccepted)
{
    ASSERT_TRUE(import(message("d", "H05.09187", "0", "van-ban.docx", "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==")));
    EXPECT_EQ(database.value("SELECT media_type FROM document_files"),
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
}

TEST_F(ImportTest, NobodyCanAttachFilesToItAfterwards)
{
    const auto imported = import(message("c", "H05.09187"));
    ASSERT_TRUE(imported);
    blob::Blob stranger = blobs.put("%PDF-1.4 forged");
    db::Transaction tx =
        database.pool().begin({kinh_bac.agency, kinh_bac.clerk.official, db::Reach::agency, ""});
    blob::remember(tx, stranger);
    constexpr db::Query<2> attach{
        "test.attach",
        "INSERT INTO document_files (document_id, position, uid, name, media_type, size, sha256) "
        "SELECT id, 9, gen_random_uuid(), 'x.pdf', 'application/pdf', 1, $2 FROM documents WHERE uid = $1"};
    EXPECT_THROW(tx.run(attach, imported->uid, stranger.sha256), db::QueryError);
    db::Transaction other =
        database.pool().begin({kinh_bac.agency, kinh_bac.clerk.official, db::Reach::agency, ""});
    constexpr db::Query<1> spread{
        "test.spread", "SELECT lt_deliver_from_axis(id, ARRAY[3], now()) FROM documents WHERE uid = $1"};
    EXPECT_THROW(other.run(spread, imported->uid), db::QueryError);
}

}  // namespace lt::documents
