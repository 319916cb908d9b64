// See elsewhere.h.
#include "dossiers/batches/elsewhere.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/acting_later.h"
#include "dossiers/batches/steps.h"
#include "kit/crypto/digest.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers::batches {

using base::msg;

namespace {

// Of a file of an act: "wish", what the form said; "certificate"; "said", what the paper says.
using Detail = nlohmann::json;
using signing::ActFile;

constexpr const char* kEndBatchAct = "dossiers.end_batch_act";
constexpr std::string_view kGives = "give_";
constexpr std::string_view kTakes = "take_";

std::string purpose_of(std::string_view what, Kind kind)
{
    return std::string(what) + std::string(to_text(kind));
}

bool is_giving(std::string_view purpose) { return purpose.starts_with(kGives); }

Kind kind_of(std::string_view purpose)
{
    const auto kind = kind_from(purpose.substr(kGives.size()));
    CHECK(kind);
    return *kind;
}

Detail to_wish(const Giving& giving)
{
    auto dossiers = giving.dossiers;
    std::ranges::sort(dossiers);
    return {{"receiver", giving.receiver}, {"unit", giving.unit}, {"dossiers", dossiers}};
}

Giving giving_from(const std::string& batch, std::string_view purpose, const Detail& wish)
{
    return {.batch = batch,
            .kind = kind_of(purpose),
            .receiver = wish.at("receiver"),
            .unit = wish.at("unit"),
            .dossiers = wish.at("dossiers")};
}

Detail to_wish(const std::vector<Verdict>& verdicts)
{
    Detail out = Detail::array();
    for (const Verdict& one : verdicts) out.push_back({{"taken", one.taken}, {"remark", one.remark}});
    return out;
}

std::vector<Verdict> verdicts_from(const Detail& wish)
{
    std::vector<Verdict> out;
    for (const Detail& one : wish) out.push_back({one.at("taken"), one.at("remark")});
    return out;
}

base::Time time_from(const Detail& said) { return base::Time(base::Time::duration(said.at("at"))); }

Detail to_detail(const Said& said)
{
    return {{"at", said.at.time_since_epoch().count()}, {"number", said.number}, {"lines", said.lines}};
}

Said said_from(const Detail& detail)
{
    const Detail& said = detail.at("said");
    return {.at = time_from(said),
            .number = said.at("number"),
            .certificate = detail.at("certificate"),
            .lines = said.at("lines")};
}

class BatchActs final : public signing::ActSubject {
public:
    BatchActs(Services& services, Actor actor) : services_(services), actor_(std::move(actor)) {}

    db::Scope scope() const override { return scope_of(actor_); }
    std::vector<std::string> purposes() const override
    {
        std::vector<std::string> out;
        for (const Kind kind : {Kind::dossiers, Kind::results})
            out.insert(out.end(), {purpose_of(kGives, kind), purpose_of(kTakes, kind)});
        return out;
    }
    bool may(const std::string& purpose) const override
    {
        return hands_over(actor_.role) &&
               kind_of(purpose) == (is_giving(purpose) ? given_by(actor_.role) : received_by(actor_.role));
    }
    std::int64_t key_owner(const std::string&) const override { return actor_.official; }
    const char* request_words() const override { return "Ký {{count}} phiếu, biên bản bàn giao"; }
    const char* changed_words() const override
    {
        return "Phiếu hoặc hồ sơ trong phiếu đã thay đổi sau khi bắt đầu ký. Mở lại phiếu, xem lại rồi ký.";
    }
    base::Result<base::Done> check(const std::string& purpose, const signing::ToSign& one,
                                   const pdf::Picture* picture, signing::Writer writer) override
    {
        if (!is_giving(purpose)) return base::Done{};
        const Detail detail = Detail::parse(one.detail);
        const Giving giving = giving_from(one.item, purpose, detail.at("wish"));
        const base::Time now = services_.clock->now();
        if (const auto good = check_giving(services_, actor_, giving, now); !good) return good.error();
        return rehearse_slip(services_, actor_, giving, key_of(detail, picture, writer), now);
    }
    base::Result<signing::OpenItem> open(const std::string& purpose, const signing::ToSign& one,
                                         const pdf::Picture* picture, signing::Writer writer) override
    {
        Detail detail = Detail::parse(one.detail);
        const Detail& wish = detail.at("wish");
        const WithKey key = key_of(detail, picture, writer);
        const base::Time now = services_.clock->now();
        auto drawn = is_giving(purpose)
                         ? open_slip(services_, actor_, giving_from(one.item, purpose, wish), &key, now)
                         : open_record(services_, actor_, one.item, verdicts_from(wish), &key, now);
        if (!drawn) return drawn.error();
        if (drawn->was_given) return signing::OpenItem{};
        CHECK(drawn->paper.open);
        detail["said"] = to_detail(drawn->said);
        signing::OpenItem out{.name = name_of(drawn->batch), .detail = detail.dump()};
        const std::string before = crypto::sha256_hex(drawn->paper.open->bytes);
        out.files.push_back({.file = one.item, .before = before, .open = *std::move(drawn->paper.open)});
        return out;
    }
    base::Result<base::Done> lock(db::Transaction& tx, const std::string& purpose,
                                  std::span<const ActFile> files) override
    {
        for (const ActFile& file : files) {
            if (is_giving(purpose)) {
                batches::lock(tx, giving_in(purpose, file).dossiers);
                continue;
            }
            if (const auto held = find_open(tx, file.item, Hold::for_closing); !held) return held.error();
        }
        return base::Done{};
    }
    std::vector<std::string> changed(db::Transaction& tx, const std::string& purpose,
                                     std::span<const ActFile> files) override
    {
        std::vector<std::string> out;
        for (const ActFile& file : files) {
            const Detail detail = Detail::parse(file.detail);
            const Said said = said_from(detail);
            const bool stands =
                is_giving(purpose)
                    ? is_still_true(services_, tx, actor_, giving_in(purpose, file), said)
                    : is_still_true(services_, tx, actor_, file.item, verdicts_from(detail.at("wish")), said);
            if (!stands) out.push_back(file.item);
        }
        return out;
    }
    base::Result<base::Done> close(const std::string& purpose, std::span<const ActFile> files,
                                   const std::vector<std::string>& contents) override
    {
        CHECK(files.size() == 1 && contents.size() == 1);
        const ActFile& file = files.front();
        const Detail detail = Detail::parse(file.detail);
        const Said said = said_from(detail);
        const blob::Blob blob = services_.blobs.put(contents.front());
        const auto put = is_giving(purpose) ? give_now(giving_in(purpose, file), said, blob)
                                            : receive_with(services_, actor_, file.item,
                                                           verdicts_from(detail.at("wish")), said, blob);
        // Another tab may have been faster with the same paper.
        if (was_signed(purpose, file.item, said)) return base::Done{};
        if (put) return base::conflict(msg("Phiếu này đã được giao ở lần gửi khác của cùng biểu mẫu."));
        return put.error();
    }
    // The plug-in's orders with a number are for documents of ND 30/2020.
    signing::PluginOrder order(const std::string&, const ActFile&) override { return {}; }
    void end_later(db::Transaction& tx, const std::string& act, std::chrono::seconds wait) override
    {
        jobs::enqueue(tx, services_.queue, kEndBatchAct, acting_later(actor_, act), wait);
    }

private:
    static Giving giving_in(const std::string& purpose, const ActFile& file)
    {
        return giving_from(file.item, purpose, Detail::parse(file.detail).at("wish"));
    }
    static WithKey key_of(const Detail& detail, const pdf::Picture* picture, signing::Writer writer)
    {
        return {detail.at("certificate"), {picture, writer}};
    }
    // "12/BGHS, Sở Xây dựng": the signer reads it in his app, too.
    std::string name_of(const Batch& batch) const
    {
        const bool gives_it = batch.stage == Stage::given;
        return notation(batch.kind, batch.number) + ", " +
               (gives_it ? receiver_name(services_, batch)
                         : services_.directory.snapshot()->name(batch.giver));
    }
    base::Result<base::Done> give_now(const Giving& giving, const Said& said, const blob::Blob& slip)
    {
        // The receiver may have ended since.
        if (const auto good = check_giving(services_, actor_, giving, services_.clock->now()); !good)
            return good.error();
        const auto given = give_with(services_, actor_, giving, said, slip);
        if (!given) return given.error();
        return base::Done{};
    }
    bool was_signed(const std::string& purpose, const std::string& uid, const Said& said)
    {
        db::Transaction tx = services_.pool.begin(scope());
        const auto batch = find_batch(tx, uid);
        if (!batch) return false;
        if (is_giving(purpose))
            return batch->given_by == actor_.official && batch->given_at == said.at &&
                   batch->giver_certificate == said.certificate;
        return batch->stage == Stage::received && batch->closed_by == actor_.official &&
               batch->closed_at == said.at && batch->closer_certificate == said.certificate;
    }

    Services& services_;
    Actor actor_;
};

// The item of this batch in an act of the official's that is open.
std::optional<std::pair<std::string, Detail>> open_item(Services& services, BatchActs& subject,
                                                        const std::string& batch)
{
    for (const signing::OpenAct& open : signing::open_acts(services.signing, subject)) {
        if (std::ranges::find(open.items, batch) == open.items.end()) continue;
        const auto act = signing::find_act(services.signing, subject, open.uid);
        if (!act) return std::nullopt;
        return std::pair(open.uid, Detail::parse(act->items.front().detail));
    }
    return std::nullopt;
}

base::Result<std::string> begin_paper(Services& services, const Actor& actor, const signing::Key& key,
                                      const std::string& purpose, const std::string& batch,
                                      const Detail& wish)
{
    BatchActs subject(services, actor);
    // What was chosen anew is what is meant.
    if (const auto before = open_item(services, subject, batch); before && before->second.at("wish") != wish)
        if (const auto given_up = signing::cancel_act(services.signing, subject, before->first); !given_up)
            return at_key(given_up.error());
    const Detail detail{{"wish", wish}, {"certificate", key.certificate.common_name()}};
    const auto begun = signing::begin_act(services.signing, subject, key, purpose,
                                          {{.item = batch, .detail = detail.dump()}});
    if (!begun) return begun.error();
    if (!begun->failures.empty()) return begun->failures.begin()->second;
    return begun->act;
}

// The purpose and the only item of an act of the official's.
std::optional<std::pair<std::string, signing::ActItem>> item_of(Services& services, const Actor& actor,
                                                                const std::string& act)
{
    if (act.empty()) return std::nullopt;
    BatchActs subject(services, actor);
    auto found = signing::find_act(services.signing, subject, act);
    if (!found) return std::nullopt;
    return std::pair(std::move(found->purpose), std::move(found->items.front()));
}

Detail wish_of(const signing::ActItem& item) { return Detail::parse(item.detail).at("wish"); }

}  // namespace

std::unique_ptr<signing::ActSubject> batch_acts(Services& services, const Actor& actor)
{
    return std::make_unique<BatchActs>(services, actor);
}

base::Result<std::string> begin_giving(Services& services, const Actor& actor, const Giving& giving,
                                       const signing::Key& key)
{
    // Before an open act is given up for it.
    if (const auto good = check_giving(services, actor, giving, services.clock->now()); !good)
        return good.error();
    return begin_paper(services, actor, key, purpose_of(kGives, giving.kind), giving.batch, to_wish(giving));
}

base::Result<std::string> begin_taking(Services& services, const Actor& actor, const std::string& batch,
                                       const std::vector<Verdict>& verdicts, const signing::Key& key)
{
    if (const auto right = check(verdicts); !right) return right.error();
    Kind kind{};
    {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        const auto found = find_open(tx, batch, Hold::none);
        if (!found) return found.error();
        kind = found->kind;
    }
    return begin_paper(services, actor, key, purpose_of(kTakes, kind), batch, to_wish(verdicts));
}

std::vector<signing::OpenAct> open_batch_acts(Services& services, const Actor& actor)
{
    BatchActs subject(services, actor);
    return signing::open_acts(services.signing, subject);
}

std::optional<Giving> giving_of(Services& services, const Actor& actor, const std::string& act)
{
    const auto found = item_of(services, actor, act);
    if (!found || !is_giving(found->first)) return std::nullopt;
    return giving_from(found->second.uid, found->first, wish_of(found->second));
}

std::optional<std::vector<Verdict>> verdicts_of(Services& services, const Actor& actor,
                                                const std::string& batch, const std::string& act)
{
    const auto found = item_of(services, actor, act);
    if (!found || is_giving(found->first) || found->second.uid != batch) return std::nullopt;
    return verdicts_from(wish_of(found->second));
}

bool gives(const signing::Act& act) { return is_giving(act.purpose); }

base::Time number_kept_until(const signing::ActItem& item)
{
    return time_from(Detail::parse(item.detail).at("said")) + kNumberKept;
}

void add_batch_act_jobs(Services& services)
{
    services.queue.handle(kEndBatchAct, [&services](const jobs::Job& job) {
        const ActingLater later = acting_later_from(job.payload);
        BatchActs subject(services, later.actor);
        signing::end_act(services.signing, subject, later.act);
    });
}

}  // namespace lt::dossiers::batches
