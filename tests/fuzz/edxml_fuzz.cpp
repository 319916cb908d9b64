// Any bytes as an edXML message. Small limits, so that the fuzzer reaches them; sinks check that the reader
// keeps its promises: nothing is written after a refusal, lengths agree. What was accepted is written anew, and
// must be read again as the same message.
#include <cstdlib>

#include "exchange/edxml/json.h"
#include "exchange/edxml/reader.h"
#include "exchange/edxml/writer.h"

namespace {

using namespace lt::edxml;

class KeepingSink final : public AttachmentSink {
public:
    explicit KeepingSink(std::vector<std::string>& kept) : kept_(kept) {}
    void write(std::span<const std::byte> piece) override
    {
        if (is_finished_) std::abort();
        bytes_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    void finish(const Attachment& attachment) override
    {
        if (is_finished_ || attachment.length != bytes_.size() || attachment.sha256.size() != 64)
            std::abort();
        is_finished_ = true;
        kept_.push_back(bytes_);
    }

private:
    std::vector<std::string>& kept_;
    std::string bytes_{};
    bool is_finished_ = false;
};

// Without what is not carried over: how files travelled, a signature, and what has no place in a status.
Message carried(Message message)
{
    message.has_signature = false;
    for (Attachment& one : message.attachments) one.declared_type.clear(), one.unzipped = false;
    if (message.kind == Kind::status) message.to.clear(), message.traces.clear();
    return message;
}

void write_and_read(const Message& message, const std::vector<std::string>& contents)
{
    const ContentOpener opener = [&](std::size_t index) -> ByteSource {
        return [rest = std::string_view(contents.at(index))](std::span<char> buffer) mutable {
            const std::size_t size = rest.copy(buffer.data(), buffer.size());
            rest.remove_prefix(size);
            return size;
        };
    };
    const auto xml = write_bytes(message, opener, {.rules = Rules::passed_on});
    if (!xml) std::abort();
    Message expected = carried(message);
    const Result again = read_bytes(*xml);
    const auto* read = std::get_if<Message>(&again);
    if (read == nullptr) std::abort();
    for (std::size_t i = 0; i < expected.attachments.size() && i < read->attachments.size(); ++i) {
        if (expected.attachments[i].content_id.empty())
            expected.attachments[i].content_id = read->attachments[i].content_id;
    }
    if (carried(*read) != expected) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    std::vector<std::string> contents;
    const SinkFactory sinks = [&](const AttachmentInfo&) { return std::make_unique<KeepingSink>(contents); };
    Limits limits;
    limits.attachment = 64 << 10;
    limits.all_attachments = 128 << 10;
    limits.attachments = 8;
    limits.receivers = 16;
    limits.elements = 500;
    limits.depth = 32;
    limits.text = 16 << 10;
    const Result whole = read_bytes(bytes, sinks, limits);
    if (const auto* message = std::get_if<Message>(&whole)) write_and_read(*message, contents);
    // In small pieces the answer is the same.
    std::string_view rest = bytes;
    const std::size_t step = 1 + size % 17;
    const Result pieces = read(
        [&](std::span<char> buffer) {
            const std::size_t now = rest.copy(buffer.data(), std::min(step, buffer.size()));
            rest.remove_prefix(now);
            return now;
        },
        sinks, limits);
    const auto print = [](const Result& result) {
        const auto* message = std::get_if<Message>(&result);
        return message != nullptr ? to_json(*message) : to_json(std::get<Error>(result));
    };
    const bool accepted = std::holds_alternative<Message>(whole);
    if (accepted != std::holds_alternative<Message>(pieces)) std::abort();
    if (accepted && print(whole) != print(pieces)) std::abort();
    (void)print(whole);
    return 0;
}
