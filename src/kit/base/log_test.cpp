#include "kit/base/log.h"

#include <stdexcept>
#include <thread>

namespace lt::base {
namespace {

template <class Work>
std::string logged(Work&& work)
{
    testing::internal::CaptureStderr();
    work();
    return testing::internal::GetCapturedStderr();
}

TEST(Log, writes_one_json_object_a_line)
{
    const std::string line = logged([] { log(Level::info, "job_done", {{"name", "seal"}, {"ms", "12"}}); });
    EXPECT_EQ(line.substr(0, 9), "{\"time\":\"");
    EXPECT_EQ(line[35], 'Z');  // 2026-11-20T02:42:07.123456Z
    EXPECT_EQ(line.substr(36),
              "\",\"level\":\"info\",\"event\":\"job_done\",\"name\":\"seal\",\"ms\":\"12\"}\n");
}

TEST(Log, no_field_can_break_the_line)
{
    const std::string line = logged([] {
        log(Level::error, "odd",
            {{"a", "\"},{\n\\"}, {"b", std::string("\x01\0\x7f\xff", 4)}, {"c", "Đường"}});
    });
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    EXPECT_NE(line.find("\"a\":\"\\\"},{\\n\\\\\""), std::string::npos);
    EXPECT_NE(line.find("\"b\":\"\\u0001\\u0000\\u007f?\""), std::string::npos);
    EXPECT_NE(line.find("\"c\":\"Đường\""), std::string::npos);
}

TEST(Log, carries_the_request_of_the_thread)
{
    const std::string lines = logged([] {
        const LogScope outer("r1");
        {
            const LogScope inner("r2");
            log(Level::info, "within");
        }
        log(Level::info, "after");
        std::thread([] { log(Level::info, "elsewhere"); }).join();
    });
    EXPECT_NE(lines.find("\"within\",\"request_id\":\"r2\""), std::string::npos);
    EXPECT_NE(lines.find("\"after\",\"request_id\":\"r1\""), std::string::npos);
    EXPECT_NE(lines.find("\"elsewhere\"}"), std::string::npos);
}

TEST(Log, is_quiet_below_its_level)
{
    set_log_level("warning");
    EXPECT_EQ(logged([] { log(Level::info, "x"); }), "");
    EXPECT_NE(logged([] { log(Level::warning, "x"); }), "");
    set_log_level("debug");
    EXPECT_NE(logged([] { log(Level::debug, "x"); }), "");
    set_log_level("info");
    EXPECT_EQ(logged([] { log(Level::debug, "x"); }), "");
    EXPECT_THROW(set_log_level("loud"), std::runtime_error);
}

}  // namespace
}  // namespace lt::base
