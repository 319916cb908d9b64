// Files of a dossier that was lodged on the national portal: they lie there and are fetched after the dossier came.
#pragma once

#include <string>
#include <vector>

#include "dossiers/portal/record.h"

namespace lt::db {
class Transaction;
}

namespace lt::dossiers::portal {

struct PortalServices;

// Whether the portal's files may be fetched from there: the server of the adapter, or dichvucong.gov.vn by https. Nothing that a
// stranger writes into a record makes this server ask another one.
bool may_fetch(std::string_view url, std::string_view adapter);

// With the transaction that makes the dossier.
void fetch_later(PortalServices& services, db::Transaction& tx, const Dossier& dossier,
                 const std::vector<Lodged::Attachment>& files);
void add_attachment_job(PortalServices& services);

}  // namespace lt::dossiers::portal
