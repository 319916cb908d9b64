// The bytes of one connection, plain or TLS, behind one interface, so that Connection is compiled once.
// Included by the three files that do input and output; nobody else sees Asio.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace boost::asio::ssl {
class context;
}

namespace lt::http {

namespace asio = boost::asio;
using Socket = asio::ip::tcp::socket;
using ErrorCode = boost::system::error_code;

// Told when an operation is over; always on the thread of its io_context.
class StreamUser {
public:
    virtual ~StreamUser() = default;
    virtual void on_handshake(const ErrorCode& error) = 0;
    virtual void on_read(const ErrorCode& error, std::size_t bytes) = 0;
    virtual void on_write(const ErrorCode& error, std::size_t bytes) = 0;
    virtual void on_ended() = 0;
};

// At most one read and one write at a time. The user is kept alive until the operation is over.
class Stream {
public:
    virtual ~Stream() = default;
    virtual void handshake(std::shared_ptr<StreamUser> user) = 0;
    virtual void read(char* to, std::size_t room, std::shared_ptr<StreamUser> user) = 0;  // some bytes
    virtual void write(std::string_view a, std::string_view b,
                       std::shared_ptr<StreamUser> user) = 0;  // some bytes
    // Says that nothing more will be written; afterwards read() gives raw bytes that are only good for
    // dropping.
    virtual void end(std::shared_ptr<StreamUser> user) = 0;
    virtual void close() = 0;
    virtual std::size_t unacknowledged() = 0;  // bytes written that the other side hasn't confirmed
};

std::unique_ptr<Stream> plain_stream(Socket socket);
std::unique_ptr<Stream> tls_stream(Socket socket, asio::ssl::context& context);

// TLS 1.2 and newer with a certificate chain and key from PEM files; throws std::runtime_error.
std::shared_ptr<asio::ssl::context> make_tls_context(const std::string& certificate, const std::string& key);

}  // namespace lt::http
