// See record.h.
#include "dossiers/portal/record.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/portal/supplements.h"
#include "kit/base/text.h"

namespace lt::dossiers::portal {
namespace {

using Ordered = nlohmann::ordered_json;

constexpr std::size_t kLongestSubject = 1000;
constexpr std::size_t kLongestRemark = 2000;
constexpr std::size_t kLongestName = 50;

const char* yes(bool is) { return is ? "1" : "0"; }

const Event& event_of(const Facts& facts, int no)
{
    const auto found = std::ranges::find(facts.history, no, &Event::no);
    if (found == facts.history.end()) throw base::Bug("the act is not in the dossier's history");
    return *found;
}

const char* code_of(Way way)
{
    switch (way) {
    case Way::counter: return "1";
    case Way::online: return "2";
    case Way::post: break;
    }
    return "3";
}

const char* code_of(OwnerKind kind)
{
    switch (kind) {
    case OwnerKind::person: return "1";
    case OwnerKind::enterprise: return "2";
    case OwnerKind::organisation: break;
    }
    return "4";
}

Ordered identity_of(const Person& owner)
{
    Ordered out = Ordered::array();
    if (owner.kind != OwnerKind::person || owner.number.empty()) return out;
    const bool is_new = owner.number.size() == 12;  // CCCD; the older CMND has nine
    out.push_back({{"LoaiDinhDanh", is_new ? "1" : "2"}, {"SoDinhDanh", owner.number}});
    return out;
}

const Paper* paper_of(const Facts& facts, int no)
{
    const auto found = std::ranges::find(facts.papers, no, &Paper::no);
    return found == facts.papers.end() ? nullptr : &*found;
}

bool is_from_store(const Facts& facts, int paper)
{
    return facts.origin &&
           std::ranges::find(facts.origin->store_papers, paper) != facts.origin->store_papers.end();
}

// Whether a file stands for paper: a scan of what was handed in, or an electronic copy that was kept of it before. What was lodged as a file
// alone has no paper that could be digitised.
bool is_digitised(const Facts& facts, const File& file)
{
    const Paper* paper = paper_of(facts, file.paper);
    return file.kind == "paper" && paper != nullptr &&
           (paper->source != "brought" || is_from_store(facts, paper->no) ||
            paper->originals + paper->certified + paper->copies > 0);
}

Ordered handed_in(const Facts& facts)
{
    Ordered out = Ordered::array();
    for (const File& file : facts.files) {
        const Paper* paper = paper_of(facts, file.paper);
        if (file.kind != "paper" || paper == nullptr) continue;
        out.push_back({{"TepDinhKemId", file.uid},
                       {"TenTepDinhKem", file.name},
                       {"IsDeleted", file.replaced_at ? "True" : "False"},
                       {"MaThanhPhanHoSo", paper->code},
                       {"DuongDanTaiTepTin", facts.files_at + file.uid},
                       {"DuocSoHoa", yes(is_digitised(facts, file))},
                       {"DuocTaiSuDung", yes(paper->source != "brought")},
                       {"DuocLayTuKhoDMQG", yes(is_from_store(facts, file.paper))},
                       {"MaKetQuaThayThe", ""}});
    }
    return out;
}

// What lies there on paper: originals (0) and copies (1).
Ordered on_paper(const Facts& facts)
{
    Ordered out = Ordered::array();
    const auto add = [&](const Paper& paper, int count, int kind) {
        if (count > 0) out.push_back({{"TenGiayTo", paper.name}, {"SoLuong", count}, {"LoaiGiayTo", kind}});
    };
    for (const Paper& paper : facts.papers) {
        add(paper, paper.originals, 0);
        add(paper, paper.certified + paper.copies, 1);
    }
    return out;
}

Ordered fee_row(const Fee& fee, bool at_supplement)
{
    const bool is_charge = base::fold(fee.name).starts_with("le phi");
    return {{"TenPhiLePhi", fee.name},
            {"MaPhiLePhi", fee.code},
            {"HinhThucThu", at_supplement      ? "2"
                            : fee.at_reception ? "1"
                                               : "4"},
            {"Gia", std::to_string(fee.amount)},
            {"LoaiPhiLePhi", is_charge ? "2" : "1"}};
}

Ordered fees_of(const Facts& facts, const std::vector<Supplement>& supplements)
{
    Ordered out = Ordered::array();
    for (const Fee& fee : facts.fees)
        out.push_back(fee_row(
            fee, std::ranges::any_of(supplements, [&](const auto& one) { return is_paid_with(fee, one); })));
    return out;
}

std::string name_of(const Facts& facts, const Event& event)
{
    const auto found = facts.officials.find(event.official);
    return base::shorten(found == facts.officials.end() ? "Hệ thống" : found->second.name, kLongestName);
}

// A row for each file of a paper, or one where none came.
Ordered supplemented_papers(const Facts& facts, const Supplement& supplement)
{
    Ordered out = Ordered::array();
    const auto add = [&](const Supplemented& paper, const File* file) {
        out.push_back({{"TenGiayTo", paper.name},
                       {"MaThanhPhanHoSo", paper.code},
                       {"NoiDungBoSung", paper.why},
                       {"SoLuong", paper.count},
                       {"TepDinhKemId", file == nullptr ? "" : file->uid},
                       {"TenTepDinhKem", file == nullptr ? "" : file->name},
                       {"DuongDanTaiTepTin", file == nullptr ? "" : facts.files_at + file->uid}});
    };
    for (const Supplemented& paper : papers_of(facts, supplement)) {
        if (paper.files.empty()) add(paper, nullptr);
        for (const File* file : paper.files) add(paper, file);
    }
    return out;
}

Ordered supplements_json(const Facts& facts, const std::vector<Supplement>& supplements)
{
    Ordered out = Ordered::array();
    for (const Supplement& one : supplements) {
        const auto due = facts.due_before.find(one.asked->no);
        Ordered fees = Ordered::array();
        for (const Fee& fee : facts.fees)
            if (is_paid_with(fee, one)) fees.push_back(fee_row(fee, true));
        out.push_back({{"HoSoBoSungId", std::to_string(one.asked->no)},
                       {"NguoiYeuCauBoSung", name_of(facts, *one.asked)},
                       {"NoiDungBoSung", one.asked->reason},
                       {"NgayBoSung", stamp(one.asked->at)},
                       {"NguoiTiepNhanBoSung", one.has_come ? name_of(facts, *one.came) : ""},
                       {"ThongTinTiepNhan", ""},
                       {"NgayTiepNhanBoSung", one.has_come ? stamp(one.came->at) : ""},
                       {"TrangThaiBoSung", yes(one.has_come)},
                       {"DanhSachGiayToBoSung", supplemented_papers(facts, one)},
                       {"DanhSachLePhiBoSung", std::move(fees)},
                       {"NgayHenTraTruoc", due == facts.due_before.end() ? "" : stamp(due->second)},
                       {"NgayHenTraMoi", one.has_come ? stamp(facts.dossier.due_at) : ""}});
    }
    return out;
}

Ordered results_of(const Facts& facts)
{
    Ordered out = Ordered::array();
    for (const Outcome& one : facts.outcomes)
        out.push_back(
            {{"TenGiayTo", one.name},
             {"MaThanhPhanHoSo", ""},
             {"GiayToId", one.file.empty() ? facts.dossier.code + "/" + std::to_string(one.no) : one.file},
             {"DuongDanTepTinKetQua", one.file.empty() ? "" : facts.files_at + one.file},
             {"MaGiayToKetQua", one.code}});
    return out;
}

const char* paid_online(const Facts& facts)
{
    const bool online = std::ranges::any_of(facts.fees, [](const Fee& fee) { return fee.means == "online"; });
    if (!online && !(facts.origin && facts.origin->paid_online)) return "3";
    return was_lodged_there(facts.dossier) ? "1" : "2";
}

Ordered databases_of(const Facts& facts)
{
    Ordered out = Ordered::array();
    if (facts.origin)
        for (const std::string& code : facts.origin->databases) out.push_back({{"MaCSDL", code}});
    return out;
}

// Why it stands where it stands: the reason of the act, where that is no remark of ours.
std::string remark_of(const Facts& facts, int up_to)
{
    std::string out;
    for (const Event& event : facts.history)
        if (event.no <= up_to && event.act != ActKind::note)
            out = event.act == ActKind::take_back ? std::string() : event.reason;
    return base::shorten(out, kLongestRemark);
}

struct Ends {
    std::string finished{};
    std::string given{};
    std::string rejected{};
};
// By the state after the act: a dossier whose result is told has none of the days that come later.
Ends ends_of(const Facts& facts, const Event& event)
{
    const Life& life = facts.dossier.life;
    Ends out;
    switch (event.state) {
    case State::registered:
    case State::received:
    case State::processing:
    case State::supplement:
    case State::payment: return out;
    case State::rejected:
        out.rejected = stamp(event.at);
        out.finished = out.rejected;
        return out;
    case State::withdrawn:
    case State::stopped: out.finished = stamp(life.ended_at.value_or(event.at)); return out;
    case State::resolved: out.finished = stamp(life.resolved_at.value_or(event.at)); return out;
    case State::returned:
        out.finished = stamp(life.resolved_at.value_or(event.at));
        out.given = stamp(life.ended_at.value_or(event.at));
        return out;
    }
    return out;
}

std::string state_code(State state) { return std::to_string(national_code(state)); }

Ordered step_row(const Facts& facts, const Facts::Step& step, State state)
{
    return {{"MaHoSo", code_there(facts.dossier)},
            {"NguoiXuLy", base::shorten(step.official.empty() ? "Hệ thống" : step.official, kLongestName)},
            {"ChucDanh", ""},
            {"ThoiDiemXuLy", stamp(step.ended)},
            {"PhongBanXuLy", step.agency},
            {"NoiDungXuLy", base::shorten(step.title, kLongestRemark)},
            {"TrangThai", state_code(state)},
            {"NgayBatDau", stamp(step.began)},
            {"NgayKetThucTheoQuyDinh", stamp(step.due)}};
}

// Files of what came of it, once it is decided; drafts stay here.
Ordered decided_files(const Facts& facts, State state)
{
    Ordered out = Ordered::array();
    if (state != State::resolved && state != State::returned) return out;
    for (const File& file : facts.files) {
        const bool is_result =
            std::ranges::find(facts.outcomes, file.uid, &Outcome::file) != facts.outcomes.end();
        if (is_result && !file.replaced_at)
            out.push_back({{"TepDinhKemId", file.uid},
                           {"TenTepDinhKem", file.name},
                           {"DuongDanTaiTepTin", facts.files_at + file.uid}});
    }
    return out;
}

std::string words_for(const Event& event)
{
    std::string out = words_of(event.act);
    if (!event.reason.empty()) out += ": " + event.reason;
    return base::shorten(out, kLongestRemark);
}

}  // namespace

std::string record_of(const Facts& facts, int event_no, bool known)
{
    const Dossier& d = facts.dossier;
    const Event& event = event_of(facts, event_no);
    const Ends ends = ends_of(facts, event);
    const bool there = was_lodged_there(d);
    const std::vector<Supplement> supplements = supplements_of(facts, event_no);
    const bool digitised = std::ranges::any_of(
        facts.files, [&](const File& file) { return !file.replaced_at && is_digitised(facts, file); });
    const Ordered record{{"MaHoSo", code_there(d)},
                         {"MaTTHC", d.procedure_code},
                         {"TenTTHC", d.procedure_name},
                         {"MaLinhVuc", facts.field_code},
                         {"TenLinhVuc", d.field},
                         {"KenhThucHien", code_of(d.way)},
                         {"SoGiayToChuHoSo", d.owner.number},
                         {"ChuHoSo", d.owner.name},
                         {"LoaiDoiTuong", code_of(d.owner.kind)},
                         {"MaDoiTuong", ""},
                         {"ThongTinKhac", ""},
                         {"Email", d.owner.email},
                         {"Fax", ""},
                         {"SoDienThoai", d.owner.phone},
                         {"TrichYeuHoSo", base::shorten(d.subject, kLongestSubject)},
                         {"NgayTiepNhan", stamp(d.life.received_at)},
                         {"NgayHenTra", stamp(d.due_at ? d.due_at : d.first_due_at)},
                         {"TrangThaiHoSo", state_code(event.state)},
                         {"NgayTra", ends.given},
                         {"ThongTinTra", ends.given.empty() ? "" : words_of(d.delivery)},
                         {"HinhThuc", yes(d.delivery == Delivery::post)},
                         {"NgayKetThucXuLy", ends.finished},
                         {"DonViXuLy", facts.decides_name},
                         {"GhiChu", remark_of(facts, event_no)},
                         {"TaiLieuNop", handed_in(facts)},
                         {"DanhSachLePhi", fees_of(facts, supplements)},
                         {"DanhSachTepDinhKemKhac", on_paper(facts)},
                         {"DanhSachHoSoBoSung", supplements_json(facts, supplements)},
                         {"DanhSachGiayToKetQua", results_of(facts)},
                         {"NoiNopHoSo", there ? "1" : "2"},
                         {"HoSoCoThanhPhanSoHoa", yes(digitised)},
                         {"TaiKhoanDuocXacThucVoiVNeID", yes(facts.origin ? facts.origin->verified : there)},
                         {"DuocThanhToanTrucTuyen", paid_online(facts)},
                         {"NgayTuChoi", ends.rejected},
                         {"DinhDanhCHS", identity_of(d.owner)},
                         {"NgayNopHoSo", stamp(d.lodged_at)},
                         {"DSKetNoiCSDL", databases_of(facts)}};
    return Ordered{{"isUpdating", known ? "True" : "False"}, {"data", Ordered::array({record})}}.dump();
}

std::string progress_of(const Facts& facts, int event_no)
{
    const Event& event = event_of(facts, event_no);
    const auto official = facts.officials.find(event.official);
    const auto agency = facts.agencies.find(event.agency);
    const Event* before = nullptr;
    for (const Event& earlier : facts.history)
        if (earlier.no < event_no && earlier.act != ActKind::note) before = &earlier;
    const base::Time began = before != nullptr ? before->at : event.at;
    Ordered rows = Ordered::array();
    if (before != nullptr)
        for (const Facts::Step& step : facts.steps)
            if (step.ended > before->at && step.ended <= event.at)
                rows.push_back(step_row(facts, step, before->state));
    rows.push_back({{"MaHoSo", code_there(facts.dossier)},
                    {"NguoiXuLy", name_of(facts, event)},
                    {"ChucDanh", official == facts.officials.end() ? "" : official->second.title},
                    {"ThoiDiemXuLy", stamp(event.at)},
                    {"PhongBanXuLy", agency == facts.agencies.end() ? "" : agency->second},
                    {"NoiDungXuLy", words_for(event)},
                    {"TrangThai", state_code(event.state)},
                    {"NgayBatDau", stamp(began)},
                    {"NgayKetThucTheoQuyDinh",
                     stamp(facts.dossier.due_at ? facts.dossier.due_at : facts.dossier.first_due_at)}});
    return Ordered{{"data", std::move(rows)}}.dump();
}

std::string status_of(const Facts& facts, int event_no)
{
    const Event& event = event_of(facts, event_no);
    const Ordered row{{"MaHoSo", code_there(facts.dossier)},
                      {"TrangThai", state_code(event.state)},
                      {"MaHoSoDonVi", facts.dossier.code},
                      {"MaDoiTuong", ""},
                      {"NoiDung", words_for(event)},
                      {"NgayXuLy", stamp(event.at)},
                      {"TaiLieuXuLy", decided_files(facts, event.state)}};
    return Ordered{{"data", Ordered::array({row})}}.dump();
}

std::string payload_of(Service service, const Facts& facts, int event_no, bool known)
{
    switch (service) {
    case Service::record: return record_of(facts, event_no, known);
    case Service::progress: return progress_of(facts, event_no);
    case Service::status: break;
    }
    return status_of(facts, event_no);
}

}  // namespace lt::dossiers::portal
