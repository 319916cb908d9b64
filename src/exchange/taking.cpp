// See taking.h.
#include "exchange/taking.h"

#include <algorithm>

#include "directory/succession.h"
#include "exchange/listing.h"
#include "exchange/systems.h"

namespace lt::exchange {
namespace {

using axis::Code;
using base::msg;

constexpr std::size_t kLongestDocumentId = 200;

// The document that the message is part of the life of.
const std::string& document_of(const edxml::Message& message)
{
    const bool is_status = message.kind == edxml::Kind::status && !message.responses_for.empty();
    return is_status ? message.responses_for.front().document_id : message.document_id;
}

std::vector<std::string> codes_to(const edxml::Message& message)
{
    std::vector<std::string> out;
    if (message.kind == edxml::Kind::edoc)
        for (const edxml::Organ& organ : message.to) out.push_back(organ.organ_id);
    else
        for (const edxml::ResponseFor& about : message.responses_for) out.push_back(about.organ_id);
    return out;
}

// Where in a message that is edXML as such a file can't be taken out; "" for all else, which is not edXML.
const char* element_of_file(edxml::Code code)
{
    switch (code) {
    case edxml::Code::bad_base64:
    case edxml::Code::bad_zip:
    case edxml::Code::zip_bomb: return "ContentTransferEncoded";
    case edxml::Code::unsafe_name: return "AttachmentName";
    case edxml::Code::unreadable_file:
    case edxml::Code::not_xml:
    case edxml::Code::bad_encoding:
    case edxml::Code::entity_forbidden:
    case edxml::Code::too_deep:
    case edxml::Code::too_large:
    case edxml::Code::wrong_root:
    case edxml::Code::wrong_namespace:
    case edxml::Code::missing_field:
    case edxml::Code::duplicate_field:
    case edxml::Code::bad_date:
    case edxml::Code::bad_number:
    case edxml::Code::duplicate_attachment:
    case edxml::Code::attachment_mismatch:
    case edxml::Code::secret_refused: break;
    }
    return "";
}

Refused as_refused(const edxml::Error& error)
{
    const std::string line = std::to_string(error.line);
    const std::string element = element_of_file(error.code);
    if (!element.empty())
        return {Code::processing_error,
                {msg("Dòng {{line}}, {{element}}: {{why}}"),
                 {{"line", line}, {"element", element}, {"why", error.message}}}};
    return {Code::bad_format, error.line > 0 ? base::Message(msg("Dòng {{line}}: {{why}}"),
                                                             {{"line", line}, {"why", error.message}})
                                             : base::Message(error.message)};
}

}  // namespace

std::variant<edxml::Message, Refused> read_message(blob::Store& blobs, const std::string& sha256)
{
    return read_message(source_of(blobs, sha256));
}

std::variant<edxml::Message, Refused> read_message(const edxml::ByteSource& bytes)
{
    edxml::Result read = edxml::read(bytes);
    if (const auto* error = std::get_if<edxml::Error>(&read)) return as_refused(*error);
    auto& message = std::get<edxml::Message>(read);
    const std::string& id = document_of(message);
    if (id.empty() || id.size() > kLongestDocumentId)
        return Refused{Code::bad_format, msg("DocumentId phải có và dài tối đa 200 ký tự.")};
    return std::move(message);
}

std::variant<std::vector<Addressee>, Refused> addressees_of(db::Transaction& tx, Services& services,
                                                            const edxml::Message& message, bool only_known)
{
    return addressees_for(tx, services, codes_to(message), only_known);
}

std::variant<std::vector<Addressee>, Refused> addressees_for(db::Transaction& tx, Services& services,
                                                             const std::vector<std::string>& codes,
                                                             bool only_known)
{
    const auto snapshot = services.directory.snapshot();
    const base::Day today = base::vietnam_day(services.clock->now());
    std::vector<Addressee> out;
    std::vector<System> known;
    for (const std::string& code : codes) {
        const auto agencies = directory::in_force(*snapshot, code, today);
        if (agencies.empty() && !only_known) {
            // Beyond a parent axis, which nobody here has written to yet.
            if (auto listed = find_listed(tx, code)) {
                if (std::ranges::find(out, listed->code, &Addressee::code) == out.end())
                    out.push_back(*std::move(listed));
                continue;
            }
            return Refused{Code::unknown_receiver,
                           {msg("Đơn vị nhận “{{code}}” (To/OrganId) không có trên trục liên thông."),
                            {{"code", code}}}};
        }
        for (const directory::Agency* agency : agencies) {
            if (std::ranges::find(out, agency->code, &Addressee::code) != out.end()) continue;
            out.push_back({agency->code, agency->name, agency->system});
            if (agency->system == 0) continue;
            if (known.empty()) known = systems(tx);
            const auto system = std::ranges::find(known, agency->system, &System::id);
            if (system == known.end() || !system->active)
                return Refused{
                    Code::receiver_locked,
                    {msg("Hệ thống của đơn vị nhận “{{code}}” đang tạm ngừng kết nối."), {{"code", code}}}};
        }
    }
    return out;
}

NewMessage new_message(const edxml::Message& message, std::int64_t system, blob::Blob bytes)
{
    NewMessage out{.kind = message.kind,
                   .system = system,
                   .from_code = message.from.organ_id,
                   .from_name = message.from.name.empty() ? message.from.organ_id : message.from.name,
                   .document_id = document_of(message),
                   .business = message.business.type.value_or(edxml::BusinessType::create),
                   .status_code = message.status_code,
                   .title = message.subject,
                   .notation = message.code_number + "/" + message.code_notation,
                   .urgency = std::clamp(message.priority.value_or(0), 0, 4),
                   .bytes = std::move(bytes)};
    if (message.kind == edxml::Kind::status) {
        out.title = message.status_description;
        out.notation = message.responses_for.empty() ? std::string() : message.responses_for.front().code;
    }
    return out;
}

}  // namespace lt::exchange
