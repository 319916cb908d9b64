// The page that asks before an act.
#include "documents/pages/confirm.h"

#include "documents/pages/document_view.h"

namespace lt::documents::pages {

http::Response confirm_page(const Call& call, const DocumentView& document, const Confirm& confirm,
                            const base::Error* error)
{
    View view{
        {"title", confirm.title}, {"uid", document.uid}, {"document", document_summary(call, document)}};
    page::FormView form(view, call.request.form, error, call.tr);
    View object{{"question", confirm.question},
                {"text", confirm.text},
                {"action", confirm.action},
                {"cancel_href", confirm.cancel},
                {"label", confirm.label},
                {"warning", confirm.warning},
                {"reason", false},
                {"finish_box", false},
                {"sign", !confirm.keys.empty()}};
    if (!confirm.keys.empty()) add_key_fields(call, form, confirm.keys);
    View facts = View::array();
    for (const auto& [name, words] : confirm.facts) facts.push_back({{"key", name}, {"value", words}});
    object["has_facts"] = !facts.empty();
    object["facts"] = std::move(facts);
    if (!confirm.reason_label.empty()) {
        View extra{{"rows", 3}};
        if (!confirm.reason_hint.empty()) extra["hint"] = confirm.reason_hint;
        form.field(confirm.reason_name, confirm.reason_label, "", std::move(extra));
        object["reason"] = view["fields"][confirm.reason_name];
    }
    if (!confirm.finish_label.empty()) {
        form.field("complete", confirm.finish_label, "", {{"checked", false}});
        object["finish_box"] = view["fields"]["complete"];
    }
    view["confirm"] = std::move(object);
    return call.show("documents/confirm", std::move(view), error);
}

}  // namespace lt::documents::pages
