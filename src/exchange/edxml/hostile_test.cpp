// Messages made to break the reader: each must end soon, with its code, in little memory.
#include "exchange/edxml/hostile_testing.h"
#include "exchange/edxml/message_testing.h"
#include "kit/text/zip_testing.h"

namespace lt::edxml {
namespace {

using testing::base64;
using testing::Draft;
using testing::File;
using testing::Outcome;
using testing::read_in_child;
using testing::repeat;
using text::testing::make_zip;

constexpr long kPeak = 64 << 10;  // KB
constexpr double kSeconds = 20;   // far above what is seen; a sanitizer is slow

void expect(const Outcome& outcome, const std::string& code)
{
    EXPECT_EQ(outcome.code, code) << outcome.message;
    EXPECT_LT(outcome.seconds, kSeconds);
    if (testing::kMeasuresMemory) {
        EXPECT_LT(outcome.peak_kb, kPeak);
    }
    ::testing::Test::RecordProperty("peak_kb", std::to_string(outcome.peak_kb));
    ::testing::Test::RecordProperty("milliseconds", std::to_string(int(outcome.seconds * 1'000)));
}

Outcome whole(const std::string& xml) { return read_in_child(repeat(xml, "", 0, "")); }

Outcome with_prolog(const std::string& prolog, const std::string& subject = "x")
{
    Draft draft;
    draft.prolog = prolog;
    draft.subject = subject;
    return whole(draft.xml());
}

Outcome with_file(const File& file)
{
    Draft draft;
    draft.files = {file};
    return whole(draft.xml());
}

TEST(Hostile, EntityBomb)
{
    std::string dtd = "<!DOCTYPE edXML [<!ENTITY a0 \"hahahahaha\">";
    for (int i = 1; i < 20; ++i) {
        dtd += "<!ENTITY a" + std::to_string(i) + " \"";
        for (int j = 0; j < 10; ++j) dtd += "&a" + std::to_string(i - 1) + ";";
        dtd += "\">";
    }
    const Outcome outcome = with_prolog("<?xml version='1.0'?>\n" + dtd + "]>", "&a19;");
    expect(outcome, "entity_forbidden");
    EXPECT_EQ(outcome.line, 2);
}

TEST(Hostile, ExternalEntitiesAndDtds)
{
    for (const std::string dtd : {"<!DOCTYPE edXML [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                                  "<!DOCTYPE edXML [<!ENTITY x SYSTEM \"http://127.0.0.1:9/x\">]>",
                                  "<!DOCTYPE edXML SYSTEM \"http://127.0.0.1:9/x.dtd\">", "<!DOCTYPE edXML>",
                                  "<!DOCTYPE edXML [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]>",
                                  "<!DOCTYPE edXML [<!ENTITY % p \"<!ENTITY x 'y'>\"> %p;]>"}) {
        expect(with_prolog(dtd, "&x;"), "entity_forbidden");
    }
    expect(with_prolog("", "&x;"), "entity_forbidden");
    expect(with_prolog("", "<a href='&x;'/>"), "entity_forbidden");
    expect(with_prolog("", "&lt;&#65;&quot;"), "accepted");
}

TEST(Hostile, ZipBomb)
{
    const std::string zip = make_zip({{.name = "x", .content = std::string(1 << 20, '\0'), .times = 1'024}});
    expect(with_file({.base64 = base64(zip)}), "zip_bomb");
}

TEST(Hostile, PathTricksInNames)
{
    for (const char* bad : {"../../x", "..\\..\\x", "C:\\x", "/etc/passwd"}) {
        expect(with_file({.name = bad, .base64 = base64("x")}), "unsafe_name");
        expect(with_file({.base64 = base64(make_zip({{bad, "x"}}))}), "unsafe_name");
    }
    expect(with_file({.name = "x&#0;.pdf", .base64 = "AAAA"}), "not_xml");
    expect(with_file({.name = std::string("x\0.pdf", 6), .base64 = "AAAA"}), "not_xml");
    expect(with_file({.name = "x&#7;.pdf", .base64 = "AAAA"}), "not_xml");
}

TEST(Hostile, DeepNesting)
{
    const Draft draft;
    expect(read_in_child(repeat(draft.head(), "<x>", 10'000, "")), "too_deep");
    expect(read_in_child(repeat("", "<x>", 10'000'000, "")), "wrong_root");
    Draft foreign;
    foreign.subject = "x";
    for (int i = 0; i < 10'000; ++i) foreign.subject += "<x xmlns=''>";
    expect(whole(foreign.xml()), "too_deep");
}

TEST(Hostile, CutOffAndWrongBase64)
{
    expect(with_file({.base64 = base64("12345678").substr(0, 9)}), "bad_base64");
    expect(with_file({.base64 = "AAA"}), "bad_base64");
    expect(with_file({.base64 = "AA=A"}), "bad_base64");
    expect(with_file({.base64 = "AAA=AAAA"}), "bad_base64");
    expect(with_file({.base64 = "AA*A"}), "bad_base64");
    expect(with_file({.base64 = "${__StringFromFile(test.txt,,,)}"}), "bad_base64");
    expect(with_file({.base64 = " AA\r\n A = \n"}), "accepted");
    const std::string zip = make_zip({{"x", "nội dung của tệp"}});
    expect(with_file({.base64 = base64(std::string_view(zip).substr(0, zip.size() - 25))}), "bad_zip");
    Draft draft;
    draft.files = {{.base64 = base64(std::string(100'000, 'x'))}};
    expect(whole(draft.xml().substr(0, 50'000)), "not_xml");
}

TEST(Hostile, ManyAttributes)
{
    std::string tag = "<Place";
    for (int i = 0; i < 100'000; ++i) tag += " a" + std::to_string(i) + "=\"\"";
    Draft draft;
    draft.other = tag + "/>";
    expect(whole(draft.xml()), "too_large");
    draft.other = "<Place";
    for (int i = 0; i < 5'000; ++i) draft.other += " a" + std::to_string(i) + "=\">\"";
    draft.other += "/>";
    expect(whole(draft.xml()), "too_large");
    draft.other = "<Place";
    for (int i = 0; i < 3'000; ++i) draft.other += " xmlns:a" + std::to_string(i) + "=\"u\"";
    draft.other += "/>";
    expect(whole(draft.xml()), "too_large");
}

TEST(Hostile, ManyElementsAndHugeTexts)
{
    const Draft draft;
    const std::string head = draft.head().substr(0, draft.head().find("<To>"));
    expect(read_in_child(repeat(head, "<To><OrganId>H05.02</OrganId></To>", 1'000'000, "")), "too_large");
    expect(read_in_child(repeat(head, "<New/>", 1'000'000, "")), "too_large");
    expect(read_in_child(repeat(head + "<Subject>", "văn bản ", 30'000'000, "")), "too_large");
    expect(read_in_child(repeat(head + "<New>", "văn bản ", 100'000'000, "")), "too_large");
    expect(read_in_child(repeat(head + "<!--", "văn bản ", 100'000'000, "")), "too_large");
    expect(read_in_child(repeat(head + "<?x ", "văn bản ", 100'000'000, "")), "too_large");
    expect(read_in_child(repeat(head + "<", "abcdefgh", 100'000'000, "")), "too_large");
    expect(read_in_child(repeat(head + "<a b='", "abcdefgh", 100'000'000, "")), "too_large");
    expect(read_in_child(repeat(head + "&", "abcdefgh", 100'000'000, "")), "not_xml");
    expect(read_in_child(repeat("", std::string(1 << 20, ' '), 1'000, "")), "too_large");
}

TEST(Hostile, OtherEncodings)
{
    std::string wide = "\xFF\xFE";
    for (const char c : Draft().xml()) wide += {c, '\0'};
    expect(whole(wide), "bad_encoding");
    expect(whole(wide.substr(2)), "bad_encoding");
    expect(whole("\x4C\x6F\xA7\x94"), "bad_encoding");
    expect(with_prolog("<?xml version='1.0' encoding='ISO-8859-1'?>"), "bad_encoding");
    expect(with_prolog("<?xml version='1.0' encoding='UTF-16'?>"), "bad_encoding");
    expect(with_prolog("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>"), "accepted");
    const std::string code = with_prolog("", "\xC3(").code;
    EXPECT_TRUE(code == "not_xml" || code == "bad_encoding") << code;
}

TEST(Hostile, JunkAndWrongRoots)
{
    expect(with_prolog("1212<?xml version='1.0'?>"), "not_xml");
    expect(whole(Draft().xml() + "<more/>"), "not_xml");
    expect(whole(Draft().xml() + "junk"), "not_xml");
    expect(whole(""), "not_xml");
    expect(whole("%PDF-1.4"), "not_xml");
    expect(whole(std::string(1'000, '\0')), "bad_encoding");
    expect(with_prolog("", "<xlink:x/>"), "not_xml");
    Draft draft;
    draft.space = "urn:other";
    expect(whole(draft.xml()), "wrong_namespace");
}

TEST(Hostile, FilesThatDisagreeWithTheirList)
{
    const File one{.base64 = "AAAA"};
    Draft draft;
    draft.files = {one, one};
    expect(whole(draft.xml()), "duplicate_attachment");
    draft.files = {one};
    draft.manifest = "<Reference><ContentId>cid:9</ContentId></Reference>";
    expect(whole(draft.xml()), "attachment_mismatch");
    draft.files = {};
    expect(whole(draft.xml()), "attachment_mismatch");
    draft.files = {one};
    draft.manifest = "";
    expect(whole(draft.xml()), "accepted");
    draft.files.assign(101, one);
    expect(whole(draft.xml()), "too_large");
}

TEST(Hostile, LargeFilesPassInLittleMemoryAndTooLargeOnesDoNot)
{
    Draft draft;
    draft.files = {{}};
    const std::string head = draft.head() + Draft::open(draft.files[0]);
    const std::string line = base64(std::string(57 * 3, 'x')) + "\n";
    const std::uint64_t lines = (190ull << 20) / (57 * 3);
    const Outcome outcome = read_in_child(repeat(head, line, lines, Draft::close() + Draft::tail()));
    expect(outcome, "accepted");
    expect(read_in_child(repeat(head, line, lines * 2, Draft::close() + Draft::tail())), "too_large");
    // The same as one CDATA section, which libxml2 alone would hold until its end.
    expect(read_in_child(repeat(head + "<![CDATA[", line, lines / 4, "]]>" + Draft::close() + Draft::tail())),
           "accepted");
}

}  // namespace
}  // namespace lt::edxml
