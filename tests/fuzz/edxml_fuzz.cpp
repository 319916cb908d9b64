// Any bytes as an edXML message. Small limits, so that the fuzzer reaches them; sinks check that the reader
// keeps its promises: nothing is written after a refusal, lengths agree.
#include <cstdlib>

#include "exchange/edxml/json.h"
#include "exchange/edxml/reader.h"

namespace {

using namespace lt::edxml;

class CountingSink final : public AttachmentSink {
public:
    void write(std::span<const std::byte> piece) override
    {
        if (is_finished_) std::abort();
        length_ += piece.size();
    }
    void finish(const Attachment& attachment) override
    {
        if (is_finished_ || attachment.length != length_ || attachment.sha256.size() != 64) std::abort();
        is_finished_ = true;
    }

private:
    std::uint64_t length_ = 0;
    bool is_finished_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const SinkFactory sinks = [](const AttachmentInfo&) { return std::make_unique<CountingSink>(); };
    Limits limits;
    limits.attachment = 64 << 10;
    limits.all_attachments = 128 << 10;
    limits.attachments = 8;
    limits.receivers = 16;
    limits.elements = 500;
    limits.depth = 32;
    limits.text = 16 << 10;
    const Result whole = read_bytes(bytes, sinks, limits);
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
