// Attacks on signed files, each by its name. What is written behind a signature is honest only when it is on the list of changes.
#include "kit/pdf/verify/attacks_testing.h"

namespace lt::pdf {
namespace {

using crypto::Indication;
using crypto::SubIndication;

class Attacks : public AttackTest {};

TEST_F(Attacks, a_flipped_byte)
{
    std::string bytes = issued();
    bytes[bytes.find("Cong hoa")] = 'D';
    const Report report = judged(bytes);
    EXPECT_EQ(report.indication, Indication::failed);
    EXPECT_EQ(report.sub, SubIndication::hash_failure);
    for (const SignatureReport& one : report.signatures) EXPECT_FALSE(one.verdict.intact);
}

TEST_F(Attacks, loosened_permissions)
{
    std::string bytes = certified();
    bytes[bytes.find("/P 2/V/1.2") + 3] = '3';
    EXPECT_EQ(judged(bytes).sub, SubIndication::hash_failure);
}

TEST_F(Attacks, bytes_behind_the_padding)
{
    std::string bytes = certified();
    bytes[bytes.find('>', bytes.find("/Contents<")) - 1] = '1';
    const Report report = judged(bytes);
    EXPECT_EQ(report.indication, Indication::failed);
    EXPECT_EQ(report.sub, SubIndication::format_failure);
    EXPECT_TRUE(report.signatures[0].verdict.cryptographically_valid);
}

TEST_F(Attacks, garbage_behind_the_end)
{
    expect_undefined(certified() + "\n% whatever", "a comment");
    expect_undefined(certified() + "\n99 0 obj<</Type/Page>>endobj\n", "an object");
    EXPECT_EQ(judged(certified() + "\n").indication, Indication::passed) << "a line end is nothing";
}

TEST_F(Attacks, another_end_of_file) { expect_undefined(certified() + "\n%%EOF\n", "a second mark"); }

TEST_F(Attacks, overlapping_and_escaping_byte_ranges)
{
    const std::string good = certified();
    const std::size_t at = good.find("/ByteRange[0") + 12;
    const auto ranged = [&](const std::string& numbers) {
        std::string bytes = good;
        bytes.replace(at, 40, numbers + std::string(40 - numbers.size(), ' '));
        return judged(bytes);
    };
    for (const char* numbers : {" 100 50 100", " 10 99999999 10", " 10 20 9223372036854775807", " 10 -20 30",
                                " 10", " 10 20 30 40 50", " 18446744073709551615 1 1"}) {
        const Report report = ranged(numbers);
        EXPECT_EQ(report.indication, Indication::failed) << numbers;
        EXPECT_EQ(report.signatures.size(), 1U) << numbers;
    }
}

TEST_F(Attacks, a_page_with_other_content)
{
    const auto replace = [](Update& update, QPDF& objects) {
        update.set(ref_of(first_page(objects).getKey("/Contents")),
                   stream("", "BT /F1 12 Tf 72 720 Td (Khac) Tj ET"));
    };
    expect_undefined(updated(certified(), replace), "the stream");
    expect_undefined(
        updated(
            certified(),
            [](Update& update, QPDF& objects) {
                QPDFObjectHandle page = first_page(objects);
                update.set(ref_of(page), with(page, {{"/Contents", to_text(update.add(stream("", "q Q")))}}));
            }),
        "the reference");
}

TEST_F(Attacks, pages_added_and_removed)
{
    expect_undefined(
        updated(certified(),
                [](Update& update, QPDF& objects) {
                    QPDFObjectHandle pages = objects.getRoot().getKey("/Pages");
                    const Ref page =
                        update.add("<</Type/Page/Parent " + pages.unparse() + "/MediaBox[0 0 9 9]>>");
                    update.set(ref_of(pages),
                               with(pages, {{"/Kids", "[3 0 R " + to_text(page) + "]"}, {"/Count", "2"}}));
                }),
        "added");
    expect_undefined(updated(certified(),
                             [](Update& update, QPDF& objects) {
                                 QPDFObjectHandle pages = objects.getRoot().getKey("/Pages");
                                 update.set(ref_of(pages), with(pages, {{"/Kids", "[]"}, {"/Count", "0"}}));
                             }),
                     "removed");
}

TEST_F(Attacks, hide_a_page_behind_another_catalogue)
{
    expect_undefined(updated(certified(), change_root({{"/Pages", "<</Type/Pages/Kids[]/Count 0>>"}})),
                     "pages");
    expect_undefined(
        updated(certified(), change_root({{"/OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>"}})),
        "script");
    expect_undefined(updated(certified(), change_root({{"/Perms", ""}})), "permissions");
    expect_undefined(updated(certified(), change_root({{"/AcroForm", ""}})), "form");
}

TEST_F(Attacks, replace_a_font)
{
    expect_undefined(updated(certified(),
                             [](Update& update, QPDF& objects) {
                                 QPDFObjectHandle font =
                                     first_page(objects).getKey("/Resources").getKey("/Font").getKey("/F1");
                                 update.set(ref_of(font), "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>");
                             }),
                     "of the page");
    expect_undefined(
        updated(certified(),
                change_form({{"/DR", "<</Font<</LS<</Type/Font/Subtype/Type1/BaseFont/Symbol>>>>>>"}})),
        "of the form");
}

TEST_F(Attacks, an_object_that_was_missing_comes_to_life)
{
    // The signed document refers to an object that is not there.
    std::string source = plain();
    const std::string there = "/BaseFont/Helvetica";
    source.replace(source.find(there), there.size(), "/BaseFont 90 0 R   ");
    const std::string bytes =
        sign(*prepare(*File::open(source), form()), leader_, {.field = "ky_lanhdao", .certify = true});
    ASSERT_EQ(judged(bytes).indication, Indication::passed);
    expect_undefined(updated(bytes,
                             [](Update& update, QPDF&) {
                                 update.set({90, 0}, "/Symbol");
                             }),
                     "the name of a font");
}

TEST_F(Attacks, notes_on_a_certified_document)
{
    const std::string note =
        "<</Type/Annot/Subtype/FreeText/Rect[50 700 300 740]/Contents(Dong y)/DA(/Helv 12 Tf)>>";
    expect_seen(updated(certified(), annotate(note)), "FreeText");
    const Report certified_report = judged(updated(certified(), annotate(note)));
    EXPECT_EQ(certified_report.signatures[0].modifications, Change::annotation);
    // Nobody forbade it, and it may hide what was signed: a person has to look.
    const Report report = judged(updated(approved(), annotate(note)));
    EXPECT_EQ(report.indication, Indication::indeterminate);
    EXPECT_EQ(report.sub, SubIndication::sig_constraints_failure);
    EXPECT_EQ(report.signatures[0].modifications, Change::annotation);
    expect_undefined(updated(approved(), annotate("<</Type/Annot/Subtype/Widget/Rect[0 0 500 800]>>")),
                     "a widget of no field");
}

TEST_F(Attacks, fields_that_are_not_what_was_signed)
{
    expect_undefined(updated(certified(), change("so", {{"/Rect", "[0 0 595 842]"}})), "an enlarged field");
    expect_undefined(updated(certified(), change("so", {{"/F", "2"}})), "a hidden field");
    expect_undefined(updated(certified(), change("so", {{"/FT", "/Sig"}})), "another kind");
    expect_undefined(updated(certified(), change("so", {{"/AA", "<</F<</S/JavaScript/JS(1)>>>>"}})),
                     "a script");
    expect_undefined(updated(certified(), change_form({{"/NeedAppearances", "true"}})), "NeedAppearances");
    expect_undefined(updated(certified(), change_form({{"/XFA", "(x)"}})), "XFA");
    expect_undefined(updated(certified(), change_form({{"/SigFlags", "0"}})), "SigFlags");
    expect_undefined(updated(certified(), change_form({{"/Fields", "[]"}})), "no fields");
}

TEST_F(Attacks, a_signature_removed_or_replaced)
{
    expect_undefined(updated(certified(), change("ky_lanhdao", {{"/V", ""}})), "no value");
    expect_undefined(updated(certified(), change("ky_lanhdao", {{"/AP", "<</N 5 0 R>>"}})),
                     "another appearance");
    expect_undefined(updated(certified(),
                             [](Update& update, QPDF& objects) {
                                 update.set(ref_of(field(objects, "ky_lanhdao").getKey("/V")),
                                            "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>");
                             }),
                     "another signature in its place");
}

TEST_F(Attacks, a_new_field)
{
    const auto add = [](const std::string& body) {
        return [=](Update& update, QPDF& objects) {
            QPDFObjectHandle form = objects.getRoot().getKey("/AcroForm");
            std::string list = "[";
            for (int i = 0; i < form.getKey("/Fields").getArrayNItems(); ++i)
                list += form.getKey("/Fields").getArrayItem(i).unparse() + " ";
            update.set(ref_of(form), with(form, {{"/Fields", list + to_text(update.add(body)) + "]"}}));
        };
    };
    expect_undefined(updated(certified(), add("<</Subtype/Widget/FT/Tx/T(moi)/V(x)/Rect[0 0 9 9]>>")),
                     "of text");
    expect_undefined(updated(certified(), add("<</Subtype/Widget/FT/Sig/T(so)/Rect[0 0 0 0]>>")),
                     "with the name of another");
    expect_seen(updated(certified(), add("<</Subtype/Widget/FT/Sig/T(moi)/Rect[0 0 99 99]>>")),
                "a visible place to sign");
    expect_seen(updated(certified(), add("<</Subtype/Widget/FT/Sig/T(moi)/Rect[0 0 99 99 0]>>")),
                "one that only some readers see");
    EXPECT_EQ(judged(updated(certified(), add("<</Subtype/Widget/FT/Sig/T(moi)/Rect[0 0 0 0]>>"))).indication,
              Indication::passed)
        << "an invisible one is nothing";
}

// A new place for a signature, drawn over a sentence: the signatures stay genuine and the sentence can't be read.
TEST_F(Attacks, shadow_attack_hide_content_behind_a_new_signature_field)
{
    const auto add = [](const char* rect, const std::string& more = "", bool is_drawn = false) {
        return [=](Update& update, QPDF& objects) {
            const Ref look =
                update.add(stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "1 g 0 0 9 9 re f"));
            QPDFObjectHandle page = first_page(objects);
            const Ref one =
                update.add("<</Type/Annot/Subtype/Widget/FT/Sig/T(moi)/F 4/Rect" + std::string(rect) +
                           (is_drawn ? "/AP<</N " + to_text(look) + ">>" : "") + more + ">>");
            const auto longer = [&](QPDFObjectHandle list) {
                std::string out = "[";
                for (int i = 0; i < list.getArrayNItems(); ++i) out += list.getArrayItem(i).unparse() + " ";
                return out + to_text(one) + "]";
            };
            QPDFObjectHandle form = objects.getRoot().getKey("/AcroForm");
            update.set(ref_of(form), with(form, {{"/Fields", longer(form.getKey("/Fields"))}}));
            update.set(ref_of(page.getKey("/Annots")), longer(page.getKey("/Annots")));
        };
    };
    static constexpr const char* kOver = "[60 715 300 735]";  // the only line of the page
    static constexpr const char* kBeside = "[60 300 300 320]";
    // Whoever certified did not permit it, wherever it is.
    for (const char* place : {kOver, kBeside})
        for (const bool is_drawn : {true, false})
            expect_seen(updated(certified(), add(place, "", is_drawn)), place);
    // A picture without a signature is nobody's seal.
    for (const char* place : {kOver, kBeside})
        expect_undefined(updated(approved(), add(place, "", true)), place);
    // After a plain signature, places for seals are put over text every day: the file stays valid, and the reader is told.
    const Report over = judged(updated(approved(), add(kOver)));
    ASSERT_EQ(over.signatures.size(), 1U);
    EXPECT_EQ(over.indication, Indication::passed) << over.signatures[0].reason;
    EXPECT_EQ(over.signatures[0].modifications, Change::form_filling);
    EXPECT_TRUE(over.signatures[0].covered);
    EXPECT_NE(words_of(over).lines.at(0).str().find("phủ lên nội dung"), std::string::npos)
        << words_of(over).lines.at(0).str();
    EXPECT_NE(to_json(over).find(R"("covered":true)"), std::string::npos);
    const Report beside = judged(updated(approved(), add(kBeside)));
    EXPECT_EQ(beside.indication, Indication::passed);
    EXPECT_FALSE(beside.signatures[0].covered);
    EXPECT_EQ(words_of(beside).lines.at(0).str().find("phủ lên"), std::string::npos);
    // The same with the place turned around, and with a page that the field only claims to be on.
    EXPECT_TRUE(judged(updated(approved(), add("[300 735 60 715]"))).signatures[0].covered);
    EXPECT_TRUE(judged(updated(approved(), add(kOver, "/P 1 0 R"))).signatures[0].covered);
}

TEST_F(Attacks, shadow_attack_hide_a_scanned_page_behind_a_new_signature_field)
{
    // A page that is a picture, in a form, turned by a quarter.
    const std::string source = with_table(
        {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
         "<</Length 27>>\nstream\nq 0 1 -1 0 500 0 cm /F Do Q\nendstream",
         "<</Type/XObject/Subtype/Form/BBox[0 0 900 900]/Resources<</XObject<</I 6 0 R>>>>/Length 35>>\nstream\n"
         "q 600 0 0 400 100 50 cm /I Do Q    \nendstream",
         "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
         "\nstream\nx\nendstream"});
    const auto covered = [&](const char* rect) {
        Form one = form();
        one.signatures = {{"ky_lanhdao", {1, 350, 10, 500, 40}}};
        const std::string bytes = sign(*prepare(*File::open(source), one), leader_, {.field = "ky_lanhdao"});
        const Report report = judged(updated(bytes, [&](Update& update, QPDF& objects) {
            QPDFObjectHandle page = first_page(objects);
            const Ref place =
                update.add("<</Type/Annot/Subtype/Widget/FT/Sig/T(moi)/F 4/Rect" + std::string(rect) + ">>");
            QPDFObjectHandle form = objects.getRoot().getKey("/AcroForm");
            const auto longer = [&](QPDFObjectHandle list) {
                std::string out = "[";
                for (int i = 0; i < list.getArrayNItems(); ++i) out += list.getArrayItem(i).unparse() + " ";
                return out + to_text(place) + "]";
            };
            update.set(ref_of(form), with(form, {{"/Fields", longer(form.getKey("/Fields"))}}));
            update.set(ref_of(page.getKey("/Annots")), longer(page.getKey("/Annots")));
        }));
        EXPECT_EQ(report.signatures.at(0).modifications, Change::form_filling) << report.signatures[0].reason;
        return report.signatures.at(0).covered;
    };
    // The picture stands from 50 to 450 and from 100 to 700.
    EXPECT_TRUE(covered("[60 600 100 650]"));
    EXPECT_FALSE(covered("[460 600 500 650]"));
    EXPECT_FALSE(covered("[60 720 100 750]"));
}

TEST_F(Attacks, a_number_changed_under_the_seal)
{
    const std::string bytes = updated(issued(), change("so", {{"/V", "(9999)"}, {"/AP", ""}}));
    const Report report = judged(bytes);
    EXPECT_EQ(report.indication, Indication::failed);
    ASSERT_EQ(report.signatures.size(), 2U);
    EXPECT_TRUE(report.signatures[0].permitted) << "the leader allowed to fill in";
    EXPECT_FALSE(report.signatures[1].permitted) << "the agency locked all";
    EXPECT_EQ(report.signatures[1].modifications, Change::form_filling);
}

TEST_F(Attacks, a_field_that_shows_another_number_than_its_value)
{
    const std::string bytes = updated(certified(), [](Update& update, QPDF& objects) {
        QPDFObjectHandle one = field(objects, "so");
        const Ref look =
            update.add(stream("/Type/XObject/Subtype/Form/BBox[0 0 40 18]/Resources<</Font<</F 5 0 R>>>>",
                              "BT /F 12 Tf (9999) Tj ET"));
        update.set(ref_of(one), with(one, {{"/V", "(1234)"}, {"/AP", "<</N " + to_text(look) + ">>"}}));
    });
    expect_undefined(bytes, "other digits");
    EXPECT_EQ(
        judged(updated(certified(),
                       [](Update& update, QPDF& objects) {
                           QPDFObjectHandle one = field(objects, "so");
                           const Ref look = update.add(stream(
                               "/Type/XObject/Subtype/Form/BBox[0 0 40 18]/Resources<</Font<</F 5 0 R>>>>",
                               "BT /F 12 Tf (12) Tj [(3) -20 (4)] TJ ET"));
                           update.set(ref_of(one),
                                      with(one, {{"/V", "(1234)"}, {"/AP", "<</N " + to_text(look) + ">>"}}));
                       }))
            .indication,
        Indication::passed);
}

TEST_F(Attacks, an_older_object_gets_another_place)
{
    // A cross-reference that leads to bytes inside the signed part, which was never an object there.
    const std::string good = certified();
    const std::size_t hidden = good.find("/Contents<") + 4000;
    std::string bytes = good;
    const std::size_t before = bytes.rfind("startxref");
    const std::string last = bytes.substr(before + 10, bytes.find('\n', before + 10) - before - 10);
    char entry[24];
    std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", hidden);
    const std::size_t at = bytes.size() + 1;
    bytes += "\nxref\n3 1\n" + std::string(entry) + "trailer\n<</Size 99/Root 1 0 R/Prev " + last +
             ">>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
    const Report report = judged(bytes);
    EXPECT_EQ(report.indication, Indication::failed);
    EXPECT_EQ(report.signatures.at(0).modifications, Change::undefined);
}

TEST_F(Attacks, a_chain_that_leaves_the_signed_revision_out)
{
    // A whole new document behind the old one.
    const std::string good = certified();
    const std::string other = plain();
    const Report report = judged(good + "\n" + other);
    EXPECT_NE(report.indication, Indication::passed);
}

TEST_F(Attacks, loops_nests_and_bombs_end)
{
    const crypto::TrustStore nobody({}, {});
    const auto survives = [&](const std::string& bytes) {
        const auto report = verify(bytes, {.trust = nobody, .now = kNow});
        EXPECT_TRUE(!report || report->indication != Indication::passed);
    };
    survives(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/AcroForm<</Fields[1 0 R]>>/Kids[1 0 R]/T(a)>>endobj\ntrailer<</Root 1 0 R>>");
    survives("%PDF-1.7\n1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R>>");
    survives("%PDF-1.7\n1 0 obj<</AcroForm " + std::string(100'000, '[') +
             ">>endobj\ntrailer<</Root 1 0 R>>");
    survives("%PDF-1.7\n1 0 obj<</AcroForm [" + [] {
        std::string s;
        for (int i = 0; i < 300'000; ++i) s += "<<>>";
        return s;
    }() + "]>>endobj\ntrailer<</Root 1 0 R>>");
    survives("%PDF-1.7\nxref\n0 99999999\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF");
    std::string marks = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n";
    for (int i = 0; i < 20'000; ++i) marks += "startxref\n9\n%%EOF\n";
    survives(marks);
    const std::string bomb = deflate(std::string(60'000'000, '\0'));
    survives("%PDF-1.7\n1 0 obj<</Type/XRef/W[1 1 1]/Size 9999999/Root 1 0 R/Filter/FlateDecode/Length " +
             std::to_string(bomb.size()) + ">>stream\n" + bomb + "\nendstream endobj\nstartxref\n9\n%%EOF");
}

}  // namespace
}  // namespace lt::pdf
