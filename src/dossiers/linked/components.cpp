// See components.h.
#include "dossiers/linked/components.h"

#include <algorithm>

#include "decisions/feel/json.h"
#include "directory/api.h"
#include "directory/succession.h"
#include "dossiers/queries.h"
#include "process/api.h"

namespace lt::dossiers::linked {

using base::msg;

namespace {

Component read_component(const db::Row& row)
{
    return {.no = row["no"].int32(),
            .code = row["code"].str(),
            .name = row["name"].str(),
            .after = row["after"].str(),
            .decides = row["decides_id"].opt_int64().value_or(0),
            .child = row["child_uid"].str(),
            .trouble = row["trouble"].str(),
            .told = row["told"].str(),
            .taken = row["taken"].boolean(),
            .closing = row["closing"].boolean(),
            .child_code = row["child_code"].str_or(""),
            .state = state_from(row["state"].str_or("")),
            .due_at = row["due_at"].opt_time(),
            .resolved_at = row["resolved_at"].opt_time(),
            .reason = row["reason"].str_or(""),
            .seen = row["seen"].boolean()};
}

// A component that only the parent's version describes: its time in working days, the rest as the parent's.
calendar::Limit described_limit(const procedures::Version& version, const procedures::Child& child)
{
    const procedures::TimeRules& rules = version.ready.times;
    calendar::Limit limit{.duration = {static_cast<double>(child.days), calendar::Unit::working_days},
                          .after_pause = rules.after_supplement,
                          .most_extensions = rules.most_extensions,
                          .basis = rules.basis};
    if (rules.received_by > 0) limit.received_by = rules.received_by * 60;
    return limit;
}

// How the version describes the component that the dossier is; its version is the parent's where it has none of its own.
const procedures::Child* described_by(db::Transaction& tx, const Dossier& dossier,
                                      const procedures::Version& version)
{
    const auto parent = parent_of(tx, dossier);
    if (!parent) return nullptr;
    const auto& all = version.ready.children;
    const auto found = std::ranges::find(all, parent->component, &procedures::Child::code);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Component> components(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Component> out;
    for (const db::Row row : tx.run(sql::components_of, dossier)) out.push_back(read_component(row));
    return out;
}

std::optional<Parent> parent_of(db::Transaction& tx, const Dossier& dossier)
{
    if (dossier.parent == 0) return std::nullopt;
    const db::Rows rows = tx.run(sql::component_parent, dossier.id);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    return Parent{.id = row["id"].int64(),
                  .uid = row["uid"].str(),
                  .code = row["code"].str(),
                  .agency = row["agency_id"].int64(),
                  .decides = row["decides_id"].int64(),
                  .state = state_from(row["state"].text()).value_or(State::processing),
                  .reason = row["reason"].str_or(""),
                  .no = row["no"].int32(),
                  .component = row["component"].str(),
                  .name = row["name"].str(),
                  .seen = row["seen"].boolean()};
}

std::vector<Followed> follow(db::Transaction& tx, const std::string& code)
{
    std::vector<Followed> out;
    for (const db::Row row : tx.run(sql::components_public, code))
        out.push_back({.name = row["name"].str(),
                       .decides = row["decides_id"].opt_int64().value_or(0),
                       .state = state_from(row["state"].str_or("")),
                       .due_at = row["due_at"].opt_time(),
                       .resolved_at = row["resolved_at"].opt_time()});
    return out;
}

std::int64_t decider_of(Services& services, db::Transaction& tx, const Dossier& parent,
                        const procedures::Child& child)
{
    const auto directory = services.directory.snapshot();
    if (child.decides.empty()) {
        const std::int64_t named = procedures::deciding_agency(tx, *directory, child.code, parent.decides);
        return named == 0 ? parent.decides : named;
    }
    const auto there =
        directory::in_force(*directory, child.decides, base::vietnam_day(services.clock->now()));
    return there.size() == 1 ? there.front()->id : 0;
}

base::Result<Handling> handling_of(Services& services, db::Transaction& tx, const VersionPtr& parents,
                                   const procedures::Child& child, std::int64_t agency,
                                   const procedures::Asked& asked)
{
    const auto directory = services.directory.snapshot();
    const base::Day today = base::vietnam_day(services.clock->now());
    if (agency == 0)
        return base::conflict({msg("Danh bạ không có cơ quan giải quyết ({{code}}). Báo người quản trị."),
                               {{"code", child.decides}}});
    if (directory::people(tx, agency, today, directory::Role::specialist).empty())
        return base::conflict({msg("{{agency}} chưa có chuyên viên nào làm việc trên hệ thống."),
                               {{"agency", directory->name(agency)}}});
    Handling out{.version = parents, .process = child.process};
    const auto own = procedures::find_in_force(tx, child.code, today);
    if (own && own->runnable()) {
        out = {.version = version_of(services, tx, own->uid), .process = own->ready.process};
        if (!own->ready.times.no_due) {
            auto limit = procedures::limit_by(tx, *services.decisions, *own, asked);
            if (!limit) return base::conflict(limit.error().message);
            out.limit = *std::move(limit);
        }
    } else if (child.process.empty()) {
        return base::conflict(
            {msg("Thủ tục {{code}} chưa có trong danh mục đang áp dụng. Báo người quản trị thủ tục."),
             {{"code", child.code}}});
    } else {
        out.limit = described_limit(*parents, child);
    }
    if (!process::is_deployed(tx, services.process, agency, out.process))
        return base::conflict(
            {msg("Chưa triển khai quy trình “{{key}}” của thủ tục {{code}}. Báo người quản trị."),
             {{"key", out.process}, {"code", child.code}}});
    return out;
}

std::string process_of(db::Transaction& tx, const Dossier& dossier, const procedures::Version& version)
{
    const procedures::Child* described = described_by(tx, dossier, version);
    return described != nullptr ? described->process : version.ready.process;
}

std::vector<procedures::ResultKind> results_of(db::Transaction& tx, const Dossier& dossier,
                                               const procedures::Version& version)
{
    std::vector<procedures::ResultKind> out = version.ready.results;
    const procedures::Child* described = described_by(tx, dossier, version);
    if (described != nullptr && !described->results.empty())
        std::erase_if(out, [&](const procedures::ResultKind& kind) {
            return std::ranges::find(described->results, kind.code) == described->results.end();
        });
    return out;
}

std::vector<procedures::ResultKind> results_due(db::Transaction& tx, const Dossier& dossier,
                                                const procedures::Version& version)
{
    std::vector<procedures::ResultKind> out = procedures::results_due(version, asked_of(dossier));
    if (out.empty() || version.ready.children.empty()) return out;
    const auto leads_to = [](const procedures::Child& child, const procedures::ResultKind& kind) {
        return std::ranges::find(child.results, kind.code) != child.results.end();
    };
    if (const procedures::Child* described = described_by(tx, dossier, version)) {
        std::erase_if(out, [&](const auto& kind) { return !leads_to(*described, kind); });
        return out;
    }
    const auto all = components(tx, dossier.id);
    std::erase_if(out, [&](const auto& kind) {
        bool of_component = false;
        for (const procedures::Child& child : version.ready.children) {
            if (!leads_to(child, kind)) continue;
            of_component = true;
            const auto one = std::ranges::find(all, child.code, &Component::code);
            if (one != all.end() && turn_of(*one, all) == Turn::done) return false;
        }
        return of_component;
    });
    return out;
}

procedures::Asked asked_of(const Dossier& dossier)
{
    procedures::Asked asked{
        .case_no = dossier.case_no, .way = dossier.way, .at = dossier.lodged_at, .agency = dossier.decides};
    if (auto answers = feel::from_json(dossier.answers)) asked.answers = *std::move(answers);
    return asked;
}

}  // namespace lt::dossiers::linked
