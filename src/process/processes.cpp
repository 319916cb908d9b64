// What other features do with processes (api.h).
#include "kit/base/ids.h"
#include "process/acts.h"
#include "process/deciding.h"
#include "process/facts.h"
#include "process/following.h"
#include "process/messages.h"
#include "process/migrating.h"
#include "process/queries.h"
#include "process/working.h"

namespace lt::process {
namespace {

struct OpenTask {
    std::int64_t instance = 0;
    std::int64_t performer = 0;
    std::optional<base::Time> due{};
    std::optional<base::Time> paused{};
};

// Locks the instance first, as every act does.
base::Result<OpenTask> lock_task(db::Transaction& tx, const Task& task)
{
    const db::Rows rows =
        base::is_uid(task.instance) ? tx.run(sql::task_lock, task.instance, task.wait) : db::Rows();
    if (rows.empty()) return is_over();
    const db::Row row = rows[0];
    return OpenTask{row["instance_id"].int64(), row["performer_id"].int64(), row["due_at"].opt_time(),
                    row["paused_at"].opt_time()};
}

base::Result<base::Done> one_act(db::Transaction& tx, Services& services, const Actor& actor,
                                 const std::string& instance, const char* name, const engine::Input& input)
{
    auto it = lock(tx, services, instance);
    if (!it || it->state.ended()) return is_over();
    Act act(tx, services, actor, *it, name);
    if (auto applied = act.apply(input); !applied) return applied;
    return act.write();
}

base::Result<base::Done> with_reason(const std::string& reason)
{
    if (reason.empty()) return base::invalid("reason", base::msg("Nhập lý do."));
    return base::Done{};
}

}  // namespace

base::Result<std::string> start(db::Transaction& tx, Services& services, const Actor& actor,
                                const Begin& begin)
{
    const DefinitionPtr definition =
        begin.as_of ? newest_at(tx, *services.definitions, actor.agency, begin.key, *begin.as_of)
                    : newest(tx, *services.definitions, actor.agency, begin.key);
    if (!definition)
        return base::not_found(
            base::Message(base::msg("Chưa triển khai quy trình “{{key}}”."), {{"key", begin.key}}));
    return begin_at(tx, services, actor, {.definition = definition->id},
                    {.business_key = begin.business_key, .variables = begin.variables, .as_of = begin.as_of});
}

base::Result<base::Done> complete(db::Transaction& tx, Services& services, const Actor& actor,
                                  const Task& task, const feel::Value& variables)
{
    return one_act(tx, services, actor, task.instance, "completed",
                   engine::Complete{static_cast<engine::Number>(task.wait), variables});
}

base::Result<base::Done> choose(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                                const std::string& element)
{
    return one_act(tx, services, actor, task.instance, "chosen",
                   engine::Choose{static_cast<engine::Number>(task.wait), element});
}

base::Result<base::Done> set_variables(db::Transaction& tx, Services& services, const Actor& actor,
                                       const std::string& instance, const feel::Value& variables)
{
    return one_act(tx, services, actor, instance, "changed", engine::ChangeVariables{variables});
}

base::Result<base::Done> pause(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                               const std::string& reason)
{
    if (auto given = with_reason(reason); !given) return given;
    const auto open = lock_task(tx, task);
    if (!open) return open.error();
    if (open->paused) return base::conflict(base::msg("Đồng hồ của bước này đang dừng."));
    tx.run(sql::clock_stop, open->instance, task.wait, services.clock->now());
    tx.run(sql::act_note, open->instance, actor.official, "paused", reason, services.clock->now(), task.wait);
    return base::Done{};
}

base::Result<base::Done> resume(db::Transaction& tx, Services& services, const Actor& actor, const Task& task)
{
    const auto open = lock_task(tx, task);
    if (!open) return open.error();
    if (!open->paused) return base::conflict(base::msg("Đồng hồ của bước này đang chạy."));
    const base::Time now = services.clock->now();
    std::vector<std::int64_t> numbers;
    std::vector<std::string> times;
    for (const db::Row row : tx.run(sql::clocks_of, open->instance, task.wait)) {
        numbers.push_back(row["no"].int64());
        times.push_back(
            base::format_iso(services.shift(open->performer, row["due_at"].time(), *open->paused, now)));
    }
    tx.run(sql::clock_start, open->instance, task.wait, numbers, times);
    tx.run(sql::act_note, open->instance, actor.official, "resumed", "", now, task.wait);
    return base::Done{};
}

base::Result<base::Done> extend(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                                base::Time due, const std::string& reason)
{
    if (auto given = with_reason(reason); !given) return given;
    const auto open = lock_task(tx, task);
    if (!open) return open.error();
    if (open->due && due <= *open->due) return base::invalid("due", base::msg("Hạn mới phải sau hạn cũ."));
    tx.run(sql::task_due, open->instance, task.wait, due);
    tx.run(sql::act_note, open->instance, actor.official, "extended", reason, services.clock->now(),
           task.wait);
    return base::Done{};
}

std::string element_name(db::Transaction& tx, Services& services, std::int64_t definition,
                         const std::string& element)
{
    const DefinitionPtr drawing = services.definitions->get(tx, definition);
    const auto node = drawing ? drawing->graph.node(element) : std::nullopt;
    return node && !drawing->graph.nodes[*node].name.empty() ? drawing->graph.nodes[*node].name : element;
}

void add_jobs(Services& services)
{
    if (services.decisions != nullptr)
        services.inside.emplace(std::string(kDecisionTopic), decider(services));
    services.inside.emplace(std::string(kFactsFormat), fact_keeper(services));
    services.queue.handle("process.work", [&services](const jobs::Job& job) { do_work(services, job); });
    services.queue.handle("process.return", [&services](const jobs::Job& job) { come_back(services, job); });
    services.queue.handle("process.cancel",
                          [&services](const jobs::Job& job) { be_cancelled(services, job); });
    services.queue.handle("process.compensate",
                          [&services](const jobs::Job& job) { be_compensated(services, job); });
    services.queue.handle("process.deliver",
                          [&services](const jobs::Job& job) { be_delivered(services, job); });
    services.queue.handle("process.signal",
                          [&services](const jobs::Job& job) { be_signalled(services, job); });
    services.queue.handle("process.migrate",
                          [&services](const jobs::Job& job) { do_migrate(services, job); });
    services.queue.handle("process.forget", [&services](const jobs::Job&) { forget_messages(services); });
    services.queue.every(std::chrono::hours(1), "process.forget");
}

}  // namespace lt::process
