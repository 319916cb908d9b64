// See slip_forms.h.
#include "dossiers/slip_forms.h"

#include <algorithm>
#include <array>

#include "directory/api.h"
#include "dossiers/before.h"
#include "dossiers/letterhead.h"
#include "dossiers/lists.h"
#include "dossiers/queries.h"
#include "kit/base/text.h"

namespace lt::dossiers {

using base::msg;

namespace {

// Thông tư 03/2025/TT-VPCP, Phụ lục I; the last two are no forms of it.
constexpr std::array kKinds{
    SlipKind{"receipt", msg("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"), "giay-tiep-nhan", "Mẫu số 01", ""},
    SlipKind{"supplement", msg("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"), "phieu-bo-sung", "Mẫu số 02",
             "HDHS"},
    SlipKind{"refusal", msg("Phiếu từ chối tiếp nhận giải quyết hồ sơ"), "phieu-tu-choi", "Mẫu số 03",
             "TCHS"},
    SlipKind{"apology", msg("Văn bản xin lỗi và đề nghị gia hạn"), "van-ban-xin-loi", "Mẫu số 04", "PXL"},
    SlipKind{"stop", msg("Thông báo dừng giải quyết hồ sơ"), "thong-bao-dung", "Mẫu số 05", "TBDHS"},
    SlipKind{"control", msg("Phiếu kiểm soát quá trình giải quyết hồ sơ"), "phieu-kiem-soat", "Mẫu số 06",
             "KSHS"},
    SlipKind{"return", msg("Giấy giao nhận kết quả"), "giao-nhan-ket-qua", "", ""},
    SlipKind{"fees", msg("Phiếu thu phí, lệ phí"), "phieu-thu", "", ""},
};

slips::Person person_of(const Person& person)
{
    return {.name = person.name,
            .identity = person.number,
            .address = person.address,
            .phone = person.phone,
            .email = person.email};
}

std::string duration_words(const calendar::Duration& duration)
{
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

std::string dong(std::int64_t amount) { return base::group_thousands(amount) + " đồng"; }

std::string fee_words(const std::vector<Fee>& fees)
{
    std::int64_t before = 0;
    std::int64_t after = 0;
    for (const Fee& fee : fees) (fee.at_reception ? before : after) += fee.amount;
    if (fees.empty()) return "Không thu";
    if (before + after == 0) return "Miễn thu";
    std::string out;
    if (before > 0) out = "Thu trước: " + dong(before);
    if (after > 0) out += (out.empty() ? "" : "; ") + ("Thu khi trả kết quả: " + dong(after));
    return out;
}

// What was paid of the fees of a dossier that is stopped, and what becomes of it.
std::string money_words(const std::vector<Fee>& fees, State before)
{
    std::int64_t paid = 0;
    std::int64_t all = 0;
    std::string receipts;
    for (const Fee& fee : fees) {
        all += fee.amount;
        if (fee.state != "paid") continue;
        paid += fee.amount;
        if (!fee.receipt.empty()) receipts += (receipts.empty() ? "" : ", ") + fee.receipt;
    }
    std::string out = "Chưa thu phí, lệ phí";
    if (fees.empty()) out = "Không thu phí, lệ phí";
    if (!fees.empty() && all == 0) out = "Miễn thu phí, lệ phí";
    if (paid > 0)
        out = "Đã thu " + dong(paid) + (receipts.empty() ? "" : " (biên lai số " + receipts + ")") +
              "; việc hoàn trả thực hiện theo quy định về phí, lệ phí";
    if (before == State::payment) out += ". Nghĩa vụ tài chính đã yêu cầu thì không phải thực hiện nữa";
    return out;
}

std::string two_digits(int count) { return (count < 10 ? "0" : "") + std::to_string(count); }

std::string count_words(const Paper& paper)
{
    std::string out;
    const auto add = [&](int count, const char* what) {
        if (count > 0) out += (out.empty() ? "" : ", ") + two_digits(count) + " " + what;
    };
    add(paper.originals, "bản chính");
    add(paper.certified, "bản chứng thực");
    add(paper.copies, "bản sao");
    return out;
}

std::string returned_words(const std::vector<Paper>& papers)
{
    std::string out;
    for (const Paper& paper : papers)
        if (const std::string counts = count_words(paper); !counts.empty())
            out += (out.empty() ? "" : "; ") + counts + " " + paper.name;
    return out.empty() ? "Không có bản giấy phải trả lại" : "Trả lại người nộp hồ sơ: " + out;
}

bool was_handed_in(const Paper& paper) { return paper.originals + paper.certified + paper.copies > 0; }

class Composing {
public:
    Composing(Services& services, db::Transaction& tx, const Dossier& dossier, const SlipFacts& facts,
              const Stamp& stamp)
        : services_(services), tx_(tx), dossier_(dossier), facts_(facts), stamp_(stamp)
    {
    }

    slips::Content compose() const
    {
        if (stamp_.kind == "receipt") return receipt();
        if (stamp_.kind == "supplement") return supplement();
        if (stamp_.kind == "refusal")
            return slips::Refusal{
                .heading = heading(), .dossier = dossier(), .reason = facts_.reason, .receiver = stamp_.name};
        if (stamp_.kind == "apology") return apology();
        if (stamp_.kind == "stop") return stop();
        if (stamp_.kind == "return") return result_note();
        CHECK(stamp_.kind == "fees");
        return fee_note();
    }

private:
    slips::Heading heading() const { return heading_of(services_, stamp_); }
    std::string agency_name(std::int64_t id) const { return whole_agency_name(services_, id); }
    slips::Dossier dossier() const
    {
        slips::Dossier out = facts_of(dossier_);
        // A dossier that has its result is not due any more.
        const bool promised = stamp_.kind == "receipt" || stamp_.kind == "return";
        out.due_at = promised ? dossier_.first_due_at : facts_.due_before;
        return out;
    }

    slips::Receipt receipt() const
    {
        const HandedIn in = facts_.in ? *facts_.in : handed_in();
        slips::Receipt out{.heading = heading(), .dossier = dossier()};
        for (const Paper& paper : in.papers) {
            const bool reused = paper.source != "brought";
            const bool electronic = reused || std::ranges::find(in.scanned, paper.no) != in.scanned.end();
            if (!electronic && !was_handed_in(paper)) continue;
            out.papers.push_back({.name = paper.name,
                                  .originals = static_cast<unsigned>(paper.originals),
                                  .certified = static_cast<unsigned>(paper.certified),
                                  .copies = static_cast<unsigned>(paper.copies),
                                  .electronic = electronic && !was_handed_in(paper),
                                  .note = reused ? "Khai thác từ kho dữ liệu" : ""});
        }
        out.sets = static_cast<unsigned>(dossier_.sets);
        if (dossier_.life.clock) out.duration = duration_words(dossier_.life.clock->limit.duration);
        out.fee = fee_words(in.fees);
        out.result_place = dossier_.delivery == Delivery::desk ? agency_name(dossier_.agency)
                           : dossier_.delivery == Delivery::post
                               ? "Qua bưu chính công ích: " + dossier_.delivery_to
                               : "Bản điện tử";
        // Without the address of the site a QR code would lead nowhere.
        if (!services_.site.empty()) out.look_up = services_.site + "/tra-cuu/" + dossier_.code;
        out.receiver = stamp_.name;
        return out;
    }

    HandedIn handed_in() const
    {
        HandedIn out{.papers = store::papers(tx_, dossier_.id), .fees = store::fees(tx_, dossier_.id)};
        for (const File& file : store::files(tx_, dossier_.id))
            if (file.paper >= 0 && !file.replaced_at) out.scanned.push_back(file.paper);
        return out;
    }

    slips::Supplement supplement() const
    {
        slips::Supplement out{.heading = heading(),
                              .dossier = dossier(),
                              .reason = facts_.reason,
                              .until = facts_.due_after,
                              .guide = stamp_.name};
        const db::Rows phone = tx_.run(sql::official_phone, stamp_.official);
        if (!phone.empty()) out.contact_phone = phone[0]["phone"].str();
        const auto all = store::papers(tx_, dossier_.id);
        for (const auto& [name, why] : facts_.papers) {
            const auto paper = std::ranges::find(all, name, &Paper::name);
            const bool is_there = paper != all.end() && was_handed_in(*paper);
            out.missing.push_back(
                {.paper = name, .what = is_there ? "Hoàn thiện, nộp lại" : "Nộp bổ sung", .reason = why});
        }
        return out;
    }

    slips::Apology apology() const
    {
        slips::Apology out{.heading = heading(),
                           .dossier = dossier(),
                           .desk = agency_name(dossier_.agency),
                           .agency = agency_name(dossier_.decides),
                           .reason = facts_.reason,
                           .new_due = facts_.due_after.value_or(stamp_.at),
                           .basis = facts_.basis,
                           .signer = signer()};
        if (dossier_.first_due_at != facts_.due_before) out.first_due = dossier_.first_due_at;
        if (!dossier_.life.clock) return out;
        const calendar::Limit& limit = dossier_.life.clock->limit;
        out.limit = limit.most_extensions ? "Tối đa " + two_digits(*limit.most_extensions) + " lần"
                                          : "Không quy định số lần";
        if (!limit.basis.empty()) out.limit += ", theo " + limit.basis;
        for (const calendar::Act& act : dossier_.life.clock->acts)
            if (act.kind == calendar::ActKind::extend && act.at < stamp_.at)
                out.before.push_back({act.at, duration_words(act.more), act.reason, act.basis});
        return out;
    }

    slips::Stop stop() const
    {
        const bool asked = facts_.act == to_text(ActKind::withdraw);
        slips::Stop out{.heading = heading(),
                        .dossier = dossier(),
                        .desk = agency_name(dossier_.agency),
                        .agency = agency_name(dossier_.decides),
                        .asked_by_applicant = asked,
                        .grounds = facts_.reason,
                        .signer = signer()};
        if (asked) out.asked_on = base::vietnam_day(stamp_.at);
        const State before = state_before();
        out.stage = words_of(before);
        for (const lists::Task& task : lists::tasks_of(tx_, dossier_.instance))
            out.stage += "; bước: " + task.title;
        out.decision =
            asked ? "Đồng ý dừng theo đề nghị của người nộp hồ sơ" : "Dừng giải quyết vì lý do nêu trên";
        std::string results;
        for (const Outcome& one : store::outcomes(tx_, dossier_.id))
            results +=
                (results.empty() ? "" : "; ") + one.name + (one.number.empty() ? "" : " số " + one.number);
        out.decision += results.empty() ? "; chưa có quyết định giải quyết hồ sơ"
                                        : "; kết quả đã lập không trả: " + results;
        out.money = money_words(store::fees(tx_, dossier_.id), before);
        out.papers = returned_words(store::papers(tx_, dossier_.id));
        return out;
    }

    State state_before() const
    {
        const auto history = store::events(tx_, dossier_.id);
        const auto act = std::ranges::find(history, stamp_.event_no, &Event::no);
        return act == history.end() || act->before.empty() ? dossier_.life.before
                                                           : before_from_json(act->before).life.state;
    }

    // "CHỦ TỊCH", "Nguyễn Văn A" signs. What the process gives out by itself is signed by the leader who made it do so; where nobody did, the
    // name is left to be written.
    slips::Signer signer() const
    {
        if (stamp_.official != 0) return {.title = base::upper(stamp_.title), .name = stamp_.name};
        const db::Rows rows = tx_.run(
            sql::slip_signer, dossier_.instance.empty() ? std::nullopt : std::optional(dossier_.instance),
            base::vietnam_day(stamp_.at));
        if (rows.empty()) return {.title = "THỦ TRƯỞNG CƠ QUAN"};
        return {.title = base::upper(rows[0]["title"].str()), .name = rows[0]["name"].str()};
    }

    slips::ResultNote result_note() const
    {
        slips::ResultNote out{.heading = heading(), .dossier = dossier(), .giver = stamp_.name};
        for (const Outcome& one : store::outcomes(tx_, dossier_.id)) {
            out.result += (out.result.empty() ? "" : "; ") + one.name;
            if (out.result_number.empty()) out.result_number = one.number;
            if (!out.result_day) out.result_day = one.issued_on;
        }
        if (out.result.empty()) out.result = dossier_.procedure_name;
        if (const auto given = store::find_return(tx_, dossier_.id)) {
            // Who handed the dossier in has left where he lives.
            const Person& applicant = dossier_.agent ? *dossier_.agent : dossier_.owner;
            if (!given->taken_number.empty() && given->taken_number == applicant.number)
                out.receiver = person_of(applicant);
            out.receiver.name = given->taken_by;
            out.receiver.identity = given->taken_number;
            out.authority = given->by_right;
            out.delivery = words_of(given->means);
            out.taken_back = given->originals_taken;
        }
        return out;
    }

    slips::FeeNote fee_note() const
    {
        slips::FeeNote out{.heading = heading(),
                           .dossier = dossier(),
                           .payer = dossier_.agent ? dossier_.agent->name : dossier_.owner.name,
                           .cashier = stamp_.name};
        for (const Fee& fee : store::fees(tx_, dossier_.id)) {
            if (fee.state != "paid" || fee.paid_at != stamp_.at) continue;
            out.lines.push_back({.name = fee.name, .basis = fee.basis, .price = fee.amount});
            out.method = fee.means == "cash"       ? "Tiền mặt"
                         : fee.means == "transfer" ? "Chuyển khoản"
                                                   : "Trực tuyến";
        }
        return out;
    }

    Services& services_;
    db::Transaction& tx_;
    const Dossier& dossier_;
    const SlipFacts& facts_;
    const Stamp& stamp_;
};

}  // namespace

const SlipKind& slip_kind(std::string_view key)
{
    const auto* it = std::ranges::find(kKinds, key, &SlipKind::key);
    if (it == kKinds.end()) throw base::Bug("no such form of a dossier");
    return *it;
}

std::string whole_agency_name(Services& services, std::int64_t agency)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* found = directory->find(agency);
    return found == nullptr ? std::string() : whole_name(found->name);
}

slips::Heading heading_of(Services& services, const Stamp& stamp)
{
    const SlipKind& kind = slip_kind(stamp.kind);
    slips::Heading out{.form = kind.form, .basis = kind.form[0] == '\0' ? "" : kFormsBasis, .at = stamp.at};
    const auto directory = services.directory.snapshot();
    if (const directory::Agency* agency = directory->find(stamp.agency))
        out.office = letterhead(*directory, *agency);
    if (stamp.number > 0) out.number = std::to_string(stamp.number) + "/" + kind.notation;
    return out;
}

slips::Dossier facts_of(const Dossier& dossier)
{
    return {.code = dossier.code,
            .request = dossier.procedure_name,
            .applicant = person_of(dossier.agent ? *dossier.agent : dossier.owner),
            .owner = dossier.agent ? dossier.owner.name : std::string(),
            .owner_address = dossier.agent ? dossier.owner.address : std::string(),
            .received_at = dossier.life.received_at,
            .due_at = {}};
}

slips::Content compose_slip(Services& services, db::Transaction& tx, const Dossier& dossier,
                            const SlipFacts& facts, const Stamp& stamp)
{
    return Composing(services, tx, dossier, facts, stamp).compose();
}

}  // namespace lt::dossiers
