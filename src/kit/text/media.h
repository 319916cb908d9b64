// Which files may be uploaded: a closed list, by content and not by name.
#pragma once

#include <string>
#include <string_view>

#include "kit/base/result.h"

namespace lt::text {

// `found` is the type that libmagic sees in the content. Gives the type to store when the content is on the
// list and the name's extension agrees with it; else an Error that says what the file really is. The list:
// PDF, DOCX, DOC, XLSX, XLS, ODT, PNG, JPEG, TIFF.
base::Result<std::string> accept(std::string_view found, std::string_view file_name);

// "PDF, DOCX, DOC, …" for hints beside the upload field, and ".pdf,.docx,…" for its `accept` attribute.
std::string accepted_names();
std::string accepted_extensions();

}  // namespace lt::text
