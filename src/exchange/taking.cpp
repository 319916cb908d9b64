// See taking.h.
#include "exchange/taking.h"

#include <algorithm>

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

std::vector<const directory::Agency*> in_force(const directory::Snapshot& snapshot, const std::string& code,
                                               base::Day today)
{
    std::vector<const directory::Agency*> out;
    const directory::Agency* agency = snapshot.find_code(code);
    if (agency == nullptr) return out;
    if (agency->valid.holds(today)) return {agency};
    for (const std::int64_t id : agency->successors)
        if (const auto* successor = snapshot.find(id); successor != nullptr && successor->valid.holds(today))
            out.push_back(successor);
    return out;
}

}  // namespace

edxml::ByteSource source_of(blob::Store& blobs, const std::string& sha256)
{
    std::shared_ptr<blob::Reader> reader = blobs.open(sha256);
    return [reader, offset = std::uint64_t{0}](std::span<char> buffer) mutable {
        const std::size_t got = reader->read(offset, std::as_writable_bytes(buffer));
        offset += got;
        return got;
    };
}

std::variant<edxml::Message, Refused> read_message(blob::Store& blobs, const std::string& sha256)
{
    return read_message(source_of(blobs, sha256));
}

std::variant<edxml::Message, Refused> read_message(const edxml::ByteSource& bytes)
{
    edxml::Result read = edxml::read(bytes);
    if (const auto* error = std::get_if<edxml::Error>(&read))
        return Refused{Code::bad_format,
                       error->line > 0
                           ? base::Message(msg("Dòng {{line}}: {{why}}"),
                                           {{"line", std::to_string(error->line)}, {"why", error->message}})
                           : base::Message(error->message)};
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
        const auto agencies = in_force(*snapshot, code, today);
        if (agencies.empty() && !only_known)
            return Refused{Code::unknown_receiver,
                           {msg("Đơn vị nhận “{{code}}” (To/OrganId) không có trên trục liên thông."),
                            {{"code", code}}}};
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
