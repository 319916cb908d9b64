// What a message must be before it stands in the queue, whoever brought it: a connected system that calls, or an axis that we ask.
#pragma once

#include <variant>
#include <vector>

#include "exchange/api.h"
#include "exchange/axis/answer.h"
#include "exchange/edxml/reader.h"

namespace lt::exchange {

// What is wrong, as the axis says it: one of its codes, and words that name the element.
struct Refused {
    axis::Code code{};
    base::Message words{};
};

// Reads a stored message piece by piece.
edxml::ByteSource source_of(blob::Store& blobs, const std::string& sha256);

// The message, read and checked in itself: edXML, with a DocumentId that can be kept. Code 22 otherwise.
std::variant<edxml::Message, Refused> read_message(const edxml::ByteSource& bytes);
// The message in the store.
std::variant<edxml::Message, Refused> read_message(blob::Store& blobs, const std::string& sha256);

// Who is to get it: agencies in force, a dissolved one's successors in its place. Code 18 for one that nobody knows, 23 for one whose
// system is suspended. With `only_known` unknown ones are passed over: an axis sends one message to addressees of many systems.
std::variant<std::vector<Addressee>, Refused> addressees_of(db::Transaction& tx, Services& services,
                                                            const edxml::Message& message,
                                                            bool only_known = false);
// The same for codes that stand elsewhere than in the message.
std::variant<std::vector<Addressee>, Refused> addressees_for(db::Transaction& tx, Services& services,
                                                             const std::vector<std::string>& codes,
                                                             bool only_known = false);

// The row of the queue for it; `system` brought it.
NewMessage new_message(const edxml::Message& message, std::int64_t system, blob::Blob bytes);

}  // namespace lt::exchange
