// Drafting a result: choosing what, filling in, a file of one's own, correcting.
#include <nlohmann/json.hpp>

#include "dossiers/results/drafting.h"
#include "dossiers/results/held.h"
#include "dossiers/results/pages.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

// What the form is about: a new draft of a kind, or one that is corrected.
struct Drafting {
    const Dossier& dossier;
    const procedures::Version& version;
    std::string code{};
    const ResultDraft* draft = nullptr;
};

// Of the template that the form showed, whichever of its code that is.
FieldValues typed_values(const Call& call, const std::string& code)
{
    FieldValues out;
    for (const ResultTemplate& form : shipped_templates())
        if (form.code == code)
            for (const ResultField& field : form.fields)
                if (const auto typed = call.request.form.find("field_" + field.name))
                    out[field.name] = *typed;
    return out;
}

void add_signers(const Call& call, db::Transaction& tx, page::FormView& form, std::int64_t chosen)
{
    std::vector<page::Choice> leaders;
    for (const directory::Person& person : directory::people(tx, call.actor.agency, call.today()))
        if (person.role == directory::Role::leader)
            leaders.push_back({std::to_string(person.official), person.name + ", " + person.title, "",
                               person.official == chosen});
    form.choices("signer", call.tr("Người ký"), leaders);
}

void add_own_file(View& view, const Call& call, page::FormView& form, const FormFiles* sent, bool optional)
{
    View uploads = View::array();
    if (sent != nullptr)
        for (const NewFile& one : sent->good)
            uploads.push_back({{"upload", one.upload},
                               {"file_name", one.name},
                               {"file_size", base::format_size(one.blob.size)}});
    form.field("file", optional ? call.tr("Tệp PDF của bạn, thay cho mẫu") : call.tr("Tệp PDF"), "",
               {{"hint", call.tr("PDF chưa ký, để trống số, ngày, tháng và chỗ ký ở cuối.")},
                {"accept", ".pdf"},
                {"optional", optional},
                {"tus", "/uploads"},
                {"upload_name", "upload_file"},
                {"uploads", std::move(uploads)}});
    add_form_row(view, "file", "file");
}

http::Response drafting_page(const Call& call, db::Transaction& tx, const Drafting& what,
                             const FormFiles* sent, const base::Error* error)
{
    const ResultTemplate* form = template_of(what.code, base::vietnam_day(what.dossier.lodged_at));
    std::string name = what.draft != nullptr ? what.draft->name : "";
    for (const procedures::ResultKind& kind : what.version.ready.results)
        if (kind.code == what.code) name = kind.name;
    View view = form_page(what.dossier, name,
                          what.draft != nullptr ? draft_path(*what.draft) + "/edit"
                                                : path_of(what.dossier.uid) + "/drafts",
                          what.draft != nullptr ? call.tr("Lưu và xem bản thảo") : call.tr("Lập bản thảo"));
    view["hidden"] = View::array();
    const auto hide = [&](const char* field, const std::string& value) {
        view["hidden"].push_back({{"name", field}, {"value", value}});
    };
    if (what.draft != nullptr)
        hide("version", call.request.form.find("version").value_or(std::to_string(what.draft->version)));
    else {
        hide("key", call.request.form.find("key").value_or(base::new_uid(call.now)));
        hide("code", what.code);
    }
    page::FormView fields(view, call.request.form, error, call.tr);
    add_signers(call, tx, fields, what.draft != nullptr ? what.draft->signer : 0);
    add_form_row(view, "select", "signer");
    if (form != nullptr) {
        const bool has_values = what.draft != nullptr && what.draft->fields != "{}";
        const FieldValues first = has_values ? values_from_json(what.draft->fields)
                                             : first_values(call.dossiers(), *form, what.dossier,
                                                            what.version, *call.services.lists);
        for (const ResultField& field : form->fields) {
            const auto value = first.find(field.name);
            const std::string id = "field_" + field.name;
            View extra{{"optional", !field.required}};
            if (field.is_long) extra["rows"] = 3;
            fields.field(id, field.label, value == first.end() ? "" : value->second, std::move(extra));
            add_form_row(view, field.is_long ? "textarea" : "input", id);
        }
    }
    add_own_file(view, call, fields, sent, form != nullptr);
    return call.show("dossiers/results/form", std::move(view), error);
}

DraftWish wish_of(const Call& call, const std::string& code, const FormFiles& sent)
{
    DraftWish wish{.key = call.request.form.get("key"),
                   .code = code,
                   .values = typed_values(call, code),
                   .signer = call.request.form.integer("signer").value_or(0)};
    if (!sent.good.empty()) wish.file = sent.good.front();
    return wish;
}

http::Response choose_page(const Call& call, const Dossier& dossier,
                           const std::vector<procedures::ResultKind>& kinds)
{
    View view{{"title", call.tr("Soạn kết quả")},
              {"back", {{"href", path_of(dossier.uid)}, {"label", dossier.code}}},
              {"about", about_view(dossier)},
              {"kinds", View::array()}};
    for (const procedures::ResultKind& kind : kinds)
        view["kinds"].push_back(
            {{"href", path_of(dossier.uid) + "/drafts/new?kind=" + kind.code},
             {"label", kind.name},
             {"has_form", template_of(kind.code, base::vietnam_day(dossier.lodged_at)) != nullptr}});
    view["has_kinds"] = !kinds.empty();
    return call.show("dossiers/results/choose", std::move(view));
}

// Runs `work` on a draft and its dossier that the path names; 404 otherwise.
template <class Work>
http::Response with_draft(const Call& call, Work&& work)
{
    db::Transaction tx = call.dossiers().pool.begin(result_scope(call.actor));
    const auto draft = store::find_draft(tx, call.request.param("draft"));
    const auto dossier = draft ? store::find(tx, draft->dossier_uid) : std::nullopt;
    if (!dossier || dossier->uid != call.uid()) return call.refuse(no_draft());
    return work(tx, *dossier, *draft);
}

}  // namespace

http::Response draft_new(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    if (!may_draft(call.actor, *dossier))
        return call.refuse(base::forbidden(msg("Chỉ chuyên viên của cơ quan giải quyết soạn kết quả.")));
    if (!takes_results(dossier->life.state)) return call.refuse(takes_none());
    const VersionPtr version = version_of(call.dossiers(), tx, dossier->version_uid);
    if (!version) throw base::Bug("the version of a dossier is gone");
    const auto kinds = kinds_to_draft(tx, *dossier, *version);
    std::string code = call.request.query.get("kind");
    if (code.empty() && kinds.size() == 1) code = kinds.front().code;
    if (std::ranges::find(kinds, code, &procedures::ResultKind::code) == kinds.end())
        return choose_page(call, *dossier, kinds);
    return drafting_page(call, tx, {*dossier, *version, code}, nullptr, nullptr);
}

http::Response draft_create(const Call& call)
{
    const std::string code = call.request.form.get("code");
    FormFiles sent = take_form_files(call, "file", 0);
    auto wrong = base::invalid(base::Wrong(sent.wrong));
    if (!wrong) {
        const auto made = draft_result(call.dossiers(), call.actor, call.uid(), wish_of(call, code, sent));
        if (made) return http::redirect(path_of(call.uid()) + "/drafts/" + *made + "?done=drafted");
        if (made.error().fault != base::Fault::invalid) return call.refuse(made.error());
        wrong = made.error();
    }
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    const VersionPtr version = version_of(call.dossiers(), tx, dossier->version_uid);
    if (!version) throw base::Bug("the version of a dossier is gone");
    return drafting_page(call, tx, {*dossier, *version, code}, &sent, &*wrong);
}

http::Response draft_edit(const Call& call)
{
    return with_draft(call, [&](db::Transaction& tx, const Dossier& dossier, const ResultDraft& draft) {
        if (!may_draft(call.actor, dossier) || draft.state != DraftState::draft)
            return call.refuse(base::conflict(msg("Chỉ người soạn sửa được, khi kết quả còn là dự thảo.")));
        const VersionPtr version = version_of(call.dossiers(), tx, dossier.version_uid);
        if (!version) throw base::Bug("the version of a dossier is gone");
        return drafting_page(call, tx, {dossier, *version, draft.code, &draft}, nullptr, nullptr);
    });
}

http::Response draft_save(const Call& call)
{
    FormFiles sent = take_form_files(call, "file", 0);
    return with_draft(call, [&](db::Transaction& tx, const Dossier& dossier, const ResultDraft& draft) {
        auto wrong = base::invalid(base::Wrong(sent.wrong));
        if (!wrong) {
            const auto done =
                change_result(call.dossiers(), call.actor, draft.uid,
                              static_cast<int>(call.request.form.integer("version").value_or(0)),
                              wish_of(call, draft.code, sent));
            if (done) return http::redirect(draft_path(draft) + "?done=changed");
            if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
            wrong = done.error();
        }
        const VersionPtr version = version_of(call.dossiers(), tx, dossier.version_uid);
        if (!version) throw base::Bug("the version of a dossier is gone");
        return drafting_page(call, tx, {dossier, *version, draft.code, &draft}, &sent, &*wrong);
    });
}

}  // namespace lt::dossiers::pages
