// Bounds of what TIFF files may hold of the server.
#include "dossiers/scans/conversions.h"

namespace lt::dossiers::scans {
namespace {

TEST(Conversions, NoMoreAtOnceThanThereArePlaces)
{
    const Conversions conversions(2);
    auto first = conversions.begin();
    EXPECT_TRUE(first.next());
    EXPECT_TRUE(first.next()) << "of one request, each after the other";
    {
        auto second = conversions.begin();
        auto without = conversions.begin();  // a form without any TIFF takes no place
        EXPECT_TRUE(second.next());
        auto third = conversions.begin();
        const auto refused = third.next();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().field, "file");
        EXPECT_EQ(refused.error().fault, base::Fault::unavailable) << "later there is a place";
        EXPECT_FALSE(third.next());
    }
    auto moved = conversions.begin();
    EXPECT_TRUE(moved.next());
    {
        auto holder = std::move(moved);
        EXPECT_FALSE(conversions.begin().next());
    }
    EXPECT_TRUE(conversions.begin().next()) << "given back once, by who holds it";
    EXPECT_TRUE(conversions.begin().next());
}

TEST(Conversions, AllFilesOfARequestShareItsTime)
{
    const Conversions conversions(1);
    auto turn = conversions.begin(std::chrono::nanoseconds(0));
    EXPECT_TRUE(turn.next()) << "the first one is bounded by itself";
    const auto refused = turn.next();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, base::Fault::invalid) << "the same again would take as long";
    Conversions::Turn job;
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(job.next());
}

TEST(Conversions, TheyLeaveWorkersForOthers)
{
    EXPECT_EQ(Conversions::places_beside(1), 1);
    EXPECT_EQ(Conversions::places_beside(4), 2);
    EXPECT_EQ(Conversions::places_beside(8), 4);
    EXPECT_EQ(Conversions::places_beside(64), Conversions::kAtOnce);
}

TEST(Conversions, ManyThreadsNeverHoldMore)
{
    const Conversions conversions(3);
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i) {
                auto turn = conversions.begin();
                if (!turn.next()) continue;
                const int now = ++inside;
                int seen = most.load();
                while (now > seen && !most.compare_exchange_weak(seen, now)) {}
                --inside;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_LE(most.load(), 3);
    EXPECT_TRUE(conversions.begin().next());
}

}  // namespace
}  // namespace lt::dossiers::scans
