// Reading key files. Old ones are encrypted with RC2, which OpenSSL keeps in its legacy provider; that provider is loaded into a
// context of its own, so that nothing else in the program believes in algorithms of that age. (PKCS12_parse decrypts keys in the default
// context whatever it is given, so the bags are walked here.)
#include <algorithm>

#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#include "kit/crypto/openssl.h"
#include "kit/crypto/signer.h"

namespace lt::crypto {
namespace {

inline void free_bags(stack_st_PKCS12_SAFEBAG* bags)
{
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
inline void free_parts(stack_st_PKCS7* parts) { sk_PKCS7_pop_free(parts, PKCS7_free); }

using Pkcs12Ptr = std::unique_ptr<PKCS12, Freed<PKCS12_free>>;
using BagsPtr = std::unique_ptr<stack_st_PKCS12_SAFEBAG, Freed<free_bags>>;
using PartsPtr = std::unique_ptr<stack_st_PKCS7, Freed<free_parts>>;
using Pbes2Ptr = std::unique_ptr<PBE2PARAM, Freed<PBE2PARAM_free>>;
using Pbkdf2Ptr = std::unique_ptr<PBKDF2PARAM, Freed<PBKDF2PARAM_free>>;
using PbeParametersPtr = std::unique_ptr<PBEPARAM, Freed<PBEPARAM_free>>;
using KeyInfoPtr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freed<PKCS8_PRIV_KEY_INFO_free>>;

// Rounds of deriving keys that one file may cost, all together: some seconds. The file says how many it wants, and a hostile one would
// keep a thread for days. Windows writes 2,000, OpenSSL 2,048, the careful 600,000.
constexpr long kMostRounds = 5'000'000;

struct LegacyContext {
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    OSSL_PROVIDER* usual = OSSL_PROVIDER_load(context, "default");
    OSSL_PROVIDER* legacy = OSSL_PROVIDER_load(context, "legacy");
    LegacyContext() = default;
    ~LegacyContext()
    {
        if (legacy != nullptr) OSSL_PROVIDER_unload(legacy);
        if (usual != nullptr) OSSL_PROVIDER_unload(usual);
        OSSL_LIB_CTX_free(context);
    }
    LegacyContext(const LegacyContext&) = delete;
    LegacyContext& operator=(const LegacyContext&) = delete;
};

struct PackageContent {
    std::vector<std::shared_ptr<evp_pkey_st>> keys{};
    std::vector<Certificate> certificates{};
};

// What the password is tried on, and how many rounds are left for it.
struct Lock {
    const char* password = nullptr;
    int length = 0;
    OSSL_LIB_CTX* context = nullptr;
    long rounds_left = kMostRounds;

    bool pay(const ASN1_INTEGER* rounds)
    {
        const long wanted = rounds == nullptr ? 1 : ASN1_INTEGER_get(rounds);  // -1: beyond a long
        if (wanted < 0 || wanted > rounds_left) return false;
        rounds_left -= wanted;
        return true;
    }
    bool pay(const X509_ALGOR* algorithm);
};

template <class T>
T* unpacked(const ASN1_ITEM* item, ASN1_TYPE* value)
{
    return static_cast<T*>(value == nullptr ? nullptr : ASN1_TYPE_unpack_sequence(item, value));
}

// What an encryption by password costs (PKCS #5: PBES2 with PBKDF2, or the older ones). scrypt is bounded by OpenSSL itself.
bool Lock::pay(const X509_ALGOR* algorithm)
{
    if (algorithm == nullptr) return false;
    if (OBJ_obj2nid(algorithm->algorithm) != NID_pbes2) {
        const PbeParametersPtr old(unpacked<PBEPARAM>(ASN1_ITEM_rptr(PBEPARAM), algorithm->parameter));
        return old != nullptr && pay(old->iter);
    }
    const Pbes2Ptr scheme(unpacked<PBE2PARAM>(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter));
    if (scheme == nullptr) return false;
    if (OBJ_obj2nid(scheme->keyfunc->algorithm) != NID_id_pbkdf2) return true;
    const Pbkdf2Ptr derivation(
        unpacked<PBKDF2PARAM>(ASN1_ITEM_rptr(PBKDF2PARAM), scheme->keyfunc->parameter));
    return derivation != nullptr && pay(derivation->iter);
}

Pkcs12Ptr read_package(std::string_view file, OSSL_LIB_CTX* context)
{
    PKCS12* package = PKCS12_init_ex(NID_pkcs7_data, context, nullptr);
    must(package != nullptr);
    const unsigned char* at = bytes_of(file);
    // On failure the object that was given is freed.
    if (d2i_PKCS12(&package, &at, static_cast<long>(file.size())) == nullptr) return nullptr;
    return Pkcs12Ptr(package);
}

bool take_key(PackageContent& content, const PKCS8_PRIV_KEY_INFO* info)
{
    KeyPtr key(info == nullptr ? nullptr : EVP_PKCS82PKEY(info));
    if (key != nullptr) content.keys.push_back(std::move(key));
    return info != nullptr;
}

// False when OpenSSL does not know the encryption, or it costs too much.
bool take_bag(PackageContent& content, const PKCS12_SAFEBAG* bag, Lock& lock)
{
    switch (PKCS12_SAFEBAG_get_nid(bag)) {
    case NID_keyBag: return take_key(content, PKCS12_SAFEBAG_get0_p8inf(bag));
    case NID_pkcs8ShroudedKeyBag: {
        const X509_ALGOR* algorithm = nullptr;
        X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nullptr);
        if (!lock.pay(algorithm)) return false;
        const KeyInfoPtr info(PKCS12_decrypt_skey_ex(bag, lock.password, lock.length, lock.context, nullptr));
        return take_key(content, info.get());
    }
    case NID_certBag:
        if (X509* one = PKCS12_SAFEBAG_get1_cert(bag); one != nullptr)
            content.certificates.emplace_back(std::shared_ptr<x509_st>(X509Ptr(one)));
        return true;
    default: return true;
    }
}

BagsPtr bags_of(PKCS7* part, Lock& lock)
{
    if (PKCS7_type_is_data(part)) return BagsPtr(PKCS12_unpack_p7data(part));
    if (!PKCS7_type_is_encrypted(part))
        return BagsPtr(sk_PKCS12_SAFEBAG_new_null());  // for a certificate: nobody does
    if (part->d.encrypted == nullptr || !lock.pay(part->d.encrypted->enc_data->algorithm)) return nullptr;
    return BagsPtr(PKCS12_unpack_p7encdata(part, lock.password, lock.length));
}

// Nothing when OpenSSL does not know the encryption, or it costs too much.
std::optional<PackageContent> unpack(PKCS12* package, Lock& lock)
{
    PackageContent content;
    const PartsPtr parts(PKCS12_unpack_authsafes(package));
    bool good = parts != nullptr;
    for (int i = 0; good && i < sk_PKCS7_num(parts.get()); ++i) {
        const BagsPtr bags = bags_of(sk_PKCS7_value(parts.get(), i), lock);
        good = bags != nullptr;
        for (int k = 0; good && k < sk_PKCS12_SAFEBAG_num(bags.get()); ++k)
            good = take_bag(content, sk_PKCS12_SAFEBAG_value(bags.get(), k), lock);
    }
    ERR_clear_error();
    if (!good) return std::nullopt;
    return content;
}

std::optional<PackageContent> unpack_legacy(std::string_view file, Lock lock)
{
    const LegacyContext legacy;
    ERR_clear_error();
    if (legacy.legacy == nullptr || legacy.usual == nullptr) return std::nullopt;
    const Pkcs12Ptr package = read_package(file, legacy.context);
    if (package == nullptr) return std::nullopt;
    lock.context = legacy.context;
    return unpack(package.get(), lock);
}

base::Error unreadable()
{
    return base::invalid(
        "file", "Tệp khoá được mã hoá theo cách mà hệ thống không đọc được. Hãy xuất lại tệp .p12 từ "
                "phần mềm quản lý khoá, chọn mã hoá AES-256.");
}

base::Result<base::Done> try_password(PKCS12* package, Lock& lock)
{
    if (PKCS12_mac_present(package) != 1) return base::Done{};
    const ASN1_INTEGER* rounds = nullptr;
    PKCS12_get0_mac(nullptr, nullptr, nullptr, &rounds, package);
    if (!lock.pay(rounds)) return unreadable();
    bool right = PKCS12_verify_mac(package, lock.password, lock.length) == 1;
    if (!right && lock.length == 0) {
        // No password is written in two ways.
        lock.password = nullptr;
        right = PKCS12_verify_mac(package, nullptr, 0) == 1;
    }
    ERR_clear_error();
    if (!right) return base::invalid("password", "Mật khẩu của tệp khoá không đúng.");
    return base::Done{};
}

// A key with its certificate: those that count at `now` before others, then what counts longest.
struct Pair {
    std::shared_ptr<evp_pkey_st> key{};
    Certificate certificate;
    std::tuple<bool, base::Time> rank{};
};

std::optional<Pair> best_pair(const PackageContent& content, base::Time now)
{
    std::optional<Pair> best;
    for (const auto& key : content.keys) {
        for (const Certificate& one : content.certificates) {
            if (X509_check_private_key(one.raw(), key.get()) != 1) continue;
            Pair pair{key, one, {one.may_sign() && one.valid_at(now), one.not_after()}};
            if (!best || pair.rank > best->rank) best = std::move(pair);
        }
    }
    ERR_clear_error();
    return best;
}

}  // namespace

base::Result<std::unique_ptr<SoftSigner>> SoftSigner::from_pkcs12(std::string_view file,
                                                                  const base::Secret& password,
                                                                  base::Time now)
{
    const Pkcs12Ptr package = read_package(file, nullptr);
    if (package == nullptr) {
        ERR_clear_error();
        return base::invalid("file", "Tệp không phải là tệp khoá PKCS#12 (.p12, .pfx).");
    }
    Lock lock{password.c_str(), static_cast<int>(password.view().size())};
    if (const base::Result<base::Done> right = try_password(package.get(), lock); !right)
        return right.error();
    std::optional<PackageContent> content = unpack(package.get(), lock);
    if (!content) content = unpack_legacy(file, lock);
    if (!content)
        return base::invalid(
            "file", "Tệp khoá được mã hoá theo cách mà hệ thống không đọc được. Hãy xuất lại tệp .p12 từ "
                    "phần mềm quản lý khoá, chọn mã hoá AES-256.");
    if (content->keys.empty() || content->certificates.empty())
        return base::invalid("file", "Tệp khoá không có khoá bí mật cùng chứng thư số.");
    std::optional<Pair> best = best_pair(*content, now);
    if (!best)
        return base::invalid(
            "file", "Khoá bí mật và chứng thư số trong tệp không phải của nhau. Hãy xuất lại tệp khoá.");
    if (std::optional<base::Error> wrong = why_not_signing(best->certificate, now, "file")) return *wrong;
    std::vector<Certificate> chain;
    std::copy_if(content->certificates.begin(), content->certificates.end(), std::back_inserter(chain),
                 [](const Certificate& one) { return one.is_authority(); });
    return std::make_unique<SoftSigner>(std::move(best->key), std::move(best->certificate), std::move(chain));
}

}  // namespace lt::crypto
