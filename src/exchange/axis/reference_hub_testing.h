// For tests: tests/axis/reference_hub.py as a process of its own on a loopback port, with the clock and the faults that tests set.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kit/base/clock.h"
#include "kit/base/stand_in_testing.h"
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
        process_.start("tests/axis/reference_hub.py",
                       {"--systems", folder_ / "systems.json", "--agencies", std::to_string(agencies)});
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

    std::string url() const { return process_.url(); }

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
    void stop() { process_.stop(); }

private:
    std::filesystem::path folder_{};
    base::StandIn process_{};
    fetch::HttpFetcher fetcher_{{.allow_private = true}};
};

}  // namespace lt::axis
