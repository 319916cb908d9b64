// The client of an axis: this platform as a connected system of a parent axis, in the reference clients' protocol (SDKVXP 2.0). Knows HTTP
// through kit/fetch; no database. It does not try again by itself: a fault says whether that can help.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/axis/answer.h"
#include "exchange/axis/sign_headers.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/base/secret.h"

namespace lt::fetch {
class HttpFetcher;
struct Answer;
}  // namespace lt::fetch

namespace lt::axis {

enum class MessageType : std::uint8_t { edoc, status };
// The transport's own acknowledgement of an item, not the 01..16 of a status message.
enum class Progress : std::uint8_t { processing, done, fail };

struct ClientOptions {
    std::string endpoint{};  // "https://truc.example.vn/XrdAdapter/adapter"
    std::string system_id{};
    base::Secret secret{};
    std::uint64_t most_message = 512U << 20U;  // bytes of a message that is taken
    std::uint64_t most_list = 64U << 20U;  // bytes of a list; a directory of 111,339 agencies has about 20 MB
    std::chrono::milliseconds connect{5000};
    std::chrono::milliseconds timeout{30000};  // of a short call
    std::chrono::minutes long_timeout{30};     // of a message or list, which may take as long as it moves
    std::chrono::seconds stall{60};            // how long it may stand still
};

struct Outgoing {
    MessageType type = MessageType::edoc;
    std::string from{};  // code of the sending agency
    std::vector<std::string>
        to{};                  // codes; left out of the headers when they don't fit, the message has them too
    std::string sha256_hex{};  // of the file
    std::uint64_t size = 0;    // of the file
    // Fills the buffer, at least one byte before `size` bytes were given. What it throws reaches the caller of send.
    std::function<std::size_t(std::span<char> buffer)> next{};
};

struct Period {  // days of Vietnam, both included
    std::optional<base::Day> from{};
    std::optional<base::Day> to{};
};

// All calls may be made by many threads at a time. Refusals have a message for the operator, with the axis's code and description, and
// - unavailable: nobody answered, or a proxy did, status 5xx or 429, code 20. The same call may succeed later. After `send` it is unknown
//   whether the axis has the message.
// - forbidden: code 15, status 401 or 403: the system's code, its secret or the clock is wrong. Nothing else will work either.
// - invalid: any other code, e.g. 18, 19, 22: this call will never succeed as it is.
// - too_large: more than may be taken, or than the axis takes. not_found: the axis does not know this operation.
class AxisClient {
public:
    // `fetcher` and `clock` must outlive the client.
    AxisClient(ClientOptions options, fetch::HttpFetcher& fetcher, const base::Clock& clock);

    // The axis's id for the message. Empty when it took the message and gave none.
    base::Result<std::string> send(const Outgoing& message);

    // What waits here, oldest first as the axis sorts it. May name an item twice.
    base::Result<std::vector<ReceivedItem>> received(MessageType type, const Period& period = {});

    // The message, streamed into the sink; its size. By downloadEdoc, or getEdoc where the axis has no downloadEdoc. What the sink was
    // given counts only when this succeeds, and is to be thrown away before another try. What the sink throws reaches the caller.
    base::Result<std::uint64_t> get(const std::string& doc_id,
                                    const std::function<void(std::string_view)>& sink);

    base::Result<base::Done> update_status(const std::string& doc_id, Progress progress);

    // What became of messages that were sent, one row a receiver; of one message with its id.
    base::Result<std::vector<SentItem>> sent(MessageType type, const std::string& doc_id = {},
                                             const Period& period = {});

    base::Result<std::int64_t> count_received(MessageType type);

    base::Result<std::vector<Agency>> agencies();
    base::Result<std::vector<AgencyQd20>> agencies_qd20(const std::string& level = {});
    base::Result<std::vector<SynchronizedUnit>> synchronized_units();
    base::Result<base::Done> register_agency(const NewAgency& agency);
    base::Result<base::Done> delete_agency(const std::string& code);

private:
    struct Call;
    base::Result<fetch::Answer> ask(const Call& call);
    base::Result<Answer> simple(const Call& call);
    template <class Row>
    base::Result<std::vector<Row>> list(Call call);
    base::Result<std::optional<std::uint64_t>> download(const std::string& doc_id,
                                                        const std::function<void(std::string_view)>& sink);
    base::Result<std::uint64_t> get_base64(const std::string& doc_id,
                                           const std::function<void(std::string_view)>& sink);
    base::Time moment();

    ClientOptions options_;
    fetch::HttpFetcher& fetcher_;
    const base::Clock& clock_;
    std::atomic<std::int64_t> last_millisecond_ = 0;
    std::atomic<bool> has_download_ = true;
};

// The axis's code in a refusal of the client; nothing when the axis gave none.
std::optional<int> axis_code(const base::Error& error);

}  // namespace lt::axis
