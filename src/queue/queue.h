// What a queue consists of, as plain values, and how its numbers are written. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/message.h"

namespace lt::queue {

// Where citizens wait together.
struct Desk {
    std::int64_t id = 0;
    std::int64_t agency = 0;
    std::string code{};  // in addresses
    std::string name{};
};

// A kind of service.
struct Group {
    std::int64_t id = 0;
    std::string letter{};
    std::string name{};
    bool first = false;  // called before the others
};

struct Counter {
    std::int64_t id = 0;
    int number = 0;
    std::vector<std::int64_t> groups{};  // that it serves
};

struct Kiosk {
    std::string uid{};
    std::string name{};
    base::Time made_at{};
};

// A number that a counter has called.
struct Turn {
    std::int64_t id = 0;
    std::string ticket{};  // uid
    std::string label{};   // "A012"
    std::string group{};
    base::Day day{};
    base::Time called_at{};
    int calls = 0;
};

enum class TicketState : std::uint8_t { waiting, called, done, absent, left };
struct Ticket {
    std::string uid{};
    std::string label{};
    std::string group{};
    base::Day day{};
    base::Time taken_at{};
    TicketState state{};
    std::optional<int> counter{};  // that calls it, or will
    std::int64_t ahead = 0;        // waiting before it
};

// A number on the calling screen.
struct Call {
    std::string label{};
    int counter = 0;
};

struct AbsentTicket {
    std::string uid{};
    std::string label{};
    base::Time at{};
};

// A day of a kind of service, or of a counter. Times in seconds.
struct Figures {
    base::Day day{};
    std::string name{};
    std::int64_t called = 0;
    std::int64_t absent = 0;
    std::int64_t median_wait = 0;
    std::int64_t long_wait = 0;  // nine of ten waited no longer
    std::optional<std::int64_t> median_service{};
};

// "A012"; from 1000 on as long as it is.
std::string label_of(const std::string& letter, int number);
// "4 phút", "1 giờ 05 phút", "dưới 1 phút".
base::Message wait_in_words(std::int64_t seconds);

// What the address of a desk may be: small letters and digits, with single hyphens between.
bool is_desk_code(const std::string& code);

}  // namespace lt::queue
