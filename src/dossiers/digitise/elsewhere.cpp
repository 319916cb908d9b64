// See elsewhere.h.
#include "dossiers/digitise/elsewhere.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/acting_later.h"
#include "dossiers/digitise/copy.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers {

using base::msg;

namespace {

using signing::ActFile;
using Detail = nlohmann::json;

constexpr const char* kEndCopyAct = "dossiers.end_copy_act";
constexpr const char* kCopyPurpose = "copy";

// What stands on the paper, as the form said it: gone when the act ends.
Detail to_detail(const std::string& dossier, const Confirmation& wanted)
{
    const auto day = [](const std::optional<base::Day>& one) { return one ? base::format_day(*one) : ""; };
    const vault::Paper& paper = wanted.paper;
    return {{"dossier", dossier},
            {"until_end",
             {{"name", paper.name},
              {"number", paper.number},
              {"issuer", paper.issuer},
              {"issued_on", day(paper.issued_on)},
              {"valid_from", day(paper.valid_from)},
              {"valid_to", day(paper.valid_to)},
              {"found", vault::to_json(wanted.found)}}}};
}

Confirmation confirmation_from(const Detail& detail)
{
    const Detail& kept = detail.at("until_end");
    const auto text = [&](const char* name) { return kept.at(name).get<std::string>(); };
    const auto day = [&](const char* name) { return base::parse_day(text(name)); };
    return {.paper = {.name = text("name"),
                      .number = text("number"),
                      .issuer = text("issuer"),
                      .issued_on = day("issued_on"),
                      .valid_from = day("valid_from"),
                      .valid_to = day("valid_to")},
            .found = vault::found_from_json(text("found"))};
}

// Of two tabs, or of one where something was corrected: what is signed goes into the vault as the first form said it.
bool says_otherwise(Services& services, signing::ActSubject& subject, const std::string& act,
                    const Detail& said)
{
    const auto begun = signing::find_act(services.signing, subject, act);
    if (!begun) return false;
    const Detail kept = Detail::parse(begun->items.front().detail);
    return kept.contains("until_end") && kept["until_end"] != said["until_end"];
}

std::string dossier_of(const Detail& detail) { return detail.at("dossier").get<std::string>(); }

class CopyActs final : public signing::ActSubject {
public:
    CopyActs(Services& services, Actor actor) : services_(services), actor_(std::move(actor)) {}

    db::Scope scope() const override { return scope_of(actor_); }
    std::vector<std::string> purposes() const override { return {kCopyPurpose}; }
    // Whoever may digitise the dossier's papers signs with his own key.
    bool may(const std::string&) const override { return true; }
    std::int64_t key_owner(const std::string&) const override { return actor_.official; }
    const char* request_words() const override { return "Ký {{count}} bản điện tử"; }
    const char* changed_words() const override
    {
        return "Giấy tờ đã thay đổi sau khi bắt đầu ký. Mở lại bản quét, xem lại rồi ký.";
    }
    base::Result<signing::OpenItem> open(const std::string&, const signing::ToSign& one, const pdf::Picture*,
                                         signing::Writer writer) override
    {
        Detail detail = Detail::parse(one.detail);
        const auto copy = find(dossier_of(detail), one.item);
        if (!copy) return copy.error();
        const auto file = file_to_sign(services_, *copy);
        if (!file) return file.error();
        detail["item"] = copy->digitisation.item;
        signing::OpenItem out{.name = copy->paper.name + ", " + copy->dossier.code, .detail = detail.dump()};
        signing::OpenFile given{.file = one.item, .before = copy->scan.sha256};
        if (writer == signing::Writer::plugin) {
            given.open = pdf::Unsigned{.bytes = std::string(file->bytes())};
        } else {
            auto open = begin_copy_signature(services_, actor_, *file, services_.clock->now());
            if (!open) return open.error();
            given.open = *std::move(open);
        }
        out.files.push_back(std::move(given));
        return out;
    }
    base::Result<base::Done> lock(db::Transaction& tx, const std::string&,
                                  std::span<const ActFile> files) override
    {
        for (const ActFile& file : files)
            if (const auto held = find_copy(tx, actor_, dossier_of(Detail::parse(file.detail)), file.item,
                                            store::Lock::for_update);
                !held)
                return held.error();
        return base::Done{};
    }
    std::vector<std::string> changed(db::Transaction& tx, const std::string&,
                                     std::span<const ActFile> files) override
    {
        std::vector<std::string> out;
        for (const ActFile& file : files) {
            const Detail detail = Detail::parse(file.detail);
            const auto copy = find_copy(tx, actor_, dossier_of(detail), file.item, store::Lock::none);
            if (!copy || copy->scan.sha256 != file.before || copy->digitisation.item != detail.at("item") ||
                vault::counts(copy->kept_signature))
                out.push_back(file.item);
        }
        return out;
    }
    base::Result<base::Done> close(const std::string&, std::span<const ActFile> files,
                                   const std::vector<std::string>& contents) override
    {
        CHECK(files.size() == 1 && contents.size() == 1);
        const ActFile& file = files.front();
        const Detail detail = Detail::parse(file.detail);
        const std::string dossier = dossier_of(detail);
        if (was_signed(dossier, file, contents.front())) return base::Done{};
        const auto copy = judged_copy(services_, contents.front());
        if (!copy) return copy.error();
        const auto kept = keep_copy(services_, actor_, dossier, file.item,
                                    {.item = detail.at("item").get<std::string>(), .scan = file.before},
                                    *copy, confirmation_from(detail));
        // Another tab was faster.
        if (!kept && !was_signed(dossier, file, contents.front())) return kept.error();
        return base::Done{};
    }
    // The plug-in's order for copies is for those of ND 30/2020 with a number; a digitised paper is signed as any file.
    signing::PluginOrder order(const std::string&, const ActFile&) override { return {}; }
    void end_later(db::Transaction& tx, const std::string& act, std::chrono::seconds wait) override
    {
        jobs::enqueue(tx, services_.queue, kEndCopyAct, acting_later(actor_, act), wait);
    }

private:
    base::Result<CopyAtHand> find(const std::string& dossier, const std::string& file)
    {
        db::Transaction tx = services_.pool.begin(scope());
        return find_copy(tx, actor_, dossier, file, store::Lock::none);
    }
    // With this signature, whatever its timestamp says: a colleague's is none of this act.
    bool was_signed(const std::string& dossier, const ActFile& file, const std::string& content)
    {
        const auto copy = find(dossier, file.item);
        if (!copy || !vault::counts(copy->kept_signature)) return false;
        const std::string kept = services_.blobs.get(copy->kept_sha256, 2 * signing::kLargestSigned);
        return kept.size() == content.size() && kept.compare(0, file.begin, content, 0, file.begin) == 0 &&
               kept.compare(file.end, kept.npos, content, file.end, content.npos) == 0;
    }

    Services& services_;
    Actor actor_;
};

}  // namespace

std::unique_ptr<signing::ActSubject> copy_acts(Services& services, const Actor& actor)
{
    return std::make_unique<CopyActs>(services, actor);
}

base::Result<std::string> begin_copy_act(Services& services, const Actor& actor, const std::string& dossier,
                                         const std::string& file, const signing::Key& key,
                                         const Confirmation& wanted)
{
    const auto before = copy_to_confirm(services, actor, dossier, file, wanted);
    if (!before) return before.error();
    CopyActs subject(services, actor);
    const Detail said = to_detail(dossier, wanted);
    const auto begun = signing::begin_act(services.signing, subject, key, kCopyPurpose,
                                          {{.item = file, .detail = said.dump()}});
    if (!begun) return begun.error();
    if (!begun->failures.empty()) {
        const base::Error& why = begun->failures.begin()->second;
        // Said at the choice of keys, beside what was typed.
        return why.fault == base::Fault::conflict ? base::invalid("key", why.message) : why;
    }
    if (says_otherwise(services, subject, begun->act, said))
        return base::invalid("key",
                             msg("Lần ký đang chờ có nội dung khác với nội dung vừa nhập. Mở lần ký đó để ký "
                                 "tiếp, hoặc huỷ rồi ký lại với nội dung mới."));
    return begun->act;
}

std::string open_copy_act(Services& services, const Actor& actor, const std::string& file)
{
    CopyActs subject(services, actor);
    for (const signing::OpenAct& act : signing::open_acts(services.signing, subject))
        if (std::ranges::find(act.items, file) != act.items.end()) return act.uid;
    return {};
}

std::string path_of_copy(const signing::ActItem& item)
{
    return "/dossiers/" + dossier_of(Detail::parse(item.detail)) + "/digitise/" + item.uid;
}

void add_copy_act_jobs(Services& services)
{
    services.queue.handle(kEndCopyAct, [&services](const jobs::Job& job) {
        const ActingLater later = acting_later_from(job.payload);
        CopyActs subject(services, later.actor);
        signing::end_act(services.signing, subject, later.act);
    });
}

}  // namespace lt::dossiers
