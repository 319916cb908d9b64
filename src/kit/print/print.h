// Printed papers: blocks set one under the other onto the pages of a PDF. Knows sheets, type and tables; what a paper says is its
// caller's. The same blocks give the same bytes on every run.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/print/text.h"

namespace lt::print {

// a4_two_a5 puts two upright A5 pages beside each other on one sheet, to be cut: a copy for each side.
enum class Sheet : std::uint8_t { a4, a4_landscape, a5, a4_two_a5, roll_80mm };

// Where the number of the page stands. The decree on documents wants it above the text, and none on the first page.
enum class Numbers : std::uint8_t { none, above_from_second, below };

struct About {
    std::string title{};               // shown by readers in place of the file's name
    std::string author{};              // the organisation that issues the paper
    std::string subject{};             // what the paper is about, for who searches
    std::optional<base::Time> made{};  // the paper's time of making, never the time of drawing
    std::string footer{};              // small, at the foot of each page
    Sheet sheet = Sheet::a4;
    Numbers numbers = Numbers::none;
    double size = 13;  // of letters, in points, where a style doesn't say
};

// "Label: value" on a dotted line; an empty value leaves the dots to be written on.
struct Field {
    std::string label{};
    std::string value{};
    double share = 1;  // of the line, where several stand on one
};

class Document {
public:
    explicit Document(const About& about);
    ~Document();
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    // A paragraph, a gap, a rule or a code below what is there. A paragraph goes on on the next page where it must.
    void add(const Part& part);
    // Fields beside each other, at least one.
    void fields(const std::vector<Field>& fields);
    // Columns beside each other, kept on one page: heads, signatures. What is higher than a page is set one under the other.
    void columns(const std::vector<Column>& columns, double between = 12);

    // Begins a table. Its head is drawn again on every page; any other block ends it.
    void table(const std::vector<TableColumn>& columns, const std::vector<Row>& head, double size = 0);
    // A row goes to the next page as a whole, and is cut between lines only where it is higher than a page.
    void row(const Row& row);
    // Rows that belong together and stay on one page, with cells over several of them.
    void rows(const std::vector<Row>& rows);

    // Goes on on a new page unless so many points are left on this one.
    void keep(double height);
    // The same paper once more, or the next one: a new page, and numbers from 1.
    void begin_copy();
    // How many pages are begun, copies counted in; two of a4_two_a5 lie on one sheet.
    unsigned pages() const;
    // How many points are left above the foot of this page.
    double room() const;

    // The file. Nothing can be added afterwards.
    std::string finish();

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

}  // namespace lt::print
