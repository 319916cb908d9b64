// A small province for database tests: an office and two communes, each with clerk, leader and two specialists.
#pragma once

#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "calendar/calendars/api.h"
#include "calendar/read.h"
#include "documents/actions.h"
#include "documents/import.h"
#include "documents/jobs.h"
#include "documents/lists.h"
#include "documents/setup.h"
#include "exchange/api.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"
#include "kit/jobs/jobs.h"

namespace lt::documents {

struct Staff {
    std::int64_t agency = 0;
    Actor clerk, leader, specialist, colleague;
};

class DocumentsTest : public testing::Test {
protected:
    static constexpr auto kStart =
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours(2);

    DocumentsTest()
        : clock(std::make_shared<base::VirtualClock>(kStart)),
          folder(std::filesystem::temp_directory_path() / ("lt-documents-" + base::random_hex(8))),
          blobs(folder / "blobs", folder / "key"), directory_(database.pool(), clock),
          queue(database.pool(), clock, {}), signing_services{.pool = database.pool(),
                                                              .blobs = blobs,
                                                              .clock = clock},
          exchange_services{
              .pool = database.pool(),
              .directory = directory_,
              .queue = queue,
              .blobs = blobs,
              .clock = clock,
              .seal = [](std::string_view secret) { return std::string(secret); },
              .unseal = [](std::string_view sealed) { return std::optional(std::string(sealed)); },
              .deliver = [this](const exchange::Arrived& arrived) { return deliver(services, arrived); }},
          services{
              database.pool(),
              directory_,
              queue,
              blobs,
              clock,
              [this](std::int64_t agency, const std::string& event, const std::string&) {
                  ++told[{agency, event}];
              },
              signing_services,
              exchange_services,
              std::make_shared<calendars::Calendars>(database.pool(), directory_, calendar::shipped_layer())}
    {
        add_jobs(services);
        exchange::add_jobs(exchange_services);
        {
            db::Transaction tx = database.superuser().begin({});
            import_kinds(tx, base::find_resources() / "data/document_kinds.toml");
            tx.commit();
        }
        office = make_agency(1, "H05", "UBND tỉnh Bắc Ninh", "UBND", "VX");
        kinh_bac = make_agency(2, "H05.09187", "UBND phường Kinh Bắc", "UBND", "KTHTDT");
        deo_gia = make_agency(3, "H05.07507", "UBND xã Đèo Gia", "UBND", "KT");
        directory_.refresh();
    }
    ~DocumentsTest() override { std::filesystem::remove_all(folder); }

    Staff make_agency(int n, const std::string& code, const std::string& name,
                      const std::string& abbreviation, const std::string& unit)
    {
        const std::string id = std::to_string(n);
        const auto uid = [&] { return "'" + base::new_uid(clock->now()) + "'"; };
        database.execute(
            "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, "
            "valid_from, folded) OVERRIDING SYSTEM VALUE VALUES (" +
            id + "," + uid() + ",'" + code + "','" + name + "','" + name + "','" + abbreviation +
            "','commune','government','Bắc Ninh','2025-07-01','x')");
        database.execute(
            "INSERT INTO units (id, uid, agency_id, code, name, short_name, valid_from) OVERRIDING SYSTEM "
            "VALUE VALUES (" +
            id + "," + uid() + "," + id + ",'U" + id + "','Phòng " + unit + "','" + unit + "','2025-07-01')");
        Staff staff;
        staff.agency = n;
        const auto person = [&](int k, const std::string& role, const std::string& title,
                                directory::Role as) {
            const std::string official = std::to_string(n * 10 + k);
            database.execute(
                "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING "
                "SYSTEM VALUE VALUES (" +
                official + "," + uid() + "," + id + ",'Người " + official + "',now(),'x','x')");
            database.execute(
                "INSERT INTO posts (uid, official_id, agency_id, unit_id, title, role, valid_from) VALUES (" +
                uid() + "," + official + "," + id + "," + id + ",'" + title + "','" + role +
                "','2025-07-01')");
            return Actor{n, n * 10 + k, n, as, "Người " + official, title, "test"};
        };
        staff.clerk = person(1, "registry_clerk", "Văn thư", directory::Role::registry_clerk);
        staff.leader = person(2, "leader", "Chủ tịch", directory::Role::leader);
        staff.specialist = person(3, "specialist", "Chuyên viên", directory::Role::specialist);
        staff.colleague = person(4, "specialist", "Chuyên viên", directory::Role::specialist);
        return staff;
    }

    std::string key() { return base::new_uid(clock->now()); }

    NewFile letter(const std::string& content = "%PDF-1.4 letter")
    {
        return {"cong-van.pdf", blobs.put(content + base::random_hex(4))};
    }

    Draft draft_to(const std::vector<std::int64_t>& recipients,
                   const std::string& subject = "Cử đại biểu dự hội nghị")
    {
        Draft draft;
        draft.kind_code = "official_letter";
        draft.subject = subject;
        draft.signer = office.leader.official;
        draft.recipients = recipients;
        return draft;
    }

    // The leader reads what is there now and approves it.
    base::Result<base::Done> approve(const Actor& leader, const std::string& uid)
    {
        const auto read = document(services, leader, uid);
        return approve_draft(services, leader, uid, read ? read->version : 0);
    }
    // Drafted, submitted and approved; ready for the clerk.
    std::string approved(const Draft& draft)
    {
        const auto created = create_draft(services, office.specialist, key(), draft, {letter()});
        EXPECT_TRUE(created) << (created ? "" : created.error().message);
        EXPECT_TRUE(submit_draft(services, office.specialist, created->uid));
        EXPECT_TRUE(approve(office.leader, created->uid));
        return created->uid;
    }
    std::string issued(const Draft& draft)
    {
        const std::string uid = approved(draft);
        const auto result = issue(services, office.clerk, uid);
        EXPECT_TRUE(result) << (result ? "" : result.error().message);
        return uid;
    }

    db::TestDatabase database;
    std::shared_ptr<base::VirtualClock> clock;
    std::filesystem::path folder;
    blob::Store blobs;
    directory::Directory directory_;
    jobs::Queue queue;
    std::map<std::pair<std::int64_t, std::string>, int> told;
    signing::Services signing_services;
    exchange::Services exchange_services;
    Services services;
    Staff office, kinh_bac, deo_gia;
};

}  // namespace lt::documents
