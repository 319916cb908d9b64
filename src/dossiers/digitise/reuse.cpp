// See reuse.h.
#include "dossiers/digitise/reuse.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "dossiers/consent/consent.h"
#include "kit/audit/audit.h"
#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;

namespace {

vault::Consent consent_of(const std::string& form, const Person& owner, const procedures::Version& version)
{
    return {.form = form,
            .kind = std::string(to_text(owner.kind)),
            .number = owner.number,
            .purpose = version.code};
}

}  // namespace

std::string type_of(const procedures::NeededPaper& paper)
{
    return paper.kind.type.empty() ? paper.paper.code : paper.kind.type;
}

std::vector<Reusable> reusable_papers(db::Transaction& tx, const std::string& form, const Person& owner,
                                      const procedures::Version& version,
                                      const std::vector<procedures::NeededPaper>& papers, base::Time now)
{
    std::set<std::string> types;
    for (const procedures::NeededPaper& paper : papers)
        if (!type_of(paper).empty()) types.insert(type_of(paper));
    if (types.empty() || owner.number.empty()) return {};
    consent::keep_said(tx, form);
    const vault::Consent agreed = consent_of(form, owner, version);
    if (vault::agree(tx, agreed, now) != vault::Agreed::given) return {};
    const auto offers = vault::offers(tx, agreed, {types.begin(), types.end()}, now);
    std::vector<Reusable> out;
    for (std::size_t no = 0; no < papers.size(); ++no)
        for (const vault::Offer& offer : offers)
            if (offer.paper.code == type_of(papers[no])) out.push_back({static_cast<int>(no), offer});
    return out;
}

base::Result<base::Done> take_from_vault(db::Transaction& tx, const Dossier& dossier,
                                         const procedures::Version& version,
                                         const std::vector<procedures::NeededPaper>& papers,
                                         const Reception& reception, base::Time now)
{
    if (reception.reused.empty()) return base::Done{};
    consent::keep_said(tx, dossier.uid);
    const auto last =
        consent::last_of(tx, {.form = dossier.uid, .owner = dossier.owner, .purpose = version.code});
    if (vault::agree(tx, consent_of(dossier.uid, dossier.owner, version), now) == vault::Agreed::none)
        return base::invalid(
            "vault_agree",
            last && last->withdrawn_at
                ? msg("Sự đồng ý đã được rút lại, nên giấy tờ trong kho chưa được dùng. Nhận giấy tờ công dân mang "
                      "đến, hoặc hỏi lại công dân.")
                : msg("Chỉ dùng lại giấy tờ trong kho khi công dân tự đồng ý, trên máy tính bảng hoặc bằng phiếu đã ký."));
    if (reception.agent && last && last->by == consent::By::tablet) return consent::not_by_an_agent();
    const auto offered = reusable_papers(tx, dossier.uid, dossier.owner, version, papers, now);
    // Each once, however often a form names it.
    const std::set<std::pair<int, std::string>> chosen(reception.reused.begin(), reception.reused.end());
    for (const auto& [no, item] : chosen) {
        const bool fits = std::ranges::any_of(
            offered, [&](const Reusable& one) { return one.paper == no && one.offer.uid == item; });
        if (!fits || !vault::use(tx, dossier.uid, item, no, now))
            return base::invalid(
                "papers",
                msg("Giấy tờ đã chọn trong kho không còn dùng được. Tìm lại trong kho, hoặc nhận giấy tờ công dân mang đến."));
        audit::record(tx,
                      {.action = "vault.item_used",
                       .subject = item,
                       .detail = nlohmann::json{{"dossier", dossier.uid}, {"purpose", version.code}}.dump(),
                       .at = now});
    }
    return base::Done{};
}

}  // namespace lt::dossiers
