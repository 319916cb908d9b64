// JSON that another system sends, read strictly: every wrong or unknown member is named by its pointer. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/origin.h"
#include "dossiers/reception.h"
#include "dossiers/rest/problem.h"

namespace lt::dossiers::rest {

struct WantedFile {
    std::string upload{};
    int paper = -1;
    std::string pointer{};
};

// A dossier to be lodged. `reception` lacks what only the database knows: version and files.
struct Lodging {
    std::string agency{};     // identity code
    std::string procedure{};  // code
    Reception reception{};
    std::vector<std::pair<int, GivenPaper>> papers{};
    std::vector<WantedFile> files{};
    std::optional<Origin> origin{};
};
struct ReadLodging {
    Lodging lodging{};
    Wrongs wrongs{};
};
ReadLodging read_lodging(std::string_view json);

// What came for a supplement.
struct Supplement {
    std::vector<std::pair<int, GivenPaper>> papers{};
    std::vector<WantedFile> files{};
};
struct ReadSupplement {
    Supplement supplement{};
    Wrongs wrongs{};
};
ReadSupplement read_supplement(std::string_view json);

}  // namespace lt::dossiers::rest
