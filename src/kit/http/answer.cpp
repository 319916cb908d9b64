#include "kit/http/answer.h"

#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/http/csrf.h"
#include "kit/http/error_pages.h"
#include "kit/http/forms.h"
#include "kit/http/policy.h"
#include "kit/http/respond.h"
#include "kit/http/upload.h"

namespace lt::http {

namespace {

constexpr std::uint64_t kMemoryBody = 1 << 20;
constexpr const char* kForeignForm =
    "Biểu mẫu này đã hết hạn hoặc được gửi từ một trang khác, nên chưa được xử lý. "
    "Không có gì bị mất hay thay đổi: hãy tải lại trang rồi gửi lại.";

bool is_unsafe(Method method)
{
    return method != Method::get && method != Method::head && method != Method::options;
}

}  // namespace

bool streams_body(const Route& route)
{
    return route.body.files || route.body.kind == Body::Kind::stream ||
           (route.body.kind != Body::Kind::none && route.body.limit > kMemoryBody);
}

Response Answerer::refusal(const Request& request, int status, base::Message message,
                           std::string incident) const
{
    if (message.empty()) message = standard_message(status);
    Response out;
    try {
        if (options_.error_page)
            out = options_.error_page(request, status, incident, message);
        else if (request.wants_json())
            out = problem(status, message.str(), incident);
        else
            out = plain_page(status, message.str(), incident);
        out.status = status;
    } catch (const std::exception& error) {
        base::log(base::Level::error, "error_page_failed", {{"what", error.what()}});
        out = plain_page(status, message.str(), incident);
    }
    if (status == 503) out.header("Retry-After", "5");
    return out;
}

Response Answerer::failed(const std::exception& error, const Request& request) const
{
    int status = 500;
    if (options_.classify) status = options_.classify(error);
    const auto incident = base::new_incident_code();
    base::log(base::Level::error, "request_failed",
              {{"incident", incident},
               {"status", std::to_string(status)},
               {"method", std::string(name_of(request.method))},
               {"route", request.route},
               {"what", error.what()}});
    if (options_.on_exception) options_.on_exception(error, request);
    return refusal(request, status, {}, incident);
}

Response Answerer::guarded(Request& request, const std::function<Response()>& work) const
{
    const base::LogScope scope(request.id);
    try {
        try {
            Response out = work();
            // A handler that only says what went wrong gets the page for it.
            const bool empty = out.body.empty() && out.content == nullptr && out.events.empty();
            if (out.status < 400 || !empty) return out;
            Response page = refusal(request, out.status, out.message);
            for (auto& header : out.headers) page.headers.push_back(std::move(header));
            return page;
        } catch (Answer& answer) {
            return std::move(answer.response);
        } catch (const Refused& refused) {
            return refusal(request, refused.status, refused.message);
        } catch (const std::exception& error) {
            return failed(error, request);
        }
    } catch (...) {
        return plain_page(500, standard_message(500), "");
    }
}

// The parts of a request that cost something to read.
void Answerer::prepare(Request& request) const
{
    if (const auto query = request.target.find('?'); query != std::string::npos)
        request.query = parse_urlencoded(std::string_view(request.target).substr(query + 1));
    if (const auto at = request.headers.find("cookie"); at != request.headers.end())
        request.cookies = parse_cookies(at->second);
    if (options_.authenticate) request.user = options_.authenticate(request);
}

void Answerer::check_access(Request& request, const Route& route) const
{
    switch (route.access.check(request.user.get())) {
    case Verdict::allow: break;
    case Verdict::log_in:
        if (options_.log_in && !request.wants_json()) throw Answer(options_.log_in(request));
        throw Refused(request.wants_json() ? 401 : 403, "Bạn cần đăng nhập để tiếp tục.");
    case Verdict::forbid: throw Refused(403, standard_message(403));
    }
    if (route.csrf && is_unsafe(request.method) && is_cross_site(request, options_.public_url))
        throw Refused(403, kForeignForm);
}

void Answerer::check_token(const Request& request, const Route& route) const
{
    if (!route.csrf || !is_unsafe(request.method) || request.user == nullptr) return;
    auto sent = request.header("x-csrf-token");
    if (sent.empty()) sent = request.form.get("_csrf");
    if (!csrf_check(request.user->csrf_token(), sent)) throw Refused(403, kForeignForm);
}

Response Answerer::run(Request& request, const Route& route) const
{
    check_token(request, route);
    return route.handler(request);
}

Response Answerer::missing(Request& request, const std::vector<Method>& allowed) const
{
    return guarded(request, [&]() -> Response {
        prepare(request);
        if (allowed.empty()) return refuse(404);
        std::string names;
        for (const auto method : allowed) {
            if (!names.empty()) names += ", ";
            names += name_of(method);
            if (method == Method::get) names += ", HEAD";
        }
        return refuse(405).header("Allow", names);
    });
}

Response Answerer::handle(Request& request, const Route& route) const
{
    return guarded(request, [&] {
        prepare(request);
        check_access(request, route);
        if (route.body.kind == Body::Kind::form) {
            if (is_multipart(request)) {
                UploadForm form(request, MultipartLimits{}, {});
                form.feed(request.body);
                form.finish(request);
            } else {
                request.form = parse_urlencoded(request.body);
            }
            request.body.clear();
        }
        return run(request, route);
    });
}

namespace {

// A large body that is wanted in memory.
class MemorySink final : public BodySink {
public:
    MemorySink(std::uint64_t limit, std::function<Response(Request&)> then)
        : limit_(limit), then_(std::move(then))
    {
    }
    void write(std::span<const std::byte> piece) override
    {
        if (body_.size() + piece.size() > limit_) throw Refused(413, standard_message(413));
        body_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    Response finish(Request& request) override
    {
        request.body = std::move(body_);
        return then_(request);
    }

private:
    std::uint64_t limit_;
    std::function<Response(Request&)> then_;
    std::string body_{};
};

}  // namespace

// A multipart form with files: they become durable only when the form has proved to be ours.
class UploadSink final : public BodySink {
public:
    UploadSink(const Answerer& answerer, const Route& route, const Request& request)
        : answerer_(answerer), route_(route),
          form_(request, limits_of(answerer.options_, route), answerer.options_.file_sink)
    {
    }
    void write(std::span<const std::byte> piece) override
    {
        form_.feed({reinterpret_cast<const char*>(piece.data()), piece.size()});
    }
    Response finish(Request& request) override
    {
        form_.read_fields(request);
        answerer_.check_token(request, route_);
        form_.finish(request);
        return route_.handler(request);
    }

private:
    static MultipartLimits limits_of(const ServerOptions& options, const Route& route)
    {
        MultipartLimits limits{.field = route.body.field, .file = options.limits.file_bytes};
        limits.text += limits.field;
        return limits;
    }

    const Answerer& answerer_;
    const Route& route_;
    UploadForm form_;
};

Answerer::Start Answerer::begin(Request& request, const Route& route) const
{
    std::unique_ptr<BodySink> sink;
    Response response = guarded(request, [&]() -> Response {
        prepare(request);
        check_access(request, route);
        switch (route.body.kind) {
        case Body::Kind::stream:
            check_token(request, route);
            sink = route.body.sink(request);
            break;
        case Body::Kind::form:
            if (is_multipart(request)) {
                sink = std::make_unique<UploadSink>(*this, route, request);
                break;
            }
            sink = std::make_unique<MemorySink>(kMemoryBody, [this, &route](Request& r) {
                r.form = parse_urlencoded(r.body);
                r.body.clear();
                return run(r, route);
            });
            break;
        case Body::Kind::bytes:
        case Body::Kind::none:
            sink = std::make_unique<MemorySink>(route.body.limit,
                                                [this, &route](Request& r) { return run(r, route); });
            break;
        }
        return {};
    });
    if (sink != nullptr) return sink;
    return response;
}

std::optional<Response> Answerer::write(BodySink& sink, std::string_view piece, const Request& request) const
{
    if (piece.empty()) return std::nullopt;
    bool good = false;
    Response response = guarded(const_cast<Request&>(request), [&]() -> Response {
        sink.write(std::as_bytes(std::span(piece.data(), piece.size())));
        good = true;
        return {};
    });
    if (good) return std::nullopt;
    return response;
}

Response Answerer::finish(BodySink& sink, Request& request) const
{
    return guarded(request, [&] { return sink.finish(request); });
}

void Answerer::broken(BodySink& sink, const Request& request) const
{
    guarded(const_cast<Request&>(request), [&]() -> Response {
        sink.broken();
        return {};
    });
}

}  // namespace lt::http
