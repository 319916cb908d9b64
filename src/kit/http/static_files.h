// Styles, scripts, fonts and pictures of the built front end: read once at the start, served from memory.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "kit/http/router.h"

namespace lt::http {

// One GET route below `prefix` ("/static"): PREFIX/VERSION/styles.css. The version stands in the address, so
// that browsers may keep a file for ever; another version in an address gets today's file, to be asked for
// again. Throws std::runtime_error when the folder can't be read.
void add_static_routes(Router& router, const std::string& prefix, const std::filesystem::path& folder,
                       const std::string& version);

// A version made from the contents of the folder: changes when any file changes. "0" for a missing folder.
std::string static_version(const std::filesystem::path& folder);

// Bytes in memory as a Content.
std::shared_ptr<Content> memory_content(std::shared_ptr<const std::string> bytes);

std::string media_type_of(
    const std::filesystem::path& file);  // by the suffix; application/octet-stream otherwise

}  // namespace lt::http
