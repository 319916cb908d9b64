// Why a message was refused: a closed list of codes for programs, a Vietnamese sentence for people, the line.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace lt::edxml {

enum class Code : std::uint8_t {
    unreadable_file,   // the file can't be opened or read
    not_xml,           // not well-formed, cut off, or an undeclared prefix
    bad_encoding,      // not UTF-8
    entity_forbidden,  // a DTD, or an entity other than the five of XML
    too_deep,          // elements nested too deep
    too_large,         // a number or size over its limit
    wrong_root,        // not an edXML message
    wrong_namespace,   // an edXML message of another generation
    missing_field,
    duplicate_field,  // the same field twice with different values
    bad_date,
    bad_number,
    bad_base64,  // not base64, or cut off
    bad_zip,     // damaged archive around a file
    zip_bomb,
    unsafe_name,  // a file name that is a path trick
    duplicate_attachment,
    attachment_mismatch,  // the list of files and the files disagree
    secret_refused,       // State secrets must not travel this way
};

// "not_xml", "zip_bomb", …
std::string_view name(Code code);

struct Error {
    Code code{};
    std::string message{};  // Vietnamese, for the user; names the field, never the content
    int line = 0;           // 0: no line
};

// Thrown inside the reader only; read() turns it into an Error.
struct Refused : std::exception {
    explicit Refused(Error e) : error(std::move(e)) {}
    const char* what() const noexcept override { return error.message.c_str(); }
    Error error;
};

[[noreturn]] void refuse(Code code, std::string message, int line = 0);

}  // namespace lt::edxml
