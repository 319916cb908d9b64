// Measures the one-stop desk on a million dossiers, beside pgbench on the same cluster: dossiers_bench FOLDER [DOSSIERS].
#include <algorithm>
#include <cstdio>

#include "desk.h"
#include "measure.h"
#include "rest_desk.h"

namespace lt::bench {
namespace {

constexpr unsigned kClients = 16;
constexpr int kTurns = 4;

double pgbench_tps(const Desk& desk, int seconds)
{
    static bool initialised = false;
    const std::string bin = "/usr/lib/postgresql/15/bin/pgbench ";
    if (!initialised &&
        std::system((bin + "-q -i -s 20 \"" + desk.reference() + "\" >/dev/null 2>&1").c_str()) != 0)
        throw std::runtime_error("pgbench can't be initialised");
    initialised = true;
    const std::string command = bin + "-n -M prepared -c 16 -j 2 -T " + std::to_string(seconds) + " \"" +
                                desk.reference() + "\" 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("pgbench can't be started");
    double tps = 0;
    char line[512];
    while (std::fgets(line, sizeof line, pipe) != nullptr) std::sscanf(line, "tps = %lf", &tps);
    if (pclose(pipe) != 0 || tps <= 0) throw std::runtime_error("pgbench failed");
    return tps;
}

void print_rate(const char* what, const Figures& figures, double reference)
{
    const bool reached = figures.per_second >= 500 && figures.p99_ms < 100;
    std::printf("| %s | %s/s, %s | %s tps of TPC-B | %s | 500/s, p99 100 ms | %s |\n", what,
                number(figures.per_second).c_str(), milliseconds(figures).c_str(), number(reference).c_str(),
                number(figures.per_second / reference, 2).c_str(), reached ? "reached" : "missed");
}

void print_receptions(Desk& desk)
{
    // Reference and measurement take turns, so that whatever else the machine does falls on both.
    Turns turns;
    double reference = 0;
    for (int turn = 0; turn < kTurns; ++turn) {
        reference += pgbench_tps(desk, 3) / kTurns;
        turns.take(kClients, 3, SIZE_MAX - 1, [&](unsigned, std::size_t i) { desk.receive_one(i); });
    }
    const Figures figures = turns.figures();
    print_rate("a dossier received, with code, due time and receipt, 16 clients in the program", figures,
               reference);
}

// By HTTP, from another program that has its share of the processors: who calls is checked, the answers are judged by the form, and the
// dossier is given back as it stands then.
void print_rest(Desk& desk)
{
    const RestDesk rest(desk);
    rest.lodge(kClients, 1);  // connections and plans are made
    Figures figures;
    std::vector<double> took;
    double reference = 0, requests = 0, seconds = 0;
    for (int turn = 0; turn < kTurns; ++turn) {
        reference += pgbench_tps(desk, 3) / kTurns;
        const RestDesk::Said said = rest.lodge(kClients, 3);
        requests += said.requests;
        seconds += said.seconds;
        took.insert(took.end(), said.took_ms.begin(), said.took_ms.end());
    }
    std::ranges::sort(took);
    const auto at = [&](double part) {
        return took[static_cast<std::size_t>(part * static_cast<double>(took.size() - 1))];
    };
    figures.per_second = requests / seconds;
    figures.median_ms = at(0.5);
    figures.p95_ms = at(0.95);
    figures.p99_ms = at(0.99);
    print_rate("a dossier lodged by REST, with code, due time and receipt, 16 connections", figures,
               reference);
}

void print_reading(const char* what, const Figures& figures, double goal, const char* goal_text)
{
    std::printf("| %s | %s | | | %s | %s |\n", what, milliseconds(figures).c_str(), goal_text,
                figures.median_ms < goal ? "reached" : "missed");
}

void expect(std::size_t found, std::size_t wanted, const char* what)
{
    if (found < wanted) throw std::runtime_error(std::string(what) + ": " + std::to_string(found) + " rows");
}

}  // namespace
}  // namespace lt::bench

int main(int argc, char** argv)
{
    using namespace lt::bench;
    try {
        const int dossiers = argc > 2 ? std::atoi(argv[2]) : 1000000;
        Desk desk(argc > 1 ? argv[1] : "var/bench-dossiers", dossiers);
        std::printf(
            "| one-stop desk, %s dossiers | measured | reference | ratio | goal | |\n| --- | --- | --- | --- | --- | --- |\n",
            number(dossiers).c_str());
        print_receptions(desk);
        print_rest(desk);
        constexpr double kSeconds = 5;
        print_reading("work list of an agency, first page",
                      measure(4, kSeconds, SIZE_MAX - 1, [&](unsigned, std::size_t i) { desk.work_list(i); }),
                      20, "median 20 ms");
        // A small province has fewer of the citizen.
        const std::size_t of_citizen = dossiers >= 872 * kDesks ? 872 : 1;
        print_reading(
            "all dossiers of a citizen who has 872",
            measure(1, kSeconds, SIZE_MAX - 1,
                    [&](unsigned, std::size_t) { expect(desk.of_the_citizen(), of_citizen, "citizen"); }),
            100, "100 ms");
        print_reading("a dossier with 435 files and all that its page shows",
                      measure(1, kSeconds, SIZE_MAX - 1,
                              [&](unsigned, std::size_t) { expect(desk.the_thick_one(), 435, "files"); }),
                      200, "200 ms");
        print_reading("control board of the province, 130 agencies",
                      measure(1, kSeconds, SIZE_MAX - 1,
                              [&](unsigned, std::size_t) { expect(desk.board(), kDesks, "board"); }),
                      200, "200 ms");
        print_reading(
            "index of the last whole month, all agencies and 21 components counted anew",
            measure(1, 2 * kSeconds, SIZE_MAX - 1,
                    [&](unsigned, std::size_t) { expect(desk.index_of_last_month(), kDesks, "index"); }),
            2000, "2 s");
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 2;
    }
}
