// What the pages of decision models work with: one request.
#pragma once

#include <string>
#include <vector>

#include "accounts/api.h"
#include "decisions/dmn/outline.h"
#include "decisions/routes.h"
#include "decisions/store.h"

namespace lt::decisions::pages {

inline constexpr const char* kModels = "/admin/decisions";

struct Call {
    const PageServices& services;
    http::Request& request;
    page::Words tr;
    base::Time now;

    const accounts::Me& me() const { return accounts::me(request); }
    bool is_operator() const { return me().role == directory::Role::platform_operator; }
    // Deploys and withdraws; a leader only looks.
    bool may_deploy() const { return me().role != directory::Role::leader; }
    // Whose models are at hand: the own agency's, for the operator the province's.
    std::int64_t agency() const { return is_operator() ? 0 : me().agency; }
    std::optional<std::int64_t> owner() const;
    base::Day today() const { return base::vietnam_day(now); }
    db::Transaction begin() const { return services.pool.begin(accounts::scope_of(request)); }
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
    http::Response nothing() const;
    std::string owner_name(const std::optional<std::int64_t>& owner) const;
    // The version in the path, if it may be seen.
    CompiledPtr version_in_path(db::Transaction& tx) const;
};

std::string path_of(const Version& version);
std::string validity(const page::Words& tr, const Version& version);   // "01/01/2017 – nay"
std::string number_of(const page::Words& tr, const Version& version);  // "Phiên bản 3"

// The state of a version on a day: word and class of its tag. `applies`: decisions are made by it on that day.
struct State {
    const char* text;
    const char* css;
};
State state_of(const Version& version, base::Day day, bool applies);

// Decisions as the view draws them, the rules that were met marked; of a model that is too large for a page its beginning.
void add_drawn(html::View& view, const Call& call, const dmn::Outline& outline,
               const std::vector<dmn::Hit>& hits);
// "Dòng 3, “Mức phí”: …"
std::string words_of(const Call& call, const dmn::Finding& finding);
// The form to try a decision of a model that can be read out, and what came of what was typed in the address. Gives the rules that were met.
std::vector<dmn::Hit> add_trial(html::View& view, const Call& call, const CompiledPtr& model);

http::Response models(const Call&);
http::Response model_new(const Call&);
http::Response model_deploy(const Call&);
http::Response model_show(const Call&);
http::Response model_source(const Call&);
http::Response withdrawal_ask(const Call&);
http::Response withdrawal_do(const Call&);

}  // namespace lt::decisions::pages
