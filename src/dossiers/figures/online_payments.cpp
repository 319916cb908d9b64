// See online_payments.h.
#include "dossiers/figures/online_payments.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/figures/indices.h"
#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"
#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr std::size_t kLongestBasis = 100;
constexpr std::size_t kLongestReason = 500;
constexpr std::size_t kMostPayable = 500;

base::Message too_long(std::size_t limit)
{
    return {msg("Nhập tối đa {{limit}} ký tự."), {{"limit", std::to_string(limit)}}};
}

// One message for all codes that are wrong in the same way.
void add_wrong_codes(base::Wrong& wrong, const std::vector<std::string>& codes, const char* words)
{
    if (codes.empty()) return;
    std::string all;
    for (const std::string& code : codes) all += (all.empty() ? "" : ", ") + code;
    wrong.emplace_back("codes", base::Message(words, {{"codes", base::shorten(all, 300)}}));
}

void check_codes(db::Transaction& tx, const NewOnlinePayments& one, base::Day today, base::Wrong& wrong)
{
    if (one.codes.empty())
        wrong.emplace_back("codes", msg("Chọn thủ tục trong danh sách, hoặc nhập mã thủ tục."));
    if (one.codes.size() > kMostPayable)
        wrong.emplace_back("codes", base::Message(msg("Nhập tối đa {{count}} mã mỗi lần."),
                                                  {{"count", std::to_string(kMostPayable)}}));
    if (one.codes.empty() || one.codes.size() > kMostPayable) return;
    std::set<std::string> unknown(one.codes.begin(), one.codes.end());
    std::vector<std::string> free, foreign, doubled;
    for (const db::Row row : tx.run(sql::online_payments_known, one.codes, one.agency,
                                    one.since.value_or(today), one.way ? to_text(*one.way) : "")) {
        const std::string code = row["code"].str();
        unknown.erase(code);
        if (!row["has_fees"].boolean())
            free.push_back(code);
        else if (!row["is_received"].boolean())
            foreign.push_back(code);
        else if (const auto since = row["doubled_since"].opt_day())
            doubled.push_back(code + " (" + base::format_day(*since) + ")");
    }
    add_wrong_codes(wrong, {unknown.begin(), unknown.end()},
                    msg("Danh mục không có thủ tục mang mã {{codes}}."));
    add_wrong_codes(wrong, free, msg("Thủ tục không có phí, lệ phí: {{codes}}."));
    add_wrong_codes(wrong, foreign,
                    one.agency == 0 ? msg("Không cơ quan nào trong tỉnh tiếp nhận thủ tục {{codes}}.")
                                    : msg("Cơ quan không tiếp nhận thủ tục {{codes}}."));
    add_wrong_codes(
        wrong, doubled,
        msg("Đã ghi cách thanh toán này cho {{codes}}. Bỏ chọn các thủ tục đó, hoặc thôi bản ghi cũ trước."));
}

base::Wrong check(db::Transaction& tx, const NewOnlinePayments& one, base::Day today)
{
    base::Wrong wrong;
    check_codes(tx, one, today, wrong);
    if (!one.way) wrong.emplace_back("way", msg("Chọn cách thanh toán."));
    if (!one.since)
        wrong.emplace_back("since", msg("Nhập ngày bắt đầu thanh toán trực tuyến, ví dụ 02/09/2026."));
    if (one.since && *one.since > today)
        wrong.emplace_back("since", msg("Ngày chưa đến. Ghi khi thủ tục đã thanh toán trực tuyến được."));
    if (one.basis.empty())
        wrong.emplace_back("basis", msg("Nhập số, ký hiệu công văn hoặc quyết định, ví dụ 1234/UBND-KSTT."));
    if (base::length(one.basis) > kLongestBasis) wrong.emplace_back("basis", too_long(kLongestBasis));
    return wrong;
}

base::Wrong check(const EndOfPayments& end, base::Day today)
{
    base::Wrong wrong;
    if (end.payments.empty()) wrong.emplace_back("payments", msg("Chọn ít nhất một thủ tục."));
    if (!end.until) wrong.emplace_back("until", msg("Nhập ngày thôi, ví dụ 02/09/2026."));
    if (end.until && *end.until > today)
        wrong.emplace_back("until", msg("Ngày chưa đến. Ghi khi đã thôi thanh toán trực tuyến."));
    if (end.reason.empty())
        wrong.emplace_back("reason", msg("Nhập lý do, căn cứ thôi thanh toán trực tuyến."));
    if (base::length(end.reason) > kLongestReason) wrong.emplace_back("reason", too_long(kLongestReason));
    return wrong;
}

// It stands in the agency's own journal; what is said of the whole province in the platform's.
void note(Services& services, db::Transaction& tx, const char* action, std::int64_t agency,
          nlohmann::json detail)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* payer = directory->find(agency);
    audit::record(tx, {.action = action,
                       .subject = payer == nullptr ? std::string("province") : payer->uid,
                       .detail = detail.dump(),
                       .at = services.clock->now(),
                       .agency = agency});
}

OnlinePayment read_payment(const db::Row& row)
{
    return {.id = row["id"].int64(),
            .agency = row["agency_id"].int64(),
            .code = row["code"].str(),
            .name = row["name"].str(),
            .way = payment_way_from(row["way"].text()).value(),
            .since = row["since"].day(),
            .basis = row["basis"].str(),
            .entered_at = row["entered_at"].time(),
            .entered_by = row["entered_by"].str(),
            .until = row["until"].opt_day(),
            .end_reason = row["end_reason"].str_or(""),
            .ended_at = row["ended_at"].opt_time(),
            .ended_by = row["ended_by"].str_or("")};
}

}  // namespace

std::string_view to_text(PaymentWay way) { return way == PaymentWay::national ? "national" : "own"; }

std::optional<PaymentWay> payment_way_from(std::string_view text)
{
    for (const PaymentWay way : {PaymentWay::national, PaymentWay::own})
        if (text == to_text(way)) return way;
    return std::nullopt;
}

const char* words_of(PaymentWay way)
{
    switch (way) {
    case PaymentWay::national: return msg("Nền tảng thanh toán của Cổng Dịch vụ công quốc gia");
    case PaymentWay::own: return msg("Cổng thanh toán riêng");
    }
    throw base::Bug("no such way of paying");
}

base::Result<std::size_t> record_online_payments(Services& services, db::Transaction& tx,
                                                 const NewOnlinePayments& one)
{
    const base::Time now = services.clock->now();
    if (auto error = base::invalid(check(tx, one, base::vietnam_day(now)))) return *error;
    std::size_t count = 0;
    try {
        count = tx.run(sql::online_payments_put, one.codes, one.agency, to_text(*one.way), *one.since,
                       one.basis, now, tx.scope().official)
                    .affected();
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != "procedure_online_payments_once_key") throw;
        return base::invalid("codes", msg("Người khác vừa ghi cách thanh toán này cho một thủ tục đã chọn. "
                                          "Mở lại trang rồi chọn lại."));
    }
    note(services, tx, "procedure.online_payment_recorded", one.agency,
         {{"procedures", count}, {"way", to_text(*one.way)}, {"since", base::format_iso(*one.since)}});
    count_again_since(services, tx, *one.since);
    return count;
}

base::Result<std::size_t> end_online_payments(Services& services, db::Transaction& tx,
                                              const EndOfPayments& end)
{
    const base::Time now = services.clock->now();
    if (auto error = base::invalid(check(end, base::vietnam_day(now)))) return *error;
    const std::set<std::int64_t> ids(end.payments.begin(), end.payments.end());
    std::size_t count = 0;
    try {
        count = tx.run(sql::online_payments_end, std::vector<std::int64_t>(ids.begin(), ids.end()),
                       end.agency, *end.until, end.reason, now, tx.scope().official)
                    .affected();
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != "procedure_online_payments_days_check") throw;
        return base::invalid("until", msg("Ngày thôi trước ngày bắt đầu của một thủ tục đã chọn. Ghi nhầm "
                                          "thì nhập đúng ngày bắt đầu."));
    }
    if (count != ids.size())
        return base::invalid("payments", msg("Có thủ tục đã chọn đã thôi trước đó. Xem lại danh sách."));
    note(services, tx, "procedure.online_payment_ended", end.agency,
         {{"procedures", count}, {"until", base::format_iso(*end.until)}});
    count_again_since(services, tx, *end.until);
    return count;
}

std::vector<OnlinePayment> online_payments(db::Transaction& tx, const PaymentsAsked& asked, int limit)
{
    std::vector<OnlinePayment> out;
    for (const db::Row row : tx.run(sql::online_payments_list, asked.agency, asked.goes_on, asked.after_code,
                                    asked.after_id, limit))
        out.push_back(read_payment(row));
    return out;
}

std::vector<UnpayableProcedure> unpayable(db::Transaction& tx, std::int64_t agency, base::Day day,
                                          const std::string& after, int limit)
{
    std::vector<UnpayableProcedure> out;
    for (const db::Row row : tx.run(sql::online_payments_missing, agency, day, after, limit))
        out.push_back({row["code"].str(), row["name"].str()});
    return out;
}

std::map<std::int64_t, PayableCount> payable_counts(db::Transaction& tx, base::Day day)
{
    std::map<std::int64_t, PayableCount> out;
    for (const db::Row row : tx.run(sql::online_payments_counts, day))
        out[row["agency_id"].int64()] = {row["procedures"].int64(), row["payable"].int64()};
    return out;
}

}  // namespace lt::dossiers
