// The message as JSON, and the command `lienthong edxml read FILE`.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "exchange/edxml/edxml.h"
#include "exchange/edxml/error.h"
#include "exchange/edxml/signature.h"

namespace lt::edxml {

// What is not given is null; `priority` and `bussinessDocType` are numbers, `statusCode` is a string ("05"),
// dates are ISO 8601. Of several earlier documents `responseFor` is the first, and `responsesFor` (only then)
// has all.
std::string to_json(const Message& message);
// With "signature": {"outcome","reason","signer","intact","indication","subIndication","signingTime"}.
std::string to_json(const Message& message, const MessageSignature& signature);
std::string to_json(const Error& error);  // {"error":{"code","message","line"}}; line 0: no line

// Prints one JSON object and a line feed. Returns the exit code: 0, or 2 for a message that is refused. Its signature is only told, and
// checked without believing any authority.
int edxml_read_command(const std::filesystem::path& file, std::ostream& out, base::Time now);

}  // namespace lt::edxml
