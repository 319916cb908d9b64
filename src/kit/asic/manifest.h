// The manifest that a CAdES signature of a container is over: digests of data files (EN 319 162-1, 4.4.3 and annex A.4).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kit/base/result.h"

namespace lt::asic {

struct ManifestEntry {
    std::string name{};
    std::string media_type{};
    std::string algorithm{};  // "SHA256"; "" for one that is not believed
    std::string digest{};     // raw
};

struct Manifest {
    std::string signature{};  // the name of the file with the signature
    std::vector<ManifestEntry> entries{};
};

base::Result<Manifest> read_manifest(std::string_view xml);
std::string write_manifest(const Manifest& manifest);  // with SHA-256

}  // namespace lt::asic
