// What a handler reads and what it answers. No name of the library underneath appears here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/base/secret.h"

namespace lt::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options };

struct Request;

// Who sent the request; the application derives its own (an official, a connected system).
class User {
public:
    virtual ~User() = default;
    virtual std::string_view csrf_token()
        const = 0;  // must come back in `_csrf` or X-CSRF-Token with unsafe methods
    virtual std::string log_name() const = 0;  // an id, never a person's name
};

// Where the bytes of an uploaded file go while they arrive. The application gives one that writes encrypted
// blobs.
class FileSink {
public:
    virtual ~FileSink() = default;  // without finish(): forgets what was written
    virtual void write(std::span<const std::byte> chunk) = 0;
    // Durable now; gives the id under which a handler finds it. Or it may not be kept, and nothing of it is.
    virtual base::Result<std::string> finish() = 0;
};
// The request is known up to its body: who sends the file, and its name as the browser gave it.
using FileSinkFactory = std::function<std::unique_ptr<FileSink>(const Request&, const std::string& name)>;

struct UploadedFile {
    std::string field{};                   // name of the form field
    std::string name{};                    // as the browser gave it, without any path; for display only
    std::string id{};                      // what FileSink::finish gave, or
    std::optional<base::Error> refused{};  // why it was not kept
    std::uint64_t size = 0;
};

// Fields of a form or query string in their order; names may repeat. Values are UTF-8 (checked) and
// normalised (NFC).
class Form {
public:
    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    std::string get(std::string_view name) const;                  // first value, "" when missing
    std::optional<std::string> find(std::string_view name) const;  // first value
    std::vector<std::string> all(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }
    std::optional<std::int64_t> integer(std::string_view name) const;
    // The first value leaves the form, so that no page can show it again; all values of this name are wiped.
    base::Secret take_secret(std::string_view name);
    const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_{};
};

struct Request {
    Method method = Method::get;
    std::string path{};    // decoded, begins with "/", without "." and ".." parts
    std::string target{};  // as sent: path and query
    std::string route{};   // pattern of its route, for logs: a path may hold a name
    Form query{};
    Form form{};  // of a urlencoded or multipart body
    std::vector<UploadedFile> files{};
    std::string body{};  // of other bodies, when the route takes them (Body::bytes)
    std::map<std::string, std::string, std::less<>> params{};   // {name} parts of the route's path
    std::map<std::string, std::string, std::less<>> headers{};  // names in lower case
    std::map<std::string, std::string, std::less<>> cookies{};
    std::string remote{};  // address of the client
    std::string id{};      // request id, in every log line and audit record
    base::Time received{};
    std::shared_ptr<const User> user{};

    std::string header(std::string_view lower_case_name) const;  // "" when missing
    const std::string& param(std::string_view name) const;       // a route's own parameter: always there
    bool wants_json() const;  // Accept prefers application/json to text/html
};

// Bytes of known size that are read piece by piece while they are sent: files, blobs. Supports ranges.
class Content {
public:
    virtual ~Content() = default;
    virtual std::uint64_t size() const = 0;
    // Reads up to buffer.size() bytes at `offset`; called by one thread at a time.
    virtual std::size_t read(std::uint64_t offset, std::span<std::byte> buffer) = 0;
    virtual bool quick() const { return false; }  // read() only copies memory: needs no worker
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::shared_ptr<Content>
        content{};            // instead of body; needs an ETag header for If-Range and If-None-Match
    std::string events{};     // an event stream of this topic ("agency/12"); `body` is what it begins with
    base::Message message{};  // with a status from 400 and no body: shown on the error page

    Response& header(std::string name, std::string value)
    {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

Response html(std::string body, int status = 200);
Response json(std::string body, int status = 200);
Response text(std::string body, int status = 200);
Response redirect(std::string to);  // 303 See Other
Response event_stream(std::string topic);
Response refuse(int status, base::Message message = {});                // gets the error page
Response refuse(const base::Error& error);                              // the same by its fault
std::string event_text(std::string_view event, std::string_view data);  // one event as it is sent

struct Cookie {
    std::string name{};  // "session" is sent as __Host-session where cookies are secure
    std::string value{};
    bool session = true;  // gone when the browser closes; otherwise a year
    bool expire = false;  // delete it
};
void set_cookie(Response& response, const Cookie& cookie, bool secure);
std::string cookie(const Request& request, std::string_view name, bool secure);  // "" when missing

// The Content-Security-Policy that every answer gets which brings none, with one more directive for a page that needs it.
std::string content_security_policy(std::string_view more);

// 400, 403, 404, 409, 413, 422, 503 … for a fault.
int status_of(base::Fault fault);

}  // namespace lt::http
