// The page of the places: what was found is said, wrong values are said at their fields, nothing typed is lost.
#include "documents/pages/pages_fixture_dbtest.h"
#include "kit/crypto/authority.h"
#include "kit/pdf/pdf_testing.h"

namespace lt::documents::pages {
namespace {

struct OnePage : pdf::PdfTest {
    static std::string make() { return plain(); }
    void TestBody() override {}
};

class PlacesPageTest : public PagesTest {
protected:
    PlacesPageTest()
    {
        const auto created = create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}),
                                          {{"cong-van.pdf", blobs.put(OnePage::make())}});
        EXPECT_TRUE(created);
        document_path = "/outgoing/" + created->uid;
        path = document_path + "/places";
        uid = created->uid;
    }
    // What a browser would send of the page as it is.
    std::map<std::string, std::string> fields(const Actor& actor)
    {
        const View page = json(actor, path);
        std::map<std::string, std::string> out{{"version", page["version"].get<std::string>()},
                                               {"then", "save"}};
        for (const View& group : page["groups"]) {
            for (const View& input : group["inputs"]) out[input["name"]] = input["value"];
            if (group["in_text"].is_object() && group["in_text"]["checked"] == true)
                out[group["in_text"]["name"]] = "1";
        }
        return out;
    }
    http::Response send_places(const Actor& actor, const std::map<std::string, std::string>& values)
    {
        return post(actor, path, {values.begin(), values.end()});
    }
    void give_key(const Actor& official)
    {
        const auto now = clock->now();
        const auto wish = [&](const char* name, crypto::CertificateUse use) {
            return crypto::CertificateWish{.common_name = name,
                                           .organisation = "Thử",
                                           .use = use,
                                           .from = now - std::chrono::hours(24),
                                           .until = now + std::chrono::hours(24 * 30)};
        };
        const auto root = crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority));
        const auto identity = crypto::issue(root, wish("Người 12", crypto::CertificateUse::documents));
        database.execute(
            "INSERT INTO signing_keys (uid, agency_id, official_id, holder, certificates, fingerprint, subject, "
            "not_before, not_after, created_at, created_by) VALUES ('" +
            key() + "', " + std::to_string(official.agency) + ", " + std::to_string(official.official) +
            ", 'token', '" + identity.certificate.pem() +
            "', 'f', 'Người 12', '2026-01-01', '2027-01-01', now(), 1)");
    }

    std::string uid{};
    std::string document_path{};
    std::string path{};
};

TEST_F(PlacesPageTest, ShowsWhatWasFoundAndKeepsWhatIsSet)
{
    const auto shown = get(office.specialist, path);
    ASSERT_EQ(shown.status, 200) << shown.body;
    EXPECT_TRUE(contains(shown, "đoán: cần xem lại"));
    EXPECT_TRUE(contains(shown, "Dấu của cơ quan"));
    EXPECT_TRUE(contains(shown, "/places.js\" type=\"module\""));
    EXPECT_TRUE(contains(get(office.specialist, document_path), "href=\"" + path + "\""));
    auto values = fields(office.specialist);
    // Sent back as it stands: everything that the page shows is a place on the page.
    EXPECT_EQ(location(send_places(office.specialist, values)), path + "?done=saved");
    values = fields(office.specialist);
    values["ky_lanhdao_left"] = "100,5";
    values["ky_lanhdao_top"] = "210.2";
    values["ngay_in_text"] = "1";
    values["ngay_left"] = "";
    ASSERT_EQ(location(send_places(office.specialist, values)), path + "?done=saved");
    const auto saved = get(office.clerk, path + "?done=saved");
    EXPECT_TRUE(contains(saved, "Đã lưu vị trí."));
    EXPECT_TRUE(contains(saved, "value=\"100,5\""));
    EXPECT_TRUE(contains(saved, "value=\"210,2\""));
    EXPECT_TRUE(contains(saved, "đã đặt bằng tay"));
    EXPECT_FALSE(contains(saved, "đoán: cần xem lại"));
    EXPECT_EQ(fields(office.clerk)["ngay_in_text"], "1");
    EXPECT_TRUE(contains(get(office.specialist, document_path), "Sửa vị trí chữ ký, số và ngày"));

    values = fields(office.clerk);
    values["then"] = "forget";
    EXPECT_EQ(location(send_places(office.clerk, values)), path + "?done=forgotten");
    EXPECT_TRUE(contains(get(office.clerk, path + "?done=forgotten"), "đoán: cần xem lại"));
}

TEST_F(PlacesPageTest, WrongValuesAreSaidAndNothingTypedIsLost)
{
    auto values = fields(office.specialist);
    const auto wrong = values;
    values["so_left"] = "mười";
    values["nam_page"] = "";
    values["ky_coquan_top"] = "1e2";
    auto answer = send_places(office.specialist, values);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Chưa lưu được, cần sửa 3 chỗ"));
    for (const char* field : {"so_left", "nam_page", "ky_coquan_top"}) {
        EXPECT_TRUE(contains(answer, std::string("href=\"#") + field + "\"")) << field;
        EXPECT_TRUE(contains(answer, std::string("id=\"") + field + "-error\"")) << field;
    }
    EXPECT_TRUE(contains(answer, "value=\"mười\""));

    values = wrong;
    values["ky_lanhdao_page"] = "7";
    values["ky_coquan_left"] = "209";
    values["so_width"] = "0";
    values["thang_in_text"] = "1";
    answer = send_places(office.specialist, values);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "tệp có 1 trang. Nhập số trang từ 1 đến 1."));
    EXPECT_TRUE(contains(answer, "Dấu của cơ quan ra ngoài mép phải của trang rộng 209,9 mm."));
    EXPECT_TRUE(contains(answer, "Số văn bản: nhập bề rộng từ 5 mm trở lên."));
    EXPECT_TRUE(contains(answer, "value=\"209\""));
    EXPECT_TRUE(contains(
        answer, "id=\"thang_in_text\" name=\"thang_in_text\" type=\"checkbox\" value=\"1\" checked"));
    EXPECT_EQ(database.value("SELECT count(*) FROM document_files WHERE places IS NOT NULL"), "0");
}

TEST_F(PlacesPageTest, AnotherWindowsPlacesAreNotOverwrittenUnseen)
{
    auto first = fields(office.specialist);
    auto second = first;
    first["ky_lanhdao_left"] = "90";
    second["ky_lanhdao_left"] = "80";
    ASSERT_EQ(send_places(office.clerk, first).status, 303);
    const auto answer = send_places(office.specialist, second);
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(contains(answer, "Văn bản đã thay đổi sau khi bạn mở trang này."));
    EXPECT_TRUE(contains(answer, "value=\"80\"")) << "what was typed stands there still";
    EXPECT_FALSE(contains(answer, "href=\"#version\""));
    EXPECT_EQ(fields(office.specialist)["ky_lanhdao_left"], "90");
    second["version"] = fields(office.specialist)["version"];
    EXPECT_EQ(send_places(office.specialist, second).status, 303);
}

TEST_F(PlacesPageTest, TheLeaderIsToldWhatIsOnlyAssumed)
{
    give_key(office.leader);
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    auto page = get(office.leader, document_path);
    EXPECT_TRUE(contains(page, "Ký số và duyệt"));
    EXPECT_TRUE(contains(page, "Xem lại vị trí trước khi ký"));
    ASSERT_EQ(send_places(office.leader, fields(office.leader)).status, 303);
    page = get(office.leader, document_path);
    EXPECT_TRUE(contains(page, "Ký số và duyệt"));
    EXPECT_FALSE(contains(page, "Xem lại vị trí trước khi ký"));
    EXPECT_TRUE(contains(page, "href=\"" + path + "\""));
    EXPECT_EQ(get(office.colleague, path).status, 404);
    EXPECT_EQ(get(kinh_bac.clerk, path).status, 404);
    ASSERT_TRUE(approve(office.leader, uid));
    EXPECT_EQ(get(office.clerk, path).status, 409);
    EXPECT_FALSE(contains(get(office.clerk, document_path), "href=\"" + path + "\""));
}

}  // namespace
}  // namespace lt::documents::pages
