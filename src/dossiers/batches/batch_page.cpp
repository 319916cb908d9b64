// One batch: its lines, who gave and who takes it, the confirmation of the receiver, the slip.
#include <array>

#include <nlohmann/json.hpp>

#include "dossiers/batches/pages.h"
#include "kit/page/notice.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::pages {

using batches::Batch;

namespace {

constexpr std::array kBatchNotices{
    page::Notice{"given", msg("Đã lập phiếu bàn giao. In phiếu kèm hồ sơ; bên nhận xác nhận trên hệ thống.")},
    page::Notice{"again", msg("Biểu mẫu này đã được gửi trước đó. Đây là phiếu đã lập.")},
    page::Notice{"received", msg("Đã xác nhận. Dòng không nhận đã trở về danh sách của bên giao.")},
    page::Notice{"withdrawn", msg("Đã rút lại phiếu. Hồ sơ trở về danh sách chờ bàn giao.")},
};

std::string person_line_of(const std::string& name, const std::string& title, base::Time at)
{
    return name + (title.empty() ? "" : ", " + title) + " · " + base::format_vietnam(at);
}

void add_batch_facts(View& view, const Call& call, const Batch& it)
{
    View facts = View::array();
    facts.push_back(fact(call.tr("Bên giao"), call.agency_name(it.giver)));
    facts.push_back(
        fact(call.tr("Người giao xác nhận"), person_line_of(it.giver_name, it.giver_title, it.given_at)));
    facts.push_back(fact(call.tr("Bên nhận"), batches::receiver_name(call.dossiers(), it)));
    if (it.closed_at)
        facts.push_back(
            fact(call.tr(it.stage == batches::Stage::received ? msg("Người nhận xác nhận") : msg("Rút lại")),
                 person_line_of(it.closer_name, it.closer_title, *it.closed_at)));
    view["facts"] = std::move(facts);
}

const char* line_words(const std::string& state)
{
    if (state == "accepted") return msg("Đã nhận");
    if (state == "refused") return msg("Không nhận");
    return state == "withdrawn" ? msg("Đã rút lại") : msg("Chờ nhận");
}

http::Response batch_show(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto it = batches::find_batch(tx, call.request.param("batch"));
    if (!it) return call.refuse(batches::no_batch());
    const auto lines = batches::lines_of(tx, *it);
    View view{
        {"title", call.tr(it->kind == batches::Kind::dossiers ? msg("Phiếu bàn giao hồ sơ số {{number}}")
                                                              : msg("Phiếu bàn giao kết quả số {{number}}"),
                          {{"number", batches::notation(it->kind, it->number)}})},
        {"back", {{"href", kBatches}, {"label", call.tr("Bàn giao")}}},
        {"state", batch_state_view(call.tr, *it)},
        {"summary", batch_count(call.tr, it->kind, it->lines)},
        {"receives", batches::may_receive(call.actor, *it)},
        {"action", batch_path(it->uid) + "/receipt"},
        {"slip_href", std::ssize(lines) == it->lines ? View(batch_path(it->uid) + "/slip") : View(false)},
        {"withdraw_href",
         batches::may_withdraw(call.actor, *it) ? View(batch_path(it->uid) + "/withdrawal") : View(false)},
        {"hidden_lines", std::ssize(lines) < it->lines},
        {"rows", View::array()}};
    page::FormView form(view, call.request.form, error, call.tr);
    const bool sent = error != nullptr;
    for (const batches::Line& line : lines) {
        const std::string no = std::to_string(line.no);
        form.field("remark_" + no, call.tr("Ghi chú, lý do không nhận {{code}}", {{"code", line.code}}), "",
                   {{"label_hidden", true}, {"maxlength", "300"}});
        const auto taken = call.request.form.all("take");
        view["rows"].push_back({{"no", no},
                                {"code", line.code},
                                {"href", line.dossier.empty() ? View(false) : View(path_of(line.dossier))},
                                {"owner", line.owner},
                                {"procedure", line.procedure},
                                {"contents", line.contents},
                                {"checked", !sent || std::ranges::find(taken, no) != taken.end()},
                                {"remark", view["fields"]["remark_" + no]},
                                {"said", line.remark.empty() ? View(false) : View(line.remark)},
                                {"stands", call.tr(line_words(line.state))},
                                {"is_refused", line.state == "refused"}});
    }
    view["remark_label"] = call.tr("Ghi chú, lý do không nhận");
    view["columns"] = {
        column(call.tr("Hồ sơ"), "lt-w-30"), column(call.tr("Thủ tục")),
        column(call.tr(it->kind == batches::Kind::dossiers ? msg("Giấy tờ") : msg("Số, ký hiệu")), "lt-w-15"),
        column(view["receives"].get<bool>() ? view["remark_label"].get<std::string>()
                                            : call.tr("Bên nhận xác nhận"),
               "lt-w-25")};
    view["pick"] = view["receives"];
    add_batch_facts(view, call, *it);
    if (error == nullptr) page::add_notice(view, call.request, kBatchNotices, call.tr);
    return call.show("dossiers/batches/batch", std::move(view), error);
}

}  // namespace

http::Response batch(const Call& call) { return batch_show(call, nullptr); }

http::Response batch_receive(const Call& call)
{
    const http::Form& form = call.request.form;
    const auto taken = form.all("take");
    std::vector<batches::Verdict> verdicts;
    for (std::size_t no = 1; no <= batches::kMostLines; ++no) {
        const std::string text = std::to_string(no);
        const auto remark = form.find("remark_" + text);
        if (!remark) break;
        verdicts.push_back({std::ranges::find(taken, text) != taken.end(), *remark});
    }
    const auto done = batches::receive(call.dossiers(), call.actor, call.request.param("batch"), verdicts);
    if (done) return http::redirect(batch_path(call.request.param("batch")) + "?done=received");
    return done.error().fault == base::Fault::invalid ? batch_show(call, &done.error())
                                                      : call.refuse(done.error());
}

http::Response batch_withdrawal(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto it = batches::find_batch(tx, call.request.param("batch"));
    if (!it) return call.refuse(batches::no_batch());
    const std::string number = batches::notation(it->kind, it->number);
    const View view{{"title", call.tr("Rút lại phiếu bàn giao")},
                    {"confirm",
                     {{"question", call.tr("Rút lại phiếu {{number}}?", {{"number", number}})},
                      {"text", call.tr("Cả phiếu trở về danh sách chờ bàn giao. Số phiếu không dùng lại.")},
                      {"action", batch_path(it->uid) + "/withdrawal"},
                      {"label", call.tr("Rút lại phiếu")},
                      {"warning", true},
                      {"reason", false},
                      {"cancel_href", batch_path(it->uid)}}}};
    return call.show("dossiers/batches/withdraw", view);
}

http::Response batch_withdraw(const Call& call)
{
    const auto done = batches::withdraw(call.dossiers(), call.actor, call.request.param("batch"));
    if (!done) return call.refuse(done.error());
    return http::redirect(batch_path(call.request.param("batch")) + "?done=withdrawn");
}

http::Response batch_slip(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto it = batches::find_batch(tx, call.request.param("batch"));
    if (!it) return call.refuse(batches::no_batch());
    auto bytes = batches::slip_file(call.dossiers(), tx, *it);
    if (!bytes) return call.refuse(bytes.error());
    tx.commit();
    return page::made_pdf(*std::move(bytes),
                          "phieu-ban-giao-" + std::to_string(it->year) + "-" + std::to_string(it->number) +
                              (it->kind == batches::Kind::dossiers ? "-ho-so.pdf" : "-ket-qua.pdf"));
}

}  // namespace lt::dossiers::pages
