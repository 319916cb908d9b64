// Gathers the texts of the known elements by their path, in any order, and makes a Message of them at the
// end. Knows what edXML means; knows nothing of XML or files.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/edxml/edxml.h"
#include "exchange/edxml/reader.h"

namespace lt::edxml {

struct Value {
    std::string text{};  // trimmed
    int line = 0;
};

// "SphereOfPromulgation" of "…/DocumentInfo/SphereOfPromulgation".
inline std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Without the white space of XML at both ends.
std::string_view trim(std::string_view text);

// Whether a SphereOfPromulgation is a degree of secrecy: "Mật", "Tối mật", "Tuyệt mật".
bool is_secrecy(std::string_view sphere);

// The fields of one block (the whole message, one To, one Attachment) by their path from "MessageHeader" and
// its like.
struct Record {
    std::map<std::string, Value, std::less<>> fields{};
    std::map<std::string, std::vector<std::string>, std::less<>> lists{};
    int line = 0;
    std::string_view get(std::string_view path) const;
};

class Collector {
public:
    explicit Collector(const Limits& limits) : limits_(limits) {}

    // Paths are like "MessageHeader/To/OrganId". True when the text of this element is wanted.
    bool begin(std::string_view path, int line);
    void text(std::string_view path, std::string text, int line);
    void end(std::string_view path);

    // Name and declared type of the newest attachment as far as they were read.
    Attachment attachment_so_far() const;

    // The message with all checks but those of the content; the attachments still lack length and sha256.
    Message finish() const;

private:
    Record& target();
    void check_secrecy(std::string_view path, std::string_view text, int line) const;

    const Limits& limits_;
    Record whole_{};
    std::map<std::string, std::vector<Record>, std::less<>> blocks_{};
    std::vector<std::string> open_{};
    std::size_t kept_ = 0;
    bool has_header_ = false;
};

}  // namespace lt::edxml
