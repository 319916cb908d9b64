// The driver, its tokens and their certificates; signing is in pkcs11_signer.cpp.
#include "kit/crypto/pkcs11.h"

#include <map>

#include <p11-kit/p11-kit.h>

#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/crypto/pkcs11_state.h"

namespace lt::crypto {
namespace {

constexpr int kLoadTries = 5;  // of a list that grows while it is read

// The login of a token belongs to the process, so the process must know each driver once.
base::Locked<std::map<std::filesystem::path, std::weak_ptr<Pkcs11Module>>>& loaded_modules()
{
    static base::Locked<std::map<std::filesystem::path, std::weak_ptr<Pkcs11Module>>> modules;
    return modules;
}

base::Error no_module(const std::string& file)
{
    return {
        base::Fault::unavailable,
        {},
        {"Không mở được trình điều khiển thiết bị ký “{{file}}”. Hãy báo quản trị hệ thống kiểm tra cài đặt.",
         {{"file", file}}},
        {}};
}

// Issuers one after the other, as far as they are there.
std::vector<Certificate> chain_of(const Certificate& certificate, const std::vector<Certificate>& authorities)
{
    std::vector<Certificate> chain;
    const Certificate* last = &certificate;
    while (!last->issued_itself() && chain.size() < authorities.size()) {
        const auto issuer = std::find_if(authorities.begin(), authorities.end(), [&](const Certificate& one) {
            return one.subject() == last->issuer();
        });
        if (issuer == authorities.end()) break;
        chain.push_back(*issuer);
        last = &*issuer;
    }
    return chain;
}

}  // namespace

Pkcs11Module::Pkcs11Module() : state_(std::make_unique<Pkcs11State>()) {}

Pkcs11Module::~Pkcs11Module()
{
    if (state_->functions == nullptr) return;
    if (state_->started) p11_kit_module_finalize(state_->functions);
    p11_kit_module_release(state_->functions);
}

base::Result<std::shared_ptr<Pkcs11Module>> Pkcs11Module::load(const std::filesystem::path& file)
{
    std::error_code problem;
    const std::filesystem::path path = std::filesystem::canonical(file, problem);
    const std::string name = file.filename().string();
    if (problem || !std::filesystem::is_regular_file(path)) return no_module(name);
    using Loaded = base::Result<std::shared_ptr<Pkcs11Module>>;
    return loaded_modules().with([&](auto& modules) -> Loaded {
        if (std::shared_ptr<Pkcs11Module> there = modules[path].lock()) return there;
        const std::shared_ptr<Pkcs11Module> module(new Pkcs11Module());
        module->state_->functions = p11_kit_module_load(path.c_str(), 0);
        CK_RV code = CKR_LIBRARY_LOAD_FAILED;
        if (module->state_->functions != nullptr) code = p11_kit_module_initialize(module->state_->functions);
        module->state_->started = code == CKR_OK;
        if (code != CKR_OK) {
            base::log(base::Level::error, "token_driver_failed",
                      {{"file", name}, {"code", std::to_string(code)}});
            return no_module(name);
        }
        modules[path] = module;
        return module;
    });
}

CK_RV Pkcs11State::slots(std::vector<CK_SLOT_ID>& found) const
{
    CK_RV code = CKR_BUFFER_TOO_SMALL;
    for (int i = 0; i < kLoadTries && code == CKR_BUFFER_TOO_SMALL; ++i) {
        CK_ULONG count = 0;
        code = functions->C_GetSlotList(CK_TRUE, nullptr, &count);
        if (code != CKR_OK) return code;
        found.resize(count);
        code = functions->C_GetSlotList(CK_TRUE, found.data(), &count);
        found.resize(code == CKR_OK ? count : 0);
    }
    return code;
}

base::Result<TokenPlace> Pkcs11State::find(const std::string& token) const
{
    std::vector<CK_SLOT_ID> all;
    if (const CK_RV code = slots(all); code != CKR_OK) return token_error(code, token, "C_GetSlotList");
    std::vector<TokenPlace> with_label;
    for (const CK_SLOT_ID slot : all) {
        CK_TOKEN_INFO info{};
        if (functions->C_GetTokenInfo(slot, &info) != CKR_OK) continue;  // pulled out since
        TokenPlace place{slot, token_of(info), info};
        if (!place.token.serial.empty() && place.token.serial == token) return place;
        if (place.token.label == token) with_label.push_back(std::move(place));
    }
    if (with_label.size() == 1) return with_label.front();
    if (with_label.empty()) return token_error(CKR_TOKEN_NOT_PRESENT, token, "C_GetTokenInfo");
    return base::conflict(
        {"Có nhiều thiết bị ký cùng tên “{{token}}”. Hãy chọn theo số sê-ri.", {{"token", token}}});
}

base::Result<TokenSession> Pkcs11State::session(const TokenPlace& place) const
{
    CK_SESSION_HANDLE handle = 0;
    const CK_RV code = functions->C_OpenSession(place.slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
    if (code != CKR_OK) return token_error(code, place.token.label, "C_OpenSession");
    return TokenSession(functions, handle);
}

base::Result<std::vector<Token>> Pkcs11Module::tokens()
{
    std::vector<CK_SLOT_ID> all;
    if (const CK_RV code = state_->slots(all); code != CKR_OK) return token_error(code, "", "C_GetSlotList");
    std::vector<Token> out;
    for (const CK_SLOT_ID slot : all) {
        CK_TOKEN_INFO info{};
        if (state_->functions->C_GetTokenInfo(slot, &info) != CKR_OK) continue;  // pulled out since
        if ((info.flags & CKF_TOKEN_INITIALIZED) != 0) out.push_back(token_of(info));
    }
    return out;
}

base::Result<std::vector<TokenKey>> Pkcs11Module::keys(const std::string& token)
{
    const base::Result<TokenPlace> place = state_->find(token);
    if (!place) return place.error();
    const base::Result<TokenSession> session = state_->session(*place);
    if (!session) return session.error();

    CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE form = CKC_X_509;
    std::vector<CK_OBJECT_HANDLE> objects;
    const CK_RV code =
        session->find({{CKA_CLASS, &kind, sizeof kind}, {CKA_CERTIFICATE_TYPE, &form, sizeof form}}, objects);
    if (code != CKR_OK) return token_error(code, place->token.label, "C_FindObjects");

    std::vector<TokenKey> keys;
    std::vector<Certificate> authorities;
    for (const CK_OBJECT_HANDLE object : objects) {
        const std::optional<std::string> der = session->bytes(object, CKA_VALUE);
        const std::optional<std::string> id = session->bytes(object, CKA_ID);
        if (!der) continue;
        base::Result<Certificate> certificate = Certificate::parse(*der);
        if (!certificate) continue;
        if (certificate->is_authority())
            authorities.push_back(*std::move(certificate));
        else if (id && !id->empty() && certificate->may_sign())
            keys.push_back({base::to_hex(*id), *std::move(certificate), {}});
    }
    for (TokenKey& key : keys) key.chain = chain_of(key.certificate, authorities);
    return keys;
}

}  // namespace lt::crypto
