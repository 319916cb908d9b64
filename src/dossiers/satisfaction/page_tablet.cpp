// The tablet in front of an official of the desk: his question about the citizen's data vault, or big buttons for what he has just handed over.
// No name, no session.
#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "dossiers/consent/pages.h"
#include "dossiers/satisfaction/pages.h"
#include "dossiers/satisfaction/screens.h"
#include "kit/http/message.h"

namespace lt::dossiers::pages {
namespace {

constexpr const char* kCookie = "rating";
constexpr std::chrono::minutes kAsksWhyFor{2};

std::optional<ScreenOwner> owner_of(const Call& call)
{
    db::Transaction tx = call.dossiers().pool.begin({});
    return screen_owner(tx, http::cookie(call.request, kCookie, call.services.secure_cookies));
}

std::optional<HandedOver> at_hand(const Call& call, const ScreenOwner& owner)
{
    db::Transaction tx = call.dossiers().pool.begin(scope_of(Actor{.agency = owner.agency}));
    return handed_over_last(tx, owner, call.now);
}

View tablet_view(const Call& call, const std::optional<HandedOver>& dossier)
{
    return {{"title", call.tr("Đánh giá tại quầy")},
            {"code", dossier ? dossier->code : ""},
            {"procedure", dossier ? dossier->procedure : ""},
            {"uid", dossier ? dossier->place.uid : ""},
            {"asks", View::array()},
            {"asks_first", false},
            {"why", View::array()},
            {"asks_why", false},
            {"thanks", false},
            {"consent", false},
            {"said", false},
            {"idle", false},
            {"closed", false}};
}

// For a machine that nobody opened: it stands in front of a citizen, who has no role to change.
http::Response closed(const Call& call)
{
    View view = tablet_view(call, std::nullopt);
    view["closed"] = true;
    return call.services.pages.show(call.request, "dossiers/satisfaction/tablet", std::move(view), 403);
}

// The tablet's own address is opened once on the machine, which then keeps the secret.
http::Response remember(const Call& call, const std::string& secret)
{
    db::Transaction tx = call.dossiers().pool.begin({});
    if (!screen_owner(tx, secret)) return closed(call);
    http::Response response = http::redirect(kTablet);
    http::set_cookie(response, {.name = kCookie, .value = secret, .session = false},
                     call.services.secure_cookies);
    return response;
}

http::Response show(const Call& call, View view, const char* refresh)
{
    http::Response response =
        call.services.pages.show(call.request, "dossiers/satisfaction/tablet", std::move(view));
    response.header("Refresh", refresh);
    return response;
}

bool asks_why(const Call& call, const HandedOver& dossier)
{
    return call.request.query.has("why") && dossier.level == Level::unsatisfied && !dossier.says_why &&
           dossier.rated_at && call.now < *dossier.rated_at + kAsksWhyFor;
}

// What the form on the tablet is about: still what was handed over last.
std::optional<HandedOver> meant(const Call& call, const ScreenOwner& owner)
{
    auto dossier = at_hand(call, owner);
    if (dossier && dossier->place.uid != call.request.form.get("dossier")) dossier.reset();
    return dossier;
}

}  // namespace

http::Response tablet(const VoiceCall& voices)
{
    const Call& call = voices.call;
    if (const std::string secret = call.request.query.get("may"); !secret.empty())
        return remember(call, secret);
    const auto owner = owner_of(call);
    if (!owner) return closed(call);
    const auto dossier = at_hand(call, *owner);
    View view = tablet_view(call, dossier);
    if (add_tablet_question(view, call, *owner)) return show(call, std::move(view), "10; url=/danh-gia");
    if (const std::string said = call.request.query.get("said"); said == "agreed" || said == "declined") {
        view["said"] = call.tr(said == "agreed" ? msg("Đã ghi bạn đồng ý. Cảm ơn bạn.")
                                                : msg("Đã ghi bạn không đồng ý. Bạn nộp giấy tờ ở quầy."));
        return show(call, std::move(view), "6; url=/danh-gia");
    }
    if (dossier && asks_why(call, *dossier)) {
        for (const Displeasure reason : kDispleasures)
            view["why"].push_back(
                {{"value", to_text(reason)}, {"label", call.tr(base::Message(words_of(reason)))}});
        view["asks_why"] = true;
        return show(call, std::move(view), "60; url=/danh-gia");
    }
    if (call.request.query.has("done")) {
        view["thanks"] = true;
        return show(call, std::move(view), "6; url=/danh-gia");
    }
    if (dossier && !dossier->level) {
        for (const Level level : kLevels)
            view["asks"].push_back(
                {{"value", to_text(level)}, {"label", call.tr(base::Message(words_of(level)))}});
        view["asks_first"] = true;
        return show(call, std::move(view), "20; url=/danh-gia");
    }
    view["idle"] = true;
    return show(call, std::move(view), "4; url=/danh-gia");
}

http::Response tablet_send(const VoiceCall& voices)
{
    const Call& call = voices.call;
    const auto owner = owner_of(call);
    if (!owner) return closed(call);
    const auto dossier = meant(call, *owner);
    const auto level = level_from(call.request.form.get("level"));
    if (!dossier || !level) return http::redirect(kTablet);  // another one was handed over meanwhile
    const auto done = rate(call.dossiers(), dossier->place, RatedAt::desk, {.level = *level});
    if (!done) return call.refuse(done.error());
    return http::redirect(std::string(kTablet) + (*level == Level::unsatisfied ? "?why=1" : "?done=1"));
}

http::Response tablet_consent(const VoiceCall& voices)
{
    const Call& call = voices.call;
    const auto owner = owner_of(call);
    if (!owner) return closed(call);
    // Where an official is logged in it is his own machine, and he would answer for the citizen.
    if (accounts::find_me(call.request) != nullptr)
        return call.refuse(base::forbidden(msg(
            "Trình duyệt này đang đăng nhập tài khoản cán bộ. Công dân tự trả lời trên máy tính bảng trước mặt.")));
    const std::string said = call.request.form.get("answer");
    if (said != "agreed" && said != "declined") return http::redirect(kTablet);
    const auto done =
        consent::answer(call.dossiers(), *owner, call.request.form.get("ask"), said == "agreed");
    // Over, or another question by now: the tablet shows what waits there.
    return http::redirect(std::string(kTablet) + (done ? "?said=" + said : ""));
}

http::Response tablet_reasons(const VoiceCall& voices)
{
    const Call& call = voices.call;
    const auto owner = owner_of(call);
    if (!owner) return closed(call);
    const auto dossier = meant(call, *owner);
    if (!dossier || dossier->level != Level::unsatisfied) return http::redirect(kTablet);
    Rating rating{.level = Level::unsatisfied};
    for (const std::string& reason : call.request.form.all("reasons"))
        if (const auto known = displeasure_from(reason)) rating.reasons.push_back(*known);
    if (!rating.reasons.empty())
        if (const auto done = rate(call.dossiers(), dossier->place, RatedAt::desk, rating); !done)
            return call.refuse(done.error());
    return http::redirect(std::string(kTablet) + "?done=1");
}

}  // namespace lt::dossiers::pages
