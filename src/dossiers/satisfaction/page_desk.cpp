// For officials: the list of petitions that the agency sees, the form to write one down, and the tablets at the desk.
#include <nlohmann/json.hpp>

#include "dossiers/satisfaction/pages.h"
#include "dossiers/satisfaction/screens.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/page/notice.h"

namespace lt::dossiers::pages {
namespace {

constexpr int kPetitionPage = 30;

constexpr std::array kScreenNotices{page::Notice{"revoked", msg("Đã thu hồi máy đánh giá.")}};

View row_view(const Call& call, const Petition& one)
{
    return {{"href", petition_path(one)},
            {"owner", one.owner},
            {"code", one.code},
            {"procedure", one.procedure},
            {"content", base::shorten(one.content, 160)},
            {"lodged", base::format_vietnam(one.lodged_at)},
            {"state", petition_mark(call.tr, one, call.now)},
            {"due", one.answered_at ? View(nullptr) : due_view(call, one.holder, one.due_at)},
            {"agency", one.holder == call.actor.agency ? View(false) : View(call.agency_name(one.holder))},
            {"has_due", !one.answered_at.has_value()},
            {"answered", one.answered_at ? View(base::format_vietnam(*one.answered_at)) : View(false)},
            {"mark",
             one.liked ? View(call.tr(*one.liked ? msg("hài lòng") : msg("không hài lòng"))) : View(false)}};
}

http::Response show_note(const VoiceCall& voices, const base::Error* error)
{
    const Call& call = voices.call;
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier || !may_lodge(call.actor, *dossier)) return call.refuse(no_dossier());
    View view{{"title", call.tr("Ghi phản ánh, kiến nghị của người dân")},
              {"back", {{"href", path_of(dossier->uid)}, {"label", dossier->code}}},
              {"action", path_of(dossier->uid) + "/petitions"},
              {"cancel_href", path_of(dossier->uid)},
              {"key", call.request.form.find("key").value_or(base::new_uid(call.now))},
              {"owner", dossier->owner.name},
              {"code", dossier->code},
              {"procedure", dossier->procedure_name},
              {"agency", call.agency_name(dossier->decides)}};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("content", call.tr("Điều người dân phản ánh, kiến nghị"), "", {{"rows", 8}});
    form.field("contact", call.tr("Điện thoại hoặc thư điện tử để liên hệ"), dossier->owner.phone,
               {{"optional", true}});
    return call.show("dossiers/satisfaction/petition-note", std::move(view), error);
}

// What the tablet is to open. Without an address in the settings it is the one that the official sees this page at.
std::string tablet_address(const Call& call, const std::string& secret)
{
    const std::string& set = call.dossiers().site;
    const std::string site =
        set.empty() ? (call.services.secure_cookies ? "https://" : "http://") + call.request.header("host")
                    : set;
    return site + kTablet + "?may=" + secret;
}

http::Response show_screens(const Call& call, const std::string& secret, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto people = names_of_people(call, tx, call.actor.agency);
    View view{{"title", call.tr("Máy đánh giá tại quầy")},
              {"back", {{"href", kPetitions}, {"label", call.tr("Phản ánh, kiến nghị")}}},
              {"action", kScreens},
              {"new_href", secret.empty() ? View(false) : View(tablet_address(call, secret))},
              {"rows", View::array()}};
    for (const Screen& one : screens(tx))
        view["rows"].push_back(
            {{"name", one.name},
             {"official", people.contains(one.official) ? people.at(one.official) : ""},
             {"made", base::format_vietnam(one.made_at)},
             {"revoked", one.revoked_at ? View(base::format_vietnam(*one.revoked_at)) : View(false)},
             {"revoke_action", std::string(kScreens) + "/" + one.uid + "/revocation"}});
    view["has_rows"] = !view["rows"].empty();
    view["columns"] = {column(call.tr("Máy")), column(call.tr("Cán bộ")), column(call.tr("Mở lúc")),
                       column(call.tr("Thu hồi"))};
    const http::Form next{};  // for another tablet, once one is open
    page::FormView(view, secret.empty() ? call.request.form : next, error, call.tr)
        .field("name", call.tr("Tên máy"));
    page::add_notice(view, call.request, kScreenNotices, call.tr);
    return call.show("dossiers/satisfaction/screens", std::move(view), error);
}

}  // namespace

http::Response petition_list(const VoiceCall& voices)
{
    const Call& call = voices.call;
    const bool answered = call.request.query.get("view") == "answered";
    const std::int64_t after = call.request.query.integer("after").value_or(0);
    db::Transaction tx = call.begin();
    auto rows = answered ? answered_petitions(tx, after, kPetitionPage + 1)
                         : open_petitions(tx, after, kPetitionPage + 1);
    const std::string path = std::string(kPetitions) + (answered ? "?view=answered" : "");
    View view{{"title", call.tr("Phản ánh, kiến nghị")},
              {"rows", View::array()},
              {"empty", false},
              {"next_href", false}};
    view["views"] = {{"items", View::array({{{"label", call.tr("Chờ trả lời")},
                                             {"href", kPetitions},
                                             {"count", ""},
                                             {"current", !answered}},
                                            {{"label", call.tr("Đã trả lời")},
                                             {"href", std::string(kPetitions) + "?view=answered"},
                                             {"count", ""},
                                             {"current", answered}}})}};
    view["first_href"] = after != 0 ? View(path) : View(false);
    view["screens_href"] = call.actor.role == directory::Role::desk_staff ? View(kScreens) : View(false);
    if (rows.size() > kPetitionPage) {
        rows.pop_back();
        view["next_href"] = path + (answered ? "&after=" : "?after=") + std::to_string(rows.back().id);
    }
    for (const Petition& one : rows) view["rows"].push_back(row_view(call, one));
    if (rows.empty())
        view["empty"] = {{"title", answered ? call.tr("Chưa trả lời phản ánh, kiến nghị nào")
                                            : call.tr("Không có phản ánh, kiến nghị nào chờ trả lời")},
                         {"text", false},
                         {"href", false}};
    view["columns"] = {column(call.tr("Hồ sơ"), "lt-w-23"), column(call.tr("Nội dung")),
                       column(call.tr("Trạng thái"), "lt-w-18"), column(call.tr("Hạn trả lời"), "lt-w-18")};
    return call.show("dossiers/satisfaction/petitions", std::move(view));
}

http::Response petition_note(const VoiceCall& voices)
{
    http::Response response = show_note(voices, nullptr);
    note_shown(voices.call, response);
    return response;
}

http::Response petition_note_send(const VoiceCall& voices)
{
    const Call& call = voices.call;
    const http::Form& form = call.request.form;
    const auto done = lodge_petition(call.dossiers(), voices.rules, call.actor, call.uid(),
                                     {.key = form.get("key"),
                                      .content = base::normalise(form.get("content")),
                                      .contact = base::normalise(form.get("contact"))});
    if (done) return http::redirect(std::string(kPetitions) + "/" + *done + "?done=lodged");
    return done.error().fault == base::Fault::invalid ? show_note(voices, &done.error())
                                                      : call.refuse(done.error());
}

http::Response screen_list(const VoiceCall& voices) { return show_screens(voices.call, "", nullptr); }

http::Response screen_open(const VoiceCall& voices)
{
    const Call& call = voices.call;
    const auto secret = [&] {
        db::Transaction tx = call.begin();
        auto opened = open_screen(tx, call.actor, base::normalise(call.request.form.get("name")), call.now);
        if (opened) tx.commit();
        return opened;
    }();
    // The secret is on this page and nowhere else.
    return secret ? show_screens(call, *secret, nullptr) : show_screens(call, "", &secret.error());
}

http::Response screen_revoke(const VoiceCall& voices)
{
    const Call& call = voices.call;
    db::Transaction tx = call.begin();
    const auto done = revoke_screen(tx, call.request.param("screen"), call.now);
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(std::string(kScreens) + "?done=revoked");
}

}  // namespace lt::dossiers::pages
