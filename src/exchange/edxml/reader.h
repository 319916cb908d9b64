// Reads an edXML message front to back: neither the message nor a file in it is ever in memory as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "exchange/edxml/edxml.h"
#include "exchange/edxml/error.h"

namespace lt::edxml {

// Takes the content of one attachment. Pieces come in order; `finish` is called only when the whole message
// was accepted, in the order of Message::attachments. A sink that is destroyed without `finish` must leave
// nothing behind: this happens for every refused message, and for the form (as sent or unzipped) that was not
// chosen.
class AttachmentSink {
public:
    virtual ~AttachmentSink() = default;
    virtual void write(std::span<const std::byte> piece) = 0;
    virtual void finish(const Attachment& attachment) = 0;
};

// What is known when the content begins. Elements come in any order, so the texts may still be empty here;
// what is sure is in the Attachment given to `finish`.
struct AttachmentInfo {
    std::size_t index = 0;
    std::string name{};
    std::string declared_type{};
};

// An empty factory, or one that gives null: the content is only measured and hashed.
using SinkFactory = std::function<std::unique_ptr<AttachmentSink>(const AttachmentInfo&)>;

// Fills the buffer and returns how many bytes; 0 is the end. May throw: read() passes it on.
using ByteSource = std::function<std::size_t(std::span<char> buffer)>;

struct Limits {
    std::uint64_t message = 420ull << 20;     // bytes of XML
    std::uint64_t attachment = 200ull << 20;  // bytes of one file, after unzipping too
    std::uint64_t all_attachments = 300ull << 20;
    std::size_t attachments = 100;
    std::size_t receivers = 5'000;
    std::size_t elements = 100'000;
    std::size_t attributes = 64;  // of one element
    std::size_t depth = 256;
    std::size_t text = 8u << 20;  // bytes of all texts kept
};

using Result = std::variant<Message, Error>;

Result read(const ByteSource& source, const SinkFactory& sinks = {}, const Limits& limits = {});
Result read_bytes(std::string_view bytes, const SinkFactory& sinks = {}, const Limits& limits = {});
Result read_file(const std::filesystem::path& file, const SinkFactory& sinks = {}, const Limits& limits = {});

}  // namespace lt::edxml
