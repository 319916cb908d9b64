// For tests: a raw client, so that broken requests can be sent, and a server on a free port of the loopback.
#pragma once

#include <cerrno>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/http/ascii.h"
#include "kit/http/server.h"

namespace lt::http::testing {

// The header line of a posted form.
inline const std::string kForm = "Content-Type: application/x-www-form-urlencoded\r\n";

struct Reply {
    int status = 0;  // 0: the connection ended without an answer
    std::map<std::string, std::string> headers{};
    std::string body{};
};

class Client {
public:
    // `from`: the client's own address; all of 127.0.0.0/8 is this machine.
    explicit Client(std::uint16_t port, const char* from = "127.0.0.1")
    {
        const timeval patience{20, 0};  // a test that waits so long has failed
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        sockaddr_in own{};
        own.sin_family = AF_INET;
        own.sin_addr.s_addr = ::inet_addr(from);
        ::bind(fd_, reinterpret_cast<const sockaddr*>(&own), sizeof own);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    ~Client() { hang_up(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool connected() const { return connected_; }
    int fd() const { return fd_; }
    void hang_up()
    {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    // False when the server takes no more.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }
    // Some more bytes; false at the end. A server that keeps silent is no end.
    bool fill()
    {
        char piece[65536];
        const auto n = ::recv(fd_, piece, sizeof piece, 0);
        if (n < 0 && errno == EAGAIN) throw std::runtime_error("the server kept silent");
        if (n <= 0) return false;
        buffer_.append(piece, static_cast<std::size_t>(n));
        return true;
    }
    std::string read_until(std::string_view mark)
    {
        std::size_t at = 0;
        while ((at = buffer_.find(mark)) == std::string::npos)
            if (!fill()) return std::exchange(buffer_, "");
        auto out = buffer_.substr(0, at + mark.size());
        buffer_.erase(0, out.size());
        return out;
    }
    std::string read_to_end()
    {
        while (fill()) {}
        return std::exchange(buffer_, "");
    }
    bool ended() { return buffer_.empty() && !fill(); }
    Reply reply(bool head_only = false)
    {
        Reply out;
        const auto head = read_until("\r\n\r\n");
        if (head.size() < 12) return out;
        out.status = std::stoi(head.substr(9, 3));
        for (std::size_t at = head.find("\r\n") + 2; at + 2 < head.size();) {
            const auto end = head.find("\r\n", at);
            const auto colon = head.find(": ", at);
            out.headers[ascii_lower(head.substr(at, colon - at))] = head.substr(colon + 2, end - colon - 2);
            at = end + 2;
        }
        if (head_only || out.status == 204 || out.status == 304 || out.status == 100) return out;
        const auto size = static_cast<std::size_t>(std::stoull(out.headers["content-length"]));
        while (buffer_.size() < size)
            if (!fill()) break;
        out.body = buffer_.substr(0, size);
        buffer_.erase(0, out.body.size());
        return out;
    }
    Reply ask(const std::string& request, bool head_only = false)
    {
        send(request);
        return reply(head_only);
    }

private:
    int fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected_ = false;
    std::string buffer_{};
};

// "GET /x" and further header lines → a request.
inline std::string request(const std::string& line, const std::string& fields = "",
                           const std::string& body = "")
{
    const auto length = body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + fields + length + "\r\n" + body;
}

inline std::unique_ptr<Server> serve(Router router, ServerOptions options = {})
{
    options.port = 0;
    if (options.workers == 8) options.workers = 2;
    auto server = std::make_unique<Server>(std::move(options), std::move(router));
    server->start();
    return server;
}

class TestUser final : public User {
public:
    explicit TestUser(std::string name) : name_(std::move(name)) {}
    std::string_view csrf_token() const override { return "0123456789abcdef"; }
    std::string log_name() const override { return name_; }

private:
    std::string name_;
};

// Bytes that repeat late, so that a piece at the wrong place is noticed.
inline std::string pattern(std::size_t size)
{
    std::string out(size, '\0');
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 2654435761U >> 13);
    return out;
}

// The cookie "user=NAME" logs in.
inline std::shared_ptr<const User> user_from_cookie(const Request& request)
{
    const auto name = cookie(request, "user", false);
    return name.empty() ? nullptr : std::make_shared<TestUser>(name);
}

inline Access logged_in()
{
    return {"logged in", [](const User* user) {
                if (user == nullptr) return Verdict::log_in;
                return user->log_name() == "banned" ? Verdict::forbid : Verdict::allow;
            }};
}

}  // namespace lt::http::testing
