// A stored file on its way to whoever asked for it.
#pragma once

#include <memory>

#include "kit/blob/blob.h"
#include "kit/http/message.h"

namespace lt::page {

class BlobContent final : public http::Content {
public:
    explicit BlobContent(std::unique_ptr<blob::Reader> reader) : reader_(std::move(reader)) {}
    std::uint64_t size() const override { return reader_->size(); }
    std::size_t read(std::uint64_t offset, std::span<std::byte> buffer) override
    {
        return reader_->read(offset, buffer);
    }

private:
    std::unique_ptr<blob::Reader> reader_;
};

}  // namespace lt::page
