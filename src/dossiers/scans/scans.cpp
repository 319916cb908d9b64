// See scans.h.
#include "dossiers/scans/scans.h"

#include <algorithm>

#include "directory/api.h"
#include "dossiers/queries.h"
#include "dossiers/scans/viewable.h"
#include "kit/audit/audit.h"
#include "kit/base/log.h"
#include "kit/db/db.h"

namespace lt::dossiers::scans {

using base::msg;

namespace {

constexpr std::size_t kListed = 60;     // read for an offer: some may be taken already
constexpr std::size_t kAnywhere = 500;  // where a chosen one is looked for

std::string code_of_agency(const Services& services, const Actor& actor)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(actor.agency);
    return agency == nullptr ? std::string() : agency->code;
}

}  // namespace

std::vector<Entry> offered(const Services& services, db::Transaction& tx, const Actor& actor)
{
    const std::string code = code_of_agency(services, actor);
    auto found = list(services.scan_folder, code, services.clock->now(), kListed);
    if (found.empty()) return found;
    std::vector<std::string> names;
    for (const Entry& entry : found) names.push_back(entry.name);
    for (const db::Row row : tx.run(sql::scans_taken_of, actor.agency, names))
        std::erase_if(found, [&](const Entry& entry) {
            const bool taken = entry.name == row["name"].text() &&
                               static_cast<std::int64_t>(entry.size) == row["size"].int64() &&
                               entry.written_at == row["written_at"].int64();
            if (taken) move_away(services.scan_folder, code, entry);
            return taken;
        });
    if (found.size() > kOffered) found.resize(kOffered);
    return found;
}

base::Result<NewFile> pick(const Services& services, const Actor& actor, const std::string& name, int paper,
                           Conversions::Turn& turn)
{
    auto picked = std::make_shared<Picked>(
        Picked{.folder = services.scan_folder, .agency_code = code_of_agency(services, actor)});
    // Only what is listed can be chosen, so a name is compared and never a path.
    for (Entry& entry : list(picked->folder, picked->agency_code, services.clock->now(), kAnywhere))
        if (entry.name == name) {
            picked->entry = std::move(entry);
            break;
        }
    if (picked->entry.name.empty())
        return base::invalid(
            "scanned", {msg("Tệp quét “{{name}}” không còn ở đó hoặc đang được ghi. Xem lại thư mục quét."),
                        {{"name", name}}});
    auto blob = read(picked->folder, picked->agency_code, picked->entry, services.blobs);
    if (!blob) return blob.error();
    NewFile file{.paper = paper, .name = picked->entry.name, .blob = *std::move(blob), .scan = picked};
    if (auto made = make_viewable(services.blobs, file, turn); !made)
        return base::invalid("scanned", made.error().message);
    return file;
}

void note_look(const Services& services, const Actor& actor, const NewFile& file)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    audit::record(tx, {.action = "scan.looked_at",
                       .subject = file.blob.sha256,
                       .detail = "{}",
                       .at = services.clock->now()});
    tx.commit();
}

bool claim(db::Transaction& tx, const std::shared_ptr<const Picked>& picked, const Dossier& dossier,
           base::Time now)
{
    const Entry& entry = picked->entry;
    if (tx.run(sql::scan_take, entry.name, static_cast<std::int64_t>(entry.size), entry.written_at,
               dossier.id, now)
            .empty())
        return false;
    tx.on_commit([picked] {
        if (!move_away(picked->folder, picked->agency_code, picked->entry))
            base::log(base::Level::warning, "scan_not_moved", {{"agency", picked->agency_code}});
    });
    return true;
}

}  // namespace lt::dossiers::scans
