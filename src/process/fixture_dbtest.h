// Two agencies, a virtual clock, and processes from short texts, for database tests.
#pragma once

#include <gtest/gtest.h>

#include "decisions/api.h"
#include "decisions/feel/json.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"
#include "process/acts.h"
#include "process/deploy.h"
#include "process/timers.h"

namespace lt::process {

// A whole model around what stands inside a process; flows are given as "a>b" and written with incoming and outgoing.
std::string model(const std::string& inside, const std::string& root = "", const std::string& key = "p");

class ProcessTest : public testing::Test {
protected:
    static constexpr base::Time kStart =
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours(2);

    ProcessTest()
        : clock(std::make_shared<base::VirtualClock>(kStart)), directory(database.pool(), clock),
          queue(database.pool(), clock, {.first_retry = std::chrono::seconds(1)}),
          services{.pool = database.pool(),
                   .directory = directory,
                   .queue = queue,
                   .clock = clock,
                   .definitions = std::make_shared<Definitions>(),
                   .decisions = std::make_shared<decisions::Decisions>()}
    {
        services.due = [](std::int64_t, base::Time from, const calendar::Duration& duration) {
            return std::optional(from + std::chrono::hours(static_cast<int>(duration.amount * 24)));
        };
        services.shift = [](std::int64_t, base::Time due, base::Time paused, base::Time resumed) {
            return due + (resumed - paused);
        };
        // Eight hours of each day.
        services.worked = [](std::int64_t, base::Time from, base::Time to) {
            return std::chrono::duration_cast<std::chrono::seconds>((to - from) / 3);
        };
        add_jobs(services);
        for (int n : {1, 2})
            database.execute(
                "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
                "OVERRIDING SYSTEM VALUE VALUES (" +
                std::to_string(n) + ",'" + base::new_uid(clock->now()) + "','H05." + std::to_string(n) +
                "','Cơ quan','Cơ quan','CQ','commune','government','Bắc Ninh','2025-07-01','x')");
        directory.refresh();
    }

    // Deploys it as the province's; a refusal fails the test.
    void deployed(const std::string& source, std::optional<std::int64_t> agency = std::nullopt)
    {
        db::Transaction tx = database.pool().begin({.official = 0, .reach = db::Reach::platform});
        const auto done = deploy(tx, services, agency, source, "");
        ASSERT_TRUE(done) << done.error().message;
        for (const auto& finding : done->findings)
            if (finding.severity == bpmn::Severity::error)
                ADD_FAILURE() << finding.rule << " " << finding.element << ": " << finding.message;
        ASSERT_FALSE(done->processes.empty());
        tx.commit();
    }

    std::string started(const std::string& variables = "{}", const std::string& key = "p",
                        const std::string& business_key = "K1")
    {
        db::Transaction tx = in(office);
        const auto uid = start(tx, services, office, {key, business_key, value(variables)});
        EXPECT_TRUE(uid) << uid.error().message;
        tx.commit();
        return uid ? *uid : "";
    }
    base::Result<base::Done> completed(const std::string& instance, int wait,
                                       const std::string& variables = "{}")
    {
        db::Transaction tx = in(office);
        auto done = complete(tx, services, office, {instance, wait}, value(variables));
        if (done) tx.commit();
        return done;
    }

    db::Transaction in(const Actor& actor) { return database.pool().begin(scope_of(actor)); }
    static engine::Value value(const std::string& json)
    {
        auto read = feel::from_json(json);
        EXPECT_TRUE(read) << json;
        return read ? *read : engine::Value();
    }
    // All jobs that are due, and those that they make.
    void work()
    {
        while (queue.run_due() > 0) {}
    }

    std::string status(const std::string& uid)
    {
        return database.value("SELECT status FROM process_instances WHERE uid = '" + uid + "'");
    }
    // "task:a, timer:b", in the order of their numbers.
    std::string waits(const std::string& uid)
    {
        return database.value(
            "SELECT coalesce(string_agg(kind || ':' || element, ', ' ORDER BY no), '') FROM process_waits WHERE "
            "instance_uid = '" +
            uid + "'");
    }
    int wait_at(const std::string& uid, const std::string& element)
    {
        const std::string found = database.value("SELECT max(no) FROM process_waits WHERE instance_uid = '" +
                                                 uid + "' AND element = '" + element + "'");
        EXPECT_NE(found, "") << element;
        return found.empty() ? 0 : std::stoi(found);
    }
    // What a variable of the outermost scope is, as JSON.
    std::string variable(const std::string& uid, const std::string& name)
    {
        db::Transaction tx = in(office);
        const auto it = find(tx, services, uid);
        if (!it) return "no state";
        const auto all = it->state.variables();
        const engine::Value* found = all.find(name);
        return found == nullptr ? "none" : feel::to_json(*found);
    }

    db::TestDatabase database;
    std::shared_ptr<base::VirtualClock> clock;
    directory::Directory directory;
    jobs::Queue queue;
    Services services;
    const Actor office{.agency = 1, .official = 11, .request_id = "test"};
    const Actor other{.agency = 2, .official = 21, .request_id = "test"};
};

}  // namespace lt::process
