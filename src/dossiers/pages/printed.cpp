// Files: legal forms that were given out, the control slip, the register, scans and results.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/given_slips.h"
#include "dossiers/looks.h"
#include "dossiers/pages/call.h"
#include "dossiers/pages/looks.h"
#include "dossiers/prints.h"
#include "dossiers/register.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/log.h"
#include "kit/crypto/digest.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::pages {
namespace {

struct Span {
    base::Day from{};
    base::Day to{};
};

// The days of the register: this month where nothing else is asked for.
base::Result<Span> span_of(const Call& call)
{
    using namespace std::chrono;
    const year_month_day today(call.today());
    Span span{sys_days(today.year() / today.month() / 1), call.today()};
    base::Wrong wrong;
    const auto read = [&](const char* name, base::Day& day) {
        const std::string typed = call.request.query.get(name);
        if (typed.empty()) return;
        if (const auto parsed = base::parse_day(typed))
            day = *parsed;
        else
            wrong.emplace_back(name, msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
    };
    read("from", span.from);
    read("to", span.to);
    if (wrong.empty() && span.to < span.from) wrong.emplace_back("to", msg("Ngày cuối trước ngày đầu."));
    if (wrong.empty() && span.to - span.from > days(366))
        wrong.emplace_back("to", msg("Sổ in nhiều nhất một năm một lần."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    return span;
}

// Names, addresses and telephones of up to a year leave the platform: a look, and a line of the journal.
void note_register(const Call& call, db::Transaction& tx, const Span& span)
{
    const std::string from = base::format_iso(span.from), to = base::format_iso(span.to);
    looks::note_many(tx, "register", from + " – " + to, call.now);
    audit::record(tx, {.action = "dossier.register_exported",
                       .subject = from + "/" + to,
                       .detail = nlohmann::json{{"from", from}, {"to", to}}.dump(),
                       .at = call.now});
}

// Said where somebody prints: what was given out is written down, and the paper can be had later as it was given.
http::Response not_printed(const Call& call, const NotPrinted& why, const std::string& back)
{
    base::log(base::Level::error, "not_printed", {{"why", why.what()}});
    return call.services.pages.show(call.request, "dossiers/not_printed",
                                    {{"title", call.tr("Chưa in được")},
                                     {"again", call.request.target},
                                     {"back", {{"href", back}, {"label", call.tr("Quay lại")}}}},
                                    503);
}

http::Response hand_out(const Call& call, db::Transaction& tx, const Dossier& dossier, store::Slip slip)
try {
    std::string bytes = slip_file(call.dossiers(), tx, dossier, slip);
    slip.sha256 = crypto::sha256_hex(bytes);  // of what goes out; only the agency that gave the form keeps it
    prints::note(tx, dossier, slip, call.now);
    tx.commit();
    return page::made_pdf(std::move(bytes), slip_name(slip.kind, dossier.code));
} catch (const NotPrinted& why) {
    return not_printed(call, why, path_of(dossier.uid));
}

http::Response hand_out(const Call& call, db::Transaction& tx, const KeptRegister& kept)
try {
    std::string bytes = register_bytes(call.dossiers(), kept);
    tx.commit();
    return page::made_pdf(std::move(bytes), "so-theo-doi-ho-so.pdf");
} catch (const NotPrinted& why) {
    return not_printed(call, why, "/dossiers/register");
}

// Where the list goes on, as its link says.
std::optional<BehindRegister> behind_register(const http::Form& query)
{
    constexpr std::int64_t kYear10000 = 253'402'300'799'000'000;
    const auto at = query.integer("at");
    if (!at || *at < 0 || *at > kYear10000) return std::nullopt;
    return BehindRegister{base::Time(std::chrono::microseconds(*at)), query.integer("no").value_or(0)};
}

void add_registers(View& view, const Call& call)
{
    constexpr int kShown = 50;
    db::Transaction tx = call.begin();
    auto all = kept_registers(tx, behind_register(call.request.query), kShown + 1);
    view["first_href"] = false;
    view["next_href"] = false;
    if (std::ssize(all) > kShown) {
        all.pop_back();
        view["next_href"] =
            "/dossiers/register?at=" + std::to_string(all.back().at.time_since_epoch().count()) +
            "&no=" + std::to_string(all.back().number);
    }
    view["kept"] = View::array();
    for (const KeptRegister& one : all)
        view["kept"].push_back(
            {{"href", "/dossiers/register/" + one.uid + "/file"},
             {"label", call.tr("Sổ số {{number}}", {{"number", register_number(one)}})},
             {"line", call.tr("từ {{from}} đến {{to}}, {{count}} hồ sơ; {{name}} lập lúc {{at}}",
                              {{"from", base::format_day(one.from)},
                               {"to", base::format_day(one.to)},
                               {"count", std::to_string(one.rows)},
                               {"name", one.official},
                               {"at", base::format_vietnam(one.at)}})}});
    view["has_kept"] = !view["kept"].empty();
}

}  // namespace

http::Response slip(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    const auto slip = dossier ? store::find_slip(tx, dossier->id, call.request.param("slip")) : std::nullopt;
    if (!slip) return call.refuse(no_dossier());
    call.note_look(tx, *dossier, "slip");
    return hand_out(call, tx, *dossier, *slip);
}

http::Response control_slip_file(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "control");
    if (!dossier) return call.refuse(no_dossier());
    return hand_out(call, tx, *dossier, control_slip(call.dossiers(), tx, call.actor, *dossier, call.now));
}

http::Response register_form(const Call& call)
{
    View view{{"title", call.tr("Sổ theo dõi hồ sơ")}};
    const auto span = span_of(call);
    page::FormView form(view, call.request.query, span ? nullptr : &span.error(), call.tr);
    using namespace std::chrono;
    const year_month_day today(call.today());
    form.field("from", call.tr("Tiếp nhận từ ngày"),
               base::format_day(sys_days(today.year() / today.month() / 1)), {{"width", "10"}});
    form.field("to", call.tr("Đến ngày"), base::format_day(call.today()), {{"width", "10"}});
    add_registers(view, call);
    return call.show("dossiers/register", std::move(view), span ? nullptr : &span.error());
}

http::Response register_file(const Call& call)
{
    const auto span = span_of(call);
    if (!span) return register_form(call);
    db::Transaction tx = call.begin();
    note_register(call, tx, *span);
    KeptRegister kept;
    try {
        kept = print_register(call.dossiers(), tx, call.actor, span->from, span->to, call.now);
    } catch (const NotPrinted& why) {
        return not_printed(call, why, "/dossiers/register");
    }
    return hand_out(call, tx, kept);
}

http::Response register_kept(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto kept = find_register(tx, call.request.param("register"));
    if (!kept) return call.refuse(base::not_found(msg("Không có sổ này.")));
    note_register(call, tx, {kept->from, kept->to});
    return hand_out(call, tx, *kept);
}

http::Response file(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    const auto found = dossier ? store::find_file(tx, dossier->id, call.request.param("file")) : std::nullopt;
    if (!found) return call.refuse(base::not_found(msg("Không có tệp này.")));
    const page::FileFacts facts{.name = found->name,
                                .media_type = found->media_type,
                                .sha256 = found->sha256,
                                .download = call.request.query.has("download")};
    // The picture in that page is asked for by itself: that is the look.
    if (auto shown = page::picture_page(call.services.pages, call.request, facts)) {
        call.looked = true;
        return *std::move(shown);
    }
    call.note_look(tx, *dossier, "file");
    tx.commit();
    return page::stored_file(call.dossiers().blobs.open(found->sha256), facts);
}

}  // namespace lt::dossiers::pages
