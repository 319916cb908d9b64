// multipart/form-data (RFC 7578) as a push parser: takes the body in any pieces and keeps at most one piece
// and a part header in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lt::http {

struct MultipartLimits {
    std::size_t part_header = 8 << 10;
    std::size_t field = 64 << 10;  // one text field, see Body::field
    std::size_t text = 512 << 10;  // all text fields together
    unsigned fields = 1000;
    unsigned files = 100;
    std::uint64_t file = 200ull << 20;
};

// Receives the parts in their order.
class MultipartEvents {
public:
    virtual ~MultipartEvents() = default;
    virtual void field(std::string name, std::string value) = 0;
    virtual void file_begin(std::string name, std::string file_name) = 0;
    virtual void file_data(std::string_view data) = 0;
    virtual void file_end() = 0;
};

class MultipartParser {
public:
    MultipartParser(const std::string& boundary, MultipartLimits limits, MultipartEvents& events);
    void feed(std::string_view piece);  // throws Refused 400 or 413
    void finish();                      // throws Refused 400 when the body ended too early

private:
    enum class State : std::uint8_t { preamble, after_delimiter, part_header, content, epilogue };
    bool step();
    void begin_part(std::string_view header);
    void content(std::string_view data);
    void end_part();

    MultipartLimits limits_;
    MultipartEvents& events_;
    std::string delimiter_;  // CR LF "--" boundary
    std::string buffer_ = "\r\n";
    std::size_t at_ = 0;  // what lies before it is done
    State state_ = State::preamble;
    std::size_t preamble_ = 0;
    bool is_file_ = false, skip_ = false;
    std::string name_{}, value_{};
    std::uint64_t size_ = 0;
    std::size_t text_ = 0;
    unsigned fields_ = 0, files_ = 0;
};

// The boundary of a Content-Type, "" when it is no multipart/form-data with a legal boundary.
std::string multipart_boundary(std::string_view content_type);

// A file name without any path and control characters, at most 255 bytes (the end with the suffix is kept).
std::string safe_file_name(std::string_view name);

}  // namespace lt::http
