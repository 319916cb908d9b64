// A file that does something by itself is put under no signature: each way in which PDF lets it.
#include "kit/pdf/sign.h"
#include "kit/pdf/signing_testing.h"

namespace lt::pdf {
namespace {

class ActiveContent : public SigningTest {
protected:
    static std::string file(const std::string& catalog, const std::string& page,
                            const std::string& more = "<<>>")
    {
        return with_table({"<</Type/Catalog/Pages 2 0 R" + catalog + ">>",
                           "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                           "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]" + page + ">>", more});
    }
    static bool is_refused(const std::string& bytes)
    {
        const File file = *File::open(bytes);
        const auto prepared = prepare(file, {.texts = {{"so", {1, 100, 700, 140, 718}}},
                                             .signatures = {{"ky", {1, 100, 100, 200, 200}}},
                                             .font = kTestFont});
        const auto annex =
            begin_text_signature(file, {.lines = {"Phụ lục"}, .font = kTestFont, .at = kTestNow});
        EXPECT_EQ(static_cast<bool>(prepared), static_cast<bool>(annex));
        return !prepared;
    }
};

TEST_F(ActiveContent, is_refused)
{
    const std::string script = "<</S/JavaScript/JS(this.getField\\('so'\\).value='1')>>";
    EXPECT_TRUE(is_refused(file("/OpenAction" + script, "")));
    EXPECT_TRUE(is_refused(file("/OpenAction 4 0 R", "", script)));
    EXPECT_TRUE(is_refused(file("/AA<</WP" + script + ">>", "")));
    EXPECT_TRUE(is_refused(file("/Names<</JavaScript<</Names[(a)" + script + "]>>>>", "")));
    EXPECT_TRUE(is_refused(file("", "/AA<</O" + script + ">>")));
    const auto link = [&](const std::string& action) {
        return file("", "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A" + action + ">>]");
    };
    EXPECT_TRUE(is_refused(link(script)));
    EXPECT_TRUE(is_refused(link("<</S/Launch/F(cmd.exe)>>")));
    EXPECT_TRUE(is_refused(link("<</S/Hide/T(so)>>")));
    EXPECT_TRUE(is_refused(link("<</S/GoTo/D[3 0 R/Fit]/Next" + script + ">>"))) << "behind a harmless one";
    EXPECT_TRUE(is_refused(file("/OpenAction 4 0 R", "", "<</S/GoTo/D[3 0 R/Fit]/Next 4 0 R>>")))
        << "without an end";

    EXPECT_FALSE(is_refused(file("/OpenAction[3 0 R/Fit]", "")));
    EXPECT_FALSE(is_refused(file("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>", "")));
    EXPECT_FALSE(is_refused(link("<</S/URI/URI(https://bacninh.gov.vn)>>")));
}

TEST_F(ActiveContent, is_a_field_that_no_form_knows_of)
{
    EXPECT_TRUE(
        is_refused(file("", "/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/T(so)/V(777)/Rect[0 0 595 842]>>]")));
}

}  // namespace
}  // namespace lt::pdf
