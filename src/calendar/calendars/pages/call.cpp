#include "calendar/calendars/pages/call.h"

#include <array>

#include "kit/http/ascii.h"

namespace lt::calendars::pages {

using page::msg;

Work Call::work() const
{
    return {.entered = *entered,
            .directory = *directory,
            .agency = owner(),
            .official = accounts::me(request).official,
            .now = now};
}

std::string Call::path(const std::string& below) const
{
    std::string out = "/admin/calendar" + below;
    if (agency == nullptr || accounts::me(request).role != directory::Role::platform_operator) return out;
    return out + (out.find('?') == std::string::npos ? "?" : "&") +
           "agency=" + http::percent_encode(agency->uid);
}

std::string Call::owner_name() const { return agency != nullptr ? agency->name : tr("Cả tỉnh"); }

base::Result<Call> make_call(const PageServices& services, http::Request& request)
{
    const accounts::Me& me = accounts::me(request);
    const auto snapshot = services.directory.snapshot();
    const bool is_operator = me.role == directory::Role::platform_operator;
    const std::string chosen = request.query.get("agency");
    const directory::Agency* agency = is_operator ? snapshot->find_uid(chosen) : snapshot->find(me.agency);
    if (agency == nullptr && !(is_operator && chosen.empty()))
        return base::not_found(msg("Không có cơ quan này trong danh bạ."));
    return Call{.services = services,
                .request = request,
                .tr = services.pages.words(request),
                .now = services.clock->now(),
                .directory = snapshot,
                .entered = services.calendars.entered(),
                .agency = agency};
}

const char* weekday_name(std::size_t weekday)
{
    static constexpr std::array<const char*, 7> kNames{msg("Thứ Hai"), msg("Thứ Ba"),  msg("Thứ Tư"),
                                                       msg("Thứ Năm"), msg("Thứ Sáu"), msg("Thứ Bảy"),
                                                       msg("Chủ nhật")};
    return kNames.at(weekday);
}

std::string long_day(const Call& call, base::Day day)
{
    return call.tr(weekday_name(std::chrono::weekday(day).iso_encoding() - 1)) + ", " + base::format_day(day);
}

}  // namespace lt::calendars::pages
