// A browser without a window: one session with its cookies over plain HTTP, for the demo's journey. It knows nothing of
// the program's inside; what it can't do through pages the demo can't do either.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::app::demo {

struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers{};  // names in lower case; of Set-Cookie the last one
    std::string body{};
    std::string path{};  // that was answered, after redirects
};

struct File {
    std::string field{};
    std::string name{};
    std::string media_type{};
    std::string bytes{};
};

using Fields = std::vector<std::pair<std::string, std::string>>;

class Client {
public:
    explicit Client(std::uint16_t port) : port_(port) {}
    ~Client() { hang_up(); }
    Client(Client&& other) noexcept;
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // Follows redirects, as a browser does. Throws std::runtime_error when the connection breaks.
    Answer get(const std::string& path);
    Answer post(const std::string& path, const Fields& fields);
    Answer upload(const std::string& path, const Fields& fields, const std::vector<File>& files);
    std::string cookies() const;

private:
    struct Message {
        std::string method{};
        std::string path{};
        std::string type{};
        std::string body{};
    };
    Answer send(const Message& message);
    Answer exchange(const Message& message);
    Answer follow(Answer answer);
    void connect();
    void hang_up();
    Answer read_answer();

    std::uint16_t port_;
    int socket_ = -1;
    std::string unread_{};
    std::map<std::string, std::string> cookies_{};
};

// Listens to server-sent events on a connection of its own.
class EventListener {
public:
    EventListener(std::uint16_t port, const std::string& path, const std::string& cookies);
    ~EventListener();
    EventListener(const EventListener&) = delete;
    EventListener& operator=(const EventListener&) = delete;

    // The next event of this name, or nothing within the time.
    std::optional<std::string> wait_for(std::string_view event, int milliseconds);

private:
    int socket_ = -1;
    std::string unread_{};
};

}  // namespace lt::app::demo
