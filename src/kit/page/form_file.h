// A small file that came with a form.
#pragma once

#include <string>

#include "kit/base/result.h"
#include "kit/blob/uploads.h"
#include "kit/http/message.h"

namespace lt::page {

// The content of the file in a field of the form. Everything that came with the form goes from the disk at once: what is kept is
// stored anew by the act that keeps it. Refused, at the field, when there is none or it is larger than `limit` bytes.
struct WantedFile {
    const char* field;
    std::uint64_t limit;
    const char* none;  // what to say then
    const char* too_large;
};
base::Result<std::string> take_file(const http::Request& request, blob::Uploads& uploads, blob::Store& blobs,
                                    const WantedFile& wanted);

}  // namespace lt::page
