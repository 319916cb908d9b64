// See words.h.
#include "procedures/pages/words.h"

#include "kit/base/text.h"

namespace lt::procedures::pages {

using page::msg;

const char* name_of(Way way)
{
    switch (way) {
    case Way::counter: return msg("Trực tiếp");
    case Way::online: return msg("Trực tuyến");
    case Way::post: break;
    }
    return msg("Bưu chính công ích");
}

const char* name_of(Level level)
{
    switch (level) {
    case Level::ministry: return msg("Cấp bộ");
    case Level::province: return msg("Cấp tỉnh");
    case Level::commune: return msg("Cấp xã");
    case Level::other: break;
    }
    return msg("Cơ quan khác");
}

std::string said(const Duration& duration, const page::Words& tr)
{
    const page::Words::Values amount{{"count", std::to_string(duration.amount)}};
    switch (duration.unit) {
    case TimeUnit::unstated: return tr("{{count}} (bản ghi không có đơn vị)", amount);
    case TimeUnit::minutes: return tr("{{count}} phút", amount);
    case TimeUnit::hours: return tr("{{count}} giờ", amount);
    case TimeUnit::working_hours: return tr("{{count}} giờ làm việc", amount);
    case TimeUnit::days: return tr("{{count}} ngày", amount);
    case TimeUnit::working_days: return tr("{{count}} ngày làm việc", amount);
    case TimeUnit::months: return tr("{{count}} tháng", amount);
    case TimeUnit::same_day: break;
    }
    if (duration.cutoff_hour == 0) return tr(msg("Trong ngày"));
    return tr("Trong ngày; nhận sau {{hour}}:00 thì trả trong ngày làm việc tiếp theo",
              {{"hour", std::to_string(duration.cutoff_hour)}});
}

std::string said(const Fee& fee, const page::Words& tr)
{
    switch (fee.state) {
    case FeeState::free: return tr(msg("Miễn phí"));
    case FeeState::amount: break;
    case FeeState::absent:
    case FeeState::unclear: return fee.text;
    }
    const std::string sum = base::group_thousands(fee.amount);
    const std::string money = fee.currency == "USD" ? sum + " USD" : tr("{{sum}} đồng", {{"sum", sum}});
    return fee.per.empty() ? money : money + "/" + fee.per;
}

}  // namespace lt::procedures::pages
