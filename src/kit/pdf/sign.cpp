#include "kit/pdf/sign.h"

#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "kit/pdf/font.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

constexpr std::string_view kRange = "/ByteRange[0";
constexpr std::size_t kRangeRoom = 40;  // for the three numbers that are known at the end

std::optional<QPDFObjectHandle> field_named(QPDF& objects, const std::string& name)
{
    QPDFObjectHandle fields = objects.getRoot().getKey("/AcroForm").getKey("/Fields");
    for (int i = 0; fields.isArray() && i < fields.getArrayNItems(); ++i) {
        QPDFObjectHandle field = fields.getArrayItem(i);
        if (field.isDictionary() && field.isIndirect() && field.getKey("/T").isString() &&
            field.getKey("/T").getUTF8Value() == name)
            return field;
    }
    return std::nullopt;
}

bool is_kind(QPDFObjectHandle field, const char* kind)
{
    return field.getKey("/FT").isName() && field.getKey("/FT").getName() == kind &&
           field.getKey("/V").isNull();
}

double size_of(QPDFObjectHandle field)
{
    double size = 13;
    if (field.getKey("/DA").isString())
        std::sscanf(field.getKey("/DA").getStringValue().c_str(), "/LS %lf", &size);
    return size;
}

// The value and how it looks, with the font that is in the file since its preparation.
std::optional<base::Error> fill(Update& update, QPDFObjectHandle field, const FieldFont& font,
                                Ref font_object, const std::string& text)
{
    const QPDFObjectHandle::Rectangle box = field.getKey("/Rect").getArrayAsRectangle();
    const double size = size_of(field);
    const auto line = font.line(base::normalise(text));
    const std::string name = field.getKey("/T").getUTF8Value();
    if (!line)
        return base::invalid(name,
                             {"Phông chữ của tệp không có đủ chữ để ghi “{{text}}”.", {{"text", text}}});
    if (line->width * size / 1000 > box.urx - box.llx - 2)
        return base::invalid(name, {"“{{text}}” dài hơn chỗ để trống trong văn bản.", {{"text", text}}});
    const std::string draw = "/Tx BMC q BT /LS " + number(size) + " Tf 0 g 1 " +
                             number((box.ury - box.lly - size) / 2 + size * 0.22) + " Td <" + line->glyphs +
                             "> Tj ET Q EMC";
    const Ref appearance = update.add(stream("/Type/XObject/Subtype/Form/BBox[0 0 " +
                                                 number(box.urx - box.llx) + " " + number(box.ury - box.lly) +
                                                 "]/Resources<</Font<</LS " + to_text(font_object) + ">>>>",
                                             draw));
    update.set(ref_of(field), with(field, {{"/V", text_string(base::normalise(text))},
                                           {"/AP", "<</N " + to_text(appearance) + ">>"}}));
    return std::nullopt;
}

}  // namespace

base::Result<Unsigned> begin_signature(const File& file, const Signing& signing)
{
    QPDF& objects = file.objects();
    const auto field = field_named(objects, signing.field);
    if (!field || !is_kind(*field, "/Sig"))
        return base::conflict("Chỗ ký này không có trong tệp hoặc đã được ký.");
    QPDFObjectHandle root = objects.getRoot();
    if (signing.certify && !root.getKey("/Perms").isNull())
        return base::conflict("Tệp đã có chữ ký chứng nhận.");
    Update update(file);
    if (!signing.texts.empty()) {
        QPDFObjectHandle font_object = root.getKey("/AcroForm").getKey("/DR").getKey("/Font").getKey("/LS");
        const auto font = FieldFont::of(font_object);
        if (!font) return base::conflict("Tệp chưa được chuẩn bị để điền số và ngày.");
        for (const auto& [name, text] : signing.texts) {
            const auto text_field = field_named(objects, name);
            if (!text_field || !is_kind(*text_field, "/Tx"))
                return base::conflict(
                    {"Chỗ ghi “{{name}}” không có trong tệp hoặc đã được ghi.", {{"name", name}}});
            if (auto error = fill(update, *text_field, *font, ref_of(font_object), text)) return *error;
        }
    }
    const std::string reference =
        signing.certify
            ? "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]"
            : "";
    const std::string hole = "<" + std::string(2 * signing.room, '0') + ">";
    const std::string head =
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached" + std::string(kRange);
    const std::string tail = "/M" + date_string(signing.at) +
                             (signing.reason.empty() ? "" : "/Reason" + text_string(signing.reason)) +
                             reference + ">>";
    const Ref signature = update.add(head + std::string(kRangeRoom, ' ') + "]/Contents" + hole + tail);
    update.set(ref_of(*field), with(*field, {{"/V", to_text(signature)}}));
    if (signing.certify)
        update.set(ref_of(root), with(root, {{"/Perms", "<</DocMDP " + to_text(signature) + ">>"}}));

    Unsigned out{.bytes = update.finish()};
    const std::size_t range = update.body_of(signature) + head.size();
    out.begin = range + kRangeRoom + std::string_view("]/Contents").size();
    out.end = out.begin + hole.size();
    const std::string numbers = " " + std::to_string(out.begin) + " " + std::to_string(out.end) + " " +
                                std::to_string(out.bytes.size() - out.end);
    CHECK(numbers.size() <= kRangeRoom && out.bytes[out.begin] == '<' && out.bytes[out.end - 1] == '>');
    out.bytes.replace(range, numbers.size(), numbers);
    crypto::Sha256 digest;
    digest.update(std::string_view(out.bytes).substr(0, out.begin));
    digest.update(std::string_view(out.bytes).substr(out.end));
    out.digest = digest.finish();
    return out;
}

base::Result<std::string> complete(Unsigned file, std::string_view cms)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    if (2 * cms.size() > file.end - file.begin - 2)
        return base::conflict("Chữ ký lớn hơn chỗ đã dành trong tệp. Chuẩn bị lại tệp rồi ký lại.");
    std::size_t at = file.begin + 1;
    for (const char c : cms) {
        const auto byte = static_cast<unsigned char>(c);
        file.bytes[at++] = kDigits[byte >> 4U];
        file.bytes[at++] = kDigits[byte & 15U];
    }
    return std::move(file.bytes);
}

}  // namespace lt::pdf
