// The pages as a browser gets them, without the server: forms are filled in and sent, pages read.
#pragma once

#include <gtest/gtest.h>

#include "documents/fixture_dbtest.h"
#include "documents/pages/call.h"
#include "kit/crypto/digest.h"

namespace lt::documents::pages {

class PagesTest : public DocumentsTest {
protected:
    PagesTest()
        : templates({.resources = base::find_resources(), .reload = true}), the_pages(templates, {}),
          page_services{
              services,
              the_pages,
              [this](const http::Request&, const std::vector<std::string>& ids) { return take(ids); },
              [this](const http::Request&, const std::vector<std::string>& ids) { dropped = ids; },
              {.ticket_key = std::string(32, 'k'),
               .public_url = "https://lienthong.example.vn",
               .logged_in = [this](const std::string& session) { return logged_in(session); }}}
    {
        add_routes(router, std::make_shared<const PageServices>(page_services));
    }

    static std::string session_of(const Actor& actor)
    {
        return crypto::sha256(std::to_string(actor.official));
    }

    // Stands for the application's: each name is an upload that has just arrived; "bad" is an executable.
    base::Result<std::vector<NewFile>> take(const std::vector<std::string>& ids)
    {
        std::vector<NewFile> files;
        for (const std::string& id : ids) {
            if (id == "bad") return base::invalid("files", "Tệp này là chương trình, không phải văn bản.");
            const blob::Blob blob = blobs.put(contents.contains(id) ? contents[id] : "%PDF-1.4 " + id);
            database.execute(
                "INSERT INTO uploads (id, owner, name, length, received, blob_sha256, media_type, expires_at) VALUES ('" +
                id + "', '', '', 1, 1, '" + blob.sha256 +
                "', 'application/pdf', 'infinity') ON CONFLICT (id) DO UPDATE SET used_at = NULL");
            files.push_back({.name = id + ".pdf", .blob = blob, .upload = id});
        }
        return files;
    }

    http::Response send(const Actor& actor, http::Method method, const std::string& target,
                        const http::Form& form = {}, const std::string& accept = "text/html")
    {
        auto me = std::make_shared<accounts::Me>();
        me->agency = actor.agency;
        me->official = actor.official;
        me->unit = actor.unit;
        me->role = actor.role;
        me->official_name = actor.name;
        me->csrf = "token";
        me->session = session_of(actor);
        http::Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (const auto question = target.find('?'); question != std::string::npos)
            read(target.substr(question + 1), request.query);
        request.form = form;
        request.headers["accept"] = accept;
        request.user = me;
        const auto match = router.match(method, request.path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << target;
            return {};
        }
        EXPECT_EQ(match.route->access.check(me.get()), http::Verdict::allow) << target;
        request.params = match.params;
        return match.route->handler(request);
    }
    http::Response get(const Actor& actor, const std::string& target)
    {
        return send(actor, http::Method::get, target);
    }
    View json(const Actor& actor, const std::string& target)
    {
        return View::parse(send(actor, http::Method::get, target, {}, "application/json").body);
    }
    http::Response post(const Actor& actor, const std::string& target,
                        const std::vector<std::pair<std::string, std::string>>& fields)
    {
        http::Form form;
        form.add("_csrf", "token");
        for (const auto& [name, value] : fields) form.add(name, value);
        return send(actor, http::Method::post, target, form);
    }
    static void read(const std::string& query, http::Form& into)
    {
        for (std::size_t at = 0; at < query.size();) {
            const std::size_t end = std::min(query.find('&', at), query.size());
            const std::size_t equal = query.find('=', at);
            into.add(query.substr(at, equal - at), query.substr(equal + 1, end - equal - 1));
            at = end + 1;
        }
    }
    static std::string location(const http::Response& response)
    {
        for (const auto& [name, value] : response.headers) {
            if (name == "Location") return value;
        }
        return {};
    }
    // The value of an option or radio whose label holds `words`.
    static std::string option(const View& field, const std::string& words)
    {
        for (const View& one : field["options"]) {
            if (one["label"].get<std::string>().find(words) != std::string::npos) return one["value"];
        }
        return {};
    }
    std::vector<std::pair<std::string, std::string>> draft_fields(const std::string& subject)
    {
        const View form = json(office.specialist, "/outgoing/new");
        return {{"key", form["key"]},  {"kind", "official_letter"},
                {"subject", subject},  {"urgency", "very_urgent"},
                {"secrecy", "thường"}, {"signer", option(form["fields"]["signer"], "Người 12")},
                {"upload", "scan"}};
    }

    std::function<std::shared_ptr<const accounts::Me>(const std::string&)> logged_in =
        [](const std::string&) { return nullptr; };
    html::Templates templates;
    page::Pages the_pages;
    std::map<std::string, std::string> contents{};  // of uploads that must be real files
    std::vector<std::string> dropped{};  // what a form marked as secret made the application forget
    PageServices page_services;
    http::Router router;
};

inline bool contains(const http::Response& response, const std::string& words)
{
    return response.body.find(words) != std::string::npos;
}

}  // namespace lt::documents::pages
