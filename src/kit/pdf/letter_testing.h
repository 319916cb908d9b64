// For the tests of this folder: a letter as agencies write it, the image of a signature and of a seal. Drawn with Pango and Cairo.
#pragma once

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

namespace lt::pdf {

inline cairo_status_t append_to_string(void* closure, const unsigned char* data, unsigned length)
{
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

struct TestLetter {
    std::string number = "Số:       /UBND-VX";
    std::string date = "Kinh Bắc, ngày      tháng      năm 2026";
    std::vector<std::string> titles{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"};
    std::string name = "Nguyễn Văn Đức";
    double gap = 64;  // points between title and name
    int pages = 1;    // of body; the signature is on the last
    std::string body = "Thực hiện Kế hoạch số 15/KH-UBND ngày 20 tháng 10 năm 2026 của ông Nguyễn Văn Đức, "
                       "Ủy ban nhân dân phường đề nghị các đơn vị báo cáo kết quả trước ngày 05 tháng 12.";
    const char* font = "Tinos";
};

inline std::string draw_letter(const TestLetter& letter)
{
    std::string pdf;
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append_to_string, &pdf, 595.28, 841.89);
    cairo_t* cairo = cairo_create(surface);
    PangoLayout* layout = pango_cairo_create_layout(cairo);
    const auto write = [&](double left, double width, double top, const std::string& text, double size,
                           const char* style, PangoAlignment align) {
        PangoFontDescription* font =
            pango_font_description_from_string((std::string(letter.font) + " " + style).c_str());
        pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
        pango_layout_set_font_description(layout, font);
        pango_font_description_free(font);
        pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_alignment(layout, align);
        pango_layout_set_text(layout, text.c_str(), -1);
        cairo_move_to(cairo, left, top);
        pango_cairo_show_layout(cairo, layout);
        int height = 0;
        pango_layout_get_size(layout, nullptr, &height);
        return top + static_cast<double>(height) / PANGO_SCALE;
    };
    constexpr auto kMiddle = PANGO_ALIGN_CENTER;
    constexpr auto kLeft = PANGO_ALIGN_LEFT;
    double left = write(85, 190, 57, "THÀNH PHỐ BẮC NINH", 12, "", kMiddle);
    left = write(85, 190, left, "UBND PHƯỜNG KINH BẮC", 12, "Bold", kMiddle);
    left = write(85, 190, left + 10, letter.number, 13, "", kMiddle);
    double right = write(285, 262, 57, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "Bold", kMiddle);
    right = write(285, 262, right, "Độc lập - Tự do - Hạnh phúc", 13, "Bold", kMiddle);
    right = write(285, 262, right + 10, letter.date, 13, "Italic", kMiddle);
    double top = std::max(left, right) + 20;
    for (int page = 1; page <= letter.pages; ++page) {
        if (page > 1) {
            cairo_show_page(cairo);
            top = 70;
        }
        for (int i = 0; i < 5; ++i) top = write(85, 462, top, letter.body, 14, "", kLeft) + 6;
    }
    top += 14;
    double list = write(85, 200, top, "Nơi nhận:", 12, "Bold Italic", kLeft);
    list = write(85, 200, list, "- Như trên;", 11, "", kLeft);
    write(85, 200, list, "- Lưu: VT, VX.", 11, "", kLeft);
    for (const std::string& title : letter.titles) top = write(320, 227, top, title, 14, "Bold", kMiddle);
    write(320, 227, top + letter.gap, letter.name, 14, "Bold", kMiddle);
    cairo_show_page(cairo);
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return pdf;
}

// Draws on a transparent ground.
template <class Draw>
std::string draw_png(int width, int height, Draw&& draw)
{
    std::string png;
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    cairo_t* cairo = cairo_create(surface);
    draw(cairo);
    cairo_surface_write_to_png_stream(surface, append_to_string, &png);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return png;
}

inline std::string signature_png()
{
    return draw_png(480, 240, [](cairo_t* cairo) {
        cairo_set_source_rgb(cairo, 0.05, 0.15, 0.75);
        cairo_set_line_width(cairo, 6);
        cairo_move_to(cairo, 10, 180);
        cairo_curve_to(cairo, 60, -60, 160, 20, 90, 210);
        cairo_curve_to(cairo, 140, 60, 220, 60, 200, 180);
        cairo_curve_to(cairo, 260, 80, 320, 80, 300, 170);
        cairo_curve_to(cairo, 360, 200, 420, 20, 470, 60);
        cairo_stroke(cairo);
    });
}

inline std::string seal_png()
{
    return draw_png(425, 425, [](cairo_t* cairo) {
        cairo_set_source_rgb(cairo, 0.85, 0.05, 0.1);
        cairo_set_line_width(cairo, 10);
        for (const double radius : {205.0, 140.0}) {
            cairo_arc(cairo, 212, 212, radius, 0, 2 * std::numbers::pi);
            cairo_stroke(cairo);
        }
        for (int i = 0; i < 10; ++i) {
            const double radius = i % 2 == 0 ? 90 : 36;
            const double angle = i * std::numbers::pi / 5 - std::numbers::pi / 2;
            cairo_line_to(cairo, 212 + radius * std::cos(angle), 212 + radius * std::sin(angle));
        }
        cairo_fill(cairo);
        cairo_select_font_face(cairo, "Tinos", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
        cairo_set_font_size(cairo, 40);
        cairo_move_to(cairo, 120, 70);
        cairo_show_text(cairo, "KINH BẮC");
    });
}

}  // namespace lt::pdf
