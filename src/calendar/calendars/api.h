// The working calendars of the agencies: what each has entered over what it inherits, from the agencies above it, the province and the
// release. In memory, made when first asked for; what others may use. Changes are in actions.h.
#pragma once

#include <memory>

#include "calendar/api.h"
#include "calendar/layers.h"
#include "directory/api.h"

namespace lt::calendars {

// Keeps the calendars as of now. One for a process; safe to use from many threads.
class Calendars {
public:
    Calendars(db::Pool& pool, directory::Directory& directory, calendar::Layer shipped);
    ~Calendars();
    Calendars(const Calendars&) = delete;
    Calendars& operator=(const Calendars&) = delete;

    // That of the agency; agencies that have entered nothing share one with the agency above. 0, or an id that is not known: the
    // province's. Changes made by other processes are seen as soon as the directory's, within two seconds.
    std::shared_ptr<const calendar::Calendar> of(std::int64_t agency);

    // All that was entered, as it is in memory now, for pages and actions.
    std::shared_ptr<const struct Entered> entered();

    // After a commit of this process that changed a calendar.
    void refresh();

private:
    std::unique_ptr<struct CalendarsState> state_;
};

}  // namespace lt::calendars
