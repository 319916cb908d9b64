// See nats.h.
#include "kit/nats/nats.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

#include <nats/nats.h>

#include "kit/base/log.h"
#include "kit/base/result.h"
#include "kit/nats/pull.h"

namespace lt::nats {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr auto kBeforeAgain = std::chrono::seconds(30);  // what was not settled comes again
constexpr int kMostUnsettled = 1000;
constexpr const char* kMessageId = "Nats-Msg-Id";
constexpr int kBetweenDials = 500;  // milliseconds
// A connection on which nothing comes any more is given up after two of these without an answer, and another server is tried.
constexpr std::int64_t kBetweenPings = 10'000;  // milliseconds
constexpr int kPingsInVain = 2;

[[noreturn]] void fail(const char* what, natsStatus status, jsErrCode code = {})
{
    throw Unavailable(std::string(what) + ": " + natsStatus_GetText(status) +
                      (code != 0 ? " (JetStream " + std::to_string(static_cast<int>(code)) + ")" : ""));
}

void must(const char* what, natsStatus status, jsErrCode code = {})
{
    if (status != NATS_OK) fail(what, status, code);
}

template <class T, void (*destroy)(T*)>
struct Owner {
    T* value = nullptr;
    Owner() = default;
    explicit Owner(T* given) : value(given) {}
    Owner(const Owner&) = delete;
    Owner& operator=(const Owner&) = delete;
    ~Owner()
    {
        if (value != nullptr) destroy(value);
    }
};
using OptionsOwner = Owner<natsOptions, natsOptions_Destroy>;
using MessageOwner = Owner<natsMsg, natsMsg_Destroy>;

// Ids of messages on the way, until the server or the library's own clock has answered for each.
struct Acknowledgements {
    std::mutex mutex{};
    std::condition_variable changed{};
    std::multiset<std::string> waiting{};
    std::multiset<std::string> good{};
};

void on_acknowledged(jsCtx*, natsMsg* message, jsPubAck* good, jsPubAckErr*, void* closure)
{
    auto& state = *static_cast<Acknowledgements*>(closure);
    const char* id = nullptr;
    if (natsMsgHeader_Get(message, kMessageId, &id) == NATS_OK && id != nullptr) {
        const std::lock_guard lock(state.mutex);
        const auto found = state.waiting.find(id);
        if (found != state.waiting.end()) {
            state.waiting.erase(found);
            if (good != nullptr) state.good.insert(id);
        }
        state.changed.notify_all();
    }
    natsMsg_Destroy(message);
}

}  // namespace

std::string token(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        CHECK((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
              c == '_' || c == '-');
        if (c == '.') c = '+';
    }
    return out;
}

struct ConnectionState {
    explicit ConnectionState(Options given) : options(std::move(given)) {}
    ~ConnectionState()
    {
        // Nothing comes in any more when the subscriptions go: see take().
        if (line) natsConnection_Close(line.get());
        idle.clear();
        pullers.clear();
        jsCtx_Destroy(stream);
    }

    // The context for all calls; connects where that has not happened yet.
    jsCtx* dial()
    {
        const std::lock_guard lock(mutex);
        if (stream != nullptr) return stream;
        OptionsOwner wish;
        must("options", natsOptions_Create(&wish.value));
        std::vector<const char*> servers;
        for (const std::string& one : options.servers) servers.push_back(one.c_str());
        must("servers", natsOptions_SetServers(wish.value, servers.data(), static_cast<int>(servers.size())));
        must("name", natsOptions_SetName(wish.value, options.name.c_str()));
        must("timeout", natsOptions_SetTimeout(wish.value, options.patience.count()));
        must("pings", natsOptions_SetPingInterval(wish.value, kBetweenPings));
        must("pings", natsOptions_SetMaxPingsOut(wish.value, kPingsInVain));
        must("reconnect", natsOptions_SetMaxReconnect(wish.value, -1));
        must("reconnect", natsOptions_SetReconnectWait(wish.value, kBetweenDials));
        if (!options.credentials.empty())
            must("credentials",
                 natsOptions_SetUserCredentialsFromFiles(wish.value, options.credentials.c_str(), nullptr));
        if (!options.authorities.empty()) {
            must("TLS", natsOptions_SetSecure(wish.value, true));
            must("authorities",
                 natsOptions_LoadCATrustedCertificates(wish.value, options.authorities.c_str()));
        }
        if (!options.certificate.empty())
            must("certificate", natsOptions_LoadCertificatesChain(wish.value, options.certificate.c_str(),
                                                                  options.key.c_str()));
        if (!line) {
            natsConnection* made = nullptr;
            must("no NATS server answers", natsConnection_Connect(&made, wish.value));
            line = {made, natsConnection_Destroy};
        }
        jsOptions context;
        jsOptions_Init(&context);
        context.Wait = options.patience.count();
        context.PublishAsync.AckHandler = on_acknowledged;
        context.PublishAsync.AckHandlerClosure = &acknowledgements;
        must("JetStream", natsConnection_JetStream(&stream, line.get(), &context));
        return stream;
    }

    // One thread at a time pulls by a puller: it is taken out and given back. It stays as long as the connection: the library may be
    // delivering a message to a subscription that is destroyed (nats.c issue 637, in 3.4), and the heap is broken then. It survives a
    // reconnection, and the loss of its consumer once that is made again.
    Puller& take(const std::string& of, const std::string& consumer)
    {
        dial();
        const std::lock_guard lock(mutex);
        auto& free = idle[of + " " + consumer];
        if (!free.empty()) {
            Puller& puller = *free.back();
            free.pop_back();
            return puller;
        }
        pullers.push_back(std::make_unique<Puller>(line, of, consumer));
        return *pullers.back();
    }
    void give_back(const std::string& of, const std::string& consumer, Puller& puller)
    {
        const std::lock_guard lock(mutex);
        idle[of + " " + consumer].push_back(&puller);
    }

    Options options;
    Acknowledgements acknowledgements{};
    std::mutex mutex{};
    std::shared_ptr<natsConnection> line{};
    jsCtx* stream = nullptr;
    std::vector<std::unique_ptr<Puller>> pullers{};
    std::map<std::string, std::vector<Puller*>> idle{};
};

Connection::Connection(Options options) : state_(std::make_unique<ConnectionState>(std::move(options))) {}
Connection::~Connection() = default;

void Connection::ensure_stream(const Stream& stream)
{
    jsCtx* context = state_->dial();
    jsStreamConfig wish;
    jsStreamConfig_Init(&wish);
    const char* subjects = stream.subjects.c_str();
    wish.Name = stream.name.c_str();
    wish.Subjects = &subjects;
    wish.SubjectsLen = 1;
    wish.Retention = stream.kind == Stream::Kind::work ? js_WorkQueuePolicy : js_LimitsPolicy;
    wish.MaxAge = nanoseconds(stream.keep).count();
    wish.MaxMsgsPerSubject = 1;
    wish.Storage = js_FileStorage;
    wish.Replicas = stream.replicas;
    jsErrCode code{};
    natsStatus status = js_AddStream(nullptr, context, &wish, nullptr, &code);
    if (status != NATS_OK && code == JSStreamNameExistErr)
        status = js_UpdateStream(nullptr, context, &wish, nullptr, &code);
    if (status != NATS_OK) fail("stream", status, code);
}

void Connection::ensure_consumer(const std::string& stream, const std::string& consumer,
                                 const std::string& subjects)
{
    jsCtx* context = state_->dial();
    jsConsumerConfig wish;
    jsConsumerConfig_Init(&wish);
    wish.Durable = consumer.c_str();
    wish.AckPolicy = js_AckExplicit;
    wish.AckWait = nanoseconds(kBeforeAgain).count();
    wish.MaxAckPending = kMostUnsettled;
    wish.FilterSubject = subjects.c_str();
    jsErrCode code{};
    const natsStatus status = js_AddConsumer(nullptr, context, stream.c_str(), &wish, nullptr, &code);
    if (status != NATS_OK) fail("consumer", status, code);
}

bool Connection::has_consumer(const std::string& stream, const std::string& consumer)
{
    jsConsumerInfo* info = nullptr;
    jsErrCode code{};
    const natsStatus status =
        js_GetConsumerInfo(&info, state_->dial(), stream.c_str(), consumer.c_str(), nullptr, &code);
    jsConsumerInfo_Destroy(info);
    if (status != NATS_OK && status != NATS_NOT_FOUND) fail("consumer", status, code);
    return status == NATS_OK;
}

std::vector<bool> Connection::publish(std::span<const Outgoing> messages)
{
    jsCtx* context = state_->dial();
    Acknowledgements& answers = state_->acknowledgements;
    std::vector<bool> out(messages.size(), false);
    std::vector<bool> on_way(messages.size(), false);
    jsPubOptions wish;
    jsPubOptions_Init(&wish);
    wish.MaxWait = state_->options.patience.count();
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const Outgoing& one = messages[i];
        CHECK(!one.id.empty());
        MessageOwner message;
        must("message", natsMsg_Create(&message.value, one.subject.c_str(), nullptr, one.data.data(),
                                       static_cast<int>(one.data.size())));
        for (const auto& [name, value] : one.headers)
            must("header", natsMsgHeader_Set(message.value, name.c_str(), value.c_str()));
        {
            const std::lock_guard lock(answers.mutex);
            answers.waiting.insert(one.id);
        }
        wish.MsgId = one.id.c_str();
        if (js_PublishMsgAsync(context, &message.value, &wish) == NATS_OK) {
            on_way[i] = true;
            continue;
        }
        const std::lock_guard lock(answers.mutex);
        answers.waiting.erase(answers.waiting.find(one.id));
    }
    // The library answers for each after `patience` itself; a little more is given to it.
    const auto end = std::chrono::steady_clock::now() + 2 * state_->options.patience;
    std::unique_lock lock(answers.mutex);
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (!on_way[i]) continue;
        const std::string& id = messages[i].id;
        const bool answered = answers.changed.wait_until(
            lock, end, [&] { return answers.good.contains(id) || !answers.waiting.contains(id); });
        if (const auto found = answers.good.find(id); found != answers.good.end()) {
            answers.good.erase(found);
            out[i] = true;
        } else if (!answered) {
            answers.waiting.erase(answers.waiting.find(id));
        }
    }
    return out;
}

void Connection::publish(const Outgoing& message)
{
    if (!publish(std::span(&message, 1))[0]) throw Unavailable("not acknowledged: " + message.subject);
}

std::vector<Received> Connection::fetch(const std::string& stream, const std::string& consumer, int most,
                                        milliseconds wait)
{
    Puller& puller = state_->take(stream, consumer);
    try {
        auto out = puller.pull(most, wait);
        state_->give_back(stream, consumer, puller);
        return out;
    } catch (...) {
        state_->give_back(stream, consumer, puller);
        throw;
    }
}

std::optional<std::string> Connection::newest(const std::string& stream, const std::string& subject)
{
    MessageOwner message;
    jsErrCode code{};
    const natsStatus status =
        js_GetLastMsg(&message.value, state_->dial(), stream.c_str(), subject.c_str(), nullptr, &code);
    if (status == NATS_NOT_FOUND) return std::nullopt;
    must("get", status, code);
    return std::string(natsMsg_GetData(message.value),
                       static_cast<std::size_t>(natsMsg_GetDataLength(message.value)));
}

void Connection::purge(const std::string& stream, const std::string& subjects)
{
    jsOptions wish;
    jsOptions_Init(&wish);
    wish.Wait = state_->options.patience.count();
    wish.Stream.Purge.Subject = subjects.c_str();
    jsErrCode code{};
    must("purge", js_PurgeStream(state_->dial(), stream.c_str(), &wish, &code), code);
}

// ---- What was received --------------------------------------------------------------------------------------------------

namespace {
natsMsg* raw(void* message) { return static_cast<natsMsg*>(message); }

// Not heard: the message comes again, which its receiver must be able to bear anyway.
void settle(const std::shared_ptr<void>& line, void* message, const char* how)
{
    const natsStatus status = natsConnection_PublishString(static_cast<natsConnection*>(line.get()),
                                                           natsMsg_GetReply(raw(message)), how);
    if (status != NATS_OK)
        base::log(base::Level::warning, "nats_not_settled",
                  {{"how", how}, {"why", natsStatus_GetText(status)}});
}
}  // namespace

Received::~Received()
{
    if (message_ != nullptr) natsMsg_Destroy(raw(message_));
}

Received& Received::operator=(Received&& other) noexcept
{
    std::swap(message_, other.message_);
    std::swap(line_, other.line_);
    return *this;
}

std::string_view Received::subject() const { return natsMsg_GetSubject(raw(message_)); }

std::string_view Received::data() const
{
    return {natsMsg_GetData(raw(message_)), static_cast<std::size_t>(natsMsg_GetDataLength(raw(message_)))};
}

std::string Received::header(const char* name) const
{
    const char* value = nullptr;
    return natsMsgHeader_Get(raw(message_), name, &value) == NATS_OK && value != nullptr ? value : "";
}

// What JetStream's consumers understand as a settlement (NATS documentation, "Acknowledging messages").
void Received::ack() { settle(line_, message_, "+ACK"); }
void Received::later(milliseconds delay)
{
    settle(line_, message_, ("-NAK {\"delay\": " + std::to_string(nanoseconds(delay).count()) + "}").c_str());
}
void Received::drop() { settle(line_, message_, "+TERM"); }
void Received::working() { settle(line_, message_, "+WPI"); }

}  // namespace lt::nats
