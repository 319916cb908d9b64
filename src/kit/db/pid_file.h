// postmaster.pid: what a running server says about itself. Inside kit/db only.
#pragma once

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace lt::db {

struct PidFile {
    pid_t pid = 0;                // 0: there is no server
    std::string socket_folder{};  // empty while the server is only beginning to start
};
PidFile read_pid_file(const std::filesystem::path& data);

// True while `pid` is a PostgreSQL on this data: a number alone may belong to another program after a
// restart.
bool is_postmaster(pid_t pid, const std::filesystem::path& data);

// Makes a file that a dead server left behind harmless for the next start.
void clean_pid_file(const std::filesystem::path& data);

}  // namespace lt::db
