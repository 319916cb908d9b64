// Pictures of signatures and seals, drawn with Cairo and Pango.
#include <cmath>
#include <memory>
#include <numbers>

#include <pango/pangocairo.h>

#include "app/demo/keys.h"

namespace lt::app::demo {
namespace {

class Canvas {
public:
    Canvas(int width, int height)
        : surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)),
          cairo_(cairo_create(surface_)), layout_(pango_cairo_create_layout(cairo_))
    {
    }
    ~Canvas()
    {
        g_object_unref(layout_);
        cairo_destroy(cairo_);
        cairo_surface_destroy(surface_);
    }
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    cairo_t* cairo() const { return cairo_; }

    // In the middle of a box.
    void write(const std::string& text, const char* font, double left, double top, double width,
               double height)
    {
        PangoFontDescription* description = pango_font_description_from_string(font);
        pango_layout_set_font_description(layout_, description);
        pango_font_description_free(description);
        pango_layout_set_alignment(layout_, PANGO_ALIGN_CENTER);
        pango_layout_set_width(layout_, static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_text(layout_, text.c_str(), static_cast<int>(text.size()));
        int taken = 0;
        pango_layout_get_pixel_size(layout_, nullptr, &taken);
        cairo_move_to(cairo_, left, top + (height - taken) / 2);
        pango_cairo_show_layout(cairo_, layout_);
    }

    std::string png() const
    {
        std::string out;
        const auto append = [](void* closure, const unsigned char* data, unsigned length) {
            static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
            return CAIRO_STATUS_SUCCESS;
        };
        if (cairo_surface_write_to_png_stream(surface_, append, &out) != CAIRO_STATUS_SUCCESS)
            throw std::runtime_error("a picture could not be drawn");
        return out;
    }

private:
    cairo_surface_t* surface_;
    cairo_t* cairo_;
    PangoLayout* layout_;
};

}  // namespace

std::string draw_signature(const std::string& name)
{
    constexpr int kWidth = 400;
    constexpr int kHeight = 180;
    Canvas canvas(kWidth, kHeight);
    cairo_t* cairo = canvas.cairo();
    cairo_set_source_rgb(cairo, 0.05, 0.15, 0.6);
    // The given name, slanted, with a stroke below: each one a little different.
    cairo_save(cairo);
    cairo_rotate(cairo, -0.12);
    canvas.write(name.substr(name.rfind(' ') + 1), "DejaVu Serif Italic 44", 0, 40, kWidth, kHeight - 60);
    cairo_restore(cairo);
    const double swing = static_cast<double>(name.size() % 7) * 6;
    cairo_set_line_width(cairo, 4);
    cairo_move_to(cairo, 40, 140 - swing);
    cairo_curve_to(cairo, 130, 100 + swing, 240, 180 - swing, 370, 90 + swing);
    cairo_stroke(cairo);
    return canvas.png();
}

std::string draw_seal(const std::string& agency)
{
    constexpr int kSize = 425;  // 36 mm at 300 dots an inch
    constexpr double kMiddle = kSize / 2.0;
    Canvas canvas(kSize, kSize);
    cairo_t* cairo = canvas.cairo();
    cairo_set_source_rgb(cairo, 0.85, 0.05, 0.1);
    for (const auto& [radius, line] : {std::pair{205.0, 7.0}, std::pair{192.0, 2.5}, std::pair{112.0, 2.5}}) {
        cairo_set_line_width(cairo, line);
        cairo_arc(cairo, kMiddle, kMiddle, radius, 0, 2 * std::numbers::pi);
        cairo_stroke(cairo);
    }
    for (int i = 0; i < 10; ++i) {
        const double angle = -std::numbers::pi / 2 + i * std::numbers::pi / 5;
        const double radius = i % 2 == 0 ? 18 : 7;
        cairo_line_to(cairo, kMiddle + radius * std::cos(angle), 340 + radius * std::sin(angle));
    }
    cairo_fill(cairo);
    canvas.write(agency, "DejaVu Sans Bold 19", 112, 112, 200, 200);
    return canvas.png();
}

}  // namespace lt::app::demo
