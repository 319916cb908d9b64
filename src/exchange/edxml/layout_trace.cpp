// TraceHeaderList: who had the message, and what it is about to do (Bussiness, with the double s of the format).
#include "exchange/edxml/layout.h"

namespace lt::edxml {
namespace {

using base::msg;

void check_business(Form& form, const Business& b)
{
    const Label type{"BussinessDocType", msg("loại nghiệp vụ")};
    const BusinessType is = b.type.value_or(BusinessType::create);
    if (is != BusinessType::create) {
        form.require(!b.reason.empty(), {"BussinessDocReason", msg("lý do")}, Need::by_standard);
    }
    const bool says_what = b.document_changed || b.receivers_changed;
    if (is == BusinessType::update) {
        form.require(says_what, {"BussinessDocumentInfo", msg("nội dung cập nhật")}, Need::by_standard);
    }
    if (is == BusinessType::replace) {
        form.require(!b.replacements.empty(), {"ReplacementInfoList", msg("văn bản bị thay thế")},
                     Need::by_standard);
    }
    const bool tells_of_update = says_what || !b.receivers.empty();
    const bool consistent = (is == BusinessType::update || !tells_of_update) &&
                            (is == BusinessType::replace || b.replacements.empty()) &&
                            (b.receivers_changed || b.receivers.empty());
    if (form.is_own() && !consistent) {
        form.refuse(type, "Nội dung cập nhật hoặc thay thế không khớp với {{field}} ({{element}}).");
    }
}

void changes(Form& form, const Business& b)
{
    if (!b.document_changed && !b.receivers_changed && b.receivers.empty()) return;
    form.open("BussinessDocumentInfo");
    form.fixed("DocumentInfo", b.document_changed ? "1" : "0");
    form.fixed("DocumentReceiver", b.receivers_changed ? "1" : "0");
    form.open("ReceiverList");
    form.check_count("Receiver", b.receivers.size(), form.limits().receivers);
    for (std::size_t i = 0; i < b.receivers.size(); ++i) {
        form.open("Receiver", i + 1);
        form.id({"OrganId", msg("mã định danh cơ quan")}, b.receivers[i].organ_id, kOrganId,
                Need::by_standard);
        form.fixed("ReceiverType", b.receivers[i].added ? "1" : "0");
        form.close();
    }
    form.close();
    form.close();
}

void replacements(Form& form, const Business& b)
{
    form.open("ReplacementInfoList");
    form.check_count("ReplacementInfo", b.replacements.size(), form.limits().receivers);
    for (std::size_t i = 0; i < b.replacements.size(); ++i) {
        const Replacement& one = b.replacements[i];
        form.open_kept("ReplacementInfo", i + 1);
        form.id({"DocumentId", msg("mã định danh văn bản")}, one.document_id, kId, Need::by_standard);
        const Label id{"OrganId", msg("mã định danh cơ quan")};
        form.check_count("OrganIdList/OrganId", one.organ_ids.size(), form.limits().receivers);
        form.open("OrganIdList");
        form.require(!one.organ_ids.empty(), id, Need::by_standard);
        for (const std::string& organ_id : one.organ_ids) form.id(id, organ_id, kOrganId, Need::by_standard);
        form.close();
        form.close();
    }
    form.close();
}

void business(Form& form, const Business& b)
{
    form.open("Bussiness");
    check_business(form, b);
    if (!b.empty()) {
        form.id({"DocumentId", msg("mã định danh văn bản")}, b.document_id, kId);
        if (b.type) form.fixed("BussinessDocType", std::to_string(int(*b.type)));
        form.text({"BussinessDocReason", msg("lý do")}, b.reason, kWords);
        form.fixed("Paper", b.paper ? "1" : "0");
        changes(form, b);
        replacements(form, b);
        write_staff(form, b.staff, Kind::edoc);
    }
    form.close();
}

}  // namespace

void write_staff(Form& form, const Staff& staff, Kind kind)
{
    form.open("StaffInfo");
    form.text({"Department", msg("phòng, ban")}, staff.department, kLine);
    form.text({"Staff", msg("người liên hệ")}, staff.staff, 100);
    if (kind == Kind::edoc) form.text({"Email", msg("thư điện tử")}, staff.email, 100);
    form.text({"Mobile", msg("điện thoại")}, staff.mobile, 50);
    if (kind == Kind::status) form.text({"Email", msg("thư điện tử")}, staff.email, 100);
    form.id({"DepartmentId", msg("mã phòng, ban")}, staff.department_id, kId);
    form.id({"StaffId", msg("mã người liên hệ")}, staff.staff_id, kId);
    form.close();
}

void write_traces(Form& form, const Message& m)
{
    form.open_kept("TraceHeaderList");
    form.check_count("TraceHeader", m.traces.size(), form.limits().receivers);
    form.require(!m.traces.empty(), {"TraceHeader", msg("vết gửi")}, Need::by_standard);
    for (std::size_t i = 0; i < m.traces.size(); ++i) {
        form.open_kept("TraceHeader", i + 1);
        form.id({"OrganId", msg("mã định danh cơ quan")}, m.traces[i].organ_id, kOrganId, Need::by_standard);
        form.time({"Timestamp", msg("thời điểm gửi")}, m.traces[i].at, Need::by_standard);
        form.close();
    }
    business(form, m.business);
    form.close();
}

}  // namespace lt::edxml
