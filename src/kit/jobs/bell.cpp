#include "kit/jobs/bell.h"

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "kit/base/log.h"
#include "kit/base/result.h"

namespace lt::jobs {
namespace {

using Steady = std::chrono::steady_clock;

constexpr const char* kChannel = "lt_jobs";
constexpr std::chrono::milliseconds kPause{100};          // between two NOTIFY
constexpr std::chrono::milliseconds kBeforeRedial{1000};  // the queue polls meanwhile

void empty(int signal)
{
    std::uint64_t count = 0;
    (void)!::read(signal, &count, sizeof count);
}

}  // namespace

Bell::Bell(db::Pool& pool) : pool_(pool), signal_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (signal_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Bell::~Bell()
{
    stop();
    ::close(signal_);
}

void Bell::start(std::function<void()> heard)
{
    CHECK(!thread_.joinable());
    heard_ = std::move(heard);
    stopping_ = false;
    thread_ = std::thread([this, line = make_line()]() mutable { listen(std::move(line)); });
}

void Bell::stop()
{
    if (!thread_.joinable()) return;
    stopping_ = true;
    signal();
    thread_.join();
}

void Bell::ring() noexcept
{
    if (!rung_.exchange(true)) signal();
}

void Bell::signal() noexcept
{
    const std::uint64_t one = 1;
    (void)!::write(signal_, &one, sizeof one);
}

std::unique_ptr<db::Listener> Bell::make_line()
{
    auto line = std::make_unique<db::Listener>(pool_, kChannel);
    line->share_lock(kAliveLock);
    return line;
}

void Bell::listen(std::unique_ptr<db::Listener> line)
{
    Steady::time_point next_word{};
    while (!stopping_) {
        try {
            if (line == nullptr) {
                line = make_line();
                heard_();  // what was said before is not heard any more
            }
            std::chrono::milliseconds patience{-1};
            if (rung_) {
                patience = std::chrono::ceil<std::chrono::milliseconds>(next_word - Steady::now());
                if (patience.count() <= 0) {
                    rung_ =
                        false;  // first: a commit from here on is one that this word may come too early for
                    line->notify();
                    next_word = Steady::now() + kPause;
                    continue;
                }
            }
            if (line->wait(signal_, patience)) heard_();
            empty(signal_);
        } catch (const std::exception& error) {
            base::log(base::Level::warning, "jobs_bell_broken", {{"error", error.what()}});
            line.reset();
            rung_ = true;  // the word on its way may be lost; one too many does no harm
            empty(signal_);
            pollfd watched{signal_, POLLIN, 0};
            if (!stopping_) ::poll(&watched, 1, static_cast<int>(kBeforeRedial.count()));
        }
    }
    // What was rung last is said before the process ends.
    try {
        if (rung_.exchange(false) && line != nullptr) line->notify();
    } catch (const std::exception&) {
        // Polling finds it.
    }
}

}  // namespace lt::jobs
