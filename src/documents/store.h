// Rows of documents and deliveries in and out. Knows SQL and nothing of who may do what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/actions.h"
#include "kit/db/db.h"

namespace lt::documents {

// The server's own work on an agency's rows: nobody's act.
db::Scope own_work(std::int64_t agency);

// NULL for 0, as rows have it where there is none.
inline std::optional<std::int64_t> id_or_null(std::int64_t id)
{
    return id == 0 ? std::nullopt : std::optional(id);
}

// The actor's own document, locked until the end of the transaction.
struct LockedDocument {
    std::int64_t id = 0;
    DocumentState state{};
    int version = 0;
    Origin origin{};
    std::int64_t drafter = 0;
    std::int64_t signer = 0;
    std::int64_t unit = 0;
    std::string kind_code{};
    std::string book{};  // of numbers, as the agency chose for this kind; "" where it did not
    std::string subject{};
    std::string number_text{};
    std::string notation{};
    std::optional<base::Day> issued_on{};  // of the number, which may come before the issue
    std::vector<std::int64_t> recipients{};
    bool recalled = false;
    bool signed_digitally = false;  // by the leader, at least
};
std::optional<LockedDocument> lock_document(db::Transaction& tx, const std::string& uid);

// The actor's delivery of a document, locked, with its register entry.
struct LockedDelivery {
    std::int64_t id = 0;
    std::int64_t document = 0;
    std::int64_t sender = 0;  // 0: from outside
    bool from_axis = false;   // its sender is told what becomes of it
    DeliveryState state{};
    base::Time arrived_at{};
    std::optional<base::Time> reply_due_at{};
    std::optional<int> arrival_number{};
    std::int64_t leader = 0;
};
std::optional<LockedDelivery> lock_delivery(db::Transaction& tx, const std::string& uid, std::int64_t agency);

// A sender elsewhere is told.
void set_state(db::Transaction& tx, Services& services, const Actor& actor, const LockedDelivery& delivery,
               DeliveryState state, base::Time now, std::optional<std::string> reason = std::nullopt);

// Tells a sender elsewhere, after the commit: status code of edXML and a reason. Nothing for what did not come over the axis.
void tell_axis(db::Transaction& tx, Services& services, const Actor& actor, const LockedDelivery& delivery,
               std::string_view code, const std::string& words, base::Time now);

// Remembers the blobs and adds the files behind those that the document has. Their uploads serve this document from now on and
// no other one: refused, with field "files", when one of them serves another document already.
std::optional<base::Error> add_files(db::Transaction& tx, std::int64_t document,
                                     const std::vector<NewFile>& files, base::Time now);

// What happened, for the history of the document and for the journal.
enum class Reader : std::uint8_t { both_sides, own_agency };
struct Happened {
    std::int64_t document = 0;
    std::string uid{};
    std::string action{};
    std::string detail{};
    Reader reader = Reader::own_agency;
    base::Time at{};
};
void record(db::Transaction& tx, const Actor& actor, const Happened& happened);

// Asks for the document to be (re)indexed for the search after the commit; `agency` is one that may read it.
// 0: nothing of it has changed but who holds it.
void enqueue_index(db::Transaction& tx, Services& services, std::int64_t agency, std::int64_t document);
// Whoever asked for the draft learns that it is gone.
void enqueue_discarded(db::Transaction& tx, Services& services, std::int64_t agency, const std::string& uid);
// Asks for what the agency has to tell the document's sender elsewhere to be told after the commit.
void enqueue_telling(db::Transaction& tx, Services& services, std::int64_t agency, std::int64_t document);

// The head-line person of the actor's agency with this official id who is a leader today.
std::optional<directory::Person> find_leader(db::Transaction& tx, std::int64_t agency, std::int64_t official,
                                             base::Day day);

// What the same form made when it was sent before; an error when the key is somebody else's, or when the form now holds another
// document (sent, gone back to, changed, sent again), which must not be lost without a word.
base::Result<db::Rows> earlier_sending(db::Transaction& tx, const Actor& actor, const std::string& key,
                                       Origin origin, const std::string& kind_code,
                                       const std::string& subject);

// Answers for rows that are not there or belong to others: the same words for both.
base::Error no_such_document();

}  // namespace lt::documents
