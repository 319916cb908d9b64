// The operator's pages of the exchange, as a browser gets them, without the server.
#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "exchange/fixture_dbtest.h"
#include "exchange/operator.h"
#include "exchange/routes.h"
#include "kit/base/config.h"
#include "kit/base/text.h"
#include "kit/crypto/authority.h"

namespace lt::exchange {
namespace {

using namespace std::chrono_literals;
using html::View;
using Fields = std::vector<std::pair<std::string, std::string>>;

class OperatorPagesTest : public ExchangeTest {
protected:
    OperatorPagesTest()
    {
        database.execute(
            "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE "
            "VALUES (1,'" +
            base::new_uid(kStart) + "',1,'Trần Văn Hành',now(),'x','x')");
        database.execute(
            "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES ('" +
            base::new_uid(kStart) + "',1,1,'Vận hành','platform_operator','2025-07-01')");
        services.directory.refresh();
        add_routes(router, std::make_shared<const PageServices>(PageServices{
                               services, the_pages, uploads, "https://lienthong.example.vn/axis"}));
    }
    http::Response send(http::Method method, const std::string& target, const Fields& fields = {},
                        directory::Role role = directory::Role::platform_operator,
                        const std::string& accept = "text/html")
    {
        auto me = std::make_shared<accounts::Me>();
        me->agency = 1;
        me->official = 1;
        me->role = role;
        me->csrf = "token";
        http::Request request{.method = method, .path = target.substr(0, target.find('?')), .target = target};
        if (const auto at = target.find("?done="); at != std::string::npos)
            request.query.add("done", target.substr(at + 6));
        for (const auto& [name, value] : fields) request.form.add(name, value);
        request.headers["accept"] = accept;
        request.user = me;
        const auto match = router.match(method, request.path);
        if (match.route == nullptr) throw std::runtime_error("no route " + target);
        if (match.route->access.check(me.get()) != http::Verdict::allow) return {.status = 403};
        request.params = match.params;
        return match.route->handler(request);
    }
    http::Response get(const std::string& target) { return send(http::Method::get, target); }
    http::Response post(const std::string& target, const Fields& fields = {})
    {
        return send(http::Method::post, target, fields);
    }
    View json(const std::string& target)
    {
        return View::parse(
            send(http::Method::get, target, {}, directory::Role::platform_operator, "application/json").body);
    }
    static std::string location(const http::Response& response)
    {
        for (const auto& [name, value] : response.headers)
            if (name == "Location") return value;
        return {};
    }
    static bool contains(const http::Response& response, const std::string& words)
    {
        return response.body.find(words) != std::string::npos;
    }
    static Fields good_form(const std::string& code)
    {
        return {{"name", "Phần mềm của Sở Y tế"},
                {"kind", "client"},
                {"code", code},
                {"address", ""},
                {"secret", ""},
                {"rate", "600"},
                {"largest", "50"},
                {"may_send", "1"}};
    }
    // A message that could not be delivered here.
    std::string failed_message()
    {
        refusal = base::invalid("file", "Tệp trong thông điệp bị hỏng.");
        const auto writer = blobs.writer();
        const std::string bytes = edoc("H05.2", {"H05.1"});
        writer->write(std::as_bytes(std::span(bytes)));
        db::Transaction tx = database.pool().begin({});
        const Posted posted = exchange::post(tx, services,
                                             {.from_code = "H05.2",
                                              .from_name = "UBND xã 2",
                                              .document_id = "H05.2,2026/11/20,7/UBND-VX",
                                              .title = "V/v tập huấn",
                                              .notation = "7/UBND-VX",
                                              .bytes = writer->finish()},
                                             {{"H05.1", "UBND xã 1", 0}});
        tx.commit();
        while (queue.run_due() > 0) {}
        refusal.reset();
        return posted.uid;
    }

    html::Templates templates{{.resources = base::find_resources(), .reload = true}};
    blob::Uploads uploads{blobs, database.pool(), clock};
    page::Pages the_pages{templates, {}};
    http::Router router{};
};

TEST_F(OperatorPagesTest, ASystemIsRegisteredAndItsSecretSeenOnce)
{
    const auto made = post("/admin/systems", good_form("vxp.saas.07"));
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_TRUE(contains(made, "https://lienthong.example.vn/axis"));
    const std::size_t at = made.body.find("data-secret>");
    ASSERT_NE(at, std::string::npos);
    const std::string secret = made.body.substr(at + 12, 64);
    db::Transaction tx = database.pool().begin({});
    EXPECT_EQ(find_known(tx, services, "vxp.saas.07")->secret.view(), secret);
    const std::string path = "/admin/systems/" + find_system_by_code(tx, "vxp.saas.07")->uid;
    for (const std::string& page : {path, std::string("/admin/systems"), path + "/details"})
        EXPECT_FALSE(contains(get(page), secret)) << page;
    EXPECT_TRUE(contains(get("/admin/systems"), "Phần mềm của Sở Y tế"));
    EXPECT_TRUE(contains(get(path + "/secret"), "Khoá cũ hết hiệu lực ngay"));
    const auto renewed = post(path + "/secret");
    EXPECT_TRUE(contains(renewed, "data-secret>"));
    EXPECT_FALSE(contains(renewed, secret));
    EXPECT_EQ(location(post(path + "/suspension")), path + "?done=suspended");
    EXPECT_TRUE(contains(get("/admin/systems"), "Tạm ngừng"));
    EXPECT_EQ(location(post(path + "/resumption")), path + "?done=resumed");
    EXPECT_EQ(
        database.value("SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE subject = '" +
                       path.substr(path.rfind('/') + 1) + "'"),
        "system.registered system.secret_renewed system.suspended system.resumed");
}

TEST_F(OperatorPagesTest, AllThatIsWrongWithAFormIsSaidAtItsField)
{
    const auto refused = post("/admin/systems", {{"name", ""},
                                                 {"kind", "axis"},
                                                 {"code", "có dấu"},
                                                 {"address", "truc"},
                                                 {"secret", ""},
                                                 {"rate", "0"},
                                                 {"largest", "nhiều"}});
    EXPECT_EQ(refused.status, 422);
    for (const char* field : {"name", "code", "address", "secret", "rate", "largest"})
        EXPECT_TRUE(contains(refused, std::string("href=\"#") + field + "\"") ||
                    contains(refused, std::string("id=\"") + field + "-error\""))
            << field;
    EXPECT_TRUE(contains(refused, "nhiều")) << "what was typed stays";
    EXPECT_EQ(post("/admin/systems", good_form(near.code)).status, 422) << "a code that is taken";
    const auto axis = post("/admin/systems", {{"name", "Trục"},
                                              {"kind", "axis"},
                                              {"code", "00.53.W00"},
                                              {"address", "https://truc.example.vn"},
                                              {"secret", "k9-cua-truc"},
                                              {"rate", "600"},
                                              {"largest", "50"}});
    EXPECT_EQ(axis.status, 303);
    EXPECT_FALSE(contains(get(location(axis)), "k9-cua-truc"));
}

TEST_F(OperatorPagesTest, RightsAndLimitsAreChanged)
{
    const std::string path = "/admin/systems/" + near.uid;
    EXPECT_TRUE(contains(get(path + "/details"), "value=\"600\""));
    EXPECT_EQ(post(path + "/details", {{"name", "Tên mới"}, {"rate", "60"}, {"largest", "0"}}).status, 422);
    EXPECT_EQ(location(post(path + "/details", {{"name", "Tên mới"}, {"rate", "60"}, {"largest", "20"}})),
              path + "?done=saved");
    db::Transaction tx = database.pool().begin({});
    const auto changed = find_system(tx, near.uid);
    EXPECT_EQ(changed->name, "Tên mới");
    EXPECT_EQ(changed->rate, 60);
    EXPECT_EQ(changed->largest, 20U << 20U);
    EXPECT_FALSE(changed->may_send) << "a box that is not ticked";
    EXPECT_TRUE(contains(get(path), "Chỉ nhận"));
}

TEST_F(OperatorPagesTest, AgenciesAreGivenToASystemAndTakenBack)
{
    const std::string path = "/admin/systems/" + near.uid;
    const auto* taken = services.directory.snapshot()->find_code("H05.3");
    const auto* here = services.directory.snapshot()->find_code("H05.1");
    EXPECT_FALSE(contains(get(path + "/agencies"), taken->uid)) << "another system carries it";
    const auto refused = post(path + "/agencies", {{"agencies", here->uid}});
    EXPECT_EQ(refused.status, 422) << "people of this platform work there";
    EXPECT_EQ(post(path + "/agencies").status, 303);
    EXPECT_EQ(services.directory.snapshot()->find_code("H05.2")->system, 0);
    EXPECT_TRUE(contains(get(path), "Chưa có cơ quan nào"));
}

TEST_F(OperatorPagesTest, WhatFailedIsSentAgainOrGivenUpWithAReason)
{
    EXPECT_TRUE(contains(get("/admin/exchange"), "Không có thông điệp nào bị lỗi"));
    const std::string uid = failed_message();
    const auto page = get("/admin/exchange");
    for (const char* words : {"V/v tập huấn", "7/UBND-VX", "Tệp trong thông điệp bị hỏng.", "UBND xã 1"})
        EXPECT_TRUE(contains(page, words)) << words;
    const auto file = get("/admin/exchange/" + uid + "/message.edxml");
    ASSERT_TRUE(file.content);
    EXPECT_EQ(file.content->size(), edoc("H05.2", {"H05.1"}).size());
    const std::string path = "/admin/exchange/" + uid + "/H05.1";
    EXPECT_EQ(post(path + "/replay").status, 303);
    while (queue.run_due() > 0) {}
    EXPECT_EQ(states(), "H05.1 done");
    EXPECT_EQ(post(path + "/replay").status, 409) << "it has arrived";

    database.execute("UPDATE axis_items SET state = 'fail'");
    EXPECT_EQ(post(path + "/closure", {{"reason", "x"}}).status, 422);
    EXPECT_EQ(post(path + "/closure", {{"reason", "Bên gửi đã gửi lại bản khác"}}).status, 303);
    EXPECT_EQ(database.value("SELECT state || ': ' || why FROM axis_items"),
              "given_up: Bên gửi đã gửi lại bản khác");
    const View today = json("/admin/exchange")["chart"]["rows"].back();
    EXPECT_EQ(today["made"], "1");
    EXPECT_EQ(today["failed"], "1");
    EXPECT_EQ(
        database.value("SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE subject = '" +
                       uid + "'"),
        "message.read_by_operator message.replayed message.given_up");
}

class NodePagesTest : public OperatorPagesTest {
protected:
    NodePagesTest()
    {
        auto form = good_form("H31");
        form[1].second = "node";
        const auto made = post("/admin/systems", form);
        EXPECT_EQ(made.status, 303);
        path = location(made).substr(0, location(made).find("/certificates"));
        EXPECT_EQ(location(made), path + "/certificates?done=added");
    }
    static crypto::Identity authority()
    {
        return crypto::make_root({.common_name = "Gốc",
                                  .from = kStart - std::chrono::hours(24),
                                  .until = kStart + std::chrono::days(900)});
    }
    static std::string certificate(const std::string& name,
                                   base::Time until = kStart + std::chrono::days(400))
    {
        return crypto::issue(authority(), {.common_name = name,
                                           .kind = crypto::KeyKind::elliptic_curve,
                                           .from = kStart - std::chrono::days(30),
                                           .until = until})
            .certificate.pem();
    }
    std::string path{};
};

TEST_F(NodePagesTest, CertificatesOfANodeArePastedSeenAndRemoved)
{
    EXPECT_TRUE(contains(get(path), "Chưa có chứng thư số nào"));
    const std::string pem = certificate("Nút H31");
    EXPECT_EQ(location(post(path + "/certificates", {{"certificate", pem}})), path + "?done=certificate");
    const auto page = get(path + "?done=certificate");
    EXPECT_TRUE(contains(page, "Đã thêm chứng thư số."));
    EXPECT_TRUE(contains(page, "Nút H31"));
    EXPECT_TRUE(contains(page, "từ 21/10/2026 đến 25/12/2027"));
    const auto read = crypto::Certificate::parse_pem(pem);
    const std::string fingerprint = read->at(0).fingerprint();
    const std::string shown =
        View::parse(send(http::Method::get, path, {}, directory::Role::platform_operator, "application/json")
                        .body)["certificates"][0]["fingerprint"];
    EXPECT_EQ(shown.size(), 95U) << shown;
    EXPECT_EQ(base::lower(shown.substr(0, 2)), fingerprint.substr(0, 2));
    // The next one stands beside it while the key is changed.
    EXPECT_EQ(post(path + "/certificates", {{"certificate", certificate("Nút H31 mới")}}).status, 303);
    EXPECT_TRUE(contains(get(path), "Nút H31 mới"));
    EXPECT_EQ(post(path + "/certificates/" + fingerprint + "/removal").status, 303);
    EXPECT_FALSE(contains(get(path), "Nút H31<"));
    EXPECT_TRUE(contains(get(path), "Nút H31 mới"));
    EXPECT_EQ(post(path + "/certificates/" + fingerprint + "/removal").status, 404);
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'system.certificate_changed'"),
              "3");
}

TEST_F(NodePagesTest, WhatIsWrongWithACertificateIsSaidAtItsField)
{
    const auto refused = [&](const std::string& pem, const std::string& words) {
        const auto answer = post(path + "/certificates", {{"certificate", pem}});
        EXPECT_EQ(answer.status, 422);
        EXPECT_TRUE(contains(answer, words)) << words;
        return answer;
    };
    EXPECT_TRUE(contains(refused("", "Dán chứng thư số, hoặc chọn tệp"), "id=\"file-error\""));
    EXPECT_TRUE(contains(refused("chữ gì đó", "Không đọc được chứng thư số"), "id=\"certificate-error\""));
    refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "Không đọc được chứng thư số");
    refused(certificate("Nút cũ", kStart - std::chrono::days(2)), "đã hết hạn ngày 18/11/2026");
    refused(crypto::issue(authority(), {.common_name = "Cấp dưới",
                                        .use = crypto::CertificateUse::authority,
                                        .from = kStart,
                                        .until = kStart + std::chrono::days(400)})
                .certificate.pem(),
            "không dùng để ký được");
    const std::string pem = certificate("Nút H31");
    EXPECT_EQ(post(path + "/certificates", {{"certificate", pem}}).status, 303);
    refused(pem, "đã có trong danh sách");
    EXPECT_EQ(get("/admin/systems/" + near.uid + "/certificates").status, 404) << "it is no node";
}

TEST_F(NodePagesTest, ACertificateIsUploaded)
{
    const std::string pem = certificate("Nút H31");
    const auto me = std::make_shared<accounts::Me>();
    me->agency = 1;
    me->official = 1;
    me->role = directory::Role::platform_operator;
    me->csrf = "token";
    const auto send_file = [&](const std::string& content) {
        const auto writer = blobs.writer();
        writer->write(std::as_bytes(std::span(content)));
        http::Request request{
            .method = http::Method::post, .path = path + "/certificates", .target = path + "/certificates"};
        const auto id = uploads.adopt(me->log_name(), "node.pem", content.size(), *writer);
        request.files.push_back({.field = "file", .name = "node.pem", .id = *id, .size = content.size()});
        request.user = me;
        const auto match = router.match(request.method, request.path);
        request.params = match.params;
        return match.route->handler(request);
    };
    const auto wrong = send_file("không phải chứng thư số");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(contains(wrong, "id=\"file-error\""));
    EXPECT_EQ(send_file(pem).status, 303);
    EXPECT_TRUE(contains(get(path), "Nút H31"));
    EXPECT_EQ(database.value("SELECT count(*) FROM uploads"), "0");
}

TEST_F(OperatorPagesTest, TheDirectoryOfAnAxisIsTakenWhenTheOperatorAsks)
{
    auto form = good_form("00.53.W00");
    form[1].second = "axis";
    form[3].second = "https://truc.example.vn";
    form[4].second = "k9";
    const std::string path =
        location(post("/admin/systems", form)).substr(0, std::string("/admin/systems/").size() + 36);
    EXPECT_TRUE(contains(get(path), "Chưa có danh mục."));
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE kind = 'exchange.list'"), "1") << "at once";
    EXPECT_EQ(location(post(path + "/listing")), path + "?done=listing");
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE kind = 'exchange.list'"), "2");
    EXPECT_EQ(post("/admin/systems/" + near.uid + "/listing").status, 404) << "it has none";
    database.execute(
        "INSERT INTO axis_agencies (system_id, wire, code, alias, name, above, folded, offered, first_seen, last_seen) "
        "SELECT id, 'H' || n, 'H' || n, '', 'Cơ quan ' || n, '', 'co quan', n > 2, now(), now() FROM connected_systems, "
        "generate_series(1, 1500) n WHERE kind = 'axis'");
    database.execute(
        "UPDATE connected_systems SET listed_at = '2026-11-20 02:00Z', listing_why = 'Trục không trả lời.' WHERE kind = 'axis'");
    const auto page = get(path);
    EXPECT_TRUE(contains(page, "Có 1.498 cơ quan, cập nhật lúc 20/11/2026 09:00"));
    EXPECT_TRUE(contains(page, "2 mã là trục hoặc trung tâm"));
    EXPECT_TRUE(contains(page, "Trục không trả lời."));
}

TEST_F(OperatorPagesTest, WhatAnAxisDoesNotGiveStandsAmongTheFailures)
{
    const std::string uid = base::new_uid(kStart);
    database.execute(
        "INSERT INTO axis_withheld (uid, system_id, doc_id, kind, from_code, to_code, why, attempts, created_at, changed_at) SELECT '" +
        uid +
        "', id, '7a0a2ee4', 'edoc', 'G22', 'H05.1', 'Mã của trục: 21.', 5, now(), now() FROM connected_systems WHERE code = '" +
        near.code + "'");
    const auto page = get("/admin/exchange");
    for (const char* words : {"7a0a2ee4", "Trục có thông điệp nhưng không cho lấy về. Mã của trục: 21.",
                              "Lấy lần nữa", "Thôi lấy…"})
        EXPECT_TRUE(contains(page, words)) << words;
    EXPECT_FALSE(contains(page, "Tải thông điệp")) << "there is none";
    const std::string path = "/admin/exchange/" + uid + "/H05.1";
    EXPECT_EQ(post(path + "/replay").status, 303);
    database.execute("UPDATE axis_withheld SET attempts = 5");
    EXPECT_EQ(post(path + "/closure", {{"reason", "Trục báo tệp hỏng"}}).status, 303);
    EXPECT_TRUE(contains(get("/admin/exchange"), "Không có thông điệp nào bị lỗi"));
}

TEST_F(OperatorPagesTest, OnlyTheOperatorComesHere)
{
    for (const auto role :
         {directory::Role::registry_clerk, directory::Role::leader, directory::Role::agency_administrator})
        for (const char* path : {"/admin/systems", "/admin/exchange", "/admin/systems/new"})
            EXPECT_EQ(send(http::Method::get, path, {}, role).status, 403) << path;
}

}  // namespace
}  // namespace lt::exchange
