// See actions.h.
#include "dossiers/together/actions.h"

#include <charconv>

#include "dossiers/acts.h"
#include "kit/base/ids.h"
#include "process/api.h"

namespace lt::dossiers::together {

using base::msg;

namespace {

constexpr int kMostDays = 365;

bool is_blank_line(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

// The rest of a text behind a number; nothing where none stands at its beginning.
std::optional<std::string_view> read_count(std::string_view text, int& into)
{
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), into);
    if (fault != std::errc{} || into < 0) return std::nullopt;
    return text.substr(static_cast<std::size_t>(end - text.data()));
}

base::Result<base::Done> complete_one(Services& services, const Actor& actor, const Chosen& dossier,
                                      const Line& line, const Answers& answers)
{
    const auto same = std::ranges::find(dossier.steps, line.step, &Step::no);
    if (same == dossier.steps.end()) return base::not_found(msg("Bước này đã xong hoặc không còn nữa."));
    if (dossier.version != line.version) return changed_meanwhile();
    const auto step = step_for(actor, dossier);
    if (!step) return step.error();
    const auto answer = answers.find(key_of(*step));
    if (step->no != line.step || answer == answers.end()) return changed_meanwhile();
    const process::Actor acting{
        .agency = step->agency, .official = actor.official, .request_id = actor.request_id};
    const db::Scope scope{.agency = step->agency,
                          .official = actor.official,
                          .reach = db::Reach::agency,
                          .request_id = actor.request_id};
    return services.pool.retry(scope, [&](db::Transaction& tx) -> base::Result<base::Done> {
        // Without its lock, as on the step's own page: a process locks its instance first and the dossier after it.
        const auto now_is = store::find(tx, dossier.uid);
        if (!now_is) return no_dossier();
        if (now_is->version != line.version) return changed_meanwhile();
        auto done = process::complete_by(tx, services.process, acting,
                                         {.agency = actor.agency,
                                          .official = actor.official,
                                          .role = std::string(directory::to_text(actor.role))},
                                         {dossier.instance, step->no}, answer->second);
        if (done) tx.commit();
        return done;
    });
}

// `act` is done with each line, in their order.
template <class ActOnOne>
CarriedOut with_each(Services& services, const Actor& actor, const std::vector<Line>& lines, ActOnOne&& act)
{
    std::vector<std::string> uids;
    for (const Line& line : lines) uids.push_back(line.dossier);
    std::vector<Chosen> all;
    {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        all = chosen(tx, uids);
    }
    CarriedOut out;
    for (const Line& line : lines) {
        const auto it = std::ranges::find(all, line.dossier, &Chosen::uid);
        if (it == all.end()) {
            out.refused.push_back({.why = no_dossier().message});
            continue;
        }
        if (const base::Result<base::Done> done = act(*it, line); done)
            out.done.push_back(*it);
        else
            out.refused.push_back({it->uid, it->code, it->owner, done.error().message});
    }
    return out;
}

}  // namespace

std::string to_text(const Line& line)
{
    return line.dossier + ":" + std::to_string(line.version) + ":" + std::to_string(line.step);
}

std::optional<Line> line_from(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == text.npos) return std::nullopt;
    Line out{.dossier = std::string(text.substr(0, colon))};
    const auto rest = read_count(text.substr(colon + 1), out.version);
    if (!rest || !rest->starts_with(':') || !base::is_uid(out.dossier) || out.version == 0)
        return std::nullopt;
    const auto end = read_count(rest->substr(1), out.step);
    if (!end || !end->empty()) return std::nullopt;
    return out;
}

CarriedOut complete_steps(Services& services, const Actor& actor, const std::vector<Line>& lines,
                          const Answers& answers)
{
    return with_each(services, actor, lines, [&](const Chosen& dossier, const Line& line) {
        return complete_one(services, actor, dossier, line, answers);
    });
}

base::Result<base::Done> check(const Extension& extension)
{
    base::Wrong wrong;
    if (is_blank_line(extension.reason)) wrong.emplace_back("reason", msg("Nhập lý do gia hạn."));
    if (is_blank_line(extension.basis)) wrong.emplace_back("basis", msg("Nhập căn cứ gia hạn."));
    if (extension.working_days < 1 || extension.working_days > kMostDays)
        wrong.emplace_back("amount", msg("Nhập số ngày làm việc, từ 1 đến 365."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    return base::Done{};
}

CarriedOut extend_all(Services& services, const Actor& actor, const std::vector<Line>& lines,
                      const Extension& extension)
{
    const calendar::Duration more{static_cast<double>(extension.working_days), calendar::Unit::working_days};
    return with_each(services, actor, lines, [&](const Chosen& dossier, const Line& line) {
        return carry_out(services, actor, dossier.uid,
                         {.kind = ActKind::extend,
                          .version = line.version,
                          .reason = extension.reason,
                          .basis = extension.basis,
                          .more = more});
    });
}

}  // namespace lt::dossiers::together
