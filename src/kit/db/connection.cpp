// libpq in pipeline mode: several statements travel in one round trip, each prepared once.
#include "kit/db/connection.h"

#include <algorithm>
#include <cstring>

#include <poll.h>
#include <postgresql/libpq-fe.h>

#include "kit/base/log.h"
#include "kit/base/result.h"

namespace lt::db {
namespace {

constexpr const char* kSettings =
    "SET timezone TO 'UTC'; SET datestyle TO ISO; SET client_encoding TO 'UTF8'; SET bytea_output TO hex;"
    "SET statement_timeout TO '30s'; SET idle_in_transaction_session_timeout TO '10s';"
    "SET client_min_messages TO warning;"
    // Planning costs more than most statements; each list has an index that fits every agency (docs/performance.md).
    "SET plan_cache_mode TO force_generic_plan";

constexpr const char* kRollback = "ROLLBACK";

std::shared_ptr<void> own(PGresult* result)
{
    return {result, [](void* r) { PQclear(static_cast<PGresult*>(r)); }};
}

std::string field(const PGresult* result, int code)
{
    const char* text = PQresultErrorField(result, code);
    return text != nullptr ? text : "";
}

Failure failure_of(const PGresult* result)
{
    Failure failure;
    failure.sqlstate = field(result, PG_DIAG_SQLSTATE);
    failure.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    failure.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    // A table was changed below a prepared statement: only a fresh connection helps.
    if (field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery") failure.sqlstate = "08P01";
    if (failure.message.empty()) failure.message = PQresultErrorMessage(result);
    return failure;
}

bool is_done(const PGresult* result)
{
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

// What libpq wants to see of the parameters.
struct Arguments {
    explicit Arguments(std::span<const Param> params)
    {
        for (const Param& param : params) {
            // libpq reads text up to the first NUL; without this check it would store half of the value.
            CHECK(param.binary() || param.text().find('\0') == std::string::npos);
            values.push_back(param.null() ? nullptr : param.text().data());
            lengths.push_back(static_cast<int>(param.text().size()));
            formats.push_back(param.binary() ? 1 : 0);
        }
    }
    int count() const { return static_cast<int>(values.size()); }
    std::vector<const char*> values{};
    std::vector<int> lengths{};
    std::vector<int> formats{};
};

void on_notice(void*, const PGresult* result)
{
    base::log(
        base::Level::warning, "db_notice",
        {{"message", field(result, PG_DIAG_MESSAGE_PRIMARY)}, {"sqlstate", field(result, PG_DIAG_SQLSTATE)}});
}

}  // namespace

void raise(const Failure& failure, const char* statement)
{
    const std::string& state = failure.sqlstate;
    const std::string what = std::string(statement) + ": " + failure.message + " [" + state + "]";
    if (state.empty()) throw Unavailable(what);
    if (state.starts_with("23")) throw ConstraintViolation(failure.constraint, state, what);
    if (state == "40001" || state == "40P01") throw TryAgain(what);
    // 57: shut down, crashed, starting up, or cancelled because it took too long.
    if (state.starts_with("08") || state.starts_with("53") || state.starts_with("57") ||
        state.starts_with("58") || state == "25P03" || state == "26000") {
        throw Unavailable(what);
    }
    throw QueryError(state, what);
}

Connection::Connection(const std::string& dsn)
{
    // What stands before dbname may be overridden by the DSN.
    const char* const names[] = {"connect_timeout",
                                 "keepalives_idle",
                                 "tcp_user_timeout",
                                 "dbname",
                                 "application_name",
                                 "client_encoding",
                                 nullptr};
    const char* const values[] = {"5", "30", "20000", dsn.c_str(), "lienthong", "UTF8", nullptr};
    conn_ = PQconnectdbParams(names, values, 1);
    if (PQstatus(conn_) != CONNECTION_OK) {
        const std::string why = PQerrorMessage(conn_);
        PQfinish(conn_);
        throw Unavailable("connecting to the database: " + why);
    }
    PQsetNoticeReceiver(conn_, on_notice, nullptr);
    try {
        script(kSettings);
    } catch (...) {
        PQfinish(conn_);
        throw;
    }
}

Connection::~Connection() { PQfinish(conn_); }

Rows Connection::script(const std::string& sql)
{
    auto result = own(PQexec(conn_, sql.c_str()));
    auto* raw = static_cast<PGresult*>(result.get());
    if (raw == nullptr || !is_done(raw)) {
        if (broken() || raw == nullptr) raise({{}, {}, PQerrorMessage(conn_)}, "script");
        raise(failure_of(raw), "script");
    }
    return Rows(std::move(result));
}

Rows Connection::query(const std::string& sql, std::span<const Param> params)
{
    const Arguments arguments(params);
    auto result = own(PQexecParams(conn_, sql.c_str(), arguments.count(), nullptr, arguments.values.data(),
                                   arguments.lengths.data(), arguments.formats.data(), 0));
    auto* raw = static_cast<PGresult*>(result.get());
    if (raw == nullptr || !is_done(raw)) {
        if (broken() || raw == nullptr) raise({{}, {}, PQerrorMessage(conn_)}, "query");
        raise(failure_of(raw), "query");
    }
    return Rows(std::move(result));
}

bool Connection::in_transaction() const { return PQtransactionStatus(conn_) == PQTRANS_INTRANS; }

void Connection::start_pipeline() { CHECK(PQenterPipelineMode(conn_) == 1); }

bool Connection::broken() const { return unusable_ || PQstatus(conn_) != CONNECTION_OK; }

void Connection::lose(Answers& answers) const
{
    if (!answers.failure) answers.failure = Failure{{}, {}, PQerrorMessage(conn_)};
}

Answers Connection::exchange(std::span<const Step> steps)
{
    Answers answers;
    // For each command sent: its step, and whether it only prepares.
    std::vector<std::pair<std::size_t, bool>> sent;
    bool alive = !broken();
    for (std::size_t i = 0; i < steps.size() && alive; ++i) {
        const Step& step = steps[i];
        const auto known = prepared_.find(step.name);
        // The same statement may stand twice among the steps.
        const bool underway = std::any_of(sent.begin(), sent.end(), [&](const auto& earlier) {
            return earlier.second && std::strcmp(steps[earlier.first].name, step.name) == 0;
        });
        if (known == prepared_.end() && !underway) {
            alive = PQsendPrepare(conn_, step.name, step.text, 0, nullptr) == 1;
            sent.emplace_back(i, true);
        } else if (!underway) {
            // Two statements of one name would run as whichever came first.
            CHECK(known->second == step.text || std::strcmp(known->second, step.text) == 0);
        }
        const Arguments arguments(step.params);
        alive = alive && PQsendQueryPrepared(conn_, step.name, arguments.count(), arguments.values.data(),
                                             arguments.lengths.data(), arguments.formats.data(), 0) == 1;
        sent.emplace_back(i, false);
    }
    alive = alive && PQpipelineSync(conn_) == 1;
    if (!alive) {
        unusable_ = true;
        lose(answers);
        return answers;
    }
    for (const auto& [index, prepares] : sent) {
        std::shared_ptr<void> result;
        while (PGresult* next = PQgetResult(conn_)) {
            // The first says why; a lost connection then gives further errors without end.
            auto held = own(next);
            if (result == nullptr) result = std::move(held);
            if (PQstatus(conn_) != CONNECTION_OK) break;
        }
        const auto* raw = static_cast<const PGresult*>(result.get());
        if (raw != nullptr && is_done(raw)) {
            if (prepares) {
                prepared_.emplace(steps[index].name, steps[index].text);
                note_query(steps[index].name);
            } else {
                answers.tags.emplace_back(PQcmdStatus(static_cast<PGresult*>(result.get())));
                answers.rows.emplace_back(std::move(result));
            }
        } else if (raw != nullptr && PQresultStatus(raw) == PGRES_FATAL_ERROR && !answers.failure) {
            answers.failure = failure_of(raw);
            answers.failure->step = index;
            answers.failure->answered = !answers.failure->sqlstate.empty();
        } else if (raw == nullptr || PQresultStatus(raw) != PGRES_PIPELINE_ABORTED) {
            unusable_ = unusable_ || !answers.failure;
        }
        if (broken()) break;
    }
    if (!broken() && !read_to_sync()) unusable_ = true;
    if (broken()) {
        lose(answers);
        // Whatever was said before the connection ended, the environment is broken.
        answers.failure->sqlstate.clear();
    } else if (answers.failure &&
               (answers.failure->sqlstate == "08P01" || answers.failure->sqlstate == "26000")) {
        unusable_ = true;
    }
    return answers;
}

bool Connection::read_to_sync()
{
    while (PQstatus(conn_) == CONNECTION_OK) {
        const auto result = own(PQgetResult(conn_));
        if (result != nullptr && PQresultStatus(static_cast<PGresult*>(result.get())) == PGRES_PIPELINE_SYNC)
            return true;
    }
    return false;
}

void Connection::send_rollback()
{
    if (broken()) return;
    bool good = true;
    if (prepared_.emplace(kRollback, kRollback).second) {
        good = PQsendPrepare(conn_, kRollback, kRollback, 0, nullptr) == 1;
    }
    good = good && PQsendQueryPrepared(conn_, kRollback, 0, nullptr, nullptr, nullptr, 0) == 1 &&
           PQpipelineSync(conn_) == 1;
    unusable_ = !good;
    waiting_ = good;
}

bool Connection::settle()
{
    if (waiting_ && !read_to_sync()) unusable_ = true;
    waiting_ = false;
    if (broken()) return false;
    // An idle connection has nothing to say: what can be read is the server's farewell or the end of the
    // stream.
    pollfd watch{PQsocket(conn_), POLLIN, 0};
    unusable_ = ::poll(&watch, 1, 0) != 0;
    return !unusable_;
}

bool Connection::heard()
{
    if (PQconsumeInput(conn_) != 1 || broken())
        throw Unavailable(std::string("the listening connection is lost: ") + PQerrorMessage(conn_));
    bool others = false;
    while (PGnotify* notification = PQnotifies(conn_)) {
        others = others || notification->be_pid != PQbackendPID(conn_);
        PQfreemem(notification);
    }
    return others;
}

int Connection::socket() const { return PQsocket(conn_); }

}  // namespace lt::db
