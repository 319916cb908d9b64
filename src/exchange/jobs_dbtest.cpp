// What is for agencies here is delivered whatever happens to its jobs.
#include <thread>

#include "exchange/fixture_dbtest.h"
#include "exchange/taking.h"

namespace lt::exchange {
namespace {

class DeliveryTest : public ExchangeTest {
protected:
    void post_one()
    {
        const std::string bytes = edoc("H05.2", {"H05.1"});
        const auto writer = blobs.writer();
        writer->write(std::as_bytes(std::span(bytes)));
        const blob::Blob blob = writer->finish();
        const auto read = read_message(blobs, blob.sha256);
        const auto& message = std::get<edxml::Message>(read);
        db::Transaction tx = database.pool().begin({});
        const auto to = addressees_of(tx, services, message);
        post(tx, services, new_message(message, 0, blob), std::get<std::vector<Addressee>>(to));
        tx.commit();
    }
    void pass(std::chrono::minutes time)
    {
        for (auto passed = std::chrono::minutes(0); passed < time; passed += std::chrono::minutes(1)) {
            clock->advance(std::chrono::minutes(1));
            while (queue.run_due() > 0) {}
        }
    }
};

TEST_F(DeliveryTest, AMessageWhoseJobIsGoneIsFound)
{
    post_one();
    database.execute("DELETE FROM jobs WHERE kind = 'exchange.deliver'");
    pass(std::chrono::minutes(3));
    EXPECT_EQ(states(), "H05.1 initial");
    pass(std::chrono::minutes(4));
    EXPECT_EQ(states(), "H05.1 done");
    EXPECT_EQ(arrived.size(), 1U);
}

// The job was taken again while its dead process still seemed to be at the message, and ended without a word.
TEST_F(DeliveryTest, AMessageThatADeadProcessHadIsFound)
{
    post_one();
    database.execute("UPDATE axis_items SET state = 'processing'");
    pass(std::chrono::minutes(1));
    EXPECT_EQ(states(), "H05.1 processing") << "somebody may be at it";
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE kind = 'exchange.deliver'"), "0");
    pass(std::chrono::minutes(6));
    EXPECT_EQ(states(), "H05.1 done");
    EXPECT_EQ(arrived.size(), 1U);
}

TEST_F(DeliveryTest, WhatTheDatabaseLeftInTheLurchIsDeliveredWithTheNextTry)
{
    const std::string columns = " UPDATE (state, attempts, why, changed_at) ON axis_items ";
    services.deliver = [&](const Arrived& one) -> base::Result<base::Done> {
        arrived.push_back(one);
        if (arrived.size() > 1) return base::Done{};
        database.execute("REVOKE" + columns + "FROM lt_app");
        throw std::runtime_error("the database is away");
    };
    post_one();
    while (queue.run_due() > 0) {}
    EXPECT_EQ(states(), "H05.1 processing");
    database.execute("GRANT" + columns + "TO lt_app");
    clock->advance(std::chrono::seconds(10));
    while (queue.run_due() > 0) {}
    EXPECT_EQ(states(), "H05.1 done") << "not after the minutes that somebody may be at it";
}

TEST_F(DeliveryTest, AServerThatStartsGoesOnWithWhatItWasKilledAt)
{
    post_one();
    database.execute("UPDATE axis_items SET state = 'processing'");
    database.execute(
        "UPDATE jobs SET state = 'running', attempt = 1, run_at = run_at + interval '5 minutes'");
    queue.start();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (states() != "H05.1 done" && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    queue.stop();
    EXPECT_EQ(states(), "H05.1 done") << "with a clock that stands still";
}

}  // namespace
}  // namespace lt::exchange
