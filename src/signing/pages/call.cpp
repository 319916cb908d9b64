// What the pages of keys share.
#include "signing/pages/call.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace lt::signing::pages {
namespace {

using page::msg;

struct Notice {
    const char* key;
    const char* text;
};
constexpr std::array kNotices{
    Notice{"added", msg("Đã thêm khoá. Thêm ảnh bên dưới để ảnh hiện trên văn bản khi ký.")},
    Notice{"picture", msg("Đã thay ảnh. Ảnh hiện trên những văn bản ký từ bây giờ.")},
    Notice{"picture-removed", msg("Đã bỏ ảnh. Chữ ký số từ bây giờ chỉ hiện bằng chữ.")},
    Notice{"ended", msg("Đã ngừng dùng khoá. Văn bản đã ký bằng khoá này vẫn giữ nguyên giá trị.")},
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

base::Result<std::string> take_file(const Call& call, const Wanted& wanted)
{
    base::Result<std::string> taken = base::invalid(wanted.field, wanted.none);
    for (const http::UploadedFile& file : call.request.files) {
        const bool wished = file.field == wanted.field;
        if (file.refused) {
            if (wished) taken = base::invalid(wanted.field, file.refused->message);
            continue;
        }
        const auto upload = call.services.uploads.find(file.id);
        CHECK(upload && upload->blob && upload->owner == call.request.user->log_name());
        if (wished && upload->length > wanted.limit)
            taken = base::invalid(wanted.field, wanted.too_large);
        else if (wished && upload->length > 0)
            taken = call.signing().blobs.get(upload->blob->sha256, wanted.limit);
        call.services.uploads.discard(file.id);
    }
    return taken;
}

void add_flash(html::View& view, const Call& call)
{
    const std::string key = call.request.query.get("done");
    const auto* const notice = std::ranges::find(kNotices, key, &Notice::key);
    if (notice == kNotices.end()) return;
    view["flash"] = {{"text", call.tr(notice->text)}, {"neutral", false}, {"href", false}};
}

}  // namespace lt::signing::pages
