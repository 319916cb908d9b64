// What large answers and messages cost: the whole country's directory, and a message of 32 MB, which takes a quarter of that. In processes
// of their own, whose memory can be read off afterwards.
#include <fstream>

#include <sys/resource.h>

#include "exchange/axis/client.h"
#include "exchange/axis/reference_hub_testing.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"

namespace lt::axis {
namespace {

const base::Time kStart = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);

// What the sanitizer keeps beside each allocation is not counted.
#if defined(__SANITIZE_ADDRESS__)
constexpr long kAllowance = 1L << 30;
#else
constexpr long kAllowance = 0;
#endif

struct Cost {
    bool good = false;
    long memory_kb = 0;  // over a process that does nothing
};

long peak_kb()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    return 0;
}

template <class Work>
Cost in_child(Work work)
{
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
        const long before = peak_kb();
        bool good = false;
        try {
            good = work();
        } catch (const std::exception&) {
        }
        const long grown = good ? peak_kb() - before : -1;
        const ssize_t written = ::write(ends[1], &grown, sizeof grown);
        ::_exit(written == sizeof grown ? 0 : 1);
    }
    ::close(ends[1]);
    Cost cost{false, -1};
    const bool told = ::read(ends[0], &cost.memory_kb, sizeof cost.memory_kb) == sizeof cost.memory_kb;
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    cost.good = told && cost.memory_kb >= 0;
    return cost;
}

AxisClient client_of(const ReferenceHub& hub, fetch::HttpFetcher& fetcher, const base::Clock& clock, bool far)
{
    const char* secret = far ? ReferenceHub::kOtherSecret : ReferenceHub::kSecret;
    return AxisClient({.endpoint = hub.url(),
                       .system_id = far ? ReferenceHub::kOtherSystem : ReferenceHub::kSystem,
                       .secret = base::Secret(std::string(secret))},
                      fetcher, clock);
}

TEST(Volume, of_the_whole_directory)
{
    ReferenceHub hub(kStart, 111339);
    const Cost cost = in_child([&] {
        fetch::HttpFetcher fetcher({.allow_private = true});
        const base::VirtualClock clock(kStart);
        AxisClient client = client_of(hub, fetcher, clock, false);
        const auto agencies = client.agencies();
        return agencies && agencies->size() == 111342U;
    });
    EXPECT_TRUE(cost.good);
    RecordProperty("memory_kb", static_cast<int>(cost.memory_kb));
    EXPECT_LT(cost.memory_kb, (120L << 10) + kAllowance) << "KB";
}

TEST(Volume, of_a_large_message)
{
    ReferenceHub hub(kStart);
    const std::string head = R"(<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">)";
    const std::string tail = "</edXML>";
    constexpr std::uint64_t kSize = 32U << 20U;
    const auto byte_at = [&](std::uint64_t at) {
        if (at < head.size()) return head[at];
        return at >= kSize - tail.size() ? tail[at - (kSize - tail.size())] : 'A';
    };
    const auto source = [&](std::uint64_t at, std::span<char> buffer) {
        std::size_t count = 0;
        for (; count < buffer.size() && at < kSize; ++at) buffer[count++] = byte_at(at);
        return count;
    };
    crypto::Sha256 digest;
    std::array<char, 65536> piece{};
    for (std::uint64_t at = 0; at < kSize;) {
        const std::size_t count = source(at, piece);
        digest.update(std::string_view(piece.data(), count));
        at += count;
    }
    const std::string sha256 = digest.finish();

    const Cost sent = in_child([&] {
        fetch::HttpFetcher fetcher({.allow_private = true});
        const base::VirtualClock clock(kStart);
        AxisClient client = client_of(hub, fetcher, clock, true);
        const auto id = client.send({.from = "000.00.00.G22",
                                     .to = {"000.00.13.H53"},
                                     .sha256_hex = base::to_hex(sha256),
                                     .size = kSize,
                                     .next = [&, at = std::uint64_t{0}](std::span<char> buffer) mutable {
                                         const std::size_t count = source(at, buffer);
                                         at += count;
                                         return count;
                                     }});
        return bool(id);
    });
    EXPECT_TRUE(sent.good);
    EXPECT_LT(sent.memory_kb, (8L << 10) + kAllowance) << "KB";
    for (const bool download : {true, false}) {
        if (!download) hub.fault({{"path", "/downloadEdoc"}, {"do", "missing"}});
        const Cost got = in_child([&] {
            fetch::HttpFetcher fetcher({.allow_private = true});
            const base::VirtualClock clock(kStart + std::chrono::seconds(download ? 1 : 2));
            AxisClient client = client_of(hub, fetcher, clock, false);
            const auto items = client.received(MessageType::edoc);
            if (!items || items->size() != 1U) return false;
            crypto::Sha256 received;
            const auto size =
                client.get(items->front().doc_id, [&](std::string_view part) { received.update(part); });
            return size && *size == kSize && received.finish() == sha256;
        });
        EXPECT_TRUE(got.good) << download;
        EXPECT_LT(got.memory_kb, (8L << 10) + kAllowance) << "KB";
        RecordProperty(download ? "download_kb" : "base64_kb", static_cast<int>(got.memory_kb));
    }
    RecordProperty("send_kb", static_cast<int>(sent.memory_kb));
}

}  // namespace
}  // namespace lt::axis
