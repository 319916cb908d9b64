// The exchange between this platform and other document systems: who is connected, the messages between them and how far each is on
// its way. What a message means for documents is for `documents` to say: it gives `Services::deliver` and calls post().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/api.h"
#include "exchange/edxml/edxml.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/blob/blob.h"
#include "kit/db/db.h"
#include "kit/jobs/jobs.h"

namespace lt::exchange {

// Of the messages in the blob store: nobody need look into them for it.
inline constexpr const char* kMessageType = "application/xml";

// How it is reached: it calls us (a document system of another make), we call it (a parent axis), by NATS (another Liên Thông).
enum class SystemKind : std::uint8_t { client, axis, node };
std::string_view to_text(SystemKind);
std::optional<SystemKind> system_kind(std::string_view text);

struct System {
    std::int64_t id = 0;
    std::string uid{};
    std::string code{};  // its SystemId
    std::string name{};
    SystemKind kind{};
    std::string address{};  // of an axis
    bool may_send = true;
    bool may_register = false;  // agencies of its own
    int rate = 0;               // calls a minute
    std::uint64_t largest = 0;  // bytes of a message
    bool active = true;
    base::Time created_at{};
    base::Time secret_at{};
    std::optional<base::Time> seen_at{};
};

// How far a message is on its way to one addressee (section 3.2 of the axis's interface). given_up: by the operator, with a reason.
enum class Transport : std::uint8_t { initial, processing, done, fail, given_up };
std::string_view to_text(Transport);
std::optional<Transport> transport(std::string_view text);

// A message that has arrived for agencies here.
struct Arrived {
    std::string uid{};
    edxml::Kind kind{};
    std::string sha256{};           // of its bytes, in the blob store
    std::vector<std::string> to{};  // identity codes as in the directory
    std::string carrier{};          // name of the system that brought it; "" for what was made here
};

struct Services {
    db::Pool& pool;
    directory::Directory& directory;
    jobs::Queue& queue;
    blob::Store& blobs;
    std::shared_ptr<const base::Clock> clock;
    // With the installation's key: secrets of connected systems are never in the database as they are.
    std::function<std::string(std::string_view secret)> seal{};
    std::function<std::optional<std::string>(std::string_view sealed)> unseal{};
    // Makes of it what it means here. Called at least once for each message, in the order of its document's life. A refusal is
    // final (the message fails, with these words for the operator); an exception means: again later.
    std::function<base::Result<base::Done>(const Arrived&)> deliver{};
    // Something waits for another node since the commit that just was. Set by nodes::Nodes; empty where no nodes are connected.
    std::function<void()> carry{};
};

// A message that was checked, on its way into the queue. Its bytes are in the blob store, whose writer lives until the commit.
struct NewMessage {
    edxml::Kind kind{};
    std::int64_t system = 0;  // that brought it; 0: made here
    std::string from_code{};
    std::string from_name{};
    std::string document_id{};  // of edXML, at most 200 bytes
    edxml::BusinessType business = edxml::BusinessType::create;
    std::string status_code{};  // of a status
    std::string title{};
    std::string notation{};
    int urgency = 0;         // Priority, 0 to 4
    std::int64_t about = 0;  // the document here that it was made of; 0: none
    blob::Blob bytes{};
};
struct Addressee {
    std::string code{};  // as in the directory
    std::string name{};
    std::int64_t system = 0;  // that carries its mail; 0: this platform
};
struct Posted {
    std::string uid{};   // docId
    bool again = false;  // every addressee has it already: the uid is the first one's, nothing was done
};
// Puts the message into the queue, once for each addressee: a new document of the same sender and DocumentId, or the same bytes of any
// other message, is not sent to the same agency twice. In a transaction of the platform's reach.
Posted post(db::Transaction& tx, Services& services, const NewMessage& message,
            const std::vector<Addressee>& to);
// Many of them by one statement, in their order. What every addressee has already is passed over.
struct Posting {
    NewMessage message{};
    std::vector<Addressee> to{};
};
void post_all(db::Transaction& tx, Services& services, const std::vector<Posting>& postings);

// The jobs of this feature: exchange.deliver, exchange.deliver_left, exchange.forget. Before Queue::start.
void add_jobs(Services& services);

}  // namespace lt::exchange
