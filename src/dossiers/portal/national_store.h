// The national portal's store of electronic papers (Kho số hoá của Cổng Dịch vụ công quốc gia) as a source: JSON over the axis whose
// address the operator wrote down. What it answers is a stranger's: bounded in size, time and number, and never an address that this server would ask.
#pragma once

#include "dossiers/sources/source.h"
#include "kit/base/clock.h"

namespace lt::fetch {
class HttpFetcher;
}  // namespace lt::fetch

namespace lt::dossiers::portal {

struct Settings;

struct StoreTimes {
    std::chrono::milliseconds connect{3000};
    std::chrono::milliseconds find{15000};
    std::chrono::milliseconds file{60000};
};

class NationalStore final : public sources::Source {
public:
    // Both must outlive it.
    NationalStore(db::Pool& pool, fetch::HttpFetcher& fetcher, StoreTimes times = {});
    const char* code() const override { return "dvcqg"; }
    const char* name() const override;
    bool is_connected(db::Transaction& tx) override;
    base::Result<std::vector<sources::Holding>> find(const sources::Wanted& wanted) override;
    base::Result<std::string> file(const sources::Holding& holding) override;

private:
    base::Result<std::string> post(std::string Settings::*path, const std::string& body, std::size_t limit,
                                   std::chrono::milliseconds timeout);
    db::Pool& pool_;
    fetch::HttpFetcher& fetcher_;
    StoreTimes times_;
};

// What an answer says that it holds, of these types alone; unavailable: it is no answer, or a refusal. Pure.
base::Result<std::vector<sources::Holding>> read_holdings(std::string_view body,
                                                          const std::vector<std::string>& types);
// The file in an answer: base64, as the answer itself, as a JSON string or as its `result`. unavailable: it is none. Pure.
base::Result<std::string> read_store_file(std::string_view body);

}  // namespace lt::dossiers::portal
