// Digitising one scan: the picture on one side, what was read of it on the other. See pages.h.
#include "dossiers/digitise/pages.h"

#include <nlohmann/json.hpp>

#include "dossiers/digitise/digitise.h"
#include "dossiers/digitise/elsewhere.h"
#include "dossiers/pages/key_choice.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/page/notice.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::pages {
namespace {

constexpr std::array kDigitiseNotices{
    page::Notice{"reading",
                 msg("Máy đang đọc bản quét, thường mất dưới một phút. Trang tự tải lại khi đọc xong.")},
    page::Notice{"unsigned", msg("Đã đưa vào kho, chưa ký số. Giấy tờ chỉ dùng lại được sau khi ký số.")},
    page::Notice{"signed", msg("Đã ký số và đưa vào kho dữ liệu điện tử của công dân, tổ chức.")},
};

std::string digitise_path(const std::string& dossier, const std::string& file)
{
    return path_of(dossier) + "/digitise/" + file;
}

std::string day_text(const std::optional<base::Day>& day) { return day ? base::format_day(*day) : ""; }

void add_copy_fields(page::FormView& form, const Call& call, const Paper& paper, const vault::Paper& kept,
                     const vault::Found& found)
{
    const page::Words& tr = call.tr;
    form.field("name", tr("Tên giấy tờ"), kept.name.empty() ? paper.name : kept.name);
    const View day{{"width", "10"}, {"inputmode", "numeric"}, {"autocomplete", "off"}};
    form.field("number", tr("Số giấy tờ"), found.number, {{"width", "20"}});
    form.field("issuer", tr("Cơ quan cấp"), found.issuer);
    form.field("issued_on", tr("Ngày cấp"), day_text(found.issued_on), day);
    form.field("valid_from", tr("Có giá trị từ ngày"), day_text(kept.valid_from), day);
    form.field("valid_to", tr("Có giá trị đến hết ngày"), day_text(found.valid_to), day);
    form.field("full_name", tr("Họ và tên trên giấy"), found.full_name, {{"autocomplete", "off"}});
    form.field("identity_number", tr("Số định danh trên giấy"), found.identity_number,
               {{"width", "20"}, {"inputmode", "numeric"}, {"autocomplete", "off"}});
    form.field("born_on", tr("Ngày sinh trên giấy"), day_text(found.born_on), day);
    form.field("address", tr("Nơi ở, nơi sinh hoặc địa chỉ thửa đất"), found.address);
}

View copy_facts(const page::Words& tr, const vault::Paper& kept)
{
    View facts = View::array();
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty()) facts.push_back(fact(tr(key), value));
    };
    add(msg("Tên giấy tờ"), kept.name);
    add(msg("Số giấy tờ"), kept.number);
    add(msg("Ngày cấp"), day_text(kept.issued_on));
    add(msg("Cơ quan cấp"), kept.issuer);
    add(msg("Có giá trị từ ngày"), day_text(kept.valid_from));
    add(msg("Có giá trị đến hết ngày"), day_text(kept.valid_to));
    return facts;
}

void add_copy_keys(View& view, page::FormView& form, const Call& call)
{
    const auto keys = keys_of(call, scope_of(call.actor), call.actor.official).all();
    view["has_keys"] = !keys.empty();
    if (!keys.empty()) add_key_choice(call, form, keys);
}

View scan_view(const Dossier& dossier, const File& scan, const Digitisation& digitisation)
{
    // What browsers don't show is shown as the PDF that was made of it.
    const bool own = page::shown_inline(scan.media_type);
    const std::string file = path_of(dossier.uid) + "/files/" + scan.uid;
    const std::string shown = own                           ? file
                              : digitisation.sha256.empty() ? ""
                                                            : digitise_path(dossier.uid, scan.uid) + "/copy";
    return {{"name", scan.name},
            {"facts", base::format_size(scan.size)},
            {"verdict", false},
            {"preserved", false},
            {"download_href", file + "?download"},
            {"href", shown.empty() ? View(false) : View(shown)},
            {"image", own && scan.media_type.starts_with("image/")}};
}

http::Response digitise_page(const Call& call, const base::Error* error)
{
    const std::string begun = open_copy_act(call.dossiers(), call.actor, call.request.param("file"));
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    if (!may_digitise(call.actor, *dossier))
        return call.refuse(
            base::forbidden(msg("Chỉ bộ phận một cửa và cơ quan giải quyết số hoá giấy tờ của hồ sơ.")));
    const auto scan = store::find_file(tx, dossier->id, call.request.param("file"));
    std::optional<Paper> paper;
    for (const Paper& one : store::papers(tx, dossier->id))
        if (scan && one.no == scan->paper) paper = one;
    if (!paper) return call.refuse(base::not_found(msg("Không có bản quét này trong thành phần hồ sơ.")));
    const Digitisation digitisation = store::find_digitisation(tx, dossier->id, scan->uid);
    vault::OfDossier item;
    bool signed_before = false;  // another scan of it
    for (const vault::OfDossier& one : vault::of_dossier(tx, dossier->uid)) {
        if (one.used || one.source != vault::Source::paper || one.no != paper->no) continue;
        if (one.uid == digitisation.item)
            item = one;
        else
            signed_before = vault::counts(one.signature);
    }
    call.note_look(tx, *dossier, "digitise");
    tx.commit();

    const bool done = vault::counts(item.signature);
    // Who types does not wait for the machine, and nothing that is typed is lost when the page comes anew.
    const bool reading = digitisation.state == "reading";
    const bool types = call.request.query.has("typed") || error != nullptr;
    View view{
        {"title", call.tr("Số hoá: {{name}}", {{"name", paper->name}})},
        {"back", {{"href", path_of(dossier->uid)}, {"label", dossier->code}}},
        {"intro", dossier->owner.name + " · " + dossier->code},
        {"action", digitise_path(dossier->uid, scan->uid)},
        {"file", scan_view(*dossier, *scan, digitisation)},
        {"type", type_of(*paper)},
        {"not_begun", digitisation.state.empty()},
        {"reading", reading},
        {"typed_href",
         reading && !types ? View(digitise_path(dossier->uid, scan->uid) + "?typed") : View(false)},
        {"read", digitisation.state == "read"},
        {"again", digitisation.state == "failed" || digitisation.state == "read"},
        {"message", digitisation.message.empty() ? View(false) : View(call.tr(digitisation.message))},
        {"done", done},
        {"signed_before", signed_before},
        {"open", !done && (!reading || types)},
        {"begun", begun.empty() ? View(false) : View(copy_act_path(begun))},
        {"in_vault", item.uid.empty() ? View(false) : View(call.tr(vault::signature_words(item.signature)))},
        {"vault_href", path_of(dossier->uid) + "/vault/" + item.uid}};
    if (done) view["facts"] = copy_facts(call.tr, item.paper);
    page::FormView form(view, call.request.form, error, call.tr);
    add_copy_fields(form, call, *paper, item.paper, digitisation.found);
    add_copy_keys(view, form, call);
    page::add_notice(view, call.request, kDigitiseNotices, call.tr);
    http::Response response = call.show("dossiers/digitise/paper", std::move(view), error);
    if (reading && !types) response.header("Refresh", "5; url=" + digitise_path(dossier->uid, scan->uid));
    return response;
}

Confirmation confirmation_in(const Call& call, bool sign, bool away)
{
    http::Form& form = call.request.form;
    Confirmation out;
    const auto day = [&](const char* name) {
        auto value = base::parse_day(form.get(name));
        if (!form.get(name).empty() && !value)
            out.wrong.emplace_back(name, msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
        return value;
    };
    out.paper = {.name = base::normalise(form.get("name")),
                 .number = base::normalise(form.get("number")),
                 .issuer = base::normalise(form.get("issuer")),
                 .issued_on = day("issued_on"),
                 .valid_from = day("valid_from"),
                 .valid_to = day("valid_to")};
    out.found = {.identity_number = base::normalise(form.get("identity_number")),
                 .full_name = base::normalise(form.get("full_name")),
                 .born_on = day("born_on"),
                 .address = base::normalise(form.get("address"))};
    out.pin = form.take_secret("pin");
    if (!sign) return out;
    out.key = form.get("key");
    if (out.key.empty())
        out.wrong.emplace_back("key", msg("Bạn chưa có chứng thư số dùng được ở đây. Thêm chứng thư ở trang "
                                          "“Khoá ký số của tôi”, hoặc đưa vào kho chưa ký rồi ký sau."));
    else if (out.pin.empty() && !away)
        out.wrong.emplace_back("pin", msg("Nhập mã PIN hoặc mật khẩu của khoá."));
    return out;
}

}  // namespace

http::Response digitise_form(const Call& call) { return digitise_page(call, nullptr); }

http::Response digitise_send(const Call& call)
{
    const bool sign = call.request.form.get("action") != "keep";
    const std::string& file = call.request.param("file");
    const auto key = sign ? key_away_in_form(call, scope_of(call.actor), call.actor.official) : std::nullopt;
    Confirmation wanted = confirmation_in(call, sign, key.has_value());
    const auto item = key ? begin_copy_act(call.dossiers(), call.actor, call.uid(), file, *key, wanted)
                          : confirm_copy(call.dossiers(), call.actor, call.uid(), file, std::move(wanted));
    if (item && key) return http::redirect(copy_act_path(*item));
    if (item)
        return http::redirect(digitise_path(call.uid(), file) + (sign ? "?done=signed" : "?done=unsigned"));
    return item.error().fault == base::Fault::invalid ? digitise_page(call, &item.error())
                                                      : call.refuse(item.error());
}

http::Response digitise_read(const Call& call)
{
    const std::string& file = call.request.param("file");
    const auto begun = begin_reading(call.dossiers(), call.actor, call.uid(), file);
    return begun ? http::redirect(digitise_path(call.uid(), file) + "?done=reading")
                 : call.refuse(begun.error());
}

http::Response digitise_copy(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    const auto scan = dossier ? store::find_file(tx, dossier->id, call.request.param("file")) : std::nullopt;
    const Digitisation digitisation =
        scan ? store::find_digitisation(tx, dossier->id, scan->uid) : Digitisation{};
    if (digitisation.sha256.empty()) return call.refuse(base::not_found(msg("Không có tệp này.")));
    call.note_look(tx, *dossier, "file");
    tx.commit();
    return page::stored_file(call.dossiers().blobs.open(digitisation.sha256),
                             {.name = scan->name + ".pdf",
                              .media_type = "application/pdf",
                              .sha256 = digitisation.sha256,
                              .download = call.request.query.has("download")});
}

http::Response vault_file(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    const auto opened = vault::open(tx, dossier->uid, call.request.param("item"), "dossier", call.now);
    if (!opened) return call.refuse(base::not_found(msg("Không có tệp này.")));
    tx.commit();
    return page::stored_file(call.dossiers().blobs.open(opened->sha256),
                             {.name = opened->file_name,
                              .media_type = opened->media_type,
                              .sha256 = opened->sha256,
                              .download = call.request.query.has("download")});
}

}  // namespace lt::dossiers::pages
