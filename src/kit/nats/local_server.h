// nats-server as a process of its own on loopback, for the demo and the tests; an operator's servers are run by systemd.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace lt::nats {

// Ends when the thread that made it ends.
class LocalServer {
public:
    // Port 0 takes a free one. `cluster_ports`: of all servers of the cluster, the own one at `place`; empty: alone. Throws
    // std::runtime_error when it does not start.
    LocalServer(std::filesystem::path folder, std::uint16_t port = 0,
                std::vector<std::uint16_t> cluster_ports = {}, std::size_t place = 0);
    ~LocalServer();
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    std::string url() const;
    void kill();    // SIGKILL, as a crash
    void stop();    // as an operator does
    void start();   // again, with the same port and store
    void freeze();  // it stands still, as on a machine that is too busy
    void thaw();

private:
    void end(int signal);

    std::filesystem::path folder_;
    std::uint16_t port_;
    int child_ = 0;
};

// Several servers that know one another, each below `folder`. Its JetStream answers a few seconds later.
std::vector<std::unique_ptr<LocalServer>> make_local_cluster(const std::filesystem::path& folder,
                                                             std::size_t count);

}  // namespace lt::nats
