// See picture.h.
#include "signing/picture.h"

#include "kit/page/page.h"
#include "kit/pdf/picture.h"

namespace lt::signing {

using page::msg;

const char* const kPictureTooLarge = msg("Ảnh quá lớn: tối đa 1 MB. Thu nhỏ ảnh rồi chọn lại.");

std::optional<base::Message> wrong_with_picture(std::string_view png)
{
    if (png.size() > kLargestPicture) return kPictureTooLarge;
    const auto picture = pdf::Picture::from_png(png);
    if (!picture) return picture.error().message;
    if (static_cast<std::int64_t>(picture->width()) * picture->height() > kMostPixels)
        return msg(
            "Ảnh có quá nhiều điểm ảnh: tối đa 4 triệu, ví dụ 2.000 × 2.000. Thu nhỏ ảnh rồi chọn lại.");
    if (!picture->is_transparent())
        return msg("Nền ảnh không trong suốt nên sẽ che chữ bên dưới. Xoá nền, lưu thành PNG rồi chọn lại.");
    return std::nullopt;
}

}  // namespace lt::signing
