// See scan_list.h. A choice is sent as "PAPER:NAME", so that a folder that has changed meanwhile mixes nothing up.
#include "dossiers/scans/scan_list.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

#include "dossiers/scans/scans.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::pages {
namespace {

constexpr const char* kScanField = "scanned";
constexpr std::size_t kMostChosen = 50;

std::string choice_of(int paper, const std::string& name) { return std::to_string(paper) + ":" + name; }

constexpr const char* kLookAt = "/dossiers/scans?name=";

// By whom it is received, in what browsers show.
bool can_be_looked_at(const Call& call, const std::string& name)
{
    const std::string low = base::lower(name);
    return call.actor.role == directory::Role::desk_staff &&
           std::ranges::any_of(std::array{".pdf", ".png", ".jpg", ".jpeg", ".jfif", ".tif", ".tiff"},
                               [&](const char* ending) { return low.ends_with(ending); });
}

base::Time time_of_writing(const scans::Entry& entry)
{
    return base::Time(std::chrono::microseconds(entry.written_at / 1'000));
}

}  // namespace

void add_scan_list(const Call& call, db::Transaction& tx, View& view, page::FormView& form,
                   const std::vector<std::pair<int, std::string>>& papers)
{
    view["scans"] = false;
    if (call.dossiers().scan_folder.root.empty()) return;
    form.field(kScanField, call.tr("Tệp trong thư mục quét"));
    const auto sent = call.request.form.all(kScanField);
    View rows = View::array();
    for (const scans::Entry& entry : scans::offered(call.dossiers(), tx, call.actor)) {
        View options = View::array();
        const auto option = [&](const std::string& value, const std::string& label) {
            options.push_back({{"value", value},
                               {"label", label},
                               {"selected", !value.empty() && std::ranges::find(sent, value) != sent.end()}});
        };
        option("", call.tr("Không lấy"));
        for (const auto& [no, name] : papers) option(choice_of(no, entry.name), base::shorten(name, 80));
        option(choice_of(-1, entry.name), call.tr("Giấy tờ khác"));
        rows.push_back(
            {{"id", std::string(kScanField) + "-" + std::to_string(rows.size())},
             {"name", kScanField},
             {"label", entry.name},
             {"hint", base::format_vietnam(time_of_writing(entry)) + " · " + base::format_size(entry.size)},
             {"error", false},
             {"width", false},
             {"required", false},
             {"optional", false},
             {"label_hidden", false},
             {"look_href", can_be_looked_at(call, entry.name)
                               ? View(kLookAt + http::percent_encode(entry.name))
                               : View(false)},
             {"options", std::move(options)}});
    }
    const std::string error = form.error(kScanField);
    view["scans"] = {{"is_empty", rows.empty()},
                     {"problem", error.empty() ? View(false) : View(error)},
                     {"rows", std::move(rows)}};
}

http::Response scan(const Call& call)
{
    auto turn = call.dossiers().conversions.begin();
    const auto file = scans::pick(call.dossiers(), call.actor, call.request.query.get("name"), -1, turn);
    if (!file) return call.refuse(file.error());
    const page::FileFacts facts{.name = file->name,
                                .media_type = file->blob.media_type,
                                .sha256 = file->blob.sha256,
                                .download = call.request.query.has("download")};
    if (auto shown = page::picture_page(call.services.pages, call.request, facts)) return *std::move(shown);
    scans::note_look(call.dossiers(), call.actor, *file);
    return page::stored_file(call.dossiers().blobs.open(file->blob.sha256), facts);
}

void take_scans(const Call& call, FormFiles& files)
{
    std::size_t taken = 0;
    auto turn = call.dossiers().conversions.begin();  // one for all of them
    for (const std::string& choice : call.request.form.all(kScanField)) {
        const std::size_t colon = choice.find(':');
        int paper = -1;
        if (colon == std::string::npos || colon == 0 || ++taken > kMostChosen ||
            std::from_chars(choice.data(), choice.data() + colon, paper).ptr != choice.data() + colon)
            continue;
        auto file =
            scans::pick(call.dossiers(), call.actor, choice.substr(colon + 1), paper < 0 ? -1 : paper, turn);
        if (file)
            files.good.push_back(*std::move(file));
        else
            files.wrong.emplace_back(file.error().field, file.error().message);
    }
}

}  // namespace lt::dossiers::pages
