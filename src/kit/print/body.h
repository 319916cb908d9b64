// What a document holds while it is made: the page, how far it is filled, the table that is open.
#pragma once

#include <optional>
#include <vector>

#include "kit/print/canvas.h"
#include "kit/print/print.h"
#include "kit/print/table.h"

namespace lt::print {

struct Document::Body {
    explicit Body(const About& about) : canvas(about), size(about.size), y(canvas.top()) {}

    double room() const { return canvas.bottom() - y; }
    bool at_top() const { return y <= canvas.top(); }
    double page_height() const { return canvas.bottom() - canvas.top(); }
    void next_page()
    {
        canvas.next_page();
        y = canvas.top();
    }
    // Goes to the next page where a block of this height fits there but not here.
    void make_room(double height)
    {
        if (height > room() && !at_top()) next_page();
    }
    // The lines of a text, over as many pages as they need, with dots under them or without.
    void flow(const Setting& setting, bool dots);
    void draw_head();
    void draw_rows(const std::vector<Row>& rows);
    void end_table();

    Canvas canvas;
    double size;
    double y;
    std::optional<Table> open_table{};

private:
    void begin_table_page();
    void draw_rows(const std::vector<Row>& rows, const Group& group);
    void draw_cut(const Group& group);
};

}  // namespace lt::print
