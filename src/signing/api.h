// Certificates that officials and agencies sign with here, and how their keys are reached. A key never leaves its holder; PINs and
// passwords live as long as the call that needs them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/api.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/base/secret.h"
#include "kit/blob/blob.h"
#include "kit/crypto/remote_signing.h"
#include "kit/crypto/signer.h"
#include "kit/db/db.h"
#include "signing/coming.h"

namespace lt::signing {

enum class Holder : std::uint8_t { pkcs12, token, remote, plugin };
std::string_view to_text(Holder);
std::optional<Holder> holder(std::string_view text);

struct Key {
    std::int64_t id = 0;
    std::string uid{};
    std::int64_t official = 0;  // 0: the agency's own
    Holder holder{};
    std::string place{};        // of the key on the token, or the credential at the service
    std::string file_sha256{};  // PKCS#12; "" for others
    crypto::Certificate certificate;
    std::vector<crypto::Certificate> chain{};
    std::string picture_sha256{};  // "" without
    base::Time created_at{};
};

// The signatures of a file, judged: the indication of EN 319 102-1, or "unsigned", "unreadable"; words and details as JSON: `headline`,
// `lines` (each {text, values}: a base::Message), `report` (as of `lienthong pdf verify`).
struct Judged {
    std::string indication{};
    std::string report{};
};

// A signed file that proves its signatures by itself (PAdES B-LTA), and before when that has to be renewed.
struct Preserved {
    std::string bytes{};
    base::Time renew_by{};
};

// What the feature needs from the house; made once by the application.
struct Services {
    db::Pool& pool;
    blob::Store& blobs;
    std::shared_ptr<const base::Clock> clock;
    // The token of a timestamp authority over a SHA-256 (32 raw bytes). Empty: signatures carry no proof of their time.
    std::function<base::Result<std::string>(std::string_view digest)> timestamp{};
    // Judges the signatures of a PDF file now. Empty: nothing is judged.
    std::function<Judged(const std::string& bytes)> judge{};
    // Whether a certificate, with the help of these, leads to a root that is believed. Empty: everybody is believed.
    std::function<bool(const crypto::Certificate&, const std::vector<crypto::Certificate>& others)>
        believes{};
    // Since when its issuer, or the issuer of one above it, has called it back: asked now, with the help of these. Nothing also when
    // nobody answers: whoever signs does not wait for that, the file's verdict will say it. Empty: nobody is asked.
    std::function<std::optional<base::Time>(const crypto::Certificate&,
                                            const std::vector<crypto::Certificate>& others)>
        revoked_at{};
    // Makes a signed PDF file last, or last longer. Empty: there is no timestamp authority, so nothing lasts.
    std::function<base::Result<Preserved>(std::string bytes)> preserve{};
    std::filesystem::path token_driver{};  // PKCS#11; empty: this server reaches no tokens
    // Services that hold keys of signers, by the names that people read.
    std::map<std::string, std::shared_ptr<crypto::RemoteSigningService>> remote{};
    // Signed files on their way in from plug-ins, whatever feature they are for.
    Coming coming{};
};

// Those that the official signs with in the acting agency, or the agency's own (`official` 0), the newest first. Ended ones are left out.
std::vector<Key> keys(Services&, const db::Scope&, std::int64_t official);
// One of them; nothing for an ended one and for somebody else's.
std::optional<Key> find_key(Services&, const db::Scope&, const std::string& uid, std::int64_t official);

// Whether the agency has registered a certificate of the plug-in for its seal: what is sealed with it must take one more field
// (docs/adr/0020).
bool seals_with_plugin(Services&, const db::Scope&);

// Opens a key that this process can reach (pkcs12, token); the scope is the one that found it. Faults: invalid at the field "pin"
// (with the tries left; after the fifth wrong one within 15 minutes the key rests for 15 minutes, whoever asks), conflict (expired
// or ended; a key that must be reached otherwise), unavailable (no token). Wrong PINs are counted and in the journal.
base::Result<std::unique_ptr<crypto::Signer>> open(Services&, const db::Scope&, const Key&, base::Secret pin);

}  // namespace lt::signing
