// See folder.h. Each step is relative to a folder that is open, and follows no link.
#include "dossiers/scans/folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/text/media.h"

namespace lt::dossiers::scans {

using base::msg;

namespace {

constexpr std::int64_t kSettled = 2'000'000'000;  // ns since the last change
constexpr std::size_t kLooked = 5'000;            // names of a folder
constexpr const char* kTaken = "taken";

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor()
    {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return number_; }
    bool open() const { return number_ >= 0; }
    int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// The agency's own; a code is no path.
Descriptor open_own(const Folder& folder, const std::string& agency_code)
{
    if (folder.root.empty() || agency_code.empty() || agency_code.front() == '.' ||
        agency_code.find('/') != std::string::npos)
        return Descriptor(-1);
    // The root is the operator's word: a link there is his.
    const Descriptor root(::open(folder.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!root.open()) {
        base::log(base::Level::warning, "scan_folder_unreadable", {{"errno", std::to_string(errno)}});
        return Descriptor(-1);
    }
    return Descriptor(::openat(root.get(), agency_code.c_str(), kFolderFlags));
}

std::int64_t nanoseconds(const timespec& time)
{
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

bool ends_as_a_scan(const std::string& name)
{
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0) return false;
    const std::string ending = base::lower(name.substr(dot)) + ",";
    return (text::accepted_extensions() + ",").find(ending) != std::string::npos;
}

bool good_name(const std::string& name)
{
    return !name.empty() && name.front() != '.' && base::is_utf8(name) && !base::normalise(name).empty() &&
           std::ranges::none_of(name,
                                [](char c) {
                                    return static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' ||
                                           c == 0x7f;
                                }) &&
           ends_as_a_scan(name);
}

// A plain file under one name only: a second one could be anybody's.
bool is_plain(const struct stat& facts)
{
    return S_ISREG(facts.st_mode) && facts.st_nlink == 1 && facts.st_size > 0;
}

Entry entry_of(const std::string& name, const struct stat& facts)
{
    return {.name = base::normalise(name),
            .on_disk = name,
            .size = static_cast<std::uint64_t>(facts.st_size),
            .written_at = nanoseconds(facts.st_mtim),
            .inode = facts.st_ino};
}

// Never waits: a pipe in place of the file opens at once and is refused then.
Descriptor open_entry(int own, const Entry& entry)
{
    return Descriptor(
        ::openat(own, entry.on_disk.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

// Somebody else holds it to write: by flock(), or by the locks that file servers use.
bool is_locked(int file)
{
    if (::flock(file, LOCK_SH | LOCK_NB) != 0) return true;
    ::flock(file, LOCK_UN);
    struct flock wanted {};
    wanted.l_type = F_RDLCK;
    wanted.l_whence = SEEK_SET;
    return ::fcntl(file, F_OFD_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK;
}

bool is_same(int file, const Entry& entry)
{
    struct stat facts {};
    return ::fstat(file, &facts) == 0 && is_plain(facts) && facts.st_ino == entry.inode &&
           static_cast<std::uint64_t>(facts.st_size) == entry.size &&
           nanoseconds(facts.st_mtim) == entry.written_at;
}

base::Error gone(const Entry& entry)
{
    return base::invalid("scanned",
                         {msg("Tệp quét “{{name}}” không còn ở đó hoặc đang được ghi. Xem lại thư mục quét."),
                          {{"name", entry.name}}});
}

}  // namespace

std::vector<Entry> list(const Folder& folder, const std::string& agency_code, base::Time now,
                        std::size_t most)
{
    std::vector<Entry> found;
    Descriptor own = open_own(folder, agency_code);
    if (!own.open()) return found;
    DIR* stream = ::fdopendir(own.get());
    if (stream == nullptr) return found;
    own.release();  // the stream's from now on
    const std::unique_ptr<DIR, int (*)(DIR*)> guard(stream, ::closedir);
    const std::int64_t now_ns = now.time_since_epoch().count() * 1'000;
    std::size_t looked = 0;
    while (const dirent* one = ::readdir(stream)) {
        if (++looked > kLooked) break;
        const std::string name = one->d_name;
        struct stat facts {};
        if (!good_name(name) || ::fstatat(::dirfd(stream), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0 ||
            !is_plain(facts) || std::abs(now_ns - nanoseconds(facts.st_mtim)) < kSettled)
            continue;
        found.push_back(entry_of(name, facts));
    }
    std::ranges::sort(found, [](const Entry& a, const Entry& b) {
        return std::pair(a.written_at, a.name) > std::pair(b.written_at, b.name);
    });
    std::vector<Entry> out;
    for (Entry& entry : found) {
        if (out.size() == most) break;
        const Descriptor file = open_entry(::dirfd(stream), entry);
        if (file.open() && is_same(file.get(), entry) && !is_locked(file.get()))
            out.push_back(std::move(entry));
    }
    return out;
}

base::Result<blob::Blob> read(const Folder& folder, const std::string& agency_code, const Entry& entry,
                              blob::Store& blobs)
{
    if (entry.size > folder.largest)
        return base::invalid(
            "scanned", {msg("Tệp quét “{{name}}” lớn hơn {{size}}. Quét lại với độ phân giải thấp hơn."),
                        {{"name", entry.name}, {"size", base::format_size(folder.largest)}}});
    const Descriptor own = open_own(folder, agency_code);
    if (!own.open()) return gone(entry);
    const Descriptor file = open_entry(own.get(), entry);
    if (!file.open() || !is_same(file.get(), entry) || is_locked(file.get())) return gone(entry);
    auto writer = blobs.writer();
    std::vector<std::byte> piece(256 << 10);
    std::uint64_t total = 0;
    while (total <= entry.size) {
        const ssize_t got = ::read(file.get(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return gone(entry);
        if (got == 0) break;
        total += static_cast<std::uint64_t>(got);
        writer->write({piece.data(), static_cast<std::size_t>(got)});
    }
    if (total != entry.size || !is_same(file.get(), entry)) return gone(entry);
    blob::Blob out = writer->finish();
    auto type = text::accept(out.media_type, entry.name);
    if (!type) return base::invalid("scanned", type.error().message);
    out.media_type = *std::move(type);
    return out;
}

bool move_away(const Folder& folder, const std::string& agency_code, const Entry& entry)
{
    const Descriptor own = open_own(folder, agency_code);
    if (!own.open() || !is_same(open_entry(own.get(), entry).get(), entry)) return false;
    ::mkdirat(own.get(), kTaken, 0770);
    const Descriptor taken(::openat(own.get(), kTaken, kFolderFlags));
    if (!taken.open()) return false;
    const auto move_to = [&](const std::string& name) {
        if (::renameat2(own.get(), entry.on_disk.c_str(), taken.get(), name.c_str(), RENAME_NOREPLACE) == 0)
            return true;
        if (errno != EINVAL) return false;
        // A file system that knows no such flag (NFS); the platform alone writes into `taken`.
        struct stat there {};
        if (::fstatat(taken.get(), name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0) {
            errno = EEXIST;
            return false;
        }
        return ::renameat(own.get(), entry.on_disk.c_str(), taken.get(), name.c_str()) == 0;
    };
    if (move_to(entry.on_disk)) return true;
    // An earlier one has the name there.
    const std::string tail =
        entry.on_disk.substr(entry.on_disk.size() - std::min<std::size_t>(entry.on_disk.size(), 200));
    return errno == EEXIST && move_to(base::random_hex(4) + "-" + tail);
}

}  // namespace lt::dossiers::scans
