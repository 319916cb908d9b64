// What is added to a dossier beside its acts: fees that were paid, files. See acts.h.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/acts.h"
#include "dossiers/given_slips.h"
#include "dossiers/linked/linking.h"
#include "dossiers/new_files.h"
#include "dossiers/scans/scans.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/blob/uploads.h"

namespace lt::dossiers {

using base::msg;

base::Result<std::vector<File>> keep_files(db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                                           const std::vector<NewFile>& files, const char* kind,
                                           base::Time now)
{
    std::vector<File> out;
    std::vector<std::string> uploads;
    // A form that names a paper of another dossier: no page would list its file.
    const auto papers = std::ranges::any_of(files, [](const NewFile& file) { return file.paper >= 0; })
                            ? store::papers(tx, dossier.id)
                            : std::vector<Paper>();
    for (const NewFile& file : files)
        if (file.paper >= 0 && std::ranges::find(papers, file.paper, &Paper::no) == papers.end())
            return base::invalid(
                "files",
                {msg("Tệp “{{name}}” gửi cho giấy tờ mà hồ sơ không có. Mở lại trang rồi chọn lại tệp."),
                 {{"name", file.name}}});
    for (const NewFile& file : files) {
        blob::remember(tx, file.blob);
        if (file.scan && !scans::claim(tx, file.scan, dossier, now))
            return base::invalid(
                "scanned", {msg("Tệp quét “{{name}}” vừa được lấy vào hồ sơ khác. Xem lại thư mục quét."),
                            {{"name", file.name}}});
        if (!file.upload.empty()) uploads.push_back(file.upload);
        out.push_back({.uid = base::new_uid(now),
                       .paper = file.paper,
                       .kind = file.paper >= 0 ? "paper" : kind,
                       .name = file.name,
                       .media_type = file.blob.media_type,
                       .size = file.blob.size,
                       .sha256 = file.blob.sha256,
                       .added_at = now});
    }
    if (!uploads.empty() && !blob::use(tx, uploads, now).empty())
        return base::invalid(
            "files", msg("Tệp đã nằm trong một hồ sơ khác hoặc đã chờ quá lâu. Chọn lại tệp rồi gửi."));
    store::add_files(tx, dossier, out, actor.official);
    return out;
}

base::Result<store::Taken> take_payment(Services& services, const Actor& actor, const std::string& uid,
                                        const store::Payment& payment)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (actor.role != directory::Role::desk_staff || !part_of(actor, *dossier).receives)
        return base::forbidden(msg("Chỉ bộ phận một cửa thu phí, lệ phí."));
    base::Wrong wrong;
    if (payment.fees.empty()) wrong.emplace_back("fees", msg("Chọn khoản phí, lệ phí đã thu."));
    if (payment.means != "cash" && payment.means != "transfer" && payment.means != "online")
        wrong.emplace_back("means", msg("Chọn hình thức nộp."));
    if (payment.receipt.size() > 50) wrong.emplace_back("receipt", msg("Số biên lai dài quá 50 ký tự."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    const store::Taken taken = store::take_fees(tx, dossier->id, payment, now, actor.official);
    if (taken.fees == 0)
        return base::invalid("fees", msg("Khoản đã chọn không còn phải thu. Xem lại danh sách."));
    if (!store::fees_due(tx, dossier->id)) dossier->money = "paid";
    store::update(tx, *dossier, now);
    store::add_event(
        tx, *dossier,
        {.no = dossier->version,
         .act = ActKind::note,
         .state = dossier->life.state,
         .reason =
             base::Message(msg("Đã thu {{amount}} đồng."), {{"amount", base::group_thousands(taken.amount)}})
                 .str(),
         .detail =
             nlohmann::json{{"paid", taken.amount}, {"means", payment.means}, {"fees", payment.fees}}.dump(),
         .at = now});
    give_slip(services, tx, actor, *dossier, {.kind = "fees", .at = now});
    audit::record(tx, {.action = "dossier.fees_taken",
                       .subject = dossier->uid,
                       .detail = nlohmann::json{{"amount", taken.amount}, {"means", payment.means}}.dump(),
                       .at = now});
    tx.commit();
    return taken;
}

base::Result<base::Done> attach(Services& services, const Actor& actor, const std::string& uid,
                                const std::vector<NewFile>& files)
{
    const base::Time now = services.clock->now();
    if (files.empty()) return base::invalid("files", msg("Chọn ít nhất một tệp để thêm."));
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (is_over(dossier->life.state)) return base::conflict(msg("Hồ sơ đã kết thúc, không thêm tệp được."));
    if (const auto kept = keep_files(tx, actor, *dossier, files, "other", now); !kept) return kept.error();
    linked::share_later(services, tx, *dossier);
    store::update(tx, *dossier, now);
    store::add_event(
        tx, *dossier,
        {.no = dossier->version,
         .act = ActKind::note,
         .state = dossier->life.state,
         .reason = base::Message(msg("Thêm {{count}} tệp"), {{"count", std::to_string(files.size())}}).str(),
         .detail = "{}",
         .at = now});
    audit::record(tx, {.action = "dossier.files_added", .subject = dossier->uid, .detail = "{}", .at = now});
    tx.commit();
    return base::Done{};
}

}  // namespace lt::dossiers
