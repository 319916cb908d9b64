// See import.h.
#include "procedures/import.h"

#include "kit/audit/audit.h"
#include "procedures/records/record.h"
#include "procedures/records/source.h"
#include "procedures/store.h"

namespace lt::procedures {
namespace {

constexpr std::size_t kBatch = 200;

class Import {
public:
    Import(db::Pool* pool, const base::Clock& clock, const std::function<void(const std::string&)>& report)
        : pool_(pool), clock_(clock), report_(report)
    {
    }

    void read(const std::filesystem::path& path)
    {
        RecordFile file(path);
        std::size_t number = 0;
        while (const auto record = file.next()) {
            ++number;
            ++counts_.read;
            auto procedure = *record ? read_record(**record) : base::Result<Procedure>(record->error());
            if (!procedure) {
                ++counts_.refused;
                report_(path.filename().string() + ":" + std::to_string(number) + ": " +
                        procedure.error().message.str());
                continue;
            }
            ++(procedure->complete() ? counts_.complete : counts_.partial);
            for (const Issue& issue : procedure->issues)
                report_(procedure->code + ": " + words_of(issue.trouble) +
                        (issue.text.empty() ? "" : ": " + issue.text));
            if (pool_) keep(*std::move(procedure));
        }
    }

    ImportCounts finish()
    {
        flush();
        return counts_;
    }

private:
    // A statement takes each code once; of two records with one code the later one holds.
    void keep(Procedure procedure)
    {
        for (Procedure& waiting : batch_) {
            if (waiting.code != procedure.code) continue;
            waiting = std::move(procedure);
            return;
        }
        batch_.push_back(std::move(procedure));
        if (batch_.size() == kBatch) flush();
    }

    void flush()
    {
        if (batch_.empty()) return;
        const base::Time now = clock_.now();
        const store::Stored stored = pool_->retry({}, [&](db::Transaction& tx) {
            const store::Stored done = store::put_drafts(tx, batch_, now);
            if (done.added + done.changed > 0)
                audit::record(tx, {.action = "procedures.imported",
                                   .subject = batch_.front().code,
                                   .detail = "{\"added\":" + std::to_string(done.added) +
                                             ",\"changed\":" + std::to_string(done.changed) + "}",
                                   .at = now});
            tx.commit();
            return done;
        });
        counts_.added += stored.added;
        counts_.changed += stored.changed;
        batch_.clear();
    }

    db::Pool* pool_;
    const base::Clock& clock_;
    const std::function<void(const std::string&)>& report_;
    std::vector<Procedure> batch_{};
    ImportCounts counts_{};
};

}  // namespace

ImportCounts import_records(const std::vector<std::filesystem::path>& files, db::Pool* pool,
                            const base::Clock& clock, const std::function<void(const std::string&)>& report)
{
    Import import(pool, clock, report);
    for (const std::filesystem::path& file : files) import.read(file);
    return import.finish();
}

std::string to_json(const ImportCounts& counts)
{
    return "{\"read\":" + std::to_string(counts.read) + ",\"complete\":" + std::to_string(counts.complete) +
           ",\"partial\":" + std::to_string(counts.partial) +
           ",\"refused\":" + std::to_string(counts.refused) + "}";
}

}  // namespace lt::procedures
