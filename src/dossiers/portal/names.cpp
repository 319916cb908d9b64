// What the portal calls services, times and dossiers; see record.h.
#include <algorithm>

#include "dossiers/portal/record.h"
#include "kit/crypto/digest.h"

namespace lt::dossiers::portal {
namespace {

constexpr std::chrono::hours kVietnam{7};

}  // namespace

std::string_view to_text(Service service)
{
    switch (service) {
    case Service::record: return "DongBoHoSoMC";
    case Service::progress: return "CapNhatTienDoHoSoMC";
    case Service::status: break;
    }
    return "DongBoTrangThaiHoSo";
}

std::optional<Service> service_from(std::string_view name)
{
    for (const Service one : {Service::record, Service::progress, Service::status})
        if (to_text(one) == name) return one;
    return std::nullopt;
}

std::string stamp(base::Time time)
{
    using namespace std::chrono;
    const auto local = floor<seconds>(time + kVietnam);
    const auto day = floor<days>(local);
    std::string out = base::format_iso(base::Day(day));
    std::erase(out, '-');
    const hh_mm_ss clock(local - day);
    const auto two = [&](auto value) {
        const auto count = static_cast<int>(value.count());
        out += static_cast<char>('0' + count / 10);
        out += static_cast<char>('0' + count % 10);
    };
    two(clock.hours());
    two(clock.minutes());
    two(clock.seconds());
    return out;
}

std::string stamp(const std::optional<base::Time>& time) { return time ? stamp(*time) : std::string(); }

std::optional<base::Time> time_of(std::string_view text)
{
    if ((text.size() != 14 && text.size() != 8) ||
        !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const auto day = base::parse_day(std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) +
                                     "-" + std::string(text.substr(6, 2)));
    if (!day) return std::nullopt;
    if (text.size() == 8) return base::Time(*day) - kVietnam;
    const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const int hour = number(8), minute = number(10), second = number(12);
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return base::Time(*day) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) - kVietnam;
}

std::string uid_of(std::string_view portal_code)
{
    std::string hex = crypto::sha256_hex("dvcqg " + std::string(portal_code)).substr(0, 32);
    for (const std::size_t at : {8U, 13U, 18U, 23U}) hex.insert(at, "-");
    return hex;
}

bool was_lodged_there(const Dossier& dossier)
{
    return !dossier.foreign_code.empty() && dossier.uid == uid_of(dossier.foreign_code);
}

const std::string& code_there(const Dossier& dossier)
{
    return was_lodged_there(dossier) ? dossier.foreign_code : dossier.code;
}

}  // namespace lt::dossiers::portal
