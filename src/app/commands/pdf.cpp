// `lienthong pdf verify`.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/commands/trust_given.h"
#include "app/whole_file.h"
#include "kit/base/clock.h"
#include "kit/pdf/verify/verify.h"
#include "kit/trust/load.h"

namespace lt::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = 192U << 20U;
constexpr int kUnreadable = 2;

int unreadable(const base::Message& why)
{
    std::cerr << "lienthong: " << why << "\n";
    std::cout
        << R"({"indication":"indeterminate","subIndication":"","signatures":[],"documentTimestamps":[],"readable":false})"
        << std::endl;
    return kUnreadable;
}

// The reader keeps its bounds by itself. Should it fail to, this process ends and not the machine.
class Belt {
public:
    Belt() : watch_([this] { wait(); })
    {
        const rlimit memory{480U << 20U, 480U << 20U};
        ::setrlimit(RLIMIT_DATA, &memory);
    }
    ~Belt()
    {
        {
            const std::lock_guard lock(mutex_);
            done_ = true;
        }
        changed_.notify_all();
        watch_.join();
    }

private:
    void wait()
    {
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, std::chrono::seconds(7), [this] { return done_; })) return;
        std::ignore = unreadable("Tệp phức tạp khác thường nên không kiểm tra được chữ ký.");
        ::_exit(kUnreadable);
    }
    std::mutex mutex_{};
    std::condition_variable changed_{};
    bool done_ = false;
    std::thread watch_;
};

}  // namespace

int verify_pdf(const base::Config& config, const fs::path& file, const fs::path& trust, const std::string& at)
{
    const auto now = at.empty() ? std::optional(base::SystemClock().now()) : iso_time(at);
    if (!now) return unreadable({"Thời điểm “{{at}}” không đúng dạng ISO 8601.", {{"at", at}}});
    const Belt belt;
    try {
        if (!fs::is_regular_file(file))
            return unreadable({"Không có tệp “{{name}}”.", {{"name", file.string()}}});
        if (fs::file_size(file) > kLargestFile)
            return unreadable("Tệp lớn hơn 192 MB nên không kiểm tra được chữ ký.");
        const fs::path data = config.resources / "data" / "trust";
        const trust::Folders installed = trust::load_folders({data, base::trust_folder(config)});
        std::optional<crypto::TrustStore> given;
        if (!trust.empty()) given.emplace(trust_in(trust, installed.store.policy()));
        const auto report =
            pdf::verify(whole_file(file), {.trust = given ? *given : installed.store,
                                           .now = *now,
                                           .grace = std::chrono::hours(config.trust_grace_hours)});
        if (!report) return unreadable(report.error().message);
        std::cout << pdf::to_json(*report) << std::endl;
        switch (report->indication) {
        case crypto::Indication::passed: return 0;
        case crypto::Indication::failed: return 1;
        case crypto::Indication::indeterminate: return 3;
        }
        return kUnreadable;
    } catch (const std::bad_alloc&) {
        return unreadable("Tệp cần quá nhiều bộ nhớ nên không kiểm tra được chữ ký.");
    } catch (const std::exception& error) {
        return unreadable(std::string_view(error.what()));
    }
}

}  // namespace lt::app
