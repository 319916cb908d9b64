// Which connected system calls, and what it may do with dossiers: known by X-SystemId and X-SecretKey as at the axis, with rights that the
// operator gives it agency by agency.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "dossiers/portal/sending.h"
#include "exchange/api.h"
#include "forms/lists.h"
#include "kit/blob/uploads.h"
#include "kit/http/router.h"

namespace lt::exchange::hub {
class Rates;
}

namespace lt::dossiers::rest {

struct RestServices {
    portal::PortalServices& portal;
    exchange::Services& exchange;
    blob::Uploads& uploads;
    std::shared_ptr<const forms::Lists> lists;
    std::string openapi{};                          // text of the document
    std::uint64_t largest_file = 200U << 20U;       // bytes
    std::shared_ptr<exchange::hub::Rates> rates{};  // add_routes() makes it

    Services& dossiers() const { return portal.dossiers; }
};

// `lodge`: online dossiers, which wait for the desk. `receive`: as a desk does, with the receipt at once. `read`: all of the agency, not
// only what the system lodged itself. `handle`: it works for an agency that decides or gives opinions, as its specialists and its registry do;
// `decide`: as its leaders do. `portal`: it speaks for the national portal.
enum class Right : std::uint8_t { lodge, receive, read, handle, decide, portal };
std::string_view to_text(Right right);  // "dossiers:lodge"
std::optional<Right> right_from(std::string_view text);

struct Grant {
    Right right{};
    std::int64_t agency = 0;  // 0: of the portal
    bool operator==(const Grant&) const = default;
};
std::vector<Grant> grants_of(db::Transaction& tx, std::int64_t system);
// Exactly these, by the operator, with a record in the journal. In a transaction of the platform's reach.
void set_grants(db::Transaction& tx, const exchange::System& system, const std::vector<Grant>& grants,
                base::Time now);

struct Caller {
    exchange::System system{};
    std::vector<Grant> grants{};
    bool may(Right right, std::int64_t agency) const;
    bool may_anything(std::int64_t agency) const;
    std::string owner() const { return "system/" + system.uid; }  // of its uploads
};
// Or the answer that it gets instead, as problem JSON.
std::variant<Caller, http::Response> who_calls(const RestServices& services, const http::Request& request);

}  // namespace lt::dossiers::rest
