// POSIX file calls, each checked.
#include "kit/blob/files.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lt::blob {
namespace {

[[noreturn]] void fail_at(const char* what, const std::filesystem::path& path)
{
    throw std::system_error(errno, std::generic_category(), std::string(what) + " " + path.string());
}

int checked_open(const std::filesystem::path& path, int flags)
{
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (fd < 0) fail_at("open", path);
    return fd;
}

}  // namespace

File File::create(const std::filesystem::path& path)
{
    return {checked_open(path, O_RDWR | O_CREAT | O_EXCL), path};
}
File File::open(const std::filesystem::path& path) { return {checked_open(path, O_RDONLY), path}; }
File File::open_rw(const std::filesystem::path& path) { return {checked_open(path, O_RDWR), path}; }
File File::open_folder(const std::filesystem::path& path)
{
    return {checked_open(path, O_RDONLY | O_DIRECTORY), path};
}

File::~File()
{
    if (fd_ >= 0) ::close(fd_);
}

File::File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept
{
    std::swap(fd_, other.fd_);
    std::swap(path_, other.path_);
    return *this;
}

void File::fail(const char* what) const { fail_at(what, path_); }

void File::write_at(std::uint64_t offset, std::span<const std::byte> bytes) const
{
    while (!bytes.empty()) {
        const ssize_t done = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) fail("write");
        bytes = bytes.subspan(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
}

std::size_t File::read_at(std::uint64_t offset, std::span<std::byte> into) const
{
    std::size_t total = 0;
    while (total < into.size()) {
        const ssize_t done =
            ::pread(fd_, into.data() + total, into.size() - total, static_cast<off_t>(offset + total));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) fail("read");
        if (done == 0) break;
        total += static_cast<std::size_t>(done);
    }
    return total;
}

void File::truncate(std::uint64_t size) const
{
    if (::ftruncate(fd_, static_cast<off_t>(size)) != 0) fail("truncate");
}

std::uint64_t File::size() const
{
    struct stat info {};
    if (::fstat(fd_, &info) != 0) fail("stat");
    return static_cast<std::uint64_t>(info.st_size);
}

void File::sync() const
{
    if (::fsync(fd_) != 0) fail("fsync");
}

void File::lock() const
{
    while (::flock(fd_, LOCK_EX) != 0) {
        if (errno != EINTR) fail("lock");
    }
}

bool File::try_lock() const
{
    if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK && errno != EINTR) fail("lock");
    return false;
}

void File::lock_shared() const
{
    while (::flock(fd_, LOCK_SH) != 0) {
        if (errno != EINTR) fail("lock");
    }
}

base::Time modified(const std::filesystem::path& path)
{
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return {};
    return base::Time(std::chrono::seconds(info.st_mtim.tv_sec) +
                      std::chrono::microseconds(info.st_mtim.tv_nsec / 1000));
}

void touch(const std::filesystem::path& path)
{
    if (::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) != 0) fail_at("touch", path);
}

void make_folder(const std::filesystem::path& path)
{
    if (::mkdir(path.c_str(), 0700) == 0) {
        File::open_folder(path.parent_path()).sync();
    } else if (errno != EEXIST) {
        fail_at("mkdir", path);
    }
}

}  // namespace lt::blob
