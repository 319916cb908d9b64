// See pages.h.
#include "dossiers/consent/pages.h"

#include <nlohmann/json.hpp>

#include "dossiers/sources/sources.h"
#include "dossiers/store.h"
#include "kit/page/notice.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::pages {

using consent::Ask;
using consent::By;

namespace {

constexpr std::array kConsentNotices{
    page::Notice{"scanned", msg("Đã thêm bản quét phiếu đồng ý.")},
    page::Notice{"withdrawn", msg("Đã ghi việc rút lại. Hồ sơ không mở giấy tờ lấy từ kho nữa.")}};

std::string consent_path(const std::string& dossier) { return path_of(dossier) + "/vault-consent"; }

std::string slip_path(const Ask& ask) { return "/dossiers/vault-consents/" + ask.uid + "/slip"; }

// What is wrong, where the form asked for something that could not be done.
std::optional<base::Error> do_asked(const Call& call, db::Transaction& tx, const consent::Question& question,
                                    const http::Form& typed)
{
    const std::string action = typed.get("action");
    if (action == "ask_tablet" && typed.has("agent")) return consent::not_by_an_agent();
    const auto error_of = [](const auto& done) { return done ? std::nullopt : std::optional(done.error()); };
    if (action == "ask_tablet") return error_of(consent::ask(tx, call.actor, question, By::tablet, call.now));
    if (action == "ask_slip") return error_of(consent::ask(tx, call.actor, question, By::slip, call.now));
    if (action == "slip_signed") {
        const auto last = consent::last_of(tx, question);
        return error_of(consent::take_slip(tx, call.actor, last ? last->uid : "", call.now));
    }
    if (action == "consent_withdraw")
        return error_of(consent::withdraw(tx, call.actor, question.form, call.now));
    return std::nullopt;
}

http::Response show_consents(const Call& call, const FormFiles* sent, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    const page::Words& tr = call.tr;
    View view{{"title", tr("Đồng ý dùng giấy tờ trong kho dữ liệu")},
              {"back", {{"href", path_of(dossier->uid)}, {"label", dossier->code}}},
              {"asks", View::array()},
              {"scan_action", false},
              {"withdraw_action", false}};
    page::FormView form(view, call.request.form, error, tr);
    const bool may = call.actor.role == directory::Role::desk_staff && part_of(call.actor, *dossier).receives;
    for (const Ask& one : consent::asks_of(tx, dossier->uid)) {
        View papers = View::array();
        for (const std::string& paper : one.question.papers) papers.push_back(paper);
        const bool is_signed = one.by == By::slip && one.agreed == true;
        View facts{fact(tr("Mục đích"), one.question.purpose_name, "", one.question.purpose),
                   fact(tr("Người được hỏi"), one.question.owner.name),
                   fact(tr("Người hỏi"), one.official_name, "", base::format_vietnam(one.asked_at)),
                   fact(tr("Cách trả lời"), tr(one.by == By::tablet ? msg("Tự chạm trên máy tính bảng ở quầy")
                                                                    : msg("Ký trên phiếu giấy")))};
        if (is_signed)
            facts.push_back(fact(tr("Phiếu đồng ý"), may ? tr("Mở phiếu đã in") : tr("Đã ký"),
                                 may ? slip_path(one) : "",
                                 one.scan.empty() ? tr("chưa có bản quét chữ ký") : ""));
        if (!one.scan.empty())
            facts.push_back(fact(tr("Bản quét phiếu đã ký"), tr("Mở bản quét"),
                                 path_of(dossier->uid) + "/files/" + one.scan));
        view["asks"].push_back({{"asked", base::format_vietnam(one.asked_at)},
                                {"line", consent_line(call, one)},
                                {"papers", std::move(papers)},
                                {"facts", std::move(facts)}});
        if (may && is_signed && one.scan.empty()) view["scan_action"] = consent_path(dossier->uid) + "/scan";
        if (may && one.agreed == true && !one.withdrawn_at)
            view["withdraw_action"] = consent_path(dossier->uid) + "/withdrawal";
    }
    add_file_field(form, "scan", tr("Bản quét phiếu đã ký"), sent, -1, tr);
    view["fields"]["scan"]["optional"] = false;
    page::add_notice(view, call.request, kConsentNotices, tr);
    return call.show("dossiers/consent/consents", std::move(view), error);
}

}  // namespace

std::string consent_line(const Call& call, const Ask& ask)
{
    const auto time = [](const std::optional<base::Time>& at) { return at ? base::format_vietnam(*at) : ""; };
    const page::Words::Values values{{"asked", base::format_vietnam(ask.asked_at)},
                                     {"until", base::format_vietnam(ask.expires_at)},
                                     {"at", time(ask.answered_at)},
                                     {"withdrawn", time(ask.withdrawn_at)},
                                     {"screen", ask.screen}};
    const bool tablet = ask.by == By::tablet;
    switch (consent::state_of(ask, call.now)) {
    case consent::State::open:
        return call.tr(
            tablet
                ? msg("Đang hỏi công dân trên máy tính bảng, đến {{until}}.")
                : msg("Phiếu lập lúc {{asked}}. In phiếu, để công dân đọc và ký, rồi giữ phiếu trong hồ sơ."),
            values);
    case consent::State::expired:
        return call.tr(msg("Câu hỏi lúc {{asked}} đã hết hạn mà chưa có câu trả lời."), values);
    case consent::State::replaced:
        return call.tr(msg("Câu hỏi lúc {{asked}} đã nhường máy tính bảng cho câu hỏi sau."), values);
    case consent::State::agreed:
        return call.tr(tablet ? msg("Công dân đã tự chạm đồng ý lúc {{at}} trên máy “{{screen}}”.")
                              : msg("Công dân đã ký phiếu đồng ý, cán bộ nhận phiếu lúc {{at}}."),
                       values);
    case consent::State::declined: return call.tr(msg("Công dân không đồng ý, lúc {{at}}."), values);
    case consent::State::withdrawn:
        return call.tr(msg("Công dân đã đồng ý lúc {{at}} và rút lại lúc {{withdrawn}}."), values);
    }
    throw base::Bug("a consent without a state");
}

bool add_consent(View& view, const Call& call, db::Transaction& tx, const consent::Question& question,
                 const http::Form& typed, const std::string& error)
{
    const auto trouble = do_asked(call, tx, question, typed);
    consent::keep_said(tx, question.form);
    const auto last = consent::last_of(tx, question);
    const auto state = last ? std::optional(consent::state_of(*last, call.now)) : std::nullopt;
    const bool open = state == consent::State::open;
    const bool agreed = last && consent::is_given(*last, call.now);
    const bool wider = agreed && !consent::covers(*last, question);  // another case needs other papers
    const std::string wrong = trouble ? call.tr(trouble->message) : error;
    view["consent"] = {
        {"error", wrong.empty() ? View(false) : View(wrong)},
        {"line", last ? consent_line(call, *last)
                      : call.tr("Công dân tự chạm vào máy tính bảng trước mặt, hoặc ký phiếu. Chưa hỏi.")},
        {"may_ask", (!open && !agreed) || wider},
        {"wider", wider},
        {"waits_tablet", open && last->by == By::tablet},
        {"waits_slip", open && last->by == By::slip},
        {"slip_href", open && last->by == By::slip ? View(slip_path(*last)) : View(false)},
        {"agreed", agreed}};
    return agreed;
}

void add_consent_link(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    const auto asks = consent::asks_of(tx, dossier.uid);
    if (asks.empty()) return;
    view["links"].push_back(
        {{"href", consent_path(dossier.uid)},
         {"label", asks.front().withdrawn_at ? call.tr("Đồng ý dùng kho dữ liệu: đã rút lại")
                                             : call.tr("Đồng ý dùng kho dữ liệu")}});
}

bool add_tablet_question(View& view, const Call& call, const ScreenOwner& owner)
{
    view["consent"] = false;
    db::Transaction tx = call.dossiers().pool.begin(scope_of(Actor{.agency = owner.agency}));
    const auto asked = consent::open_at(tx, owner, call.now);
    if (!asked) return false;
    View papers = View::array();
    for (const std::string& paper : asked->question.papers) papers.push_back(paper);
    std::string places;
    for (const std::string& one : sources::names_of(call.dossiers(), asked->question.sources))
        places += (places.empty() ? "" : ", ") + call.tr(one);
    view["consent"] = {{"ask", asked->uid},
                       {"official", asked->official_name},
                       {"agency", call.agency_name(asked->agency)},
                       {"purpose", asked->question.purpose_name},
                       {"places", places.empty() ? View(false) : View(places)},
                       {"papers", std::move(papers)}};
    return true;
}

http::Response consent_slip(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto asked = consent::find(tx, call.request.param("ask"));
    if (!asked || asked->by != By::slip)
        return call.refuse(base::not_found(msg("Không có phiếu đồng ý này.")));
    std::string bytes = consent::print_slip(call.dossiers(), tx, *asked);
    tx.commit();
    return page::made_pdf(std::move(bytes), "phieu-dong-y.pdf");
}

http::Response consent_show(const Call& call) { return show_consents(call, nullptr, nullptr); }

http::Response consent_scan_send(const Call& call)
{
    FormFiles sent = take_form_files(call, "scan", 0);
    make_viewable(call, "scan", sent);
    if (sent.wrong.empty() && sent.good.size() != 1)
        sent.wrong.emplace_back("scan", msg("Chọn một tệp: bản quét phiếu đã ký."));
    if (const auto error = base::invalid(sent.wrong)) return show_consents(call, &sent, &*error);
    const auto done = consent::keep_scan(call.dossiers(), call.actor, call.uid(), sent.good.front());
    if (done) return http::redirect(consent_path(call.uid()) + "?done=scanned");
    if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
    const base::Error at_field = base::invalid("scan", done.error().message);
    return show_consents(call, &sent, &at_field);
}

http::Response consent_withdraw(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    if (!part_of(call.actor, *dossier).receives)
        return call.refuse(base::forbidden(msg("Chỉ bộ phận một cửa ghi việc rút lại sự đồng ý.")));
    const auto done = consent::withdraw(tx, call.actor, call.uid(), call.now);
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(consent_path(call.uid()) + "?done=withdrawn");
}

}  // namespace lt::dossiers::pages
