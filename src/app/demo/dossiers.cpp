#include "app/demo/dossiers.h"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "app/demo/timeline.h"
#include "dossiers/acts.h"
#include "dossiers/figures/online_payments.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"
#include "procedures/load.h"
#include "process/acts.h"
#include "process/tasks.h"

namespace lt::app::demo {
namespace {

using nlohmann::json;

template <class T>
T must(base::Result<T> result)
{
    if (!result) throw std::runtime_error(result.error().field + ": " + result.error().message.str());
    return *std::move(result);
}

dossiers::Actor actor_of(const Player& player)
{
    return {.agency = player.agency,
            .official = player.official,
            .role = player.role,
            .name = player.name,
            .title = player.title,
            .request_id = "demo"};
}

// Made up, and built like a real one: born in the province, a woman or a man of the given year.
std::string identity_number(Dice& dice, bool woman, int year)
{
    std::string out = "027" + std::to_string((year >= 2000 ? 2 : 0) + (woman ? 1 : 0));
    const auto digits = [&](int number, std::size_t width) {
        std::string text = std::to_string(number);
        out += std::string(width - text.size(), '0') + text;
    };
    digits(year % 100, 2);
    digits(dice.between(0, 999999), 6);
    return out;
}

class Desk {
public:
    Desk(House& house, base::VirtualClock& clock, const Staff& staff, const Material& material)
        : house_(house), clock_(clock), staff_(staff), material_(material),
          dice_(static_cast<std::uint64_t>(staff.desk.agency))
    {
    }

    void play(std::size_t number)
    {
        const std::string uid = receive();
        run_jobs();
        // Every tenth waits for papers, every fifth for the first hand; the others get as far as the dice say.
        if (number % 10 == 3) {
            clock_.advance(std::chrono::minutes(20));
            act(staff_.desk, uid,
                {.kind = dossiers::ActKind::ask_supplement,
                 .reason = "Thiếu bản chính để đối chiếu",
                 .missing = {{0, "Xuất trình bản chính"}}});
            return;
        }
        const int steps = number % 5 == 0 ? 0 : dice_.between(1, 6);
        for (int i = 0; i < steps; ++i) {
            clock_.advance(std::chrono::minutes(dice_.between(5, 40)));
            if (!work(uid)) break;
        }
        hand_over(uid);
    }

private:
    std::string receive()
    {
        const bool woman = dice_.chance(55);
        const int year = dice_.between(1950, 2004);
        dossiers::Reception it{.key = base::new_uid(clock_.now())};
        it.kept = dossiers::Kept::stays;  // two made-up people may have one number
        it.owner = {.number = identity_number(dice_, woman, year),
                    .name = name(woman),
                    .sex = woman ? "female" : "male",
                    .phone = "09" + std::to_string(dice_.between(10000000, 99999999)),
                    .address = "Số " + std::to_string(dice_.between(1, 200)) + ", đường Lý Thái Tổ"};
        const json applicant{
            {"full_name", it.owner.name},
            {"identity_number", it.owner.number},
            {"phone", it.owner.phone},
            {"residence", {{"province", "24"}, {"commune", "09187"}, {"detail", it.owner.address}}}};
        std::string code;
        if (dice_.chance(60)) {
            code = "2.000815";
            it.answers = json{{"applicant", applicant},
                              {"documents", json::array({{{"name", "Bằng tốt nghiệp"},
                                                          {"pages", dice_.between(1, 4)},
                                                          {"copies", dice_.between(1, 5)}}})}}
                             .dump();
        } else {
            code = "2.000908";
            it.answers = json{{"applicant", applicant},
                              {"relation", "self"},
                              {"original", {{"name", "Giấy khai sinh"}, {"holder", it.owner.name}}},
                              {"copies", dice_.between(1, 3)}}
                             .dump();
        }
        db::Transaction tx = house_.database.pool().begin(dossiers::scope_of(actor_of(staff_.desk)));
        const auto version = procedures::find_in_force(tx, code, base::vietnam_day(clock_.now()));
        if (!version) throw std::runtime_error("the demo lacks procedure " + code);
        it.version = version->uid;
        it.papers.assign(30, {.originals = 1});
        return must(dossiers::receive(house_.dossiers, actor_of(staff_.desk), it)).uid;
    }

    std::string name(bool woman)
    {
        const auto& middle = woman ? material_.female_middle : material_.male_middle;
        const auto& given = woman ? material_.female_given : material_.male_given;
        return dice_.pick(material_.families) + " " + dice_.pick(middle) + " " + dice_.pick(given);
    }

    void act(const Player& who, const std::string& uid, const dossiers::Deed& deed)
    {
        must(dossiers::carry_out(house_.dossiers, actor_of(who), uid, deed));
        run_jobs();
    }

    // The open task of its process, answered with yes; false when there is none.
    bool work(const std::string& uid)
    {
        const process::Actor agency{.agency = staff_.desk.agency};
        process::TaskRow task;
        std::vector<feel::Entry> answers;
        {
            db::Transaction tx = house_.database.pool().begin(process::scope_of(agency));
            const auto dossier = dossiers::store::find(tx, uid);
            if (!dossier || dossier->life.state != dossiers::State::processing) return false;
            const auto all = process::tasks(tx, {.limit = 1000});
            const auto found = std::ranges::find_if(
                all, [&](const auto& row) { return row.task.instance == dossier->instance; });
            if (found == all.end()) return false;
            task = *found;
            for (const process::Ask& ask : process::asks_of(tx, house_.process, task))
                answers.push_back(
                    {ask.variable, ask.is_number ? feel::Value::integer(1) : feel::Value::boolean(true)});
        }
        const Player& who = task.role == "leader"           ? staff_.head
                            : task.role == "registry_clerk" ? staff_.clerk
                            : task.role == "desk_staff"     ? staff_.desk
                                                            : staff_.specialists.front();
        const process::Actor actor{.agency = who.agency, .official = who.official};
        db::Transaction tx = house_.database.pool().begin(process::scope_of(actor));
        must(process::complete_by(tx, house_.process, actor, {who.agency, who.official, task.role}, task.task,
                                  feel::Value::context(std::move(answers))));
        tx.commit();
        run_jobs();
        return true;
    }

    // Of what is finished, two of three were fetched already.
    void hand_over(const std::string& uid)
    {
        std::vector<std::int64_t> fees;
        dossiers::Person owner;
        procedures::ResultKind kind;
        {
            db::Transaction tx = house_.database.pool().begin(dossiers::scope_of(actor_of(staff_.desk)));
            const auto dossier = dossiers::store::find(tx, uid);
            if (!dossier || dossier->life.state != dossiers::State::resolved) return;
            owner = dossier->owner;
            const auto version = procedures::find_version(tx, dossier->version_uid);
            if (!version || version->ready.results.empty())
                throw std::runtime_error("the demo's procedures lead to no result");
            kind = version->ready.results.front();
            for (const dossiers::Fee& fee : dossiers::store::fees(tx, dossier->id))
                if (fee.state == "due") fees.push_back(fee.no);
        }
        must(dossiers::add_outcome(house_.dossiers, actor_of(staff_.specialists.front()), uid,
                                   {.outcome = {.no = -1,
                                                .code = kind.code,
                                                .name = kind.name,
                                                .number = std::to_string(++results_) + "/BS",
                                                .issued_on = base::vietnam_day(clock_.now()),
                                                .signer = staff_.head.name,
                                                .paper_why = "Bản sao giấy, ký và đóng dấu trực tiếp"}}));
        if (!dice_.chance(66)) return;
        clock_.advance(std::chrono::minutes(30));
        if (!fees.empty())
            must(dossiers::take_payment(house_.dossiers, actor_of(staff_.desk), uid,
                                        {.fees = fees, .means = "cash"}));
        act(staff_.desk, uid,
            {.kind = dossiers::ActKind::hand_over,
             .given = {.taken_by = owner.name, .taken_number = owner.number}});
    }

    void run_jobs()
    {
        while (house_.queue.run_due() > 0) {}
    }

    House& house_;
    base::VirtualClock& clock_;
    const Staff& staff_;
    const Material& material_;
    Dice dice_;
    int results_ = 0;
};

}  // namespace

void load_procedures(House& house, const std::filesystem::path& data)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(data / "procedures"))
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    std::ranges::sort(files);
    db::Transaction tx = house.database.pool().begin({.reach = db::Reach::platform});
    procedures::load(tx, house.process, files, house.clock->now(), [](const std::string&) {});
    tx.commit();
}

void write_down_online_payments(House& house, const Cast& cast, const Staff& desk)
{
    const base::Day today = base::vietnam_day(house.clock->now());
    db::Transaction tx = house.database.pool().begin(
        {.official = cast.operator_.official, .reach = db::Reach::platform, .request_id = "demo"});
    must(dossiers::record_online_payments(house.dossiers, tx,
                                          {.codes = {"1.000656", "1.001193", "1.004873", "2.000815"},
                                           .way = dossiers::PaymentWay::national,
                                           .since = today,
                                           .basis = "1234/UBND-KSTT"}));
    must(dossiers::record_online_payments(house.dossiers, tx,
                                          {.agency = desk.desk.agency,
                                           .codes = {"1.001612"},
                                           .way = dossiers::PaymentWay::own,
                                           .since = today,
                                           .basis = "56/QĐ-UBND"}));
    tx.commit();
}

std::size_t play_desk(House& house, base::VirtualClock& clock, base::Time now, const Staff& staff,
                      const Material& material, std::size_t dossiers)
{
    using std::chrono::hours;
    Desk desk(house, clock, staff, material);
    const base::Time first = now - hours(24 * 7);
    const auto step = (now - first) / static_cast<std::int64_t>(dossiers + 1);
    for (std::size_t i = 0; i < dossiers; ++i) {
        clock.set(std::min(office_hours(first + step * static_cast<std::int64_t>(i + 1)), now));
        desk.play(i);
    }
    return dossiers;
}

}  // namespace lt::app::demo
