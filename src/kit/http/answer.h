// Everything about a request that happens on a worker: who asks, may they, is the form ours, then the
// handler; and every way in which that can fail becomes a page here. Knows nothing of connections.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "kit/http/router.h"
#include "kit/http/server.h"

namespace lt::http {

class Answerer {
public:
    explicit Answerer(const ServerOptions& options) : options_(options) {}

    // No method of this class throws.

    // No route takes this path, or none with this method.
    Response missing(Request& request, const std::vector<Method>& allowed) const;

    // A request whose whole body (if any) is in request.body.
    Response handle(Request& request, const Route& route) const;

    // A request whose body is still on its way: the refusal, or where the body goes.
    using Start = std::variant<Response, std::unique_ptr<BodySink>>;
    Start begin(Request& request, const Route& route) const;
    std::optional<Response> write(BodySink& sink, std::string_view piece, const Request& request) const;
    Response finish(BodySink& sink, Request& request) const;
    void broken(BodySink& sink, const Request& request) const;

    // Error page or problem JSON; an empty message means the standard one. For any thread.
    Response refusal(const Request& request, int status, base::Message message = {},
                     std::string incident = {}) const;

private:
    friend class UploadSink;
    Response guarded(Request& request, const std::function<Response()>& work) const;
    Response failed(const std::exception& error, const Request& request) const;
    void prepare(Request& request) const;
    void check_access(Request& request, const Route& route) const;
    void check_token(const Request& request, const Route& route) const;
    Response run(Request& request, const Route& route) const;

    const ServerOptions& options_;
};

// Whether the user must be known before the first byte of the body is read.
bool streams_body(const Route& route);

}  // namespace lt::http
