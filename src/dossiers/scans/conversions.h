// How much of the server TIFF files may hold: each is decoded in a child of bounded memory and time (kit/print/tiff_pages.h), which a worker waits
// for. A file that is made to be slow, or many of them, must not take all workers.
#pragma once

#include <chrono>
#include <memory>

#include "kit/base/locked.h"
#include "kit/base/result.h"

namespace lt::dossiers::scans {

class Conversions {
public:
    static constexpr int kAtOnce = 4;  // requests that convert at the same time, at most
    static constexpr std::chrono::seconds kBudget{
        60};  // for all files of one request, before the last one begins

    // At most half of the workers, so that others are served meanwhile. Pure.
    static int places_beside(unsigned workers);

    explicit Conversions(int at_once = kAtOnce) : free_(std::make_shared<base::Locked<int>>(at_once)) {}

    // Of one request. It takes its place with the first TIFF and gives it back when it is gone.
    class Turn {
    public:
        Turn() = default;  // without bounds: of a job, which nobody waits for
        Turn(Turn&&) = default;
        Turn& operator=(Turn&&) = delete;
        ~Turn();

        // Before each TIFF. At "file": unavailable, too many convert at this moment; invalid, this request has used its time.
        base::Result<base::Done> next();

    private:
        friend class Conversions;
        std::shared_ptr<base::Locked<int>> free_{};
        std::chrono::nanoseconds budget_{};
        std::chrono::steady_clock::time_point began_{};
        bool has_place_ = false;
    };
    Turn begin(std::chrono::nanoseconds budget = kBudget) const;

private:
    std::shared_ptr<base::Locked<int>> free_;
};

}  // namespace lt::dossiers::scans
