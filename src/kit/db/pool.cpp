// The pool and its transactions. BEGIN and the settings of the scope wait for the first statement and travel
// with it.
#include <condition_variable>
#include <mutex>
#include <set>

#include "kit/base/log.h"
#include "kit/base/result.h"
#include "kit/db/connection.h"

namespace lt::db {
namespace {

constexpr Step kBegin{"db.begin", "BEGIN"};
constexpr Step kCommit{"db.commit", "COMMIT"};
constexpr const char* kScope =
    "SELECT set_config('lt.agency', $1, true), set_config('lt.official', $2, true),"
    " set_config('lt.reach', $3, true), set_config('lt.request', $4, true)";
constexpr const char* kUnsyncedScope =
    "SELECT set_config('lt.agency', $1, true), set_config('lt.official', $2, true),"
    " set_config('lt.reach', $3, true), set_config('lt.request', $4, true), set_config('synchronous_commit', 'off', true)";
constexpr Query<0> kHealthy{"db.healthy", "SELECT 1"};

const char* name_of(Reach reach)
{
    switch (reach) {
    case Reach::agency: return "agency";
    case Reach::assigned: return "assigned";
    case Reach::platform: break;
    }
    return "platform";
}

std::array<Param, 4> settings(const Scope& scope)
{
    // 0 is no agency's id: policies find nothing for the platform itself.
    const std::int64_t agency = scope.reach == Reach::platform ? 0 : scope.agency;
    return {Param(agency), Param(scope.official), Param(name_of(scope.reach)), Param(scope.request_id)};
}

struct QueryNames {
    std::mutex mutex{};
    std::set<std::string> names{};
};

QueryNames& query_names()
{
    // Never destroyed: connections may outlive other statics.
    static auto* const names = new QueryNames;
    return *names;
}

}  // namespace

void note_query(const char* name)
{
    const std::lock_guard lock(query_names().mutex);
    query_names().names.emplace(name);
}

std::vector<std::string> executed_queries()
{
    const std::lock_guard lock(query_names().mutex);
    return {query_names().names.begin(), query_names().names.end()};
}

class PoolState {
public:
    explicit PoolState(PoolOptions options) : options_(std::move(options)) {}

    // A connection that answers, as far as can be seen without asking it.
    std::unique_ptr<Connection> take()
    {
        for (;;) {
            std::unique_ptr<Connection> idle = wait_for_turn();
            if (idle == nullptr) return connect();
            if (idle->settle()) return idle;
            forget(std::move(idle));
        }
    }

    // A new one in place of a broken one.
    std::unique_ptr<Connection> replace(std::unique_ptr<Connection> broken)
    {
        broken.reset();
        return connect();
    }

    void give_back(std::unique_ptr<Connection> connection)
    {
        if (connection->broken()) return forget(std::move(connection));
        {
            const std::lock_guard lock(mutex_);
            idle_.push_back(std::move(connection));
        }
        freed_.notify_one();
    }

    const std::string& dsn() const { return options_.dsn; }

    void forget(std::unique_ptr<Connection> connection)
    {
        connection.reset();
        {
            const std::lock_guard lock(mutex_);
            --open_;
        }
        freed_.notify_one();
    }

private:
    // An idle connection, or nothing for the right to open one.
    std::unique_ptr<Connection> wait_for_turn()
    {
        std::unique_lock lock(mutex_);
        const bool free =
            freed_.wait_for(lock, options_.wait, [&] { return !idle_.empty() || open_ < options_.size; });
        if (!free) throw Unavailable("all connections of the pool are in use");
        if (idle_.empty()) {
            ++open_;
            return nullptr;
        }
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }

    std::unique_ptr<Connection> connect()
    {
        try {
            auto connection = std::make_unique<Connection>(options_.dsn);
            connection->start_pipeline();
            return connection;
        } catch (...) {
            forget(nullptr);
            throw;
        }
    }

    const PoolOptions options_;
    std::mutex mutex_{};
    std::condition_variable freed_{};
    std::vector<std::unique_ptr<Connection>> idle_{};
    unsigned open_ = 0;  // idle, in use, and being opened
};

class TransactionState {
public:
    TransactionState(std::shared_ptr<PoolState> pool, Scope scope)
        : scope_(std::move(scope)), pool_(std::move(pool)), connection_(pool_->take())
    {
    }
    TransactionState(const TransactionState&) = delete;
    TransactionState& operator=(const TransactionState&) = delete;

    ~TransactionState()
    {
        if (connection_ == nullptr) return;
        if (open_) connection_->send_rollback();
        pool_->give_back(std::move(connection_));
    }

    Rows execute(const Step& step, bool commits)
    {
        CHECK(connection_ != nullptr && !failed_);  // neither after COMMIT nor after an error
        const auto scope_params = settings(scope_);
        std::vector<Step> steps;
        const Step scope = scope_.lasting ? Step{"db.scope", kScope, scope_params}
                                          : Step{"db.unsynced_scope", kUnsyncedScope, scope_params};
        if (!open_) steps.insert(steps.end(), {kBegin, scope});
        for (const Waiting& waiting : waiting_) steps.push_back({waiting.name, waiting.text, waiting.params});
        const std::size_t own = steps.size();
        steps.push_back(step);
        if (commits && step.name != kCommit.name) steps.push_back(kCommit);
        Answers answers = exchange(steps, commits);
        if (answers.failure) fail(*answers.failure, steps);
        waiting_.clear();
        open_ = true;
        if (commits) finish(answers.tags.back());
        return std::move(answers.rows[own]);
    }

    void commit()
    {
        CHECK(connection_ != nullptr && !failed_);
        if (!open_ && waiting_.empty()) return finish("COMMIT");
        execute(kCommit, true);
    }

    void add(const char* name, const char* text, std::vector<Param> params)
    {
        CHECK(connection_ != nullptr && !failed_);
        waiting_.push_back({name, text, std::move(params)});
    }

    void on_commit(std::function<void()> action) { actions_.push_back(std::move(action)); }
    const Scope& scope() const { return scope_; }

private:
    // The first round trip of a transaction is tried again on a fresh connection when the pooled one turns
    // out dead and it is sure that nothing was committed.
    Answers exchange(const std::vector<Step>& steps, bool commits)
    {
        Answers answers = connection_->exchange(steps);
        if (open_ || !answers.failure || !connection_->broken()) return answers;
        const bool before_commit =
            answers.failure->answered && steps[answers.failure->step].name != kCommit.name;
        if (commits && !before_commit) return answers;
        connection_ = pool_->replace(std::move(connection_));
        return connection_->exchange(steps);
    }

    [[noreturn]] void fail(const Failure& failure, std::span<const Step> steps)
    {
        failed_ = true;
        // After a COMMIT that failed there is nothing left to roll back.
        open_ = steps[failure.step].name != kCommit.name;
        raise(failure, steps[failure.step].name);
    }

    void finish(std::string_view tag)
    {
        // The server answers ROLLBACK to the COMMIT of a transaction that failed, which `failed_` excludes.
        CHECK(tag == "COMMIT");
        pool_->give_back(std::move(connection_));
        for (const auto& action : actions_) {
            // The rows are durable: the caller must not be told otherwise.
            try {
                action();
            } catch (const std::exception& error) {
                base::log(base::Level::error, "on_commit_failed", {{"what", error.what()}});
            }
        }
        actions_.clear();
    }

    Scope scope_;
    std::shared_ptr<PoolState> pool_;
    std::unique_ptr<Connection> connection_;
    // Statements that travel with the next one.
    struct Waiting {
        const char* name;
        const char* text;
        std::vector<Param> params;
    };
    std::vector<Waiting> waiting_{};
    std::vector<std::function<void()>> actions_{};
    bool open_ = false;
    bool failed_ = false;
};

Transaction::Transaction(std::unique_ptr<TransactionState> state) : state_(std::move(state)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

Rows Transaction::execute(const char* name, const char* text, std::span<const Param> params)
{
    return state_->execute({name, text, params}, false);
}

Rows Transaction::execute_and_commit(const char* name, const char* text, std::span<const Param> params)
{
    return state_->execute({name, text, params}, true);
}

void Transaction::add(const char* name, const char* text, std::vector<Param> params)
{
    state_->add(name, text, std::move(params));
}

void Transaction::commit() { state_->commit(); }

void Transaction::on_commit(std::function<void()> action) { state_->on_commit(std::move(action)); }

const Scope& Transaction::scope() const { return state_->scope(); }

Pool::Pool(PoolOptions options) : state_(std::make_shared<PoolState>(std::move(options))) {}
Pool::~Pool() = default;

Transaction Pool::begin(Scope scope)
{
    return Transaction(std::make_unique<TransactionState>(state_, std::move(scope)));
}

const std::string& Pool::dsn() const { return state_->dsn(); }

bool Pool::healthy() noexcept
{
    try {
        begin({}).run_and_commit(kHealthy);
        return true;
    } catch (...) {
        return false;
    }
}

}  // namespace lt::db
