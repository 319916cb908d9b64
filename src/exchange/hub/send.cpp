// See send.h.
#include "exchange/hub/send.h"

#include <algorithm>
#include <charconv>

#include "exchange/edxml/reader.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"

namespace lt::exchange::hub {
namespace {

using axis::Code;
using base::msg;

constexpr std::size_t kLongestDocumentId = 200;

Refusal bad_format(base::Message words) { return {Code::bad_format, std::move(words)}; }

Refusal too_large(const System& system)
{
    return {
        Code::bad_file,
        {msg("Thông điệp quá lớn: tối đa {{size}} MB."), {{"size", std::to_string(system.largest >> 20U)}}},
        413};
}

edxml::ByteSource source_of(blob::Store& blobs, const blob::Blob& blob)
{
    std::shared_ptr<blob::Reader> reader = blobs.open(blob.sha256);
    return [reader, offset = std::uint64_t{0}](std::span<char> buffer) mutable {
        const std::size_t got = reader->read(offset, std::as_writable_bytes(buffer));
        offset += got;
        return got;
    };
}

// The hash that the caller gave, over the file with or without the CRLF that the reference client sends behind it.
bool hash_fits(blob::Store& blobs, const blob::Blob& blob, std::string given)
{
    std::ranges::transform(given, given.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (given.empty() || given == blob.sha256) return true;
    crypto::Sha256 whole;
    const auto next = source_of(blobs, blob);
    std::vector<char> buffer(64 << 10);
    while (const std::size_t got = next(buffer)) whole.update(std::string_view(buffer.data(), got));
    whole.update("\r\n");
    return base::to_hex(whole.finish()) == given;
}

// Who gets it: agencies in force, a dissolved one's successors in its place.
std::variant<std::vector<Addressee>, Refusal> addressees_of(Services& services,
                                                            const std::vector<std::string>& codes)
{
    const auto snapshot = services.directory.snapshot();
    const base::Day today = base::vietnam_day(services.clock->now());
    std::vector<Addressee> out;
    const auto add = [&](const directory::Agency& agency) {
        if (std::ranges::find(out, agency.code, &Addressee::code) == out.end())
            out.push_back({agency.code, agency.name, agency.system});
    };
    for (const std::string& code : codes) {
        const directory::Agency* agency = snapshot->find_code(code);
        bool found = agency != nullptr && agency->valid.holds(today);
        if (found) add(*agency);
        if (agency != nullptr && !found)
            for (const std::int64_t id : agency->successors)
                if (const auto* successor = snapshot->find(id);
                    successor != nullptr && successor->valid.holds(today)) {
                    add(*successor);
                    found = true;
                }
        if (!found)
            return Refusal{Code::unknown_receiver,
                           {msg("Đơn vị nhận “{{code}}” (To/OrganId) không có trên trục liên thông."),
                            {{"code", code}}}};
    }
    return out;
}

std::optional<Refusal> check_sender(Services& services, const System& system, const std::string& code)
{
    const directory::Agency* agency = services.directory.snapshot()->find_code(code);
    if (agency != nullptr && agency->system == system.id) return std::nullopt;
    return Refusal{
        Code::unknown_sender,
        {msg("Đơn vị gửi “{{code}}” (From/OrganId) chưa đăng ký cho hệ thống này."), {{"code", code}}}};
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

NewMessage new_message(const Caller& caller, const edxml::Message& message, blob::Blob blob)
{
    const bool is_edoc = message.kind == edxml::Kind::edoc;
    NewMessage out{.kind = message.kind,
                   .system = caller.system.id,
                   .from_code = message.from.organ_id,
                   .from_name = message.from.name.empty() ? message.from.organ_id : message.from.name,
                   .document_id = message.document_id,
                   .business = message.business.type.value_or(edxml::BusinessType::create),
                   .status_code = message.status_code,
                   .title = message.subject,
                   .urgency = std::clamp(message.priority.value_or(0), 0, 4),
                   .bytes = std::move(blob)};
    if (is_edoc) {
        out.notation = message.code_number + "/" + message.code_notation;
    } else {
        const edxml::ResponseFor& about = message.responses_for.front();
        out.document_id = about.document_id;
        out.notation = about.code;
        out.title = message.status_description;
    }
    return out;
}

class MessageSink final : public http::BodySink {
public:
    MessageSink(Services& services, Caller caller)
        : services_(services), caller_(std::move(caller)), writer_(services.blobs.writer())
    {
    }
    void write(std::span<const std::byte> piece) override
    {
        length_ += piece.size();
        if (length_ > caller_.system.largest + 2) throw http::Answer(answer_of(too_large(caller_.system)));
        // The last two bytes wait: the reference client sends a CRLF that is no part of the file.
        held_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
        if (held_.size() <= 2) return;
        writer_->write(std::as_bytes(std::span(held_.data(), held_.size() - 2)));
        held_.erase(0, held_.size() - 2);
    }
    http::Response finish(http::Request&) override
    {
        if (held_ != "\r\n") writer_->write(std::as_bytes(std::span(held_)));
        const blob::Blob blob = writer_->finish();
        auto done = take(blob);
        if (const auto* refusal = std::get_if<Refusal>(&done)) return answer_of(*refusal);
        return http::json(std::get<std::string>(done));
    }

private:
    std::variant<std::string, Refusal> take(const blob::Blob& blob)
    {
        const std::string& hash = caller_.parameter("hash-file");
        if (blob.size == 0) return Refusal{Code::bad_file, msg("Lời gọi không kèm tệp edXML.")};
        if (!hash_fits(services_.blobs, blob, hash))
            return Refusal{Code::bad_file, msg("Tệp nhận được không khớp mã băm hash-file. Gửi lại tệp.")};
        const edxml::Result read = edxml::read(source_of(services_.blobs, blob));
        if (const auto* error = std::get_if<edxml::Error>(&read))
            return bad_format(error->line > 0 ? base::Message(msg("Dòng {{line}}: {{why}}"),
                                                              {{"line", std::to_string(error->line)},
                                                               {"why", error->message}})
                                              : base::Message(error->message));
        const auto& message = std::get<edxml::Message>(read);
        if (auto refusal = check(message)) return *refusal;
        auto to = addressees_of(services_, codes_to(message));
        if (auto* refusal = std::get_if<Refusal>(&to)) return *refusal;
        return keep(new_message(caller_, message, blob), std::get<std::vector<Addressee>>(to));
    }

    std::optional<Refusal> check(const edxml::Message& message) const
    {
        const std::string& type = caller_.parameter("messagetype");
        const bool is_edoc = message.kind == edxml::Kind::edoc;
        if (!type.empty() && base::fold(type) != (is_edoc ? "edoc" : "status"))
            return bad_format({msg("messagetype là “{{type}}” nhưng tệp là thông điệp {{kind}}."),
                               {{"type", type}, {"kind", is_edoc ? "edoc" : "status"}}});
        if (!caller_.system.may_send)
            return Refusal{Code::unknown_sender, msg("Hệ thống này chỉ được nhận, không được gửi.")};
        const std::string& id = is_edoc || message.responses_for.empty()
                                    ? message.document_id
                                    : message.responses_for.front().document_id;
        if (id.empty() || id.size() > kLongestDocumentId)
            return bad_format(msg("DocumentId phải có và dài tối đa 200 ký tự."));
        return check_sender(services_, caller_.system, message.from.organ_id);
    }

    std::variant<std::string, Refusal> keep(const NewMessage& message, const std::vector<Addressee>& to)
    {
        db::Transaction tx = services_.pool.begin({});
        const Posted posted = post(tx, services_, message, to);
        std::string answer = axis::sent_answer(posted.uid);
        if (posted.again) return answer;  // and nothing of this transaction stays
        if (const auto first = used_before(tx, caller_, answer)) {
            // Who heard no answer asks again with the same words. Without the hash the words do not say which file.
            if (!caller_.parameter("hash-file").empty()) return *first;
            return Refusal{Code::wrong_credentials,
                           msg("Chữ ký của lời gọi này đã được dùng cho một tệp khác.")};
        }
        tx.commit();
        return answer;
    }

    Services& services_;
    Caller caller_;
    std::unique_ptr<blob::Writer> writer_;
    std::string held_{};
    std::uint64_t length_ = 0;
};

}  // namespace

std::unique_ptr<http::BodySink> take_message(Services& services, Caller caller, const http::Request& request)
{
    const std::string length = request.header("content-length");
    std::uint64_t bytes = 0;
    std::from_chars(length.data(), length.data() + length.size(), bytes);
    if (bytes > caller.system.largest + 2) throw http::Answer(answer_of(too_large(caller.system)));
    return std::make_unique<MessageSink>(services, std::move(caller));
}

}  // namespace lt::exchange::hub
