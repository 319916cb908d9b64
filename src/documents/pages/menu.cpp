// The part of each role's menu that is about documents.
#include <nlohmann/json.hpp>

#include "documents/pages/marks.h"
#include "documents/routes.h"

namespace lt::documents {
namespace {

using directory::Role;
using html::View;

// Only "view" decides which list it is; filters and page keys do not.
std::string place_of(std::string_view target)
{
    const std::size_t question = target.find('?');
    std::string place(target.substr(0, question));
    if (question == std::string_view::npos) return place;
    std::string_view query = target.substr(question + 1);
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        if (query.starts_with("view=")) return place + "?" + std::string(query.substr(0, end));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return place;
}

class Menu {
public:
    void group(const std::string& heading)
    {
        groups_.push_back(
            {{"heading", heading.empty() ? View(false) : View(heading)}, {"items", View::array()}});
    }
    // `live`: name of the figure in the event "counts", when it is the same for the whole agency.
    void item(const char* href, const std::string& label, int count = 0, const char* live = "")
    {
        groups_.back()["items"].push_back({{"href", href},
                                           {"label", label},
                                           {"count", pages::count_label(count)},
                                           {"live", *live == '\0' ? View(false) : View(live)},
                                           {"current", false}});
    }
    // What the last item adds to the sum of its group, where others of the group show some of it as well.
    void adds(int count, const char* live = "")
    {
        View& item = groups_.back()["items"].back();
        item["adds"] = pages::count_label(count);
        item["adds_live"] = *live == '\0' ? View(false) : View(live);
    }
    View finish(const std::string& place)
    {
        const std::string path = place.substr(0, place.find('?'));
        if (!mark([&](const std::string& href) { return href == place; }) &&
            !mark([&](const std::string& href) { return href == path; })) {
            // A page below a list belongs to the list.
            mark([&](const std::string& href) { return href != "/" && path.starts_with(href + "/"); });
        }
        return std::move(groups_);
    }

private:
    template <class Test>
    bool mark(Test&& test)
    {
        for (View& group : groups_) {
            for (View& item : group["items"]) {
                if (!test(item["href"].get<std::string>())) continue;
                item["current"] = true;
                return true;
            }
        }
        return false;
    }
    View groups_ = View::array();
};

void add_clerk(Menu& menu, const Counts& counts, const page::Words& tr)
{
    menu.item("/", tr("Việc của tôi"), counts.my_work);
    menu.group(tr("Văn bản"));
    menu.item("/incoming", tr("Văn bản đến"), counts.open, "open");
    menu.item("/incoming?view=waiting", tr("Chờ đăng ký"), counts.waiting, "waiting");
    menu.item("/outgoing", tr("Văn bản đi"), counts.drafts + counts.review + counts.approved);
    menu.item("/outgoing?view=approved", tr("Chờ phát hành"), counts.approved, "approved");
    if (counts.unsent > 0) menu.item("/outgoing?view=unsent", tr("Đã ký chưa gửi"), counts.unsent);
    menu.item("/incoming?view=reminded", tr("Được đôn đốc"), counts.reminded, "reminded");
    menu.item("/incoming?view=recalls", tr("Đề nghị lấy lại"), counts.recalls, "recalls");
    menu.item("/outgoing?view=recalled", tr("Đã thu hồi"));
    menu.item("/search", tr("Tìm văn bản"));
    menu.item("/statistics", tr("Thống kê gửi, nhận"));
}

void add_leader(Menu& menu, const Counts& counts, const page::Words& tr)
{
    menu.item("/", tr("Việc của tôi"), counts.my_work);
    menu.group(tr("Chỉ đạo"));
    menu.item("/incoming?view=to_assign", tr("Chờ phân công"), counts.to_assign);
    menu.adds(counts.only_to_assign);
    menu.item("/outgoing/signing", tr("Chờ ký"), counts.to_sign);
    menu.item("/incoming?view=overdue", tr("Quá hạn"), counts.overdue, "overdue");
    menu.item("/incoming?view=reminded", tr("Được đôn đốc"), counts.reminded, "reminded");
    menu.adds(counts.only_reminded, "only_reminded");
    menu.group(tr("Văn bản"));
    menu.item("/incoming", tr("Văn bản đến"), counts.open, "open");
    menu.item("/outgoing", tr("Văn bản đi"));
    menu.item("/outgoing/new", tr("Soạn văn bản đi"));
    menu.item("/search", tr("Tìm văn bản"));
    menu.item("/statistics", tr("Thống kê gửi, nhận"));
}

void add_specialist(Menu& menu, const Counts& counts, const page::Words& tr)
{
    menu.item("/", tr("Việc của tôi"), counts.my_work);
    menu.group(tr("Văn bản"));
    menu.item("/incoming", tr("Văn bản được giao"), counts.open);
    menu.item("/incoming?view=overdue", tr("Quá hạn"), counts.overdue);
    if (counts.reminded > 0) menu.item("/incoming?view=reminded", tr("Được đôn đốc"), counts.reminded);
    menu.item("/outgoing", tr("Văn bản đi"), counts.drafts);
    menu.item("/outgoing/new", tr("Soạn văn bản đi"));
    menu.item("/search", tr("Tìm văn bản"));
}

}  // namespace

html::View menu_of(const Actor& actor, const Counts& counts, std::string_view target, const page::Words& tr)
{
    Menu menu;
    menu.group({});
    switch (actor.role) {
    case Role::registry_clerk: add_clerk(menu, counts, tr); break;
    case Role::leader: add_leader(menu, counts, tr); break;
    case Role::specialist:
    case Role::desk_staff: add_specialist(menu, counts, tr); break;
    case Role::agency_administrator:
    case Role::platform_operator: menu.item("/", tr("Việc của tôi")); break;
    }
    return menu.finish(place_of(target));
}

html::View live_counts(const Counts& counts)
{
    return {{"waiting", counts.waiting},   {"open", counts.open},
            {"overdue", counts.overdue},   {"due_today", counts.due_today},
            {"approved", counts.approved}, {"recalls", counts.recalls},
            {"reminded", counts.reminded}, {"only_reminded", counts.only_reminded}};
}

}  // namespace lt::documents
