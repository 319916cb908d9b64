// Batches by their pages and acts; for database tests.
#pragma once

#include <array>
#include <cstdio>
#include <fstream>

#include "dossiers/batches/actions.h"
#include "dossiers/pages_fixture_dbtest.h"

namespace lt::dossiers::batches {

class BatchesTest : public PagesTest {
protected:
    std::string agency_uid(const Staff& staff)
    {
        return database.value("SELECT uid FROM agencies WHERE id = " + std::to_string(staff.agency));
    }
    Giving giving(const std::vector<std::string>& dossiers, std::int64_t receiver = 1)
    {
        return {.batch = base::new_uid(clock->now()), .receiver = receiver, .dossiers = dossiers};
    }
    std::string given(const Giving& wish, std::optional<SigningWish> key = {})
    {
        const auto done = give(services, commune.desk, wish, std::move(key));
        EXPECT_TRUE(done) << done.error().message;
        return done ? done->uid : "";
    }
    std::string history(const std::string& uid)
    {
        return database.value(
            "SELECT string_agg(reason, '|' ORDER BY no) FROM dossier_events WHERE act = 'note' AND dossier_id = "
            "(SELECT id FROM dossiers WHERE uid = '" +
            uid + "')");
    }
    std::string count(const std::string& from) { return database.value("SELECT count(*) FROM " + from); }
    // The form of a batch for the commune, with these lines checked.
    Fields form_with(const std::vector<std::string>& lines, const std::string& action)
    {
        Fields out{{"batch", base::new_uid(clock->now())},
                   {"kind", "dossiers"},
                   {"to", agency_uid(commune)},
                   {"span", "codes"},
                   {"shown", agency_uid(commune) + "  codes"},
                   {"action", action}};
        for (const std::string& uid : lines) out.emplace_back("line", uid);
        return out;
    }
    // What a program says of a file.
    std::string said(const std::string& program, const std::string& bytes, const std::string& more = "")
    {
        const std::string file = (folder / "said.pdf").string();
        std::ofstream(file, std::ios::binary) << bytes;
        FILE* pipe = ::popen((program + " " + file + " " + more + " 2>&1").c_str(), "r");
        std::string words;
        std::array<char, 4096> part{};
        while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe))
            words.append(part.data(), got);
        ::pclose(pipe);
        return words;
    }
};

}  // namespace lt::dossiers::batches
