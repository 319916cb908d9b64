// One connection to PostgreSQL. Inside kit/db only; not for several threads at once.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "kit/db/db.h"

struct pg_conn;

namespace lt::db {

// Why a statement was refused. An empty sqlstate: the connection is lost.
struct Failure {
    std::string sqlstate{};
    std::string constraint{};
    std::string message{};
    std::size_t step = 0;  // the step of the exchange that failed
    bool answered =
        false;  // the server itself refused that step; false: the connection was lost without a word
};

// Throws the exception that belongs to the failure.
[[noreturn]] void raise(const Failure& failure, const char* statement);

struct Step {
    const char* name;
    const char* text;
    std::span<const Param> params{};
};

struct Answers {
    std::vector<Rows> rows{};         // of the steps done
    std::vector<std::string> tags{};  // "COMMIT", "SELECT 5" …
    std::optional<Failure> failure{};
};

class Connection {
public:
    explicit Connection(const std::string& dsn);  // throws Unavailable
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Runs SQL of any number of statements, unprepared; the rows of the last one. Not after start_pipeline.
    Rows script(const std::string& sql);
    // One unprepared statement with parameters. Not after start_pipeline.
    Rows query(const std::string& sql, std::span<const Param> params);
    bool in_transaction() const;

    void start_pipeline();
    // Sends all steps and gets all answers in one round trip; prepares what this connection has not run
    // before.
    Answers exchange(std::span<const Step> steps);
    // Sends ROLLBACK and does not wait for the answer.
    void send_rollback();
    // Reads answers nobody waited for. False when the connection can't be used again.
    bool settle();
    bool broken() const;

    // For a listener: whether another connection has notified since the last call. Throws Unavailable when the connection is lost.
    bool heard();
    int socket() const;

private:
    void send(const Step& step);
    void lose(Answers& answers) const;
    bool read_to_sync();
    pg_conn* conn_;
    std::unordered_map<std::string, const char*> prepared_{};
    bool waiting_ = false;  // a ROLLBACK is not answered yet
    bool unusable_ = false;
};

// For executed_queries.
void note_query(const char* name);

}  // namespace lt::db
