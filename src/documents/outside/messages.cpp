// See messages.h.
#include "documents/outside/messages.h"

#include <algorithm>
#include <array>
#include <memory>

#include "documents/lists/rows.h"
#include "documents/queries.h"
#include "exchange/listing.h"
#include "exchange/stored.h"
#include "kit/base/text.h"

namespace lt::documents {
namespace {

// The lengths of QCVN 102:2016/BTTTT, in characters.
constexpr std::size_t kOrganName = 200;
constexpr std::size_t kPosition = 100;
constexpr std::size_t kSignerName = 50;
constexpr std::size_t kPlaceName = 50;
constexpr std::size_t kDescription = 500;
constexpr int kAdministrative = 2;  // DocumentType of what is no legal normative document

// The numbers of administrative documents in the list of amendment 1:2022 of QCVN 102:2016/BTTTT, in its order.
constexpr std::array kNumbered{
    "Nghị quyết", "Quyết định",     "Chỉ thị",      "Quy chế",        "Quy định",        "Thông cáo",
    "Thông báo",  "Hướng dẫn",      "Chương trình", "Kế hoạch",       "Phương án",       "Đề án",
    "Dự án",      "Báo cáo",        "Biên bản",     "Tờ trình",       "Hợp đồng",        "Công văn",
    "Công điện",  "Bản ghi nhớ",    "Bản cam kết",  "Bản thoả thuận", "Giấy chứng nhận", "Giấy uỷ quyền",
    "Giấy mời",   "Giấy giới thiệu"};

std::optional<int> number_of_kind(const std::string& name)
{
    const std::string wanted = base::fold(name);
    for (std::size_t i = 0; i < kNumbered.size(); ++i)
        if (base::fold(kNumbered[i]) == wanted) return static_cast<int>(i) + 1;
    return std::nullopt;
}

// SteeringType: 1 for what directs nobody, 2 for a directive.
int steering_of(const std::string& kind_code) { return kind_code == "directive" ? 2 : 1; }

int priority_of(Urgency urgency)
{
    switch (urgency) {
    case Urgency::normal: return 0;
    case Urgency::urgent: return 1;
    case Urgency::very_urgent: return 2;
    case Urgency::immediate: return 3;
    }
    return 0;
}

// Only what came over the axis is known by its name there.
void add_reply(const db::Row& row, edxml::Message& message)
{
    if (row["reply_origin"].str_or("") != to_text(Origin::axis)) return;
    message.responses_for.push_back(
        {.organ_id = row["reply_to"].str_or(""),
         .code = full_notation(row["reply_number"].str_or(""), row["reply_notation"].str_or("")),
         .promulgation_date = row["reply_issued_on"].opt_day(),
         .document_id = row["reply_id"].str_or("")});
}

// What the axis calls it when nothing else is said: 01 of the reference implementation's samples, and so on.
std::string description_of(const Status& status)
{
    if (!status.words.empty()) return base::shorten(status.words, kDescription);
    if (status.code == "01") return "Văn bản đã đến";
    if (status.code == "03") return "Đã tiếp nhận, vào sổ văn bản đến";
    if (status.code == "04") return "Đã phân công xử lý";
    if (status.code == "05") return "Đang xử lý";
    if (status.code == "06") return "Đã hoàn thành";
    if (status.code == "15") return "Đồng ý cho lấy lại văn bản";
    return {};
}

exchange::NewMessage row_of(const edxml::Message& message, std::int64_t about)
{
    exchange::NewMessage out{.kind = message.kind,
                             .from_code = message.from.organ_id,
                             .from_name = message.from.name,
                             .document_id = message.document_id,
                             .status_code = message.status_code,
                             .title = message.subject,
                             .urgency = message.priority.value_or(0),
                             .about = about};
    if (message.kind == edxml::Kind::edoc) {
        out.notation = full_notation(message.code_number, message.code_notation);
    } else {
        out.document_id = message.responses_for.front().document_id;
        out.notation = message.responses_for.front().code;
        out.title = message.status_description;
    }
    return out;
}

}  // namespace

edxml::Organ organ_of(db::Transaction& tx, const directory::Snapshot& directory,
                      const directory::Agency& agency, std::int64_t system)
{
    const directory::Agency* above = directory.find(agency.parent);
    return {.organ_id = exchange::code_at(tx, system, agency),
            .in_charge = base::shorten((above != nullptr ? *above : agency).name, kOrganName),
            .name = base::shorten(agency.name, kOrganName)};
}

std::optional<IssuedDocument> issued_document(db::Transaction& tx, const directory::Agency& agency,
                                              std::int64_t document)
{
    const db::Rows rows = tx.run(sql::outside_source, document);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    const base::Day day = row["issued_on"].day();
    const std::string number = row["number_text"].str();
    const std::string notation = row["notation"].str();
    IssuedDocument out{.id = document, .uid = row["uid"].str(), .recipients = row["recipients"].int64s()};
    edxml::Message& message = out.message;
    message.document_id = edxml::document_id_of(agency.code, day, full_notation(number, notation));
    message.code_number = number;
    message.code_notation = notation;
    message.place = base::shorten(agency.place, kPlaceName);
    message.promulgation_date = day;
    message.type = kAdministrative;
    message.type_name = row["kind_name"].str();
    message.type_detail = number_of_kind(message.type_name);
    message.steering_type = steering_of(row["kind_code"].str());
    message.subject = row["subject"].str();
    message.position = base::shorten(row["signer_title"].str_or(""), kPosition);
    message.signer = base::shorten(row["signer_name"].str_or(""), kSignerName);
    if (const auto due = row["reply_due_at"].opt_time()) message.due_date = base::vietnam_day(*due);
    message.priority = priority_of(urgency_of(row));
    if (!row["page_count"].null()) message.pages = row["page_count"].int32();
    add_reply(row, message);
    message.traces.push_back({.organ_id = agency.code, .at = row["issued_at"].time()});
    message.business.type = edxml::BusinessType::create;
    for (const db::Row file : tx.run(sql::document_files_of, document)) {
        message.attachments.push_back({.name = file["name"].str(),
                                       .length = static_cast<std::uint64_t>(file["size"].int64()),
                                       .sha256 = file["sha256"].str()});
        out.contents.push_back(file["sha256"].str());
    }
    return out;
}

edxml::Message status_message(const edxml::Organ& from, const Status& status)
{
    edxml::Message message;
    message.kind = edxml::Kind::status;
    message.from = from;
    message.responses_for.push_back(status.about);
    message.status_code = status.code;
    message.status_description = description_of(status);
    message.status_at = status.at;
    message.status_staff.staff = status.staff;
    message.status_staff.department = status.department;
    return message;
}

base::Result<base::Done> post(Services& services, const edxml::Message& message, const Envelope& envelope)
{
    const auto writer = services.blobs.writer(exchange::kMessageType);
    const auto written = edxml::write(
        message,
        [&](std::size_t index) { return exchange::source_of(services.blobs, envelope.contents.at(index)); },
        [&](std::string_view piece) { writer->write(std::as_bytes(std::span(piece.data(), piece.size()))); });
    if (!written) return written.error();
    exchange::NewMessage row = row_of(message, envelope.about);
    row.bytes = writer->finish();
    db::Transaction tx = services.pool.begin({});
    if (!exchange::post(tx, services.exchange, row, envelope.to).again) tx.commit();
    return base::Done{};
}

}  // namespace lt::documents
