// See required.h.
#include "dossiers/results/required.h"

#include <algorithm>

#include "dossiers/linked/components.h"
#include "dossiers/queries.h"

namespace lt::dossiers {

using base::msg;

namespace store {

std::vector<Waived> waived_of(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Waived> out;
    for (const db::Row row : tx.run(sql::waived_of, dossier))
        out.push_back({row["code"].str(), row["name"].str(), row["reason"].str(), row["component"].str(),
                       row["component_name"].str()});
    return out;
}

}  // namespace store

namespace {

const procedures::Version& its_version(const VersionPtr& version)
{
    if (!version) throw base::Bug("the version of a dossier is gone");
    return *version;
}

}  // namespace

std::vector<Waived> that_count(std::vector<Waived> waived, const std::vector<procedures::Child>& children)
{
    std::erase_if(waived, [&](const Waived& one) {
        return !one.component.empty() && std::ranges::none_of(children, [&](const procedures::Child& child) {
            return child.code == one.component &&
                   std::ranges::find(child.results, one.code) != child.results.end();
        });
    });
    return waived;
}

std::vector<Waived> waived_results(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    const VersionPtr version = version_of(services, tx, dossier.version_uid);
    return that_count(store::waived_of(tx, dossier.id), its_version(version).ready.children);
}

std::vector<procedures::ResultKind> missing_results(std::vector<procedures::ResultKind> due,
                                                    const std::vector<Outcome>& recorded,
                                                    const std::vector<Waived>& waived)
{
    std::erase_if(due, [&](const procedures::ResultKind& kind) {
        return std::ranges::find(recorded, kind.code, &Outcome::code) != recorded.end() ||
               std::ranges::find(waived, kind.code, &Waived::code) != waived.end();
    });
    return due;
}

Outstanding outstanding_of(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    const VersionPtr version = version_of(services, tx, dossier.version_uid);
    return {.missing = missing_results(linked::results_due(tx, dossier, its_version(version)),
                                       store::outcomes(tx, dossier.id),
                                       that_count(store::waived_of(tx, dossier.id), version->ready.children)),
            .awaited = store::awaited_of(tx, dossier.id)};
}

base::Message words_of(const procedures::ResultKind& missing)
{
    return {msg("Chưa ghi kết quả “{{name}}”."), {{"name", missing.name}}};
}

base::Message words_of(const store::Awaited& awaited)
{
    if (awaited.is_document)
        return {msg("Văn bản đi “{{name}}” soạn cho hồ sơ chưa phát hành."), {{"name", awaited.name}}};
    if (awaited.state == DraftState::is_signed)
        return {msg("Kết quả “{{name}}”, số {{notation}}, đang chờ đóng dấu."),
                {{"name", awaited.name}, {"notation", awaited.notation}}};
    return {msg("Kết quả “{{name}}” đang chờ ký."), {{"name", awaited.name}}};
}

std::optional<base::Error> why_not_handed_over(const Outstanding& outstanding)
{
    base::Wrong wrong;
    for (const auto& one : outstanding.missing) wrong.emplace_back("outstanding", words_of(one));
    for (const auto& one : outstanding.awaited) wrong.emplace_back("outstanding", words_of(one));
    return base::invalid(std::move(wrong));
}

}  // namespace lt::dossiers
