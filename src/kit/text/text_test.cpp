#include "kit/text/text.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit/base/text.h"
#include "kit/text/child.h"
#include "kit/text/zip_testing.h"

namespace lt::text {
namespace {

using testing::Entry;
using testing::Lengths;
using testing::make_zip;
using testing::Method;

constexpr std::string_view kDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kOdt = "application/vnd.oasis.opendocument.text";
constexpr std::string_view kWord =
    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";

// A PDF by hand: one page for each text, in a base font (so ASCII only), with a right cross-reference table.
std::string make_pdf(const std::vector<std::string>& pages)
{
    std::vector<std::string> objects = {"<< /Type /Catalog /Pages 2 0 R >>", "",
                                        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
    std::string kids;
    for (const std::string& text : pages) {
        const std::string content = "BT /F1 12 Tf 72 720 Td (" + text + ") Tj ET";
        kids += std::to_string(objects.size() + 1) + " 0 R ";
        objects.push_back(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            "/Contents " +
            std::to_string(objects.size() + 2) + " 0 R >>");
        objects.push_back("<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content +
                          "\nendstream");
    }
    objects[1] = "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages.size()) + " >>";
    std::string out = "%PDF-1.4\n", table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string at = std::to_string(out.size());
        table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string size = std::to_string(objects.size() + 1);
    return out + "xref\n0 " + size + "\n" + table + "trailer\n<< /Size " + size +
           " /Root 1 0 R >>\nstartxref\n" + std::to_string(out.size()) + "\n%%EOF\n";
}

ByteReader reader(std::string_view bytes)
{
    return [bytes](std::span<std::byte> buffer) mutable {
        const std::size_t size = bytes.copy(reinterpret_cast<char*>(buffer.data()), buffer.size());
        bytes.remove_prefix(size);
        return size;
    };
}

std::string docx(const std::string& body, Lengths lengths = Lengths::first)
{
    return make_zip({{"[Content_Types].xml", "<Types/>"},
                     {"word/media/image1.png", std::string(100'000, 'p'), Method::stored},
                     {"word/document.xml", std::string(kWord) + "<w:body>" + body + "</w:body></w:document>",
                      Method::deflated, lengths},
                     {"word/styles.xml", "<w:p><w:t>kiểu</w:t></w:p>"}});
}

class Pdf : public ::testing::Test {
protected:
    void SetUp() override
    {
        if (::access("/usr/bin/pdftotext", X_OK) != 0) GTEST_SKIP() << "poppler-utils is not installed";
    }
};

TEST_F(Pdf, GivesItsText)
{
    const auto text = extract(make_pdf({"Cong van so 12/UBND-VX", "Trang hai"}), "application/pdf");
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_NE(text->find("Cong van so 12/UBND-VX"), std::string::npos);
    EXPECT_NE(text->find("Trang hai"), std::string::npos);
    EXPECT_EQ(text->find('\f'), std::string::npos);
}

TEST_F(Pdf, ItsPagesAreCounted)
{
    EXPECT_EQ(*count_pages(reader(make_pdf({"a", "b", "c"}))), 3);
    EXPECT_FALSE(count_pages(reader("no PDF")));
}

TEST_F(Pdf, ABrokenOneIsARefusalNotAFailure)
{
    const auto text = extract("%PDF-1.4 and nothing more", "application/pdf");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().fault, base::Fault::invalid);
    EXPECT_FALSE(extract(std::string(3 << 20, 'x'), "application/pdf"));
}

TEST_F(Pdf, ItsTextStopsAtTheLimit)
{
    const auto text = extract(make_pdf(std::vector<std::string>(50, std::string(60, 'a'))), "application/pdf",
                              {.text = 1'000});
    ASSERT_TRUE(text);
    EXPECT_LE(text->size(), 1'000u);
    EXPECT_GE(text->size(), 900u);
}

TEST(Office, DocxGivesParagraphsTabsAndBreaks)
{
    const std::string body =
        "<w:p><w:r><w:t>Kính gửi:</w:t><w:tab/><w:t xml:space='preserve'> Sở Tài chính &amp; </w:t>"
        "<w:instrText>PAGE</w:instrText></w:r></w:p><w:p><w:r><w:t>Dòng</w:t><w:br/><w:t>hai</w:t>"
        "</w:r></w:p>";
    for (const Lengths lengths : {Lengths::first, Lengths::in_descriptor}) {
        const auto text = extract(docx(body, lengths), kDocx);
        ASSERT_TRUE(text) << text.error().message;
        EXPECT_EQ(*text, "Kính gửi:\t Sở Tài chính & \nDòng\nhai");
    }
}

TEST(Office, OdtAndXlsxToo)
{
    const auto odt =
        extract(make_zip({{"mimetype", std::string(kOdt), Method::stored},
                          {"content.xml", "<o:d xmlns:o='o' xmlns:t='t'><t:h>Báo cáo</t:h><t:p>năm<t:s/>"
                                          "<t:span>2026</t:span></t:p></o:d>"}}),
                kOdt);
    ASSERT_TRUE(odt);
    EXPECT_EQ(*odt, "Báo cáo\nnăm 2026");
    const auto xlsx =
        extract(make_zip({{"xl/sharedStrings.xml", "<sst><si><t>Số</t></si><si><r><t>Tên </t></r><r><t>gọi"
                                                   "</t></r></si></sst>"}}),
                kXlsx);
    ASSERT_TRUE(xlsx);
    EXPECT_EQ(*xlsx, "Số\nTên gọi");
}

TEST(Office, DamagedHostileAndWrongArchivesAreRefused)
{
    const std::string good = docx("<w:p><w:t>x</w:t></w:p>");
    EXPECT_FALSE(extract("no archive", kDocx));
    EXPECT_FALSE(extract("", kDocx));
    EXPECT_FALSE(extract(make_zip({{"a", "b"}}), kDocx));
    EXPECT_FALSE(extract(docx("<w:p>"), kDocx));
    EXPECT_FALSE(extract(good.substr(0, good.size() / 2), kDocx));
    EXPECT_FALSE(extract(
        make_zip({{"word/document.xml", "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>"}}),
        kDocx));
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += "<w:p>";
    EXPECT_FALSE(extract(docx(many), kDocx));
    EXPECT_FALSE(extract(docx("<!--" + std::string(60 << 20, ' ') + "-->"), kDocx));
}

TEST(Office, TextStopsAtTheLimitAtAWholeCharacter)
{
    std::string body;
    for (int i = 0; i < 100'000; ++i) body += "<w:p><w:t>Đề nghị Ủy ban nhân dân</w:t></w:p>";
    const auto text = extract(docx(body), kDocx);
    ASSERT_TRUE(text);
    EXPECT_LE(text->size(), 1u << 20);
    EXPECT_GE(text->size(), (1u << 20) - 8);
    EXPECT_TRUE(base::is_utf8(*text));
}

TEST(Text, OtherTypesHaveNone)
{
    const auto text = extract("\x89PNG", "image/png");
    ASSERT_TRUE(text);
    EXPECT_TRUE(text->empty());
}

TEST(Child, HasNothingOpenAndCanWriteNothing)
{
    const int secret = ::open("/dev/null", O_RDONLY);
    EXPECT_TRUE(run_child([=] { return ::fcntl(secret, F_GETFD) < 0 ? 0 : 1; }, reader("x"), {}).is_complete);
    const auto write_file = [] {
        std::FILE* file = std::tmpfile();
        const bool wrote = file != nullptr && std::fputs("x", file) >= 0 && std::fflush(file) == 0;
        return wrote ? 0 : 1;
    };
    EXPECT_FALSE(run_child(write_file, reader("x"), {}).is_complete);
    ::close(secret);
}

TEST(Child, IsEndedWhenItTakesTooLongOrTooMuch)
{
    const auto idle = [] { return ::pause(); };
    EXPECT_FALSE(run_child(idle, reader("x"), {.wall = std::chrono::seconds(1)}).is_complete);
    const auto burn = [] {
        while (::getppid() != 0) {}
        return 0;
    };
    EXPECT_FALSE(run_child(burn, reader("x"), {.cpu_seconds = 1}).is_complete);
#if !defined(__SANITIZE_ADDRESS__)
    const auto gorge = [] { return std::malloc(2ull << 30) == nullptr ? 1 : 0; };
    EXPECT_FALSE(run_child(gorge, reader("x"), {}).is_complete);
#endif
    EXPECT_FALSE(run_child([]() -> int { std::abort(); }, reader("x"), {}).is_complete);
    EXPECT_FALSE(run_child(idle, reader(std::string(1 << 20, 'x')), {.input = 1'000}).is_complete);
}

TEST(Child, IsGoneWhenTheReaderThrows)
{
    const ByteReader broken = [](std::span<std::byte>) -> std::size_t {
        throw std::runtime_error("changed blob");
    };
    EXPECT_THROW((void)extract(broken, "application/pdf"), std::runtime_error);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);  // no child is left
}

TEST(Child, AMissingProgramIsNamed)
{
    const char* const argv[] = {"/usr/bin/no-such-program", nullptr};
    EXPECT_TRUE(run_program(argv, reader(""), {}).is_missing);
}

// What the program finds when it starts, as it says itself.
std::string told_by(const char* script, const Limits& limits = {})
{
    const char* const argv[] = {"/bin/sh", "-c", script, nullptr};
    const Harvest got = run_program(argv, reader("in"), limits);
    return got.is_complete ? got.output : "incomplete: " + got.output;
}

TEST(Program, HasNothingOfTheParent)
{
    const int secret = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC
    ASSERT_LT(secret, 10);
    ::setenv("LT_SECRET", "x", 1);
    EXPECT_EQ(
        told_by(
            "cat; for i in 3 4 5 6 7 8 9; do [ -e /proc/self/fd/$i ] && echo open $i; done; echo $LT_SECRET"),
        "in\n");
    ::unsetenv("LT_SECRET");
    ::close(secret);
    EXPECT_EQ(told_by("grep NoNewPrivs /proc/self/status"), "NoNewPrivs:\t1\n");
    EXPECT_EQ(told_by("ulimit -f; ulimit -n; ulimit -c; ulimit -t", {.cpu_seconds = 7}), "0\n32\n0\n7\n");
#if !defined(__SANITIZE_ADDRESS__)
    EXPECT_EQ(told_by("ulimit -v", {.memory = 256ULL << 20}), "262144\n");
#endif
}

TEST(Program, IgnoresNoSignalAndLeavesTheParentsAlone)
{
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(told_by("grep SigIgn /proc/self/status"), "SigIgn:\t0000000000000000\n");
    EXPECT_EQ(::signal(SIGPIPE, before), SIG_IGN);
    sigset_t now;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &now);
    EXPECT_EQ(::sigismember(&now, SIGTERM), 0) << "it hears its signals again";
}

TEST(Program, IsEndedWhenItTakesTooLong)
{
    EXPECT_EQ(told_by("sleep 30", {.wall = std::chrono::seconds(1)}), "incomplete: ");
    EXPECT_EQ(told_by("while :; do :; done", {.cpu_seconds = 1}), "incomplete: ");
}

TEST(Child, WritesMuchBeforeItHasReadAll)
{
    const auto echo = [] {
        char buffer[8'192];
        for (ssize_t size = 0; (size = ::read(0, buffer, sizeof buffer)) > 0;) {
            if (::write(1, buffer, std::size_t(size)) != size) return 1;
        }
        return 0;
    };
    const std::string large(5 << 20, 'x');
    const Harvest got = run_child(echo, reader(large), {.text = 10 << 20});
    EXPECT_TRUE(got.is_complete);
    EXPECT_EQ(got.output, large);
}

}  // namespace
}  // namespace lt::text
