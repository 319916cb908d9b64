// The pages of the one-stop desk as a browser gets them, without the server; for database tests.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "dossiers/fixture_dbtest.h"
#include "dossiers/routes.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/digest.h"
#include "signing/actions.h"

namespace lt::dossiers {

class PagesTest : public DossiersTest {
protected:
    using View = html::View;
    using Fields = std::vector<std::pair<std::string, std::string>>;

    PagesTest()
        : templates({.resources = base::find_resources(), .reload = true}), pages(templates, {}),
          lists(std::make_shared<const forms::Lists>(forms::Lists::load(base::find_resources() / "data")))
    {
        // Each id is an upload that is complete.
        const TakeFiles take = [this](const http::Request&, const std::vector<std::string>& ids) {
            std::vector<NewFile> files;
            for (const std::string& id : ids) {
                const blob::Blob blob = blobs.put("%PDF-1.4 " + id);
                database.execute(
                    "INSERT INTO uploads (id, owner, name, length, received, blob_sha256, media_type, expires_at) VALUES ('" +
                    id + "', '', '', 1, 1, '" + blob.sha256 +
                    "', 'application/pdf', 'infinity') ON CONFLICT DO NOTHING");
                files.push_back({.name = id + ".pdf", .blob = blob, .upload = id});
            }
            return base::Result<std::vector<NewFile>>(files);
        };
        add_routes(router, std::make_shared<const PageServices>(PageServices{
                               .dossiers = services,
                               .pages = pages,
                               .take_files = take,
                               .lists = lists,
                               .plugin = {.ticket_key = std::string(32, 'k'),
                                          .public_url = "https://lienthong.example.vn",
                                          .logged_in = [this](const std::string& session) {
                                              const auto found = sessions.find(session);
                                              return found == sessions.end() ? nullptr : me_of(found->second);
                                          }}}));
    }

    // An actor without an official is somebody who is not logged in.
    http::Response send(const Actor& actor, http::Method method, const std::string& target,
                        const Fields& fields = {}, const std::string& accept = "text/html")
    {
        http::Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        for (std::size_t at = request.path.size() + 1; at < target.size();) {
            const std::size_t end = std::min(target.find('&', at), target.size());
            const std::size_t equal = std::min(target.find('=', at), end);
            request.query.add(target.substr(at, equal - at),
                              equal == end ? "" : target.substr(equal + 1, end - equal - 1));
            at = end + 1;
        }
        for (const auto& [name, value] : fields) request.form.add(name, value);
        request.headers["accept"] = accept;
        request.cookies["language"] = language;
        const std::shared_ptr<const accounts::Me> me = me_of(actor);
        request.user = me;
        const auto match = router.match(method, request.path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << target;
            return {.status = 404};
        }
        EXPECT_EQ(match.route->access.check(me.get()), http::Verdict::allow) << target;
        request.params = match.params;
        return match.route->handler(request);
    }
    http::Response get(const Actor& actor, const std::string& target)
    {
        return send(actor, http::Method::get, target);
    }
    http::Response post(const Actor& actor, const std::string& target, const Fields& fields = {})
    {
        return send(actor, http::Method::post, target, fields);
    }
    std::string page(const Actor& actor, const std::string& target) { return get(actor, target).body; }
    View json(const Actor& actor, const std::string& target)
    {
        return View::parse(send(actor, http::Method::get, target, {}, "application/json").body);
    }
    static std::string location(const http::Response& response)
    {
        for (const auto& [name, value] : response.headers)
            if (name == "Location") return value;
        return {};
    }
    // Of a page, or of a stored file.
    static std::string content(const http::Response& response)
    {
        if (!response.content) return response.body;
        std::string out(response.content->size(), '\0');
        for (std::size_t at = 0; at < out.size();) {
            const std::size_t got =
                response.content->read(at, std::as_writable_bytes(std::span(out).subspan(at)));
            if (got == 0) break;
            at += got;
        }
        return out;
    }

    crypto::Identity identity(const std::string& name) const
    {
        return crypto::issue(root, {.common_name = name,
                                    .organisation = "Thử",
                                    .kind = crypto::KeyKind::elliptic_curve,
                                    .from = kStart - std::chrono::hours(24 * 365),
                                    .until = kStart + std::chrono::hours(24 * 365)});
    }
    static base::Secret secret(const std::string& text) { return base::Secret(std::string(text)); }
    // The official gets a key in a file with this password; gives its uid.
    std::string key_of(const Actor& who, const std::string& password = "mật khẩu")
    {
        const auto uid =
            signing::add_file(signing, {.scope = scope_of(who), .role = who.role}, signing::Whose::own,
                              identity(who.name).pkcs12(password), secret(password));
        EXPECT_TRUE(uid) << (uid ? "" : uid.error().message.str());
        return uid ? *uid : "";
    }

    crypto::Identity root = crypto::make_root({.common_name = "Gốc thử",
                                               .use = crypto::CertificateUse::authority,
                                               .kind = crypto::KeyKind::elliptic_curve,
                                               .from = kStart - std::chrono::hours(24 * 365),
                                               .until = kStart + std::chrono::hours(24 * 365)});
    html::Templates templates;
    page::Pages pages;
    std::shared_ptr<const forms::Lists> lists;
    http::Router router;
    std::string language = "vi";              // that pages are read in
    std::map<std::string, Actor> sessions{};  // that a plug-in may come for, by their hash

    static std::string session_of(const Actor& actor)
    {
        return crypto::sha256(std::to_string(actor.official));
    }

    // nullptr: not logged in.
    static std::shared_ptr<const accounts::Me> me_of(const Actor& actor)
    {
        if (actor.official == 0) return nullptr;
        const auto me = std::make_shared<accounts::Me>();
        me->agency = actor.agency;
        me->official = actor.official;
        me->role = actor.role;
        me->official_name = actor.name;
        me->post_title = actor.title;
        me->csrf = "token";
        me->session = session_of(actor);
        return me;
    }
};

}  // namespace lt::dossiers
