// Two nodes and a real nats-server: what one sends is with the other once, and the receipt proves it.
#include "exchange/nodes/fixture_dbtest.h"
#include "exchange/nodes/papers.h"
#include "exchange/nodes/proof.h"
#include "kit/crypto/digest.h"

namespace lt::exchange::nodes {
namespace {

using namespace std::chrono_literals;

TEST_F(NodesTest, AMessageArrivesAndItsReceiptComesBack)
{
    const std::string bytes = edoc({"H06.1", "H06.2"});
    a.post_one(bytes);
    a.work();
    EXPECT_EQ(a.states(), "H06.1 processing, H06.2 processing") << "NATS has it, which is not enough";
    settle();
    EXPECT_EQ(a.states(), "H06.1 done, H06.2 done");
    EXPECT_EQ(b.states(), "H06.1 done, H06.2 done");
    ASSERT_EQ(b.arrived.size(), 1U);
    EXPECT_EQ(b.blobs.get(b.arrived[0].sha256, 1 << 20), bytes);
    EXPECT_EQ(a.count("node_outbox"), "0");
    const auto receipt = read_receipt(a.database.value("SELECT receipt FROM node_receipts"));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->sha256, crypto::sha256_hex(bytes));
    EXPECT_EQ(receipt->size, bytes.size());
    EXPECT_EQ(receipt->received_at, kStart);
    EXPECT_EQ(receipt->sender, "H05");
    EXPECT_EQ(receipt->receiver, "000.00.00.H06");
    EXPECT_EQ(receipt->agencies, (std::vector<std::string>{"H06.1", "H06.2"}));
    pass(2h);
    EXPECT_EQ(b.count("axis_messages"), "1");
    EXPECT_EQ(b.arrived.size(), 1U);
}

}  // namespace
}  // namespace lt::exchange::nodes
