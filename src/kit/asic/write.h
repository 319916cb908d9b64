// Makes a container with one CAdES signature, in two steps like every signature here.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kit/asic/read.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::asic {

struct DataFile {
    std::string name{};  // in the container; "/" between folders
    std::string media_type = "application/octet-stream";
    Opener open{};  // gives the same bytes each time: once to be measured, once to be packed
};

class ContainerDraft {
public:
    // Measures the files. Refused without a file, and for names that a reader would refuse.
    static base::Result<ContainerDraft> make(std::vector<DataFile> files);

    // What is signed, as a detached CMS over its SHA-256 (crypto::CmsDraft).
    const std::string& manifest() const { return manifest_; }

    // Writes the container; `at` is the time of its entries. Files are stored as they are, not compressed. Throws when the disk
    // fails; then there is no file.
    void write(const std::filesystem::path& to, std::string_view cms, base::Time at) const;

private:
    std::vector<DataFile> files_{};
    std::vector<std::uint64_t> sizes_{};
    std::string manifest_{};
};

}  // namespace lt::asic
