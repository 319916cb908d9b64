// See drafting.h.
#include "dossiers/results/drafting.h"

#include <algorithm>

#include "directory/api.h"
#include "dossiers/linked/components.h"
#include "dossiers/new_files.h"
#include "dossiers/results/held.h"
#include "dossiers/results/paper.h"
#include "forms/answers.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers {

using base::msg;

namespace {

base::Error not_the_drafter()
{
    return base::forbidden(msg("Chỉ chuyên viên của cơ quan giải quyết soạn kết quả."));
}

// The leader who is asked to sign, as he stands in the directory today.
std::optional<directory::Person> leader_of(db::Transaction& tx, const Actor& actor, std::int64_t official,
                                           base::Day day)
{
    for (const directory::Person& person : directory::people(tx, actor.agency, day))
        if (person.official == official && person.role == directory::Role::leader) return person;
    return std::nullopt;
}

// What answers.h calls the rows of a list, one after the other: "documents.name" → "Bằng tốt nghiệp; Học bạ".
std::string rows_in_words(const forms::Schema& schema, const std::string& answers, std::string_view path,
                          const forms::Lists& lists)
{
    const std::size_t dot = path.rfind('.');
    std::string out;
    for (int row = 0; row < 100; ++row) {
        const std::string one =
            std::string(path.substr(0, dot)) + "." + std::to_string(row) + std::string(path.substr(dot));
        const std::string words = forms::words_of(schema, answers, one, lists);
        if (words.empty()) break;
        out += (out.empty() ? "" : "; ") + words;
    }
    return out;
}

std::string known_of(const Dossier& dossier, const std::string& agency, std::string_view name)
{
    if (name == "owner.name") return dossier.owner.name;
    if (name == "owner.number") return dossier.owner.number;
    if (name == "owner.address") return dossier.owner.address;
    if (name == "owner.phone") return dossier.owner.phone;
    if (name == "owner.born_on") return dossier.owner.born_on ? base::format_day(*dossier.owner.born_on) : "";
    if (name == "agency.name") return agency;
    return "";
}

// Draws it, or takes the file that was sent; nothing is stored that could not be signed.
base::Result<std::string> put_file(Services& services, db::Transaction& tx, const Actor& actor,
                                   const Dossier& dossier, const ResultDraft& draft, const DraftWish& wish,
                                   base::Time now)
{
    const ResultTemplate* form = template_of(draft.code, base::vietnam_day(dossier.lodged_at));
    NewFile file;
    if (wish.file) {
        file = *wish.file;
        if (file.blob.media_type != "application/pdf")
            return base::invalid("file", msg("Tệp kết quả phải là PDF để ký số được."));
    } else {
        if (form == nullptr)
            return base::invalid("file", msg("Kết quả này không có mẫu ở đây. Chọn tệp PDF đã soạn."));
        if (auto wrong = base::invalid(check_values(*form, wish.values))) return *wrong;
        file.blob = services.blobs.put(draw_result(services, tx, dossier, draft, *form, wish.values, now));
        file.blob.media_type = "application/pdf";
        file.name = "du-thao-" + dossier.code + ".pdf";
    }
    if (auto error = cannot_be_signed(services, file.blob, draft, now)) return *error;
    const auto kept = keep_files(tx, actor, dossier, {file}, "draft", now);
    if (!kept) return kept.error();
    return kept->front().uid;
}

base::Result<base::Done> set_signer(db::Transaction& tx, const Actor& actor, ResultDraft& draft,
                                    std::int64_t signer, base::Time now)
{
    const auto leader = leader_of(tx, actor, signer, base::vietnam_day(now));
    if (!leader) return base::invalid("signer", msg("Chọn lãnh đạo ký kết quả."));
    draft.signer = leader->official;
    draft.signer_name = leader->name;
    draft.signer_title = leader->title;
    return base::Done{};
}

void tell(Services& services, const Dossier& dossier)
{
    if (services.notify) services.notify(dossier.decides);
}

}  // namespace

bool may_draft(const Actor& actor, const Dossier& dossier)
{
    return actor.role == directory::Role::specialist && part_of(actor, dossier).decides;
}

bool may_recall(db::Transaction& tx, const Actor& actor, const Dossier& dossier, const ResultDraft& draft,
                base::Day today)
{
    if (!may_draft(actor, dossier) || draft.agency != actor.agency) return false;
    if (draft.drafted_by == actor.official) return true;
    const auto people = directory::people(tx, draft.agency, today, directory::Role::specialist);
    return std::ranges::find(people, draft.drafted_by, &directory::Person::official) == people.end();
}

std::vector<procedures::ResultKind> kinds_to_draft(db::Transaction& tx, const Dossier& dossier,
                                                   const procedures::Version& version)
{
    std::vector<procedures::ResultKind> out = linked::results_of(tx, dossier, version);
    std::erase_if(out, [](const procedures::ResultKind& kind) { return !kind.is_signed; });
    return out;
}

FieldValues first_values(Services& services, const ResultTemplate& form, const Dossier& dossier,
                         const procedures::Version& version, const forms::Lists& lists)
{
    const auto schema = version.ready.form.empty()
                            ? base::Result<forms::Schema>(base::not_found(msg("Không có tờ khai.")))
                            : forms::read(version.ready.form);
    const auto directory = services.directory.snapshot();
    const std::string agency = directory->name(dossier.decides);
    FieldValues out;
    for (const ResultField& field : form.fields) {
        std::string value;
        for (const std::string& from : field.from) {
            constexpr std::string_view kAnswers = "answers.";
            constexpr std::string_view kRows = "rows.";
            if (from.starts_with(kAnswers))
                value = schema
                            ? forms::words_of(*schema, dossier.answers, from.substr(kAnswers.size()), lists)
                            : "";
            else if (from.starts_with(kRows))
                value =
                    schema ? rows_in_words(*schema, dossier.answers, from.substr(kRows.size()), lists) : "";
            else
                value = known_of(dossier, agency, from);
            if (!value.empty()) break;
        }
        out[field.name] = value;
    }
    return out;
}

base::Result<std::string> draft_result(Services& services, const Actor& actor, const std::string& uid,
                                       const DraftWish& wish)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (!may_draft(actor, *dossier)) return not_the_drafter();
    if (!base::is_uid(wish.key)) return base::invalid("key", msg("Tải lại trang rồi gửi lại."));
    if (const auto before = store::find_draft(tx, wish.key)) {
        if (before->dossier_uid != uid) return no_draft();
        return before->uid;
    }
    if (!takes_results(dossier->life.state)) return takes_none();
    const VersionPtr version = version_of(services, tx, dossier->version_uid);
    if (!version) throw base::Bug("the version of a dossier is gone");
    const auto kinds = kinds_to_draft(tx, *dossier, *version);
    const auto kind = std::ranges::find(kinds, wish.code, &procedures::ResultKind::code);
    if (kind == kinds.end()) return base::invalid("code", msg("Chọn kết quả cần soạn."));
    ResultDraft draft{.uid = wish.key,
                      .dossier = dossier->id,
                      .agency = actor.agency,
                      .code = kind->code,
                      .name = kind->name,
                      .fields = values_to_json(wish.values),
                      .own_file = wish.file.has_value(),
                      .has_seal = kind->is_sealed,
                      .drafted_by = actor.official,
                      .drafted_at = now};
    if (const auto set = set_signer(tx, actor, draft, wish.signer, now); !set) return set.error();
    auto file = put_file(services, tx, actor, *dossier, draft, wish, now);
    if (!file) return file.error();
    draft.file = *std::move(file);
    if (!store::insert_draft(tx, draft)) return no_draft();  // the key is another dossier's
    note_result(tx, *dossier, "dossier.result_drafted",
                {msg("Soạn kết quả: {{name}}"), {{"name", draft.name}}}, draft.uid, now);
    tx.commit();
    tell(services, *dossier);
    return draft.uid;
}

base::Result<base::Done> change_result(Services& services, const Actor& actor, const std::string& uid,
                                       int version, const DraftWish& wish)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto held = hold(tx, uid, version, DraftState::draft);
    if (!held) return held.error();
    if (!may_draft(actor, held->dossier)) return not_the_drafter();
    if (const auto set = set_signer(tx, actor, held->draft, wish.signer, now); !set) return set;
    const std::string before = held->draft.file;
    auto file = put_file(services, tx, actor, held->dossier, held->draft, wish, now);
    if (!file) return file.error();
    held->draft.file = *std::move(file);
    held->draft.own_file = wish.file.has_value();
    if (!wish.file) held->draft.fields = values_to_json(wish.values);
    store::replace_file(tx, before, now);
    store::update_draft(tx, held->draft);
    note_result(tx, held->dossier, "dossier.result_changed",
                {msg("Sửa dự thảo kết quả: {{name}}"), {{"name", held->draft.name}}}, uid, now);
    tx.commit();
    return base::Done{};
}

base::Result<base::Done> submit_result(Services& services, const Actor& actor, const std::string& uid,
                                       int version, bool end)
{
    // Again where an act of the process, which locks its instance first, stood in the way.
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const base::Time now = services.clock->now();
        auto held = hold(tx, uid, version, DraftState::draft);
        if (!held) return held.error();
        if (!may_draft(actor, held->dossier)) return not_the_drafter();
        // Nobody could sign it or give it back.
        if (!leader_of(tx, actor, held->draft.signer, base::vietnam_day(now)))
            return base::conflict(msg("Chọn lãnh đạo ký kết quả."));
        held->draft.state = DraftState::submitted;
        held->draft.submitted_at = now;
        store::update_draft(tx, held->draft);
        note_result(tx, held->dossier, "dossier.result_submitted",
                    {msg("Trình ký kết quả: {{name}}, người ký {{signer}}"),
                     {{"name", held->draft.name}, {"signer", held->draft.signer_name}}},
                    uid, now);
        if (end)
            if (const auto step = open_step(services, tx, actor, held->dossier.instance);
                step && step->yes_or_no.empty())
                if (const auto done = end_step(services, tx, actor, *step); !done) return done;
        tx.commit();
        tell(services, held->dossier);
        return base::Done{};
    });
}

base::Result<base::Done> recall_result(Services& services, const Actor& actor, const std::string& uid,
                                       int version)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto held = hold(tx, uid, version, DraftState::submitted);
    if (!held) return held.error();
    if (!may_recall(tx, actor, held->dossier, held->draft, base::vietnam_day(now)))
        return base::forbidden(msg("Chỉ người soạn rút lại được dự thảo đã trình."));
    if (auto numbered = has_number(held->draft)) return *numbered;
    held->draft.state = DraftState::draft;
    held->draft.submitted_at.reset();
    held->draft.note.clear();  // of an earlier return, which was seen to
    store::update_draft(tx, held->draft);
    note_result(tx, held->dossier, "dossier.result_recalled",
                {msg("Rút lại dự thảo kết quả đã trình: {{name}}"), {{"name", held->draft.name}}}, uid, now);
    tx.commit();
    tell(services, held->dossier);
    return base::Done{};
}

base::Result<base::Done> drop_result(Services& services, const Actor& actor, const std::string& uid,
                                     int version)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto held = hold(tx, uid, version, DraftState::draft);
    if (!held) return held.error();
    if (!may_draft(actor, held->dossier)) return not_the_drafter();
    held->draft.state = DraftState::dropped;
    store::replace_file(tx, held->draft.file, now);
    store::update_draft(tx, held->draft);
    note_result(tx, held->dossier, "dossier.result_dropped",
                {msg("Bỏ dự thảo kết quả: {{name}}"), {{"name", held->draft.name}}}, uid, now);
    if (const auto all = resolve_when_complete(services, tx, held->dossier); !all) return all;
    tx.commit();
    return base::Done{};
}

base::Result<base::Done> return_result(Services& services, const Actor& actor, const std::string& uid,
                                       int version, const std::string& reason)
{
    if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return base::invalid("reason", msg("Nhập lý do trả lại để người soạn biết phải sửa gì."));
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto held = hold(tx, uid, version, DraftState::submitted);
    if (!held) return held.error();
    if (actor.role != directory::Role::leader || held->draft.signer != actor.official)
        return base::forbidden(msg("Chỉ lãnh đạo được trình ký trả lại được dự thảo này."));
    if (auto numbered = has_number(held->draft)) return *numbered;
    held->draft.state = DraftState::draft;
    held->draft.submitted_at.reset();
    held->draft.note = reason;
    store::update_draft(tx, held->draft);
    note_result(tx, held->dossier, "dossier.result_given_back",
                {msg("Trả lại dự thảo kết quả: {{name}}. Lý do: {{reason}}"),
                 {{"name", held->draft.name}, {"reason", reason}}},
                uid, now);
    tx.commit();
    tell(services, held->dossier);
    return base::Done{};
}

}  // namespace lt::dossiers
