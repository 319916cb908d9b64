#include "kit/trust/statements.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "kit/base/ids.h"
#include "kit/base/log.h"

namespace lt::trust {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFiles = 20000;  // of a folder; then those that nobody needs go

fs::file_time_type file_time(base::Time time) { return std::chrono::file_clock::from_sys(time); }

}  // namespace

std::optional<std::string> Statements::find(const std::string& key)
{
    auto found = memory_.with([&](Memory& memory) -> std::optional<std::string> {
        const auto at = memory.entries.find(key);
        if (at == memory.entries.end()) return std::nullopt;
        at->second.used = ++memory.uses;
        return at->second.der;
    });
    if (found || behind_ == nullptr) return found;
    found = behind_->find(key);
    if (found) remember(key, *found);
    return found;
}

void Statements::keep(const std::string& key, const std::string& der, base::Time until)
{
    remember(key, der);
    if (behind_ != nullptr) behind_->keep(key, der, until);
}

void Statements::remember(const std::string& key, const std::string& der)
{
    if (der.size() > bytes_) return;
    memory_.with([&](Memory& memory) {
        auto& entry = memory.entries[key];
        memory.bytes += der.size() - entry.der.size();
        entry = {der, ++memory.uses};
        while (memory.bytes > bytes_) {
            const auto oldest =
                std::min_element(memory.entries.begin(), memory.entries.end(),
                                 [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
            memory.bytes -= oldest->second.der.size();
            memory.entries.erase(oldest);
        }
    });
}

FolderStore::FolderStore(fs::path folder, const base::Clock& clock)
    : folder_(std::move(folder)), clock_(clock)
{
    fs::create_directories(folder_);
}

std::optional<std::string> FolderStore::find(const std::string& key)
{
    std::ifstream in(folder_ / key, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

// The time of a file is until when somebody needs it. A disk that is full costs nothing but the next question.
void FolderStore::keep(const std::string& key, const std::string& der, base::Time until)
{
    const fs::path draft = folder_ / ("." + key + "." + base::new_uid(clock_.now()));
    std::error_code error;
    {
        std::ofstream out(draft, std::ios::binary);
        out << der;
        out.flush();
        if (!out) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) fs::last_write_time(draft, file_time(until), error);
    if (!error) fs::rename(draft, folder_ / key, error);
    if (error) {
        base::log(base::Level::warning, "statement_not_kept", {{"reason", error.message()}});
        fs::remove(draft, error);
        return;
    }
    std::size_t files = 0;
    for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) ++files;
    if (files < kFiles) return;
    for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (at->last_write_time(ignored) < file_time(clock_.now())) fs::remove(at->path(), ignored);
    }
}

}  // namespace lt::trust
