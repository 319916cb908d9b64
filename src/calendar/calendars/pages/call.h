// What the pages of a calendar work with: one request, and the calendar at hand.
#pragma once

#include <memory>
#include <string>

#include "accounts/api.h"
#include "calendar/calendars/actions.h"
#include "calendar/calendars/routes.h"

namespace lt::calendars::pages {

struct Call {
    const PageServices& services;
    http::Request& request;
    page::Words tr;
    base::Time now;
    std::shared_ptr<const directory::Snapshot> directory;
    std::shared_ptr<const Entered> entered;
    const directory::Agency* agency;  // nullptr: the province

    std::int64_t owner() const { return agency != nullptr ? agency->id : 0; }
    Work work() const;
    // A path below /admin/calendar with the agency that the operator has chosen.
    std::string path(const std::string& below = {}) const;
    std::string owner_name() const;  // "Cả tỉnh" or the agency's
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
};
// An administrator's own agency; for the platform operator the one in `agency` (uid) of the address, or the province. Not found: there is
// no such agency.
base::Result<Call> make_call(const PageServices& services, http::Request& request);

http::Response year(const Call&);
http::Response days_new(const Call&);
http::Response days_enter(const Call&);
http::Response days_edit(const Call&);
http::Response days_correct(const Call&);
http::Response days_ask(const Call&);
http::Response days_remove(const Call&);
http::Response week_new(const Call&);
http::Response week_enter(const Call&);
http::Response week_ask(const Call&);
http::Response week_remove(const Call&);

// ---- For the year's page ----

// The box to try due times in: what was typed in the address, and what comes out.
void add_trial(html::View& view, const Call& call, const calendar::Calendar& calendar);
// Names of weekdays, Monday first.
const char* weekday_name(std::size_t weekday);
std::string long_day(const Call& call, base::Day day);  // "Thứ Sáu, 20/11/2026"

}  // namespace lt::calendars::pages
