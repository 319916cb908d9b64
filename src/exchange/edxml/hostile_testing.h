// Reads a message in a child process and measures it: time, peak memory, how it ended. Not for the product.
#pragma once

#include <chrono>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exchange/edxml/reader.h"

#if defined(__SANITIZE_ADDRESS__)
#define LT_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LT_ADDRESS_SANITIZER 1
#endif
#endif

namespace lt::edxml::testing {

#ifdef LT_ADDRESS_SANITIZER
inline constexpr bool kMeasuresMemory = false;
#else
inline constexpr bool kMeasuresMemory = true;
#endif

struct Outcome {
    std::string code{};  // "accepted", the error's code, or "crashed"
    int line = 0;
    double seconds = 0;
    long peak_kb = 0;
    std::string message{};
};

// `source` makes the message piece by piece in the child, so that the test holds none of it either.
inline Outcome read_in_child(const ByteSource& source)
{
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        if (kMeasuresMemory) {
            const rlimit half_gigabyte{512u << 20, 512u << 20};
            setrlimit(RLIMIT_AS, &half_gigabyte);
        }
        const Result result = read(source);
        const auto* error = std::get_if<Error>(&result);
        std::string line = error == nullptr ? "accepted\n0\n"
                                            : std::string(name(error->code)) + "\n" +
                                                  std::to_string(error->line) + "\n" + error->message;
        const ssize_t written = write(ends[1], line.data(), line.size());
        _exit(written == ssize_t(line.size()) ? 0 : 1);
    }
    close(ends[1]);
    std::string text;
    char buffer[4'096];
    for (ssize_t size = 0; (size = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, std::size_t(size));
    close(ends[0]);
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    Outcome outcome;
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    outcome.peak_kb = usage.ru_maxrss;
    const std::size_t first = text.find('\n');
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || first == std::string::npos) {
        outcome.code = "crashed";
        return outcome;
    }
    const std::size_t second = text.find('\n', first + 1);
    outcome.code = text.substr(0, first);
    outcome.line = std::stoi(text.substr(first + 1, second - first - 1));
    outcome.message = text.substr(second + 1);
    return outcome;
}

// A message made of a head, a part said many times, and a tail.
inline ByteSource repeat(std::string head, std::string part, std::uint64_t times, std::string tail)
{
    struct State {
        std::string head, part, tail, pending;
        std::uint64_t left;
        bool ended = false;
    };
    auto state = std::make_shared<State>(State{"", std::move(part), std::move(tail), std::move(head), times});
    return [state](std::span<char> buffer) {
        while (state->pending.size() < buffer.size() && !state->ended) {
            if (state->left > 0) {
                --state->left;
                state->pending += state->part;
            } else {
                state->pending += state->tail;
                state->ended = true;
            }
        }
        const std::size_t size = state->pending.copy(buffer.data(), buffer.size());
        state->pending.erase(0, size);
        return size;
    };
}

}  // namespace lt::edxml::testing
