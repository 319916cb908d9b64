#include "app/health.h"

#include <atomic>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "app/queries.h"
#include "documents/jobs.h"
#include "exchange/operator.h"
#include "kit/db/db.h"

namespace lt::app {
namespace {

// A file is written and made durable: a full or read-only disk shows here first.
bool disk_is_writable(const std::filesystem::path& folder)
{
    static std::atomic<unsigned> number{0};
    const auto file =
        folder / (".health-" + std::to_string(::getpid()) + "-" + std::to_string(number++ % 64));
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return false;
    const bool written = ::write(fd, "ok", 2) == 2 && ::fdatasync(fd) == 0;
    ::close(fd);
    ::unlink(file.c_str());
    return written;
}

http::Response health(const Watched& watched)
{
    const bool database = watched.pool.healthy();
    const bool disk = disk_is_writable(watched.state);
    const std::string words =
        std::string("database ") + (database ? "ok" : "away") + "\ndisk " + (disk ? "ok" : "away") + "\n";
    http::Response response = http::text(words, database && disk ? 200 : 503);
    response.header("Cache-Control", "no-store");
    return response;
}

class Figures {
public:
    void add(const char* name, const char* type, const char* help, std::int64_t value)
    {
        text_ += "# HELP lienthong_" + std::string(name) + " " + help + "\n# TYPE lienthong_" + name + " " +
                 type + "\nlienthong_" + name + " " + std::to_string(value) + "\n";
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_{};
};

http::Response metrics(const Watched& watched)
{
    const http::Counters now = watched.counters();
    Figures figures;
    const auto total = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
    figures.add("requests_total", "counter", "Requests answered.", total(now.requests));
    figures.add("errors_total", "counter", "Answers 500 and 503 for a broken program or environment.",
                total(now.errors));
    figures.add("refused_total", "counter", "Requests refused before a handler saw them.",
                total(now.refused));
    figures.add("busy_total", "counter", "Requests turned away because the queue was full.", total(now.busy));
    figures.add("connections", "gauge", "Open connections.", now.connections);
    figures.add("event_streams", "gauge", "Open streams of live events.", now.event_streams);
    figures.add("queued_requests", "gauge", "Requests that wait for a worker.", now.queued);
    bool database = true;
    try {
        auto tx = watched.pool.begin({});
        const auto today = std::chrono::year_month_day(base::vietnam_day(watched.clock->now()));
        const auto rows = tx.run(sql::platform_figures, static_cast<int>(today.year()));
        figures.add("jobs_pending", "gauge", "Jobs that wait or run.", rows[0]["jobs_pending"].int64());
        figures.add("dead_letters", "gauge", "Jobs that failed for good.", rows[0]["dead_letters"].int64());
        const documents::ToPreserve kept = documents::to_preserve(tx, watched.clock->now());
        figures.add("preserved_due", "gauge", "Issued files whose signatures are to be preserved or renewed.",
                    kept.due);
        figures.add("preserved_late", "gauge", "Those of them that are due since more than two days.",
                    kept.late);
        std::int64_t waiting = 0;
        std::int64_t failed = 0;
        std::int64_t oldest = 0;
        for (const exchange::Standing& one : exchange::standings(tx)) {
            waiting += one.waiting;
            failed += one.failed;
            const auto age = one.oldest ? watched.clock->now() - *one.oldest : base::Time::duration();
            oldest = std::max(oldest, std::chrono::duration_cast<std::chrono::seconds>(age).count());
        }
        figures.add("exchange_waiting", "gauge", "Messages that wait, one for each addressee.", waiting);
        figures.add("exchange_oldest_seconds", "gauge", "How long the oldest of them has waited.", oldest);
        figures.add("exchange_failed", "gauge", "Messages that failed and wait for the operator.", failed);
        figures.add("journal_sealed_at_seconds", "gauge", "When the journal was sealed last, or -1.",
                    rows[0]["sealed_at"].int64());
    } catch (const db::Unavailable&) {
        database = false;  // that is what the figure below says
    }
    figures.add("database_up", "gauge", "1 while the database answers.", database ? 1 : 0);
    http::Response response = http::text(figures.take());
    response.header("Cache-Control", "no-store");
    return response;
}

bool is_this_machine(const std::string& remote)
{
    return remote == "::1" || remote.starts_with("127.") || remote.starts_with("::ffff:127.");
}

}  // namespace

void add_health_routes(http::Router& router, const Watched& watched)
{
    router.get("/healthz", http::everybody(), [watched](http::Request&) { return health(watched); });
    router.get("/metrics", http::everybody(), [watched](http::Request& request) {
        return is_this_machine(request.remote) ? metrics(watched) : http::refuse(404);
    });
}

}  // namespace lt::app
