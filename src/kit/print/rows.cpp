// Rows of the open table: onto this page, onto the next, or cut where no page is high enough.
#include "kit/print/body.h"

namespace lt::print {

void Document::Body::end_table() { open_table.reset(); }

void Document::Body::begin_table_page()
{
    next_page();
    if (open_table->repeated <= 0) return;
    const Group head(canvas, *open_table, open_table->head, true);
    head.draw(canvas.cairo(), canvas.left(), y);
    y += head.height();
}

void Document::Body::draw_cut(const Group& group)
{
    std::vector<std::size_t> done;
    while (!group.finished(done)) {
        if (room() < 3 * open_table->size && !at_top()) begin_table_page();
        y += group.draw_piece(canvas.cairo(), canvas.left(), y, room(), done);
        if (!group.finished(done)) begin_table_page();
    }
}

void Document::Body::draw_head()
{
    const Group head(canvas, *open_table, open_table->head, true);
    // One of half a page would leave no room for rows; and without a row under it, a head says nothing.
    open_table->repeated = head.height() < page_height() / 2 ? head.height() : 0;
    make_room(head.height() + 2 * open_table->size);
    draw_rows(open_table->head, head);
}

void Document::Body::draw_rows(const std::vector<Row>& rows)
{
    const Group group(canvas, *open_table, rows, false);
    if (group.height() > room() && group.height() <= page_height() - open_table->repeated) begin_table_page();
    draw_rows(rows, group);
}

void Document::Body::draw_rows(const std::vector<Row>& rows, const Group& group)
{
    if (group.height() <= room()) {
        group.draw(canvas.cairo(), canvas.left(), y);
        y += group.height();
    } else if (rows.size() == 1) {
        draw_cut(group);
    } else {
        for (const Row& row : apart(rows, open_table->columns.size())) draw_rows({row});
    }
}

}  // namespace lt::print
