// Keys on tokens and in hardware modules (PKCS#11, OASIS 2.40): they are listed without a PIN, used with one, and never leave.
//
// Modules are loaded by p11-kit, which starts each of them once in a process however many ask, with locks, and guards against forks. libp11
// was not taken because it keeps the PIN in memory to log in again after a fork.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/base/secret.h"
#include "kit/crypto/certificate.h"
#include "kit/crypto/signer.h"

namespace lt::crypto {

// What a token says about the tries that are left; many say nothing before the last one, some never.
enum class PinState : std::uint8_t { ready, few_tries, last_try, locked, not_set };

struct Token {
    std::string serial{};
    std::string label{};
    std::string model{};
    PinState pin = PinState::ready;
    bool pin_pad = false;  // the PIN is typed on the device: `open` takes an empty one
};

// A certificate for signing on a token, whose key is there too (the same CKA_ID).
struct TokenKey {
    std::string id{};  // CKA_ID, hexadecimal
    Certificate certificate;
    std::vector<Certificate> chain{};  // of its issuers, as far as they are on the token
};

// A driver and the tokens that it sees. For many threads at a time.
class Pkcs11Module : public std::enable_shared_from_this<Pkcs11Module> {
public:
    // The driver in this file (".so"); the same object for the same file as long as somebody holds it. `unavailable` when there is
    // none or it does not start.
    static base::Result<std::shared_ptr<Pkcs11Module>> load(const std::filesystem::path& file);
    ~Pkcs11Module();
    Pkcs11Module(const Pkcs11Module&) = delete;
    Pkcs11Module& operator=(const Pkcs11Module&) = delete;

    // Tokens that are plugged in now.
    base::Result<std::vector<Token>> tokens();
    // Certificates for signing on the token with this serial number, or with this label where it is the only one of that label.
    base::Result<std::vector<TokenKey>> keys(const std::string& token);

    // Logs in and finds the key; the PIN is wiped before this returns. One login signs until the signer goes.
    //
    // A login counts for the whole process, so a token has one signer at a time: a second one, whose PIN nobody would check, is a
    // `conflict`. Wrong PIN: `invalid` at the field "pin", with what the token tells of the tries left. Locked, or a certificate that does
    // not count at `now`: `conflict`. Token gone: `unavailable`.
    //
    // Signer::sign gives `unavailable` when the token was pulled out or forgot the login. The next call tries anew, which helps where no
    // PIN of ours is needed (PIN pad); otherwise let the signer go and open again with the PIN.
    base::Result<std::unique_ptr<Signer>> open(const std::string& token, const std::string& key_id,
                                               base::Secret pin, base::Time now);

private:
    friend class TokenSigner;
    Pkcs11Module();
    std::unique_ptr<struct Pkcs11State> state_;
};

}  // namespace lt::crypto
