// See local_server.h.
#include "kit/nats/local_server.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lt::nats {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 20s;

class Socket {
public:
    Socket() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    }
    ~Socket() { ::close(fd_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int fd() const { return fd_; }

private:
    int fd_;
};

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

std::uint16_t free_port()
{
    const Socket socket;
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    if (::bind(socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::system_error(errno, std::generic_category(), "no free port");
    return ntohs(address.sin_port);
}

bool answers(std::uint16_t port)
{
    const Socket socket;
    const sockaddr_in address = loopback(port);
    return ::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

// Debian keeps it where only root's PATH looks.
std::string program()
{
    for (const char* file : {"/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"})
        if (::access(file, X_OK) == 0) return file;
    throw std::runtime_error("nats-server is not installed");
}

}  // namespace

LocalServer::LocalServer(std::filesystem::path folder, std::uint16_t port,
                         std::vector<std::uint16_t> cluster_ports, std::size_t place)
    : folder_(std::move(folder)), port_(port != 0 ? port : free_port())
{
    std::filesystem::create_directories(folder_);
    std::ofstream config(folder_ / "nats.conf");
    config << "host: 127.0.0.1\nport: " << port_ << "\nserver_name: nats-" << place
           << "\njetstream { store_dir: \"" << (folder_ / "store").string() << "\" }\n";
    if (!cluster_ports.empty()) {
        config << "cluster {\n  name: lienthong\n  host: 127.0.0.1\n  port: " << cluster_ports.at(place)
               << "\n  routes: [";
        for (std::size_t i = 0; i < cluster_ports.size(); ++i)
            if (i != place)
                config << (i == (place == 0 ? 1U : 0U) ? " " : ", ")
                       << "\"nats-route://127.0.0.1:" << cluster_ports[i] << "\"";
        config << " ]\n}\n";
    }
    config.close();
    start();
}

LocalServer::~LocalServer() { stop(); }

std::string LocalServer::url() const { return "nats://127.0.0.1:" + std::to_string(port_); }
void LocalServer::freeze() { ::kill(child_, SIGSTOP); }

void LocalServer::thaw() { ::kill(child_, SIGCONT); }

void LocalServer::kill() { end(SIGKILL); }
void LocalServer::stop() { end(SIGTERM); }

void LocalServer::end(int signal)
{
    if (child_ == 0) return;
    ::kill(child_, signal);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
}

void LocalServer::start()
{
    if (child_ != 0) return;
    std::string file = program();
    std::string config = (folder_ / "nats.conf").string();
    const std::string log = (folder_ / "nats.log").string();
    std::string option = "-c";
    std::vector<char*> words{file.data(), option.data(), config.data(), nullptr};
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) {
        // Between fork and exec nothing may be called that takes a lock.
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        ::setpgid(0, 0);  // Ctrl-C ends the demo, which ends its servers
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(out, STDOUT_FILENO);
        ::dup2(out, STDERR_FILENO);
        ::execv(file.c_str(), words.data());
        ::_exit(127);
    }
    child_ = child;
    const auto end_of_patience = std::chrono::steady_clock::now() + kPatience;
    while (!answers(port_)) {
        if (::waitpid(child_, nullptr, WNOHANG) == child_) {
            child_ = 0;
            throw std::runtime_error("nats-server ended at once; see " + log);
        }
        if (std::chrono::steady_clock::now() > end_of_patience)
            throw std::runtime_error("nats-server does not answer");
        std::this_thread::sleep_for(10ms);
    }
}

std::vector<std::unique_ptr<LocalServer>> make_local_cluster(const std::filesystem::path& folder,
                                                             std::size_t count)
{
    std::vector<std::uint16_t> ports;
    for (std::size_t i = 0; i < count; ++i) ports.push_back(free_port());
    std::vector<std::unique_ptr<LocalServer>> servers;
    for (std::size_t i = 0; i < count; ++i)
        servers.push_back(std::make_unique<LocalServer>(folder / ("nats-" + std::to_string(i)),
                                                        std::uint16_t{0}, ports, i));
    return servers;
}

}  // namespace lt::nats
