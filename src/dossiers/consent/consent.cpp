// See consent.h.
#include "dossiers/consent/consent.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/letterhead.h"
#include "dossiers/new_files.h"
#include "dossiers/queries.h"
#include "dossiers/sources/sources.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "kit/db/db.h"
#include "kit/jobs/jobs.h"
#include "slips/api.h"

namespace lt::dossiers::consent {

using base::msg;

namespace {

std::string_view to_text(By by) { return by == By::tablet ? "tablet" : "slip"; }

Ask read_ask(const db::Row& row)
{
    Ask out{.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .agency = row["agency_id"].int64(),
            .official = row["official_id"].int64(),
            .official_name = row["official_name"].str(),
            .question = {.form = row["form"].str(),
                         .purpose = row["purpose"].str(),
                         .purpose_name = row["purpose_name"].str(),
                         .papers = row["papers"].texts(),
                         .types = row["types"].texts(),
                         .sources = row["sources"].texts()},
            .by = row["way"].text() == "tablet" ? By::tablet : By::slip,
            .asked_at = row["asked_at"].time(),
            .expires_at = row["expires_at"].time(),
            .replaced = row["replaced"].boolean(),
            .answered_at = row["answered_at"].opt_time(),
            .screen = row["screen"].opt_str().value_or(""),
            .slip_sha256 = row["slip_sha256"].str(),
            .taken_by = row["taken_by"].opt_int64().value_or(0),
            .scan = row["scan_uid"].opt_str().value_or(""),
            .withdrawn_at = row["withdrawn_at"].opt_time(),
            .withdrawn_by = row["withdrawn_by"].opt_int64().value_or(0)};
    out.question.owner = {.kind = owner_kind_from(row["owner_kind"].text()).value_or(OwnerKind::person),
                          .number = row["owner_number"].str(),
                          .name = row["owner_name"].str()};
    if (const auto said = row["answer"].opt_str()) out.agreed = *said == "agreed";
    return out;
}

std::optional<Ask> first_of(const db::Rows& rows)
{
    return rows.empty() ? std::nullopt : std::optional(read_ask(rows[0]));
}

void note(db::Transaction& tx, const char* action, const Ask& ask, base::Time now)
{
    audit::record(
        tx, {.action = action,
             .subject = ask.uid,
             .detail = nlohmann::json{{"form", ask.question.form}, {"purpose", ask.question.purpose}}.dump(),
             .at = now});
}

base::Error at_form(base::Message message) { return base::invalid("vault_agree", std::move(message)); }

base::Error over()
{
    return base::conflict(msg("Câu hỏi này không còn hiệu lực. Cán bộ hỏi lại nếu còn cần."));
}

}  // namespace

State state_of(const Ask& ask, base::Time now)
{
    if (ask.withdrawn_at) return State::withdrawn;
    if (ask.agreed) return *ask.agreed ? State::agreed : State::declined;
    if (ask.replaced) return State::replaced;
    return now > ask.expires_at ? State::expired : State::open;
}

bool is_given(const Ask& ask, base::Time now)
{
    return state_of(ask, now) == State::agreed && now <= *ask.answered_at + kGivenFor;
}

bool covers(const Ask& ask, const Question& question)
{
    const auto within = [](const std::vector<std::string>& wanted, const std::vector<std::string>& asked) {
        return std::ranges::all_of(
            wanted, [&](const std::string& one) { return std::ranges::find(asked, one) != asked.end(); });
    };
    return within(question.types, ask.question.types) && within(question.sources, ask.question.sources);
}

base::Error not_by_an_agent()
{
    return at_form(msg(
        "Người nộp thay không trả lời thay chủ hồ sơ trên máy tính bảng. Lập phiếu đồng ý để chủ hồ sơ hoặc người đại diện ký."));
}

base::Result<std::string> ask(db::Transaction& tx, const Actor& actor, const Question& question, By by,
                              base::Time now)
{
    if (actor.role != directory::Role::desk_staff || actor.official == 0)
        return base::forbidden(msg("Chỉ bộ phận một cửa hỏi ý kiến công dân về kho dữ liệu."));
    if (question.owner.number.empty()) return at_form(msg("Nhập số định danh của công dân, tổ chức trước."));
    if (by == By::slip && question.owner.name.empty())
        return at_form(msg("Nhập họ và tên, hoặc tên tổ chức, trước khi lập phiếu."));
    if (question.papers.empty() || question.types.empty())
        return at_form(msg("Thủ tục này không có giấy tờ nào tìm được trong kho."));
    if (by == By::tablet && !tx.run(sql::consent_has_screen, actor.official)[0]["has"].boolean())
        return at_form(
            msg("Bạn chưa mở máy tính bảng nào. Mở ở trang Máy đánh giá tại quầy, hoặc in phiếu đồng ý."));
    if (by == By::tablet) tx.run(sql::consent_replace, actor.agency, actor.official);
    const std::string uid = base::new_uid(now);
    const base::Time until = by == By::tablet ? now + kAskedFor : now + kSlipFor;
    if (tx.run(sql::consent_ask_add, uid, actor.agency, actor.official, actor.name, question.form,
               dossiers::to_text(question.owner.kind), question.owner.number, question.owner.name,
               question.purpose, question.purpose_name, question.papers, question.types, to_text(by), now,
               until, question.sources)
            .affected() == 0)
        return at_form(
            msg("Bạn vừa hỏi một người khác trên máy tính bảng ở cửa sổ khác. Xem lại rồi hỏi lại."));
    note(tx, "vault.asked", {.uid = uid, .question = question}, now);
    return uid;
}

std::vector<Ask> asks_of(db::Transaction& tx, const std::string& form)
{
    std::vector<Ask> out;
    for (const db::Row row : tx.run(sql::consent_asks, form)) out.push_back(read_ask(row));
    return out;
}

std::optional<Ask> last_of(db::Transaction& tx, const Question& question)
{
    for (Ask& one : asks_of(tx, question.form))
        if (one.question.owner.kind == question.owner.kind &&
            one.question.owner.number == question.owner.number && one.question.purpose == question.purpose)
            return std::move(one);
    return std::nullopt;
}

std::optional<Ask> find(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    return first_of(tx.run(sql::consent_ask_by_uid, uid));
}

void keep_said(db::Transaction& tx, const std::string& form)
{
    if (base::is_uid(form)) tx.run(sql::consent_keep, form);
}

std::string print_slip(Services& services, db::Transaction& tx, const Ask& ask)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(ask.agency);
    slips::ConsentSlip slip{
        .heading = {.at = ask.asked_at},
        .person = {.name = ask.question.owner.name, .identity = ask.question.owner.number},
        .purpose = ask.question.purpose_name + " (" + ask.question.purpose + ")",
        .papers = ask.question.papers,
        .places = sources::names_of(services, ask.question.sources),
        .official = ask.official_name};
    if (agency != nullptr) slip.heading.office = letterhead(*directory, *agency);
    std::string bytes = slips::consent_slip_pdf(slip);
    tx.run(sql::consent_print, ask.id, crypto::sha256_hex(bytes));
    return bytes;
}

base::Result<base::Done> take_slip(db::Transaction& tx, const Actor& actor, const std::string& uid,
                                   base::Time now)
{
    if (actor.role != directory::Role::desk_staff || actor.official == 0)
        return base::forbidden(msg("Chỉ bộ phận một cửa nhận phiếu đồng ý."));
    if (const auto asked = find(tx, uid)) tx.run(sql::consent_hold, asked->question.form);
    const auto held = find(tx, uid);
    if (!held || held->by != By::slip || state_of(*held, now) != State::open)
        return at_form(msg("Phiếu này không còn hiệu lực. In phiếu mới để công dân ký."));
    if (held->slip_sha256.empty())
        return at_form(msg("Phiếu chưa được in. In phiếu, để công dân đọc và ký rồi mới ghi nhận."));
    if (tx.run(sql::consent_take_slip, held->id, now, actor.official).affected() != 1)
        throw base::Bug("an open slip can't be taken");
    note(tx, "vault.agreed", *held, now);
    return base::Done{};
}

base::Result<base::Done> keep_scan(Services& services, const Actor& actor, const std::string& dossier_uid,
                                   const NewFile& scan)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const auto dossier = store::find(tx, dossier_uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (actor.role != directory::Role::desk_staff || !part_of(actor, *dossier).receives)
        return base::forbidden(msg("Chỉ bộ phận một cửa thêm bản quét phiếu đồng ý."));
    for (const Ask& one : asks_of(tx, dossier_uid)) {
        if (one.by != By::slip || one.agreed != true || !one.scan.empty()) continue;
        const auto files = keep_files(tx, actor, *dossier, {scan}, "other", now);
        if (!files) return files.error();
        if (tx.run(sql::consent_scan, one.id, files->front().uid).affected() != 1)
            throw base::Bug("a signed slip without a scan takes none");
        note(tx, "vault.consent_scanned", one, now);
        tx.commit();
        return base::Done{};
    }
    return base::conflict(msg("Hồ sơ không có phiếu đồng ý nào đã ký mà chưa có bản quét."));
}

std::optional<Ask> open_at(db::Transaction& tx, const ScreenOwner& owner, base::Time now)
{
    return first_of(tx.run(sql::consent_open, owner.agency, owner.official, now));
}

base::Result<base::Done> answer(Services& services, const ScreenOwner& owner, const std::string& uid,
                                bool agrees)
{
    if (!base::is_uid(uid)) return over();
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(Actor{.agency = owner.agency}));
    if (const auto shown = find(tx, uid)) tx.run(sql::consent_hold, shown->question.form);
    const auto asked = open_at(tx, owner, now);
    if (!asked || asked->uid != uid) return over();
    try {
        if (tx.run(sql::consent_answer, asked->id, agrees ? "agreed" : "declined", now, owner.screen)
                .affected() != 1)
            return over();
    } catch (const db::ConstraintViolation& violation) {
        // The tablet was revoked at this moment.
        if (violation.constraint != "vault_asks_screen_check") throw;
        return over();
    }
    note(tx, agrees ? "vault.agreed" : "vault.declined", *asked, now);
    tx.commit();
    if (services.notify) services.notify(owner.agency);
    return base::Done{};
}

base::Result<base::Done> withdraw(db::Transaction& tx, const Actor& actor, const std::string& form,
                                  base::Time now)
{
    const auto none = [] { return base::not_found(msg("Không có sự đồng ý nào để rút lại.")); };
    if (!base::is_uid(form)) return none();
    tx.run(sql::consent_hold, form);
    const std::uint64_t gone = tx.run(sql::consent_withdraw, form, now, actor.official).affected();
    if (tx.run(sql::consent_withdraw_old, form, now)[0]["gone"].int64() == 0 && gone == 0) return none();
    audit::record(tx, {.action = "vault.withdrawn", .subject = form, .detail = "{}", .at = now});
    return base::Done{};
}

bool may_withdraw(db::Transaction& tx, const std::string& code)
{
    return tx.run(sql::consent_follow, code)[0]["uses"].boolean();
}

void add_consent_jobs(Services& services)
{
    constexpr const char* kForget = "dossiers.forget_asks";
    services.queue.handle(kForget, [&services](const jobs::Job&) {
        db::Transaction tx = services.pool.begin({});
        tx.run(sql::consent_forget, services.clock->now() - kKeptFor);
        tx.commit();
    });
    services.queue.every(std::chrono::hours(1), kForget);
}

}  // namespace lt::dossiers::consent
