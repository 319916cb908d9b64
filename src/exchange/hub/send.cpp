// See send.h.
#include "exchange/hub/send.h"

#include <algorithm>
#include <charconv>

#include "exchange/taking.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"

namespace lt::exchange::hub {
namespace {

using axis::Code;
using base::msg;

Refusal as_refusal(const Refused& refused) { return {refused.code, refused.words}; }

Refusal too_large(const System& system)
{
    return {
        Code::bad_file,
        {msg("Thông điệp quá lớn: tối đa {{size}} MB."), {{"size", std::to_string(system.largest >> 20U)}}},
        413};
}

// The hash that the caller gave, over the file with or without the CRLF that the reference client sends behind it.
bool hash_fits(blob::Store& blobs, const blob::Blob& blob, std::string given)
{
    std::ranges::transform(given, given.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (given.empty() || given == blob.sha256) return true;
    crypto::Sha256 whole;
    const auto next = source_of(blobs, blob.sha256);
    std::vector<char> buffer(64 << 10);
    while (const std::size_t got = next(buffer)) whole.update(std::string_view(buffer.data(), got));
    whole.update("\r\n");
    return base::to_hex(whole.finish()) == given;
}

std::optional<Refusal> check_sender(Services& services, const System& system, const std::string& code)
{
    const directory::Agency* agency = services.directory.snapshot()->find_code(code);
    if (agency != nullptr && agency->system == system.id) return std::nullopt;
    return Refusal{
        Code::unknown_sender,
        {msg("Đơn vị gửi “{{code}}” (From/OrganId) chưa đăng ký cho hệ thống này."), {{"code", code}}}};
}

class MessageSink final : public http::BodySink {
public:
    MessageSink(Services& services, Caller caller)
        : services_(services), caller_(std::move(caller)), writer_(services.blobs.writer(kMessageType))
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
        const auto read = read_message(services_.blobs, blob.sha256);
        if (const auto* refused = std::get_if<Refused>(&read)) return as_refusal(*refused);
        const auto& message = std::get<edxml::Message>(read);
        if (auto refusal = check(message)) return *refusal;
        return keep(message, blob);
    }

    std::optional<Refusal> check(const edxml::Message& message) const
    {
        const std::string& type = caller_.parameter("messagetype");
        const bool is_edoc = message.kind == edxml::Kind::edoc;
        if (!type.empty() && base::fold(type) != (is_edoc ? "edoc" : "status"))
            return Refusal{Code::bad_format,
                           {msg("messagetype là “{{type}}” nhưng tệp là thông điệp {{kind}}."),
                            {{"type", type}, {"kind", is_edoc ? "edoc" : "status"}}}};
        if (!caller_.system.may_send)
            return Refusal{Code::unknown_sender, msg("Hệ thống này chỉ được nhận, không được gửi.")};
        return check_sender(services_, caller_.system, message.from.organ_id);
    }

    std::variant<std::string, Refusal> keep(const edxml::Message& message, const blob::Blob& blob)
    {
        db::Transaction tx = services_.pool.begin({});
        const auto to = addressees_of(tx, services_, message);
        if (const auto* refused = std::get_if<Refused>(&to)) return as_refusal(*refused);
        const Posted posted = post(tx, services_, new_message(message, caller_.system.id, blob),
                                   std::get<std::vector<Addressee>>(to));
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
