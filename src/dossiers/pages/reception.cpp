// Reception at the desk: one form from the citizen's number to the receipt. The first button looks things up and shows the form again with
// what is known; nothing that was typed is lost. Numbers of citizens travel in the body only, never in an address.
#include <nlohmann/json.hpp>

#include "dossiers/pages/printed_form.h"
#include "dossiers/pages/reception_form.h"
#include "dossiers/pages/reception_step.h"
#include "dossiers/scans/scan_list.h"
#include "dossiers/sources/pages.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"

namespace lt::dossiers::pages {
namespace {

// What the citizen left with us the last time, into the empty fields; nothing: he is not known.
std::optional<Person> fill_citizen(const Call& call, db::Transaction& tx, http::Form& form, View& view)
{
    const Person sought = owner_in(form);
    view["earlier"] = View::array();
    view["has_earlier"] = view["kept"] = false;
    if (sought.number.empty()) return std::nullopt;
    auto known = store::find_citizen(tx, sought.kind, sought.number, "reception", call.now);
    view["citizen_known"] = known.has_value();
    view["citizen_new"] = !known.has_value();
    if (known) {
        fill_empty(form, "owner_name", known->name);
        fill_empty(form, "owner_born_on", known->born_on ? base::format_day(*known->born_on) : "");
        fill_empty(form, "owner_sex", known->sex);
        fill_empty(form, "owner_phone", known->phone);
        fill_empty(form, "owner_email", known->email);
        fill_empty(form, "owner_address", known->address);
        const KeptOwner kept{known->name, known->born_on};
        const KeptOwner typed{form.get("owner_name"), base::parse_day(form.get("owner_born_on"))};
        if (differs({.name = typed.name, .born_on = typed.born_on}, kept))
            view["kept"] = {{"stored", words_of(kept)}, {"typed", words_of(typed)}};
    }
    constexpr int kEarlier = 5;
    for (const lists::Row& row : lists::of_owner(tx, sought.kind, sought.number, 0, kEarlier))
        view["earlier"].push_back({{"href", path_of(row.uid)},
                                   {"code", row.code},
                                   {"procedure", row.procedure},
                                   {"state", state_view(call.tr, row.state)}});
    view["has_earlier"] = !view["earlier"].empty();
    return known;
}

void add_procedures(const Call& call, db::Transaction& tx, const http::Form& form, View& view)
{
    constexpr int kShown = 12;
    const std::string words = form.get("procedure_words");
    const std::string chosen = form.get("procedure");
    view["procedures"] = View::array();
    const auto all = procedures::offered(tx, call.actor.agency, words, call.today(), kShown + 1);
    for (const procedures::Listed& one : all) {
        if (std::ssize(view["procedures"]) == kShown) break;
        view["procedures"].push_back({{"uid", one.uid},
                                      {"code", one.code},
                                      {"name", one.name},
                                      {"field", one.field},
                                      {"chosen", one.uid == chosen}});
    }
    view["more_procedures"] = std::ssize(all) > kShown;
    view["no_procedures"] = all.empty();
    view["words_used"] = words.empty() ? View(false) : View(words);
}

http::Response page(const Call& call, const http::Form& typed, const FormFiles* sent,
                    const base::Error* error, const base::Error* unheld = nullptr)
{
    http::Form form = typed;
    db::Transaction tx = call.begin();
    View view{{"title", call.tr("Tiếp nhận hồ sơ")},
              {"key", form.find("key").value_or(base::new_uid(call.now))},
              {"citizen_known", false},
              {"citizen_new", false},
              {"unheld", unheld ? View(call.tr(unheld->message)) : View(false)}};
    const std::optional<Person> kept = fill_citizen(call, tx, form, view);
    const std::string chosen = form.get("procedure");
    const VersionPtr version = base::is_uid(chosen) ? version_of(call.dossiers(), tx, chosen) : nullptr;
    if (!version) add_procedures(call, tx, form, view);
    // What was not there yet has not been left open by whoever sent the form.
    if (version && form.get("questions_shown") != version->uid)
        for (const auto& [name, value] : {std::pair("begin", "1"), std::pair("dossier_way", "counter"),
                                          std::pair("dossier_case", "0"), std::pair("delivery", "desk")})
            fill_empty(form, name, value);
    view["chosen"] = view["not_here"] = view["has_deciders"] = false;
    // Fields of the owner come first, so that their errors do too.
    page::FormView fields(view, form, error, call.tr);
    add_person_fields(call, fields, "owner");
    if (view["kept"].is_object()) add_kept_fields(call, fields);
    fields.field("procedure_words", call.tr("Tìm thủ tục"), "",
                 {{"hint", call.tr("Tên, mã hoặc lĩnh vực; không cần gõ dấu.")}});
    if (version) {
        add_procedure_part(call, tx, view, fields, form, kept, *version, sent, error);
        std::vector<std::pair<int, std::string>> papers;
        for (const View& paper : view["papers"]) papers.emplace_back(papers.size(), paper["name"]);
        add_scan_list(call, tx, view, fields, papers);
    }
    tx.commit();
    if (error)
        view["error_title"] = call.tr("Chưa tiếp nhận được, cần sửa {{count}} chỗ",
                                      {{"count", std::to_string(view["errors"].size())}});
    return call.show("dossiers/reception", std::move(view), error);
}

}  // namespace

http::Response reception(const Call& call) { return page(call, call.request.form, nullptr, nullptr); }

http::Response reception_send(const Call& call)
{
    const PaperRows rows = arrange_papers(call);
    http::Form form = call.request.form;
    const std::string action = form.get("action");
    if (action == "change") {
        set_value(form, "procedure", "");
        return page(call, form, nullptr, nullptr);
    }
    if (action == "print_form") return typed_form_file(call, form);
    const FormFiles sent = take_form_files(call, "scan", 100);
    if (auto step = reception_step(call, form, sent)) return *std::move(step);
    if (action == "find_held") {
        const auto trouble = ask_sources(call, form);  // while no transaction is open
        return page(call, form, &sent, nullptr, trouble ? &*trouble : nullptr);
    }
    if (action != "receive" && action != "reject") return page(call, form, &sent, nullptr);

    FormFiles all = sent;
    make_viewable(call, "scan", all);
    take_scans(call, all);
    const auto received =
        receive(call.dossiers(), call.actor, read_reception(call, form, all, rows, action == "reject"));
    if (received)
        return http::redirect(path_of(received->uid) + "?done=" +
                              (received->again      ? "again"
                               : action == "reject" ? "rejected"
                                                    : "received"));
    if (received.error().fault == base::Fault::invalid) return page(call, form, &sent, &received.error());
    return call.refuse(received.error());
}

}  // namespace lt::dossiers::pages
