// One page with one form, as most pages of administration are: fields in their order, a button, a way back.
#pragma once

#include <string>
#include <vector>

#include "accounts/web.h"
#include "kit/page/page.h"

namespace lt::accounts {

class FormPage {
public:
    // After a refusal `error` holds what is wrong and the request's form what was typed.
    FormPage(const Web& web, const http::Request& request, std::string title, const base::Error* error);
    ~FormPage();

    void input(const std::string& name, const std::string& label, const std::string& value = {});
    void input(const std::string& name, const std::string& label, const std::string& value, html::View extra);
    void date(const std::string& name, const std::string& label, const std::string& value);
    void select(const std::string& name, const std::string& label, const std::vector<page::Choice>& choices);
    void checkboxes(const std::string& name, const std::string& label,
                    const std::vector<page::Choice>& choices);
    void intro(const std::string& text);
    void warning();  // the button is red: this can't be undone

    // "agency" in the form's address where the platform operator has chosen one.
    http::Response show(const std::string& action, const std::string& button, const std::string& back);

private:
    void add(const char* kind, const std::string& name);
    const Web& web_;
    const http::Request& request_;
    std::unique_ptr<struct FormPageState> state_;
};

// The agency at hand: an administrator's own, for the platform operator the one in `agency` (uid) of the address;
// nullptr where none was chosen yet.
const directory::Agency* agency_at_hand(const http::Request& request, const directory::Snapshot& snapshot);
std::string with_agency(const http::Request& request, const std::string& path);  // keeps the choice in links

// For the platform operator before an agency was chosen.
http::Response choose_agency(const Web& web, const http::Request& request,
                             const directory::Snapshot& snapshot, const std::string& title);

// Runs `page(agency)` for the agency at hand, or lets choose one under this title; the snapshot is held meanwhile.
template <class Page>
http::Handler in_agency(Web& web, const char* title, Page page)
{
    return [&web, title, page](http::Request& request) -> http::Response {
        const auto snapshot = web.directory.snapshot();
        const directory::Agency* agency = agency_at_hand(request, *snapshot);
        if (agency) return page(web, request, *agency);
        return choose_agency(web, request, *snapshot, web.pages.translate(request, title));
    };
}

std::vector<page::Choice> agency_choices(const directory::Snapshot& snapshot, const std::string& selected,
                                         const std::string& none_label);
std::vector<page::Choice> unit_choices(const directory::Snapshot& snapshot, std::int64_t agency,
                                       base::Day day, const std::string& none_label);

// "columns" and "empty" of the list partials.
// `widths`: a class for each column ("lt-w-30"), "" for the one that takes the rest.
html::View list_head(const std::vector<std::string>& labels, const std::vector<const char*>& widths = {});
html::View nothing_found(const std::string& text);

// Shows a password that the database doesn't know in this form, once.
http::Response show_one_time_password(const Web& web, const http::Request& request, const std::string& login,
                                      const std::string& password, const std::string& back);

// A refusal that belongs to the form is shown in it; any other has a page of its own.
inline bool in_form(const base::Error& error)
{
    return error.fault == base::Fault::invalid ||
           (error.fault == base::Fault::conflict && !error.field.empty());
}

void add_agency_routes(http::Router& router, Web& web);
void add_group_routes(http::Router& router, Web& web);
void add_unit_routes(http::Router& router, Web& web);
void add_official_routes(http::Router& router, Web& web);
void add_account_admin_routes(http::Router& router, Web& web);

}  // namespace lt::accounts
