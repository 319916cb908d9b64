// For tests: what stands in for another system, a Python program below tests/, as a process of its own on a loopback port.
#pragma once

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "kit/base/config.h"

namespace lt::base {

class StandIn {
public:
    StandIn() = default;
    ~StandIn() { stop(); }
    StandIn(const StandIn&) = delete;
    StandIn& operator=(const StandIn&) = delete;

    // Until it says "listening PORT". What it complains about goes to the end of `log`, where there is one.
    void start(const std::filesystem::path& program, const std::vector<std::string>& options,
               const std::filesystem::path& log = {})
    {
        std::vector<std::string> words{"python3", find_resources() / program};
        words.insert(words.end(), options.begin(), options.end());
        int pipe[2];
        if (::pipe(pipe) != 0) throw std::runtime_error("no pipe");
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(pipe[1], 1);
            ::close(pipe[0]);
            if (!log.empty() && std::freopen(log.c_str(), "a", stderr) == nullptr) ::_exit(1);
            std::vector<char*> arguments;
            for (std::string& one : words) arguments.push_back(one.data());
            arguments.push_back(nullptr);
            ::execvp("python3", arguments.data());
            ::_exit(1);
        }
        ::close(pipe[1]);
        std::string said;
        for (char c = 0; ::read(pipe[0], &c, 1) == 1 && c != '\n';) said += c;
        ::close(pipe[0]);
        if (!said.starts_with("listening ")) throw std::runtime_error(program.string() + ": " + said);
        port_ = said.substr(10);
    }
    void stop()
    {
        if (child_ <= 0) return;
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
        child_ = 0;
    }
    const std::string& port() const { return port_; }  // of before, when it is stopped; "0" before it ran
    std::string url() const { return "http://127.0.0.1:" + port_; }

private:
    std::string port_ = "0";
    pid_t child_ = 0;
};

}  // namespace lt::base
