// Signatures that are made elsewhere: at a remote service, begun here, confirmed by the signer within minutes and ended here; or by the
// plug-in on the signer's machine (plugin_acts.h), file by file. What is signed, and what becomes of it, is a subject's business: outgoing
// documents, results of dossiers, electronic copies, hand-overs. The rows of an act are all that is needed to go on, so a restart loses
// nothing; only the end, for a plug-in that of each item, changes anything.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/pdf/picture.h"
#include "kit/pdf/sign.h"
#include "signing/api.h"
#include "signing/vgca.h"

namespace lt::signing {

// Who puts the signature into the file: we, into a hole, or a program that adds a field of its own.
enum class Writer : std::uint8_t { here, plugin };
// The signer's program for keys on his own machine, otherwise we.
Writer writer_of(const Key& key);

enum class ActState : std::uint8_t { waiting, confirmed, done, undone };

// What is signed by an act: a document with its files, a result, a copy.
struct ActItem {
    std::string uid{};
    std::string name{};
    std::string detail = "{}";
    base::Message why{};  // it was not signed
    bool closed = false;  // by a plug-in: it was
};

struct Act {
    std::string uid{};
    std::string purpose{};  // as stored; one of its subject's
    ActState state{};
    bool asked = false;      // the service has the request
    bool by_code = false;    // confirmed with a code typed here, otherwise in the signer's app
    bool by_plugin = false;  // no service is asked
    base::Time expires_at{};
    base::Message why{};           // it was undone
    std::vector<ActItem> items{};  // each once, in the order of signing
};

// A file of an act, as it is stored.
struct ActFile {
    std::string item{};  // uid
    int version = 0;     // of the item
    std::string name{};  // of the item
    std::string detail =
        "{}";               // of the item: JSON, its subject's own; the member "until_end" goes with the act
    std::string file{};     // uid
    std::string before{};   // SHA-256 of the content that is signed
    std::string content{};  // SHA-256 of it with the hole; "" when the act has ended
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string digest{};     // SHA-256 of what the service signs, 32 raw bytes; "" where a plug-in signs
    std::string delivered{};  // SHA-256 of it as a plug-in brought it back; "" while it has not
    bool closed = false;      // its item was signed with it
    bool failed = false;      // its item can't be signed any more

    bool is_over() const { return closed || failed; }
};

struct ToSign {
    std::string item{};  // uid
    int version = 0;     // that was read; 0 where the subject needs none
    std::string detail = "{}";
};

// A file with a hole for its signature; without one where a program writes it.
struct OpenFile {
    std::string file{};    // uid
    std::string before{};  // SHA-256 of the content that is signed, as it is stored
    pdf::Unsigned open{};
};
struct OpenItem {
    int version = 0;                // another one can't be closed any more
    std::string name{};             // the signer reads it in his app
    std::string detail{};           // in place of what was wished; "": as wished
    std::vector<OpenFile> files{};  // none: it was signed before
};

// What the plug-in is told of a file.
struct PluginOrder {
    vgca::Act act = vgca::Act::approve;
    std::string number{};                   // "12/QĐ-UBND"; of a seal only
    std::optional<base::Time> issued_at{};  // as above
};

// What can be signed by acts, for one acting official. Its acts are found by its purposes alone.
class ActSubject {
public:
    virtual ~ActSubject() = default;

    virtual db::Scope scope() const = 0;
    virtual std::vector<std::string> purposes() const = 0;
    // Whether the post that is acting signs for this purpose: somebody may have two posts.
    virtual bool may(const std::string& purpose) const = 0;
    virtual std::int64_t key_owner(const std::string& purpose) const = 0;  // official; 0: the agency
    virtual const char* request_words() const = 0;  // "Ký {{count}} văn bản": shown by the service
    virtual const char* changed_words() const = 0;  // "Văn bản đã thay đổi …": why it is passed over

    // Refuses what could not be signed, before anything is changed for any of the items.
    virtual base::Result<base::Done> check(const std::string&, const ToSign&, const pdf::Picture*, Writer)
    {
        return base::Done{};
    }
    // What is to be signed of an item, prepared; a number that the signature covers is taken here, once and for good.
    virtual base::Result<OpenItem> open(const std::string& purpose, const ToSign&, const pdf::Picture*,
                                        Writer) = 0;
    // Nobody begins another act over these items before the transaction ends; in an order that is always the same.
    virtual base::Result<base::Done> lock(db::Transaction&, const std::string& purpose,
                                          std::span<const ActFile>) = 0;
    // Those items (uids) that are not any more what was given out.
    virtual std::vector<std::string> changed(db::Transaction&, const std::string& purpose,
                                             std::span<const ActFile>) = 0;
    // Puts the signed files of one item in its place and takes the step that the signature is for. Once: what was signed with them
    // before is good, what has changed since `open` a conflict. Other errors than `unavailable` end it for this item; of what a plug-in brought, all do.
    virtual base::Result<base::Done> close(const std::string& purpose, std::span<const ActFile>,
                                           const std::vector<std::string>& contents) = 0;
    virtual PluginOrder order(const std::string& purpose, const ActFile&) = 0;
    // Has a job of the subject call end_act() after this time.
    virtual void end_later(db::Transaction&, const std::string& act, std::chrono::seconds) = 0;
};

struct Begun {
    std::string act{};                              // uid; "" when there is nothing to sign, or a failure
    std::map<std::string, base::Error> failures{};  // by item: nothing was begun then
};

// Opens every item, keeps the files, with their holes for a remote service, and asks the service that holds the key. What this official
// has begun with the same items before is gone on with instead (two tabs, a button pressed twice). A service that does not answer leaves an
// act that waits. A number that an item was given stays, whatever becomes of the act. invalid at "key": its certificate is revoked, or
// not valid now.
base::Result<Begun> begin_act(Services&, ActSubject&, const Key&, const std::string& purpose,
                              const std::vector<ToSign>&);

// How it stands, after asking the service: signatures that are there are put in their places, an act that was refused or has run out is
// undone. Faults: not_found for somebody else's; forbidden in another post; unavailable when the service or the timestamp authority does
// not answer: nothing is lost, ask again.
base::Result<Act> go_on(Services&, ActSubject&, const std::string& uid);
// How it stands, as far as known here.
base::Result<Act> find_act(Services&, ActSubject&, const std::string& uid);

// The signer's one-time code. Faults as of RemoteSigningService::confirm, and conflict when the act has ended.
base::Result<base::Done> confirm_act(Services&, ActSubject&, const std::string& uid, base::Secret code);

// Conflict when the signer has confirmed it already. What a plug-in has signed by then stays signed.
base::Result<base::Done> cancel_act(Services&, ActSubject&, const std::string& uid);

// What the official has begun and not ended.
struct OpenAct {
    std::string uid{};
    base::Time expires_at{};
    std::vector<std::string> items{};  // uids
    std::string first_name{};
};
std::vector<OpenAct> open_acts(Services&, ActSubject&);

// What the job does with an act whose signer has left the page. Throws while it has not ended.
void end_act(Services&, ActSubject&, const std::string& uid);

// Files of an act are held in memory as a whole.
inline constexpr std::uint64_t kLargestSigned = 100ULL << 20;

}  // namespace lt::signing
