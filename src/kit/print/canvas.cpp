#include "kit/print/canvas.h"

#include <stdexcept>

#include <cairo-pdf.h>

#include "kit/print/complete.h"

namespace lt::print {
namespace {

constexpr double kMillimetre = 72 / 25.4;
// As long as readers of PDF allow; cut at the end of the text.
constexpr double kRoll = 14000;

Geometry geometry(Sheet sheet)
{
    const auto mm = [](double width, double height, double left, double right, double top, double bottom) {
        return Geometry{width * kMillimetre, height * kMillimetre, left * kMillimetre,
                        right * kMillimetre, top * kMillimetre,    bottom * kMillimetre};
    };
    switch (sheet) {
    case Sheet::a4: return mm(210, 297, 30, 17, 20, 20);
    case Sheet::a4_landscape: return mm(297, 210, 20, 12, 18, 15);
    case Sheet::a5: return mm(148, 210, 14, 10, 9, 11);
    case Sheet::a4_two_a5: return mm(148.5, 210, 14, 10, 9, 11);
    case Sheet::roll_80mm: {
        Geometry roll = mm(80, 0, 4, 4, 4, 6);
        roll.height = kRoll;
        return roll;
    }
    }
    return {};
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned length)
{
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(const About& about)
    : about_(about), page_(geometry(about.sheet)),
      surface_(cairo_pdf_surface_create_for_stream(
          append, &out_, page_.width * (about.sheet == Sheet::a4_two_a5 ? 2 : 1), page_.height)),
      cairo_(cairo_create(surface_)), context_(pango_cairo_create_context(cairo_))
{
    // Positions of letters are not rounded: a point is coarse for what will be printed.
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    pango_context_set_language(context_.get(), pango_language_from_string("vi"));
    pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
    mark_page();
}

Canvas::~Canvas()
{
    context_.reset();
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
}

void Canvas::mark_page()
{
    const double middle = (page_.height - page_.bottom + page_.height) / 2;
    const auto write = [&](const std::string& text, double size, double top) {
        const Setting line(context_.get(), text, {.size = size, .align = Align::centre}, width(), size);
        line.draw(cairo_, left(), top - line.height() / 2, 0, line.lines());
    };
    const std::string number = std::to_string(number_);
    if (about_.numbers == Numbers::above_from_second && number_ > 1) write(number, about_.size, top() / 2);
    if (about_.numbers == Numbers::below) write(number, 10, middle + 8);
    if (!about_.footer.empty()) write(about_.footer, 8.5, middle - 4);
}

void Canvas::next_page()
{
    ++number_;
    ++pages_;
    if (about_.sheet == Sheet::a4_two_a5 && !right_half_) {
        right_half_ = true;
        cairo_save(cairo_);
        cairo_set_line_width(cairo_, 0.3);
        const double dashes[] = {3, 3};
        cairo_set_dash(cairo_, dashes, 2, 0);
        cairo_move_to(cairo_, page_.width, 0);
        cairo_line_to(cairo_, page_.width, page_.height);
        cairo_stroke(cairo_);
        cairo_restore(cairo_);
        cairo_translate(cairo_, page_.width, 0);
    } else {
        right_half_ = false;
        cairo_show_page(cairo_);
        cairo_identity_matrix(cairo_);
    }
    mark_page();
}

void Canvas::begin_copy()
{
    number_ = 0;
    next_page();
}

std::string Canvas::finish(double end)
{
    cairo_show_page(cairo_);
    cairo_surface_finish(surface_);
    // The first that went wrong: the surface, or what drew on it.
    const cairo_status_t on_surface = cairo_surface_status(surface_);
    const cairo_status_t status = on_surface != CAIRO_STATUS_SUCCESS ? on_surface : cairo_status(cairo_);
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(std::string("a paper could not be drawn: ") +
                                 cairo_status_to_string(status));
    return complete(out_, about_, about_.sheet == Sheet::roll_80mm ? kRoll - end - page_.bottom : 0);
}

}  // namespace lt::print
