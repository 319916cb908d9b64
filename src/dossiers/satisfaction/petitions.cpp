// See petitions.h.
#include "dossiers/satisfaction/petitions.h"

#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "dossiers/queries.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr std::size_t kLongestContact = 200;

struct RefusalName {
    Refusal refusal{};
    std::string_view text{};
    const char* words = "";
};
constexpr std::array kRefusalNames{
    RefusalName{Refusal::scope, "scope",
                msg("Không phải phản ánh, kiến nghị về thủ tục hành chính, hành vi hành chính")},
    RefusalName{Refusal::nameless, "nameless", msg("Không có tên, địa chỉ hoặc cách liên hệ rõ ràng")},
    RefusalName{Refusal::answered, "answered", msg("Nội dung này đã được trả lời")},
    RefusalName{Refusal::complaint, "complaint",
                msg("Là khiếu nại, tố cáo: gửi theo Luật Khiếu nại, Luật Tố cáo")},
};
const RefusalName& named(Refusal refusal)
{
    for (const RefusalName& one : kRefusalNames)
        if (one.refusal == refusal) return one;
    throw base::Bug("a refusal without a name");
}

Petition read_petition(const db::Row& row)
{
    Petition out{.id = row["id"].int64(),
                 .uid = row["uid"].str(),
                 .dossier = row["dossier_id"].int64(),
                 .dossier_uid = row["dossier_uid"].str(),
                 .code = row["code"].str(),
                 .owner = row["owner_name"].str(),
                 .procedure = row["procedure"].str(),
                 .receives = row["agency_id"].int64(),
                 .decides = row["decides_id"].int64(),
                 .holder = row["holder_id"].int64(),
                 .sees_dossier = row["sees_dossier"].boolean(),
                 .content = row["content"].str(),
                 .contact = row["contact"].str(),
                 .way = row["way"].text() == "page" ? RatedAt::page : RatedAt::desk,
                 .lodged_at = row["lodged_at"].time(),
                 .lodged_by = row["lodged_by"].int64(),
                 .due_at = row["due_at"].time(),
                 .basis = row["basis"].str(),
                 .taken_by = row["taken_by"].opt_int64().value_or(0),
                 .taken_at = row["taken_at"].opt_time(),
                 .answer = row["answer"].str(),
                 .answered_at = row["answered_at"].opt_time(),
                 .answered_by = row["answered_by"].opt_int64().value_or(0),
                 .marked_at = row["marked_at"].opt_time(),
                 .first_marked_at = row["first_marked_at"].opt_time()};
    if (const auto refusal = row["refusal"].opt_str()) out.refusal = refusal_from(*refusal);
    if (!row["liked"].null()) out.liked = row["liked"].boolean();
    return out;
}

std::vector<Petition> read_petitions(const db::Rows& rows)
{
    std::vector<Petition> out;
    for (const db::Row row : rows) out.push_back(read_petition(row));
    return out;
}

base::Error no_petition() { return base::not_found(msg("Không có phản ánh, kiến nghị này.")); }

void note(db::Transaction& tx, const char* action, const std::string& uid, const std::string& dossier,
          base::Time now)
{
    audit::record(
        tx,
        {.action = action, .subject = uid, .detail = nlohmann::json{{"dossier", dossier}}.dump(), .at = now});
}

// Nothing where it is one that was lodged before, by the same form.
base::Result<base::Done> insert(db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                                const NewPetition& petition, base::Time due, const std::string& basis,
                                base::Time now)
{
    try {
        tx.run(sql::petition_insert, petition.key, dossier.id, petition.content, petition.contact,
               to_text(actor.official == 0 ? RatedAt::page : RatedAt::desk), now, actor.official, due, basis);
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint == "dossier_petitions_uid_key")
            return no_petition();  // another dossier's, unseen from here
        if (violation.constraint != "dossier_petitions_open_key") throw;
        return base::conflict(
            msg("Hồ sơ đang có một phản ánh, kiến nghị chờ trả lời. Gửi tiếp sau khi có câu trả lời."));
    }
    return base::Done{};
}

base::Time working_days_from(Services& services, std::int64_t agency, base::Time from, int days)
{
    const auto due = calendar::due(*services.calendars->of(agency), from,
                                   {static_cast<double>(days), calendar::Unit::working_days});
    if (!due) throw base::Bug("the time of a petition can't be counted");
    return *due;
}

}  // namespace

std::string_view to_text(Refusal refusal) { return named(refusal).text; }
std::optional<Refusal> refusal_from(std::string_view text)
{
    for (const RefusalName& one : kRefusalNames)
        if (one.text == text) return one.refusal;
    return std::nullopt;
}
const char* words_of(Refusal refusal) { return named(refusal).words; }

base::Time petition_due(Services& services, const IndexRules& rules, std::int64_t agency, base::Time from)
{
    return working_days_from(services, agency, from, rules.days_of(Measure::answered_in_time));
}

base::Time turn_back_by(Services& services, std::int64_t agency, base::Time from)
{
    constexpr int kDays = 2;
    return working_days_from(services, agency, from, kDays);
}

base::Wrong wrong_in(const NewPetition& petition)
{
    base::Wrong wrong;
    if (petition.content.empty())
        wrong.emplace_back("content", msg("Viết điều phản ánh, kiến nghị."));
    else if (base::length(petition.content) > kLongestPetition)
        wrong.emplace_back("content", base::Message(msg("Nhập tối đa {{limit}} ký tự."),
                                                    {{"limit", std::to_string(kLongestPetition)}}));
    if (base::length(petition.contact) > kLongestContact)
        wrong.emplace_back("contact", base::Message(msg("Nhập tối đa {{limit}} ký tự."),
                                                    {{"limit", std::to_string(kLongestContact)}}));
    return wrong;
}

bool may_lodge(const Actor& actor, const Dossier& dossier)
{
    const Part part = part_of(actor, dossier);
    return actor.official == 0 ||
           (actor.role == directory::Role::desk_staff && (part.receives || part.decides));
}

base::Result<std::string> lodge_petition(Services& services, const IndexRuleBook& book, const Actor& actor,
                                         const std::string& dossier_uid, const NewPetition& petition)
{
    if (!base::is_uid(petition.key)) return base::conflict(msg("Biểu mẫu đã cũ. Mở lại trang rồi gửi lại."));
    if (auto error = base::invalid(wrong_in(petition))) return *error;
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const auto dossier = store::find(tx, dossier_uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (!may_lodge(actor, *dossier))
        return base::forbidden(msg("Chỉ bộ phận một cửa ghi phản ánh, kiến nghị của người dân."));
    if (const auto before = find_petition(tx, petition.key))
        return before->dossier == dossier->id ? base::Result<std::string>(before->uid) : no_petition();
    const IndexRules& rules = book.on(base::vietnam_day(now));
    const base::Time due = petition_due(services, rules, dossier->decides, now);
    if (const auto kept = insert(tx, actor, *dossier, petition, due, rules.basis, now); !kept)
        return kept.error();
    note(tx, "petition.lodged", petition.key, dossier->uid, now);
    tx.commit();
    if (services.notify) {
        services.notify(dossier->agency);
        if (dossier->decides != dossier->agency) services.notify(dossier->decides);
    }
    return petition.key;
}

base::Result<base::Done> mark_answer(Services& services, const Place& place, const std::string& uid,
                                     bool liked)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(place.actor()));
    const auto petition = find_petition(tx, uid);
    if (!petition || petition->dossier_uid != place.uid) return no_petition();
    if (!petition->answered_at || petition->refusal)
        return base::conflict(msg("Phản ánh, kiến nghị này chưa được trả lời."));
    try {
        tx.run(sql::petition_mark, petition->id, liked, now);
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != "dossier_petition_marks_kept_check") throw;
        return base::conflict(msg("Đánh giá chỉ sửa được trong một ngày kể từ lần đầu."));
    }
    note(tx, "petition.judged", petition->uid, petition->dossier_uid, now);
    tx.commit();
    if (services.notify) services.notify(petition->holder);
    return base::Done{};
}

std::optional<Petition> find_petition(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::petition_by_uid, uid);
    return rows.empty() ? std::nullopt : std::optional(read_petition(rows[0]));
}

std::vector<Petition> petitions_of(db::Transaction& tx, std::int64_t dossier)
{
    return read_petitions(tx.run(sql::petitions_of, dossier));
}

std::vector<Petition> open_petitions(db::Transaction& tx, std::int64_t after, int limit)
{
    return read_petitions(tx.run(sql::petitions_open, after, limit));
}

std::vector<Petition> answered_petitions(db::Transaction& tx, std::int64_t after, int limit)
{
    return read_petitions(tx.run(sql::petitions_answered, after, limit));
}

std::vector<FollowedPetition> followed_petitions(db::Transaction& tx, const std::string& code)
{
    std::vector<FollowedPetition> out;
    for (const db::Row row : tx.run(sql::follow_petitions, code))
        out.push_back({.lodged_at = row["lodged_at"].time(),
                       .due_at = row["due_at"].time(),
                       .answered_at = row["answered_at"].opt_time(),
                       .refused = row["refused"].boolean(),
                       .holder = row["holder_id"].int64(),
                       .forwarded_at = row["forwarded_at"].opt_time()});
    return out;
}

}  // namespace lt::dossiers
