// The record of a dossier that was lodged on the national portal, read strictly: what is wrong is named as the portal calls it.
#include <nlohmann/json.hpp>

#include "dossiers/portal/record.h"
#include "kit/base/text.h"

namespace lt::dossiers::portal {

using base::msg;

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostFiles = 200;
constexpr std::size_t kLongestCode = 100;

class Fields {
public:
    explicit Fields(const Json& record) : record_(record) {}

    // Text or a number; "" when it is missing, null or something else, which is then wrong.
    std::string text(const char* name, std::size_t longest = 1000)
    {
        const auto found = record_.find(name);
        if (found == record_.end() || found->is_null()) return {};
        if (found->is_number_integer()) return found->dump();
        if (!found->is_string()) {
            note(name, {msg("“{{name}}” phải là chuỗi ký tự."), {{"name", name}}});
            return {};
        }
        std::string out = base::normalise(found->get<std::string>());
        if (base::length(out) > longest)
            note(name, {msg("“{{name}}” dài quá {{count}} ký tự."),
                        {{"name", name}, {"count", std::to_string(longest)}}});
        return out;
    }
    std::string needed(const char* name, std::size_t longest = 1000)
    {
        std::string out = text(name, longest);
        if (out.empty()) note(name, {msg("Thiếu “{{name}}”."), {{"name", name}}});
        return out;
    }
    Json list(const char* name)
    {
        const auto found = record_.find(name);
        if (found == record_.end() || found->is_null()) return Json::array();
        if (found->is_array() && found->size() <= kMostFiles) return *found;
        note(name, {msg("“{{name}}” phải là danh sách, tối đa 200 mục."), {{"name", name}}});
        return Json::array();
    }
    void note(const char* name, base::Message words)
    {
        if (std::ranges::none_of(wrong_, [&](const auto& one) { return one.first == name; }))
            wrong_.emplace_back(name, std::move(words));
    }
    base::Wrong& wrong() { return wrong_; }

private:
    const Json& record_;
    base::Wrong wrong_{};
};

std::string member(const Json& object, const char* name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (!object.is_object() || found == object.end()) return {};
    if (found->is_number_integer()) return found->dump();
    return found->is_string() ? found->get<std::string>() : std::string();
}

OwnerKind owner_kind(Fields& fields)
{
    const std::string code = fields.needed("LoaiDoiTuong", 1);
    if (code == "1" || code.empty()) return OwnerKind::person;
    if (code == "2") return OwnerKind::enterprise;
    if (code != "3" && code != "4")
        fields.note("LoaiDoiTuong", msg("“LoaiDoiTuong” phải là 1, 2, 3 hoặc 4."));
    return OwnerKind::organisation;
}

void add_note(std::string& note, const std::string& line)
{
    if (!note.empty()) note += "\n";
    note += line;
}

// A number of twelve digits says who it is; an older one is for the desk to look at.
void read_number(Fields& fields, Lodged& out)
{
    std::string number = fields.text("SoGiayToChuHoSo", 20);
    for (const Json& one : fields.list("DinhDanhCHS"))
        if (member(one, "LoaiDinhDanh") == "1" && !member(one, "SoDinhDanh").empty())
            number = member(one, "SoDinhDanh");
    if (number.empty() && out.owner.kind != OwnerKind::person) number = fields.text("MaDoiTuong", 20);
    if (out.owner.kind == OwnerKind::person && number.size() == 9) {
        add_note(out.note, "Số CMND: " + number);
        return;
    }
    out.owner.number = std::move(number);
}

Origin read_origin(Fields& fields)
{
    const std::string paid = fields.text("DuocThanhToanTrucTuyen", 1);
    // Silence: since 20/7/2026 the portal lets nobody in but with an account of electronic identity (QĐ 29/2026/QĐ-TTg).
    Origin out{.verified = fields.text("TaiKhoanDuocXacThucVoiVNeID", 1) != "0",
               .paid_online = paid == "1" || paid == "2"};
    for (const Json& one : fields.list("DSKetNoiCSDL"))
        if (const std::string code = base::shorten(member(one, "MaCSDL"), 50); !code.empty())
            out.databases.push_back(code);
    return out;
}

}  // namespace

base::Result<Lodged> lodged_from(std::string_view text, const std::string& fallback_agency)
{
    const Json record = Json::parse(text, nullptr, false);
    if (!record.is_object()) return base::invalid("data", msg("Hồ sơ phải là một đối tượng JSON."));
    Fields fields(record);
    Lodged out{.code = fields.needed("MaHoSo", kLongestCode),
               .procedure = fields.needed("MaTTHC", kLongestCode)};
    out.agency = fields.text("DonViXuLy", 300);
    if (out.agency.empty()) out.agency = fallback_agency;
    if (out.agency.empty()) fields.note("DonViXuLy", {msg("Thiếu “{{name}}”."), {{"name", "DonViXuLy"}}});
    out.owner.kind = owner_kind(fields);
    out.owner.name = fields.needed("ChuHoSo", 200);
    out.owner.phone = fields.text("SoDienThoai", 20);
    out.owner.email = fields.text("Email", 200);
    out.owner.address = fields.text("ThongTinKhac");
    out.subject = fields.text("TrichYeuHoSo");
    read_number(fields, out);
    out.by_post = fields.text("HinhThuc", 1) == "1";
    if (const std::string wish = fields.text("ThongTinTra"); !wish.empty())
        add_note(out.note, "Nơi nhận kết quả: " + wish);
    if (const std::string remark = fields.text("GhiChu"); !remark.empty()) add_note(out.note, remark);
    out.note = base::shorten(out.note, 1000);
    if (const std::string day = fields.text("NgayNopHoSo", 14); !day.empty() && !time_of(day))
        fields.note("NgayNopHoSo", msg("“NgayNopHoSo” phải có dạng yyyyMMddHHmmss."));
    out.origin = read_origin(fields);
    for (const Json& one : fields.list("TaiLieuNop")) {
        if (member(one, "IsDeleted") == "True") continue;
        Lodged::Attachment file{base::shorten(member(one, "TenTepDinhKem"), 200),
                                member(one, "DuongDanTaiTepTin"), member(one, "MaThanhPhanHoSo"),
                                member(one, "DuocLayTuKhoDMQG") == "1"};
        if (file.name.empty() || file.url.empty())
            fields.note("TaiLieuNop",
                        msg("Mỗi tài liệu trong “TaiLieuNop” cần có TenTepDinhKem và DuongDanTaiTepTin."));
        out.origin.from_store = out.origin.from_store || file.from_store;
        out.files.push_back(std::move(file));
    }
    if (auto error = base::invalid(std::move(fields.wrong()))) return *error;
    return out;
}

}  // namespace lt::dossiers::portal
