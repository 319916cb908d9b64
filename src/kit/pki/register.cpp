#include "kit/pki/register.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "kit/pki/files.h"

namespace lt::pki {
namespace {

std::int64_t seconds_since_epoch(base::Time time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace

void Register::add_issued(const std::string& serial, const std::string& issuer, const std::string& name)
{
    std::string one_line = name;
    for (char& c : one_line)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    append("issued " + serial + " " + issuer + " " + one_line + "\n");
}

void Register::add_revoked(const std::string& serial, base::Time at)
{
    if (!find(serial)) throw std::runtime_error(file_.string() + " knows no certificate " + serial);
    append("revoked " + serial + " " + std::to_string(seconds_since_epoch(at)) + "\n");
}

void Register::append(const std::string& line) { append_to_file(file_, line); }

void Register::read_on(Known& known) const
{
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file_, error);
    if (error || size == known.read) return;
    std::ifstream in(file_);
    in.seekg(static_cast<std::streamoff>(known.read));
    // A line without its end is still being written.
    for (std::string line; std::getline(in, line) && !in.eof();) {
        known.read += line.size() + 1;
        std::istringstream words(line);
        std::string what;
        std::string serial;
        words >> what >> serial;
        Entry& entry = known.entries[serial];
        entry.serial = serial;
        if (what == "issued") {
            words >> entry.issuer;
        } else {
            std::int64_t seconds = 0;
            words >> seconds;
            entry.revoked_at = base::Time(std::chrono::seconds(seconds));
        }
    }
}

std::optional<Entry> Register::find(const std::string& serial) const
{
    return known_.with([&](Known& known) -> std::optional<Entry> {
        read_on(known);
        const auto found = known.entries.find(serial);
        return found == known.entries.end() ? std::nullopt : std::optional(found->second);
    });
}

std::vector<Entry> Register::revoked(const std::string& issuer) const
{
    return known_.with([&](Known& known) {
        read_on(known);
        std::vector<Entry> out;
        for (const auto& [serial, entry] : known.entries)
            if (entry.revoked_at && entry.issuer == issuer) out.push_back(entry);
        return out;
    });
}

}  // namespace lt::pki
