// A small province with the agencies that the procedures of the release name, and what loads them.
#pragma once

#include <filesystem>

#include <gtest/gtest.h>

#include "decisions/api.h"
#include "decisions/feel/json.h"
#include "directory/api.h"
#include "kit/base/config.h"
#include "kit/db/testing.h"
#include "procedures/api.h"
#include "procedures/files.h"
#include "procedures/load.h"
#include "procedures/store.h"
#include "process/acts.h"
#include "process/definitions.h"

namespace lt::procedures {

namespace fs = std::filesystem;

class ReleaseDb : public testing::Test {
protected:
    static constexpr base::Time kStart =
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours(2);

    ReleaseDb()
    {
        // 1: a ward, 2: the provincial centre, 3: the police, 4: construction, 5: land registration, 6: another ward, 7: the province
        const auto agency = [&](int id, const std::string& code, const std::string& name,
                                const std::string& level, const std::string& parent) {
            database.execute(
                "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded, parent_id) "
                "OVERRIDING SYSTEM VALUE VALUES (" +
                std::to_string(id) + ", gen_random_uuid(), '" + code + "', '" + name + "', '" + name +
                "', 'X', '" + level + "', 'government', 'Bắc Ninh', '2025-07-01', 'x', " + parent + ")");
        };
        agency(7, "H05", "UBND tỉnh", "province", "NULL");
        agency(1, "H05.9163", "UBND phường Kinh Bắc", "commune", "7");
        agency(6, "H05.9169", "UBND phường Võ Cường", "commune", "7");
        agency(2, "H05.15", "Trung tâm PVHCC tỉnh", "province", "7");
        agency(3, "H05.70", "Công an tỉnh", "central", "NULL");
        agency(4, "H05.07", "Sở Xây dựng", "province", "7");
        agency(5, "H05.06.07", "Văn phòng Đăng ký đất đai", "province", "7");
        database.execute(
            "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE "
            "VALUES (19, gen_random_uuid(), 7, 'Người 19', now(), 'x', 'x')");
        database.execute(
            "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (gen_random_uuid(), 19, 7, 'x', "
            "'platform_operator', '2025-07-01')");
        directory.refresh();
        services.due = [](std::int64_t, base::Time from, const calendar::Duration& duration) {
            return std::optional(from + std::chrono::hours(static_cast<int>(duration.amount * 24)));
        };
        services.inside["dossier.state"] = [this](db::Transaction&, const process::Work& work) {
            const feel::Value* state = work.inputs.find("state");
            states += (states.empty() ? "" : " ") + (state ? state->as_string() : std::string("?"));
            return base::Result<process::Answer>(process::Answer{});
        };
        services.inside["dossier.children"] = [](db::Transaction&, const process::Work&) {
            return base::Result<process::Answer>(process::Answer{});
        };
        process::add_jobs(services);
    }

    LoadCounts load(const std::vector<fs::path>& files = procedure_files(folder()))
    {
        db::Transaction tx = database.pool().begin({});
        report.clear();
        const LoadCounts counts = procedures::load(
            tx, services, files, clock->now(), [this](const std::string& line) { report += line + "\n"; });
        tx.commit();
        return counts;
    }
    static fs::path folder() { return base::find_resources() / "data" / "procedures"; }
    base::Day today() const { return base::vietnam_day(clock->now()); }

    static feel::Value value(const std::string& json)
    {
        auto read = feel::from_json(json);
        EXPECT_TRUE(read) << json;
        return read ? *read : feel::Value();
    }
    std::string offered_to(std::int64_t agency, const std::string& words = "")
    {
        db::Transaction tx = database.pool().begin({});
        std::string out;
        for (const Listed& one : offered(tx, agency, words, today(), 50))
            out += (out.empty() ? "" : " ") + one.code;
        return out;
    }
    std::int64_t decides(const std::string& code, std::int64_t receiving)
    {
        db::Transaction tx = database.pool().begin({});
        return deciding_agency(tx, *directory.snapshot(), code, receiving);
    }
    void offers(const std::string& code, const Offer& offer, bool more)
    {
        db::Transaction tx = database.pool().begin({});
        more ? store::offer(tx, code, offer, clock->now())
             : store::offer_no_more(tx, code, offer, clock->now());
        tx.commit();
    }

    db::TestDatabase database{};
    std::shared_ptr<base::VirtualClock> clock = std::make_shared<base::VirtualClock>(kStart);
    directory::Directory directory{database.pool(), clock};
    jobs::Queue queue{database.pool(), clock, {.first_retry = std::chrono::seconds(1)}};
    process::Services services{.pool = database.pool(),
                               .directory = directory,
                               .queue = queue,
                               .clock = clock,
                               .definitions = std::make_shared<process::Definitions>(),
                               .decisions = std::make_shared<decisions::Decisions>()};
    std::string report{};
    std::string states{};
};

}  // namespace lt::procedures
