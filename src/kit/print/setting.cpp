#include "kit/print/setting.h"

#include "kit/print/clean.h"

namespace lt::print {
namespace {

// Tinos has all Vietnamese letters in the widths of Times New Roman; the others stand in where a machine lacks it.
constexpr const char* kFamilies = "Tinos, Liberation Serif, DejaVu Serif";
constexpr double kLeading = 0.12;  // of the size, between lines

struct FreeAttributes {
    void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
struct FreeDescription {
    void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
};
struct FreeIterator {
    void operator()(PangoLayoutIter* iterator) const { pango_layout_iter_free(iterator); }
};

double points(int units) { return static_cast<double>(units) / PANGO_SCALE; }
int units(double points) { return static_cast<int>(points * PANGO_SCALE); }

void over(PangoAttrList* list, PangoAttribute* attribute, std::size_t from, std::size_t to)
{
    attribute->start_index = static_cast<guint>(from);
    attribute->end_index = static_cast<guint>(to);
    pango_attr_list_insert(list, attribute);
}

}  // namespace

Setting::Setting(PangoContext* context, const Text& text, const Style& style, double width, double size)
    : layout_(pango_layout_new(context)), width_(width)
{
    PangoLayout* const layout = layout_.get();
    std::string all;
    std::size_t first = 0;
    const std::unique_ptr<PangoAttrList, FreeAttributes> attributes(pango_attr_list_new());
    for (std::size_t i = 0; i < text.runs.size(); ++i) {
        const Run& run = text.runs[i];
        const std::size_t from = all.size();
        all += clean(run.text);
        if (i == 0) first = all.size();
        if (run.bold || style.bold)
            over(attributes.get(), pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, all.size());
        if (run.italic || style.italic)
            over(attributes.get(), pango_attr_style_new(PANGO_STYLE_ITALIC), from, all.size());
    }
    // A hyphen that isn't there would become part of a code or an address.
    over(attributes.get(), pango_attr_insert_hyphens_new(FALSE), 0, all.size());
    const double points_high = style.size > 0 ? style.size : size;
    const std::unique_ptr<PangoFontDescription, FreeDescription> font(
        pango_font_description_from_string(kFamilies));
    pango_font_description_set_absolute_size(font.get(), points_high * PANGO_SCALE);
    pango_layout_set_font_description(layout, font.get());
    pango_layout_set_attributes(layout, attributes.get());
    pango_layout_set_width(layout, units(width));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_spacing(layout, units(points_high * kLeading));
    pango_layout_set_indent(layout, units(style.indent));
    pango_layout_set_alignment(layout, style.align == Align::centre  ? PANGO_ALIGN_CENTER
                                       : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                     : PANGO_ALIGN_LEFT);
    pango_layout_set_justify(layout, style.align == Align::justified ? TRUE : FALSE);
    pango_layout_set_text(layout, all.data(), static_cast<int>(all.size()));

    PangoRectangle place{};
    pango_layout_index_to_pos(layout, static_cast<int>(first), &place);
    first_run_ = points(place.x);
    const std::unique_ptr<PangoLayoutIter, FreeIterator> at(pango_layout_get_iter(layout));
    do {
        PangoRectangle logical{};
        pango_layout_iter_get_line_extents(at.get(), nullptr, &logical);
        lines_.push_back({.line = pango_layout_iter_get_line_readonly(at.get()),
                          .left = points(logical.x),
                          .top = points(logical.y),
                          .base = points(pango_layout_iter_get_baseline(at.get())),
                          .bottom = points(logical.y + logical.height)});
    } while (pango_layout_iter_next_line(at.get()) != FALSE);
}

double Setting::height(std::size_t from, std::size_t to) const
{
    return from < to ? lines_[to - 1].bottom - lines_[from].top : 0;
}

std::size_t Setting::fitting(std::size_t from, double height) const
{
    std::size_t to = from;
    while (to < lines_.size() && this->height(from, to + 1) <= height) ++to;
    return to - from;
}

void Setting::draw(cairo_t* cairo, double left, double top, std::size_t from, std::size_t to) const
{
    for (std::size_t i = from; i < to; ++i) {
        const Line& line = lines_[i];
        cairo_move_to(cairo, left + line.left, top + line.base - lines_[from].top);
        pango_cairo_show_layout_line(cairo, line.line);
    }
}

void Setting::draw_dots(cairo_t* cairo, double left, double top, std::size_t from, std::size_t to) const
{
    constexpr double kApart = 2.6;
    constexpr double kBelow = 2.2;
    cairo_save(cairo);
    const double dashes[] = {0, kApart};
    cairo_set_dash(cairo, dashes, 2, 0);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cairo, 0.55);
    for (std::size_t i = from; i < to; ++i) {
        const double begin = i == 0 ? first_run_ : 0;
        if (begin >= width_ - kApart) continue;
        const double base = top + lines_[i].base - lines_[from].top + kBelow;
        cairo_move_to(cairo, left + begin, base);
        cairo_line_to(cairo, left + width_, base);
        cairo_stroke(cairo);
    }
    cairo_restore(cairo);
}

}  // namespace lt::print
