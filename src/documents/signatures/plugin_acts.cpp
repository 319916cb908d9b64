#include "documents/signatures/plugin_acts.h"

#include <algorithm>

#include "documents/lists.h"
#include "documents/queries.h"
#include "documents/signatures/act_steps.h"
#include "signing/delivered.h"

namespace lt::documents {
namespace {

using act_rows::File;
using act_rows::Stored;

constexpr const char* kNotWaited =
    "Lần ký này không còn chờ tệp này: đã nhận rồi, đã huỷ hoặc hết hạn. Mở lại trang ký để xem.";
constexpr const char* kNotKept =
    "Tệp đã ký không được nhận: đã nhận rồi, bạn đã đăng xuất, hoặc văn bản đã thay đổi. Mở lại trang ký để xem.";
constexpr const char* kChanged = "Văn bản đã thay đổi sau khi bắt đầu ký. Mở lại văn bản, xem lại rồi ký.";

// All its files are there, and it is neither signed nor given up.
bool can_close(std::span<const File> files)
{
    return !files.front().is_over() &&
           std::ranges::none_of(files, [](const File& one) { return one.delivered.empty(); });
}

// A document whose time is over, or one that changed, is told and left as it is; a database that breaks leaves it to the next call.
void close_delivered(Services& services, const Actor& actor, const Stored& stored)
{
    for (const std::span<const File> files : act_rows::by_document(stored.files)) {
        if (!can_close(files)) continue;
        std::vector<std::string> contents;
        for (const File& file : files)
            contents.push_back(services.blobs.get(file.delivered, 2 * kSignedFileLimit));
        const auto closed = close_document(services, actor, stored.act.purpose, files, contents);
        if (!closed) {
            note_why(services, actor, stored, files.front().document, closed.error().message);
            continue;
        }
        db::Transaction tx = services.pool.begin(scope_of(actor));
        tx.run_and_commit(sql::signing_act_document_closed, stored.id, files.front().document,
                          services.clock->now());
    }
}

// The act as it is now, if nobody else can change it before this transaction ends.
std::optional<Stored> lock_act(db::Transaction& tx, const Stored& stored)
{
    if (tx.run(sql::signing_act_lock, stored.id).empty()) return std::nullopt;
    return act_rows::find(tx, stored.act.uid);
}

// Ends the act, unless a file has come meanwhile that completes a document (false).
bool try_end(Services& services, const Actor& actor, const Stored& stored, const base::Message& why)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const auto now_stored = lock_act(tx, stored);
    if (!now_stored) return true;  // it has ended
    const auto documents = act_rows::by_document(now_stored->files);
    if (std::ranges::any_of(documents, can_close)) return false;
    const bool is_left =
        std::ranges::any_of(now_stored->files, [](const File& one) { return !one.is_over(); });
    if (is_left && why.empty()) return true;
    const bool good = std::ranges::any_of(now_stored->files, [](const File& one) { return one.closed; });
    for (const std::span<const File> files : documents)
        if (good && !files.front().is_over())
            tx.run(sql::signing_act_document_why, stored.id, files.front().document, act_rows::to_json(why));
    base::Message reason = why;
    if (reason.empty()) reason = now_stored->act.documents.back().why;
    act_rows::end(tx, *now_stored, {"waiting"}, good ? ActState::done : ActState::undone,
                  services.clock->now(), good ? base::Message() : reason);
    tx.commit();
    return true;
}

// What the ticket names, while it may still come.
base::Result<const File*> waited_for(const Stored& stored, const GivenFile& given, base::Time now)
{
    const auto at = static_cast<std::size_t>(given.position);
    if (!stored.act.by_plugin || stored.act.state != ActState::waiting || now >= stored.act.expires_at ||
        at >= stored.files.size())
        return base::conflict(kNotWaited);
    const File& file = stored.files[at];
    if (file.content != given.sha256 || !file.delivered.empty() || file.is_over())
        return base::conflict(kNotWaited);
    return &file;
}

// Documents that can't be signed any more, of those that have not ended.
std::vector<std::string> changed_since(Services& services, const Actor& actor, const Stored& stored)
{
    std::vector<std::string> changed;
    db::Transaction tx = services.pool.begin(scope_of(actor));
    for (const db::Row row : tx.run(sql::signing_act_changed, stored.id))
        changed.push_back(row["document_uid"].str());
    return changed;
}

signing::vgca::Act order_of(Services& services, const Actor& actor, Purpose purpose, const File& file,
                            NextFile& next)
{
    using signing::vgca::Act;
    if (purpose == Purpose::leader) return Act::approve;
    const auto view = document(services, actor, file.document);
    CHECK(view.has_value());
    next.number = view->notation;
    if (view->issued_on) next.issued_at = base::Time(*view->issued_on) - std::chrono::hours(7);
    if (!view->copy_form.empty()) return Act::copy;
    const auto main = std::ranges::find(view->files, file.file, &FileRow::uid);
    return main != view->files.end() && main->signed_by == "leader" ? Act::issue : Act::appendix;
}

}  // namespace

void end_plugin(Services& services, const Actor& actor, const Stored& stored, const base::Message& why)
{
    close_delivered(services, actor, stored);
    while (!try_end(services, actor, stored, why))
        if (const auto again = find_stored(services, actor, stored.act.uid))
            close_delivered(services, actor, *again);
}

base::Result<std::optional<NextFile>> next_file(Services& services, const Actor& actor,
                                                const std::string& act)
{
    const auto begun = find_stored(services, actor, act);
    if (!begun) return begun.error();
    if (!begun->act.by_plugin) return base::conflict(kNotWaited);
    if (!key_of_act(services, actor, *begun)) end_plugin(services, actor, *begun, kKeyEnded);
    // First what has come is closed: that changes documents, too.
    if (const auto gone_on = go_on(services, actor, act); !gone_on) return gone_on.error();
    for (const std::string& uid : changed_since(services, actor, *begun))
        note_why(services, actor, *begun, uid, kChanged);
    if (const auto gone_on = go_on(services, actor, act); !gone_on) return gone_on.error();
    const auto stored = find_stored(services, actor, act);
    if (!stored) return stored.error();
    if (stored->act.state != ActState::waiting) return std::optional<NextFile>();
    const auto file = std::ranges::find_if(
        stored->files, [](const File& one) { return !one.is_over() && one.delivered.empty(); });
    if (file == stored->files.end()) return std::optional<NextFile>();
    const auto position = file - stored->files.begin();
    NextFile next{.given = {.act = act, .position = static_cast<int>(position), .sha256 = file->content},
                  .name = file->name,
                  .done = static_cast<std::size_t>(position),
                  .all = stored->files.size(),
                  .until = stored->act.expires_at};
    next.order = order_of(services, actor, stored->act.purpose, *file, next);
    return std::optional(std::move(next));
}

base::Result<std::string> file_to_fetch(Services& services, const Actor& actor, const GivenFile& given)
{
    const auto stored = find_stored(services, actor, given.act);
    if (!stored) return stored.error();
    const auto file = waited_for(*stored, given, services.clock->now());
    if (!file) return file.error();
    return (*file)->content;
}

base::Result<base::Done> deliver_file(Services& services, const Actor& actor, const GivenFile& given,
                                      std::string_view session, const std::string& content)
{
    const auto stored = find_stored(services, actor, given.act);
    if (!stored) return stored.error();
    const base::Time now = services.clock->now();
    const auto file = waited_for(*stored, given, now);
    if (!file) return file.error();
    const auto key = key_of_act(services, actor, *stored);
    if (!key || !key->certificate.valid_at(now)) return base::conflict(kKeyEnded);
    const std::string before = services.blobs.get((*file)->content, 2 * kSignedFileLimit);
    if (const auto good = signing::check_delivered(before, content, key->certificate, now); !good)
        return good.error();
    const blob::Blob blob = services.blobs.put(content);
    const bool kept = services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
        if (!lock_act(tx, *stored)) return false;
        blob::remember(tx, blob);
        if (tx.run(sql::signing_act_deliver, stored->id, given.position, given.sha256, blob.sha256,
                   std::as_bytes(std::span(session)), now)
                .empty())
            return false;
        tx.commit();
        return true;
    });
    if (!kept) return base::conflict(kNotKept);
    const auto act = go_on(services, actor, given.act);
    if (!act) return act.error();
    const auto document = std::ranges::find(act->documents, (*file)->document, &ActDocument::uid);
    if (document != act->documents.end() && !document->why.empty()) return base::conflict(document->why);
    return base::Done{};
}

}  // namespace lt::documents
