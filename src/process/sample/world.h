// The instances of a simulation and what goes on between them.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "process/sample/simulation.h"
#include "process/sample/vocabulary.h"

namespace lt::sample {

class World {
public:
    explicit World(const bpmn::Document& document);

    // The reason why a process of the file can't be run; nothing when all can.
    const std::optional<base::Error>& refusal() const { return refusal_; }
    void run(const engine::Value& variables);
    Trace trace() const;
    const std::vector<base::Message>& notes() const { return notes_; }

private:
    using Number = engine::Number;

    struct Instance {
        const engine::Graph* graph = nullptr;
        engine::State state{};
        std::size_t caller = SIZE_MAX;  // instance and wait that called it
        Number called_by = engine::kNobody;
        int depth = 1;                   // of calls, itself counted
        Number known = engine::kNobody;  // the last wait that was looked at
    };
    struct Job {  // work under way
        std::size_t instance = 0;
        Number wait = engine::kNobody;
        base::Time done{};
    };
    struct Sent {
        std::size_t from = SIZE_MAX;
        engine::Thrown what{};
    };
    struct Alarm {  // a timer that starts a process
        const engine::Graph* graph = nullptr;
        engine::Beginning beginning{};
        base::Time due{};
        engine::Timer timer{};
    };
    struct Span {
        base::Time begin{};
        base::Time end{};
    };

    void start_all(const engine::Value& variables);
    void arm_beginnings(const engine::Graph& graph, const engine::Value& variables);
    void send_first_event();
    std::size_t start(const engine::Graph& graph, engine::Start input);
    void step(std::size_t index, const engine::Input& input);
    std::optional<engine::State> kept(const engine::Graph& graph, engine::State state);
    void look_at_waits(std::size_t index);
    void call(std::size_t index, const engine::Wait& wait);
    void end_called(std::size_t caller, Number wait);
    void ended(std::size_t index);
    bool act();
    bool deliver_one();
    bool deliver_message(const Sent& sent);
    void deliver_signal(const Sent& sent);
    bool do_job();
    bool advance();
    void do_work(const Job& job);
    engine::Input script(const Job& job, std::string_view text);
    static std::string data_name(const Instance& instance, const engine::Wait& wait);
    static engine::Value data_given(const Instance& instance, const engine::Wait& wait);
    static bool data_is_right(const Instance& instance, const engine::Wait& wait);

    const bpmn::Document& document_;
    Vocabulary language_{};
    std::optional<base::Error> refusal_{};
    std::vector<std::unique_ptr<engine::Graph>> graphs_{};
    std::vector<const engine::Graph*> called_{};  // by others
    std::deque<Instance> instances_{};
    std::deque<Job> jobs_{};
    std::deque<Sent> sent_{};
    std::vector<Sent> early_{};  // messages that nobody waits for yet
    std::vector<Alarm> alarms_{};
    engine::Value variables_{};
    base::Time now_{};
    Trace trace_{};
    std::vector<base::Message> notes_{};
    std::vector<Span> spans_[2]{};
    bool marker_ = false;
    bool thrown_error_ = false;
    bool runtime_error_ = false;
    int in_json_ = 0;
};

}  // namespace lt::sample
