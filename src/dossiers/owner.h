// Whether an owner as a dossier has him is the one who is kept under his number. Pure.
#pragma once

#include <optional>
#include <string>

#include "dossiers/types.h"

namespace lt::dossiers {

// Who somebody is, as it is kept for the next dossier.
struct KeptOwner {
    std::string name{};
    std::optional<base::Day> born_on{};
};

// Another name, or another day of birth where both are known. Large and small letters and how much white space there is make no difference.
bool differs(const Person& owner, const KeptOwner& kept);

// "Nguyễn Thị Ánh, 06/05/1990".
std::string words_of(const KeptOwner& kept);

}  // namespace lt::dossiers
