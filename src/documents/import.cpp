// What a message of the axis asks for, and who does it.
#include "documents/import.h"

#include <algorithm>
#include <fstream>

#include "directory/succession.h"
#include "documents/outside/arrivals.h"
#include "documents/outside/statuses.h"
#include "exchange/stored.h"
#include "kit/base/text.h"

namespace lt::documents {
namespace {

// A message about an earlier document carries that document's id: taken for a new one, a recall would be lost as a double.
std::optional<base::Error> check_is_new(const edxml::Message& message)
{
    switch (message.business.type.value_or(edxml::BusinessType::create)) {
    case edxml::BusinessType::create: return std::nullopt;
    case edxml::BusinessType::recall:
        return base::invalid(
            "file",
            "Đây là yêu cầu thu hồi văn bản đã gửi, không phải văn bản mới. Lệnh này không xử lý yêu cầu thu hồi.");
    case edxml::BusinessType::update:
        return base::invalid(
            "file",
            "Đây là thông điệp cập nhật văn bản đã gửi, không phải văn bản mới. Lệnh này không xử lý cập nhật.");
    case edxml::BusinessType::replace: break;
    }
    return base::invalid(
        "file",
        "Đây là thông điệp thay thế văn bản đã gửi, không phải văn bản mới. Lệnh này không xử lý thay thế.");
}

edxml::ByteSource source_of_file(const std::filesystem::path& file)
{
    const auto in = std::make_shared<std::ifstream>(file, std::ios::binary);
    if (!*in) throw std::system_error(errno, std::generic_category(), file.string());
    return [in](std::span<char> buffer) {
        in->read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        return static_cast<std::size_t>(in->gcount());
    };
}

// Agencies that work here and are in force; in place of a dissolved one, those that go on with its work.
std::vector<const directory::Agency*> agencies_here(const directory::Snapshot& directory,
                                                    const std::vector<std::string>& codes, base::Day today)
{
    std::vector<const directory::Agency*> out;
    for (const std::string& code : codes)
        for (const directory::Agency* agency : directory::in_force(directory, code, today))
            if (agency->system == 0 && std::ranges::find(out, agency) == out.end()) out.push_back(agency);
    return out;
}

edxml::MessageSignature signature_of(Services& services, const exchange::Arrived& arrived,
                                     const edxml::Message& message)
{
    if (!message.has_signature) return {};
    if (!services.judge_message) return {.outcome = edxml::SignatureOutcome::not_verifiable};
    return services.judge_message(arrived.sha256, message);
}

}  // namespace

base::Result<Imported> import_message(Services& services, directory::Directory& directory,
                                      const std::filesystem::path& file)
{
    const auto read = read_message(services, source_of_file(file));
    if (!read) return read.error();
    const edxml::Message& message = read->message;
    if (message.kind != edxml::Kind::edoc)
        return base::invalid(
            "file", "Đây là thông điệp trạng thái, không phải văn bản nên không vào sổ văn bản đến.");
    if (auto error = check_is_new(message)) return *error;
    const auto snapshot = directory.snapshot();
    const base::Day today = base::vietnam_day(services.clock->now());
    std::vector<std::string> known;
    std::vector<std::string> unknown;
    for (const edxml::Organ& organ : message.to) {
        const directory::Agency* agency = snapshot->find_code(organ.organ_id);
        const bool is_here = agency != nullptr && agency->system == 0 && agency->valid.holds(today);
        (is_here ? known : unknown).push_back(organ.organ_id);
    }
    const auto to = agencies_here(*snapshot, known, today);
    if (to.empty())
        return base::invalid("file", "Không có nơi nhận nào của thông điệp là cơ quan trong hệ thống này.");
    auto imported = keep_document(services, *read, {.to = to});
    if (imported) imported->unknown = unknown;
    return imported;
}

base::Result<base::Done> deliver(Services& services, const exchange::Arrived& arrived)
{
    const auto read = read_message(services, exchange::source_of(services.blobs, arrived.sha256));
    if (!read) return read.error();
    const edxml::Message& message = read->message;
    const auto snapshot = services.directory.snapshot();
    const auto to = agencies_here(*snapshot, arrived.to, base::vietnam_day(services.clock->now()));
    if (to.empty())
        return base::not_found("Nơi nhận đã kết thúc hoạt động hoặc không còn làm việc trên hệ thống này.");
    if (message.kind == edxml::Kind::status) return take_status(services, message, to);
    if (message.business.type == edxml::BusinessType::recall) return take_recall(services, message, to);
    const auto kept = keep_document(services, *read,
                                    {.message = arrived.uid,
                                     .sha256 = arrived.sha256,
                                     .carrier = arrived.carrier,
                                     .signature = signature_of(services, arrived, message),
                                     .to = to});
    if (!kept) return kept.error();
    return base::Done{};
}

}  // namespace lt::documents
