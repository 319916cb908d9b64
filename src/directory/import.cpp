// Brings the directory to what a province's file says; see import.h.
#include "directory/import.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "directory/snapshot.h"
#include "directory/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"

namespace lt::directory {
namespace {

bool same(const Agency& a, const Agency& b)
{
    return a.alias == b.alias && a.name == b.name && a.short_name == b.short_name &&
           a.abbreviation == b.abbreviation && a.level == b.level && a.kind == b.kind &&
           a.parent == b.parent && a.place == b.place && a.position == b.position &&
           a.valid.from == b.valid.from && a.valid.to == b.valid.to;
}

class Import {
public:
    Import(db::Transaction& tx, const ProvinceFile& file, base::Time now)
        : tx_(tx), file_(file), now_(now), before_(store::load(tx))
    {
        for (const ImportedAgency& read : file.agencies) by_code_[read.agency.code] = &read;
    }

    ImportReport run()
    {
        for (const ImportedAgency& read : file_.agencies) save_agency(read);
        for (const ImportedAgency& read : file_.agencies) {
            save_successors(read);
            save_units(read);
        }
        save_groups();
        for (const Agency* agency : before_->agencies()) {
            if (!by_code_.contains(agency->code)) report_.missing.push_back(agency->code);
        }
        if (report_.changed()) {
            audit::record(
                tx_,
                {.action = "directory.imported", .subject = file_.identity_code, .detail = "{}", .at = now_});
        }
        return std::move(report_);
    }

private:
    // Parents first; the file was checked for loops.
    std::int64_t save_agency(const ImportedAgency& read)
    {
        if (const auto done = ids_.find(read.agency.code); done != ids_.end()) return done->second;
        Agency agency = read.agency;
        if (!read.parent.empty()) agency.parent = save_agency(*by_code_.at(read.parent));
        const Agency* old = before_->find_code(agency.code);
        if (!old) {
            agency.uid = base::new_uid(now_);
            agency.id = store::insert(tx_, agency);
            ++report_.agencies_added;
        } else {
            agency.id = old->id;
            agency.uid = old->uid;
            const bool unchanged = same(agency, *old);
            if (!unchanged) store::update(tx_, agency);
            if (agency.valid.to && agency.valid.to != old->valid.to) {
                store::end_posts_of_agency(tx_, agency.id, *agency.valid.to);
            }
            if (unchanged) same_.insert(agency.code);
            ++(unchanged ? report_.agencies_same : report_.agencies_changed);
        }
        ids_[agency.code] = agency.id;
        return agency.id;
    }

    void save_successors(const ImportedAgency& read)
    {
        std::vector<std::int64_t> wanted;
        for (const auto& code : read.successors) wanted.push_back(ids_.at(code));
        std::ranges::sort(wanted);
        const Agency* old = before_->find_code(read.agency.code);
        std::vector<std::int64_t> known = old ? old->successors : std::vector<std::int64_t>{};
        std::ranges::sort(known);
        if (wanted == known) return;
        store::set_successors(tx_, ids_.at(read.agency.code), wanted);
        if (!same_.erase(read.agency.code)) return;  // counted already
        ++report_.agencies_changed;
        --report_.agencies_same;
    }

    void save_units(const ImportedAgency& read)
    {
        const std::int64_t agency = ids_.at(read.agency.code);
        int position = 0;
        for (const ImportedUnit& unit : read.units) {
            Unit wanted{.id = 0,
                        .uid = {},
                        .agency = agency,
                        .code = unit.code,
                        .name = unit.name,
                        .short_name = unit.short_name,
                        .position = position++,
                        .valid = read.agency.valid};
            const auto known = before_->all_units(agency);
            const auto old = std::ranges::find(known, unit.code, &Unit::code);
            if (old == known.end()) {
                wanted.uid = base::new_uid(now_);
                store::insert(tx_, wanted);
                ++report_.units_added;
            } else if ((*old)->name != unit.name || (*old)->short_name != unit.short_name ||
                       (*old)->position != wanted.position) {
                // The dates of a unit are the agency's own business once it exists.
                wanted.id = (*old)->id;
                wanted.valid = (*old)->valid;
                store::update(tx_, wanted);
                ++report_.units_changed;
            } else {
                ++report_.units_same;
            }
        }
    }

    void save_groups()
    {
        int position = 0;
        for (const auto& [key, name] : file_.groups) {
            const auto& known = before_->groups();
            const auto old = std::ranges::find(known, key, &Group::key);
            const bool unchanged = old != known.end() && old->name == name && old - known.begin() == position;
            if (!unchanged) store::save_group(tx_, key, name, position);
            std::set<std::int64_t> members;
            if (old != known.end()) {
                for (const Agency* member : old->members) members.insert(member->id);
            }
            const bool changed = save_members(key, members);
            if (!unchanged || changed) ++report_.groups_changed;
            ++position;
        }
    }

    // Agencies that the file doesn't name keep their membership.
    bool save_members(const std::string& group, const std::set<std::int64_t>& known)
    {
        bool changed = false;
        for (const ImportedAgency& read : file_.agencies) {
            const std::int64_t agency = ids_.at(read.agency.code);
            const bool wanted = std::ranges::find(read.groups, group) != read.groups.end();
            if (wanted == known.contains(agency)) continue;
            if (wanted) store::add_member(tx_, group, agency);
            if (!wanted) store::remove_member(tx_, group, agency);
            changed = true;
        }
        return changed;
    }

    db::Transaction& tx_;
    const ProvinceFile& file_;
    base::Time now_;
    std::shared_ptr<const Snapshot> before_;
    std::map<std::string, const ImportedAgency*, std::less<>> by_code_{};
    std::map<std::string, std::int64_t, std::less<>> ids_{};
    std::set<std::string> same_{};
    ImportReport report_{};
};

std::string counts(const char* what, int added, int changed, int unchanged)
{
    return std::string(what) + ": thêm " + std::to_string(added) + ", sửa " + std::to_string(changed) +
           ", giữ nguyên " + std::to_string(unchanged) + "\n";
}

}  // namespace

ImportReport import_province(db::Transaction& tx, const ProvinceFile& file, base::Time now)
{
    return Import(tx, file, now).run();
}

int import_command(db::Pool& pool, const base::Clock& clock, const std::filesystem::path& path, Run run,
                   std::string& out, std::string& err)
{
    const auto file = read_province(path);
    if (!file) {
        err = file.error().message.str();
        return 2;
    }
    db::Transaction tx = pool.begin({});
    ImportReport report;
    try {
        report = import_province(tx, *file, clock.now());
        if (run == Run::real) tx.commit();
    } catch (const db::ConstraintViolation& violation) {
        err = path.filename().string() + ": " + store::explain(violation).message.str() + "\n";
        return 2;
    }
    out = counts("Cơ quan", report.agencies_added, report.agencies_changed, report.agencies_same) +
          counts("Đơn vị", report.units_added, report.units_changed, report.units_same) +
          "Nhóm thay đổi: " + std::to_string(report.groups_changed) + "\n";
    for (const auto& code : report.missing)
        out += "Có trong danh bạ nhưng không có trong tệp: " + code + "\n";
    if (run == Run::dry) out += "Chỉ chạy thử, chưa ghi gì.\n";
    return 0;
}

}  // namespace lt::directory
