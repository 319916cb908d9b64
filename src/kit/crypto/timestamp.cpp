#include "kit/crypto/timestamp.h"

#include <algorithm>

#include <openssl/rand.h>

#include "kit/crypto/digest.h"
#include "kit/crypto/openssl.h"

namespace lt::crypto {
namespace {

using TsQueryPtr = std::unique_ptr<TS_REQ, Freed<TS_REQ_free>>;
using TsReplyPtr = std::unique_ptr<TS_RESP, Freed<TS_RESP_free>>;

TsQueryPtr read_query(std::string_view der)
{
    const unsigned char* at = bytes_of(der);
    return TsQueryPtr(d2i_TS_REQ(nullptr, &at, static_cast<long>(der.size())));
}

base::Error no_token()
{
    ERR_clear_error();
    return {base::Fault::unavailable, {}, "Dịch vụ cấp dấu thời gian không trả dấu thời gian hợp lệ.", {}};
}

}  // namespace

CmsFault Timestamp::check() const
{
    const std::string_view info = cms.content();
    if (cms.signer() && !cms.signer()->may_timestamp()) return CmsFault::other_certificate;
    return cms.check({&info, 1});
}

bool Timestamp::covers(std::span<const std::string_view> content) const
{
    const EVP_MD* algorithm = EVP_get_digestbyname(digest.c_str());
    if (algorithm == nullptr) return false;
    const DigestPtr context(EVP_MD_CTX_new());
    must(EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1);
    for (const std::string_view piece : content)
        must(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1);
    std::string out(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
    must(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(out.data()), nullptr) == 1);
    return out == imprint;
}

base::Result<Timestamp> read_timestamp(std::string_view token)
{
    const base::Error unreadable = base::invalid("", "Không đọc được dấu thời gian.");
    std::size_t length = 0;
    auto cms = CmsSignature::parse(token, length);
    if (!cms || token.substr(length).find_first_not_of('\0') != std::string_view::npos) return unreadable;
    const std::string_view inside = cms->content();
    const unsigned char* at = bytes_of(inside);
    const TstInfoPtr info(d2i_TS_TST_INFO(nullptr, &at, static_cast<long>(inside.size())));
    if (info == nullptr || at != bytes_of(inside) + inside.size()) {
        ERR_clear_error();
        return unreadable;
    }
    Timestamp out;
    std::tm parts{};
    if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(info.get()), &parts) != 1) return unreadable;
    out.at = base::Time(std::chrono::seconds(::timegm(&parts)));
    TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info.get());
    const ASN1_OCTET_STRING* bytes = TS_MSG_IMPRINT_get_msg(imprint);
    out.imprint.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(bytes)),
                       static_cast<std::size_t>(ASN1_STRING_length(bytes)));
    const EVP_MD* digest = EVP_get_digestbyobj(TS_MSG_IMPRINT_get_algo(imprint)->algorithm);
    if (digest != nullptr) out.digest = OBJ_nid2sn(EVP_MD_get_type(digest));
    ERR_clear_error();
    out.cms = std::move(*cms);
    return out;
}

std::string timestamp_query(std::string_view digest)
{
    CHECK(digest.size() == 32);
    const TsQueryPtr query(TS_REQ_new());
    const std::unique_ptr<TS_MSG_IMPRINT, Freed<TS_MSG_IMPRINT_free>> imprint(TS_MSG_IMPRINT_new());
    const std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>> algorithm(X509_ALGOR_new());
    must(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1);
    must(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1);
    std::string bytes(digest);
    must(TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(bytes.data()), 32) == 1);
    unsigned char random[16];
    must(RAND_bytes(random, sizeof random) == 1);
    random[0] = static_cast<unsigned char>((random[0] & 0x7fU) | 0x40U);  // positive, and of a fixed length
    BIGNUM* number = BN_bin2bn(random, sizeof random, nullptr);
    const std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>> nonce(BN_to_ASN1_INTEGER(number, nullptr));
    BN_free(number);
    must(TS_REQ_set_version(query.get(), 1) == 1 && TS_REQ_set_msg_imprint(query.get(), imprint.get()) == 1 &&
         TS_REQ_set_nonce(query.get(), nonce.get()) == 1 && TS_REQ_set_cert_req(query.get(), 1) == 1);
    return der_of<TS_REQ, i2d_TS_REQ>(query.get());
}

base::Result<std::string> token_of_reply(std::string_view reply, std::string_view query)
{
    const TsQueryPtr asked = read_query(query);
    CHECK(asked != nullptr);
    const unsigned char* at = bytes_of(reply);
    const TsReplyPtr answer(d2i_TS_RESP(nullptr, &at, static_cast<long>(reply.size())));
    if (answer == nullptr || TS_RESP_get_token(answer.get()) == nullptr) return no_token();
    TS_TST_INFO* info = TS_RESP_get_tst_info(answer.get());
    const ASN1_INTEGER* nonce = info == nullptr ? nullptr : TS_TST_INFO_get_nonce(info);
    if (nonce == nullptr || ASN1_INTEGER_cmp(nonce, TS_REQ_get_nonce(asked.get())) != 0) return no_token();
    std::string token = der_of<PKCS7, i2d_PKCS7>(TS_RESP_get_token(answer.get()));
    const auto timestamp = read_timestamp(token);
    const ASN1_OCTET_STRING* digest = TS_MSG_IMPRINT_get_msg(TS_REQ_get_msg_imprint(asked.get()));
    const std::string_view wanted(reinterpret_cast<const char*>(ASN1_STRING_get0_data(digest)),
                                  static_cast<std::size_t>(ASN1_STRING_length(digest)));
    if (!timestamp || timestamp->imprint != wanted || timestamp->check() != CmsFault::none) return no_token();
    return token;
}

}  // namespace lt::crypto
