// See deciding.h.
#include "dossiers/deciding.h"

#include "calendar/calendars/api.h"
#include "decisions/feel/json.h"
#include "directory/api.h"
#include "dossiers/desks/desks.h"

namespace lt::dossiers {

using base::msg;

namespace {

// What the desk can tell who stands before it.
base::Error why_not_here(db::Transaction& tx, const directory::Snapshot& directory,
                         const procedures::Decider& decider)
{
    using Why = procedures::Decider::Why;
    if (decider.why == Why::several)
        return base::invalid("decides", msg("Chưa rõ cơ quan nào giải quyết. Chọn cơ quan giải quyết."));
    if (decider.why == Why::decides_not)
        return base::invalid("decides", {msg("{{agency}} không giải quyết thủ tục này. Chọn cơ quan khác."),
                                         {{"agency", directory.name(decider.agency)}}});
    if (decider.agency == 0)
        return base::invalid(
            "decides", msg("Thủ tục này chỉ tiếp nhận ở nơi có thẩm quyền giải quyết, cơ quan này không "
                           "có thẩm quyền."));
    const auto desk = desks::find(tx, decider.agency);
    if (!desk)
        return base::invalid(
            "decides", {msg("Thủ tục này chỉ tiếp nhận ở nơi có thẩm quyền. Nơi tiếp nhận: {{agency}}."),
                        {{"agency", directory.name(decider.agency)}}});
    return base::invalid(
        "decides",
        {msg("Thủ tục này chỉ tiếp nhận ở nơi có thẩm quyền. Nơi tiếp nhận: {{agency}}, {{address}}."),
         {{"agency", directory.name(decider.agency)}, {"address", desk->address}}});
}

}  // namespace

procedures::Asked asked_of(const Reception& reception, base::Time now)
{
    procedures::Asked out{.case_no = reception.case_no, .way = reception.way, .at = now};
    if (auto answers = feel::from_json(reception.answers)) out.answers = *std::move(answers);
    return out;
}

// Who decides; `asked` is for him from then on.
base::Result<std::int64_t> settle_decider(Services& services, db::Transaction& tx, const Actor& actor,
                                          const procedures::Version& version, const Reception& reception,
                                          procedures::Asked& asked)
{
    using Why = procedures::Decider::Why;
    const auto directory = services.directory.snapshot();
    const procedures::Decider decider = procedures::decider_of(
        tx, *directory, version, asked,
        {.receiving = actor.agency, .chosen = reception.decides, .home = reception.owner.commune});
    // Form 03 is given by whoever can't receive it.
    asked.agency = decider.why == Why::found || reception.rejected.empty() ? decider.agency : actor.agency;
    if (decider.why == Why::found || !reception.rejected.empty()) return asked.agency;
    return why_not_here(tx, *directory, decider);
}

std::vector<procedures::NeededPaper> needed_papers(Services& services, const procedures::Version& version,
                                                   int case_no, Way way, const std::string& answers)
{
    const Reception reception{.case_no = case_no, .way = way, .answers = answers};
    return procedures::papers_of(version, asked_of(reception, services.clock->now()));
}

Preview preview(Services& services, db::Transaction& tx, const Actor& actor,
                const procedures::Version& version, int case_no, Way way, const std::string& answers,
                std::int64_t chosen, const std::string& home)
{
    const base::Time now = services.clock->now();
    Preview out;
    const Reception reception{
        .case_no = case_no, .way = way, .owner = {.commune = home}, .answers = answers, .decides = chosen};
    procedures::Asked asked = asked_of(reception, now);
    if (auto decides = settle_decider(services, tx, actor, version, reception, asked))
        out.decides = *decides;
    else
        out.not_here = decides.error();
    out.papers = procedures::papers_of(version, asked);
    out.charges = procedures::charges(tx, *services.decisions, version, asked);
    if (version.ready.times.no_due) return out;
    const auto limit = procedures::limit_by(tx, *services.decisions, version, asked);
    if (!limit || !*limit) return out;
    const calendar::Deadline clock{.limit = **limit, .received = now, .acts = {}};
    out.due_at = calendar::due_of(*services.calendars->of(out.decides), clock);
    return out;
}

}  // namespace lt::dossiers
