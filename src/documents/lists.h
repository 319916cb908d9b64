// What lists and pages show: rows already joined, paged by key. Reads only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "documents/actions.h"

namespace lt::documents {

// Where a page begins: the key of the last row before it. Written into links as "<time in microseconds>-<id>".
struct PageKey {
    base::Time time{};
    std::int64_t id = 0;
};
std::optional<PageKey> page_key(std::string_view text);
std::string to_text(const PageKey& key);

// waiting: not registered yet; to_assign: submitted to the actor, a leader, who has not assigned yet.
// recalls: the sender wants it back and waits for an answer. reminded: the sender reminds of it.
enum class IncomingView : std::uint8_t { open, waiting, to_assign, recalls, reminded, overdue, done, all };
struct IncomingFilter {
    IncomingView view = IncomingView::open;
    std::optional<std::int64_t> sender{};
    // An official of the agency. Of the views open, overdue, done and all; not for those who see only their own work.
    std::optional<std::int64_t> holder{};
    std::optional<Urgency> urgency{};
    std::string kind_code{};
    std::optional<base::Day> from{};
    std::optional<base::Day> to{};
    std::optional<PageKey> after{};
    int limit = 15;
};
struct IncomingRow {
    std::string uid{};
    std::string subject{};
    Urgency urgency{};
    std::string notation{};  // full
    std::string sender_name{};
    DeliveryState state{};
    std::string holder{};  // "Văn thư", the leader's or the lead's name and unit
    std::optional<int> arrival_number{};
    base::Time arrived_at{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> closed_at{};
    bool unread = false;
    bool recall_open = false;
    bool reminded = false;   // by the sender, and not finished since
    bool submitted = false;  // to a leader
    std::string my_role{};   // lead, support, informed; in the list of one official
    PageKey key{};
};
struct IncomingPage {
    std::vector<IncomingRow> rows{};
    bool more = false;
};
// Specialists get what is assigned to them, all others what came to the agency.
IncomingPage incoming(Services&, const Actor&, const IncomingFilter&);

// The most pressing work until a moment: of the agency, or of the official who sees only what is assigned.
std::vector<IncomingRow> due_soon(Services&, const Actor&, base::Time until, int limit);

// open: not issued yet. unsent: signed and not issued, or issued and not there yet, when it had to be sent: by the end of the next
// working morning, an urgent one at once (QĐ 28/2018/QĐ-TTg, art. 6.2).
enum class OutgoingView : std::uint8_t { open, drafts, review, approved, issued, recalled, unsent };
struct OutgoingFilter {
    OutgoingView view = OutgoingView::open;
    // Who writes the draft or is asked to sign. Of what is not issued; not for those who see only their own drafts.
    std::optional<std::int64_t> holder{};
    std::optional<Urgency> urgency{};
    std::string kind_code{};
    std::optional<base::Day> from{};
    std::optional<base::Day> to{};
    bool mine = false;
    std::optional<PageKey> after{};
    int limit = 15;
};
struct OutgoingRow {
    std::string uid{};
    std::string subject{};
    Urgency urgency{};
    std::string notation{};
    std::string kind_name{};
    DocumentState state{};
    bool recalled = false;
    std::string drafter_name{};
    std::string unit_name{};
    std::string signer_name{};
    base::Time changed_at{};
    std::optional<base::Time> issued_at{};
    std::string note{};  // why it was returned
    int recipients = 0;
    int accepted = 0, done = 0, refused = 0;  // of the deliveries
    int on_the_way = 0;                       // to agencies elsewhere; in the list of what is unsent
    PageKey key{};
};
struct OutgoingPage {
    std::vector<OutgoingRow> rows{};
    bool more = false;
};
OutgoingPage outgoing(Services&, const Actor&, const OutgoingFilter&);

// Numbers beside the menu and the views, each counted up to 1,000 and no further ("999+"). One round trip.
struct Counts {
    int waiting = 0, open = 0, overdue = 0, due_today = 0, to_assign = 0, my_work = 0;
    int drafts = 0, review = 0, to_sign = 0, approved = 0, returned = 0, recalls = 0, reminded = 0;
    int unsent = 0;
    // Of leaders, so that a sum counts nothing twice: reminded and not overdue; to assign and neither.
    int only_reminded = 0, only_to_assign = 0;
};
Counts counts(Services&, const Actor&);

// Numbers beside the views of a list, counted to 1,000 too; most are the menu's, which is asked for first. Missing are those that
// no index gives: what an official has done, what an agency has issued.
struct IncomingCounts {
    int open = 0, waiting = 0, to_assign = 0, recalls = 0, reminded = 0, overdue = 0;
    std::optional<int> done{}, all{};
};
IncomingCounts incoming_counts(Services&, const Actor&, const Counts& menu);
struct OutgoingCounts {
    int drafts = 0, review = 0, approved = 0, unsent = 0;
};
OutgoingCounts outgoing_counts(Services&, const Actor&, const Counts& menu);

struct SearchHit {
    std::string uid{};
    bool outgoing = false;
    std::string subject{};
    std::string notation{};
    std::string issuer_name{};
    std::optional<base::Day> issued_on{};
    Urgency urgency{};
    PageKey key{};
};
struct SearchPage {
    std::vector<SearchHit> hits{};
    bool more = false;
};
// Finds by number and notation ("1234/UB…"), or by words of subject, issuer and file text; typed accents must match.
SearchPage search(Services&, const Actor&, const std::string& typed, std::optional<PageKey> after, int limit);

// ---- One document ---------------------------------------------------------------------------------------------------

struct FileRow {
    std::string uid{};
    std::string name{};
    std::string media_type{};
    std::uint64_t size = 0;
    std::string sha256{};
    std::string signed_by{};   // here: "", "leader", "agency"
    std::string places{};      // of number, date and signatures, JSON (signatures/places.h); "" without
    std::string indication{};  // of the validation: "" before it; "total-passed" … "unsigned", "unreadable"
    std::string report{};      // of the validation, JSON; "" without
    std::optional<base::Time> judged_at{};
    bool preserved = false;                // there is a version with its proofs; only its issuer knows
    std::optional<base::Time> renew_by{};  // of that version; nothing where none is to be made
};
struct RecipientRow {
    std::int64_t agency = 0;
    std::string name{};
    DeliveryState state{};
    base::Time state_at{};
    std::string reason{};
    std::string recall{};  // "", "asked", "agreed", "refused"
    std::string recall_reason{};
    std::optional<base::Time> reminded_at{};  // last
    int reminders = 0;                        // on how many days
    bool elsewhere = false;                   // another system carries its mail
    std::string not_sent{};                   // why the message did not get there
};
struct EventRow {
    base::Time at{};
    std::string action{};  // "issued", "accepted", …: pages have the words; "reminder": by the sender
    std::string detail{};
    std::string official_name{};
    std::string agency_name{};
    bool own = false;  // done by the reader's agency
};
struct AssignmentRow {
    std::int64_t official = 0;
    std::string official_name{};
    std::string unit_name{};
    AssignmentRole role{};
    std::string state{};  // open, done, withdrawn
    std::string instruction{};
    std::string report{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> started_at{};
    std::optional<base::Time> done_at{};
    std::string assigned_by_name{};
    base::Time assigned_at{};
};
struct DocumentView {
    std::int64_t id = 0;
    std::string uid{};
    int version = 0;
    Origin origin{};
    DocumentState state{};
    std::string kind_code{}, kind_name{};
    std::string subject{};
    Urgency urgency{};
    std::string notation{};  // full, "" before issue
    std::string issuer_name{}, issuer_code{};
    std::optional<base::Day> issued_on{};
    std::optional<base::Time> issued_at{};
    std::optional<base::Time> recalled_at{};
    std::string drafter_name{}, unit_name{}, signer_name{}, signer_title{};
    std::int64_t drafter = 0, signer = 0;
    std::optional<base::Time> reply_due_at{};
    std::string note{};
    base::Time changed_at{};
    struct Link {
        std::string uid{}, notation{}, subject{};
        bool outgoing = false;
    };
    std::optional<Link> in_reply_to{};
    std::vector<Link> replies{};
    std::string copy_form{};  // "SAO Y"; "" for what is no copy
    std::optional<Link> copied_from{};
    std::vector<Link> copies{};
    std::vector<FileRow> files{};
    std::vector<EventRow> events{};

    // Of what came over the axis.
    struct Arrival {
        std::string carrier{};  // the system that brought it; "" for a file
        bool updates = false;   // an earlier document of the sender
        bool replaces = false;  // one or more of them
        std::string reason{};   // of that
        std::string earlier{};  // their DocumentIds
        std::optional<Link> earlier_link{};
        std::string signature{};  // of the message: as edxml::name()
        std::string signature_why{};
    };
    std::optional<Arrival> arrival{};

    // As sender: chosen recipients while drafting, deliveries after the issue.
    bool own = false;
    std::vector<std::int64_t> chosen_recipients{};
    std::vector<RecipientRow> recipients{};

    // As recipient.
    struct Incoming {
        DeliveryState state{};
        base::Time arrived_at{};
        base::Time state_at{};
        std::string reason{};
        std::optional<int> arrival_number{};
        std::optional<base::Time> registered_at{};
        std::int64_t leader = 0;
        std::string leader_name{}, clerk_note{};
        std::optional<base::Time> due_at{};
        std::string recall{};  // "", "asked", "agreed", "refused"
        std::string recall_reason{};
        std::vector<AssignmentRow> assignments{};
    };
    std::optional<Incoming> incoming{};
};
// Everything on a document that the actor may see; empty when there is none.
std::optional<DocumentView> document(Services&, const Actor&, const std::string& uid);

// The file when the actor may read it (not after a recall was agreed); its preserved version, to its issuer.
std::optional<FileRow> file(Services&, const Actor&, const std::string& file_uid);
std::optional<FileRow> preserved_file(Services&, const Actor&, const std::string& file_uid);

std::vector<Kind> kinds(Services&);
// One that a document has.
Kind kind_of(Services&, const std::string& code);

// How much each official of the agency holds: for the assigning form.
struct Load {
    std::int64_t official = 0;
    int open = 0, overdue = 0;
};
std::vector<Load> loads(Services&, const Actor&);

}  // namespace lt::documents
