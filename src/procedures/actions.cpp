// See actions.h.
#include "procedures/actions.h"

#include "kit/audit/audit.h"
#include "kit/base/ids.h"

namespace lt::procedures {

using base::msg;

base::Result<base::Done> approve(db::Transaction& tx, const std::string& uid, std::optional<base::Day> from,
                                 base::Time now)
{
    if (!base::is_uid(uid)) return base::not_found(msg("Không có bản dự thảo này, hoặc đã được duyệt."));
    if (!from) return base::invalid("from", msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
    // What began before went by the version of its day: the past is not written anew.
    if (*from < base::vietnam_day(now))
        return base::invalid("from", msg("Ngày đã qua. Nhập hôm nay hoặc một ngày sau."));
    try {
        if (!store::approve(tx, uid, *from, now, tx.scope().official))
            return base::not_found(msg("Không có bản dự thảo này, hoặc đã được duyệt."));
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != "procedure_versions_once_key") throw;
        return base::invalid(
            "from", msg("Đã có phiên bản được duyệt áp dụng từ ngày này trở đi. Nhập một ngày sau đó."));
    }
    audit::record(tx, {.action = "procedure.approved", .subject = uid, .detail = "{}", .at = now});
    return base::Done{};
}

}  // namespace lt::procedures
