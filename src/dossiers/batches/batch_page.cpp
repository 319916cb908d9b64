// One batch: its lines, who gave and who takes it, the confirmation of the receiver, the slip.
#include <array>

#include <nlohmann/json.hpp>

#include "dossiers/batches/elsewhere.h"
#include "dossiers/batches/pages.h"
#include "dossiers/looks.h"
#include "kit/audit/audit.h"
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

std::string signature_words(const Call& call, const std::string& certificate)
{
    return certificate.empty() ? call.tr("Không ký số: xác nhận bằng tên và thời điểm")
                               : call.tr("Đã ký số, chứng thư của {{name}}", {{"name", certificate}});
}

void add_batch_facts(View& view, const Call& call, const Batch& it)
{
    View facts = View::array();
    facts.push_back(fact(call.tr("Bên giao"), call.agency_name(it.giver)));
    facts.push_back(fact(call.tr("Người giao xác nhận"),
                         person_line_of(it.giver_name, it.giver_title, it.given_at), "",
                         signature_words(call, it.giver_certificate)));
    facts.push_back(fact(call.tr("Bên nhận"), batches::receiver_name(call.dossiers(), it)));
    if (it.stage == batches::Stage::received && it.closed_at)
        facts.push_back(fact(call.tr("Người nhận xác nhận"),
                             person_line_of(it.closer_name, it.closer_title, *it.closed_at), "",
                             signature_words(call, it.closer_certificate)));
    if (batches::was_cancelled(it) && it.closed_at)
        facts.push_back(
            fact(call.tr("Huỷ phiếu"), base::format_vietnam(*it.closed_at), "",
                 call.tr("{{receiver}} kết thúc hoạt động, hồ sơ trong phiếu chuyển về nhiều cơ quan. Các hồ "
                         "sơ đã trở về danh sách chờ bàn giao.",
                         {{"receiver", batches::receiver_name(call.dossiers(), it)}})));
    else if (it.stage == batches::Stage::withdrawn && it.closed_at)
        facts.push_back(
            fact(call.tr("Rút lại"), person_line_of(it.closer_name, it.closer_title, *it.closed_at)));
    view["facts"] = std::move(facts);
}

const char* line_words(const std::string& state, bool cancelled)
{
    if (state == "accepted") return msg("Đã nhận");
    if (state == "refused") return msg("Không nhận");
    if (state != "withdrawn") return msg("Chờ nhận");
    return cancelled ? msg("Đã huỷ") : msg("Đã rút lại");
}

View batch_line_view(const Call& call, const Batch& it, const batches::Line& line, const View& remark,
                     bool checked)
{
    return {{"no", std::to_string(line.no)},
            {"code", line.code},
            {"href", line.dossier.empty() ? View(false) : View(path_of(line.dossier))},
            {"owner", line.owner},
            {"procedure", line.procedure},
            {"contents", batch_contents(call.tr, it.kind, line.contents)},
            {"checked", checked},
            {"remark", remark},
            {"said", line.remark.empty() ? View(false) : View(line.remark)},
            {"stands", call.tr(line_words(line.state, batches::was_cancelled(it)))},
            {"is_refused", line.state == "refused"}};
}

// By which a leader finds it.
std::string words_of_batch(const Batch& it)
{
    return batches::notation(it.kind, it.number) + ", " + std::to_string(it.year);
}

using FileOf = base::Result<batches::BatchFile> (*)(Services&, db::Transaction&, const Batch&);

http::Response batch_file(const Call& call, FileOf file_of, const std::string& name)
{
    db::Transaction tx = call.begin();
    const auto it = batches::find_batch(tx, call.request.param("batch"));
    if (!it) return call.refuse(batches::no_batch());
    auto file = file_of(call.dossiers(), tx, *it);
    if (!file) return call.refuse(file.error());
    looks::note_many(tx, "batch_file", words_of_batch(*it), call.now);
    audit::record(tx, {.action = "batch.file_exported", .subject = it->uid, .detail = "{}", .at = call.now});
    tx.commit();
    const std::string full = name + "-" + std::to_string(it->year) + "-" + std::to_string(it->number) +
                             (it->kind == batches::Kind::dossiers ? "-ho-so.pdf" : "-ket-qua.pdf");
    if (file->sha256.empty()) return page::made_pdf(std::move(file->bytes), full);
    return page::stored_file(call.dossiers().blobs.open(file->sha256),
                             {.name = full,
                              .media_type = "application/pdf",
                              .sha256 = file->sha256,
                              .download = call.request.query.has("download")});
}

constexpr SigningPart kTake{msg("Ký số biên bản giao nhận"), msg("Ký số và xác nhận đã nhận"),
                            msg("Xác nhận, không ký số"), msg("Xác nhận đã nhận"), "take"};

http::Response batch_show(const Call& call, const base::Error* error)
{
    std::optional<Batch> it;
    std::vector<batches::Line> lines;
    {
        db::Transaction tx = call.begin();
        it = batches::find_batch(tx, call.request.param("batch"));
        if (!it) return call.refuse(batches::no_batch());
        lines = batches::lines_of(tx, *it);
        looks::note_many(tx, "batch", words_of_batch(*it), call.now);
        tx.commit();
    }
    const bool sees_all = std::ssize(lines) == it->lines;
    const bool receives = batches::may_receive(call.actor, *it);
    View view{
        {"title", call.tr(it->kind == batches::Kind::dossiers ? msg("Phiếu bàn giao hồ sơ số {{number}}")
                                                              : msg("Phiếu bàn giao kết quả số {{number}}"),
                          {{"number", batches::notation(it->kind, it->number)}})},
        {"back", {{"href", kBatches}, {"label", call.tr("Bàn giao")}}},
        {"state", batch_state_view(call.tr, *it)},
        {"summary", batch_count(call.tr, it->kind, it->lines)},
        {"receives", receives},
        {"action", batch_path(it->uid) + "/receipt"},
        {"slip_href", sees_all ? View(batch_path(it->uid) + "/slip") : View(false)},
        {"record_href", sees_all && it->stage == batches::Stage::received
                            ? View(batch_path(it->uid) + "/record")
                            : View(false)},
        {"withdraw_href",
         batches::may_withdraw(call.actor, *it) ? View(batch_path(it->uid) + "/withdrawal") : View(false)},
        {"hidden_lines", !sees_all},
        {"rows", View::array()}};
    page::FormView form(view, call.request.form, error, call.tr);
    if (receives) {
        add_signing_part(view, form, call, keys_of(call, scope_of(call.actor), call.actor.official), kTake);
        add_open_acts(view, call);
    }
    const bool sent = error != nullptr;
    const auto taken = call.request.form.all("take");
    // An act of signing that came to nothing: what was said of the lines stands here again.
    auto before = batches::verdicts_of(call.dossiers(), call.actor, it->uid, call.request.query.get("act"));
    if (!before || before->size() != lines.size()) before.emplace(lines.size(), batches::Verdict{true, ""});
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const batches::Line& line = lines[i];
        const batches::Verdict& said = (*before)[i];
        const std::string no = std::to_string(line.no);
        form.field("remark_" + no, call.tr("Ghi chú, lý do không nhận {{code}}", {{"code", line.code}}),
                   said.remark, {{"label_hidden", true}, {"maxlength", "300"}});
        const bool checked = sent ? std::ranges::find(taken, no) != taken.end() : said.taken;
        view["rows"].push_back(batch_line_view(call, *it, line, view["fields"]["remark_" + no], checked));
    }
    view["remark_label"] = call.tr("Ghi chú, lý do không nhận");
    view["columns"] = {
        column(call.tr("Hồ sơ"), "lt-w-30"), column(call.tr("Thủ tục")),
        column(call.tr(it->kind == batches::Kind::dossiers ? msg("Giấy tờ") : msg("Số, ký hiệu")), "lt-w-15"),
        column(receives ? view["remark_label"].get<std::string>() : call.tr("Bên nhận xác nhận"), "lt-w-25")};
    view["pick"] = receives;
    add_batch_facts(view, call, *it);
    if (error == nullptr) page::add_notice(view, call.request, kBatchNotices, call.tr);
    return call.show("dossiers/batches/batch", std::move(view), error);
}

}  // namespace

void add_signing_part(View& view, page::FormView& form, const Call& call, const Keys& keys,
                      const SigningPart& part)
{
    const std::vector<signing::Key> all = keys.all();
    view["can_sign"] = !all.empty();
    view["elsewhere"] = keys.elsewhere;
    view["sign_title"] = call.tr(part.title);
    view["sign_button"] = call.tr(part.sign);
    view["plain_button"] = call.tr(all.empty() ? part.only : part.plain);
    view["plain_action"] = part.action;
    if (!all.empty()) add_key_choice(call, form, all);
}

batches::SigningWish signing_wish(http::Form& form) { return {form.get("key"), form.take_secret("pin")}; }

http::Response batch(const Call& call) { return batch_show(call, nullptr); }

http::Response batch_receive(const Call& call)
{
    http::Form& form = call.request.form;
    batches::SigningWish wish = signing_wish(form);
    const auto taken = form.all("take");
    std::vector<batches::Verdict> verdicts;
    for (std::size_t no = 1; no <= batches::kMostLines; ++no) {
        const std::string text = std::to_string(no);
        const auto remark = form.find("remark_" + text);
        if (!remark) break;
        verdicts.push_back({std::ranges::find(taken, text) != taken.end(), *remark});
    }
    const std::string& uid = call.request.param("batch");
    const auto again = [&](const base::Error& error) {
        return error.fault == base::Fault::invalid ? batch_show(call, &error) : call.refuse(error);
    };
    const bool signs = form.get("action") == "sign";
    if (const auto key =
            signs ? key_away_in_form(call, scope_of(call.actor), call.actor.official) : std::nullopt) {
        const auto act = batches::begin_taking(call.dossiers(), call.actor, uid, verdicts, *key);
        return act ? http::redirect(batch_act_path(*act)) : again(act.error());
    }
    const auto done = batches::receive(call.dossiers(), call.actor, uid, verdicts,
                                       signs ? std::optional(std::move(wish)) : std::nullopt);
    return done ? http::redirect(batch_path(uid) + "?done=received") : again(done.error());
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

http::Response batch_slip(const Call& call) { return batch_file(call, batches::slip_of, "phieu-ban-giao"); }

http::Response batch_record(const Call& call)
{
    return batch_file(call, batches::record_of, "bien-ban-giao-nhan");
}

}  // namespace lt::dossiers::pages
