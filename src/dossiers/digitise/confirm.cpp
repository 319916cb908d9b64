// An electronic copy is confirmed and signed by an official, with a key that this server opens. See digitise.h.
#include "dossiers/digitise/copy.h"
#include "signing/sign.h"

namespace lt::dossiers {
namespace {

// Of a file that its maker signed, the copy is as it is; else the official signs what he has compared.
base::Result<SignedCopy> sign_copy(Services& services, const Actor& actor, const CopyAtHand& copy,
                                   Confirmation& wanted)
{
    if (wanted.key.empty()) return copy_as_it_is(services, copy);
    const auto file = file_to_sign(services, copy);
    if (!file) return file.error();
    auto hand = signing::take_up(services.signing, scope_of(actor), wanted.key, actor.official,
                                 std::move(wanted.pin));
    if (!hand) return hand.error();
    auto open = begin_copy_signature(services, actor, *file, services.clock->now());
    if (!open) return open.error();
    auto content = signing::put_signature(services.signing, *std::move(open), *hand);
    if (!content) return base::invalid("key", content.error().message);
    return judged_copy(services, *std::move(content));
}

}  // namespace

base::Result<std::string> confirm_copy(Services& services, const Actor& actor, const std::string& uid,
                                       const std::string& file_uid, Confirmation wanted)
{
    const auto before = copy_to_confirm(services, actor, uid, file_uid, wanted);
    if (!before) return before.error();
    // Key, timestamp and verdict may take seconds: without a lock.
    const auto copy = sign_copy(services, actor, *before, wanted);
    if (!copy) return copy.error();
    return keep_copy(services, actor, uid, file_uid,
                     {.item = before->digitisation.item, .scan = before->scan.sha256}, *copy,
                     std::move(wanted));
}

}  // namespace lt::dossiers
