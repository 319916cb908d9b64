// Lists of results that wait for a signature or a seal, signed from there: one or many with one PIN.
#include <algorithm>
#include <charconv>
#include <map>

#include <nlohmann/json.hpp>

#include "dossiers/pages/key_choice.h"
#include "dossiers/results/elsewhere.h"
#include "dossiers/results/held.h"
#include "dossiers/results/left.h"
#include "dossiers/results/pages.h"
#include "dossiers/results/signing.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

constexpr std::size_t kMost = 50;  // on a page, and signed at once

using SigningFailures = std::map<std::string, base::Message>;  // by draft

// The two lists differ in whose key signs and in their words.
struct ListKind {
    bool seals = false;
    const char* path = kToSign;

    std::int64_t key_owner(const Call& call) const { return seals ? 0 : call.actor.official; }
    ResultSignature what() const { return seals ? ResultSignature::seal : ResultSignature::leader; }
    std::vector<Waiting> waiting(const Call& call) const
    {
        const int most = static_cast<int>(kMost);
        return seals ? results_to_seal(call.dossiers(), call.actor, most)
                     : results_to_sign(call.dossiers(), call.actor, most);
    }
    base::Result<Signed> sign(const Call& call, const Signature& wish, signing::Hand& hand) const
    {
        return seals ? seal_result(call.dossiers(), call.actor, wish, hand)
                     : sign_result(call.dossiers(), call.actor, wish, hand);
    }
};
constexpr ListKind kSigning{};
constexpr ListKind kSealing{true, kToSeal};

bool holds(const std::vector<std::string>& values, const std::string& value)
{
    return std::ranges::find(values, value) != values.end();
}

// "Khổng Danh Văn trình lúc 20/11/2026 09:42"
std::string sent_by(const Call& call, const ListKind& list, const ResultDraft& draft,
                    const std::map<std::int64_t, std::string>& people)
{
    const auto drafter = people.find(draft.drafted_by);
    const std::string name = list.seals ? draft.signer_name : drafter != people.end() ? drafter->second : "";
    const auto at = list.seals ? draft.signed_at : draft.submitted_at;
    return call.tr(list.seals ? msg("{{name}} ký lúc {{at}}") : msg("{{name}} trình lúc {{at}}"),
                   {{"name", name}, {"at", base::format_vietnam(at.value_or(draft.drafted_at))}});
}

View waiting_result(const Call& call, const ListKind& list, const Waiting& one,
                    const SigningFailures& failures, const std::map<std::int64_t, std::string>& people)
{
    const ResultDraft& draft = one.draft;
    const std::string value = draft.uid + ":" + std::to_string(draft.version);
    const http::Form& form = call.request.form;
    const bool sent = !form.fields().empty();
    const auto failed = failures.find(draft.uid);
    const bool checked =
        sent ? holds(form.all("draft"), value) : call.request.query.get("draft") == draft.uid;
    return {
        {"uid", draft.uid},
        {"_value", value},
        {"_checked", checked},
        {"name", draft.name},
        {"href", draft_path(draft)},
        {"file_href", draft_path(draft) + "/file"},
        {"owner", draft.owner},
        {"code", draft.dossier_code},
        {"procedure", draft.procedure},
        {"notation", draft.notation.empty() ? View(false) : View(draft.notation)},
        {"by", sent_by(call, list, draft, people)},
        {"due", due_view(call, draft.agency, draft.due_at)},
        {"step", one.step.empty() ? View(false) : View(one.step)},
        {"_step_checked", !sent || holds(form.all("step"), draft.uid)},
        {"return_href", list.seals || draft.number != 0 ? View(false) : View(draft_path(draft) + "/return")},
        {"failure", failed == failures.end() ? View(false) : View(call.tr(failed->second))}};
}

// What agencies that are gone left here, for who has it drafted anew.
View left_rows(const Call& call, db::Transaction& tx, const ListKind& list)
{
    View out = View::array();
    if (list.seals) return out;
    for (const LeftBehind& one : left_behind(tx, call.actor.agency, static_cast<int>(kMost)))
        out.push_back({{"href", path_of(one.dossier)},
                       {"name", one.name},
                       {"owner", one.owner},
                       {"code", one.code},
                       {"agency", call.agency_name(one.agency)}});
    return out;
}

// What was begun and waits for the signer: at a service, or at his plug-in.
View open_acts_view(const Call& call)
{
    View out = View::array();
    for (const signing::OpenAct& act : open_result_acts(call.dossiers(), call.actor)) {
        const std::string more = std::to_string(act.items.size() - 1);
        out.push_back({{"href", result_act_path(act.uid)},
                       {"name", act.items.size() == 1 ? act.first_name
                                                      : call.tr("{{name}} và {{count}} kết quả khác",
                                                                {{"name", act.first_name}, {"count", more}})},
                       {"until", base::format_vietnam(act.expires_at)}});
    }
    return out;
}

http::Response waiting_page(const Call& call, const ListKind& list, const base::Error* error,
                            const SigningFailures& failures = {}, const std::vector<std::string>& done = {})
{
    const page::Words& tr = call.tr;
    const auto keys = keys_of(call, result_scope(call.actor), list.key_owner(call)).all();
    auto waiting = list.waiting(call);
    // What somebody comes for stands on top.
    std::ranges::stable_partition(waiting, [wanted = call.request.query.get("draft")](const Waiting& one) {
        return one.draft.uid == wanted;
    });
    db::Transaction tx = call.dossiers().pool.begin(result_scope(call.actor));
    const auto people = names_of_people(call, tx, call.actor.agency);
    View left = left_rows(call, tx, list);
    tx.commit();
    View view{
        {"title", list.seals ? tr("Kết quả chờ đóng dấu") : tr("Kết quả chờ ký")},
        {"action", list.path},
        {"rows", View::array()},
        {"can_sign", !keys.empty() && !waiting.empty()},
        {"no_key", keys.empty()},
        {"open", open_acts_view(call)},
        {"keys_href", list.seals ? "/admin/seal" : "/account/signing-keys"},
        {"panel_title", list.seals ? tr("Đóng dấu các kết quả đã chọn") : tr("Ký số các kết quả đã chọn")},
        {"button", list.seals ? tr("Đóng dấu") : tr("Ký số và lấy số")},
        {"look", list.seals ? tr("Xem trước khi đóng dấu") : tr("Xem trước khi ký")},
        {"has_left", !left.empty()},
        {"left", std::move(left)},
        {"flash", nullptr}};
    for (const Waiting& one : waiting)
        view["rows"].push_back(waiting_result(call, list, one, failures, people));
    view["has_open"] = !view["open"].empty();
    view["empty"] = nullptr;
    if (waiting.empty())
        view["empty"] = {{"title", list.seals ? tr("Không có kết quả nào chờ đóng dấu")
                                              : tr("Không có kết quả nào chờ bạn ký")},
                         {"text", list.seals ? tr("Kết quả lãnh đạo đã ký thì hiện ở đây.")
                                             : tr("Kết quả được trình thì hiện ở đây.")},
                         {"href", list.seals ? View(false) : View(kDossiers)},
                         {"link", tr("Hồ sơ một cửa")}};
    if (!done.empty() || !failures.empty()) {
        std::string numbers;
        for (const std::string& one : done) numbers += (numbers.empty() ? "" : ", ") + one;
        std::string text =
            list.seals ? tr("Đã đóng dấu {{count}} kết quả.", {{"count", std::to_string(done.size())}})
                       : tr("Đã ký {{count}} kết quả.", {{"count", std::to_string(done.size())}});
        if (!numbers.empty()) text += " " + tr("Số: {{numbers}}.", {{"numbers", numbers}});
        if (!failures.empty())
            text += " " + tr("{{count}} kết quả chưa xong, lý do ở từng dòng.",
                             {{"count", std::to_string(failures.size())}});
        view["flash"] = {{"text", text}, {"href", false}, {"focus", false}, {"neutral", !failures.empty()}};
    }
    page::FormView form(view, call.request.form, error, tr);
    add_key_choice(call, form, keys);
    const std::string nothing = form.error("draft");
    view["_nothing_chosen"] = nothing.empty() ? View(false) : View(nothing);
    return call.show("dossiers/results/signing", std::move(view), error);
}

// "uid:version": the version that stood on the page when it was chosen.
std::optional<Signature> chosen_result(const Call& call, std::string_view value)
{
    const std::size_t colon = value.find(':');
    if (colon == value.npos) return std::nullopt;
    Signature out{.draft = std::string(value.substr(0, colon))};
    const std::string_view digits = value.substr(colon + 1);
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), out.version);
    if (fault != std::errc{} || end != digits.data() + digits.size() || !base::is_uid(out.draft))
        return std::nullopt;
    out.ends_step = holds(call.request.form.all("step"), out.draft);
    return out;
}

// One act is for all that was chosen: nothing is begun while one of them can't be signed.
http::Response begin_away(const Call& call, const ListKind& list, const signing::Key& key,
                          const std::vector<Signature>& chosen)
{
    const auto begun = begin_result_act(call.dossiers(), call.actor, key, list.what(), chosen);
    if (!begun) {
        const base::Error error = base::invalid("key", begun.error().message);
        return waiting_page(call, list, &error);
    }
    if (!begun->act.empty()) return http::redirect(result_act_path(begun->act));
    SigningFailures failures;
    for (const auto& [uid, error] : begun->failures) failures.emplace(uid, error.message);
    return waiting_page(call, list, nullptr, failures);
}

http::Response waiting_send(const Call& call, const ListKind& list)
{
    base::Secret pin = call.request.form.take_secret("pin");
    std::vector<Signature> chosen;
    for (const std::string& value : call.request.form.all("draft"))
        if (auto one = chosen_result(call, value); one && chosen.size() < kMost)
            chosen.push_back(*std::move(one));
    const auto refuse = [&](const base::Error& error) { return waiting_page(call, list, &error); };
    if (chosen.empty()) return refuse(base::invalid("draft", msg("Chọn ít nhất một kết quả.")));
    const db::Scope scope = result_scope(call.actor);
    if (const auto key = key_away_in_form(call, scope, list.key_owner(call)))
        return begin_away(call, list, *key, chosen);
    if (pin.empty()) return refuse(base::invalid("pin", msg("Nhập mã PIN hoặc mật khẩu của khoá.")));
    auto hand = signing::take_up(call.dossiers().signing, scope, call.request.form.get("key"),
                                 list.key_owner(call), std::move(pin));
    if (!hand && hand.error().fault != base::Fault::invalid)
        return refuse(base::invalid("key", hand.error().message));
    if (!hand) return refuse(hand.error());
    SigningFailures failures;
    std::vector<std::string> done;
    bool broken_off = false;
    for (const Signature& one : chosen) {
        if (broken_off) {
            failures.emplace(one.draft, msg("Chưa ký vì lần ký dừng ở kết quả trước. Chọn lại rồi ký tiếp."));
            continue;
        }
        const auto result = list.sign(call, one, *hand);
        if (result) {
            done.push_back(result->notation);
            continue;
        }
        failures.emplace(one.draft, result.error().message);
        // A token pulled out, an authority that does not answer: the next one would wait for nothing.
        broken_off = result.error().fault == base::Fault::unavailable;
    }
    return waiting_page(call, list, nullptr, failures, done);
}

}  // namespace

http::Response to_sign(const Call& call) { return waiting_page(call, kSigning, nullptr); }
http::Response to_sign_send(const Call& call) { return waiting_send(call, kSigning); }
http::Response to_seal(const Call& call) { return waiting_page(call, kSealing, nullptr); }
http::Response to_seal_send(const Call& call) { return waiting_send(call, kSealing); }

}  // namespace lt::dossiers::pages
