// One login to a token, and signatures with a key on it.
#include <mutex>

#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/openssl.h"
#include "kit/crypto/pkcs11.h"
#include "kit/crypto/pkcs11_state.h"

namespace lt::crypto {
namespace {

// DigestInfo of a SHA-256 up to the digest itself (RFC 8017, 9.2, note 1).
constexpr std::string_view kSha256Info{
    "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 19};

// r and s one after the other, as PKCS#11 gives them, to the SEQUENCE of RFC 3279. Empty when it is no such thing.
std::string ecdsa_der(std::string_view raw)
{
    if (raw.empty() || raw.size() % 2 != 0) return "";
    const int half = static_cast<int>(raw.size() / 2);
    const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> signature(ECDSA_SIG_new());
    must(signature != nullptr && ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes_of(raw), half, nullptr),
                                                BN_bin2bn(bytes_of(raw) + half, half, nullptr)) == 1);
    return der_of<ECDSA_SIG, i2d_ECDSA_SIG>(signature.get());
}

std::string from_hex(const std::string& digits)
{
    std::string out;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        out += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    return out;
}

bool is_hex(const std::string& text)
{
    return !text.empty() && text.size() % 2 == 0 &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

}  // namespace

class TokenSigner : public Signer {
public:
    TokenSigner(std::shared_ptr<Pkcs11Module> module, std::string token, TokenKey key)
        : module_(std::move(module)), token_(std::move(token)), key_(std::move(key))
    {
    }
    ~TokenSigner() override { leave(); }
    TokenSigner(const TokenSigner&) = delete;
    TokenSigner& operator=(const TokenSigner&) = delete;

    const Certificate& certificate() const override { return key_.certificate; }
    const std::vector<Certificate>& chain() const override { return key_.chain; }

    base::Result<std::string> sign(std::string_view bytes) override
    {
        const std::lock_guard lock(mutex_);
        if (!session_.is_open()) {
            // The PIN is gone, as it should be; only a token that asks for it itself can be opened again.
            const base::Result<base::Done> again = connect({});
            if (!again) return again.error();
        }
        return sign_open(bytes);
    }

    // Opens the session, logs in, finds the key.
    base::Result<base::Done> connect(const base::Secret& pin)
    {
        base::Result<TokenPlace> place = state().find(token_);
        if (!place) return place.error();
        name_ = place->token.label;
        if (base::Result<base::Done> taken = take(*place); !taken) return taken;
        base::Result<TokenSession> session = state().session(*place);
        if (!session) return left(session.error());
        session_ = *std::move(session);
        if (base::Result<base::Done> in = log_in(*place, pin); !in) return left(in.error());
        if (base::Result<base::Done> found = find_key(*place); !found) return left(found.error());
        return base::Done{};
    }

private:
    Pkcs11State& state() const { return *module_->state_; }

    base::Result<base::Done> take(const TokenPlace& place)
    {
        const std::string name = place.token.serial + "\n" + place.token.label;
        const bool free = state().in_use.with([&](auto& used) { return used.insert(name).second; });
        if (!free)
            return base::conflict(
                {"Thiết bị ký “{{token}}” đang được dùng cho một lần ký khác. Hãy thử lại sau ít giây.",
                 {{"token", name_}}});
        taken_ = name;
        return base::Done{};
    }

    // Logged out, session closed, token free for others.
    void leave()
    {
        if (session_.is_open() && logged_in_) state().functions->C_Logout(session_.handle());
        logged_in_ = false;
        session_.close();
        if (!taken_.empty()) state().in_use.with([&](auto& used) { used.erase(taken_); });
        taken_.clear();
    }

    base::Error left(base::Error error)
    {
        leave();
        return error;
    }

    base::Result<base::Done> log_in(const TokenPlace& place, const base::Secret& pin)
    {
        if ((place.info.flags & CKF_LOGIN_REQUIRED) == 0) return base::Done{};
        pad_ = place.token.pin_pad;
        if (place.token.pin == PinState::locked)
            return login_error(CKR_PIN_LOCKED, name_, PinState::locked, 0, 0);
        if (pin.empty() && !pad_)
            return base::Error{base::Fault::unavailable,
                               "pin",
                               {"Hãy nhập mã PIN của thiết bị “{{token}}” để ký tiếp.", {{"token", name_}}},
                               {}};
        CK_RV code = login_call(CKU_USER, pin);
        if (code == CKR_USER_ALREADY_LOGGED_IN) {
            // Somebody's login is left over: this PIN has not been checked yet.
            state().functions->C_Logout(session_.handle());
            code = login_call(CKU_USER, pin);
        }
        if (code != CKR_OK) {
            CK_TOKEN_INFO now{};
            const bool told = state().functions->C_GetTokenInfo(place.slot, &now) == CKR_OK;
            return login_error(code, name_, told ? pin_state(now.flags) : PinState::ready,
                               place.info.ulMinPinLen, place.info.ulMaxPinLen);
        }
        logged_in_ = true;
        return base::Done{};
    }

    CK_RV login_call(CK_USER_TYPE user, const base::Secret& pin)
    {
        if (pad_ && pin.empty()) return state().functions->C_Login(session_.handle(), user, nullptr, 0);
        // The interface wants bytes that it may write to, and has no reason to.
        auto* bytes = reinterpret_cast<unsigned char*>(const_cast<char*>(pin.c_str()));
        return state().functions->C_Login(session_.handle(), user, bytes, pin.view().size());
    }

    base::Result<base::Done> find_key(const TokenPlace& place)
    {
        CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
        std::string id = from_hex(key_.id);
        std::vector<CK_OBJECT_HANDLE> found;
        const CK_RV code = session_.find(
            {{CKA_CLASS, &kind, sizeof kind}, {CKA_ID, id.data(), static_cast<CK_ULONG>(id.size())}}, found);
        if (code != CKR_OK) return token_error(code, name_, "C_FindObjects");
        if (found.empty())
            return base::conflict(
                {"Thiết bị “{{token}}” có chứng thư số nhưng không có khoá bí mật của chứng thư đó.",
                 {{"token", name_}}});
        object_ = found.front();
        each_time_ = session_.is_true(object_, CKA_ALWAYS_AUTHENTICATE);
        if (each_time_ && !pad_)
            return base::conflict(
                {"Khoá trên thiết bị “{{token}}” đòi mã PIN cho từng chữ ký nên không ký ở đây được. Hãy ký bằng "
                 "phần mềm của thiết bị.",
                 {{"token", name_}}});
        CK_MECHANISM_INFO info{};
        // Some modules offer only the mechanism that hashes itself.
        hashes_itself_ = key_.certificate.key_kind() == KeyKind::rsa &&
                         state().functions->C_GetMechanismInfo(place.slot, CKM_RSA_PKCS, &info) != CKR_OK;
        return base::Done{};
    }

    base::Result<std::string> sign_open(std::string_view bytes)
    {
        const std::string digest = sha256(bytes);
        const bool rsa = key_.certificate.key_kind() == KeyKind::rsa;
        std::string input = digest;
        if (rsa) input = hashes_itself_ ? std::string(bytes) : std::string(kSha256Info) + digest;
        const CK_MECHANISM_TYPE type = !rsa ? CKM_ECDSA : hashes_itself_ ? CKM_SHA256_RSA_PKCS : CKM_RSA_PKCS;
        CK_MECHANISM mechanism{type, nullptr, 0};
        CK_RV code = state().functions->C_SignInit(session_.handle(), &mechanism, object_);
        if (code != CKR_OK) return failed(code, "C_SignInit");
        if (each_time_ && (code = login_call(CKU_CONTEXT_SPECIFIC, {})) != CKR_OK)
            return failed(code, "C_Login");
        std::string signature(1024, '\0');  // RSA with 8192 bits
        CK_ULONG length = signature.size();
        code = state().functions->C_Sign(session_.handle(), reinterpret_cast<unsigned char*>(input.data()),
                                         input.size(), reinterpret_cast<unsigned char*>(signature.data()),
                                         &length);
        if (code != CKR_OK) return failed(code, "C_Sign");
        signature.resize(length);
        if (!rsa) signature = ecdsa_der(signature);
        if (!signature_fits(key_.certificate, digest, signature))
            return base::conflict(
                {"Chữ ký từ thiết bị “{{token}}” không khớp với chứng thư số. Hãy báo quản trị hệ thống.",
                 {{"token", name_}}});
        return signature;
    }

    base::Error failed(CK_RV code, const char* during)
    {
        base::Error error = token_error(code, name_, during);
        if (is_lost(code)) leave();
        return error;
    }

    std::shared_ptr<Pkcs11Module> module_;
    std::string token_;  // as it was asked for
    TokenKey key_;
    std::mutex mutex_{};  // a session signs one thing at a time
    std::string name_{};  // the token's label
    std::string taken_{};
    TokenSession session_{};
    CK_OBJECT_HANDLE object_ = 0;
    bool logged_in_ = false;
    bool pad_ = false;
    bool each_time_ = false;      // the key wants a login for each signature
    bool hashes_itself_ = false;  // no CKM_RSA_PKCS
};

base::Result<std::unique_ptr<Signer>> Pkcs11Module::open(const std::string& token, const std::string& key_id,
                                                         base::Secret pin, base::Time now)
{
    if (!is_hex(key_id)) return base::not_found("Không thấy chứng thư số này trên thiết bị ký.");
    base::Result<std::vector<TokenKey>> all = keys(token);
    if (!all) return all.error();
    const auto key =
        std::find_if(all->begin(), all->end(), [&](const TokenKey& one) { return one.id == key_id; });
    if (key == all->end()) return base::not_found("Không thấy chứng thư số này trên thiết bị ký.");
    if (const std::optional<base::Error> wrong = why_not_signing(key->certificate, now, ""))
        return base::conflict(wrong->message);
    auto signer = std::make_unique<TokenSigner>(shared_from_this(), token, *key);
    const base::Result<base::Done> open = signer->connect(pin);
    pin.wipe();
    if (!open) return open.error();
    return std::unique_ptr<Signer>(std::move(signer));
}

}  // namespace lt::crypto
