// The sending half of a connection: answers, downloads, event streams, and its end.
#include <boost/asio/post.hpp>

#include "kit/base/log.h"
#include "kit/http/connection.h"
#include "kit/http/error_pages.h"

namespace lt::http {

namespace {

// The next bytes of a download onto `out.body`; false when the content can't be read.
bool read_piece(Outgoing& out)
{
    out.body.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, out.remaining)));
    try {
        const auto n = out.content->read(out.offset, std::as_writable_bytes(std::span(out.body)));
        out.body.resize(n);
        out.offset += n;
        out.remaining -= n;
        return n > 0;
    } catch (const std::exception& error) {
        base::log(base::Level::error, "content_read_failed", {{"what", error.what()}});
        return false;
    }
}

}  // namespace

void Connection::post(std::function<void(Connection&)> back)
{
    asio::post(loop_.context, [self = shared_from_this(), back = std::move(back)] {
        if (self->state_ != State::closed) back(*self);
    });
}

// On a worker or on the loop's thread; never throws.
Outgoing Connection::render_safely(const Exchange& exchange, Response response, bool body_unread) const
{
    const bool close = body_unread || !exchange.framing.keep_alive || core_->stopping;
    const bool secure = core_->options.secure_cookies;
    try {
        return render(exchange.request, std::move(response), close, secure);
    } catch (const std::exception& error) {
        base::log(base::Level::error, "answer_failed", {{"what", error.what()}});
        Response page = text(standard_message(500), 500);
        return render(exchange.request, std::move(page), true, secure);
    }
}

void Connection::answer_on_worker(std::function<Response(Exchange&)> work, bool body_unread)
{
    state_ = State::working;
    const bool accepted = core_->workers.submit([self = shared_from_this(), exchange = exchange_,
                                                 work = std::move(work), body_unread] {
        auto out = std::make_shared<Outgoing>(self->render_safely(*exchange, work(*exchange), body_unread));
        bool good = true;
        if (out->content && !out->content->quick() && out->remaining > 0) good = read_piece(*out);
        self->post([out, good](Connection& c) { good ? c.send(std::move(*out)) : c.close(); });
    });
    if (!accepted) busy();
}

void Connection::busy()
{
    ++core_->busy;
    refuse_now(503);
}

// Answers at once, on the loop's thread, and ends the connection: its further bytes can't be trusted or
// aren't wanted.
void Connection::refuse_now(int status, const base::Message& message)
{
    ++core_->refused;
    if (!exchange_) {
        exchange_ = std::make_shared<Exchange>();
        exchange_->request.remote = address_;
        exchange_->began = now();
    }
    const base::LogScope scope(exchange_->request.id);
    send(render_safely(*exchange_, core_->answerer.refusal(exchange_->request, status, message), true));
}

void Connection::send(Outgoing out)
{
    state_ = State::writing;
    out_ = std::move(out);
    head_sent_ = body_sent_ = 0;
    if (out_.status >= 500) ++core_->errors;
    const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(now() - exchange_->began);
    if (core_->options.log_requests) {
        base::log(base::Level::info, "http_request",
                  {{"request", exchange_->request.id},
                   {"method", std::string(name_of(exchange_->request.method))},
                   {"route", exchange_->route ? exchange_->route->pattern : ""},
                   {"status", std::to_string(out_.status)},
                   {"us", std::to_string(spent.count())}});
    }
    start_window();
    write_more();
}

void Connection::write_more()
{
    if (writing_) return;
    const auto head = std::string_view(out_.head).substr(head_sent_);
    const auto body = std::string_view(out_.body).substr(body_sent_);
    if (head.empty() && body.empty()) {
        if (out_.content && out_.remaining > 0) return fetch_piece();
        return finish_response();
    }
    writing_ = true;
    stream_->write(head, body, shared_from_this());
}

void Connection::on_write(const ErrorCode& error, std::size_t bytes)
{
    writing_ = false;
    if (state_ == State::closed) return;
    if (error) return state_ == State::body ? break_body(0) : close();
    if (!interim_.empty()) {
        interim_.erase(0, bytes);
        if (!interim_.empty()) {
            writing_ = true;
            stream_->write(interim_, {}, shared_from_this());
        } else if (state_ == State::writing) {
            write_more();
        }
        return;
    }
    moved_ += bytes;
    const auto of_head = std::min(bytes, out_.head.size() - head_sent_);
    head_sent_ += of_head;
    body_sent_ += bytes - of_head;
    if (state_ == State::writing) return write_more();
    if (state_ != State::events) return;
    if (body_sent_ < out_.body.size()) {
        writing_ = true;
        stream_->write(std::string_view(out_.body).substr(body_sent_), {}, shared_from_this());
    } else {
        write_events();
    }
}

void Connection::fetch_piece()
{
    body_sent_ = 0;
    if (out_.content->quick()) {
        if (!read_piece(out_)) return close();
        return write_more();
    }
    state_ = State::fetching;
    waiting_since_ = now();
    auto out = std::make_shared<Outgoing>(std::move(out_));
    core_->workers.submit_begun([self = shared_from_this(), out] {
        const bool good = read_piece(*out);
        self->post([out, good](Connection& c) {
            // The length is already promised, so that only a broken connection tells the client.
            if (!good) return c.close();
            c.out_ = std::move(*out);
            c.state_ = State::writing;
            c.window_ += now() - c.waiting_since_;
            c.write_more();
        });
    });
}

void Connection::finish_response()
{
    if (!out_.topic.empty()) return open_events();
    const bool close_now = out_.close || core_->stopping;
    out_ = {};
    if (close_now)
        linger();
    else
        next_request();
}

void Connection::open_events()
{
    state_ = State::events;
    exchange_.reset();
    ++core_->event_streams;
    loop_.topics[out_.topic].insert(this);
    last_event_ = now();
    deadline_ = last_event_ + core_->options.limits.event_stream;
    out_.body.clear();
    body_sent_ = 0;
    filled_ = used_ = 0;
    if (core_->stopping) return close();
    read_more();
}

void Connection::send_event(const std::shared_ptr<const std::string>& text)
{
    if (state_ != State::events) return;
    if (events_.size() + out_.body.size() - body_sent_ + text->size() > core_->options.limits.event_backlog)
        return close();
    events_ += *text;
    last_event_ = now();
    write_events();
}

void Connection::write_events()
{
    if (writing_ || events_.empty()) return;
    out_.body = std::move(events_);
    events_.clear();
    body_sent_ = 0;
    writing_ = true;
    stream_->write(out_.body, {}, shared_from_this());
}

}  // namespace lt::http
