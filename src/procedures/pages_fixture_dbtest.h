// The pages as a browser gets them, without the server, over a province of three agencies and one draft.
#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "decisions/api.h"
#include "directory/api.h"
#include "kit/base/config.h"
#include "kit/db/testing.h"
#include "procedures/records/record.h"
#include "procedures/routes.h"
#include "procedures/store.h"
#include "process/definitions.h"

namespace lt::procedures {

class CatalogueTest : public testing::Test {
protected:
    CatalogueTest()
    {
        database.execute(
            "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
            "OVERRIDING SYSTEM VALUE VALUES (1, gen_random_uuid(), 'H05.1', 'UBND tỉnh', 'UBND', 'UBND', 'province', "
            "'government', 'Bắc Ninh', '2025-07-01', 'ubnd tinh'), (2, gen_random_uuid(), 'H05.2', 'UBND phường Kinh Bắc', 'UBND', "
            "'UBND', 'commune', 'government', 'Bắc Ninh', '2025-07-01', 'ubnd phuong kinh bac h05.2'), (3, gen_random_uuid(), "
            "'H05.3', 'UBND phường Võ Cường', 'UBND', 'UBND', 'commune', 'government', 'Bắc Ninh', '2025-07-01', "
            "'ubnd phuong vo cuong h05.3')");
        database.execute(
            "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE "
            "VALUES (19, gen_random_uuid(), 1, 'Người 19', now(), 'x', 'x')");
        database.execute(
            "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (gen_random_uuid(), 19, 1, 'x', "
            "'platform_operator', '2025-07-01')");
        const auto read = read_record(
            R"({"ma_thu_tuc": "1.001193", "ten_thu_tuc": "Đăng ký khai sinh", "linh_vuc": "Hộ tịch",
            "cap_thuc_hien": "Cấp xã",
            "cach_thuc_thuc_hien": "Trực tiếp3 Ngày làm việc8,000 VNĐ(/bản sao)Nộp tại xãTrực tuyến5Miễn phí",
            "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai <b>1 bản chính",
            "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Hộ tịch60/2014/QH13"})");
        EXPECT_TRUE(read);
        db::Transaction tx = database.pool().begin({});
        store::put_drafts(tx, {*read}, clock->now());
        tx.commit();
        directory.refresh();
        add_routes(router, std::make_shared<const PageServices>(services));
    }

    // As the operator, or as a visitor without a session.
    http::Response send(http::Method method, const std::string& path, bool is_operator,
                        const std::vector<std::pair<std::string, std::string>>& fields = {},
                        const std::string& accept = "text/html")
    {
        http::Request request;
        request.method = method;
        request.path = request.target = path;
        request.headers["accept"] = accept;
        for (const auto& [name, value] : fields)
            (method == http::Method::get ? request.query : request.form).add(name, value);
        std::shared_ptr<accounts::Me> me;
        if (is_operator) {
            me = std::make_shared<accounts::Me>();
            me->agency = 1;
            me->official = 19;
            me->role = directory::Role::platform_operator;
            me->csrf = "token";
            request.user = me;
        }
        const auto match = router.match(method, path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << path;
            return {};
        }
        if (match.route->access.check(me.get()) != http::Verdict::allow) return {.status = 403};
        request.params = match.params;
        return match.route->handler(request);
    }
    http::Response get(const std::string& path, bool is_operator = false,
                       const std::vector<std::pair<std::string, std::string>>& query = {})
    {
        return send(http::Method::get, path, is_operator, query);
    }
    static bool has(const http::Response& response, const std::string& words)
    {
        return response.body.find(words) != std::string::npos;
    }

    db::TestDatabase database{};
    std::shared_ptr<const base::Clock> clock = std::make_shared<base::SystemClock>();
    html::Templates templates{{.resources = base::find_resources(), .reload = true}};
    page::Pages the_pages{templates, {}};
    directory::Directory directory{database.pool(), clock};
    jobs::Queue queue{database.pool(), clock, {}};
    process::Services process{.pool = database.pool(),
                              .directory = directory,
                              .queue = queue,
                              .clock = clock,
                              .definitions = std::make_shared<process::Definitions>(),
                              .decisions = std::make_shared<decisions::Decisions>()};
    PageServices services{.pool = database.pool(), .clock = clock, .pages = the_pages, .process = process};
    http::Router router{};
};

}  // namespace lt::procedures
