// See signing/acts.h.
#include <algorithm>

#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "signing/acts/steps.h"
#include "signing/certificates.h"
#include "signing/remote.h"
#include "signing/sign.h"

namespace lt::signing {
namespace {

// Until the service has said how long it waits.
constexpr std::chrono::seconds kRemoteLifetime{180};
// With a plug-in each file takes a PIN, and somebody may be called away in between.
constexpr std::chrono::hours kPluginLifetime{1};
// The job comes when the service has certainly ended the transaction.
constexpr std::chrono::seconds kAfterEnd{5};

constexpr const char* kInAnother = "Mục này đang chờ xác nhận ở một lần ký khác. Xong lần đó rồi ký tiếp.";
constexpr const char* kCancelled = "Người ký đã huỷ lần ký này.";

bool by_plugin(const Key& key) { return writer_of(key) == Writer::plugin; }

std::chrono::seconds lifetime_of(const Key& key)
{
    return by_plugin(key) ? std::chrono::seconds(kPluginLifetime) : kRemoteLifetime;
}

// A form may name one twice.
std::vector<ToSign> each_once(const std::vector<ToSign>& wished)
{
    std::vector<ToSign> out;
    for (const ToSign& one : wished)
        if (std::ranges::find(out, one.item, &ToSign::item) == out.end()) out.push_back(one);
    return out;
}

// The open act that holds the item.
std::string act_with(const std::vector<OpenAct>& acts, const std::string& item)
{
    for (const OpenAct& act : acts)
        if (std::ranges::find(act.items, item) != act.items.end()) return act.uid;
    return {};
}

// Goes on with what was begun before, or says for which items it is.
Begun gone_on(const std::vector<OpenAct>& acts, const std::vector<ToSign>& all)
{
    Begun begun;
    for (const ToSign& one : all) {
        const std::string act = act_with(acts, one.item);
        if (act.empty()) continue;
        begun.act = act;
        begun.failures.emplace(one.item, base::conflict(kInAnother));
    }
    const bool the_same =
        begun.failures.size() == all.size() &&
        std::ranges::all_of(all, [&](const auto& one) { return act_with(acts, one.item) == begun.act; });
    if (the_same)
        begun.failures.clear();
    else
        begun.act.clear();
    return begun;
}

// The official's open acts. One that has run out and holds an item is ended first, as its page and its job would: nobody is sent there.
std::vector<OpenAct> acts_before(Services& services, ActSubject& subject, const std::vector<ToSign>& all)
{
    std::vector<OpenAct> acts = open_acts(services, subject);
    bool ended = false;
    for (const OpenAct& act : acts) {
        const bool holds_one = std::ranges::any_of(all, [&](const ToSign& one) {
            return std::ranges::find(act.items, one.item) != act.items.end();
        });
        if (services.clock->now() >= act.expires_at && holds_one)
            ended = go_on(services, subject, act.uid) || ended;
    }
    return ended ? open_acts(services, subject) : acts;
}

struct OpenedFiles {
    std::vector<ActFile> files{};
    std::vector<blob::Blob> blobs{};
    std::map<std::string, base::Error> failures{};
};

// One item after the other, so that no more than one is in memory.
base::Result<OpenedFiles> open_all(Services& services, ActSubject& subject, const Key& key,
                                   const std::string& purpose, const std::vector<ToSign>& all)
{
    const auto picture = picture_of(services, key);
    if (!picture) return picture.error();
    const pdf::Picture* const shown = *picture ? &**picture : nullptr;
    const Writer writer = writer_of(key);
    OpenedFiles out;
    for (const ToSign& one : all)
        if (const auto good = subject.check(purpose, one, shown, writer); !good)
            out.failures.emplace(one.item, good.error());
    if (!out.failures.empty()) return out;
    for (const ToSign& one : all) {
        const auto open = subject.open(purpose, one, shown, writer);
        if (!open) {
            out.failures.emplace(one.item, open.error());
            continue;
        }
        for (const OpenFile& file : open->files) {
            out.blobs.push_back(services.blobs.put(file.open.bytes));
            out.files.push_back({.item = one.item,
                                 .version = open->version,
                                 .name = open->name,
                                 .detail = open->detail.empty() ? one.detail : open->detail,
                                 .file = file.file,
                                 .before = file.before,
                                 .content = out.blobs.back().sha256,
                                 .begin = file.open.begin,
                                 .end = file.open.end,
                                 .digest = by_plugin(key) ? std::string() : digest_to_sign(key, file.open)});
        }
    }
    return out;
}

// The items are locked, so that of two tabs the second finds what the first has begun.
base::Result<Begun> keep_act(Services& services, ActSubject& subject, const Key& key,
                             const std::string& purpose, const std::vector<ToSign>& all,
                             const OpenedFiles& opened)
{
    const base::Time now = services.clock->now();
    Act act{.uid = base::new_uid(now), .purpose = purpose, .expires_at = now + lifetime_of(key)};
    for (const ActFile& file : opened.files)
        if (act.items.empty() || act.items.back().uid != file.item)
            act.items.push_back({.uid = file.item, .name = file.name});
    return services.pool.retry(subject.scope(), [&](db::Transaction& tx) -> base::Result<Begun> {
        if (const auto locked = subject.lock(tx, purpose, opened.files); !locked) return locked.error();
        if (Begun before = gone_on(act_rows::open(tx, subject.purposes()), all);
            !before.act.empty() || !before.failures.empty())
            return before;
        for (const blob::Blob& blob : opened.blobs) blob::remember(tx, blob);
        act_rows::add(tx, act, key.uid, opened.files, now);
        subject.end_later(tx, act.uid, lifetime_of(key) + kAfterEnd);
        tx.commit();
        return Begun{.act = act.uid};
    });
}

}  // namespace

Writer writer_of(const Key& key) { return key.holder == Holder::plugin ? Writer::plugin : Writer::here; }

base::Result<Begun> begin_act(Services& services, ActSubject& subject, const Key& key,
                              const std::string& purpose, const std::vector<ToSign>& wished)
{
    CHECK((key.holder == Holder::remote || by_plugin(key)) && !wished.empty());
    const std::vector<ToSign> all = each_once(wished);
    if (!subject.may(purpose))
        return base::forbidden("Vai đang làm việc không ký được. Chuyển sang vai có quyền ký rồi thực hiện.");
    if (Begun before = gone_on(acts_before(services, subject, all), all);
        !before.act.empty() || !before.failures.empty())
        return before;
    if (auto refused = why_not_now(key.certificate, services.clock->now()))
        return base::invalid("key", *std::move(refused));
    if (auto revoked = why_revoked(services, key.certificate, key.chain))
        return base::invalid("key", *std::move(revoked));
    const auto opened = open_all(services, subject, key, purpose, all);
    if (!opened) return opened.error();
    if (!opened->failures.empty()) return Begun{.failures = opened->failures};
    if (opened->files.empty()) return Begun{};
    auto begun = keep_act(services, subject, key, purpose, all, *opened);
    if (!begun || begun->act.empty()) return begun;
    // What the service says to the request is on the act's page.
    static_cast<void>(go_on(services, subject, begun->act));
    return begun;
}

base::Result<Act> find_act(Services& services, ActSubject& subject, const std::string& uid)
{
    auto stored = find_stored(services, subject, uid);
    if (!stored) return stored.error();
    return std::move(stored->act);
}

base::Result<base::Done> confirm_act(Services& services, ActSubject& subject, const std::string& uid,
                                     base::Secret code)
{
    const auto stored = find_stored(services, subject, uid);
    if (!stored) return stored.error();
    if (stored->act.state != ActState::waiting || !stored->act.asked)
        return base::Done{};  // its page says how it stands
    const auto key = key_of_act(services, subject, *stored);
    if (!key) return base::Done{};
    return confirm_remote(services, *key, transaction_of(services, *key, *stored), std::move(code));
}

base::Result<base::Done> cancel_act(Services& services, ActSubject& subject, const std::string& uid)
{
    const auto stored = find_stored(services, subject, uid);
    if (!stored) return stored.error();
    if (stored->act.by_plugin) {
        end_plugin(services, subject, *stored, kCancelled);
        return base::Done{};
    }
    if (undo(services, subject, *stored, {"waiting"}, kCancelled)) return base::Done{};
    if (stored->act.state == ActState::undone) return base::Done{};
    return base::conflict("Đã xác nhận ký nên không huỷ được nữa.");
}

std::vector<OpenAct> open_acts(Services& services, ActSubject& subject)
{
    db::Transaction tx = services.pool.begin(subject.scope());
    return act_rows::open(tx, subject.purposes());
}

}  // namespace lt::signing
