// States, urgency, due times and acts in the words and shapes of every page. Pure.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "calendar/api.h"
#include "documents/lists.h"
#include "kit/html/html.h"
#include "kit/page/page.h"

namespace lt::documents::pages {

using html::View;
using page::Words;

// {label, colour, shape} of marks/state. An incoming document in its own agency; `submitted`: to a leader.
View incoming_state(const Words& tr, DeliveryState state, bool submitted);
View recipient_state(const Words& tr, DeliveryState state);  // as the sender sees it
View outgoing_state(const Words& tr, DocumentState state, bool recalled);

// What marks/urgency reads: {urgent: true} and so on; null for normal.
View urgency_mark(Urgency urgency);
std::string urgency_label(const Words& tr, Urgency urgency);

// {relative, at, soon, late} of marks/due; null without a due time. `closed_at` ends the counting.
View due_mark(const Words& tr, const calendar::Calendar& calendar, std::optional<base::Time> due,
              base::Time now, std::optional<base::Time> closed_at = std::nullopt);

std::string assignment_role_label(const Words& tr, AssignmentRole role);

// "20/11 09:31" in this year, else "20/11/2025 09:31".
std::string short_time(base::Time time, base::Time now);

// "2.418", "999+" from 1,000 on; "" for none.
std::string count_label(int count);

// "Thứ Sáu, 20/11/2026"
std::string long_day(const Words& tr, base::Day day);

// One act of the history: "Phát hành đến 113 nơi nhận". Unknown acts stay as they are stored.
std::string event_words(const Words& tr, const EventRow& event);
View log_of(const Words& tr, const std::vector<EventRow>& events);

// {label, colour, shape, headline, lines} of what is thought of a file's signatures; null while nothing is.
View verdict_view(const Words& tr, const FileRow& file);
// The same for a PDF file that nobody has judged: it waits for it, or is too large to be judged here.
View unjudged_view(const Words& tr, const FileRow& file);

// "PDF · 312 KB" and where the file is: what file-view reads.
View file_view(const Words& tr, const FileRow& file);

// {key, value, href, note} for the facts partial: every key is there.
View fact(const std::string& key, const std::string& value, const std::string& note = {},
          const std::string& href = {});

}  // namespace lt::documents::pages
