// The format of one stored file:
//
//     head     "LTBLOB1\n", file id (16), size (8, little-endian), SHA-256 of the content (32), MAC of these (32)
//     segment  for each megabyte: nonce (24), messages of 64 KB + 17; the last message of the file is shorter
//
// Keys come from the master key and the file id. The head says how long the file is, so cutting segments off
// is seen.
#pragma once

#include "kit/blob/blob.h"
#include "kit/blob/files.h"
#include "kit/blob/segments.h"

namespace lt::blob {

constexpr std::size_t kHead = 96;

// Bytes on the disk of a file of `size` bytes.
std::uint64_t stored_size(std::uint64_t size);

// Encrypts what is given into the file.
class StoredFileWriter {
public:
    StoredFileWriter(const File& file, const Key& master);
    void write(std::span<const std::byte> chunk);
    void finish(std::span<const std::byte> sha256);  // writes the rest and the head; the caller syncs
    std::uint64_t size() const { return size_; }

private:
    void flush(bool end);
    const File& file_;
    Key master_;
    FileId id_ = random_file_id();
    Key key_;
    std::vector<std::byte> plain_{};  // at most one message
    std::vector<std::byte> sealed_{};
    std::optional<SegmentSealer> segment_{};
    std::uint64_t messages_ = 0;
    std::uint64_t size_ = 0;
    std::uint64_t end_ = kHead;  // of the file so far
};

// Checks the head at once, each segment when it is read. One megabyte stays in memory.
class StoredFileReader final : public Reader {
public:
    // `sha256`: 32 raw bytes that the head must name.
    StoredFileReader(File file, const Key& master, std::string_view sha256, std::string name);
    std::uint64_t size() const override { return size_; }
    std::size_t read(std::uint64_t offset, std::span<std::byte> buffer) override;

private:
    void load(std::uint64_t segment);
    [[noreturn]] void damaged(const char* what) const;
    File file_;
    std::string name_;
    FileId id_{};
    Key key_{};
    std::uint64_t size_ = 0;
    std::optional<std::uint64_t> loaded_{};  // the segment in plain_
    std::vector<std::byte> plain_{};
    std::vector<std::byte> sealed_{};
};

}  // namespace lt::blob
