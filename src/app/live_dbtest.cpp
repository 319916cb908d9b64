// Live figures in the whole chain: act, count, event stream. Who may not see them gets none.
#include "app/live.h"

#include "documents/pages/pages_fixture_dbtest.h"
#include "kit/http/server.h"
#include "kit/http/test_client.h"

using namespace lt;
using http::testing::Client;

namespace {

class LiveTest : public documents::pages::PagesTest {
protected:
    LiveTest()
    {
        services.notify = [this](std::int64_t agency, const std::string& event, const std::string& data) {
            live_.notify(agency, event, data);
        };
        http::ServerOptions options;
        options.authenticate = [this](const http::Request& request) { return find(request); };
        server_ = http::testing::serve(router, std::move(options));
        live_.start(*server_, services);
    }
    ~LiveTest() override { live_.stop(); }

    // The cookie says as whom: "2/registry_clerk".
    static std::shared_ptr<const http::User> find(const http::Request& request)
    {
        const std::string who = http::cookie(request, "user", false);
        if (who.empty()) return nullptr;
        auto me = std::make_shared<accounts::Me>();
        me->agency = std::stoll(who);
        me->official = me->agency * 10 + 1;
        me->role = *directory::role_from(who.substr(who.find('/') + 1));
        return me;
    }
    static std::string listening(const std::string& who)
    {
        return http::testing::request("GET /events", "Cookie: user=" + who + "\r\n");
    }
    std::unique_ptr<Client> listen(const std::string& who)
    {
        auto client = std::make_unique<Client>(server_->port());
        client->send(listening(who));
        client->read_until("retry: 3000\n\n");
        return client;
    }
    // The figures that come next; what came before them is `before`.
    static html::View next_counts(Client& client, std::string& before)
    {
        before = client.read_until("event: counts\ndata: ");
        return html::View::parse(client.read_until("\n\n"));
    }

    app::Live live_{};
    std::unique_ptr<http::Server> server_{};
};

TEST_F(LiveTest, only_who_sees_the_whole_agency_gets_its_figures)
{
    for (const char* who :
         {"2/specialist", "2/desk_staff", "2/agency_administrator", "2/platform_operator"}) {
        Client client(server_->port());
        EXPECT_EQ(client.ask(listening(who), true).status, 403) << who;
    }
    Client visitor(server_->port());
    EXPECT_EQ(visitor.ask(http::testing::request("GET /events")).status, 403);
    EXPECT_EQ(server_->counters().event_streams, 0U);
    for (const char* who : {"2/registry_clerk", "2/leader"}) {
        const auto client = listen(who);
        issued(draft_to({kinh_bac.agency}));
        std::string before;
        EXPECT_GE(next_counts(*client, before)["waiting"], 1) << who;
    }
}

TEST_F(LiveTest, figures_reach_their_own_agency_alone)
{
    const auto first = listen("2/registry_clerk");
    const auto other = listen("3/registry_clerk");
    std::string before;
    issued(draft_to({kinh_bac.agency}));
    issued(draft_to({kinh_bac.agency}));
    while (next_counts(*first, before)["waiting"] != 2) {}
    issued(draft_to({deo_gia.agency}));
    EXPECT_EQ(next_counts(*other, before)["waiting"], 1);
    EXPECT_EQ(before, "event: arrived\ndata: {}\n\nevent: counts\ndata: ");
}

}  // namespace
