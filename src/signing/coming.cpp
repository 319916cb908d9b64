// See coming.h.
#include "signing/coming.h"

#include <algorithm>

namespace lt::signing {

using base::msg;

base::Result<std::shared_ptr<void>> Coming::claim(const std::string& act, int position, std::int64_t official)
{
    const std::pair key(act, position);
    const char* const refused = files_->with([&](Officials& files) -> const char* {
        if (files.contains(key))
            return msg("Tệp này đang được gửi đến. Chờ gửi xong, hoặc một phút nữa ký lại từ trang ký.");
        if (std::ranges::count(files, official, &Officials::value_type::second) >= kAtOnce)
            return msg("Bạn đang gửi nhiều tệp đã ký cùng lúc. Chờ gửi xong, rồi ký tiếp từ trang ký.");
        files.emplace(key, official);
        return nullptr;
    });
    if (refused != nullptr) return base::conflict(refused);
    return std::shared_ptr<void>(files_.get(), [files = files_, key](void*) {
        files->with([&](Officials& all) { return all.erase(key); });
    });
}

}  // namespace lt::signing
