// For tests: somebody else's program that signs a file, with a visible field of its own, and what a bad one may do beside.
#pragma once

#include <string>

#include "kit/base/ids.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/pdf/form.h"
#include "kit/pdf/hole.h"
#include "kit/pdf/pdf_testing.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/sign.h"
#include "kit/pdf/syntax.h"
#include "kit/pdf/update.h"
#include "kit/pdf/verify/verify.h"

namespace lt::pdf {

// Hexadecimal.
inline std::string cms_of_openssl(const Unsigned& open, const crypto::Identity& who,
                                  const std::string& digest)
{
    const auto folder = std::filesystem::temp_directory_path() / ("lt-program-" + base::random_hex(8));
    std::filesystem::create_directories(folder);
    const auto write = [&](const char* name, const std::string& bytes) {
        std::ofstream(folder / name, std::ios::binary) << bytes;
    };
    write("content", open.bytes.substr(0, open.begin) + open.bytes.substr(open.end));
    write("key", who.key_pem());
    write("certificate", who.certificate.pem());
    const std::string command =
        "cd " + folder.string() +
        " && openssl cms -sign -binary -in content -inkey key -signer certificate -outform DER "
        "-out cms -md " +
        digest;
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream made(folder / "cms", std::ios::binary);
    const std::string cms{std::istreambuf_iterator<char>(made), {}};
    std::filesystem::remove_all(folder);
    return base::to_hex(cms);
}

struct ProgramWish {
    std::string field = "Signature1";
    std::string page_text{};  // in place of what the page shows
    std::string digest{};     // "sha1": as openssl signs with it
    std::string number{};     // into the field "so", whatever it holds
};
inline std::string sign_with_program(const std::string& bytes, const crypto::Identity& who,
                                     const ProgramWish& wish = {})
{
    const auto file = File::open(bytes);
    EXPECT_TRUE(file);
    if (!file) return {};
    Update update(*file);
    QPDFObjectHandle page = file->objects().getAllPages().front();
    if (!wish.page_text.empty())
        update.set(ref_of(page.getKey("/Contents")),
                   stream("", "BT /F1 12 Tf 72 720 Td (" + wish.page_text + ") Tj ET"));
    if (const auto number = field_named(*file, "so"); number && !wish.number.empty())
        update.set(ref_of(*number), with(*number, {{"/V", text_string(wish.number)}, {"/AP", ""}}));
    Hole hole(update, Unsigned::Holds::signature, 16384, "");
    const Ref field = update.add("<</Type/Annot/Subtype/Widget/FT/Sig/F 132/T" + text_string(wish.field) +
                                 "/Rect[300 100 420 160]/P " + to_text(ref_of(page)) + "/V " +
                                 to_text(hole.signature()) + ">>");
    std::vector<Widget> widgets{{field, 1}};
    const bool fresh = fields_of(*file).empty();
    add_to_form(*file, update, widgets, fresh ? FormState::fresh : FormState::signed_already);
    Unsigned open = hole.finish();
    if (!wish.digest.empty()) {
        const std::string cms = cms_of_openssl(open, who, wish.digest);
        open.bytes.replace(open.begin + 1, cms.size(), cms);
        return open.bytes;
    }
    crypto::CmsDraft draft(who.certificate, who.chain, open.digest);
    const auto done = complete(std::move(open), draft.finish(*who.signer()->sign(draft.to_sign()), ""));
    EXPECT_TRUE(done);
    return done ? *done : std::string();
}

// Signatures that hold, by the names of the signers; "!" before one that does not.
inline std::string signers_of(const std::string& bytes, base::Time now)
{
    const crypto::TrustStore nobody({}, {});
    const auto report = verify(bytes, {.trust = nobody, .now = now});
    if (!report) return "unreadable";
    std::string out;
    for (const SignatureReport& one : report->signatures)
        out += std::string(out.empty() ? "" : ", ") +
               (one.verdict.intact && one.verdict.cryptographically_valid && one.permitted ? "" : "!") +
               one.verdict.signer->common_name();
    return out;
}

}  // namespace lt::pdf
