// The directory of a parent axis: a hundred thousand agencies that one may write to. It stays beside the directory here; an agency becomes
// one of ours, carried by that axis, when somebody here first writes to it or hears from it. From then on it is as any other.
//
// Who is right about such an agency: the operator. Its name follows the list as long as it is the name that the list gave it, and it is
// closed when the list drops it as long as the axis carries it; what was changed by hand stays. Agencies that work here, or that another
// system carries, are never touched, whatever the list says of them, but for the older code of one that has none.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/api.h"

namespace lt::exchange {

// An agency beyond a parent axis that the directory here does not have.
struct Listed {
    std::string code{};  // for take_in
    std::string name{};
    std::string above{};    // its superior's name; "" unknown
    std::string carrier{};  // the axis's name
};

// What a search compares: words and codes, lower case without accents and punctuation. "Sở Y tế (H53.13)": so, y, te, h53.13.
std::vector<std::string> search_words(std::string_view text);

// Whose names and codes (in either form) hold all the words that were typed, with or without accents; never a hub. Nothing for no words.
// In a transaction of the platform's reach, as all of this.
std::vector<Listed> search_listed(db::Transaction& tx, std::string_view typed, int limit);

// Those of the codes that the directory here does not have and an axis lists become agencies here. Commits, in transactions of its own.
void take_in(Services& services, const std::vector<std::string>& codes);

// Who carries the agency with this code, in either form, which the directory here does not have: one item of a message for it.
std::optional<Addressee> find_listed(db::Transaction& tx, std::string_view code);

// What the system calls the agency: where it is an axis with a list of its own, the code of that list. Otherwise the agency's code.
std::string code_at(db::Transaction& tx, std::int64_t system, const directory::Agency& agency);
std::string code_at(db::Transaction& tx, std::int64_t system, const std::string& code);

// Names of the axes whose directory is here.
std::vector<std::string> listing_axes(db::Transaction& tx);

// Names of all connected systems by id.
std::map<std::int64_t, std::string> system_names(db::Transaction& tx);

// How the list of an axis stands.
struct ListingState {
    std::optional<base::Time> at{};  // taken last; nothing: never
    std::string why{};               // the last try took nothing
    std::int64_t agencies = 0;
    std::int64_t offered = 0;  // without hubs
};
ListingState listing_state(db::Transaction& tx, std::int64_t system);

// Has the list of the axis taken soon, in the transaction.
void enqueue_listing(db::Transaction& tx, Services& services, const System& system);

}  // namespace lt::exchange
