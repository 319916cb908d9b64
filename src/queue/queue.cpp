#include "queue/queue.h"

#include <algorithm>

namespace lt::queue {
namespace {

std::string padded(std::int64_t number, std::size_t digits)
{
    const std::string text = std::to_string(number);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

}  // namespace

std::string label_of(const std::string& letter, int number) { return letter + padded(number, 3); }

base::Message wait_in_words(std::int64_t seconds)
{
    const std::int64_t minutes = seconds / 60;
    if (minutes < 1) return base::msg("dưới 1 phút");
    if (minutes < 60) return {base::msg("{{count}} phút"), {{"count", std::to_string(minutes)}}};
    return {base::msg("{{hours}} giờ {{minutes}} phút"),
            {{"hours", std::to_string(minutes / 60)}, {"minutes", padded(minutes % 60, 2)}}};
}

bool is_desk_code(const std::string& code)
{
    const bool plain = std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    return plain && !code.empty() && code.size() <= 40 && code.front() != '-' && code.back() != '-' &&
           code.find("--") == std::string::npos;
}

}  // namespace lt::queue
