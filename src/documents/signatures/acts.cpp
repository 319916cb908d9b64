// See acts.h.
#include "documents/signatures/acts.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "documents/lists.h"
#include "documents/queries.h"
#include "kit/jobs/jobs.h"

namespace lt::documents {
namespace {

using signing::ActFile;

constexpr const char* kEndJob = "documents.end_act";

Purpose purpose_of(std::string_view text)
{
    CHECK(text == "leader" || text == "agency");
    return text == "leader" ? Purpose::leader : Purpose::agency;
}

class DocumentActs final : public signing::ActSubject {
public:
    DocumentActs(Services& services, Actor actor) : services_(services), actor_(std::move(actor)) {}

    db::Scope scope() const override { return scope_of(actor_); }
    std::vector<std::string> purposes() const override { return {"leader", "agency"}; }
    bool may(const std::string& purpose) const override
    {
        using directory::Role;
        return actor_.role == (purpose_of(purpose) == Purpose::leader ? Role::leader : Role::registry_clerk);
    }
    std::int64_t key_owner(const std::string& purpose) const override
    {
        return purpose_of(purpose) == Purpose::leader ? actor_.official : 0;
    }
    const char* request_words() const override { return "Ký {{count}} văn bản"; }
    const char* changed_words() const override
    {
        return "Văn bản đã thay đổi sau khi bắt đầu ký. Mở lại văn bản, xem lại rồi ký.";
    }
    base::Result<signing::OpenItem> open(const std::string& purpose, const signing::ToSign& one,
                                         const pdf::Picture* picture, Writer writer) override
    {
        auto open = purpose_of(purpose) == Purpose::leader
                        ? open_leader(services_, actor_, one.item, one.version, picture, writer)
                        : open_seal(services_, actor_, one.item, picture, writer);
        if (!open) return open.error();
        return signing::OpenItem{
            .version = open->version, .name = name_of(one.item), .files = std::move(open->files)};
    }
    base::Result<base::Done> lock(db::Transaction& tx, const std::string&,
                                  std::span<const ActFile> files) override
    {
        std::vector<std::string> order;
        for (const ActFile& file : files) order.push_back(file.item);
        std::ranges::sort(order);
        for (const std::string& uid : order)
            if (!lock_document(tx, uid)) return no_such_document();
        return base::Done{};
    }
    std::vector<std::string> changed(db::Transaction& tx, const std::string&,
                                     std::span<const ActFile> files) override
    {
        std::vector<std::string> items, uids, contents, out;
        std::vector<std::int64_t> versions;
        for (const ActFile& file : files) {
            items.push_back(file.item);
            versions.push_back(file.version);
            uids.push_back(file.file);
            contents.push_back(file.before);
        }
        const db::Rows rows = tx.run(sql::signing_act_changed, items, versions, uids, contents);
        for (const db::Row row : rows) out.push_back(row["document_uid"].str());
        return out;
    }
    base::Result<base::Done> close(const std::string& purpose, std::span<const ActFile> files,
                                   const std::vector<std::string>& contents) override
    {
        OpenSignature signature{
            .purpose = purpose_of(purpose), .document = files.front().item, .version = files.front().version};
        for (const ActFile& file : files)
            signature.files.push_back({.file = file.file, .before = file.before});
        base::Result<base::Done> put = base::Done{};
        if (signature.purpose == Purpose::leader)
            put = close_leader(services_, actor_, signature, contents);
        else if (const auto issued = close_seal(services_, actor_, signature, contents); !issued)
            put = issued.error();
        if (was_signed(signature)) return base::Done{};
        // A step that was taken before is no error there, but it may have been taken without a signature.
        if (put)
            return base::conflict(
                "Văn bản đã được duyệt hoặc phát hành trước đó mà không có chữ ký số này. Chữ ký vừa xác nhận "
                "không được ghi vào tệp.");
        return put;
    }
    signing::PluginOrder order(const std::string& purpose, const ActFile& file) override
    {
        using signing::vgca::Act;
        if (purpose_of(purpose) == Purpose::leader) return {.act = Act::approve};
        const auto view = document(services_, actor_, file.item);
        CHECK(view.has_value());
        signing::PluginOrder out{.number = view->notation};
        if (view->issued_on) out.issued_at = base::Time(*view->issued_on) - std::chrono::hours(7);
        const auto main = std::ranges::find(view->files, file.file, &FileRow::uid);
        const bool is_main = main != view->files.end() && main->signed_by == "leader";
        out.act = !view->copy_form.empty() ? Act::copy : is_main ? Act::issue : Act::appendix;
        return out;
    }
    void end_later(db::Transaction& tx, const std::string& act, std::chrono::seconds wait) override
    {
        const nlohmann::json payload{{"act", act},
                                     {"agency", actor_.agency},
                                     {"official", actor_.official},
                                     {"unit", actor_.unit},
                                     {"role", directory::to_text(actor_.role)},
                                     {"name", actor_.name},
                                     {"post_title", actor_.post_title},
                                     {"request_id", actor_.request_id}};
        jobs::enqueue(tx, services_.queue, kEndJob, payload.dump(), wait);
    }

private:
    // Each file, by this purpose, over what was given out.
    bool was_signed(const OpenSignature& signature) const
    {
        std::vector<std::string> uids, contents;
        for (const OpenFile& file : signature.files) {
            uids.push_back(file.file);
            contents.push_back(file.before);
        }
        db::Transaction tx = services_.pool.begin(scope());
        return tx.run(sql::signing_act_signed, uids, contents, to_text(signature.purpose))[0][0].boolean();
    }
    // The number that the document goes out with, and what it is about: the signer reads it in his app.
    std::string name_of(const std::string& uid) const
    {
        const auto found = document(services_, actor_, uid);
        if (!found) return uid;
        return found->notation.empty() ? found->subject : found->notation + ": " + found->subject;
    }

    Services& services_;
    Actor actor_;
};

// Whoever confirmed and left the page gets his signatures, everything else is undone.
void end_act_of(Services& services, const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    const auto role = directory::role_from(payload.at("role").get<std::string>());
    CHECK(role);
    DocumentActs subject(services, {.agency = payload.at("agency"),
                                    .official = payload.at("official"),
                                    .unit = payload.at("unit"),
                                    .role = *role,
                                    .name = payload.at("name"),
                                    .post_title = payload.at("post_title"),
                                    .request_id = payload.at("request_id")});
    signing::end_act(services.signing, subject, payload.at("act"));
}

}  // namespace

const char* to_text(Purpose purpose) { return purpose == Purpose::leader ? "leader" : "agency"; }

std::unique_ptr<signing::ActSubject> act_subject(Services& services, const Actor& actor)
{
    return std::make_unique<DocumentActs>(services, actor);
}

base::Result<signing::Begun> begin_act(Services& services, const Actor& actor, const signing::Key& key,
                                       Purpose purpose, const std::vector<ToBegin>& all)
{
    DocumentActs subject(services, actor);
    std::vector<signing::ToSign> items;
    for (const ToBegin& one : all) items.push_back({.item = one.document, .version = one.version});
    return signing::begin_act(services.signing, subject, key, to_text(purpose), items);
}

std::vector<signing::OpenAct> open_acts(Services& services, const Actor& actor)
{
    DocumentActs subject(services, actor);
    return signing::open_acts(services.signing, subject);
}

void add_act_jobs(Services& services)
{
    services.queue.handle(kEndJob, [&services](const jobs::Job& job) { end_act_of(services, job); });
}

}  // namespace lt::documents
