#include "kit/pdf/form.h"

#include "kit/pdf/active.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

std::string items_of(QPDFObjectHandle array)
{
    std::string out;
    for (int i = 0; array.isArray() && i < array.getArrayNItems(); ++i)
        out += array.getArrayItem(i).unparse() + " ";
    return out;
}

void add_widgets(QPDFObjectHandle page, const std::string& widgets, Update& update, FormState state)
{
    QPDFObjectHandle annotations = page.getKey("/Annots");
    const std::string all = "[" + items_of(annotations) + widgets + "]";
    if (state == FormState::signed_already && annotations.isArray() && annotations.isIndirect()) {
        update.set(ref_of(annotations), all);
        return;
    }
    // An object of its own: a later timestamp then changes the list and not the page.
    update.set(ref_of(page), with(page, {{"/Annots", to_text(update.add(all))}}));
}

// PAdES needs what came after PDF 1.7, as an extension (EN 319 142-1); 2.0 has it.
void set_version(QPDFObjectHandle root, const File& file, std::map<std::string, std::string>& changes)
{
    QPDFObjectHandle there = root.getKey("/Version");
    const bool is_2 = file.objects().getPDFVersion() >= "2" || (there.isName() && there.getName() >= "/2");
    if (is_2) return;
    const std::string esic = "<</BaseVersion/1.7/ExtensionLevel 2>>";
    QPDFObjectHandle extensions = root.getKey("/Extensions");
    changes["/Version"] = "/1.7";
    changes["/Extensions"] =
        extensions.isDictionary() ? with(extensions, {{"/ESIC", esic}}) : "<</ESIC" + esic + ">>";
}

}  // namespace

std::optional<base::Error> no_update(const File& file)
{
    // Offsets count from the header, byte ranges from the beginning: both must be the same.
    if (file.bytes().starts_with("%PDF-")) return std::nullopt;
    return base::invalid("file",
                         "Tệp PDF bị hỏng hoặc không phải là PDF. Xuất lại tệp từ chương trình soạn thảo.");
}

std::optional<base::Error> no_form(const File& file)
{
    QPDFObjectHandle form = file.objects().getRoot().getKey("/AcroForm");
    const bool has_fields = form.isDictionary() && form.getKey("/Fields").isArray() &&
                            form.getKey("/Fields").getArrayNItems() > 0;
    if (has_fields || !file.objects().getRoot().getKey("/Perms").isNull())
        return base::invalid("file",
                             "Tệp PDF đã có chữ ký hoặc biểu mẫu. Xuất lại tệp từ chương trình soạn thảo.");
    if (auto error = no_stray_widget(file)) return error;
    if (auto error = no_active_content(file)) return error;
    return no_update(file);
}

std::vector<QPDFObjectHandle> fields_of(const File& file)
{
    std::vector<QPDFObjectHandle> out;
    QPDFObjectHandle form = file.objects().getRoot().getKey("/AcroForm");
    if (!form.isDictionary()) return out;
    QPDFObjectHandle fields = form.getKey("/Fields");
    for (int i = 0; fields.isArray() && i < fields.getArrayNItems(); ++i) {
        QPDFObjectHandle field = fields.getArrayItem(i);
        if (field.isDictionary() && field.isIndirect()) out.push_back(field);
    }
    return out;
}

std::string name_of(QPDFObjectHandle field)
{
    return field.getKey("/T").isString() ? field.getKey("/T").getUTF8Value() : "";
}

std::optional<QPDFObjectHandle> field_named(const File& file, const std::string& name)
{
    for (const QPDFObjectHandle& field : fields_of(file))
        if (name_of(field) == name) return field;
    return std::nullopt;
}

bool is_open(QPDFObjectHandle field, const char* kind)
{
    return field.getKey("/FT").isName() && field.getKey("/FT").getName() == kind &&
           field.getKey("/V").isNull();
}

void add_to_form(const File& file, Update& update, const std::vector<Widget>& widgets, FormState state,
                 std::map<std::string, std::string> look, std::map<std::string, std::string> catalog)
{
    const std::vector<QPDFObjectHandle> pages = file.objects().getAllPages();
    std::map<int, std::string> by_page;
    std::string fields;
    for (const Widget& widget : widgets) {
        by_page[widget.page] += to_text(widget.field) + " ";
        fields += to_text(widget.field) + " ";
    }
    for (const auto& [number_of_page, list] : by_page)
        add_widgets(pages.at(static_cast<std::size_t>(number_of_page - 1)), list, update, state);

    const bool is_fresh = state == FormState::fresh;
    const QPDFObjectHandle root = file.objects().getRoot();
    QPDFObjectHandle form = QPDFObjectHandle(root).getKey("/AcroForm");
    QPDFObjectHandle old_fields = form.isDictionary() ? form.getKey("/Fields") : QPDFObjectHandle::newNull();
    if (!is_fresh && old_fields.isArray() && old_fields.isIndirect()) {
        update.set(ref_of(old_fields), "[" + items_of(old_fields) + fields + "]");
        return;
    }
    look["/Fields"] = "[" + items_of(old_fields) + fields + "]";
    if (is_fresh || !form.isDictionary()) look["/SigFlags"] = "3";
    // A viewer that makes appearances anew would show a changed document.
    if (is_fresh) look["/NeedAppearances"] = look["/XFA"] = "";
    const std::string body = with(form.isDictionary() ? form : QPDFObjectHandle::newDictionary(), look);
    if (form.isDictionary() && form.isIndirect())
        update.set(ref_of(form), body);
    else
        catalog["/AcroForm"] = to_text(update.add(body));
    if (is_fresh) set_version(root, file, catalog);
    if (!catalog.empty()) update.set(ref_of(root), with(root, catalog));
}

}  // namespace lt::pdf
