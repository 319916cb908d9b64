#include "kit/http/workers.h"

#include <atomic>

using lt::http::Workers;

TEST(Workers, EveryJobRunsOnce)
{
    std::atomic<int> ran = 0;
    {
        Workers workers(4, 1000000);
        std::vector<std::thread> askers;
        for (int t = 0; t < 4; ++t)
            askers.emplace_back([&] {
                for (int i = 0; i < 5000; ++i) {
                    while (!workers.submit([&] { ++ran; })) {}
                    workers.submit_begun([&] { ++ran; });
                }
            });
        for (auto& asker : askers) asker.join();
    }  // the end runs what still waits
    EXPECT_EQ(ran, 40000);
}

TEST(Workers, LimitAndOrder)
{
    std::mutex gate;
    std::string order;
    Workers workers(1, 2);
    gate.lock();
    std::atomic<bool> running = false;
    EXPECT_TRUE(workers.submit([&] {
        running = true;
        const std::lock_guard wait(gate);
    }));
    while (!running) std::this_thread::yield();
    EXPECT_TRUE(workers.submit([&] { order += "a"; }));
    EXPECT_TRUE(workers.submit([&] { order += "b"; }));
    EXPECT_FALSE(workers.submit([&] { order += "refused"; }));
    workers.submit_begun([&] { order += "1"; });  // begun work goes first and is never refused
    EXPECT_EQ(workers.queued(), 2U);
    gate.unlock();
    workers.stop();
    EXPECT_EQ(order, "1ab");
    EXPECT_FALSE(workers.submit([] {}));
}
