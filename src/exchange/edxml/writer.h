// Writes an edXML message in the layout of the reference implementation (element order, prefixes, attachments:
// docs/edxml.md), front to back: neither the message nor a file in it is ever in memory as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "exchange/edxml/edxml.h"
#include "exchange/edxml/reader.h"
#include "exchange/edxml/xml_out.h"
#include "kit/base/result.h"

namespace lt::edxml {

// Opens the content of message.attachments[index] at its beginning. Asked once or twice for each attachment, the
// second time after the first source is gone. May throw, like the sources: write() passes it on.
using ContentOpener = std::function<ByteSource(std::size_t index)>;

// `own`: what this platform sends; refused unless it keeps the lengths and required fields of QCVN 102:2016/BTTTT.
// `passed_on`: what read() gave, written anew; what the reader let pass is let pass.
enum class Rules : std::uint8_t { own, passed_on };

struct WriteOptions {
    Rules rules = Rules::own;
    Limits limits{};  // those of the reader of the other side
};

// Writes a document or a status. Texts are written in NFC, attachments under their base names. Of an attachment
// `name` is needed, `length` and `sha256` where they are known: a content that differs from them throws
// std::runtime_error (the store is damaged). A missing `content_id` becomes a number; `declared_type` and
// `unzipped` are not looked at. A status has no attachments, and of `to`, `traces` and what else describes a
// document nothing is written.
//
// Refused with the element and the field: what would make an invalid message. All but too large contents is found
// before the first byte goes to the sink; after a refusal or an exception what the sink got must be thrown away.
base::Result<base::Done> write(const Message& message, const ContentOpener& contents, const ByteSink& sink,
                               const WriteOptions& options = {});

// The same into memory, for messages without large attachments: a status, or what sign_message() is to sign.
base::Result<std::string> write_bytes(const Message& message, const ContentOpener& contents = {},
                                      const WriteOptions& options = {});

// "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT": how the reference implementation names a document over the exchange.
// `code` is number and notation.
std::string document_id_of(std::string_view organ_id, base::Day promulgated, std::string_view code);

}  // namespace lt::edxml
