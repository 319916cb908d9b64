// What becomes of a result that was sent by post or electronically: delivered with a proof, failed with a reason, sent again. The hand-over
// itself is an act of the dossier (acts.h).
#pragma once

#include "dossiers/services.h"
#include "dossiers/store.h"

namespace lt::dossiers {

enum class Settling : std::uint8_t { delivered, failed, sent_again };
std::optional<Settling> settling_from(std::string_view text);  // "delivered", "failed", "sent_again"

struct Settlement {
    Settling what{};
    int version = 0;         // of the dossier that the form showed; 0: whatever it is now
    std::string proof{};     // of receipt; why it failed; the number of the new item
    Delivery means{};        // of sending again
    std::string taken_by{};  // who took it, where it is known now
};
// The desk that sent it. conflict: it was not sent. invalid, at "proof", "taken_by".
base::Result<base::Done> settle_delivery(Services& services, const Actor& actor, const std::string& dossier,
                                         const Settlement& wish);
// Whether there is a file that can be sent or taken electronically.
bool has_electronic_result(db::Transaction& tx, std::int64_t dossier);
// Whether the desk has something to write down.
bool may_settle(const Actor& actor, const Dossier& dossier);
const char* words_of_delivery(
    std::string_view state);  // "Đã gửi, chờ xác nhận nhận được"; "" where there is nothing to say

// What stands of it.
struct Settled {
    std::optional<base::Time> at{};
    std::int64_t by = 0;
    std::string words{};
};
Settled settled_of(db::Transaction& tx, std::int64_t dossier);

// The receiver says on the page for everybody that it has come: the code, and the last four digits of the number of the owner or of who handed
// it in. invalid, at "digits"; conflict: nothing was sent, or too many wrong tries.
base::Result<base::Done> confirm_receipt(Services& services, const std::string& code,
                                         const std::string& digits);
// What was sent has arrived, as its receiver showed in another way: `proof`. The dossier is locked and its delivery "sent".
void settle_by_receiver(db::Transaction& tx, const Actor& platform, Dossier& dossier,
                        const base::Message& proof, base::Time now);

}  // namespace lt::dossiers
