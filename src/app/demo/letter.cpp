// The only user of Pango and Cairo.
#include "app/demo/letter.h"

#include <memory>
#include <stdexcept>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

namespace lt::app::demo {
namespace {

constexpr double kPageWidth = 595.28;  // A4 in points
constexpr double kPageHeight = 841.89;
constexpr double kLeft = 85;  // 30 mm for the binding
constexpr double kRight = kPageWidth - 48;
constexpr double kTop = 57;

cairo_status_t append(void* closure, const unsigned char* data, unsigned length)
{
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

struct Style {
    double size = 14;
    bool bold = false;
    bool italic = false;
    PangoAlignment align = PANGO_ALIGN_LEFT;
    bool justify = false;
    double indent = 0;
};

class Page {
public:
    explicit Page(std::string& out)
        : surface_(cairo_pdf_surface_create_for_stream(append, &out, kPageWidth, kPageHeight)),
          cairo_(cairo_create(surface_)), layout_(pango_cairo_create_layout(cairo_))
    {
    }
    ~Page()
    {
        g_object_unref(layout_);
        cairo_destroy(cairo_);
        cairo_surface_destroy(surface_);
    }
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

    // Writes into a column and returns where the next line begins.
    double write(double left, double width, double top, const std::string& text, const Style& style)
    {
        PangoFontDescription* font = pango_font_description_from_string("Liberation Serif, DejaVu Serif");
        pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
        pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_font_description_set_style(font, style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
        pango_layout_set_font_description(layout_, font);
        pango_font_description_free(font);
        pango_layout_set_width(layout_, static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_alignment(layout_, style.align);
        pango_layout_set_justify(layout_, style.justify ? TRUE : FALSE);
        pango_layout_set_indent(layout_, static_cast<int>(style.indent * PANGO_SCALE));
        pango_layout_set_text(layout_, text.c_str(), static_cast<int>(text.size()));
        cairo_move_to(cairo_, left, top);
        pango_cairo_show_layout(cairo_, layout_);
        int height = 0;
        pango_layout_get_size(layout_, nullptr, &height);
        return top + static_cast<double>(height) / PANGO_SCALE;
    }

    void rule(double center, double width, double top)
    {
        cairo_set_line_width(cairo_, 0.7);
        cairo_move_to(cairo_, center - width / 2, top);
        cairo_line_to(cairo_, center + width / 2, top);
        cairo_stroke(cairo_);
    }

    void finish()
    {
        cairo_show_page(cairo_);
        cairo_surface_finish(surface_);
        if (cairo_surface_status(surface_) != CAIRO_STATUS_SUCCESS)
            throw std::runtime_error("a letter could not be drawn");
    }

private:
    cairo_surface_t* surface_;
    cairo_t* cairo_;
    PangoLayout* layout_;
};

// The two columns at the top: who writes, and the name of the State.
double draw_head(Page& page, const Letter& letter)
{
    constexpr double kMiddle = kLeft + 190;
    const Style plain{.size = 12, .align = PANGO_ALIGN_CENTER};
    const Style bold{.size = 12, .bold = true, .align = PANGO_ALIGN_CENTER};
    double left = kTop;
    if (!letter.superior.empty()) left = page.write(kLeft, 180, left, letter.superior, plain);
    left = page.write(kLeft, 180, left, letter.issuer, bold);
    page.rule(kLeft + 90, 60, left + 3);
    left = page.write(kLeft, 180, left + 12, letter.notation, {.size = 13, .align = PANGO_ALIGN_CENTER});
    if (letter.kind.empty()) {
        left = page.write(kLeft, 180, left + 4, letter.subject, {.size = 11, .align = PANGO_ALIGN_CENTER});
    }
    double right = page.write(kMiddle, kRight - kMiddle, kTop, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold);
    right = page.write(kMiddle, kRight - kMiddle, right, "Độc lập - Tự do - Hạnh phúc",
                       {.size = 13, .bold = true, .align = PANGO_ALIGN_CENTER});
    page.rule((kMiddle + kRight) / 2, 165, right + 3);
    right = page.write(kMiddle, kRight - kMiddle, right + 12, letter.place_and_date,
                       {.size = 13, .italic = true, .align = PANGO_ALIGN_CENTER});
    return std::max(left, right) + 18;
}

void draw_foot(Page& page, const Letter& letter, double top)
{
    double left = page.write(kLeft, 220, top, "Nơi nhận:", {.size = 12, .bold = true, .italic = true});
    for (const std::string& recipient : letter.recipients) {
        left = page.write(kLeft, 220, left, "- " + recipient, {.size = 11});
    }
    constexpr double kSigner = kLeft + 250;
    double right = page.write(kSigner, kRight - kSigner, top, letter.signer_title,
                              {.size = 13, .bold = true, .align = PANGO_ALIGN_CENTER});
    page.write(kSigner, kRight - kSigner, right + 60, letter.signer,
               {.size = 14, .bold = true, .align = PANGO_ALIGN_CENTER});
}

}  // namespace

std::string draw(const Letter& letter)
{
    std::string pdf;
    {
        Page page(pdf);
        double top = draw_head(page, letter);
        const double width = kRight - kLeft;
        if (!letter.kind.empty()) {
            top = page.write(kLeft, width, top, letter.kind, {.bold = true, .align = PANGO_ALIGN_CENTER});
            top = page.write(kLeft + 40, width - 80, top, letter.subject,
                             {.bold = true, .align = PANGO_ALIGN_CENTER}) +
                  14;
        }
        for (const std::string& paragraph : letter.paragraphs) {
            top = page.write(kLeft, width, top, paragraph, {.justify = true, .indent = 28}) + 6;
        }
        draw_foot(page, letter, top + 14);
        page.finish();
    }
    return pdf;
}

}  // namespace lt::app::demo
