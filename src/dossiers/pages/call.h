// What the pages of dossiers work with: one request, who acts, in which words.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "directory/api.h"
#include "dossiers/lists.h"
#include "dossiers/routes.h"
#include "kit/db/db.h"

namespace lt::dossiers::pages {

using html::View;
using page::msg;

struct Call {
    const PageServices& services;
    http::Request& request;
    Actor actor;
    page::Words tr;
    base::Time now;

    Services& dossiers() const { return services.dossiers; }
    db::Transaction begin() const { return dossiers().pool.begin(scope_of(actor)); }
    const std::string& uid() const { return request.param("uid"); }
    base::Day today() const { return base::vietnam_day(now); }
    http::Response show(const char* view_name, View view, const base::Error* error = nullptr) const;
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
    std::string agency_name(std::int64_t agency) const;
    // That the page's dossier was looked at, and why: sent along, and kept by the page's commit.
    void note_look(db::Transaction& tx, const Dossier& dossier, const std::string& why) const;

    mutable bool looked = false;  // it is written down, or what the page shows writes it down itself
};
// Behind a page about the dossier of its address: no page shows one without a look that is written down.
void note_shown(const Call& call, const http::Response& shown);

using Page = http::Response (*)(const Call&);
// What a route runs. A visitor acts as nobody.
http::Handler handler(const std::shared_ptr<const PageServices>& services, Page page);

inline constexpr const char* kDossiers = "/dossiers";
inline constexpr const char* kFollow = "/tra-cuu";
std::string path_of(const std::string& uid);

// The answer to an address of the network that looks up too many codes; nothing: it may.
std::optional<http::Response> too_many_look_ups(const Call& call);

// What marks/state and marks/due read. The due time in the working time of the deciding agency; null where nothing is due any more.
View state_view(const page::Words& tr, State state);
View due_view(const Call& call, std::int64_t agency, std::optional<base::Time> due);
View due_of(const Call& call, const lists::Row& row);

View column(const std::string& label, const char* css_class = "");
// Codes and numbers of dossiers and results, which no line may break: "H05.26.1-261120-0001", "15/BS".
bool is_code(std::string_view text);
// A text with the codes of dossiers in it apart, so that no line breaks within one: {before, code}, the code false behind the last.
View pieces_of(std::string_view text);
View fact(const std::string& key, const std::string& value, const std::string& href = "",
          const std::string& note = "");
std::string money(const page::Words& tr, std::int64_t amount);  // "8.000 đồng"

// Names of an agency's officials by id, also of those who left their posts.
std::map<std::int64_t, std::string> names_of_people(const Call& call, db::Transaction& tx,
                                                    std::int64_t agency);

// Files that came with the form in fields `PREFIX_N`, or were kept from an earlier sending of it, each for the paper N; and those of the
// field `PREFIX` for none. Errors are at the field.
struct FormFiles {
    std::vector<NewFile> good{};
    base::Wrong wrong{};
};
FormFiles take_form_files(const Call& call, const std::string& prefix, int papers);
// For the act that keeps them: what is TIFF is PDF afterwards. Errors are at the field, as of take_form_files().
void make_viewable(const Call& call, const std::string& prefix, FormFiles& files);
// A field for files; those in `sent` stand below it, kept unless unchecked.
void add_file_field(page::FormView& form, const std::string& name, const std::string& label,
                    const FormFiles* sent, int paper, const page::Words& tr);

http::Response list(const Call&);
// As the form that was sent from it says, with what was wrong.
http::Response list_again(const Call&, const base::Error& error);
http::Response reception(const Call&);
http::Response reception_send(const Call&);
http::Response show(const Call&);
http::Response act_form(const Call&);
http::Response act_send(const Call&);
http::Response payment_form(const Call&);
http::Response payment_send(const Call&);
http::Response payment_undo(const Call&);
http::Response payment_undo_send(const Call&);
http::Response outcome_undo(const Call&);
http::Response outcome_undo_send(const Call&);
http::Response file_undo(const Call&);
http::Response file_undo_send(const Call&);
http::Response outcome_form(const Call&);
http::Response outcome_send(const Call&);
http::Response files_form(const Call&);
http::Response files_send(const Call&);
http::Response slip(const Call&);
http::Response control_slip_file(const Call&);
http::Response register_form(const Call&);
http::Response register_file(const Call&);
http::Response register_kept(const Call&);
http::Response file(const Call&);
http::Response follow(const Call&);
http::Response follow_code(const Call&);
// Once more, with what was wrong in the form on it.
http::Response follow_again(const Call&, const std::string& code, const base::Error& error);

}  // namespace lt::dossiers::pages
