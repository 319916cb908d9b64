#include "kit/http/multipart.h"

#include "kit/http/policy.h"

using namespace lt::http;

namespace {

struct Recorder final : MultipartEvents {
    std::string log{};
    std::string file{};
    void field(std::string name, std::string value) override { log += name + "=" + value + ";"; }
    void file_begin(std::string name, std::string file_name) override
    {
        log += name + ":" + file_name;
        file.clear();
    }
    void file_data(std::string_view data) override { file += data; }
    void file_end() override { log += "[" + std::to_string(file.size()) + "];"; }
};

std::string part(const std::string& disposition, const std::string& content)
{
    return "--XX\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: text/x\r\n\r\n" +
           content + "\r\n";
}

std::string parse(const std::string& body, MultipartLimits limits = {})
{
    Recorder recorder;
    MultipartParser parser("XX", limits, recorder);
    parser.feed(body);
    parser.finish();
    return recorder.log;
}

const std::string kFile = "a\r\n--X\r\n-\r\r\n--XY\r\n--X\r";  // full of almost-boundaries
const std::string kBody = "preamble\r\n" + part("name=\"a\"", "giá trị") + part("name=empty", "") +
                          part("name=\"f\"; filename=\"../b\\c.pdf\"", kFile) +
                          part("name=\"none\"; filename=\"\"", "") + "--XX--\r\nepilogue";
const std::string kLog = "a=giá trị;empty=;f:c.pdf[" + std::to_string(kFile.size()) + "];";

}  // namespace

TEST(Multipart, Whole) { EXPECT_EQ(parse(kBody), kLog); }

TEST(Multipart, SplitAtEveryByte)
{
    for (std::size_t cut = 0; cut <= kBody.size(); ++cut) {
        Recorder recorder;
        MultipartParser parser("XX", {}, recorder);
        parser.feed(std::string_view(kBody).substr(0, cut));
        parser.feed(std::string_view(kBody).substr(cut));
        parser.finish();
        ASSERT_EQ(recorder.log, kLog) << cut;
        ASSERT_EQ(recorder.file, kFile) << cut;
    }
}

TEST(Multipart, PiecesOfEverySize)
{
    for (std::size_t size = 1; size < 40; ++size) {
        Recorder recorder;
        MultipartParser parser("XX", {}, recorder);
        for (std::size_t at = 0; at < kBody.size(); at += size)
            parser.feed(std::string_view(kBody).substr(at, size));
        parser.finish();
        ASSERT_EQ(recorder.log, kLog) << size;
    }
}

TEST(Multipart, EveryTruncationIsRefused)
{
    const auto end = kBody.find("--XX--") + 6;
    for (std::size_t cut = 0; cut < end; ++cut) EXPECT_THROW(parse(kBody.substr(0, cut)), Refused) << cut;
}

TEST(Multipart, Malformed)
{
    const std::string end = "--XX--\r\n";
    EXPECT_THROW(parse("--XX\r\n\r\nx\r\n" + end), Refused);                     // no header
    EXPECT_THROW(parse("--XX\r\nContent-Type: a\r\n\r\nx\r\n" + end), Refused);  // no name
    EXPECT_THROW(parse("--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n" + end), Refused);
    EXPECT_THROW(parse("--XXX\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n" + end), Refused);
    EXPECT_THROW(parse("--XX\r\nno colon\r\n\r\nx\r\n" + end), Refused);
    EXPECT_THROW(parse(part("name=a", "\xff") + end), Refused);  // not UTF-8
    EXPECT_THROW(parse(part("name=a; filename=\"\"", "lost?") + end), Refused);
    const std::string base64 = "name=a\r\nContent-Transfer-Encoding: base64";
    EXPECT_THROW(parse(part(base64, "x") + end), Refused);
}

TEST(Multipart, Limits)
{
    const std::string end = "--XX--\r\n";
    EXPECT_THROW(parse(part("name=a; x=\"" + std::string(9000, 'x') + "\"", "") + end), Refused);
    EXPECT_THROW(parse(std::string(9000, 'x') + part("name=a", "") + end), Refused);
    EXPECT_THROW(parse(part("name=a", std::string(70000, 'x')) + end), Refused);
    EXPECT_THROW(parse(part("name=a; filename=b", "12345") + end, {.file = 4}), Refused);
    EXPECT_EQ(parse(part("name=a; filename=b", "1234") + end, {.file = 4}), "a:b[4];");
    std::string many;
    for (int i = 0; i < 3; ++i) many += part("name=a; filename=b", "");
    EXPECT_THROW(parse(many + end, {.files = 2}), Refused);
    EXPECT_THROW(parse(many + end, {.fields = 2}), Refused);
    EXPECT_NO_THROW(parse(many + end, {.fields = 3, .files = 3}));
    std::string text;
    for (int i = 0; i < 3; ++i) text += part("name=a", std::string(50, 'x'));
    EXPECT_THROW(parse(text + end, {.text = 149}), Refused);
}

TEST(Multipart, BigFileNeedsLittleMemory)
{
    struct Counter final : MultipartEvents {
        std::uint64_t bytes = 0;
        std::size_t largest = 0;
        void field(std::string, std::string) override {}
        void file_begin(std::string, std::string) override {}
        void file_data(std::string_view data) override
        {
            bytes += data.size();
            largest = std::max(largest, data.size());
        }
        void file_end() override {}
    } counter;
    MultipartParser parser("XX", {}, counter);
    parser.feed("--XX\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n");
    const std::string piece(64 << 10, '\r');
    for (int i = 0; i < 200; ++i) parser.feed(piece);
    parser.feed("\r\n--XX--");
    parser.finish();
    EXPECT_EQ(counter.bytes, 200U * piece.size());
    EXPECT_LE(counter.largest, piece.size() + 16);
}

TEST(Multipart, BoundaryAndFileNames)
{
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a b\""), "a b");
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), "");
    EXPECT_EQ(multipart_boundary("multipart/mixed; boundary=a"), "");
    EXPECT_EQ(multipart_boundary("multipart/form-data"), "");

    EXPECT_EQ(safe_file_name("/etc/passwd"), "passwd");
    EXPECT_EQ(safe_file_name("C:\\a\\Báo cáo.docx"), "Báo cáo.docx");
    EXPECT_EQ(safe_file_name("a\x01\nb.pdf"), "ab.pdf");
    EXPECT_EQ(safe_file_name(".."), "tep");
    EXPECT_EQ(safe_file_name("a/"), "tep");
    const auto longest = safe_file_name(std::string(200, 'x') + std::string(100, 'y') + "ế.pdf");
    EXPECT_LE(longest.size(), 255U);
    EXPECT_TRUE(longest.ends_with("ế.pdf"));
}
