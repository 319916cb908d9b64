// Starting PostgreSQL's programs: without a shell, and never as root. Inside kit/db only.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace lt::db {

// Whom the server runs as: us, or as root an unprivileged account.
struct ServerAccount {
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups{};
    bool other = false;  // not who we are
};
ServerAccount server_account();

// Makes a folder only the server's account can enter.
void make_private_folder(const std::filesystem::path& folder, const ServerAccount& account);

enum class Lifetime : unsigned char { own, ends_with_us };

// Starts a program of PostgreSQL with standard output and error appended to `log`. `ends_with_us` makes the
// kernel stop it when the calling thread ends.
pid_t start_program(const std::string& name, const std::vector<std::string>& arguments,
                    const std::filesystem::path& log, const ServerAccount& account, Lifetime lifetime);

// Starts it and waits; throws with what it wrote when it fails.
void run_program(const std::string& name, const std::vector<std::string>& arguments,
                 const std::filesystem::path& log, const ServerAccount& account);

// The last lines of a log.
std::string log_tail(const std::filesystem::path& log);

}  // namespace lt::db
