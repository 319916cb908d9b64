// PostgreSQL for the features: a pool, transactions that know for whom they work, typed parameters and rows.
// The only user of libpq. Every statement is prepared once on each connection.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/db/query.h"

namespace lt::db {

// The environment is broken (server gone, disk full, too many connections): becomes a 503 at the edge of the
// request.
class Unavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A constraint refused the row. Stores turn the constraints they know, by name, into base::Error.
class ConstraintViolation : public std::runtime_error {
public:
    ConstraintViolation(std::string constraint_name, std::string state, const std::string& what)
        : std::runtime_error(what), constraint(std::move(constraint_name)), sqlstate(std::move(state))
    {
    }
    std::string constraint;
    std::string sqlstate;  // 23505 unique, 23503 foreign key, 23514 check …
};

// Serialization failure or deadlock: Pool::retry runs the work again.
class TryAgain : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A statement that is wrong in itself, or refused by row-level security: a bug.
class QueryError : public std::logic_error {
public:
    QueryError(std::string state, const std::string& what)
        : std::logic_error(what), sqlstate(std::move(state))
    {
    }
    std::string sqlstate;
};

// One parameter in PostgreSQL's text format (bytes: binary). Implicit, so that calls read `tx.run(sql::x, id,
// name)`.
class Param {
public:
    Param(std::nullptr_t) {}
    Param(std::nullopt_t) {}
    Param(bool value);
    Param(int value);
    Param(std::int64_t value);
    Param(double value);
    Param(const char* value) : text_(value), null_(false) {}
    Param(std::string value) : text_(std::move(value)), null_(false) {}
    Param(std::string_view value) : text_(value), null_(false) {}
    Param(base::Time value);
    Param(base::Day value);
    Param(std::span<const std::byte> bytes);         // bytea
    Param(const std::vector<std::int64_t>& values);  // bigint[]
    Param(const std::vector<std::string>& values);   // text[]; "" stays "", there is no NULL element
    template <class T>
    Param(const std::optional<T>& value) : Param(value ? Param(*value) : Param(nullptr))
    {
    }
    const std::string& text() const { return text_; }
    bool null() const { return null_; }
    bool binary() const { return binary_; }

private:
    std::string text_{};
    bool null_ = true;
    bool binary_ = false;
};

// One field of a row. Reading NULL with anything but null() or an optional reader is a base::Bug.
class Value {
public:
    Value(const char* data, std::size_t size, bool null, const char* column)
        : data_(data), size_(size), null_(null), column_(column)
    {
    }
    bool null() const { return null_; }
    std::string_view text() const;
    std::string str() const { return std::string(text()); }
    std::string str_or(std::string_view fallback) const { return std::string(null_ ? fallback : text()); }
    std::int64_t int64() const;
    int int32() const;
    bool boolean() const;
    base::Time time() const;
    base::Day day() const;
    std::string bytes() const;  // bytea, decoded
    std::vector<std::int64_t> int64s() const;
    std::vector<std::string> texts() const;
    std::optional<std::string> opt_str() const;
    std::optional<std::int64_t> opt_int64() const;
    std::optional<base::Time> opt_time() const;
    std::optional<base::Day> opt_day() const;

private:
    const char* data_;
    std::size_t size_;
    bool null_;
    const char* column_;
};

class Row {
public:
    // By column name (a name that the result lacks is a base::Bug) or by position.
    Value operator[](const char* column) const;
    Value operator[](int column) const;

private:
    friend class Rows;
    Row(const void* result, int row) : result_(result), row_(row) {}
    const void* result_;
    int row_;
};

class Rows {
public:
    Rows() = default;
    explicit Rows(std::shared_ptr<void> result);
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    std::size_t affected() const;  // rows changed by INSERT, UPDATE, DELETE
    Row operator[](std::size_t row) const;
    class Iterator {
    public:
        Iterator(const Rows* rows, std::size_t at) : rows_(rows), at_(at) {}
        Row operator*() const { return (*rows_)[at_]; }
        Iterator& operator++()
        {
            ++at_;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return at_ != other.at_; }

    private:
        const Rows* rows_;
        std::size_t at_;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size_}; }

private:
    std::shared_ptr<void> result_{};
    std::size_t size_ = 0;
};

// Whose rows a transaction may see. Row-level security reads these settings; they hold for the transaction
// only.
enum class Reach : std::uint8_t {
    agency,    // all rows of the agency: clerks, leaders
    assigned,  // rows of the agency that are assigned to the official
    platform,  // no agency's rows; only tables without an agency: log-in, directory, jobs
};
struct Scope {
    std::int64_t agency = 0;
    std::int64_t official = 0;
    Reach reach = Reach::platform;
    std::string request_id{};
    // Its commit waits for no disk: a crash of PostgreSQL may lose it, with what was committed in the same way within half a second
    // before, and nothing that a later lasting commit built on. For what is done again then.
    bool lasting = true;
};

class Connection;  // libpq inside

// Rolls back unless committed. Not shared between threads.
class Transaction {
public:
    Transaction(Transaction&&) noexcept;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    // Runs the statement. BEGIN and the settings of the scope travel with the first one in the same round
    // trip.
    template <int N, class... A>
    Rows run(const Query<N>& query, const A&... arguments)
    {
        static_assert(sizeof...(A) == N, "the statement has a different number of parameters");
        const std::array<Param, N> params{Param(arguments)...};
        return execute(query.name, query.text, params);
    }

    // Runs the statement together with COMMIT in one round trip: for the last statement of a short
    // transaction.
    template <int N, class... A>
    Rows run_and_commit(const Query<N>& query, const A&... arguments)
    {
        static_assert(sizeof...(A) == N, "the statement has a different number of parameters");
        const std::array<Param, N> params{Param(arguments)...};
        return execute_and_commit(query.name, query.text, params);
    }

    // Sends the statement along with the next one, in its round trip: for changes whose rows nobody reads. What is wrong
    // with it is thrown by that next call.
    template <int N, class... A>
    void send(const Query<N>& query, const A&... arguments)
    {
        static_assert(sizeof...(A) == N, "the statement has a different number of parameters");
        add(query.name, query.text, std::vector<Param>{Param(arguments)...});
    }

    // Makes everything durable, then runs the on_commit functions in order.
    void commit();

    // Called after a successful commit only: wakes workers, sends live events.
    void on_commit(std::function<void()> action);

    const Scope& scope() const;

private:
    friend class Pool;
    explicit Transaction(std::unique_ptr<class TransactionState> state);
    Rows execute(const char* name, const char* text, std::span<const Param> params);
    void add(const char* name, const char* text, std::vector<Param> params);
    Rows execute_and_commit(const char* name, const char* text, std::span<const Param> params);
    std::unique_ptr<class TransactionState> state_;
};

struct PoolOptions {
    std::string dsn{};
    unsigned size = 16;
    std::chrono::milliseconds wait{2000};  // for a free connection, then Unavailable
};

// Connections of one role, opened when first needed, given back after each transaction, replaced when broken.
class Pool {
public:
    explicit Pool(PoolOptions options);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    // Throws Unavailable when the database can't be reached.
    Transaction begin(Scope scope);

    // Runs `work(tx)` and returns its result; again, up to five times, on TryAgain. `work` commits by itself.
    template <class Work>
    auto retry(const Scope& scope, Work&& work)
    {
        for (int attempt = 1;; ++attempt) {
            try {
                Transaction tx = begin(scope);
                return work(tx);
            } catch (const TryAgain&) {
                if (attempt == 5) throw Unavailable("too many conflicts");
            }
        }
    }

    // True when a statement was run just now without an error: for /healthz.
    bool healthy() noexcept;

private:
    friend class Listener;  // opens a connection of its own
    const std::string& dsn() const;
    std::shared_ptr<class PoolState> state_;
};

// Names of all queries run by this process so far: tests compare them with the list of all queries.
std::vector<std::string> executed_queries();

}  // namespace lt::db
