// Files: legal forms that were given out, the control slip, the register, scans and results.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/given_slips.h"
#include "dossiers/pages/call.h"
#include "dossiers/prints.h"
#include "dossiers/register.h"
#include "dossiers/store.h"
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

}  // namespace

http::Response slip(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    auto slip = dossier ? store::find_slip(tx, dossier->id, call.request.param("slip")) : std::nullopt;
    if (!slip) return call.refuse(no_dossier());
    std::string bytes = slip_file(call.dossiers(), tx, *dossier, *slip);
    slip->sha256 =
        crypto::sha256_hex(bytes);  // of what goes out; only the agency that gave the form keeps it
    prints::note(tx, *dossier, *slip, call.now);
    tx.commit();
    return page::made_pdf(std::move(bytes), slip_name(slip->kind, dossier->code));
}

http::Response control_slip_file(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    return page::made_pdf(control_slip(call.dossiers(), tx, *dossier, call.now),
                          slip_name("control", dossier->code));
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
    return call.show("dossiers/register", std::move(view), span ? nullptr : &span.error());
}

http::Response register_file(const Call& call)
{
    const auto span = span_of(call);
    if (!span) return register_form(call);
    db::Transaction tx = call.begin();
    return page::made_pdf(register_pdf(call.dossiers(), tx, call.actor, span->from, span->to, call.now),
                          "so-theo-doi-ho-so.pdf");
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
    if (auto shown = page::picture_page(call.services.pages, call.request, facts)) return *std::move(shown);
    store::note_look(tx, *dossier, "file", call.now);
    tx.commit();
    return page::stored_file(call.dossiers().blobs.open(found->sha256), facts);
}

}  // namespace lt::dossiers::pages
