// See elsewhere.h.
#include "dossiers/results/elsewhere.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/acting_later.h"
#include "dossiers/results/held.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers {

using base::msg;

namespace {

using Detail = nlohmann::json;
using signing::ActFile;

constexpr const char* kEndResultAct = "dossiers.end_result_act";
constexpr const char* kLeaderPurpose = "result";
constexpr const char* kSealPurpose = "result_seal";

ResultSignature signature_for(std::string_view purpose)
{
    CHECK(purpose == kLeaderPurpose || purpose == kSealPurpose);
    return purpose == kLeaderPurpose ? ResultSignature::leader : ResultSignature::seal;
}

bool wishes_end(const std::string& detail) { return Detail::parse(detail).value("ends_step", false); }

class ResultActs final : public signing::ActSubject {
public:
    ResultActs(Services& services, Actor actor) : services_(services), actor_(std::move(actor)) {}

    db::Scope scope() const override { return result_scope(actor_); }
    std::vector<std::string> purposes() const override { return {kLeaderPurpose, kSealPurpose}; }
    bool may(const std::string& purpose) const override
    {
        using directory::Role;
        const bool leads = signature_for(purpose) == ResultSignature::leader;
        return actor_.role == (leads ? Role::leader : Role::registry_clerk);
    }
    std::int64_t key_owner(const std::string& purpose) const override
    {
        return signature_for(purpose) == ResultSignature::leader ? actor_.official : 0;
    }
    const char* request_words() const override { return "Ký {{count}} kết quả hồ sơ"; }
    const char* changed_words() const override
    {
        return "Kết quả đã thay đổi sau khi bắt đầu ký. Mở lại kết quả, xem lại rồi ký.";
    }
    base::Result<base::Done> check(const std::string& purpose, const signing::ToSign& one,
                                   const pdf::Picture* picture, signing::Writer writer) override
    {
        return check_result_signature(services_, actor_, {.draft = one.item, .version = one.version},
                                      {signature_for(purpose), picture, writer});
    }
    base::Result<signing::OpenItem> open(const std::string& purpose, const signing::ToSign& one,
                                         const pdf::Picture* picture, signing::Writer writer) override
    {
        auto open = open_result_signature(services_, actor_, {.draft = one.item, .version = one.version},
                                          {signature_for(purpose), picture, writer});
        if (!open) return open.error();
        const ResultDraft& draft = open->draft;
        Detail detail = Detail::parse(one.detail);
        detail["dossier"] = draft.dossier_uid;
        signing::OpenItem out{.version = draft.version,
                              .name = draft.notation + ": " + draft.name + ", " + draft.dossier_code,
                              .detail = detail.dump()};
        out.files.push_back(std::move(open->file));
        return out;
    }
    base::Result<base::Done> lock(db::Transaction& tx, const std::string& purpose,
                                  std::span<const ActFile> files) override
    {
        std::vector<const ActFile*> order;
        for (const ActFile& file : files) order.push_back(&file);
        std::ranges::sort(order, {}, [](const ActFile* file) { return file->item; });
        for (const ActFile* file : order)
            if (const auto held = hold(tx, file->item, file->version, before(signature_for(purpose))); !held)
                return held.error();
        return base::Done{};
    }
    std::vector<std::string> changed(db::Transaction& tx, const std::string& purpose,
                                     std::span<const ActFile> files) override
    {
        std::vector<std::string> out;
        for (const ActFile& file : files)
            if (!stands(tx, signature_for(purpose), file)) out.push_back(file.item);
        return out;
    }
    base::Result<base::Done> close(const std::string& purpose, std::span<const ActFile> files,
                                   const std::vector<std::string>& contents) override
    {
        CHECK(files.size() == 1 && contents.size() == 1);
        const ActFile& file = files.front();
        const ResultSignature what = signature_for(purpose);
        if (was_signed(file.item, what)) return base::Done{};
        const auto closed = close_result_signature(services_, actor_, what,
                                                   {.draft = file.item,
                                                    .version = file.version,
                                                    .file = file.file,
                                                    .before = file.before,
                                                    .ends_step = wishes_end(file.detail)},
                                                   contents.front());
        // Another tab was faster.
        if (!closed && !was_signed(file.item, what)) return closed.error();
        return base::Done{};
    }
    signing::PluginOrder order(const std::string& purpose, const ActFile& file) override
    {
        using signing::vgca::Act;
        if (signature_for(purpose) == ResultSignature::leader) return {.act = Act::approve};
        db::Transaction tx = services_.pool.begin(scope());
        const auto draft = store::find_draft(tx, file.item);
        CHECK(draft && draft->issued_on);
        return {.act = Act::issue,
                .number = draft->notation,
                .issued_at = base::Time(*draft->issued_on) - std::chrono::hours(7)};
    }
    void end_later(db::Transaction& tx, const std::string& act, std::chrono::seconds wait) override
    {
        jobs::enqueue(tx, services_.queue, kEndResultAct, acting_later(actor_, act), wait);
    }

private:
    static bool stands(db::Transaction& tx, ResultSignature what, const ActFile& file)
    {
        const auto draft = store::find_draft(tx, file.item);
        if (!draft || draft->state != before(what) || draft->version != file.version ||
            draft->file != file.file)
            return false;
        const auto dossier = store::find(tx, draft->dossier_uid);
        if (!dossier || dossier->decides != draft->agency || !takes_results(dossier->life.state))
            return false;
        const auto stored = store::find_file(tx, draft->dossier, draft->file);
        return stored && stored->sha256 == file.before;
    }
    bool was_signed(const std::string& uid, ResultSignature what)
    {
        db::Transaction tx = services_.pool.begin(scope());
        const auto draft = store::find_draft(tx, uid);
        return draft && is_behind(*draft, what);
    }

    Services& services_;
    Actor actor_;
};

}  // namespace

std::unique_ptr<signing::ActSubject> result_acts(Services& services, const Actor& actor)
{
    return std::make_unique<ResultActs>(services, actor);
}

base::Result<signing::Begun> begin_result_act(Services& services, const Actor& actor, const signing::Key& key,
                                              ResultSignature what, const std::vector<Signature>& all)
{
    ResultActs subject(services, actor);
    std::vector<signing::ToSign> items;
    for (const Signature& one : all)
        items.push_back({.item = one.draft,
                         .version = one.version,
                         .detail = Detail{{"ends_step", one.ends_step}}.dump()});
    auto begun = signing::begin_act(services.signing, subject, key,
                                    what == ResultSignature::leader ? kLeaderPurpose : kSealPurpose, items);
    if (!begun || begun->act.empty()) return begun;
    // Gone on with from another tab: the step ends as it was wished there.
    if (const auto act = signing::find_act(services.signing, subject, begun->act))
        for (const Signature& one : all) {
            const auto item = std::ranges::find(act->items, one.draft, &signing::ActItem::uid);
            if (item != act->items.end() && wishes_end(item->detail) != one.ends_step)
                begun->failures.emplace(
                    one.draft,
                    base::conflict(msg("Lần ký đang chờ chọn khác về hoàn thành bước trong quy trình. "
                                       "Mở lần ký đó để ký tiếp, hoặc huỷ rồi ký lại.")));
        }
    if (!begun->failures.empty()) begun->act.clear();
    return begun;
}

std::vector<signing::OpenAct> open_result_acts(Services& services, const Actor& actor)
{
    ResultActs subject(services, actor);
    return signing::open_acts(services.signing, subject);
}

ResultSignature signature_of(const signing::Act& act) { return signature_for(act.purpose); }

std::string path_of_item(const signing::ActItem& item)
{
    return "/dossiers/" + Detail::parse(item.detail).value("dossier", "") + "/drafts/" + item.uid;
}

void add_result_act_jobs(Services& services)
{
    services.queue.handle(kEndResultAct, [&services](const jobs::Job& job) {
        const ActingLater later = acting_later_from(job.payload);
        ResultActs subject(services, later.actor);
        signing::end_act(services.signing, subject, later.act);
    });
}

}  // namespace lt::dossiers
