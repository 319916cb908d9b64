// A desk with dossiers that citizens rate and petition about; for database tests.
#pragma once

#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/satisfaction/petition_acts.h"
#include "dossiers/satisfaction/screens.h"
#include "dossiers/store.h"

namespace lt::dossiers {

class SatisfactionTest : public PagesTest {
protected:
    SatisfactionTest() : rules(shipped_index_rules()) {}

    // Of a citizen whose number ends with 1234; it has ended.
    Received ended()
    {
        const Received done = received(a_reception());
        EXPECT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::withdraw}));
        return done;
    }
    Place place_of(const Received& dossier) const { return {dossier.uid, commune.agency}; }
    base::Result<std::string> petition(const Actor& actor, const std::string& dossier,
                                       const std::string& words, const std::string& key = "")
    {
        return lodge_petition(services, rules, actor, dossier,
                              {.key = key.empty() ? base::new_uid(clock->now()) : key, .content = words});
    }
    std::vector<Petition> seen_by(const Actor& actor, const Received& dossier)
    {
        const std::int64_t id =
            std::stoll(database.value("SELECT id FROM dossiers WHERE uid = '" + dossier.uid + "'"));
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return petitions_of(tx, id);
    }
    std::vector<Rated> ratings_seen_by(const Actor& actor, const Received& dossier)
    {
        const std::int64_t id =
            std::stoll(database.value("SELECT id FROM dossiers WHERE uid = '" + dossier.uid + "'"));
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return ratings_of(tx, id);
    }
    void advance(base::Time::duration by) { clock->set(clock->now() + by); }
    std::string acts_in_journal()
    {
        return database.value(
            "SELECT coalesce(string_agg(action, ' ' ORDER BY id), '') FROM audit_events WHERE action LIKE 'petition.%' OR action "
            "= 'dossier.rated' OR action LIKE 'rating_screen.%'");
    }
    // On the tablet, which keeps the secret; `official`: who is logged in there, as nobody should be.
    http::Response on_tablet(http::Method method, const std::string& path, const Fields& fields = {},
                             const Actor& official = {})
    {
        http::Request request;
        request.method = method;
        request.path = path.substr(0, path.find('?'));
        request.target = path;
        if (const auto question = path.find('?'); question != std::string::npos) {
            const std::string query = path.substr(question + 1);
            request.query.add(query.substr(0, query.find('=')), query.substr(query.find('=') + 1));
        }
        for (const auto& [name, value] : fields) request.form.add(name, value);
        request.headers["accept"] = "text/html";
        request.cookies["rating"] = tablet_secret;
        request.user = me_of(official);
        const auto match = router.match(method, request.path);
        EXPECT_TRUE(match.route);
        return match.route->handler(request);
    }
    // Received, resolved and handed over to the citizen at the desk.
    Received handed_over()
    {
        const Received done = received(a_reception());
        EXPECT_TRUE(acted(commune.leader, done.uid, {.kind = ActKind::resolve}));
        record_results(commune, done.uid);
        Deed deed{.kind = ActKind::hand_over};
        deed.given = {.taken_by = "Nguyễn Thị Ánh", .means = Delivery::desk};
        EXPECT_TRUE(acted(commune.desk, done.uid, deed));
        return done;
    }
    std::string uid_on_tablet(const std::string& body)
    {
        const std::string before = "name=\"dossier\" value=\"";
        const auto at = body.find(before);
        return at == std::string::npos ? std::string() : body.substr(at + before.size(), 36);
    }

    IndexRuleBook rules;
    std::string tablet_secret;
};

}  // namespace lt::dossiers
