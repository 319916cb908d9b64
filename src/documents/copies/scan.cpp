#include "documents/copies/scan.h"

#include <map>

namespace lt::documents {

std::string page_list(const std::vector<int>& pages)
{
    std::string out;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        std::size_t last = i;
        while (last + 1 < pages.size() && pages[last + 1] == pages[last] + 1) ++last;
        out += (out.empty() ? "" : ", ") + std::to_string(pages[i]);
        if (last > i) out += "–" + std::to_string(pages[last]);
        i = last;
    }
    return out;
}

std::optional<base::Error> check_scan(const text::Scan& scan, const std::string& file_name)
{
    base::Wrong wrong;
    if (scan.version < 14) {
        wrong.emplace_back(
            "files",
            base::Message{
                "Tệp “{{name}}” là PDF {{version}}. Lưu lại từ máy quét thành PDF 1.4 trở lên.",
                {{"name", file_name},
                 {"version", std::to_string(scan.version / 10) + "." + std::to_string(scan.version % 10)}}});
    }
    std::map<int, std::vector<int>> coarse;  // by dpi
    std::vector<int> grey;
    for (std::size_t i = 0; i < scan.pages.size(); ++i) {
        const text::PageScan& page = scan.pages[i];
        if (!page.is_scan) continue;
        const int number = static_cast<int>(i) + 1;
        if (page.dpi < kLeastDpi) coarse[page.dpi].push_back(number);
        if (!page.in_colour) grey.push_back(number);
    }
    for (const auto& [dpi, pages] : coarse) {
        wrong.emplace_back(
            "files",
            base::Message{"Tệp “{{name}}”, trang {{pages}}: bản quét {{dpi}} dpi. Quét lại ở "
                          "200 dpi trở lên, tỷ lệ 100 %.",
                          {{"name", file_name}, {"pages", page_list(pages)}, {"dpi", std::to_string(dpi)}}});
    }
    if (!grey.empty()) {
        wrong.emplace_back(
            "files",
            base::Message{
                "Tệp “{{name}}”, trang {{pages}}: bản quét không phải ảnh màu. Quét lại ở chế độ màu.",
                {{"name", file_name}, {"pages", page_list(grey)}}});
    }
    return base::invalid(std::move(wrong));
}

}  // namespace lt::documents
