// SoftHSM with the moods of real tokens. What the environment names fails: LT_TOKEN_LOGIN and LT_TOKEN_SIGN hold the code that
// C_Login and C_Sign give, LT_TOKEN_FLAGS what is added to the token's flags, LT_TOKEN_NO_RSA_PKCS hides that mechanism, LT_TOKEN_PAD is
// what the user types on the device.
#include <cstdlib>
#include <string>

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

namespace {

CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST shim{};

CK_RV asked(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? CKR_OK : std::stoul(value, nullptr, 0);
}

CK_RV log_in(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG length)
{
    if (const CK_RV code = asked("LT_TOKEN_LOGIN"); code != CKR_OK) return code;
    if (pin != nullptr) return real->C_Login(session, user, pin, length);
    const char* typed = std::getenv("LT_TOKEN_PAD");
    if (typed == nullptr) return CKR_FUNCTION_CANCELED;
    std::string there = typed;
    return real->C_Login(session, user, reinterpret_cast<unsigned char*>(there.data()), there.size());
}

CK_RV sign(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG data_length, unsigned char* signature,
           CK_ULONG* length)
{
    // A failure ends the operation, as the standard has it.
    const CK_RV done = real->C_Sign(session, data, data_length, signature, length);
    const CK_RV code = asked("LT_TOKEN_SIGN");
    return code == CKR_OK ? done : code;
}

CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info)
{
    const CK_RV code = real->C_GetTokenInfo(slot, info);
    if (code == CKR_OK) info->flags |= asked("LT_TOKEN_FLAGS");
    return code;
}

CK_RV mechanism_info(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO* info)
{
    if (type == CKM_RSA_PKCS && asked("LT_TOKEN_NO_RSA_PKCS") != CKR_OK) return CKR_MECHANISM_INVALID;
    return real->C_GetMechanismInfo(slot, type, info);
}

CK_RV function_list(CK_FUNCTION_LIST** list)
{
    *list = &shim;
    return CKR_OK;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    void* library = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return CKR_LIBRARY_LOAD_FAILED;
    auto* get = reinterpret_cast<CK_RV (*)(CK_FUNCTION_LIST**)>(dlsym(library, "C_GetFunctionList"));
    if (get == nullptr) return CKR_LIBRARY_LOAD_FAILED;
    if (const CK_RV code = get(&real); code != CKR_OK) return code;
    shim = *real;
    shim.C_GetFunctionList = function_list;
    shim.C_Login = log_in;
    shim.C_Sign = sign;
    shim.C_GetTokenInfo = token_info;
    shim.C_GetMechanismInfo = mechanism_info;
    return function_list(list);
}
