// The data file of this release, and files that are none.
#include "calendar/read.h"

#include <fstream>

#include <gtest/gtest.h>

#include "kit/base/config.h"
#include "kit/base/ids.h"

namespace lt::calendar {
namespace {

using std::chrono::days;
using std::chrono::year;

base::Day on(int of_year, int month, int day) { return year(of_year) / month / day; }

TEST(WorkingTime, KnowsTheHolidaysOfVietnam)
{
    const Calendar calendar = read_calendar();
    for (const base::Day off :
         {on(2021, 2, 16), on(2023, 5, 3), on(2024, 4, 29), on(2025, 1, 27), on(2026, 1, 2), on(2026, 2, 16),
          on(2026, 2, 20), on(2026, 8, 31), on(2026, 9, 2), on(2026, 11, 24), on(2027, 2, 10)})
        EXPECT_FALSE(calendar.works_on(off)) << base::format_day(off);
    for (const base::Day worked : {on(2024, 5, 4), on(2025, 4, 26), on(2026, 1, 10), on(2026, 8, 22),
                                   on(2026, 2, 23), on(2026, 11, 23)})
        EXPECT_TRUE(calendar.works_on(worked)) << base::format_day(worked);
    EXPECT_EQ(calendar.whole_day(on(2026, 11, 20)), std::chrono::hours(8));
    // Each year has as many working days as the law leaves: 40 hours a week without 10 holidays, 11 since 2021, 12 since 2026.
    for (int of_year = 2020; of_year <= 2027; ++of_year) {
        int weekdays = 0;
        int worked = 0;
        for (base::Day day = on(of_year, 1, 1); day <= on(of_year, 12, 31); day += days(1)) {
            weekdays += std::chrono::weekday(day).iso_encoding() <= 5 ? 1 : 0;
            worked += calendar.works_on(day) ? 1 : 0;
        }
        const int holidays = of_year >= 2026 ? 12 : of_year >= 2021 ? 11 : 10;
        EXPECT_EQ(weekdays - worked, holidays) << of_year;
    }
}

TEST(WorkingTime, WrongFilesAreRefusedWithTheirLine)
{
    const auto file =
        std::filesystem::temp_directory_path() / ("lt-working-" + base::random_hex(8) + ".toml");
    const std::string week =
        "[week]\nmonday = [\"07:30-11:30\"]\ntuesday = []\nwednesday = []\nthursday = []\nfriday = []\n"
        "saturday = []\nsunday = []\n";
    const auto said = [&](const std::string& text) {
        std::ofstream(file) << text;
        try {
            read_layer(file);
            return std::string();
        } catch (const std::runtime_error& error) {
            return std::string(error.what()).substr(file.string().size());
        }
    };
    EXPECT_EQ(said(week), "");
    EXPECT_NE(said("[week\n").find("line 1"), std::string::npos);
    EXPECT_NE(said("[week]\nmonday = []\n").find("tuesday"), std::string::npos);
    EXPECT_NE(said(week + "[[off]]\nfirst = 2026-01-01\n").find("line 9: a day off has a name"),
              std::string::npos);
    EXPECT_NE(said(week + "[[off]]\nfirst = 2026-02-30\nname = \"x\"\n").find("line"), std::string::npos);
    EXPECT_NE(
        said(week + "[[off]]\nfirst = 2026-01-01\nname = \"x\"\n[[off]]\nfirst = 2026-01-01\nname = \"x\"\n")
            .find("twice"),
        std::string::npos);
    EXPECT_NE(said(week + "[[made_up]]\nday = 2026-01-10\nfor = 2026-01-02\n").find("is off"),
              std::string::npos);
    EXPECT_NE(said("[week]\nmonday = [\"7-11\"]\n").find("a shift is"), std::string::npos);
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace lt::calendar
