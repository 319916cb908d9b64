// Paths to handlers. A route without an access rule can't be written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/http/message.h"

namespace lt::http {

using Handler = std::function<Response(Request&)>;

enum class Verdict : std::uint8_t { allow, log_in, forbid };

// Who may use a route. The application makes these ("everybody", "any official", "registry clerk").
struct Access {
    std::string name{};
    std::function<Verdict(const User*)> check{};
};
Access everybody();

// Takes a body piece by piece while it arrives; always on a worker, one call at a time.
class BodySink {
public:
    virtual ~BodySink() = default;  // without finish() or broken(): forgets what came
    virtual void write(std::span<const std::byte> piece) = 0;
    virtual Response finish(Request& request) = 0;  // answers instead of the route's handler
    virtual void broken() {}                        // the connection broke; no answer can be sent
};

// What body a route takes; decided after the header, before any byte of the body is read.
struct Body {
    enum class Kind : std::uint8_t { none, form, bytes, stream } kind = Kind::none;
    std::uint64_t limit = 0;       // bytes of the whole body
    bool files = false;            // multipart with files, each at most the server's file limit
    std::size_t field = 64 << 10;  // bytes of one text field of a multipart form
    // Kind::stream: called when the user, the access and the CSRF header are checked; may throw Answer
    // instead.
    std::function<std::unique_ptr<BodySink>(Request&)> sink{};

    static Body none() { return {}; }
    static Body form(std::uint64_t limit = 256 << 10) { return {.kind = Kind::form, .limit = limit}; }
    static Body upload(std::uint64_t limit, std::size_t field = 64 << 10)
    {
        return {.kind = Kind::form, .limit = limit, .files = true, .field = field};
    }
    static Body bytes(std::uint64_t limit) { return {.kind = Kind::bytes, .limit = limit}; }
    static Body stream(std::uint64_t limit, std::function<std::unique_ptr<BodySink>(Request&)> sink)
    {
        return {.kind = Kind::stream, .limit = limit, .sink = std::move(sink)};
    }
};

// Thrown by whoever has the answer ready before its time.
struct Answer : std::exception {
    explicit Answer(Response r) : response(std::move(r)) {}
    Response response;
};

struct Route {
    Method method{};
    std::string pattern{};  // "/incoming/{uid}/acceptance"; a last "{rest*}" takes all further parts
    Access access{};
    Handler handler{};
    Body body{};
    bool csrf =
        true;  // false only for routes that no browser form reaches (systems, tus with its own header)
};

class Router {
public:
    void get(std::string pattern, Access access, Handler handler);
    void post(std::string pattern, Access access, Handler handler, Body body = Body::form());
    void add(Route route);

    struct Match {
        const Route* route = nullptr;
        std::map<std::string, std::string, std::less<>> params{};
        std::vector<Method> allowed{};  // methods of this path when the method is not among them (405)
    };
    // HEAD is answered by GET's route unless it has its own. Fixed parts win over {name} parts.
    Match match(Method method, std::string_view path) const;
    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_{};
    std::map<std::string, std::vector<std::size_t>, std::less<>> fixed_{};  // patterns without any {name}
    std::map<std::string, std::vector<std::size_t>, std::less<>> open_{};   // the others, by their first part
};

}  // namespace lt::http
