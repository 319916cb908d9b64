#include "kit/print/codes.h"

#include <algorithm>
#include <memory>

#include <qrencode.h>
#include <zint.h>

namespace lt::print {
namespace {

constexpr std::size_t kLongestQr = 2000;
constexpr std::size_t kLongestBars = 60;

struct FreeQr {
    void operator()(QRcode* code) const { QRcode_free(code); }
};
struct FreeZint {
    void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};

}  // namespace

std::optional<Modules> qr_modules(const std::string& content)
{
    if (content.empty() || content.size() > kLongestQr) return std::nullopt;
    const std::unique_ptr<QRcode, FreeQr> code(
        QRcode_encodeData(static_cast<int>(content.size()),
                          reinterpret_cast<const unsigned char*>(content.data()), 0, QR_ECLEVEL_M));
    if (code == nullptr) return std::nullopt;
    const auto side = static_cast<std::size_t>(code->width);
    Modules out{side, side, std::vector<bool>(side * side)};
    for (std::size_t i = 0; i < side * side; ++i) out.dark[i] = (code->data[i] & 1) != 0;
    return out;
}

std::optional<Modules> bar_modules(const std::string& content)
{
    const bool plain =
        std::all_of(content.begin(), content.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (content.empty() || content.size() > kLongestBars || !plain) return std::nullopt;
    const std::unique_ptr<zint_symbol, FreeZint> symbol(ZBarcode_Create());
    if (symbol == nullptr) return std::nullopt;
    symbol->symbology = BARCODE_CODE128;
    if (ZBarcode_Encode(symbol.get(), reinterpret_cast<const unsigned char*>(content.data()),
                        static_cast<int>(content.size())) >= ZINT_ERROR)
        return std::nullopt;
    const auto width = static_cast<std::size_t>(symbol->width);
    Modules out{width, 1, std::vector<bool>(width)};
    for (std::size_t i = 0; i < width; ++i)
        out.dark[i] = ((symbol->encoded_data[0][i / 8] >> (i % 8)) & 1) != 0;
    return out;
}

}  // namespace lt::print
