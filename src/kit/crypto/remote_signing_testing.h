// For tests: the reference service of tests/signing_service as a process of its own on a loopback port, with a clock that tests set.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "kit/base/stand_in_testing.h"
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
        std::vector<std::string> options{
            "--keys",         folder_ / "keys",    "--state", folder_ / "state.sqlite",
            "--api-key-file", folder_ / "api-key", "--clock", folder_ / "clock",
            "--port",         process_.port()};
        options.insert(options.end(), more.begin(), more.end());
        process_.start("tests/signing_service/service.py", options, folder_ / "log");
    }
    void stop() { process_.stop(); }
    std::string log() const
    {
        std::ifstream in(folder_ / "log", std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::string url() const { return process_.url(); }

private:
    void write(const std::filesystem::path& name, const std::string& content) const
    {
        std::filesystem::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << content;
    }

    std::filesystem::path folder_{};
    base::StandIn process_{};
};

}  // namespace lt::crypto
