// One client's connection: a state machine of callbacks on the thread of its loop. A request goes through
//   head → (admitting) → body ⇄ consuming → working → writing ⇄ fetching → head …
// where the states in brackets and after ⇄ wait for a worker. Refusals end in `lingering`.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kit/http/core.h"
#include "kit/http/parser.h"
#include "kit/http/respond.h"

namespace lt::http {

class Connection final : public StreamUser, public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<Core> core, Loop& loop, std::unique_ptr<Stream> stream, std::string address);

    void start();
    void tick(Instant now);  // deadlines and rates; called a few times a second
    void stop_soon();        // closes when idle, otherwise after the answer
    void close();
    void send_event(const std::shared_ptr<const std::string>& text);

    void on_handshake(const ErrorCode& error) override;
    void on_read(const ErrorCode& error, std::size_t bytes) override;
    void on_write(const ErrorCode& error, std::size_t bytes) override;
    void on_ended() override;

private:
    enum class State : std::uint8_t {
        handshake,
        head,
        admitting,
        body,
        consuming,
        working,
        writing,
        fetching,
        events,
        lingering,
        closed
    };
    void next_request();
    void read_more();
    void process_head();
    void accept_head(std::string_view bytes);
    void route_request();
    void admit();
    void begin_body();
    void process_body();
    void hand_over_piece();
    void finish_body();
    void break_body(int status);
    void answer_on_worker(std::function<Response(Exchange&)> work, bool body_unread);
    void refuse_now(int status, const base::Message& message = {});
    void send(Outgoing out);
    void write_more();
    void fetch_piece();
    void finish_response();
    void open_events();
    void write_events();
    void linger();
    void abandon_body();
    void busy();
    void start_window();
    bool too_slow(Instant now, std::uint64_t progress);
    void post(std::function<void(Connection&)> back);
    Outgoing render_safely(const Exchange& exchange, Response response, bool body_unread) const;

    std::shared_ptr<Core> core_;
    Loop& loop_;
    std::unique_ptr<Stream> stream_;
    std::string address_;
    State state_ = State::handshake;
    Instant deadline_ = Instant::max();
    bool reading_ = false, writing_ = false;

    std::string input_{};  // bytes read and not yet used: [used_, filled_)
    std::size_t used_ = 0, filled_ = 0;
    HeadScanner scanner_;
    Parser parser_{};
    std::shared_ptr<Exchange> exchange_{};
    std::string piece_{};  // decoded body bytes for the sink
    std::uint64_t body_bytes_ = 0;
    bool body_done_ = false;

    Outgoing out_{};
    std::size_t head_sent_ = 0, body_sent_ = 0;
    std::string interim_{};                       // "100 Continue" that is being written
    std::uint64_t moved_ = 0, window_moved_ = 0;  // bytes since ever and at the begin of the window
    Instant window_{};
    Instant waiting_since_{};  // for a worker; that time isn't the client's fault
    std::string events_{};     // waiting for the event that is being written
    Instant last_event_{};
    std::size_t drained_ = 0;
};

}  // namespace lt::http
