// The clerk's forms from the incoming document to the signed copy.
#include "documents/pages/pages_fixture_dbtest.h"
#include "kit/crypto/authority.h"
#include "kit/text/scan_testing.h"
#include "signing/actions.h"

namespace lt::documents::pages {
namespace {

using text::testing::make_scan;

class CopyPagesTest : public PagesTest {
protected:
    std::string add_agency_key(const Staff& staff)
    {
        const crypto::Identity root = crypto::make_root({.common_name = "Gốc thử",
                                                         .use = crypto::CertificateUse::authority,
                                                         .kind = crypto::KeyKind::elliptic_curve,
                                                         .from = kStart - std::chrono::hours(24 * 365),
                                                         .until = kStart + std::chrono::hours(24 * 365)});
        const crypto::Identity agency = crypto::issue(root, {.common_name = "UBND phường Kinh Bắc",
                                                             .organisation = "UBND",
                                                             .kind = crypto::KeyKind::elliptic_curve,
                                                             .from = kStart - std::chrono::hours(24),
                                                             .until = kStart + std::chrono::hours(24 * 300)});
        const auto added = signing::add_file(
            signing_services, {.scope = scope_of(staff.clerk), .role = staff.clerk.role},
            signing::Whose::agency, agency.pkcs12("mật khẩu"), base::Secret(std::string("mật khẩu")));
        EXPECT_TRUE(added) << (added ? "" : added.error().message);
        return added ? *added : "";
    }
    // Registered at Kinh Bắc, with a scan in its one file.
    std::string received()
    {
        const auto created =
            create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}, "Kế hoạch năm 2027"),
                         {{"ke-hoach.pdf", blobs.put(make_scan({{}}))}});
        EXPECT_TRUE(submit_draft(services, office.specialist, created->uid));
        EXPECT_TRUE(approve(office.leader, created->uid));
        EXPECT_TRUE(issue(services, office.clerk, created->uid));
        return created->uid;
    }
};

TEST_F(CopyPagesTest, FromTheIncomingDocumentToTheSignedCopy)
{
    const std::string source = received();
    const std::string href = "/copies/new?of=" + source;
    EXPECT_FALSE(contains(get(kinh_bac.clerk, "/incoming/" + source), href)) << "not registered yet";
    EXPECT_EQ(get(kinh_bac.clerk, href).status, 409);
    ASSERT_TRUE(accept(services, kinh_bac.clerk, source, 0, ""));
    EXPECT_FALSE(contains(get(kinh_bac.clerk, "/incoming/" + source), href)) << "nothing to sign with";
    EXPECT_TRUE(contains(get(kinh_bac.clerk, href), "Cơ quan chưa có chứng thư số"));
    const std::string agency_key = add_agency_key(kinh_bac);
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/incoming/" + source), href));
    EXPECT_FALSE(contains(get(kinh_bac.leader, "/incoming/" + source), href));

    const View form = json(kinh_bac.clerk, href);
    EXPECT_EQ(form["fields"]["subject"]["value"], "Kế hoạch năm 2027");
    ASSERT_EQ(form["fields"]["copied"]["options"].size(), 1U);
    std::vector<std::pair<std::string, std::string>> fields{
        {"key", form["key"]},
        {"of", source},
        {"kind", "certified_copy"},
        {"copied", form["fields"]["copied"]["options"][0]["value"]},
        {"subject", "Kế hoạch năm 2027"},
        {"secrecy", "thường"},
        {"recipient", "H05.07507"}};
    auto answer = post(kinh_bac.clerk, "/copies", fields);
    ASSERT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(location(post(kinh_bac.clerk, "/copies", fields)), location(answer)) << "sent twice: one copy";
    const std::string path = location(answer).substr(0, location(answer).rfind('/'));

    // It waits, and can be thrown away, until it is signed.
    EXPECT_TRUE(contains(get(kinh_bac.clerk, path), "Bản sao chưa có số và chữ ký số của cơ quan."));
    EXPECT_TRUE(contains(get(kinh_bac.leader, path), "Đang chờ văn thư cấp số và ký số bản sao."));
    EXPECT_FALSE(contains(get(kinh_bac.clerk, path), "Trả lại người soạn"));
    EXPECT_TRUE(contains(get(kinh_bac.clerk, path + "/discard"), "Bỏ bản sao chưa có số này?"));
    EXPECT_TRUE(contains(get(kinh_bac.clerk, location(answer)), "UBND xã Đèo Gia"));
    answer = post(kinh_bac.clerk, path + "/issue", {{"key", agency_key}, {"pin", "sai"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Cấp số và ký số bản sao này?"));
    EXPECT_FALSE(contains(answer, "value=\"sai\""));
    // Who may not issue can neither guess the PIN nor wear out its tries.
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(post(kinh_bac.leader, path + "/issue", {{"key", agency_key}, {"pin", "sai"}}).status, 403);
    EXPECT_EQ(post(kinh_bac.leader, path + "/issue", {{"key", agency_key}, {"pin", "mật khẩu"}}).status, 403);
    EXPECT_EQ(get(kinh_bac.leader, path + "/issue").status, 403);
    // A service that does not answer is said where one tries again.
    signing_services.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, {}, "Dịch vụ cấp dấu thời gian không trả lời.", {}};
    };
    answer = post(kinh_bac.clerk, path + "/issue", {{"key", agency_key}, {"pin", "mật khẩu"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "dấu thời gian không trả lời"));
    EXPECT_TRUE(contains(answer, "name=\"pin\"")) << "the form is there again";
    signing_services.timestamp = nullptr;
    answer = post(kinh_bac.clerk, path + "/issue", {{"key", agency_key}, {"pin", "mật khẩu"}});
    ASSERT_EQ(location(answer), path + "?done=issued") << answer.body;
    EXPECT_TRUE(contains(get(kinh_bac.clerk, location(answer)), "Đã phát hành 01/SY-UBND đến 1 nơi nhận."));
    EXPECT_TRUE(contains(get(kinh_bac.clerk, path), "/incoming/" + source));
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/incoming/" + source), "href=\"" + path + "\">01/SY-UBND"));
    EXPECT_EQ(json(kinh_bac.clerk, "/outgoing?view=issued&kind=certified_copy")["rows"].size(), 1U);
    EXPECT_EQ(json(kinh_bac.clerk, "/outgoing?view=issued&kind=extract")["rows"].size(), 0U);

    // What is signed is an original: it is not offered for copying, and the page says what to do instead.
    answer = get(kinh_bac.clerk, "/copies/new?of=" + path.substr(path.rfind('/') + 1));
    EXPECT_TRUE(contains(answer, "Tệp đã ký số là bản gốc điện tử nên không sao"));
    EXPECT_FALSE(contains(answer, "name=\"copied\""));
    EXPECT_FALSE(contains(get(kinh_bac.clerk, href), "bản gốc điện tử nên không sao"));
}

TEST_F(CopyPagesTest, AScanThatIsNotGoodEnoughComesBackWithTheForm)
{
    add_agency_key(kinh_bac);
    EXPECT_TRUE(contains(get(kinh_bac.clerk, "/outgoing"), "href=\"/copies/new\""));
    EXPECT_FALSE(contains(get(kinh_bac.leader, "/outgoing"), "href=\"/copies/new\""));
    contents["thô"] = make_scan({{.dpi = 150}, {.dpi = 150}});
    contents["tốt"] = make_scan({{.dpi = 300}});
    std::vector<std::pair<std::string, std::string>> fields{
        {"key", json(kinh_bac.clerk, "/copies/new")["key"]},
        {"kind", "copy_of_a_copy"},
        {"subject", "Quyết định cũ"},
        {"secrecy", "thường"},
        {"upload", "thô"}};
    auto answer = post(kinh_bac.clerk, "/copies", fields);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Chưa làm được bản sao, cần sửa 1 chỗ"));
    EXPECT_TRUE(contains(answer, "trang 1–2: bản quét 150 dpi. Quét lại ở 200 dpi trở lên"));
    EXPECT_TRUE(contains(answer, "\nQuyết định cũ</textarea>"));
    EXPECT_TRUE(contains(answer, "value=\"copy_of_a_copy\" checked"));
    fields.back().second = "tốt";
    answer = post(kinh_bac.clerk, "/copies", fields);
    ASSERT_EQ(answer.status, 303) << answer.body;
    const std::string path = location(answer).substr(0, location(answer).rfind('/'));
    EXPECT_TRUE(contains(get(kinh_bac.clerk, location(answer)), "Không gửi, lưu tại cơ quan"));
    EXPECT_EQ(location(post(kinh_bac.clerk, path + "/discard", {})),
              "/outgoing?view=approved&done=copy_discarded");
    EXPECT_TRUE(
        contains(get(kinh_bac.clerk, "/outgoing?view=approved&done=copy_discarded"), "Đã bỏ bản sao."));
    EXPECT_EQ(get(kinh_bac.clerk, path).status, 404);
}

TEST_F(CopyPagesTest, ASecretIsForgotten)
{
    add_agency_key(kinh_bac);
    contents["mat"] = make_scan({{}});
    const auto answer = post(kinh_bac.clerk, "/copies",
                             {{"key", key()},
                              {"kind", "certified_copy"},
                              {"subject", "Việc mật"},
                              {"secrecy", "mật"},
                              {"upload", "mat"}});
    EXPECT_TRUE(contains(answer, "bí mật nhà nước"));
    EXPECT_EQ(dropped, std::vector<std::string>{"mat"});
    EXPECT_EQ(database.value("SELECT count(*) FROM documents"), "0");
}

}  // namespace
}  // namespace lt::documents::pages
