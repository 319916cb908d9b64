// Numbers taken and called, with several counters at once; who may see what; the pages as a browser gets them.
#include <atomic>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"
#include "queue/actions.h"
#include "queue/routes.h"
#include "queue/store.h"

namespace lt::queue {
namespace {

base::Time at(const char* vietnam_time) { return *base::parse_vietnam_time(vietnam_time); }

class QueueTest : public testing::Test {
protected:
    // As the official 11 of the agency 1.
    static db::Scope scope(std::int64_t agency = 1)
    {
        return {.agency = agency, .official = 10 + agency, .reach = db::Reach::agency};
    }
    template <class Work>
    auto act(Work work, std::int64_t agency = 1)
    {
        db::Transaction tx = database.pool().begin(scope(agency));
        if constexpr (std::is_void_v<decltype(work(tx))>) {
            work(tx);
            tx.commit();
        } else {
            auto result = work(tx);
            tx.commit();
            return result;
        }
    }
    QueueTest()
    {
        for (const std::string id : {"1", "2"}) {
            database.execute(
                "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
                "OVERRIDING SYSTEM VALUE VALUES (" +
                id + ", gen_random_uuid(), 'H05." + id + "', 'UBND phường " + id +
                "', 'UBND', 'UBND', 'commune', 'government', 'Bắc Ninh', '2025-07-01', 'x')");
            database.execute(
                "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE "
                "VALUES (1" +
                id + ", gen_random_uuid(), " + id + ", 'Người', now(), 'x', 'x')");
        }
        act([&](db::Transaction& tx) {
            EXPECT_TRUE(open_desk(tx, 1, "Bộ phận Một cửa", "kinh-bac", now));
            desk = *store::find_desk(tx, "kinh-bac");
            EXPECT_TRUE(open_group(tx, desk, {.letter = "A", .name = "Hộ tịch, chứng thực"}, now));
            EXPECT_TRUE(open_group(tx, desk, {.letter = "B", .name = "Đất đai"}, now));
            EXPECT_TRUE(open_group(tx, desk, {.letter = "U", .name = "Ưu tiên", .first = true}, now));
            EXPECT_TRUE(put_counter(tx, desk, "1", {"A", "U"}, now));
            EXPECT_TRUE(put_counter(tx, desk, "2", {"A", "B", "U"}, now));
        });
        read_counters();
    }

    void read_counters()
    {
        act([&](db::Transaction& tx) {
            const auto all = store::counters(tx, desk.id);
            one = all.at(0);
            two = all.at(1);
        });
    }
    Ticket taken(const std::string& letter)
    {
        return act([&](db::Transaction& tx) {
            now += std::chrono::seconds(60);
            auto ticket = take(tx, desk, letter, std::nullopt, base::new_uid(now), now);
            EXPECT_TRUE(ticket);
            return *ticket;
        });
    }
    // The label of what the counter calls; "" when nobody waits.
    std::string called(const Counter& counter)
    {
        return act([&](db::Transaction& tx) {
            now += std::chrono::seconds(30);
            const auto current = store::current(tx, counter.id);
            const auto turn = call_next(tx, counter, current ? current->id : 0, now);
            EXPECT_TRUE(turn);
            return turn && *turn ? (*turn)->label : std::string();
        });
    }
    Turn current(const Counter& counter)
    {
        return act([&](db::Transaction& tx) { return *store::current(tx, counter.id); });
    }
    TicketState state(const Ticket& ticket)
    {
        return act([&](db::Transaction& tx) { return store::find_ticket(tx, desk.id, ticket.uid)->state; });
    }

    db::TestDatabase database{};
    base::Time now = at("20/11/2026 08:00");
    Desk desk{};
    Counter one{};
    Counter two{};
};

TEST_F(QueueTest, NumbersBeginAtOneEachDayAndForEachKind)
{
    EXPECT_EQ(taken("A").label, "A001");
    EXPECT_EQ(taken("A").label, "A002");
    EXPECT_EQ(taken("B").label, "B001");
    now += std::chrono::hours(24);
    EXPECT_EQ(taken("A").label, "A001");
    // A day begins at midnight in Vietnam.
    now = at("22/11/2026 00:00");
    EXPECT_EQ(taken("A").label, "A001");
    now = at("22/11/2026 23:58");
    EXPECT_EQ(taken("A").label, "A002");
}

TEST_F(QueueTest, AFormSentTwiceGivesOneTicket)
{
    const std::string once = base::new_uid(now);
    for (int i = 0; i < 2; ++i) {
        const auto ticket =
            act([&](db::Transaction& tx) { return take(tx, desk, "A", std::nullopt, once, now); });
        ASSERT_TRUE(ticket);
        EXPECT_EQ(ticket->label, "A001");
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM queue_tickets"), "1");
    for (const char* letter : {"X", ""}) {
        const auto none = act([&](db::Transaction& tx) {
            return take(tx, desk, letter, std::nullopt, base::new_uid(now), now);
        });
        EXPECT_EQ(none.error().fault, base::Fault::conflict);
    }
    EXPECT_EQ(
        act([&](db::Transaction& tx) { return take(tx, desk, "A", std::nullopt, "x", now); }).error().fault,
        base::Fault::conflict);
}

TEST_F(QueueTest, CallsInTheOrderOfWaitingWithThoseFirstThatGoFirst)
{
    taken("A");
    taken("B");
    taken("U");
    const Ticket last = taken("A");
    EXPECT_EQ(last.ahead, 1);
    EXPECT_EQ(called(two), "U001");
    EXPECT_EQ(called(two), "A001");
    EXPECT_EQ(called(one), "A002");
    EXPECT_EQ(called(one), "");  // B is not of counter 1
    EXPECT_EQ(called(two), "B001");
    EXPECT_EQ(called(two), "");
    EXPECT_EQ(database.value("SELECT count(*) FROM queue_turns WHERE outcome = 'done'"), "4");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'queue.ticket_called'"), "4");
}

TEST_F(QueueTest, PressingTwiceCallsNobodyTwice)
{
    const Ticket first = taken("A");
    const Ticket second = taken("A");
    act([&](db::Transaction& tx) { EXPECT_TRUE(call_next(tx, one, 0, now)); });
    // The page still says that the counter is free.
    act([&](db::Transaction& tx) {
        EXPECT_EQ(call_next(tx, one, 0, now).error().fault, base::Fault::conflict);
    });
    EXPECT_EQ(state(first), TicketState::called);
    EXPECT_EQ(state(second), TicketState::waiting);
    const std::int64_t turn = current(one).id;
    act([&](db::Transaction& tx) {
        EXPECT_TRUE(finish(tx, one, turn, Outcome::done, now));
        EXPECT_EQ(finish(tx, one, turn, Outcome::absent, now).error().fault, base::Fault::conflict);
        EXPECT_EQ(call_again(tx, one, turn, now).error().fault, base::Fault::conflict);
        EXPECT_EQ(pass(tx, one, turn, two, now).error().fault, base::Fault::conflict);
    });
    EXPECT_EQ(state(first), TicketState::done);
}

TEST_F(QueueTest, AbsentNumbersComeBackAndPassedOnesGoFirst)
{
    const Ticket ticket = taken("A");
    taken("A");
    EXPECT_EQ(called(one), "A001");
    act([&](db::Transaction& tx) {
        EXPECT_TRUE(call_again(tx, one, current(one).id, now));
        EXPECT_TRUE(finish(tx, one, store::current(tx, one.id)->id, Outcome::absent, now));
    });
    EXPECT_EQ(state(ticket), TicketState::absent);
    act([&](db::Transaction& tx) {
        const auto absent = store::absent(tx, desk.id, base::vietnam_day(now), 10);
        ASSERT_EQ(absent.size(), 1U);
        EXPECT_EQ(absent[0].label, "A001");
        EXPECT_TRUE(come_back(tx, desk, one, ticket.uid, now));
        EXPECT_TRUE(store::absent(tx, desk.id, base::vietnam_day(now), 10).empty());
    });
    EXPECT_EQ(state(ticket), TicketState::called);
    act([&](db::Transaction& tx) {
        EXPECT_EQ(come_back(tx, desk, one, ticket.uid, now).error().fault, base::Fault::conflict);
        EXPECT_EQ(come_back(tx, desk, two, ticket.uid, now).error().fault, base::Fault::conflict);
        EXPECT_EQ(come_back(tx, desk, two, "x", now).error().fault, base::Fault::conflict);
    });
    act([&](db::Transaction& tx) {
        const std::int64_t turn = store::current(tx, one.id)->id;
        EXPECT_EQ(pass(tx, one, turn, one, now).error().fault, base::Fault::invalid);
        EXPECT_TRUE(pass(tx, one, turn, two, now));
        EXPECT_EQ(store::waiting_for(tx, two.id, base::vietnam_day(now)), 2);
        EXPECT_EQ(store::waiting_for(tx, one.id, base::vietnam_day(now)), 1);
    });
    EXPECT_EQ(state(ticket), TicketState::waiting);
    EXPECT_EQ(called(two), "A001");
    EXPECT_EQ(called(one), "A002");
    for (const char* action : {"taken", "called", "called_again", "absent", "came_back", "passed"})
        EXPECT_NE(database.value("SELECT count(*) FROM audit_events WHERE action = 'queue.ticket_" +
                                 std::string(action) + "'"),
                  "0")
            << action;
}

TEST_F(QueueTest, ANewDayLeavesTheOldOneBehind)
{
    const Ticket called_before = taken("A");
    const Ticket waited = taken("A");
    EXPECT_EQ(called(one), "A001");
    now = at("21/11/2026 08:00");
    const std::int64_t old_turn = current(one).id;
    act([&](db::Transaction& tx) {
        EXPECT_EQ(pass(tx, one, old_turn, two, now).error().fault, base::Fault::conflict);
    });
    EXPECT_EQ(called(one), "");
    EXPECT_EQ(state(called_before), TicketState::left);
    EXPECT_EQ(state(waited), TicketState::waiting);
    act([&](db::Transaction& tx) {
        EXPECT_EQ(come_back(tx, desk, one, waited.uid, now).error().fault, base::Fault::conflict);
    });
}

// Many kiosks and counters at once: every number once and without a gap, every ticket called once.
TEST_F(QueueTest, NoGapAndNoDoubleWhenAllHappenAtOnce)
{
    constexpr int kThreads = 4;
    constexpr int kEach = 25;
    std::atomic<int> calls = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < kEach; ++i)
                act([&](db::Transaction& tx) {
                    EXPECT_TRUE(take(tx, desk, "A", std::nullopt, base::new_uid(now), now));
                });
        });
    }
    for (const Counter& counter : {one, two}) {
        threads.emplace_back([&, counter] {
            while (calls < kThreads * kEach) {
                act([&](db::Transaction& tx) {
                    const auto before = store::current(tx, counter.id);
                    const auto turn =
                        call_next(tx, counter, before ? before->id : 0, now + std::chrono::seconds(1));
                    ASSERT_TRUE(turn);
                    calls += *turn ? 1 : 0;
                });
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    const std::string all = std::to_string(kThreads * kEach);
    EXPECT_EQ(database.value("SELECT count(DISTINCT number) FROM queue_tickets"), all);
    EXPECT_EQ(database.value("SELECT max(number) FROM queue_tickets"), all);
    EXPECT_EQ(database.value("SELECT count(*) FROM queue_turns WHERE called_at IS NOT NULL"), all);
    EXPECT_EQ(database.value("SELECT count(*) FROM queue_turns"), all);
}

// Two officials at one counter press at the same moment: one of them is told.
TEST_F(QueueTest, ACounterCallsOneAtATime)
{
    for (int i = 0; i < 6; ++i) taken("A");
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            db::Transaction tx = database.pool().begin(scope());
            const auto turn = call_next(tx, one, 0, now);
            if (turn)
                tx.commit();
            else
                ++refused;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(refused, 3);
    EXPECT_EQ(database.value("SELECT count(*) FROM queue_turns WHERE called_at IS NOT NULL"), "1");
}

TEST_F(QueueTest, FiguresSayHowLongPeopleWaited)
{
    // Ten wait 1, 2 … 10 minutes; each is served 2 minutes.
    const base::Time begin = now;
    for (int i = 0; i < 10; ++i) {
        now = begin;
        act([&](db::Transaction& tx) {
            EXPECT_TRUE(take(tx, desk, "A", std::nullopt, base::new_uid(now), now));
        });
    }
    for (int i = 1; i <= 10; ++i) {
        act([&](db::Transaction& tx) {
            const auto turn = call_next(tx, one, 0, begin + std::chrono::minutes(i));
            ASSERT_TRUE(turn && *turn);
            EXPECT_TRUE(finish(tx, one, (*turn)->id, i == 10 ? Outcome::absent : Outcome::done,
                               begin + std::chrono::minutes(i + 2)));
        });
    }
    act([&](db::Transaction& tx) {
        const base::Day day = base::vietnam_day(now);
        for (const auto& figures : {store::figures_by_group(tx, desk.id, day, day),
                                    store::figures_by_counter(tx, desk.id, day, day)}) {
            ASSERT_EQ(figures.size(), 1U);
            EXPECT_EQ(figures[0].called, 10);
            EXPECT_EQ(figures[0].absent, 1);
            EXPECT_EQ(figures[0].median_wait, 330);
            EXPECT_EQ(figures[0].long_wait, 546);
            EXPECT_EQ(figures[0].median_service, 120);
        }
        EXPECT_EQ(store::figures_by_group(tx, desk.id, day, day)[0].name, "A. Hộ tịch, chứng thực");
        EXPECT_EQ(store::figures_by_counter(tx, desk.id, day, day)[0].name, "1");
        const base::Day next = day + std::chrono::days(1);
        EXPECT_TRUE(store::figures_by_group(tx, desk.id, next, next).empty());
    });
}

TEST_F(QueueTest, AnotherAgencySeesOnlyThatTheDeskIsThere)
{
    const Ticket ticket = taken("A");
    act(
        [&](db::Transaction& tx) {
            EXPECT_TRUE(store::find_desk(tx, "kinh-bac"));
            EXPECT_TRUE(store::desks(tx, 2).empty());
            EXPECT_TRUE(store::groups(tx, desk.id).empty());
            EXPECT_TRUE(store::counters(tx, desk.id).empty());
            EXPECT_TRUE(store::kiosks(tx, desk.id).empty());
            EXPECT_FALSE(store::find_ticket(tx, desk.id, ticket.uid));
            EXPECT_FALSE(store::call_next(tx, one.id, now));
            EXPECT_EQ(take(tx, desk, "A", std::nullopt, base::new_uid(now), now).error().fault,
                      base::Fault::conflict);
        },
        2);
    EXPECT_EQ(state(ticket), TicketState::waiting);
}

TEST_F(QueueTest, SettingUpNamesWhatIsWrong)
{
    const auto field = [&](auto make) {
        db::Transaction tx = database.pool().begin(scope());
        const auto result = make(tx);
        return result ? std::string() : result.error().field;
    };
    using Tx = db::Transaction&;
    EXPECT_EQ(field([&](Tx tx) { return open_desk(tx, 1, "", "a", now); }), "name");
    EXPECT_EQ(field([&](Tx tx) { return open_desk(tx, 1, std::string(121, 'a'), "a", now); }), "name");
    EXPECT_EQ(field([&](Tx tx) { return open_desk(tx, 1, "x", "Kinh Bắc", now); }), "code");
    EXPECT_EQ(field([&](Tx tx) { return open_desk(tx, 1, "x", "kinh-bac", now); }), "code");
    for (const char* letter : {"", "a", "AB", "Đ", "1"})
        EXPECT_EQ(field([&](Tx tx) { return open_group(tx, desk, {.letter = letter, .name = "x"}, now); }),
                  "letter");
    EXPECT_EQ(field([&](Tx tx) { return open_group(tx, desk, {.letter = "A", .name = "x"}, now); }),
              "letter");
    EXPECT_EQ(field([&](Tx tx) { return open_group(tx, desk, {.letter = "C"}, now); }), "name");
    for (const char* number : {"", "0", "1000", "-1", "a", "1 "})
        EXPECT_EQ(field([&](Tx tx) { return put_counter(tx, desk, number, {"A"}, now); }), "number");
    EXPECT_EQ(field([&](Tx tx) { return put_counter(tx, desk, "3", {"X"}, now); }), "letters");
    EXPECT_EQ(field([&](Tx tx) { return open_kiosk(tx, desk, "", now); }), "name");
}

TEST_F(QueueTest, AClosedKindGivesNoNumbersButItsNumbersAreCalled)
{
    taken("A");
    act([&](db::Transaction& tx) {
        EXPECT_TRUE(close_group(tx, desk, "A", now));
        EXPECT_FALSE(close_group(tx, desk, "A", now));
        EXPECT_EQ(take(tx, desk, "A", std::nullopt, base::new_uid(now), now).error().fault,
                  base::Fault::conflict);
    });
    EXPECT_EQ(called(one), "A001");
}

TEST_F(QueueTest, AKioskTakesNumbersUntilItIsRevoked)
{
    const auto secret = act([&](db::Transaction& tx) { return open_kiosk(tx, desk, "Sảnh chính", now); });
    ASSERT_TRUE(secret);
    EXPECT_EQ(database.value("SELECT count(*) FROM queue_kiosks WHERE secret = '" + *secret + "'"), "0");
    act([&](db::Transaction& tx) {
        const auto kiosk = find_kiosk(tx, desk, *secret);
        ASSERT_TRUE(kiosk);
        EXPECT_TRUE(take(tx, desk, "A", kiosk, base::new_uid(now), now));
        EXPECT_FALSE(find_kiosk(tx, desk, "x"));
        EXPECT_FALSE(find_kiosk(tx, desk, ""));
        const auto kiosks = store::kiosks(tx, desk.id);
        ASSERT_EQ(kiosks.size(), 1U);
        EXPECT_TRUE(revoke_kiosk(tx, desk, kiosks[0].uid, now));
        EXPECT_FALSE(revoke_kiosk(tx, desk, kiosks[0].uid, now));
        EXPECT_FALSE(revoke_kiosk(tx, desk, "x", now));
        EXPECT_FALSE(find_kiosk(tx, desk, *secret));
    });
}

// ---- Pages

struct Who {
    std::int64_t agency = 0;  // 0: a visitor
    directory::Role role = directory::Role::desk_staff;
    std::string kiosk{};
};

class QueuePagesTest : public QueueTest {
protected:
    QueuePagesTest() { add_routes(router, std::make_shared<const PageServices>(services)); }

    http::Response send(http::Method method, const std::string& path, const Who& who,
                        const std::vector<std::pair<std::string, std::string>>& fields = {})
    {
        http::Request request;
        request.method = method;
        request.path = request.target = path;
        request.headers["accept"] = "text/html";
        if (!who.kiosk.empty()) request.cookies["kiosk"] = who.kiosk;
        for (const auto& [name, value] : fields)
            (method == http::Method::get ? request.query : request.form).add(name, value);
        std::shared_ptr<accounts::Me> me;
        if (who.agency != 0) {
            me = std::make_shared<accounts::Me>();
            me->agency = who.agency;
            me->official = 10 + who.agency;
            me->role = who.role;
            me->csrf = "token";
            request.user = me;
        }
        const auto match = router.match(method, path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << path;
            return {};
        }
        if (match.route->access.check(me.get()) != http::Verdict::allow) return {.status = 403};
        request.params = match.params;
        return match.route->handler(request);
    }
    http::Response get(const std::string& path, const Who& who = {1},
                       const std::vector<std::pair<std::string, std::string>>& query = {})
    {
        return send(http::Method::get, path, who, query);
    }
    http::Response post(const std::string& path, const Who& who,
                        const std::vector<std::pair<std::string, std::string>>& fields = {})
    {
        return send(http::Method::post, path, who, fields);
    }
    static bool has(const http::Response& response, const std::string& words)
    {
        return response.body.find(words) != std::string::npos;
    }
    static std::string header(const http::Response& response, const std::string& name)
    {
        for (const auto& [key, value] : response.headers) {
            if (key == name) return value;
        }
        return "";
    }

    std::shared_ptr<base::VirtualClock> clock = std::make_shared<base::VirtualClock>(at("20/11/2026 09:00"));
    directory::Directory directory{database.pool(), clock};
    html::Templates templates{{.resources = base::find_resources(), .reload = true}};
    page::Pages the_pages{templates, {}};
    std::vector<std::string> told{};
    PageServices services{.pool = database.pool(),
                          .directory = directory,
                          .clock = clock,
                          .pages = the_pages,
                          .publish = [this](const std::string& topic, const std::string& event,
                                            const std::string&) { told.push_back(topic + " " + event); },
                          .public_url = "https://bacninh.vn"};
    http::Router router{};
};

TEST_F(QueuePagesTest, ACitizenTakesANumberAndIsCalled)
{
    // Set up: the kiosk's address is shown once and opened on the machine.
    const Who administrator{1, directory::Role::agency_administrator};
    const http::Response made = post("/admin/queue/kinh-bac/kiosks", administrator, {{"name", "Sảnh chính"}});
    const std::size_t link = made.body.find("https://bacninh.vn/quay/kinh-bac/lay-so?may=");
    ASSERT_NE(link, std::string::npos) << made.body;
    const std::string secret = made.body.substr(made.body.find("may=", link) + 4, 48);
    EXPECT_FALSE(has(get("/admin/queue/kinh-bac", administrator), secret));
    const http::Response opened = get("/quay/kinh-bac/lay-so", {}, {{"may", secret}});
    EXPECT_EQ(opened.status, 303);
    EXPECT_NE(header(opened, "Set-Cookie").find("kiosk=" + secret), std::string::npos);
    EXPECT_EQ(get("/quay/kinh-bac/lay-so", {}, {{"may", "x"}}).status, 403);

    // Only the machine takes numbers.
    EXPECT_EQ(get("/quay/kinh-bac/lay-so", {}).status, 403);
    const Who kiosk{.kiosk = secret};
    EXPECT_TRUE(has(get("/quay/kinh-bac/lay-so", kiosk), "Hộ tịch, chứng thực"));
    const std::string once = base::new_uid(clock->now());
    const std::vector<std::pair<std::string, std::string>> form{{"letter", "A"}, {"_once", once}};
    EXPECT_EQ(post("/quay/kinh-bac/lay-so", {}, form).status, 403);
    const http::Response taken = post("/quay/kinh-bac/lay-so", kiosk, form);
    EXPECT_EQ(header(taken, "Location"), "/quay/kinh-bac/so/" + once + "?moi=1");
    EXPECT_EQ(told, std::vector<std::string>{"queue/" + std::to_string(desk.id) + " queue"});
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'queue.ticket_taken'"), "1");

    // The ticket, on the kiosk and on the telephone, and as a file.
    const std::string path = "/quay/kinh-bac/so/" + once;
    const http::Response ticket = get(path, {});
    EXPECT_TRUE(has(ticket, "A001") && has(ticket, "Trước bạn còn 0 người")) << ticket.body;
    EXPECT_EQ(header(ticket, "Refresh"), "20");
    EXPECT_EQ(header(get(path, {}, {{"moi", "1"}}), "Refresh"), "12; url=/quay/kinh-bac/lay-so");
    EXPECT_EQ(get(path + "/phieu", {}).body.substr(0, 5), "%PDF-");
    EXPECT_EQ(get("/quay/kinh-bac/so/" + base::new_uid(clock->now()), {}).status, 404);
    EXPECT_EQ(get("/quay/kinh-bac/so/x/phieu", {}).status, 404);

    // Called, again, passed, absent, come back, done.
    const Who staff{1};
    const std::string counter = "/quay/kinh-bac/goi-so/1";
    EXPECT_TRUE(has(get("/quay/kinh-bac/man-hinh", {}), "Chưa gọi số nào"));
    EXPECT_TRUE(has(get(counter, staff), "1 người đang chờ quầy này"));
    EXPECT_EQ(header(post(counter + "/tiep", staff, {{"turn", "0"}}), "Location"), counter);
    const http::Response screen = get("/quay/kinh-bac/man-hinh", {});
    EXPECT_TRUE(has(screen, "Mời số <strong>A001</strong> đến quầy <strong>1</strong>")) << screen.body;
    EXPECT_TRUE(has(get(path, {}), "Mời bạn đến quầy 1"));
    const auto turn = [&](const Counter& where) { return std::to_string(current(where).id); };
    EXPECT_EQ(post(counter + "/goi-lai", staff, {{"turn", turn(one)}}).status, 303);
    EXPECT_TRUE(has(get(counter, staff), "đã gọi 2 lần"));
    EXPECT_EQ(header(post(counter + "/tiep", staff, {{"turn", "0"}}), "Location"), counter + "?done=moved");
    EXPECT_TRUE(has(get(counter, staff, {{"done", "moved"}}), "Quầy đã gọi số khác"));
    EXPECT_EQ(header(post(counter + "/chuyen", staff, {{"turn", turn(one)}, {"to", "2"}}), "Location"),
              counter + "?done=passed");
    EXPECT_EQ(post(counter + "/chuyen", staff, {{"turn", "0"}, {"to", "7"}}).status, 404);
    const std::string other = "/quay/kinh-bac/goi-so/2";
    EXPECT_EQ(post(other + "/tiep", staff, {{"turn", "0"}}).status, 303);
    EXPECT_EQ(post(other + "/vang", staff, {{"turn", turn(two)}}).status, 303);
    EXPECT_TRUE(has(get(path, {}), "vắng mặt"));
    EXPECT_TRUE(has(get(counter, staff), "Số A001 đã đến"));
    EXPECT_EQ(header(post(counter + "/da-den", staff, {{"ticket", once}}), "Location"), counter);
    EXPECT_EQ(post(counter + "/xong", staff, {{"turn", turn(one)}}).status, 303);
    EXPECT_TRUE(has(get(path, {}), "Đã xong"));
    EXPECT_EQ(header(post(counter + "/tiep", staff, {{"turn", "0"}}), "Location"), counter + "?done=none");
    EXPECT_TRUE(has(get(counter, staff, {{"done", "none"}}), "Không còn ai chờ quầy này"));
}

TEST_F(QueuePagesTest, OnlyOfficialsOfTheDeskCall)
{
    for (const char* path :
         {"/quay", "/quay/kinh-bac", "/quay/kinh-bac/goi-so/1", "/quay/kinh-bac/thong-ke"}) {
        EXPECT_EQ(get(path, {}).status, 403) << path;
        EXPECT_EQ(get(path, {1}).status, 200) << path;
        if (std::string(path) != "/quay") {
            EXPECT_EQ(get(path, {2}).status, 404) << path;
        }
    }
    EXPECT_EQ(get("/admin/queue", {1}).status, 403);
    EXPECT_EQ(get("/admin/queue/kinh-bac", {2, directory::Role::agency_administrator}).status, 404);
    EXPECT_EQ(post("/quay/kinh-bac/goi-so/1/tiep", {2}, {{"turn", "0"}}).status, 404);
    EXPECT_EQ(get("/quay/khac/man-hinh", {}).status, 404);
    EXPECT_EQ(get("/quay/kinh-bac/goi-so/9", {1}).status, 404);
    EXPECT_EQ(get("/quay/kinh-bac/su-kien", {}).events, "queue/" + std::to_string(desk.id));
    // Another agency's official is a visitor here, the own one needs no kiosk.
    EXPECT_EQ(get("/quay/kinh-bac/lay-so", {2}).status, 403);
    EXPECT_EQ(get("/quay/kinh-bac/lay-so", {1}).status, 200);
    EXPECT_EQ(
        post("/quay/kinh-bac/lay-so", {1}, {{"letter", "B"}, {"_once", base::new_uid(clock->now())}}).status,
        303);
    EXPECT_EQ(database.value("SELECT taken_by FROM queue_tickets"), "11");
}

TEST_F(QueuePagesTest, AnAdministratorSetsUpADesk)
{
    const Who administrator{2, directory::Role::agency_administrator};
    EXPECT_TRUE(has(get("/admin/queue", administrator), "chưa lập"));
    EXPECT_TRUE(has(get("/quay", {2}), "chưa lập"));
    const http::Response wrong = post("/admin/queue", administrator, {{"name", ""}, {"code", "Một"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(has(wrong, "Nhập tên nơi tiếp dân") && has(wrong, "chữ thường không dấu"));
    EXPECT_EQ(
        header(post("/admin/queue", administrator, {{"name", "Tầng 1"}, {"code", "tang-1"}}), "Location"),
        "/admin/queue/tang-1?done=desk");
    const std::string path = "/admin/queue/tang-1";
    EXPECT_TRUE(has(get(path, administrator, {{"done", "desk"}}), "Đã thêm nơi tiếp dân"));
    const http::Response letter =
        post(path + "/groups", administrator, {{"letter", "1"}, {"name", "Đất đai"}});
    EXPECT_EQ(letter.status, 422);
    EXPECT_TRUE(has(letter, "Nhập một chữ cái từ A đến Z") && has(letter, "value=\"Đất đai\""))
        << letter.body;
    EXPECT_EQ(
        post(path + "/groups", administrator, {{"letter", "D"}, {"name", "Đất đai"}, {"first", "1"}}).status,
        303);
    EXPECT_TRUE(has(get(path, administrator), "Gọi trước"));
    EXPECT_EQ(post(path + "/counters", administrator, {{"number", "1"}}).status, 422);
    EXPECT_EQ(post(path + "/counters", administrator, {{"number", "1"}, {"letters", "D"}}).status, 303);
    EXPECT_TRUE(has(get("/quay/tang-1", {2}), "Quầy 1"));
    EXPECT_EQ(post(path + "/kiosks", administrator, {{"name", ""}}).status, 422);
    EXPECT_EQ(post(path + "/kiosks", administrator, {{"name", "Sảnh"}}).status, 200);
    const std::string kiosk = database.value("SELECT uid FROM queue_kiosks");
    EXPECT_EQ(post(path + "/kiosks/" + kiosk + "/revocation", administrator).status, 303);
    EXPECT_EQ(post(path + "/kiosks/" + kiosk + "/revocation", administrator).status, 404);
    EXPECT_EQ(post(path + "/groups/D/closure", administrator).status, 303);
    EXPECT_EQ(post(path + "/groups/D/closure", administrator).status, 404);
}

TEST_F(QueuePagesTest, FiguresOfADayAndOfWrongDays)
{
    taken("A");
    called(one);
    clock->set(now);
    EXPECT_TRUE(has(get("/quay/kinh-bac/thong-ke"), "A. Hộ tịch, chứng thực"));
    EXPECT_TRUE(has(get("/quay/kinh-bac/thong-ke", {1}, {{"from", "01/01/2025"}, {"to", "02/01/2025"}}),
                    "Không gọi số nào"));
    for (const auto& [from, to] : {std::pair("x", "02/01/2025"), std::pair("02/01/2025", "01/01/2025"),
                                   std::pair("01/01/2020", "01/01/2025"), std::pair("01/01/2025", "y")})
        EXPECT_EQ(get("/quay/kinh-bac/thong-ke", {1}, {{"from", from}, {"to", to}}).status, 422);
}

}  // namespace
}  // namespace lt::queue
