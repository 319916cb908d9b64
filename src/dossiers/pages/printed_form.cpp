// See printed_form.h.
#include "dossiers/pages/printed_form.h"

#include <array>

#include <nlohmann/json.hpp>

#include "dossiers/facts.h"
#include "dossiers/letterhead.h"
#include "dossiers/pages/first_answers.h"
#include "dossiers/pages/reception_form.h"
#include "dossiers/store.h"
#include "forms/print.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/page/stored_file.h"
#include "slips/api.h"

namespace lt::dossiers::pages {
namespace {

// Of the sections of a form; more are not numbered.
constexpr std::array kRoman{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"};

slips::Block heading_of(const forms::Block& block, std::size_t& sections)
{
    if (block.level > 1)
        return slips::Sentence{.text = block.text, .bold = block.level == 2, .italic = block.level > 2};
    const std::string number = sections < kRoman.size() ? std::string(kRoman[sections]) + ". " : "";
    ++sections;
    return slips::Section{number + block.text};
}

slips::Block row_of(const forms::Block& block)
{
    if (block.boxes.empty()) return slips::Answers{{{.label = block.text, .value = block.value}}};
    slips::Choices out{.label = block.text};
    for (const forms::Block::Box& box : block.boxes) out.options.push_back({box.label, box.chosen});
    return out;
}

// "Kính gửi: Phòng Cảnh sát giao thông": the paper says the greeting itself.
std::string without_greeting(const std::string& addressee)
{
    constexpr std::string_view kGreeting = "Kính gửi: ";
    return addressee.starts_with(kGreeting) ? addressee.substr(kGreeting.size()) : addressee;
}

// The form of a version, which its approval has read.
forms::Schema printed_schema(const procedures::Version& version)
{
    auto schema = forms::read(version.ready.form);
    if (!schema) throw base::Bug("the form of an approved procedure can't be read: " + version.code);
    return *std::move(schema);
}

// Who decides, and where the form is handed in.
FormPaper paper_of(const Call& call, std::int64_t receives, std::int64_t decides, base::Time at)
{
    const auto directory = call.dossiers().directory.snapshot();
    FormPaper out{.at = at};
    if (const directory::Agency* agency = directory->find(decides)) out.addressee = whole_name(agency->name);
    if (const directory::Agency* agency = directory->find(receives))
        out.place = letterhead(*directory, *agency).place;
    return out;
}

}  // namespace

std::string form_paper(const forms::Schema& schema, std::string_view answers, const forms::Lists& lists,
                       const FormPaper& paper)
{
    slips::Application out{.form = schema.printed().form,
                           .basis = schema.printed().basis,
                           .addressee = paper.addressee,
                           .place = paper.place,
                           .at = paper.at,
                           .code = paper.code,
                           .look_up = paper.look_up};
    std::size_t sections = 0;
    for (const forms::Block& block : forms::print(schema, answers, lists)) {
        switch (block.kind) {
        case forms::Block::Kind::title: out.title = block.text; break;
        case forms::Block::Kind::addressee:
            // The form names any agency; this one is handed to one.
            if (out.addressee.empty()) out.addressee = without_greeting(block.text);
            break;
        case forms::Block::Kind::heading: out.blocks.push_back(heading_of(block, sections)); break;
        case forms::Block::Kind::row: out.blocks.push_back(row_of(block)); break;
        case forms::Block::Kind::paragraph: out.blocks.emplace_back(slips::Sentence{block.text}); break;
        case forms::Block::Kind::signatures:
            for (const forms::Signature& one : block.signatures)
                out.signatures.push_back({base::upper(one.title), one.note, one.name});
            break;
        }
    }
    return slips::form_pdf(out);
}

bool has_form(const procedures::Version& version) { return !version.ready.form.empty(); }

void add_form_paper(View& view, const Call& call, const Dossier& dossier, const procedures::Version& version)
{
    view["form_now"] = false;
    if (!has_form(version)) return;
    const std::string href = path_of(dossier.uid) + "/form.pdf";
    view["slips"].push_back({{"href", href},
                             {"label", call.tr("Tờ khai")},
                             {"at", base::format_vietnam(dossier.lodged_at)},
                             {"taken_back", false},
                             {"print", call.tr("In")},
                             {"printed", false}});
    if (call.request.query.get("done") == "received")
        view["form_now"] = {{"href", href}, {"label", call.tr("In tờ khai để người nộp ký")}};
}

http::Response form_file(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    const VersionPtr version = version_of(call.dossiers(), tx, dossier->version_uid);
    if (!version || !has_form(*version))
        return call.refuse(base::not_found(msg("Thủ tục này không có tờ khai.")));
    call.note_look(tx, *dossier, "form");
    tx.commit();
    FormPaper paper = paper_of(call, dossier->agency, dossier->decides, dossier->lodged_at);
    paper.code = dossier->code;
    if (!call.dossiers().site.empty()) paper.look_up = call.dossiers().site + "/tra-cuu/" + dossier->code;
    const forms::Schema schema = printed_schema(*version);
    const forms::Lists& lists = *call.services.lists;
    // Who lodged where nothing is asked has said who he is all the same.
    const std::string answers = dossier->answers == "{}"
                                    ? forms::completed(schema, "{}", facts_of(dossier->owner, lists.units),
                                                       {.lists = lists, .today = call.today()})
                                    : dossier->answers;
    return page::made_pdf(form_paper(schema, answers, lists, paper), "to-khai-" + dossier->code + ".pdf");
}

http::Response typed_form_file(const Call& call, const http::Form& typed)
{
    db::Transaction tx = call.begin();
    const std::string chosen = typed.get("procedure");
    const VersionPtr version = base::is_uid(chosen) ? version_of(call.dossiers(), tx, chosen) : nullptr;
    if (!version || !has_form(*version))
        return call.refuse(base::not_found(msg("Thủ tục này không có tờ khai.")));
    const forms::Schema schema = printed_schema(*version);
    const std::string answers =
        forms::take(schema, typed.fields(), {.lists = *call.services.lists, .today = call.today()}).answers;
    const auto directory = call.dossiers().directory.snapshot();
    const directory::Agency* decider = directory->find_code(typed.get("decides"));
    const Preview seen =
        preview(call.dossiers(), tx, call.actor, *version,
                static_cast<int>(typed.integer("dossier_case").value_or(0)), Way::counter, answers,
                decider == nullptr ? 0 : decider->id, commune_told(*version, answers, owner_in(typed)));
    return page::made_pdf(form_paper(schema, answers, *call.services.lists,
                                     paper_of(call, call.actor.agency, seen.decides, call.now)),
                          "to-khai-" + version->code + ".pdf");
}

}  // namespace lt::dossiers::pages
