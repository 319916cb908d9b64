#include "kit/pki/server.h"

#include <stdexcept>

#include "kit/http/ascii.h"
#include "kit/http/server.h"

namespace lt::pki {
namespace {

constexpr std::uint64_t kQuestionBytes = 64U << 10U;

http::Response bytes(const char* type, std::string body)
{
    http::Response out;
    out.header("Content-Type", type);
    out.body = std::move(body);
    return out;
}

std::uint16_t port_of(const std::string& url)
{
    const unsigned long port = std::stoul(url.substr(url.rfind(':') + 1));
    if (port == 0 || port > 65535) throw std::runtime_error(url + " is no address of a demo authority");
    return static_cast<std::uint16_t>(port);
}

}  // namespace

struct DemoAuthorityState {
    std::optional<Authority> authority{};
    std::unique_ptr<http::Server> server{};
};

namespace {

http::Router routes_of(DemoAuthorityState& state)
{
    http::Router router;
    const auto asked = [&router](const char* path, const char* type, auto answer) {
        router.add({.method = http::Method::post,
                    .pattern = path,
                    .access = http::everybody(),
                    .handler = [type, answer](http::Request& r) { return bytes(type, answer(r.body)); },
                    .body = http::Body::bytes(kQuestionBytes),
                    .csrf = false});
    };
    asked("/ocsp", "application/ocsp-response",
          [&](const std::string& body) { return state.authority->ocsp(body); });
    asked("/tsa", "application/timestamp-reply",
          [&](const std::string& body) { return state.authority->timestamp(body); });
    const auto given = [&router](const char* path, const char* type, auto answer) {
        router.get(path, http::everybody(), [type, answer](http::Request&) { return bytes(type, answer()); });
    };
    given("/root.crl", "application/pkix-crl", [&] { return state.authority->root_crl(); });
    given("/issuing.crl", "application/pkix-crl", [&] { return state.authority->issuing_crl(); });
    given("/root.crt", "application/pkix-cert", [&] { return state.authority->root().certificate.der(); });
    given("/issuing.crt", "application/pkix-cert",
          [&] { return state.authority->issuing().certificate.der(); });
    // The request in Base64 and then percent-encoded, as the rest of the address (RFC 6960, A.1).
    router.get("/ocsp/{rest*}", http::everybody(), [&](http::Request& r) {
        const auto base64 = http::percent_decode(r.target.substr(std::string_view("/ocsp/").size()));
        const auto request = http::base64_decode(base64.value_or(""));
        return bytes("application/ocsp-response", state.authority->ocsp(request.value_or("")));
    });
    return router;
}

}  // namespace

DemoAuthority::DemoAuthority(const std::filesystem::path& folder, std::shared_ptr<const base::Clock> clock,
                             std::uint16_t port)
    : state_(new DemoAuthorityState)
{
    const auto address = Authority::address_of(folder);
    http::ServerOptions options;
    options.address = "127.0.0.1";
    options.port = port == 0 && address ? port_of(*address) : port;
    options.workers = 2;
    options.clock = clock;
    state_->server = std::make_unique<http::Server>(options, routes_of(*state_));
    state_->authority.emplace(folder, "http://127.0.0.1:" + std::to_string(state_->server->port()), *clock);
    state_->server->start();
}

// Nobody asks any more when the authority goes.
DemoAuthority::~DemoAuthority() { state_->server->stop(std::chrono::seconds(2)); }

Authority& DemoAuthority::authority() { return *state_->authority; }
const std::string& DemoAuthority::url() const { return state_->authority->url(); }
std::string DemoAuthority::timestamp_url() const { return state_->authority->timestamp_url(); }

}  // namespace lt::pki
