// See pages.h.
#include "dossiers/sources/pages.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/digitise/reuse.h"
#include "dossiers/pages/reception_form.h"
#include "dossiers/sources/sources.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::pages {

using sources::Held;

namespace {

std::string held_name(std::size_t no) { return "held_" + std::to_string(no); }

// "Thẻ căn cước, số 12 (Kho số hoá của Cổng Dịch vụ công quốc gia)"
std::string held_label(const Call& call, const Held& held)
{
    std::string out = held.holding.name;
    if (!held.holding.number.empty())
        out += ", " + call.tr("số {{number}}", {{"number", held.holding.number}});
    return out + " (" + call.tr(sources::name_of(call.dossiers(), held.source)) + ")";
}

}  // namespace

std::optional<base::Error> ask_sources(const Call& call, const http::Form& form)
{
    consent::Question question{.form = form.get("key"), .owner = owner_in(form)};
    {
        db::Transaction tx = call.begin();
        const std::string chosen = form.get("procedure");
        const VersionPtr version = base::is_uid(chosen) ? version_of(call.dossiers(), tx, chosen) : nullptr;
        if (!version || !base::is_uid(question.form)) return std::nullopt;
        question.purpose = version->code;
    }
    const auto looked = sources::look(call.dossiers(), call.actor, question);
    return looked ? std::nullopt : std::optional(looked.error());
}

void add_held(View& view, const Call& call, db::Transaction& tx, const http::Form& typed,
              const consent::Question& question, const std::vector<procedures::NeededPaper>& papers)
{
    const auto last = consent::last_of(tx, question);
    if (!last || !consent::is_given(*last, call.now)) return;
    std::string names;
    for (const std::string& one : question.sources)
        if (std::ranges::find(last->question.sources, one) != last->question.sources.end())
            names += (names.empty() ? "" : ", ") + call.tr(sources::name_of(call.dossiers(), one));
    if (names.empty()) return;
    bool none = true;
    for (const Held& held : sources::held_by(tx, *last)) {
        for (std::size_t no = 0; no < papers.size() && no < view["papers"].size(); ++no) {
            if (type_of(papers[no]) != held.holding.type) continue;
            none = false;
            const std::string name = held_name(no);
            const auto ticked = typed.all(name);
            View& offers = view["papers"][no]["offers"];
            if (!offers.is_array()) offers = View::array();
            const std::string& issuer = held.holding.issuer;
            offers.push_back(
                {{"id", name + "_" + std::to_string(offers.size())},
                 {"name", name},
                 {"value", held.uid},
                 {"label", call.tr("Dùng lại bản ở kho ngoài: {{name}}", {{"name", held_label(call, held)}})},
                 {"checked", std::ranges::find(ticked, held.uid) != ticked.end()},
                 {"error", false},
                 {"hint", issuer.empty() ? View(held.holding.file_name)
                                         : View(issuer + " · " + held.holding.file_name)}});
        }
    }
    view["held"] = {{"label", call.tr("Tìm ở {{name}}", {{"name", names}})},
                    {"trouble", view["unheld"]},
                    {"none", none && view["unheld"] == View(false) && typed.get("action") == "find_held"}};
}

void read_held(const http::Form& form, std::size_t papers, Reception& into)
{
    for (std::size_t no = 0; no < papers; ++no)
        for (const std::string& uid : form.all(held_name(no)))
            into.held.emplace_back(static_cast<int>(no), uid);
}

void add_taken(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier,
               const std::vector<Paper>& papers)
{
    if (std::ranges::none_of(papers, [](const Paper& paper) { return paper.source == "database"; })) return;
    const std::vector<Held> taken = sources::of_dossier(tx, dossier);
    for (std::size_t i = 0; i < papers.size() && i < view["papers"].size(); ++i)
        for (const Held& held : taken)
            if (held.paper == papers[i].no)
                view["papers"][i]["vault"].push_back(
                    {{"href",
                      held.withdrawn ? View(false) : View(path_of(dossier.uid) + "/held/" + held.uid)},
                     {"label", call.tr("Lấy từ kho: {{name}}", {{"name", held_label(call, held)}})},
                     {"note",
                      held.withdrawn ? call.tr("công dân đã rút lại sự đồng ý") : held.holding.issuer}});
}

http::Response held_file(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    const auto taken = sources::of_dossier(tx, *dossier);
    const auto held = std::ranges::find(taken, call.request.param("paper"), &Held::uid);
    if (held == taken.end() || held->sha256.empty())
        return call.refuse(base::not_found(msg("Không có tệp này.")));
    call.note_look(tx, *dossier, "file");
    tx.commit();
    return page::stored_file(call.dossiers().blobs.open(held->sha256),
                             {.name = held->holding.file_name,
                              .media_type = held->media_type,
                              .sha256 = held->sha256,
                              .download = call.request.query.has("download")});
}

}  // namespace lt::dossiers::pages
