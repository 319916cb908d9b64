// Dossiers of a house for database tests: received, acted on, worked to the end, with their results.
#pragma once

#include "decisions/feel/json.h"
#include "dossiers/acts.h"
#include "dossiers/house_dbtest.h"
#include "dossiers/lists.h"
#include "dossiers/results/required.h"
#include "process/acts.h"
#include "process/tasks.h"

namespace lt::dossiers {

class DossiersTest : public DossierHouse {
protected:
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

    // A result on paper, as it must be written down.
    NewOutcome on_paper(const std::string& code, const std::string& name,
                        const std::string& number = "15/2026")
    {
        return {.outcome = {.no = -1,
                            .code = code,
                            .name = name,
                            .number = number,
                            .issued_on = base::vietnam_day(clock->now()),
                            .paper_why = "Ký trên giấy"}};
    }
    // All that the dossier has to have before it is handed over.
    void record_results(const Staff& staff, const std::string& uid)
    {
        std::vector<procedures::ResultKind> missing;
        {
            db::Transaction tx = database.pool().begin(scope_of(staff.leader));
            const auto dossier = store::find(tx, uid);
            ASSERT_TRUE(dossier);
            missing = outstanding_of(services, tx, *dossier).missing;
        }
        for (const procedures::ResultKind& kind : missing) {
            const auto done = add_outcome(services, staff.leader, uid, on_paper(kind.code, kind.name));
            EXPECT_TRUE(done) << done.error().field << ": " << done.error().message;
        }
        run_jobs();
    }
};

}  // namespace lt::dossiers
