// Vietnam's administrative units in force: provinces, communes, and which units they were before the mergers of 2025.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::forms {

struct Commune {
    std::string code{};      // "09193"
    std::string name{};      // "Phường Kinh Bắc"
    std::string province{};  // code of its province
    std::string
        was{};  // "Phường Suối Hoa, phường Tiền Ninh Vệ …": the units that it was made of, "" when it did not change
};

struct Province {
    std::string code{};  // "24"
    std::string name{};  // "Tỉnh Bắc Ninh"
    std::string was{};
    std::size_t first = 0;  // its communes in Units
    std::size_t count = 0;
};

// A commune that a search found, and by which name.
struct Found {
    const Commune* commune = nullptr;
    bool by_old_name = false;
};

// Read once, never changed: may be shared between threads.
class Units {
public:
    // Of the lines of data/units/units.tsv. Throws std::runtime_error that names the line.
    static Units parse(std::string_view text);
    static Units load(const std::filesystem::path& file);

    const std::vector<Province>& provinces() const { return provinces_; }
    std::span<const Commune> communes(
        std::string_view province) const;  // none when there is no such province
    const Province* province(std::string_view code) const;
    const Commune* commune(std::string_view code) const;

    // "Số 12 Lý Thái Tổ, Phường Kinh Bắc, Tỉnh Bắc Ninh"; what is not known is left out.
    std::string address(std::string_view province, std::string_view commune, std::string_view detail) const;

    // Communes whose name has all words, with or without accents; present names before old ones. In all provinces when
    // `province` is "".
    std::vector<Found> search(std::string_view words, std::string_view province, std::size_t limit) const;

private:
    std::vector<Province> provinces_{};
    std::vector<Commune> communes_{};    // by province, then as in the file
    std::vector<std::string> folded_{};  // of each commune: " phuong kinh bac "
    std::vector<std::string> folded_was_{};
    std::map<std::string, std::size_t, std::less<>> province_by_code_{};
    std::map<std::string, std::size_t, std::less<>> commune_by_code_{};
};

}  // namespace lt::forms
