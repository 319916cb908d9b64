// Forgeries that show something else: fields that say one thing and show another, and what is drawn where somebody should sign.
#include "kit/pdf/verify/attacks_testing.h"

namespace lt::pdf {
namespace {

using crypto::Indication;

class Looks : public AttackTest {
protected:
    // A signed file with a field as object 8, and objects from 9 on.
    std::string with_field(const std::string& field, const std::vector<std::string>& more = {}) const
    {
        auto objects =
            objects_to_sign("<</Type/Annot/Subtype/Widget/T(x)/P 3 0 R/Rect[100 100 140 118]" + field + ">>");
        const auto replace = [](std::string& in, const std::string& from, const std::string& to) {
            in.replace(in.find(from), from.size(), to);
        };
        replace(objects[0], "[6 0 R]", "[6 0 R 8 0 R]/DR<</Font<</F1 4 0 R>>>>/DA(/F1 12 Tf 0 g)");
        replace(objects[2], "/Annots[6 0 R]", "/Annots[6 0 R 8 0 R]");
        replace(objects[2], "/Contents 8", "/Contents 5");
        objects.insert(objects.end(), more.begin(), more.end());
        return signed_by_hand(with_table(objects));
    }
    // The field with other entries.
    static std::string filled(const std::string& base, const std::string& field)
    {
        return Forgery(base)
            .write(8, "<</Type/Annot/Subtype/Widget/T(x)/P 3 0 R/Rect[100 100 140 118]" + field + ">>")
            .end();
    }
    static std::string drawn(const std::string& base, const std::string& field, const std::string& content,
                             const std::string& resources = "/Font<</F1 4 0 R>>",
                             const std::string& box = "0 0 40 18")
    {
        return Forgery(base)
            .write(8, "<</Type/Annot/Subtype/Widget/T(x)/P 3 0 R/Rect[100 100 140 118]/AP<</N 200 0 R>>" +
                          field + ">>")
            .write(200, stream("/Type/XObject/Subtype/Form/BBox[" + box + "]/Resources<<" + resources + ">>",
                               content))
            .end();
    }
    void expect_filling(const std::string& bytes, const std::string& what)
    {
        const Report report = judged(bytes);
        EXPECT_EQ(report.indication, Indication::passed) << what << ": " << report.signatures.at(0).reason;
        EXPECT_EQ(report.signatures.at(0).modifications, Change::form_filling) << what;
    }
};

constexpr const char* kNumber = "BT /F1 12 Tf 2 5 Td (1234) Tj ET";

TEST_F(Looks, what_programs_draw_in_a_text_field_is_filling)
{
    const std::string plain_field = with_field("/FT/Tx/DA(/F1 12 Tf 0 g)");
    const std::string framed =
        with_field("/FT/Tx/DA(/F1 12 Tf 0 g)/MK<</BG[0.9 0.9 1]/BC[0 0 0]>>/BS<</W 1/S/B>>");
    expect_filling(drawn(plain_field, "/FT/Tx/DA(/F1 12 Tf 0 g)/V(1234)", kNumber), "bare");
    expect_filling(drawn(plain_field, "/FT/Tx/DA(/F1 12 Tf 0 g)/V(1234)",
                         "/Tx BMC q 1 1 38 16 re W n BT /F1 12 Tf 0 g 2 5.5 Td (1234) Tj ET Q EMC"),
                   "clipped");
    expect_filling(drawn(plain_field, "/FT/Tx/DA(/F1 12 Tf 0 g)/V(12 34)",
                         "q 1 0 0 1 0 0 cm BT /F1 12 Tf 90 Tz 1 0 0 1 2 5 Tm [(12) -300 (3) 20 (4)] TJ ET Q"),
                   "in pieces");
    const std::string frame =
        "/FT/Tx/DA(/F1 12 Tf 0 g)/MK<</BG[0.9 0.9 1]/BC[0 0 0]>>/BS<</W 1/S/B>>/V(1234)";
    expect_filling(
        drawn(
            framed, frame,
            "q 0.9 0.9 1 rg 0 0 40 18 re f 0 G 0.5 0.5 39 17 re s 1 g 1 1 m 1 17 l 39 17 l 38 16 l 2 16 l 2 2 l f Q "
            "/Tx BMC q 2 2 36 14 re W n BT /F1 12 Tf 0 g 2 5 Td (1234) Tj ET Q EMC"),
        "with a background and a raised border");
    expect_filling(drawn(plain_field, "/FT/Tx/DA(/F1 12 Tf 0 g)", "/Tx BMC EMC"), "emptied");
    expect_filling(
        drawn(plain_field, "/FT/Tx/DA(/F1 12 Tf 0 g)/V(1234)", "BT /H 12 Tf 2 5 Td (1234) Tj ET",
              "/Font<</H<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>"),
        "in a font that every reader has");
    expect_filling(filled(plain_field, "/FT/Tx/DA(/F1 12 Tf 0 g)/V(1234)"), "drawn by the reader");
}

TEST_F(Looks, a_text_field_shows_something_else)
{
    const std::string base = with_field("/FT/Tx/DA(/F1 12 Tf 0 g)");
    const std::string field = "/FT/Tx/DA(/F1 12 Tf 0 g)/V(1234)";
    const auto seen = [&](const std::string& content, const char* what) {
        expect_undefined(drawn(base, field, content), what);
    };
    const std::string number = kNumber;
    expect_undefined(drawn(base, "/FT/Tx/DA(/F1 12 Tf 0 g)", number), "there is no value");
    expect_undefined(drawn(base, "/FT/Tx/DA(/F1 12 Tf 0 g)/V null", number), "a value of nothing");
    seen("1 g 0 0 40 18 re f 0 g " + number, "a background that the field has not");
    seen(number + " 1 g 0 0 40 18 re f", "painted over");
    seen(number + " 1 0 0 rg 10 2 3 14 re f 20 2 3 14 re f", "painted digits");
    seen("2 w 10 2 m 10 16 l S " + number, "lines");
    seen("10 2 m 20 2 30 10 20 16 c f " + number, "curves");
    seen("BT 3 Tr /F1 12 Tf 2 5 Td (1234) Tj ET", "invisible letters");
    seen("BT 7 Tr /F1 12 Tf 2 5 Td (1234) Tj ET", "letters that clip");
    seen("1 g " + number, "white letters");
    seen("BT /F1 12 Tf 2 500 Td (1234) Tj ET", "letters outside");
    seen("BT /F1 12 Tf 2 5 Td (1) Tj 400 0 Td (23) Tj -390 0 Td (4) Tj ET", "some of them");
    seen("BT /F1 12 Tf 2 5 Td [(1) -90000 (23) 90000 (4)] TJ ET", "moved away");
    seen("BT /F1 0.01 Tf 2 5 Td (1234) Tj ET", "too small to be seen");
    seen("q 2 2 1 1 re W n " + number + " Q", "cut away");
    seen("/OC /Hidden BDC " + number + " EMC", "optional content");
    seen("/Gs gs " + number, "transparent");
    seen(number + " /Im Do", "a picture");
    seen("BI /W 1 /H 1 /BPC 8 /CS /G ID x EI " + number, "a picture inside");
    seen("/Pattern cs /P scn " + number, "a pattern");
    seen("BT /F1 12 Tf 2 5 Td (12\\2614) Tj ET", "a letter that the font does not tell");
    expect_undefined(drawn(base, field, number, "/Font<</F1 4 0 R>>", "0 0 4 2"), "seen through a lens");
    expect_undefined(
        drawn(base, "/FT/Tx/DA(/F1 12 Tf 0 g)/V(1234)/MK<</BG[1]>>", "1 g 0 0 40 18 re f 0 g " + number),
        "with a background of its own");
    expect_undefined(drawn(base, "/FT/Tx/DA(/F1 12 Tf 0 g)/V(1234)/RV(<p>9999</p>)", number), "rich text");
    expect_undefined(filled(base, "/FT/Tx/DA(/F1 12 Tf 1 g)/V(1234)"),
                     "another way of drawing for the reader");
    expect_undefined(filled(base, field + "/AP<</N<</A 4 0 R>>>>"), "states");
    expect_undefined(
        Forgery(base)
            .write(
                8,
                "<</Type/Annot/Subtype/Widget/T(x)/P 3 0 R/Rect[100 100 140 118]/AP<</N 200 0 R/D 201 0 R>>" +
                    field + ">>")
            .write(200, stream("/BBox[0 0 40 18]/Resources<</Font<</F1 4 0 R>>>>", number))
            .write(201, stream("/BBox[0 0 40 18]/Resources<</Font<</F1 4 0 R>>>>",
                               "BT /F1 12 Tf 2 5 Td (9999) Tj ET"))
            .end(),
        "when it is pressed");
    const std::string password = with_field("/FT/Tx/Ff 8192/DA(/F1 12 Tf 0 g)");
    expect_undefined(
        drawn(password, "/FT/Tx/Ff 8192/DA(/F1 12 Tf 0 g)/V(1234)", "BT /F1 12 Tf 2 5 Td (9999) Tj ET"),
        "a password");
}

TEST_F(Looks, a_font_that_draws_other_letters)
{
    const std::string base = with_field("/FT/Tx/DA(/F1 12 Tf 0 g)");
    const auto seen = [&](const std::string& font, const char* what) {
        Forgery one(base);
        one.write(
            8,
            "<</Type/Annot/Subtype/Widget/T(x)/P 3 0 R/Rect[100 100 140 118]/AP<</N 200 0 R>>/FT/Tx/DA(/F1 12 Tf 0 g)/V(1234)>>");
        one.write(200, stream("/BBox[0 0 40 18]/Resources<</Font<</F1 201 0 R>>>>", kNumber));
        one.write(201, font).write(202, stream("", "1 beginbfrange <00> <ff> <0000> endbfrange"));
        expect_undefined(one.end(), what);
    };
    seen(
        "<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Evil/FontDescriptor<</FontFile2 202 0 R>>/ToUnicode 202 0 R>>",
        "embedded, with a map that lies");
    seen("<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/ToUnicode 202 0 R>>", "drawn");
    seen("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H>>", "without a map");
    seen("<</Type/Font/Subtype/Type1/BaseFont/Symbol>>", "of symbols");
    seen("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/MacExpertEncoding>>", "in another encoding");
    seen("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[49/nine/nine/nine/nine]>>>>",
         "with other names");
    expect_undefined(updated(certified(), change_form({{"/DR", "<</Font<</LS 5 0 R>>>>"}})),
                     "in the form's resources");
}

TEST_F(Looks, a_button_shows_what_it_had)
{
    const std::string states = "/AP<</N<</Yes 9 0 R/Off 10 0 R>>>>";
    const std::vector<std::string> pictures{stream("/BBox[0 0 9 9]", "0 0 9 9 re f"),
                                            stream("/BBox[0 0 9 9]", "")};
    const std::string box = with_field("/FT/Btn/AS/Off/V/Off" + states, pictures);
    expect_filling(filled(box, "/FT/Btn/AS/Yes/V/Yes" + states), "ticked");
    expect_undefined(filled(box, "/FT/Btn/AS/Other/V/Yes" + states), "another state");
    expect_undefined(filled(box, "/FT/Btn/AS/Yes/V/Yes/AP<</N<</Yes 10 0 R/Off 10 0 R>>>>"),
                     "exchanged states");
    expect_undefined(Forgery(box).write(9, stream("/BBox[0 0 9 9]", "q Q")).end(), "a state drawn anew");
    expect_undefined(drawn(with_field("/FT/Btn/Ff 65536"), "/FT/Btn/Ff 65536", kNumber), "a button to press");
}

TEST_F(Looks, a_choice_shows_its_words)
{
    const std::string options = "/FT/Ch/Ff 131072/DA(/F1 12 Tf 0 g)/Opt[[(1)(Mot)][(2)(Hai)]]";
    const std::string base = with_field(options);
    expect_filling(drawn(base, options + "/V(2)", "BT /F1 12 Tf 2 5 Td (Hai) Tj ET"), "the second");
    expect_undefined(drawn(base, options + "/V(2)", "BT /F1 12 Tf 2 5 Td (Mot) Tj ET"), "the first");
    expect_undefined(drawn(base, options, "BT /F1 12 Tf 2 5 Td (Ba) Tj ET"), "none of them");
}

TEST_F(Looks, a_seal_without_a_signature)
{
    const auto paint = [](const std::string& more) {
        return [=](Update& update, QPDF& objects) {
            QPDFObjectHandle place = field(objects, "ky_coquan");
            const Ref seal =
                update.add(stream("/Type/XObject/Subtype/Form/BBox[0 0 100 100]", "1 0 0 RG 5 5 90 90 re S"));
            const std::string value = more.empty() ? "" : to_text(update.add(more));
            update.set(ref_of(place), with(place, {{"/AP", "<</N " + to_text(seal) + ">>"}, {"/V", value}}));
        };
    };
    expect_undefined(updated(certified(), paint("")), "nobody signs");
    expect_undefined(
        updated(certified(), paint("<</Type/Sig/SubFilter/ETSI.RFC3161/ByteRange[0 1 2 3]/Contents<00>>>")),
        "a timestamp that is none");
    expect_undefined(
        updated(certified(),
                paint("<</Type/DocTimeStamp/SubFilter/ETSI.RFC3161/ByteRange[0 1 2 3]/Contents<00>>>")),
        "a timestamp that is drawn");
    EXPECT_EQ(
        judged(updated(certified(),
                       paint("<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>")))
            .indication,
        Indication::failed)
        << "a signature that is none";
    const std::string hidden =
        with_field("/FT/Sig/AS/Off/AP<</N<</Seal 9 0 R>>>>", {stream("/BBox[0 0 9 9]", "0 0 9 9 re f")});
    expect_undefined(filled(hidden, "/FT/Sig/AS/Seal/AP<</N<</Seal 9 0 R>>>>"), "a state that was hidden");
    expect_undefined(Forgery(hidden).write(9, stream("/BBox[0 0 9 9]", "q Q")).end(), "drawn in place");
}

TEST_F(Looks, a_page_turned_moved_or_with_other_layers)
{
    const auto page = [](const std::map<std::string, std::string>& keys) {
        return [=](Update& update, QPDF& objects) {
            update.set(ref_of(first_page(objects)), with(first_page(objects), keys));
        };
    };
    for (const auto& [key, value] : std::map<std::string, std::string>{{"/Rotate", "180"},
                                                                       {"/UserUnit", "0.1"},
                                                                       {"/CropBox", "[0 0 10 10]"},
                                                                       {"/Contents", "[4 0 R 4 0 R]"},
                                                                       {"/Resources", "<<>>"},
                                                                       {"/Group", "<</S/Transparency>>"},
                                                                       {"/Annots", "[]"}})
        expect_undefined(updated(certified(), page({{key, value}})), key.c_str());
    for (const auto& [key, value] : std::map<std::string, std::string>{
             {"/OCProperties", "<</OCGs[]/D<<>>>>"},
             {"/Names", "<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>"},
             {"/AA", "<</WC<</S/JavaScript/JS(1)>>>>"},
             {"/Collection", "<<>>"}})
        expect_undefined(updated(certified(), change_root({{key, value}})), key.c_str());
    expect_undefined(
        updated(certified(),
                [](Update& update, QPDF& objects) {
                    QPDFObjectHandle pages = objects.getRoot().getKey("/Pages");
                    update.set(ref_of(pages), with(pages, {{"/Rotate", "90"}, {"/Resources", "<<>>"}}));
                }),
        "inherited");
    const std::string ordered = [&] {
        auto objects = objects_to_sign("[5 0 R 4 0 R]");
        return signed_by_hand(with_table(objects));
    }();
    expect_undefined(Forgery(ordered).write(8, "[4 0 R 5 0 R]").end(), "another order of its content");
}

TEST_F(Looks, more_places_for_an_old_field)
{
    expect_undefined(updated(certified(),
                             [](Update& update, QPDF& objects) {
                                 QPDFObjectHandle one = field(objects, "so");
                                 const Ref kid =
                                     update.add("<</Type/Annot/Subtype/Widget/Rect[0 0 500 800]/Parent " +
                                                to_text(ref_of(one)) + ">>");
                                 update.set(ref_of(one), with(one, {{"/Kids", "[" + to_text(kid) + "]"}}));
                             }),
                     "a second widget");
    expect_undefined(updated(certified(), change_form({{"/CO", "[5 0 R]"}})), "an order of calculation");
}

}  // namespace
}  // namespace lt::pdf
