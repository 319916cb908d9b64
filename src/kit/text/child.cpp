#include "kit/text/child.h"

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define LT_NO_ADDRESS_LIMIT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LT_NO_ADDRESS_LIMIT 1
#endif
#endif

namespace lt::text {
namespace {

constexpr int kNotFound = 127;

class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    void close()
    {
        if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    }

private:
    int fd_;
};

// Ends and reaps the child, by its id, whatever happens to the parent's own work.
class Child {
public:
    explicit Child(pid_t pid) : pid_(pid) {}
    ~Child()
    {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            wait();
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    int wait()
    {
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
        pid_ = -1;
        return status;
    }

private:
    pid_t pid_;
};

void limit(__rlimit_resource which, rlim_t value)
{
    const rlimit both{value, value};
    ::setrlimit(which, &both);
}

// What this process has mapped already does not count against the child: a forked body needs its own memory
// only.
[[maybe_unused]] rlim_t mapped_now()
{
    unsigned long pages = 0;
    char text[64] = {};
    const Descriptor file(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
    if (::read(file.get(), text, sizeof text - 1) > 0) std::sscanf(text, "%lu", &pages);
    return rlim_t(pages) * rlim_t(::sysconf(_SC_PAGESIZE));
}

// In the child: it has nothing of the parent's but the two ends. Calls the system only, so that it may run after vfork.
void give_up_all(int in, int out, const Limits& limits, [[maybe_unused]] rlim_t address_space)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(nowhere, 2) < 0) ::_exit(1);
    ::close_range(3, ~0u, 0);
#ifndef LT_NO_ADDRESS_LIMIT
    limit(RLIMIT_AS, address_space);
#endif
    limit(RLIMIT_CPU, limits.cpu_seconds);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, 32);
    if (limits.nice != 0) ::setpriority(PRIO_PROCESS, 0, limits.nice);
}

[[noreturn]] void live(const std::function<int()>& body, int in, int out, const Limits& limits)
{
    ::signal(SIGPIPE, SIG_DFL);
    give_up_all(in, out, limits, mapped_now() + limits.memory);
    try {
        ::_exit(body());
    } catch (...) {
        ::_exit(1);
    }
}

// After vfork: the parent's memory is this child's, too, until it becomes the program. No handler of a signal may run in it.
[[noreturn]] void become(const char* const* argv, int in, int out, const Limits& limits, const sigset_t& mask)
{
    static const char* const kEnvironment[] = {"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", nullptr};
    for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
    give_up_all(in, out, limits, limits.memory);
    ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    ::execve(argv[0], const_cast<char* const*>(argv), const_cast<char* const*>(kEnvironment));
    ::_exit(kNotFound);
}

pid_t start(const char* const* argv, int in, int out, const Limits& limits)
{
    sigset_t all;
    sigset_t mask;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &mask);
    const pid_t pid = ::vfork();
    if (pid == 0) become(argv, in, out, limits, mask);
    ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    return pid;
}

// Feeds and reads at the same time: a child that writes before it has read all would block otherwise.
class Exchange {
public:
    Exchange(Descriptor& to, Descriptor& from, const ByteReader& input, const Limits& limits)
        : to_(to), from_(from), input_(input), limits_(limits), deadline_(Now::now() + limits.wall)
    {
    }

    // False when the time was over or the file too large.
    bool run()
    {
        while (!ended_) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Now::now());
            pollfd both[2] = {{from_.get(), POLLIN, 0}, {to_.get(), POLLOUT, 0}};
            if (left.count() <= 0) return false;
            if (::poll(both, 2, int(left.count())) < 0 && errno != EINTR) return false;
            if ((both[0].revents & (POLLIN | POLLHUP)) != 0 && !take()) return true;
            if (to_.get() >= 0 && both[1].revents != 0 && !give()) return false;
        }
        return true;
    }

    std::string output{};
    bool is_full = false;

private:
    using Now = std::chrono::steady_clock;

    bool take()
    {
        char buffer[16 << 10];
        const ssize_t size = ::read(from_.get(), buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) return true;
        ended_ = size <= 0;
        if (size > 0) output.append(buffer, std::size_t(size));
        is_full = output.size() >= limits_.text;
        return !ended_ && !is_full;
    }

    bool give()
    {
        if (at_ == filled_) {
            filled_ = input_(buffer_);
            at_ = 0;
            total_ += filled_;
            if (total_ > limits_.input) return false;
            if (filled_ == 0) {
                to_.close();
                return true;
            }
        }
        const ssize_t size =
            ::send(to_.get(), buffer_.data() + at_, filled_ - at_, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size >= 0) at_ += std::size_t(size);
        if (size < 0 && errno != EAGAIN && errno != EINTR) to_.close();  // it has read enough
        return true;
    }

    Descriptor& to_;
    Descriptor& from_;
    const ByteReader& input_;
    const Limits& limits_;
    Now::time_point deadline_;
    std::vector<std::byte> buffer_{64 << 10};
    std::size_t at_ = 0, filled_ = 0;
    std::uint64_t total_ = 0;
    bool ended_ = false;
};

// `begin(in, out)` makes the child with these ends of its own and gives its id.
template <class Begin>
Harvest harvest(const Begin& begin, const ByteReader& input, const Limits& limits)
{
    int in[2], out[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0) throw std::runtime_error("socketpair");
    Descriptor to(in[0]), child_in(in[1]);
    if (::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    Descriptor from(out[0]), child_out(out[1]);
    const pid_t pid = begin(child_in.get(), child_out.get());
    if (pid < 0) throw std::runtime_error("fork");
    Child child(pid);
    child_in.close();
    child_out.close();
    Exchange exchange(to, from, input, limits);
    const bool in_time = exchange.run();
    Harvest got{.output = std::move(exchange.output)};
    if (exchange.is_full || !in_time) {
        got.is_complete = exchange.is_full;
        return got;
    }
    to.close();
    const int status = child.wait();
    got.is_complete = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    got.is_missing = WIFEXITED(status) && WEXITSTATUS(status) == kNotFound;
    return got;
}

}  // namespace

Harvest run_child(const std::function<int()>& body, const ByteReader& input, const Limits& limits)
{
    const auto begin = [&](int in, int out) {
        const pid_t pid = ::fork();
        if (pid == 0) live(body, in, out, limits);
        return pid;
    };
    return harvest(begin, input, limits);
}

Harvest run_program(const char* const* argv, const ByteReader& input, const Limits& limits)
{
    return harvest([&](int in, int out) { return start(argv, in, out, limits); }, input, limits);
}

}  // namespace lt::text
