// See picture_page.h.
#include "kit/print/picture_page.h"

#include <cstring>
#include <memory>

#include <cairo-pdf.h>

#include "kit/print/complete.h"
#include "kit/print/picture_sheet.h"
#include "kit/print/tiff_pages.h"

namespace lt::print {
namespace {

struct Drop {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, Drop>;
using Pen = std::unique_ptr<cairo_t, Drop>;

struct Size {
    int width = 0;
    int height = 0;
};

int number_at(std::string_view bytes, std::size_t at, int count)
{
    std::int64_t out = 0;
    for (int i = 0; i < count; ++i)
        out = out * 256 + static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return static_cast<int>(std::min<std::int64_t>(out, 1 << 30));
}

// From the header of the image (PNG 11.2.2) or its first frame (ITU-T T.81, B.2.2): nothing is decoded.
Size png_size(std::string_view png)
{
    return png.size() < 24 ? Size{} : Size{number_at(png, 16, 4), number_at(png, 20, 4)};
}

Size jpeg_size(std::string_view jpeg)
{
    for (std::size_t at = 2; at + 9 < jpeg.size();) {
        const auto mark = static_cast<unsigned char>(jpeg[at + 1]);
        if (static_cast<unsigned char>(jpeg[at]) != 0xff) return {};
        if (mark == 0xff) {
            ++at;
            continue;
        }
        const bool is_frame = mark >= 0xc0 && mark <= 0xcf && mark != 0xc4 && mark != 0xc8 && mark != 0xcc;
        if (is_frame) return {number_at(jpeg, at + 7, 2), number_at(jpeg, at + 5, 2)};
        at += 2 + static_cast<std::size_t>(number_at(jpeg, at + 2, 2));
    }
    return {};
}

cairo_status_t give_png(void* rest, unsigned char* into, unsigned int size)
{
    auto& bytes = *static_cast<std::string_view*>(rest);
    if (bytes.size() < size) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(into, bytes.data(), size);
    bytes.remove_prefix(size);
    return CAIRO_STATUS_SUCCESS;
}

cairo_status_t take_pdf(void* out, const unsigned char* bytes, unsigned int size)
{
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
    return CAIRO_STATUS_SUCCESS;
}

Surface png_surface(std::string_view png)
{
    return Surface(cairo_image_surface_create_from_png_stream(give_png, &png));
}

// `jpeg` must live until the page is drawn: it is put in as it is, the surface under it stays empty.
Surface jpeg_surface(std::string_view jpeg, Size size)
{
    Surface out(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height));
    cairo_surface_set_mime_data(out.get(), CAIRO_MIME_TYPE_JPEG,
                                reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size(), nullptr,
                                nullptr);
    return out;
}

}  // namespace

base::Result<std::string> picture_page(std::string_view image, std::string_view media_type,
                                       const About& about)
{
    const base::Error refused = base::invalid(
        "file",
        base::msg(
            "Ảnh này không chuyển sang PDF được. Quét lại thành PDF, JPEG hoặc PNG, dưới 40 triệu điểm ảnh."));
    if (media_type == "image/tiff") return tiff_pages(image, about);
    const bool is_png = media_type == "image/png";
    if (!is_png && media_type != "image/jpeg") return refused;
    const Size size = is_png ? png_size(image) : jpeg_size(image);
    if (size.width <= 0 || size.height <= 0 || std::int64_t{size.width} * size.height > kMostPoints)
        return refused;
    const Surface picture = is_png ? png_surface(image) : jpeg_surface(image, size);
    if (cairo_surface_status(picture.get()) != CAIRO_STATUS_SUCCESS) return refused;

    const PictureSheet place = sheet_of(size.width, size.height);
    std::string out;
    const Surface sheet(cairo_pdf_surface_create_for_stream(take_pdf, &out, place.width, place.height));
    {
        const Pen pen(cairo_create(sheet.get()));
        cairo_translate(pen.get(), place.left, place.foot);
        cairo_scale(pen.get(), place.scale, place.scale);
        cairo_set_source_surface(pen.get(), picture.get(), 0, 0);
        cairo_paint(pen.get());
        cairo_show_page(pen.get());
    }
    cairo_surface_finish(sheet.get());
    if (cairo_surface_status(sheet.get()) != CAIRO_STATUS_SUCCESS) return refused;
    // A JPEG that cairo does not take as it is would leave the empty surface under it on the page.
    if (!is_png && out.size() < image.size()) return refused;
    return complete(out, about, 0);
}

}  // namespace lt::print
