// From the signer's confirmation to what is signed.
#include "signing/acts/steps.h"

#include <stdexcept>

#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "signing/queries.h"
#include "signing/remote.h"
#include "signing/sign.h"

namespace lt::signing {
namespace {

using act_rows::Stored;

// The job gives up on a service that does not answer a while after the end.
constexpr std::chrono::minutes kGiveUpAfter{5};

constexpr const char* kRunOut =
    "Hết thời hạn xác nhận nên lần ký này đã dừng. Nội dung giữ nguyên; ký lại khi sẵn sàng.";
constexpr const char* kRefused =
    "Lần ký bị từ chối: người ký không đồng ý hoặc nhập sai mã OTP quá số lần cho phép. Nội dung giữ nguyên.";

const std::vector<std::string> kWaiting{"waiting"};
const std::vector<std::string> kOpen{"waiting", "confirmed"};

std::vector<crypto::RemoteDigest> digests_of(const Stored& stored)
{
    std::vector<crypto::RemoteDigest> digests;
    for (const ActFile& file : stored.files) digests.push_back({file.digest, file.name});
    return digests;
}

pdf::Unsigned hole_of(Services& services, const ActFile& file)
{
    pdf::Unsigned open{
        .bytes = services.blobs.get(file.content, 2 * kLargestSigned), .begin = file.begin, .end = file.end};
    open.digest = crypto::sha256(open.bytes.substr(0, open.begin) + open.bytes.substr(open.end));
    return open;
}

// One item with the signatures of its files.
base::Result<base::Done> close_one(Services& services, ActSubject& subject, const Key& key,
                                   const std::string& purpose, std::span<const ActFile> files,
                                   std::span<const std::string> signatures)
{
    CHECK(files.size() == signatures.size());
    std::vector<std::string> contents;
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto content = put_signature(services, hole_of(services, files[i]), key, signatures[i]);
        if (!content) return content.error();
        contents.push_back(std::move(*content));
    }
    return subject.close(purpose, files, contents);
}

// Asks for the signatures: the first time, and after an answer that was lost.
base::Result<base::Done> ask_for_signatures(Services& services, ActSubject& subject, const Key& key,
                                            const Stored& stored)
{
    const base::Message description{subject.request_words(),
                                    {{"count", std::to_string(stored.act.items.size())}}};
    const auto transaction = ask_remote(services, key, digests_of(stored), description.str(), stored.act.uid);
    if (!transaction) {
        if (transaction.error().fault == base::Fault::unavailable) return transaction.error();
        undo(services, subject, stored, kWaiting, transaction.error().message);
        return base::Done{};
    }
    db::Transaction tx = services.pool.begin(subject.scope());
    tx.run(sql::signing_act_asked, stored.id, transaction->id,
           transaction->confirmation == crypto::RemoteConfirmation::one_time_code, transaction->expires_at);
    tx.commit();
    return base::Done{};
}

// The signatures are there: each item in transactions of its own, and none twice. Items that can't be signed any more are told; a timestamp
// authority that does not answer stops it, to be gone on with.
base::Result<base::Done> put_signatures(Services& services, ActSubject& subject, const Key& key,
                                        const Stored& stored, const std::vector<std::string>& signatures)
{
    {
        db::Transaction tx = services.pool.begin(subject.scope());
        if (tx.run(sql::signing_act_confirmed, stored.id).empty()) return base::Done{};
        tx.commit();
    }
    for (const std::span<const ActFile> files : act_rows::by_item(stored.files)) {
        if (files.front().is_over()) continue;
        const auto first = static_cast<std::size_t>(files.data() - stored.files.data());
        const auto closed = close_one(services, subject, key, stored.act.purpose, files,
                                      std::span(signatures).subspan(first, files.size()));
        if (!closed && closed.error().fault == base::Fault::unavailable) return closed.error();
        if (closed)
            note_closed(services, subject, stored, files.front().item);
        else
            note_why(services, subject, stored, files.front().item, closed.error().message);
    }
    db::Transaction tx = services.pool.begin(subject.scope());
    const auto now_stored = act_rows::find(tx, stored.act.uid);
    CHECK(now_stored);
    if (act_rows::end_by_items(tx, *now_stored, kOpen, services.clock->now(), {})) tx.commit();
    return base::Done{};
}

// One step, from what is stored.
base::Result<base::Done> act_step(Services& services, ActSubject& subject, const Stored& stored)
{
    if (stored.act.by_plugin) {
        const bool late = services.clock->now() >= stored.act.expires_at;
        end_plugin(services, subject, stored, late ? base::Message(kRunOut) : base::Message());
        return base::Done{};
    }
    const auto key = key_of_act(services, subject, stored);
    if (!key) {
        undo(services, subject, stored, kOpen, kActKeyEnded);
        return base::Done{};
    }
    if (!stored.act.asked) {
        if (services.clock->now() < stored.act.expires_at)
            return ask_for_signatures(services, subject, *key, stored);
        undo(services, subject, stored, kWaiting,
             "Dịch vụ ký số từ xa không trả lời nên lần ký này đã dừng. Nội dung giữ nguyên; ký lại sau.");
        return base::Done{};
    }
    const auto answer =
        poll_remote(services, *key, transaction_of(services, *key, stored), digests_of(stored));
    if (!answer) {
        if (answer.error().fault == base::Fault::unavailable) return answer.error();
        undo(services, subject, stored, kOpen, answer.error().message);
        return base::Done{};
    }
    switch (answer->state) {
    case crypto::RemoteState::waiting: break;
    case crypto::RemoteState::done:
        return put_signatures(services, subject, *key, stored, answer->signatures);
    case crypto::RemoteState::refused: undo(services, subject, stored, kOpen, kRefused); break;
    case crypto::RemoteState::expired: undo(services, subject, stored, kOpen, kRunOut); break;
    }
    return base::Done{};
}

bool has_ended(const Act& act) { return act.state == ActState::done || act.state == ActState::undone; }

}  // namespace

const char* const kActKeyEnded =
    "Khoá của lần ký này đã ngừng dùng. Nội dung giữ nguyên; chọn khoá khác để ký.";

base::Result<Stored> find_stored(Services& services, ActSubject& subject, const std::string& uid)
{
    db::Transaction tx = services.pool.begin(subject.scope());
    auto stored = base::is_uid(uid) ? act_rows::find(tx, uid) : std::nullopt;
    const std::vector<std::string> own = subject.purposes();
    if (!stored || std::ranges::find(own, stored->act.purpose) == own.end())
        return base::not_found("Không có lần ký này, hoặc đó là lần ký của người khác.");
    // Somebody with two posts: what he may as the one, he may not as the other.
    if (!subject.may(stored->act.purpose))
        return base::forbidden("Lần ký này bắt đầu ở vai khác. Chuyển sang vai đó rồi tiếp tục.");
    return *std::move(stored);
}

std::optional<Key> key_of_act(Services& services, ActSubject& subject, const Stored& stored)
{
    return find_key(services, subject.scope(), stored.key, subject.key_owner(stored.act.purpose));
}

crypto::RemoteTransaction transaction_of(const Services& services, const Key& key, const Stored& stored)
{
    return {.provider = service_of(services, key),
            .id = stored.transaction,
            .expires_at = stored.act.expires_at,
            .confirmation = stored.act.by_code ? crypto::RemoteConfirmation::one_time_code
                                               : crypto::RemoteConfirmation::app};
}

void note_closed(Services& services, ActSubject& subject, const Stored& stored, const std::string& item)
{
    db::Transaction tx = services.pool.begin(subject.scope());
    tx.run_and_commit(sql::signing_act_document_closed, stored.id, item, services.clock->now());
}

void note_why(Services& services, ActSubject& subject, const Stored& stored, const std::string& item,
              const base::Message& why)
{
    db::Transaction tx = services.pool.begin(subject.scope());
    tx.run_and_commit(sql::signing_act_document_why, stored.id, item, act_rows::to_json(why));
}

bool undo(Services& services, ActSubject& subject, const Stored& stored, const std::vector<std::string>& from,
          const base::Message& why)
{
    db::Transaction tx = services.pool.begin(subject.scope());
    if (!act_rows::end(tx, stored, from, ActState::undone, services.clock->now(), why)) return false;
    tx.commit();
    return true;
}

base::Result<Act> go_on(Services& services, ActSubject& subject, const std::string& uid)
{
    const auto stored = find_stored(services, subject, uid);
    if (!stored) return stored.error();
    if (has_ended(stored->act)) return stored->act;
    if (const auto stepped = act_step(services, subject, *stored); !stepped) return stepped.error();
    return find_act(services, subject, uid);
}

void end_act(Services& services, ActSubject& subject, const std::string& uid)
{
    const auto act = go_on(services, subject, uid);
    if (act && has_ended(*act)) return;
    const auto stored = find_stored(services, subject, uid);
    if (!stored) return;
    // What the signer has confirmed is gone on with, by this job or by him; what he has not is given up.
    const bool late = services.clock->now() >= stored->act.expires_at + kGiveUpAfter;
    if (late &&
        undo(services, subject, *stored, kWaiting, act ? base::Message(kRunOut) : act.error().message))
        return;
    throw std::runtime_error("the signing act " + uid + " has not ended yet");
}

}  // namespace lt::signing
