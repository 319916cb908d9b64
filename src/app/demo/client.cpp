#include "app/demo/client.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/base/ids.h"
#include "kit/http/ascii.h"

namespace lt::app::demo {
namespace {

constexpr int kMostRedirects = 5;
constexpr int kTimeout = 60;  // seconds without a byte

[[noreturn]] void broken(const std::string& what) { throw std::runtime_error("HTTP: " + what); }

int open_socket(std::uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) broken(std::strerror(errno));
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const timeval timeout{.tv_sec = kTimeout, .tv_usec = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    const std::string why = std::strerror(errno);
    ::close(fd);
    broken("no connection to port " + std::to_string(port) + ": " + why);
}

// False when the other side has closed the connection.
bool send_all(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// Appends what comes next; false at the end.
bool receive(int fd, std::string& into)
{
    char buffer[64 << 10];
    const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    into.append(buffer, static_cast<std::size_t>(got));
    return true;
}

std::string url_encoded(const Fields& fields)
{
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        out += http::percent_encode(name) + "=" + http::percent_encode(value);
    }
    return out;
}

std::string head_of(const std::string& method, const std::string& path, std::uint16_t port,
                    const std::string& cookies)
{
    std::string head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                       "\r\nUser-Agent: lienthong-demo\r\n";
    if (!cookies.empty()) head += "Cookie: " + cookies + "\r\n";
    return head;
}

}  // namespace

Client::Client(Client&& other) noexcept
    : port_(other.port_), socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)),
      cookies_(std::move(other.cookies_))
{
}

Answer Client::get(const std::string& path) { return follow(send({.method = "GET", .path = path})); }

Answer Client::post(const std::string& path, const Fields& fields)
{
    return follow(send({.method = "POST",
                        .path = path,
                        .type = "application/x-www-form-urlencoded",
                        .body = url_encoded(fields)}));
}

Answer Client::upload(const std::string& path, const Fields& fields, const std::vector<File>& files)
{
    const std::string boundary = "lienthong" + base::random_hex(12);
    std::string body;
    for (const auto& [name, value] : fields) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" +
                value + "\r\n";
    }
    for (const File& file : files) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + file.field +
                "\"; filename=\"" + file.name + "\"\r\nContent-Type: " + file.media_type + "\r\n\r\n" +
                file.bytes + "\r\n";
    }
    body += "--" + boundary + "--\r\n";
    return follow(send({.method = "POST",
                        .path = path,
                        .type = "multipart/form-data; boundary=" + boundary,
                        .body = std::move(body)}));
}

std::string Client::cookies() const
{
    std::string out;
    for (const auto& [name, value] : cookies_) out += (out.empty() ? "" : "; ") + name + "=" + value;
    return out;
}

Answer Client::follow(Answer answer)
{
    for (int i = 0; answer.status == 303 || answer.status == 302; ++i) {
        if (i == kMostRedirects) broken("redirected in a circle at " + answer.path);
        answer = send({.method = "GET", .path = answer.headers["location"]});
    }
    return answer;
}

Answer Client::send(const Message& message)
{
    if (socket_ < 0) return exchange(message);
    // The server closes connections that were idle; the first byte of an answer never came then.
    try {
        return exchange(message);
    } catch (const std::runtime_error&) {
        if (socket_ >= 0) throw;
        return exchange(message);
    }
}

Answer Client::exchange(const Message& message)
{
    if (socket_ < 0) connect();
    std::string head = head_of(message.method, message.path, port_, cookies());
    head += "Accept: text/html\r\n";
    if (message.method == "POST") {
        head +=
            "Content-Type: " + message.type + "\r\nContent-Length: " + std::to_string(message.body.size()) +
            "\r\nOrigin: http://127.0.0.1:" + std::to_string(port_) + "\r\nSec-Fetch-Site: same-origin\r\n";
    }
    const bool sent = send_all(socket_, head + "\r\n") && send_all(socket_, message.body);
    // A server that refuses early still answers.
    if (!sent && !receive(socket_, unread_)) {
        hang_up();
        broken("the connection broke while sending " + message.path);
    }
    Answer answer = read_answer();
    answer.path = message.path;
    return answer;
}

void Client::connect()
{
    socket_ = open_socket(port_);
    unread_.clear();
}

void Client::hang_up()
{
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

Answer Client::read_answer()
{
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
        if (receive(socket_, unread_)) continue;
        hang_up();
        broken("the connection ended before an answer");
    }
    Answer answer;
    std::string_view head = std::string_view(unread_).substr(0, end);
    answer.status = std::atoi(std::string(head.substr(9, 3)).c_str());
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
        const std::size_t next = head.find("\r\n", at + 2);
        const std::string_view line =
            head.substr(at + 2, next == std::string_view::npos ? next : next - at - 2);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos) {
            const std::string name = http::ascii_lower(line.substr(0, colon));
            const std::string value(http::trim(line.substr(colon + 1)));
            answer.headers[name] = value;
            const std::size_t equals = value.find('=');
            if (name == "set-cookie" && equals != std::string::npos) {
                cookies_[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
            }
        }
        at = next;
    }
    unread_.erase(0, end + 4);
    const std::size_t length = http::parse_number(answer.headers["content-length"]).value_or(0);
    while (unread_.size() < length) {
        if (!receive(socket_, unread_)) broken("the answer ended too early");
    }
    answer.body = unread_.substr(0, length);
    unread_.erase(0, length);
    if (answer.headers["connection"] == "close") hang_up();
    return answer;
}

EventListener::EventListener(std::uint16_t port, const std::string& path, const std::string& cookies)
    : socket_(open_socket(port))
{
    send_all(socket_, head_of("GET", path, port, cookies) + "Accept: text/event-stream\r\n\r\n");
    while (unread_.find("\r\n\r\n") == std::string::npos) {
        if (!receive(socket_, unread_)) broken("no event stream at " + path);
    }
    if (unread_.compare(9, 3, "200") != 0)
        broken("no event stream at " + path + ": " + unread_.substr(0, 40));
    unread_.erase(0, unread_.find("\r\n\r\n") + 4);
}

EventListener::~EventListener() { ::close(socket_); }

std::optional<std::string> EventListener::wait_for(std::string_view event, int milliseconds)
{
    using std::chrono::steady_clock;
    const auto deadline = steady_clock::now() + std::chrono::milliseconds(milliseconds);
    for (;;) {
        for (std::size_t end = 0; (end = unread_.find("\n\n")) != std::string::npos;) {
            const std::string block = unread_.substr(0, end);
            unread_.erase(0, end + 2);
            if (block.find("event: " + std::string(event)) == std::string::npos) continue;
            const std::size_t data = block.find("data: ");
            return data == std::string::npos ? "" : block.substr(data + 6, block.find('\n', data) - data - 6);
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
        pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
        if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) return std::nullopt;
        if (!receive(socket_, unread_)) return std::nullopt;
    }
}

}  // namespace lt::app::demo
