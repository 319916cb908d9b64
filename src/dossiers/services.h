// What the feature works with, and who acts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "accounts/api.h"
#include "dossiers/rights.h"
#include "dossiers/scans/conversions.h"
#include "dossiers/scans/folder.h"
#include "dossiers/types.h"
#include "kit/base/clock.h"
#include "kit/base/locked.h"
#include "kit/blob/blob.h"
#include "kit/db/fwd.h"
#include "procedures/api.h"

namespace lt::calendars {
class Calendars;
}
namespace lt::decisions {
class Decisions;
}
namespace lt::documents {
struct Services;
}
namespace lt::jobs {
class Queue;
}
namespace lt::process {
struct Services;
}
namespace lt::signing {
struct Services;
}

namespace lt::dossiers::sources {
class Source;
}

namespace lt::dossiers {

using VersionPtr = std::shared_ptr<const procedures::Version>;

// Made once by the application.
struct Services {
    db::Pool& pool;
    directory::Directory& directory;
    jobs::Queue& queue;
    blob::Store& blobs;
    std::shared_ptr<const base::Clock> clock;
    std::shared_ptr<calendars::Calendars> calendars;
    std::shared_ptr<decisions::Decisions> decisions;
    process::Services& process;
    signing::Services& signing;
    documents::Services* documents =
        nullptr;  // through which decisions are issued; nullptr: none are drafted here
    scans::Folder scan_folder{};
    scans::Conversions conversions{};
    std::vector<std::shared_ptr<sources::Source>> sources{};  // of papers, elsewhere (sources/)
    std::string site{};  // "https://lienthong.bacninh.gov.vn", before the addresses in QR codes
    // Tells open pages of an agency that its dossiers changed.
    std::function<void(std::int64_t agency)> notify{};
    // Approved versions never change, so each is read once.
    std::shared_ptr<base::Locked<std::map<std::string, VersionPtr>>> versions =
        std::make_shared<base::Locked<std::map<std::string, VersionPtr>>>();
    // Agencies without anything of dossiers, and until when that is believed (work.h).
    std::shared_ptr<base::Locked<std::map<std::int64_t, base::Time>>> quiet =
        std::make_shared<base::Locked<std::map<std::int64_t, base::Time>>>();
};

// By its uid; nullptr: there is none, or it is not approved.
VersionPtr version_of(Services& services, db::Transaction& tx, const std::string& uid);

struct Actor {
    std::int64_t agency = 0;
    std::int64_t official = 0;  // 0: the platform
    directory::Role role{};
    std::string name{};
    std::string title{};  // of the post
    std::string request_id{};
};
Actor actor_of(const http::Request& request);
Actor actor_of(const accounts::Me& me, const std::string& request_id);
// Desk and leaders see what their agency has; all others what they take part in.
db::Scope scope_of(const Actor& actor);
Part part_of(const Actor& actor, const Dossier& dossier);

base::Error no_dossier();

}  // namespace lt::dossiers
