// Two nodes, each with a database and files of its own, and a nats-server between them. The files of this folder that end in _dbtest.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "exchange/nodes/desk.h"
#include "exchange/nodes/peers.h"
#include "exchange/post_testing.h"
#include "exchange/systems.h"
#include "kit/base/ids.h"
#include "kit/crypto/authority.h"
#include "kit/db/testing.h"
#include "kit/nats/local_server.h"

namespace lt::exchange::nodes {

// One province: its agencies work here, those of the other one are carried by the node.
class TestNode {
public:
    TestNode(std::string own_code, const std::shared_ptr<base::VirtualClock>& the_clock,
             const std::string& nats, const crypto::Identity& authority)
        : code(std::move(own_code)), clock(the_clock),
          identity(crypto::issue(authority, {.common_name = "Nút " + code,
                                             .kind = crypto::KeyKind::elliptic_curve,
                                             .from = the_clock->now() - std::chrono::hours(24),
                                             .until = the_clock->now() + std::chrono::days(1000)})),
          signer(identity.signer()),
          line({.servers = {nats}, .name = code, .patience = std::chrono::milliseconds(2000)})
    {
        add_jobs(services);
    }
    ~TestNode() { std::filesystem::remove_all(folder); }

    void agency(const std::string& agency_code)
    {
        database.execute(
            "INSERT INTO agencies (uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
            "VALUES ('" +
            base::new_uid(clock->now()) + "','" + agency_code + "','UBND " + agency_code +
            "','UBND','UBND','commune','government','Bắc Ninh','2025-07-01','x')");
        directory.refresh();
    }
    System connect(const TestNode& other, const std::vector<std::string>& agencies,
                   const std::string& largest = "420")
    {
        for (const std::string& one : agencies) agency(one);
        db::Transaction tx = database.pool().begin({});
        const auto made = register_system(tx, services,
                                          {.code = other.code,
                                           .name = "Tỉnh " + other.code,
                                           .kind = "node",
                                           .rate = "600",
                                           .largest = largest,
                                           .may_send = true});
        EXPECT_TRUE(made) << made.error().message.str();
        System system = *find_system(tx, made->uid);
        std::vector<std::string> uids;
        for (const std::string& one : agencies) uids.push_back(directory.snapshot()->find_code(one)->uid);
        EXPECT_TRUE(set_agencies(tx, services, system, uids));
        EXPECT_TRUE(set_certificate(tx, services, system, other.identity.certificate.pem()));
        tx.commit();
        directory.refresh();
        return system;
    }
    void open()
    {
        nodes = std::make_unique<Nodes>(
            services, line, *signer, NodeOptions{.code = code, .look_again = std::chrono::milliseconds(200)});
    }

    Posted post_one(const std::string& bytes) { return exchange::post_one(services, bytes); }
    void work()
    {
        while (queue.run_due() > 0) {}
        if (nodes) nodes->send();
    }
    std::string states()
    {
        return database.value(
            "SELECT coalesce(string_agg(to_code || ' ' || state, ', ' ORDER BY message_id, to_code), '') FROM axis_items");
    }
    std::string count(const std::string& table) { return database.value("SELECT count(*) FROM " + table); }

    std::string code;
    std::shared_ptr<base::VirtualClock> clock;
    db::TestDatabase database{};
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lt-node-" + base::random_hex(8));
    blob::Store blobs{folder / "blobs", folder / "key"};
    directory::Directory directory{database.pool(), clock};
    jobs::Queue queue{database.pool(), clock, {}};
    std::vector<Arrived> arrived{};
    Services services{
        .pool = database.pool(),
        .directory = directory,
        .queue = queue,
        .blobs = blobs,
        .clock = clock,
        .seal = [](std::string_view secret) { return "sealed:" + std::string(secret); },
        .unseal = [](std::string_view sealed) { return std::optional(std::string(sealed.substr(7))); },
        .deliver = [this](const Arrived& one) -> base::Result<base::Done> {
            arrived.push_back(one);
            return base::Done{};
        }};
    crypto::Identity identity;
    std::unique_ptr<crypto::SoftSigner> signer;
    nats::Connection line;
    std::unique_ptr<Nodes> nodes{};
};

class NodesTest : public testing::Test {
protected:
    static constexpr base::Time kStart =
        base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + std::chrono::hours(2);

    NodesTest()
    {
        a.agency("H05.1");
        b.agency("H06.1");
        b.agency("H06.2");
        to_b = a.connect(b, {"H06.1", "H06.2", "H06.9"});  // H06.9 is not known there any more
        to_a = b.connect(a, {"H05.1"});
        for (TestNode* node : {&a, &b}) {
            node->open();
            node->nodes->ensure();
        }
    }
    ~NodesTest() override { std::filesystem::remove_all(folder); }

    static std::string edoc(const std::vector<std::string>& to,
                            const std::string& id = "H05.1,2026/11/20,7/UBND-VX", std::size_t padding = 0)
    {
        std::string receivers;
        for (const std::string& code : to)
            receivers += "<edXML:To><edXML:OrganId>" + code +
                         "</edXML:OrganId><edXML:OrganName>Nơi nhận</edXML:OrganName></edXML:To>";
        const std::string space = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
        return "<edXML xmlns=\"" + space + "\"><edXML:edXMLEnvelope xmlns:edXML=\"" + space +
               "\"><edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>H05.1</edXML:OrganId>"
               "<edXML:OrganName>UBND xã</edXML:OrganName></edXML:From>" +
               receivers + "<edXML:DocumentId>" + id +
               "</edXML:DocumentId><edXML:Code><edXML:CodeNumber>7</edXML:CodeNumber><edXML:CodeNotation>UBND-VX"
               "</edXML:CodeNotation></edXML:Code><edXML:PromulgationInfo><edXML:Place>Bắc Ninh</edXML:Place>"
               "<edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:PromulgationInfo><edXML:DocumentType>"
               "<edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>"
               "<edXML:Subject>V/v tập huấn</edXML:Subject></edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>" +
               (padding > 0 ? std::string(padding, '\n') : "") + "</edXML>";
    }
    static std::string status(const std::string& to, const std::string& code,
                              const std::string& id = "H05.1,2026/11/20,7/UBND-VX")
    {
        const std::string space = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
        return "<edXML xmlns=\"" + space + "\"><edXML:edXMLEnvelope xmlns:edXML=\"" + space +
               "\"><edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>H05.1</edXML:OrganId>"
               "<edXML:OrganName>UBND xã</edXML:OrganName></edXML:From><edXML:ResponseFor><edXML:OrganId>" +
               to + "</edXML:OrganId><edXML:Code>7/UBND-VX</edXML:Code><edXML:DocumentId>" + id +
               "</edXML:DocumentId><edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:ResponseFor>"
               "<edXML:StatusCode>" +
               code +
               "</edXML:StatusCode><edXML:Description>Đã đến</edXML:Description>"
               "<edXML:Timestamp>2026/11/20 09:00:00</edXML:Timestamp></edXML:MessageHeader></edXML:edXMLHeader>"
               "</edXML:edXMLEnvelope></edXML>";
    }
    // Rounds of both nodes until nothing moves any more: what was published is taken, what was taken is answered.
    void settle()
    {
        for (int quiet = 0; quiet < 2;) {
            a.work();
            b.work();
            const std::size_t moved = b.nodes->receive(std::chrono::milliseconds(60)) +
                                      a.nodes->receive(std::chrono::milliseconds(60));
            quiet = moved == 0 ? quiet + 1 : 0;
        }
    }
    void pass(std::chrono::seconds time)
    {
        clock->set(clock->now() + time);
        settle();
    }
    // What lies in NATS for a node, as its own consumer gets it.
    static std::vector<nats::Received> fetch(TestNode& node, Way way)
    {
        return node.line.fetch(stream_of(way, node.code, 1).name, kConsumer, 100,
                               std::chrono::milliseconds(1000));
    }

    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lt-nats-" + base::random_hex(8));
    nats::LocalServer server{folder};
    std::shared_ptr<base::VirtualClock> clock = std::make_shared<base::VirtualClock>(kStart);
    crypto::Identity authority = crypto::make_root({.common_name = "Gốc thử",
                                                    .use = crypto::CertificateUse::authority,
                                                    .kind = crypto::KeyKind::elliptic_curve,
                                                    .from = kStart - std::chrono::days(2),
                                                    .until = kStart + std::chrono::days(3000)});
    TestNode a{"H05", clock, server.url(), authority};
    TestNode b{"000.00.00.H06", clock, server.url(), authority};
    System to_b{};
    System to_a{};
};

}  // namespace lt::exchange::nodes
