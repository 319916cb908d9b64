// What is entered in the calendars, as types, and which layers an agency's calendar is made of. Pure.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "calendar/layers.h"
#include "directory/snapshot.h"

namespace lt::calendars {

// Of an entry: who wrote it down and when, and who withdrew it.
struct Note {
    std::string uid{};
    std::int64_t agency = 0;  // 0: the province
    base::Time entered_at{};
    std::string entered_by{};  // name
    std::optional<base::Time> withdrawn_at{};
    std::string withdrawn_by{};
    std::string withdrawn_why{};
};
struct EnteredWeek : Note {
    calendar::DatedWeek week{};
};
struct EnteredDays : Note {
    calendar::SpecialDays days{};
};

struct Entered {
    std::int64_t version = 0;          // of the directory, see api.h
    calendar::Layer shipped{};         // of the release
    std::vector<EnteredWeek> weeks{};  // by day; withdrawn ones too
    std::vector<EnteredDays> days{};   // by day; withdrawn ones too
    // What counts of them, by agency; 0 the province.
    std::unordered_map<std::int64_t, calendar::Layer> layers{};
};
// Sorts what is not withdrawn into the layers.
void make_layers(Entered& entered);

// The layers below an agency's calendar and its own, the release's first. `owners`: whose each is, kShipped for the release's.
inline constexpr std::int64_t kShipped = -1;
struct Stack {
    std::vector<const calendar::Layer*> layers{};
    std::vector<std::int64_t> owners{};
};
Stack stack_of(const Entered& entered, const directory::Snapshot& directory, std::int64_t agency);

}  // namespace lt::calendars
