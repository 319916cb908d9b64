#include <csignal>

#include "app/commands.h"

namespace lt::app {
namespace {

sigset_t stop_signals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

void block_stop_signals()
{
    const sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

void wait_for_stop()
{
    const sigset_t set = stop_signals();
    int received = 0;
    while (sigwait(&set, &received) != 0) {}
}

bool stop_asked()
{
    sigset_t come;
    sigemptyset(&come);
    ::sigpending(&come);
    return sigismember(&come, SIGINT) == 1 || sigismember(&come, SIGTERM) == 1;
}

}  // namespace lt::app
