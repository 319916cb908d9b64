#include "kit/text/media.h"

#include <algorithm>
#include <array>

#include "kit/base/text.h"

namespace lt::text {
namespace {

using base::msg;
using View = std::string_view;

// `contents`: what libmagic calls it; it knows office files by their first members only and falls back to the
// container.
struct Type {
    View name;
    View stored;
    std::array<View, 3> extensions;
    std::array<View, 4> contents;
};

constexpr std::array<Type, 9> kTypes = {{
    {"PDF", "application/pdf", {".pdf"}, {"application/pdf"}},
    {"DOCX",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     {".docx"},
     {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip",
      "application/vnd.openxmlformats-officedocument"}},
    {"DOC",
     "application/msword",
     {".doc"},
     {"application/msword", "application/CDFV2", "application/x-ole-storage"}},
    {"XLSX",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     {".xlsx"},
     {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip",
      "application/vnd.openxmlformats-officedocument"}},
    {"XLS",
     "application/vnd.ms-excel",
     {".xls"},
     {"application/vnd.ms-excel", "application/CDFV2", "application/x-ole-storage"}},
    {"ODT", "application/vnd.oasis.opendocument.text", {".odt"}, {"application/vnd.oasis.opendocument.text"}},
    {"PNG", "image/png", {".png"}, {"image/png"}},
    {"JPEG", "image/jpeg", {".jpg", ".jpeg", ".jfif"}, {"image/jpeg"}},
    {"TIFF", "image/tiff", {".tif", ".tiff"}, {"image/tiff"}},
}};

// Programs of any system: they get their own words, because a wrong name here is seldom an oversight.
constexpr std::array<std::pair<View, View>, 14> kPrograms = {{
    {"application/x-dosexec", "Windows"},
    {"application/vnd.microsoft.portable-executable", "Windows"},
    {"application/x-msdownload", "Windows"},
    {"application/x-msi", msg("bộ cài đặt Windows")},
    {"application/x-ms-shortcut", msg("lối tắt Windows")},
    {"application/x-executable", "Linux"},
    {"application/x-pie-executable", "Linux"},
    {"application/x-sharedlib", "Linux"},
    {"application/x-mach-binary", "macOS"},
    {"application/java-archive", "Java"},
    {"application/vnd.android.package-archive", "Android"},
    {"text/x-shellscript", msg("tập lệnh")},
    {"text/x-msdos-batch", msg("tập lệnh Windows")},
    {"text/x-script.python", msg("tập lệnh")},
}};

constexpr std::array<std::pair<View, View>, 9> kOthers = {{
    {"application/zip", msg("gói nén ZIP")},
    {"application/x-rar", msg("gói nén RAR")},
    {"application/x-7z-compressed", msg("gói nén 7-Zip")},
    {"text/html", msg("trang HTML")},
    {"text/plain", msg("văn bản thường (TXT)")},
    {"text/rtf", msg("văn bản RTF")},
    {"application/x-empty", msg("tệp rỗng")},
    {"inode/x-empty", msg("tệp rỗng")},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation",
     msg("bài trình chiếu PPTX")},
}};

template <class Names>
bool has(const Names& names, View name)
{
    return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

template <class Pairs>
View look_up(const Pairs& pairs, View key)
{
    const auto found =
        std::find_if(pairs.begin(), pairs.end(), [key](const auto& pair) { return pair.first == key; });
    return found == pairs.end() ? View() : found->second;
}

std::string describe(View content)
{
    for (const Type& type : kTypes) {
        if (type.stored == content) return std::string(type.name);
    }
    const View other = look_up(kOthers, content);
    return other.empty() ? std::string(content) : std::string(other);
}

std::string join(const char* between, View (*part)(const Type&, std::size_t))
{
    std::string all;
    for (const Type& type : kTypes) {
        for (std::size_t i = 0; i < 3; ++i) {
            const View one = part(type, i);
            if (!one.empty()) all.append(all.empty() ? "" : between).append(one);
        }
    }
    return all;
}

}  // namespace

std::string accepted_names()
{
    return join(", ", [](const Type& type, std::size_t i) { return i == 0 ? type.name : View(); });
}

std::string accepted_extensions()
{
    return join(",", [](const Type& type, std::size_t i) { return type.extensions[i]; });
}

base::Result<std::string> accept(std::string_view found, std::string_view file_name)
{
    const std::string name = base::normalise(file_name);
    const std::string low = base::lower(name);
    const std::size_t dot = low.rfind('.');
    const std::string extension = dot == std::string::npos ? "" : low.substr(dot);
    const auto promised = std::find_if(kTypes.begin(), kTypes.end(),
                                       [&](const Type& type) { return has(type.extensions, extension); });
    const bool on_list = promised != kTypes.end();
    if (on_list && has(promised->contents, found)) return std::string(promised->stored);

    const base::Message::Value file{"name", name};
    const base::Message::Value wanted{"promised", on_list ? std::string(promised->name) : std::string()};
    if (const View system = look_up(kPrograms, found); !system.empty()) {
        const base::Message::Value program{"program", std::string(system), true};
        if (on_list)
            return base::invalid("file",
                                 {"Tệp “{{name}}” không phải là {{promised}} mà là chương trình chạy được "
                                  "({{program}}). Hệ thống không nhận tệp này.",
                                  {file, wanted, program}});
        return base::invalid(
            "file", {"Tệp “{{name}}” là chương trình chạy được ({{program}}). Hệ thống không nhận tệp này.",
                     {file, program}});
    }
    if (!on_list)
        return base::invalid("file", {"Tệp “{{name}}” không thuộc loại được nhận. Chọn tệp {{types}}.",
                                      {file, {"types", accepted_names()}}});
    return base::invalid("file",
                         {"Tệp “{{name}}” không phải là {{promised}} mà là {{found}}. Sửa đuôi tên tệp "
                          "cho đúng hoặc chọn tệp khác.",
                          {file, wanted, {"found", describe(found), true}}});
}

}  // namespace lt::text
