// The axis as connected systems meet it: through its routes, with signed calls, against a real database.
#include "exchange/hub/hub.h"

#include <nlohmann/json.hpp>

#include "exchange/axis/sign_headers.h"
#include "exchange/fixture_dbtest.h"
#include "kit/crypto/digest.h"
#include "kit/http/ascii.h"

namespace lt::exchange {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

class HubTest : public ExchangeTest {
protected:
    HubTest() { add_hub_routes(router, services); }

    // A request with signed headers, as the reference client makes it.
    http::Request signed_request(const Peer& peer, const axis::Headers& parameters, base::Time at)
    {
        http::Request request{.method = http::Method::post};
        for (const auto& [name, value] : axis::sign({parameters, peer.code}, peer.secret, at))
            request.headers[http::ascii_lower(name)] = value;
        return request;
    }
    http::Response run(http::Request request, const std::string& path)
    {
        const auto match = router.match(request.method, path);
        if (match.route == nullptr) throw std::runtime_error("no route " + path);
        try {
            return match.route->handler(request);
        } catch (http::Answer& answer) {
            return answer.response;
        }
    }
    Json call(const Peer& peer, const std::string& path, const axis::Headers& parameters = {},
              const std::string& body = "{}")
    {
        clock->set(clock->now() + 1s);
        http::Request request = signed_request(peer, parameters, clock->now());
        request.body = body;
        return Json::parse(run(std::move(request), "/axis/" + path).body);
    }
    http::Response send_request(http::Request request, const std::string& bytes,
                                const std::string& path = "/axis/sendEdoc")
    {
        request.headers["content-length"] = std::to_string(bytes.size());
        try {
            const auto match = router.match(http::Method::post, path);
            const auto sink = match.route->body.sink(request);
            for (std::size_t at = 0; at < bytes.size(); at += 1000)
                sink->write(std::as_bytes(
                    std::span(bytes).subspan(at, std::min<std::size_t>(1000, bytes.size() - at))));
            return sink->finish(request);
        } catch (http::Answer& answer) {
            return answer.response;
        }
    }
    Json send(const Peer& peer, const std::string& bytes, const std::string& type = "edoc",
              const std::string& tail = "\r\n")
    {
        clock->set(clock->now() + 1s);
        auto request = signed_request(peer,
                                      {{"from", "x"},
                                       {"servicetype", "eDoc"},
                                       {"messagetype", type},
                                       {"hash-file", crypto::sha256_hex(bytes)}},
                                      clock->now());
        return Json::parse(send_request(std::move(request), bytes + tail).body);
    }
    std::string content(const http::Response& response)
    {
        std::string out(response.content->size(), '\0');
        for (std::size_t at = 0; at < out.size();)
            at += response.content->read(at, std::as_writable_bytes(std::span(out))
                                                 .subspan(at, std::min<std::size_t>(out.size() - at, 777)));
        return out;
    }
    http::Router router{};
};

TEST_F(HubTest, FromOneSystemToAnotherAndBack)
{
    const std::string bytes = edoc("H05.2", {"H05.3", "H05.1"});
    const Json sent = send(near, bytes);
    ASSERT_EQ(sent["status"], "OK") << sent;
    EXPECT_EQ(sent["ErrorCode"], "0");
    const std::string id = sent["DocId"];
    EXPECT_EQ(states(), "H05.1 initial, H05.3 initial");

    while (queue.run_due() > 0) {}
    ASSERT_EQ(arrived.size(), 1U);
    EXPECT_EQ(arrived[0].to, std::vector<std::string>{"H05.1"});
    EXPECT_EQ(blobs.get(arrived[0].sha256, 1 << 20), bytes) << "the CRLF behind the file is no part of it";
    EXPECT_EQ(states(), "H05.1 done, H05.3 initial");

    EXPECT_EQ(call(far, "countReceiveEdoc")["data"], 1);
    EXPECT_EQ(call(near, "countReceiveEdoc")["data"], 0);
    const Json list = call(far, "getReceivedEdocList", {{"servicetype", "eDoc"}, {"messagetype", "edoc"}});
    ASSERT_EQ(list["data"].size(), 1U);
    EXPECT_EQ(list["data"][0]["docId"], id);
    EXPECT_EQ(list["data"][0]["from"], "H05.2");
    EXPECT_EQ(list["data"][0]["to"], "H05.3");
    EXPECT_EQ(list["data"][0]["status"], "initial");

    // Both spellings, both ways to fetch.
    const Json whole =
        Json::parse(content(run(signed_request(far, {{"docId", id}}, clock->now()), "/axis/getEdoc")));
    EXPECT_EQ(whole["status"], "OK");
    EXPECT_EQ(http::base64_decode(whole["data"].get<std::string>()), bytes);
    EXPECT_EQ(content(run(signed_request(far, {{"docid", id}}, clock->now()), "/axis/downloadEdoc")), bytes);

    EXPECT_EQ(call(far, "updateStatus", {{"docid", id}, {"status", "processing"}})["status"], "OK");
    EXPECT_EQ(call(far, "updateStatus", {{"docId", id}, {"status", "done"}})["status"], "OK");
    EXPECT_EQ(states(), "H05.1 done, H05.3 done");
    EXPECT_TRUE(call(far, "getReceivedEdocList", {{"messagetype", "edoc"}})["data"].empty());
    EXPECT_EQ(call(far, "updateStatus", {{"docId", id}, {"status", "fail"}})["status"], "OK");
    EXPECT_EQ(states(), "H05.1 done, H05.3 done") << "what is done stays done";

    const Json told = call(near, "getSentEdocList", {{"messagetype", "edoc"}, {"docId", id}});
    ASSERT_EQ(told["data"].size(), 2U);
    EXPECT_EQ(told["data"][1]["toCode"], "H05.3");
    EXPECT_EQ(told["data"][1]["receiveStatus"], "done");
    EXPECT_EQ(told["data"][1]["notation"], "7/UBND-VX");

    // The status goes to whom it answers.
    ASSERT_EQ(send(far, status("H05.3", "H05.2", "03"), "status")["status"], "OK");
    const Json statuses = call(near, "getReceivedEdocList", {{"messagetype", "status"}});
    ASSERT_EQ(statuses["data"].size(), 1U);
    EXPECT_EQ(statuses["data"][0]["from"], "H05.3");
}

TEST_F(HubTest, NothingIsTakenTwice)
{
    const std::string bytes = edoc("H05.2", {"H05.3"});
    const Json first = send(near, bytes);
    const Json again = send(near, bytes);
    EXPECT_EQ(again["status"], "OK");
    EXPECT_EQ(again["DocId"], first["DocId"]);
    // The same document, written anew, and to one more.
    const Json further = send(near, edoc("H05.2", {"H05.3", "H05.1"}) + " ");
    EXPECT_EQ(further["status"], "OK");
    EXPECT_NE(further["DocId"], first["DocId"]);
    EXPECT_EQ(states(), "H05.3 initial, H05.1 initial");
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_messages"), "2");

    // The very same call: the first answer, and nothing more.
    auto request = signed_request(near, {{"messagetype", "edoc"}, {"hash-file", crypto::sha256_hex(bytes)}},
                                  clock->now());
    const auto replay = request;
    const std::string other = edoc("H05.2", {"H05.3"}, "khac");
    auto other_request = signed_request(near, {{"messagetype", "edoc"}}, clock->now());
    const auto other_replay = other_request;
    EXPECT_EQ(Json::parse(send_request(std::move(other_request), other).body)["status"], "OK");
    const Json refused = Json::parse(send_request(other_replay, edoc("H05.2", {"H05.3"}, "lan ba")).body);
    EXPECT_EQ(refused["ErrorCode"], "15") << "a signature that names no file is good for one";
    EXPECT_EQ(Json::parse(send_request(std::move(request), bytes).body)["DocId"], first["DocId"]);
    EXPECT_EQ(Json::parse(send_request(replay, bytes).body)["DocId"], first["DocId"]);
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_messages"), "3");
}

TEST_F(HubTest, WhoeverIsNotWhoHeSaysIsRefused)
{
    const auto code = [&](http::Request request) {
        return Json::parse(run(std::move(request), "/axis/countReceiveEdoc").body)["ErrorCode"]
            .get<std::string>();
    };
    EXPECT_EQ(code(signed_request(near, {}, kStart)), "0");
    EXPECT_EQ(code(signed_request({near.code, far.secret}, {}, kStart)), "15");
    EXPECT_EQ(code(signed_request({"vxp.saas.99", near.secret}, {}, kStart)), "15");
    EXPECT_EQ(code(signed_request(near, {}, kStart - 16min)), "15");
    EXPECT_EQ(code(signed_request(near, {}, kStart + 16min)), "15");
    EXPECT_EQ(code(signed_request(near, {}, kStart - 14min)), "0");
    EXPECT_EQ(code(http::Request{.method = http::Method::post}), "15");
    // A parameter that is not signed counts for nothing.
    auto smuggled = signed_request(far, {{"docId", "x"}}, kStart);
    smuggled.headers["xroadvnpt-docid"] = "y";
    EXPECT_EQ(code(std::move(smuggled)), "15");

    db::Transaction tx = database.pool().begin({});
    set_active(tx, services, *find_system(tx, near.uid), false);
    tx.commit();
    EXPECT_EQ(code(signed_request(near, {}, kStart)), "15");
    db::Transaction other = database.pool().begin({});
    const base::Secret renewed = renew_secret(other, services, *find_system(other, far.uid));
    other.commit();
    EXPECT_EQ(code(signed_request(far, {}, kStart)), "15") << "the old secret stops at once";
    EXPECT_EQ(code(signed_request({far.code, std::string(renewed.view())}, {}, kStart)), "0");
}

TEST_F(HubTest, EveryWrongMessageHasItsCodeAndItsWords)
{
    const auto refused = [&](const std::string& bytes, const std::string& type = "edoc") {
        const Json answer = send(near, bytes, type);
        EXPECT_EQ(answer["status"], "FAIL") << answer;
        return answer["ErrorCode"].get<std::string>() + " " + answer["ErrorDesc"].get<std::string>();
    };
    EXPECT_TRUE(refused("").starts_with("10 "));
    EXPECT_TRUE(refused("không phải XML").starts_with("22 "));
    EXPECT_TRUE(refused(edoc("H05.3", {"H05.1"})).starts_with("19 Đơn vị gửi “H05.3” (From/OrganId)"));
    EXPECT_TRUE(refused(edoc("H05.99", {"H05.1"})).starts_with("19 "));
    EXPECT_TRUE(refused(edoc("H05.2", {"H05.1", "H99"})).starts_with("18 Đơn vị nhận “H99” (To/OrganId)"));
    EXPECT_TRUE(refused(edoc("H05.2", {"H05.5"})).starts_with("18 "))
        << "dissolved, and nobody goes on with its work";
    EXPECT_TRUE(refused(edoc("H05.2", {"H05.1"}), "status").starts_with("22 messagetype"));
    const std::string long_id = refused(edoc("H05.2", {"H05.1"}, std::string(201, 'x')));
    EXPECT_TRUE(long_id.starts_with("22 ") && long_id.find("DocumentId") != std::string::npos) << long_id;
    std::string no_subject = edoc("H05.2", {"H05.1"});
    no_subject.erase(no_subject.find("<edXML:Subject>"),
                     std::string("<edXML:Subject>V/v tập huấn</edXML:Subject>").size());
    EXPECT_NE(refused(no_subject).find("Subject"), std::string::npos) << "the element is named";
    const auto with_file = [](const std::string& name, const std::string& base64) {
        std::string bytes = edoc("H05.2", {"H05.1"});
        const auto put = [&](const std::string& before, const std::string& what) {
            bytes.insert(bytes.find(before), what);
        };
        put("</edXML:edXMLEnvelope>",
            "<edXML:edXMLBody><edXML:edXMLManifest version=\"1.0\"><edXML:Reference><edXML:ContentId>cid:1"
            "</edXML:ContentId><edXML:ContentType>application/pdf</edXML:ContentType><edXML:AttachmentName>" +
                name + "</edXML:AttachmentName></edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody>");
        bytes.insert(
            bytes.rfind("</edXML>"),
            "<AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>" + name +
                "</AttachmentName><ContentType>application/pdf</ContentType><edXML:ContentTransferEncoded "
                "xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">" +
                base64 + "</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded>");
        return bytes;
    };
    // edXML as such, and a file in it that nobody can take out.
    for (const auto& [bytes, element] :
         {std::pair(with_file("a.pdf", "@@@@"), "ContentTransferEncoded"),
          std::pair(with_file("a.pdf", "AAA"), "ContentTransferEncoded"),
          std::pair(with_file("a.pdf", "UEsDBAAAAAAAAA=="), "ContentTransferEncoded"),
          std::pair(with_file("../../etc/passwd", "JVBERg=="), "AttachmentName")}) {
        const std::string words = refused(bytes);
        EXPECT_TRUE(words.starts_with("21 ")) << words;
        EXPECT_NE(words.find(element), std::string::npos) << words;
    }
    auto wrong_hash = signed_request(near, {{"hash-file", std::string(64, 'a')}}, clock->now());
    EXPECT_EQ(Json::parse(send_request(std::move(wrong_hash), edoc("H05.2", {"H05.1"})).body)["ErrorCode"],
              "10");
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_messages"), "0");

    // A dissolved agency's mail goes to its successor.
    EXPECT_EQ(send(near, edoc("H05.2", {"H05.4"}))["status"], "OK");
    EXPECT_EQ(states(), "H05.3 initial");
}

TEST_F(HubTest, HashesAndLineEndsAreTakenAsTheFieldSendsThem)
{
    const auto with_hash = [&](const std::string& bytes, std::string hash) {
        clock->set(clock->now() + 1s);
        return Json::parse(
            send_request(signed_request(near, {{"hash-file", std::move(hash)}}, clock->now()), bytes)
                .body)["status"];
    };
    std::string upper = crypto::sha256_hex(edoc("H05.2", {"H05.1"}, "mot"));
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(with_hash(edoc("H05.2", {"H05.1"}, "mot"), upper), "OK");
    const std::string two = edoc("H05.2", {"H05.1"}, "hai") + "\r\n";
    EXPECT_EQ(with_hash(two, crypto::sha256_hex(two)), "OK") << "a hash over the CRLF, too";
    EXPECT_EQ(send(near, edoc("H05.2", {"H05.1"}, "ba"), "edoc", "")["status"], "OK");
}

TEST_F(HubTest, TooLargeIsRefusedBeforeItIsRead)
{
    auto request = signed_request(near, {}, clock->now());
    request.headers["content-length"] = std::to_string((1 << 20) + 3);
    try {
        static_cast<void>(router.match(http::Method::post, "/axis/sendEdoc").route->body.sink(request));
        FAIL() << "no byte is read";
    } catch (const http::Answer& answer) {
        EXPECT_EQ(answer.response.status, 413);
        EXPECT_EQ(Json::parse(answer.response.body)["ErrorCode"], "10");
    }
    // Nor is a length that is not told.
    auto chunked = signed_request(near, {}, clock->now());
    const auto sink = router.match(http::Method::post, "/axis/sendEdoc").route->body.sink(chunked);
    const std::vector<std::byte> piece(1 << 19);
    sink->write(piece);
    sink->write(piece);
    EXPECT_THROW(sink->write(piece), http::Answer);
}

TEST_F(HubTest, AFloodOfOneSystemLeavesTheOthers)
{
    int refused = 0;
    http::Response last;
    for (int i = 0; i < 700; ++i) {
        last = run(signed_request(near, {}, clock->now()), "/axis/countReceiveEdoc");
        refused += last.status == 429 ? 1 : 0;
    }
    EXPECT_EQ(refused, 100);
    EXPECT_EQ(Json::parse(last.body)["ErrorCode"], "20");
    EXPECT_EQ(run(signed_request(far, {}, clock->now()), "/axis/countReceiveEdoc").status, 200);
    clock->set(clock->now() + 1min);
    EXPECT_EQ(run(signed_request(near, {}, clock->now()), "/axis/countReceiveEdoc").status, 200);
}

TEST_F(HubTest, WhoCallsInVainAllTheTimeIsNotLookedAt)
{
    const auto from = [&](const Peer& peer, const std::string& address) {
        http::Request request = signed_request(peer, {}, clock->now());
        request.remote = address;
        return run(std::move(request), "/axis/countReceiveEdoc").status;
    };
    const Peer liar{near.code, far.secret};
    int refused = 0;
    for (int i = 0; i < 100; ++i) refused += from(liar, "203.0.113.7") == 429 ? 1 : 0;
    EXPECT_EQ(refused, 40);
    EXPECT_EQ(from(near, "203.0.113.7"), 429) << "nobody tries secrets any faster by being right once";
    EXPECT_EQ(from(near, "203.0.113.8"), 200);
    EXPECT_EQ(from(far, "203.0.113.7"), 200) << "others come through the same gateway";
    http::Request plain{.method = http::Method::get};
    plain.remote = "203.0.113.7";
    plain.headers["x-systemid"] = near.code;
    EXPECT_EQ(run(plain, "/axis/v1/getAgenciesList").status, 429) << "one count for both skins";
    clock->set(clock->now() + 1min);
    EXPECT_EQ(from(near, "203.0.113.7"), 200);
}

TEST_F(HubTest, NobodyReadsWhatIsForOthers)
{
    const std::string id = send(near, edoc("H05.2", {"H05.1"}))["DocId"];
    for (const Peer& peer : {near, far}) {
        EXPECT_EQ(call(peer, "getEdoc", {{"docId", id}})["ErrorCode"], "10");
        EXPECT_EQ(call(peer, "updateStatus", {{"docId", id}, {"status", "done"}})["ErrorCode"], "10");
    }
    EXPECT_TRUE(call(far, "getSentEdocList", {{"messagetype", "edoc"}, {"docId", id}})["data"].empty());
    EXPECT_EQ(call(far, "getEdoc", {{"docId", "'; --"}})["ErrorCode"], "10");
}

TEST_F(HubTest, AMessageThatFailsDoesNotHoldUpThoseBehindIt)
{
    refusal = base::invalid("file", "Tệp trong thông điệp bị hỏng.");
    const std::string bad = send(near, edoc("H05.2", {"H05.1"}, "hong"))["DocId"];
    while (queue.run_due() > 0) {}
    refusal.reset();
    send(near, edoc("H05.2", {"H05.1"}, "tot"));
    while (queue.run_due() > 0) {}
    EXPECT_EQ(states(), "H05.1 fail, H05.1 done");
    const Json told = call(near, "getSentEdocList", {{"messagetype", "edoc"}, {"docId", bad}});
    EXPECT_EQ(told["data"][0]["receiveStatus"], "fail");
    EXPECT_EQ(told["data"][0]["receiveStatusDesc"], "Tệp trong thông điệp bị hỏng.");
}

TEST_F(HubTest, WhatBelongsTogetherIsDeliveredInItsOrder)
{
    send(near, edoc("H05.2", {"H05.1"}));
    send(near, status("H05.2", "H05.1", "13"), "status");
    while (queue.run_due() > 0) {}
    ASSERT_EQ(arrived.size(), 2U);
    EXPECT_EQ(arrived[0].kind, edxml::Kind::edoc);
    EXPECT_EQ(arrived[1].kind, edxml::Kind::status);
}

TEST_F(HubTest, ASystemRegistersItsOwnAgenciesOnly)
{
    const Json made =
        call(near, "registerAgency", {}, R"({"id":"1","pcode":"H05.2","code":"H05.2.9","name":"Trạm y tế"})");
    EXPECT_EQ(made["status"], "OK") << made;
    EXPECT_EQ(database.value("SELECT system_id FROM agencies WHERE code = 'H05.2.9'"),
              database.value("SELECT id FROM connected_systems WHERE code = 'vxp.saas.02'"));
    EXPECT_EQ(call(near, "registerAgency", {}, R"({"code":"H05.3","name":"Của hệ thống khác"})")["status"],
              "FAIL");
    database.execute(
        "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE "
        "VALUES (1,'" +
        base::new_uid(kStart) + "',1,'Nguyễn Văn Đức',now(),'x','x')");
    database.execute("INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES ('" +
                     base::new_uid(kStart) + "',1,1,'Chủ tịch','leader','2025-07-01')");
    EXPECT_EQ(
        call(near, "registerAgency", {}, R"({"code":"H05.1","name":"Có người làm việc ở đây"})")["status"],
        "FAIL");
    EXPECT_EQ(call(near, "registerAgency", {}, "[]")["ErrorCode"], "22");
    EXPECT_EQ(call(far, "deleteAgency", {{"AgencyCode", "H05.2.9"}})["ErrorCode"], "19");
    EXPECT_EQ(call(near, "deleteAgency", {{"AgencyCode", "H05.2.9"}})["status"], "OK");
    EXPECT_EQ(database.value("SELECT coalesce(system_id::text, 'here') FROM agencies WHERE code = 'H05.2.9'"),
              "here");
    const Json list = call(near, "getAgenciesList");
    EXPECT_GE(list["data"].size(), 4U);
    EXPECT_EQ(call(near, "getAgenciesListQD20")["data"][0]["code"], "H05.1");
    EXPECT_EQ(call(near, "getSynchronizeUnit")["status"], "OK");
}

TEST_F(HubTest, ProvincialClientsSpeakTheOtherSkin)
{
    const auto plain = [&](const Peer& peer, http::Method method) {
        http::Request request{.method = method};
        request.headers["x-systemid"] = peer.code;
        request.headers["x-secretkey"] = peer.secret;
        return request;
    };
    const std::string bytes = edoc("H05.2", {"H05.3"});
    const Json sent =
        Json::parse(send_request(plain(near, http::Method::post), bytes, "/axis/v1/sendEdoc").body);
    ASSERT_EQ(sent["status"], "OK") << sent;
    auto list = plain(far, http::Method::get);
    list.query.add("messageType", "edoc");
    list.query.add("fromDate", "2026/11/20");
    list.query.add("toDate", "2026/11/20");
    EXPECT_EQ(Json::parse(run(list, "/axis/v1/syncReceivedEdocList").body)["data"].size(), 1U);
    auto before = plain(far, http::Method::get);
    before.query.add("toDate", "2026/11/19");
    EXPECT_TRUE(Json::parse(run(before, "/axis/v1/syncReceivedEdocList").body)["data"].empty());
    auto get = plain(far, http::Method::get);
    get.query.add("docId", sent["DocId"]);
    EXPECT_EQ(
        http::base64_decode(Json::parse(content(run(get, "/axis/v1/getEdoc")))["data"].get<std::string>()),
        bytes);
    auto done = plain(far, http::Method::post);
    done.body = Json{{"docId", sent["DocId"]}, {"status", "done"}}.dump();
    EXPECT_EQ(Json::parse(run(done, "/axis/v1/updateStatus").body)["status"], "OK");
    EXPECT_EQ(states(), "H05.3 done");
    auto wrong = plain({near.code, "sai"}, http::Method::get);
    EXPECT_EQ(Json::parse(run(wrong, "/axis/v1/getAgenciesList").body)["ErrorCode"], "15");
}

}  // namespace
}  // namespace lt::exchange
