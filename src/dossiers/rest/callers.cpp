// See callers.h.
#include "dossiers/rest/callers.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "dossiers/rest/problem.h"
#include "exchange/hub/caller.h"
#include "kit/audit/audit.h"

namespace lt::dossiers::rest {

std::string_view to_text(Right right)
{
    switch (right) {
    case Right::lodge: return "dossiers:lodge";
    case Right::receive: return "dossiers:receive";
    case Right::read: return "dossiers:read";
    case Right::handle: return "dossiers:handle";
    case Right::decide: return "dossiers:decide";
    case Right::portal: break;
    }
    return "portal";
}

std::optional<Right> right_from(std::string_view text)
{
    for (const Right one :
         {Right::lodge, Right::receive, Right::read, Right::handle, Right::decide, Right::portal})
        if (to_text(one) == text) return one;
    return std::nullopt;
}

std::vector<Grant> grants_of(db::Transaction& tx, std::int64_t system)
{
    std::vector<Grant> out;
    for (const db::Row row : tx.run(sql::rest_rights, system)) {
        const auto right = right_from(row["name"].text());
        CHECK(right);
        for (const std::int64_t agency : row["agencies"].int64s()) out.push_back({*right, agency});
    }
    return out;
}

void set_grants(db::Transaction& tx, const exchange::System& system, const std::vector<Grant>& grants,
                base::Time now)
{
    const auto agency_of = [](const Grant& grant) {
        return grant.agency == 0 ? std::nullopt : std::optional(grant.agency);
    };
    const std::vector<Grant> before = grants_of(tx, system.id);
    nlohmann::json given = nlohmann::json::array(), taken = nlohmann::json::array();
    for (const Grant& grant : before) {
        if (std::ranges::find(grants, grant) != grants.end()) continue;
        tx.run(sql::rest_right_drop, system.id, to_text(grant.right), agency_of(grant));
        taken.push_back({{"right", to_text(grant.right)}, {"agency", grant.agency}});
    }
    for (const Grant& grant : grants) {
        if (std::ranges::find(before, grant) != before.end()) continue;
        tx.run(sql::rest_right_put, system.id, to_text(grant.right), agency_of(grant), now);
        given.push_back({{"right", to_text(grant.right)}, {"agency", grant.agency}});
    }
    audit::record(tx, {.action = "system.rights_changed",
                       .subject = system.uid,
                       .detail = nlohmann::json{{"given", given}, {"taken", taken}}.dump(),
                       .at = now});
}

bool Caller::may(Right right, std::int64_t agency) const
{
    return std::ranges::find(grants, Grant{right, agency}) != grants.end();
}

bool Caller::may_anything(std::int64_t agency) const
{
    return std::ranges::find(grants, agency, &Grant::agency) != grants.end();
}

std::variant<Caller, http::Response> who_calls(const RestServices& services, const http::Request& request)
{
    exchange::hub::Called called = exchange::hub::plain_caller(services.exchange, *services.rates, request);
    if (const auto* refusal = std::get_if<exchange::hub::Refusal>(&called)) {
        // The façade of the axis answers 200 with a code of its own; here the status says it.
        const int status = refusal->status == 200 ? 401 : refusal->status;
        http::Response out = problem(status, refusal->words);
        if (status == 401) out.header("WWW-Authenticate", "X-SecretKey");
        if (status == 429) out.header("Retry-After", "60");
        return out;
    }
    Caller out{.system = std::get<exchange::hub::Caller>(std::move(called)).system};
    db::Transaction tx = services.exchange.pool.begin({});
    out.grants = grants_of(tx, out.system.id);
    return out;
}

}  // namespace lt::dossiers::rest
