// Which procedures' fees can be paid online, where, through which way and since when. The platform operator writes it down with the letter or
// decision that says so; 3.5a of the index is counted from it. Nothing is changed or deleted: what ends has a last word, with its reason.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/services.h"
#include "kit/base/result.h"

namespace lt::dossiers {

// Ways 1 and 2 of DuocThanhToanTrucTuyen.
enum class PaymentWay : std::uint8_t { national, own };
std::string_view to_text(PaymentWay way);  // "national": as stored
std::optional<PaymentWay> payment_way_from(std::string_view text);
const char* words_of(PaymentWay way);

struct NewOnlinePayments {
    std::int64_t agency = 0;  // 0: every one of the province that receives the procedure
    std::vector<std::string> codes{};
    std::optional<PaymentWay> way{};
    std::optional<base::Day> since{};
    std::string basis{};  // number of the letter or decision
};
// All or none. How many procedures. invalid: at "codes" (none, unknown, without fees, not received there, written down already), "way", "since",
// "basis".
base::Result<std::size_t> record_online_payments(Services& services, db::Transaction& tx,
                                                 const NewOnlinePayments& payments);

struct EndOfPayments {
    std::int64_t agency = 0;  // as they were written down
    std::vector<std::int64_t> payments{};
    std::optional<base::Day> until{};  // first day without; of a mistake the day on which it began
    std::string reason{};
};
// All or none. invalid: at "payments", "until", "reason".
base::Result<std::size_t> end_online_payments(Services& services, db::Transaction& tx,
                                              const EndOfPayments& end);

struct OnlinePayment {
    std::int64_t id = 0;
    std::int64_t agency = 0;  // 0: the whole province
    std::string code{};
    std::string name{};
    PaymentWay way{};
    base::Day since{};
    std::string basis{};
    base::Time entered_at{};
    std::string entered_by{};
    std::optional<base::Day> until{};  // nothing: it goes on, and what follows is empty
    std::string end_reason{};
    std::optional<base::Time> ended_at{};
    std::string ended_by{};
};
struct PaymentsAsked {
    std::optional<std::int64_t> agency{};  // 0: written down for the whole province; nothing: all
    std::optional<bool> goes_on{};         // nothing: also what ended
    std::string after_code{};              // of the row before
    std::int64_t after_id = 0;
};
// By code.
std::vector<OnlinePayment> online_payments(db::Transaction& tx, const PaymentsAsked& asked, int limit);

// Procedures in force with fees that the agency (0: any of the province) receives, and that can't be paid online there on the day; by code.
struct UnpayableProcedure {
    std::string code{};
    std::string name{};
};
std::vector<UnpayableProcedure> unpayable(db::Transaction& tx, std::int64_t agency, base::Day day,
                                          const std::string& after, int limit);

// Procedures in force with fees, and how many of them can be paid online on the day.
struct PayableCount {
    std::int64_t procedures = 0;
    std::int64_t payable = 0;
    bool operator==(const PayableCount&) const = default;
};
// By agency; 0: all procedures of the province, and those that were written down for all of it.
std::map<std::int64_t, PayableCount> payable_counts(db::Transaction& tx, base::Day day);

}  // namespace lt::dossiers
