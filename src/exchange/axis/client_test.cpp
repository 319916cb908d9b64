// The client against an axis that is written independently of it, and that misbehaves when told.
#include "exchange/axis/client.h"

#include <gtest/gtest.h>

#include "exchange/axis/data_answer.h"
#include "exchange/axis/reference_hub_testing.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"

namespace lt::axis {
namespace {

using namespace std::chrono;
using base::Fault;
using nlohmann::json;

const base::Time kNow = sys_days(2026y / November / 20) + 2h + 42min + 7s + 123ms;

std::string message(const std::string& filling = "")
{
    return R"(<?xml version="1.0" encoding="utf-8"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><To>)"
           R"(<OrganId>000.00.13.H53</OrganId></To><x>)" +
           filling + "</x></edXML>";
}

class Axis : public ::testing::Test {
protected:
    ClientOptions options(const char* system, const char* secret) const
    {
        return {
            .endpoint = hub_.url() + "/", .system_id = system, .secret = base::Secret(std::string(secret))};
    }
    base::Result<std::string> send(const std::string& content,
                                   std::vector<std::string> to = {"000.00.13.H53"},
                                   MessageType type = MessageType::edoc)
    {
        return far_.send({.type = type,
                          .from = "000.00.00.G22",
                          .to = std::move(to),
                          .sha256_hex = crypto::sha256_hex(content),
                          .size = content.size(),
                          .next = [&content, at = std::size_t{0}](std::span<char> buffer) mutable {
                              const std::size_t count =
                                  content.copy(buffer.data(), std::min<std::size_t>(buffer.size(), 1000), at);
                              at += count;
                              return count;
                          }});
    }
    // The one item that waits.
    std::string waiting(const std::string& content = message())
    {
        EXPECT_TRUE(send(content));
        const auto items = near_.received(MessageType::edoc);
        EXPECT_TRUE(items && items->size() == 1U);
        return items && !items->empty() ? items->front().doc_id : "";
    }
    base::Result<std::uint64_t> get(const std::string& id)
    {
        got_.clear();
        return near_.get(id, [&](std::string_view piece) { got_.append(piece); });
    }
    template <class T>
    static Fault fault_of(const base::Result<T>& result)
    {
        EXPECT_FALSE(result);
        if (result) return Fault::conflict;
        const std::string words = result.error().message.str();
        EXPECT_FALSE(words.empty());
        for (const char* secret : {ReferenceHub::kSecret, ReferenceHub::kOtherSecret})
            EXPECT_EQ(words.find(secret), std::string::npos);
        return result.error().fault;
    }

    base::VirtualClock clock_{kNow};
    ReferenceHub hub_{kNow};
    fetch::HttpFetcher fetcher_{{.allow_private = true}};
    AxisClient near_{options(ReferenceHub::kSystem, ReferenceHub::kSecret), fetcher_, clock_};
    AxisClient far_{options(ReferenceHub::kOtherSystem, ReferenceHub::kOtherSecret), fetcher_, clock_};
    std::string got_{};
};

TEST_F(Axis, carries_a_message_there_and_its_state_back)
{
    const std::string content = message(std::string(300000, 'x'));
    const auto id = send(content, {"000.00.13.H53", "000.00.14.H53"});
    ASSERT_TRUE(id) << id.error().message;
    EXPECT_FALSE(id->empty());
    EXPECT_EQ(*near_.count_received(MessageType::edoc), 2);
    EXPECT_EQ(*near_.count_received(MessageType::status), 0);

    const auto items = near_.received(MessageType::edoc, {base::Day(2026y / November / 1), {}});
    ASSERT_TRUE(items) << items.error().message;
    ASSERT_EQ(items->size(), 2U);
    const ReceivedItem& item = items->front();
    EXPECT_EQ(item.from, "000.00.00.G22");
    EXPECT_EQ(item.to, "000.00.13.H53");
    EXPECT_EQ(item.status, "initial");
    EXPECT_EQ(item.message_type, "edoc");
    EXPECT_FALSE(item.created_time.empty());
    EXPECT_TRUE(near_.received(MessageType::status)->empty());

    const auto size = get(item.doc_id);
    ASSERT_TRUE(size) << size.error().message;
    EXPECT_EQ(*size, content.size());
    EXPECT_EQ(got_, content);
    ASSERT_TRUE(near_.update_status(item.doc_id, Progress::processing));
    EXPECT_EQ(near_.received(MessageType::edoc)->front().status, "processing");
    ASSERT_TRUE(near_.update_status(item.doc_id, Progress::done));
    ASSERT_TRUE(near_.update_status(items->back().doc_id, Progress::fail));
    EXPECT_TRUE(near_.received(MessageType::edoc)->empty());

    const auto sent = far_.sent(MessageType::edoc, *id);
    ASSERT_TRUE(sent && sent->size() == 2U);
    EXPECT_EQ(sent->front().to_code, "000.00.13.H53");
    EXPECT_EQ(sent->front().receive_status, "done");
    EXPECT_EQ(sent->back().receive_status, "fail");
    EXPECT_TRUE(far_.sent(MessageType::edoc, "other")->empty());
    EXPECT_TRUE(send(message(), {"000.00.14.H53"}, MessageType::status));
    EXPECT_EQ(near_.received(MessageType::status)->size(), 1U);
}

TEST_F(Axis, is_called_as_the_reference_client_calls_it)
{
    const std::string content = message();
    ASSERT_TRUE(send(content));
    ASSERT_TRUE(near_.received(MessageType::edoc,
                               {base::Day(2026y / November / 1), base::Day(2026y / November / 9)}));
    const json log = hub_.log();
    const json& sent = log.at(0);
    EXPECT_EQ(sent.at("sha256"), crypto::sha256_hex(content + "\r\n"))
        << "the SDK ends the body with a line end";
    EXPECT_EQ(sent.at("length"), content.size() + 2);
    const json& headers = sent.at("headers");
    EXPECT_EQ(headers.at("xroadvnpt-hash-file"), crypto::sha256_hex(content));
    EXPECT_EQ(headers.at("xroadvnpt-to"), R"(["000.00.13.H53"])");
    EXPECT_EQ(headers.at("xroadvnpt-messagetype"), "edoc");
    EXPECT_EQ(headers.at("xroadvnpt-servicetype"), "eDoc");
    EXPECT_EQ(headers.at("xroadvnpt-timestamp"), "20112026T094207+0123");
    EXPECT_EQ(headers.at("content-type"), "application/octet-stream");
    EXPECT_EQ(headers.at("user-agent"), "JAVASDKAgent/1.0.0 XRoad/VPCP");
    EXPECT_FALSE(headers.contains("expect"));
    const json& list = log.at(1).at("headers");
    EXPECT_EQ(list.at("xroadvnpt-fromdate"), "2026/11/01");
    EXPECT_EQ(list.at("xroadvnpt-todate"), "2026/11/09");
    for (const char* secret : {ReferenceHub::kSecret, ReferenceHub::kOtherSecret})
        EXPECT_EQ(log.dump().find(secret), std::string::npos) << "the secret itself never travels";
}

TEST_F(Axis, never_hears_the_same_call_twice)
{
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(near_.received(MessageType::edoc));
    std::vector<std::string> texts;
    for (const json& one : hub_.log()) texts.push_back(one.at("headers").at("xroadvnpt-sign-header"));
    std::sort(texts.begin(), texts.end());
    EXPECT_EQ(std::unique(texts.begin(), texts.end()), texts.end());
}

TEST_F(Axis, may_have_more_receivers_than_a_header_holds)
{
    EXPECT_TRUE(send(message(), std::vector<std::string>(492, "000.00.13.H53")));
    EXPECT_FALSE(hub_.log().at(0).at("headers").contains("xroadvnpt-to"));
    EXPECT_EQ(near_.received(MessageType::edoc)->size(), 1U) << "by what the message itself says";
}

TEST_F(Axis, gives_a_message_without_its_newer_operation)
{
    const std::string content = message(std::string(100001, 'y'));
    const std::string id = waiting(content);
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "code"}, {"code", 21}});
    EXPECT_EQ(*get(id), content.size());
    EXPECT_EQ(got_, content);
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "html"}});
    EXPECT_EQ(*get(id), content.size());
    EXPECT_EQ(got_, content);
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "missing"}});
    EXPECT_EQ(*get(id), content.size());
    EXPECT_EQ(got_, content);
    const std::size_t before = hub_.log().size();
    EXPECT_EQ(*get(id), content.size());
    EXPECT_EQ(hub_.log().size(), before + 1) << "an operation that is not there is not asked for again";
}

TEST_F(Axis, gives_no_half_message)
{
    const std::string content = message(std::string(100000, 'z'));
    const std::string id = waiting(content);
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "cut"}, {"times", 1}});
    EXPECT_EQ(fault_of(get(id)), Fault::unavailable);
    EXPECT_EQ(*get(id), content.size());
    hub_.control({{"faults",
                   {{{"path", "/downloadEdoc"}, {"do", "missing"}},
                    {{"path", "/getEdoc"}, {"do", "cut"}, {"times", 1}}}}});
    EXPECT_EQ(fault_of(get(id)), Fault::unavailable);
    EXPECT_EQ(*get(id), content.size());
    for (const char* wrong :
         {R"({"status":"OK","ErrorCode":"0","data":"!!!!"})",
          R"({"status":"OK","ErrorCode":"0","data":"QUJ"})", R"({"status":"OK","ErrorCode":"0","data":""})",
          R"({"status":"OK","ErrorCode":"0","data":null})", R"({"status":"OK","ErrorCode":"0"})",
          R"({"status":"OK","ErrorCode":"0","data":"QUJD","data":"QUJD"})", "<html></html>", "",
          R"({"status":"OK","data":"QUJD")"}) {
        hub_.fault({{"path", "/getEdoc"}, {"do", "json"}, {"body", wrong}});
        EXPECT_EQ(fault_of(get(id)), Fault::unavailable) << wrong;
    }
}

TEST_F(Axis, is_never_taken_for_a_message_when_it_is_a_page)
{
    const std::string id = waiting();
    hub_.control(
        {{"faults", {{{"path", "/downloadEdoc"}, {"do", "html"}}, {{"path", "/getEdoc"}, {"do", "html"}}}}});
    EXPECT_EQ(fault_of(get(id)), Fault::unavailable);
    EXPECT_EQ(got_, "");
}

TEST_F(Axis, refuses_with_codes_that_reach_the_operator)
{
    for (const int code : {10, 18, 19, 21, 22, 23, 40, 100}) {
        hub_.fault({{"path", "/sendEdoc"}, {"do", "code"}, {"code", code}, {"why", "phần tử “To”"}});
        const auto refused = send(message());
        EXPECT_EQ(fault_of(refused), Fault::invalid) << code;
        EXPECT_EQ(axis_code(refused.error()), code);
        EXPECT_NE(refused.error().message.str().find("phần tử “To”"), std::string::npos);
    }
    hub_.fault({{"path", "/sendEdoc"}, {"do", "code"}, {"code", 15}});
    EXPECT_EQ(fault_of(send(message())), Fault::forbidden);
    hub_.fault({{"path", "/sendEdoc"}, {"do", "code"}, {"code", 20}});
    const auto trouble = send(message());
    EXPECT_EQ(fault_of(trouble), Fault::unavailable);
    EXPECT_EQ(axis_code(trouble.error()), 20);
    hub_.fault({{"path", "/sendEdoc"}, {"do", "json"}, {"body", R"({"status":"FAIL","ErrorDesc":"bận"})"}});
    const auto no_code = send(message());
    EXPECT_EQ(fault_of(no_code), Fault::unavailable);
    EXPECT_FALSE(axis_code(no_code.error()));
    EXPECT_NE(no_code.error().message.str().find("bận"), std::string::npos);
    // The hub's own judgement, without a fault.
    hub_.fault({{"path", "/none"}, {"do", "html"}});
    EXPECT_EQ(axis_code(send("no XML").error()), 22);
    EXPECT_EQ(axis_code(send(message(), {"000.00.99.H99"}).error()), 18);
    hub_.control({{"lock", "000.00.14.H53"}});
    EXPECT_EQ(axis_code(send(message(), {"000.00.14.H53"}).error()), 23);
    EXPECT_EQ(axis_code(near_.update_status("unknown", Progress::done).error()), 21);
    EXPECT_EQ(fault_of(get("unknown")), Fault::invalid);
    EXPECT_EQ(fault_of(get("")), Fault::invalid);
    EXPECT_EQ(fault_of(get("a\r\nX-Evil: 1")), Fault::invalid);
    EXPECT_EQ(fault_of(near_.delete_agency("a\nb")), Fault::invalid);
}

TEST_F(Axis, knows_its_systems_and_the_time)
{
    AxisClient wrong(options(ReferenceHub::kSystem, "another secret"), fetcher_, clock_);
    EXPECT_EQ(fault_of(wrong.received(MessageType::edoc)), Fault::forbidden);
    AxisClient unknown(options("nobody", ReferenceHub::kSecret), fetcher_, clock_);
    EXPECT_EQ(axis_code(unknown.agencies().error()), 15);
    clock_.advance(1h);
    EXPECT_EQ(fault_of(near_.received(MessageType::edoc)), Fault::forbidden);
}

TEST_F(Axis, in_trouble_may_be_asked_again)
{
    const auto list = [&] { return near_.received(MessageType::edoc); };
    const auto with = [&](json fault) {
        fault["path"] = "/getReceivedEdocList";
        hub_.fault(std::move(fault));
    };
    for (const int status : {500, 502, 503, 504, 429, 408, 302}) {
        with({{"do", "status"}, {"status", status}});
        EXPECT_EQ(fault_of(list()), Fault::unavailable) << status;
    }
    with({{"do", "status"}, {"status", 500}, {"body", R"({"status":"FAIL","ErrorCode":"22"})"}});
    EXPECT_EQ(fault_of(list()), Fault::unavailable);
    for (const char* fault : {"html", "cut", "close"}) {
        with({{"do", fault}});
        EXPECT_EQ(fault_of(list()), Fault::unavailable) << fault;
    }
    for (const char* body : {"{}", R"({"status":"FAIL"})", R"({"status":"FAIL","ErrorCode":"0"})", "[]",
                             "null", R"({"status":"OK","ErrorCode":"0","data":[{"docId":"1")"}) {
        with({{"do", "json"}, {"body", body}});
        EXPECT_EQ(fault_of(list()), Fault::unavailable) << body;
    }
    const std::vector<std::pair<int, Fault>> others{{401, Fault::forbidden}, {403, Fault::forbidden},
                                                    {404, Fault::not_found}, {405, Fault::not_found},
                                                    {413, Fault::too_large}, {400, Fault::invalid}};
    for (const auto& [status, fault] : others) {
        with({{"do", "status"}, {"status", status}});
        EXPECT_EQ(fault_of(list()), fault) << status;
    }
    with({{"do", "status"}, {"status", 401}, {"body", R"({"status":"FAIL","ErrorCode":"15"})"}});
    EXPECT_EQ(axis_code(list().error()), 15);
    hub_.fault({{"path", "/sendEdoc"}, {"do", "close"}});
    EXPECT_EQ(fault_of(send(message())), Fault::unavailable) << "although the axis has it";
    hub_.stop();
    EXPECT_EQ(fault_of(list()), Fault::unavailable);
}

TEST_F(Axis, does_not_lead_elsewhere)
{
    hub_.fault({{"path", "/getReceivedEdocList"}, {"do", "redirect"}, {"to", "/getAgenciesList"}});
    EXPECT_EQ(fault_of(near_.received(MessageType::edoc)), Fault::unavailable);
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "redirect"}, {"to", "/countReceiveEdoc"}});
    EXPECT_EQ(fault_of(get("x")), Fault::unavailable);
    for (const json& one : hub_.log()) {
        EXPECT_NE(one.at("path"), "/getAgenciesList");
        EXPECT_NE(one.at("path"), "/countReceiveEdoc");
    }
}

TEST_F(Axis, is_not_waited_for_forever)
{
    ClientOptions hurried = options(ReferenceHub::kSystem, ReferenceHub::kSecret);
    hurried.timeout = 300ms;
    hurried.stall = 1s;
    AxisClient client(std::move(hurried), fetcher_, clock_);
    hub_.control({{"faults",
                   {{{"path", "/updateStatus"}, {"do", "slow"}, {"seconds", 5}},
                    {{"path", "/getReceivedEdocList"}, {"do", "slow"}, {"seconds", 5}}}}});
    const auto began = steady_clock::now();
    EXPECT_EQ(fault_of(client.update_status("x", Progress::done)), Fault::unavailable);
    EXPECT_EQ(fault_of(client.received(MessageType::edoc)), Fault::unavailable)
        << "a long call that stands still";
    EXPECT_LT(steady_clock::now() - began, 5s);
}

TEST_F(Axis, may_say_too_much)
{
    ClientOptions small = options(ReferenceHub::kSystem, ReferenceHub::kSecret);
    small.most_message = 10000;
    small.most_list = 100;
    AxisClient client(std::move(small), fetcher_, clock_);
    const std::string id = waiting(message(std::string(2U << 20U, 'x')));
    std::size_t taken = 0;
    const auto count = [&](std::string_view piece) { taken += piece.size(); };
    EXPECT_EQ(fault_of(client.get(id, count)), Fault::too_large);
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "missing"}});
    EXPECT_EQ(fault_of(client.get(id, count)), Fault::too_large);
    EXPECT_LE(taken, 20000U);
    EXPECT_EQ(fault_of(client.agencies()), Fault::too_large);
    const std::string long_page(3U << 20U, 'x');
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "status"}, {"status", 500}, {"body", long_page}});
    EXPECT_EQ(fault_of(near_.get(id, count)), Fault::too_large);
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "json"}, {"body", "{" + long_page}});
    EXPECT_EQ(*near_.get(id, count), message(std::string(2U << 20U, 'x')).size());
}

TEST_F(Axis, may_say_things_twice)
{
    ASSERT_TRUE(send(message()));
    hub_.fault({{"path", "/getReceivedEdocList"}, {"do", "twice"}});
    const auto items = near_.received(MessageType::edoc);
    ASSERT_TRUE(items && items->size() == 2U);
    EXPECT_EQ(items->front().doc_id, items->back().doc_id);
}

TEST_F(Axis, passes_on_what_the_disk_says)
{
    const std::string id = waiting();
    const auto full = [](std::string_view) { throw std::runtime_error("the disk is full"); };
    EXPECT_THROW(static_cast<void>(near_.get(id, full)), std::runtime_error);
    hub_.fault({{"path", "/downloadEdoc"}, {"do", "missing"}});
    EXPECT_THROW(static_cast<void>(near_.get(id, full)), std::runtime_error);
    Outgoing broken{
        .from = "000.00.00.G22", .to = {}, .sha256_hex = "", .size = 100, .next = [](std::span<char>) {
            return throw std::runtime_error("the disk"), std::size_t{0};
        }};
    EXPECT_THROW(static_cast<void>(far_.send(broken)), std::runtime_error);
    EXPECT_TRUE(near_.received(MessageType::edoc)) << "and works afterwards";
}

TEST_F(Axis, has_a_directory_with_both_codes)
{
    ASSERT_TRUE(near_.register_agency({.code = "000.00.15.H53", .name = "Sở Nội vụ"}));
    const auto agencies = near_.agencies();
    ASSERT_TRUE(agencies && agencies->size() == 4U);
    const auto found = [](const auto& rows, std::string_view code, auto member) {
        const auto at =
            std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.*member == code; });
        EXPECT_NE(at, rows.end());
        return at != rows.end() ? *at : rows.front();
    };
    const Agency agency = found(*agencies, "000.00.15.H53", &Agency::code);
    EXPECT_EQ(agency.name, "Sở Nội vụ");
    EXPECT_FALSE(agency.id.empty()) << "a number there";
    const auto new_codes = near_.agencies_qd20("1");
    ASSERT_TRUE(new_codes);
    EXPECT_EQ(found(*new_codes, "H53.15", &AgencyQd20::code).code102, "000.00.15.H53");
    const auto units = near_.synchronized_units();
    ASSERT_TRUE(units);
    EXPECT_TRUE(units->front().is_agency);
    EXPECT_FALSE(units->front().deleted);
    EXPECT_TRUE(near_.delete_agency("000.00.15.H53"));
    EXPECT_EQ(near_.agencies()->size(), 3U);
    EXPECT_EQ(axis_code(near_.delete_agency("000.00.00.G22").error()), 18) << "of another system";
}

TEST(DataAnswers, are_taken_apart_wherever_they_are_cut)
{
    const std::string text =
        R"({"a\"data":"x","status":"OK","b":{"data":"no","c":["data"]},"DATA" : "QU\u003d\/QkND\r\nRA\u003d\u003d","ErrorCode":"0"})";
    const std::string base64 = R"(QUJD\r\nQkND\/Q\u003d\u003d)";
    const std::string good = R"({"a\"data":"x","b":{"data":"no","c":["data"]},"DATA" : ")" + base64 +
                             R"(","status":"OK","ErrorCode":"0"})";
    for (std::size_t cut = 0; cut <= good.size(); ++cut) {
        std::string out;
        DataAnswer data([&](std::string_view piece) { out.append(piece); });
        data.push(std::string_view(good).substr(0, cut));
        data.push(std::string_view(good).substr(cut));
        EXPECT_TRUE(data.good());
        EXPECT_EQ(out, "ABCBCC\xfd");
        EXPECT_EQ(data.bytes(), out.size());
        const auto answer = read_answer(data.rest());
        ASSERT_TRUE(answer && answer->ok) << data.rest();
    }
    DataAnswer wrong([](std::string_view) {});
    wrong.push(text);
    EXPECT_FALSE(wrong.good()) << "padding in the middle";
    for (const char* bad : {R"({"data":"QU\qJD"})", R"({"data":"\u00e9"})", R"({"data":"\u00"})",
                            R"({"data":"\u+03d"})", R"({"data":"QUJD)", "{}", "[\"data\",\"QUJD\"]"}) {
        DataAnswer data([](std::string_view) {});
        data.push(bad);
        EXPECT_FALSE(data.good()) << bad;
    }
    DataAnswer endless([](std::string_view) {});
    for (int i = 0; i < 1000; ++i) endless.push(std::string(1000, '{'));
    EXPECT_LE(endless.rest().size(), 70000U);
}

}  // namespace
}  // namespace lt::axis
