// Files on their way into documents: between kit/http, which receives them, and kit/blob, which keeps them.
#pragma once

#include <memory>

#include "documents/routes.h"
#include "kit/blob/uploads.h"
#include "kit/http/message.h"
#include "kit/http/tus.h"

namespace lt::app {

// Files of a multipart form: encrypted on the disk while they arrive. Each then waits as an upload without an owner.
http::FileSinkFactory make_file_sinks(blob::Store& store, blob::Uploads& uploads);

// The same uploads by the resumable protocol.
std::shared_ptr<http::TusStore> make_tus_store(blob::Uploads& uploads);

// Files that a form names, as files of a document. An upload stays until it expires, so a form that is shown again after
// an error, or sent twice, finds it once more.
documents::TakeFiles make_take_files(db::Pool& pool, blob::Uploads& uploads);

// Removes uploads of this official, or of this very request, together with their content when nothing else holds it.
documents::DropFiles make_drop_files(blob::Uploads& uploads);

}  // namespace lt::app
