#include "app/demo/history.h"

#include <algorithm>

#include "app/demo/story.h"
#include "documents/lists.h"

namespace lt::app::demo {
namespace {

constexpr int kWeeks = 6;

// Which agencies write most: the province's own, its departments, the communes.
void sort_agencies(Story& story, const directory::Snapshot& directory, const Cast& cast)
{
    for (const directory::Agency* agency : directory.agencies()) {
        if (!cast.staff.contains(agency->id)) continue;
        const bool is_province = agency->code == "H05";
        const bool is_department = agency->parent != 0 && directory.find(agency->parent)->code == "H05" &&
                                   agency->level == directory::Level::province;
        auto& list = is_province                                  ? story.provinces
                     : agency->level == directory::Level::commune ? story.communes
                     : is_department                              ? story.departments
                                                                  : story.others;
        list.push_back(agency->id);
    }
}

// A moment of the past weeks: more of them lately.
base::Time moment(Dice& dice, base::Time end)
{
    const int minutes = kWeeks * 7 * 24 * 60;
    const int ago = std::min(dice.between(1, minutes), dice.between(1, minutes * 2));
    return end - std::chrono::minutes(ago);
}

}  // namespace

HistoryReport make_history(House& house, std::shared_ptr<base::VirtualClock> clock, base::Time end,
                           const Cast& cast, Keys& keys, const Material& material, unsigned documents,
                           const std::function<void(double)>& progress)
{
    const base::Time begin = office_hours(end - std::chrono::days(kWeeks * 7));
    clock->set(begin);
    Timeline timeline(clock, end);
    Story story(house, timeline, cast, keys, material);
    sort_agencies(story, *house.directory.snapshot(), cast);
    story.allow_broadcasts(documents / 100);

    Dice dice(7);
    for (unsigned i = 0; i < documents; ++i) {
        const std::size_t who = dice.below(100);
        const auto& writers = who < 12   ? story.provinces
                              : who < 52 ? story.departments
                              : who < 85 ? story.communes
                                         : story.others;
        const std::int64_t agency = dice.pick(writers);
        if (dice.chance(5)) {
            timeline.at(moment(dice, end), [&story, agency] { story.paper(agency); });
        } else {
            timeline.at(moment(dice, end), [&story, agency] { story.outgoing(agency); });
        }
    }
    const double span = static_cast<double>((end - begin).count());
    while (timeline.step()) progress(static_cast<double>((timeline.now() - begin).count()) / span);
    progress(1);
    return story.report();
}

}  // namespace lt::app::demo
