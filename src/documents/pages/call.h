// What every page handler of this folder works with: one request, who acts, in which words.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "documents/routes.h"

namespace lt::documents::pages {

using html::View;
using page::msg;
using page::Words;

struct Call {
    const PageServices& services;
    http::Request& request;  // a handler takes secrets out of its form
    Actor actor;
    Words tr;
    base::Time now;

    Services& documents() const { return services.documents; }
    const std::string& uid() const { return request.param("uid"); }
    http::Response show(std::string_view view_name, View view, const base::Error* error = nullptr) const;
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
};

// {relative, at, soon, late} of marks/due in the working time of the acting agency; null without a due time.
View due_of(const Call& call, std::optional<base::Time> due,
            std::optional<base::Time> closed_at = std::nullopt);

base::Error no_document();

// Runs `work` on the document that the path names, or answers 404.
template <class Work>
http::Response with_document(const Call& call, Work&& work)
{
    auto found = document(call.documents(), call.actor, call.uid());
    if (!found) return call.refuse(no_document());
    return work(*found);
}

// The people of the actor's agency today; leaders only with `role`.
std::vector<directory::Person> people_of(const Call& call,
                                         std::optional<directory::Role> role = std::nullopt);

// 0 for "", and for somebody who is not in the list: the action then says what is missing.
std::int64_t official_of(const std::vector<directory::Person>& people, const std::string& official_uid);

// The leader whom the form names: 0 for none, refused for somebody who is not one (any more).
base::Result<std::int64_t> leader_in_form(const Call& call);

// Choices of a select: "Nguyễn Văn A, Chủ tịch". `empty_label` "" leaves the empty choice out.
std::vector<page::Choice> person_choices(const std::vector<directory::Person>& people,
                                         const std::string& empty_label, std::int64_t selected = 0);

// Where a form goes back to after it is done: `path` with ?done=… that the page turns into a confirmation.
http::Response done(const std::string& path, const std::string& what);

// ---- Handlers (one file for each group) -------------------------------------------------------------------

http::Response home(const Call&);
http::Response shortcuts(const Call&);
http::Response events(const Call&);
http::Response search_page(const Call&);
http::Response statistics(const Call&);
http::Response statistics_received(const Call&);
http::Response statistics_sent(const Call&);
http::Response file_content(const Call&);

http::Response incoming_list(const Call&);
http::Response incoming_bulk(const Call&);
http::Response incoming_new(const Call&);
http::Response incoming_create(const Call&);
http::Response incoming_show(const Call&);
http::Response incoming_accept(const Call&);
http::Response incoming_submit(const Call&);
http::Response incoming_start(const Call&);
http::Response incoming_judge(const Call&);
http::Response incoming_complete(const Call&);
http::Response refusal_form(const Call&);
http::Response refusal(const Call&);
http::Response report_form(const Call&);
http::Response report_send(const Call&);
http::Response recall_answer_form(const Call&);
http::Response recall_answer(const Call&);
http::Response assign_form(const Call&);
http::Response assign_send(const Call&);

http::Response outgoing_list(const Call&);
http::Response outgoing_new(const Call&);
http::Response outgoing_reply(const Call&);
http::Response outgoing_create(const Call&);
http::Response outgoing_edit(const Call&);
http::Response outgoing_save(const Call&);
http::Response outgoing_show(const Call&);
http::Response outgoing_recipients(const Call&);
http::Response outgoing_submit(const Call&);
http::Response outgoing_take_back(const Call&);
http::Response outgoing_approve(const Call&);
http::Response outgoing_sign(const Call&);
http::Response places_form(const Call&);
http::Response places_send(const Call&);
http::Response signing_list(const Call&);
http::Response signing_send(const Call&);
http::Response return_form(const Call&);
http::Response return_send(const Call&);
http::Response issue_form(const Call&);
http::Response issue_send(const Call&);
http::Response recall_form(const Call&);
http::Response recall_send(const Call&);
http::Response further_form(const Call&);
http::Response further_send(const Call&);
http::Response reminder_form(const Call&);
http::Response reminder_send(const Call&);
http::Response discard_form(const Call&);
http::Response discard_send(const Call&);

http::Response copy_new(const Call&);
http::Response copy_create(const Call&);

}  // namespace lt::documents::pages
