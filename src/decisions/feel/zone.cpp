// Time zones: offsets, and names of the IANA data base by ICU.
#include <memory>

#include <unicode/timezone.h>

#include "decisions/feel/temporal.h"

namespace lt::feel {
namespace {

// The zone asked for last, as most expressions know one.
const icu::TimeZone* zone_named(std::string_view name)
{
    struct Known {
        std::string name{};
        std::unique_ptr<icu::TimeZone> zone{};
    };
    static thread_local Known known;
    if (known.zone != nullptr && known.name == name) return known.zone.get();
    if (name.empty() || name.size() > 64) return nullptr;
    const icu::UnicodeString id(name.data(), std::int32_t(name.size()), US_INV);
    icu::UnicodeString canonical;
    UBool is_system = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu::TimeZone::getCanonicalID(id, canonical, is_system, status);
    if (U_FAILURE(status) || !is_system || id == icu::UnicodeString("Etc/Unknown", -1, US_INV))
        return nullptr;
    known.zone.reset(icu::TimeZone::createTimeZone(id));
    known.name = name;
    return known.zone.get();
}

std::optional<std::int32_t> offset_in(const Zone& zone, std::int64_t seconds, UBool is_local)
{
    switch (zone.kind) {
    case Zone::Kind::none: return std::nullopt;
    case Zone::Kind::offset: return zone.offset;
    case Zone::Kind::named: break;
    }
    const icu::TimeZone* found = zone_named(zone.name);
    if (found == nullptr) return std::nullopt;
    std::int32_t raw = 0, daylight = 0;
    UErrorCode status = U_ZERO_ERROR;
    found->getOffset(double(seconds) * 1000, is_local, raw, daylight, status);
    return U_FAILURE(status) ? std::nullopt : std::optional((raw + daylight) / 1000);
}

}  // namespace

bool is_zone_name(std::string_view name)
{
    for (const char c : name) {
        if ((c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (c < '0' || c > '9') &&
            std::string_view("/_+-").find(c) == std::string_view::npos)
            return false;
    }
    return zone_named(name) != nullptr;
}

std::optional<std::int32_t> offset_of(const Zone& zone, std::int64_t local_seconds)
{
    return offset_in(zone, local_seconds, 1);
}

std::optional<std::int32_t> offset_at(const Zone& zone, std::int64_t utc_seconds)
{
    return offset_in(zone, utc_seconds, 0);
}

}  // namespace lt::feel
