// Updates of files of every kind, judged by qpdf.
#include "kit/pdf/update.h"

#include "kit/pdf/pdf_testing.h"
#include "kit/pdf/qpdf.h"

namespace lt::pdf {
namespace {

using Updates = PdfTest;

TEST_F(Updates, carry_every_kind_of_file_on)
{
    for (const std::string& bytes :
         {plain(), made_by_qpdf("--object-streams=generate"), made_by_qpdf("--linearize"),
          made_by_qpdf("--object-streams=generate --linearize"), made_by_qpdf("--object-streams=disable")}) {
        std::string now = bytes;
        // Three in a row: each stands on the one before.
        for (int i = 1; i <= 3; ++i) {
            const auto file = File::open(now);
            ASSERT_TRUE(file) << file.error().message;
            QPDFObjectHandle root = file->objects().getRoot();
            Update update(*file);
            const Ref note = update.add("(lan " + std::to_string(i) + ")");
            std::string catalog = "<<";
            for (const std::string& key : root.getKeys())
                if (key != "/Lan") catalog += key + " " + root.getKey(key).unparse();
            update.set({root.getObjectID(), root.getGeneration()}, catalog + "/Lan " + to_text(note) + ">>");
            const std::string next = update.finish();
            EXPECT_EQ(next.substr(0, now.size()), now) << "what is there stays byte for byte";
            EXPECT_TRUE(judged_good(next)) << read(folder_ / "judged.pdf.words");
            const auto again = File::open(next);
            ASSERT_TRUE(again) << again.error().message;
            EXPECT_EQ(again->objects().getRoot().getKey("/Lan").getStringValue(), "lan " + std::to_string(i));
            EXPECT_EQ(again->pages(), 1);
            now = next;
        }
    }
}

TEST_F(Updates, keep_the_first_part_of_the_id)
{
    const auto id_of = [](const std::string& bytes, int part) {
        return File::open(bytes)->objects().getTrailer().getKey("/ID").getArrayItem(part).getStringValue();
    };
    const auto updated = [](const std::string& bytes) {
        const auto file = File::open(bytes);
        Update update(*file);
        update.add("null");
        return update.finish();
    };
    const std::string first = updated(plain());  // it had none
    const std::string second = updated(first);
    EXPECT_EQ(id_of(first, 0), id_of(second, 0));
    EXPECT_NE(id_of(first, 1), id_of(second, 1));
}

TEST_F(Updates, refuse_what_is_no_sound_pdf)
{
    EXPECT_FALSE(File::open(""));
    EXPECT_FALSE(File::open("not a PDF"));
    EXPECT_FALSE(File::open(plain().substr(0, 300)));
    std::string shifted = plain();
    shifted.insert(20, "      ");  // offsets no longer fit
    EXPECT_FALSE(File::open(shifted));
    const auto locked = File::open(made_by_qpdf("--encrypt secret secret 256 --"));
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().message, "Tệp PDF được đặt mật khẩu. Bỏ mật khẩu rồi gửi lại.");
    EXPECT_FALSE(File::open(made_by_qpdf("--encrypt '' secret 256 --"))) << "readable, but not to be signed";
}

}  // namespace
}  // namespace lt::pdf
