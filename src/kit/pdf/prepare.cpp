// The form that a document is given before its first signature.
#include <algorithm>

#include "kit/pdf/font.h"
#include "kit/pdf/form.h"
#include "kit/pdf/page.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/sign.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {

base::Result<std::string> prepare(const File& file, const Form& form)
{
    if (auto error = no_form(file)) return *error;
    const std::vector<QPDFObjectHandle> pages = file.objects().getAllPages();
    Update update(file);
    std::string fonts = "/LS " + to_text(Typeface::of(form.font)->add_to(update));
    const bool has_italic =
        std::any_of(form.texts.begin(), form.texts.end(), [](const TextField& text) { return text.italic; });
    if (has_italic) fonts += "/LI " + to_text(Typeface::of(form.italic_font)->add_to(update));
    // Without appearances: one that is there and is replaced counts as changed, one that is added counts as filled in.
    std::vector<Widget> widgets;
    const auto add = [&](const Box& box, const std::string& body) {
        if (box.page < 1 || box.page > static_cast<int>(pages.size())) return false;
        const QPDFObjectHandle page = pages[static_cast<std::size_t>(box.page - 1)];
        const PageView view(page);
        if (!view.holds(box)) return false;
        widgets.push_back({update.add("<</Type/Annot/Subtype/Widget/Rect" + view.rectangle(box) + "/P " +
                                      to_text(ref_of(page)) + body + ">>"),
                           box.page});
        return true;
    };
    const base::Error not_there =
        base::invalid("page", "Vị trí ký hoặc ghi số không nằm trên trang nào của tệp. Chọn lại vị trí.");
    const auto look = [](const char* font, double size) {
        return "(" + std::string(font) + " " + number(size) + " Tf 0 g)";
    };
    for (const TextField& text : form.texts) {
        const double size = text.size > 0 ? text.size : form.size;
        if (!add(text.box, "/F 4/FT/Tx/Q 1/T" + text_string(text.name) + "/DA" +
                               look(text.italic ? "/LI" : "/LS", size)))
            return not_there;
    }
    // The last signature closes all of these by name: not "all", which would count a later timestamp as a breach.
    std::string names;
    for (const TextField& text : form.texts) names += text_string(text.name);
    for (const auto& [name, box] : form.signatures) names += text_string(name);
    for (std::size_t i = 0; i < form.signatures.size(); ++i) {
        const auto& [name, box] = form.signatures[i];
        const std::string lock = "/Lock<</Type/SigFieldLock/Action/Include/Fields[" + names + "]>>";
        if (!add(box, "/F 132/FT/Sig/T" + text_string(name) + (i + 1 == form.signatures.size() ? lock : "")))
            return not_there;
    }
    add_to_form(file, update, widgets, FormState::fresh,
                {{"/DR", "<</Font<<" + fonts + ">>>>"}, {"/DA", look("/LS", form.size)}});
    return update.finish();
}

}  // namespace lt::pdf
