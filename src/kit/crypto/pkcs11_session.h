// Sessions, objects and refusals of PKCS#11 tokens. Inside kit/crypto only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <p11-kit/pkcs11.h>

#include "kit/base/result.h"
#include "kit/crypto/pkcs11.h"

namespace lt::crypto {

using TokenFunctions = CK_FUNCTION_LIST;

PinState pin_state(CK_FLAGS flags);
Token token_of(const CK_TOKEN_INFO& info);

// The session is lost: token pulled out, login forgotten.
bool is_lost(CK_RV code);
// What the user is told about this code. `during` is the function that gave it, for the log.
base::Error token_error(CK_RV code, const std::string& token, const char* during);
// The same for a refused login: `after` is what the token says of its PIN now.
base::Error login_error(CK_RV code, const std::string& token, PinState after, CK_ULONG least, CK_ULONG most);

// An open session, closed in the end.
class TokenSession {
public:
    TokenSession() = default;
    TokenSession(TokenFunctions* functions, CK_SESSION_HANDLE handle) : functions_(functions), handle_(handle)
    {
    }
    ~TokenSession() { close(); }
    TokenSession(TokenSession&& other) noexcept
        : functions_(std::exchange(other.functions_, nullptr)), handle_(other.handle_)
    {
    }
    TokenSession& operator=(TokenSession&& other) noexcept
    {
        if (this != &other) {
            close();
            functions_ = std::exchange(other.functions_, nullptr);
            handle_ = other.handle_;
        }
        return *this;
    }
    bool is_open() const { return functions_ != nullptr; }
    CK_SESSION_HANDLE handle() const { return handle_; }
    void close()
    {
        if (functions_ != nullptr) functions_->C_CloseSession(handle_);
        functions_ = nullptr;
    }

    // Objects whose attributes are these; the code of PKCS#11 otherwise.
    CK_RV find(std::vector<CK_ATTRIBUTE> like, std::vector<CK_OBJECT_HANDLE>& found) const;
    // An attribute's bytes; nothing when the object has none.
    std::optional<std::string> bytes(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
    bool is_true(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;

private:
    TokenFunctions* functions_ = nullptr;
    CK_SESSION_HANDLE handle_ = 0;
};

}  // namespace lt::crypto
