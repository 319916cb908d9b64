// What the pages of keys share.
#include "signing/pages/call.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "kit/page/notice.h"

namespace lt::signing::pages {
namespace {

using page::msg;

constexpr std::array kNotices{
    page::Notice{"added", msg("Đã thêm khoá. Thêm ảnh bên dưới để ảnh hiện trên văn bản khi ký.")},
    page::Notice{"picture", msg("Đã thay ảnh. Ảnh hiện trên những văn bản ký từ bây giờ.")},
    page::Notice{"picture-removed", msg("Đã bỏ ảnh. Chữ ký số từ bây giờ chỉ hiện bằng chữ.")},
    page::Notice{"ended", msg("Đã ngừng dùng khoá. Văn bản đã ký bằng khoá này vẫn giữ nguyên giá trị.")},
};

}  // namespace

std::string Call::title() const
{
    return whose == Whose::own ? tr("Khoá ký số của tôi") : tr("Khoá và con dấu của cơ quan");
}

http::Response Call::show(const char* view_name, html::View view, const base::Error* error) const
{
    return services.pages.show(request, view_name, std::move(view),
                               error ? http::status_of(error->fault) : 200);
}

base::Result<std::string> take_file(const Call& call, const page::WantedFile& wanted)
{
    return page::take_file(call.request, call.services.uploads, call.signing().blobs, wanted);
}

void add_flash(html::View& view, const Call& call)
{
    page::add_notice(view, call.request, kNotices, call.tr);
}

}  // namespace lt::signing::pages
