// What the pages of processes work with: one request.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "accounts/api.h"
#include "process/acts.h"
#include "process/drawing/drawing.h"
#include "process/instances.h"
#include "process/operator.h"
#include "process/routes.h"

namespace lt::process::pages {

struct Call {
    const PageServices& services;
    http::Request& request;
    page::Words tr;
    base::Time now;

    Services& process() const { return services.process; }
    const accounts::Me& me() const { return accounts::me(request); }
    bool is_operator() const { return me().role == directory::Role::platform_operator; }
    // Draws, and helps what got stuck; a leader only looks.
    bool may_act() const { return me().role != directory::Role::leader; }
    // Acts for an agency: the own one, or the one that the operator helps.
    Actor actor(std::int64_t agency) const { return {agency, me().official, request.id}; }
    Actor actor() const { return actor(me().agency); }
    // In the sight of the own agency; the operator sees drawings only.
    db::Transaction begin() const;
    http::Response show(const char* view_name, html::View view, const base::Error* error = nullptr) const;
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
    http::Response nothing() const;
    std::string agency_name(std::int64_t agency) const;
};

inline constexpr const char* kDefinitions = "/admin/processes";
inline constexpr const char* kInstances = "/admin/process-instances";
inline constexpr const char* kMigrations = "/admin/process-migrations";
inline constexpr const char* kTroubles = "/admin/process-troubles";
inline constexpr const char* kTasks = "/tasks";

std::string definition_path(const DefinitionRow& row);
void add_flash(html::View& view, const Call& call);
// The notice that the next page shows: that of the act, and of a retry whether it helped.
base::Result<std::string> noticed(const base::Result<base::Done>& done, const char* notice);
base::Result<std::string> retried(const base::Result<Retried>& done);
html::View column(const std::string& label, const char* css_class = "");
// One of the views above a list (list/views).
html::View tab(const std::string& label, const std::string& href, bool here);
html::View fact(const std::string& key, const std::string& value, const std::string& href = "");

// "3 ngày 4 giờ", "25 phút": what one says of a time that a step took. Of working time: "2 ngày làm việc 4 giờ", a day having eight hours.
std::string took(const page::Words& tr, std::chrono::seconds time);
std::string worked(const page::Words& tr, std::chrono::seconds time);
// The status of an instance, as pages call it, and the class of its tag.
struct StatusWords {
    const char* text;
    const char* css;
};
StatusWords words_of(const std::string& status, bool trouble);
const char* kind_words(const std::string& kind);
// Marks as the script of the drawing reads them.
std::string marks_json(const std::vector<Mark>& marks);
http::Response svg_of(const Call& call, const std::string& source, const std::vector<Mark>& marks);
// Names of elements in a drawing by id; elements without one are called by their id.
std::map<std::string, std::string> names_in(const std::string& source);
// Of what a token can be moved to.
std::vector<std::pair<std::string, std::string>> steps_in(const std::string& source);
// An item of the history: what a decision was asked, what came out, by which rules of which version.
html::View decision_item(const Call& call, const std::string& json_text, base::Time at);
// Officials of the agency by id.
std::map<std::int64_t, std::string> names_of_people(db::Transaction& tx, std::int64_t agency, base::Time now);
std::string read_template();  // what a first drawing begins with

http::Response definitions(const Call&);
http::Response definition_new(const Call&);
http::Response definition_create(const Call&);
http::Response definition_show(const Call&);
http::Response definition_source(const Call&);
http::Response definition_svg(const Call&);
http::Response definition_retire(const Call&);

http::Response migration_ask(const Call&);
http::Response migration_do(const Call&);
http::Response migration_show(const Call&);

http::Response instances(const Call&);
http::Response instance_start(const Call&);
http::Response instance_show(const Call&);
http::Response instance_svg(const Call&);
http::Response act_ask(const Call&);
http::Response act_do(const Call&);

http::Response facts_show(const Call&);
http::Response facts_set(const Call&);

http::Response troubles(const Call&);
http::Response trouble_ask(const Call&);
http::Response trouble_do(const Call&);

http::Response tasks(const Call&);
http::Response task_show(const Call&);
http::Response task_complete(const Call&);
http::Response task_choose(const Call&);
http::Response task_take(const Call&);
http::Response task_give_back(const Call&);

}  // namespace lt::process::pages
