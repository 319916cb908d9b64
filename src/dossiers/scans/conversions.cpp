// See conversions.h.
#include "dossiers/scans/conversions.h"

#include <algorithm>

namespace lt::dossiers::scans {

using base::msg;

int Conversions::places_beside(unsigned workers)
{
    return static_cast<int>(std::clamp(workers / 2, 1U, static_cast<unsigned>(kAtOnce)));
}

Conversions::Turn Conversions::begin(std::chrono::nanoseconds budget) const
{
    Turn out;
    out.free_ = free_;
    out.budget_ = budget;
    return out;
}

Conversions::Turn::~Turn()
{
    if (free_ && has_place_) free_->with([](int& places) { ++places; });
}

base::Result<base::Done> Conversions::Turn::next()
{
    if (!free_) return base::Done{};
    const auto now = std::chrono::steady_clock::now();
    if (!has_place_) {
        has_place_ = free_->with([](int& places) { return places > 0 && places-- > 0; });
        if (!has_place_)
            return base::Error{
                base::Fault::unavailable,
                "file",
                msg("Máy chủ đang chuyển nhiều bản quét sang PDF. Gửi lại sau một phút, hoặc quét thành PDF."),
                {}};
        began_ = now;
        return base::Done{};
    }
    if (now - began_ >= budget_)
        return base::invalid(
            "file",
            msg("Các bản quét TIFF trong một lần gửi cần quá nhiều thời gian. Gửi ít tệp hơn, hoặc quét thành PDF."));
    return base::Done{};
}

}  // namespace lt::dossiers::scans
