// A commune that receives and decides, a department that decides for it, and the procedures of the release; for database tests.
#pragma once

#include <filesystem>

#include <gtest/gtest.h>

#include "calendar/calendars/api.h"
#include "calendar/read.h"
#include "decisions/api.h"
#include "directory/api.h"
#include "dossiers/follow.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/db/testing.h"
#include "kit/jobs/jobs.h"
#include "procedures/load.h"
#include "process/definitions.h"
#include "signing/api.h"

namespace lt::dossiers {

inline bool says(const std::string& body, const std::string& words)
{
    return body.find(words) != std::string::npos;
}

struct Staff {
    std::int64_t agency = 0;
    Actor desk, leader, specialist, clerk;
};

class DossierHouse : public testing::Test {
protected:
    // Friday 20 November 2026, 09:00.
    static constexpr base::Time kStart =
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours(2);

    DossierHouse()
        : clock(std::make_shared<base::VirtualClock>(kStart)),
          folder(std::filesystem::temp_directory_path() / ("lt-dossiers-" + base::random_hex(8))),
          blobs(folder / "blobs", folder / "key"), directory(database.pool(), clock),
          queue(database.pool(), clock, {}), signing{.pool = database.pool(), .blobs = blobs, .clock = clock},
          the_calendars(
              std::make_shared<calendars::Calendars>(database.pool(), directory, calendar::shipped_layer())),
          process{.pool = database.pool(),
                  .directory = directory,
                  .queue = queue,
                  .clock = clock,
                  .due =
                      [this](std::int64_t agency, base::Time from, const calendar::Duration& duration) {
                          return calendar::due(*the_calendars->of(agency), from, duration);
                      },
                  .shift = [](std::int64_t, base::Time due, base::Time paused,
                              base::Time resumed) { return due + (resumed - paused); },
                  .distance =
                      [this](std::int64_t agency, base::Time due, base::Time now) {
                          return calendar::distance(*the_calendars->of(agency), due, now);
                      },
                  .definitions = std::make_shared<process::Definitions>(),
                  .decisions = std::make_shared<decisions::Decisions>()},
          services{.pool = database.pool(),
                   .directory = directory,
                   .queue = queue,
                   .blobs = blobs,
                   .clock = clock,
                   .calendars = the_calendars,
                   .decisions = process.decisions,
                   .process = process,
                   .signing = signing,
                   .site = "https://lienthong.example.vn"}
    {
        process::add_jobs(process);
        add_jobs(services);
        commune = add_agency(1, "H05.26.1", "UBND phường Kinh Bắc", "commune");
        department = add_agency(2, "H05.9", "Sở Xây dựng tỉnh Bắc Ninh", "province");
        other = add_agency(3, "H05.26.2", "UBND phường Vũ Ninh", "commune");
        directory.refresh();
        load_procedures();
    }
    ~DossierHouse() override { std::filesystem::remove_all(folder); }

    Staff add_agency(std::int64_t n, const std::string& code, const std::string& name,
                     const std::string& level)
    {
        const auto uid = [&] { return "'" + base::new_uid(clock->now()) + "'"; };
        const std::string id = std::to_string(n);
        database.execute(
            "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
            "OVERRIDING SYSTEM VALUE VALUES (" +
            id + "," + uid() + ",'" + code + "','" + name + "','" + name + "','UBND','" + level +
            "','government','Bắc Ninh','2025-07-01','x')");
        Staff staff;
        staff.agency = n;
        const auto person = [&](int k, directory::Role role, const std::string& title) {
            const std::string official = std::to_string(n * 10 + k);
            database.execute(
                "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE VALUES (" +
                official + "," + uid() + "," + id + ",'Người " + official + "',now(),'x','x')");
            database.execute(
                "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (" + uid() +
                "," + official + "," + id + ",'" + title + "','" + std::string(directory::to_text(role)) +
                "','2025-07-01')");
            return Actor{n, n * 10 + k, role, "Người " + official, title, "test"};
        };
        staff.desk = person(1, directory::Role::desk_staff, "Công chức một cửa");
        staff.leader = person(2, directory::Role::leader, "Chủ tịch");
        staff.specialist = person(3, directory::Role::specialist, "Chuyên viên");
        staff.clerk = person(4, directory::Role::registry_clerk, "Văn thư");
        return staff;
    }

    void load_procedures()
    {
        std::vector<std::filesystem::path> files;
        for (const auto& entry :
             std::filesystem::directory_iterator(base::find_resources() / "data" / "procedures"))
            if (entry.path().extension() == ".toml") files.push_back(entry.path());
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        procedures::load(tx, process, files, clock->now(), [](const std::string&) {});
        tx.commit();
        database.execute("DELETE FROM procedure_agencies");
        database.execute("INSERT INTO procedure_agencies SELECT p.id, a.id, s FROM procedures p, agencies a, "
                         "unnest(ARRAY['receives', 'decides']) s WHERE a.level = 'commune'");
    }

    // The next such change breaks off once, as it does for who is chosen in a deadlock.
    void break_off_once(const std::string& change, const std::string& table, const std::string& when = "true")
    {
        database.execute("CREATE SEQUENCE broken_off");
        database.execute(
            "CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN "
            "IF nextval('broken_off') = 1 THEN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END IF; "
            "RETURN NEW; END $$");
        database.execute("CREATE TRIGGER break_off BEFORE " + change + " ON " + table +
                         " FOR EACH ROW WHEN (" + when + ") EXECUTE FUNCTION break_off()");
    }
    // Whether another connection finds a row of these tables locked.
    bool is_locked(const std::vector<std::string>& tables)
    {
        for (const std::string& table : tables) {
            try {
                database.value("SELECT count(*) FROM (SELECT FROM " + table + " FOR UPDATE NOWAIT) held");
            } catch (const std::exception&) {
                return true;
            }
        }
        return false;
    }

    // The agency's last day was yesterday.
    void dissolve(std::int64_t agency, const std::vector<std::int64_t>& successors)
    {
        const std::string id = std::to_string(agency);
        const std::string last = base::format_iso(base::vietnam_day(clock->now()) - std::chrono::days(1));
        database.execute("UPDATE agencies SET valid_to = '" + last + "' WHERE id = " + id);
        for (const std::int64_t successor : successors)
            database.execute("INSERT INTO agency_successions VALUES (" + id + ", " +
                             std::to_string(successor) + ")");
        database.execute("UPDATE posts SET valid_to = '" + last + "' WHERE agency_id = " + id);
        directory.refresh();
    }

    db::TestDatabase database;
    std::shared_ptr<base::VirtualClock> clock;
    std::filesystem::path folder;
    blob::Store blobs;
    directory::Directory directory;
    jobs::Queue queue;
    signing::Services signing;
    std::shared_ptr<calendars::Calendars> the_calendars;
    process::Services process;
    Services services;
    Staff commune, department, other;
};

}  // namespace lt::dossiers
