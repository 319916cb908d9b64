// Agencies here and at two connected systems, messages for them, and what a test looks at. The files of this folder that end in _dbtest.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "exchange/systems.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"

namespace lt::exchange {

class ExchangeTest : public testing::Test {
protected:
    static constexpr base::Time kStart =
        base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + std::chrono::hours(2);

    ExchangeTest()
    {
        // Agency 1 works here, 2 and 3 at connected systems; 4 was dissolved and goes on as 3; 5 was dissolved for good.
        for (const int agency : {1, 2, 3, 4, 5}) {
            const std::string id = std::to_string(agency);
            database.execute(
                "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, "
                "valid_to, folded) OVERRIDING SYSTEM VALUE VALUES (" +
                id + ",'" + base::new_uid(kStart) + "','H05." + id + "','UBND xã " + id + "','UBND xã " + id +
                "','UBND','commune','government','Bắc Ninh','2025-07-01'," +
                (agency > 3 ? "'2026-01-01'" : "NULL") + ",'x')");
        }
        database.execute("SELECT setval(pg_get_serial_sequence('agencies', 'id'), 100)");
        database.execute("INSERT INTO agency_successions VALUES (4, 3)");
        add_jobs(services);
        near = connect("vxp.saas.02", "H05.2");
        far = connect("vxp.saas.03", "H05.3");
    }
    ~ExchangeTest() override { std::filesystem::remove_all(folder); }

    struct Peer {
        std::string code{};
        std::string secret{};
        std::string uid{};
    };
    Peer connect(const std::string& code, const std::string& agency)
    {
        db::Transaction tx = database.pool().begin({});
        const auto made = register_system(tx, services,
                                          {.code = code,
                                           .name = "Phần mềm " + code,
                                           .kind = "client",
                                           .rate = "600",
                                           .largest = "1",
                                           .may_send = true,
                                           .may_register = true});
        EXPECT_TRUE(made) << made.error().message.str();
        const auto system = find_system(tx, made->uid);
        const auto* one = services.directory.snapshot()->find_code(agency);
        EXPECT_TRUE(set_agencies(tx, services, *system, {one->uid}));
        tx.commit();
        services.directory.refresh();
        return {code, std::string(made->secret.view()), made->uid};
    }

    static std::string edoc(const std::string& from, const std::vector<std::string>& to,
                            const std::string& id = "H05.2,2026/11/20,7/UBND-VX")
    {
        std::string receivers;
        for (const std::string& code : to)
            receivers += "<edXML:To><edXML:OrganId>" + code +
                         "</edXML:OrganId><edXML:OrganName>Nơi nhận</edXML:OrganName></edXML:To>";
        return envelope(
            "<edXML:From><edXML:OrganId>" + from +
            "</edXML:OrganId><edXML:OrganName>UBND xã</edXML:OrganName></edXML:From>" + receivers +
            "<edXML:DocumentId>" + id +
            "</edXML:DocumentId><edXML:Code><edXML:CodeNumber>7</edXML:CodeNumber><edXML:CodeNotation>UBND-VX</"
            "edXML:CodeNotation></edXML:Code><edXML:PromulgationInfo><edXML:Place>Bắc Ninh</edXML:Place>"
            "<edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:PromulgationInfo>"
            "<edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>"
            "<edXML:Subject>V/v tập huấn</edXML:Subject>");
    }
    static std::string status(const std::string& from, const std::string& to, const std::string& code,
                              const std::string& id = "H05.2,2026/11/20,7/UBND-VX")
    {
        return envelope(
            "<edXML:From><edXML:OrganId>" + from +
            "</edXML:OrganId><edXML:OrganName>UBND xã</edXML:OrganName></edXML:From>"
            "<edXML:ResponseFor><edXML:OrganId>" +
            to + "</edXML:OrganId><edXML:Code>7/UBND-VX</edXML:Code><edXML:DocumentId>" + id +
            "</edXML:DocumentId><edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:ResponseFor>"
            "<edXML:StatusCode>" +
            code +
            "</edXML:StatusCode><edXML:Description>Đã đến</edXML:Description>"
            "<edXML:Timestamp>2026/11/20 09:00:00</edXML:Timestamp>");
    }
    static std::string envelope(const std::string& header)
    {
        const std::string space = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
        return "<edXML xmlns=\"" + space + "\"><edXML:edXMLEnvelope xmlns:edXML=\"" + space +
               "\"><edXML:edXMLHeader><edXML:MessageHeader>" + header +
               "</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>";
    }

    std::string states()
    {
        return database.value(
            "SELECT coalesce(string_agg(to_code || ' ' || state, ', ' ORDER BY message_id, to_code), '') FROM axis_items");
    }

    db::TestDatabase database{};
    std::shared_ptr<base::VirtualClock> clock = std::make_shared<base::VirtualClock>(kStart);
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("lt-hub-" + base::random_hex(8));
    blob::Store blobs{folder / "blobs", folder / "key"};
    directory::Directory directory{database.pool(), clock};
    jobs::Queue queue{database.pool(), clock, {}};
    std::vector<Arrived> arrived{};
    std::optional<base::Error> refusal{};
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
            if (refusal) return *refusal;
            return base::Done{};
        }};
    Peer near{};
    Peer far{};
};

}  // namespace lt::exchange
