// For tests: the plug-in on the signer's machine, which comes to the routes without any cookie, and a session that lasts for it.
#pragma once

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "kit/db/testing.h"
#include "kit/http/router.h"
#include "kit/pdf/plugin_testing.h"

namespace lt::signing {

// What the page hands to the plug-in.
struct Order {
    std::string path{};
    nlohmann::json parameters{};
    std::string progress{};
    std::string done{};  // nothing left to sign

    std::string fetch() const { return target("FileName"); }
    std::string deliver() const { return target("FileUploadHandler"); }
    std::string target(const char* name) const
    {
        const std::string address = parameters.at(name);
        const std::string server = "https://lienthong.example.vn";
        EXPECT_TRUE(address.starts_with(server + "/vgca/")) << address;
        return address.substr(server.size());
    }
    static Order of(const std::string& answer)
    {
        const auto json = nlohmann::json::parse(answer);
        if (json.contains("done")) return {.done = json["done"]};
        return {.path = json.at("path"),
                .parameters = nlohmann::json::parse(json.at("parameters").get<std::string>()),
                .progress = json.at("progress")};
    }
};

class PluginMachine {
public:
    explicit PluginMachine(http::Router& routes) : routes_(routes) {}

    static http::Request request(http::Method method, const std::string& target)
    {
        http::Request out;
        out.method = method;
        out.target = out.path = target;
        out.id = "test";
        out.headers["host"] = "boc-lot.example.com";
        return out;
    }
    http::Response fetched(const std::string& target)
    {
        http::Request asked = request(http::Method::get, target);
        const auto match = routes_.match(asked.method, target);
        if (!match.route) return http::refuse(404);
        EXPECT_EQ(match.route->access.check(nullptr), http::Verdict::allow);
        asked.params = match.params;
        return match.route->handler(asked);
    }
    std::string file_at(const std::string& target)
    {
        const auto answer = fetched(target);
        if (!answer.content) return {};
        std::string bytes(answer.content->size(), '\0');
        answer.content->read(0, std::as_writable_bytes(std::span(bytes)));
        return bytes;
    }
    // "" when it is taken, otherwise why not, as the plug-in reads it.
    std::string delivered(const std::string& target, const std::string& content,
                          const std::string& field = "uploadfile")
    {
        http::Request sent = form_request(target);
        return reason(sent, target, form_of(content, field));
    }
    static http::Request form_request(const std::string& target)
    {
        http::Request sent = request(http::Method::post, target);
        sent.headers["content-type"] = "multipart/form-data; boundary=gioi-han";
        return sent;
    }
    static std::string form_of(const std::string& content, const std::string& field = "uploadfile")
    {
        return "--gioi-han\r\nContent-Disposition: form-data; name=\"" + field +
               "\"; filename=\"ky.pdf\"\r\nContent-Type: application/pdf\r\n\r\n" + content +
               "\r\n--gioi-han--\r\n";
    }
    std::string reason(http::Request& sent, const std::string& target, const std::string& body)
    {
        const auto match = routes_.match(sent.method, target);
        if (!match.route) return "no route";
        EXPECT_FALSE(match.route->csrf);
        sent.params = match.params;
        http::Response answer;
        try {
            const auto sink = match.route->body.sink(sent);
            for (std::size_t at = 0; at < body.size(); at += 5000)
                sink->write(std::as_bytes(
                    std::span(body).subspan(at, std::min<std::size_t>(5000, body.size() - at))));
            answer = sink->finish(sent);
        } catch (http::Answer& early) {
            answer = std::move(early.response);
        }
        EXPECT_EQ(answer.status, 200) << "also for what is refused";
        const auto json = nlohmann::json::parse(answer.body);
        EXPECT_EQ(json.size(), 4U);
        EXPECT_EQ(json.at("Status").get<bool>(), json.at("Message").get<std::string>().empty());
        return json.at("Message");
    }
    // Fetches, signs, brings.
    std::string plugin_signs(const Order& order, const crypto::Identity& who,
                             const pdf::ProgramWish& wish = {})
    {
        return delivered(order.deliver(), pdf::sign_with_program(file_at(order.fetch()), who, wish));
    }

private:
    http::Router& routes_;
};

// A session of the official, with this hash, for the next twelve hours of 20 November 2026.
inline void log_in_for_plugin(db::TestDatabase& database, std::int64_t official, const std::string& session)
{
    const std::string id = std::to_string(official);
    database.execute(
        "INSERT INTO accounts (official_id, login, password_hash, password_changed_at, created_at) "
        "VALUES (" +
        id + ", 'nguoi" + id + "', 'x', now(), now()) ON CONFLICT DO NOTHING");
    database.execute(
        "INSERT INTO sessions (token_hash, account_id, post_id, stage, csrf, created_at, seen_at, "
        "expires_at) SELECT decode('" +
        base::to_hex(session) +
        "', 'hex'), a.id, p.id, 'full', 'x', '2026-11-20T02:00Z', '2026-11-20T02:00Z', "
        "'2026-11-20T14:00Z' FROM accounts a JOIN posts p ON p.official_id = a.official_id "
        "WHERE a.official_id = " +
        id);
}
inline void log_out_for_plugin(db::TestDatabase& database, const std::string& session)
{
    database.execute("DELETE FROM sessions WHERE token_hash = decode('" + base::to_hex(session) +
                     "', 'hex')");
}

}  // namespace lt::signing
