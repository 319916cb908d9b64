#include "kit/pdf/active.h"

#include <array>

#include "kit/pdf/qpdf.h"

namespace lt::pdf {
namespace {

constexpr int kMostInChain = 50;  // actions, one behind the other

// Going to a page, following a link, what the viewer's own menu has (ISO 32000-1, 12.6.4). All others do something of their own accord:
// scripts, programs, sending, hiding, playing.
bool is_harmless(QPDFObjectHandle action)
{
    static constexpr std::array kHarmless{"/GoTo", "/GoToR", "/URI", "/Named"};
    for (int i = 0; i < kMostInChain; ++i) {
        if (action.isNull() || action.isArray() || action.isName() || action.isString())
            return true;  // a place
        if (!action.isDictionary() || !action.getKey("/S").isName()) return false;
        const std::string kind = action.getKey("/S").getName();
        bool is_known = false;
        for (const char* one : kHarmless) is_known = is_known || kind == one;
        if (!is_known) return false;
        action = action.getKey("/Next");
    }
    return false;
}

// Something that acts by itself when it is opened, shown or touched.
bool acts(QPDFObjectHandle of, const char* action)
{
    return of.hasKey("/AA") || !is_harmless(of.getKey(action));
}

bool is_active(QPDFObjectHandle root)
{
    if (acts(root, "/OpenAction")) return true;
    QPDFObjectHandle names = root.getKey("/Names");
    return names.isDictionary() && names.hasKey("/JavaScript");
}

}  // namespace

std::optional<base::Error> no_active_content(const File& file)
{
    const auto refused =
        base::invalid("file", "Tệp PDF có nội dung tự chạy (mã lệnh, lệnh mở chương trình) nên không ký số "
                              "được. In lại tệp ra PDF rồi thay.");
    if (is_active(file.objects().getRoot())) return refused;
    for (QPDFObjectHandle page : file.objects().getAllPages()) {
        if (page.hasKey("/AA")) return refused;
        QPDFObjectHandle annotations = page.getKey("/Annots");
        for (int i = 0; annotations.isArray() && i < annotations.getArrayNItems(); ++i) {
            QPDFObjectHandle one = annotations.getArrayItem(i);
            if (one.isDictionary() && acts(one, "/A")) return refused;
        }
    }
    return std::nullopt;
}

std::optional<base::Error> no_stray_widget(const File& file)
{
    for (QPDFObjectHandle page : file.objects().getAllPages()) {
        QPDFObjectHandle annotations = page.getKey("/Annots");
        for (int i = 0; annotations.isArray() && i < annotations.getArrayNItems(); ++i) {
            QPDFObjectHandle one = annotations.getArrayItem(i);
            if (one.isDictionary() && one.getKey("/Subtype").isName() &&
                one.getKey("/Subtype").getName() == "/Widget")
                return base::invalid("file", "Tệp PDF đã có chữ ký hoặc biểu mẫu. Xuất lại tệp từ chương "
                                             "trình soạn thảo.");
        }
    }
    return std::nullopt;
}

}  // namespace lt::pdf
