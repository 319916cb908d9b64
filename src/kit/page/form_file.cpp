// See form_file.h.
#include "kit/page/form_file.h"

namespace lt::page {

base::Result<std::string> take_file(const http::Request& request, blob::Uploads& uploads, blob::Store& blobs,
                                    const WantedFile& wanted)
{
    base::Result<std::string> taken = base::invalid(wanted.field, wanted.none);
    for (const http::UploadedFile& file : request.files) {
        const bool wished = file.field == wanted.field;
        if (file.refused) {
            if (wished) taken = base::invalid(wanted.field, file.refused->message);
            continue;
        }
        const auto upload = uploads.find(file.id);
        CHECK(upload && upload->blob && upload->owner == request.user->log_name());
        if (wished && upload->length > wanted.limit)
            taken = base::invalid(wanted.field, wanted.too_large);
        else if (wished && upload->length > 0)
            taken = blobs.get(upload->blob->sha256, wanted.limit);
        uploads.discard(file.id);
    }
    return taken;
}

}  // namespace lt::page
