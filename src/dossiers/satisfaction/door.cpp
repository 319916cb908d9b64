// See door.h.
#include "dossiers/satisfaction/door.h"

#include "dossiers/queries.h"
#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;

base::Result<Place> open_door(Services& services, const std::string& code, const std::string& digits)
{
    if (digits.size() != 4 || digits.find_first_not_of("0123456789") != std::string::npos)
        return base::invalid("digits", msg("Nhập đúng bốn số cuối."));  // costs no try
    // Committed by itself: a wrong try counts, whatever comes after it.
    db::Transaction tx = services.pool.begin({});
    const db::Rows rows = tx.run_and_commit(sql::person_of, code, digits);
    const std::string answer = rows[0]["answer"].str();
    if (answer == "open") return Place{rows[0]["uid"].str(), rows[0]["agency_id"].int64()};
    if (answer == "wrong")
        return base::invalid(
            "digits",
            msg("Bốn số cuối không khớp với số định danh, mã số của chủ hồ sơ hoặc người nộp. Xem lại rồi nhập lại."));
    if (answer == "closed")
        return base::invalid(
            "digits",
            msg("Hôm nay đã nhập sai năm lần. Thử lại vào ngày mai, hoặc báo bộ phận một cửa đã tiếp nhận."));
    return base::not_found(msg("Không có hồ sơ nào có mã này. Xem lại mã in trên giấy tiếp nhận."));
}

}  // namespace lt::dossiers
