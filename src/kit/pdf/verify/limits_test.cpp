// Files that ask for more than any honest one: refused by counted steps, so that it does not depend on the machine. The measured bounds
// of the program are in tests/commands/bombs.py.
#include "kit/pdf/verify/verify_testing.h"

namespace lt::pdf {
namespace {

class Limits : public VerifyTest {
protected:
    static bool is_too_complex(const std::string& bytes)
    {
        const crypto::TrustStore nobody({}, {});
        const auto report = verify(bytes, {.trust = nobody, .now = kNow});
        return !report && report.error().message.text.find("phức tạp") != std::string::npos;
    }
    // One revision with this many signatures, each over the whole file.
    std::string signed_by(int count) const
    {
        const std::string good = certified();
        const std::size_t begin = good.find("/Contents<") + 10;
        std::string digits = good.substr(begin, good.find('>', begin) - begin);
        digits.resize(digits.find_last_not_of('0') + 3);
        std::vector<std::string> objects{"", "<</Type/Pages/Kids[]/Count 0>>"};
        objects[0] = "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[";
        for (int i = 0; i < count; ++i) {
            objects[0] += std::to_string(objects.size() + 1) + " 0 R ";
            objects.push_back("<</FT/Sig/T(s" + std::to_string(i) + ")/V " +
                              std::to_string(objects.size() + 2) + " 0 R>>");
            objects.push_back("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[" +
                              std::string(50, ' ') + "]/Contents<" + digits + ">>>");
        }
        objects[0] += "]>>>>";
        std::string out = with_table(objects);
        for (std::size_t at = out.find("/ByteRange["); at != std::string::npos;
             at = out.find("/ByteRange[", at + 1)) {
            const std::size_t open = out.find("/Contents<", at) + 9;
            const std::size_t close = out.find('>', open) + 1;
            const std::string numbers = "0 " + std::to_string(open) + " " + std::to_string(close) + " " +
                                        std::to_string(out.size() - close);
            out.replace(at + 11, numbers.size(), numbers);
        }
        return out;
    }
};

TEST_F(Limits, signatures_by_the_thousand)
{
    EXPECT_FALSE(is_too_complex(signed_by(50)));
    EXPECT_TRUE(is_too_complex(signed_by(3000)));
}

TEST_F(Limits, marks_of_the_end_by_the_hundred_thousand)
{
    std::string marks = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n";
    for (int i = 0; i < 150'000; ++i) marks += "%%EOF\n";
    EXPECT_TRUE(is_too_complex(marks));
}

TEST_F(Limits, a_long_name_above_many_fields)
{
    std::string kids;
    for (int i = 0; i < 50'000; ++i) kids += "<</T(b)/FT/Sig>>";
    const auto named = [&](std::size_t length) {
        return with_table({"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>",
                           "<</Type/Pages/Kids[]/Count 0>>",
                           "<</T(" + std::string(length, 'a') + ")/Kids[" + kids + "]>>"});
    };
    EXPECT_FALSE(is_too_complex(named(10)));
    EXPECT_TRUE(is_too_complex(named(100'000)));
}

// What is drawn on a page is looked at for new places of signatures: also that is counted.
TEST_F(Limits, text_without_end_below_a_new_place)
{
    std::string content = "BT /F1 9 Tf ";
    for (int i = 0; i < 300'000; ++i) content += "(a) Tj ";
    const std::string source = with_table(
        {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
         "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream"});
    const std::string bytes = sign(*prepare(*File::open(source), form()), leader_, {.field = "ky_lanhdao"});
    const Report report = judged(updated(bytes, [&](Update& update, QPDF& objects) {
        QPDFObjectHandle page = objects.getAllPages().at(0);
        const Ref place =
            update.add("<</Type/Annot/Subtype/Widget/FT/Sig/T(moi)/F 4/Rect[500 500 550 550]>>");
        const auto longer = [&](QPDFObjectHandle list) {
            std::string out = "[";
            for (int i = 0; i < list.getArrayNItems(); ++i) out += list.getArrayItem(i).unparse() + " ";
            return out + to_text(place) + "]";
        };
        QPDFObjectHandle acro_form = objects.getRoot().getKey("/AcroForm");
        update.set(ref_of(acro_form), with(acro_form, {{"/Fields", longer(acro_form.getKey("/Fields"))}}));
        update.set(ref_of(page.getKey("/Annots")), longer(page.getKey("/Annots")));
    }));
    EXPECT_TRUE(report.signatures.at(0).covered)
        << "whoever can't say what is there says that it may be covered";
}

}  // namespace
}  // namespace lt::pdf
