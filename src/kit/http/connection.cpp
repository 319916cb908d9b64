// The receiving half of a connection: head, policy, route, body. The sending half is in
// connection_send.cpp, the ends are in connection_end.cpp.
#include "kit/http/connection.h"

#include <cstring>

#include <boost/asio/post.hpp>

#include "kit/base/log.h"
#include "kit/http/ascii.h"

namespace lt::http {

namespace {

constexpr std::size_t kSmallBuffer = 4 << 10;
// A browser has this much in its buffers when it learns that its upload is refused.
constexpr std::size_t kDrain = 4 << 20;

HeadLimits head_limits(const Limits& limits) { return {limits.header_bytes, limits.header_fields, 8 << 10}; }

bool is_form(const Request& request)
{
    const auto type = parse_parameters(request.header("content-type")).value;
    return type == "application/x-www-form-urlencoded" || type == "multipart/form-data";
}

}  // namespace

Connection::Connection(std::shared_ptr<Core> core, Loop& loop, std::unique_ptr<Stream> stream,
                       std::string address)
    : core_(std::move(core)), loop_(loop), stream_(std::move(stream)), address_(std::move(address)),
      scanner_(head_limits(core_->options.limits))
{
}

void Connection::start()
{
    deadline_ = now() + core_->options.limits.handshake;
    stream_->handshake(shared_from_this());
}

void Connection::on_handshake(const ErrorCode& error)
{
    if (state_ == State::closed) return;
    if (error) return close();
    next_request();
}

// Begins to wait for a request; what has already arrived of it (pipelining) is looked at first.
void Connection::next_request()
{
    state_ = State::head;
    exchange_.reset();
    piece_ = {};
    body_bytes_ = 0;
    body_done_ = false;
    scanner_ = HeadScanner(head_limits(core_->options.limits));
    parser_ = Parser();
    if (used_ > 0) std::memmove(input_.data(), input_.data() + used_, filled_ - used_);
    filled_ -= used_;
    used_ = 0;
    if (input_.size() > kSmallBuffer && filled_ <= kSmallBuffer) {
        input_.resize(kSmallBuffer);
        input_.shrink_to_fit();
    }
    deadline_ = now() + (filled_ > 0 ? core_->options.limits.header : core_->options.limits.idle);
    process_head();
}

void Connection::read_more()
{
    if (reading_) return;
    if (filled_ == input_.size()) {
        const auto most = state_ == State::head ? core_->options.limits.header_bytes + 1 : kPiece;
        input_.resize(
            std::max(input_.size(), std::min<std::size_t>(most, std::max(kSmallBuffer, 2 * input_.size()))));
    }
    reading_ = true;
    stream_->read(input_.data() + filled_, input_.size() - filled_, shared_from_this());
}

void Connection::on_read(const ErrorCode& error, std::size_t bytes)
{
    reading_ = false;
    switch (state_) {
    case State::head:
        if (error) return close();
        if (filled_ == 0) deadline_ = now() + core_->options.limits.header;
        filled_ += bytes;
        return process_head();
    case State::body:
        if (error) return break_body(0);
        filled_ += bytes;
        moved_ += bytes;
        return process_body();
    case State::events:  // nothing is expected; this only notices the end
        if (error) return close();
        return read_more();
    case State::lingering:
        drained_ += bytes;
        if (error || drained_ > kDrain) return close();
        return read_more();
    case State::handshake:
    case State::admitting:
    case State::consuming:
    case State::working:
    case State::writing:
    case State::fetching:
    case State::closed: return;
    }
}

void Connection::process_head()
{
    const std::string_view arrived(input_.data(), filled_);
    const auto verdict = scanner_.scan(arrived);
    if (verdict.status != 0) return refuse_now(verdict.status);
    if (verdict.end == 0) return read_more();
    used_ = verdict.end;
    accept_head(arrived.substr(verdict.skip, verdict.end - verdict.skip));
}

void Connection::accept_head(std::string_view bytes)
{
    exchange_ = std::make_shared<Exchange>();
    Request& request = exchange_->request;
    exchange_->began = now();
    request.id = core_->id_prefix + std::to_string(++core_->next_id);
    request.remote = address_;
    if (core_->options.clock) request.received = core_->options.clock->now();
    ++core_->requests;

    Head head;
    if (!parser_.head(bytes, head)) return refuse_now(parser_.status());
    try {
        exchange_->framing = check_head(std::move(head), request);
    } catch (const Refused& refused) {
        return refuse_now(refused.status, refused.message);
    }
    if (core_->options.behind_proxy) {
        const auto chain = request.header("x-forwarded-for");
        if (const auto hops = split_list(chain); !hops.empty()) request.remote = hops.back();
    }
    if (core_->stopping) return refuse_now(503);
    route_request();
}

void Connection::route_request()
{
    Exchange& exchange = *exchange_;
    const Framing& framing = exchange.framing;
    auto match = core_->router.match(exchange.request.method, exchange.request.path);
    if (match.route == nullptr) {
        exchange.allowed = std::move(match.allowed);
        return answer_on_worker(
            [core = core_](Exchange& e) { return core->answerer.missing(e.request, e.allowed); },
            framing.has_body());
    }
    exchange.route = match.route;
    exchange.request.route = match.route->pattern;
    exchange.request.params = std::move(match.params);
    const Body& body = match.route->body;
    if (framing.has_body()) {
        if (framing.length > body.limit || (framing.chunked && body.limit == 0)) return refuse_now(413);
        if (body.kind == Body::Kind::form && !is_form(exchange.request)) return refuse_now(415);
    }
    if (body.kind == Body::Kind::stream || (framing.has_body() && streams_body(*match.route)))
        admit();
    else
        begin_body();
}

// Nothing of a large body is read before its sender is known.
void Connection::admit()
{
    state_ = State::admitting;
    const bool accepted = core_->workers.submit([self = shared_from_this(), exchange = exchange_] {
        auto start = self->core_->answerer.begin(exchange->request, *exchange->route);
        if (auto* sink = std::get_if<std::unique_ptr<BodySink>>(&start)) {
            exchange->sink = std::move(*sink);
            return self->post([](Connection& c) { c.begin_body(); });
        }
        auto out = std::make_shared<Outgoing>(self->render_safely(
            *exchange, std::move(std::get<Response>(start)), exchange->framing.has_body()));
        self->post([out](Connection& c) { c.send(std::move(*out)); });
    });
    if (!accepted) busy();
}

void Connection::begin_body()
{
    if (parser_.done()) return finish_body();
    state_ = State::body;
    start_window();
    if (exchange_->framing.expect_continue && filled_ == used_) {
        interim_ = "HTTP/1.1 100 Continue\r\n\r\n";
        writing_ = true;
        stream_->write(interim_, {}, shared_from_this());
    }
    process_body();
}

void Connection::process_body()
{
    Exchange& exchange = *exchange_;
    const auto limit = exchange.route->body.limit;
    std::string& out = exchange.sink ? piece_ : exchange.request.body;
    const auto before = out.size();
    const auto room = exchange.sink ? kPiece - before : static_cast<std::size_t>(limit) + 1 - before;
    std::size_t consumed = 0;
    const auto progress = parser_.body({input_.data() + used_, filled_ - used_}, out, room, consumed);
    used_ += consumed;
    body_bytes_ += out.size() - before;
    if (body_bytes_ > limit) return break_body(413);
    switch (progress) {
    case Parser::Progress::malformed: return break_body(400);
    case Parser::Progress::done: return finish_body();
    case Parser::Progress::full: return hand_over_piece();
    case Parser::Progress::need_more: break;
    }
    std::memmove(input_.data(), input_.data() + used_, filled_ - used_);
    filled_ -= used_;
    used_ = 0;
    if (filled_ >= kPiece) return break_body(400);  // an endless chunk header or trailer
    read_more();
}

void Connection::hand_over_piece()
{
    state_ = State::consuming;
    waiting_since_ = now();
    core_->workers.submit_begun(
        [self = shared_from_this(), exchange = exchange_, piece = std::move(piece_)]() mutable {
            auto error = self->core_->answerer.write(*exchange->sink, piece, exchange->request);
            if (!error) {
                return self->post([](Connection& c) {
                    c.state_ = State::body;
                    c.window_ += now() - c.waiting_since_;
                    c.process_body();
                });
            }
            exchange->sink.reset();
            auto out = std::make_shared<Outgoing>(self->render_safely(*exchange, std::move(*error), true));
            self->post([out](Connection& c) { c.send(std::move(*out)); });
        });
    piece_.clear();
}

// The whole body is here: what is left of it goes to the worker together with the question for the answer.
void Connection::finish_body()
{
    if (!exchange_->sink) {
        return answer_on_worker(
            [core = core_](Exchange& e) { return core->answerer.handle(e.request, *e.route); }, false);
    }
    state_ = State::working;
    core_->workers.submit_begun([self = shared_from_this(), exchange = exchange_, piece = std::move(piece_)] {
        auto& answerer = self->core_->answerer;
        auto error = answerer.write(*exchange->sink, piece, exchange->request);
        auto response = error ? std::move(*error) : answerer.finish(*exchange->sink, exchange->request);
        exchange->sink.reset();
        auto out = std::make_shared<Outgoing>(self->render_safely(*exchange, std::move(response), false));
        self->post([out](Connection& c) { c.send(std::move(*out)); });
    });
}

// The body ends here without being complete. 0: the connection itself broke.
void Connection::break_body(int status)
{
    if (status == 413)
        exchange_->sink.reset();
    else
        abandon_body();
    if (status == 0)
        close();
    else
        refuse_now(status);
}

// Lets the sink keep what came, if that is its way.
void Connection::abandon_body()
{
    if (!exchange_ || !exchange_->sink) return;
    std::shared_ptr<BodySink> sink = std::move(exchange_->sink);
    core_->workers.submit_begun(
        [core = core_, exchange = exchange_, sink, piece = std::move(piece_)]() mutable {
            if (!core->answerer.write(*sink, piece, exchange->request))
                core->answerer.broken(*sink, exchange->request);
            sink.reset();
        });
}

void Connection::start_window()
{
    window_ = now();
    window_moved_ = moved_;
}

}  // namespace lt::http
