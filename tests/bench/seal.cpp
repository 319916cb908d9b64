#include "seal.h"

#include <stdexcept>

#include "kit/base/ids.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/pdf/sign.h"
#include "signing/sign.h"

namespace lt::bench {
namespace {

constexpr unsigned kSealers = 8;
constexpr int kRounds = 4;
constexpr std::size_t kDocuments = 6000;

crypto::Identity seal_identity(const crypto::Identity* issuer)
{
    const base::Time now = base::SystemClock().now();
    const crypto::CertificateWish wish{.common_name = issuer == nullptr ? "Root" : "Seal",
                                       .use = issuer == nullptr ? crypto::CertificateUse::authority
                                                                : crypto::CertificateUse::documents,
                                       .from = now - std::chrono::hours(1),
                                       .until = now + std::chrono::hours(10)};
    return issuer == nullptr ? crypto::make_root(wish) : crypto::issue(*issuer, wish);
}

// A letter of 100 KB that a leader has signed.
std::string certified_letter(const crypto::Identity& leader)
{
    std::string content = "BT /F1 12 Tf 72 720 Td (Cong van) Tj ET\n%";
    while (content.size() < 90'000) content += base::random_hex(64);
    std::string out = "%PDF-1.7\n";
    std::string table = "xref\n0 5\n0000000000 65535 f \n";
    int number = 0;
    for (const std::string& object :
         {std::string("<</Type/Catalog/Pages 2 0 R>>"), std::string("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
          std::string("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>"),
          "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream"}) {
        char entry[24];
        std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", out.size());
        table += entry;
        out += std::to_string(++number) + " 0 obj\n" + object + "\nendobj\n";
    }
    const std::string at = std::to_string(out.size());
    out += table + "trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n" + at + "\n%%EOF\n";
    const pdf::Form form{
        .texts = {{"so", {1, 100, 700, 160, 715}}},
        .signatures = {{"ky_lanhdao", {1, 350, 150, 500, 220}}, {"ky_coquan", {1, 300, 134, 402, 236}}},
        .font = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"};
    const std::string prepared = *pdf::prepare(*pdf::File::open(out), form);
    auto open =
        *pdf::begin_signature(*pdf::File::open(prepared),
                              {.field = "ky_lanhdao", .certify = true, .at = base::SystemClock().now()});
    crypto::CmsDraft draft(leader.certificate, leader.chain, open.digest);
    const std::string cms = draft.finish(*leader.signer()->sign(draft.to_sign()));
    return *pdf::complete(std::move(open), cms);
}

}  // namespace

void seal_lines(World& world, std::vector<Line>& lines)
{
    const crypto::Identity root = seal_identity(nullptr);
    const crypto::Identity who = seal_identity(&root);
    const blob::Blob letter = world.blobs().put(certified_letter(who));
    const auto sealed = world.approved(kDocuments, 1, false);
    const auto plain = world.approved(kDocuments, 1, false);
    world.execute("INSERT INTO blobs (sha256, size, media_type, created_at) VALUES ('" + letter.sha256 +
                  "', " + std::to_string(letter.size) + ", 'application/pdf', now()) ON CONFLICT DO NOTHING");
    std::string uids;
    for (const auto& [agency, uid] : sealed) uids += (uids.empty() ? "'" : ",'") + uid + "'";
    world.execute(
        "INSERT INTO document_files (document_id, position, uid, name, media_type, size, sha256, signed, places) "
        "SELECT id, 1, gen_random_uuid(), 'van-ban.pdf', 'application/pdf', " +
        std::to_string(letter.size) + ", '" + letter.sha256 +
        // What is found in the text when a document is submitted.
        "', 'leader', jsonb_build_object('assumed', '[]'::jsonb, 'written', jsonb_build_object('nam', "
        "extract(year FROM now())::int)) FROM documents WHERE uid::text IN (" +
        uids + ")");
    const auto issued = [&](const std::pair<std::int64_t, std::string>& one, signing::Hand* hand) {
        const auto result = documents::issue(world.services(), world.clerk(one.first), one.second, hand);
        if (!result) throw std::runtime_error(result.error().message.str());
    };
    std::vector<signing::Hand> hands;
    for (unsigned i = 0; i < kSealers; ++i)
        hands.push_back(
            {.key = {.holder = signing::Holder::pkcs12, .certificate = who.certificate, .chain = who.chain},
             .signer = who.signer()});
    Turns with_seal;
    Turns without;
    for (int round = 0; round < kRounds; ++round) {
        with_seal.take(kSealers, 2, sealed.size(),
                       [&](unsigned thread, std::size_t i) { issued(sealed[i], &hands[thread]); });
        without.take(kSealers, 2, plain.size(), [&](unsigned, std::size_t i) { issued(plain[i], nullptr); });
    }
    const Figures figures = with_seal.figures();
    const double reference = without.figures().per_second;
    lines.push_back({"number, seal (RSA-2048, 100 KB) and issue, all stored durably",
                     number(figures.per_second) + "/s, " + milliseconds(figures),
                     number(reference) + " issues/s without signature",
                     number(figures.per_second / reference, 2), "200/s", figures.per_second >= 200});
}

}  // namespace lt::bench
