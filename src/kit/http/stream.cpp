#include "kit/http/stream.h"

#include <stdexcept>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <linux/sockios.h>
#include <sys/ioctl.h>

namespace lt::http {

namespace {

std::size_t bytes_in_flight(Socket& socket)
{
    int bytes = 0;
    return ::ioctl(socket.native_handle(), SIOCOUTQ, &bytes) == 0 && bytes > 0
               ? static_cast<std::size_t>(bytes)
               : 0;
}

class PlainStream final : public Stream {
public:
    explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}

    void handshake(std::shared_ptr<StreamUser> user) override { user->on_handshake({}); }
    void read(char* to, std::size_t room, std::shared_ptr<StreamUser> user) override
    {
        socket_.async_read_some(
            asio::buffer(to, room),
            [user = std::move(user)](const ErrorCode& e, std::size_t n) { user->on_read(e, n); });
    }
    void write(std::string_view a, std::string_view b, std::shared_ptr<StreamUser> user) override
    {
        const std::array<asio::const_buffer, 2> both{asio::buffer(a.data(), a.size()),
                                                     asio::buffer(b.data(), b.size())};
        socket_.async_write_some(
            both, [user = std::move(user)](const ErrorCode& e, std::size_t n) { user->on_write(e, n); });
    }
    void end(std::shared_ptr<StreamUser> user) override
    {
        ErrorCode ignored;
        socket_.shutdown(Socket::shutdown_send, ignored);
        user->on_ended();
    }
    void close() override
    {
        ErrorCode ignored;
        socket_.close(ignored);
    }
    std::size_t unacknowledged() override { return bytes_in_flight(socket_); }

private:
    Socket socket_;
};

class TlsStream final : public Stream {
public:
    TlsStream(Socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

    void handshake(std::shared_ptr<StreamUser> user) override
    {
        stream_.async_handshake(asio::ssl::stream_base::server,
                                [user = std::move(user)](const ErrorCode& e) { user->on_handshake(e); });
    }
    void read(char* to, std::size_t room, std::shared_ptr<StreamUser> user) override
    {
        auto done = [user = std::move(user)](const ErrorCode& e, std::size_t n) { user->on_read(e, n); };
        if (ended_)
            stream_.next_layer().async_read_some(asio::buffer(to, room), std::move(done));
        else
            stream_.async_read_some(asio::buffer(to, room), std::move(done));
    }
    void write(std::string_view a, std::string_view b, std::shared_ptr<StreamUser> user) override
    {
        // A TLS record holds 16 KB at most: joining would only copy.
        const auto first = a.empty() ? b : a;
        stream_.async_write_some(
            asio::buffer(first.data(), first.size()),
            [user = std::move(user)](const ErrorCode& e, std::size_t n) { user->on_write(e, n); });
    }
    void end(std::shared_ptr<StreamUser> user) override
    {
        // Sends close_notify. Its answer, a truncation or further data of the client are all the same to us.
        ended_ = true;
        stream_.async_shutdown([this, user = std::move(user)](const ErrorCode&) {
            ErrorCode ignored;
            stream_.next_layer().shutdown(Socket::shutdown_send, ignored);
            user->on_ended();
        });
    }
    void close() override
    {
        ErrorCode ignored;
        stream_.next_layer().close(ignored);
    }
    std::size_t unacknowledged() override { return bytes_in_flight(stream_.next_layer()); }

private:
    asio::ssl::stream<Socket> stream_;
    bool ended_ = false;
};

}  // namespace

std::unique_ptr<Stream> plain_stream(Socket socket)
{
    return std::make_unique<PlainStream>(std::move(socket));
}

std::unique_ptr<Stream> tls_stream(Socket socket, asio::ssl::context& context)
{
    return std::make_unique<TlsStream>(std::move(socket), context);
}

std::shared_ptr<asio::ssl::context> make_tls_context(const std::string& certificate, const std::string& key)
{
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                         asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1 | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    // 16 KB of buffers less for each idle connection.
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    ErrorCode error;
    context->use_certificate_chain_file(certificate, error);
    if (!error) context->use_private_key_file(key, asio::ssl::context::pem, error);
    if (error) throw std::runtime_error("TLS certificate or key: " + error.message());
    return context;
}

}  // namespace lt::http
