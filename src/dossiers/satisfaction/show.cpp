// See show.h.
#include "dossiers/satisfaction/show.h"

#include <nlohmann/json.hpp>

#include "dossiers/consent/consent.h"
#include "dossiers/satisfaction/pages.h"

namespace lt::dossiers::pages {
namespace {

std::string words_of_rating(const page::Words& tr, const Rating& rating)
{
    std::string out;
    for (const Displeasure reason : rating.reasons)
        out += (out.empty() ? "" : "; ") + tr(base::Message(words_of(reason)));
    if (!rating.remark.empty()) out += (out.empty() ? "" : ". ") + rating.remark;
    return out;
}

// Where it is and how it stands.
std::string followed_line(const Call& call, const FollowedPetition& one)
{
    const page::Words::Values values{
        {"at", base::format_vietnam(one.answered_at.value_or(one.due_at))},
        {"agency", call.agency_name(one.holder)},
        {"forwarded", one.forwarded_at ? base::format_vietnam(*one.forwarded_at) : ""}};
    if (one.refused) return call.tr(msg("{{agency}} không xử lý, đã nêu lý do {{at}}"), values);
    if (one.answered_at) return call.tr(msg("đã trả lời {{at}}"), values);
    if (one.forwarded_at)
        return call.tr(msg("đã chuyển đến {{agency}} lúc {{forwarded}}, có trả lời trước {{at}}"), values);
    return call.tr(msg("đang ở {{agency}}, có trả lời trước {{at}}"), values);
}

}  // namespace

std::string petition_path(const Petition& petition) { return std::string(kPetitions) + "/" + petition.uid; }

View petition_mark(const page::Words& tr, const Petition& petition, base::Time now)
{
    const bool late = petition.is_late(now);
    if (petition.refusal) return {{"label", tr("Không xử lý")}, {"colour", "grey"}, {"shape", "done"}};
    if (petition.answered_at)
        return {{"label", late ? tr("Đã trả lời, quá hạn") : tr("Đã trả lời")},
                {"colour", "green"},
                {"shape", "done"}};
    if (late) return {{"label", tr("Quá hạn trả lời")}, {"colour", "red"}, {"shape", "stop"}};
    return {{"label", tr("Chờ trả lời")}, {"colour", "orange"}, {"shape", "todo"}};
}

void add_voices(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier,
                const std::map<std::int64_t, std::string>& people)
{
    view["voices"] = false;
    const Part part = part_of(call.actor, dossier);
    const bool sees = (part.receives || part.decides) && scope_of(call.actor).reach == db::Reach::agency;
    if (!sees) return;
    if (may_lodge(call.actor, dossier))
        view["links"].push_back({{"href", path_of(dossier.uid) + "/petitions/new"},
                                 {"label", call.tr("Ghi phản ánh, kiến nghị")}});
    View ratings = View::array();
    for (const Rated& one : ratings_of(tx, dossier.id)) {
        const std::string why = words_of_rating(call.tr, one.rating);
        ratings.push_back({{"level", call.tr(base::Message(words_of(one.rating.level)))},
                           {"where", call.tr(base::Message(words_of(one.way)))},
                           {"at", base::format_vietnam(one.at)},
                           {"why", why.empty() ? View(false) : View(why)}});
    }
    View petitions = View::array();
    for (const Petition& one : petitions_of(tx, dossier.id))
        petitions.push_back(
            {{"href", petition_path(one)},
             {"at", base::format_vietnam(one.lodged_at)},
             {"state", petition_mark(call.tr, one, call.now)},
             {"by", people.contains(one.lodged_by) ? View(people.at(one.lodged_by)) : View(false)}});
    if (ratings.empty() && petitions.empty()) return;
    view["voices"] = {{"ratings", std::move(ratings)}, {"petitions", std::move(petitions)}};
}

void add_followed_voices(View& view, const Call& call, db::Transaction& tx, const lists::Followed& dossier)
{
    const std::string path = std::string(kFollow) + "/" + dossier.code;
    const auto rated = rated_on_page(tx, dossier.code);
    const bool may_rate = is_over(dossier.state) && (!rated || call.now <= *rated + kRatingMayChange);
    View petitions = View::array();
    bool open = false;
    for (const FollowedPetition& one : followed_petitions(tx, dossier.code)) {
        open = open || !one.answered_at;
        petitions.push_back(
            {{"lodged", base::format_vietnam(one.lodged_at)}, {"line", followed_line(call, one)}});
    }
    view["followed_voices"] = {
        {"rate_href", may_rate ? View(path + "/rating") : View(false)},
        {"rate_label", call.tr(rated ? msg("Sửa đánh giá") : msg("Đánh giá việc giải quyết hồ sơ"))},
        {"rated", rated ? View(call.tr("Bạn đã đánh giá lúc {{at}}. Cảm ơn bạn.",
                                       {{"at", base::format_vietnam(*rated)}}))
                        : View(false)},
        {"vault_href", consent::may_withdraw(tx, dossier.code) ? View(path + "/vault-consent") : View(false)},
        {"petition_href", open ? View(false) : View(path + "/petitions/new")},
        {"petitions_href", petitions.empty() ? View(false) : View(path + "/petitions/answers")},
        {"petitions", std::move(petitions)}};
}

}  // namespace lt::dossiers::pages
