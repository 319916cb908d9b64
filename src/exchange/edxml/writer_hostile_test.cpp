// What the writer refuses, and what it costs: wrong values, far too many of them, very large files.
#include <filesystem>
#include <fstream>

#include <malloc.h>

#include "exchange/edxml/hostile_testing.h"
#include "exchange/edxml/writer_testing.h"
#include "kit/base/ids.h"

namespace lt::edxml {
namespace {

using testing::attach;
using testing::day;
using testing::kWrittenAt;
using testing::refusal;
using testing::small_document;
using testing::status;

struct Wrong {
    std::string expected;  // how the refusal begins
    std::function<void(Message&)> spoil;
};

TEST(WriterRefuses, WhatIsMissingTooLongOrOutOfRangeByElementAndField)
{
    const std::string long_text(501, 'x');
    const std::vector<Wrong> all = {
        {"MessageHeader/From/OrganId: Thông điệp thiếu mã định danh cơ quan (MessageHeader/From/OrganId)",
         [](Message& m) { m.from.organ_id = " "; }},
        {"MessageHeader/From/OrganName: Thông điệp thiếu tên cơ quan",
         [](Message& m) { m.from.name.clear(); }},
        {"MessageHeader/To: Thông điệp thiếu nơi nhận (MessageHeader/To)", [](Message& m) { m.to.clear(); }},
        {"MessageHeader/To[2]/OrganId: Thông điệp thiếu", [](Message& m) { m.to.push_back({.name = "Sở"}); }},
        {"MessageHeader/To[3]/OrganId: Nơi nhận H05.02 (MessageHeader/To[3]/OrganId) được nêu hai lần.",
         [](Message& m) { m.to.push_back({.organ_id = "H05.03"}), m.to.push_back({.organ_id = "H05.02 "}); }},
        {"MessageHeader/DocumentId: Thông điệp thiếu", [](Message& m) { m.document_id.clear(); }},
        {"MessageHeader/DocumentId: Trường mã định danh văn bản (MessageHeader/DocumentId) dài 201 ký tự, nhiều nhất là 200.",
         [](Message& m) { m.document_id.assign(201, 'x'); }},
        {"MessageHeader/Code/CodeNumber: Thông điệp thiếu số văn bản",
         [](Message& m) { m.code_number = "\n"; }},
        {"MessageHeader/Code/CodeNumber: Trường số văn bản (MessageHeader/Code/CodeNumber) dài 12 ký tự",
         [](Message& m) { m.code_number = "123456789012"; }},
        {"MessageHeader/Code/CodeNotation: Thông điệp thiếu", [](Message& m) { m.code_notation.clear(); }},
        {"MessageHeader/Code/CodeNotation: Trường ký hiệu",
         [](Message& m) { m.code_notation.assign(31, 'x'); }},
        {"MessageHeader/PromulgationInfo/Place: Trường", [](Message& m) { m.place.assign(51, 'x'); }},
        {"MessageHeader/PromulgationInfo/PromulgationDate: Thông điệp thiếu ngày ban hành",
         [](Message& m) { m.promulgation_date.reset(); }},
        {"MessageHeader/PromulgationInfo/PromulgationDate: Trường ngày ban hành",
         [](Message& m) { m.promulgation_date = day(2200, 1, 1); }},
        {"MessageHeader/DocumentType/Type: Thông điệp thiếu", [](Message& m) { m.type.reset(); }},
        {"MessageHeader/DocumentType/Type: Trường", [](Message& m) { m.type = -1; }},
        {"MessageHeader/DocumentType/TypeName: Thông điệp thiếu", [](Message& m) { m.type_name.clear(); }},
        {"MessageHeader/Subject: Thông điệp thiếu trích yếu", [](Message& m) { m.subject = "\t "; }},
        {"MessageHeader/Subject: Trường trích yếu (MessageHeader/Subject) dài 501 ký tự, nhiều nhất là 500.",
         [&](Message& m) { m.subject = long_text; }},
        {"MessageHeader/Content: Trường", [&](Message& m) { m.content = long_text; }},
        {"MessageHeader/SignerInfo/FullName: Trường", [](Message& m) { m.signer.assign(51, 'x'); }},
        {"MessageHeader/OtherInfo/Priority: Trường độ khẩn (MessageHeader/OtherInfo/Priority) phải là số từ 0 đến 4.",
         [](Message& m) { m.priority = 5; }},
        {"MessageHeader/OtherInfo/PageAmount: Trường", [](Message& m) { m.pages = 65'536; }},
        {"MessageHeader/OtherInfo/SphereOfPromulgation: Văn bản có độ mật",
         [](Message& m) { m.sphere = "TỐI MẬT "; }},
        {"MessageHeader/ToPlaces/Place: Trường",
         [](Message& m) {
             m.places = {"a", std::string(151, 'x')};
         }},
        {"TraceHeaderList/TraceHeader: Thông điệp thiếu vết gửi", [](Message& m) { m.traces.clear(); }},
        {"TraceHeaderList/TraceHeader[1]/Timestamp: Thông điệp thiếu",
         [](Message& m) { m.traces[0].at.reset(); }},
        {"TraceHeaderList/Bussiness/BussinessDocReason: Thông điệp thiếu lý do",
         [](Message& m) { m.business.type = BusinessType::recall; }},
        {"TraceHeaderList/Bussiness/BussinessDocumentInfo: Thông điệp thiếu nội dung cập nhật",
         [](Message& m) { m.business = {.type = BusinessType::update, .reason = "x"}; }},
        {"TraceHeaderList/Bussiness/ReplacementInfoList: Thông điệp thiếu",
         [](Message& m) { m.business = {.type = BusinessType::replace, .reason = "x"}; }},
        {"TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo[1]/OrganIdList/OrganId: Thông điệp thiếu",
         [](Message& m) {
             m.business = {.type = BusinessType::replace, .reason = "x", .replacements = {{"id", {}}}};
         }},
        {"TraceHeaderList/Bussiness/BussinessDocType: Nội dung cập nhật hoặc thay thế không khớp",
         [](Message& m) {
             m.business = {.type = BusinessType::create, .receivers = {{"H05", true}}};
         }},
        {"AttachmentName: Tên tệp đính kèm chứa đường dẫn",
         [](Message& m) { m.attachments = {{.name = "../a.pdf"}}; }},
        {"Reference[1]/AttachmentName: Thông điệp thiếu tên tệp", [](Message& m) { m.attachments = {{}}; }},
        {"ContentId: Hai tệp đính kèm có cùng mã 7",
         [](Message& m) {
             m.attachments = {{.name = "a", .content_id = "7"}, {.name = "b", .content_id = "7"}};
         }},
    };
    EXPECT_EQ(refusal(small_document()), "");
    for (const Wrong& wrong : all) {
        Message m = small_document();
        wrong.spoil(m);
        const std::string told = refusal(m);
        EXPECT_TRUE(told.starts_with(wrong.expected)) << "expected: " << wrong.expected << "\ntold: " << told;
    }
}

TEST(WriterRefuses, AStatusThatTellsOfNothingOrWithoutAReason)
{
    const std::vector<Wrong> all = {
        {"MessageHeader/ResponseFor: Thông điệp thiếu văn bản mà trạng thái nói đến",
         [](Message& m) { m.responses_for.clear(); }},
        {"MessageHeader/ResponseFor[1]/DocumentId: Thông điệp thiếu",
         [](Message& m) { m.responses_for[0].document_id.clear(); }},
        {"MessageHeader/StatusCode: Thông điệp thiếu", [](Message& m) { m.status_code.clear(); }},
        {"MessageHeader/StatusCode: Trường mã trạng thái (MessageHeader/StatusCode) không thể là “07”.",
         [](Message& m) { m.status_code = "07"; }},
        {"MessageHeader/StatusCode: Trường", [](Message& m) { m.status_code = "3"; }},
        {"MessageHeader/Description: Thông điệp thiếu nội dung trạng thái",
         [](Message& m) { m.status_code = "02", m.status_description = " "; }},
        {"MessageHeader/Timestamp: Thông điệp thiếu", [](Message& m) { m.status_at.reset(); }},
        {"AttachmentEncoded: Thông điệp trạng thái không được có tệp đính kèm",
         [](Message& m) { m.attachments = {{.name = "a.pdf"}}; }},
    };
    for (const Wrong& wrong : all) {
        Message m = status("03");
        wrong.spoil(m);
        const std::string told = refusal(m);
        EXPECT_TRUE(told.starts_with(wrong.expected)) << "expected: " << wrong.expected << "\ntold: " << told;
    }
}

TEST(WriterRefuses, CharactersThatXmlForbidsInEveryField)
{
    const std::vector<std::string> bad = {std::string("a\0b", 3), "a\x01",        "a\x0B",        "a\x1F",
                                          "\xEF\xBF\xBE",         "\xEF\xBF\xBF", "\xED\xA0\x80", "\xC3",
                                          "\xF4\x90\x80\x80",     "\xC0\x80"};
    const std::vector<std::function<std::string&(Message&)>> fields = {
        [](Message& m) -> std::string& { return m.from.organ_id; },
        [](Message& m) -> std::string& { return m.to[0].address; },
        [](Message& m) -> std::string& { return m.document_id; },
        [](Message& m) -> std::string& { return m.code_notation; },
        [](Message& m) -> std::string& { return m.subject; },
        [](Message& m) -> std::string& { return m.appendixes.emplace_back(); },
        [](Message& m) -> std::string& { return m.business.reason; },
        [](Message& m) -> std::string& { return m.traces[0].organ_id; },
        [](Message& m) -> std::string& {
            return m.attachments.emplace_back(Attachment{.name = "a.pdf"}).content_id;
        },
        [](Message& m) -> std::string& {
            return m.attachments.emplace_back(Attachment{.name = "a.pdf"}).description;
        }};
    for (const Rules rules : {Rules::own, Rules::passed_on}) {
        for (const auto& field : fields) {
            for (const std::string& value : bad) {
                Message m = small_document();
                field(m) = value;
                const std::string told = refusal(m, {}, {.rules = rules});
                EXPECT_NE(told.find("có ký tự mà thông điệp không được chứa"), std::string::npos) << told;
            }
        }
    }
    Message m = small_document();
    m.attachments = {{.name = "\xC3.pdf"}};
    EXPECT_TRUE(refusal(m).starts_with("AttachmentName: Tên tệp đính kèm (AttachmentName) sai bảng mã."));
}

TEST(WriterRefuses, MoreThanTheLimitsOfAReader)
{
    Message m = small_document();
    for (int i = 0; i < 10'000; ++i) m.to.push_back({.organ_id = "H05." + std::to_string(i + 100)});
    EXPECT_TRUE(refusal(m).starts_with(
        "MessageHeader/To: Thông điệp có 10.001 mục MessageHeader/To, nhiều nhất là 5.000."));
    m.to.resize(5'000);
    EXPECT_EQ(testing::read_again(testing::written(m)).to.size(), 5'000u);

    // Each number is right for itself, but not together: 5,000 receivers with all their fields are 40,000 elements.
    for (Organ& to : m.to) to = {to.organ_id, "a", "b", "c", "d", "e", "f", "g"};
    m.responses_for.assign(5'000, {"H05", "12/VX", day(2026, 1, 1), "id"});
    m.traces.assign(5'000, {"H05", kWrittenAt});
    m.business = {.type = BusinessType::update, .reason = "x", .receivers_changed = true};
    m.business.receivers.assign(5'000, {"H05", true});
    EXPECT_TRUE(refusal(m).starts_with("edXML: Thông điệp (edXML) có quá nhiều phần tử."));

    m = small_document();
    m.places.assign(5'000, std::string(150, 'x'));
    m.appendixes.assign(5'000, std::string(500, 'x'));
    m.task_codes.assign(5'000, std::string(200, 'x'));
    EXPECT_EQ(refusal(m), "");
    EXPECT_TRUE(refusal(m, {}, {.limits = {.text = 4'000'000}}).starts_with("edXML: Phần chữ"));

    m = small_document();
    m.attachments.assign(101, {.name = "a.pdf"});
    EXPECT_TRUE(refusal(m).starts_with("Attachment: Thông điệp có 101 mục Attachment"));
    m.attachments.assign(1, {.name = "a.pdf", .length = (200ull << 20) + 1});
    EXPECT_TRUE(refusal(m).starts_with("ContentTransferEncoded: Một tệp đính kèm"));
    m.attachments.assign(2, {.name = "a.pdf", .length = 160ull << 20});
    EXPECT_TRUE(refusal(m).starts_with("ContentTransferEncoded: Các tệp đính kèm"));
}

// `bytes` of something that does not compress, or of zeros.
ContentOpener large(std::uint64_t bytes, bool zeros, std::size_t* largest = nullptr)
{
    return [=](std::size_t) -> ByteSource {
        return [=, left = bytes, state = 88172645463325252ull](std::span<char> buffer) mutable {
            const std::size_t size = std::size_t(std::min<std::uint64_t>(left, buffer.size()));
            if (largest != nullptr) *largest = std::max(*largest, buffer.size());
            for (std::size_t i = 0; i < size; ++i) {
                if (i % 8 == 0) state ^= state << 13, state ^= state >> 7, state ^= state << 17;
                buffer[i] = zeros ? '\0' : char(state >> (8 * (i % 8)) & 0xff);
            }
            left -= size;
            return size;
        };
    };
}

TEST(WriterRefuses, AContentThatGrowsOverTheLimitsWhileItIsRead)
{
    Message m = small_document();
    m.attachments = {{.name = "a.pdf"}, {.name = "b.txt"}};
    const auto told = [&](const Limits& limits, bool zeros) {
        const auto xml = write_bytes(m, large(1 << 20, zeros), {.limits = limits});
        return xml ? std::string() : xml.error().message.str();
    };
    EXPECT_EQ(told({}, false), "");
    EXPECT_TRUE(told({.attachment = 1 << 19}, true).starts_with("Một tệp đính kèm"));
    EXPECT_TRUE(told({.all_attachments = 3 << 19}, false).starts_with("Các tệp đính kèm"));
    EXPECT_TRUE(told({.message = 1 << 20}, false).starts_with("Các tệp đính kèm"));
}

TEST(WriterRefuses, AContentThatIsNotWhatWasAnnounced)
{
    Message m = small_document();
    const ContentOpener contents = attach(m, {{"a.pdf", "%PDF-1.7"}, {"b.xlsx", "bảng"}});
    m.attachments[1].sha256.back() ^= 1;
    EXPECT_THROW((void)write_bytes(m, contents), std::runtime_error);
    m.attachments[1].sha256.clear();
    m.attachments[1].length += 1;
    EXPECT_THROW((void)write_bytes(m, contents), std::runtime_error);
}

TEST(Writer, WhatSinksAndSourcesThrowComesThrough)
{
    Message m = small_document();
    const ContentOpener contents = attach(m, {{"a.xlsx", "bảng"}});
    EXPECT_THROW((void)write(m, contents, [](std::string_view) { throw std::domain_error("full"); }),
                 std::domain_error);
    const ContentOpener gone = [](std::size_t) -> ByteSource { throw std::domain_error("gone"); };
    EXPECT_THROW((void)write_bytes(m, gone), std::domain_error);
}

// Bytes on the heap.
std::size_t in_use()
{
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

TEST(Writer, AHundredMegabytesPassInPiecesAndComeBack)
{
    const auto file = std::filesystem::temp_directory_path() / ("edxml-" + base::random_hex(8) + ".edxml");
    struct Large {
        const char* name;
        std::uint64_t size;
        bool zeros;
    };
    for (const auto& [name, size, zeros] :
         {Large{"a.pdf", 100 << 20, false}, Large{"a.xlsx", 40 << 20, false},
          Large{"a.bmp", 40 << 20, true}}) {
        SCOPED_TRACE(name);
        Message m = small_document();
        m.attachments = {{.name = name, .length = size}};
        std::size_t largest = 0, most = 0, asked = 0;
        const std::size_t before = in_use();
        {
            std::ofstream out(file, std::ios::binary);
            const auto done = write(m, large(size, zeros, &asked), [&](std::string_view piece) {
                largest = std::max(largest, piece.size());
                most = std::max(most, in_use() - before);
                out.write(piece.data(), std::streamsize(piece.size()));
            });
            ASSERT_TRUE(done) << done.error().message;
        }
        EXPECT_LE(largest, kMostPiece);
        EXPECT_LE(asked, 64u << 10);
        if (testing::kMeasuresMemory) {
            EXPECT_LT(most, 2u << 20);
            RecordProperty(std::string("heap_") + name, int(most));
        }
        crypto::Sha256 hash;
        std::vector<char> buffer(1 << 16);
        const ByteSource again = large(size, zeros)(0);
        while (const std::size_t got = again(buffer)) hash.update({buffer.data(), got});
        const Result read = read_file(file);
        ASSERT_TRUE(std::holds_alternative<Message>(read)) << std::get<Error>(read).message;
        EXPECT_EQ(std::get<Message>(read).attachments.at(0).length, size);
        EXPECT_EQ(std::get<Message>(read).attachments.at(0).sha256, base::to_hex(hash.finish()));
    }
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace lt::edxml
