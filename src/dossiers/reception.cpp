// See reception.h.
#include "dossiers/reception.h"

#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "directory/api.h"
#include "dossiers/deciding.h"
#include "dossiers/digitise/reuse.h"
#include "dossiers/follow.h"
#include "dossiers/given_slips.h"
#include "dossiers/life/code.h"
#include "dossiers/life/identity.h"
#include "dossiers/new_files.h"
#include "dossiers/paper_keys.h"
#include "dossiers/sources/sources.h"
#include "dossiers/store.h"
#include "dossiers/work.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestText = 1000;

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

void check_phone(const std::string& phone, const std::string& field, base::Wrong& wrong)
{
    if (phone.empty()) return;
    std::size_t digits = 0;
    for (const char c : phone) {
        if (c >= '0' && c <= '9')
            ++digits;
        else if (c != ' ' && c != '.' && c != '+' && c != '-')
            digits = 100;
    }
    if (digits < 9 || digits > 12) wrong.emplace_back(field, msg("Nhập số điện thoại, ví dụ 0912 345 678."));
}

void check_person(const Person& person, const std::string& prefix, base::Day today, base::Wrong& wrong)
{
    if (is_blank(person.name)) wrong.emplace_back(prefix + "_name", msg("Nhập họ và tên."));
    if (base::length(person.name) > kLongestName)
        wrong.emplace_back(prefix + "_name", msg("Họ và tên dài quá 200 ký tự."));
    if (person.number.empty()) {
        if (person.kind != OwnerKind::person)
            wrong.emplace_back(prefix + "_number", msg("Nhập mã số doanh nghiệp, tổ chức."));
    } else if (person.kind == OwnerKind::person) {
        if (auto why = wrong_identity_number(person.number, person.born_on, person.sex, today))
            wrong.emplace_back(prefix + "_number", *std::move(why));
    } else if (person.kind == OwnerKind::enterprise) {
        if (auto why = wrong_enterprise_code(person.number))
            wrong.emplace_back(prefix + "_number", *std::move(why));
    }
    if (person.born_on && *person.born_on > today)
        wrong.emplace_back(prefix + "_born_on", msg("Ngày sinh chưa đến. Nhập lại ngày sinh."));
    check_phone(person.phone, prefix + "_phone", wrong);
}

// The papers of the dossier with what was handed in, and the names of those that are required and lack.
std::vector<Paper> papers_of(const std::vector<procedures::NeededPaper>& needed, const Reception& reception,
                             std::string& lacking)
{
    std::vector<Paper> out;
    for (std::size_t i = 0; i < needed.size(); ++i) {
        const GivenPaper given = i < reception.papers.size() ? reception.papers[i] : GivenPaper{};
        const int no = static_cast<int>(i);
        const bool scanned =
            std::ranges::any_of(reception.files, [&](const NewFile& f) { return f.paper == no; });
        const auto is_for = [&](const auto& one) { return one.first == no; };
        const bool reused = std::ranges::any_of(reception.reused, is_for);
        const bool held = std::ranges::any_of(reception.held, is_for);
        out.push_back({.no = no,
                       .code = needed[i].paper.code,
                       .name = needed[i].paper.name,
                       .required = needed[i].kind.required,
                       .originals = given.originals,
                       .certified = given.certified,
                       .copies = given.copies,
                       .source = reused ? "vault"
                                 : held ? "database"
                                        : "brought",
                       .type = type_of(needed[i])});
        const bool has = given.originals + given.certified + given.copies > 0 || scanned || reused || held;
        if (!has && needed[i].kind.required) lacking += (lacking.empty() ? "" : "; ") + needed[i].paper.name;
    }
    return out;
}

// What was ticked for one paper is never written down for another.
bool are_for(const std::vector<procedures::NeededPaper>& needed, const Reception& reception)
{
    const std::vector<std::string> keys = keys_of(needed);
    for (std::size_t i = 0; i < reception.papers.size(); ++i)
        if (const std::string& key = reception.papers[i].key;
            !key.empty() && (i >= keys.size() || keys[i] != key))
            return false;
    return true;
}

base::Result<base::Done> check(const Services& services, const Reception& reception,
                               const procedures::Version& version,
                               const std::vector<procedures::NeededPaper>& needed, const std::string& lacking)
{
    const base::Day today = base::vietnam_day(services.clock->now());
    base::Wrong wrong;  // in the order of the form
    check_person(reception.owner, "owner", today, wrong);
    if (reception.agent) check_person(*reception.agent, "agent", today, wrong);
    wrong.insert(wrong.end(), reception.wrong.begin(), reception.wrong.end());
    if (reception.case_no < 0 || (reception.case_no > 0 && static_cast<std::size_t>(reception.case_no) >=
                                                               version.procedure.cases.size()))
        wrong.emplace_back("dossier_case", msg("Chọn trường hợp của thủ tục."));
    if (reception.sets < 1 || reception.sets > 20)
        wrong.emplace_back("dossier_sets", msg("Nhập số bộ hồ sơ từ 1 đến 20."));
    if (base::length(reception.subject) > kLongestText)
        wrong.emplace_back("dossier_subject", msg("Nội dung dài quá 1.000 ký tự."));
    if (base::length(reception.note) > kLongestText)
        wrong.emplace_back("dossier_note", msg("Ghi chú dài quá 1.000 ký tự."));
    for (const GivenPaper& paper : reception.papers)
        if (std::min({paper.originals, paper.certified, paper.copies}) < 0 ||
            std::max({paper.originals, paper.certified, paper.copies}) > 99)
            wrong.emplace_back("papers", msg("Nhập số bản từ 0 đến 99."));
    if (!are_for(needed, reception))
        wrong.emplace_back("papers", msg("Thành phần hồ sơ đã đổi theo câu trả lời. Xem lại giấy tờ."));
    if (reception.delivery == Delivery::post && is_blank(reception.delivery_to))
        wrong.emplace_back("delivery_to", msg("Nhập địa chỉ nhận kết quả qua bưu chính."));
    if (reception.delivery == Delivery::post && !version.ready.post_return)
        wrong.emplace_back("delivery",
                           msg("Thủ tục này không trả kết quả qua bưu chính. Chọn cách nhận khác."));
    if (!lacking.empty() && !reception.incomplete_anyway && reception.rejected.empty())
        wrong.emplace_back("papers",
                           base::Message(msg("Còn thiếu: {{papers}}. Đánh dấu giấy tờ đã nhận, hoặc chọn vẫn "
                                             "tiếp nhận để yêu cầu bổ sung sau."),
                                         {{"papers", lacking}}));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    return base::Done{};
}

std::vector<Fee> fees_of(const std::vector<procedures::Charge>& charges)
{
    std::vector<Fee> out;
    for (const procedures::Charge& charge : charges)
        out.push_back({.no = static_cast<int>(out.size()),
                       .code = charge.code,
                       .name = charge.name,
                       .amount = charge.amount,
                       .at_reception = charge.when == procedures::PaidWhen::reception,
                       .basis = charge.basis,
                       .state = charge.amount == 0 ? "waived" : "due"});
    return out;
}

std::string money_of(const std::vector<Fee>& fees)
{
    if (fees.empty()) return "none";
    return std::ranges::any_of(fees, [](const Fee& fee) { return fee.state == "due"; }) ? "due" : "waived";
}

// Online ones wait to be accepted; at the counter and by post the dossier is received at once.
base::Result<base::Done> begin_life(Dossier& dossier, const Reception& reception,
                                    const procedures::Version& version,
                                    const std::optional<calendar::Limit>& limit,
                                    const calendar::Calendar& calendar, base::Time now)
{
    if (!reception.rejected.empty()) {
        const Act reject{
            .kind = ActKind::reject, .at = now, .by = dossier.received_by, .reason = reception.rejected};
        auto life = act(dossier.life, reject, {}, calendar);
        if (!life) return life.error();
        dossier.life = *std::move(life);
        return base::Done{};
    }
    if (dossier.way == Way::online) {
        dossier.received_by = 0;
        const calendar::Duration within{static_cast<double>(version.ready.times.accept_within),
                                        calendar::Unit::working_hours};
        dossier.accept_by = calendar::due(calendar, now, within);
        return base::Done{};
    }
    auto life =
        act(dossier.life, {.kind = ActKind::receive, .at = now, .by = dossier.received_by}, limit, calendar);
    if (!life) return life.error();
    dossier.life = *std::move(life);
    dossier.due_at = due_of(dossier.life, calendar);
    dossier.first_due_at = dossier.due_at;
    return base::Done{};
}

// What is kept of the owner is corrected only where the desk says so, and why. Gives what the history tells of it, JSON.
base::Result<std::string> settle_owner(db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                                       const Reception& reception, const KeptOwner& kept)
{
    const bool asks = actor.official != 0 && reception.rejected.empty() && reception.kept == Kept::ask;
    if (!differs(dossier.owner, kept) || (!asks && reception.kept != Kept::is_corrected))
        return std::string("{}");
    if (asks)
        return base::invalid(
            "owner_kept",
            msg("Số định danh này đang lưu tên hoặc ngày sinh khác. Chọn giữ hay sửa thông tin đang lưu."));
    if (is_blank(reception.correction))
        return base::invalid("correction",
                             msg("Nhập lý do sửa, ví dụ: theo thẻ căn cước người nộp xuất trình."));
    if (base::length(reception.correction) > kLongestText)
        return base::invalid("correction", msg("Lý do dài quá 1.000 ký tự."));
    store::correct_citizen(tx, dossier, reception.correction, dossier.lodged_at);
    audit::record(
        tx, {.action = "citizen.corrected", .subject = dossier.uid, .detail = "{}", .at = dossier.lodged_at});
    const KeptOwner now{dossier.owner.name, dossier.owner.born_on ? dossier.owner.born_on : kept.born_on};
    return nlohmann::json{
        {"corrected",
         {{"before", words_of(kept)}, {"after", words_of(now)}, {"reason", reception.correction}}}}
        .dump();
}

// `detail`: what the history tells of the reception itself. `in`: for the receipt, so that nothing is read for it.
void note_reception(Services& services, db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                    const Reception& reception, const std::string& detail, HandedIn in)
{
    const State state = dossier.life.state;
    const ActKind kind = state == State::rejected   ? ActKind::reject
                         : state == State::received ? ActKind::receive
                                                    : ActKind::lodge;
    store::add_event(tx, dossier,
                     {.no = dossier.version,
                      .act = kind,
                      .state = state,
                      .reason = reception.rejected,
                      .detail = detail,
                      .at = dossier.lodged_at});
    if (state == State::received)
        give_slip(services, tx, actor, dossier,
                  {.kind = "receipt", .at = dossier.lodged_at, .in = std::move(in)});
    if (state == State::rejected)
        give_slip(services, tx, actor, dossier,
                  {.kind = "refusal", .at = dossier.lodged_at, .reason = reception.rejected});
    audit::record(tx, {.action = "dossier." + std::string(to_text(kind)),
                       .subject = dossier.uid,
                       .detail = nlohmann::json{{"code", dossier.code}}.dump(),
                       .at = dossier.lodged_at});
}

}  // namespace

base::Result<Received> receive(Services& services, const Actor& actor, const Reception& reception)
{
    if (actor.official != 0 && actor.role != directory::Role::desk_staff)
        return base::forbidden(msg("Chỉ bộ phận một cửa tiếp nhận hồ sơ."));
    if (!base::is_uid(reception.key))
        return base::invalid("key", msg("Biểu mẫu không đúng. Mở lại trang tiếp nhận."));
    if (const auto fetched = sources::fetch(services, actor, reception); !fetched) return fetched.error();
    const base::Time now = services.clock->now();
    const base::Day today = base::vietnam_day(now);
    db::Transaction tx = services.pool.begin(scope_of(actor));

    const VersionPtr version =
        base::is_uid(reception.version) ? version_of(services, tx, reception.version) : nullptr;
    static const procedures::Ready kNothing;
    const store::Beginning beginning = store::begin(tx, actor.agency, reception.key, today, reception.version,
                                                    version ? version->ready : kNothing);
    if (beginning.again) {
        const auto first = store::find(tx, reception.key);
        if (!first) return base::conflict(msg("Biểu mẫu này đã được dùng. Mở lại trang tiếp nhận."));
        return Received{.uid = first->uid, .code = first->code, .due_at = first->due_at, .again = true};
    }
    if (!beginning.in_force || !version || !version->runnable())
        return base::invalid(
            "version",
            msg("Thủ tục đã có phiên bản khác, không còn áp dụng, hoặc cơ quan này không tiếp nhận. "
                "Chọn lại thủ tục."));
    procedures::Asked asked = asked_of(reception, now);
    const auto settled = settle_decider(services, tx, actor, *version, reception, asked);
    if (!settled) return settled.error();
    const std::int64_t decides = *settled;
    asked.fees_model = beginning.fees_model;
    asked.time_model = beginning.time_model;
    std::string lacking;
    const std::vector<procedures::NeededPaper> needed = procedures::papers_of(*version, asked);
    const std::vector<Paper> papers = papers_of(needed, reception, lacking);
    if (const auto right = check(services, reception, *version, needed, lacking); !right)
        return right.error();
    const auto charges = procedures::charges(tx, *services.decisions, *version, asked);
    if (!charges) return base::invalid("version", charges.error().message);
    std::optional<calendar::Limit> limit;
    if (!version->ready.times.no_due) {
        auto counted = procedures::limit_by(tx, *services.decisions, *version, asked);
        if (!counted) return base::invalid("version", counted.error().message);
        limit = *std::move(counted);
    }

    const std::vector<Fee> fees = fees_of(*charges);
    Dossier dossier{.uid = reception.key,
                    .agency = actor.agency,
                    .decides = decides,
                    .foreign_code = reception.foreign_code,
                    .version_uid = version->uid,
                    .procedure_code = version->code,
                    .procedure_name = version->procedure.name,
                    .field = version->procedure.field,
                    .case_no = reception.case_no,
                    .way = reception.way,
                    .owner = reception.owner,
                    .agent = reception.agent,
                    .subject = is_blank(reception.subject) ? version->procedure.name : reception.subject,
                    .answers = reception.answers,
                    .sets = reception.sets,
                    .note = reception.note,
                    .lodged_at = now,
                    .received_by = actor.official,
                    .money = money_of(fees),
                    .delivery = reception.delivery,
                    .delivery_to = reception.delivery_to,
                    .delivery_state = "none"};
    const auto lives = begin_life(dossier, reception, *version, limit, *services.calendars->of(decides), now);
    if (!lives) return lives.error();
    // Handed on at once it has two lines in its history, as when the desk does it later, but its row is written once.
    dossier.version = 1;
    Dossier as_received = dossier;
    const bool begins = reception.begin && dossier.life.state == State::received;
    if (begins) {
        auto life = act(dossier.life, {.kind = ActKind::begin, .at = now, .by = actor.official}, {},
                        *services.calendars->of(decides));
        if (!life) return life.error();
        dossier.life = *std::move(life);
        ++dossier.version;
    }

    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(actor.agency);
    const auto code_template = CodeTemplate::parse(beginning.code_template);
    if (!code_template || agency == nullptr) throw base::Bug("no template for codes of dossiers");
    const std::int64_t number = store::take_number(tx, actor.agency, "code", code_template->period(today));
    dossier.code = as_received.code = code_template->format({agency->code, agency->alias}, today, number);
    std::optional<KeptOwner> kept;
    try {
        kept = store::insert(tx, dossier, papers, fees, now);
    } catch (const db::ConstraintViolation& violation) {
        // Sent at the same moment once more, or by another agency.
        if (violation.constraint != "dossiers_uid_key") throw;
        return base::conflict(msg("Biểu mẫu này vừa được gửi. Mở danh sách hồ sơ để xem."));
    }
    base::Result<std::string> detail = std::string("{}");
    if (kept) detail = settle_owner(tx, actor, dossier, reception, *kept);
    if (!detail) return detail.error();
    if (const auto files = keep_files(tx, actor, dossier, reception.files, "other", now); !files)
        return files.error();
    if (const auto taken = take_from_vault(tx, dossier, *version, needed, reception, now); !taken)
        return taken.error();
    if (const auto taken = sources::take(tx, actor, dossier, papers, reception, now); !taken)
        return taken.error();

    as_received.id = dossier.id;
    note_reception(services, tx, actor, as_received, reception, *detail,
                   handed_in(papers, fees, reception.files));
    if (begins) {
        store::add_event(tx, dossier,
                         {.no = dossier.version,
                          .act = ActKind::begin,
                          .state = dossier.life.state,
                          .detail = "{}",
                          .before = to_json(as_received.life),
                          .at = now});
        follow_later(services, tx, dossier);
    }
    if (reception.also) reception.also(tx, dossier);
    tx.commit();
    work_comes(services, {dossier.agency, dossier.decides});
    if (services.notify) services.notify(actor.agency);
    Received out{
        .uid = dossier.uid, .code = dossier.code, .due_at = dossier.due_at, .papers = papers, .fees = fees};
    out.dossier = std::move(dossier);
    return out;
}

}  // namespace lt::dossiers
