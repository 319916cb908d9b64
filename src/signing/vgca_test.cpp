// The contract with the desktop plug-in, as recorded in docs/integrator/vgca.md, and what somebody may try with its addresses.
#include "signing/vgca.h"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kit/crypto/digest.h"

namespace lt::signing::vgca {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
const std::string kKey(32, 'k');
const std::string kUnsigned = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n";

Ticket ticket(Use use = Use::deliver)
{
    return {.use = use,
            .act = Act::approve,
            .id = "a1",
            .position = 2,
            .session = std::string("s\xff\0", 3),
            .sha256 = crypto::sha256_hex(kUnsigned),
            .expires_at = kNow + 15min};
}

TEST(Vgca, is_told_what_its_functions_are_known_to_take)
{
    // vgca_sign_approved, _issued, _income, _appendix, _copy and vgca_comment, by the name of their sockets.
    struct Recorded {
        Act act;
        std::string path;
        std::set<std::string> members;
    };
    const std::set<std::string> always{"FileUploadHandler", "SessionId", "JWTToken", "FileName"};
    for (const auto& [act, path, more] :
         std::vector<Recorded>{{Act::approve, "SignApproved", {}},
                               {Act::issue, "SignIssued", {"DocNumber", "IssuedDate"}},
                               {Act::income, "SignIncome", {"MetaData"}},
                               {Act::appendix, "SignAppendix", {"DocNumber", "MetaData"}},
                               {Act::copy, "SignCopy", {"DocNumber", "MetaData"}},
                               {Act::comment, "Comment", {"MetaData"}}}) {
        const Request request = request_for({.act = act,
                                             .fetch_url = "https://lt.example.vn/ky-so/vgca/f",
                                             .deliver_url = "https://lt.example.vn/ky-so/vgca/d",
                                             .number = "12/QĐ-UBND",
                                             .issued_at = kNow});
        EXPECT_EQ(request.path, path);
        const json parameters = json::parse(request.parameters);
        std::set<std::string> members;
        for (const auto& [name, value] : parameters.items()) members.insert(name);
        std::set<std::string> expected = always;
        expected.insert(more.begin(), more.end());
        EXPECT_EQ(members, expected) << path;
        EXPECT_EQ(parameters["FileName"], "https://lt.example.vn/ky-so/vgca/f");
        EXPECT_EQ(parameters["FileUploadHandler"], "https://lt.example.vn/ky-so/vgca/d");
        EXPECT_EQ(parameters["SessionId"], "") << "our sessions are not for other programs";
        EXPECT_EQ(parameters["JWTToken"], "");
        EXPECT_EQ(parameters.value("DocNumber", "12/QĐ-UBND"), "12/QĐ-UBND");
        EXPECT_EQ(parameters.value("IssuedDate", "2026-11-20T09:00:00+07:00"), "2026-11-20T09:00:00+07:00");
        EXPECT_TRUE(parameters.value("MetaData", json::array()).is_array());
    }
}

TEST(Vgca, is_answered_as_it_expects)
{
    EXPECT_EQ(
        accepted("quyết định.pdf", "https://lt.example.vn/van-ban/1"),
        R"({"Status":true,"Message":"","FileName":"quyết định.pdf","FileServer":"https://lt.example.vn/van-ban/1"})");
    EXPECT_EQ(refused(base::conflict("Phiên ký số đã hết hạn.")),
              R"({"Status":false,"Message":"Phiên ký số đã hết hạn.","FileName":"","FileServer":""})");
    EXPECT_TRUE(json::parse(accepted("\xff\"\n", "")).is_object()) << "whatever the name of the file is";
}

TEST(Vgca, says_in_its_ticket_what_is_to_be_delivered)
{
    const std::string sealed = seal(ticket(), kKey);
    EXPECT_EQ(sealed.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
              std::string::npos);
    const auto got = unseal(sealed, Use::deliver, kKey, kNow);
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->id, "a1");
    EXPECT_EQ(got->position, 2);
    EXPECT_EQ(got->session, ticket().session);
    EXPECT_EQ(got->sha256, ticket().sha256);
    EXPECT_EQ(got->act, Act::approve);
}

TEST(Vgca, takes_nothing_for_a_file_that_is_none)
{
    for (const std::string& content : {std::string(), std::string("<html>")})
        EXPECT_EQ(check_upload({"uploadfile", "a.pdf", content}).error().field, "uploadfile");
    EXPECT_EQ(check_upload({"file", "a.pdf", kUnsigned}).error().field, "uploadfile");
    EXPECT_TRUE(check_upload({"uploadfile", "a.pdf", kUnsigned}));
}

TEST(Vgca, delivers_nothing_too_late_or_by_another_address)
{
    EXPECT_TRUE(unseal(seal(ticket(), kKey), Use::deliver, kKey, kNow + 15min - 1us));
    EXPECT_EQ(unseal(seal(ticket(), kKey), Use::deliver, kKey, kNow + 15min).error().fault,
              base::Fault::conflict);
    // The address for fetching gives no right to deliver, and the other way round.
    const std::string fetch = seal(ticket(Use::fetch), kKey);
    EXPECT_EQ(unseal(fetch, Use::deliver, kKey, kNow).error().fault, base::Fault::forbidden);
    EXPECT_TRUE(unseal(fetch, Use::fetch, kKey, kNow + 1s));
    EXPECT_EQ(unseal(seal(ticket(), kKey), Use::fetch, kKey, kNow).error().fault, base::Fault::forbidden);
}

TEST(Vgca, believes_no_ticket_that_it_did_not_write)
{
    const std::string sealed = seal(ticket(), kKey);
    const auto refuses = [&](const std::string& text) {
        const auto result = unseal(text, Use::deliver, kKey, kNow);
        return !result && result.error().fault == base::Fault::forbidden;
    };
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string changed = sealed;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        // The last character of base64 carries bits that no byte uses; libsodium refuses those, too.
        EXPECT_TRUE(refuses(changed)) << at;
    }
    const std::size_t dot = sealed.find('.');
    Ticket other = ticket();
    other.position = 3;
    const std::string of_other_key = seal(other, std::string(32, 'x'));
    EXPECT_TRUE(refuses(of_other_key));
    EXPECT_TRUE(refuses(of_other_key.substr(0, of_other_key.find('.')) + sealed.substr(dot)))
        << "another's digest";
    for (const std::string& text : {std::string(), std::string("."), sealed.substr(0, dot),
                                    sealed.substr(0, dot + 1), sealed.substr(dot), sealed + "A", sealed + ".",
                                    " " + sealed, std::string(100000, 'A'), std::string("eyJ1c2UiOjF9.")})
        EXPECT_TRUE(refuses(text)) << text.substr(0, 40);
}

}  // namespace
}  // namespace lt::signing::vgca
