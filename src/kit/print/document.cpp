// Blocks one under the other, and where one page ends and the next begins.
#include <algorithm>
#include <numeric>

#include "kit/base/result.h"
#include "kit/print/body.h"
#include "kit/print/placed.h"
#include "kit/print/print.h"

namespace lt::print {
namespace {

// Where `share` of each thing cuts a width; one edge more than things.
template <class Things>
std::vector<double> edges_of(const Things& things, double width, double between)
{
    double all = 0;
    for (const auto& thing : things) all += thing.share;
    CHECK(!things.empty() && all > 0);
    const double free = width - between * static_cast<double>(things.size() - 1);
    std::vector<double> out{0};
    for (const auto& thing : things) out.push_back(out.back() + free * thing.share / all + between);
    return out;
}

}  // namespace

Document::Document(const About& about) : body_(std::make_unique<Body>(about)) {}
Document::~Document() = default;

void Document::Body::flow(const Setting& setting, bool dots)
{
    const std::size_t lines = setting.lines();
    for (std::size_t from = 0; from < lines;) {
        std::size_t to = from + setting.fitting(from, room());
        if (to < lines && !at_top()) {
            // No single line is left behind on a page, and none is sent ahead.
            if (from == 0 && to == 1) to = 0;
            if (to + 1 == lines && to > from + 2) --to;
        }
        if (to == from && at_top()) ++to;
        setting.draw(canvas.cairo(), canvas.left(), y, from, to);
        if (dots) setting.draw_dots(canvas.cairo(), canvas.left(), y, from, to);
        y += setting.height(from, to);
        from = to;
        if (from < lines) next_page();
    }
}

void Document::add(const Part& part)
{
    body_->end_table();
    if (const auto* paragraph = std::get_if<Paragraph>(&part)) {
        body_->flow(Setting(body_->canvas.pango(), paragraph->text, paragraph->style, body_->canvas.width(),
                            body_->size),
                    false);
        body_->y += paragraph->style.below;
        return;
    }
    const Placed placed(body_->canvas, part, body_->canvas.width(), body_->size);
    body_->make_room(placed.height());
    placed.draw(body_->canvas.cairo(), body_->canvas.left(), body_->y);
    body_->y += placed.height();
}

void Document::fields(const std::vector<Field>& fields)
{
    constexpr double kBetween = 10;
    constexpr double kBelow = 3;
    body_->end_table();
    const Canvas& canvas = body_->canvas;
    const auto words = [](const Field& field) {
        return Text{{field.label.empty() ? "" : field.label + ": "}, {field.value}};
    };
    const std::vector<double> edges = edges_of(fields, canvas.width(), kBetween);
    std::vector<Setting> settings;
    double height = 0;
    for (std::size_t i = 0; fields.size() > 1 && i < fields.size(); ++i) {
        settings.emplace_back(canvas.pango(), words(fields[i]), Style{}, edges[i + 1] - edges[i] - kBetween,
                              body_->size);
        height = std::max(height, settings.back().height());
    }
    if (settings.empty() || height > body_->page_height()) {
        for (const Field& field : fields) {
            body_->flow(Setting(canvas.pango(), words(field), {}, canvas.width(), body_->size), true);
            body_->y += kBelow;
        }
        return;
    }
    body_->make_room(height);
    for (std::size_t i = 0; i < settings.size(); ++i) {
        const double left = canvas.left() + edges[i];
        settings[i].draw(canvas.cairo(), left, body_->y, 0, settings[i].lines());
        settings[i].draw_dots(canvas.cairo(), left, body_->y, 0, settings[i].lines());
    }
    body_->y += height + kBelow;
}

void Document::columns(const std::vector<Column>& columns, double between)
{
    body_->end_table();
    const Canvas& canvas = body_->canvas;
    const std::vector<double> edges = edges_of(columns, canvas.width(), between);
    std::vector<std::vector<Placed>> placed(columns.size());
    double height = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        double filled = 0;
        for (const Part& part : columns[i].parts) {
            placed[i].emplace_back(canvas, part, edges[i + 1] - edges[i] - between, body_->size);
            filled += placed[i].back().height();
        }
        height = std::max(height, filled);
    }
    if (height > body_->page_height()) {
        for (const Column& column : columns) {
            for (const Part& part : column.parts) add(part);
        }
        return;
    }
    body_->make_room(height);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        double top = body_->y;
        for (const Placed& part : placed[i]) {
            part.draw(canvas.cairo(), canvas.left() + edges[i], top);
            top += part.height();
        }
    }
    body_->y += height;
}

void Document::table(const std::vector<TableColumn>& columns, const std::vector<Row>& head, double size)
{
    body_->end_table();
    body_->open_table = Table{.columns = columns,
                              .edges = edges_of(columns, body_->canvas.width(), 0),
                              .head = head,
                              .size = size > 0 ? size : body_->size};
    if (!head.empty()) body_->draw_head();
}

void Document::row(const Row& row) { rows({row}); }

void Document::rows(const std::vector<Row>& rows)
{
    CHECK(body_->open_table);
    if (!rows.empty()) body_->draw_rows(rows);
}

void Document::keep(double height)
{
    body_->end_table();
    body_->make_room(height);
}

void Document::begin_copy()
{
    body_->end_table();
    body_->canvas.begin_copy();
    body_->y = body_->canvas.top();
}

unsigned Document::pages() const { return body_->canvas.pages(); }

double Document::room() const { return body_->room(); }

std::string Document::finish() { return body_->canvas.finish(body_->y); }

}  // namespace lt::print
