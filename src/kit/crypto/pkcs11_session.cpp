#include "kit/crypto/pkcs11_session.h"

#include <array>

#include <p11-kit/p11-kit.h>

#include "kit/base/ids.h"
#include "kit/base/log.h"

namespace lt::crypto {
namespace {

// Texts of CK_TOKEN_INFO fill their field with spaces.
template <std::size_t Size>
std::string padded_text(const unsigned char (&field)[Size])
{
    return {reinterpret_cast<const char*>(field), p11_kit_space_strlen(field, Size)};
}

base::Error unavailable(base::Message message)
{
    return {base::Fault::unavailable, {}, std::move(message), {}};
}

base::Error locked(const std::string& token)
{
    return {
        base::Fault::conflict,
        "pin",
        {"Mã PIN của thiết bị “{{token}}” đã bị khoá vì nhập sai nhiều lần. Hãy mở khoá bằng phần mềm của thiết bị (mã PUK) "
         "hoặc liên hệ nơi cấp chứng thư số.",
         {{"token", token}}},
        {}};
}

}  // namespace

PinState pin_state(CK_FLAGS flags)
{
    if ((flags & CKF_USER_PIN_INITIALIZED) == 0) return PinState::not_set;
    if ((flags & CKF_USER_PIN_LOCKED) != 0) return PinState::locked;
    if ((flags & CKF_USER_PIN_FINAL_TRY) != 0) return PinState::last_try;
    if ((flags & CKF_USER_PIN_COUNT_LOW) != 0) return PinState::few_tries;
    return PinState::ready;
}

Token token_of(const CK_TOKEN_INFO& info)
{
    return {.serial = padded_text(info.serialNumber),
            .label = padded_text(info.label),
            .model = padded_text(info.model),
            .pin = pin_state(info.flags),
            .pin_pad = (info.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0};
}

bool is_lost(CK_RV code)
{
    switch (code) {
    case CKR_DEVICE_REMOVED:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_SLOT_ID_INVALID:
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_USER_NOT_LOGGED_IN:
    case CKR_KEY_HANDLE_INVALID:
    case CKR_OBJECT_HANDLE_INVALID:
    case CKR_OPERATION_ACTIVE:  // a driver that did not end what failed: the session is of no more use
    case CKR_CRYPTOKI_NOT_INITIALIZED: return true;
    default: return false;
    }
}

base::Error token_error(CK_RV code, const std::string& token, const char* during)
{
    const char* name = p11_kit_strerror(code);
    base::log(base::Level::warning, "token_error",
              {{"function", during}, {"code", std::to_string(code)}, {"words", name == nullptr ? "" : name}});
    switch (code) {
    case CKR_DEVICE_REMOVED:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_SLOT_ID_INVALID:
        return unavailable(
            {"Không thấy thiết bị ký “{{token}}”: thiết bị đã bị rút ra hoặc chưa cắm. Chưa có chữ ký nào bị mất; "
             "hãy cắm lại thiết bị, nhập mã PIN rồi ký tiếp.",
             {{"token", token}}});
    case CKR_USER_NOT_LOGGED_IN:
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_KEY_HANDLE_INVALID:
    case CKR_OBJECT_HANDLE_INVALID:
    case CKR_OPERATION_ACTIVE:
    case CKR_CRYPTOKI_NOT_INITIALIZED:
        return unavailable(
            {"Thiết bị ký “{{token}}” đã kết thúc phiên làm việc. Hãy nhập lại mã PIN rồi ký tiếp.",
             {{"token", token}}});
    case CKR_FUNCTION_CANCELED:
    case CKR_CANCEL:
    case CKR_FUNCTION_REJECTED:
        return base::conflict(
            {"Việc ký đã bị huỷ trên thiết bị “{{token}}”. Hãy ký lại nếu cần.", {{"token", token}}});
    default:
        return unavailable(
            {"Thiết bị ký “{{token}}” báo lỗi {{code}}. Hãy rút ra, cắm lại rồi thử lại; nếu vẫn lỗi, hãy báo quản trị "
             "hệ thống mã lỗi này.",
             {{"token", token}, {"code", name == nullptr ? std::to_string(code) : name}}});
    }
}

base::Error login_error(CK_RV code, const std::string& token, PinState after, CK_ULONG least, CK_ULONG most)
{
    if (code == CKR_PIN_LOCKED || (code == CKR_PIN_INCORRECT && after == PinState::locked))
        return locked(token);
    switch (code) {
    case CKR_PIN_INCORRECT:
        if (after == PinState::last_try)
            return base::invalid(
                "pin", "Sai mã PIN. Chỉ còn MỘT lần thử: sai lần nữa thiết bị sẽ bị khoá. Hãy kiểm tra kỹ "
                       "trước khi nhập.");
        if (after == PinState::few_tries)
            return base::invalid(
                "pin", "Sai mã PIN. Số lần thử còn lại không nhiều; sai nữa thiết bị có thể bị khoá.");
        return base::invalid("pin",
                             "Sai mã PIN. Hãy kiểm tra rồi nhập lại; sai nhiều lần thiết bị sẽ bị khoá.");
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
        return base::invalid("pin", {"Mã PIN của thiết bị này dài từ {{least}} đến {{most}} ký tự.",
                                     {{"least", std::to_string(least)}, {"most", std::to_string(most)}}});
    case CKR_PIN_EXPIRED:
        return base::invalid("pin",
                             "Mã PIN đã hết hạn. Hãy đổi mã PIN bằng phần mềm của thiết bị rồi ký lại.");
    case CKR_USER_PIN_NOT_INITIALIZED:
        return base::conflict({"Thiết bị “{{token}}” chưa được đặt mã PIN.", {{"token", token}}});
    default: return token_error(code, token, "C_Login");
    }
}

CK_RV TokenSession::find(std::vector<CK_ATTRIBUTE> like, std::vector<CK_OBJECT_HANDLE>& found) const
{
    if (const CK_RV code = functions_->C_FindObjectsInit(handle_, like.data(), like.size()); code != CKR_OK)
        return code;
    std::array<CK_OBJECT_HANDLE, 64> some{};
    CK_ULONG count = 0;
    CK_RV code = CKR_OK;
    while ((code = functions_->C_FindObjects(handle_, some.data(), some.size(), &count)) == CKR_OK &&
           count > 0)
        found.insert(found.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
    functions_->C_FindObjectsFinal(handle_);
    return code;
}

std::optional<std::string> TokenSession::bytes(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    if (functions_->C_GetAttributeValue(handle_, object, &wanted, 1) != CKR_OK ||
        wanted.ulValueLen == CK_UNAVAILABLE_INFORMATION)
        return std::nullopt;
    std::string out(wanted.ulValueLen, '\0');
    wanted.pValue = out.data();
    if (functions_->C_GetAttributeValue(handle_, object, &wanted, 1) != CKR_OK) return std::nullopt;
    out.resize(wanted.ulValueLen);
    return out;
}

bool TokenSession::is_true(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    const std::optional<std::string> value = bytes(object, type);
    return value && !value->empty() && value->front() != '\0';
}

}  // namespace lt::crypto
