// The directory of a parent axis, taken from the reference axis, a process of its own.
#include "exchange/axis/reference_hub_testing.h"
#include "exchange/fixture_dbtest.h"
#include "exchange/listing_sync.h"
#include "exchange/operator.h"
#include "exchange/post_testing.h"
#include "exchange/sync.h"
#include "kit/crypto/digest.h"
#include "kit/fetch/fetch.h"

namespace lt::exchange {
namespace {

using namespace std::chrono_literals;
using axis::ReferenceHub;
using nlohmann::json;

class ListingTest : public ExchangeTest {
protected:
    ListingTest()
    {
        add_sync_jobs(services, fetcher);
        // Of the two agencies that the axis says are ours, one works here and one at a connected system.
        database.execute("UPDATE agencies SET code = 'H53.13' WHERE code = 'H05.1'");
        database.execute("UPDATE agencies SET alias = '000.00.14.H53' WHERE code = 'H05.3'");
        hub.control({{"directory",
                      {{{"code", "000.00.00.H41"},
                        {"id", "41"},
                        {"name", "UBND tỉnh Nghệ An"},
                        {"system", ReferenceHub::kOtherSystem}},
                       {{"code", "000.00.13.H41"},
                        {"pid", "41"},
                        {"name", "Sở Y tế"},
                        {"system", ReferenceHub::kOtherSystem}},
                       {{"code", "28.22.H17"},
                        {"qd20", "H17.22.28"},
                        {"name", "Phòng Văn hoá Sơn Trà"},
                        {"system", ReferenceHub::kOtherSystem}},
                       {{"code", "00.41.W00"}, {"name", "Trục liên thông tỉnh Nghệ An"}}}}});
        hub.control({{"names", {{"000.00.00.G22", "Văn phòng Chính phủ"}}}});
        db::Transaction tx = database.pool().begin({});
        const auto made = register_system(tx, services,
                                          {.code = ReferenceHub::kSystem,
                                           .name = "Trục liên thông văn bản quốc gia",
                                           .kind = "axis",
                                           .address = hub.url(),
                                           .secret = ReferenceHub::kSecret,
                                           .rate = "600",
                                           .largest = "50"});
        EXPECT_TRUE(made) << made.error().message.str();
        system = *find_system(tx, made->uid);
        tx.commit();
        services.directory.refresh();
    }
    void work()
    {
        while (queue.run_due() > 0) {}
    }
    void days_pass(int days)
    {
        clock->set(clock->now() + days * 24h);
        hub.control(
            {{"clock", std::chrono::floor<std::chrono::seconds>(clock->now().time_since_epoch()).count()}});
        work();
    }
    std::string found(const std::string& typed, int limit = 50)
    {
        db::Transaction tx = database.pool().begin({});
        std::string out;
        for (const Listed& one : search_listed(tx, typed, limit))
            out += (out.empty() ? "" : ", ") + one.code + " " + one.name;
        return out;
    }
    ListingState state()
    {
        db::Transaction tx = database.pool().begin({});
        return listing_state(tx, system.id);
    }
    const directory::Agency* agency(const std::string& code)
    {
        services.directory.refresh();
        kept = services.directory.snapshot();
        return kept->find_code(code);
    }
    json entry(const std::string& code, const std::string& name)
    {
        return {{"code", code}, {"name", name}, {"system", ReferenceHub::kOtherSystem}};
    }

    ReferenceHub hub{kStart};
    fetch::HttpFetcher fetcher{{.allow_private = true}};
    System system{};
    std::shared_ptr<const directory::Snapshot> kept{};
};

TEST_F(ListingTest, WhatTheAxisListsIsFoundByNameAndEitherCode)
{
    EXPECT_EQ(found("so y te"), "") << "the axis was not asked yet";
    work();
    EXPECT_EQ(found("so y te"), "H41.13 Sở Y tế");
    EXPECT_EQ(found("Sở Y TẾ"), "H41.13 Sở Y tế");
    EXPECT_EQ(found("000.00.13.h41"), "H41.13 Sở Y tế");
    EXPECT_EQ(found("H41.13"), "H41.13 Sở Y tế");
    EXPECT_EQ(found("van hoa son tra"), "H17.22.28 Phòng Văn hoá Sơn Trà");
    EXPECT_EQ(found(""), "");
    EXPECT_EQ(found("co quan nao do"), "");
    {
        db::Transaction tx = database.pool().begin({});
        const auto listed = search_listed(tx, "H41.13", 5);
        ASSERT_EQ(listed.size(), 1U);
        EXPECT_EQ(listed[0].above, "UBND tỉnh Nghệ An");
        EXPECT_EQ(listed[0].carrier, "Trục liên thông văn bản quốc gia");
        EXPECT_EQ(listing_axes(tx), std::vector<std::string>{"Trục liên thông văn bản quốc gia"});
    }
    EXPECT_EQ(state().agencies, 7);
    EXPECT_EQ(state().offered, 6) << "the hub is kept, and offered to nobody";
    EXPECT_EQ(state().why, "");
    EXPECT_EQ(state().at, clock->now());
    EXPECT_EQ(database.value("SELECT count(*) FROM agencies"), "5") << "nobody has written to any of them";
}

TEST_F(ListingTest, HubsAreNeverOffered)
{
    work();
    EXPECT_EQ(found("truc lien thong"), "");
    EXPECT_EQ(found("00.41.W00"), "");
    take_in(services, {"00.41.W00", "W00.41.00"});
    EXPECT_EQ(agency("00.41.W00"), nullptr);
    db::Transaction tx = database.pool().begin({});
    EXPECT_FALSE(find_listed(tx, "00.41.W00"));
}

TEST_F(ListingTest, WhatIsInTheOwnTreeStaysThere)
{
    work();
    EXPECT_EQ(found("000.00.13.H53"), "") << "works here";
    EXPECT_EQ(found("000.00.14.H53"), "") << "is carried by another system";
    take_in(services, {"000.00.13.H53", "000.00.14.H53"});
    EXPECT_EQ(agency("000.00.13.H53"), agency("H53.13")) << "the axis told the older code of ours";
    EXPECT_EQ(agency("H53.13")->system, 0);
    EXPECT_EQ(agency("H53.13")->name, "UBND xã 1");
    EXPECT_NE(agency("000.00.14.H53")->system, system.id);
    EXPECT_EQ(database.value("SELECT count(*) FROM agencies"), "5");
    // What comes for it by the older code is for us.
    db::Transaction tx = database.pool().begin({});
    const auto to = addressees_for(tx, services, {"000.00.13.H53"});
    ASSERT_TRUE(std::holds_alternative<std::vector<Addressee>>(to));
    EXPECT_EQ(std::get<std::vector<Addressee>>(to).at(0).code, "H53.13");
    EXPECT_EQ(std::get<std::vector<Addressee>>(to).at(0).system, 0);
}

TEST_F(ListingTest, TheChosenBecomesAnAgencyThatTheAxisCarries)
{
    work();
    take_in(services, {"H41.13", "H99.1"});
    const auto* made = agency("000.00.13.H41");
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(made->code, "H41.13");
    EXPECT_EQ(made->name, "Sở Y tế");
    EXPECT_EQ(made->system, system.id);
    EXPECT_EQ(agency("H99.1"), nullptr) << "nobody lists it";
    EXPECT_EQ(found("so y te"), "") << "it is in the directory now";
    take_in(services, {"000.00.13.H41"});
    EXPECT_EQ(database.value("SELECT count(*) FROM agencies"), "6");
    db::Transaction tx = database.pool().begin({});
    EXPECT_EQ(code_at(tx, system.id, *agency("H41.13")), "000.00.13.H41") << "as the axis calls it";
    EXPECT_EQ(code_at(tx, system.id, *agency("H53.13")), "000.00.13.H53");
    EXPECT_EQ(code_at(tx, find_system(tx, near.uid)->id, *agency("H41.13")), "H41.13")
        << "there is no list of that one";
}

TEST_F(ListingTest, OddCodesAreKnownInBothForms)
{
    work();
    take_in(services, {"28.22.H17"});
    ASSERT_NE(agency("H17.22.28"), nullptr);
    EXPECT_EQ(agency("28.22.H17"), agency("H17.22.28"));
}

TEST_F(ListingTest, ASystemHereWritesToAnAgencyThatIsOnlyListed)
{
    work();
    db::Transaction tx = database.pool().begin({});
    const auto to = addressees_for(tx, services, {"000.00.13.H41", "H41.13"});
    ASSERT_TRUE(std::holds_alternative<std::vector<Addressee>>(to));
    ASSERT_EQ(std::get<std::vector<Addressee>>(to).size(), 1U) << "one agency, by both codes";
    EXPECT_EQ(std::get<std::vector<Addressee>>(to)[0].system, system.id);
    EXPECT_TRUE(std::holds_alternative<Refused>(addressees_for(tx, services, {"H99.1"})));
    EXPECT_TRUE(std::get<std::vector<Addressee>>(addressees_for(tx, services, {"H41.13"}, true)).empty())
        << "a message of the axis itself is not sent back to it";
}

TEST_F(ListingTest, WhoWritesFromThereCanBeAnswered)
{
    work();
    axis::AxisClient beyond({.endpoint = hub.url(),
                             .system_id = ReferenceHub::kOtherSystem,
                             .secret = base::Secret(std::string(ReferenceHub::kOtherSecret))},
                            fetcher, *clock);
    const std::string bytes = edoc("000.00.13.H41", {"000.00.13.H53"});
    ASSERT_TRUE(beyond.send({.from = "000.00.13.H41",
                             .sha256_hex = crypto::sha256_hex(bytes),
                             .size = bytes.size(),
                             .next = [&, at = std::size_t{0}](std::span<char> buffer) mutable {
                                 const std::size_t count = bytes.copy(buffer.data(), buffer.size(), at);
                                 at += count;
                                 return count;
                             }}));
    clock->set(clock->now() + 2min);
    work();
    EXPECT_EQ(arrived.size(), 1U);
    ASSERT_NE(agency("H41.13"), nullptr);
    EXPECT_EQ(agency("H41.13")->system, system.id);
}

TEST_F(ListingTest, OneWhomTheAxisRefusesHoldsUpNobodyElse)
{
    work();
    take_in(services, {"H41", "H41.13", "H17.22.28"});
    hub.control({{"lock", "000.00.13.H41"}});
    post_one(services, edoc("000.00.13.H53", {"000.00.00.H41", "000.00.13.H41", "28.22.H17"}, "ba nơi"));
    work();
    EXPECT_EQ(states(), "H17.22.28 done, H41 done, H41.13 fail");
    EXPECT_NE(database.value("SELECT why FROM axis_items WHERE state = 'fail'").find("23"),
              std::string::npos);
    EXPECT_EQ(database.value("SELECT max(attempts) FROM axis_items"), "1");
    const auto at_the_axis = [&] {
        axis::AxisClient beyond({.endpoint = hub.url(),
                                 .system_id = ReferenceHub::kOtherSystem,
                                 .secret = base::Secret(std::string(ReferenceHub::kOtherSecret))},
                                fetcher, *clock);
        return *beyond.count_received(axis::MessageType::edoc);
    };
    EXPECT_EQ(at_the_axis(), 2);
    hub.control({{"unlock", "000.00.13.H41"}});
    {
        db::Transaction tx = database.pool().begin({});
        EXPECT_TRUE(replay(tx, services, database.value("SELECT uid FROM axis_messages"), "H41.13"));
        tx.commit();
    }
    work();
    EXPECT_EQ(states(), "H17.22.28 done, H41 done, H41.13 done");
    EXPECT_EQ(at_the_axis(), 3) << "those who have it are not sent it again";
}

TEST_F(ListingTest, ANameFollowsTheListUntilTheOperatorChangesIt)
{
    work();
    take_in(services, {"H41", "H41.13"});
    database.execute(
        "UPDATE agencies SET name = 'Sở Y tế Nghệ An (tên do người vận hành đặt)' WHERE code = 'H41.13'");
    hub.control({{"directory",
                  {entry("000.00.00.H41", "UBND tỉnh Nghệ An mới"), entry("000.00.13.H41", "Sở Y tế mới"),
                   entry("28.22.H17", "Phòng Văn hoá")}}});
    days_pass(1);
    EXPECT_EQ(agency("H41")->name, "UBND tỉnh Nghệ An mới");
    EXPECT_EQ(agency("H41")->short_name, "UBND tỉnh Nghệ An mới");
    EXPECT_EQ(agency("H41.13")->name, "Sở Y tế Nghệ An (tên do người vận hành đặt)");
    EXPECT_EQ(found("phong van hoa"), "H17.22.28 Phòng Văn hoá");
}

TEST_F(ListingTest, WhatIsNoLongerListedIsGoneAndComesBack)
{
    work();
    take_in(services, {"H41.13"});
    hub.control(
        {{"directory", {entry("000.00.00.H41", "UBND tỉnh Nghệ An"), entry("28.22.H17", "Phòng Văn hoá")}}});
    // The systems of the reference axis still carry it: an entry that is deleted hides it from the list.
    json gone = entry("000.00.13.H41", "Sở Y tế");
    gone["deleted"] = true;
    hub.control({{"directory",
                  {entry("000.00.00.H41", "UBND tỉnh Nghệ An"), entry("28.22.H17", "Phòng Văn hoá"), gone}}});
    days_pass(1);
    const base::Day today = base::vietnam_day(clock->now());
    EXPECT_EQ(agency("H41.13")->valid.to, today);
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_agencies WHERE gone_since IS NOT NULL"), "2");
    days_pass(1);
    EXPECT_EQ(agency("H41.13")->valid.to, today) << "once";
    gone["deleted"] = false;
    hub.control({{"directory",
                  {entry("000.00.00.H41", "UBND tỉnh Nghệ An"), entry("28.22.H17", "Phòng Văn hoá"), gone}}});
    days_pass(1);
    EXPECT_EQ(agency("H41.13")->valid.to, std::nullopt);
}

TEST_F(ListingTest, WhatTheOperatorClosedStaysClosed)
{
    work();
    take_in(services, {"H41.13"});
    database.execute("UPDATE agencies SET valid_to = '2026-11-20' WHERE code = 'H41.13'");
    json gone = entry("000.00.13.H41", "Sở Y tế");
    for (const bool deleted : {true, false}) {
        gone["deleted"] = deleted;
        hub.control(
            {{"directory",
              {entry("000.00.00.H41", "UBND tỉnh Nghệ An"), entry("28.22.H17", "Phòng Văn hoá"), gone}}});
        days_pass(1);
        EXPECT_EQ(base::format_iso(agency("H41.13")->valid.to.value()), "2026-11-20");
    }
}

TEST_F(ListingTest, WhatTheOperatorGaveToAnotherSystemIsLeftThere)
{
    work();
    take_in(services, {"H41.13"});
    database.execute(
        "UPDATE agencies SET system_id = (SELECT id FROM connected_systems WHERE code = 'vxp.saas.02') WHERE code = 'H41.13'");
    hub.control({{"directory",
                  {entry("000.00.00.H41", "UBND tỉnh Nghệ An"), entry("000.00.13.H41", "Sở Y tế mới"),
                   entry("28.22.H17", "Phòng Văn hoá")}}});
    days_pass(1);
    EXPECT_EQ(agency("H41.13")->name, "Sở Y tế");
    EXPECT_NE(agency("H41.13")->system, system.id);
}

TEST_F(ListingTest, ABadListTakesNothingAway)
{
    work();
    const auto first = state();
    const auto expect_kept = [&](const std::string& words) {
        days_pass(1);
        EXPECT_EQ(state().agencies, 7);
        EXPECT_EQ(state().at, first.at);
        EXPECT_NE(state().why.find(words), std::string::npos) << state().why;
        EXPECT_EQ(found("so y te"), "H41.13 Sở Y tế");
    };
    const std::string ok = R"({"status":"OK","ErrorCode":"0","data":)";
    hub.fault({{"path", "/getAgenciesList"}, {"do", "json"}, {"body", ok + "[]}"}});
    expect_kept("danh mục trống");
    hub.fault({{"path", "/getAgenciesList"},
               {"do", "json"},
               {"body", ok + R"([{"code":"H41","name":"UBND tỉnh Nghệ An"}]})"}});
    expect_kept("chỉ trả về 1 cơ quan, lần trước có 7");
    hub.fault({{"path", "/getAgenciesList"}, {"do", "cut"}});
    expect_kept("");
    hub.fault({{"path", "/getAgenciesList"}, {"do", "code"}, {"code", 20}});
    expect_kept("20");
    hub.fault({{"path", "/getAgenciesListQD20"}, {"do", "status"}, {"status", 500}});
    expect_kept("500");
    hub.control({{"faults", json::array()}});
    days_pass(1);
    EXPECT_EQ(state().why, "");
    EXPECT_EQ(state().at, clock->now());
}

TEST_F(ListingTest, AnAxisOfAnOlderMakeHasOneList)
{
    hub.control({{"faults",
                  {{{"path", "/getAgenciesListQD20"}, {"do", "missing"}},
                   {{"path", "/getSynchronizeUnit"}, {"do", "missing"}}}}});
    work();
    EXPECT_EQ(found("so y te"), "000.00.13.H41 Sở Y tế");
    EXPECT_EQ(state().offered, 6);
    take_in(services, {"000.00.13.H41"});
    ASSERT_NE(agency("000.00.13.H41"), nullptr);
    EXPECT_EQ(agency("000.00.13.H41")->alias, "");
}

// What the sanitizer keeps of what was freed is not counted.
#if defined(__SANITIZE_ADDRESS__)
constexpr long kAllowance = 1L << 20;  // kB
#else
constexpr long kAllowance = 0;
#endif

// Bounds hold for the 123,265 rows of a national directory, too (133 MB at its peak, most searches under 20 ms, 275 ms for one that all
// rows match): the test has fewer.
TEST_F(ListingTest, ALargeDirectoryFitsIntoMemoryAndIsSearched)
{
    const auto kilobytes = [](const std::string& name) {
        std::ifstream status("/proc/self/status");
        std::string word;
        long value = 0;
        while (status >> word && word != name) {}
        status >> value;
        return value;
    };
    ReferenceHub large{kStart, 10'000};
    database.execute("UPDATE connected_systems SET address = '" + large.url() + "' WHERE kind = 'axis'");
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak counts from here
    const long before = kilobytes("VmRSS:");
    work();
    EXPECT_LT(kilobytes("VmHWM:") - before, (100L << 10) + kAllowance);
    EXPECT_EQ(state().agencies, 10'003) << state().why;
    EXPECT_EQ(found("phuong so 7123").substr(0, 7), "H05.23.");
    EXPECT_NE(found("uy ban nhan dan phuong"), "");
}

}  // namespace
}  // namespace lt::exchange
