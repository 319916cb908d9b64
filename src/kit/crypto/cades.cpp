#include "kit/crypto/cades.h"

#include <algorithm>

#include <openssl/pem.h>

#include "kit/crypto/ber.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/openssl.h"

namespace lt::crypto {
namespace {

constexpr std::string_view kSignedData{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 11};
constexpr std::size_t kMostPem = 16U << 20U;
constexpr unsigned char kSequence = 0x30;
constexpr unsigned char kExplicit = 0xa0;  // [0]

base::Error not_signed()
{
    ERR_clear_error();
    return base::invalid("file", "Không đọc được tệp chữ ký: không phải cấu trúc CMS (.p7s, .p7m).");
}

// Digests by their names, over one pass of the content.
class Measures {
public:
    void want(const std::string& name)
    {
        if (digests_.contains(name)) return;
        if (auto digest = Digest::named(name)) digests_.emplace(name, std::move(*digest));
    }
    void update(std::string_view piece)
    {
        for (auto& [name, digest] : digests_) digest.update(piece);
    }
    void give(std::vector<CmsSignature>& signatures)
    {
        std::map<std::string, std::string> values;
        for (auto& [name, digest] : digests_) values[name] = digest.finish();
        for (CmsSignature& one : signatures) one = one.over_digest(values[one.digest()]);
    }

private:
    std::map<std::string, Digest> digests_{};
};

// The names in SignedData's digestAlgorithms, which stand before the content so that one pass is enough.
std::vector<std::string> digest_names(std::string der)
{
    der.front() = static_cast<char>(kSequence);  // a SET, which OpenSSL decodes only as SEQUENCE
    const unsigned char* at = bytes_of(der);
    STACK_OF(X509_ALGOR)* algorithms = d2i_X509_ALGORS(nullptr, &at, static_cast<long>(der.size()));
    std::vector<std::string> out;
    for (int i = 0; i < sk_X509_ALGOR_num(algorithms); ++i) {
        const EVP_MD* digest = EVP_get_digestbyobj(sk_X509_ALGOR_value(algorithms, i)->algorithm);
        if (digest != nullptr) out.emplace_back(OBJ_nid2sn(EVP_MD_get_type(digest)));
    }
    sk_X509_ALGOR_pop_free(algorithms, X509_ALGOR_free);
    ERR_clear_error();
    return out;
}

// SignedData of four parts: what stands before the content (version, digestAlgorithms), its type, and all behind it.
std::string content_info(std::string_view before, std::string_view type, std::string_view behind)
{
    const std::string data = std::string(before) + der_element(kSequence, type) + std::string(behind);
    return der_element(kSequence,
                       std::string(kSignedData) + der_element(kExplicit, der_element(kSequence, data)));
}

base::Result<SignedFile> read_stream(const ByteSource& file, const ByteSink& content)
{
    SignedFile out;
    Measures measures;
    BerStream in(file);
    in.enter(kSequence);
    in.expect(kSignedData);
    in.enter(kExplicit);
    in.enter(kSequence);
    std::string before = in.whole_element();
    const std::string algorithms = in.whole_element();
    before += algorithms;
    in.enter(kSequence);
    const std::string type = in.whole_element();
    if (in.more()) {
        for (const std::string& name : digest_names(algorithms)) measures.want(name);
        in.enter(kExplicit);
        in.octets([&](std::string_view piece) {
            out.content_size += piece.size();
            measures.update(piece);
            if (content) content(piece);
        });
        in.leave();
        out.enveloping = true;
    }
    in.leave();
    std::string behind;
    while (in.more()) behind += in.whole_element();
    in.leave();
    in.leave();
    in.leave();
    if (in.peek() >= 0) return base::invalid("file", "Tệp chữ ký có dữ liệu thừa ở cuối.");

    std::size_t length = 0;
    auto signatures = CmsSignature::parse_all(content_info(before, type, behind), length);
    if (!signatures) return signatures.error();
    out.signatures = std::move(*signatures);
    if (out.enveloping) measures.give(out.signatures);
    return out;
}

// The bytes of the first block of a PEM file.
base::Result<std::string> read_pem(const ByteSource& file)
{
    std::string text;
    for (std::string buffer(64U << 10U, '\0');;) {
        const std::size_t got = file({buffer.data(), buffer.size()});
        if (got == 0) break;
        text.append(buffer, 0, got);
        if (text.size() > kMostPem) return not_signed();
    }
    const BioPtr memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    const bool good = PEM_read_bio(memory.get(), &name, &header, &data, &size) == 1;
    std::string der;
    if (good && (std::string_view(name) == "CMS" || std::string_view(name) == "PKCS7"))
        der.assign(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
    if (der.empty()) return not_signed();
    return der;
}

// The source with bytes in front of it that were taken already.
ByteSource rejoined(std::string front, const ByteSource& rest)
{
    return [front = std::move(front), &rest](std::span<char> buffer) mutable {
        if (front.empty()) return rest(buffer);
        const std::size_t now = front.copy(buffer.data(), buffer.size());
        front.erase(0, now);
        return now;
    };
}

}  // namespace

base::Result<SignedFile> read_signed_file(const ByteSource& file, const ByteSink& content)
{
    try {
        std::string first(1, '\0');
        first.resize(file({first.data(), 1}));
        const ByteSource whole = rejoined(first, file);
        if (first != "-") return read_stream(whole, content);
        const auto der = read_pem(whole);
        if (!der) return der.error();
        const ByteSource nothing = [](std::span<char>) { return std::size_t{0}; };
        return read_stream(rejoined(*der, nothing), content);
    } catch (const BadBer&) {
        return not_signed();
    }
}

void measure(SignedFile& signed_file, const ByteSource& content)
{
    CHECK(!signed_file.enveloping);
    Measures measures;
    for (const CmsSignature& one : signed_file.signatures) measures.want(one.digest());
    std::string buffer(64U << 10U, '\0');
    while (const std::size_t got = content({buffer.data(), buffer.size()}))
        measures.update(std::string_view(buffer).substr(0, got));
    measures.give(signed_file.signatures);
}

Envelope envelope(std::string_view cms, std::uint64_t content_size)
{
    std::string_view rest = cms;
    const ByteSource source = [&](std::span<char> buffer) {
        const std::size_t now = rest.copy(buffer.data(), buffer.size());
        rest.remove_prefix(now);
        return now;
    };
    BerStream in(source);
    in.enter(kSequence);
    in.expect(kSignedData);
    in.enter(kExplicit);
    in.enter(kSequence);
    std::string before = in.whole_element();
    before += in.whole_element();
    in.enter(kSequence);
    const std::string type = in.whole_element();
    in.leave();
    Envelope out;
    while (in.more()) out.behind += in.whole_element();

    // From the inside out, because each length counts all that is in it.
    const std::string octets = der_head(0x04, content_size);
    const std::uint64_t octets_size = octets.size() + content_size;
    const std::string inside = type + der_head(kExplicit, octets_size);
    const std::uint64_t inside_size = inside.size() + octets_size;
    const std::string data = before + der_head(kSequence, inside_size);
    const std::uint64_t data_size = data.size() + inside_size + out.behind.size();
    const std::string all = der_head(kSequence, data_size);
    const std::string wrapped = std::string(kSignedData) + der_head(kExplicit, all.size() + data_size);
    out.before =
        der_head(kSequence, wrapped.size() + all.size() + data_size) + wrapped + all + data + inside + octets;
    return out;
}

}  // namespace lt::crypto
