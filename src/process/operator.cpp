#include "process/operator.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/audit/audit.h"
#include "process/acts.h"
#include "process/queries.h"
#include "process/working.h"

namespace lt::process {
namespace {

base::Result<base::Done> with_reason(const std::string& reason)
{
    if (reason.empty()) return base::invalid("reason", base::msg("Nhập lý do."));
    return base::Done{};
}

void note(db::Transaction& tx, Services& services, const std::string& instance, const char* act,
          const std::string& element)
{
    audit::record(tx, {.action = std::string("process.") + act,
                       .subject = instance,
                       .detail = nlohmann::json{{"element", element}}.dump(),
                       .at = services.clock->now()});
}

base::Result<base::Done> act_on(db::Transaction& tx, Services& services, const Actor& actor, Case& it,
                                const char* name, const std::string& reason, const engine::Input& input,
                                const std::string& element)
{
    Act act(tx, services, actor, it, name, reason);
    if (auto applied = act.apply(input); !applied) return applied;
    if (auto written = act.write(); !written) return written;
    note(tx, services, it.uid, name, element);
    return base::Done{};
}

// The case with the wait that is meant.
struct Meant {
    Case it{};
    const engine::Wait* wait = nullptr;
    std::string element{};
};
base::Result<Meant> find_meant(db::Transaction& tx, Services& services, const Task& task,
                               const std::string& reason)
{
    if (auto given = with_reason(reason); !given) return given.error();
    auto it = lock(tx, services, task.instance);
    if (!it) return is_over();
    Meant meant{.it = std::move(*it)};
    meant.wait = meant.it.state.wait(static_cast<engine::Number>(task.wait));
    if (meant.wait == nullptr) return is_over();
    meant.element = meant.it.definition->graph.id_of(meant.wait->node);
    return meant;
}

}  // namespace

base::Result<Retried> retry(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                            const std::string& reason)
{
    auto meant = find_meant(tx, services, task, reason);
    if (!meant) return meant.error();
    Case& it = meant->it;
    if (meant->wait->kind == engine::WaitKind::incident) {
        const engine::Number last = it.state.last;
        const auto done = act_on(tx, services, actor, it, "retried", reason,
                                 engine::Retry{meant->wait->number}, meant->element);
        if (!done) return done.error();
        const auto& waits = it.state.waits;
        return std::any_of(waits.begin(), waits.end(),
                           [&](const engine::Wait& wait) {
                               return wait.open && wait.kind == engine::WaitKind::incident &&
                                      wait.number > last;
                           })
                   ? Retried::stands_again
                   : Retried::goes_on;
    }
    const base::Time now = services.clock->now();
    tx.run(sql::wait_trouble, it.id, task.wait, std::nullopt);
    if (meant->wait->kind == engine::WaitKind::work) {
        const std::string& topic = topic_of(it, *meant->wait);
        if (!is_known(services, topic))
            return base::conflict(
                {base::msg("Không có chương trình nào làm việc “{{topic}}”."), {{"topic", topic}}});
        jobs::enqueue(
            tx, services.queue, "process.work",
            nlohmann::json{{"agency", it.agency}, {"instance", it.uid}, {"wait", task.wait}}.dump());
    }
    tx.run(sql::act_note, it.id, actor.official, "retried", reason, now, task.wait);
    note(tx, services, it.uid, "retried", meant->element);
    return Retried::goes_on;
}

base::Result<base::Done> skip(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                              const std::string& reason)
{
    auto meant = find_meant(tx, services, task, reason);
    if (!meant) return meant.error();
    return act_on(tx, services, actor, meant->it, "skipped", reason, engine::Skip{meant->wait->number},
                  meant->element);
}

base::Result<base::Done> move_token(db::Transaction& tx, Services& services, const Actor& actor,
                                    const Task& task, const std::string& element, const std::string& reason)
{
    auto meant = find_meant(tx, services, task, reason);
    if (!meant) return meant.error();
    if (!meant->it.definition->graph.node(element))
        return base::invalid("element", base::msg("Chọn một bước của sơ đồ."));
    return act_on(tx, services, actor, meant->it, "moved", reason,
                  engine::MoveToken{meant->wait->number, element}, meant->element);
}

base::Result<base::Done> cancel(db::Transaction& tx, Services& services, const Actor& actor,
                                const std::string& instance, const std::string& reason)
{
    if (auto given = with_reason(reason); !given) return given;
    auto it = lock(tx, services, instance);
    if (!it || it->state.ended()) return base::not_found(base::msg("Quy trình này đã kết thúc."));
    return act_on(tx, services, actor, *it, "cancelled", reason, engine::Cancel{}, "");
}

base::Result<base::Done> assign(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                                const Assignment& assignment, const std::string& reason)
{
    auto meant = find_meant(tx, services, task, reason);
    if (!meant) return meant.error();
    if (meant->wait->kind != engine::WaitKind::user_task) return is_over();
    if (services.directory.snapshot()->find(assignment.performer) == nullptr)
        return base::invalid("performer", base::msg("Chọn cơ quan thực hiện."));
    tx.run(sql::task_assign, meant->it.id, task.wait, assignment.performer, assignment.role,
           assignment.official == 0 ? std::nullopt : std::optional(assignment.official));
    tx.run(sql::act_note, meant->it.id, actor.official, "assigned", reason, services.clock->now(), task.wait);
    note(tx, services, meant->it.uid, "assigned", meant->element);
    return base::Done{};
}

}  // namespace lt::process
