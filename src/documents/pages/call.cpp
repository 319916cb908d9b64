// What the page handlers share.
#include "documents/pages/call.h"

#include <algorithm>

#include "calendar/calendars/api.h"
#include "directory/api.h"
#include "documents/pages/marks.h"
#include "kit/db/db.h"

namespace lt::documents::pages {

http::Response Call::show(std::string_view view_name, View view, const base::Error* error) const
{
    return services.pages.show(request, view_name, std::move(view),
                               error ? http::status_of(error->fault) : 200);
}

View due_of(const Call& call, std::optional<base::Time> due, std::optional<base::Time> closed_at)
{
    return due_mark(call.tr, *call.documents().calendars->of(call.actor.agency), due, call.now, closed_at);
}

base::Error no_document()
{
    return base::not_found(msg("Không có văn bản này, hoặc vai đang dùng không xem được."));
}

std::vector<directory::Person> people_of(const Call& call, std::optional<directory::Role> role)
{
    db::Transaction tx = call.documents().pool.begin(scope_of(call.actor));
    return directory::people(tx, call.actor.agency, base::vietnam_day(call.now), role);
}

std::int64_t official_of(const std::vector<directory::Person>& people, const std::string& official_uid)
{
    for (const directory::Person& person : people) {
        if (person.official_uid == official_uid) return person.official;
    }
    return 0;
}

base::Result<std::int64_t> leader_in_form(const Call& call)
{
    const std::string uid = call.request.form.get("leader");
    const std::int64_t leader = official_of(people_of(call, directory::Role::leader), uid);
    if (leader == 0 && !uid.empty()) {
        return base::invalid("leader", msg("Người này không còn là lãnh đạo của cơ quan. Chọn người khác."));
    }
    return leader;
}

std::vector<page::Choice> person_choices(const std::vector<directory::Person>& people,
                                         const std::string& empty_label, std::int64_t selected)
{
    std::vector<page::Choice> choices;
    if (!empty_label.empty()) choices.push_back({"", empty_label, "", selected == 0});
    std::vector<std::int64_t> seen;
    for (const directory::Person& person : people) {
        // Somebody with two posts is one choice.
        if (std::find(seen.begin(), seen.end(), person.official) != seen.end()) continue;
        seen.push_back(person.official);
        const std::string title = person.title.empty() ? "" : ", " + person.title;
        choices.push_back({person.official_uid, person.name + title, "", person.official == selected});
    }
    return choices;
}

http::Response done(const std::string& path, const std::string& what)
{
    return http::redirect(path + (path.find('?') == std::string::npos ? "?" : "&") + "done=" + what);
}

}  // namespace lt::documents::pages
