// The plain text of a file for the search index, taken in a child process that has nothing to lose: a file
// from outside can at worst kill that child. The file never lies on a disk: it goes through a pipe.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "kit/base/result.h"

namespace lt::text {

// Fills the buffer and returns how many bytes; 0 is the end. May throw: extract() ends the child and passes
// it on.
using ByteReader = std::function<std::size_t(std::span<std::byte> buffer)>;

struct Limits {
    std::size_t text = 1 << 20;  // bytes of UTF-8; the rest is left out
    std::uint64_t input = 200ull << 20;
    unsigned cpu_seconds = 20;
    std::uint64_t memory = 1ull << 30;  // address space
    std::chrono::seconds wall{60};
    int nice = 0;  // 10: whoever waits for a page or a document goes before the child
};

// The text of a PDF (pdftotext), DOCX, ODT or XLSX as valid UTF-8 without control characters but \n and \t.
// Empty for every other type, and for a scan without text. Error: the file is broken, encrypted or too
// costly; the caller goes on without text. Throws std::runtime_error when the system has no pdftotext or no
// process to give.
base::Result<std::string> extract(const ByteReader& file, std::string_view media_type,
                                  const Limits& limits = {});
base::Result<std::string> extract(std::string_view bytes, std::string_view media_type,
                                  const Limits& limits = {});

// Number of pages of a PDF (pdfinfo), under the same conditions.
base::Result<int> count_pages(const ByteReader& file, const Limits& limits = {});

}  // namespace lt::text
