// NATS JetStream: streams in files, published messages that the server acknowledged, durable consumers that fetch and acknowledge. The
// only user of libnats. Every call ends within Options::patience or throws. What an acknowledgement of the server is worth, and what not,
// is said in docs/adr/0021.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::nats {

// No server answers, or none that has what was asked for. Trying again later helps.
class Unavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Options {
    std::vector<std::string> servers{};   // "nats://user:password@host:4222", "tls://host:4222"
    std::string name{};                   // of this client, in the server's lists
    std::filesystem::path credentials{};  // a .creds file with JWT and seed
    std::filesystem::path authorities{};  // PEM; given: TLS, and the server must have a certificate of these
    std::filesystem::path certificate{};  // PEM of this client, with `key`
    std::filesystem::path key{};
    std::chrono::milliseconds patience{5000};  // with one call
};

// A name of a stream or a consumer, or a part of a subject, for any text of [0-9A-Za-z._-]: a dot is a plus sign there.
std::string token(std::string_view text);

// Messages in files, of each subject only the newest one.
struct Stream {
    enum class Kind : std::uint8_t {
        work,   // a message goes when its consumer has acknowledged it
        store,  // a message stays until purged
    };
    std::string name{};
    std::string subjects{};  // "lt.H05.mail.*"
    Kind kind = Kind::work;
    int replicas = 1;
    std::chrono::hours keep{24 * 30};  // then it goes anyway
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Outgoing {
    std::string subject{};
    std::string id{};  // within two minutes a second message of the same id is acknowledged and not kept
    Headers headers{};
    std::string data{};  // at most the server's max_payload, 1 MB
};

// A message of a consumer, to be settled by one of ack, later, drop; otherwise it comes again after half a minute.
class Received {
public:
    // A message is settled through the connection that brought it, which has to be there until then.
    Received(void* message, std::shared_ptr<void> line) : line_(std::move(line)), message_(message) {}
    ~Received();
    Received(Received&& other) noexcept
        : line_(std::move(other.line_)), message_(std::exchange(other.message_, nullptr))
    {
    }
    Received& operator=(Received&& other) noexcept;
    std::string_view subject() const;
    std::string_view data() const;
    std::string header(const char* name) const;   // "" without
    void ack();                                   // done
    void later(std::chrono::milliseconds delay);  // it comes again
    void drop();                                  // it will never be good
    void working();                               // the half minute begins anew

private:
    std::shared_ptr<void> line_;
    void* message_;
};

// For many threads at a time. Connects at the first call, and again by itself when the server is gone.
class Connection {
public:
    explicit Connection(Options options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Makes the stream, or makes it as wanted.
    void ensure_stream(const Stream& stream);
    // Makes the durable consumer of the subjects, where it is not there.
    void ensure_consumer(const std::string& stream, const std::string& consumer, const std::string& subjects);

    // False when it is gone, as after the loss of the servers' disks; a fetch only finds nothing then.
    bool has_consumer(const std::string& stream, const std::string& consumer);

    // Which of them the server has acknowledged, in their order; they are all on the way at a time.
    std::vector<bool> publish(std::span<const Outgoing> messages);
    void publish(const Outgoing& message);  // throws where it is not acknowledged

    // At most `most` messages; waits for the first one. Empty when none came.
    std::vector<Received> fetch(const std::string& stream, const std::string& consumer, int most,
                                std::chrono::milliseconds wait);
    // The newest message of a subject.
    std::optional<std::string> newest(const std::string& stream, const std::string& subject);
    // Removes what the subject's pattern fits to.
    void purge(const std::string& stream, const std::string& subjects);

private:
    std::unique_ptr<struct ConnectionState> state_;
};

}  // namespace lt::nats
