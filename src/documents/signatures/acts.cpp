// See acts.h.
#include "documents/signatures/acts.h"

#include <algorithm>

#include "documents/lists.h"
#include "documents/queries.h"
#include "documents/signatures/act_rows.h"
#include "documents/signatures/act_steps.h"
#include "documents/signatures/plugin_acts.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "signing/remote.h"

namespace lt::documents {
namespace {

using act_rows::File;
using act_rows::Stored;

// Until the service has said how long it waits.
constexpr std::chrono::seconds kLifetime{180};
// With a plug-in each file takes a PIN, and somebody may be called away in between.
constexpr std::chrono::hours kPluginLifetime{1};

bool by_plugin(const signing::Key& key) { return key.holder == signing::Holder::plugin; }

std::chrono::seconds lifetime_of(const signing::Key& key)
{
    return by_plugin(key) ? std::chrono::seconds(kPluginLifetime) : kLifetime;
}

constexpr const char* kInAnother =
    "Văn bản này đang chờ xác nhận ở một lần ký khác. Xong lần đó rồi ký tiếp.";

// The number that the document goes out with, and what it is about: the signer reads it in his app.
std::string name_of(Services& services, const Actor& actor, const std::string& uid)
{
    const auto found = document(services, actor, uid);
    if (!found) return uid;
    return found->notation.empty() ? found->subject : found->notation + ": " + found->subject;
}

// The open act that holds the document.
std::string act_with(const std::vector<OpenAct>& acts, const std::string& document)
{
    for (const OpenAct& act : acts)
        if (std::ranges::find(act.documents, document) != act.documents.end()) return act.uid;
    return {};
}

// Goes on with what was begun before, or says for which documents it is.
Begun gone_on(const std::vector<OpenAct>& acts, const std::vector<ToBegin>& all)
{
    Begun begun;
    for (const ToBegin& one : all) {
        const std::string act = act_with(acts, one.document);
        if (act.empty()) continue;
        begun.act = act;
        begun.failures.emplace(one.document, base::conflict(kInAnother));
    }
    const bool the_same =
        begun.failures.size() == all.size() &&
        std::ranges::all_of(all, [&](const auto& one) { return act_with(acts, one.document) == begun.act; });
    if (the_same)
        begun.failures.clear();
    else
        begun.act.clear();
    return begun;
}

base::Result<OpenSignature> open_one(Services& services, const Actor& actor, Purpose purpose,
                                     const ToBegin& one, const std::optional<pdf::Picture>& picture,
                                     Writer writer)
{
    const pdf::Picture* const shown = picture ? &*picture : nullptr;
    return purpose == Purpose::leader ? open_leader(services, actor, one.document, one.version, shown, writer)
                                      : open_seal(services, actor, one.document, shown, writer);
}

struct Opened {
    std::vector<File> files{};
    std::vector<blob::Blob> blobs{};
    std::map<std::string, base::Error> failures{};
};

// One document after the other, so that no more than one is in memory.
base::Result<Opened> open_all(Services& services, const Actor& actor, const signing::Key& key,
                              Purpose purpose, const std::vector<ToBegin>& all)
{
    const auto picture = signing::picture_of(services.signing, key);
    if (!picture) return picture.error();
    const Writer writer = by_plugin(key) ? Writer::plugin : Writer::here;
    Opened out;
    for (const ToBegin& one : all) {
        const auto open = open_one(services, actor, purpose, one, *picture, writer);
        if (!open) {
            out.failures.emplace(one.document, open.error());
            continue;
        }
        if (open->files.empty()) continue;  // signed before
        const std::string name = name_of(services, actor, one.document);
        for (const OpenFile& file : open->files) {
            out.blobs.push_back(services.blobs.put(file.open.bytes));
            out.files.push_back(
                {.document = one.document,
                 .version = open->version,
                 .name = name,
                 .file = file.file,
                 .before = file.before,
                 .content = out.blobs.back().sha256,
                 .begin = file.open.begin,
                 .end = file.open.end,
                 .digest = by_plugin(key) ? std::string() : signing::digest_to_sign(key, file.open)});
        }
    }
    return out;
}

// The documents are locked, so that of two tabs the second finds what the first has begun.
base::Result<Begun> keep(Services& services, const Actor& actor, const signing::Key& key, Purpose purpose,
                         const std::vector<ToBegin>& all, const Opened& opened)
{
    const base::Time now = services.clock->now();
    Act act{.uid = base::new_uid(now), .purpose = purpose, .expires_at = now + lifetime_of(key)};
    for (const File& file : opened.files)
        if (act.documents.empty() || act.documents.back().uid != file.document)
            act.documents.push_back({.uid = file.document, .name = file.name});
    std::vector<std::string> order;
    for (const ActDocument& one : act.documents) order.push_back(one.uid);
    std::ranges::sort(order);
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Begun> {
        for (const std::string& uid : order)
            if (!lock_document(tx, uid)) return no_such_document();
        if (Begun before = gone_on(act_rows::open(tx), all); !before.act.empty() || !before.failures.empty())
            return before;
        for (const blob::Blob& blob : opened.blobs) blob::remember(tx, blob);
        act_rows::add(tx, act, key.uid, opened.files, now);
        enqueue_act(tx, services, actor, act.uid, lifetime_of(key));
        tx.commit();
        return Begun{.act = act.uid};
    });
}

}  // namespace

base::Result<Begun> begin_act(Services& services, const Actor& actor, const signing::Key& key,
                              Purpose purpose, const std::vector<ToBegin>& all)
{
    CHECK((key.holder == signing::Holder::remote || by_plugin(key)) && !all.empty());
    if (Begun before = gone_on(open_acts(services, actor), all);
        !before.act.empty() || !before.failures.empty())
        return before;
    if (auto revoked = signing::why_revoked(services.signing, key.certificate, key.chain))
        return base::invalid("key", *std::move(revoked));
    const auto opened = open_all(services, actor, key, purpose, all);
    if (!opened) return opened.error();
    if (!opened->failures.empty()) return Begun{.failures = opened->failures};
    if (opened->files.empty()) return Begun{};
    auto begun = keep(services, actor, key, purpose, all, *opened);
    if (!begun || begun->act.empty()) return begun;
    // What the service says to the request is on the act's page.
    static_cast<void>(go_on(services, actor, begun->act));
    return begun;
}

base::Result<Act> find_act(Services& services, const Actor& actor, const std::string& uid)
{
    auto stored = find_stored(services, actor, uid);
    if (!stored) return stored.error();
    return std::move(stored->act);
}

base::Result<base::Done> confirm_act(Services& services, const Actor& actor, const std::string& uid,
                                     base::Secret code)
{
    const auto stored = find_stored(services, actor, uid);
    if (!stored) return stored.error();
    if (stored->act.state != ActState::waiting || !stored->act.asked)
        return base::Done{};  // its page says how it stands
    const auto key = key_of_act(services, actor, *stored);
    if (!key) return base::Done{};
    return signing::confirm_remote(services.signing, *key, transaction_of(services, *key, *stored),
                                   std::move(code));
}

base::Result<base::Done> cancel_act(Services& services, const Actor& actor, const std::string& uid)
{
    const auto stored = find_stored(services, actor, uid);
    if (!stored) return stored.error();
    if (stored->act.by_plugin) {
        end_plugin(services, actor, *stored, "Người ký đã huỷ lần ký này.");
        return base::Done{};
    }
    if (undo(services, actor, *stored, {"waiting"}, "Người ký đã huỷ lần ký này.")) return base::Done{};
    if (stored->act.state == ActState::undone) return base::Done{};
    return base::conflict("Đã xác nhận ký nên không huỷ được nữa.");
}

std::vector<OpenAct> open_acts(Services& services, const Actor& actor)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    return act_rows::open(tx);
}

}  // namespace lt::documents
