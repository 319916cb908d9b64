// Measures the documents feature and prints each figure beside its reference of the same run.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "documents/lists.h"
#include "kit/base/ids.h"
#include "measure.h"
#include "seal.h"
#include "world.h"

namespace lt::bench {
namespace {

constexpr unsigned kClients = 16;
// Reference and measurement take turns, so that whatever else the machine does falls on both.
constexpr int kTurns = 4;

// tps of TPC-B (pgbench -M prepared) on the same cluster, 16 clients.
double pgbench_tps(const World& world, int seconds)
{
    const std::string dsn = world.reference_dsn();
    static bool initialised = false;
    if (!initialised) {
        run_program("pgbench", "-q -i -s 20 \"" + dsn + '"');
        initialised = true;
    }
    const std::string command = "/usr/lib/postgresql/15/bin/pgbench -n -M prepared -c 16 -j 2 -T " +
                                std::to_string(seconds) + " \"" + dsn + "\" 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("pgbench can't be started");
    double tps = 0;
    char line[512];
    while (std::fgets(line, sizeof line, pipe) != nullptr) std::sscanf(line, "tps = %lf", &tps);
    if (pclose(pipe) != 0 || tps <= 0) throw std::runtime_error("pgbench failed");
    return tps;
}

void issue_lines(World& world, std::vector<Line>& lines)
{
    struct Case {
        const char* what;
        int recipients;
        bool one_agency;
        std::size_t count;
        double goal;
    };
    for (const Case& c : {Case{"issue to 1 recipient, agencies mixed", 1, false, 40000, 1.0},
                          Case{"issue to 10 recipients, agencies mixed", 10, false, 25000, 0.6},
                          Case{"issue to 10 recipients, one agency alone", 10, true, 12000, 0.35}}) {
        const auto documents = world.approved(c.count, c.recipients, c.one_agency);
        Turns turns;
        double reference = 0;
        for (int turn = 0; turn < kTurns; ++turn) {
            reference += pgbench_tps(world, 2) / kTurns;
            turns.take(kClients, 2, documents.size(), [&](unsigned, std::size_t i) {
                const auto result =
                    documents::issue(world.services(), world.clerk(documents[i].first), documents[i].second);
                if (!result) throw std::runtime_error(result.error().message.str());
            });
        }
        const Figures figures = turns.figures();
        const double ratio = figures.per_second / reference;
        lines.push_back({c.what, number(figures.per_second) + "/s, " + milliseconds(figures),
                         number(reference) + " tps of TPC-B", number(ratio, 2), number(c.goal, 2),
                         ratio >= c.goal});
    }
    const auto documents = world.approved(600, 500, false);
    const Figures figures = measure(kClients, 8, documents.size(), [&](unsigned, std::size_t i) {
        (void)documents::issue(world.services(), world.clerk(documents[i].first), documents[i].second);
    });
    const double rate = figures.per_second * 500;
    lines.push_back({"one document to 500 recipients",
                     number(rate) + " deliveries/s, " + milliseconds(figures), "", "", "80,000 deliveries/s",
                     rate >= 80000});
}

// All agencies of a province that a circular goes to, with nothing else going on: from the act until each delivery is there for others.
void recipients_lines(World& world, std::vector<Line>& lines)
{
    constexpr int kRecipients = 492;
    constexpr db::Query<1> kThere{
        "bench.there",
        "SELECT count(*) AS n FROM deliveries d JOIN documents x ON x.id = d.document_id WHERE x.uid = $1::uuid"};
    const auto documents = world.approved(200, kRecipients, false);
    const Figures figures = measure(1, 8, documents.size(), [&](unsigned, std::size_t i) {
        const auto& [agency, uid] = documents[i];
        const auto issued = documents::issue(world.services(), world.clerk(agency), uid);
        if (!issued) throw std::runtime_error(issued.error().message.str());
        const db::Rows there = world.superuser().begin({}).run_and_commit(kThere, uid);
        if (there[0]["n"].int64() != kRecipients) throw std::runtime_error("not all deliveries are there");
    });
    lines.push_back(
        {"one document to 492 recipients here, one at a time: from the act until all deliveries are there",
         milliseconds(figures), "", "", "300 ms", figures.p99_ms < 300});
}

void list_lines(World& world, std::vector<Line>& lines)
{
    using documents::IncomingView;
    struct Case {
        const char* what;
        IncomingView view;
        bool limited;
    };
    for (const Case& c : {Case{"list: open, clerk", IncomingView::open, false},
                          Case{"list: done, clerk", IncomingView::done, false},
                          Case{"list: all, clerk", IncomingView::all, false},
                          Case{"list: overdue, clerk", IncomingView::overdue, false},
                          Case{"list: open, limited official", IncomingView::open, true},
                          Case{"list: done, limited official", IncomingView::done, true}}) {
        const Figures figures = measure(kClients, 4, SIZE_MAX, [&](unsigned thread, std::size_t) {
            const documents::Actor who =
                c.limited ? world.specialist(1, static_cast<int>(thread % 9)) : world.clerk(1);
            (void)documents::incoming(world.services(), who, {.view = c.view, .limit = 25});
        });
        lines.push_back({c.what, milliseconds(figures), "", "", "median 20, p99 80 ms",
                         figures.median_ms < 20 && figures.p99_ms < 80});
    }
    const Figures figures = measure(kClients, 4, SIZE_MAX, [&](unsigned, std::size_t) {
        (void)documents::counts(world.services(), world.clerk(1));
    });
    lines.push_back({"numbers beside the menu, clerk", milliseconds(figures), "", "", "median 20, p99 80 ms",
                     figures.median_ms < 20 && figures.p99_ms < 80});
}

void search_lines(World& world, std::vector<Line>& lines)
{
    struct Case {
        const char* what;
        std::vector<std::string> typed;
        bool limited;
    };
    const std::vector<Case> cases{
        {"search: a person's name",
         {"Nguyễn Văn Hùng", "Trần Thị Lan", "Đặng Quang Phúc", "Lê Minh Tuấn"},
         false},
        {"search: a phrase",
         {"chuyển đổi số", "giải ngân vốn đầu tư công", "phòng cháy chữa cháy", "cải cách hành chính"},
         false},
        {"search: the most frequent word", {"hồ sơ", "của", "báo cáo", "hồ"}, false},
        {"search: number and notation", {"123/", "1500/ubnd-vx3", "77/UBND"}, false},
        {"search: a word that is nowhere", {"zzyzx", "qwerty asdf"}, false},
        {"search: a name, limited official", {"Nguyễn Văn Hùng", "Trần Thị Lan"}, true}};
    for (const Case& c : cases)
        for (const unsigned clients : {1u, kClients}) {
            const Figures figures = measure(clients, 3, SIZE_MAX, [&](unsigned thread, std::size_t i) {
                const documents::Actor who =
                    c.limited ? world.specialist(1, static_cast<int>(thread % 9)) : world.clerk(1);
                (void)documents::search(world.services(), who, c.typed[i % c.typed.size()], std::nullopt, 25);
            });
            const double goal = clients == 1 ? 60 : 250;
            lines.push_back({std::string(c.what) + ", " + std::to_string(clients) +
                                 (clients == 1 ? " client" : " clients"),
                             milliseconds(figures), "", "", "p95 " + number(goal) + " ms",
                             figures.p95_ms < goal});
        }
}

}  // namespace
}  // namespace lt::bench

int main(int argc, char** argv)
{
    using namespace lt::bench;
    const std::string folder = argc > 1 ? argv[1] : "var/bench";
    const std::string which = argc > 2 ? argv[2] : "";
    const std::size_t documents = argc > 3 ? std::stoull(argv[3]) : 1000000;
    try {
        World world(folder, documents);
        std::vector<Line> lines;
        if (which.empty() || which == "issue") issue_lines(world, lines);
        if (which.empty() || which == "issue" || which == "recipients") recipients_lines(world, lines);
        if (which.empty() || which == "seal") seal_lines(world, lines);
        if (which.empty() || which == "lists") list_lines(world, lines);
        if (which.empty() || which == "search") search_lines(world, lines);
        std::printf(
            "| what | measured | reference | ratio | goal | |\n| --- | --- | --- | --- | --- | --- |\n");
        bool all = true;
        for (const Line& line : lines) {
            std::printf("| %s | %s | %s | %s | %s | %s |\n", line.what.c_str(), line.measured.c_str(),
                        line.reference.c_str(), line.ratio.c_str(), line.goal.c_str(),
                        line.reached ? "reached" : "missed");
            all = all && line.reached;
        }
        return all ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 2;
    }
}
