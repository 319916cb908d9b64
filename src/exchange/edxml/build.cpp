#include "exchange/edxml/build.h"

#include <charconv>
#include <set>

#include "exchange/edxml/attachment.h"
#include "kit/base/text.h"

namespace lt::edxml {
namespace {

using Path = std::string_view;

int line_of(const Record& record, Path path)
{
    const auto found = record.fields.find(path);
    return found == record.fields.end() ? record.line : found->second.line;
}

// A text for people: NFC, at most `limit` characters.
std::string words(const Record& record, Path path, std::size_t limit = 4'000)
{
    std::string text = base::normalise(record.get(path));
    if (base::length(text) > limit) {
        refuse(Code::too_large,
               std::string(last_part(path)) + " dài quá " + base::group_thousands(std::int64_t(limit)) +
                   " ký tự.",
               line_of(record, path));
    }
    return text;
}

// An identifier: as received, only bounded.
std::string id(const Record& record, Path path)
{
    const std::string_view text = record.get(path);
    if (base::length(text) > 200) {
        refuse(Code::too_large, std::string(last_part(path)) + " dài quá 200 ký tự.", line_of(record, path));
    }
    return std::string(text);
}

std::optional<int> number(const Record& record, Path path, int from, int to)
{
    const std::string_view text = record.get(path);
    if (text.empty()) return std::nullopt;
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value < from || value > to) {
        refuse(Code::bad_number,
               std::string(last_part(path)) + " phải là số từ " + std::to_string(from) + " đến " +
                   std::to_string(to) + ".",
               line_of(record, path));
    }
    return value;
}

// Numbers that no rule depends on: what is not a number counts as missing.
std::optional<int> loose_number(const Record& record, Path path)
{
    const std::string_view text = record.get(path);
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = !text.empty() && fault == std::errc() && end == text.data() + text.size() && value >= 0;
    return good ? std::optional(value) : std::nullopt;
}

std::optional<base::Day> day(const Record& record, Path path)
{
    const std::string_view text = record.get(path);
    if (text.empty()) return std::nullopt;
    const auto value = base::parse_day(text.substr(0, text.find_first_of(" T")));
    if (!value) {
        refuse(Code::bad_date, std::string(last_part(path)) + " không phải ngày có thật (dạng 2026/11/20).",
               line_of(record, path));
    }
    return value;
}

// "yyyy/MM/dd HH:mm:ss" in Vietnam time, also with "T", without seconds or with a fraction.
std::optional<base::Time> moment(std::string_view text)
{
    const std::size_t cut = text.find_first_of(" T");
    const auto date = base::parse_day(text.substr(0, cut));
    if (!date) return std::nullopt;
    int parts[3] = {0, 0, 0};
    std::string_view rest = cut == std::string_view::npos ? std::string_view() : text.substr(cut + 1);
    for (int& part : parts) {
        const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), part);
        if (!rest.empty() && (fault != std::errc() || part < 0)) return std::nullopt;
        rest.remove_prefix(std::size_t(end - rest.data()));
        if (!rest.starts_with(':')) break;
        rest.remove_prefix(1);
    }
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 60) return std::nullopt;
    using namespace std::chrono;
    return base::Time(*date) + hours(parts[0] - 7) + minutes(parts[1]) + seconds(parts[2]);
}

void require(bool present, const char* field, int line)
{
    if (!present) refuse(Code::missing_field, std::string("Thông điệp thiếu ") + field + ".", line);
}

Organ organ(const Record& record, const std::string& block)
{
    return {.organ_id = id(record, block + "OrganId"),
            .in_charge = words(record, block + "OrganizationInCharge"),
            .name = words(record, block + "OrganName"),
            .address = words(record, block + "OrganAdd"),
            .email = words(record, block + "Email"),
            .telephone = words(record, block + "Telephone"),
            .fax = words(record, block + "Fax"),
            .website = words(record, block + "Website")};
}

Staff staff(const Record& record, const std::string& block)
{
    return {.department = words(record, block + "Department"),
            .staff = words(record, block + "Staff"),
            .email = words(record, block + "Email"),
            .mobile = words(record, block + "Mobile"),
            .department_id = id(record, block + "DepartmentId"),
            .staff_id = id(record, block + "StaffId")};
}

std::vector<std::string> list(const Record& record, Path path)
{
    std::vector<std::string> all;
    const auto found = record.lists.find(path);
    if (found == record.lists.end()) return all;
    for (const std::string& text : found->second) {
        if (std::string words = base::normalise(text); !words.empty()) all.push_back(std::move(words));
    }
    return all;
}

Business business(const Parts& parts)
{
    const std::string b = "TraceHeaderList/Bussiness/";
    Business made;
    if (const auto type = number(parts.whole, b + "BussinessDocType", 0, 3)) made.type = BusinessType(*type);
    made.reason = words(parts.whole, b + "BussinessDocReason");
    made.document_id = id(parts.whole, b + "DocumentId");
    made.paper = loose_number(parts.whole, b + "Paper").value_or(0) != 0;
    made.staff = staff(parts.whole, b + "StaffInfo/");
    const std::string info = b + "BussinessDocumentInfo/";
    made.document_changed = loose_number(parts.whole, info + "DocumentInfo").value_or(0) != 0;
    made.receivers_changed = loose_number(parts.whole, info + "DocumentReceiver").value_or(0) != 0;
    const std::string r = b + "BussinessDocumentInfo/ReceiverList/Receiver/";
    for (const Record& one : parts.receivers) {
        made.receivers.push_back(
            {id(one, r + "OrganId"), number(one, r + "ReceiverType", 0, 1).value_or(0) == 1});
    }
    const std::string p = b + "ReplacementInfoList/ReplacementInfo/";
    for (const Record& one : parts.replacements) {
        made.replacements.push_back({id(one, p + "DocumentId"), list(one, p + "OrganIdList/OrganId")});
    }
    return made;
}

std::string content_id(const Record& record, const std::string& block)
{
    const std::string text = id(record, block + "ContentId");
    return text.starts_with("cid:") ? text.substr(4) : text;
}

std::vector<Attachment> attachments(const Parts& parts)
{
    const std::string a = "AttachmentEncoded/Attachment/";
    const std::string r = "edXMLManifest/Reference/";
    std::map<std::string, const Record*> listed;
    for (const Record& one : parts.references) {
        const std::string cid = content_id(one, r);
        if (cid.empty()) continue;
        if (!listed.emplace(cid, &one).second) {
            refuse(Code::duplicate_attachment, "Danh sách tệp nêu hai lần cùng một tệp đính kèm.", one.line);
        }
    }
    std::vector<Attachment> all;
    std::set<std::string> seen;
    for (const Record& one : parts.attachments) {
        Attachment made{.content_id = content_id(one, a),
                        .declared_type = words(one, a + "ContentType", 200)};
        if (!made.content_id.empty() && !seen.insert(made.content_id).second) {
            refuse(Code::duplicate_attachment, "Hai tệp đính kèm có cùng mã ContentId.", one.line);
        }
        const auto reference = listed.find(made.content_id);
        if (reference == listed.end() && !listed.empty()) {
            refuse(Code::attachment_mismatch, "Tệp đính kèm không có trong danh sách tệp của thông điệp.",
                   one.line);
        }
        const Record& other = reference == listed.end() ? one : *reference->second;
        const auto either = [&](const char* field) {
            const std::string_view own = one.get(a + field);
            return std::string(own.empty() ? other.get(r + field) : own);
        };
        made.name = clean_file_name(either("AttachmentName"), line_of(one, a + "AttachmentName"));
        if (made.declared_type.empty()) made.declared_type = either("ContentType");
        made.description = base::normalise(either("Description"));
        all.push_back(std::move(made));
    }
    for (const auto& [cid, record] : listed) {
        if (!seen.contains(cid)) {
            refuse(Code::attachment_mismatch, "Danh sách nêu một tệp mà thông điệp không kèm theo.",
                   record->line);
        }
    }
    return all;
}

std::vector<ResponseFor> responses(const Parts& parts)
{
    const std::string r = "MessageHeader/ResponseFor/";
    std::vector<ResponseFor> all;
    for (const Record& one : parts.responses) {
        ResponseFor made{id(one, r + "OrganId"), words(one, r + "Code", 200),
                         day(one, r + "PromulgationDate"), id(one, r + "DocumentId")};
        if (!made.empty()) all.push_back(std::move(made));
    }
    return all;
}

void build_status(const Record& whole, Message& m)
{
    const std::string h = "MessageHeader/";
    m.kind = Kind::status;
    const auto code = number(whole, h + "StatusCode", 0, 999);
    m.status_code = std::to_string(*code);
    if (m.status_code.size() == 1) m.status_code.insert(m.status_code.begin(), '0');
    m.status_description = words(whole, h + "Description");
    m.status_staff = staff(whole, h + "StaffInfo/");
    const std::string_view at = whole.get(h + "Timestamp");
    m.status_at = moment(at);
    if (!at.empty() && !m.status_at) {
        refuse(Code::bad_date, "Timestamp không phải thời điểm có thật.", line_of(whole, h + "Timestamp"));
    }
    require(!m.responses_for.empty(), "văn bản mà trạng thái nói đến (ResponseFor)", whole.line);
}

void build_document(const Parts& parts, Message& m)
{
    const std::string h = "MessageHeader/";
    const Record& w = parts.whole;
    m.document_id = id(w, h + "DocumentId");
    m.code_number = words(w, h + "Code/CodeNumber", 200);
    m.code_notation = words(w, h + "Code/CodeNotation", 200);
    m.place = words(w, h + "PromulgationInfo/Place");
    m.promulgation_date = day(w, h + "PromulgationInfo/PromulgationDate");
    m.type = loose_number(w, h + "DocumentType/Type");
    m.type_detail = loose_number(w, h + "DocumentType/TypeDetail");
    m.type_name = words(w, h + "DocumentType/TypeName");
    m.subject = words(w, h + "Subject");
    m.content = words(w, h + "Content");
    m.competence = words(w, h + "SignerInfo/Competence");
    m.position = words(w, h + "SignerInfo/Position");
    m.signer = words(w, h + "SignerInfo/FullName");
    m.due_date = day(w, h + "DueDate");
    m.priority = number(w, h + "OtherInfo/Priority", 0, 4);
    m.sphere = words(w, h + "OtherInfo/SphereOfPromulgation");
    m.typist = words(w, h + "OtherInfo/TyperNotation");
    m.copies = loose_number(w, h + "OtherInfo/PromulgationAmount");
    m.pages = loose_number(w, h + "OtherInfo/PageAmount");
    m.appendixes = list(w, h + "OtherInfo/Appendixes/Appendix");
    m.steering_type = loose_number(w, h + "SteeringType");
    m.task_codes = list(w, h + "ResponseForTask/TaskCode");
    m.application_type = id(w, h + "ApplicationType");
    m.places = list(w, h + "ToPlaces/Place");
    m.business = business(parts);
    m.attachments = attachments(parts);
    require(!m.to.empty(), "nơi nhận (To)", w.line);
    require(!m.document_id.empty(), "mã định danh văn bản (DocumentId)", w.line);
    require(!m.code_number.empty(), "số văn bản (CodeNumber)", w.line);
    require(!m.code_notation.empty(), "ký hiệu văn bản (CodeNotation)", w.line);
    require(m.promulgation_date.has_value(), "ngày ban hành (PromulgationDate)", w.line);
    require(!m.subject.empty(), "trích yếu (Subject)", w.line);
}

}  // namespace

Message build(const Parts& parts)
{
    Message m;
    m.from = organ(parts.whole, "MessageHeader/From/");
    require(!m.from.organ_id.empty(), "mã cơ quan gửi (From/OrganId)", parts.whole.line);
    std::set<std::string> seen;
    for (const Record& one : parts.to) {
        m.to.push_back(organ(one, "MessageHeader/To/"));
        require(!m.to.back().organ_id.empty(), "mã của một nơi nhận (To/OrganId)", one.line);
        if (!seen.insert(m.to.back().organ_id).second) m.to.pop_back();
    }
    m.responses_for = responses(parts);
    for (const Record& one : parts.traces) {
        m.traces.push_back({id(one, "TraceHeaderList/TraceHeader/OrganId"),
                            moment(one.get("TraceHeaderList/TraceHeader/Timestamp"))});
    }
    if (parts.whole.get("MessageHeader/StatusCode").empty()) {
        build_document(parts, m);
    } else {
        build_status(parts.whole, m);
    }
    return m;
}

}  // namespace lt::edxml
