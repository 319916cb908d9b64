// Where number, date and signatures go: what was set by hand is where the finished file has them, drawn by pdftoppm.
#include "documents/signatures/places.h"

#include <cstdlib>

#include "documents/lists/to_sign.h"
#include "documents/signatures/fixture_dbtest.h"

namespace lt::documents {
namespace {

class PlacesTest : public SignaturesTest {
protected:
    // The first page in shades of grey, a pixel each millimetre: 0 is black.
    struct Sheet {
        int width = 0;
        int height = 0;
        std::string pixels{};
        int darker_in(int shade, int left, int top, int right, int bottom) const
        {
            int all = 0;
            for (int y = top; y < bottom; ++y)
                for (int x = left; x < right; ++x)
                    all += static_cast<unsigned char>(pixels.at(static_cast<std::size_t>(y * width + x))) <
                           shade;
            return all;
        }
        int dark_in(int left, int top, int right, int bottom) const
        {
            return darker_in(128, left, top, right, bottom);
        }
        // Letters at a pixel each millimetre are a grey veil.
        int inked_in(int left, int top, int right, int bottom) const
        {
            return darker_in(240, left, top, right, bottom);
        }
    };
    Sheet drawn(const std::string& bytes)
    {
        const std::filesystem::path file = folder / "drawn.pdf";
        std::ofstream(file, std::ios::binary) << bytes;
        const std::string command =
            "pdftoppm -r 25.4 -gray -singlefile " + file.string() + " " + (folder / "drawn").string();
        EXPECT_EQ(std::system(command.c_str()), 0);
        std::ifstream in(folder / "drawn.pgm", std::ios::binary);
        Sheet sheet;
        std::string magic;
        int most = 0;
        in >> magic >> sheet.width >> sheet.height >> most;
        in.get();
        sheet.pixels.assign(std::istreambuf_iterator<char>(in), {});
        EXPECT_EQ(magic, "P5");
        return sheet;
    }
    // Black, four times as wide as high.
    static pdf::Picture picture()
    {
        constexpr std::string_view kPng = "89504e470d0a1a0a0000000d4948445200000040000000100800000000838c26f5"
                                          "000000124944415478da63601805a360148c0208000004100001af45882c"
                                          "0000000049454e44ae426082";
        std::string png;
        for (std::size_t i = 0; i < kPng.size(); i += 2)
            png += static_cast<char>(std::stoi(std::string(kPng.substr(i, 2)), nullptr, 16));
        return *pdf::Picture::from_png(png);
    }
    std::vector<FieldPlace> set_by_hand()
    {
        return {{.field = "so", .left = 60, .top = 30, .width = 12, .height = 5},
                {.field = "ngay", .in_text = true},
                {.field = "thang", .in_text = true},
                {.field = "nam", .left = 150, .top = 30, .width = 12, .height = 5},
                {.field = "ky_lanhdao", .left = 20, .top = 150, .width = 40, .height = 10},
                {.field = "ky_coquan", .left = 120, .top = 150, .width = 36, .height = 36}};
    }
    // As the leader's document says and the signing list.
    bool assumed(const std::string& uid)
    {
        const bool on_page = has_assumed(document(services, office.leader, uid)->files.at(0).places);
        const auto listed = to_sign(services, office.leader, 10);
        const auto row = std::ranges::find(listed, uid, &ToSignRow::uid);
        EXPECT_TRUE(row == listed.end() || row->uncertain == on_page);
        return on_page;
    }
};

TEST_F(PlacesTest, WhatIsPutInStandsWhereItWasSetByHand)
{
    const std::string uid = submitted({without_places()});
    const auto found = places(services, office.leader, uid);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->places.size(), kPlacedFields.size());
    EXPECT_EQ(found->places.at(4).source, PlaceSource::assumed) << "nobody's name is in the text";
    EXPECT_NEAR(found->pages.at(0).width, 209.9, 0.1);
    ASSERT_TRUE(set_places(services, office.clerk, uid, found->version, set_by_hand()));
    const auto set = places(services, office.specialist, uid);
    ASSERT_TRUE(set);
    EXPECT_TRUE(set->places.at(1).in_text);
    EXPECT_EQ(set->places.at(4).source, PlaceSource::by_hand);
    EXPECT_NEAR(set->places.at(4).left, 20, 0.01);
    EXPECT_NEAR(set->places.at(4).top, 150, 0.01);
    EXPECT_NEAR(set->places.at(4).width, 40, 0.01);
    EXPECT_NEAR(set->places.at(5).height, 36, 0.01);

    leader_hand_.picture = picture();
    seal_.picture = picture();
    const Sheet before = drawn(content(uid));
    EXPECT_EQ(before.dark_in(0, 140, 209, 200), 0);
    ASSERT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
    const Sheet certified = drawn(content(uid));
    EXPECT_EQ(certified.dark_in(21, 151, 59, 159), 38 * 8) << "the whole box is the signature";
    EXPECT_EQ(certified.dark_in(0, 0, 19, 296) + certified.dark_in(61, 100, 209, 296), 0);
    EXPECT_EQ(certified.dark_in(0, 100, 209, 149) + certified.dark_in(0, 161, 209, 296), 0);
    const auto result = issue(services, office.clerk, uid, &seal_);
    ASSERT_TRUE(result) << result.error().message;
    const std::string sealed = content(uid);
    EXPECT_EQ(count(judged(sealed), "Signature is Valid"), 2U) << judged(sealed);
    const Sheet issued_sheet = drawn(sealed);
    EXPECT_EQ(issued_sheet.dark_in(121, 165, 155, 171), 34 * 6) << "the seal keeps its shape in its box";
    EXPECT_EQ(issued_sheet.dark_in(119, 149, 157, 162) + issued_sheet.dark_in(119, 174, 157, 187), 0);
    const auto written = [&](int left) { return issued_sheet.inked_in(left, 30, left + 12, 35); };
    EXPECT_GT(written(60), 2) << "the number";
    EXPECT_GT(written(150), 2) << "the year";
    EXPECT_EQ(issued_sheet.inked_in(75, 28, 145, 38), 0) << "day and month are in the text";
}

TEST_F(PlacesTest, WhoeverSetsPlacesChangesWhatTheLeaderHasRead)
{
    const std::string uid = submitted({without_places()});
    const int read = version(uid);
    EXPECT_TRUE(assumed(uid)) << "found when it was submitted";
    ASSERT_TRUE(set_places(services, office.specialist, uid, read, set_by_hand()));
    EXPECT_FALSE(assumed(uid));
    EXPECT_EQ(sign_draft(services, office.leader, uid, read, leader_hand_).error().field, "version");
    const auto stale = set_places(services, office.clerk, uid, read, set_by_hand());
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().fault, base::Fault::conflict);
    EXPECT_EQ(stale.error().field, "version");
    EXPECT_EQ(forget_places(services, office.clerk, uid, read).error().field, "version");

    // They live through a way back, and are forgotten when somebody wants it.
    ASSERT_TRUE(take_back_draft(services, office.specialist, uid));
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    EXPECT_FALSE(assumed(uid));
    EXPECT_NEAR(places(services, office.leader, uid)->places.at(4).left, 20, 0.01);
    ASSERT_TRUE(forget_places(services, office.leader, uid, version(uid)));
    EXPECT_TRUE(assumed(uid));
    EXPECT_NE(places(services, office.leader, uid)->places.at(4).source, PlaceSource::by_hand);
    EXPECT_EQ(database.value("SELECT string_agg(action, ',' ORDER BY id) FROM audit_events WHERE action IN "
                             "('document.placed', 'document.places_forgotten')"),
              "document.placed,document.places_forgotten");
    EXPECT_EQ(document(services, office.clerk, uid)->events.at(0).action, "places_forgotten");

    const auto guessed = sign_draft(services, office.leader, uid, version(uid), leader_hand_);
    ASSERT_FALSE(guessed) << "the number would be printed where nobody has looked";
    EXPECT_TRUE(guessed.error().message.str().starts_with("Chưa chắc chỗ ghi số")) << guessed.error().message;
    ASSERT_TRUE(set_places(services, office.leader, uid, version(uid), set_by_hand()));
    ASSERT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
    EXPECT_EQ(set_places(services, office.clerk, uid, version(uid), set_by_hand()).error().fault,
              base::Fault::conflict)
        << "what is signed stays";
    EXPECT_EQ(places(services, office.clerk, uid).error().fault, base::Fault::conflict);
}

TEST_F(PlacesTest, PlacesAreSetByDrafterSignerAndRegistryOnly)
{
    const std::string uid = submitted({without_places()});
    const int read = version(uid);
    for (const Actor& actor : {office.colleague, kinh_bac.clerk, kinh_bac.leader}) {
        EXPECT_EQ(places(services, actor, uid).error().fault, base::Fault::not_found) << actor.name;
        EXPECT_EQ(set_places(services, actor, uid, read, set_by_hand()).error().fault,
                  base::Fault::not_found);
        EXPECT_EQ(forget_places(services, actor, uid, read).error().fault, base::Fault::not_found);
    }
    Actor another = office.leader;
    another.official = office.colleague.official;
    EXPECT_EQ(set_places(services, another, uid, read, set_by_hand()).error().fault, base::Fault::forbidden)
        << "a leader who is not asked to sign";
    EXPECT_EQ(version(uid), read);
    // The action refuses what the page would have refused.
    auto outside = set_by_hand();
    outside.at(4).left = 200;
    EXPECT_EQ(set_places(services, office.clerk, uid, read, outside).error().field, "ky_lanhdao_left");
    const std::string damaged = submitted({letter()});
    EXPECT_EQ(places(services, office.clerk, damaged).error().fault, base::Fault::conflict);
}

// A signature twice as wide must not be squeezed into the box of another one.
TEST_F(PlacesTest, TheBoxHasTheShapeOfTheSignersPicture)
{
    const auto file = pdf::File::open(PlainPdf::make());
    ASSERT_TRUE(file);
    for (const double ratio : {1.0, 2.0, 4.0}) {
        const auto form = form_of(*file, "", {.name = "Nguyễn Văn Đức", .picture_ratio = ratio});
        ASSERT_TRUE(form);
        const pdf::Box& box = form->signatures.at(0).second;
        EXPECT_NEAR((box.right - box.left) / (box.top - box.bottom), ratio, 0.01);
    }
    const std::string uid = submitted({pdf()});
    leader_hand_.picture = picture();
    ASSERT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
    const Sheet sheet = drawn(content(uid));
    EXPECT_GT(sheet.dark_in(0, 60, 209, 296), 55 * 13) << "60 mm wide, 15 mm high";
}

}  // namespace
}  // namespace lt::documents
