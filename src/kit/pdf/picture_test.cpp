// Images: what is taken, and that they go into files as they are.
#include "kit/pdf/picture.h"

#include "kit/pdf/qpdf.h"
#include "kit/pdf/signing_testing.h"

namespace lt::pdf {
namespace {

using Pictures = SigningTest;

std::string refusal(std::string_view png)
{
    const auto picture = Picture::from_png(png);
    return picture ? std::string() : picture.error().message.str();
}

TEST_F(Pictures, are_read_with_their_transparency)
{
    EXPECT_EQ(signature_.width(), 480);
    EXPECT_EQ(signature_.height(), 240);
    EXPECT_TRUE(signature_.is_transparent());
    const std::string solid = draw_png(40, 30, [](cairo_t* cairo) {
        cairo_set_source_rgb(cairo, 0, 0, 1);
        cairo_paint(cairo);
    });
    EXPECT_FALSE(Picture::from_png(solid)->is_transparent());
}

TEST_F(Pictures, refuse_what_is_no_sound_image)
{
    EXPECT_NE(refusal(""), "");
    EXPECT_NE(refusal("\xff\xd8\xff\xe0 JPEG"), "");
    const std::string good = seal_png();
    for (std::size_t length = 0; length < good.size(); length += 97)
        EXPECT_NE(refusal(std::string_view(good).substr(0, length)), "") << length;
    std::string changed = good;
    changed[good.size() / 2] = static_cast<char>(changed[good.size() / 2] ^ 0x55);
    EXPECT_NE(refusal(changed), "");
    const auto nothing = [](cairo_t*) {};
    EXPECT_NE(refusal(draw_png(4001, 20, nothing)), "");
    EXPECT_NE(refusal(draw_png(3000, 3000, nothing)), "") << "nine million pixels";
    EXPECT_NE(refusal(draw_png(15, 40, nothing)), "");
    EXPECT_NE(refusal(std::string((5 << 20) + 1, 'x')), "");
}

TEST_F(Pictures, say_their_size_before_memory_is_taken)
{
    // A header that promises 60,000 by 60,000 pixels.
    std::string bomb = seal_png();
    for (const std::size_t at : {std::size_t{16}, std::size_t{20}})
        bomb.replace(at, 4, std::string("\0\0\xea\x60", 4));
    EXPECT_NE(refusal(bomb), "");
}

TEST_F(Pictures, are_drawn_in_their_colours)
{
    const Box box{1, 100, 300, 300, 500};
    const auto prepared = prepare(open(plain()), {.signatures = {{"ky", box}}, .font = kTestFont});
    ASSERT_TRUE(prepared);
    const std::string bytes = sign(*prepared, people_->agency, {.field = "ky", .picture = &seal_});
    ASSERT_EQ(
        std::system(
            ("pdftoppm -r 72 " + write("picture.pdf", bytes) + " " + (folder_ / "picture").string()).c_str()),
        0);
    const std::string image = read(folder_ / "picture-1.ppm");
    // "P6\n595 842\n255\n" and three bytes a pixel.
    const std::size_t pixels = image.size() - 595 * 842 * 3;
    const auto colour = [&](int x, int y) {
        const auto at = pixels + static_cast<std::size_t>((842 - y) * 595 + x) * 3;
        return std::vector<int>{static_cast<unsigned char>(image[at]),
                                static_cast<unsigned char>(image[at + 1]),
                                static_cast<unsigned char>(image[at + 2])};
    };
    const std::vector<int> star = colour(200, 400);
    EXPECT_GT(star[0], 200);
    EXPECT_LT(star[1], 40);
    EXPECT_EQ(colour(105, 305), (std::vector<int>{255, 255, 255})) << "the corner is transparent";
}

}  // namespace
}  // namespace lt::pdf
