// The content of a file, to those who may read its document. Ranges come from the server (http::Content).
#include "documents/pages/call.h"
#include "kit/base/ids.h"
#include "kit/page/stored_file.h"

namespace lt::documents::pages {

http::Response file_content(const Call& call)
{
    if (!base::is_uid(call.uid())) return call.refuse(no_document());
    const bool preserved = call.request.query.has("preserved");
    const auto found = preserved ? preserved_file(call.documents(), call.actor, call.uid())
                                 : file(call.documents(), call.actor, call.uid());
    if (!found) return call.refuse(base::not_found(msg("Không có tệp này, hoặc văn bản đã được lấy lại.")));
    const page::FileFacts facts{.name = found->name,
                                .media_type = found->media_type,
                                .sha256 = found->sha256,
                                .download = call.request.query.has("download")};
    if (auto shown = page::picture_page(call.services.pages, call.request, facts)) return *std::move(shown);
    return page::stored_file(call.documents().blobs.open(found->sha256), facts);
}

}  // namespace lt::documents::pages
