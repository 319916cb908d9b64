// See given_slips.h.
#include "dossiers/given_slips.h"

#include <nlohmann/json.hpp>

#include "dossiers/reception.h"
#include "dossiers/results/collecting.h"
#include "dossiers/slip_forms.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/crypto/digest.h"

namespace lt::dossiers {

using Json = nlohmann::json;

namespace {

constexpr std::uint64_t kLargest = 16ULL << 20;

std::optional<base::Time> time_of(const Json& json)
{
    if (!json.is_number()) return std::nullopt;
    return base::Time(std::chrono::microseconds(json.get<std::int64_t>()));
}

int year_of(base::Time at)
{
    return static_cast<int>(std::chrono::year_month_day(base::vietnam_day(at)).year());
}

// A form that was given out before all that stands in it was kept: from the few facts that were, and the dossier as it is by now.
slips::Content composed_late(Services& services, db::Transaction& tx, const Dossier& dossier,
                             const store::Slip& slip, const Json& kept)
{
    SlipFacts facts{.kind = slip.kind,
                    .at = slip.at,
                    .act = kept.value("act", ""),
                    .reason = kept.value("reason", ""),
                    .basis = kept.value("basis", ""),
                    .due_before = time_of(kept.value("due_before", Json())),
                    .due_after = time_of(kept.value("due_after", Json()))};
    for (const Json& paper : kept.value("papers", Json::array()))
        facts.papers.emplace_back(paper.at("name"), paper.at("why"));
    const std::string name = kept.value("official", "");
    return compose_slip(services, tx, dossier, facts,
                        {.kind = slip.kind,
                         .number = slip.number,
                         .agency = slip.agency,
                         .official = name.empty() ? 0 : -1,
                         .name = name,
                         .title = kept.value("title", ""),
                         .event_no = slip.event_no,
                         .at = slip.at});
}

slips::Content content_of(Services& services, db::Transaction& tx, const Dossier& dossier,
                          const store::Slip& slip)
{
    const Json kept = Json::parse(slip.content);
    slips::Content out = kept.contains("heading") ? slips::content_from_json(slip.kind, slip.content)
                                                  : composed_late(services, tx, dossier, slip, kept);
    if (slip.taken_back_at)
        slips::heading_of(out).mark =
            "ĐÃ THU HỒI lúc " + base::format_vietnam(*slip.taken_back_at) + ", không còn giá trị";
    return out;
}

std::string drawn(const slips::Content& content)
try {
    return slips::pdf_of(content);
} catch (const std::exception& failure) {
    throw NotPrinted(failure.what());
}

// The file that was kept. Where it can't be read it is made again, and is the same, or is not handed out.
std::string kept_file(Services& services, db::Transaction& tx, const Dossier& dossier,
                      const store::Slip& slip)
{
    try {
        return services.blobs.get(slip.sha256, kLargest);
    } catch (const std::exception& failure) {
        base::log(base::Level::error, "slip_unreadable", {{"slip", slip.uid}, {"why", failure.what()}});
    }
    std::string again = drawn(content_of(services, tx, dossier, slip));
    if (crypto::sha256_hex(again) != slip.sha256)
        throw NotPrinted("the file of slip " + slip.uid + " is lost");
    return again;
}

// The citizen deals with the desk alone: what another agency lacks is asked for under the desk's head and number, and the desk gives it to
// him. Who can say more of it is named with his agency.
bool goes_by_desk(const Actor& actor, const Dossier& dossier, const SlipFacts& facts)
{
    return facts.kind == "supplement" && actor.agency == dossier.decides && actor.agency != dossier.agency;
}

std::string asked_by(Services& services, const Actor& actor)
{
    const std::string agency = whole_agency_name(services, actor.agency);
    return actor.name.empty() ? agency : actor.name + " (" + agency + ")";
}

// Which control slips are alike: all but number and time of printing.
std::string to_compare(slips::Content content)
{
    slips::Heading& heading = slips::heading_of(content);
    heading.number.clear();
    heading.at = {};
    return slips::json_of(content);
}

}  // namespace

HandedIn handed_in(const std::vector<Paper>& papers, const std::vector<Fee>& fees,
                   const std::vector<NewFile>& files)
{
    HandedIn out{.papers = papers, .fees = fees};
    for (const NewFile& file : files)
        if (file.paper >= 0) out.scanned.push_back(file.paper);
    return out;
}

void give_slip(Services& services, db::Transaction& tx, const Actor& actor, const Dossier& dossier,
               const SlipFacts& facts)
{
    const bool by_desk = goes_by_desk(actor, dossier, facts);
    store::Slip slip{.uid = base::new_uid(facts.at),
                     .kind = facts.kind,
                     .agency = by_desk ? dossier.agency : actor.agency,
                     .event_no = dossier.version,
                     .year = year_of(facts.at),
                     .at = facts.at};
    if (slip_kind(facts.kind).notation[0] != '\0')
        slip.number = by_desk ? store::take_desk_number(tx, dossier, std::to_string(slip.year))
                              : store::take_number(tx, actor.agency, facts.kind, std::to_string(slip.year));
    slips::Content content = compose_slip(services, tx, dossier, facts,
                                          {.kind = facts.kind,
                                           .number = slip.number,
                                           .agency = slip.agency,
                                           .official = actor.official,
                                           .name = by_desk ? asked_by(services, actor) : actor.name,
                                           .title = actor.title,
                                           .event_no = slip.event_no,
                                           .at = facts.at});
    if (auto* receipt = std::get_if<slips::Receipt>(&content)) receipt->collect = new_collect_code();
    slip.content = slips::json_of(content);
    store::add_slip(tx, dossier, slip);
}

blob::Blob stored_print(blob::Store& blobs, const std::string& file)
try {
    return blobs.put(file);
} catch (const std::exception& failure) {
    throw NotPrinted(failure.what());
}

std::string slip_file(Services& services, db::Transaction& tx, const Dossier& dossier,
                      const store::Slip& slip)
{
    if (slip.taken_back_at) return drawn(content_of(services, tx, dossier, slip));
    if (!slip.sha256.empty()) return kept_file(services, tx, dossier, slip);
    std::string file = drawn(content_of(services, tx, dossier, slip));
    const blob::Blob kept = stored_print(services.blobs, file);
    blob::remember(tx, kept);
    store::keep_slip(tx, slip.uid, kept.sha256);
    return file;
}

store::Slip control_slip(Services& services, db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                         base::Time now)
{
    store::lock_prints(tx, "control " + std::to_string(dossier.id));
    Stamp stamp{.kind = "control", .agency = actor.agency, .at = now};
    slips::ControlSlip made = control_slip_of(services, tx, dossier, stamp);
    int before = 0;
    std::optional<store::Slip> last;
    for (store::Slip& one : store::slips(tx, dossier.id)) {
        if (one.kind != "control") continue;
        ++before;
        if (one.agency == actor.agency) last = std::move(one);
    }
    if (last && to_compare(slips::content_from_json("control", last->content)) == to_compare(made))
        return *std::move(last);
    store::Slip slip{.uid = base::new_uid(now),
                     .kind = "control",
                     .agency = actor.agency,
                     .event_no = -(before + 1),
                     .year = year_of(now),
                     .at = now};
    stamp.number = slip.number = store::take_number(tx, actor.agency, "control", std::to_string(slip.year));
    made.heading = heading_of(services, stamp);
    slip.content = slips::json_of(made);
    store::add_slip(tx, dossier, slip);
    return slip;
}

std::string slip_name(const std::string& kind, const std::string& code)
{
    return std::string(slip_kind(kind).file) + "-" + code + ".pdf";
}

const char* slip_title(const std::string& kind) { return slip_kind(kind).title; }

}  // namespace lt::dossiers
