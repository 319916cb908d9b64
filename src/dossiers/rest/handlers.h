// One function a path of the REST interface; who calls is known already.
#pragma once

#include <memory>

#include "dossiers/rest/callers.h"
#include "dossiers/rest/input.h"
#include "dossiers/rest/problem.h"

namespace lt::dossiers::rest {

struct Call {
    const RestServices& services;
    const Caller& caller;
    const http::Request& request;

    Services& dossiers() const { return services.dossiers(); }
    base::Time now() const { return dossiers().clock->now(); }
    // Whoever acts for the system: the platform, in the agency.
    Actor actor(std::int64_t agency) const
    {
        return {.agency = agency, .name = caller.system.name, .request_id = request.id};
    }
};

http::Response lodge(const Call&);
http::Response show_dossier(const Call&);
http::Response supplement(const Call&);
http::Response open_steps(const Call&);
http::Response report_step(const Call&);
http::Response record_result(const Call&);
http::Response receipt(const Call&);
http::Response result_file(const Call&);
http::Response changes(const Call&);
http::Response list_procedures(const Call&);
http::Response show_procedure(const Call&);
std::unique_ptr<http::BodySink> take_upload(const RestServices& services, Caller caller,
                                            const http::Request& request);

// Where the dossier of the path is, for this caller; nothing: there is none for it.
struct Place {
    std::string uid{};
    std::int64_t agency = 0;  // in whose scope the caller sees it
    bool handles = false;     // as one of those that handle it
};
std::optional<Place> place_of(const Call& call, const std::string& code_or_uid);
// The same for a system of an agency that decides the dossier or has a step in it, by the rights to handle (handling.cpp).
std::optional<Place> handled_place(const Call& call, const std::string& code_or_uid);
// Keys that callers make up; empty ones are none.
bool is_key(const std::string& key);
http::Response no_key();
http::Response no_such_dossier();
// The identity code of an agency; "" of one that is not known.
std::string code_of(const directory::Snapshot& directory, std::int64_t agency);
// The trace that a look at personal data leaves.
void note_look(const Call& call, db::Transaction& tx, const Dossier& dossier);
// The dossier as it stands now.
http::Response shown(const Call& call, const Place& place, int status);

// Uploads of this caller that the input names, with their papers. What can't be taken is added to `wrongs`. unavailable: a TIFF finds no place to be
// converted now; the uploads stay, and the same call may come again.
base::Result<std::vector<NewFile>> files_of(const Call& call, const std::vector<WantedFile>& wanted,
                                            Wrongs& wrongs);

}  // namespace lt::dossiers::rest
