// Names of the values, and the words for what was not understood.
#include "procedures/records/procedure.h"

#include "kit/base/message.h"
#include "kit/base/text.h"

namespace lt::procedures {

std::string_view to_text(Level level)
{
    switch (level) {
    case Level::ministry: return "ministry";
    case Level::province: return "province";
    case Level::commune: return "commune";
    case Level::other: break;
    }
    return "other";
}

std::string_view to_text(Way way)
{
    switch (way) {
    case Way::counter: return "counter";
    case Way::online: return "online";
    case Way::post: break;
    }
    return "post";
}

std::string_view to_text(TimeUnit unit)
{
    switch (unit) {
    case TimeUnit::unstated: return "unstated";
    case TimeUnit::minutes: return "minutes";
    case TimeUnit::hours: return "hours";
    case TimeUnit::working_hours: return "working_hours";
    case TimeUnit::days: return "days";
    case TimeUnit::working_days: return "working_days";
    case TimeUnit::months: return "months";
    case TimeUnit::same_day: break;
    }
    return "same_day";
}

std::string_view to_text(TimeState state)
{
    switch (state) {
    case TimeState::stated: return "stated";
    case TimeState::absent: return "absent";
    case TimeState::not_fixed: return "not_fixed";
    case TimeState::no_result: return "no_result";
    case TimeState::unclear: break;
    }
    return "unclear";
}

std::string_view to_text(FeeState state)
{
    switch (state) {
    case FeeState::free: return "free";
    case FeeState::amount: return "amount";
    case FeeState::absent: return "absent";
    case FeeState::unclear: break;
    }
    return "unclear";
}

std::string_view to_text(Trouble trouble)
{
    switch (trouble) {
    case Trouble::channels_unclear: return "channels_unclear";
    case Trouble::time_without_unit: return "time_without_unit";
    case Trouble::time_beside_fee: return "time_beside_fee";
    case Trouble::time_unclear: return "time_unclear";
    case Trouble::times_disagree: return "times_disagree";
    case Trouble::other_times: return "other_times";
    case Trouble::fee_unclear: return "fee_unclear";
    case Trouble::fee_disagrees: return "fee_disagrees";
    case Trouble::fee_too_small: return "fee_too_small";
    case Trouble::papers_unclear: return "papers_unclear";
    case Trouble::count_unclear: return "count_unclear";
    case Trouble::form_unclear: return "form_unclear";
    case Trouble::law_unclear: return "law_unclear";
    case Trouble::result_unclear: return "result_unclear";
    case Trouble::level_unknown: break;
    }
    return "level_unknown";
}

const char* words_of(Trouble trouble)
{
    using base::msg;
    switch (trouble) {
    case Trouble::channels_unclear: return msg("Không đọc được bảng cách thức thực hiện");
    case Trouble::time_without_unit: return msg("Thời hạn chỉ có số, không có đơn vị");
    case Trouble::time_beside_fee:
        return msg("Số của thời hạn và số của phí viết liền nhau, không tách chắc chắn được");
    case Trouble::time_unclear: return msg("Thời hạn viết bằng lời, không hiểu được");
    case Trouble::times_disagree: return msg("Ô thời hạn và phần mô tả khác nhau về đơn vị");
    case Trouble::other_times: return msg("Phần mô tả nêu thêm thời gian không rõ dùng cho trường hợp nào");
    case Trouble::fee_unclear: return msg("Phí, lệ phí viết bằng lời, không hiểu được");
    case Trouble::fee_disagrees: return msg("Ô phí và lời kèm theo khác nhau");
    case Trouble::fee_too_small: return msg("Mức phí nhỏ khác thường");
    case Trouble::papers_unclear: return msg("Không đọc được bảng thành phần hồ sơ");
    case Trouble::count_unclear: return msg("Số bản viết liền với số khác, không tách chắc chắn được");
    case Trouble::form_unclear:
        return msg("Tên mẫu đơn viết liền với tên giấy tờ, không tách chắc chắn được");
    case Trouble::law_unclear: return msg("Không tách được số, ký hiệu của căn cứ pháp lý");
    case Trouble::result_unclear: return msg("Không tách được tên và mã kết quả");
    case Trouble::level_unknown: break;
    }
    return msg("Không rõ cấp thực hiện");
}

void add_issue(Procedure& procedure, Trouble trouble, std::string_view text)
{
    constexpr std::size_t kMost = 200;  // nobody reads more, and each is held against all before it
    if (procedure.issues.size() >= kMost) return;
    Issue issue{trouble, base::shorten(text, 200)};
    for (char& c : issue.text)
        if (c == '\n' || c == '\t') c = ' ';
    // The same remark stands beside each channel: once is enough.
    for (const Issue& known : procedure.issues)
        if (known.trouble == trouble && known.text == issue.text) return;
    procedure.issues.push_back(std::move(issue));
}

}  // namespace lt::procedures
