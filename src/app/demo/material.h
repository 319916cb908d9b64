// The words the demo is made of (data/demo/*.toml), and the dice that choose among them the same way each time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace lt::app::demo {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    // 0 … count - 1
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
    int between(int first, int last)
    {
        return first + static_cast<int>(below(static_cast<std::size_t>(last - first + 1)));
    }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    template <class T>
    const T& pick(const std::vector<T>& from)
    {
        return from[below(from.size())];
    }

private:
    std::mt19937_64 engine_;
};

struct Subject {
    std::string kind{};  // code of the kind of document
    std::string from{};  // province, department, commune
    std::string text{};  // with {commune}, {place}, {department}, {month}, {quarter}, {year}
};

struct Material {
    std::vector<std::string> families{};
    std::vector<std::string> male_middle{}, male_given{}, female_middle{}, female_given{};
    std::vector<Subject> subjects{};
    std::vector<std::string> instructions{}, reports{}, refusals{}, returns{}, recalls{}, recall_refusals{};

    std::string name(Dice& dice) const;  // "Nguyễn Thị Thu Hà"
    const Subject& subject(Dice& dice, const std::string& from) const;
};

// Throws std::runtime_error naming the file and what it lacks.
Material read_material(const std::filesystem::path& folder);

// Each {key} of the text by its value.
std::string filled(std::string text, const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace lt::app::demo
