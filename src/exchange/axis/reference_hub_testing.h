// For tests: tests/axis/reference_hub.py as a process of its own on a loopback port, with the clock and the faults that tests set.
#pragma once

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "kit/base/clock.h"
#include "kit/base/config.h"
#include "kit/fetch/fetch.h"

namespace lt::axis {

class ReferenceHub {
public:
    static constexpr const char* kSystem = "00.53.W00";  // carries two agencies
    static constexpr const char* kSecret = "khoa-của-tỉnh-51ab";
    static constexpr const char* kOtherSystem = "000.00.00.G22";  // is one agency
    static constexpr const char* kOtherSecret = "khoa-khác-90cd";

    explicit ReferenceHub(base::Time now, int agencies = 0)
    {
        std::string name = (std::filesystem::temp_directory_path() / "lt-axis-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        const nlohmann::json systems{
            {kSystem, {{"secret", kSecret}, {"agencies", {"000.00.13.H53", "000.00.14.H53"}}}},
            {kOtherSystem, {{"secret", kOtherSecret}, {"agencies", {"000.00.00.G22"}}}}};
        std::ofstream(folder_ / "systems.json", std::ios::binary) << systems.dump();
        start(std::to_string(agencies));
        const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
        control({{"clock", seconds}});
    }
    ~ReferenceHub()
    {
        stop();
        std::filesystem::remove_all(folder_);
    }
    ReferenceHub(const ReferenceHub&) = delete;
    ReferenceHub& operator=(const ReferenceHub&) = delete;

    std::string url() const { return "http://127.0.0.1:" + port_; }

    // See the help of reference_hub.py.
    void control(const nlohmann::json& told)
    {
        const auto answer = fetcher_.ask(
            {.url = url() + "/_control", .content_type = "application/json", .body = told.dump()});
        if (!answer || answer->status != 200) throw std::runtime_error("the reference hub took no order");
    }
    void fault(nlohmann::json one) { control({{"faults", {std::move(one)}}}); }
    nlohmann::json log()
    {
        return nlohmann::json::parse(fetcher_.ask({.url = url() + "/_log", .limit = 10U << 20U})->body);
    }
    void stop()
    {
        if (child_ <= 0) return;
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
        child_ = 0;
    }

private:
    void start(const std::string& agencies)
    {
        const std::filesystem::path program = base::find_resources() / "tests/axis/reference_hub.py";
        std::vector<std::string> words{"python3",    program, "--systems", folder_ / "systems.json",
                                       "--agencies", agencies};
        int pipe[2];
        if (::pipe(pipe) != 0) throw std::runtime_error("no pipe");
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(pipe[1], 1);
            ::close(pipe[0]);
            std::vector<char*> arguments;
            for (std::string& one : words) arguments.push_back(one.data());
            arguments.push_back(nullptr);
            ::execvp("python3", arguments.data());
            ::_exit(1);
        }
        ::close(pipe[1]);
        std::string said;
        for (char c = 0; ::read(pipe[0], &c, 1) == 1 && c != '\n';) said += c;
        ::close(pipe[0]);
        if (said.rfind("listening ", 0) != 0) throw std::runtime_error("the reference hub: " + said);
        port_ = said.substr(10);
    }

    std::filesystem::path folder_{};
    std::string port_{};
    pid_t child_ = 0;
    fetch::HttpFetcher fetcher_{{.allow_private = true}};
};

}  // namespace lt::axis
