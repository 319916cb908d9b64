// See given_slips.h.
#include "dossiers/given_slips.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/batches/actions.h"
#include "dossiers/letterhead.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "slips/api.h"

namespace lt::dossiers {

using base::msg;
using Json = nlohmann::json;

namespace {

struct Kind {
    std::string_view key;
    const char* title;
    const char* file;      // first part of the file's name
    const char* form;      // "Mẫu số 01"
    const char* notation;  // behind its number; "" for a kind without one
};
// Thông tư 03/2025/TT-VPCP, Phụ lục I; the last two are no forms of it.
constexpr std::array kKinds{
    Kind{"receipt", msg("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"), "giay-tiep-nhan", "Mẫu số 01", ""},
    Kind{"supplement", msg("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"), "phieu-bo-sung", "Mẫu số 02", "HDHS"},
    Kind{"refusal", msg("Phiếu từ chối tiếp nhận giải quyết hồ sơ"), "phieu-tu-choi", "Mẫu số 03", "TCHS"},
    Kind{"apology", msg("Văn bản xin lỗi và đề nghị gia hạn"), "van-ban-xin-loi", "Mẫu số 04", "PXL"},
    Kind{"stop", msg("Thông báo dừng giải quyết hồ sơ"), "thong-bao-dung", "Mẫu số 05", "TBDHS"},
    Kind{"control", msg("Phiếu kiểm soát quá trình giải quyết hồ sơ"), "phieu-kiem-soat", "Mẫu số 06", ""},
    Kind{"return", msg("Giấy giao nhận kết quả"), "giao-nhan-ket-qua", "", ""},
    Kind{"fees", msg("Phiếu thu phí, lệ phí"), "phieu-thu", "", ""},
};
constexpr const char* kBasis = "Thông tư số 03/2025/TT-VPCP";

const Kind& kind_of(std::string_view key)
{
    const auto* it = std::ranges::find(kKinds, key, &Kind::key);
    if (it == kKinds.end()) throw base::Bug("no such form of a dossier");
    return *it;
}

Json time_json(const std::optional<base::Time>& time)
{
    return time ? Json(time->time_since_epoch().count()) : Json(nullptr);
}
std::optional<base::Time> time_of(const Json& json)
{
    if (json.is_null()) return std::nullopt;
    return base::Time(std::chrono::microseconds(json.get<std::int64_t>()));
}

// "Chủ tịch\nNguyễn Văn A" signs what a leader decides.
slips::Signer signer_of(const Json& content)
{
    return {.title = base::upper(content.value("title", "")), .name = content.value("official", "")};
}

slips::Person person_of(const Person& person)
{
    return {.name = person.name,
            .identity = person.number,
            .address = person.address,
            .phone = person.phone,
            .email = person.email};
}

std::string duration_of(const Dossier& dossier)
{
    if (!dossier.life.clock) return "";
    const calendar::Duration& duration = dossier.life.clock->limit.duration;
    std::string amount = std::to_string(duration.amount);
    amount.erase(amount.find_last_not_of('0') + 1);
    if (amount.ends_with('.')) amount.pop_back();
    std::ranges::replace(amount, '.', ',');
    switch (duration.unit) {
    case calendar::Unit::working_hours: return amount + " giờ làm việc";
    case calendar::Unit::working_days: return duration.amount == 0 ? "Trong ngày" : amount + " ngày làm việc";
    case calendar::Unit::calendar_days: break;
    }
    return amount + " ngày";
}

std::string fee_words(const std::vector<Fee>& fees)
{
    std::int64_t before = 0;
    std::int64_t after = 0;
    for (const Fee& fee : fees) (fee.at_reception ? before : after) += fee.amount;
    if (fees.empty()) return "Không thu";
    if (before + after == 0) return "Miễn thu";
    std::string out;
    if (before > 0) out = "Thu trước: " + base::group_thousands(before) + " đồng";
    if (after > 0)
        out += (out.empty() ? "" : "; ") + ("Thu khi trả kết quả: " + base::group_thousands(after) + " đồng");
    return out;
}

class Printing {
public:
    Printing(Services& services, db::Transaction& tx, const Dossier& dossier, const store::Slip& slip)
        : services_(services), tx_(tx), dossier_(dossier), slip_(slip), content_(Json::parse(slip.content)),
          directory_(services.directory.snapshot())
    {
    }

    std::string print()
    {
        if (slip_.kind == "receipt") return receipt();
        if (slip_.kind == "supplement") return supplement();
        if (slip_.kind == "refusal")
            return slips::refusal_pdf({.heading = heading(),
                                       .dossier = dossier(),
                                       .reason = content_.value("reason", ""),
                                       .guidance = {},
                                       .receiver = content_.value("official", "")});
        if (slip_.kind == "apology") return apology();
        if (slip_.kind == "stop") return stop();
        if (slip_.kind == "return") return result_note();
        if (slip_.kind == "fees") return fee_note();
        return control();
    }

private:
    const directory::Agency* agency(std::int64_t id) const { return directory_->find(id); }
    std::string agency_name(std::int64_t id) const
    {
        const directory::Agency* found = agency(id);
        return found == nullptr ? std::string() : whole_name(found->name);
    }

    slips::Heading heading() const
    {
        const Kind& kind = kind_of(slip_.kind);
        const directory::Agency* desk = agency(dossier_.agency);
        slips::Heading out{.form = kind.form, .basis = kind.form[0] == '\0' ? "" : kBasis, .at = slip_.at};
        if (desk != nullptr) out.office = letterhead(*directory_, *desk);
        if (slip_.number > 0) out.number = std::to_string(slip_.number) + "/" + kind.notation;
        return out;
    }

    slips::Dossier dossier() const
    {
        const Person& hands_in = dossier_.agent ? *dossier_.agent : dossier_.owner;
        return {.code = dossier_.code,
                .request = dossier_.procedure_name,
                .applicant = person_of(hands_in),
                .owner = dossier_.agent ? dossier_.owner.name : std::string(),
                .owner_address = dossier_.agent ? dossier_.owner.address : std::string(),
                .received_at = dossier_.life.received_at,
                .due_at = slip_.kind == "receipt" ? dossier_.first_due_at
                                                  : time_of(content_.value("due_before", Json(nullptr)))};
    }

    std::string receipt()
    {
        slips::Receipt out{.heading = heading(), .dossier = dossier()};
        for (const Paper& paper : store::papers(tx_, dossier_.id)) {
            if (paper.originals + paper.certified + paper.copies == 0) continue;
            out.papers.push_back({.name = paper.name,
                                  .originals = static_cast<unsigned>(paper.originals),
                                  .certified = static_cast<unsigned>(paper.certified),
                                  .copies = static_cast<unsigned>(paper.copies)});
        }
        out.sets = static_cast<unsigned>(dossier_.sets);
        out.duration = duration_of(dossier_);
        out.fee = fee_words(store::fees(tx_, dossier_.id));
        out.result_place = dossier_.delivery == Delivery::desk ? agency_name(dossier_.agency)
                           : dossier_.delivery == Delivery::post
                               ? "Qua bưu chính công ích: " + dossier_.delivery_to
                               : "Bản điện tử";
        // Without the address of the site a QR code would lead nowhere.
        if (!services_.site.empty()) out.look_up = services_.site + "/tra-cuu/" + dossier_.code;
        out.receiver = content_.value("official", "");
        return slips::receipt_pdf(out);
    }

    std::string supplement()
    {
        slips::Supplement out{.heading = heading(),
                              .dossier = dossier(),
                              .reason = content_.value("reason", ""),
                              .until = time_of(content_.value("due_after", Json(nullptr))),
                              .guide = content_.value("official", "")};
        for (const Json& paper : content_.at("papers"))
            out.missing.push_back({.paper = paper.at("name"), .what = paper.at("why")});
        return slips::supplement_pdf(out);
    }

    std::string apology()
    {
        return slips::apology_pdf(
            {.heading = heading(),
             .dossier = dossier(),
             .agency = agency_name(dossier_.decides),
             .reason = content_.value("reason", ""),
             .new_due = time_of(content_.value("due_after", Json(nullptr))).value_or(slip_.at),
             .signer = signer_of(content_)});
    }

    std::string stop()
    {
        const bool asked = content_.value("act", "") == to_text(ActKind::withdraw);
        slips::Stop out{.heading = heading(),
                        .dossier = dossier(),
                        .agency = agency_name(dossier_.decides),
                        .asked_by_applicant = asked,
                        .grounds = content_.value("reason", ""),
                        .signer = signer_of(content_)};
        if (asked) out.asked_on = base::vietnam_day(slip_.at);
        return slips::stop_pdf(out);
    }

    std::string result_note()
    {
        slips::ResultNote out{
            .heading = heading(), .dossier = dossier(), .giver = content_.value("official", "")};
        for (const Outcome& one : store::outcomes(tx_, dossier_.id)) {
            out.result += (out.result.empty() ? "" : "; ") + one.name;
            if (out.result_number.empty()) out.result_number = one.number;
            if (!out.result_day) out.result_day = one.issued_on;
        }
        if (out.result.empty()) out.result = dossier_.procedure_name;
        if (const auto given = store::find_return(tx_, dossier_.id)) {
            out.receiver = {.name = given->taken_by, .identity = given->taken_number};
            out.authority = given->by_right;
            out.delivery = words_of(given->means);
        }
        return slips::result_note_pdf(out);
    }

    std::string fee_note()
    {
        slips::FeeNote out{.heading = heading(),
                           .dossier = dossier(),
                           .payer = dossier_.agent ? dossier_.agent->name : dossier_.owner.name,
                           .cashier = content_.value("official", "")};
        for (const Fee& fee : store::fees(tx_, dossier_.id)) {
            if (fee.state != "paid" || fee.paid_at != slip_.at) continue;
            out.lines.push_back({.name = fee.name, .basis = fee.basis, .price = fee.amount});
            out.method = fee.means == "cash"       ? "Tiền mặt"
                         : fee.means == "transfer" ? "Chuyển khoản"
                                                   : "Trực tuyến";
        }
        return slips::fee_note_pdf(out);
    }

    std::string control()
    {
        slips::ControlSlip out{.heading = heading(), .dossier = dossier()};
        out.dossier.due_at = dossier_.first_due_at;
        const auto history = store::events(tx_, dossier_.id);
        for (std::size_t i = 0; i < history.size(); ++i) {
            const Event& event = history[i];
            if (event.act == ActKind::note) continue;
            slips::Handing step{.from = agency_name(event.agency),
                                .to = agency_name(dossier_.decides),
                                .at = event.at,
                                .result = words_of(event.act),
                                .note = event.reason};
            if (event.act == ActKind::resolve) {
                step.to = agency_name(dossier_.agency);
                switch (timeliness(dossier_.due_at, event.at)) {
                case Timeliness::early: step.outcome = slips::Outcome::early; break;
                case Timeliness::on_time: step.outcome = slips::Outcome::on_time; break;
                case Timeliness::late: step.outcome = slips::Outcome::late; break;
                }
            }
            out.steps.push_back(std::move(step));
        }
        for (const batches::Passing& passing : batches::passings(tx_, dossier_.id))
            out.steps.push_back(handing_of(passing));
        std::ranges::stable_sort(out.steps, {}, &slips::Handing::at);
        return slips::control_slip_pdf(out);
    }

    // Who handed the papers over, and who took them.
    slips::Handing handing_of(const batches::Passing& passing) const
    {
        const batches::Batch& batch = passing.batch;
        slips::Handing step{.from = agency_name(batch.giver),
                            .to = batches::whole_receiver_name(services_, batch),
                            .at = batch.given_at,
                            .giver = batch.giver_name,
                            .receiver = batch.closer_name,
                            .result = batches::words_of(batch.kind),
                            .note = "Phiếu " + batches::notation(batch.kind, batch.number)};
        if (batch.closed_at) step.note += ", nhận " + base::format_vietnam(*batch.closed_at);
        if (passing.state == "refused") step.note += ". Không nhận";
        if (!passing.remark.empty()) step.note += ": " + passing.remark;
        return step;
    }

    Services& services_;
    db::Transaction& tx_;
    const Dossier& dossier_;
    const store::Slip& slip_;
    Json content_;
    std::shared_ptr<const directory::Snapshot> directory_;
};

}  // namespace

void give_slip(Services&, db::Transaction& tx, const Actor& actor, const Dossier& dossier,
               const SlipFacts& facts)
{
    Json papers = Json::array();
    for (const auto& [name, why] : facts.papers) papers.push_back({{"name", name}, {"why", why}});
    store::Slip slip{.uid = base::new_uid(facts.at),
                     .kind = facts.kind,
                     .event_no = dossier.version,
                     .year =
                         static_cast<int>(std::chrono::year_month_day(base::vietnam_day(facts.at)).year()),
                     .content = Json{{"reason", facts.reason},
                                     {"basis", facts.basis},
                                     {"act", facts.act},
                                     {"due_before", time_json(facts.due_before)},
                                     {"due_after", time_json(facts.due_after)},
                                     {"official", actor.name},
                                     {"title", actor.title},
                                     {"papers", std::move(papers)}}
                                    .dump(),
                     .at = facts.at};
    if (kind_of(facts.kind).notation[0] != '\0')
        slip.number = store::take_number(tx, actor.agency, facts.kind, std::to_string(slip.year));
    store::add_slip(tx, dossier, slip);
}

std::string slip_file(Services& services, db::Transaction& tx, const Dossier& dossier,
                      const store::Slip& slip)
{
    constexpr std::uint64_t kLargest = 16ULL << 20;
    if (!slip.sha256.empty()) return services.blobs.get(slip.sha256, kLargest);
    std::string file = Printing(services, tx, dossier, slip).print();
    const blob::Blob kept = services.blobs.put(file);
    blob::remember(tx, kept);
    store::keep_slip(tx, slip.uid, kept.sha256);
    return file;
}

std::string control_slip(Services& services, db::Transaction& tx, const Dossier& dossier, base::Time now)
{
    const store::Slip slip{.kind = "control", .content = R"({"papers": []})", .at = now};
    return Printing(services, tx, dossier, slip).print();
}

std::string slip_name(const std::string& kind, const std::string& code)
{
    return std::string(kind_of(kind).file) + "-" + code + ".pdf";
}

const char* slip_title(const std::string& kind) { return kind_of(kind).title; }

}  // namespace lt::dossiers
