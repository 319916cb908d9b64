#include "app/demo/state_folder.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "kit/db/cluster.h"

namespace lt::app::demo {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMark = ".lienthong-demo";  // what is emptied must have it

fs::path make_temporary()
{
    std::string pattern = (fs::temp_directory_path() / "lienthong-demo-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error(pattern + ": " + std::strerror(errno));
    // The database server, another account, passes through.
    fs::permissions(pattern, fs::perms::others_exec | fs::perms::group_exec, fs::perm_options::add);
    return pattern;
}

void empty(const fs::path& folder)
{
    if (!fs::exists(folder) || fs::is_empty(folder)) return;
    if (!fs::exists(folder / kMark))
        throw std::runtime_error(folder.string() + " holds something else than a demo");
    // A server that outlived a killed demo is stopped before its files go.
    if (fs::exists(folder / "pg" / "data" / "postmaster.pid")) db::Cluster({.folder = folder / "pg"});
    for (const auto& entry : fs::directory_iterator(folder)) fs::remove_all(entry.path());
}

}  // namespace

StateFolder::StateFolder(fs::path folder, Kind kind)
    : folder_(kind == Kind::temporary ? make_temporary() : std::move(folder)), kind_(kind)
{
    fs::create_directories(folder_);
    const fs::path file = folder_.string() + ".lock";
    lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        throw std::runtime_error("a demo runs on " + folder_.string() + " already; stop it first (Ctrl-C)");
    }
    if (kind_ == Kind::fresh || !has_province()) empty(folder_);
    ::close(::open((folder_ / kMark).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

bool StateFolder::has_province() const { return fs::exists(players()); }

StateFolder::~StateFolder()
{
    std::error_code ignored;
    if (kind_ == Kind::temporary) {
        fs::remove_all(folder_, ignored);
        fs::remove(folder_.string() + ".lock", ignored);
    }
    ::close(lock_);
}

}  // namespace lt::app::demo
