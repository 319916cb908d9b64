// For everybody who has the code of a dossier: rating it after its end, petitions and their answers. By four digits, and no name.
#include <nlohmann/json.hpp>

#include "dossiers/consent/consent.h"
#include "dossiers/satisfaction/pages.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

std::string code_of(const Call& call) { return call.request.param("code"); }
std::string follow_path(const Call& call, const std::string& below = {})
{
    return std::string(kFollow) + "/" + code_of(call) + below;
}

// The dossier of the address; the code is one that there is.
base::Result<lists::Followed> followed(const Call& call)
{
    db::Transaction tx = call.dossiers().pool.begin({});
    const std::string& code = code_of(call);
    auto found = code.size() > 60 ? std::nullopt : lists::follow(tx, code);
    if (!found)
        return base::not_found(msg("Không có hồ sơ nào có mã này. Xem lại mã in trên giấy tiếp nhận."));
    return *std::move(found);
}

View page_view(const Call& call, const lists::Followed& dossier, const std::string& title)
{
    return {{"title", title},
            {"code", dossier.code},
            {"procedure", dossier.procedure},
            {"back",
             {{"href", follow_path(call)}, {"label", call.tr("Hồ sơ {{code}}", {{"code", dossier.code}})}}}};
}

void add_digits(page::FormView& form, const Call& call)
{
    form.field("digits", call.tr("Bốn số cuối của số định danh (CCCD) hoặc mã số của chủ hồ sơ, người nộp"),
               "",
               {{"width", "4"},
                {"inputmode", "numeric"},
                {"autocomplete", "off"},
                {"hint", call.tr("Số đã khai khi nộp hồ sơ, không phải mã hồ sơ.")}});
}

http::Response show(const Call& call, const char* name, View view, const base::Error* error)
{
    return call.services.pages.show(call.request, name, std::move(view), error ? 422 : 200);
}

http::Response show_rating(const Call& call, const lists::Followed& dossier, const base::Error* error)
{
    View view = page_view(call, dossier, call.tr("Đánh giá việc giải quyết hồ sơ"));
    view["action"] = follow_path(call, "/rating");
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<page::Choice> levels;
    for (const Level level : kLevels)
        levels.push_back({std::string(to_text(level)), call.tr(base::Message(words_of(level))), "", false});
    form.choices("level", call.tr("Bạn có hài lòng với việc tiếp nhận, giải quyết hồ sơ không?"), levels);
    std::vector<page::Choice> reasons;
    for (const Displeasure reason : kDispleasures)
        reasons.push_back(
            {std::string(to_text(reason)), call.tr(base::Message(words_of(reason))), "", false});
    form.choices("reasons", call.tr("Nếu không hài lòng: bạn chưa hài lòng về điều gì?"), reasons,
                 {{"optional", true}});
    form.field("remark", call.tr("Ý kiến của bạn"), "", {{"rows", 3}, {"optional", true}});
    add_digits(form, call);
    return show(call, "dossiers/satisfaction/rate", std::move(view), error);
}

http::Response show_petition(const Call& call, const lists::Followed& dossier, const base::Error* error)
{
    View view = page_view(call, dossier, call.tr("Gửi phản ánh, kiến nghị"));
    view["action"] = follow_path(call, "/petitions");
    view["key"] = call.request.form.find("key").value_or(base::new_uid(call.now));
    view["agency"] = call.agency_name(dossier.decides);
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("content", call.tr("Điều bạn phản ánh, kiến nghị"), "", {{"rows", 8}});
    form.field("contact", call.tr("Điện thoại hoặc thư điện tử để liên hệ"), "", {{"optional", true}});
    add_digits(form, call);
    return show(call, "dossiers/satisfaction/petition-form", std::move(view), error);
}

http::Response show_digits(const Call& call, const lists::Followed& dossier, const base::Error* error)
{
    View view = page_view(call, dossier, call.tr("Phản ánh, kiến nghị đã gửi"));
    view["action"] = follow_path(call, "/petitions/answers");
    page::FormView form(view, call.request.form, error, call.tr);
    add_digits(form, call);
    return show(call, "dossiers/satisfaction/answers-door", std::move(view), error);
}

// Runs `page` with the dossier of the address, unless this address of the network has asked too often or there is none.
template <class Page>
http::Response with_dossier(const Call& call, Page page)
{
    if (auto refused = too_many_look_ups(call)) return *std::move(refused);
    const auto dossier = followed(call);
    return dossier ? page(*dossier) : call.refuse(dossier.error());
}

http::Response show_vault(const Call& call, const lists::Followed& dossier, const base::Error* error)
{
    View view = page_view(call, dossier, call.tr("Rút lại sự đồng ý dùng kho dữ liệu"));
    view["action"] = follow_path(call, "/vault-consent");
    page::FormView form(view, call.request.form, error, call.tr);
    add_digits(form, call);
    return show(call, "dossiers/satisfaction/vault-door", std::move(view), error);
}

base::Result<Place> enter(const Call& call, const std::string& code)
{
    http::RateLimiter& wrong = *call.services.wrong_digits;
    if (wrong.wait(call.request.remote, call.now).count() > 0)
        return base::invalid(
            "digits", msg("Từ địa chỉ mạng này đã nhập sai quá nhiều lần. Chờ mười phút rồi thử lại."));
    auto place = open_door(call.dossiers(), code, call.request.form.get("digits"));
    if (!place && place.error().fault == base::Fault::invalid) wrong.allow(call.request.remote, call.now);
    return place;
}

Rating rating_in(const http::Form& form, Level level)
{
    Rating out{.level = level, .remark = base::normalise(form.get("remark"))};
    if (level == Level::unsatisfied)
        for (const std::string& reason : form.all("reasons"))
            if (const auto known = displeasure_from(reason)) out.reasons.push_back(*known);
    return out;
}

}  // namespace

http::Response rating_form(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return with_dossier(call, [&](const lists::Followed& dossier) {
        if (!is_over(dossier.state))
            return call.refuse(base::conflict(
                msg("Hồ sơ chưa kết thúc. Đánh giá sau khi hồ sơ đã trả kết quả hoặc đã dừng.")));
        return show_rating(call, dossier, nullptr);
    });
}

http::Response rating_send(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return with_dossier(call, [&](const lists::Followed& dossier) {
        const http::Form& form = call.request.form;
        const auto again = [&](const base::Error& error) {
            return error.fault == base::Fault::invalid ? show_rating(call, dossier, &error)
                                                       : call.refuse(error);
        };
        // What is wrong in the form costs no try of the digits.
        const auto level = level_from(form.get("level"));
        if (!level) return again(base::invalid("level", msg("Chọn một mức hài lòng.")));
        const Rating rating = rating_in(form, *level);
        if (const auto error = base::invalid(wrong_in(rating, RatedAt::page))) return again(*error);
        const auto place = enter(call, dossier.code);
        if (!place) return again(place.error());
        const auto done = rate(call.dossiers(), *place, RatedAt::page, rating);
        if (!done) return again(done.error());
        return http::redirect(follow_path(call) + "?done=rated");
    });
}

http::Response petition_form(const VoiceCall& voices)
{
    return with_dossier(voices.call, [&](const lists::Followed& dossier) {
        return show_petition(voices.call, dossier, nullptr);
    });
}

http::Response petition_send(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return with_dossier(call, [&](const lists::Followed& dossier) {
        const http::Form& form = call.request.form;
        const auto again = [&](const base::Error& error) {
            return error.fault == base::Fault::invalid ? show_petition(call, dossier, &error)
                                                       : call.refuse(error);
        };
        const NewPetition petition{.key = form.get("key"),
                                   .content = base::normalise(form.get("content")),
                                   .contact = base::normalise(form.get("contact"))};
        if (const auto error = base::invalid(wrong_in(petition))) return again(*error);
        const auto place = enter(call, dossier.code);
        if (!place) return again(place.error());
        const auto done = lodge_petition(call.dossiers(), voices.rules, place->actor(), place->uid, petition);
        if (!done) return again(done.error());
        return http::redirect(follow_path(call) + "?done=petitioned");
    });
}

http::Response answers_form(const VoiceCall& voices)
{
    return with_dossier(voices.call, [&](const lists::Followed& dossier) {
        return show_digits(voices.call, dossier, nullptr);
    });
}

http::Response answers_show(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return with_dossier(call, [&](const lists::Followed& dossier) {
        const std::string digits = call.request.form.get("digits");
        const auto place = enter(call, dossier.code);
        if (!place)
            return place.error().fault == base::Fault::invalid ? show_digits(call, dossier, &place.error())
                                                               : call.refuse(place.error());
        db::Transaction tx = call.dossiers().pool.begin(scope_of(place->actor()));
        const auto own = store::find(tx, place->uid);
        if (!own) throw base::Bug("the agency of a dossier does not see it");
        View view = page_view(call, dossier, call.tr("Phản ánh, kiến nghị đã gửi"));
        view["digits"] = digits;
        view["petitions"] = View::array();
        for (const Petition& one : petitions_of(tx, own->id)) {
            const bool may_mark =
                one.answered_at && !one.refusal &&
                (!one.first_marked_at || call.now <= *one.first_marked_at + kRatingMayChange);
            view["petitions"].push_back(
                {{"lodged", base::format_vietnam(one.lodged_at)},
                 {"content", one.content},
                 {"state", petition_mark(call.tr, one, call.now)},
                 {"due", one.answered_at ? View(false) : View(base::format_vietnam(one.due_at))},
                 {"answer", one.answered_at ? View(one.answer) : View(false)},
                 {"answered", one.answered_at ? View(base::format_vietnam(*one.answered_at)) : View(false)},
                 {"refusal",
                  one.refusal ? View(call.tr(base::Message(words_of(*one.refusal)))) : View(false)},
                 {"agency", call.agency_name(one.holder)},
                 {"mark_action",
                  may_mark ? View(follow_path(call, "/petitions/" + one.uid + "/mark")) : View(false)},
                 {"liked", one.liked ? View(call.tr(*one.liked ? msg("Bạn hài lòng với câu trả lời.")
                                                               : msg("Bạn không hài lòng với câu trả lời.")))
                                     : View(false)}});
        }
        return show(call, "dossiers/satisfaction/answers", std::move(view), nullptr);
    });
}

http::Response answer_mark(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return with_dossier(call, [&](const lists::Followed& dossier) {
        const http::Form& form = call.request.form;
        const std::string word = form.get("mark");
        if (word != "like" && word != "dislike")
            return call.refuse(base::conflict(msg("Biểu mẫu đã cũ. Mở lại trang rồi gửi lại.")));
        const auto place = enter(call, dossier.code);
        if (!place)
            return place.error().fault == base::Fault::invalid ? show_digits(call, dossier, &place.error())
                                                               : call.refuse(place.error());
        const auto done =
            mark_answer(call.dossiers(), *place, call.request.param("petition"), word == "like");
        if (!done) return call.refuse(done.error());
        return http::redirect(follow_path(call) + "?done=judged");
    });
}

http::Response vault_form(const VoiceCall& voices)
{
    return with_dossier(voices.call, [&](const lists::Followed& dossier) {
        return show_vault(voices.call, dossier, nullptr);
    });
}

http::Response vault_withdraw(const VoiceCall& voices)
{
    const Call& call = voices.call;
    return with_dossier(call, [&](const lists::Followed& dossier) {
        const auto place = enter(call, dossier.code);
        if (!place)
            return place.error().fault == base::Fault::invalid ? show_vault(call, dossier, &place.error())
                                                               : call.refuse(place.error());
        db::Transaction tx = call.dossiers().pool.begin(scope_of(place->actor()));
        const auto done = consent::withdraw(tx, place->actor(), place->uid, call.now);
        if (!done) return call.refuse(done.error());
        tx.commit();
        if (call.dossiers().notify) call.dossiers().notify(place->agency);
        return http::redirect(follow_path(call) + "?done=withdrawn");
    });
}

}  // namespace lt::dossiers::pages
