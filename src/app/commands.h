// What the command line offers. Each returns the exit code: 0 done, 1 it failed, 2 the input or the arguments are wrong.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/config.h"

namespace lt::app {

int serve(const base::Config& config);
int migrate(const base::Config& config);
int import_directory(const base::Config& config, const std::filesystem::path& file, bool dry_run);
int create_operator(const base::Config& config, const std::string& agency_code, const std::string& name,
                    const std::string& login);
int verify_audit(const base::Config& config, std::optional<int> year);
int read_edxml(const std::filesystem::path& file);  // needs no database
int import_edxml(const base::Config& config, const std::vector<std::filesystem::path>& files);

// See demo/demo.h.
struct DemoOptions {
    bool check = false;  // free port, temporary state, stops at the end
    bool fresh = false;  // a new province also where one is there
    bool journey = true;
    bool json = false;  // one line of JSON with address and accounts, for tests
    unsigned documents = 2000;
    std::optional<std::uint16_t> port{};
    std::filesystem::path state{};  // empty: var/demo
};
int run_demo(const base::Config& config, const DemoOptions& options);

// Blocks SIGINT and SIGTERM in this thread and those it starts; wait_for_stop() returns when one comes.
void block_stop_signals();
void wait_for_stop();
bool stop_asked();  // one has come already; wait_for_stop() would return at once

}  // namespace lt::app
