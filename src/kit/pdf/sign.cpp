#include "kit/pdf/sign.h"

#include <algorithm>
#include <cstdio>

#include "kit/base/text.h"
#include "kit/pdf/appearance.h"
#include "kit/pdf/form.h"
#include "kit/pdf/hole.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

// The font that is in the file since its preparation.
struct FormFont {
    Ref ref{};
    FieldFont font;
};

std::optional<FormFont> form_font(const File& file, const char* name)
{
    QPDFObjectHandle at = file.objects().getRoot();
    for (const char* key : {"/AcroForm", "/DR", "/Font", name}) {
        if (!at.isDictionary()) return std::nullopt;
        at = at.getKey(key);
    }
    auto font = FieldFont::of(at);
    if (!font || !at.isIndirect()) return std::nullopt;
    return FormFont{ref_of(at), std::move(*font)};
}

// What the default appearance of a field says, as prepare() writes it: "/LS 13 Tf 0 g".
struct Look {
    bool italic = false;
    double size = 13;
};
Look look_of(QPDFObjectHandle field)
{
    Look out;
    if (!field.getKey("/DA").isString()) return out;
    const std::string text = field.getKey("/DA").getStringValue();
    char kind = 'S';
    if (std::sscanf(text.c_str(), "/L%c %lf", &kind, &out.size) == 2) out.italic = kind == 'I';
    out.size = std::clamp(out.size, 4.0, 72.0);
    return out;
}

std::string normal(Ref appearance) { return "<</N " + to_text(appearance) + ">>"; }

base::Error not_prepared() { return base::conflict("Tệp chưa được chuẩn bị để điền số và ngày."); }

std::optional<base::Error> fill(const File& file, Update& update,
                                const std::map<std::string, std::string>& texts)
{
    std::optional<FormFont> fonts[2];  // upright, italic
    for (const auto& [name, text] : texts) {
        const auto field = field_named(file, name);
        if (!field || !is_open(*field, "/Tx"))
            return base::conflict(
                {"Chỗ ghi “{{name}}” không có trong tệp hoặc đã được ghi.", {{"name", name}}});
        const Look look = look_of(*field);
        auto& font = fonts[look.italic ? 1 : 0];
        if (!font) font = form_font(file, look.italic ? "/LI" : "/LS");
        if (!font) return not_prepared();
        const Canvas canvas = canvas_of(*field);
        const auto content = field_content(canvas, font->font, look.size, text, name);
        if (!content) return content.error();
        update.set(ref_of(*field),
                   with(*field, {{"/V", text_string(base::normalise(text))},
                                 {"/AP", normal(text_appearance(update, canvas, font->ref, *content))}}));
    }
    return std::nullopt;
}

// What comes behind /Contents.
std::string claims(base::Time at, const std::string& reason)
{
    return "/M" + date_string(at) + (reason.empty() ? "" : "/Reason" + text_string(reason));
}

// The certifying signature permits forms and signatures (12.8.2.2). The catalogue says which one it is.
constexpr const char* kCertifies =
    "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]";
std::map<std::string, std::string> permissions(const Hole& hole)
{
    return {{"/Perms", "<</DocMDP " + to_text(hole.signature()) + ">>"}};
}

// A signature that locks fields repeats what its field says (12.8.2.4).
std::string reference(const File& file, QPDFObjectHandle field)
{
    QPDFObjectHandle lock = field.getKey("/Lock");
    if (!lock.isDictionary()) return "";
    std::map<std::string, std::string> parameters{{"/Type", "/TransformParams"}, {"/V", "/1.2"}};
    for (const char* key : {"/Action", "/Fields"})
        if (lock.hasKey(key)) parameters[key] = lock.getKey(key).unparse();
    return "/Reference[<</Type/SigRef/TransformMethod/FieldMDP/Data " +
           to_text(ref_of(file.objects().getRoot())) + "/TransformParams" +
           with(QPDFObjectHandle::newDictionary(), parameters) + ">>]";
}

}  // namespace

base::Result<Unsigned> begin_signature(const File& file, const Signing& signing)
{
    if (auto error = no_update(file)) return *error;
    const auto field = field_named(file, signing.field);
    if (!field || !is_open(*field, "/Sig"))
        return base::conflict("Chỗ ký này không có trong tệp hoặc đã được ký.");
    QPDFObjectHandle root = file.objects().getRoot();
    if (signing.certify && !root.getKey("/Perms").isNull())
        return base::conflict("Tệp đã có chữ ký chứng nhận.");
    Update update(file);
    if (auto error = fill(file, update, signing.texts)) return *error;
    const Canvas canvas = canvas_of(*field);
    std::map<std::string, std::string> changes;
    if (signing.picture != nullptr) {
        changes["/AP"] = normal(picture_appearance(update, canvas, *signing.picture));
    } else if (!signing.lines.empty()) {
        const auto font = form_font(file, "/LS");
        if (!font) return not_prepared();
        const auto content = lines_content(canvas, font->font, signing.lines, Side::middle);
        if (!content) return content.error();
        changes["/AP"] = normal(text_appearance(update, canvas, font->ref, *content));
    }
    Hole hole(update, Unsigned::Holds::signature, signing.room,
              claims(signing.at, signing.reason) + (signing.certify ? kCertifies : reference(file, *field)));
    changes["/V"] = to_text(hole.signature());
    update.set(ref_of(*field), with(*field, changes));
    if (signing.certify) update.set(ref_of(root), with(root, permissions(hole)));
    return hole.finish();
}

base::Result<std::string> fill_in(const File& file, const std::map<std::string, std::string>& texts)
{
    if (auto error = no_update(file)) return *error;
    Update update(file);
    if (auto error = fill(file, update, texts)) return *error;
    return update.finish();
}

base::Result<Unsigned> begin_text_signature(const File& file, const TextSigning& signing)
{
    if (auto error = no_form(file)) return *error;
    const auto face = Typeface::of(signing.font);
    double width = 0;
    for (const std::string& line : signing.lines)
        if (const auto set = face->font().line(base::normalise(line)))
            width = std::max(width, set->width * kLineSize / 1000);
    // In the margin, which is at least 15 mm wide at the right and 20 mm high.
    constexpr double kFromRight = 43;
    constexpr double kFromTop = 14;
    const QPDFObjectHandle page = file.objects().getAllPages().front();
    const PageView view(page);
    const double right = view.width() - kFromRight;
    const double top = view.height() - kFromTop;
    const Box box{1, right - width - 4, top - kLineHeight * static_cast<double>(signing.lines.size()) - 2,
                  right, top};
    if (!view.holds(box))
        return base::invalid("lines", "Nội dung chữ ký dài hơn trang đầu của tệp. Rút gọn nội dung.");
    const Canvas canvas{box.right - box.left, box.top - box.bottom, view.rotation()};
    const auto content = lines_content(canvas, face->font(), signing.lines, Side::left);
    if (!content) return content.error();

    Update update(file);
    const Ref font = face->add_to(update);
    const Ref appearance = text_appearance(update, canvas, font, *content);
    // It certifies, so that nobody lays anything over the pages afterwards.
    Hole hole(update, Unsigned::Holds::signature, signing.room,
              claims(signing.at, signing.reason) + kCertifies);
    const Ref field = update.add("<</Type/Annot/Subtype/Widget/FT/Sig/F 132/T" + text_string(signing.field) +
                                 "/Rect" + view.rectangle(box) + "/P " + to_text(ref_of(page)) + "/AP" +
                                 normal(appearance) + "/V " + to_text(hole.signature()) + ">>");
    add_to_form(file, update, {{field, 1}}, FormState::fresh,
                {{"/DR", "<</Font<</LS " + to_text(font) + ">>>>"}}, permissions(hole));
    return hole.finish();
}

bool claims_signatures(const File& file)
{
    constexpr int kSignaturesExist = 1;  // of /SigFlags
    QPDFObjectHandle root = file.objects().getRoot();
    QPDFObjectHandle form = root.getKey("/AcroForm");
    const bool flagged = form.isDictionary() && form.getKey("/SigFlags").isInteger() &&
                         (form.getKey("/SigFlags").getIntValue() & kSignaturesExist) != 0;
    const std::vector<QPDFObjectHandle> fields = fields_of(file);
    return flagged || root.getKey("/Perms").isDictionary() ||
           std::any_of(fields.begin(), fields.end(), [](QPDFObjectHandle field) {
               return field.getKey("/FT").isName() && field.getKey("/FT").getName() == "/Sig" &&
                      !field.getKey("/V").isNull();
           });
}

bool is_certified(const File& file)
{
    QPDFObjectHandle permissions = file.objects().getRoot().getKey("/Perms");
    return permissions.isDictionary() && !permissions.getKey("/DocMDP").isNull();
}

std::vector<std::string> open_fields(const File& file)
{
    std::vector<std::string> out;
    for (const QPDFObjectHandle& field : fields_of(file))
        if (is_open(field, "/Tx") || is_open(field, "/Sig")) out.push_back(name_of(field));
    return out;
}

}  // namespace lt::pdf
