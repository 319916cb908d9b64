// The records of a file, one after the other: lines of JSON, one object, or an array of objects, packed by gzip or not. Memory holds one
// record, however long the file is.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "kit/base/result.h"

namespace lt::procedures {

class RecordFile {
public:
    // Throws std::system_error when the file can't be opened.
    explicit RecordFile(const std::filesystem::path& path);
    ~RecordFile();
    RecordFile(RecordFile&&) noexcept;

    // The text of the next record; nothing at the end. An error is one record that is too long (reading goes on behind it), or the end of
    // a file that breaks off.
    std::optional<base::Result<std::string>> next();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lt::procedures
