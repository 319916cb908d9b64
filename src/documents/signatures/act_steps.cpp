// From the signer's confirmation to signed documents.
#include "documents/signatures/act_steps.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "documents/queries.h"
#include "documents/signatures/plugin_acts.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "kit/jobs/jobs.h"
#include "signing/remote.h"

namespace lt::documents {
namespace {

using act_rows::File;
using act_rows::Stored;

constexpr const char* kEndJob = "documents.end_act";
// The job comes when the service has certainly ended the transaction, and gives up on one that does not answer a while later.
constexpr std::chrono::seconds kAfterEnd{5};
constexpr std::chrono::minutes kGiveUpAfter{5};

constexpr const char* kRunOut =
    "Hết thời hạn xác nhận nên lần ký này đã dừng. Văn bản giữ nguyên; ký lại khi sẵn sàng.";
constexpr const char* kRefused =
    "Lần ký bị từ chối: người ký không đồng ý hoặc nhập sai mã OTP quá số lần cho phép. Văn bản giữ nguyên.";

const std::vector<std::string> kWaiting{"waiting"};
const std::vector<std::string> kOpen{"waiting", "confirmed"};

std::vector<crypto::RemoteDigest> digests_of(const Stored& stored)
{
    std::vector<crypto::RemoteDigest> digests;
    for (const File& file : stored.files) digests.push_back({file.digest, file.name});
    return digests;
}

pdf::Unsigned hole_of(Services& services, const File& file)
{
    pdf::Unsigned open{.bytes = services.blobs.get(file.content, 2 * kSignedFileLimit),
                       .begin = file.begin,
                       .end = file.end};
    open.digest = crypto::sha256(open.bytes.substr(0, open.begin) + open.bytes.substr(open.end));
    return open;
}

// One document with the signatures of its files; `value` is the first one's.
base::Result<base::Done> close_one(Services& services, const Actor& actor, const signing::Key& key,
                                   Purpose purpose, std::span<const File> files, const std::string* value)
{
    std::vector<std::string> contents;
    for (const File& file : files) {
        auto content = signing::put_signature(services.signing, hole_of(services, file), key, *value++);
        if (!content) return content.error();
        contents.push_back(std::move(*content));
    }
    return close_document(services, actor, purpose, files, contents);
}

// Asks for the signatures: the first time, and after an answer that was lost.
base::Result<base::Done> ask(Services& services, const Actor& actor, const signing::Key& key,
                             const Stored& stored)
{
    const base::Message description{"Ký {{count}} văn bản",
                                    {{"count", std::to_string(stored.act.documents.size())}}};
    const auto transaction =
        signing::ask_remote(services.signing, key, digests_of(stored), description.str(), stored.act.uid);
    if (!transaction) {
        if (transaction.error().fault == base::Fault::unavailable) return transaction.error();
        undo(services, actor, stored, kWaiting, transaction.error().message);
        return base::Done{};
    }
    db::Transaction tx = services.pool.begin(scope_of(actor));
    tx.run(sql::signing_act_asked, stored.id, transaction->id,
           transaction->confirmation == crypto::RemoteConfirmation::one_time_code, transaction->expires_at);
    tx.commit();
    return base::Done{};
}

// The signatures are there: into the documents, each in a transaction of its own. Documents that can't be signed any more are told; a
// timestamp authority that does not answer stops it, to be gone on with.
base::Result<base::Done> finish(Services& services, const Actor& actor, const signing::Key& key,
                                const Stored& stored, const std::vector<std::string>& signatures)
{
    {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        if (tx.run(sql::signing_act_confirmed, stored.id).empty()) return base::Done{};
        tx.commit();
    }
    std::size_t good = 0;
    base::Message why;
    const std::string* value = signatures.data();
    for (const std::span<const File> files : act_rows::by_document(stored.files)) {
        const auto closed = close_one(services, actor, key, stored.act.purpose, files, value);
        if (!closed && closed.error().fault == base::Fault::unavailable) return closed.error();
        value += files.size();
        if (closed) {
            ++good;
            continue;
        }
        why = closed.error().message;
        note_why(services, actor, stored, files.front().document, why);
    }
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const bool ended = act_rows::end(tx, stored, kOpen, good > 0 ? ActState::done : ActState::undone,
                                     services.clock->now(), good > 0 ? base::Message() : why);
    if (ended) tx.commit();
    return base::Done{};
}

// One step, from what is stored.
base::Result<base::Done> step(Services& services, const Actor& actor, const Stored& stored)
{
    if (stored.act.by_plugin) {
        const bool late = services.clock->now() >= stored.act.expires_at;
        end_plugin(services, actor, stored, late ? base::Message(kRunOut) : base::Message());
        return base::Done{};
    }
    const auto key = key_of_act(services, actor, stored);
    if (!key) {
        undo(services, actor, stored, kOpen, kKeyEnded);
        return base::Done{};
    }
    if (!stored.act.asked) {
        if (services.clock->now() < stored.act.expires_at) return ask(services, actor, *key, stored);
        undo(services, actor, stored, kWaiting,
             "Dịch vụ ký số từ xa không trả lời nên lần ký này đã dừng. Văn bản giữ nguyên; ký lại sau.");
        return base::Done{};
    }
    const auto answer = signing::poll_remote(services.signing, *key, transaction_of(services, *key, stored),
                                             digests_of(stored));
    if (!answer) {
        if (answer.error().fault == base::Fault::unavailable) return answer.error();
        undo(services, actor, stored, kOpen, answer.error().message);
        return base::Done{};
    }
    switch (answer->state) {
    case crypto::RemoteState::waiting: break;
    case crypto::RemoteState::done: return finish(services, actor, *key, stored, answer->signatures);
    case crypto::RemoteState::refused: undo(services, actor, stored, kOpen, kRefused); break;
    case crypto::RemoteState::expired: undo(services, actor, stored, kOpen, kRunOut); break;
    }
    return base::Done{};
}

// The job: whoever confirmed and left the page gets his signatures, everything else is undone.
void end_act(Services& services, const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    const auto role = directory::role_from(payload.at("role").get<std::string>());
    CHECK(role);
    const Actor actor{.agency = payload.at("agency"),
                      .official = payload.at("official"),
                      .unit = payload.at("unit"),
                      .role = *role,
                      .name = payload.at("name"),
                      .post_title = payload.at("post_title"),
                      .request_id = payload.at("request_id")};
    const std::string uid = payload.at("act");
    const auto act = go_on(services, actor, uid);
    if (act && (act->state == ActState::done || act->state == ActState::undone)) return;
    const auto stored = find_stored(services, actor, uid);
    if (!stored) return;
    // What the signer has confirmed is gone on with, by this job or by him; what he has not is given up.
    const bool late = services.clock->now() >= stored->act.expires_at + kGiveUpAfter;
    if (late && undo(services, actor, *stored, kWaiting, act ? base::Message(kRunOut) : act.error().message))
        return;
    throw std::runtime_error("the signing act " + uid + " has not ended yet");
}

}  // namespace

base::Result<Stored> find_stored(Services& services, const Actor& actor, const std::string& uid)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto stored = base::is_uid(uid) ? act_rows::find(tx, uid) : std::nullopt;
    if (!stored) return base::not_found("Không có lần ký này, hoặc đó là lần ký của người khác.");
    // Somebody with two posts: what he may as the one, he may not as the other.
    const directory::Role began =
        stored->act.purpose == Purpose::leader ? directory::Role::leader : directory::Role::registry_clerk;
    if (actor.role != began)
        return base::forbidden("Lần ký này bắt đầu ở vai khác. Chuyển sang vai đó rồi tiếp tục.");
    return *std::move(stored);
}

std::optional<signing::Key> key_of_act(Services& services, const Actor& actor, const Stored& stored)
{
    return signing::find_key(services.signing, scope_of(actor), stored.key,
                             stored.act.purpose == Purpose::leader ? actor.official : 0);
}

crypto::RemoteTransaction transaction_of(const Services& services, const signing::Key& key,
                                         const Stored& stored)
{
    return {.provider = signing::service_of(services.signing, key),
            .id = stored.transaction,
            .expires_at = stored.act.expires_at,
            .confirmation = stored.act.by_code ? crypto::RemoteConfirmation::one_time_code
                                               : crypto::RemoteConfirmation::app};
}

base::Result<base::Done> close_document(Services& services, const Actor& actor, Purpose purpose,
                                        std::span<const File> files, const std::vector<std::string>& contents)
{
    OpenSignature signature{
        .purpose = purpose, .document = files.front().document, .version = files.front().version};
    for (const File& file : files) signature.files.push_back({.file = file.file, .before = file.before});
    if (purpose == Purpose::leader) return close_leader(services, actor, signature, contents);
    const auto issued = close_seal(services, actor, signature, contents);
    if (!issued) return issued.error();
    return base::Done{};
}

void note_why(Services& services, const Actor& actor, const Stored& stored, const std::string& document,
              const base::Message& why)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    tx.run_and_commit(sql::signing_act_document_why, stored.id, document, act_rows::to_json(why));
}

bool undo(Services& services, const Actor& actor, const Stored& stored, const std::vector<std::string>& from,
          const base::Message& why)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    if (!act_rows::end(tx, stored, from, ActState::undone, services.clock->now(), why)) return false;
    tx.commit();
    return true;
}

void enqueue_act(db::Transaction& tx, Services& services, const Actor& actor, const std::string& uid,
                 std::chrono::seconds lifetime)
{
    const nlohmann::json payload{{"act", uid},
                                 {"agency", actor.agency},
                                 {"official", actor.official},
                                 {"unit", actor.unit},
                                 {"role", directory::to_text(actor.role)},
                                 {"name", actor.name},
                                 {"post_title", actor.post_title},
                                 {"request_id", actor.request_id}};
    jobs::enqueue(tx, services.queue, kEndJob, payload.dump(), lifetime + kAfterEnd);
}

base::Result<Act> go_on(Services& services, const Actor& actor, const std::string& uid)
{
    const auto stored = find_stored(services, actor, uid);
    if (!stored) return stored.error();
    if (stored->act.state == ActState::done || stored->act.state == ActState::undone) return stored->act;
    if (const auto stepped = step(services, actor, *stored); !stepped) return stepped.error();
    return find_act(services, actor, uid);
}

void add_act_jobs(Services& services)
{
    services.queue.handle(kEndJob, [&services](const jobs::Job& job) { end_act(services, job); });
}

}  // namespace lt::documents
