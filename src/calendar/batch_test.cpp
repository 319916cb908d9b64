// Lines of `lienthong worktime due --batch`: all reference cases, and lines that are wrong.
#include "calendar/batch.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace lt::calendar {
namespace {

std::string answered(std::string_view line, std::string_view wrong = "")
{
    static const Batch batch;
    std::string out;
    const std::string_view said = batch.answer(line, out);
    if (wrong.empty())
        EXPECT_EQ(said, "") << line;
    else
        EXPECT_NE(said.find(wrong), std::string_view::npos) << line << ": " << said;
    return out;
}

TEST(Batch, AgreesWithTheSamplesOfDueDates)
{
    const char* shared = std::getenv("LT_SHARED");
    const auto file =
        std::filesystem::path(shared != nullptr ? shared : "../shared") / "samples/worktime/due_dates.tsv";
    std::ifstream in(file);
    if (!in) GTEST_SKIP() << "the shared samples are not there";
    std::string line;
    std::getline(in, line);
    int lines = 0;
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        std::string name, start, weekday, amount, unit, other, eight, own;
        for (std::string* field : {&name, &start, &weekday, &amount, &unit, &other, &eight, &own})
            std::getline(fields, *field, '\t');
        EXPECT_EQ(answered(name + "\t" + start + "\t" + amount + "\t" + unit), eight + "\t" + own) << line;
        ++lines;
    }
    EXPECT_EQ(lines, 600);
}

TEST(Batch, KnowsEachUnit)
{
    EXPECT_EQ(answered("A\t2025-01-03T15:18\t9\thour"), "2025-01-06T16:30\t2025-01-06T16:30");
    EXPECT_EQ(answered("B\t2025-03-03T07:30\t1\tday"), "2025-03-04T08:00\t2025-03-03T17:00");
    EXPECT_EQ(answered("C\t2025-03-03T09:00\t5\tcalendar_day"), "2025-03-08T11:30\t2025-03-08T11:30");
    EXPECT_EQ(answered("A\t2025-03-03T09:00\t0.0\tday"), "2025-03-03T09:00\t2025-03-03T09:00");
}

TEST(Batch, SaysWhatIsWrongWithALine)
{
    for (const char* line : {"", "A", "A\t2025-01-03T15:18\t9.0", "A\t2025-01-03T15:18\t9.0\tday\t", "\t"})
        EXPECT_EQ(answered(line, "four fields"), "-\t-");
    for (const char* line : {"calendar\tstart\tduration\tunit", "\t\t\t", "AA\t2025-01-03T15:18\t9.0\tday",
                             "a\t2025-01-03T15:18\t9.0\tday"})
        EXPECT_EQ(answered(line, "no such calendar"), "-\t-");
    for (const std::string start :
         {"", "2025-02-29T08:00", "2025-13-01T08:00", "2025-01-03T24:00", "2025-01-03T08:60",
          "2025-01-03 08:00", "2025-01-03T08:00Z", "2025-01-03", "03/01/2025 08:00", "2025-1-3T08:00"})
        EXPECT_EQ(answered("A\t" + start + "\t1\tday", "the start"), "-\t-");
    for (const std::string amount : {"", "-1", "1,5", "1.5 ", "nan", "1e3", "0x10", "--1", "one"})
        EXPECT_EQ(answered("A\t2025-01-03T15:18\t" + amount + "\tday", "the duration"), "-\t-");
    for (const std::string unit : {"", "days", "Day", "minute"})
        EXPECT_EQ(answered("A\t2025-01-03T15:18\t1\t" + unit, "the unit"), "-\t-");
    for (const std::string line :
         {"A\t1999-12-31T15:18\t1\tday", "A\t2100-01-01T08:00\t1\tday", "A\t2099-12-31T08:00\t3\tday",
          "A\t2025-01-03T15:18\t99999999\tday", "A\t2025-01-03T15:18\tinf\tcalendar_day"})
        EXPECT_EQ(answered(line, "no due time"), "-\t-");
}

}  // namespace
}  // namespace lt::calendar
