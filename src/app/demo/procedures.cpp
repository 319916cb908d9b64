#include "app/demo/procedures.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "decisions/deploy.h"
#include "procedures/files.h"
#include "procedures/load.h"
#include "process/acts.h"
#include "process/deploy.h"
#include "process/tasks.h"

namespace lt::app::demo {
namespace {

constexpr const char* kProcess = "chung_thuc_ban_sao";

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("can't read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

template <class T>
T done(base::Result<T> result)
{
    if (!result) throw std::runtime_error(result.error().message.str());
    return *std::move(result);
}

const Player& player_of(const Staff& staff, const std::string& role)
{
    if (role == "leader") return staff.head;
    if (role == "specialist") return staff.specialists.front();
    return staff.desk;
}

// The one task that the case waits at, by the official whose it is.
void do_next(House& house, const Staff& staff, const std::string& instance, const feel::Value& answers)
{
    const process::Actor agency{.agency = staff.desk.agency};
    process::TaskRow task;
    {
        db::Transaction tx = house.database.pool().begin(process::scope_of(agency));
        const auto all = process::tasks(tx, {});
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const auto& row) { return row.task.instance == instance; });
        if (found == all.end()) throw std::runtime_error("a case of the demo waits for nobody");
        task = *found;
    }
    const Player& who = player_of(staff, task.role);
    const process::Actor actor{.agency = who.agency, .official = who.official};
    db::Transaction tx = house.database.pool().begin(process::scope_of(actor));
    done(process::complete_by(tx, house.process, actor, {who.agency, who.official, task.role}, task.task,
                              answers));
    tx.commit();
}

feel::Value number(std::int64_t value) { return feel::Value::integer(value); }

}  // namespace

void deploy_examples(House& house, const std::filesystem::path& data)
{
    db::Transaction tx = house.database.pool().begin({});
    for (const auto& entry : std::filesystem::directory_iterator(data / "decisions")) {
        if (entry.path().extension() != ".dmn") continue;
        const auto deployment = done(
            decisions::deploy(tx, std::nullopt, {.source = read_file(entry.path())}, house.clock->now()));
        if (!deployment.findings.empty()) throw std::runtime_error(deployment.findings.front().message.str());
    }
    const std::string drawing = read_file(data / "processes" / (std::string(kProcess) + ".bpmn"));
    const auto deployment = done(process::deploy(tx, house.process, std::nullopt, drawing, ""));
    if (deployment.processes.empty()) throw std::runtime_error(deployment.findings.front().message.str());
    procedures::load(tx, house.process, procedures::procedure_files(data / "procedures"), house.clock->now(),
                     [](const std::string&) {});
    tx.commit();
}

void play_certified_copies(House& house, base::VirtualClock& clock, const Staff& staff)
{
    struct Copies {
        const char* key;
        std::int64_t pages, copies;
    };
    for (const Copies& one : {Copies{"CT-0001", 2, 3}, Copies{"CT-0002", 12, 2}, Copies{"CT-0003", 240, 1}}) {
        const process::Actor desk{.agency = staff.desk.agency, .official = staff.desk.official};
        std::string instance;
        {
            db::Transaction tx = house.database.pool().begin(process::scope_of(desk));
            instance =
                done(process::start(tx, house.process, desk, {.key = kProcess, .business_key = one.key}));
            tx.commit();
        }
        const feel::Value counted =
            feel::Value::context({{"so_trang", number(one.pages)}, {"so_ban", number(one.copies)}});
        const feel::Value right = feel::Value::context({{"ban_chinh_hop_le", feel::Value::boolean(true)}});
        for (const feel::Value& answers : {counted, right, feel::Value(), feel::Value()}) {
            clock.advance(std::chrono::minutes(15));
            do_next(house, staff, instance, answers);
        }
    }
}

}  // namespace lt::app::demo
