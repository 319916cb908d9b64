// Shared by the lists: page keys and the bounds that stand for "no bound".
#pragma once

#include "documents/lists.h"
#include "kit/db/db.h"

namespace lt::documents {

// Keys before the first row of a list from new to old, and of one from old to new.
PageKey newest();
PageKey oldest();

// First moment of the day in Vietnam; "no bound" for an empty day.
base::Time from_day(const std::optional<base::Day>& day);
base::Time until_day(const std::optional<base::Day>& day);  // end of the day

std::optional<std::string> or_null(const std::string& text);
Urgency urgency_of(const db::Row& row);

}  // namespace lt::documents
