// fork and exec. Between the two only calls that are safe in a program with threads.
#include "kit/db/server_process.h"

#include <cerrno>
#include <climits>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lt::db {
namespace {

constexpr const char* kPrograms = "/usr/lib/postgresql/15/bin/";

std::runtime_error failed(const std::string& what)
{
    return std::runtime_error(what + ": " + std::strerror(errno));
}

class File {
public:
    File(const char* path, int flags) : fd_(::open(path, flags | O_CLOEXEC, 0600))
    {
        if (fd_ < 0) throw failed(path);
    }
    ~File() { ::close(fd_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int fd() const { return fd_; }

private:
    int fd_;
};

// In the child. Nothing here may allocate or lock.
[[noreturn]] void become(const char* program, char* const* arguments, int input, int output,
                         const ServerAccount& account, Lifetime lifetime, pid_t parent)
{
    // LC_ALL: initdb and the server must not depend on who starts us.
    static const char* const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", nullptr};
    // A Ctrl-C at our terminal is ours: the server stops when we say so, after the last request.
    ::setsid();
    bool good =
        ::chdir("/") == 0 && ::dup2(input, 0) == 0 && ::dup2(output, 1) == 1 && ::dup2(output, 2) == 2;
    ::close_range(3, UINT_MAX, 0);
    ::umask(0077);
    if (account.other) {
        good = good && ::setgroups(account.groups.size(), account.groups.data()) == 0 &&
               ::setgid(account.gid) == 0 && ::setuid(account.uid) == 0;
    }
    // After setuid, which would reset it.
    if (lifetime == Lifetime::ends_with_us) good = good && ::prctl(PR_SET_PDEATHSIG, SIGQUIT) == 0;
    if (lifetime == Lifetime::ends_with_us && ::getppid() != parent) good = false;
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    if (good) ::execve(program, arguments, const_cast<char* const*>(environment));
    ::_exit(127);
}

}  // namespace

ServerAccount server_account()
{
    if (::geteuid() != 0) return {::geteuid(), ::getegid(), {}, false};
    for (const char* name : {"lienthong", "postgres", "nobody"}) {
        const passwd* entry = ::getpwnam(name);
        if (entry == nullptr || entry->pw_uid == 0) continue;
        std::vector<gid_t> groups(64);
        int count = static_cast<int>(groups.size());
        if (::getgrouplist(name, entry->pw_gid, groups.data(), &count) < 0) count = 0;
        groups.resize(static_cast<std::size_t>(count));
        return {entry->pw_uid, entry->pw_gid, std::move(groups), true};
    }
    throw std::runtime_error(
        "PostgreSQL does not run as root, and there is no account for it (lienthong or postgres)");
}

void make_private_folder(const std::filesystem::path& folder, const ServerAccount& account)
{
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) throw failed(folder.string());
    if (account.other && ::lchown(folder.c_str(), account.uid, account.gid) != 0)
        throw failed(folder.string());
    if (::chmod(folder.c_str(), 0700) != 0) throw failed(folder.string());
}

pid_t start_program(const std::string& name, const std::vector<std::string>& arguments,
                    const std::filesystem::path& log, const ServerAccount& account, Lifetime lifetime)
{
    const std::string program = kPrograms + name;
    if (::access(program.c_str(), X_OK) != 0) throw failed(program);
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const File input("/dev/null", O_RDONLY);
    const File output(log.c_str(), O_WRONLY | O_CREAT | O_APPEND);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) throw failed("fork");
    if (child == 0)
        become(program.c_str(), pointers.data(), input.fd(), output.fd(), account, lifetime, parent);
    return child;
}

void run_program(const std::string& name, const std::vector<std::string>& arguments,
                 const std::filesystem::path& log, const ServerAccount& account)
{
    const pid_t child = start_program(name, arguments, log, account, Lifetime::own);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) throw failed(name);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error(name + " failed: " + log_tail(log));
}

std::string log_tail(const std::filesystem::path& log)
{
    std::ifstream in(log, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return text.size() > 1500 ? text.substr(text.size() - 1500) : text;
}

}  // namespace lt::db
