// What keeps a dossier from being handed over, with the way to each of it; a result that the dossier does not have; what nobody can finish.
#include <nlohmann/json.hpp>

#include "dossiers/results/left.h"
#include "dossiers/results/pages.h"
#include "dossiers/results/recording.h"
#include "dossiers/results/required.h"
#include "dossiers/results/show.h"

namespace lt::dossiers::pages {
namespace {

View obstacle(const std::string& text) { return {{"text", text}, {"ways", View::array()}}; }

void add_way(View& row, const std::string& href, const std::string& label)
{
    row["ways"].push_back({{"href", href}, {"label", label}});
}

View missing_row(const Call& call, const Dossier& dossier, const procedures::ResultKind& kind)
{
    View row = obstacle(call.tr(words_of(kind)));
    const std::string path = path_of(dossier.uid) + "/results/";
    if (may_record(call.actor, dossier)) add_way(row, path + "new?kind=" + kind.code, call.tr("Ghi kết quả"));
    if (may_waive(call.actor, dossier))
        add_way(row, path + "none?kind=" + kind.code, call.tr("Không có kết quả này"));
    return row;
}

View awaited_row(const Call& call, const Dossier& dossier, const store::Awaited& one)
{
    View row = obstacle(call.tr(words_of(one)));
    if (one.is_document && one.agency == call.actor.agency)
        add_way(row, "/outgoing/" + one.uid, call.tr("Xem"));
    if (!one.is_document && (one.agency == call.actor.agency || dossier.decides == call.actor.agency))
        add_way(row, path_of(dossier.uid) + "/drafts/" + one.uid, call.tr("Xem"));
    return row;
}

http::Response waive_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    if (!may_waive(call.actor, *dossier))
        return call.refuse(
            base::forbidden(msg("Chỉ chuyên viên, lãnh đạo cơ quan giải quyết ghi hồ sơ không có kết quả.")));
    View view = form_page(*dossier, call.tr("Hồ sơ không có kết quả"),
                          path_of(dossier->uid) + "/results/none", call.tr("Ghi không có kết quả này"));
    view["text"] = call.tr(
        "Dùng khi hồ sơ này không phát sinh một kết quả mà thủ tục nêu. Việc này và lý do nằm trong lịch sử hồ sơ.");
    page::FormView form(view, call.request.form, error, call.tr);
    const std::string wanted = call.request.query.get("kind");
    std::vector<page::Choice> kinds;
    const auto missing = outstanding_of(call.dossiers(), tx, *dossier).missing;
    for (const procedures::ResultKind& kind : missing)
        kinds.push_back({kind.code, kind.name, "", kind.code == wanted || missing.size() == 1});
    if (kinds.empty()) return call.refuse(base::conflict(msg("Hồ sơ đã ghi đủ các kết quả mà thủ tục nêu.")));
    form.choices("kind", call.tr("Kết quả không có"), kinds);
    form.field("reason", call.tr("Lý do"), "", {{"rows", 3}});
    add_form_row(view, "radios", "kind");
    add_form_row(view, "textarea", "reason");
    return call.show("dossiers/results/form", std::move(view), error);
}

}  // namespace

bool add_outstanding(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    view["outstanding"] = false;
    if (dossier.life.state != State::resolved) return false;
    const Outstanding outstanding = outstanding_of(call.dossiers(), tx, dossier);
    View rows = View::array();
    for (const auto& one : outstanding.missing) rows.push_back(missing_row(call, dossier, one));
    for (const auto& one : outstanding.awaited) rows.push_back(awaited_row(call, dossier, one));
    if (rows.empty()) return false;
    view["outstanding"] = {{"rows", std::move(rows)}};
    return true;
}

View waived_rows(const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    View out = View::array();
    for (const Waived& one : waived_results(call.dossiers(), tx, dossier))
        out.push_back(
            {{"name", one.name},
             {"line", one.component.empty()
                          ? call.tr("Hồ sơ không có kết quả này: {{reason}}", {{"reason", one.reason}})
                          : call.tr("Thành phần “{{name}}” không có kết quả này: {{reason}}",
                                    {{"name", one.component_name}, {"reason", one.reason}})},
             {"href", false}});
    return out;
}

http::Response waive_form(const Call& call) { return waive_page(call, nullptr); }

http::Response waive_send(const Call& call)
{
    const http::Form& form = call.request.form;
    const auto done =
        waive_result(call.dossiers(), call.actor, call.uid(), form.get("kind"), form.get("reason"));
    if (done) return http::redirect(path_of(call.uid()) + "?done=waived");
    return done.error().fault == base::Fault::invalid ? waive_page(call, &done.error())
                                                      : call.refuse(done.error());
}

http::Response left_discard(const Call& call)
{
    const auto done = discard_left(call.dossiers(), call.actor, call.uid(), call.request.param("item"));
    return done ? http::redirect(path_of(call.uid()) + "?done=discarded") : call.refuse(done.error());
}

}  // namespace lt::dossiers::pages
