#include "kit/pki/authority.h"

#include <algorithm>
#include <stdexcept>

#include "kit/crypto/responder.h"
#include "kit/pki/files.h"
#include "kit/pki/register.h"

namespace lt::pki {
namespace {

namespace fs = std::filesystem;
using crypto::CertificateUse;
using crypto::Identity;

constexpr std::chrono::hours kYear{365 * 24};
constexpr std::chrono::hours kBack{2 * 365 * 24};  // the demo has a past, in which people signed

void store_identity(const fs::path& folder, const std::string& name, const Identity& identity)
{
    std::string certificates = identity.certificate.pem();
    for (const auto& one : identity.chain) certificates += one.pem();
    write_file(folder / (name + ".key"), identity.key_pem());
    write_file(folder / (name + ".crt"), certificates);  // last: it says that the pair is whole
}

std::optional<Identity> stored_identity(const fs::path& folder, const std::string& name)
{
    const std::string certificates = read_file(folder / (name + ".crt"));
    if (certificates.empty()) return std::nullopt;
    auto identity = Identity::read(certificates, read_file(folder / (name + ".key")));
    if (!identity) throw std::runtime_error((folder / name).string() + ".crt and .key don't belong together");
    return std::move(*identity);
}

}  // namespace

struct AuthorityState {
    fs::path folder;
    std::string url;
    const base::Clock& clock;
    Register book;
    std::optional<Identity> root{}, issuing{}, ocsp{}, timestamps{};

    crypto::CertificateWish wish_of(const Identity& issuer, const std::string& issuer_name,
                                    const Holder& holder) const
    {
        const base::Time from = holder.from.value_or(clock.now());
        return {.common_name = holder.common_name,
                .organisation = holder.organisation,
                .use = holder.use,
                .kind = holder.kind,
                .bits = holder.bits,
                .from = from,
                .until = std::min(holder.until.value_or(from + 3 * kYear), issuer.certificate.not_after()),
                .crl_url = url + "/" + issuer_name + ".crl",
                .ocsp_url = url + "/ocsp",
                .issuer_url = url + "/" + issuer_name + ".crt"};
    }
    void enter(const crypto::Certificate& certificate, const std::string& issuer_name)
    {
        const std::string serial = certificate.serial();
        write_file(folder / "issued" / (serial + ".crt"), certificate.pem());
        book.add_issued(serial, issuer_name, certificate.common_name());
    }
    Identity certify(const Identity& issuer, const std::string& issuer_name, const Holder& holder)
    {
        Identity out = crypto::issue(issuer, wish_of(issuer, issuer_name, holder));
        enter(out.certificate, issuer_name);
        return out;
    }

    // The authority's own identities, made where they are missing.
    void open()
    {
        const auto own = [&](std::optional<Identity>& place, const std::string& name, const auto& make) {
            place = stored_identity(folder, name);
            if (place) return;
            place = make();
            store_identity(folder, name, *place);
        };
        const base::Time from = clock.now() - kBack;
        const auto holder = [&](const char* name, CertificateUse use, std::chrono::hours length,
                                int bits = 3072) {
            return Holder{.common_name = name,
                          .organisation = "Liên Thông (thử nghiệm)",
                          .use = use,
                          .bits = bits,
                          .from = from,
                          .until = from + length};
        };
        own(root, "root", [&] {
            const Holder who =
                holder("CA gốc thử nghiệm – không có giá trị pháp lý", CertificateUse::authority, 22 * kYear);
            return crypto::make_root({.common_name = who.common_name,
                                      .organisation = who.organisation,
                                      .use = who.use,
                                      .bits = who.bits,
                                      .from = *who.from,
                                      .until = *who.until});
        });
        own(issuing, "issuing", [&] {
            return certify(*root, "root",
                           holder("CA cấp phát thử nghiệm", CertificateUse::authority, 12 * kYear));
        });
        own(ocsp, "ocsp", [&] {
            return certify(*issuing, "issuing",
                           holder("OCSP thử nghiệm", CertificateUse::ocsp, 12 * kYear, 2048));
        });
        own(timestamps, "timestamps", [&] {
            return certify(
                *issuing, "issuing",
                holder("Dịch vụ dấu thời gian thử nghiệm", CertificateUse::timestamps, 12 * kYear, 2048));
        });
        fs::create_directories(folder / "trust");
        write_file(folder / "trust" / "root.crt", root->certificate.pem());
        // A signer's certificate often comes without its issuer's.
        write_file(folder / "trust" / "issuing.crt", issuing->certificate.pem());
    }

    std::string crl(const Identity& issuer, const std::string& issuer_name) const
    {
        std::vector<crypto::Revoked> revoked;
        for (const Entry& entry : book.revoked(issuer_name)) {
            auto certificate =
                crypto::Certificate::parse_pem(read_file(folder / "issued" / (entry.serial + ".crt")));
            if (!certificate)
                throw std::runtime_error((folder / "issued" / entry.serial).string() + ".crt is gone");
            revoked.push_back({certificate->front(), *entry.revoked_at});
        }
        return crypto::make_crl(issuer, revoked, clock.now(), clock.now() + Authority::kGood);
    }
};

Authority::Authority(fs::path folder, const std::string& url, const base::Clock& clock)
    : state_(new AuthorityState{folder, url, clock, Register(folder / "register")})
{
    fs::create_directories(folder / "issued");
    fs::permissions(folder, fs::perms::owner_all);
    const FolderLock lock(folder);
    const auto address = address_of(folder);
    if (address && *address != url)
        throw std::runtime_error(folder.string() + " belongs to " + *address +
                                 ": its certificates carry that address");
    if (!address) write_file(folder / "address", url + "\n");
    state_->open();
}

Authority::~Authority() = default;
Authority::Authority(Authority&&) noexcept = default;

std::optional<std::string> Authority::address_of(const fs::path& folder)
{
    std::string text = read_file(folder / "address");
    if (text.empty()) return std::nullopt;
    if (text.back() == '\n') text.pop_back();
    return text;
}

const std::string& Authority::url() const { return state_->url; }
std::string Authority::timestamp_url() const { return state_->url + "/tsa"; }
const Identity& Authority::root() const { return *state_->root; }
const Identity& Authority::issuing() const { return *state_->issuing; }
fs::path Authority::trust_folder() const { return state_->folder / "trust"; }

Identity Authority::issue(const Holder& holder)
{
    return state_->certify(*state_->issuing, "issuing", holder);
}

base::Result<crypto::Certificate> Authority::issue_for_key(const Holder& holder, std::string_view public_key)
{
    auto certificate = crypto::issue_for_key(
        *state_->issuing, state_->wish_of(*state_->issuing, "issuing", holder), public_key);
    if (certificate) state_->enter(*certificate, "issuing");
    return certificate;
}

void Authority::revoke(const std::string& serial, base::Time at) { state_->book.add_revoked(serial, at); }

std::string Authority::root_crl() const { return state_->crl(*state_->root, "root"); }
std::string Authority::issuing_crl() const { return state_->crl(*state_->issuing, "issuing"); }

std::string Authority::ocsp(std::string_view request) const
{
    const auto word_of = [&](const char* issuer) {
        return [this, issuer](const std::string& serial) -> crypto::OcspWord {
            const auto entry = state_->book.find(serial);
            if (!entry || entry->issuer != issuer) return {};
            if (entry->revoked_at) return {crypto::OcspStatus::revoked, *entry->revoked_at};
            return {crypto::OcspStatus::good};
        };
    };
    return crypto::answer_ocsp(request,
                               {{state_->issuing->certificate, &*state_->ocsp, word_of("issuing")},
                                {state_->root->certificate, &*state_->root, word_of("root")}},
                               state_->clock.now(), state_->clock.now() + kGood);
}

std::string Authority::timestamp(std::string_view query) const
{
    return crypto::make_timestamp(*state_->timestamps, query, state_->clock.now());
}

}  // namespace lt::pki
