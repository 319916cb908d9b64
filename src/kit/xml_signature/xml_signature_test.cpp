// Signed XML: ours judged by xmlsec1, xmlsec1's judged by us, and the known attacks on XML signatures.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "kit/crypto/authority.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/timestamp.h"
#include "kit/xml_signature/judge.h"
#include "kit/xml_signature/read.h"
#include "kit/xml_signature/sign.h"

namespace lt::xml_signature {
namespace {

using namespace std::chrono_literals;
using crypto::CertificateUse;
using crypto::CmsFault;
using crypto::Identity;
using crypto::KeyKind;
namespace fs = std::filesystem;

const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kYear = std::chrono::hours(365 * 24);
const std::string kMessage =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<m:message xmlns:m=\"urn:m\" xmlns=\"urn:d\" b=\"2\" a=\"1&#10;x\">\n"
    "  <m:head><from>A &amp; B</from></m:head><!-- ghi chú -->\n  <m:body>Nội dung&#13;\n<![CDATA[<x>]]></m:body>\n</m:message>\n";

class SignedXml : public ::testing::Test {
protected:
    static crypto::CertificateWish wish(const std::string& name, CertificateUse use, KeyKind kind)
    {
        return {.common_name = name, .use = use, .kind = kind, .from = kNow - kYear, .until = kNow + kYear};
    }
    static std::string sign(const Identity& who, const std::string& xml,
                            const std::vector<std::string>& place = {"head"})
    {
        const auto signer = who.signer();
        auto draft = XmlDraft::make(xml, place, signer->certificate(), signer->chain(), kNow);
        EXPECT_TRUE(draft) << draft.error().message;
        return draft->finish(*signer->sign(draft->to_sign()));
    }
    static XmlSignature only(const std::string& xml, const FileOpener& files = {})
    {
        const auto read = read_signatures(xml, files);
        EXPECT_TRUE(read) << read.error().message;
        if (!read || read->signatures.size() != 1) {
            ADD_FAILURE() << "not one signature";
            return {};
        }
        return read->signatures.front();
    }
    static std::string replaced(std::string text, const std::string& what, const std::string& with)
    {
        const std::size_t at = text.find(what);
        EXPECT_NE(at, std::string::npos) << what;
        return at == std::string::npos ? text : text.replace(at, what.size(), with);
    }
    // The text from the first `from` up to and with the next `to`.
    static std::string part(const std::string& text, const std::string& from, const std::string& to)
    {
        const std::size_t begin = text.find(from);
        return text.substr(begin, text.find(to, begin) + to.size() - begin);
    }
    void write(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
    }
    std::string bytes_of(const std::string& name) const
    {
        std::ifstream in(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    int xmlsec1(const std::string& arguments) const
    {
        return std::system(("cd " + folder_.string() + " && xmlsec1 " + arguments + " >words 2>&1").c_str());
    }
    bool right_for_xmlsec1(const std::string& xml) const
    {
        write("signed.xml", xml);
        return xmlsec1(
                   "--verify --trusted-pem root.pem --verification-time '2026-11-20 12:00:00' --id-attr:Id "
                   "http://uri.etsi.org/01903/v1.3.2#:SignedProperties signed.xml") == 0;
    }
    // What xmlsec1 makes of a template with these references in SignedInfo.
    std::string signed_by_xmlsec1(const std::string& xml, const std::string& references,
                                  const std::string& extra = {}) const
    {
        const std::string signature =
            "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo><CanonicalizationMethod "
            "Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/><SignatureMethod "
            "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>" +
            references +
            "</SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo>" +
            extra + "</Signature>";
        write("template.xml", replaced(xml, "</m:head>", signature + "</m:head>"));
        EXPECT_EQ(
            xmlsec1("--sign --privkey-pem an.key,an.pem --id-attr:Id body --output out.xml template.xml"), 0)
            << bytes_of("words");
        return bytes_of("out.xml");
    }
    static std::string reference(const std::string& uri, const std::string& transforms)
    {
        return "<Reference URI=\"" + uri + "\"><Transforms>" + transforms +
               "</Transforms><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/></Reference>";
    }
    static std::string transform(const std::string& algorithm, const std::string& inside = {})
    {
        return "<Transform Algorithm=\"" + algorithm + "\">" + inside + "</Transform>";
    }
    void SetUp() override
    {
        folder_ = fs::path(::testing::TempDir()) / "lt-xml";
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        write("root.pem", root_.certificate.pem());
        write("an.pem", an_.certificate.pem());
        write("an.key", an_.key_pem());
    }

    const std::string enveloped_ = transform("http://www.w3.org/2000/09/xmldsig#enveloped-signature");
    static inline const Identity root_ =
        make_root(wish("Gốc thử", CertificateUse::authority, KeyKind::elliptic_curve));
    static inline const Identity an_ = issue(root_, wish("An", CertificateUse::documents, KeyKind::rsa));
    static inline const Identity binh_ =
        issue(root_, wish("Bình", CertificateUse::documents, KeyKind::elliptic_curve));
    fs::path folder_{};
};

TEST_F(SignedXml, is_right_for_xmlsec1_and_for_us)
{
    for (const Identity* who : {&an_, &binh_}) {
        const std::string xml = sign(*who, kMessage);
        EXPECT_TRUE(right_for_xmlsec1(xml)) << bytes_of("words");
        const XmlSignature found = only(xml);
        EXPECT_EQ(found.form_refused, "");
        EXPECT_EQ(found.fault, CmsFault::none);
        EXPECT_TRUE(found.intact && found.covers_document && found.names_certificate);
        EXPECT_EQ(found.signer->common_name(), who == &an_ ? "An" : "Bình");
        EXPECT_EQ(found.claimed_time, kNow);
        EXPECT_EQ(found.digests, std::vector<std::string>{"SHA256"});
    }
}

TEST_F(SignedXml, carries_a_timestamp_over_its_value)
{
    const Identity clock = issue(root_, wish("Dấu thời gian", CertificateUse::timestamps, KeyKind::rsa));
    const auto signer = an_.signer();
    const auto stamped = [&](const std::function<std::string(const std::string&)>& over) {
        auto draft = XmlDraft::make(kMessage, {"head"}, signer->certificate(), signer->chain(), kNow);
        const std::string value = *signer->sign(draft->to_sign());
        const std::string query = crypto::timestamp_query(crypto::sha256(over(draft->to_timestamp(value))));
        return draft->finish(value,
                             *crypto::token_of_reply(crypto::make_timestamp(clock, query, kNow + 1h), query));
    };
    const std::string xml = stamped([](const std::string& bytes) { return bytes; });
    EXPECT_TRUE(right_for_xmlsec1(xml)) << bytes_of("words");
    const crypto::TrustStore trust({{root_.certificate, "demo", kNow - kYear, kNow + 2 * kYear, "test"}}, {});
    const auto judged = [&](const std::string& document, base::Time now, base::Time revoked) {
        return judge(
            only(document),
            {.trust = trust,
             .now = now,
             .known = {{crypto::make_crl(root_, {{an_.certificate, revoked}}, now, now + 24h)}, {}}});
    };
    const base::Time later = kNow + 100h;
    const crypto::SignatureVerdict good = judged(xml, later, later - 1h);
    EXPECT_TRUE(good.passed()) << name_of(good.sub) << ": it was there before the revocation";
    EXPECT_EQ(good.level, crypto::Level::t);
    EXPECT_EQ(good.proven_at, kNow + 1h);
    const crypto::SignatureVerdict late = judged(xml, later, kNow);
    EXPECT_EQ(late.sub, crypto::SubIndication::revoked_no_poe);
    // Over anything else it proves nothing.
    const crypto::SignatureVerdict other =
        judged(stamped([](const std::string&) { return "khác"; }), later, later - 1h);
    EXPECT_EQ(other.sub, crypto::SubIndication::revoked_no_poe);
    EXPECT_EQ(other.level, crypto::Level::b);
    EXPECT_FALSE(other.proven_at);
}

TEST_F(SignedXml, stands_where_it_is_wanted_and_only_once)
{
    const auto draft_at = [&](const std::string& xml, const std::vector<std::string>& place) {
        return XmlDraft::make(xml, place, an_.certificate, an_.chain, kNow);
    };
    EXPECT_NE(sign(an_, kMessage).find("</ds:Signature></m:head>"), std::string::npos);
    EXPECT_NE(sign(an_, kMessage, {}).find("</ds:Signature></m:message>"), std::string::npos);
    EXPECT_FALSE(draft_at(kMessage, {"nowhere"}));
    EXPECT_FALSE(draft_at("no xml", {}));
    EXPECT_EQ(draft_at(sign(an_, kMessage), {}).error().fault, base::Fault::conflict);
}

TEST_F(SignedXml, with_a_changed_word_is_broken)
{
    const std::string xml = sign(an_, kMessage);
    for (const auto& [what, with] :
         std::vector<std::pair<std::string, std::string>>{{"Nội dung", "Nội dung khác"},
                                                          {"b=\"2\"", "b=\"3\""},
                                                          {"<from>", "<from x=\"\">"},
                                                          {"&#13;", ""}}) {
        const std::string changed = replaced(xml, what, with);
        EXPECT_EQ(only(changed).fault, CmsFault::wrong_digest) << what;
        EXPECT_FALSE(right_for_xmlsec1(changed)) << what;
    }
    // The signed properties too.
    EXPECT_EQ(only(replaced(xml, "2026-11-20T02:00:00Z", "2025-11-20T02:00:00Z")).fault,
              CmsFault::wrong_digest);
    // A comment is no content.
    EXPECT_EQ(only(replaced(xml, "<!-- ghi chú -->", "")).fault, CmsFault::none);
}

TEST_F(SignedXml, with_a_changed_signed_info_or_value_is_broken)
{
    const std::string xml = sign(an_, kMessage);
    std::string value = part(xml, "<ds:SignatureValue>", "</ds:SignatureValue>");
    std::string other = value;
    other[30] = other[30] == 'A' ? 'B' : 'A';
    EXPECT_EQ(only(replaced(xml, value, other)).fault, CmsFault::wrong_signature);
    EXPECT_EQ(only(replaced(xml, "-document\" URI=\"\"", "-document2\" URI=\"\"")).fault,
              CmsFault::wrong_signature);
}

TEST_F(SignedXml, of_others_is_checked)
{
    for (const char* form :
         {"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2001/10/xml-exc-c14n#"}) {
        const std::string xml = signed_by_xmlsec1(kMessage, reference("", enveloped_ + transform(form)));
        const XmlSignature found = only(xml);
        EXPECT_EQ(found.fault, CmsFault::none);
        EXPECT_TRUE(found.covers_document);
        EXPECT_FALSE(found.names_certificate);
        EXPECT_EQ(found.signer->common_name(), "An");
        EXPECT_EQ(only(replaced(xml, "A &amp; B", "C")).fault, CmsFault::wrong_digest);
    }
}

TEST_F(SignedXml, attack_wrapping_is_seen_because_the_document_is_not_covered)
{
    const std::string message =
        "<m:message xmlns:m=\"urn:m\"><m:head></m:head><body Id=\"b\">giữ nguyên</body></m:message>";
    const std::string xml = signed_by_xmlsec1(message, reference("#b", ""));
    EXPECT_EQ(only(xml).fault, CmsFault::none);
    EXPECT_FALSE(only(xml).covers_document) << "only a part is signed";
    // The signed body moves aside and another one takes its place: still right, still not the document.
    const std::string body = part(xml, "<body", "</body>");
    const std::string wrapped =
        replaced(replaced(xml, body, "<body>thay thế</body>"), "<m:head>", "<m:head><w>" + body + "</w>");
    EXPECT_EQ(only(wrapped).fault, CmsFault::none);
    EXPECT_FALSE(only(wrapped).covers_document);
    // Two bodies with one Id, in any spelling of the attribute.
    for (const char* attribute : {"Id", "ID", "id", "xml:id"}) {
        const XmlSignature found =
            only(replaced(xml, body, "<body " + std::string(attribute) + "=\"b\">thay thế</body>" + body));
        EXPECT_NE(found.form_refused, "") << attribute;
        EXPECT_FALSE(found.intact);
    }
}

TEST_F(SignedXml, attack_a_whole_signed_document_inside_another_is_broken)
{
    const std::string xml = sign(an_, kMessage);
    const std::string inner = xml.substr(xml.find("<m:message"));
    EXPECT_EQ(only("<evil xmlns=\"urn:e\">" + inner + "</evil>").fault, CmsFault::wrong_digest);
}

TEST_F(SignedXml, attack_transforms_that_compute_are_refused)
{
    const std::string xpath =
        transform("http://www.w3.org/TR/1999/REC-xpath-19991116", "<XPath>ancestor-or-self::m</XPath>");
    const std::string xslt =
        transform("http://www.w3.org/TR/1999/REC-xslt-19991116",
                  "<s:stylesheet version=\"1.0\" xmlns:s=\"http://www.w3.org/1999/XSL/Transform\"/>");
    const std::string filter = transform("http://www.w3.org/2002/06/xmldsig-filter2");
    const std::string good = signed_by_xmlsec1(kMessage, reference("", enveloped_));
    for (const std::string& one : {xpath, xslt, filter}) {
        const XmlSignature found = only(replaced(good, "<Transforms>", "<Transforms>" + one));
        EXPECT_NE(found.form_refused.str().find("phép biến đổi"), std::string::npos);
        EXPECT_FALSE(found.intact);
    }
    const std::string c14n =
        "CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"";
    EXPECT_NE(
        only(replaced(good, c14n,
                      "CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\""))
            .form_refused,
        "");
}

TEST_F(SignedXml, attack_nothing_outside_is_fetched)
{
    write("secret", "x");
    const std::string good = signed_by_xmlsec1(kMessage, reference("", enveloped_));
    for (const std::string& uri :
         {"file://" + (folder_ / "secret").string(), (folder_ / "secret").string(),
          std::string("http://127.0.0.1:1/x"), std::string("secret"), std::string("#xpointer(/)"),
          std::string("#xpointer(id('a'))"), std::string("#a'b")}) {
        int asked = 0;
        const FileOpener none = [&](const std::string&) -> crypto::ByteSource { return ++asked, nullptr; };
        for (const FileOpener& files : {FileOpener(), none}) {
            const XmlSignature found = only(replaced(good, "URI=\"\"", "URI=\"" + uri + "\""), files);
            EXPECT_NE(found.form_refused, "") << uri;
            EXPECT_FALSE(found.intact) << uri;
        }
    }
}

TEST_F(SignedXml, attack_hmac_with_a_public_key_and_unknown_methods_are_not_believed)
{
    const std::string good = signed_by_xmlsec1(kMessage, reference("", enveloped_));
    for (const char* method :
         {"http://www.w3.org/2000/09/xmldsig#hmac-sha1", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
          "http://www.w3.org/2001/04/xmldsig-more#rsa-md5", "urn:none", ""})
        EXPECT_EQ(only(replaced(good, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", method)).fault,
                  CmsFault::unknown_algorithm);
    EXPECT_EQ(only(replaced(good, "http://www.w3.org/2001/04/xmlenc#sha256",
                            "http://www.w3.org/2001/04/xmldsig-more#md5"))
                  .fault,
              CmsFault::unknown_algorithm);
}

TEST_F(SignedXml, attack_another_certificate_is_seen)
{
    const std::string xml = sign(an_, kMessage);
    const std::string own = part(xml, "<ds:X509Certificate>", "</ds:X509Certificate>");
    const std::string other = part(sign(binh_, kMessage), "<ds:X509Certificate>", "</ds:X509Certificate>");
    EXPECT_NE(only(replaced(xml, own, other)).fault, CmsFault::none);
    EXPECT_EQ(only(replaced(xml, own, "")).signer->common_name(), "Gốc thử");
    EXPECT_NE(only(replaced(xml, own, "")).fault, CmsFault::none);
    EXPECT_EQ(only(replaced(xml, part(xml, "<ds:KeyInfo>", "</ds:KeyInfo>"), "")).fault,
              CmsFault::no_certificate);
    EXPECT_EQ(
        only(replaced(replaced(xml, own, other), "<ds:X509Certificate>", own + "<ds:X509Certificate>")).fault,
        CmsFault::none)
        << "one more beside it does no harm";
}

TEST_F(SignedXml, attack_an_object_that_nobody_signed_is_refused)
{
    const std::string xml = sign(an_, kMessage);
    const auto with = [&](const std::string& object) {
        return only(replaced(xml, "</ds:Signature>", object + "</ds:Signature>"));
    };
    EXPECT_NE(with("<ds:Object><body>thay thế</body></ds:Object>").form_refused, "");
    EXPECT_NE(with("<ds:Object Id=\"khac\">thay thế</ds:Object>").form_refused, "");
    EXPECT_NE(only(replaced(xml, "</xades:QualifyingProperties>", "</xades:QualifyingProperties><body/>"))
                  .form_refused,
              "");
    EXPECT_EQ(with("<ds:Object/>").form_refused, "");
}

TEST_F(SignedXml, attack_properties_that_nobody_signed_say_nothing)
{
    const std::string signed_xml = sign(an_, kMessage);
    const std::string object = part(signed_xml, "<ds:Object>", "</ds:Object>");
    const std::string other = signed_by_xmlsec1(kMessage, reference("", enveloped_));
    const XmlSignature found = only(replaced(other, "</Signature>",
                                             "<ds:Object xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">" +
                                                 object.substr(11) + "</Signature>"));
    EXPECT_TRUE(found.intact);
    EXPECT_FALSE(found.names_certificate);
    EXPECT_FALSE(found.claimed_time);
    EXPECT_EQ(found.fault, CmsFault::no_reference);
}

TEST_F(SignedXml, attack_documents_with_entities_or_too_deep_are_refused)
{
    const std::string xml = sign(an_, kMessage);
    for (const char* type :
         {"<!DOCTYPE m [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", "<!DOCTYPE m>",
          "<!DOCTYPE m SYSTEM \"http://127.0.0.1:1/x.dtd\">",
          "<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\"><!ATTLIST from Id ID #IMPLIED>]>"})
        EXPECT_FALSE(read_signatures(replaced(xml, "<m:message", std::string(type) + "<m:message"))) << type;
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    EXPECT_FALSE(read_signatures(deep));
    EXPECT_FALSE(read_signatures("<a>&b;</a>"));
    EXPECT_FALSE(read_signatures("<x:a/>"));
    EXPECT_FALSE(read_signatures(""));
    EXPECT_EQ(read_signatures(xml, {}, 100).error().fault, base::Fault::too_large);
}

TEST_F(SignedXml, attack_two_values_or_no_reference_are_refused)
{
    const std::string good = signed_by_xmlsec1(kMessage, reference("", enveloped_));
    const std::string value = part(good, "<SignatureValue>", "</SignatureValue>");
    EXPECT_NE(only(replaced(good, value, value + value)).form_refused, "");
    const std::string info = part(good, "<SignedInfo>", "</SignedInfo>");
    EXPECT_NE(only(replaced(good, info, info + info)).form_refused, "");
    EXPECT_NE(only(replaced(good, part(good, "<Reference", "</Reference>"), "")).form_refused, "");
    EXPECT_NE(only(replaced(good, " URI=\"\"", "")).form_refused, "");
    std::string many;
    for (int i = 0; i < 500; ++i) many += part(good, "<Reference", "</Reference>");
    EXPECT_NE(only(replaced(good, "<Reference", many + "<Reference")).form_refused, "");
}

TEST_F(SignedXml, files_beside_it_are_read_through_the_caller)
{
    write("đề án.txt", "nội dung");
    const std::string xml = signed_by_xmlsec1(
        "<m:message xmlns:m=\"urn:m\"><m:head></m:head></m:message>",
        "<Reference URI=\"%C4%91%E1%BB%81%20%C3%A1n.txt\"><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/></Reference>");
    std::string content = "nội dung";
    const FileOpener files = [&](const std::string& name) -> crypto::ByteSource {
        if (name != "đề án.txt") return nullptr;
        return [text = content](std::span<char> buffer) mutable {
            const std::size_t now = text.copy(buffer.data(), std::min<std::size_t>(buffer.size(), 3));
            text.erase(0, now);
            return now;
        };
    };
    EXPECT_EQ(only(xml, files).fault, CmsFault::none);
    EXPECT_EQ(only(xml, files).files, std::vector<std::string>{"đề án.txt"});
    content += "!";
    EXPECT_EQ(only(xml, files).fault, CmsFault::wrong_digest);
    EXPECT_NE(only(xml).form_refused, "");
}

TEST_F(SignedXml, written_anew_by_a_hub_is_told_apart)
{
    const std::string good = signed_by_xmlsec1(kMessage, reference("", enveloped_));
    const auto read =
        read_signatures(replaced(good, "xmlns=\"http://www.w3.org/2000/09/xmldsig#\"", "xmlns=\"urn:hub\""));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->signatures.empty());
    EXPECT_TRUE(read->rewritten);
    EXPECT_FALSE(read_signatures(good)->rewritten);
    EXPECT_FALSE(read_signatures("<a><Signature/></a>")->rewritten);
}

TEST_F(SignedXml, survives_any_changed_byte)
{
    const std::string xml = sign(binh_, "<a><b>c</b></a>", {});
    for (std::size_t at = 0; at < xml.size(); at += 3) {
        std::string changed = xml;
        changed[at] = static_cast<char>(changed[at] ^ 0x05);
        const auto read = read_signatures(changed);
        if (!read) continue;
        for (const XmlSignature& one : read->signatures)
            EXPECT_TRUE(!one.form_refused.empty() || one.fault != CmsFault::none || !one.covers_document ||
                        changed.find("<a><b>c</b>") != std::string::npos)
                << at;
    }
}

}  // namespace
}  // namespace lt::xml_signature
