// Form 06, the control slip. See slip_forms.h.
#include <algorithm>
#include <map>

#include "directory/api.h"
#include "dossiers/batches/actions.h"
#include "dossiers/queries.h"
#include "dossiers/slip_forms.h"
#include "dossiers/steps.h"

namespace lt::dossiers {
namespace {

using slips::Handing;

slips::Outcome outcome_of(std::optional<base::Time> due, base::Time done)
{
    if (!due) return slips::Outcome::none;
    switch (timeliness(due, done)) {
    case Timeliness::early: return slips::Outcome::early;
    case Timeliness::on_time: return slips::Outcome::on_time;
    case Timeliness::late: break;
    }
    return slips::Outcome::late;
}

class Steps {
public:
    Steps(Services& services, db::Transaction& tx, const Dossier& dossier)
        : services_(services), tx_(tx), dossier_(dossier), tasks_(steps_of(services, tx, dossier))
    {
    }

    std::vector<Handing> all()
    {
        std::vector<Handing> out;
        add_acts(out);
        for (const Step& task : tasks_)
            if (task.outcome == "done") out.push_back(handing_of(task));
        for (const batches::Passing& passing : batches::passings(tx_, dossier_.id))
            out.push_back(handing_of(passing));
        std::ranges::stable_sort(out, {}, &Handing::at);
        return out;
    }

private:
    std::string agency_name(std::int64_t id) const { return whole_agency_name(services_, id); }

    void add_acts(std::vector<Handing>& out)
    {
        const auto history = store::events(tx_, dossier_.id);
        std::vector<std::int64_t> ids;
        for (const Event& event : history) ids.push_back(event.official);
        std::map<std::int64_t, std::string> names;
        for (const db::Row row : tx_.run(sql::official_names, ids))
            names[row["id"].int64()] = row["name"].str();
        for (const Event& event : history) {
            if (event.act == ActKind::note) continue;
            Handing step{.from = agency_name(event.agency),
                         .to = agency_name(dossier_.decides),
                         .at = event.at,
                         .giver = names[event.official],
                         .result = words_of(event.act),
                         .note = event.reason};
            if (event.act == ActKind::resolve) {
                step.to = agency_name(dossier_.agency);
                step.outcome = outcome_of(dossier_.due_at, event.at);
            }
            out.push_back(std::move(step));
        }
    }

    // Who did it gives the dossier to those whose task comes next; behind the last one, back to the desk.
    Handing handing_of(const Step& task) const
    {
        Handing out{.from = agency_name(task.performer),
                    .at = *task.ended_at,
                    .giver = task.official,
                    .outcome = outcome_of(task.due_at, *task.ended_at),
                    .result = task.title,
                    .note = "Nhận " + base::format_vietnam(task.opened_at)};
        if (task.due_at) out.note += "; hạn " + base::format_vietnam(*task.due_at);
        std::optional<base::Time> next;
        for (const Step& other : tasks_)
            if (&other != &task && other.opened_at >= *task.ended_at && (!next || other.opened_at < *next))
                next = other.opened_at;
        for (const Step& other : tasks_) {
            if (&other == &task || other.opened_at != next) continue;
            out.to += (out.to.empty() ? "" : "; ") + agency_name(other.performer);
            if (!other.official.empty()) out.receiver += (out.receiver.empty() ? "" : "; ") + other.official;
        }
        if (!next) out.to = agency_name(dossier_.agency);
        return out;
    }

    // Who handed the papers over, and who took them.
    Handing handing_of(const batches::Passing& passing) const
    {
        const batches::Batch& batch = passing.batch;
        Handing step{.from = agency_name(batch.giver),
                     .to = batches::whole_receiver_name(services_, batch),
                     .at = batch.given_at,
                     .giver = batch.giver_name,
                     .receiver = batch.closer_name,
                     .result = batches::words_of(batch.kind),
                     .note = "Phiếu " + batches::notation(batch.kind, batch.number)};
        if (batch.closed_at) step.note += ", nhận " + base::format_vietnam(*batch.closed_at);
        if (passing.state == "refused") step.note += ". Không nhận";
        if (!passing.remark.empty()) step.note += ": " + passing.remark;
        return step;
    }

    Services& services_;
    db::Transaction& tx_;
    const Dossier& dossier_;
    std::vector<Step> tasks_;
};

}  // namespace

slips::ControlSlip control_slip_of(Services& services, db::Transaction& tx, const Dossier& dossier,
                                   const Stamp& stamp)
{
    slips::ControlSlip out{.heading = heading_of(services, stamp),
                           .dossier = facts_of(dossier),
                           .steps = Steps(services, tx, dossier).all()};
    out.dossier.due_at = dossier.first_due_at;
    return out;
}

}  // namespace lt::dossiers
