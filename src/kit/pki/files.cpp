#include "kit/pki/files.h"

#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace lt::pki {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path)
{
    throw std::system_error(errno, std::generic_category(), path.string());
}

void write_and_close(const fs::path& path, int flags, const std::string& bytes)
{
    const int fd = ::open(path.c_str(), flags | O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) fail(path);
    const bool good =
        ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(fd) == 0;
    const int error = errno;
    ::close(fd);
    errno = error;
    if (!good) fail(path);
}

}  // namespace

std::string read_file(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_file(const fs::path& file, const std::string& bytes)
{
    const fs::path draft = file.parent_path() / ("." + file.filename().string());
    write_and_close(draft, O_TRUNC, bytes);
    fs::rename(draft, file);
}

void append_to_file(const fs::path& file, const std::string& line) { write_and_close(file, O_APPEND, line); }

FolderLock::FolderLock(const fs::path& folder)
    : fd_(::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600))
{
    if (fd_ < 0 || ::flock(fd_, LOCK_EX) != 0) fail(folder / ".lock");
}

FolderLock::~FolderLock() { ::close(fd_); }

}  // namespace lt::pki
