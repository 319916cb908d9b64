// What citizens think of how a dossier was served: said after its end, on the page for everybody or on the tablet at the desk; once each way,
// and changed within a day.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/satisfaction/door.h"
#include "kit/db/fwd.h"

namespace lt::dossiers {

enum class Level : std::uint8_t { very_satisfied, satisfied, unsatisfied };
inline constexpr std::array kLevels{Level::very_satisfied, Level::satisfied, Level::unsatisfied};
std::string_view to_text(Level level);
std::optional<Level> level_from(std::string_view text);
const char* words_of(Level level);  // "Rất hài lòng"

// Why not.
enum class Displeasure : std::uint8_t { late, waiting, journeys, guidance, papers, attitude, costs, result };
inline constexpr std::array kDispleasures{Displeasure::late,     Displeasure::waiting, Displeasure::journeys,
                                          Displeasure::guidance, Displeasure::papers,  Displeasure::attitude,
                                          Displeasure::costs,    Displeasure::result};
std::string_view to_text(Displeasure reason);
std::optional<Displeasure> displeasure_from(std::string_view text);
const char* words_of(Displeasure reason);  // "Giải quyết chậm so với hẹn trả"

enum class RatedAt : std::uint8_t { page, desk };
std::string_view to_text(RatedAt way);
const char* words_of(RatedAt way);  // "ở trang tra cứu"

struct Rating {
    Level level{};
    std::vector<Displeasure> reasons{};  // of Level::unsatisfied alone
    std::string remark{};
};
inline constexpr std::size_t kLongestRemark = 1000;

// The last word of one way.
struct Rated {
    RatedAt way{};
    Rating rating{};
    base::Time first_at{};
    base::Time at{};
};
inline constexpr std::chrono::hours kRatingMayChange{24};

// What is wrong: on the page somebody who is not satisfied says why. Pure.
base::Wrong wrong_in(const Rating& rating, RatedAt way);

// In the name of the agency of the place. conflict: the dossier has not ended, or a day has passed since it was rated this way first.
base::Result<base::Done> rate(Services& services, const Place& place, RatedAt way, const Rating& rating);

std::vector<Rated> ratings_of(db::Transaction& tx, std::int64_t dossier);

// Of the page for everybody: when the dossier with this code was rated there first.
std::optional<base::Time> rated_on_page(db::Transaction& tx, const std::string& code);

}  // namespace lt::dossiers
