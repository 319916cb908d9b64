// Only the owner of a cluster may clean the file: see cluster.cpp.
#include "kit/db/pid_file.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include <signal.h>

namespace lt::db {
namespace {

constexpr const char* kFile = "postmaster.pid";
constexpr const char* kNobody = "999999999";  // above the highest number Linux gives to a process

}  // namespace

PidFile read_pid_file(const std::filesystem::path& data)
{
    std::ifstream in(data / kFile);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    if (lines.size() < 5) return {};
    return {static_cast<pid_t>(std::atoi(lines[0].c_str())), lines[4]};
}

bool is_postmaster(pid_t pid, const std::filesystem::path& data)
{
    if (pid <= 0) return false;
    std::ifstream in("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
    const std::string words{std::istreambuf_iterator<char>(in), {}};
    return words.find("postgres") != std::string::npos && words.find(data.string()) != std::string::npos;
}

// PostgreSQL refuses to start while the number in the file is in use, be it by another program or by a dead
// process nobody waited for. The other lines stay: by them it finds out whether parts of the old server still
// run.
void clean_pid_file(const std::filesystem::path& data)
{
    const std::filesystem::path file = data / kFile;
    std::error_code missing;
    // A power cut may leave it empty.
    if (std::filesystem::file_size(file, missing) == 0 && !missing) std::filesystem::remove(file);
    std::ifstream in(file);
    std::string number;
    if (!std::getline(in, number)) return;
    const int pid = std::atoi(number.c_str());
    if (pid <= 0 || ::kill(pid, 0) != 0) return;
    const std::string rest{std::istreambuf_iterator<char>(in), {}};
    std::ofstream(file, std::ios::trunc) << kNobody << '\n' << rest;
}

}  // namespace lt::db
