// An image of a signature or a seal: made once from its PNG, then put into any number of files without being packed again.
#pragma once

#include <memory>
#include <string_view>

#include "kit/base/result.h"
#include "kit/pdf/update.h"

namespace lt::pdf {

class Picture {
public:
    // At most 5 MB, 16 to 4000 pixels a side, 8 million in all. Refused at the field "picture".
    static base::Result<Picture> from_png(std::string_view png);
    int width() const;  // pixels
    int height() const;
    bool is_transparent()
        const;  // one that is not hides what it is put over (Annex I wants a transparent ground)
    Ref add_to(Update& update) const;  // as an image (ISO 32000-1, 8.9), with its transparency as a soft mask

private:
    std::shared_ptr<const struct PictureData> data_;
};

}  // namespace lt::pdf
