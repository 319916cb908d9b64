// The client's half of docs/integrator/remote-signing.md. What comes back is checked before anybody else sees it.
#include "kit/crypto/remote_signing.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/base/log.h"
#include "kit/crypto/openssl.h"
#include "kit/crypto/signer.h"

namespace lt::crypto {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostDigests = 500;  // of one transaction
constexpr std::size_t kLongestId = 200;

std::string base64_of(std::string_view bytes)
{
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                                       static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

std::optional<std::string> from_base64(const std::string& text)
{
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::string out(text.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(text),
                                       static_cast<int>(text.size()));
    ERR_clear_error();
    if (length < 0) return std::nullopt;
    const auto padding = static_cast<std::size_t>(std::count(text.end() - 2, text.end(), '='));
    out.resize(static_cast<std::size_t>(length) - padding);
    return out;
}

// A member of the reply; empty when it is missing or of another kind.
std::string text_at(const Json& object, const char* name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number_at(const Json& object, const char* name, std::int64_t otherwise)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : otherwise;
}

const Json& list_at(const Json& object, const char* name)
{
    static const Json none = Json::array();
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_array() ? *found : none;
}

bool is_id(const std::string& text)
{
    return !text.empty() && text.size() <= kLongestId &&
           text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.") ==
               std::string::npos &&
           text != "." && text != "..";
}

bool is_code(std::string_view text)
{
    return text.size() >= 4 && text.size() <= 12 &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string text_of(const Json& content)
{
    return content.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Certificate> certificate_of(const std::string& base64)
{
    const std::optional<std::string> der = from_base64(base64);
    if (!der) return std::nullopt;
    base::Result<Certificate> certificate = Certificate::parse(*der);
    if (!certificate) return std::nullopt;
    return *std::move(certificate);
}

RemoteConfirmation confirmation_of(const Json& object)
{
    return text_at(object, "confirmation") == "otp" ? RemoteConfirmation::one_time_code
                                                    : RemoteConfirmation::app;
}

base::Error expired()
{
    return base::conflict("Giao dịch ký số đã quá thời hạn xác nhận. Hãy tạo lại yêu cầu ký.");
}

}  // namespace

class HttpRemoteSigning : public RemoteSigningService {
public:
    HttpRemoteSigning(RemoteSettings settings, std::shared_ptr<RemoteTransport> transport)
        : settings_(std::move(settings)), transport_(std::move(transport))
    {
    }

    base::Result<std::vector<RemoteCredential>> credentials(const std::string& user, base::Time now) override
    {
        const std::optional<Reply> reply = ask("POST", "/v1/credentials", text_of(Json{{"user", user}}));
        if (!reply || (reply->status != 200 && reply->status != 404))
            return unavailable("credentials", reply);
        std::vector<RemoteCredential> out;
        for (const Json& one : list_at(reply->body, "credentials")) {
            std::optional<Certificate> certificate = certificate_of(text_at(one, "certificate"));
            const std::string id = text_at(one, "id");
            if (!certificate || !is_id(id) || why_not_signing(*certificate, now, "")) continue;
            RemoteCredential credential{id, *std::move(certificate), {}, confirmation_of(one)};
            for (const Json& issuer : list_at(one, "chain"))
                if (auto parsed = certificate_of(issuer.is_string() ? issuer.get<std::string>() : ""))
                    credential.chain.push_back(*std::move(parsed));
            out.push_back(std::move(credential));
        }
        return out;
    }

    base::Result<RemoteTransaction> create(const RemoteCredential& credential,
                                           const std::vector<RemoteDigest>& digests,
                                           const std::string& description, const std::string& request,
                                           base::Time now) override
    {
        CHECK(!digests.empty() && is_id(request));
        if (digests.size() > kMostDigests)
            return base::conflict({"Mỗi lần ký từ xa được tối đa {{most}} văn bản. Hãy chia thành nhiều lần.",
                                   {{"most", std::to_string(kMostDigests)}}});
        if (const std::optional<base::Error> wrong = why_not_signing(credential.certificate, now, ""))
            return base::conflict(wrong->message);
        Json list = Json::array();
        for (const RemoteDigest& one : digests) {
            CHECK(one.sha256.size() == 32);
            list.push_back({{"digest", base64_of(one.sha256)}, {"name", one.name}});
        }
        const bool rsa = credential.certificate.key_kind() == KeyKind::rsa;
        const Json content{{"request", request},
                           {"credential", credential.id},
                           {"description", description},
                           {"digestAlgorithm", "SHA-256"},
                           {"signatureAlgorithm", rsa ? "RSASSA-PKCS1-v1_5" : "ECDSA"},
                           {"documents", std::move(list)}};
        const std::optional<Reply> reply = ask("POST", "/v1/transactions", text_of(content));
        if (reply && (reply->status == 400 || reply->status == 403 || reply->status == 404))
            return base::conflict(
                "Dịch vụ ký số từ xa không nhận yêu cầu ký bằng chứng thư số này. Hãy kiểm tra lại chứng "
                "thư số đã đăng ký với nhà cung cấp.");
        if (!reply || (reply->status != 200 && reply->status != 201)) return unavailable("create", reply);
        const std::string id = text_at(reply->body, "transaction");
        if (!is_id(id)) return unavailable("create", reply);
        const std::int64_t wanted = number_at(reply->body, "expiresIn", settings_.lifetime.count());
        const auto lifetime =
            std::chrono::seconds(std::clamp<std::int64_t>(wanted, 1, settings_.lifetime.count()));
        return RemoteTransaction{settings_.provider, id, now + lifetime, confirmation_of(reply->body)};
    }

    base::Result<base::Done> confirm(const RemoteTransaction& transaction, base::Secret code,
                                     base::Time now) override
    {
        CHECK(transaction.provider == settings_.provider && is_id(transaction.id));
        if (!is_code(code.view())) return base::invalid("otp", "Hãy nhập mã OTP gồm 4 đến 12 chữ số.");
        if (now >= transaction.expires_at) return expired();
        // Not through Json, which would leave the code in memory.
        std::string body = "{\"otp\":\"";
        body.append(code.view()).append("\"}");
        code.wipe();
        const std::optional<Reply> reply =
            ask("POST", "/v1/transactions/" + transaction.id + "/confirmation", std::move(body));
        if (!reply) return unavailable("confirm", reply);
        if (reply->status == 200) return base::Done{};
        const std::string error = text_at(reply->body, "error");
        if (error == "wrong_otp") {
            const std::int64_t left = number_at(reply->body, "triesLeft", -1);
            if (left < 0) return base::invalid("otp", "Mã OTP không đúng. Hãy kiểm tra rồi nhập lại.");
            return base::invalid(
                "otp", {"Mã OTP không đúng. Còn {{left}} lần thử.", {{"left", std::to_string(left)}}});
        }
        if (error == "refused")
            return base::conflict(
                "Giao dịch ký số đã bị từ chối: người ký không đồng ý hoặc đã nhập sai mã OTP quá số lần cho phép.");
        if (error == "expired" || error == "unknown_transaction") return expired();
        return unavailable("confirm", reply);
    }

    base::Result<RemoteAnswer> poll(const RemoteTransaction& transaction, const Certificate& certificate,
                                    const std::vector<RemoteDigest>& digests, base::Time now) override
    {
        CHECK(transaction.provider == settings_.provider && is_id(transaction.id));
        const std::optional<Reply> reply = ask("GET", "/v1/transactions/" + transaction.id, {});
        if (reply && reply->status == 404) return RemoteAnswer{RemoteState::expired, {}};
        if (!reply || reply->status != 200) return unavailable("poll", reply);
        const std::string state = text_at(reply->body, "state");
        if (state == "refused") return RemoteAnswer{RemoteState::refused, {}};
        if (state == "expired") return RemoteAnswer{RemoteState::expired, {}};
        // Whoever confirmed in the last second still gets his signatures, so only a transaction that waits runs out.
        if (state == "waiting")
            return RemoteAnswer{now < transaction.expires_at ? RemoteState::waiting : RemoteState::expired,
                                {}};
        if (state != "done") return unavailable("poll", reply);
        return checked(list_at(reply->body, "signatures"), certificate, digests);
    }

private:
    struct Reply {
        int status = 0;
        Json body{};
    };

    // Nothing without an answer in JSON.
    std::optional<Reply> ask(const char* method, const std::string& path, std::string body) const
    {
        RemoteRequest request{method, settings_.url + path, {}, std::move(body)};
        request.authorization.reserve(64 + settings_.key.view().size());
        request.authorization.append("Bearer ").append(settings_.key.view());
        const std::optional<RemoteReply> got = transport_->send(request);
        base::wipe(request.authorization);
        base::wipe(request.body);
        if (!got) return std::nullopt;
        Json answer = Json::parse(got->body, nullptr, false);
        if (answer.is_discarded()) return std::nullopt;
        return Reply{got->status, std::move(answer)};
    }

    base::Error unavailable(const char* during, const std::optional<Reply>& reply) const
    {
        base::log(base::Level::warning, "remote_signing_unavailable",
                  {{"provider", settings_.provider},
                   {"during", during},
                   {"status", reply ? std::to_string(reply->status) : "none"}});
        return {base::Fault::unavailable,
                {},
                "Dịch vụ ký số từ xa chưa trả lời. Yêu cầu ký vẫn được giữ; hãy thử lại sau ít phút.",
                {}};
    }

    base::Result<RemoteAnswer> checked(const Json& list, const Certificate& certificate,
                                       const std::vector<RemoteDigest>& digests) const
    {
        RemoteAnswer answer{RemoteState::done, {}};
        for (const Json& one : list) {
            const std::optional<std::string> signature =
                one.is_string() ? from_base64(one.get<std::string>()) : std::nullopt;
            const std::size_t at = answer.signatures.size();
            if (!signature || at >= digests.size() ||
                !signature_fits(certificate, digests[at].sha256, *signature))
                break;
            answer.signatures.push_back(*signature);
        }
        if (answer.signatures.size() == digests.size() && list.size() == digests.size()) return answer;
        base::log(base::Level::error, "remote_signature_wrong", {{"provider", settings_.provider}});
        return base::conflict(
            "Chữ ký do dịch vụ ký số từ xa trả về không khớp với chứng thư số hoặc với văn bản, nên không được "
            "dùng. Hãy báo quản trị hệ thống.");
    }

    RemoteSettings settings_;
    std::shared_ptr<RemoteTransport> transport_;
};

std::unique_ptr<RemoteSigningService> http_remote_signing(RemoteSettings settings,
                                                          std::shared_ptr<RemoteTransport> transport)
{
    return std::make_unique<HttpRemoteSigning>(std::move(settings), std::move(transport));
}

}  // namespace lt::crypto
