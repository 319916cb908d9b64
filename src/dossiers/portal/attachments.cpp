// See attachments.h.
#include "dossiers/portal/attachments.h"

#include <nlohmann/json.hpp>

#include "dossiers/acts.h"
#include "dossiers/portal/sending.h"
#include "dossiers/scans/viewable.h"
#include "kit/fetch/fetch.h"
#include "kit/jobs/jobs.h"
#include "kit/text/media.h"

namespace lt::dossiers::portal {

using base::msg;

namespace {

using Json = nlohmann::json;

constexpr const char* kFetch = "dossiers.portal.fetch";
constexpr std::size_t kLargest = 100U << 20U;  // bytes of a file
constexpr std::string_view kPortalHost = "dichvucong.gov.vn";

std::string adapter_of(PortalServices& services)
{
    db::Transaction tx = services.dossiers.pool.begin({});
    const auto known = find(tx);
    return known ? known->settings.adapter : std::string();
}

// The number of the paper that a code names, -1 for none.
int paper_no(const std::vector<Paper>& papers, const std::string& code)
{
    const auto found = std::ranges::find(papers, code, &Paper::code);
    return found == papers.end() || code.empty() ? -1 : found->no;
}

struct Got {
    std::vector<NewFile> files{};
    std::vector<std::unique_ptr<blob::Writer>> writers{};  // they keep what no row names yet
    std::string refused{};                                 // names, for the desk
};

// Throws when the server can't be reached: the job comes again.
void fetch_one(PortalServices& services, const std::string& adapter, const Json& wanted, int paper, Got& got)
{
    const std::string name = wanted.at("name"), url = wanted.at("url");
    const auto refuse = [&] { got.refused += (got.refused.empty() ? "" : ", ") + name; };
    if (!may_fetch(url, adapter)) return refuse();
    auto writer = services.dossiers.blobs.writer();
    const auto answer = services.fetcher.ask(
        {.url = url,
         .headers = {{"Accept", "*/*"}},  // with one no redirection is followed
         .limit = kLargest,
         .sink = [&](std::string_view piece) { writer->write(std::as_bytes(std::span(piece))); },
         .timeout = std::chrono::minutes(10),
         .stall = std::chrono::seconds(60)});
    if (!answer && answer.error().fault != base::Fault::too_large)
        throw std::runtime_error(answer.error().message.str());
    if (!answer || answer->status != 200) {
        if (answer && answer->status >= 500)
            throw std::runtime_error("the portal gives no file: " + std::to_string(answer->status));
        return refuse();
    }
    blob::Blob blob = writer->finish();
    const auto media_type = text::accept(blob.media_type, name);
    if (blob.size == 0 || !media_type) return refuse();
    blob.media_type = *media_type;
    NewFile file{.paper = paper, .name = name, .blob = std::move(blob)};
    scans::Conversions::Turn unbounded;  // a job: no request waits for it
    if (!scans::make_viewable(services.dossiers.blobs, file, unbounded)) return refuse();
    got.files.push_back(std::move(file));
    got.writers.push_back(std::move(writer));
}

void fetch_all(PortalServices& services, const jobs::Job& job)
{
    const Json payload = Json::parse(job.payload);
    const Actor platform{.agency = payload.at("agency").get<std::int64_t>()};
    const std::string uid = payload.at("dossier");
    std::vector<Paper> papers;
    std::vector<File> there;
    {
        db::Transaction tx = services.dossiers.pool.begin(scope_of(platform));
        const auto dossier = store::find(tx, uid);
        if (!dossier) throw std::runtime_error("no such dossier: " + uid);
        if (is_over(dossier->life.state)) return;
        papers = store::papers(tx, dossier->id);
        there = store::files(tx, dossier->id);
    }
    const std::string adapter = adapter_of(services);
    Got got;
    for (const Json& wanted : payload.at("files"))
        fetch_one(services, adapter, wanted, paper_no(papers, wanted.at("paper")), got);
    // Those of a run that was broken off after its commit.
    std::erase_if(got.files, [&](const NewFile& file) {
        return std::ranges::any_of(
            there, [&](const File& one) { return one.sha256 == file.blob.sha256 && one.name == file.name; });
    });
    if (!got.files.empty())
        if (const auto done = attach(services.dossiers, platform, uid, got.files); !done)
            throw std::runtime_error(done.error().message.str());
    if (got.refused.empty()) return;
    const std::string words =
        base::Message(msg("Không lấy được tệp từ Cổng: {{names}}."), {{"names", got.refused}}).str();
    if (const auto done =
            carry_out(services.dossiers, platform, uid, {.kind = ActKind::note, .reason = words});
        !done)
        throw std::runtime_error(done.error().message.str());
}

}  // namespace

bool may_fetch(std::string_view url, std::string_view adapter)
{
    if (url.find('@') != std::string_view::npos) return false;
    const std::string origin = fetch::origin_of(url);
    if (origin == url || origin.empty()) return false;
    if (origin == fetch::origin_of(adapter)) return true;
    constexpr std::string_view kSecure = "https://";
    if (!origin.starts_with(kSecure)) return false;
    const std::string_view host = std::string_view(origin).substr(kSecure.size());
    return host == kPortalHost || host.ends_with("." + std::string(kPortalHost));
}

void fetch_later(PortalServices& services, db::Transaction& tx, const Dossier& dossier,
                 const std::vector<Lodged::Attachment>& files)
{
    if (files.empty()) return;
    Json list = Json::array();
    for (const auto& file : files)
        list.push_back({{"name", file.name}, {"url", file.url}, {"paper", file.paper}});
    jobs::enqueue(
        tx, services.dossiers.queue, kFetch,
        Json{{"dossier", dossier.uid}, {"agency", dossier.agency}, {"files", std::move(list)}}.dump());
}

void add_attachment_job(PortalServices& services)
{
    // From afar, and TIFF becomes PDF: it may take long.
    services.dossiers.queue.handle(
        kFetch, [&services](const jobs::Job& job) { fetch_all(services, job); }, jobs::Pace::slow);
}

}  // namespace lt::dossiers::portal
