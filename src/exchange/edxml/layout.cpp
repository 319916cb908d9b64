#include "exchange/edxml/layout.h"

#include <algorithm>
#include <array>
#include <set>

#include "exchange/edxml/collector.h"

namespace lt::edxml {
namespace {

using base::msg;

void organ(Form& form, const Organ& organ, Kind kind, Need name)
{
    const auto in_charge = [&] {
        form.text({"OrganizationInCharge", msg("cơ quan chủ quản")}, organ.in_charge, kLine);
    };
    form.id({"OrganId", msg("mã định danh cơ quan")}, organ.organ_id, kOrganId, Need::always);
    if (kind == Kind::edoc) in_charge();
    form.text({"OrganName", msg("tên cơ quan")}, organ.name, kLine, name);
    if (kind == Kind::status) in_charge();
    form.text({"OrganAdd", msg("địa chỉ cơ quan")}, organ.address, 250);
    form.text({"Email", msg("thư điện tử")}, organ.email, 100);
    form.text({"Telephone", msg("điện thoại")}, organ.telephone, 50);
    form.text({"Fax", msg("số fax")}, organ.fax, 50);
    form.text({"Website", msg("trang thông tin điện tử")}, organ.website, 100);
}

void responses(Form& form, const Message& m)
{
    form.check_count("ResponseFor", m.responses_for.size(), form.limits().receivers);
    const Need need = m.kind == Kind::status ? Need::by_standard : Need::optional;
    for (std::size_t i = 0; i < m.responses_for.size(); ++i) {
        const ResponseFor& one = m.responses_for[i];
        const auto day = [&] { form.day({"PromulgationDate", msg("ngày ban hành")}, one.promulgation_date); };
        form.open("ResponseFor", i + 1);
        form.id({"OrganId", msg("mã định danh cơ quan")}, one.organ_id, kOrganId, need);
        form.text({"Code", msg("số, ký hiệu văn bản")}, one.code, kId, need);
        if (m.kind == Kind::status) day();
        form.id({"DocumentId", msg("mã định danh văn bản")}, one.document_id, kId, need);
        if (m.kind == Kind::edoc) day();
        form.close();
    }
}

void list(Form& form, const char* block, Label label, const std::vector<std::string>& values,
          std::size_t limit)
{
    form.check_count(label.element, values.size(), form.limits().receivers);
    form.open(block);
    for (const std::string& value : values) form.text(label, value, limit);
    form.close();
}

void receivers(Form& form, const Message& m)
{
    const Label id{"OrganId", msg("mã định danh cơ quan")};
    form.check_count("To", m.to.size(), form.limits().receivers);
    form.require(!m.to.empty(), {"To", msg("nơi nhận")}, Need::always);
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < m.to.size(); ++i) {
        form.open("To", i + 1);
        organ(form, m.to[i], m.kind, Need::optional);
        if (!seen.insert(trim(m.to[i].organ_id)).second) {
            form.refuse(id, {"Nơi nhận {{id}} ({{element}}) được nêu hai lần. Bỏ bớt một lần rồi gửi lại.",
                             {{"id", std::string(trim(m.to[i].organ_id))}}});
        }
        form.close();
    }
}

void other_info(Form& form, const Message& m)
{
    form.open("OtherInfo");
    form.number({"Priority", msg("độ khẩn")}, m.priority, 4);
    const Label sphere{"SphereOfPromulgation", msg("phạm vi lưu hành")};
    if (is_secrecy(m.sphere)) {
        form.refuse(
            sphere,
            "Văn bản có độ mật ({{element}}). Văn bản mật không được gửi, nhận qua hệ thống này (khoản 2 "
            "Điều 1 Quyết định 28/2018/QĐ-TTg).",
            base::Fault::forbidden);
    }
    form.text(sphere, m.sphere, 100);
    form.text({"TyperNotation", msg("ký hiệu người soạn thảo")}, m.typist, 10);
    form.number({"PromulgationAmount", msg("số bản phát hành")}, m.copies, kShort);
    form.number({"PageAmount", msg("số trang")}, m.pages, kShort);
    form.fixed("Direction", "false");  // a leftover that the reference implementation always writes
    list(form, "Appendixes", {"Appendix", msg("phụ lục")}, m.appendixes, kWords);
    form.close();
}

void status_code(Form& form, const Message& m)
{
    constexpr std::array<std::string_view, 9> known = {"01", "02", "03", "04", "05", "06", "13", "15", "16"};
    const Label label{"StatusCode", msg("mã trạng thái")};
    const std::string& code = m.status_code;
    form.require(!code.empty(), label, Need::always);
    const bool is_number =
        code.size() >= 2 && code.size() <= 3 && code.find_first_not_of("0123456789") == std::string::npos;
    if (form.is_own() ? std::find(known.begin(), known.end(), code) == known.end() : !is_number) {
        form.refuse(
            label,
            {"Trường {{field}} ({{element}}) không thể là “{{code}}”. Dùng mã 01 đến 06, 13, 15 hoặc 16.",
             {{"code", code}}});
    }
    form.fixed(label.element, code);
    // Whoever refuses a document or asks for it back says why (Quyết định 28/2018/QĐ-TTg, Điều 8, 9).
    const bool needs_reason = code == "02" || code == "13";
    form.text({"Description", msg("nội dung trạng thái")}, m.status_description, kWords,
              needs_reason ? Need::by_standard : Need::optional);
}

}  // namespace

void write_status_header(Form& form, const Message& m)
{
    form.open("MessageHeader");
    form.open("From");
    organ(form, m.from, m.kind, Need::by_standard);
    form.close();
    form.require(!m.responses_for.empty(), {"ResponseFor", msg("văn bản mà trạng thái nói đến")},
                 Need::always);
    responses(form, m);
    write_staff(form, m.status_staff, m.kind);
    status_code(form, m);
    form.time({"Timestamp", msg("thời điểm của trạng thái")}, m.status_at, Need::by_standard);
    form.close();
}

void write_document_header(Form& form, const Message& m)
{
    form.open("MessageHeader");
    form.open("From");
    organ(form, m.from, m.kind, Need::by_standard);
    form.close();
    receivers(form, m);
    form.id({"DocumentId", msg("mã định danh văn bản")}, m.document_id, kId, Need::always);
    form.open("Code");
    form.text({"CodeNumber", msg("số văn bản")}, m.code_number, 11, Need::always);
    form.text({"CodeNotation", msg("ký hiệu văn bản")}, m.code_notation, 30, Need::always);
    form.close();
    form.open("PromulgationInfo");
    form.text({"Place", msg("nơi ban hành")}, m.place, 50);
    form.day({"PromulgationDate", msg("ngày ban hành")}, m.promulgation_date, Need::always);
    form.close();
    form.open("DocumentType");
    form.number({"Type", msg("nhóm loại văn bản")}, m.type, kShort, Need::by_standard);
    form.number({"TypeDetail", msg("số thứ tự loại văn bản")}, m.type_detail, kShort);
    form.text({"TypeName", msg("tên loại văn bản")}, m.type_name, 100, Need::by_standard);
    form.close();
    form.text({"Subject", msg("trích yếu")}, m.subject, kWords, Need::always);
    form.text({"Content", msg("tóm tắt nội dung")}, m.content, kWords);
    form.open("SignerInfo");
    form.text({"Competence", msg("thẩm quyền ký")}, m.competence, 100);
    form.text({"Position", msg("chức vụ người ký")}, m.position, 100);
    form.text({"FullName", msg("họ tên người ký")}, m.signer, 50);
    form.close();
    form.day({"DueDate", msg("hạn trả lời")}, m.due_date);
    other_info(form, m);
    responses(form, m);
    form.number({"SteeringType", msg("loại chỉ đạo")}, m.steering_type, 3);
    list(form, "ResponseForTask", {"TaskCode", msg("mã nhiệm vụ")}, m.task_codes, kId);
    form.id({"ApplicationType", msg("loại ứng dụng")}, m.application_type, kId);
    list(form, "ToPlaces", {"Place", msg("nơi nhận ghi trên văn bản")}, m.places, 150);
    form.close();
    write_traces(form, m);
}

void write_manifest(Form& form, const std::vector<Parcel>& parcels)
{
    for (std::size_t i = 0; i < parcels.size(); ++i) {
        const Parcel& one = parcels[i];
        form.open("Reference", i + 1);
        form.id({"ContentId", msg("mã tệp đính kèm")}, "cid:" + one.content_id, kId);
        form.fixed("ContentType", one.content_type);
        form.text({"Description", msg("mô tả tệp đính kèm")}, one.description, kWords);
        form.text({"AttachmentName", msg("tên tệp đính kèm")}, one.name, 255, Need::by_standard);
        form.close();
    }
}

void write_parcel(Form& form, const Parcel& parcel)
{
    form.id({"ContentId", msg("mã tệp đính kèm")}, "cid:" + parcel.content_id, kId);
    form.text({"AttachmentName", msg("tên tệp đính kèm")}, parcel.name, 255, Need::by_standard);
    form.text({"Description", msg("mô tả tệp đính kèm")}, parcel.description, kWords);
    form.fixed("ContentType", parcel.content_type);
}

}  // namespace lt::edxml
