// The pages as a browser gets them, without the server.
#include <nlohmann/json.hpp>

#include "kit/base/config.h"
#include "kit/crypto/remote_signing_testing.h"
#include "signing/fixture_dbtest.h"
#include "signing/routes.h"
#include "signing/transport.h"

namespace lt::signing {
namespace {

using namespace std::chrono_literals;
using directory::Role;
using html::View;

class KeyPagesTest : public KeysTest {
protected:
    KeyPagesTest() { add_routes(router, std::make_shared<const PageServices>(page_services)); }

    struct Sent {
        std::string field{};
        std::string content{};
    };
    http::Response send(const Actor& who, http::Method method, const std::string& target,
                        const std::vector<std::pair<std::string, std::string>>& fields = {},
                        const std::vector<Sent>& files = {}, const std::string& accept = "text/html")
    {
        auto me = std::make_shared<accounts::Me>();
        me->agency = who.scope.agency;
        me->official = who.scope.official;
        me->role = who.role;
        me->login = "nguoi" + std::to_string(who.scope.official);
        me->csrf = "token";
        request = {};
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (const auto at = target.find("?done="); at != std::string::npos)
            request.query.add("done", target.substr(at + 6));
        for (const auto& [name, value] : fields) request.form.add(name, value);
        request.headers["accept"] = accept;
        request.user = me;
        for (const Sent& file : files) {
            const auto writer = blobs.writer();
            writer->write(std::as_bytes(std::span(file.content)));
            const auto id = uploads.adopt(me->log_name(), "tep", file.content.size(), *writer);
            request.files.push_back(
                {.field = file.field, .name = "tep", .id = *id, .size = file.content.size()});
        }
        const auto match = router.match(method, request.path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << target;
            return {};
        }
        if (match.route->access.check(me.get()) != http::Verdict::allow) return {.status = 403};
        request.params = match.params;
        return match.route->handler(request);
    }
    http::Response get(const Actor& who, const std::string& target)
    {
        return send(who, http::Method::get, target);
    }
    View json(const Actor& who, const std::string& target)
    {
        return View::parse(send(who, http::Method::get, target, {}, {}, "application/json").body);
    }
    http::Response post(const Actor& who, const std::string& target,
                        const std::vector<std::pair<std::string, std::string>>& fields,
                        const std::vector<Sent>& files = {})
    {
        return send(who, http::Method::post, target, fields, files);
    }
    static std::string location(const http::Response& response)
    {
        for (const auto& [name, value] : response.headers) {
            if (name == "Location") return value;
        }
        return {};
    }
    static bool contains(const http::Response& response, const std::string& words)
    {
        return response.body.find(words) != std::string::npos;
    }
    std::string waiting() { return database.value("SELECT count(*) FROM uploads"); }

    html::Templates templates{{.resources = base::find_resources(), .reload = true}};
    page::Pages the_pages{templates, {}};
    blob::Uploads uploads{blobs, database.pool(), clock};
    PageServices page_services{services, the_pages, uploads};
    http::Router router{};
    http::Request request{};
};

const std::string kOwn = "/account/signing-keys";
const std::string kSeal = "/admin/seal";

TEST_F(KeyPagesTest, a_file_is_added_with_its_password)
{
    EXPECT_TRUE(contains(get(leader, kOwn), "Chưa có khoá nào"));
    EXPECT_TRUE(contains(get(leader, kOwn + "/new"), kOwn + "/new/file"));
    EXPECT_TRUE(contains(get(leader, kOwn + "/new/file"), "type=\"password\""));
    const std::string file = identity("Nguyễn Văn Đức").pkcs12("rồng bay 2026");
    const auto added = post(leader, kOwn + "/new/file", {{"pin", "rồng bay 2026"}}, {{"file", file}});
    ASSERT_EQ(added.status, 303) << added.body;
    EXPECT_EQ(waiting(), "0") << "what is kept is the key's";
    EXPECT_FALSE(request.form.has("pin")) << "wiped";
    const auto page = get(leader, location(added));
    EXPECT_TRUE(contains(page, "Nguyễn Văn Đức"));
    EXPECT_TRUE(contains(page, "Đã thêm khoá"));
    EXPECT_FALSE(contains(page, "rồng bay"));
    EXPECT_EQ(json(leader, kOwn)["keys"].size(), 1U);
    const Key key = keys_of(services, leader, Whose::own).front();
    EXPECT_EQ(blobs.get(key.file_sha256, 1 << 16), file);
}

TEST_F(KeyPagesTest, a_refused_form_keeps_neither_password_nor_file)
{
    const std::string file = identity("Nguyễn Văn Đức").pkcs12("đúng");
    const auto wrong = post(leader, kOwn + "/new/file", {{"pin", "sai-bét-1234"}}, {{"file", file}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(contains(wrong, "Mật khẩu của tệp khoá không đúng"));
    EXPECT_FALSE(contains(wrong, "sai-bét-1234"));
    EXPECT_EQ(waiting(), "0");
    EXPECT_FALSE(blobs.contains(crypto::sha256_hex(file)));
    const auto none = post(leader, kOwn + "/new/file", {{"pin", "sai-bét-1234"}});
    EXPECT_EQ(none.status, 422);
    EXPECT_TRUE(contains(none, "Chọn tệp khoá"));
    EXPECT_FALSE(contains(none, "sai-bét-1234"));
    const auto large = post(leader, kOwn + "/new/file", {{"pin", "x"}},
                            {{"file", std::string(100'000, 'x')}, {"other", "y"}});
    EXPECT_EQ(large.status, 422);
    EXPECT_TRUE(contains(large, "quá lớn"));
    EXPECT_EQ(waiting(), "0") << "files of other fields go as well";
    // What the server could not keep says why.
    request = {};
    EXPECT_EQ(post(leader, kOwn + "/new/file", {{"pin", "x"}}, {{"file", ""}}).status, 422);
}

TEST_F(KeyPagesTest, a_device_needs_its_certificate_only)
{
    EXPECT_TRUE(contains(get(clerk, kSeal + "/new/plugin"), "Tệp chứng thư số"));
    const auto added =
        post(clerk, kSeal + "/new/plugin", {}, {{"file", identity("UBND 1").certificate.der()}});
    ASSERT_EQ(added.status, 303);
    EXPECT_TRUE(location(added).starts_with(kSeal + "/"));
    EXPECT_TRUE(contains(get(administrator, location(added)), "Thiết bị trên máy của người ký"));
    EXPECT_EQ(post(clerk, kSeal + "/new/plugin", {}, {{"file", "no certificate"}}).status, 422);
    EXPECT_EQ(post(clerk, kSeal + "/new/plugin", {}).status, 422);
}

TEST_F(KeyPagesTest, tokens_are_offered_where_the_server_has_a_driver)
{
    EXPECT_FALSE(contains(get(leader, kOwn + "/new"), kOwn + "/new/token"));
    EXPECT_TRUE(contains(get(leader, kOwn + "/new/token"), "Máy chủ chưa nối với thiết bị bảo mật nào."));
    services.token_driver = "/usr/lib/softhsm/libsofthsm2.so";
    EXPECT_TRUE(contains(get(leader, kOwn + "/new"), kOwn + "/new/token"));
    EXPECT_TRUE(contains(get(leader, kOwn + "/new/token"), "thiết bị có nhãn “H05.1 nguoi12”"));
    EXPECT_EQ(post(leader, kOwn + "/new/token", {{"file", "1234/01"}}).status, 422);
}

TEST_F(KeyPagesTest, a_picture_is_shown_to_its_owner)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    const std::string path = kOwn + "/" + key.uid;
    EXPECT_EQ(get(leader, path + "/picture").status, 404);
    EXPECT_EQ(post(leader, path + "/picture", {}).status, 422);
    EXPECT_EQ(post(leader, path + "/picture", {}, {{"picture", "GIF89a"}}).status, 422);
    ASSERT_EQ(post(leader, path + "/picture", {}, {{"picture", bytes_of(kPicture)}}).status, 303);
    EXPECT_EQ(get(leader, path + "/picture").body, bytes_of(kPicture));
    EXPECT_TRUE(contains(get(leader, path + "?done=picture"), path + "/picture"));
    EXPECT_EQ(waiting(), "0");
    EXPECT_EQ(get(clerk, path + "/picture").status, 404) << "a colleague";
    ASSERT_EQ(post(leader, path + "/picture/removal", {}).status, 303);
    EXPECT_EQ(get(leader, path + "/picture").status, 404);
}

TEST_F(KeyPagesTest, a_key_ends_after_a_question)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    const std::string path = kOwn + "/" + key.uid;
    EXPECT_TRUE(contains(get(leader, path + "/closure"), "Ngừng dùng khoá của “Nguyễn Văn Đức”?"));
    EXPECT_EQ(post(clerk, path + "/closure", {}).status, 404);
    const auto ended = post(leader, path + "/closure", {});
    EXPECT_EQ(location(ended), kOwn + "?done=ended");
    EXPECT_TRUE(contains(get(leader, location(ended)), "Đã ngừng dùng khoá"));
    EXPECT_EQ(get(leader, path).status, 404);
    EXPECT_EQ(post(leader, path + "/closure", {}).status, 404);
    EXPECT_EQ(get(leader, kOwn + "/x").status, 404);
}

TEST_F(KeyPagesTest, the_end_of_a_certificate_is_told_in_time)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    const std::string path = kOwn + "/" + key.uid;
    const auto state = [&] { return json(leader, kOwn)["keys"][0]["state"]["words"].get<std::string>(); };
    EXPECT_EQ(state(), "Dùng được");
    clock->set(key.certificate.not_after() - 12 * 24h - 1h);
    EXPECT_EQ(state(), "Còn 12 ngày");
    EXPECT_TRUE(contains(get(leader, path), "sắp hết hạn"));
    clock->set(key.certificate.not_after() - 1h);
    EXPECT_EQ(state(), "Còn chưa đến một ngày");
    clock->set(key.certificate.not_after() + 1h);
    EXPECT_EQ(state(), "Đã hết hạn");
    EXPECT_TRUE(contains(get(leader, path), "đã hết hạn nên không ký được nữa"));
}

TEST_F(KeyPagesTest, the_doors_open_for_their_roles_only)
{
    EXPECT_EQ(get(administrator, kOwn).status, 403);
    EXPECT_EQ(get(leader, kSeal).status, 403);
    EXPECT_EQ(get(specialist, kSeal).status, 403);
    EXPECT_EQ(get(specialist, kOwn).status, 200);
    EXPECT_EQ(get(administrator, kSeal).status, 200);
    EXPECT_EQ(get(clerk, kSeal).status, 200);
    EXPECT_EQ(get(actor(1, 14, Role::platform_operator), kSeal).status, 403);
    // The seal is not reached by the path of one's own keys.
    const Key seal = add(clerk, "UBND 1", Whose::agency);
    EXPECT_EQ(get(clerk, kOwn + "/" + seal.uid).status, 404);
    EXPECT_EQ(get(other_clerk, kSeal + "/" + seal.uid).status, 404);
}

TEST_F(KeyPagesTest, a_credential_of_a_service_is_added)
{
    EXPECT_FALSE(contains(get(leader, kOwn + "/new"), "/new/remote"));
    EXPECT_TRUE(contains(get(leader, kOwn + "/new/remote"), "chưa nối với dịch vụ"));
    crypto::SigningServiceProcess service(kStart);
    service.add("001085012345", "c-1", identity("Nguyễn Văn Đức"),
                R"({"confirmation": "app", "secret": "x"})");
    service.add("H05", "con-dau", identity("UBND tỉnh"), R"({"confirmation": "app", "secret": "x"})");
    service.start();
    fetch::HttpFetcher fetcher({.allow_private = true});
    crypto::RemoteSettings settings;
    settings.provider = "SmartCA";
    settings.url = service.url();
    settings.key = secret(crypto::SigningServiceProcess::kKey);
    services.remote["SmartCA"] = crypto::http_remote_signing(std::move(settings), transport_over(fetcher));

    EXPECT_TRUE(contains(get(leader, kOwn + "/new"), kOwn + "/new/remote"));
    EXPECT_TRUE(contains(get(leader, kOwn + "/new/remote"), "Mã người dùng ở dịch vụ"));
    EXPECT_EQ(post(leader, kOwn + "/new/remote", {{"user", ""}}).status, 422);
    EXPECT_TRUE(
        contains(post(leader, kOwn + "/new/remote", {{"user", "người lạ"}}), "không có chứng thư số"));
    const auto found = post(leader, kOwn + "/new/remote", {{"service", "SmartCA"}, {"user", "001085012345"}});
    EXPECT_TRUE(contains(found, "SmartCA/c-1")) << found.body;
    EXPECT_TRUE(contains(found, "Nguyễn Văn Đức"));
    const auto choose = [&](const std::string& place) {
        return post(leader, kOwn + "/new/remote",
                    {{"service", "SmartCA"}, {"user", "001085012345"}, {"offered", "1"}, {"file", place}});
    };
    EXPECT_EQ(choose("").status, 422);
    EXPECT_EQ(choose("SmartCA/con-dau").status, 422) << "of another user";
    const auto added = choose("SmartCA/c-1");
    ASSERT_EQ(added.status, 303) << added.body;
    EXPECT_TRUE(contains(get(leader, location(added)), "Dịch vụ ký số từ xa"));
    EXPECT_EQ(choose("SmartCA/c-1").status, 422) << "it is there already";
    EXPECT_EQ(
        post(clerk, kSeal + "/new/remote", {{"user", "H05"}, {"offered", "1"}, {"file", "SmartCA/con-dau"}})
            .status,
        303);
    EXPECT_EQ(keys(services, clerk.scope, 0).size(), 1U);
    service.stop();
    EXPECT_TRUE(contains(post(leader, kOwn + "/new/remote", {{"user", "001085012345"}}), "chưa trả lời"));
}

}  // namespace
}  // namespace lt::signing
