// `lienthong worktime due --batch`.
#include <cerrno>
#include <iostream>
#include <system_error>

#include <unistd.h>

#include "app/commands.h"
#include "calendar/batch.h"

namespace lt::app {
namespace {

constexpr std::size_t kBlock = 1 << 18;
constexpr std::size_t kLongestLine = 1000;

// Lines out of blocks of input; one that is too long is cut, so that memory stays bounded, and is known by its length.
class Answers {
public:
    void take(std::string_view block, std::string& out)
    {
        while (!block.empty()) {
            const std::size_t end = block.find('\n');
            const std::string_view part = block.substr(0, end);
            if (end != std::string_view::npos && begun_.empty()) {
                answer(part, out);
            } else {
                begun_.append(part.substr(0, kLongestLine + 1 - std::min(begun_.size(), kLongestLine + 1)));
                is_begun_ = true;
                if (end != std::string_view::npos) finish(out);
            }
            block.remove_prefix(end == std::string_view::npos ? block.size() : end + 1);
        }
    }

    void finish(std::string& out)
    {
        if (is_begun_) answer(begun_, out);
        begun_.clear();
        is_begun_ = false;
    }

    bool all_good() const { return good_; }

private:
    void answer(std::string_view line, std::string& out)
    {
        ++number_;
        if (line.ends_with('\r')) line.remove_suffix(1);
        const std::string_view wrong =
            line.size() > kLongestLine ? std::string_view("the line is too long") : batch_.answer(line, out);
        if (line.size() > kLongestLine) out += "-\t-";
        out += '\n';
        if (wrong.empty()) return;
        good_ = false;
        std::cerr << "line " << number_ << ": " << wrong << "\n";
    }

    calendar::Batch batch_{};
    std::string begun_{};  // of a line whose end has not come
    bool is_begun_ = false;
    std::uint64_t number_ = 0;
    bool good_ = true;
};

void write_all(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw std::system_error(errno, std::generic_category(), "standard output");
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

int worktime_due()
{
    Answers answers;
    std::string block(kBlock, '\0');
    std::string out;
    while (true) {
        const ssize_t got = ::read(STDIN_FILENO, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "standard input");
        out.clear();
        if (got == 0)
            answers.finish(out);
        else
            answers.take(std::string_view(block).substr(0, static_cast<std::size_t>(got)), out);
        write_all(out);  // what has come is answered at once: another program may wait for it
        if (got == 0) return answers.all_good() ? 0 : 1;
    }
}

}  // namespace lt::app
