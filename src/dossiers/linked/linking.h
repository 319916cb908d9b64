// A dossier of a linked procedure and those of its components, each in its own agency. Jobs go between them: none writes another agency's
// rows but through the few functions of the migration, and each may run twice.
#pragma once

#include "dossiers/linked/components.h"
#include "process/api.h"

namespace lt::jobs {
struct Job;
}

namespace lt::dossiers::linked {

// The service task `dossier.children`: the components that the answers want are written down, and their dossiers made by jobs, each when
// its turn comes. Sets `children_done`. Reached again, it renews those that ended with their parent and leaves the others as they are.
base::Result<process::Answer> plan(Services& services, db::Transaction& tx, const process::Work& work);

// In the transaction of a dossier's follower: whoever it is linked with learns by a job how it stands now.
void tell_later(Services& services, db::Transaction& tx, const Dossier& dossier);

// The components of a dossier are looked at again by a job: also those that could not begin.
void look_later(Services& services, db::Transaction& tx, const Parent& parent);

// Papers or files came to a dossier: those of its components that take such papers over get them by a job.
void share_later(Services& services, db::Transaction& tx, const Dossier& dossier);

// What kept a component from being made although it was its turn: a job writes it down for who follows the parent.
void report_trouble(Services& services, db::Transaction& tx, const std::string& parent, int no,
                    const std::string& why);

// The jobs `dossiers.link` (in the scope of who decides the parent: takes results, tells its history and its process, sends for those
// whose turn it is), `dossiers.make_component`, `dossiers.share_papers` and `dossiers.close_component` (in the scope of who decides the
// component).
void add_jobs(Services& services);

// Of making.cpp. The dossier of a component is made; nothing where it is there, or the parent is not worked on any more.
void make_component(Services& services, const jobs::Job& job);
// What came to the parent since then.
void share_papers(Services& services, const jobs::Job& job);
// It ends as its parent did; or its result went over to the parent.
void close_component(Services& services, const jobs::Job& job);

}  // namespace lt::dossiers::linked
