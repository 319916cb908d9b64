#include "kit/pdf/picture.h"

#include <memory>
#include <string>
#include <vector>

#include <png.h>

#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

constexpr std::size_t kMostBytes = 5 << 20;
constexpr std::uint32_t kLeastSide = 16;
constexpr std::uint32_t kMostSide = 4000;
constexpr std::uint32_t kMostPixels = 8'000'000;

// Frees what libpng holds, also after an error.
struct Reader {
    png_image image{};
    ~Reader() { png_image_free(&image); }
};

}  // namespace

struct PictureData {
    int width = 0;
    int height = 0;
    std::string colours;       // RGB, deflated
    std::string transparency;  // deflated; "" for none
};

base::Result<Picture> Picture::from_png(std::string_view png)
{
    const auto refuse = [](base::Message why) { return base::invalid("picture", std::move(why)); };
    if (png.size() > kMostBytes) return refuse("Tệp ảnh lớn hơn 5 MB. Dùng ảnh nhỏ hơn.");
    Reader reader;
    png_image& image = reader.image;
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0)
        return refuse("Tệp không phải là ảnh PNG hoặc bị hỏng. Chọn ảnh PNG nền trong suốt.");
    if (image.width < kLeastSide || image.height < kLeastSide || image.width > kMostSide ||
        image.height > kMostSide || image.width * image.height > kMostPixels)
        return refuse("Ảnh phải có mỗi cạnh từ 16 đến 4000 điểm ảnh và không quá 8 triệu điểm ảnh.");
    image.format = PNG_FORMAT_RGBA;
    const std::size_t pixels = std::size_t{image.width} * image.height;
    std::vector<png_byte> bytes(pixels * 4);
    if (png_image_finish_read(&image, nullptr, bytes.data(), 0, nullptr) == 0)
        return refuse("Ảnh PNG bị hỏng hoặc bị cắt cụt. Chọn tệp ảnh khác.");

    std::string colours;
    std::string transparency;
    colours.reserve(pixels * 3);
    transparency.reserve(pixels);
    bool is_solid = true;
    for (std::size_t i = 0; i < bytes.size(); i += 4) {
        const bool is_clear = bytes[i + 3] == 0;  // its colour is of no use and packs badly
        for (std::size_t k = 0; k < 3; ++k) colours += static_cast<char>(is_clear ? 255 : bytes[i + k]);
        transparency += static_cast<char>(bytes[i + 3]);
        is_solid = is_solid && bytes[i + 3] == 255;
    }
    auto data = std::make_shared<PictureData>();
    data->width = static_cast<int>(image.width);
    data->height = static_cast<int>(image.height);
    data->colours = deflate(colours);
    if (!is_solid) data->transparency = deflate(transparency);
    Picture out;
    out.data_ = std::move(data);
    return out;
}

int Picture::width() const { return data_->width; }
int Picture::height() const { return data_->height; }
bool Picture::is_transparent() const { return !data_->transparency.empty(); }

Ref Picture::add_to(Update& update) const
{
    const std::string common = "/Type/XObject/Subtype/Image/Width " + std::to_string(data_->width) +
                               "/Height " + std::to_string(data_->height) +
                               "/BitsPerComponent 8/Filter/FlateDecode";
    std::string mask;
    if (is_transparent())
        mask =
            "/SMask " + to_text(update.add(stream(common + "/ColorSpace/DeviceGray", data_->transparency)));
    return update.add(stream(common + "/ColorSpace/DeviceRGB" + mask, data_->colours));
}

}  // namespace lt::pdf
