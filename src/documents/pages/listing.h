// What the lists share: links that keep the filters, the filter form, rows a page.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "documents/pages/call.h"

namespace lt::documents::pages {

// The query of a list, read once. Wrong values are left out, never an error: a link may be old.
struct ListQuery {
    std::string path{};
    std::string view{};
    std::string sender{};  // identity code
    std::string holder{};  // uid of an official
    std::string urgency{};
    std::string kind{};
    std::optional<base::Day> from{};
    std::optional<base::Day> to{};
    std::string after{};
    int rows = 15;
    bool mine = false;

    // The same list with another value of one parameter, from its first page.
    std::string link(std::string_view name, const std::string& value) const;
    std::string next(const PageKey& key) const { return link("after", to_text(key)); }
    int active() const;  // filters in use
};
ListQuery list_query(const http::Form& query, const std::string& path, const std::string& first_view);

// The form of list/filters. `senders` false leaves that select out, no `holders` the one of who holds the document.
View filters_of(const Call& call, const ListQuery& query, bool senders,
                const std::vector<directory::Person>& holders);

// Those who can hold a document: without the administrators of accounts.
std::vector<directory::Person> workers(std::vector<directory::Person> people);

// Whether the reader sees the work of others, and may ask for one person's.
bool sees_others(const Call& call);

// The official whom the query names as holder: nobody's id when there is none such.
std::optional<std::int64_t> holder_of(const ListQuery& query, const std::vector<directory::Person>& people);

// The name under which /events sends a figure, for whoever sees the whole agency; "" for all others, whose figures are
// of their own work only.
const char* live_name(const Call& call, const char* name);

// A link of list/views. `live`: see live_name.
View view_item(const Call& call, const ListQuery& query, const char* view, const std::string& label,
               const std::string& count, const char* live = "");

// A column of list/head.
View column(const std::string& label, const char* css_class);

// next_href, first_href, range.
void add_pages(const Call& call, const ListQuery& query, std::size_t rows, bool more, const PageKey& last,
               View& view);

// One row of an incoming list: what _incoming_row.html reads.
View incoming_row(const Call& call, const IncomingRow& row);

}  // namespace lt::documents::pages
