// The job that tells the national portal what is in the outbox, and the facts that the records are made of.
#pragma once

#include <memory>

#include "dossiers/portal/outbox.h"
#include "dossiers/portal/port.h"
#include "dossiers/portal/settings.h"
#include "dossiers/services.h"

namespace lt::fetch {
class HttpFetcher;
}

namespace lt::dossiers::portal {

// What the portal's rooms work with beside the dossiers. `fetcher` may ask private addresses: the operator wrote them down.
struct PortalServices {
    Services& dossiers;
    Sealing sealing{};
    fetch::HttpFetcher& fetcher;
};

// All of a dossier, in a transaction of an agency that sees it.
Facts facts_of(Services& services, db::Transaction& tx, const Dossier& dossier);
// The payload of an item as it would be sent now, in the sight of the scope; nothing when the dossier is not in it. `flip`: a record that
// is known is told as new, and the other way round.
std::optional<std::string> payload_now(Services& services, const Item& item, const db::Scope& scope,
                                       bool flip = false);

// Registers dossiers.portal.send (each half minute), dossiers.portal.fill and dossiers.portal.fetch. Before the queue is started.
void add_jobs(PortalServices& services);
// After the settings were changed, with their transaction: what was done before is put into the outbox.
void fill_later(PortalServices& services, db::Transaction& tx);

}  // namespace lt::dossiers::portal
