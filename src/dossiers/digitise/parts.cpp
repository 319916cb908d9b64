// What the pages of a dossier and of the reception show of the vault. See pages.h.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/consent/pages.h"
#include "dossiers/digitise/digitise.h"
#include "dossiers/digitise/pages.h"
#include "dossiers/digitise/reuse.h"
#include "dossiers/sources/pages.h"
#include "dossiers/sources/sources.h"
#include "kit/base/ids.h"

namespace lt::dossiers::pages {
namespace {

// "số 12/2024, ngày 20/11/2024"
std::string number_and_day(const Call& call, const vault::Paper& paper)
{
    std::string out;
    if (!paper.number.empty()) out = call.tr("số {{number}}", {{"number", paper.number}});
    if (paper.issued_on)
        out += (out.empty() ? "" : ", ") +
               call.tr("ngày {{day}}", {{"day", base::format_day(*paper.issued_on)}});
    return out;
}

// The scan to digitise: the first, or one that came later than the scan that became the signed copy; nullptr: there is nothing to do.
const File* scan_to_digitise(db::Transaction& tx, const Dossier& dossier, const std::vector<File>& files,
                             int paper, const std::string& signed_item)
{
    const auto is_scan = [&](const File& file) { return file.paper == paper && !file.replaced_at; };
    const File* done = nullptr;
    const File* found = nullptr;
    for (const File& file : files) {
        if (!is_scan(file)) continue;
        if (signed_item.empty()) return &file;
        if (store::find_digitisation(tx, dossier.id, file.uid).item == signed_item)
            done = &file, found = nullptr;
        else if (done != nullptr && file.added_at > done->added_at)
            found = &file;
    }
    return found;
}

std::string reuse_name(std::size_t no) { return "reuse_" + std::to_string(no); }

}  // namespace

void add_copies(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier,
                const std::vector<Paper>& papers, const std::vector<File>& files)
{
    const auto items = vault::of_dossier(tx, dossier.uid);
    const bool may = may_digitise(call.actor, dossier);
    for (std::size_t i = 0; i < papers.size() && i < view["papers"].size(); ++i) {
        View& one = view["papers"][i];
        one["vault"] = View::array();
        one["digitise"] = false;
        if (papers[i].source != "brought") one["lacks"] = false;
        std::string kept;  // signed, of a scan of it
        for (const vault::OfDossier& item : items) {
            if (item.no != papers[i].no || (!item.used && item.source != vault::Source::paper)) continue;
            if (!item.used && vault::counts(item.signature)) kept = item.uid;
            const std::string line = number_and_day(call, item.paper);
            one["vault"].push_back(
                {{"href", item.withdrawn ? View(false) : View(path_of(dossier.uid) + "/vault/" + item.uid)},
                 {"label", item.used ? call.tr("Lấy từ kho: {{name}}", {{"name", item.paper.name}})
                                     : call.tr("Bản điện tử trong kho")},
                 {"note", item.withdrawn ? call.tr("công dân đã rút lại sự đồng ý")
                          : item.used    ? line
                                         : call.tr(vault::signature_words(item.signature))}});
        }
        if (!may) continue;
        if (const File* scan = scan_to_digitise(tx, dossier, files, papers[i].no, kept))
            one["digitise"] = path_of(dossier.uid) + "/digitise/" + scan->uid;
    }
    add_taken(view, call, tx, dossier, papers);
}

std::vector<Reusable> add_reuse(View& view, const Call& call, db::Transaction& tx, page::FormView& form,
                                const http::Form& typed, const Person& owner,
                                const procedures::Version& version,
                                const std::vector<procedures::NeededPaper>& papers)
{
    view["can_reuse"] = !owner.number.empty() && std::ranges::any_of(papers, [](const auto& paper) {
        return !type_of(paper).empty();
    });
    view["agreed"] = false;
    view["consent"] = false;
    view["held"] = false;
    const std::string key = view["key"].get<std::string>();
    if (!view["can_reuse"].get<bool>() || !base::is_uid(key)) return {};
    consent::Question question{
        .form = key, .owner = owner, .purpose = version.code, .purpose_name = version.procedure.name};
    for (const auto& paper : papers)
        if (std::string type = type_of(paper); !type.empty()) {
            question.papers.push_back(paper.paper.name);
            question.types.push_back(std::move(type));
        }
    for (const sources::Source* one : sources::connected(call.dossiers(), tx))
        question.sources.emplace_back(one->code());
    if (!add_consent(view, call, tx, question, typed, form.error("vault_agree"))) return {};
    view["agreed"] = true;
    view["none_reusable"] = true;
    std::vector<Reusable> offered = reusable_papers(tx, key, owner, version, papers, call.now);
    for (const Reusable& one : offered) {
        const auto no = static_cast<std::size_t>(one.paper);
        if (no >= view["papers"].size()) continue;
        const std::string name = reuse_name(no);
        const auto ticked = typed.all(name);
        const std::string line = number_and_day(call, one.offer.paper);
        std::string label =
            call.tr("Dùng lại bản đã có trong kho: {{name}}", {{"name", one.offer.paper.name}});
        if (!line.empty()) label += ", " + line;
        View& offers = view["papers"][no]["offers"];
        if (!offers.is_array()) offers = View::array();
        offers.push_back(
            {{"id", name + "_" + std::to_string(offers.size())},
             {"name", name},
             {"value", one.offer.uid},
             {"label", label},
             {"checked", std::ranges::find(ticked, one.offer.uid) != ticked.end()},
             {"error", false},
             {"hint", one.offer.paper.issuer.empty() ? View(false) : View(one.offer.paper.issuer)}});
        view["none_reusable"] = false;
    }
    add_held(view, call, tx, typed, question, papers);
    return offered;
}

void read_reuse(const http::Form& form, std::size_t papers, Reception& into)
{
    for (std::size_t no = 0; no < papers; ++no)
        for (const std::string& item : form.all(reuse_name(no)))
            into.reused.emplace_back(static_cast<int>(no), item);
}

}  // namespace lt::dossiers::pages
