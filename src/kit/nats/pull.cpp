// See pull.h.
#include "kit/nats/pull.h"

#include <algorithm>
#include <string_view>

#include <nats/nats.h>

namespace lt::nats {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using Steady = std::chrono::steady_clock;

// Between two messages of one answer. One that comes later is not lost: it is the first of the next pull.
constexpr milliseconds kLull{20};
constexpr milliseconds kMoment{1};

void check(const char* what, natsStatus status)
{
    if (status != NATS_OK) throw Unavailable(std::string(what) + ": " + natsStatus_GetText(status));
}

std::string_view header(natsMsg* message, const char* name)
{
    const char* value = nullptr;
    return natsMsgHeader_Get(message, name, &value) == NATS_OK && value != nullptr ? value : "";
}

}  // namespace

Puller::Puller(std::shared_ptr<natsConnection> line, const std::string& stream, const std::string& consumer)
    : line_(std::move(line)), api_("$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer)
{
    natsInbox* inbox = nullptr;
    check("subscribe", natsInbox_Create(&inbox));
    inbox_ = std::string(inbox) + ".";
    natsInbox_Destroy(inbox);
    check("subscribe", natsConnection_SubscribeSync(&answers_, line_.get(), (inbox_ + "*").c_str()));
    // Bounded by what is asked for; the library would throw away what comes beyond limits of its own.
    check("subscribe", natsSubscription_SetPendingLimits(answers_, -1, -1));
}

Puller::~Puller() { natsSubscription_Destroy(answers_); }

// Without a wait the server answers with what it has and says when that was all.
void Puller::ask(std::size_t count, milliseconds wait)
{
    const std::string how = wait > milliseconds::zero()
                                ? R"("expires":)" + std::to_string(nanoseconds(wait).count())
                                : R"("no_wait":true)";
    const std::string request = R"({"batch":)" + std::to_string(count) + "," + how + "}";
    check("fetch", natsConnection_PublishRequestString(line_.get(), api_.c_str(),
                                                       (inbox_ + std::to_string(++request_)).c_str(),
                                                       request.c_str()));
}

Puller::Came Puller::next(std::vector<Received>& out, milliseconds wait)
{
    const auto end = Steady::now() + wait;
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(end - Steady::now());
        natsMsg* came = nullptr;
        const natsStatus status = natsSubscription_NextMsg(&came, answers_, std::max(left, kMoment).count());
        if (status == NATS_TIMEOUT) return Came::nothing;
        check("fetch", status);
        Received message(came, line_);
        const std::string_view subject = message.subject();
        if (!subject.starts_with(inbox_)) {
            out.push_back(std::move(message));
            return Came::message;
        }
        // The server's word on a request; on an earlier one it is of no interest any more.
        if (subject.substr(inbox_.size()) != std::to_string(request_)) continue;
        const std::string_view code = header(came, "Status");
        if (code == "404" || code == "408") return Came::end;
        throw Unavailable("fetch: " + std::string(code) + " " + std::string(header(came, "Description")));
    }
}

void Puller::take_present(std::vector<Received>& out, std::size_t most)
{
    if (out.size() >= most) return;
    ask(most - out.size(), milliseconds::zero());
    while (out.size() < most && next(out, kLull) == Came::message) {}
}

std::vector<Received> Puller::pull(int most, milliseconds wait)
{
    const auto count = static_cast<std::size_t>(most);
    std::vector<Received> out;
    try {
        std::uint64_t late = 0;
        while (out.size() < count && natsSubscription_QueuedMsgs(answers_, &late) == NATS_OK && late > 0)
            if (next(out, kMoment) == Came::nothing) break;
        take_present(out, count);
        if (!out.empty()) return out;
        ask(1, wait);
        // A little longer than the server waits, for its word.
        if (next(out, wait + kLull) == Came::message) take_present(out, count);
    } catch (const Unavailable&) {
        if (out.empty()) throw;  // what came is worked on; the next pull says what is wrong
    }
    return out;
}

}  // namespace lt::nats
