// Signatures that are made elsewhere: at a remote service, begun here, confirmed by the signer within minutes and ended here; or by the
// plug-in on the signer's machine (plugin_acts.h), file by file. The rows of an act are all that is needed to go on, so a restart loses
// nothing; only the end, for a plug-in that of each document, changes documents. Inside documents only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "documents/signatures/signatures.h"

namespace lt::documents {

enum class ActState : std::uint8_t { waiting, confirmed, done, undone };

struct ActDocument {
    std::string uid{};
    std::string name{};
    base::Message why{};  // it was not signed
    bool closed = false;  // by a plug-in: it was
};

struct Act {
    std::string uid{};
    Purpose purpose{};
    ActState state{};
    bool asked = false;      // the service has the request
    bool by_code = false;    // confirmed with a code typed here, otherwise in the signer's app
    bool by_plugin = false;  // no service is asked
    base::Time expires_at{};
    base::Message why{};                   // it was undone
    std::vector<ActDocument> documents{};  // each once, in the order of signing
};

struct ToBegin {
    std::string document{};  // uid
    int version = 0;         // that the leader has read; the seal needs none
};
struct Begun {
    std::string act{};                              // uid; "" when there is nothing to sign, or a failure
    std::map<std::string, base::Error> failures{};  // by document: nothing was begun then
};

// Opens every document, keeps the files, with their holes for a remote service, and asks the service that holds the key. What this official has begun with the
// same documents before is gone on with instead (two tabs, a button pressed twice). A service that does not answer leaves an act that
// waits. For the agency's seal the number is taken here and stays, whatever becomes of the act.
base::Result<Begun> begin_act(Services&, const Actor&, const signing::Key&, Purpose,
                              const std::vector<ToBegin>&);

// How it stands, after asking the service: signatures that are there are put into the documents, an act that was refused or has run out
// is undone. Faults: not_found for somebody else's; forbidden in another post; unavailable when the service or the timestamp authority does not answer: nothing
// is lost, ask again.
base::Result<Act> go_on(Services&, const Actor&, const std::string& uid);
// How it stands, as far as known here.
base::Result<Act> find_act(Services&, const Actor&, const std::string& uid);

// The signer's one-time code. Faults as of RemoteSigningService::confirm, and conflict when the act has ended.
base::Result<base::Done> confirm_act(Services&, const Actor&, const std::string& uid, base::Secret code);

// Conflict when the signer has confirmed it already. What a plug-in has signed by then stays signed.
base::Result<base::Done> cancel_act(Services&, const Actor&, const std::string& uid);

// What the official has begun and not ended.
struct OpenAct {
    std::string uid{};
    base::Time expires_at{};
    std::vector<std::string> documents{};  // uids
    std::string first_name{};
};
std::vector<OpenAct> open_acts(Services&, const Actor&);

// The job that ends acts whose signer has left the page: documents.end_act.
void add_act_jobs(Services&);

}  // namespace lt::documents
