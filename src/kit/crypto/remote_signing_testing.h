// For tests: the reference service of tests/signing_service as a process of its own on a loopback port, with a clock that tests set.
#pragma once

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "kit/base/config.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/remote_signing.h"

namespace lt::crypto {

class SigningServiceProcess {
public:
    static constexpr const char* kCode = "80517923";           // the one-time code that it takes
    static constexpr const char* kKey = "khoa-cua-tinh-5f1c";  // of the installation

    explicit SigningServiceProcess(base::Time now)
    {
        std::string name = (std::filesystem::temp_directory_path() / "lt-service-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        write("api-key", kKey);
        std::filesystem::create_directories(folder_ / "keys");
        set_clock(now);
    }
    ~SigningServiceProcess()
    {
        stop();
        std::filesystem::remove_all(folder_);
    }
    SigningServiceProcess(const SigningServiceProcess&) = delete;
    SigningServiceProcess& operator=(const SigningServiceProcess&) = delete;

    // `settings` as the service's own help describes them.
    void add(const std::string& user, const std::string& id, const Identity& identity,
             const std::string& settings)
    {
        const std::filesystem::path place = std::filesystem::path("keys") / user / id;
        write(place / "key.pem", identity.key_pem());
        write(place / "certificate.pem", identity.certificate.pem());
        std::string chain;
        for (const Certificate& one : identity.chain) chain += one.pem();
        write(place / "chain.pem", chain);
        write(place / "settings.json", settings);
    }
    void set_clock(base::Time now)
    {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
        write("clock.new", std::to_string(seconds));
        std::filesystem::rename(folder_ / "clock.new", folder_ / "clock");
    }
    // On the port of before, when it ran before.
    void start(const std::vector<std::string>& more = {"--fixed-otp", kCode})
    {
        const std::filesystem::path program = base::find_resources() / "tests/signing_service/service.py";
        std::vector<std::string> words{"python3",        program,
                                       "--keys",         folder_ / "keys",
                                       "--state",        folder_ / "state.sqlite",
                                       "--api-key-file", folder_ / "api-key",
                                       "--clock",        folder_ / "clock",
                                       "--port",         port_};
        words.insert(words.end(), more.begin(), more.end());
        int pipe[2];
        if (::pipe(pipe) != 0) throw std::runtime_error("no pipe");
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(pipe[1], 1);
            ::close(pipe[0]);
            if (std::freopen((folder_ / "log").c_str(), "a", stderr) == nullptr) ::_exit(1);
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
        if (said.rfind("listening ", 0) != 0) throw std::runtime_error("the signing service: " + said);
        port_ = said.substr(10);
    }
    void stop()
    {
        if (child_ <= 0) return;
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
        child_ = 0;
    }
    std::string log() const
    {
        std::ifstream in(folder_ / "log", std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::string url() const { return "http://127.0.0.1:" + port_; }

private:
    void write(const std::filesystem::path& name, const std::string& content) const
    {
        std::filesystem::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << content;
    }

    std::filesystem::path folder_{};
    std::string port_ = "0";
    pid_t child_ = 0;
};

}  // namespace lt::crypto
