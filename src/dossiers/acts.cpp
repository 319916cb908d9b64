// See acts.h.
#include "dossiers/acts.h"

#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "decisions/feel/json.h"
#include "dossiers/before.h"
#include "dossiers/follow.h"
#include "dossiers/given_slips.h"
#include "dossiers/linked/linking.h"
#include "dossiers/linked/moves.h"
#include "dossiers/new_files.h"
#include "dossiers/results/delivery.h"
#include "dossiers/results/required.h"
#include "kit/audit/audit.h"

namespace lt::dossiers {

using base::msg;

namespace {

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

// Of a paper, what acts change.
auto to_tie(const Paper& paper)
{
    return std::tie(paper.originals, paper.certified, paper.copies, paper.missing);
}

// One act: what it changes beside the life, by kind.
class Doing {
public:
    Doing(Services& services, db::Transaction& tx, const Actor& actor, Dossier& dossier, const Deed& deed)
        : services_(services), tx_(tx), actor_(actor), dossier_(dossier), deed_(deed),
          now_(services.clock->now()), calendar_(linked::calendar_of(services, tx, dossier)),
          before_(before_act(dossier))
    {
    }

    base::Result<base::Done> run()
    {
        if (actor_.official != 0 && !may(actor_.role, part_of(actor_, dossier_), deed_.kind))
            return base::forbidden({msg("Bạn không có quyền thực hiện “{{act}}” với hồ sơ này."),
                                    {{"act", words_of(deed_.kind), true}}});
        const auto due_before = dossier_.due_at;
        std::optional<calendar::Limit> limit;
        if (deed_.kind == ActKind::receive) {
            auto counted = limit_now();
            if (!counted) return counted.error();
            limit = *std::move(counted);
        }
        if (deed_.kind == ActKind::verify) limit = deed_.limit;
        auto life = act(dossier_.life,
                        {.kind = deed_.kind,
                         .at = now_,
                         .by = actor_.official,
                         .reason = deed_.reason,
                         .basis = deed_.basis,
                         .more = deed_.more},
                        limit, *calendar_);
        if (!life) return life.error();
        dossier_.life = *std::move(life);
        if (!is_over(dossier_.life.state) && dossier_.life.state != State::resolved)
            dossier_.due_at = due_of(dossier_.life, *calendar_);
        if (const auto more = beside(); !more) return more.error();
        store::update(tx_, dossier_, now_);
        store::add_event(tx_, dossier_,
                         {.no = dossier_.version,
                          .act = deed_.kind,
                          .state = dossier_.life.state,
                          .reason = deed_.reason,
                          .detail = "{}",
                          .before = to_json(before_),
                          .at = now_});
        give_out(due_before);
        if (deed_.kind != ActKind::note) follow_later(services_, tx_, dossier_);
        audit::record(tx_, {.action = "dossier." + std::string(to_text(deed_.kind)),
                            .subject = dossier_.uid,
                            .detail = nlohmann::json{{"state", to_text(dossier_.life.state)}}.dump(),
                            .at = now_});
        return base::Done{};
    }

private:
    // Of an online dossier that is accepted now.
    base::Result<std::optional<calendar::Limit>> limit_now()
    {
        const VersionPtr version = version_of(services_, tx_, dossier_.version_uid);
        if (!version) throw base::Bug("the version of a dossier is gone");
        dossier_.received_by = actor_.official;
        if (version->ready.times.no_due) return std::optional<calendar::Limit>();
        procedures::Asked asked{.case_no = dossier_.case_no,
                                .way = dossier_.way,
                                .at = dossier_.lodged_at,
                                .agency = dossier_.decides};
        if (auto answers = feel::from_json(dossier_.answers)) asked.answers = *std::move(answers);
        return procedures::limit_by(tx_, *services_.decisions, *version, asked);
    }

    base::Result<base::Done> beside()
    {
        switch (deed_.kind) {
        case ActKind::receive: dossier_.first_due_at = dossier_.due_at; return base::Done{};
        case ActKind::ask_supplement: return ask_supplement();
        case ActKind::supplemented: return supplemented();
        case ActKind::resolve: dossier_.delivery_state = "waiting"; return base::Done{};
        case ActKind::hand_over: return hand_over();
        case ActKind::lodge:
        case ActKind::reject:
        case ActKind::begin:
        case ActKind::ask_payment:
        case ActKind::paid:
        case ActKind::extend:
        case ActKind::verify:
        case ActKind::withdraw:
        case ActKind::stop:
        case ActKind::note:
        case ActKind::take_back: break;
        }
        return base::Done{};
    }

    base::Result<base::Done> ask_supplement()
    {
        auto papers = store::papers(tx_, dossier_.id);
        const auto papers_before = papers;
        for (Paper& paper : papers) {
            paper.missing.clear();
            const auto it = std::ranges::find(deed_.missing, paper.no, &std::pair<int, std::string>::first);
            if (it == deed_.missing.end()) continue;
            paper.missing = is_blank(it->second) ? deed_.reason : it->second;
            lacking_.emplace_back(paper.name, paper.missing);
        }
        change_papers(papers_before, papers);
        const VersionPtr version = version_of(services_, tx_, dossier_.version_uid);
        const int within = version ? version->ready.times.supplement_within : 0;
        if (within > 0)
            dossier_.supplement_by =
                calendar::due(*calendar_, now_, {static_cast<double>(within), calendar::Unit::calendar_days});
        return base::Done{};
    }

    base::Result<base::Done> supplemented()
    {
        auto papers = store::papers(tx_, dossier_.id);
        const auto papers_before = papers;
        for (const auto& [no, given] : deed_.papers)
            if (std::ranges::find(papers, no, &Paper::no) == papers.end())
                return base::invalid("papers", msg("Hồ sơ không có giấy tờ này."));
        for (Paper& paper : papers) {
            paper.missing.clear();
            const auto it = std::ranges::find(deed_.papers, paper.no, &std::pair<int, GivenPaper>::first);
            if (it == deed_.papers.end()) continue;
            paper.originals += it->second.originals;
            paper.certified += it->second.certified;
            paper.copies += it->second.copies;
        }
        change_papers(papers_before, papers);
        const auto kept = keep_files(tx_, actor_, dossier_, deed_.files, "other", now_);
        if (!kept) return kept.error();
        for (const File& file : *kept) before_.beside->files.push_back(file.uid);
        linked::share_later(services_, tx_, dossier_);
        dossier_.supplement_by.reset();
        return base::Done{};
    }

    void change_papers(const std::vector<Paper>& before, const std::vector<Paper>& after)
    {
        for (std::size_t i = 0; i < after.size(); ++i)
            if (to_tie(before[i]) != to_tie(after[i])) before_.beside->papers.push_back(before[i]);
        store::update_papers(tx_, dossier_.id, after);
    }

    base::Result<base::Done> hand_over()
    {
        if (const auto parent = linked::parent_of(tx_, dossier_);
            parent && !is_over(parent->state) && !deed_.for_parent)
            return base::conflict({msg("Kết quả chuyển vào hồ sơ liên thông {{code}}, không trả riêng."),
                                   {{"code", parent->code}}});
        if (!deed_.for_parent)
            if (auto wrong = why_not_handed_over(outstanding_of(services_, tx_, dossier_))) return *wrong;
        if (is_blank(deed_.given.taken_by))
            return base::invalid("taken_by", msg("Nhập tên người nhận kết quả."));
        if (deed_.given.means == Delivery::post && is_blank(deed_.given.proof))
            return base::invalid("proof", msg("Nhập số hiệu bưu gửi."));
        if (deed_.given.means == Delivery::electronic && !deed_.for_parent &&
            !has_electronic_result(tx_, dossier_.id))
            return base::invalid(
                "means",
                msg("Hồ sơ không có kết quả nào ở dạng điện tử để gửi. Trả tại bộ phận một cửa hoặc qua bưu chính."));
        if (store::fees_due(tx_, dossier_.id))
            return base::invalid("fees", msg("Còn phí, lệ phí chưa thu. Thu trước khi trả kết quả."));
        store::Return given = deed_.given;
        given.at = now_;
        given.official = actor_.official;
        store::put_return(tx_, dossier_.id, given);
        // What is sent is on its way until it is proved that it came (results/delivery.h).
        dossier_.delivery_state = given.means == Delivery::desk || deed_.for_parent ? "delivered" : "sent";
        return base::Done{};
    }

    void give_out(const std::optional<base::Time>& due_before)
    {
        if (deed_.for_parent) return;
        SlipFacts facts{.at = now_,
                        .act = std::string(to_text(deed_.kind)),
                        .reason = deed_.reason,
                        .basis = deed_.basis};
        switch (deed_.kind) {
        case ActKind::receive: facts.kind = "receipt"; break;
        case ActKind::reject: facts.kind = "refusal"; break;
        case ActKind::ask_supplement:
            facts.kind = "supplement";
            facts.papers = lacking_;
            facts.due_after = dossier_.supplement_by;
            break;
        case ActKind::verify:
        case ActKind::extend:
            facts.kind = "apology";
            facts.due_before = due_before;
            facts.due_after = dossier_.due_at;
            break;
        case ActKind::withdraw:
        case ActKind::stop: facts.kind = "stop"; break;
        case ActKind::hand_over: facts.kind = "return"; break;
        case ActKind::lodge:
        case ActKind::begin:
        case ActKind::supplemented:
        case ActKind::ask_payment:
        case ActKind::paid:
        case ActKind::resolve:
        case ActKind::note:
        case ActKind::take_back: return;
        }
        give_slip(services_, tx_, actor_, dossier_, facts);
    }

    Services& services_;
    db::Transaction& tx_;
    const Actor& actor_;
    Dossier& dossier_;
    const Deed& deed_;
    base::Time now_;
    std::shared_ptr<const calendar::Calendar> calendar_;
    Before before_;
    std::vector<std::pair<std::string, std::string>> lacking_{};
};

}  // namespace

base::Error changed_meanwhile()
{
    base::Error error = base::conflict(
        msg("Hồ sơ vừa có thay đổi do người khác thực hiện. Xem lại rồi thực hiện nếu vẫn cần."));
    error.field = "version";
    return error;
}

base::Result<base::Done> carry_out_inside(Services& services, db::Transaction& tx, const Actor& actor,
                                          Dossier& dossier, const Deed& deed)
{
    return Doing(services, tx, actor, dossier, deed).run();
}

base::Result<base::Done> carry_out(Services& services, const Actor& actor, const std::string& uid,
                                   const Deed& deed)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (deed.version != 0 && deed.version != dossier->version) return changed_meanwhile();
    if (auto done = carry_out_inside(services, tx, actor, *dossier, deed); !done) return done;
    tx.commit();
    if (services.notify) {
        services.notify(dossier->agency);
        if (dossier->decides != dossier->agency) services.notify(dossier->decides);
    }
    return base::Done{};
}

}  // namespace lt::dossiers
