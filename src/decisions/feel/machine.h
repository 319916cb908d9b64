// What one evaluation has left, and where its warnings go. Shared by all expressions of a decision.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "decisions/feel/expression.h"

namespace lt::feel {

// Thrown where a limit is reached; evaluate() turns it into an Outcome.
struct Exceeded {
    Limit limit = Limit::none;
};

class Machine {
public:
    Machine(const Limits& limits, base::Time now);

    base::Time now() const { return now_; }

    void step(std::uint64_t count = 1)
    {
        if (count > steps_) throw Exceeded{Limit::steps};
        steps_ -= count;
    }
    void charge(std::uint64_t bytes)
    {
        if (bytes > bytes_) throw Exceeded{Limit::memory};
        bytes_ -= bytes;
    }

    class Deeper {
    public:
        explicit Deeper(Machine& machine) : machine_(machine)
        {
            if (machine_.depth_ == 0) throw Exceeded{Limit::depth};
            --machine_.depth_;
        }
        ~Deeper() { ++machine_.depth_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        Machine& machine_;
    };

    // Values, charged for; what is too large or too deep exceeds the memory.
    Value string(std::string text);
    Value list(std::vector<Value> items);
    Value context(std::vector<Entry> entries);
    Value range(Range range);
    Value function(const Function* function,
                   std::uint32_t nesting);  // takes it over; `nesting` of what it holds

    // Comparing costs what the smaller of both holds.
    std::optional<bool> equal(const Value& a, const Value& b);

    // Patterns that were read already, kept by regex.cpp.
    std::shared_ptr<void> patterns{};

    // Is told which rules of decision tables were met, for whoever explains the outcome; nullptr: nobody.
    class Witness {
    public:
        virtual ~Witness() = default;
        virtual void met(const std::string& element, int table, int rule) = 0;
    };
    Witness* witness = nullptr;

    // Adds a warning at the place that is worked on; returns null, so that a caller can `return machine.null(…)`.
    Value null(base::Message message);
    void at(std::string_view text, std::uint32_t offset) { text_ = text, offset_ = offset; }
    // Keeps the place while other expressions are worked on; gives it back at the end.
    class Place {
    public:
        explicit Place(Machine& machine)
            : machine_(machine), text_(machine.text_), offset_(machine.offset_), source_(machine.source_),
              source_line_(machine.source_line_)
        {
        }
        ~Place()
        {
            machine_.at(text_, offset_);
            machine_.source_ = source_;
            machine_.source_line_ = source_line_;
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

    private:
        Machine& machine_;
        std::string_view text_;
        std::uint32_t offset_;
        const std::string* source_;
        int source_line_;
    };
    // Whose text it is, and where that begins: for the warnings of a model. Inside a Place, and `source` outlives that.
    void from(const std::string& source, int line)
    {
        source_ = &source;
        source_line_ = line;
        at({}, 0);
    }
    std::vector<Warning> take_warnings() { return std::move(warnings_); }

private:
    std::uint64_t steps_;
    std::uint64_t bytes_;
    std::uint32_t depth_;
    std::uint32_t warnings_left_;
    base::Time now_;
    std::string_view text_{};
    std::uint32_t offset_ = 0;
    const std::string* source_ = nullptr;
    int source_line_ = 1;
    std::vector<Warning> warnings_{};
};

// Line and column, from 1, of a byte of the text.
void place_of(std::string_view text, std::size_t offset, std::uint32_t& line, std::uint32_t& column);

// Evaluates within a machine that others use, too.
Value run(Machine& machine, const Expression& expression, const Scope& scope);
Value run_unary_tests(Machine& machine, const Expression& tests, const Value& input, const Scope& scope);
// Which of the tests, from 0, the input meets first.
std::optional<std::size_t> first_met(Machine& machine, const Expression& tests, const Value& input,
                                     const Scope& scope);
// Whether the input meets what a unary test yields: equal to it, in it, or it is true.
Value matches(Machine& machine, const Value& input, const Value& yielded);

}  // namespace lt::feel
