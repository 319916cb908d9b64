// See form_page.h.
#include "accounts/admin/form_page.h"

#include <nlohmann/json.hpp>

#include "kit/http/ascii.h"
#include "kit/http/router.h"

namespace lt::accounts {

using http::Request;
using http::Response;

struct FormPageState {
    html::View view;
    page::Words tr;
    page::FormView form;
    FormPageState(const Web& web, const Request& request, std::string title, const base::Error* error)
        : view{{"title", std::move(title)},
               {"rows", html::View::array()},
               {"intro", false},
               {"warning", false}},
          tr(web.pages.words(request)), form(view, request.form, error, tr)
    {
    }
};

FormPage::FormPage(const Web& web, const Request& request, std::string title, const base::Error* error)
    : web_(web), request_(request),
      state_(std::make_unique<FormPageState>(web, request, std::move(title), error))
{
}

FormPage::~FormPage() = default;

void FormPage::add(const char* kind, const std::string& name)
{
    // Moved out of "fields", so that the page's JSON has each field once.
    state_->view["rows"].push_back({{kind, std::move(state_->view["fields"][name])}});
    state_->view["fields"].erase(name);
}

void FormPage::input(const std::string& name, const std::string& label, const std::string& value)
{
    input(name, label, value, nullptr);
}

void FormPage::input(const std::string& name, const std::string& label, const std::string& value,
                     html::View extra)
{
    state_->form.field(name, label, value, std::move(extra));
    add("input", name);
}

void FormPage::date(const std::string& name, const std::string& label, const std::string& value)
{
    state_->form.field(name, label, value);
    add("date", name);
}

void FormPage::select(const std::string& name, const std::string& label,
                      const std::vector<page::Choice>& choices)
{
    state_->form.choices(name, label, choices);
    add("select", name);
}

void FormPage::checkboxes(const std::string& name, const std::string& label,
                          const std::vector<page::Choice>& choices)
{
    state_->form.choices(name, label, choices);
    add("checkboxes", name);
}

void FormPage::intro(const std::string& text) { state_->view["intro"] = text; }
void FormPage::warning() { state_->view["warning"] = true; }

Response FormPage::show(const std::string& action, const std::string& button, const std::string& back)
{
    html::View& view = state_->view;
    view["action"] = action;
    view["button"] = button;
    view["cancel_href"] = back;
    const bool wrong = view.contains("error_title");
    return web_.pages.show(request_, "accounts/admin_form", std::move(view), wrong ? 422 : 200);
}

const directory::Agency* agency_at_hand(const Request& request, const directory::Snapshot& snapshot)
{
    if (me(request).role != directory::Role::platform_operator) return snapshot.find(me(request).agency);
    return snapshot.find_uid(request.query.get("agency"));
}

std::string with_agency(const Request& request, const std::string& path)
{
    if (me(request).role != directory::Role::platform_operator) return path;
    const std::string uid = request.query.get("agency");
    if (uid.empty()) return path;
    return path + (path.find('?') == std::string::npos ? "?" : "&") + "agency=" + http::percent_encode(uid);
}

Response choose_agency(const Web& web, const Request& request, const directory::Snapshot& snapshot,
                       const std::string& title)
{
    const auto tr = web.pages.words(request);
    html::View view{{"title", title}, {"action", request.path}};
    const http::Form nothing;
    page::FormView form(view, nothing);
    form.choices("agency", tr("Cơ quan"), agency_choices(snapshot, {}, tr("Chọn cơ quan")));
    return web.pages.show(request, "accounts/admin_choose_agency", view);
}

std::vector<page::Choice> agency_choices(const directory::Snapshot& snapshot, const std::string& selected,
                                         const std::string& none_label)
{
    std::vector<page::Choice> choices{{"", none_label, {}, selected.empty()}};
    for (const directory::Agency* agency : snapshot.agencies()) {
        if (agency->valid.to && agency->uid != selected) continue;
        choices.push_back({agency->uid, agency->name, {}, agency->uid == selected});
    }
    return choices;
}

std::vector<page::Choice> unit_choices(const directory::Snapshot& snapshot, std::int64_t agency,
                                       base::Day day, const std::string& none_label)
{
    std::vector<page::Choice> choices{{"", none_label, {}, true}};
    for (const directory::Unit* unit : snapshot.units(agency, day)) {
        choices.push_back({unit->uid, unit->name, {}, false});
    }
    return choices;
}

html::View list_head(const std::vector<std::string>& labels, const std::vector<const char*>& widths)
{
    CHECK(widths.empty() || widths.size() == labels.size());
    html::View columns = html::View::array();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        columns.push_back(
            {{"label", labels[i]}, {"class", false}, {"sorted", false}, {"href", false}, {"mark", false}});
        if (!widths.empty()) columns.back()["class"] = widths[i];
    }
    return columns;
}

html::View nothing_found(const std::string& text)
{
    return {{"title", text}, {"text", false}, {"href", false}, {"link", false}};
}

void add_admin_routes(http::Router& router, Web& web)
{
    add_agency_routes(router, web);
    add_group_routes(router, web);
    add_unit_routes(router, web);
    add_official_routes(router, web);
    add_account_admin_routes(router, web);
}

}  // namespace lt::accounts
