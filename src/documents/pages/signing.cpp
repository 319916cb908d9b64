// The leader signs: one document on its page, or many from a list with one PIN.
#include <algorithm>
#include <charconv>
#include <map>

#include "documents/lists/to_sign.h"
#include "documents/pages/flash.h"
#include "documents/pages/key_fields.h"
#include "documents/pages/listing.h"
#include "documents/pages/marks.h"
#include "kit/base/ids.h"
#include "kit/http/ascii.h"

namespace lt::documents::pages {
namespace {

// As many as a leader reads in one go; the rest comes when these are signed.
constexpr int kOnPage = 50;

// Why each of the chosen documents was not signed, by uid.
using Failures = std::map<std::string, base::Message>;

bool pickable(const ToSignRow& row) { return row.signable && !row.uncertain; }

View row_of(const Call& call, const ToSignRow& row, const std::vector<std::string>& chosen,
            const Failures& failures)
{
    const auto failure = failures.find(row.uid);
    const std::string value = row.uid + ":" + std::to_string(row.version);
    return {{"uid", row.uid},
            {"version", row.version},
            {"subject", row.subject},
            {"kind", row.kind_name},
            {"urgency", urgency_mark(row.urgency)},
            {"drafter", row.drafter_name},
            {"unit", row.unit_name},
            {"at", short_time(row.changed_at, call.now)},
            {"file_href", row.file_uid.empty()
                              ? View(false)
                              : View("/files/" + row.file_uid + "/" + http::percent_encode(row.file_name))},
            {"file_name", row.file_name},
            {"signable", row.signable},
            {"pickable", pickable(row)},
            {"uncertain_href",
             row.signable && row.uncertain ? View("/outgoing/" + row.uid + "/places") : View(false)},
            {"_value", value},
            {"_checked", std::find(chosen.begin(), chosen.end(), value) != chosen.end()},
            {"failure", failure == failures.end() ? View(false) : View(call.tr(failure->second))}};
}

// What was begun and waits for the signer: at a service, or at his plug-in.
View open_of(const Call& call)
{
    View open = View::array();
    for (const signing::OpenAct& act : open_acts(call.documents(), call.actor)) {
        const std::string more = std::to_string(act.items.size() - 1);
        open.push_back(
            {{"href", act_path(act.uid)},
             {"name", act.items.size() == 1 ? act.first_name
                                            : call.tr("{{name}} và {{count}} văn bản khác",
                                                      {{"name", act.first_name}, {"count", more}})},
             {"until", base::format_vietnam(act.expires_at)}});
    }
    return open;
}

http::Response list_page(const Call& call, const base::Error* error, const Failures& failures = {},
                         std::size_t done = 0)
{
    const Words& tr = call.tr;
    const auto rows = to_sign(call.documents(), call.actor, kOnPage);
    const auto keys = keys_at_hand(call, Owner::official);
    const std::vector<std::string> chosen = call.request.form.all("document");
    View view{{"title", tr("Chờ ký")}, {"rows", View::array()}, {"has_key", !keys.empty()}};
    bool first = true;
    for (const ToSignRow& row : rows) {
        view["rows"].push_back(row_of(call, row, chosen, failures));
        view["rows"].back()["_first"] = pickable(row) && std::exchange(first, false);
    }
    view["empty"] = rows.empty() ? View{{"title", tr("Không có văn bản nào chờ bạn ký")},
                                        {"text", tr("Văn bản được trình thì hiện ở đây.")},
                                        {"href", "/outgoing"},
                                        {"link", tr("Xem văn bản đi")}}
                                 : View(nullptr);
    view["columns"] = View::array({column(tr("Trích yếu"), ""), column(tr("Tệp"), "lt-w-21"),
                                   column(tr("Soạn thảo"), "lt-w-21"), column(tr("Trình lúc"), "lt-col-no")});
    view["can_sign"] = !keys.empty() && std::any_of(rows.begin(), rows.end(), pickable);
    view["pick"] = view["can_sign"];
    view["range"] = tr("{{count}} văn bản", {{"count", std::to_string(rows.size())}});
    view["flash"] = nullptr;
    if (done > 0 || !failures.empty()) {
        std::string text = tr("Đã ký số {{count}} văn bản.", {{"count", std::to_string(done)}});
        if (!failures.empty())
            text += " " + tr("{{count}} văn bản chưa ký được, lý do ở từng dòng.",
                             {{"count", std::to_string(failures.size())}});
        view["flash"] = {{"text", text}, {"href", false}, {"focus", false}, {"neutral", !failures.empty()}};
    }
    view["open"] = open_of(call);
    view["has_open"] = !view["open"].empty();
    page::FormView form(view, call.request.form, error, tr);
    add_key_fields(call, form, keys);
    const std::string nothing_chosen = form.error("document");
    view["_nothing_chosen"] = nothing_chosen.empty() ? View(false) : View(nothing_chosen);
    return call.show("documents/signing", std::move(view), error);
}

// "uid:version": the version that stood on the page when the leader chose it.
std::optional<ToBegin> chosen_of(std::string_view value)
{
    const std::size_t colon = value.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    ToBegin out{.document = std::string(value.substr(0, colon))};
    const std::string_view digits = value.substr(colon + 1);
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), out.version);
    if (fault != std::errc{} || end != digits.data() + digits.size() || !base::is_uid(out.document))
        return std::nullopt;
    return out;
}

// One act is for all that was chosen: nothing is begun while one of them can't be signed.
http::Response begin_chosen(const Call& call, const signing::Key& key, const std::vector<ToBegin>& chosen)
{
    const auto begun = begin_act(call.documents(), call.actor, key, Purpose::leader, chosen);
    if (!begun) {
        const base::Error error = base::invalid("key", begun.error().message);
        return list_page(call, &error);
    }
    if (!begun->act.empty()) return http::redirect(act_path(begun->act));
    Failures failures;
    for (const auto& [uid, error] : begun->failures) failures.emplace(uid, error.message);
    return list_page(call, nullptr, failures);
}

}  // namespace

http::Response signing_list(const Call& call) { return list_page(call, nullptr); }

http::Response signing_send(const Call& call)
{
    base::Secret pin = call.request.form.take_secret("pin");
    std::vector<ToBegin> chosen;
    for (const std::string& value : call.request.form.all("document"))
        if (const auto one = chosen_of(value); one && chosen.size() < kOnPage) chosen.push_back(*one);
    if (chosen.empty()) {
        const base::Error error = base::invalid("document", "Chọn ít nhất một văn bản để ký.");
        return list_page(call, &error);
    }
    if (const auto key = key_elsewhere_in_form(call, Owner::official))
        return begin_chosen(call, *key, chosen);
    auto hand = hand_in_form(call, Owner::official, std::move(pin));
    if (!hand && hand.error().fault != base::Fault::invalid) {
        // The token is not there, the certificate has ended: said on the page, which keeps what was chosen.
        const base::Error error = base::invalid("key", hand.error().message);
        return list_page(call, &error);
    }
    if (!hand) return list_page(call, &hand.error());
    Failures failures;
    std::size_t done = 0;
    bool broken_off = false;
    for (const ToBegin& one : chosen) {
        if (broken_off) {
            failures.emplace(one.document, "Chưa ký vì lần ký dừng ở văn bản trước. Chọn lại rồi ký tiếp.");
            continue;
        }
        const auto result = sign_draft(call.documents(), call.actor, one.document, one.version, *hand);
        if (result) {
            ++done;
            continue;
        }
        failures.emplace(one.document, result.error().message);
        // A token pulled out, an authority that does not answer: the next one would wait for nothing.
        broken_off = result.error().fault == base::Fault::unavailable;
    }
    return list_page(call, nullptr, failures, done);
}

}  // namespace lt::documents::pages
