// A commune that receives and decides, a department that decides for it, and the procedures of the release; for database tests.
#pragma once

#include <filesystem>

#include <gtest/gtest.h>

#include "calendar/calendars/api.h"
#include "calendar/read.h"
#include "decisions/api.h"
#include "decisions/feel/json.h"
#include "directory/api.h"
#include "dossiers/acts.h"
#include "dossiers/follow.h"
#include "dossiers/lists.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/db/testing.h"
#include "kit/jobs/jobs.h"
#include "procedures/load.h"
#include "process/acts.h"
#include "process/definitions.h"
#include "process/tasks.h"
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

class DossiersTest : public testing::Test {
protected:
    // Friday 20 November 2026, 09:00.
    static constexpr base::Time kStart =
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours(2);

    DossiersTest()
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
    ~DossiersTest() override { std::filesystem::remove_all(folder); }

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

    std::string version_uid(const std::string& code)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto version = procedures::find_in_force(tx, code, base::vietnam_day(clock->now()));
        EXPECT_TRUE(version) << code;
        return version ? version->uid : "";
    }

    // Copies from the original register: one paper, no form that must be answered.
    Reception a_reception(const std::string& code = "2.000908")
    {
        Reception out{.key = base::new_uid(clock->now()), .version = version_uid(code)};
        out.owner = {.number = "027190001234",
                     .name = "Nguyễn Thị Ánh",
                     .born_on = std::chrono::year(1990) / 5 / 6,
                     .sex = "female",
                     .phone = "0912 345 678",
                     .address = "Số 5 đường Nguyễn Trãi"};
        out.papers.assign(20, {.originals = 1});
        return out;
    }
    Received received(const Reception& reception)
    {
        const auto done = receive(services, commune.desk, reception);
        EXPECT_TRUE(done) << done.error().field << ": " << done.error().message;
        run_jobs();
        return done ? *done : Received{};
    }
    void run_jobs()
    {
        while (queue.run_due() > 0) {}
        db::Transaction tx = database.pool().begin({});
        for (const jobs::DeadLetter& letter : jobs::dead_letters(tx, 10))
            ADD_FAILURE() << letter.kind << ": " << letter.error;
    }
    Dossier the(const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto dossier = store::find(tx, uid);
        EXPECT_TRUE(dossier);
        return dossier ? *dossier : Dossier{};
    }
    // The process of a dossier, whoever sees it.
    std::string instance_of(const std::string& uid)
    {
        return database.value("SELECT instance_uid FROM dossiers WHERE uid = '" + uid + "'");
    }
    base::Result<base::Done> acted(const Actor& actor, const std::string& uid, Deed deed)
    {
        if (needs_reason(deed.kind) && deed.reason.empty()) deed.reason = "Vì có lý do";
        auto done = carry_out(services, actor, uid, deed);
        run_jobs();
        return done;
    }

    // Does the open task of the process that a role has, with answers as JSON; gives its title, "" where there is none.
    std::string work(const Staff& staff, const std::string& uid, const std::string& answers = "{}")
    {
        const std::string instance = instance_of(uid);
        process::TaskRow task;
        {
            db::Transaction tx = database.pool().begin(scope_of(Actor{.agency = staff.agency}));
            const auto all = process::tasks(tx, {});
            const auto found =
                std::ranges::find_if(all, [&](const auto& row) { return row.task.instance == instance; });
            if (found == all.end()) return "";
            task = *found;
        }
        const Actor& who = task.role == "leader"           ? staff.leader
                           : task.role == "registry_clerk" ? staff.clerk
                           : task.role == "desk_staff"     ? staff.desk
                                                           : staff.specialist;
        const process::Actor actor{.agency = task.agency, .official = who.official};
        db::Transaction tx = database.pool().begin(process::scope_of(actor));
        const auto done = process::complete_by(tx, process, actor, {who.agency, who.official, task.role},
                                               task.task, *feel::from_json(answers));
        EXPECT_TRUE(done) << done.error().message;
        if (done) tx.commit();
        run_jobs();
        return task.title;
    }
    // Until nobody has a task any more; everything that is asked is answered with yes.
    std::vector<std::string> work_to_the_end(const Staff& staff, const std::string& uid)
    {
        std::vector<std::string> titles;
        for (int i = 0; i < 20; ++i) {
            const std::string title = work(staff, uid, yes_to_all(staff, uid));
            if (title.empty()) break;
            titles.push_back(title);
        }
        return titles;
    }
    std::string yes_to_all(const Staff& staff, const std::string& uid)
    {
        const std::string instance = instance_of(uid);
        db::Transaction tx = database.pool().begin(scope_of(Actor{.agency = staff.agency}));
        std::string out;
        for (const process::TaskRow& row : process::tasks(tx, {})) {
            if (row.task.instance != instance) continue;
            for (const process::Ask& ask : process::asks_of(tx, process, row))
                out +=
                    (out.empty() ? "" : ",") + ("\"" + ask.variable + "\":" + (ask.is_number ? "1" : "true"));
            break;
        }
        return "{" + out + "}";
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
