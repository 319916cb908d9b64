// Times as a person reads them: those of a sample from its cells, which are here; and from the published records themselves, read from where the
// reference data lie (LT_SHARED), as all that they say.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "procedures/records/record.h"
#include "procedures/records/source.h"

namespace lt::procedures {
namespace {

constexpr std::array kFiles{"tthc_cap_xa.jsonl.gz", "tthc_cap_tinh.jsonl.gz"};

std::filesystem::path data()
{
    const char* shared = std::getenv("LT_SHARED");
    return std::filesystem::path(shared ? shared : "../shared") / "data";
}

using Times = std::multiset<std::string>;  // "5 working_days"
using Ways =
    std::map<std::pair<std::string, std::string>, Times>;  // by code and way; empty: no time is stated

Ways read_by_hand()
{
    Ways out;
    std::ifstream in("src/procedures/records/testdata/durations_read_by_hand.tsv");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream fields(line);
        std::string code, way, amount, unit;
        fields >> code >> way >> amount >> unit;
        Times& times = out[{code, way}];
        if (unit != "none") times.insert(amount + " " + unit);
    }
    return out;
}

Times times_of(const Channel& channel)
{
    Times out;
    for (const Term& term : channel.terms)
        for (const Duration& one : term.durations)
            out.insert(std::to_string(one.amount) + " " + std::string(to_text(one.unit)));
    return out;
}

// Those of the sample, of whatever procedures are read; all stated ones but some are right, and none is made up.
void expect_read_by_hand(Ways& read)
{
    const Ways by_hand = read_by_hand();
    int stated = 0;
    int right = 0;
    for (const auto& [key, times] : by_hand) {
        if (times.empty()) {
            EXPECT_TRUE(read[key].empty()) << key.first << " " << key.second << ": a time that nobody stated";
            continue;
        }
        ++stated;
        const bool same = read[key] == times;
        right += same ? 1 : 0;
        if (!same)
            std::cout << key.first << " " << key.second << ": read by hand " << testing::PrintToString(times)
                      << ", here " << testing::PrintToString(read[key]) << "\n";
    }
    std::cout << right << " of " << stated << " ways with a stated time are right\n";
    EXPECT_GE(stated, 200);
    EXPECT_GE(right * 100, stated * 95);
    EXPECT_EQ(read.size(), by_hand.size());
}

void add_times(Ways& read, const Procedure& procedure)
{
    for (const Channel& channel : procedure.channels)
        read[{procedure.code, std::string(to_text(channel.way))}] = times_of(channel);
}

TEST(SampleOfTimes, CellsAreReadAsAPersonReadsThem)
{
    const std::map<std::string, std::string> ways{
        {"counter", "Trực tiếp"}, {"online", "Trực tuyến"}, {"post", "Dịch vụ bưu chính"}};
    // As the portal's pages run their table together.
    std::map<std::string, std::string> tables;
    std::ifstream in("src/procedures/records/testdata/time_cells.tsv");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream fields(line);
        std::string code, way, cell, remark;
        std::getline(fields, code, '\t');
        std::getline(fields, way, '\t');
        std::getline(fields, cell, '\t');
        std::getline(fields, remark);
        std::string& table = tables[code];
        if (table.empty()) table = "Hình thức nộpThời gianPhí, lệ phíMô tả";
        table += ways.at(way) + (cell == "-" ? "Không có thông tin" : cell) + "Miễn phí" + remark;
    }
    ASSERT_EQ(tables.size(), 100U);
    Ways read;
    for (const auto& [code, table] : tables) {
        const auto procedure = read_record(nlohmann::json{
            {"ma_thu_tuc", code},
            {"ten_thu_tuc", code},
            {"cach_thuc_thuc_hien", table}}.dump());
        ASSERT_TRUE(procedure) << code << ": " << procedure.error().message;
        add_times(read, *procedure);
    }
    expect_read_by_hand(read);
}

class National : public testing::Test {
protected:
    void SetUp() override
    {
        for (const char* name : kFiles)
            if (!std::filesystem::exists(data() / name))
                GTEST_SKIP() << "no records at " << data() << " (set LT_SHARED)";
    }

    template <class Each>
    static void read_all(Each each)
    {
        for (const char* name : kFiles) {
            RecordFile file(data() / name);
            while (const auto record = file.next()) {
                ASSERT_TRUE(*record);
                const auto procedure = read_record(**record);
                ASSERT_TRUE(procedure) << procedure.error().message << ": " << (*record)->substr(0, 200);
                each(*procedure);
            }
        }
    }
};

TEST_F(National, TimesAreThoseThatAPersonReads)
{
    const Ways by_hand = read_by_hand();
    std::set<std::string> codes;
    for (const auto& [key, times] : by_hand) codes.insert(key.first);
    ASSERT_EQ(codes.size(), 100U);
    Ways read;
    read_all([&](const Procedure& procedure) {
        if (codes.contains(procedure.code)) add_times(read, procedure);
    });
    expect_read_by_hand(read);
}

TEST_F(National, RecordsAreAllReadAndTheirTablesParted)
{
    int records = 0, complete = 0, ways = 0, stated = 0, understood = 0, with_unit = 0, papers = 0, laws = 0,
        numbered = 0;
    std::map<std::string, int> troubles;
    read_all([&](const Procedure& procedure) {
        ++records;
        complete += procedure.complete() ? 1 : 0;
        EXPECT_FALSE(procedure.channels.empty()) << procedure.code;
        std::set<Trouble> seen;
        for (const Issue& issue : procedure.issues)
            if (seen.insert(issue.trouble).second) ++troubles[std::string(to_text(issue.trouble))];
        for (const Channel& channel : procedure.channels) {
            bool names_one = false, missing = false, bare = false;
            for (const Term& term : channel.terms) {
                names_one = names_one || term.state == TimeState::stated || term.state == TimeState::unclear;
                missing = missing || term.state == TimeState::unclear;
                for (const Duration& one : term.durations) bare = bare || one.unit == TimeUnit::unstated;
            }
            ++ways;
            stated += names_one ? 1 : 0;
            understood += names_one && !missing ? 1 : 0;
            with_unit += names_one && !missing && !bare ? 1 : 0;
        }
        for (const Case& one : procedure.cases) papers += static_cast<int>(one.papers.size());
        laws += static_cast<int>(procedure.legal_bases.size());
        for (const LegalBasis& law : procedure.legal_bases) numbered += law.number.empty() ? 0 : 1;
    });
    std::cout << records << " records, " << complete << " complete; " << ways << " ways, " << stated
              << " with a stated time, " << understood << " understood, " << with_unit << " with a unit; "
              << papers << " papers; " << laws << " legal bases, " << numbered << " with a number\n";
    for (const auto& [name, count] : troubles) std::cout << "  " << name << ": " << count << "\n";
    EXPECT_EQ(records, 588 + 1251);
    EXPECT_GE(understood * 100, stated * 95);
    EXPECT_GE(papers, 9000);
    EXPECT_GE(numbered * 100, laws * 95);
}

}  // namespace
}  // namespace lt::procedures
