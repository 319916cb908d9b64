// Files of a demo authority's folder. Inside kit/pki.
#pragma once

#include <filesystem>
#include <string>

namespace lt::pki {

std::string read_file(const std::filesystem::path& file);  // "" when it is not there
// Whole or not at all; mode 0600.
void write_file(const std::filesystem::path& file, const std::string& bytes);
// One write, so that lines of several programs don't mix. Mode 0600.
void append_to_file(const std::filesystem::path& file, const std::string& line);

// Keeps other programs out of the folder while it lives.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int fd_;
};

}  // namespace lt::pki
