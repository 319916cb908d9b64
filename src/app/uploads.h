// Files on their way into documents: between kit/http, which receives them, and kit/blob, which keeps them.
#pragma once

#include <memory>

#include "documents/routes.h"
#include "kit/blob/uploads.h"
#include "kit/http/message.h"
#include "kit/http/tus.h"

namespace lt::app {

// Files of a multipart form: encrypted on the disk while they arrive. Each then waits as an upload of who sent it.
http::FileSinkFactory make_file_sinks(blob::Store& store, blob::Uploads& uploads);

// The same uploads by the resumable protocol.
std::shared_ptr<http::TusStore> make_tus_store(blob::Uploads& uploads);

// Uploads of this official that a form names, as files of a document. Nothing is used up by this: a form that is shown again
// after an error finds them once more. The transaction that makes the document uses them, once (blob::use).
documents::TakeFiles make_take_files(blob::Uploads& uploads);

// Removes uploads of this official together with their content when nothing else holds it.
documents::DropFiles make_drop_files(blob::Uploads& uploads);

}  // namespace lt::app
