// For officials: one petition with its trail, and what a leader does with it.
#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/satisfaction/pages.h"
#include "dossiers/satisfaction/petition_acts.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"
#include "kit/page/notice.h"

namespace lt::dossiers::pages {
namespace {

using People = std::map<std::int64_t, std::string>;

constexpr std::array kPetitionNotices{
    page::Notice{"lodged", msg("Đã ghi phản ánh, kiến nghị. Lãnh đạo cơ quan giải quyết trả lời.")},
    page::Notice{"answered", msg("Đã trả lời. Người dân xem câu trả lời ở trang tra cứu.")},
    page::Notice{"taken", msg("Đã ghi bạn nhận xử lý. Lãnh đạo khác của cơ quan thấy điều này.")},
    page::Notice{"refused", msg("Đã ghi không xử lý. Người dân xem lý do ở trang tra cứu.")},
    page::Notice{"forwarded",
                 msg("Đã chuyển. Cơ quan nhận có thời hạn trả lời riêng, tính từ lúc nhận; cơ quan đã từng "
                     "giữ thì tính tiếp phần còn lại.")}};

std::string name_in(const People& people, std::int64_t official)
{
    const auto found = people.find(official);
    return found == people.end() ? std::string() : found->second;
}

// An act of another agency is the agency's: its officials are not named here.
View log_view(const Call& call, const std::vector<PetitionAct>& acts, const People& people)
{
    const page::Words& tr = call.tr;
    View items = View::array();
    for (const PetitionAct& one : acts) {
        const std::string text = [&] {
            switch (one.kind) {
            case PetitionActKind::taken: return tr("Nhận xử lý");
            case PetitionActKind::forwarded:
                return tr("Chuyển đến {{agency}}", {{"agency", call.agency_name(one.to)}});
            case PetitionActKind::refused: return tr("Không xử lý");
            case PetitionActKind::answered: return tr("Trả lời người dân");
            }
            throw base::Bug("an act without words");
        }();
        const std::string name = one.agency == call.actor.agency ? name_in(people, one.official) : "";
        const std::string agency = call.agency_name(one.agency);
        items.push_back({{"text", text},
                         {"href", false},
                         {"at", base::format_vietnam(one.at)},
                         {"by", name.empty() ? agency : name + ", " + agency},
                         {"note", one.words.empty() ? View(false) : View(one.words)}});
    }
    return {{"items", std::move(items)}, {"more_href", false}};
}

// Why it is due then: the rule, and that the time runs on where it was before.
std::string due_words(const page::Words& tr, const Petition& petition, const std::vector<PetitionAct>& acts)
{
    if (passed_on_by(acts, petition.holder) == nullptr) return petition.basis;
    return petition.basis + ". " +
           tr("Cơ quan đã giữ phản ánh, kiến nghị này trước đây: thời hạn tính tiếp phần còn lại; đã hết thì "
              "không có thời hạn mới.");
}

View facts_of(const Call& call, const Petition& petition, const std::vector<PetitionAct>& acts,
              const People& people)
{
    const page::Words& tr = call.tr;
    const std::string by = name_in(people, petition.lodged_by);
    View facts{
        fact(tr("Hồ sơ"), petition.code, petition.sees_dossier ? path_of(petition.dossier_uid) : ""),
        fact(tr("Chủ hồ sơ"), petition.owner),
        fact(tr("Thủ tục"), petition.procedure),
        fact(tr("Phản ánh lúc"), base::format_vietnam(petition.lodged_at), "",
             tr(base::Message(words_of(petition.way))) + (by.empty() ? "" : ", " + by)),
        fact(tr("Hạn trả lời"), base::format_vietnam(petition.due_at), "", due_words(tr, petition, acts)),
        fact(tr("Cơ quan trả lời"), call.agency_name(petition.holder))};
    if (!petition.contact.empty()) facts.push_back(fact(tr("Liên hệ"), petition.contact));
    if (petition.taken_at) {
        const std::string who = name_in(people, petition.taken_by);
        facts.push_back(fact(tr("Người nhận xử lý"), who.empty() ? call.agency_name(petition.holder) : who,
                             "", base::format_vietnam(*petition.taken_at)));
    }
    if (petition.refusal)
        facts.push_back(fact(tr("Lý do không xử lý"), tr(base::Message(words_of(*petition.refusal)))));
    if (petition.answered_at)
        facts.push_back(fact(tr(petition.refusal ? msg("Không xử lý lúc") : msg("Trả lời lúc")),
                             base::format_vietnam(*petition.answered_at), "",
                             name_in(people, petition.answered_by)));
    if (petition.liked)
        facts.push_back(fact(tr("Người dân đánh giá"),
                             tr(*petition.liked ? msg("Hài lòng") : msg("Không hài lòng")), "",
                             base::format_vietnam(*petition.marked_at)));
    return facts;
}

// Agencies of this platform that could be competent: all but the own one.
std::vector<page::Choice> agencies_for(const Call& call)
{
    std::vector<page::Choice> out{{"", call.tr("Chọn cơ quan"), "", true}};
    const auto directory = call.dossiers().directory.snapshot();
    for (const directory::Agency* one : directory->agencies())
        if (one->valid.holds(call.today()) && one->system == 0 && one->id != call.actor.agency)
            out.push_back({one->uid, one->name, "", false});
    return out;
}

// Before anybody writes what only who took it over may send.
View taken_by_other(const Call& call, const Petition& petition, const People& people)
{
    if (!petition.taken_at || petition.taken_by == call.actor.official) return false;
    const std::string who = name_in(people, petition.taken_by);
    return call.tr(
        msg("{{who}} đã nhận xử lý lúc {{at}}. Muốn trả lời, từ chối hay chuyển thì nhận xử lý thay."),
        {{"who", who.empty() ? call.agency_name(petition.holder) : who},
         {"at", base::format_vietnam(*petition.taken_at)}});
}

void add_acts(View& view, const Call& call, const Petition& petition, const base::Error* error)
{
    const page::Words& tr = call.tr;
    const std::string path = petition_path(petition);
    const bool own = petition.taken_by == call.actor.official;
    view["action"] = path + "/answer";
    view["refuse_action"] = path + "/refusal";
    view["forward_action"] = path + "/forwarding";
    view["take_action"] = own ? View(false) : View(path + "/taking");
    view["take_label"] = tr(petition.taken_by == 0 ? msg("Nhận xử lý") : msg("Nhận xử lý thay"));
    page::FormView form(view, call.request.form, error, tr);
    form.field("answer", tr("Câu trả lời"), "", {{"rows", 10}});
    std::vector<page::Choice> reasons;
    for (const Refusal one : kRefusals)
        reasons.push_back({std::string(to_text(one)), tr(base::Message(words_of(one))), "", false});
    form.choices("refusal", tr("Lý do không xử lý"), reasons);
    form.field("refusal_words", tr("Giải thích cho người dân"), "", {{"rows", 4}});
    form.choices(
        "agency", tr("Cơ quan có thẩm quyền trả lời"), agencies_for(call),
        {{"hint", tr("Có thời hạn riêng từ lúc nhận. Cơ quan đã từng giữ thì tính tiếp phần còn lại.")}});
    form.field("why", tr("Lý do chuyển"), "", {{"rows", 3}});
    // Also after a conflict, so that what was written is seen.
    view["refuse_open"] = call.request.form.has("refusal_words");
    view["forward_open"] = call.request.form.has("why");
}

// Until when it is refused or forwarded, from when the holder got it.
std::string turn_back_words(const Call& call, const Petition& petition, const std::vector<PetitionAct>& acts)
{
    base::Time from = petition.lodged_at;
    for (const PetitionAct& one : acts)
        if (one.kind == PetitionActKind::forwarded) from = one.at;
    const base::Time until = turn_back_by(call.dossiers(), petition.holder, from);
    const page::Words::Values values{{"at", base::format_vietnam(until)}};
    if (call.now <= until)
        return call.tr(
            msg("Từ chối hoặc chuyển đến cơ quan khác trước {{at}}: 2 ngày làm việc từ khi nhận (Quyết định "
                "766/QĐ-TTg)."),
            values);
    return call.tr(
        msg("Hạn từ chối, chuyển đến cơ quan khác là {{at}}: 2 ngày làm việc từ khi nhận (Quyết định "
            "766/QĐ-TTg). Quá hạn vẫn từ chối, chuyển được; nêu lý do chậm."),
        values);
}

// Of a form that came too late or with the taking: shown, so that nothing that was written is lost.
std::string written(const http::Form& form)
{
    for (const char* field : {"answer", "refusal_words", "why"})
        if (const std::string words = form.get(field); !words.empty()) return words;
    return {};
}

// `taken`: just now, with a form that somebody had begun to write.
http::Response show_petition(const Call& call, const base::Error* error, bool taken = false)
{
    db::Transaction tx = call.begin();
    const auto petition = find_petition(tx, call.request.param("petition"));
    if (!petition) return call.refuse(base::not_found(msg("Không có phản ánh, kiến nghị này.")));
    if (petition->sees_dossier) {
        const auto dossier = store::find(tx, petition->dossier_uid);
        if (!dossier) throw base::Bug("who sees a petition of its dossier sees the dossier");
        call.note_look(tx, *dossier, "petition");
    } else {
        audit::record(
            tx, {.action = "petition.opened", .subject = petition->uid, .detail = "{}", .at = call.now});
    }
    const People people = names_of_people(call, tx, call.actor.agency);
    const auto acts = acts_on(tx, *petition);
    const page::Words& tr = call.tr;
    const bool handles = may_handle(call.actor, *petition);
    View view{
        {"title", tr("Phản ánh, kiến nghị")},
        {"back", {{"href", kPetitions}, {"label", tr("Phản ánh, kiến nghị")}}},
        {"state", petition_mark(tr, *petition, call.now)},
        {"due", petition->answered_at ? View(nullptr) : due_view(call, petition->holder, petition->due_at)},
        {"has_due", !petition->answered_at.has_value()},
        {"content", petition->content},
        {"answer", petition->answered_at ? View(petition->answer) : View(false)},
        {"answer_heading", tr(petition->refusal ? msg("Lý do không xử lý") : msg("Câu trả lời"))},
        {"may_handle", handles},
        {"turn_back", handles ? View(turn_back_words(call, *petition, acts)) : View(false)},
        {"facts", facts_of(call, *petition, acts, people)},
        {"log", acts.empty() ? View(false) : log_view(call, acts, people)},
        {"taken_by_other", handles ? taken_by_other(call, *petition, people) : View(false)},
        {"unsent", false}};
    add_acts(view, call, *petition, error);
    const std::string words = written(call.request.form);
    if (error != nullptr && !handles && !words.empty()) view["unsent"] = words;
    tx.commit();
    page::add_notice(view, call.request, kPetitionNotices, tr);
    if (taken)
        view["flash"] = {{"text", tr("Đã ghi bạn nhận xử lý. Điều bạn viết còn ở dưới, chưa gửi.")},
                         {"neutral", false},
                         {"href", false}};
    http::Response response = call.show("dossiers/satisfaction/petition", std::move(view), error);
    if (error != nullptr && error->fault == base::Fault::conflict) response.status = 409;
    return response;
}

http::Response after(const Call& call, const base::Result<base::Done>& done, const char* what)
{
    if (done)
        return http::redirect(std::string(kPetitions) + "/" + call.request.param("petition") +
                              "?done=" + what);
    const base::Fault fault = done.error().fault;
    return fault == base::Fault::invalid || fault == base::Fault::conflict
               ? show_petition(call, &done.error())
               : call.refuse(done.error());
}

std::string typed(const Call& call, const char* field)
{
    return base::normalise(call.request.form.get(field));
}

}  // namespace

http::Response petition_show(const VoiceCall& voices) { return show_petition(voices.call, nullptr); }

http::Response petition_answer(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return after(
        call,
        answer_petition(call.dossiers(), call.actor, call.request.param("petition"), typed(call, "answer")),
        "answered");
}

http::Response petition_refuse(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return after(call,
                 refuse_petition(call.dossiers(), call.actor, call.request.param("petition"),
                                 call.request.form.get("refusal"), typed(call, "refusal_words")),
                 "refused");
}

http::Response petition_forward(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return after(call,
                 forward_petition(call.dossiers(), voices.rules, call.actor, call.request.param("petition"),
                                  call.request.form.get("agency"), typed(call, "why")),
                 "forwarded");
}

http::Response petition_take(const VoiceCall& voices)
{
    const Call& call = voices.call;
    const auto done = take_petition(call.dossiers(), call.actor, call.request.param("petition"));
    if (done && !written(call.request.form).empty()) return show_petition(call, nullptr, true);
    return after(call, done, "taken");
}

}  // namespace lt::dossiers::pages
