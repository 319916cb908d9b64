#include "kit/db/listener.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "kit/base/result.h"
#include "kit/db/testing.h"

namespace lt::db {
namespace {

using namespace std::chrono_literals;

class Listeners : public ::testing::Test {
protected:
    TestDatabase database_{Schema::empty};
    Listener one_{database_.pool(), "lt_test"};
    Listener two_{database_.pool(), "lt_test"};
};

TEST_F(Listeners, hear_others_and_not_themselves)
{
    Listener elsewhere(database_.pool(), "lt_other");
    one_.notify();
    EXPECT_TRUE(two_.wait(-1, 20s));
    EXPECT_FALSE(two_.wait(-1, 0ms));
    EXPECT_FALSE(one_.wait(-1, 0ms));
    EXPECT_FALSE(elsewhere.wait(-1, 0ms));
}

TEST_F(Listeners, a_word_that_came_with_the_answer_to_the_own_is_heard)
{
    one_.notify();
    two_.notify();
    EXPECT_TRUE(two_.wait(-1, 20s));
    EXPECT_TRUE(one_.wait(-1, 20s));
}

TEST_F(Listeners, wait_for_a_descriptor_too)
{
    const int signal = ::eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
    EXPECT_FALSE(one_.wait(signal, -1ms));
    ::close(signal);
}

TEST_F(Listeners, a_lost_connection_is_said)
{
    database_.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
        "pid <> pg_backend_pid()");
    // The server's last words may wake it before the connection is closed.
    EXPECT_THROW(
        {
            for (int woken = 0; woken < 3; ++woken) one_.wait(-1, 20s);
        },
        Unavailable);
    EXPECT_THROW(one_.notify(), Unavailable);
}

TEST_F(Listeners, a_channel_is_a_name)
{
    EXPECT_THROW(Listener(database_.pool(), "x; DROP TABLE jobs"), base::Bug);
}

}  // namespace
}  // namespace lt::db
