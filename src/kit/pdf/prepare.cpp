// The form that a document is given before its first signature.
#include "kit/pdf/font.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/sign.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

std::string rectangle(const Box& box)
{
    return "[" + number(box.left) + " " + number(box.bottom) + " " + number(box.right) + " " +
           number(box.top) + "]";
}

// An appearance without anything in it: validators want one for each field.
Ref empty_appearance(Update& update, const Box& box)
{
    return update.add(stream("/Type/XObject/Subtype/Form/BBox[0 0 " + number(box.right - box.left) + " " +
                                 number(box.top - box.bottom) + "]",
                             ""));
}

}  // namespace

base::Result<std::string> prepare(const File& file, const Form& form)
{
    QPDFObjectHandle root = file.objects().getRoot();
    QPDFObjectHandle old_form = root.getKey("/AcroForm");
    if (old_form.isDictionary() && old_form.getKey("/Fields").isArray() &&
        old_form.getKey("/Fields").getArrayNItems() > 0)
        return base::invalid("file",
                             "Tệp PDF đã có chữ ký hoặc biểu mẫu. Xuất lại tệp từ chương trình soạn thảo.");
    const std::vector<QPDFObjectHandle> pages = file.objects().getAllPages();
    Update update(file);
    const Ref font = add_font(update, form.font);
    std::string fields;
    std::map<int, std::string> widgets;  // by page
    const auto add = [&](const Box& box, const std::string& body) {
        if (box.page < 1 || box.page > static_cast<int>(pages.size())) return false;
        const Ref page = ref_of(pages[static_cast<std::size_t>(box.page - 1)]);
        const Ref field = update.add("<</Type/Annot/Subtype/Widget/Rect" + rectangle(box) + "/P " +
                                     to_text(page) + body + ">>");
        fields += to_text(field) + " ";
        widgets[box.page] += to_text(field) + " ";
        return true;
    };
    const std::string look = "/DA(/LS " + number(form.size) + " Tf 0 g)";
    for (const auto& [name, box] : form.texts) {
        const Ref appearance = empty_appearance(update, box);
        if (!add(box, "/F 4/FT/Tx/T" + text_string(name) + look + "/AP<</N " + to_text(appearance) + ">>"))
            return base::invalid("page", "Trang đặt chữ ký không có trong tệp.");
    }
    // The last one closes everything.
    for (std::size_t i = 0; i < form.signatures.size(); ++i) {
        const auto& [name, box] = form.signatures[i];
        const bool last = i + 1 == form.signatures.size();
        if (!add(box, "/F 132/FT/Sig/T" + text_string(name) +
                          (last ? "/Lock<</Type/SigFieldLock/Action/All>>" : "")))
            return base::invalid("page", "Trang đặt chữ ký không có trong tệp.");
    }
    for (const auto& [number_of_page, list] : widgets) {
        QPDFObjectHandle page = pages[static_cast<std::size_t>(number_of_page - 1)];
        std::string there;
        QPDFObjectHandle annotations = page.getKey("/Annots");
        for (int i = 0; annotations.isArray() && i < annotations.getArrayNItems(); ++i)
            there += annotations.getArrayItem(i).unparse() + " ";
        // An object of its own: a later timestamp then changes the list and not the page.
        const Ref all = update.add("[" + there + list + "]");
        update.set(ref_of(page), with(page, {{"/Annots", to_text(all)}}));
    }
    const Ref acro_form = update.add("<</Fields[" + fields + "]/SigFlags 3/DR<</Font<</LS " + to_text(font) +
                                     ">>>>" + look + ">>");
    update.set(ref_of(root), with(root, {{"/AcroForm", to_text(acro_form)},
                                         {"/Version", "/1.7"},
                                         {"/Extensions", "<</ESIC<</BaseVersion/1.7/ExtensionLevel 2>>>>"}}));
    return update.finish();
}

}  // namespace lt::pdf
