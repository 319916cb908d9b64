// Where a demo keeps its state: one demo at a time.
#pragma once

#include <filesystem>

namespace lt::app::demo {

class StateFolder {
public:
    enum class Kind : unsigned char { fresh, kept, temporary };

    // Empties a fresh one, and one to keep in which no province was finished. Throws std::runtime_error when another demo uses it, or when what it holds is not a demo's.
    StateFolder(std::filesystem::path folder, Kind kind);
    ~StateFolder();  // removes a temporary one
    StateFolder(const StateFolder&) = delete;
    StateFolder& operator=(const StateFolder&) = delete;

    const std::filesystem::path& path() const { return folder_; }
    std::filesystem::path players() const { return folder_ / "accounts.json"; }
    bool has_province() const;  // made and finished earlier

private:
    std::filesystem::path folder_;
    Kind kind_;
    int lock_ = -1;
};

}  // namespace lt::app::demo
