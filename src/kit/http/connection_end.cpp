// How connections end: deadlines, minimum rates, lingering, stop.
#include "kit/http/connection.h"

namespace lt::http {

// Closes in a way that lets the last answer arrive: stops sending, then reads what still comes, for a short
// time.
void Connection::linger()
{
    state_ = State::lingering;
    exchange_.reset();
    deadline_ = now() + core_->options.limits.linger;
    drained_ = filled_ = used_ = 0;
    stream_->end(shared_from_this());
}

void Connection::on_ended()
{
    if (state_ == State::lingering) read_more();
}

void Connection::stop_soon()
{
    if ((state_ == State::head && filled_ == 0) || state_ == State::events || state_ == State::handshake)
        close();
}

void Connection::close()
{
    if (state_ == State::closed) return;
    const auto self = shared_from_this();
    if (state_ == State::body) abandon_body();
    if (state_ == State::events) {
        --core_->event_streams;
        const auto topic = loop_.topics.find(out_.topic);
        topic->second.erase(this);
        if (topic->second.empty()) loop_.topics.erase(topic);
    }
    state_ = State::closed;
    stream_->close();
    core_->addresses.with([&](auto& open) {
        const auto at = open.find(address_);
        if (at != open.end() && --at->second == 0) open.erase(at);
    });
    loop_.connections.erase(self);
    --core_->connections;
}

bool Connection::too_slow(Instant time, std::uint64_t progress)
{
    const auto& limits = core_->options.limits;
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(time - window_);
    if (spent < limits.rate_window) return false;
    const auto wanted =
        static_cast<std::uint64_t>(limits.minimum_rate) * static_cast<std::uint64_t>(spent.count()) / 1000;
    const bool slow = progress < window_moved_ + wanted;
    window_ = time;
    window_moved_ = progress;
    return slow;
}

void Connection::tick(Instant time)
{
    static const auto kPing = std::make_shared<const std::string>(": \n\n");
    const bool late = time > deadline_;
    switch (state_) {
    case State::handshake:
    case State::lingering:
        if (late) close();
        return;
    case State::head:
        if (!late) return;
        if (filled_ == 0) return close();
        return refuse_now(408);
    case State::body:
        if (too_slow(time, moved_)) break_body(408);
        return;
    case State::writing: {
        // What the system still keeps for a client that doesn't read it has not moved.
        const auto waiting =
            time - window_ < core_->options.limits.rate_window ? 0 : stream_->unacknowledged();
        if (too_slow(time, moved_ - std::min<std::uint64_t>(moved_, waiting))) close();
        return;
    }
    case State::events:
        if (late) return close();
        if (time - last_event_ >= core_->options.limits.ping) send_event(kPing);
        return;
    case State::admitting:
    case State::consuming:
    case State::working:
    case State::fetching:
    case State::closed: return;
    }
}

}  // namespace lt::http
