// See signing/plugin_acts.h.
#include <algorithm>

#include "signing/acts/steps.h"
#include "signing/delivered.h"
#include "signing/plugin_acts.h"
#include "signing/queries.h"
#include "signing/sign.h"

namespace lt::signing {
namespace {

using act_rows::Stored;

constexpr const char* kNotWaited =
    "Lần ký này không còn chờ tệp này: đã nhận rồi, đã huỷ hoặc hết hạn. Mở lại trang ký để xem.";
constexpr const char* kNotKept =
    "Tệp đã ký không được nhận: đã nhận rồi, bạn đã đăng xuất, hoặc nội dung đã thay đổi. Mở lại trang ký để xem.";

// All its files are there, and it is neither signed nor given up.
bool can_close(std::span<const ActFile> files)
{
    return !files.front().is_over() &&
           std::ranges::none_of(files, [](const ActFile& one) { return one.delivered.empty(); });
}

// An item whose time is over, or one that changed, is told and left as it is; a database that breaks leaves it to the next call.
void close_delivered(Services& services, ActSubject& subject, const Stored& stored)
{
    for (const std::span<const ActFile> files : act_rows::by_item(stored.files)) {
        if (!can_close(files)) continue;
        std::vector<std::string> contents;
        for (const ActFile& file : files)
            contents.push_back(services.blobs.get(file.delivered, 2 * kLargestSigned));
        const auto closed = subject.close(stored.act.purpose, files, contents);
        if (closed)
            note_closed(services, subject, stored, files.front().item);
        else
            note_why(services, subject, stored, files.front().item, closed.error().message);
    }
}

// The act as it is now, if nobody else can change it before this transaction ends.
std::optional<Stored> lock_act(db::Transaction& tx, const Stored& stored)
{
    if (tx.run(sql::signing_act_lock, stored.id).empty()) return std::nullopt;
    return act_rows::find(tx, stored.act.uid);
}

// Ends the act, unless a file has come meanwhile that completes an item (false).
bool try_end(Services& services, ActSubject& subject, const Stored& stored, const base::Message& why)
{
    db::Transaction tx = services.pool.begin(subject.scope());
    const auto now_stored = lock_act(tx, stored);
    if (!now_stored) return true;  // it has ended
    const auto items = act_rows::by_item(now_stored->files);
    if (std::ranges::any_of(items, can_close)) return false;
    const bool is_left =
        std::ranges::any_of(now_stored->files, [](const ActFile& one) { return !one.is_over(); });
    if (is_left && why.empty()) return true;
    const bool good = std::ranges::any_of(now_stored->files, [](const ActFile& one) { return one.closed; });
    for (const std::span<const ActFile> files : items)
        if (good && !files.front().is_over())
            tx.run(sql::signing_act_document_why, stored.id, files.front().item, act_rows::to_json(why));
    act_rows::end_by_items(tx, *now_stored, {"waiting"}, services.clock->now(), why);
    tx.commit();
    return true;
}

// What the ticket names, while it may still come.
base::Result<const ActFile*> waited_for(const Stored& stored, const GivenFile& given, base::Time now)
{
    const auto at = static_cast<std::size_t>(given.position);
    if (!stored.act.by_plugin || stored.act.state != ActState::waiting || now >= stored.act.expires_at ||
        at >= stored.files.size())
        return base::conflict(kNotWaited);
    const ActFile& file = stored.files[at];
    if (file.content != given.sha256 || !file.delivered.empty() || file.is_over())
        return base::conflict(kNotWaited);
    return &file;
}

// Items that can't be signed any more are passed over. One whose files have all come has changed because it is just being signed with
// them, by another request; under the lock no more come.
void pass_over_changed(Services& services, ActSubject& subject, const Stored& stored)
{
    db::Transaction tx = services.pool.begin(subject.scope());
    const auto now_stored = lock_act(tx, stored);
    if (!now_stored) return;
    std::vector<ActFile> left;
    for (const std::span<const ActFile> files : act_rows::by_item(now_stored->files))
        if (!files.front().is_over() && !can_close(files))
            left.insert(left.end(), files.begin(), files.end());
    if (left.empty()) return;
    const base::Message why = subject.changed_words();
    for (const std::string& item : subject.changed(tx, stored.act.purpose, left))
        tx.run(sql::signing_act_document_why, stored.id, item, act_rows::to_json(why));
    tx.commit();
}

}  // namespace

void end_plugin(Services& services, ActSubject& subject, const Stored& stored, const base::Message& why)
{
    close_delivered(services, subject, stored);
    while (!try_end(services, subject, stored, why))
        if (const auto again = find_stored(services, subject, stored.act.uid))
            close_delivered(services, subject, *again);
}

base::Result<std::optional<NextFile>> next_file(Services& services, ActSubject& subject,
                                                const std::string& act)
{
    const auto begun = find_stored(services, subject, act);
    if (!begun) return begun.error();
    if (!begun->act.by_plugin) return base::conflict(kNotWaited);
    if (!key_of_act(services, subject, *begun)) end_plugin(services, subject, *begun, kActKeyEnded);
    // First what has come is closed: that changes items, too.
    if (const auto gone_on = go_on(services, subject, act); !gone_on) return gone_on.error();
    pass_over_changed(services, subject, *begun);
    if (const auto gone_on = go_on(services, subject, act); !gone_on) return gone_on.error();
    const auto stored = find_stored(services, subject, act);
    if (!stored) return stored.error();
    if (stored->act.state != ActState::waiting) return std::optional<NextFile>();
    const auto file = std::ranges::find_if(
        stored->files, [](const ActFile& one) { return !one.is_over() && one.delivered.empty(); });
    if (file == stored->files.end()) return std::optional<NextFile>();
    const auto position = file - stored->files.begin();
    return std::optional(
        NextFile{.given = {.act = act, .position = static_cast<int>(position), .sha256 = file->content},
                 .order = subject.order(stored->act.purpose, *file),
                 .name = file->name,
                 .done = static_cast<std::size_t>(position),
                 .all = stored->files.size(),
                 .until = stored->act.expires_at});
}

base::Result<std::string> file_to_fetch(Services& services, ActSubject& subject, const GivenFile& given)
{
    const auto stored = find_stored(services, subject, given.act);
    if (!stored) return stored.error();
    const auto file = waited_for(*stored, given, services.clock->now());
    if (!file) return file.error();
    return (*file)->content;
}

base::Result<base::Done> deliver_file(Services& services, ActSubject& subject, const GivenFile& given,
                                      std::string_view session, const std::string& content)
{
    const auto stored = find_stored(services, subject, given.act);
    if (!stored) return stored.error();
    const base::Time now = services.clock->now();
    const auto file = waited_for(*stored, given, now);
    if (!file) return file.error();
    const auto key = key_of_act(services, subject, *stored);
    if (!key || !key->certificate.valid_at(now)) return base::conflict(kActKeyEnded);
    // Asked when the act began, up to an hour ago.
    if (auto revoked = why_revoked(services, key->certificate, key->chain))
        return base::conflict(*std::move(revoked));
    const std::string before = services.blobs.get((*file)->content, 2 * kLargestSigned);
    if (const auto good = check_delivered(before, content, key->certificate, now); !good) return good.error();
    const blob::Blob blob = services.blobs.put(content);
    const bool kept = services.pool.retry(subject.scope(), [&](db::Transaction& tx) {
        if (!lock_act(tx, *stored)) return false;
        if (!subject.changed(tx, stored->act.purpose, {*file, 1}).empty()) return false;
        blob::remember(tx, blob);
        if (tx.run(sql::signing_act_deliver, stored->id, given.position, given.sha256, blob.sha256,
                   std::as_bytes(std::span(session)), now)
                .empty())
            return false;
        tx.commit();
        return true;
    });
    if (!kept) return base::conflict(kNotKept);
    const auto act = go_on(services, subject, given.act);
    if (!act) return act.error();
    const auto item = std::ranges::find(act->items, (*file)->item, &ActItem::uid);
    if (item != act->items.end() && !item->why.empty()) return base::conflict(item->why);
    return base::Done{};
}

}  // namespace lt::signing
