// A stored message as the answer of getEdoc: head, its bytes in Base64, tail. Made while it is sent.
#pragma once

#include <memory>
#include <string>

#include "kit/blob/blob.h"
#include "kit/http/message.h"

namespace lt::exchange::hub {

class Base64Content final : public http::Content {
public:
    Base64Content(std::string head, std::unique_ptr<blob::Reader> reader, std::string tail);
    std::uint64_t size() const override;
    std::size_t read(std::uint64_t offset, std::span<std::byte> buffer) override;

private:
    std::size_t read_base64(std::uint64_t offset, std::span<std::byte> buffer);
    std::string head_;
    std::unique_ptr<blob::Reader> reader_;
    std::string tail_;
    std::uint64_t length_;  // of the Base64
};

}  // namespace lt::exchange::hub
