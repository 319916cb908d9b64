// The few file system calls that durable writing needs; failures are std::system_error with the path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "kit/base/clock.h"

namespace lt::blob {

// An open file or folder.
class File {
public:
    File() = default;
    static File create(const std::filesystem::path& path);  // must not exist; mode 0600
    static File open(const std::filesystem::path& path);    // for reading
    static File open_rw(const std::filesystem::path& path);
    static File open_folder(const std::filesystem::path& path);
    ~File();
    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;

    void write_at(std::uint64_t offset, std::span<const std::byte> bytes) const;
    // Fewer bytes than asked for only at the end of the file.
    std::size_t read_at(std::uint64_t offset, std::span<std::byte> into) const;
    void truncate(std::uint64_t size) const;
    std::uint64_t size() const;
    void sync() const;
    void lock() const;  // exclusive, until closed; waits
    bool try_lock() const;
    void lock_shared() const;  // beside other shared ones

private:
    File(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {}
    [[noreturn]] void fail(const char* what) const;
    int fd_ = -1;
    std::filesystem::path path_{};
};

// When the file was last written; the epoch when it is not there.
base::Time modified(const std::filesystem::path& path);
void touch(const std::filesystem::path& path);

// mkdir with mode 0700, durable in its parent. Does nothing when it is there.
void make_folder(const std::filesystem::path& path);

inline std::span<const std::byte> as_bytes(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace lt::blob
