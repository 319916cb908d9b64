// See load.h.
#include "procedures/load.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "decisions/api.h"
#include "kit/audit/audit.h"
#include "kit/crypto/digest.h"
#include "procedures/files.h"
#include "procedures/records/content.h"
#include "procedures/store.h"

namespace lt::procedures {
namespace {

namespace fs = std::filesystem;

// One that a file names by its key: the text that is deployed.
struct Named {
    std::string key{};
    std::string source{};
};

class Loading {
public:
    Loading(db::Transaction& tx, process::Services& services, base::Time now,
            const std::function<void(const std::string&)>& report)
        : tx_(tx), services_(services), now_(now), report_(report)
    {
    }

    void load(const fs::path& path)
    {
        ProcedureFile file = read_procedure_file(path);
        const fs::path data = path.parent_path().parent_path();
        std::vector<Named> processes;
        const auto add_process = [&](const std::string& key) {
            if (std::ranges::find(processes, key, &Named::key) == processes.end())
                processes.push_back({key, named(path, data / "processes" / (key + ".bpmn"))});
        };
        add_process(file.ready.process);
        for (const Child& child : file.ready.children)
            if (!child.process.empty()) add_process(child.process);
        std::vector<Named> decisions;
        for (const std::string* name : {&file.ready.fees, &file.ready.time}) {
            if (name->empty()) continue;
            const auto parsed = decisions::parse_name(*name);
            if (!parsed) throw std::runtime_error(path.string() + ": \"" + *name + "\" names no decision");
            add_decision(decisions, path, data / "decisions", parsed->key);
        }
        for (const Named& process : processes)
            for (const std::string& key : process::models_called(process.source))
                add_decision(decisions, path, data / "decisions", key);
        file.ready.files = digest_of(processes, decisions);
        ++counts_.read;
        keep(file, processes, decisions);
        offer(file);
    }

    const LoadCounts& counts() const { return counts_; }

private:
    static std::string named(const fs::path& by, const fs::path& path)
    {
        std::ifstream in(path, std::ios::binary);
        if (!in) throw std::runtime_error(by.string() + " names " + path.string() + ", which can't be read");
        return {std::istreambuf_iterator<char>(in), {}};
    }

    // KEY.dmn, and beside it what holds instead of it between two days: KEY@FIRST-DAY.dmn, the earlier ones first.
    static void add_decision(std::vector<Named>& decisions, const fs::path& by, const fs::path& folder,
                             const std::string& key)
    {
        decisions.push_back({key, named(by, folder / (key + ".dmn"))});
        std::vector<fs::path> dated;
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().filename().string().starts_with(key + "@")) dated.push_back(entry.path());
        std::ranges::sort(dated);
        for (const fs::path& file : dated) decisions.push_back({key, named(by, file)});
    }

    static std::string digest_of(const std::vector<Named>& processes, const std::vector<Named>& decisions)
    {
        std::string all;
        for (const Named& one : processes) all += one.key + " " + crypto::sha256_hex(one.source) + "\n";
        for (const Named& one : decisions) all += one.key + " " + crypto::sha256_hex(one.source) + "\n";
        return crypto::sha256_hex(all);
    }

    void keep(const ProcedureFile& file, const std::vector<Named>& processes,
              const std::vector<Named>& decisions)
    {
        const std::string& code = file.procedure.code;
        const std::vector<Past> history = store::history(tx_, code);
        const bool draft = !history.empty() && history.front().state == State::draft;
        const bool working = draft && history.front().edited;
        // The newest version as a release made it, and whether the operator went on from it.
        const Past* released = nullptr;
        bool edited = false;
        for (const Past& past : history) {
            if (past.state == State::draft) continue;
            edited = edited || past.edited;
            if (past.edited) continue;
            released = &past;
            break;
        }
        const bool same = released != nullptr && is_same(released->uid, file);
        deploy(processes, decisions, !same && !working);
        if (same) {
            ++counts_.unchanged;
            return report_(code + ": không thay đổi");
        }
        if (working) {
            ++counts_.left;
            return report_(code + ": để nguyên, vì đang có bản dự thảo do cán bộ sửa");
        }
        const std::string uid = store::put_draft(tx_, file.procedure, file.ready, now_, 0);
        if (edited) {
            ++counts_.drafted;
            record("procedure.drafted", uid);
            return report_(code + ": thành bản dự thảo, vì tỉnh đã sửa phiên bản đang áp dụng");
        }
        approve(file, uid, history);
    }

    bool is_same(const std::string& uid, const ProcedureFile& file)
    {
        const auto version = store::find(tx_, uid);
        return version && version->ready == file.ready &&
               to_json(version->procedure) == to_json(file.procedure);
    }

    // The first version is in force from the day of the file on; a later one from today on at the earliest, as the past is not written anew.
    void approve(const ProcedureFile& file, const std::string& uid, const std::vector<Past>& history)
    {
        const base::Day today = base::vietnam_day(now_);
        base::Day from = file.from.value_or(today);
        for (const Past& past : history) {
            if (past.state == State::draft) continue;
            from = std::max({from, today, *past.from + std::chrono::days(1)});
            break;
        }
        CHECK(store::approve(tx_, uid, from, now_, tx_.scope().official));
        ++counts_.approved;
        record("procedure.approved", uid);
        report_(file.procedure.code + ": áp dụng từ " + base::format_day(from));
    }

    // `anew`: the file says something new. Else only what the province does not have at all.
    void deploy(const std::vector<Named>& processes, const std::vector<Named>& decisions, bool anew)
    {
        const base::Day today = base::vietnam_day(now_);
        std::set<std::string> lacking;
        for (const Named& one : decisions)
            if (anew || services_.decisions->valid(tx_, 0, one.key, today) == nullptr)
                lacking.insert(one.key);
        for (const Named& one : decisions) {
            if (!lacking.contains(one.key)) continue;
            if (const auto done = decisions::deploy_file(tx_, one.source, now_); !done)
                throw std::runtime_error(one.key + ": " + done.error().message.str());
        }
        for (const Named& one : processes) {
            if (!anew && process::is_deployed(tx_, services_, 0, one.key)) continue;
            if (const auto done = process::deploy_file(tx_, services_, one.source); !done)
                throw std::runtime_error(one.key + ": " + done.error().message.str());
        }
    }

    // Only where nobody offers it yet: what the province said stays.
    void offer(const ProcedureFile& file)
    {
        const std::string& code = file.procedure.code;
        if (!store::offered(tx_, code).empty()) return;
        const auto all = [&](const std::vector<std::string>& words, Share share) {
            for (const std::string& word : words)
                for (const std::int64_t agency : agencies_of(word))
                    store::offer(tx_, code, {agency, share}, now_);
        };
        all(file.offers.supports, Share::supports);
        all(file.offers.receives, Share::receives);
        all(file.offers.decides, Share::decides);
    }

    std::vector<std::int64_t> agencies_of(const std::string& word)
    {
        const auto snapshot = services_.directory.snapshot();
        const base::Day today = base::vietnam_day(now_);
        std::vector<std::int64_t> out;
        if (word == "commune") {
            for (const directory::Agency* agency : snapshot->agencies())
                if (agency->level == directory::Level::commune &&
                    agency->kind == directory::Kind::government && agency->valid.holds(today))
                    out.push_back(agency->id);
            return out;
        }
        for (const directory::Agency* agency : snapshot->members(word, today)) out.push_back(agency->id);
        if (const directory::Agency* agency = snapshot->find_code(word)) out.push_back(agency->id);
        return out;
    }

    void record(const char* action, const std::string& uid)
    {
        audit::record(tx_, {.action = action, .subject = uid, .detail = "{}", .at = now_});
    }

    db::Transaction& tx_;
    process::Services& services_;
    base::Time now_;
    const std::function<void(const std::string&)>& report_;
    LoadCounts counts_{};
};

}  // namespace

LoadCounts load(db::Transaction& tx, process::Services& services, const std::vector<fs::path>& files,
                base::Time now, const std::function<void(const std::string&)>& report)
{
    Loading loading(tx, services, now, report);
    for (const fs::path& file : files) loading.load(file);
    return loading.counts();
}

}  // namespace lt::procedures
