// What waits at the desk for who is logged in: the numbers beside the menu, on the home page and over the lists, from one statement.
#pragma once

#include <string>

#include "dossiers/lists.h"
#include "dossiers/services.h"
#include "kit/html/html.h"
#include "kit/page/page.h"

namespace lt::dossiers {

// Roles that have anything to do with dossiers; for the others nothing is asked.
bool works_on_dossiers(directory::Role role);

// An agency that has nothing of dossiers is not asked for again within a minute, unless it receives one meanwhile.
lists::Work work_for(Services& services, const Actor& actor, lists::Numbers numbers);
// In the caller's transaction, which belongs to the actor.
lists::Work work_for(Services& services, db::Transaction& tx, const Actor& actor, lists::Numbers numbers);
// Work has come to these agencies.
void work_comes(Services& services, std::initializer_list<std::int64_t> agencies);

// "12", "999+"; "" for none.
std::string count_label(std::int64_t count);

// The key of a view under which a page leaves what it has counted, so that its menu does not count again: numbers by the address of the item.
inline constexpr const char* kMenuCounts = "_dossier_counts";
html::View menu_counts(const lists::Work& work, directory::Role role);

// For the home page: heading and tiles, each leading to what it counts. Null where nothing of dossiers is in the agency.
html::View home_part(const lists::Work& work, directory::Role role, const page::Words& tr);
// What somebody begins at the desk, as href and label; null for who receives nothing.
html::View home_act(directory::Role role, const page::Words& tr);

}  // namespace lt::dossiers
