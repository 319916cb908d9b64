// The text of a DOCX, ODT or XLSX: one XML member of a ZIP archive, both read front to back. Runs in the
// child.
#pragma once

#include <cstddef>
#include <string_view>

namespace lt::text {

enum class Office : unsigned char { docx, odt, xlsx };

// From descriptor 0 to descriptor 1, at most `limit` bytes. Gives the exit code: 0, or 1 for a file that is
// no such archive or has no such member.
int print_office_text(Office kind, std::size_t limit);

// Once, before the first child is forked: libxml2's own set-up.
void prepare_office();

}  // namespace lt::text
