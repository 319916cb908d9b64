// See port.h.
#include "dossiers/portal/port.h"

namespace lt::dossiers::portal {
namespace {

// How long a session lives is the portal's secret; older ones are not even tried.
constexpr std::chrono::minutes kLongestSession{30};

}  // namespace

Line::Line(std::unique_ptr<Port> port, std::shared_ptr<const base::Clock> clock)
    : port_(std::move(port)), clock_(std::move(clock))
{
}

base::Result<Line::Session> Line::session(const std::string& but_not)
{
    const std::scoped_lock guard(lock_);
    const base::Time now = clock_->now();
    const bool is_good = session_ && session_->id != but_not && now - session_->since < kLongestSession;
    if (is_good) return *session_;
    session_.reset();
    auto id = port_->log_in();
    if (!id) return id.error();
    session_ = Session{*std::move(id), now};
    return *session_;
}

base::Result<Answer> Line::send(const std::string& service, const std::string& payload)
{
    const base::Time began = clock_->now();
    auto first = session("");
    if (!first) return first.error();
    auto answer = port_->send(first->id, service, payload);
    // No list of the portal's codes says which one means an expired session. A refusal did nothing, so with a session that is not
    // of this moment it is asked once more with a new one.
    if (!answer || answer->is_good() || first->since >= began) return answer;
    auto second = session(first->id);
    if (!second) return second.error();
    return port_->send(second->id, service, payload);
}

}  // namespace lt::dossiers::portal
